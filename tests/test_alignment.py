from hypothesis import given
from hypothesis import strategies as st

from wres_analysis.plans.row_cells import align, score_of

FIELDS = [
    "ref",
    "action",
    "deadline",
    "owner",
    "comment",
    "status",
    "evidence",
    "in_model_employer",
    "in_race_disparity",
]
ACTION = "Train every panel chair in fair selection before the summer"


def placed(*cells):
    columns, _ = align([cells], FIELDS)
    return {FIELDS[column]: cell for column, cell in zip(columns, cells, strict=True) if cell}


def test_a_full_row_keeps_its_columns():
    row = ["1", ACTION, "May 2024", "Head of HR", "Two cohorts held so far this year", "2", "", "Yes", "No"]
    assert align([row], FIELDS)[0] == list(range(9))


def test_flags_stand_at_the_end_when_a_blank_was_lost():
    found = placed("2", ACTION, "May 2024", "Head of HR", "Two cohorts held so far this year", "", "Yes", "")
    assert found["in_model_employer"] == "Yes"
    assert "in_race_disparity" not in found


def test_a_comment_in_the_owners_place_is_a_comment():
    found = placed("3", ACTION, "June 2025", "Waiting for the system to develop its offer", "1", "Yes", "Yes")
    assert "owner" not in found
    assert found["comment"].startswith("Waiting")
    assert (found["status"], found["in_race_disparity"]) == ("1", "Yes")


def test_rows_of_one_length_are_aligned_together():
    rows = [["6", ACTION, "", "", "", ""], ["", "(a plan of its own)", "", "", "", ""]]
    assert align(rows, FIELDS)[0][:2] == [0, 1]


@given(st.lists(st.sampled_from(["", "1", "May 2024", "Yes", "Head of HR", ACTION]), min_size=1, max_size=9))
def test_columns_rise_and_the_score_is_that_of_the_columns(cells):
    columns, score = align([cells], FIELDS)
    assert columns == sorted(set(columns))
    assert len(columns) == len(cells)
    assert abs(score - score_of(cells, columns, FIELDS)) < 1e-6
