"""Cells that try to run or to break things, through every step: nothing runs, breaks or is lost."""

from __future__ import annotations

import csv
import warnings
from html import unescape
from io import StringIO
from pathlib import Path

import lxml.html
import nbformat
import openpyxl
import pytest
from small_analyses import exhibits_of_everyone, exhibits_of_one

from wres_analysis.analysis import Analysis, measure, save_analysis
from wres_analysis.analysis import open as open_analysis
from wres_analysis.plans.reading import read_plans
from wres_analysis.reports.exhibit import save_exhibits
from wres_analysis.reports.pages import PageHead, notebook_page
from wres_analysis.reports.workbook import write_benchmark_workbook

FORMULA = '=HYPERLINK("http://example.org/x","Open the plan now")'
COMMAND = "@SUM(1+1)*cmd|' /C calc'!A0 of the staff survey"
SCRIPT = "<script>alert('x')</script> Review the grievance policy"
IMAGE = '<img src="x" onerror="alert(1)"> Train interview panels'
LONG = "Review the recruitment policy " + "word " * 1994
EMOJI = "Celebrate Black History Month 🎉👩🏾‍⚕️ with staff"
RIGHT_TO_LEFT = "مراجعة سياسة التوظيف \u202eand then review"
CONTROL = "Publish the\x1b ethnicity pay\x0b gap\x1b report"
MARKDOWN = "[Staff network](http://example.org/y) to meet the board"
NOTE = "Mentoring $$note$$ for ten of our staff"
HOSTILE = (FORMULA, COMMAND, SCRIPT, IMAGE, LONG, EMOJI, RIGHT_TO_LEFT, CONTROL, MARKDOWN, NOTE)
TITLES = ("Ref", "Action", "Owner", "Deadline", "Status", "Progress")
NAME = '=cmd|"/C calc"!A0 <img src=x onerror=alert(1)> [Trust](http://example.org/z)'


def plain(text: str) -> str:
    """The text as it must come out: white space and control characters are one space, joiners are nothing."""
    seen = text.replace("\u200d", "")  # readers take letters without width for leftovers of the layout
    return " ".join("".join(c if c.isprintable() or c == "\u202e" else " " for c in seen).split())


def write_plan(path: Path, last: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = enumerate((*HOSTILE, last), start=1)
    rows = [[n, cell, "Head of OD", "March 2023", "In progress", f"Noted: {cell[:300]}"] for n, cell in cells]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([TITLES, *rows])


@pytest.fixture(scope="module")
def analysis(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    data = tmp_path_factory.mktemp("hostile")
    write_plan(data / "plans" / "A1" / "2021-22 plan.csv", "Set up a reverse mentoring scheme")
    write_plan(data / "plans" / "A1" / "2022-23 plan.csv", "Review exit interviews with leavers")
    write_plan(data / "plans" / "007" / "2022-23 =1+1 [a](b).csv", "Appoint an executive sponsor")
    named = [("code", "name", "type", "region"), ("A1", NAME, "-1", "+1"), ("007", "<b>", "@x", "=1+1")]
    with (data / "organisations.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(named)
    read = read_plans(data)
    assert read.problems == []
    return measure(read)


def test_a_file_with_letters_that_no_text_has_is_named_and_never_lost_in_silence(tmp_path):
    write_plan(tmp_path / "plans" / "A1" / "2021-22 plan.csv", "Set up a mentoring scheme")
    write_plan(tmp_path / "plans" / "A1" / "2022-23 plan.csv", "Ring the\x00 bell\x07 for fairness")
    read = read_plans(tmp_path)
    assert [problem.document for problem in read.problems] == ["2022-23 plan.csv"]
    assert "\n" not in str(read.problems[0].error)
    assert set(read.actions["plan_year"]) == {"2021-22"}


@pytest.fixture(scope="module")
def fragments(analysis: Analysis) -> list[str]:
    with warnings.catch_warnings():
        # the font of charts has no letters for some scripts: a box is drawn, the table holds the text
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        made = [*exhibits_of_everyone(analysis).values(), *exhibits_of_one(analysis, "A1").values()]
        return [make().html() for make in made]


def test_every_cell_is_read_and_linked_and_nothing_of_it_is_lost(analysis):
    for _, plan in analysis.actions.groupby(["organisation", "plan_year"]):
        read = [plain(text) for text in plan["action"] + " " + plan["detail"]]
        assert len(read) == len(HOSTILE) + 1
        assert {plain(cell) for cell in HOSTILE} <= set(read)
    assert analysis.links["kind"].isin(["exact", "minor_edit"]).sum() == len(HOSTILE)


def test_every_exhibit_shows_the_cells_as_text_and_every_cell_stands_in_one_whole(fragments):
    shown = ""
    for fragment in fragments:
        page = lxml.html.fromstring(f"<div>{fragment}</div>")
        assert not page.xpath("//script | //b | //*[@onerror] | //a")
        assert all(source.startswith("data:image/svg+xml;base64,") for source in page.xpath("//img/@src"))
        shown += f"{unescape(page.text_content())} "
    assert [cell for cell in HOSTILE if plain(cell) not in plain(shown)] == []


def test_a_page_of_these_exhibits_runs_nothing_and_fetches_nothing(fragments):
    output = nbformat.v4.new_output("display_data", {"text/html": "".join(fragments), "text/plain": ""})
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("exhibit", outputs=[output])])
    page = notebook_page(notebook, PageHead(NAME, [(IMAGE, "a.html")]))
    tree = lxml.html.fromstring(f"<div>{page}</div>")
    (sorting,) = tree.xpath("//script")  # of the page itself, allowed by its hash
    assert sorting.text == page.partition("<script>")[2].partition("</script>")[0]
    assert "alert" not in sorting.text
    assert not tree.xpath("//iframe | //object | //*[@onerror] | //*[@onload] | //link")
    links = [str(link) for link in tree.xpath("//a/@href")]
    assert all(link.startswith("#") or link == "a.html" for link in links)
    assert all(str(source).startswith("data:") for source in tree.xpath("//*/@src"))


def test_csv_files_run_nothing_in_a_spreadsheet_and_are_read_back_as_they_were(analysis, tmp_path):
    save_analysis(analysis, tmp_path)
    assert what_would_run(tmp_path) == []
    again = open_analysis("not used", tmp_path)
    assert again.actions["action"].tolist() == analysis.actions["action"].tolist()
    assert again.names == analysis.names


def what_would_run(folder: Path) -> list[str]:
    """Cells of the CSV files that a spreadsheet would take for a formula; a plain number is not one."""
    texts = [path.read_bytes().decode() for path in folder.glob("*.csv")]
    files = [csv.reader(StringIO(text, newline="")) for text in texts]
    assert files
    cells = [cell for rows in files for row in rows for cell in row]
    signs = tuple("=+-@\t\r")
    return [cell for cell in cells if cell[:1] in signs and not cell.lstrip("-").replace(".", "").isdigit()]


def test_tables_of_exhibits_run_nothing_in_a_spreadsheet(analysis, tmp_path):
    shown = [make() for make in exhibits_of_one(analysis, "A1").values()]
    save_exhibits(tmp_path, *(exhibit for exhibit in shown if exhibit.figure is None))
    assert what_would_run(tmp_path) == []


def test_the_workbook_holds_no_formula_and_no_link_from_a_cell(analysis, tmp_path):
    write_benchmark_workbook(analysis, tmp_path / "benchmark.xlsx")
    book = openpyxl.load_workbook(tmp_path / "benchmark.xlsx")
    texts = set()
    for sheet in book:
        for row in sheet.iter_rows():
            assert [cell.coordinate for cell in row if cell.data_type == "f"] == []
            links = [cell for cell in row if cell.hyperlink and sheet.title != "Contents"]
            assert all(cell.value == "Contents of this workbook" for cell in links)
            texts |= {cell.value for cell in row}
    assert {NAME, "<b>", "2022-23 =1+1 [a](b).csv"} <= texts
