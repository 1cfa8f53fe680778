import pytest
from small_documents import document, read

from wres_analysis.errors import DocumentError
from wres_analysis.plans.line_cells import scattered_cells


def column(records, name):
    return [record[name] for record in records]


ROWS = [
    *("Train all chairs of panels in fair selection", "May 2024", "Head of HR", "Complete"),
    *("Review every case before it opens", "June 2024", "Chief Nurse", "In progress"),
]


@pytest.mark.parametrize(
    "titles",
    [
        ("Action", "Timescale", "Lead", "Status"),
        (
            "Activity",
            "Planned completion",
            "period",
            "Lead",
            "Completed (G)",
            "In Progress (A)",
            "Yet to Begin (R)",
        ),
    ],
)
def test_one_cell_a_line_below_titles_on_one_line_or_several(titles):
    records, _ = read("WRES action plan 2024-25", *titles, *ROWS, kind="txt")
    assert column(records, "owner") == ["Head of HR", "Chief Nurse"]
    assert column(records, "deadline") == ["May 2024", "June 2024"]
    assert column(records, "status") == ["complete", "in_progress"]


def test_blank_cells_leave_no_trace_and_a_cell_may_take_several_lines():
    titles = ("Action", "Timescale", "Lead", "RAG")
    rows = ["Train the chairs of panels first.", "Others may follow later on.", "May 2024", "Green"]
    more = ["Agree how link nurses could take part", "Head of HR", "Chief Nurse", "Amber"]
    records, _ = read(*titles, *rows, *more, kind="txt")
    assert records[0]["action"] == "Train the chairs of panels first. Others may follow later on."
    assert column(records, "owner") == ["", "Head of HR Chief Nurse"]
    assert column(records, "status_raw") == ["Green", "Amber"]


def test_what_comes_back_on_every_page_is_no_cell():
    foot = ["Mossley Trust WRES action plan v2", "1"]
    titles = ("Action", "Timescale", "Lead", "Status")
    records, _ = read(*titles, *ROWS[:4], *foot, *titles, *ROWS[4:], foot[0], "2", kind="txt")
    assert column(records, "status") == ["complete", "in_progress"]


def test_prose_below_words_that_are_titles_is_no_table():
    prose = [
        "We met in the hall and talked of many things.",
        "Some of us had tea.",
        "Others went home early on.",
    ]
    with pytest.raises(DocumentError):
        read("Action", "Lead", "Status", *prose, kind="txt")


def test_cells_out_of_order_are_an_error_where_actions_are_read_from_what_is_left():
    titles = ("No.", "Actions", "Key Performance Indicators", "Deadline")
    (told,) = scattered_cells(document(*titles, "40 trained", "January 2024", "1a", "We will train a pool."))
    assert (told.severity, told.code) == ("error", "cells_scattered")
    assert scattered_cells(document("Actions", "Train the chairs.", "Lead", "Chief Nurse")) == ()
