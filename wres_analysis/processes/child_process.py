"""What processes do for their safety: a limit on memory, no life after the parent's, Ctrl-C heard once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import psutil

MEGABYTE = 1024 * 1024


def end_with_parent() -> None:
    """Make this child end, with everything it started, when it is told to or when its parent is gone.

    A parent that is killed outright can tell nobody; without this an endless loop would run on for ever.
    """
    if sys.platform != "win32":
        signal.signal(signal.SIGTERM, lambda *_: end_at_once())
    threading.Thread(target=_wait_for_parent, name="waits for the parent", daemon=True).start()


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        end_at_once()


def end_at_once() -> None:
    """End this process and every process below it, without clearing up."""
    for process in psutil.Process().children(recursive=True):
        try:
            process.kill()
        except psutil.Error:
            continue  # it ended by itself
    os._exit(1)


def memory_peak() -> int | None:
    """Most memory in megabytes that this process, or one it started, had in use; None where not known.

    Pages shared with the server that it was forked from are counted too.
    """
    try:
        import resource
    except ImportError:
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(one).ru_maxrss for one in who) * unit // MEGABYTE


@contextmanager
def memory_limited(megabytes: int | None) -> Iterator[None]:
    """A limit on what the process may take from here on, where the system knows such limits."""
    taken = _memory_taken()
    if megabytes is None or taken is None:
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    known = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]  # of a batch system
    resource.setrlimit(resource.RLIMIT_AS, (min([taken + megabytes * MEGABYTE, *known]), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _memory_taken() -> int | None:
    """Bytes of address space in use; None where that is not known (only Linux tells and limits it)."""
    try:
        import resource

        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        return int(pages) * resource.getpagesize()
    except (OSError, ImportError):
        return None


_NUMBERS = (signal.SIGINT, signal.SIGTERM)
_SOON = 0.05  # seconds until a stop that went unheard is said again


class Interruption:
    """Makes the first Ctrl-C or SIGTERM a KeyboardInterrupt; a second one cannot cut the clearing up short.

    For as long as the block runs, or `for_good`: then the end of the process is not disturbed either.
    """

    def __init__(self, *, for_good: bool) -> None:
        self.asked = False  # whether somebody asked to stop, also where a library made another error of it
        self._heard = False
        self._for_good = for_good

    def __enter__(self) -> Interruption:
        self._hook = sys.unraisablehook
        sys.unraisablehook = self._unheard
        self._before = {number: signal.signal(number, self._stop) for number in _NUMBERS}
        return self

    def __exit__(self, *_: object) -> None:
        self._heard = True
        for number, handler in self._before.items():
            signal.signal(number, signal.SIG_IGN if self._for_good else handler)
        if not self._for_good:
            sys.unraisablehook = self._hook

    def _stop(self, *_: object) -> None:
        if not self._heard:
            self.asked = self._heard = True
            raise KeyboardInterrupt

    def _unheard(self, what: Any) -> None:
        """Say it again where Python was in a place that hears no error, as when an object goes."""
        if not issubclass(what.exc_type, KeyboardInterrupt):
            self._hook(what)
            return
        self._heard = False
        threading.Timer(_SOON, signal.raise_signal, [signal.SIGINT]).start()


@contextmanager
def passed_on(to: Callable[[int], object]) -> Iterator[None]:
    """Hand signals to a program that decides by itself; from a terminal it has had Ctrl-C already."""

    def hand(number: int, _: FrameType | None) -> None:
        if number != signal.SIGINT or not sys.stdin.isatty():
            to(number)

    before = {number: signal.signal(number, hand) for number in _NUMBERS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Processes started in the block never hear Ctrl-C, and write nothing to the terminal.

    Whoever started them ends them, and tells what became of them: one that is just starting when its parent
    goes would tell of that in twenty lines.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before, shown = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT]), os.dup(2)
    try:
        with Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), 2)
            yield
    finally:
        os.dup2(shown, 2)
        os.close(shown)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
