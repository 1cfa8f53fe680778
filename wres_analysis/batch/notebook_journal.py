"""How far a notebook came, written down cell by cell: for a process that may never come back to tell.

Papermill would save the whole notebook twice for each cell. Here every cell is written once, when it is
finished, so that a notebook that is killed or stopped leaves what it showed until then.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from wres_analysis.errors import BatchError, WresError

JOURNAL = ".cells.jsonl"


def keep_journal(manager: Any) -> None:
    """Have every cell written down as it begins and as it ends, in the folder that the process stands in."""
    journal = Path(JOURNAL).resolve()  # a cell may go to another folder
    journal.write_text(json.dumps(manager.nb) + "\n", encoding="utf-8")
    begin, complete = manager.cell_start, manager.cell_complete

    def cell_start(cell: Any, cell_index: int, **more: Any) -> None:
        begin(cell, cell_index, **more)
        _add(journal, {"running": cell_index})

    def cell_complete(cell: Any, cell_index: int, **more: Any) -> None:
        complete(cell, cell_index, **more)
        if cell.cell_type == "code" and sys.exception() is None:  # papermill calls it for a dead kernel too
            left = {name: cell.get(name) for name in ("outputs", "execution_count")}
            _add(journal, {"finished": cell_index, **left})

    manager.cell_start, manager.cell_complete = cell_start, cell_complete


def _add(journal: Path, line: Mapping[str, object]) -> None:
    with journal.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(line) + "\n")


def as_far_as_it_came(folder: Path, reason: str) -> dict[str, Any] | None:
    """The notebook with what its finished cells showed, and the reason where it stopped."""
    lines = _lines(folder)
    notebook = next(lines, None)
    if notebook is None:
        return None
    running = None
    for line in lines:
        running = line.get("running")
        if "finished" in line:
            cell = notebook["cells"][line["finished"]]
            cell.update(outputs=line["outputs"], execution_count=line["execution_count"])
    if running is not None and notebook["cells"][running]["cell_type"] == "code":
        told = {"output_type": "error", "ename": "Stopped", "evalue": reason, "traceback": [reason]}
        notebook["cells"][running]["outputs"] = [told]
    return notebook


def running_cell(folder: Path) -> int | None:
    """The number of the code cell that was running, as JupyterLab would show it; None where none was."""
    lines = _lines(folder)
    notebook = next(lines, None)
    finished, running = 0, None
    for line in lines:
        running = line.get("running")
        finished += "finished" in line and bool(line["execution_count"])
    if notebook is None or running is None or notebook["cells"][running]["cell_type"] != "code":
        return None
    return finished + 1


def with_running_cell(error: WresError, folder: Path) -> WresError:
    """An error that ended the process of a notebook, with the cell that was running."""
    number = None if isinstance(error, BatchError) else running_cell(folder)
    if number is None:
        return error
    return WresError(f"{error.what}, in cell {number}", error.where, error.remedy)


def _lines(folder: Path) -> Iterator[dict[str, Any]]:
    """What was written down; a line that was cut off by the end of the process is the last."""
    try:
        for line in (folder / JOURNAL).read_text(encoding="utf-8").splitlines():
            yield json.loads(line)
    except (OSError, ValueError):
        return
