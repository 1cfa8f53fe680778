import re

from hypothesis import given
from hypothesis import strategies as st
from small_documents import grid, read

from wres_analysis.plans.plan_notes import MOST_LOST_SHOWN, lost_text

HEADER = "Ref | Action | Lead | Deadline | Status | Progress"


def test_a_plan_that_arrived_calls_for_no_note():
    _, notes = read(f"{HEADER} \n 1 | Train all chairs | HR | May 2024 | Done | In spring.")
    assert not {"text_lost", "text_not_placed"} & set(notes["code"])


def test_a_column_that_was_not_understood_is_lost_text():
    drawn = "Action | Lead | Deadline | Weather \n Train | HR | May | Sun in the morning, rain in the evening"
    _, notes = read(drawn)
    (lost,) = notes.loc[notes["code"] == "text_lost", ["severity", "message"]].to_numpy().tolist()
    assert lost[0] == "error"
    assert "rain in the evening" in lost[1]
    assert re.match(r"Only \d\d\.\d% of the words", lost[1])


def test_a_column_that_is_known_to_have_no_place_is_not_lost():
    _, notes = read("Action | Lead | Deadline | Priority \n Train | HR | May 2024 | Very high indeed")
    assert "text_lost" not in set(notes["code"])


def test_the_title_behind_the_number_of_an_indicator_is_not_lost_but_a_promise_is():
    """The sample's university hospital prints each number with its title: its plan was called lost."""
    drawn = "Indicator | Action | Lead \n Indicator 2 – {} | Train all panels | HR"
    _, titled = read(drawn.format("Likelihood of being appointed from a shortlist"))
    _, promised = read(drawn.format("We will ask every panel for its reasons by May"))
    assert "text_lost" not in set(titled["code"])
    assert "We will ask every panel" in " ".join(promised["message"])


def test_lost_text_is_shown_short():
    assert lost_text([(1, "Sun")]) == "row 1: Sun"
    assert len(lost_text([(row, "word " * 40) for row in range(1, 30)])) < MOST_LOST_SHOWN + 40


cells = st.text("abcdefg ", min_size=1, max_size=30).filter(lambda text: text.strip())


@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=5))
def test_no_word_of_a_known_column_is_lost(rows):
    drawn = [
        f"{number} | Action {one} | {two} | May 2024 | Done | {three}"
        for number, (one, two, three) in enumerate(rows, 1)
    ]
    records, notes = read(grid("\n".join([HEADER, *drawn])))
    assert len(records) == len(rows)
    assert "text_lost" not in set(notes["code"])
