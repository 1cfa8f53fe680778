import child_tasks
import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from wres_analysis.processes.workers import preload, run_in_children

pytestmark = pytest.mark.whole_run

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
            (
                output.output_type,
                output.get("name", ""),
                tuple(sorted(output.get("data", {}))),
                output.get("text", ""),
            )
            for output in cell.outputs
        ]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def test_same_outputs_as_a_real_kernel_the_images_included(tmp_path):
    stopped, inline = run_inline(tmp_path, *CELLS)
    assert stopped == ""
    real = papermill.execute_notebook(
        str(tmp_path / "in.ipynb"),
        str(tmp_path / "real.ipynb"),
        parameters={"code": "5E1"},
        kernel_name="python3",
        progress_bar=False,
    )
    assert outputs(inline) == outputs(real)
    kinds = [
        kind for cell in outputs(inline) for _, _, kinds in [output[:3] for output in cell] for kind in kinds
    ]
    assert kinds.count("image/png") == 1
    assert "5E1 out" in inline.cells[2].outputs[0].text


def test_a_cell_that_raises_stops_the_notebook_there(tmp_path):
    reason, stopped = run_inline(tmp_path, "code = ''", "1 / 0", "print('never')")
    assert reason == "cell 3: ZeroDivisionError"
    assert stopped.cells[-1].outputs == []
