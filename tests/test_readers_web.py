"""Web pages: spans, hidden parts, layout tables, lists, colours."""

import pytest
from small_documents import as_lines, outline

from wres_analysis.documents import read_document
from wres_analysis.documents.opening import MOST
from wres_analysis.errors import DocumentError

HEADER = "<tr><th>No</th><th>Action</th><th>Owner</th><th>Deadline</th></tr>"


def read(tmp_path, body):
    path = tmp_path / "plan.html"
    path.write_text(f"<!doctype html><html><body>{body}</body></html>", encoding="utf-8")
    return read_document(path)


ROW = "<div role=row>{}</div>"
TITLES = ROW.format("<div role=columnheader>No</div><div role=columnheader>Action</div>")
PLAN = "table \n No | Action | Owner | Deadline"
# what it is: (the body, what is found)
BODIES = {
    "headings, paragraphs and lists with breaks": (
        "<h1>Our\nplan</h1><p>Loose <i>text</i>\n here.</p><p><b>Part B</b></p>"
        "<p><b>Lead:</b> HR<br>Date: May</p><ul><li>one<li>two</ul>",
        "# Our plan \n Loose text here. \n ####### Part B \n Lead: HR \n Date: May \n - one \n - two",
    ),
    "spans": (
        f"<table>{HEADER}<tr><td rowspan=2>Aim<td colspan=2>Act<td>May<tr><td>Look<td>HR<td>June</table>",
        f"{PLAN} \n Aim | Act | < | May \n ^ | Look | HR | June",
    ),
    "a span to the end of the table": (
        f"<table>{HEADER}<tr><td rowspan=0>Aim<td>a<td>b<td>c<tr><td>d<td colspan=2>e</table>",
        f"{PLAN} \n Aim | a | b | c \n ^ | d | e | <",
    ),
    "menus, scripts and hidden parts": (
        "<nav>Home</nav><script>x</script><p hidden>a</p><p style='display: none'>b</p>"
        "<p>Shown<!-- no --></p>"
        "<table><tr style='display:none'><td>x<td>y<tr><td>No<td><del>old</del>Action</table>",
        "Shown \n table \n No | Action",
    ),
    "a table for the layout": (
        f"<table><tr><td>Menu</td><td><p>Title</p><table>{HEADER}<tr><td>1<td>Act<td>HR<td>May</table></table>",
        f"Menu \n Title \n {PLAN} \n 1 | Act | HR | May",
    ),
    "a small table in a cell": (
        f"<table>{HEADER}<tr><td>1<td>Act<table><tr><td>Cohort<td>12</table><td>HR<td>May</table>",
        f"{PLAN} \n 1 | Act¶Cohort 12 | HR | May",
    ),
    "lists, pictures and fields in cells": (
        f"<table>{HEADER}<tr><td><ol start=3><li></ol><td>Review by:<ul><li>pay<li>rooms</ul>"
        "<td><img src=x alt=Amber>"
        "<td><input value='May 2023'><select><option>a<option selected>b</select></table>",
        f"{PLAN} \n 3. | Review by:¶• pay¶• rooms | Amber | May 2023 b",
    ),
    "a table of plain blocks that say so": (
        "<div role=table><div role=rowgroup>" + TITLES + "</div>"
        f"{ROW.format('<span role=cell>1</span><span role=cell>Act</span>')}</div>",
        "table \n No | Action \n 1 | Act",
    ),
    "a caption, and a table of one column": (
        "<table><caption>Part A</caption><tr><td>One<tr><td>Two</table>",
        "####### Part A \n One \n Two",
    ),
}


@pytest.mark.parametrize(("body", "expected"), BODIES.values(), ids=BODIES)
def test_the_blocks_of_a_page(tmp_path, body, expected):
    document = read(tmp_path, body)
    assert outline(document) == as_lines(expected)
    told = {"nested_table": "Cohort", "struck_text": "<del>"}
    assert [remark.code for remark in document.remarks] == [code for code in told if told[code] in body]


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


def test_an_absurd_span_ends_at_the_limit(tmp_path):
    (grid,) = read(tmp_path, f"<table>{HEADER}<tr><td>1<td colspan=99999>Act</table>").grids()
    assert {len(row.cells) for row in grid.rows} == {MOST["columns"]}


def test_deep_nesting_is_refused(tmp_path):
    with pytest.raises(DocumentError, match="nested deeper"):
        read(tmp_path, "<div>" * 240)


def test_cells_without_end_are_refused(tmp_path):
    with pytest.raises(DocumentError, match="cells"):
        read(tmp_path, "<table>" + ("<tr>" + "<td colspan=200 rowspan=9999>x" * 3) * 2_000 + "</table>")
