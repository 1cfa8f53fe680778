"""What a child process does for its own safety: a limit on memory, and no life after its parent's."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
