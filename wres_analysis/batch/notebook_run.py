"""One notebook to one report: run, page made, put in place whole; the work of a child process."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import Any, Literal

from wres_analysis.batch.notebook_reports import Report, for_papermill
from wres_analysis.batch.reports_folder import (
    JOURNAL,
    running_cell,
    staging_folder,
    take_place,
    without_paths,
    write_receipt,
)
from wres_analysis.errors import BatchError
from wres_analysis.processes.child_process import memory_peak
from wres_analysis.writing import refused, write_text_whole

Engine = Literal["inline", "kernel"]
SECONDS_FOR_A_KERNEL_TO_START = 60


def make_report(report: Report, reports: Path, engine: Engine = "inline") -> str:
    """Run one notebook and put its report in place."""
    begun = time.monotonic()
    aside = staging_folder(reports, report.key)
    shutil.rmtree(aside, ignore_errors=True)
    try:
        aside.mkdir(parents=True)
        os.chdir(aside)
        shutil.copyfile(report.template, "report.ipynb")  # what is kept if this process does not come back
        notebook = _executed(report, engine, aside)
        _write(notebook, report, aside)
        (aside / JOURNAL).unlink()
        write_receipt(aside, report.fingerprint, time.monotonic() - begun, memory_peak())
    except OSError as error:
        raise refused(error, error.filename or aside / "report.ipynb", "written") from None
    finally:
        os.chdir(reports)  # a folder that a process stands in cannot be moved everywhere
    take_place(aside, reports / report.key)
    return report.key


def _executed(report: Report, engine: Engine, aside: Path) -> Any:
    import papermill
    from papermill.exceptions import PapermillExecutionError

    from wres_analysis.batch.notebook_engines import register

    try:
        notebook = papermill.execute_notebook(
            for_papermill(report.template),
            for_papermill(aside / "report.ipynb"),  # a cell may go to another folder
            parameters=dict(report.parameters),
            engine_name=register(engine),
            kernel_name="python3",
            start_timeout=SECONDS_FOR_A_KERNEL_TO_START,
            progress_bar=False,
            request_save_on_cell_execute=False,
        )
    except PapermillExecutionError as error:
        raise BatchError(_stopped(error), report.key) from None
    except RuntimeError as error:  # what a kernel that died or never answered becomes
        raise BatchError(f"its kernel failed{_in_cell(aside)}: {error}", report.key, "run it again") from None
    _refuse_unfinished(notebook, report.key)
    return notebook


def _in_cell(aside: Path) -> str:
    number = running_cell(aside)
    return f" in cell {number}" if number else ""


def _stopped(error: Any) -> str:
    if "MemoryError" in str(error.ename):
        return f"cell {error.exec_count} needs more memory than a notebook may use"
    return f"cell {error.exec_count} stopped: {error.ename}: {str(error.evalue)[:300]}"


def _refuse_unfinished(notebook: Any, key: str) -> None:
    """A cell that calls `sys.exit(0)` stops the notebook, and papermill finds nothing wrong with it."""
    for cell in notebook.cells:
        if cell.metadata.get("papermill", {}).get("status") not in ("completed", None):
            number = cell.get("execution_count")
            raise BatchError(f"cell {number} ended the notebook early", key, "let it run to its end")


def _write(notebook: Any, report: Report, aside: Path) -> None:
    import nbformat

    from wres_analysis.reports.pages import PageHead, notebook_page

    writes: Any = nbformat.writes  # it has no types
    notebook.metadata["papermill"] = without_paths(notebook.metadata.get("papermill", {}))
    write_text_whole(aside / "report.ipynb", writes(notebook) + "\n")
    head = PageHead(report.title, report.links, aside, report.organisations)
    write_text_whole(aside / "report.html", notebook_page(notebook, head))
