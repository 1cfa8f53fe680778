"""What went wrong on a cluster, in one line each."""

from __future__ import annotations

from importlib import import_module

from wres_analysis.errors import DocumentError, WresError

_ALONE = "run it again; if it happens again, run it without --cluster"


def workers_died(error: BaseException | None) -> bool:
    """Whether Dask gave a task up because workers died of it."""
    return isinstance(error, import_module("distributed").KilledWorker)


def task_error(error: BaseException, name: str) -> WresError:
    """The error of a task as one line."""
    if workers_died(error):
        times = getattr(error, "allowed_failures", 0) + 1
        return WresError(f"{times} workers died one after the other while they worked on it", name, _ALONE)
    if isinstance(error, WresError):
        return type(error)(error.what, error.where or name, error.remedy)
    cause = f"{type(error).__name__}: {error}"
    return WresError(f"its worker could not do it ({cause[:200]})", name, _ALONE)


def unreadable(error: OSError, name: str) -> WresError:
    """A file of this machine that cannot be sent along."""
    return DocumentError(f"the file cannot be opened ({error.strerror})", name, "put it back")
