import pytest
from hypothesis import given
from hypothesis import strategies as st

from wres_analysis.documents.cell_text import (
    clean,
    has_empty_bullet,
    has_residue,
    is_cut,
    is_finished,
    join,
    mend_cut,
    starts_midway,
    ticked,
    words_of,
)


def test_printed_lines_are_joined_and_a_break_at_a_hyphen_closes_up():
    assert clean("reports for non-\nclinical\nstaff") == "reports for non-clinical staff"
    assert clean("April 2024 -\nMarch 2025") == "April 2024 - March 2025"


def test_residue_of_markup_goes_and_is_seen():
    assert clean("From 1 <sup>st</sup> May<br>onwards") == "From 1st May onwards"
    assert has_residue("a <b>bold</b> word")
    assert not has_residue("fewer than < 5 staff")


def test_an_empty_bullet_is_seen_and_dropped():
    assert has_empty_bullet("train panels •")
    assert clean("train panels •") == "train panels"
    assert not has_empty_bullet("• train panels")


def test_where_a_sentence_goes_on():
    assert starts_midway("and the wards")
    assert starts_midway(") of all posts")
    assert not starts_midway("The wards")
    assert not starts_midway("e.g. by coaching")
    assert is_finished("Done (see paper 4).")
    assert is_cut("Coaching, mentoring,")
    assert not is_cut("Coaching")


def test_a_text_cut_at_a_column_is_mended_by_the_words_of_the_document():
    assert mend_cut("Fair recruit", "ment for all", frozenset({"recruitment"})) == "Fair recruitment for all"
    assert mend_cut("in the boa", "ard room", frozenset({"board"})) == "in the board room"
    assert mend_cut("Talent", "and growth", frozenset({"talent", "and"})) == "Talent and growth"
    assert mend_cut("Talent", "Growth", frozenset()) == "Talent Growth"


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing_more(text):
    once = clean(text)
    assert clean(once) == once
    assert "\n" not in once


@given(st.lists(st.text("abcXY ,.", max_size=20), max_size=5))
def test_joining_keeps_every_letter(pieces):
    joined = ""
    for piece in pieces:
        joined = join(joined, piece)
    assert sorted("".join(pieces).replace(" ", "")) == sorted(joined.replace(" ", ""))


def test_words_are_counted_without_case_and_punctuation():
    assert words_of("Non-clinical (Band 8a)") == ["non", "clinical", "band", "8a"]


def test_joined_emoji_stay_joined_and_other_joiners_go():
    assert (
        clean("Nurses \U0001f469\u200d\u2695\ufe0f and\u200d chairs")
        == "Nurses \U0001f469\u200d\u2695\ufe0f and chairs"
    )


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("☐ Not started ☒ Complete", "Complete"),
        ("Open ( ) Closed (x)", "Closed"),
        ("☐ Yes ☐ No", ""),
        ("Complete", None),
        ("☒", None),
        ("○ Train chairs ○ Review forms", None),
    ],
)
def test_of_several_options_the_ticked_ones_count(text, options):
    assert ticked(text) == options
