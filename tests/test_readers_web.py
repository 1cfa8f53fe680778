"""Web pages: spans, hidden parts, layout tables, lists, colours."""

import pytest

from wres_analysis.documents import read_document
from wres_analysis.documents.document import Cell, Grid
from wres_analysis.documents.web import read_web
from wres_analysis.errors import DocumentError

HEADER = "<tr><th>No</th><th>Action</th><th>Owner</th><th>Deadline</th></tr>"


def read(tmp_path, body):
    path = tmp_path / "plan.html"
    path.write_text(f"<!doctype html><html><body>{body}</body></html>", encoding="utf-8")
    return read_web(path)


def texts(document):
    return [row.texts for grid in document.grids() for row in grid.rows]


def test_headings_paragraphs_and_lists_with_breaks_parted(tmp_path):
    body = (
        "<h1>Our\nplan</h1><p>Loose <i>text</i>\n here.</p><p><b>Part B</b></p>"
        "<p><b>Lead:</b> HR<br>Date: May</p><ul><li>one<li>two</ul>"
    )
    lines = list(read(tmp_path, body).lines())
    assert [(line.text, line.heading, line.bullet) for line in lines] == [
        ("Our plan", 1, False),
        ("Loose text here.", 0, False),
        ("Part B", 7, False),
        ("Lead: HR", 0, False),
        ("Date: May", 0, False),
        ("one", 0, True),
        ("two", 0, True),
    ]


def test_spans_are_covered_cells(tmp_path):
    body = f"<table>{HEADER}<tr><td rowspan=2>Aim<td colspan=2>Act<td>May<tr><td>Look<td>HR<td>June</table>"
    (grid,) = read(tmp_path, body).grids()
    assert grid.rows[1].cells == (Cell("Aim"), Cell("Act"), Cell(covered="left"), Cell("May"))
    assert grid.rows[2].cells == (Cell(covered="above"), Cell("Look"), Cell("HR"), Cell("June"))


def test_a_span_to_the_end_of_the_table_and_absurd_spans(tmp_path):
    body = f"<table>{HEADER}<tr><td rowspan=0>Aim<td>a<td>b<td>c<tr><td>d<td colspan=99999>e</table>"
    rows = [row.cells for grid in read(tmp_path, body).grids() for row in grid.rows]
    assert rows[2][0] == Cell(covered="above")
    assert rows[2][1].text == "d"


def test_menus_scripts_and_hidden_parts_are_left_out(tmp_path):
    body = (
        "<nav>Home</nav><script>x</script><p hidden>a</p><p style='display: none'>b</p>"
        "<p>Shown<!-- no --></p>"
        "<table><tr style='display:none'><td>x<td>y<tr><td>No<td><del>old</del>Action</table>"
    )
    document = read(tmp_path, body)
    assert [line.text for line in document.lines()] == ["Shown"]
    assert texts(document) == [("No", "Action")]


def test_layout_tables_are_walked_through(tmp_path):
    inner = f"<table>{HEADER}<tr><td>1<td>Act<td>HR<td>May</table>"
    document = read(tmp_path, f"<table><tr><td>Menu</td><td><p>Title</p>{inner}</td></tr></table>")
    assert [getattr(block, "text", "table") for block in document.blocks] == ["Menu", "Title", "table"]


def test_a_small_table_in_a_cell_is_text_of_the_cell(tmp_path):
    inner = "<table><tr><td>Cohort<td>12</table>"
    document = read(tmp_path, f"<table>{HEADER}<tr><td>1<td>Act{inner}<td>HR<td>May</table>")
    assert texts(document)[1][1] == "Act\nCohort 12"
    assert [remark.code for remark in document.remarks] == ["nested_table"]


def test_lists_pictures_and_fields_inside_cells(tmp_path):
    row = (
        "<tr><td><ol start=3><li></ol><td>Review by:<ul><li>pay<li>rooms</ul>"
        "<td><img src=x alt=Amber><td><input value='May 2023'><select><option>a<option selected>b</select>"
    )
    assert texts(read(tmp_path, f"<table>{HEADER}{row}</table>"))[1] == (
        "3.",
        "Review by:\n• pay\n• rooms",
        "Amber",
        "May 2023 b",
    )


@pytest.mark.parametrize(
    ("attribute", "fill"),
    [
        ("bgcolor='#00b050'", "00B050"),
        ("style='background: red'", "FF0000"),
        ("style='color:red;background-color:rgb(255,192,0) !important'", "FFC000"),
        ("style='background:white'", ""),
        ("style='background:url(x.png)'", ""),
    ],
)
def test_background_colours(tmp_path, attribute, fill):
    (grid,) = read(tmp_path, f"<table><tr><td>1<td {attribute}>x</table>").grids()
    assert grid.rows[0].cells[1].fill == fill


def test_tables_made_of_plain_blocks_that_say_so(tmp_path):
    row = "<div role=row>{}</div>"
    title = row.format("".join(f"<div role=columnheader>{word}</div>" for word in ("No", "Action")))
    body = row.format("".join(f"<span role=cell>{word}</span>" for word in ("1", "Act")))
    document = read(tmp_path, f"<div role=table><div role=rowgroup>{title}</div>{body}</div>")
    assert texts(document) == [("No", "Action"), ("1", "Act")]


def test_a_caption_is_a_heading_and_one_column_is_lines(tmp_path):
    document = read(tmp_path, "<table><caption>Part A</caption><tr><td>One<tr><td>Two</table>")
    assert [(line.text, line.heading) for line in document.lines()] == [("Part A", 7), ("One", 0), ("Two", 0)]
    assert not any(isinstance(block, Grid) for block in document.blocks)


def test_a_page_saved_in_one_file_with_its_pictures(tmp_path):
    path = tmp_path / "plan.mht"
    path.write_text(
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        "<html><p>Action=20plan =E2=80=93 2023</p></html>\n--b--\n",
        encoding="utf-8",
    )
    document = read_document(path)
    assert [line.text for line in document.lines()] == ["Action plan – 2023"]
    assert not document.remarks


def test_deep_nesting_is_refused(tmp_path):
    with pytest.raises(DocumentError, match="nested deeper"):
        read(tmp_path, "<div>" * 240)


def test_cells_without_end_are_refused(tmp_path):
    with pytest.raises(DocumentError, match="cells"):
        read(tmp_path, "<table>" + ("<tr>" + "<td colspan=200 rowspan=9999>x" * 3) * 2_000 + "</table>")
