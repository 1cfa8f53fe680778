"""The reports folder: reports made aside and put in place whole, failures kept apart, the record of a run.

How far a notebook came is written down cell by cell, each cell once when it is finished (papermill would save
the whole notebook twice for each): one that is killed or stopped leaves what it showed until then.
"""

from __future__ import annotations

import getpass
import json
import os
import platform
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from wres_analysis.errors import BatchError, WresError
from wres_analysis.writing import ASIDE, aside_of, told, write_text_whole


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
        with suppress(OSError):
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


_PARTS = ("report.html", "report.ipynb")
_RECEIPT = ".receipt.json"


def writable(reports: Path) -> Path:
    """The reports folder as an absolute path, made where it is missing."""
    try:
        (reports / ".cache").mkdir(parents=True, exist_ok=True)
        probe = aside_of(reports / "probe")
        probe.touch()
        with suppress(OSError):  # the sweep takes it away
            probe.unlink()
    except OSError as error:
        raise BatchError(
            f"the reports folder cannot be written ({error.strerror})",
            str(reports),
            "choose another with --reports",
        ) from None
    return reports.resolve()


def staging_folder(reports: Path, key: str) -> Path:
    """Where a report is made: beside its place, so that relative paths in it stay right."""
    target = reports / key
    return target.with_name(f".making-{target.name}")


def take_place(aside: Path, target: Path) -> None:
    """Put a finished folder where it belongs; the folder that stood there goes only then."""
    old = target.with_name(f".old-{target.name}")
    shutil.rmtree(old, ignore_errors=True)
    try:
        if target.exists():
            target.rename(old)
        aside.rename(target)
    except OSError as error:
        if old.exists() and not target.exists():
            old.rename(target)
        raise BatchError(
            f"the report cannot be replaced ({error.strerror or error})",
            target.name,
            "close it and run again",
        ) from None
    shutil.rmtree(old, ignore_errors=True)


def sweep(place: Path) -> None:
    """Take away what a run that was killed left half made."""
    for parent in (place, place / "organisations", place / "workforce", place / ".cache"):
        for left in parent.glob(f"{ASIDE}*"):
            with suppress(OSError):
                left.unlink(missing_ok=True)
        for left in (*parent.glob(".making-*"), *parent.glob(".old-*")):
            shutil.rmtree(left, ignore_errors=True)


@dataclass(frozen=True)
class Receipt:
    """What a report was made from, and what that took; it stands in the report's folder."""

    fingerprint: str  # hash of everything that the report was made from
    seconds: float  # how long the notebook and its page took
    megabytes: int | None  # most memory that was in use
    sizes: dict[str, int]  # bytes of the page and of the notebook, by name


def write_receipt(folder: Path, fingerprint: str, seconds: float, megabytes: int | None) -> None:
    """Write the receipt of a report; the last thing before the report takes its place."""
    receipt = Receipt(fingerprint, round(seconds, 3), megabytes, _sizes(folder))
    write_text_whole(folder / _RECEIPT, json.dumps(asdict(receipt)) + "\n")


def receipt_of(folder: Path) -> Receipt | None:
    """The receipt of a report that stands there whole; None where there is none."""
    try:
        receipt = Receipt(**json.loads((folder / _RECEIPT).read_text(encoding="utf-8")))
        return receipt if receipt.sizes == _sizes(folder) else None
    except (OSError, ValueError, TypeError):
        return None


def _sizes(folder: Path) -> dict[str, int]:
    return {name: (folder / name).stat().st_size for name in _PARTS}


def keep_failed(place: Path, key: str, organisation: str, reason: str) -> None:
    """Keep the notebook that stopped apart, and take the old report away: it is out of date.

    An old report that is open in another program stays whole where it is.
    """
    folder = place / "failed" / (organisation or key)
    aside = staging_folder(place, key)
    notebook = _stopped_notebook(aside, reason)
    shutil.rmtree(aside, ignore_errors=True)  # first of all: it may be what filled the disk
    _take_away(place / key)
    folder.mkdir(parents=True, exist_ok=True)
    if notebook:
        write_text_whole(folder / "report.ipynb", notebook)
    _add_reason(folder, reason)


def _stopped_notebook(aside: Path, reason: str) -> str:
    """The notebook as far as it came; blank where it was stopped before there was one."""
    try:
        notebook = json.loads((aside / "report.ipynb").read_text(encoding="utf-8"))
        notes = notebook["metadata"].get("papermill", {})
        if not notes.get("end_time"):  # its process did not come to the end, and wrote no notebook
            notebook = as_far_as_it_came(aside, reason) or notebook
        notebook["metadata"]["papermill"] = without_paths(notebook["metadata"].get("papermill", {}))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ""
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def without_paths(notes: Mapping[str, object]) -> dict[str, object]:
    """The notes that papermill leaves in a notebook, without the folders of the machine it ran on."""
    kept = ("start_time", "end_time", "duration", "exception", "version")
    return {name: notes[name] for name in kept if name in notes}


def _take_away(report: Path) -> None:
    old = report.with_name(f".old-{report.name}")
    try:
        report.rename(old)
    except OSError:
        return
    shutil.rmtree(old, ignore_errors=True)


def write_reasons(place: Path, failed: Iterable[tuple[str, str]], only: Iterable[str] = ()) -> None:
    """Start `failed/` afresh with the reason of each plan that could not be read."""
    for code in only or [""]:
        shutil.rmtree(place / "failed" / code, ignore_errors=True)
    if (place / "failed").is_dir() and not any((place / "failed").iterdir()):
        (place / "failed").rmdir()
    for code, line in failed:
        if code.strip(".") and not set(code) & set("/\\:"):  # the name of a folder and no way elsewhere
            folder = place / "failed" / code
            folder.mkdir(parents=True, exist_ok=True)
            _add_reason(folder, line)


def _add_reason(folder: Path, reason: str) -> None:
    with told(folder / "reason.txt"), (folder / "reason.txt").open("a", encoding="utf-8") as stream:
        stream.write(f"{reason}\n")


def write_run(place: Path, record: Mapping[str, object]) -> None:
    """Write `run.json`, whole or not at all."""
    finished = {"finished_at": datetime.now(UTC).isoformat(timespec="seconds")}
    write_text_whole(
        place / "run.json", json.dumps({**finished, **record}, indent=1, ensure_ascii=False) + "\n"
    )


JOURNAL = ".cells.jsonl"


def keep_journal(manager: Any) -> None:
    """Have every cell written down as it begins and as it ends, in the folder that the process stands in."""
    journal = Path(JOURNAL).resolve()  # a cell may go to another folder
    journal.write_text(json.dumps(manager.nb) + "\n", encoding="utf-8")
    begin, complete = manager.cell_start, manager.cell_complete

    def cell_start(cell: Any, cell_index: int, **more: Any) -> None:
        begin(cell, cell_index, **more)
        _add(journal, {"running": cell_index})

    def cell_complete(cell: Any, cell_index: int, **more: Any) -> None:
        complete(cell, cell_index, **more)
        if cell.cell_type == "code" and sys.exception() is None:  # papermill calls it for a dead kernel too
            left = {name: cell.get(name) for name in ("outputs", "execution_count")}
            _add(journal, {"finished": cell_index, **left})

    manager.cell_start, manager.cell_complete = cell_start, cell_complete


def _add(journal: Path, line: Mapping[str, object]) -> None:
    with journal.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(line) + "\n")


def as_far_as_it_came(folder: Path, reason: str) -> dict[str, Any] | None:
    """The notebook with what its finished cells showed, and the reason where it stopped."""
    lines = _lines(folder)
    notebook = next(lines, None)
    if notebook is None:
        return None
    running = None
    for line in lines:
        running = line.get("running")
        if "finished" in line:
            cell = notebook["cells"][line["finished"]]
            cell.update(outputs=line["outputs"], execution_count=line["execution_count"])
    if running is not None and notebook["cells"][running]["cell_type"] == "code":
        told = {"output_type": "error", "ename": "Stopped", "evalue": reason, "traceback": [reason]}
        notebook["cells"][running]["outputs"] = [told]
    return notebook


def running_cell(folder: Path) -> int | None:
    """The number of the code cell that was running, as JupyterLab would show it; None where none was."""
    lines = _lines(folder)
    notebook = next(lines, None)
    finished, running = 0, None
    for line in lines:
        running = line.get("running")
        finished += "finished" in line and bool(line["execution_count"])
    if notebook is None or running is None or notebook["cells"][running]["cell_type"] != "code":
        return None
    return finished + 1


def with_running_cell(error: WresError, folder: Path) -> WresError:
    """An error that ended the process of a notebook, with the cell that was running."""
    number = None if isinstance(error, BatchError) else running_cell(folder)
    if number is None:
        return error
    return WresError(f"{error.what}, in cell {number}", error.where, error.remedy)


def _lines(folder: Path) -> Iterator[dict[str, Any]]:
    """What was written down; a line that was cut off by the end of the process is the last."""
    try:
        for line in (folder / JOURNAL).read_text(encoding="utf-8").splitlines():
            yield json.loads(line)
    except (OSError, ValueError):
        return
