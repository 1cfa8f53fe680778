"""Every shipped notebook run both ways: in the child process, and in a kernel of its own."""

import re
from functools import partial

import nbformat
import pytest
from conftest import lay_out

from wres_analysis import analysis
from wres_analysis.analysis import save_analysis
from wres_analysis.batch.notebook_reports import NOTEBOOKS, Report, known_parameters
from wres_analysis.batch.notebook_run import make_report
from wres_analysis.processes.workers import preload, run_in_children

SAME = (".csv", ".png", ".txt")  # files that hold no time
SAMPLE = NOTEBOOKS.parent / "data"
NAMES = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """Every notebook made twice, into two folders beside the tables."""
    place = tmp_path_factory.mktemp("engines")
    preload("wres_analysis.batch.preloading")
    save_analysis(analysis.open(lay_out(place / "data")), place)
    given = {"organisation": "A1", "data_dir": "../data", "tables_dir": "..", "figures_dir": "figures"}
    for engine in ("inline", "kernel"):
        due = []
        for name in NAMES:
            known = known_parameters(NOTEBOOKS / name)
            parameters = {key: value for key, value in given.items() if key in known}
            if "workforce" in name:  # staff counts are in the sample only
                parameters |= {"data_dir": str(SAMPLE), "tables_dir": ""}
                del parameters["organisation"]
            if "plan" in known:
                parameters = {"plan": str(SAMPLE / "plans" / "ASH" / "2024-25 WRES action plan.pdf")}
            due.append(Report(f"{engine}-{name[:2]}", NOTEBOOKS / name, name, parameters))
        make = partial(make_report, reports=place, engine=engine)
        for outcome in run_in_children(make, due, jobs=2, seconds=300, name=lambda one: one.key):
            assert outcome.error is None, outcome.error
    return place


def shown(path):
    """What each cell shows: kinds, text without what differs from run to run, and how many images."""
    cells = []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            cells.append([_output(output) for output in cell.outputs if output.get("name") != "stderr"])
    return cells


def _output(output):
    data = output.get("data", {})
    text = output.get("text", "") + str(data.get("text/plain", "")) + str(data.get("text/html", ""))
    images = text.count("<img") + sum(kind.startswith("image/") for kind in data)
    text = re.sub(r"T_[0-9a-f]{5}|at 0x[0-9a-f]+|cell-id=\S+", "", text)
    return output.output_type, sorted(data), images, text


@pytest.mark.parametrize("name", NAMES)
def test_both_engines_show_the_same_the_images_included(reports, name):
    inline = shown(reports / f"inline-{name[:2]}" / "report.ipynb")
    assert inline == shown(reports / f"kernel-{name[:2]}" / "report.ipynb")
    if "01" <= name[:2] <= "05":
        assert sum(images for cell in inline for _, _, images, _ in cell) >= 1


@pytest.mark.parametrize("name", NAMES)
def test_both_engines_leave_the_same_files(reports, name):
    left, right = (
        {
            str(path.relative_to(folder)): path.read_bytes() if path.suffix in SAME else b""
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        for folder in (reports / f"{engine}-{name[:2]}" for engine in ("inline", "kernel"))
    )
    assert left == right
