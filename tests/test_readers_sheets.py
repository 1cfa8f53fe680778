"""CSV files and workbooks: what is found on a sheet, and how values are shown."""

import datetime as dt

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from small_documents import as_lines, outline

from wres_analysis.documents import read_document
from wres_analysis.documents.document import Cell, Line, blocks_of

PLAN = "No | Action | Owner | Deadline | Status"
# what it is: (the rows of a CSV file, what is found)
SHEETS = {
    "titles above a table, and blank rows between tables": (
        f"Plan || \n\n Key | Meaning \n G | done \n\n {PLAN} \n 1 | Act | HR | May | G \n End",
        f"""Plan \n new table \n Key | Meaning ||| \n G | done |||
        new table \n {PLAN} \n 1 | Act | HR | May | G \n End ||||""",
    ),
    "a band after a blank row": (
        f"{PLAN} \n 1 | Act | HR | May | G \n\n Aim: fair pay \n 2 | Look | HR | June | R",
        f"""new table \n {PLAN} \n 1 | Act | HR | May | G
        new table \n Aim: fair pay |||| \n 2 | Look | HR | June | R""",
    ),
    "two tables side by side": (
        f"{PLAN} || Key | Meaning \n 1 | Act | HR | May | G || G | done \n 2 | b | c | d | e",
        f"""new table \n {PLAN} \n 1 | Act | HR | May | G \n 2 | b | c | d | e
        new table \n Key | Meaning \n G | done""",
    ),
    "a spacer column": (
        "No | Action || Owner | Deadline \n 1 | Act || HR | May",
        "new table \n No | Action || Owner | Deadline \n 1 | Act || HR | May",
    ),
}


def bars(drawn):
    return [line.replace(" ", "") for line in drawn]


@pytest.mark.parametrize(("rows", "expected"), SHEETS.values(), ids=SHEETS)
def test_what_is_found_on_a_sheet(tmp_path, rows, expected):
    path = tmp_path / "plan.csv"
    path.write_text("\n".join(as_lines(rows)).replace("|", ","), encoding="utf-8")
    assert bars(outline(read_document(path))) == bars(as_lines(expected))


def test_a_stray_cell_far_away_costs_nothing():
    sheet = {(1, 1): Cell("No"), (1, 2): Cell("Action"), (1_048_576, 16_384): Cell("x")}
    table, stray = blocks_of(sheet, "row {}".format)
    assert (len(table.rows[0].cells), stray.text) == (2, "x")


@given(
    st.dictionaries(st.tuples(st.integers(1, 12), st.integers(1, 8)), st.text("abc", min_size=1, max_size=3))
)
def test_no_text_of_a_sheet_is_lost(texts):
    found = blocks_of({place: Cell(text) for place, text in texts.items()}, "row {}".format)
    kept = []
    for block in found:
        kept += [block.text] if isinstance(block, Line) else [t for row in block.rows for t in row.texts if t]
    assert sorted(kept) == sorted(texts.values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a;b;c\n1,5;2,5;3\n2;3;4\n", "a | b | c \n 1,5 | 2,5 | 3 \n 2 | 3 | 4"),
        ("a\tb\tc\n1\t2\t3\n", "a | b | c \n 1 | 2 | 3"),
        ("a|b|c\n1|2|3\n", "a | b | c \n 1 | 2 | 3"),
        ("sep=;\r\na;b\n1;2\n", "a | b \n 1 | 2"),
        ('Plan,,\nNo,Action,Lead\n"1, 2","a;b;c",x\n', "No | Action | Lead \n 1, 2 | a;b;c | x"),
    ],
)
def test_the_delimiter_is_found(tmp_path, text, expected):
    path = tmp_path / "plan.csv"
    path.write_text(text, encoding="utf-8", newline="")
    assert outline(read_document(path))[-len(as_lines(expected)) :] == as_lines(expected)


def test_preamble_multi_line_cells_and_places(tmp_path):
    path = tmp_path / "plan.csv"
    rows = 'No,Action,Owner\n1,"Review by:\n• pay\n• rooms",HR\n2,Act,HR\n'
    text = f"Trust – plan,,\nExported May,,\n,,\n{rows},,\nEnd,,\n"
    path.write_bytes(text.encode("cp1252"))
    document = read_document(path)
    assert [line.text for line in document.lines()] == ["Trust – plan", "Exported May", "End"]
    (grid,) = document.grids()
    assert [row.place for row in grid.rows] == ["line 4", "line 5", "line 8"]
    assert grid.rows[1].texts[1] == "Review by:\n• pay\n• rooms"


def test_an_open_quotation_mark_is_remarked(tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text('No,Action,Owner\n1,"Review,HR\n2,Act,HR\n', encoding="utf-8")
    assert [remark.code for remark in read_document(path).remarks] == ["damaged_quotes"]


def test_prompts_are_blank_and_days_counted_are_dates(tmp_path):
    path = tmp_path / "plan.csv"
    rows = [
        "Action,Owner,Deadline,Status",
        "Select staff for the panel,Choose an item.,45016,Select status",
        "Status,HR,<enter date>,45016",
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    document = read_document(path)
    assert outline(document)[2:] == ["Select staff for the panel | | 31/03/2023 |", "Status | HR | | 45016"]
    assert [remark.code for remark in document.remarks] == ["prompt_left", "serial_date"]


def sheet_of(tmp_path, fill):
    book = openpyxl.Workbook()
    book.active.title = "Plan"
    fill(book.active)
    path = tmp_path / "plan.xlsx"
    book.save(path)
    return read_document(path)


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (dt.datetime(2024, 5, 30), "dd/mm/yyyy", "30/05/2024"),
        (dt.datetime(2024, 5, 30), "d mmmm yyyy", "30/05/2024"),
        (dt.datetime(2025, 3, 1), "mmm-yy", "March 2025"),
        (dt.datetime(2024, 5, 30, 14, 5), "dd/mm/yyyy hh:mm", "30/05/2024 14:05"),
        (3, "General", "3"),
        (3.0, "General", "3"),
        (1.1, "0.00", "1.10"),
        (0.25, "0%", "25%"),
        (0.1 + 0.2, "General", "0.3"),
        (True, "General", "TRUE"),
        ("  Review \r\n pay ", "General", "Review \n pay"),
        ("007", "General", "007"),
        (6, '0" months"', "6 months"),
        (2, '[=1]"Complete";[=2]"In progress";"Not started"', "In progress"),
        (2, '[=1]"A; on";"No"', "No"),
        (7, "000", "007"),
        (2, '"Q"0', "Q2"),
    ],
)
def test_values_as_a_reader_sees_them(tmp_path, value, number_format, shown):
    def fill(sheet):
        sheet["A1"], sheet["B1"] = value, "beside"
        sheet["A1"].number_format = number_format

    (grid,) = sheet_of(tmp_path, fill).grids()
    assert grid.rows[0].texts[0] == shown


def test_merged_cells_fills_and_bold_titles(tmp_path):
    def fill(sheet):
        sheet["A1"] = "Our plan"
        sheet["A1"].font = Font(bold=True)
        sheet.merge_cells("A1:C1")
        for column, title in enumerate(("Aim", "Action", "RAG"), 1):
            sheet.cell(2, column, title)
        sheet["A3"], sheet["B3"], sheet["B4"] = "Fair pay", "Act", "Look"
        sheet.merge_cells("A3:A4")
        sheet["C3"].fill = PatternFill("solid", fgColor="FF00B050")
        sheet["C9"].fill = PatternFill("solid", fgColor="FF00B050")

    document = sheet_of(tmp_path, fill)
    assert [(line.text, line.heading) for line in document.lines()] == [("Plan", 1), ("Our plan", 2)]
    (grid,) = document.grids()
    assert grid.rows[1].cells[2] == Cell(fill="00B050")
    assert grid.rows[2].cells[0] == Cell(covered="above")
    assert len(grid.rows) == 3


def test_hidden_columns_and_comments_are_remarked(tmp_path):
    def fill(sheet):
        for row in (["No", "Action", "Old owner", "Owner"], ["1", "Act", "HR", "OD"]):
            sheet.append(row)
        sheet.column_dimensions["C"].hidden = True
        sheet["B2"].comment = openpyxl.comments.Comment("check", "me")

    document = sheet_of(tmp_path, fill)
    assert [remark.code for remark in document.remarks] == ["hidden_columns", "cell_comment"]
    (grid,) = document.grids()
    assert "Old owner" not in grid.rows[0].texts


def test_a_merged_range_over_the_whole_sheet_costs_nothing(tmp_path):
    def fill(sheet):
        sheet["A1"], sheet["A3"], sheet["B3"] = "Our plan", "No", "Action"
        sheet.merge_cells("A1:XFD2")

    document = sheet_of(tmp_path, fill)
    assert [len(grid.rows) for grid in document.grids()] == [1]


@pytest.mark.parametrize(
    ("colour", "fill"),
    [
        (Color(theme=0), ""),
        (Color(theme=1), "000000"),
        (Color(theme=3), "1F497D"),
        (Color(theme=4), "4F81BD"),
        (Color(theme=1, tint=0.5), "808080"),
        (Color(theme=0, tint=-0.5), "808080"),
        (Color(indexed=2), "FF0000"),
        (Color(theme=99), ""),
    ],
)
def test_colours_of_the_theme_with_their_tint(tmp_path, colour, fill):
    def colours(sheet):
        sheet.append(["No", "Action"])
        sheet["A1"].fill = PatternFill("solid", fgColor=colour)

    (grid,) = sheet_of(tmp_path, colours).grids()
    assert grid.rows[0].cells[0].fill == fill


def test_text_boxes_are_lines_below_the_sheet(tmp_path):
    path = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Plan")
        sheet.write_row(0, 0, ["No", "Action"])
        sheet.insert_textbox(5, 5, "Agreed by the board\nin May 2024")
    document = read_document(path)
    boxed = [(line.text, line.place) for line in document.lines()][-2:]
    assert boxed == [("Agreed by the board", "sheet Plan"), ("in May 2024", "sheet Plan")]
