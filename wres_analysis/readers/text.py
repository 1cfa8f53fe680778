"""Text extracts: cells between tabs (or upright bars), a blank line between pages or blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from wres_analysis.errors import DocumentError
from wres_analysis.readers import limits
from wres_analysis.readers.decoding import decode
from wres_analysis.readers.document import Block, Cell, Document, Grid, Line, Row

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_BULLET = re.compile(r"([-*•·▪●○‣–])\s+(?=\S)")
_RULE_BELOW_HEADER = re.compile(r"\s*\|[\s|:+=_-]*[-=_][\s|:+=_-]*")


def read_text(path: Path) -> Document:
    """A text extract of a published plan.

    Lines that hold tabs are rows of a table, other lines stay lines; a table ends at a blank line.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    Document
        Of kind "txt"; places are line numbers of the file.

    Raises
    ------
    DocumentError
        The file is empty, too large, or not text.
    """
    raw = path.read_bytes()
    limits.check_size(path, "MB", len(raw) / limits.MEGABYTE, limits.FILE_BYTES // limits.MEGABYTE)
    text = decode(raw)
    if text is None:
        raise DocumentError("this is not text", path.name, "save it as plain text in UTF-8")
    limits.check_size(path, "rows", text.count("\n"), limits.ROWS)
    blocks = tuple(_blocks(text))
    if not blocks:
        raise DocumentError("the file is empty", path.name, "fetch it again from where it was published")
    return Document(path.name, "txt", blocks)


def _blocks(text: str) -> Iterator[Block]:
    rows: list[Row] = []
    after_blank = grid_after_blank = True
    for number, line in enumerate(text.split("\n"), start=1):
        if _RULE_BELOW_HEADER.fullmatch(line):
            continue
        cells = _cells(line)
        after_blank = after_blank or "\f" in line
        if rows and (not cells or "\f" in line):
            yield Grid(tuple(rows), rows[0].place, grid_after_blank)
            rows = []
        if cells:
            grid_after_blank = grid_after_blank if rows else after_blank
            rows.append(Row(tuple(map(Cell, cells)), f"line {number}", number))
        elif line.strip():
            yield _line(line, number)
        after_blank = not line.strip()
    if rows:
        yield Grid(tuple(rows), rows[0].place, grid_after_blank)


def _cells(line: str) -> list[str]:
    """The cells of a row; none for a line of text."""
    if "\t" in line:
        cells = line.rstrip("\r").split("\t")  # blanks at the ends tell where a text was cut
    elif line.count("|") >= 2 and line.strip().startswith("|"):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    else:
        return []
    return cells if any(cell.strip() for cell in cells) else []


def _line(line: str, number: int) -> Line:
    text = line.strip()
    place = f"line {number}"
    if heading := _HEADING.fullmatch(text):
        return Line(heading[2], place, heading=len(heading[1]))
    if bullet := _BULLET.match(text):
        return Line(text[bullet.end() :], place, bullet=True)
    return Line(text, place)
