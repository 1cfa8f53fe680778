import pytest

from wres_analysis.linking.lexicon import shipped_lexicon
from wres_analysis.vocabulary import vocabulary_rows


@pytest.mark.parametrize("phrase", ["BME", "BAME staff background", "ethnic minorities", "global majority"])
def test_words_for_ethnic_minority_are_one_term(phrase):
    assert "=ethnic minority" in shipped_lexicon().words_of([phrase]).each()[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("disciplinary", "grievance"),
        ("grievance", "capability"),
        ("WRES report", "WDES report"),
        ("mandatory training", "non-mandatory training"),
        ("executive directors", "line managers"),
        ("BME staff", "disabled staff"),
        ("gender pay gap", "ethnicity pay gap"),
    ],
)
def test_things_that_differ_stay_apart(one, other):
    first, second = shipped_lexicon().words_of([one, other]).each()
    assert set(first) != set(second)


def test_only_strict_terms_where_near_ones_are_not_wanted():
    lexicon = shipped_lexicon()
    assert lexicon.words_of(["Freedom to Speak Up"], near=False).each() == [("=freedom to speak up",)]
    assert (
        lexicon.words_of(["HR director"], near=False).each() != lexicon.words_of(["CPO"], near=False).each()
    )
    assert lexicon.words_of(["HR director"]).each() == lexicon.words_of(["CPO"]).each()


def test_a_longer_phrase_goes_before_its_parts():
    assert shipped_lexicon().words_of(["deputy director of HR"]).each() == [("deputi", "=people director")]


def test_every_row_of_the_vocabularies_holds_words():
    lexicon = shipped_lexicon()
    assert all(phrase for _, phrase in (*lexicon.near, *lexicon.senses))
    assert all(all(phrases) for _, phrases in lexicon.subjects)


def test_no_phrase_stands_for_two_terms():
    phrases = [row["phrase"].lower() for row in vocabulary_rows("terms")]
    assert len(phrases) == len(set(phrases))
    assert {row["meaning"] for row in vocabulary_rows("terms")} == {"same", "near"}


def test_a_term_means_the_same_or_nearly_the_same_throughout():
    meanings: dict[str, set[str]] = {}
    for row in vocabulary_rows("terms"):
        meanings.setdefault(row["term"], set()).add(row["meaning"])
    assert {len(found) for found in meanings.values()} == {1}
