from hypothesis import given
from hypothesis import strategies as st

from wres_analysis.linking.wording import (
    changed_words,
    joined_words,
    places_of,
    squashed,
    stem,
    stem_weights,
    stems_of,
    with_phrases,
)

TEXTS = st.lists(st.text(max_size=60), min_size=1, max_size=6)


def test_dates_and_stop_words_are_no_words():
    found = stems_of(["Publish the report by 31 October 2022 (2021/22), and again in March 2023"]).each()
    assert found == [("publish", "report", "again")]


def test_may_and_march_are_words_where_they_are_no_months():
    assert stems_of(["staff march may matter"]).each() == [("staff", "march", "matt")]


def test_bands_and_figures_are_kept_as_numbers():
    assert stems_of(["Bands 8a to 9, 25 places"]).each() == [("band", "#8a", "#9", "#25", "plac")]


def test_abbreviations_with_ampersand_are_one_word():
    assert stems_of(["E&D and L&D"]).each() == [("e&d", "l&d")]


def test_a_scanners_capital_i_is_read_as_l():
    assert stems_of(["every Iocality, seIection"]).each() == stems_of(["every locality, selection"]).each()


def test_words_cut_over_lines_are_whole():
    assert stems_of(["staff net-\nwork"]).each() == stems_of(["staff network"]).each()


@given(TEXTS)
def test_each_text_has_its_own_words(texts):
    together = stems_of(texts).each()
    assert len(together) == len(texts)
    assert together == [stems_of([text]).each()[0] for text in texts]


@given(TEXTS)
def test_each_text_is_squashed_by_itself(texts):
    assert squashed(texts) == [squashed([text])[0] for text in texts]


@given(st.lists(st.from_regex(r"[a-z]{2,9}", fullmatch=True), min_size=1, max_size=9))
def test_spaces_case_and_hyphenation_do_not_change_what_is_squashed(words):
    assert squashed([" ".join(words)]) == squashed(["  -\n".join(words).upper()])


@given(st.from_regex(r"[a-z]{1,14}", fullmatch=True))
def test_a_stem_is_never_shorter_than_four_letters_by_cutting(word):
    assert len(stem(word)) >= min(4, len(word.replace("rn", "m")))


def test_words_with_one_stem_in_the_domain():
    for family in (
        "discriminate discriminating discriminated",
        "policy policies",
        "appoint appointed appointments",
    ):
        assert len({stem(word) for word in family.split()}) == 1, family


def test_general_words_count_less():
    weights = stem_weights()
    assert 0 < weights["review"] < 1 and 0 < weights["=staff"] < 1
    assert "grievanc" not in weights


def test_a_phrase_does_not_run_from_one_text_into_the_next():
    texts = stems_of(["exit", "interview exit interview"])
    number = {word: code for code, word in enumerate(texts.vocabulary)}
    assert list(places_of([number["exit"], number["interview"]], texts.words, texts.texts)) == [2]
    assert with_phrases(texts, [("x", ("exit", "interview"))], "=").each() == [("exit",), ("interview", "=x")]


def test_joined_words_keep_real_hyphens():
    assert joined_words("end-to-end review") == "end-to-end review"


def test_changed_words_of_equal_texts_are_none():
    found = changed_words("Review  the policy.", "review the policy")
    assert [changed for _, changed in found.old + found.new] == [False, False]


@given(st.text(alphabet="ab c.", max_size=40), st.text(alphabet="ab c.", max_size=40))
def test_changed_words_lose_nothing(old, new):
    found = changed_words(old, new)
    assert " ".join(words for words, _ in found.old) == joined_words(old)
    assert " ".join(words for words, _ in found.new) == joined_words(new)
