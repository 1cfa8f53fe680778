import pytest
from small_documents import document, grid, key

from wres_analysis.plans.statuses import find_key

FIVE = {
    "blue": "complete",
    "green": "in_progress",
    "amber": "at_risk",
    "red": "not_met",
    "white": "not_started",
}


@pytest.mark.parametrize(
    "text",
    [
        "Key: Blue = complete; Green = on track; Amber = at risk; Red = not achieved; White = not yet due.",
        "See overleaf. RAG: Blue complete, Green on track, Amber at risk, Red missed, White not due.",
        "RAG key Blue: Completed Green: On track Amber: Delayed Red: Not delivered White: Not due",
        "Key: (B) Complete (G) On track (A) At risk (R) Overdue (W) Not started",
        "Key: Complete = Blue; On track = Green; At risk = Amber; Missed = Red; Not due = White",
    ],
)
def test_keys_on_one_line(text):
    found = key(text)
    assert {colour: found.status_of(colour) for colour in FIVE} == FIVE


def test_numbers_as_codes():
    found = key("Stage: 1 agreed, not yet actioned; 2 in progress; 3 implemented; 4 no longer required")
    assert [found.status_of(code) for code in "1234"] == [
        "not_started",
        "in_progress",
        "complete",
        "withdrawn",
    ]
    assert found.status_of("5") == ""


@pytest.mark.parametrize("heading", ["KEY (Change status)", "Key", "Key to change stage", "Status key:"])
def test_a_list_below_the_word_key(heading):
    found = key(heading, "1 Agreed, not actioned", "2 In progress", "3 Fully implemented", "Part 1")
    assert found.meanings == {
        "1": "Agreed, not actioned",
        "2": "In progress",
        "3": "Fully implemented",
    }


def test_lines_of_colours_need_no_word_key():
    assert key("Blue - complete", "Red - late").status_of("B") == "complete"
    assert not key("Blue - the colour of the sea", "2 in 10 staff")


def test_a_small_table_and_fills_are_a_key():
    assert find_key(document(grid("Blue | Complete \n Red | Not started"))).status_of("red") == "not_started"
    fills = {"#g": "00B050", "#r": "FF0000"}
    shown = find_key(document(grid("#g | Complete \n #r | Not started", fills=fills)))
    assert (shown.status_of("green"), shown.status_of("red")) == ("complete", "not_started")


def test_a_column_title_may_be_the_key():
    found = key(titles=("Completed (G) / In Progress (A) / Yet to Begin (R)",))
    assert (found.status_of("R"), found.status_of("Yet to begin")) == ("not_started", "not_started")


def test_one_code_with_two_meanings_contradicts_itself():
    found = key("Key: 1 = complete; 2 = in progress; 1 = not started")
    assert found.contradictions == ("1",)
    assert (found.status_of("1"), found.status_of("2")) == ("undefined", "in_progress")


def test_the_same_key_on_two_pages_does_not_contradict_itself():
    text = "Key: Blue = complete; Red = late"
    assert key(text, text).contradictions == ()


def test_running_text_is_no_key():
    assert not key(
        "The status of 3 actions in 2 plans is good. 4 staff left.", "A new plan", "Red tape was cut"
    )
