"""The outputs that the shipped notebooks keep: run them on the sample and store what a test compares.

`python tests/stored_outputs.py` after a change that moves a number. A notebook keeps the
outputs of its cells tagged `nbval-check-output`, because a notebook without outputs passes nbval whatever it
computes. `00_start_here` keeps all of them, because it must be useful before anything is run, but nothing
of a cell tagged `nbval-ignore-output`, because what that one shows depends on the machine.
"""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from wres_analysis.batch.notebook_reports import NOTEBOOKS
from wres_analysis.reports.pages import CLOSED

CHECKED, DEPENDS = "nbval-check-output", "nbval-ignore-output"
SHOWN_WHOLE = ("00_start_here.ipynb",)


def refresh(folder: Path = NOTEBOOKS) -> list[str]:
    """Run every notebook of a folder with its defaults and store its outputs in place."""
    paths = sorted(folder.glob("*.ipynb"))
    for path in paths:
        executed = _executed(path)
        nbformat.write(kept(executed, whole=path.name in SHOWN_WHOLE), path)
    return [path.name for path in paths]


def _executed(path: Path) -> NotebookNode:
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}, timeout=300
    )
    executed: NotebookNode = client.execute()
    return executed


def kept(notebook: NotebookNode, *, whole: bool) -> NotebookNode:
    """The notebook with the outputs it should keep, and nothing that differs from run to run."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook.metadata = NotebookNode(
        kernelspec=NotebookNode(kernel), language_info=NotebookNode(name="python")
    )
    for cell in notebook.cells:
        cell.metadata = NotebookNode(
            {name: cell.metadata[name] for name in ("tags", CLOSED) if name in cell.metadata}
        )
        if cell.cell_type != "code":
            continue
        tags = cell.metadata.get("tags", [])
        keep = CHECKED in tags or (whole and DEPENDS not in tags)
        cell.outputs = [output for output in cell.outputs if keep and output.get("name") != "stderr"]
        cell.execution_count = cell.execution_count if cell.outputs else None
    return notebook


if __name__ == "__main__":
    for name in refresh():
        print(f"refreshed {name}")  # noqa: T201 - this is a command
