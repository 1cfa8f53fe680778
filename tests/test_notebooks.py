import ast
import base64
import re
from pathlib import Path

import nbformat
import papermill
import pytest
from stored_outputs import CHECKED, DEPENDS, kept

from wres_analysis.batch.notebook_reports import NOTEBOOKS, ORGANISATION_NOTEBOOK, SHARED_NOTEBOOKS

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def tagged(path, tag):
    return [cell for cell in read(path).cells if tag in cell.metadata.get("tags", [])]


def test_the_eight_notebooks_are_there():
    names = ("start_here", "organisation", "comparison", "carry_over", "benchmark", "workforce")
    names += ("check_my_plan", "review_links")
    assert [path.stem for path in PATHS] == [f"{at:02}_{name}" for at, name in enumerate(names)]
    run = {ORGANISATION_NOTEBOOK, *(name for name, _ in SHARED_NOTEBOOKS.values())}
    assert run <= {path.name for path in PATHS}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_notebooks_hold_prose_and_calls(path):
    code = "\n".join(cell.source for cell in code_cells(path))
    assert sum(bool(line.strip()) for line in code.splitlines()) <= 60
    assert not any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in ast.walk(ast.parse(code)))
    prose = [cell for cell in read(path).cells if cell.cell_type == "markdown"]
    assert len(prose) >= len(code_cells(path)) / 2
    assert all(len(cell.source.splitlines()) <= 14 for cell in code_cells(path))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_parameter_is_annotated_explained_and_seen_by_papermill(path):
    (cell,) = tagged(path, "parameters")
    seen = papermill.inspect_notebook(str(path))
    for node in ast.parse(cell.source).body:
        assert isinstance(node, ast.AnnAssign), "one annotated parameter a line"
        found = seen[node.target.id]
        assert found["inferred_type_name"] in ("str", "int", "float", "bool")
        assert found["help"], f"{node.target.id} has no help"
    assert len(seen) == len(ast.parse(cell.source).body)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_nbval_has_something_to_compare_in_every_notebook(path):
    checked = tagged(path, CHECKED)
    assert checked
    for cell in checked:
        assert cell.execution_count, "a cell without a count is never compared"
        assert "".join(output.get("text", "") for output in cell.outputs).strip()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_stored_notebooks_hold_nothing_of_the_machine_they_ran_on(path):
    text = path.read_text(encoding="utf-8")
    assert str(Path.home()) not in text
    assert str(NOTEBOOKS.parent) not in text
    notebook = read(path)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == "python3"
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


def test_only_checked_outputs_are_kept_and_no_warnings_and_nothing_that_depends_on_the_machine():
    new_cell, new_output = nbformat.v4.new_code_cell, nbformat.v4.new_output
    outputs = [new_output("stream", text="2"), new_output("stream", name="stderr", text="warning")]
    about = {"tags": [CHECKED], "papermill": {"duration": 1}}
    cells = [
        new_cell("1", execution_count=1, outputs=[new_output("stream", text="1")]),
        new_cell("2", execution_count=2, metadata=about, outputs=outputs),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"papermill": {"input_path": "x.ipynb"}})
    stripped, checked = kept(notebook, whole=False).cells
    assert (stripped.outputs, stripped.execution_count) == ([], None)
    assert [output.text for output in checked.outputs] == ["2"]
    assert checked.metadata == {"tags": [CHECKED]} and "papermill" not in notebook.metadata
    cells = [new_cell("1", metadata={"tags": [DEPENDS]}, outputs=[new_output("stream", text="it is there")])]
    assert kept(nbformat.v4.new_notebook(cells=cells), whole=True).cells[0].outputs == []


def test_start_here_is_useful_before_anything_is_run_and_its_pictures_are_small_and_described():
    shown = [output for cell in code_cells(PATHS[0]) for output in cell.outputs if "data" in output]
    html = "".join(output.data.get("text/html", "") for output in shown)
    pictures = re.findall(r'<img alt="([^"]+)" src="data:image/svg[+]xml;base64,([^"]+)"', html)
    assert len(pictures) == html.count("<img") >= 5
    assert all(len(base64.b64decode(data)) < 100_000 for _, data in pictures)
