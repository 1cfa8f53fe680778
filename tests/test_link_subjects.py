import pytest

from wres_analysis.linking.lexicon import exclusions, shipped_lexicon, subjects_of


def names(text):
    lexicon = shipped_lexicon()
    found = subjects_of(lexicon.words_of([text]), lexicon)
    return {name for name, held in zip(found.names, found.held[0], strict=True) if held}


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("All executives to have a BAME mentor", "reverse mentoring"),
        ("Body-worn cameras for crews", "hate crime"),
        ("Find out why our colleagues leave", "leavers"),
        ("One trained member on every appointments panel", "diverse panel"),
        ("Add race equality to the induction programme", "induction"),
        ("Close gaps in ethnicity records on ESR", "ESR declaration"),
    ],
)
def test_an_action_is_about(text, subject):
    assert subject in names(text)


def test_words_joined_by_and_must_all_be_there():
    assert "reverse mentoring" not in names("All executives to attend")


def test_each_text_has_its_own_subjects():
    lexicon = shipped_lexicon()
    found = subjects_of(lexicon.words_of(["Mark Diwali", "", "Review uniforms"]), lexicon)
    assert not found.held[1].any() and (found.held[0] != found.held[2]).any()


def test_themes_do_not_exclude_each_other():
    lexicon = shipped_lexicon()
    found = subjects_of(lexicon.words_of(["x"]), lexicon)
    columns = [column for groups in exclusions(found).values() for group in groups for column in group]
    assert sorted(columns) == sorted(c for c, name in enumerate(found.classes) if name != "theme")
