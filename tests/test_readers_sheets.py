"""CSV files and workbooks: what is found on a sheet, and how values are shown."""

import datetime as dt

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font, PatternFill

from wres_analysis.documents import read_document
from wres_analysis.documents.document import Cell, Grid, Line, blocks_of
from wres_analysis.documents.excel import read_excel
from wres_analysis.documents.excel_cells import theme_colours, tinted
from wres_analysis.documents.plain_text import decode, delimiter_of
from wres_analysis.documents.text import read_delimited

HEADER = ["No", "Action", "Owner", "Deadline", "Status"]


def blocks(rows, bold=()):
    sheet = {
        (row, column): Cell(text)
        for row, texts in enumerate(rows, 1)
        for column, text in enumerate(texts, 1)
        if text
    }
    return list(blocks_of(sheet, "row {}".format, bold))


def shapes(found):
    return [len(block.rows) if isinstance(block, Grid) else block.text for block in found]


def test_titles_above_a_table_are_lines_and_blank_rows_part_tables():
    rows = [
        ["Plan"],
        [],
        ["Key", "Meaning"],
        ["G", "done"],
        [],
        HEADER,
        ["1", "Act", "HR", "May", "G"],
        ["End"],
    ]
    assert shapes(blocks(rows)) == ["Plan", 2, 3]


def test_a_bold_title_is_a_heading():
    (title, _) = blocks([["Plan"], ["a", "b"]], bold={(1, 1)})
    assert title == Line("Plan", "row 1", heading=2)


def test_bands_after_a_blank_row_stay_in_the_table_they_continue():
    rows = [HEADER, ["1", "Act", "HR", "May", "G"], [], ["Aim: fair pay"], ["2", "Look", "HR", "June", "R"]]
    assert shapes(blocks(rows)) == [2, 2]


def test_tables_side_by_side_are_two_but_a_spacer_column_is_none():
    beside = [
        [*HEADER, "", "Key", "Meaning"],
        ["1", "Act", "HR", "May", "G", "", "G", "done"],
        ["2", "b", "c", "d", "e"],
    ]
    assert [len(block.rows[0].cells) for block in blocks(beside)] == [5, 2]
    spaced = [["No", "Action", "", "Owner", "Deadline"], ["1", "Act", "", "HR", "May"]]
    assert [len(block.rows[0].cells) for block in blocks(spaced)] == [5]


def test_a_stray_cell_far_away_costs_nothing():
    sheet = {(1, 1): Cell("No"), (1, 2): Cell("Action"), (1_048_576, 16_384): Cell("x")}
    found = list(blocks_of(sheet, "row {}".format))
    assert [len(block.rows[0].cells) for block in found if isinstance(block, Grid)] == [2]
    assert [block.text for block in found if isinstance(block, Line)] == ["x"]


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
    ("text", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a;b;c\n1,5;2,5;3\n2;3;4\n", ";"),
        ("a\tb\tc\n1\t2\t3\n", "\t"),
        ("a|b|c\n1|2|3\n", "|"),
        ("sep=;\r\na;b\n", ";"),
        ('Plan,,\n"1, 2","a;b;c",x\n3,4,5\n', ","),
        ("No columns here.\n", ""),
        ("", ""),
    ],
)
def test_the_delimiter_is_found(text, delimiter):
    assert delimiter_of(text) == delimiter


def test_preamble_multi_line_cells_and_places(tmp_path):
    path = tmp_path / "plan.csv"
    rows = 'No,Action,Owner\n1,"Review by:\n• pay\n• rooms",HR\n2,Act,HR\n'
    text = f"Trust – plan,,\nExported May,,\n,,\n{rows},,\nEnd,,\n"
    path.write_bytes(text.encode("cp1252"))
    document = read_delimited(path)
    assert [line.text for line in document.lines()] == ["Trust – plan", "Exported May", "End"]
    (grid,) = document.grids()
    assert [row.place for row in grid.rows] == ["line 4", "line 5", "line 8"]
    assert grid.rows[1].texts[1] == "Review by:\n• pay\n• rooms"


def test_an_open_quotation_mark_is_remarked(tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text('No,Action,Owner\n1,"Review,HR\n2,Act,HR\n', encoding="utf-8")
    assert [remark.code for remark in read_delimited(path).remarks] == ["damaged_quotes"]


@given(st.text(st.characters(exclude_categories=["C"], include_characters="\n\t"), min_size=1))
def test_text_survives_utf_8_and_utf_16(text):
    assert decode(text.encode("utf-8-sig")) == text
    assert decode(text.encode("utf-16")) == text


@pytest.mark.parametrize("data", [bytes(100), b"\x00\x01\x02", b"\x89PNG\r\n\x1a\n", b"\x01\x02text"])
def test_what_is_no_text_is_told(data):
    assert decode(data) is None


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "cp1252", "utf-8"])
def test_encodings_without_a_mark(encoding):
    assert decode("Café action plan, two pages\n".encode(encoding)) == "Café action plan, two pages\n"


def sheet_of(tmp_path, fill):
    book = openpyxl.Workbook()
    book.active.title = "Plan"
    fill(book.active)
    path = tmp_path / "plan.xlsx"
    book.save(path)
    return read_excel(path)


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


def test_theme_colours_in_the_order_of_cells():
    names = ("dk1", "lt1", "dk2", "lt2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
    entries = "".join(
        f'<a:{name}><a:srgbClr val="{number:06d}"/></a:{name}>' for number, name in enumerate(names)
    )
    theme = f'<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:clrScheme>{entries}</a:clrScheme></a:theme>'
    assert theme_colours(theme.encode())[:5] == ("000001", "000000", "000003", "000002", "000004")
    assert theme_colours(b"<broken") == ()
    assert theme_colours(None) == ()


@given(st.integers(0, 0xFFFFFF), st.floats(-1, 1))
def test_a_tint_is_a_colour(colour, tint):
    assert len(tinted(f"{colour:06X}", tint)) == 6
    assert tinted(f"{colour:06X}", 0) == f"{colour:06X}"


def test_text_boxes_are_lines_below_the_sheet(tmp_path):
    path = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Plan")
        sheet.write_row(0, 0, ["No", "Action"])
        sheet.insert_textbox(5, 5, "Agreed by the board\nin May 2024")
    document = read_document(path)
    boxed = [(line.text, line.place) for line in document.lines()][-2:]
    assert boxed == [("Agreed by the board", "sheet Plan"), ("in May 2024", "sheet Plan")]
