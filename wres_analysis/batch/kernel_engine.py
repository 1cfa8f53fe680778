"""Papermill's own engine, a kernel in a process of its own, with a journal of how far the notebook came."""

from __future__ import annotations

from typing import Any

from papermill.engines import NBClientEngine, papermill_engines

from wres_analysis.batch.notebook_journal import keep_journal


class KernelEngine(NBClientEngine):  # type: ignore[misc]  # papermill has no types
    """Run a notebook in a real kernel: slower than in this process, for widgets and doubts."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> Any:
        """Run the cells as papermill does."""
        keep_journal(nb_man)
        return super().execute_managed_notebook(nb_man, kernel_name, **kwargs)


def register() -> str:
    """Make the engine known to papermill, and say its name."""
    papermill_engines.register("kernel", KernelEngine)
    return "kernel"
