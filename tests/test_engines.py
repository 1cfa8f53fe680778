"""Notebooks run in a child process and in a kernel of their own: the same outputs, and whole reports."""

import re
import subprocess
import sys
from functools import partial

import child_tasks
import nbformat
import papermill
import pytest
from conftest import lay_out
from nbformat.v4 import new_code_cell, new_notebook
from small_notebooks import PARAMETERS, write_notebook

from wres_analysis import analysis
from wres_analysis.analysis import save_analysis
from wres_analysis.batch.notebook_reports import NOTEBOOKS, Report, known_parameters
from wres_analysis.batch.notebook_run import make_report
from wres_analysis.batch.reports_folder import receipt_of
from wres_analysis.processes.workers import preload, run_in_children

pytestmark = pytest.mark.whole_run

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


@pytest.mark.parametrize("name", NAMES)
def test_both_engines_show_the_same_the_images_included_and_leave_the_same_files(place, name):
    inline, kernel = (made(place, name, engine) for engine in ("inline", "kernel"))
    cells = shown(inline / "report.ipynb")
    assert cells == shown(kernel / "report.ipynb")
    assert files_in(inline) == files_in(kernel)
    if "01" <= name[:2] <= "05":
        assert sum(images for cell in cells for _, _, images, _ in cell) >= 1


CELLS = [
    "code = 'default'",
    "import sys\nprint(code, 'out')\nprint('warned', file=sys.stderr)\ncode",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    "from IPython.display import HTML\nHTML('<b>bold</b>')",
]


def notebook(path, *sources):
    cells = [new_code_cell(source) for source in sources]
    cells[0].metadata["tags"] = ["parameters"]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path


def run_inline(tmp_path, *sources):
    """One notebook in a process of its own, as the batch does; what stopped it, and the notebook."""
    template, out = notebook(tmp_path / "in.ipynb", *sources), tmp_path / "out.ipynb"
    preload("wres_analysis.batch.preloading")
    run = run_in_children(child_tasks.papermill_inline, [(str(template), str(out))], jobs=1, seconds=60)
    (outcome,) = run
    assert outcome.error is None, outcome.error
    return outcome.value, nbformat.read(out, as_version=4)


def outputs(notebook):
    return [
        [
            (one.output_type, one.get("name", ""), sorted(one.get("data", {})), one.get("text", ""))
            for one in cell.outputs
        ]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def test_same_outputs_as_a_real_kernel_the_images_included(tmp_path):
    stopped, inline = run_inline(tmp_path, *CELLS)
    assert stopped == ""
    given = {"parameters": {"code": "5E1"}, "kernel_name": "python3", "progress_bar": False}
    real = papermill.execute_notebook(str(tmp_path / "in.ipynb"), str(tmp_path / "real.ipynb"), **given)
    assert outputs(inline) == outputs(real)
    kinds = [kind for cell in outputs(inline) for _, _, kinds, _ in cell for kind in kinds]
    assert kinds.count("image/png") == 1
    assert "5E1 out" in inline.cells[2].outputs[0].text


def test_a_cell_that_raises_stops_the_notebook_there(tmp_path):
    reason, stopped = run_inline(tmp_path, "code = ''", "1 / 0", "print('never')")
    assert reason == "cell 3: ZeroDivisionError"
    assert stopped.cells[-1].outputs == []


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


LOADED = """
from wres_analysis.processes.workers import preload, run_in_children
preload("wres_analysis.batch.preloading")
names = ("pandas", "matplotlib.pyplot", "papermill", "nbconvert", "ipykernel.inprocess.ipkernel")
tell = f"[name for name in {names} if name not in __import__('sys').modules]"
print(*[outcome.value for outcome in run_in_children(eval, [tell], jobs=1, seconds=60)])
"""


def test_a_child_starts_with_everything_loaded():
    ran = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_warming_up_makes_a_page_and_starts_no_thread():
    code = (
        "import threading, wres_analysis.batch.preloading as warm; "
        "print('<img' in warm.warm_up(), threading.active_count())"
    )
    ran = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True)
    assert ran.stdout == "True 1\n", ran.stderr


def test_a_child_sees_nothing_of_the_one_before():
    leave = "setattr(__import__('builtins'), 'left', 1)"
    look = "hasattr(__import__('builtins'), 'left')"
    outcomes = run_in_children(eval, [leave, look, look], jobs=1, seconds=60)
    assert [outcome.value for outcome in outcomes] == [None, False, False]
