import pytest

from wres_analysis.documents.document import Grid, Line
from wres_analysis.documents.text import blocks_of_text


def table(text):
    (grid,) = (block for block in blocks_of_text(text) if isinstance(block, Grid))
    return [row.texts for row in grid.rows]


def bands(text):
    (grid,) = (block for block in blocks_of_text(text) if isinstance(block, Grid))
    return [row.texts[0] for row in grid.rows if row.cells[-1].covered == "left"]


HEADER = ("Action", "Lead", "Timescale")
SLASHES = "Action / Lead / Timescale\n"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        # cells on several lines, bullets without a slash, a slash inside a cell
        (f"{SLASHES}Train all\nchairs / HR/OD / May", [("Train all\nchairs", "HR/OD", "May")]),
        (f"{SLASHES}Train /\n • HR\n • OD\n/ May", [("Train", "HR\nOD", "May")]),
        # an owner named with a slash between blanks
        (f"{SLASHES}Train / HR / OD / May", [("Train", "HR / OD", "May")]),
        # a blank cell keeps its place, the header comes back
        (f"{SLASHES}Train /  / May\n{SLASHES}Pay / HR / June",
         [("Train", "", "May"), HEADER, ("Pay", "HR", "June")]),
        # bars without one at the start; cells that were dropped in front were added behind
        ("Aim | Action | Lead | Date |\n---|---|---|---|\nFair | Train | HR | May |\nPay | HR | June | |",
         [("Fair", "Train", "HR", "May"), ("Pay", "HR", "June")]),
        # lines broken inside cells between bars
        ("| Action\n| Lead | Timescale |\n|---|---|---|\n| Train |\nHR | May |\n| Pay | HR |\nJune |",
         [("Train", "HR", "May"), ("Pay", "HR", "June")]),
    ],
)  # fmt: skip
def test_rows_between_bars_or_slashes(text, rows):
    assert table(text)[1:] == rows


def test_a_heading_between_rows_is_one_cell_and_text_behind_the_table_stays_outside():
    text = f"{SLASHES}Held over from May\nTrain / HR / June\n\nNext meeting: 3 July"
    assert bands(text) == ["Held over from May"]
    assert [block.text for block in blocks_of_text(text) if isinstance(block, Line)] == [
        "Next meeting: 3 July"
    ]


def test_what_has_no_header_is_text():
    assert all(isinstance(block, Line) for block in blocks_of_text("and / or / both\nhe / she / they"))
