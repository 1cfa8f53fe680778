"""One run at a time on a reports folder: the second is refused, and told who is at work."""

from __future__ import annotations

import getpass
import json
import os
import platform
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from wres_analysis.errors import BatchError
from wres_analysis.writing import write_text_whole


@contextmanager
def only_run(reports: Path) -> Iterator[None]:
    """Hold the reports folder for as long as the block runs.

    The lock is the operating system's: it goes with the process that holds it, however that ends.
    """
    lock = FileLock(reports / ".cache" / "run.lock")
    holder = reports / ".cache" / "running.json"
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BatchError(
            f"another run is at work here ({_told(holder)})",
            reports.name,
            "wait for it, or choose another --reports",
        ) from None
    except NotImplementedError:
        raise BatchError(
            "this disk cannot lock files", reports.name, "choose a folder on another disk with --reports"
        ) from None
    try:
        write_text_whole(holder, json.dumps(me()))
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def me() -> dict[str, object]:
    """Who this is: what a run tells others about itself."""
    return {
        "process": os.getpid(),
        "machine": platform.node(),
        "user": _user(),
        "since": datetime.now().astimezone().isoformat(" ", "seconds"),
    }


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container may know no names
        return "somebody"


def in_words(who: Mapping[str, object]) -> str:
    """What `me` told, in words."""
    return f"{who['user']} on {who['machine']}, process {who['process']}, since {who['since']}"


def _told(holder: Path) -> str:
    try:
        return in_words(json.loads(holder.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return "it has only just begun"
