"""Files that appear whole or not at all, and one line that names the file for whatever the system refuses."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from wres_analysis.errors import FileError, WresError

ASIDE = ".aside-"  # how the name of a file begins that has not taken its place yet
_HALF_MADE = re.compile(rf"{re.escape(ASIDE)}\d+-|\.(?:making|old)-")
_PATIENCE = 2.0  # seconds that a person waits for another window: it holds the file for the time of one write
_LONGEST = 259  # characters of a path on Windows, which says of a longer one that it is not there
_OFFICE = {".csv": "Excel", ".xlsx": "Excel", ".xlsm": "Excel", ".docx": "Word"}
_REMEDIES = {
    errno.ENOSPC: "make room and run it again",
    errno.EDQUOT: "make room and run it again",
    errno.EROFS: "choose a folder on another disk",
    errno.EMFILE: "close other programs, or give --jobs a smaller number, and run it again",
    errno.ENFILE: "close other programs and run it again",
    errno.EISDIR: "name a file, this is a folder",
    errno.EEXIST: "a file has this name, choose another one",
    errno.ENOTDIR: "a part of its path is a file, choose another one",
    errno.ENAMETOOLONG: "shorten the name, or choose a folder with a shorter path",
    errno.EINVAL: "give it another name",
    errno.ENOENT: "check the path",
    errno.EIO: "check the disk and run it again",
}


def refused(error: OSError, path: Path | str = "", done: str = "used") -> FileError:
    """What the system refused as one line: which file, why, and what to do."""
    name = str(path or error.filename or "")
    where = _HALF_MADE.sub("", "/".join(part for part in Path(name).parts[-2:] if part != os.sep))
    denied = error.errno in (errno.EACCES, errno.EPERM, errno.EBUSY, None)
    program = _OFFICE.get(Path(name).suffix.lower())
    closed = (
        f"close it in {program} and run it again" if program else "ask who may use it, or close it elsewhere"
    )
    longest = max(len(str(Path(one).absolute())) for one in (name, str(error.filename or "")))
    long = error.errno == errno.ENOENT and longest > _LONGEST
    known = _REMEDIES.get(errno.ENAMETOOLONG if long else error.errno or 0, "run it again")
    return FileError(f"it cannot be {done} ({error.strerror or error})", where, closed if denied else known)


@contextmanager
def told(path: Path | str = "", done: str = "used") -> Iterator[None]:
    """Whatever the system refuses in the block becomes one line that names the file."""
    try:
        yield
    except Exception as error:
        cause = error if isinstance(error, OSError) else next(iter(error.args), None)  # xlsxwriter wraps it
        if not isinstance(cause, OSError):
            raise
        raise refused(cause, path, done) from None


def attempted(name: str, write: Callable[[], Iterable[str] | None]) -> list[str]:
    """A line for whatever kept from being written what nothing else depends on."""
    try:
        return list(write() or ())
    except WresError as error:
        return [str(error)]
    except OSError as error:
        return [str(refused(error, error.filename or name, "written"))]
    except Exception as error:  # whatever it is, the rest must still be made
        return [f"{name}: it could not be written ({type(error).__name__}: {error})"]


def aside_of(path: Path) -> Path:
    """Where this process writes a file before it takes its place; the ending stays."""
    return path.with_name(f"{ASIDE}{os.getpid()}-{path.name}")


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write a file, which takes its place when the block ends well and leaves nothing otherwise."""
    aside = aside_of(path)
    with told(path.parent, "written"):
        path.parent.mkdir(parents=True, exist_ok=True)
    with told(path, "written"):
        try:
            yield aside
            aside.replace(path)
        finally:
            with suppress(OSError):
                aside.unlink(missing_ok=True)


@contextmanager
def held_alone(path: Path) -> Iterator[None]:
    """Nobody else decides in a file for as long as the block runs."""
    opened = path.with_name(f".~lock.{path.name}#")  # how LibreOffice says that it has a file open
    if opened.exists():
        raise FileError("the file is open in another program", path.name, "save and close it there")
    lock = FileLock(path.with_name(f".{path.name}.lock"))
    with told(path.name):
        try:
            lock.acquire(timeout=_PATIENCE)
        except Timeout:  # an OSError, which would be told as one
            raise FileError("another window is writing to it", path.name, "wait a moment") from None
        except NotImplementedError:
            raise FileError(
                "this disk cannot lock files", path.name, "keep the data on another disk"
            ) from None
        try:
            yield
        finally:
            lock.release()


def write_text_whole(path: Path, text: str) -> None:
    """Write a text beside its place and rename it, so that nobody ever sees half of it."""
    write_bytes_whole(path, text.encode("utf-8"))


def write_bytes_whole(path: Path, content: bytes, *, lasting: bool = False) -> None:
    """Write bytes whole or not at all; `lasting`: so that they outlive a power cut."""
    with whole(path) as aside, aside.open("wb") as stream:
        stream.write(content)
        if lasting:
            stream.flush()
            os.fsync(stream.fileno())
