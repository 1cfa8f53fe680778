"""One pool of child processes for documents and notebooks: what goes wrong in one costs one item only.

Children are forked from a small server that has the slow imports behind it, where the system can fork, and
are started afresh elsewhere. They never import the script or notebook that started them, so a script needs
no guard.
"""

from __future__ import annotations

import multiprocessing
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from types import ModuleType
from typing import Any, Generic, TypeVar

from pebble import CONSTS, ProcessExpired, ProcessPool

from wres_analysis.errors import WresError
from wres_analysis.processes.child_process import end_with_parent, memory_limited, memory_peak, undisturbed
from wres_analysis.writing import refused

Item = TypeVar("Item")
Value = TypeVar("Value")

PRELOAD = (
    "wres_analysis.plans.actions",
    "wres_analysis.documents.excel",
    "wres_analysis.documents.pdf",
    "wres_analysis.documents.web",
    "wres_analysis.documents.word",
)
_TICK = 0.25
_CAME_TO_ITS_END, _LEFT = 83, 256  # the first is sent by a child, the second is none that there can be
_REPORT = "read it on its own to see whether it happens again, and report it with the file"


@dataclass(frozen=True)
class Outcome(Generic[Item, Value]):
    """What became of one item."""

    item: Item  # as it was given
    value: Value | None  # what the function returned; None where it failed
    error: WresError | None  # what went wrong, as one line
    seconds: float  # how long it ran
    megabytes: int | None = None  # most memory that it had in use; None where that is not known


# How often the pool looks for a child that has ended: its default costs a short notebook a tenth of its time.
CONSTS.sleep_unit = 0.02

_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
_CONTEXT: Any = multiprocessing.get_context(_METHOD)
_starting = threading.Lock()


@contextmanager
def _main_hidden() -> Iterator[None]:
    """Children prepare themselves by running the parent's script again, unless there seems to be none."""
    with _starting:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


class _Child(_CONTEXT.Process):  # type: ignore[misc]  # the base depends on the system
    """A child whose exit status tells whether it came to its own end.

    `os._exit(0)` looks like a good end to pebble, which would wait for the result until the time is up.
    """

    def start(self) -> None:
        with _main_hidden():
            super().start()

    def run(self) -> None:
        super().run()
        sys.exit(_CAME_TO_ITS_END)

    @property
    def exitcode(self) -> int | None:
        code: int | None = super().exitcode
        return {_CAME_TO_ITS_END: 0, 0: _LEFT}.get(code, code) if code is not None else None


class _ChildContext(type(_CONTEXT)):  # type: ignore[misc]  # the base depends on the system
    Process = _Child


_preloaded = list(PRELOAD)


def preload(module: str) -> None:
    """Have a module imported once by the server that children are forked from.

    Without effect where there is no such server, or when it runs already: children are then slower to start.
    """
    if module not in _preloaded:
        _preloaded.insert(0, module)


def run_in_children(
    function: Callable[[Item], Value],
    items: Iterable[Item],
    *,
    jobs: int,
    seconds: float,
    megabytes: int | None = None,
    per_child: int = 1,
    name: Callable[[Item], str] = str,
    on_start: Callable[[Item], None] | None = None,
    remedy: str = _REPORT,
    stopped: Callable[[], bool] = lambda: False,
) -> Generator[Outcome[Item, Value]]:
    """Call a function on every item, each call in a child process."""
    if _METHOD == "forkserver":
        _CONTEXT.set_forkserver_preload(_preloaded)
        resource_tracker.ensure_running()  # on its way it would let signals through again
        with undisturbed():
            forkserver.ensure_running()
    pool: Any = ProcessPool(
        max_workers=max(1, jobs), max_tasks=per_child, initializer=end_with_parent, context=_ChildContext()
    )
    try:
        call = _Call(function, megabytes, remedy)
        given: dict[Future[Any], Item] = {
            pool.schedule(call, args=(item,), timeout=seconds): item for item in items
        }
        for future, ran in _as_finished(given, lambda future: on_start and on_start(given[future]), stopped):
            yield _outcome(call, future, given[future], name(given[future]), ran, seconds)
    finally:
        pool.stop()
        pool.join()


def _as_finished(
    futures: Iterable[Future[Any]], on_start: Callable[[Future[Any]], object], stopped: Callable[[], bool]
) -> Iterator[tuple[Future[Any], float]]:
    """Futures as they finish, with the time since they were first seen running."""
    pending, begun = set(futures), dict[Future[Any], float]()
    while pending and not stopped():
        # a short wait, because a long one cannot be interrupted on Windows
        done, pending = wait(pending, timeout=_TICK, return_when=FIRST_COMPLETED)
        now = time.monotonic()
        for future in done:
            yield future, now - begun.get(future, now)
        for future in pending:
            if future.running() and future not in begun:
                begun[future] = now
                on_start(future)


@dataclass(frozen=True)
class _Call(Generic[Item, Value]):
    """The call as it is made in the child: errors become lines, memory is limited."""

    function: Callable[[Item], Value]
    megabytes: int | None
    remedy: str

    def __call__(self, item: Item) -> tuple[Value | None, WresError | None, float, int | None]:
        start = time.monotonic()
        value, error = None, None
        try:
            with memory_limited(self.megabytes):
                value = self.function(item)
        except WresError as known:
            error = known
        except MemoryError:
            error = WresError(f"it needs more than {self.megabytes} MB of memory")
        except OSError as known_too:
            error = refused(known_too)
        except (Exception, SystemExit) as unforeseen:  # a fault in one item must not cost the others
            cause = f"{type(unforeseen).__name__}: {unforeseen}"
            error = WresError(f"an unforeseen fault stopped it ({cause[:200]})", "", self.remedy)
        return value, error, time.monotonic() - start, memory_peak()


def _outcome(
    call: _Call[Item, Value], future: Future[Any], item: Item, name: str, ran: float, seconds: float
) -> Outcome[Item, Value]:
    try:
        value, error, took, peak = future.result()
    except TimeoutError:
        slow = WresError(f"it took longer than {seconds:g} seconds and was stopped", name)
        return Outcome(item, None, slow, seconds)
    except (ProcessExpired, OSError, RuntimeError) as crash:
        return Outcome(item, None, _crashed(crash, name, call), ran)
    if error is not None and not error.where:
        error = type(error)(error.what, name, error.remedy)
    return Outcome(item, value, error, took, peak)


def _crashed(crash: BaseException, name: str, call: _Call[Any, Any]) -> WresError:
    code = getattr(crash, "exitcode", None)
    if code == _LEFT:
        return WresError("the process that worked on it ended before it was done", name, call.remedy)
    limit = f" (it may use {call.megabytes} MB of memory)" if call.megabytes else ""
    how = f"signal {-code}" if isinstance(code, int) and code < 0 else f"exit status {code}"
    return WresError(f"the process that worked on it crashed, {how}{limit}", name, call.remedy)
