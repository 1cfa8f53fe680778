from functools import partial

import nbformat
import pytest
from small_notebooks import PARAMETERS, write_notebook

from wres_analysis.batch.notebook_reports import Report
from wres_analysis.batch.notebook_run import make_report
from wres_analysis.batch.reports_folder import receipt_of
from wres_analysis.processes.workers import preload, run_in_children

pytestmark = pytest.mark.whole_run


def make(place, *sources, engine="inline", **given):
    """One report as the batch makes it, in a child process."""
    preload("wres_analysis.batch.preloading")
    template = write_notebook(place / "small.ipynb", *sources, parameters=PARAMETERS)
    parameters = {"organisation": "007", "figures_dir": "figures", **given}
    report = Report("organisations/007", template, "Seven", parameters, "007", fingerprint="f00")
    work = partial(make_report, reports=place, engine=engine)
    (outcome,) = run_in_children(work, [report], jobs=1, seconds=60, name=lambda one: one.key)
    return outcome


def test_a_report_is_a_page_a_notebook_and_a_receipt(tmp_path):
    assert make(tmp_path, "print(organisation, top)", top=12).value == "organisations/007"
    folder = tmp_path / "organisations" / "007"
    assert sorted(path.name for path in folder.iterdir()) == [".receipt.json", "report.html", "report.ipynb"]
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "<h1>Seven</h1>" in page and "007 12" in page
    receipt = receipt_of(folder)
    assert receipt.fingerprint == "f00" and receipt.seconds > 0
    nbformat.validate(nbformat.read(folder / "report.ipynb", as_version=4))


def test_what_cells_write_lands_in_the_report_and_the_old_report_goes(tmp_path):
    assert make(tmp_path, "open('old.txt', 'w').close()").error is None
    assert make(tmp_path, "open('new.txt', 'w').close()").error is None
    names = {path.name for path in (tmp_path / "organisations" / "007").iterdir()}
    assert "new.txt" in names and "old.txt" not in names


@pytest.mark.parametrize("engine", ["inline", "kernel"])
def test_a_cell_that_goes_to_another_folder_takes_nothing_along(tmp_path, engine):
    (tmp_path / "elsewhere").mkdir()
    go = f"import os\nos.chdir({str(tmp_path / 'elsewhere')!r})"
    assert make(tmp_path, go, "print('there')", engine=engine).error is None
    assert "there" in (tmp_path / "organisations" / "007" / "report.html").read_text(encoding="utf-8")
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("{}['key']", "organisations/007: cell 3 stopped: KeyError: 'key'"),
        ("raise MemoryError", "organisations/007: cell 3 needs more memory than a notebook may use"),
        ("raise SystemExit", "organisations/007: cell 3 ended the notebook early; let it run to its end"),
        ("for", "organisations/007: cell 3 stopped: SyntaxError: invalid syntax"),
    ],
)
def test_a_notebook_that_stops_is_one_line_and_the_old_report_stays_until_then(tmp_path, source, line):
    assert make(tmp_path, "1").error is None
    before = (tmp_path / "organisations" / "007" / "report.html").read_bytes()
    assert str(make(tmp_path, source).error).startswith(line)
    assert (tmp_path / "organisations" / "007" / "report.html").read_bytes() == before
