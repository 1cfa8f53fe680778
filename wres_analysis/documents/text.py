"""Text extracts: cells between tabs, bars or columns of spaces, a blank line between pages or blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from wres_analysis.documents import limits
from wres_analysis.documents.decoding import decode, strays_in
from wres_analysis.documents.document import Block, Cell, Document, Grid, Row
from wres_analysis.documents.text_columns import spaced_tables
from wres_analysis.documents.text_paragraphs import Numbered, paragraphs
from wres_analysis.documents.text_separated import separated_tables
from wres_analysis.errors import DocumentError

_RULE_BELOW_HEADER = re.compile(r"\s*\|[\s|:+=_-]*[-=_][\s|:+=_-]*")


def read_text(path: Path) -> Document:
    """A text extract of a published plan.

    Lines that hold tabs or bars are rows of a table, which ends at a blank line. Where there are none, lines
    set in columns with spaces below the titles of a plan are a table too. Other lines are paragraphs.
    """
    raw = path.read_bytes()
    limits.check_size(path, "MB", len(raw) / limits.MEGABYTE, limits.FILE_BYTES // limits.MEGABYTE)
    text = decode(raw)
    if text is None:
        raise DocumentError("this is not text", path.name, "save it as plain text in UTF-8")
    limits.check_size(path, "rows", text.count("\n"), limits.ROWS)
    blocks = tuple(blocks_of_text(text))
    if not blocks:
        raise DocumentError("the file is empty", path.name, "fetch it again from where it was published")
    return Document(path.name, "txt", blocks, strays_in(raw))


def blocks_of_text(text: str) -> Iterator[Block]:
    """The paragraphs and tables of a text, in reading order; places are line numbers."""
    lines = list(enumerate(text.split("\n"), start=1))
    at = 0
    for table in separated_tables(lines):
        yield from _blocks([line for line in lines[at:] if line[0] < table.first])
        yield table.grid
        at = table.last
    yield from _blocks(lines[at:])


def _blocks(lines: Sequence[Numbered]) -> Iterator[Block]:
    """The blocks of lines whose cells, if they have any, stand between tabs, bars or columns of spaces."""
    rows: list[Row] = []
    loose: list[Numbered] = []
    after_blank = grid_after_blank = True
    for number, line in lines:
        cells = [] if _RULE_BELOW_HEADER.fullmatch(line) else _cells(line)
        if rows and _RULE_BELOW_HEADER.fullmatch(line):
            continue
        after_blank = after_blank or "\f" in line
        if rows and (not cells or "\f" in line):
            yield Grid(tuple(rows), rows[0].place, grid_after_blank)
            rows = []
        if cells:
            yield from _outside(loose)
            loose = []
            grid_after_blank = grid_after_blank if rows else after_blank
            rows.append(Row(tuple(map(Cell, cells)), f"line {number}", number))
        elif line.strip():
            loose.append((number, line.rstrip()))
        after_blank = not line.strip()
    if rows:
        yield Grid(tuple(rows), rows[0].place, grid_after_blank)
    yield from _outside(loose)


def _outside(lines: list[Numbered]) -> Iterator[Block]:
    """Lines that are no rows by tabs or bars: tables set with spaces, and the paragraphs around them."""
    at = 0
    for table in spaced_tables(lines):
        before = [line for line in lines[at:] if line[0] < table.first]
        yield from paragraphs(before)
        yield table.grid
        at = next((place for place, line in enumerate(lines) if line[0] > table.last), len(lines))
    yield from paragraphs(lines[at:])


def _cells(line: str) -> list[str]:
    """The cells of a row; none for a line of text."""
    if "\t" in line:
        cells = line.rstrip("\r").split("\t")  # blanks at the ends tell where a text was cut
    elif line.count("|") >= 2 and line.strip().startswith("|"):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    else:
        return []
    return cells if any(cell.strip() for cell in cells) else []
