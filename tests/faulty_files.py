"""File operations below a folder, counted; one of them is refused as a disk or another program would."""

from __future__ import annotations

import builtins
import errno
import io
import os
import sys
from contextlib import contextmanager
from pathlib import Path

import wres_analysis

KINDS = (errno.ENOSPC, errno.EACCES, errno.EIO, errno.EMFILE)
_PACKAGE = f"{Path(wres_analysis.__file__).parent}{os.sep}"
_ON_PATHS = ("replace", "rename", "unlink", "remove", "mkdir", "rmdir")


class Faults:
    """Counts every operation; the one of the number given is refused."""

    def __init__(self, folder, number=0, kind=errno.EIO):
        self.folder, self.number, self.kind = os.fspath(folder), number, kind
        self.seen = []  # (operation, place in the code) of everything that was counted
        self.hit = None

    def ask(self, operation, path):
        try:
            shown = os.fspath(Path(path).absolute())
        except TypeError:  # a number, not a path
            return
        if not isinstance(shown, str) or not shown.startswith(self.folder):
            return
        self.seen.append((operation, _place_in_the_code()))
        if len(self.seen) == self.number:
            self.hit = (operation, shown)
            named = (shown,) if operation != "write" and operation != "fsync" else ()
            raise OSError(self.kind, os.strerror(self.kind), *named)

    def points(self):
        """Every operation with a refusal, every place with all of them, as (number, refusal)."""
        numbers = {}
        for number, point in enumerate(self.seen, start=1):
            numbers.setdefault(point, []).append(number)
        for same in numbers.values():
            for turn in range(max(len(same), len(KINDS))):
                yield same[turn % len(same)], KINDS[turn % len(KINDS)]


def _place_in_the_code():
    """The line of the package that asks for a file operation, and the one that wants what is written."""
    frame, lines = sys._getframe(2), []
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(_PACKAGE):
            lines.append(f"{name[len(_PACKAGE) :]}:{frame.f_lineno}")
        frame = frame.f_back
    return lines[0], next(line for line in lines if not line.startswith(("writing.py", "tables.py")))


class _Written:
    """A file that is open for writing, asked about before its first write."""

    def __init__(self, file, path, faults):
        self.__dict__.update(_file=file, _path=path, _faults=faults, _asked=False)

    def write(self, *given):
        if not self._asked:
            self.__dict__["_asked"] = True
            self._faults.ask("write", self._path)
        return self._file.write(*given)

    def __getattr__(self, name):
        return getattr(self._file, name)

    def __enter__(self):
        self._file.__enter__()
        return self

    def __exit__(self, *given):
        return self._file.__exit__(*given)

    def __iter__(self):
        return iter(self._file)


@contextmanager
def refused_once(folder, number=0, kind=errno.EIO):
    """Refuse one operation below a folder; with no number, only count."""
    faults = Faults(folder, number, kind)
    kept = {name: getattr(os, name) for name in (*_ON_PATHS, "fsync")}
    opened, synced, last = io.open, os.fsync, [""]

    def asked(name):
        def call(path, *given, **more):
            faults.ask(name, path)
            return kept[name](path, *given, **more)

        return call

    def open_asked(path, mode="r", *given, **more):
        faults.ask("open", path)
        last[0] = path
        file = opened(path, mode, *given, **more)
        return _Written(file, path, faults) if set(mode) & set("wax+") else file

    def fsync_asked(number):
        faults.ask("fsync", last[0])  # the file that was opened last
        return synced(number)

    try:
        for name in _ON_PATHS:
            setattr(os, name, asked(name))
        os.fsync, builtins.open, io.open = fsync_asked, open_asked, open_asked
        yield faults
    finally:
        for name, function in kept.items():
            setattr(os, name, function)
        builtins.open = io.open = opened


def files_below(folder, but=()):
    """The bytes of every file, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(Path(folder).rglob("*"))
        if path.is_file() and path.name not in but
    }
