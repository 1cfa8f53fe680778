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
GIVEN = {"organisation": "A1", "data_dir": "../data", "tables_dir": "..", "figures_dir": "figures"}
PLAN = SAMPLE / "plans" / "ASH" / "2024-25 WRES action plan.pdf"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("engines")
    save_analysis(analysis.open(lay_out(folder / "data")), folder)
    return folder


def parameters_for(name):
    known = known_parameters(NOTEBOOKS / name)
    if "plan" in known:
        return {"plan": str(PLAN)}
    parameters = {key: value for key, value in GIVEN.items() if key in known}
    if "workforce" in name:  # staff counts are in the sample only
        parameters |= {"data_dir": str(SAMPLE), "tables_dir": ""}
        del parameters["organisation"]
    return parameters


def made(place, name, engine):
    """The folder of a report made by one of the engines, beside the tables."""
    preload("wres_analysis.batch.preloading")
    make = partial(make_report, reports=place, engine=engine)
    due = [Report(f"{engine}-{name[:2]}", NOTEBOOKS / name, name, parameters_for(name))]
    (outcome,) = run_in_children(make, due, jobs=1, seconds=300, name=lambda one: one.key)
    assert outcome.error is None, outcome.error
    return place / f"{engine}-{name[:2]}"


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


def files_in(folder):
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.suffix in SAME else b"" for path in paths
    }


@pytest.mark.whole_run
@pytest.mark.parametrize("name", NAMES)
def test_both_engines_show_the_same_the_images_included_and_leave_the_same_files(place, name):
    inline, kernel = (made(place, name, engine) for engine in ("inline", "kernel"))
    cells = shown(inline / "report.ipynb")
    assert cells == shown(kernel / "report.ipynb")
    assert files_in(inline) == files_in(kernel)
    if "01" <= name[:2] <= "05":
        assert sum(images for cell in cells for _, _, images, _ in cell) >= 1
