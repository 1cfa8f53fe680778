"""The copy of a store's folder that a run works on, kept the same as what is in the store."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path, PurePosixPath, PureWindowsPath

from wres_analysis.batch.reports_folder import in_words, me
from wres_analysis.errors import BatchError
from wres_analysis.writing import write_text_whole

_RUNNING = ".cache/running.json"
_RECEIPT = ".receipt.json"
_ASIDE = ".making"
_TABLES = {".csv", ".xlsx", ".html", ".json"}


class WorkingCopy:
    """A copy of a store's folder, and what was known of both when they were last the same."""

    def __init__(self, address: str, folder: Path, parts: Sequence[str], shown: str) -> None:
        self._store, root = import_module("fsspec").url_to_fs(address)
        self._root, self._shown = root.rstrip("/"), shown
        self._folder, self._parts = folder, parts
        self._memory = folder.with_name(f"{folder.name}.json")
        try:
            self._known = json.loads(self._memory.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._known = {"copy": secrets.token_hex(8), "files": {}}
            write_text_whole(self._memory, json.dumps(self._known))

    def fetch(self) -> None:
        """Fetch what is new or changed in the store, and take away here what is not there."""
        there = self._there()
        due = self._changed(there, there)
        for name in due:
            (self._folder / name).parent.mkdir(parents=True, exist_ok=True)
        if due:
            self._store.get([self._at(name) for name in due], [str(self._folder / name) for name in due])
        for name in self._here():
            if name not in there:
                (self._folder / name).unlink()
        self._remember(there)

    def deliver(self, key: str) -> None:
        """Put one report into the store: beside its place first, then in place, its receipt last.

        A report in the store without a receipt is not finished: the next run makes it again.
        """
        names = [name for name in self._here() if name.startswith(f"{key}/")]
        staged = {name: f"{_ASIDE}/{name}" for name in names}
        self._put(staged)
        self._remove([f"{key}/{_RECEIPT}"])
        for name in sorted(names, key=_receipt_last):
            self._store.copy(self._at(staged[name]), self._at(name))
        self._remove(list(staged.values()))
        for name, state in self._listed(key).items():
            self._known["files"][name] = [state, self._state(name)]

    def deliver_rest(self, *, remove: bool = True) -> None:
        """Put everything that has changed into the store, and take away there what is not here."""
        there, here = self._there(), self._here()
        self._put({name: name for name in sorted(self._changed(here, there), key=_receipt_last)})
        if remove:
            self._remove([name for name in there if name not in here])
            self._remove([_ASIDE])
        self._remember(self._there())

    def claim(self) -> None:
        """Write down in the store who is at work, unless somebody else is."""
        holder = json.dumps({**me(), "copy": self._known["copy"]}).encode()
        try:
            self._store.pipe_file(self._at(_RUNNING), holder, mode="create")
        except FileExistsError:
            who = json.loads(self._store.cat_file(self._at(_RUNNING)))
            if who.get("copy") != self._known["copy"]:
                raise BatchError(
                    f"another run is at work here ({in_words(who)})",
                    self._shown,
                    f"wait for it, or take {_RUNNING} away there if it was killed",
                ) from None
            # this machine's own, and its copy is locked by this process: whoever wrote it is dead
            self._store.pipe_file(self._at(_RUNNING), holder)

    def release(self) -> None:
        """Remove the mark of `claim`."""
        self._remove([_RUNNING])

    def _changed(self, names: Iterable[str], there: Mapping[str, str]) -> list[str]:
        known = self._known["files"]
        return [name for name in names if known.get(name) != [there.get(name), self._state(name)]]

    def _there(self) -> dict[str, str]:
        """What is in the store, with a mark of each object that changes with its content."""
        found = {name: state for part in self._parts for name, state in self._listed(part).items()}
        return {**found, **{name: state for name, state in self._listed("").items() if _is_table(name)}}

    def _listed(self, part: str) -> dict[str, str]:
        self._store.invalidate_cache()
        place = self._at(part)
        with suppress(FileNotFoundError):
            if part:
                found = self._store.find(place, detail=True)
            else:
                found = {about["name"]: about for about in self._store.ls(place, detail=True)}
            names = {path[len(self._root) + 1 :]: about for path, about in found.items()}
            return {
                name: hashlib.sha256(repr(sorted(about.items(), key=repr)).encode()).hexdigest()
                for name, about in names.items()
                if about["type"] == "file" and _may_be_file(name)
            }
        return {}

    def _here(self) -> list[str]:
        paths = [path for part in self._parts for path in (self._folder / part).rglob("*") if path.is_file()]
        names = [path.relative_to(self._folder).as_posix() for path in paths]
        tables = [path.name for path in self._folder.glob("*") if path.is_file() and _is_table(path.name)]
        return [name for name in names if _may_be_file(name)] + tables

    def _state(self, name: str) -> list[int] | None:
        try:
            about = (self._folder / name).stat()
        except OSError:
            return None
        return [about.st_size, about.st_mtime_ns]

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}".rstrip("/")

    def _put(self, names: Mapping[str, str]) -> None:
        if names:
            ours = [str(self._folder / name) for name in names]
            self._store.put(ours, [self._at(name) for name in names.values()])

    def _remove(self, names: Sequence[str]) -> None:
        with suppress(FileNotFoundError):
            if names:
                self._store.rm([self._at(name) for name in names], recursive=True)

    def _remember(self, there: Mapping[str, str]) -> None:
        self._known["files"] = {name: [state, self._state(name)] for name, state in there.items()}
        write_text_whole(self._memory, json.dumps(self._known))


def _is_table(name: str) -> bool:
    return "/" not in name and not name.startswith(".") and PurePosixPath(name).suffix in _TABLES


def _may_be_file(name: str) -> bool:
    """No half-made file, and no name that would lie elsewhere here."""
    parts = name.removeprefix(".cache/").split("/")
    return not PureWindowsPath(name).drive and not any(  # "C:x.csv" would lie on another drive there
        part in ("", "..") or (part[0] == "." and part != _RECEIPT) or "\\" in part for part in parts
    )


def _receipt_last(name: str) -> tuple[bool, bool, bool]:
    """Figures before pages, pages before receipts, the record of the run at the very end."""
    return name == "run.json", name.endswith(_RECEIPT), name.endswith(".html")
