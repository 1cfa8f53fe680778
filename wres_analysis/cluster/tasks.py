"""Some items of a run on a worker of a Dask cluster: what they need comes with them, what is made goes back.

A worker needs no disk in common with the machine that started the run, only the same package. The work
itself is done by the same pool of child processes as on one machine, with the same limits.
"""

from __future__ import annotations

import io
import multiprocessing
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from wres_analysis.errors import BatchError, DocumentError, WresError
from wres_analysis.processes.workers import Outcome, preload, run_in_children
from wres_analysis.versions import package_hash

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


Item = TypeVar("Item")
Value = TypeVar("Value")
SAME = "install the same on every worker, from the same requirements.lock"


@dataclass(frozen=True, kw_only=True)
class Task(Generic[Item, Value]):
    """What a worker is asked to do."""

    # takes a folder and an item; the files that came along lie in that folder
    function: Callable[[Path, Item], Value]
    items: list[Item]  # what can be pickled
    names: list[str]  # what to call each item in an error
    files: tuple[bytes, ...]  # the files that come along, as `packed` gives them
    # `seconds`, `megabytes`, `per_child` and `remedy`, as `run_in_children` takes them
    limits: Mapping[str, Any]
    package: str  # the `package_hash` of the machine that asks
    back: tuple[str, ...] = ()  # folders whose files are to be brought back


class TaskResult(NamedTuple):
    """What came of a task."""

    # by the place of the item among those of the task; without the item, which the one who asked has
    outcomes: dict[int, Outcome[Any, Any]]
    files: bytes  # what was to be brought back, packed


def packed(files: Mapping[str, Path]) -> bytes:
    """Files as one archive, under the names given."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as pack:
        for name, path in files.items():
            pack.writestr(name, path.read_bytes())
    return archive.getvalue()


def unpack(archive: bytes, folder: Path) -> None:
    """Lay the files of an archive into a folder, and nowhere else."""
    if archive:
        with zipfile.ZipFile(io.BytesIO(archive)) as pack:
            pack.extractall(folder)


def call_here(package: str, function: Callable[..., Value], *given: Any) -> Value:
    """Call a function on a worker, in the worker itself."""
    _check_package(package)
    return function(*given)


def do_task(task: Task[Item, Value]) -> TaskResult:
    """Do what is asked, in child processes; for a worker."""
    _check_package(task.package)
    _may_have_children()
    preload("wres_analysis.batch.preloading")
    with _own_folder() as folder:
        for archive in task.files:
            unpack(archive, folder)
        # the limits, with no fresh child started after the last item, only to be stopped again
        most = task.limits["per_child"]
        run: Any = run_in_children(
            partial(task.function, folder),
            task.items,
            jobs=1,
            name=lambda item: task.names[task.items.index(item)],
            stopped=_given_up(),
            **{**task.limits, "per_child": most + 1 if most >= len(task.items) else most},
        )
        outcomes = {task.items.index(one.item): replace(one, item=None) for one in run}
        return TaskResult(outcomes, packed(_below(folder, task.back)))


def _check_package(wanted: str) -> None:
    """Refuse to work on a worker whose package differs: its reports would not be like the others."""
    if package_hash() != wanted:
        raise BatchError("the worker has another wres_analysis, Python or library", "", SAME)


def _may_have_children() -> None:
    """Lift a rule that Dask's workers are under: that they start no process.

    The rule is there because such children would outlive a worker that is killed. Ours end by themselves
    when their parent is gone (`child_process.end_with_parent`).
    """
    me = multiprocessing.current_process()
    if me.daemon:
        me.daemon = False


def _given_up() -> Callable[[], bool]:
    """Tells whether the run that asked for this task was stopped, or is gone."""
    from distributed import get_worker

    worker = get_worker()
    task = worker.state.tasks.get(worker.get_current_task())
    return lambda: task is not None and task.state != "executing"


@contextmanager
def _own_folder() -> Iterator[Path]:
    """A folder on the worker's own disk; Dask clears up after a worker that died."""
    from distributed import get_worker

    folder = Path(tempfile.mkdtemp(prefix="task-", dir=get_worker().local_directory)).resolve()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _below(folder: Path, names: tuple[str, ...]) -> dict[str, Path]:
    paths = (path for name in names for path in sorted((folder / name).rglob("*")))
    return {path.relative_to(folder).as_posix(): path for path in paths if path.is_file()}
