"""Errors that a user can act on: what is wrong, where, and what to do next."""

from __future__ import annotations

import os
import unicodedata


def printable(name: str) -> str:
    r"""A name of the file system as text that any table and any terminal can hold.

    Bytes that are no UTF-8 (an old zip) and control characters (escape codes) are shown as such.
    """
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(
        sign.encode("unicode_escape").decode() if unicodedata.category(sign) == "Cc" else sign
        for sign in text
    )


class WresError(Exception):
    """Base of every error that is shown to a user as one line, without a traceback.

    Parameters
    ----------
    what : str
        What is wrong, as a sentence without its full stop.
    where : str, optional
        The place: a file, a sheet or page, a row, a column.
    remedy : str, optional
        What to do next, as an instruction.

    Examples
    --------
    >>> print(WresError("two files for one plan year", "plans/RXA", "keep one of them"))
    plans/RXA: two files for one plan year; keep one of them
    """

    def __init__(self, what: str, where: str = "", remedy: str = "") -> None:
        super().__init__(what, where, remedy)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        line = f"{self.where}: {self.what}" if self.where else self.what
        line = f"{line}; {self.remedy}" if self.remedy else line
        return printable(" ".join(line.split()))

    def _render_traceback_(self) -> list[str]:
        # IPython asks for this: in a notebook too the user gets the one line. `%tb` would show the same.
        return [str(self)]


class DataFolderError(WresError):
    """The data folder is not laid out as it should be, or something named is not in it."""


class DocumentError(WresError):
    """One published document cannot be read."""


class TableError(WresError):
    """A table does not have the columns or the values that it should have."""


class FileError(WresError):
    """A file or a folder cannot be read or written now: open elsewhere, no room, no right."""


class BatchError(WresError):
    """The batch cannot start, or one of its notebooks cannot be run."""


def with_code(code: str, line: str) -> str:
    """A failure with its organisation in front: many organisations call their files the same."""
    return line if code in line else f"{code}: {line}"
