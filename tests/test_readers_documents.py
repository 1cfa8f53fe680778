"""Every awkward document that ever broke a reader, one test each."""

import re
from pathlib import Path

import pytest

from wres_analysis.documents import read_document
from wres_analysis.documents.scan import program

DOCUMENTS = Path(__file__).parent / "documents"
HEADER = ("No.", "Action", "Lead", "By when", "Status", "Progress")
TABLE = """
1 | Review the off-duty rota with night staff on the three medical wards | Head of Rostering | May 2023
| Complete | Two wards have agreed a first draft.
2 | Offer drop-in sessions on flexible working | Chief Officer | | Delayed
| Waiting for a room; the old one is being repaired and will not be ready before the autumn.
3 | Refresh the office welcome pack | Staff Engagement Officer | June 2023 | In progress
| The effect on first-year leavers will be checked in a self-assessment.
4 | Publish figures on grievances by ethnic group, with a note on how small the numbers are
| Head of Workforce | December 2023 | Not started | To follow.
"""
LINES = TABLE.replace("\n|", "|").strip().split("\n")
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in LINES]


def joined(text):
    return " ".join(re.sub(r"-\n", "-", text).split())


def rows_of(name):
    document = read_document(DOCUMENTS / name)
    return [tuple(joined(text) for text in row.texts) for grid in document.grids() for row in grid.rows]


def codes_of(name):
    return [remark.code for remark in read_document(DOCUMENTS / name).remarks]


@pytest.mark.parametrize(
    "name",
    [
        "columns_ruled_only.pdf",
        "ligatures.pdf",
        "narrow_gutters.pdf",
        "semicolons_utf16.csv",
        "sideways.pdf",
        "spaced_cells.pdf",
        "table_in_layout_table.docx",
        "uneven_columns.docx",
        "watermark_and_form.pdf",
    ],
)
def test_the_whole_table_is_read(name):
    assert rows_of(name) == [HEADER, *ROWS]


def test_an_open_last_row_is_read_and_the_next_page_goes_on():
    rows = rows_of("cut_by_page.pdf")
    assert rows[0] == HEADER
    assert rows[2] == (
        "2",
        "Offer drop-in sessions on flexible",
        "Chief Officer",
        "",
        "Delayed",
        "Waiting for a room; the old one is being",
    )
    assert rows[3] == ("", "working", "", "", "", "repaired and will not be ready before the autumn.")
    assert rows[4] == ROWS[2]


def test_a_merged_cell_between_rules_stays_whole():
    rows = rows_of("merged_between_rules.pdf")
    assert rows[0] == ("Aim", *HEADER)
    assert rows[1] == ("Fair working patterns for everybody who works shifts", *ROWS[0])
    assert rows[2] == ("", *ROWS[1])
    assert rows[3][0] == "Colleagues who feel that they belong here"


def test_cells_in_the_middle_of_their_row_and_bands_between():
    rows = rows_of("middle_aligned.pdf")
    assert rows[1][0] == "Aim: Fair working patterns for everybody who works shifts"
    assert [rows[place] for place in (0, 2, 3, 5, 6)] == [HEADER, *ROWS]


def test_a_header_of_two_levels_without_rules():
    rows = rows_of("two_level_header.pdf")
    assert rows[0] == ("No.", "Action", "Delivery Lead", "By when", "Monitoring Status", "Progress")
    assert rows[1:] == ROWS


def test_a_label_written_sideways_is_the_text_of_its_cell():
    rows = rows_of("sideways_label.pdf")
    assert rows[1][0] == "Fair working patterns for everybody"
    assert [row[1] for row in rows[1:]] == ["1", "2", "3"]


def test_blocks_of_label_and_value_stay_a_line_each():
    lines = [joined(line.text) for line in read_document(DOCUMENTS / "wrapped_blocks.pdf").lines()]
    expected = [f"{label}: {value}".strip() for row in ROWS for label, value in zip(HEADER, row, strict=True)]
    assert lines[1:] == expected


def test_numbers_that_the_word_processor_counts():
    rows = rows_of("automatic_numbers.docx")
    assert [row[0] for row in rows] == ["No.", "1.", "2.", "3.", "4."]
    assert [row[1:] for row in rows[1:]] == [row[1:] for row in ROWS]


@pytest.mark.parametrize(
    ("name", "codes"), [("cards_with_changes.docx", ["tracked_changes"]), ("terms.html", [])]
)
def test_cards_are_pairs_with_insertions_in_and_deletions_out(name, codes):
    labels = ("Ref", *HEADER[1:])
    assert rows_of(name) == [pair for row in ROWS for pair in zip(labels, row, strict=True)]
    assert codes_of(name) == codes


def test_a_text_box_once_and_a_nested_table_in_its_cell():
    name = "text_box_and_nested_table.docx"
    assert [line.text for line in read_document(DOCUMENTS / name).lines()] == ["Key: Complete = done"]
    rows = rows_of(name)
    assert rows[2] == (*ROWS[1][:5], f"{ROWS[1][5]} Room Ready B4 May")
    assert codes_of(name) == ["nested_table"]


def test_spacer_rows_a_key_beside_the_table_and_a_hidden_sheet():
    name = "spacers_and_key.xlsx"
    tables = [[row.texts for row in grid.rows] for grid in read_document(DOCUMENTS / name).grids()]
    assert [len(table) for table in tables] == [4, 3, 3]
    assert tables[0] == [HEADER, ("Aim: Fair working patterns", *[""] * 5), *ROWS[:2]]
    assert tables[1][1:] == ROWS[2:]
    assert tables[2] == [("Status", "Meaning"), ("Complete", "Done"), ("Delayed", "Late")]
    assert codes_of(name) == ["hidden_sheet"]


def test_status_as_colour_real_dates_and_a_hidden_row():
    name = "colours_dates_hidden_row.xlsx"
    (grid,) = read_document(DOCUMENTS / name).grids()
    assert [row.cells[4].fill for row in grid.rows] == ["", "00B050", "FF0000", "FFC000"]
    assert [row.texts[3] for row in grid.rows] == ["By when", "31/05/2023", "May 2023", "June 2023"]
    assert codes_of(name) == ["hidden_rows", "formula_without_result"]


@pytest.mark.parametrize(("name", "first"), [("two_tables_one_sheet.xlsx", 2), ("saved_sheet.html", 1)])
def test_two_tables_on_one_sheet_or_page_are_parted_at_blank_rows(name, first):
    tables = list(read_document(DOCUMENTS / name).grids())
    assert [len(table.rows) for table in tables] == [first, 5]
    assert [row.texts for row in tables[1].rows] == [HEADER, *ROWS]


def test_a_page_saved_by_a_word_processor():
    name = "word_processor.html"
    assert [line.text for line in read_document(DOCUMENTS / name).lines()] == ["Race equality – plan 2023"]
    assert rows_of(name) == [HEADER, *[(f"{row[0]}.", *row[1:]) for row in ROWS]]


def test_what_was_typed_into_a_form_is_text():
    lines = [line.text for line in read_document(DOCUMENTS / "form_fields.pdf").lines()]
    assert lines == ["Action Lead", "Review the rota Head of HR"]


@pytest.mark.skipif(program() is None, reason="tesseract is not installed")
def test_a_skewed_and_spotted_scan_is_read_and_marked():
    document = read_document(DOCUMENTS / "skewed_scan.pdf")
    assert document.kind == "scan"
    assert "ocr" in [remark.code for remark in document.remarks]
    (grid,) = document.grids()
    words, found = (
        set(re.findall(r"\w+", " ".join(" ".join(row) for row in rows)))
        for rows in (ROWS[:3], [row.texts for row in grid.rows])
    )
    assert len(words & found) / len(words) > 0.9
    assert [row.texts[0].strip(".") for row in grid.rows] == ["No", "1", "2", "3"]
