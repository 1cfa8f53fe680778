"""Two papermill engines that keep a journal: one in this very process, one with a kernel of its own.

A kernel of its own costs two seconds before the first cell. A child process that runs one notebook and
then ends gives the same isolation, with ipykernel's in-process kernel inside it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

# a debugger is loaded with the kernel and would write four lines of advice to every log
os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")

import ipykernel.debugger
import ipykernel.inprocess.ipkernel  # noqa: F401 - loaded here, once, and not by every child
import matplotlib_inline.backend_inline  # noqa: F401
from ipykernel.inprocess.manager import InProcessKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete
from papermill.engines import Engine, NBClientEngine, papermill_engines
from traitlets.config import Config

from wres_analysis.batch.reports_folder import keep_journal

_QUIET = Config({"HistoryManager": {"enabled": False}})  # what a batch runs is nobody's history


class InlineEngine(Engine):  # type: ignore[misc]  # papermill has no types
    """Run a notebook in ipykernel's in-process kernel; one notebook per process."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> None:
        """Run every code cell in order; stop at the first that raises, as papermill's own engine does."""
        del kernel_name, kwargs
        keep_journal(nb_man)
        manager: Any = InProcessKernelManager(config=_QUIET)
        manager.start_kernel()
        client = manager.client()
        client.start_channels()
        # matplotlib may have been imported before this shell existed: then no figure would appear, silently
        manager.kernel.shell.enable_matplotlib("inline")
        notebook: Any = NotebookClient(nb_man.nb, record_timing=False)
        notebook.reset_execution_trackers()
        for index, cell in enumerate(nb_man.nb.cells):
            nb_man.cell_start(cell, index)
            if (
                cell.cell_type == "code"
                and cell.source.strip()
                and not _run_cell(client, notebook, cell, index)
            ):
                nb_man.cell_exception(cell, index)
                break
            nb_man.cell_complete(cell, index)
        client.stop_channels()


def _run_cell(client: Any, notebook: Any, cell: Any, index: int) -> bool:
    """Run one cell and keep its outputs as nbclient would; whether it went well."""
    cell.outputs, notebook.clear_before_next_output = [], False
    client.execute(cell.source, allow_stdin=False)
    reply = client.get_shell_msg(timeout=1)["content"]
    while client.iopub_channel.msg_ready():
        with suppress(CellExecutionComplete):
            notebook.process_message(client.get_iopub_msg(timeout=1), cell, index)
    joined: list[Any] = []
    for output in cell.outputs:
        last = joined[-1] if joined else None
        if last is not None and output.output_type == "stream" and last.get("name") == output.name:
            last.text += output.text
        else:
            joined.append(output)
    cell.outputs = joined
    return bool(reply["status"] == "ok")


class KernelEngine(NBClientEngine):  # type: ignore[misc]  # papermill has no types
    """Run a notebook in a real kernel: slower than in this process, for widgets and doubts."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> Any:
        """Run the cells as papermill does."""
        keep_journal(nb_man)
        return super().execute_managed_notebook(nb_man, kernel_name, **kwargs)


def register(name: str) -> str:
    """Make an engine known to papermill, and say its name."""
    papermill_engines.register(name, {"inline": InlineEngine, "kernel": KernelEngine}[name])
    return name
