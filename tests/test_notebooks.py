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
    assert [path.name for path in PATHS] == [
        "00_start_here.ipynb",
        "01_organisation.ipynb",
        "02_comparison.ipynb",
        "03_carry_over.ipynb",
        "04_benchmark.ipynb",
        "05_workforce.ipynb",
        "06_check_my_plan.ipynb",
        "07_review_links.ipynb",
    ]
    assert {ORGANISATION_NOTEBOOK, *(name for name, _ in SHARED_NOTEBOOKS.values())} <= {
        p.name for p in PATHS
    }


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_notebooks_hold_prose_and_calls(path):
    code = "\n".join(cell.source for cell in code_cells(path))
    lines = [line for line in code.splitlines() if line.strip() and not line.strip().startswith("#")]
    assert len(lines) <= 60
    assert not [
        node for node in ast.walk(ast.parse(code)) if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    ]
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


def test_start_here_is_useful_before_anything_is_run():
    shown = [output for cell in code_cells(PATHS[0]) for output in cell.outputs if "data" in output]
    assert sum("<img" in output.data.get("text/html", "") for output in shown) >= 2


def test_only_checked_outputs_are_kept_and_no_warnings():
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(
                "1", execution_count=1, outputs=[nbformat.v4.new_output("stream", text="1")]
            ),
            nbformat.v4.new_code_cell(
                "2",
                execution_count=2,
                metadata={"tags": [CHECKED], "papermill": {"duration": 1}},
                outputs=[
                    nbformat.v4.new_output("stream", text="2"),
                    nbformat.v4.new_output("stream", name="stderr", text="warning"),
                ],
            ),
        ],
        metadata={"papermill": {"input_path": "x.ipynb"}},
    )
    stripped, checked = kept(notebook, whole=False).cells
    assert stripped.outputs == []
    assert stripped.execution_count is None
    assert [output.text for output in checked.outputs] == ["2"]
    assert checked.metadata == {"tags": [CHECKED]}
    assert "papermill" not in notebook.metadata


def test_what_depends_on_the_machine_is_not_kept():
    cell = nbformat.v4.new_code_cell(
        "1",
        metadata={"tags": [DEPENDS]},
        outputs=[nbformat.v4.new_output("stream", text="reports are there")],
    )
    notebook = nbformat.v4.new_notebook(cells=[cell])
    assert kept(notebook, whole=True).cells[0].outputs == []


def test_the_pictures_that_a_newcomer_sees_are_small_and_described():
    shown = [output for cell in code_cells(PATHS[0]) for output in cell.outputs if "data" in output]
    html = "".join(output.data.get("text/html", "") for output in shown)
    pictures = re.findall(r'<img alt="([^"]+)" src="data:image/svg[+]xml;base64,([^"]+)"', html)
    assert len(pictures) == html.count("<img") >= 5
    assert all(len(base64.b64decode(data)) < 100_000 for _, data in pictures)
