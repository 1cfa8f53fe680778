"""Text files: tables between tabs, bars, slashes or columns of spaces, paragraphs, and the rows of CSV."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import inf
from pathlib import Path
from typing import Any

from wres_analysis.documents.cell_text import is_finished, starts_midway
from wres_analysis.documents.document import (
    Block,
    Cell,
    Document,
    Grid,
    Line,
    Remark,
    Row,
    blocks_of,
    runs_of,
)
from wres_analysis.documents.opening import MOST, check_size
from wres_analysis.documents.plain_text import DECLARED, decode, delimiter_of, strays_in
from wres_analysis.documents.text_tables import Numbered, SpacedTable, separated_tables, spaced_tables
from wres_analysis.errors import DocumentError
from wres_analysis.vocabulary.headings import field_of

LEAST_WIDTH = 50  # at 200 lines wrapped at a usual width stay apart; less: guard
LEAST_FULL_LINES = 3  # at 1 or 12 wrapped lines stay apart or lists join (test_readers_text)
NEARLY_FULL = 0.85  # above 1 no line is full; less: guard
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_BULLET = re.compile(r"([-*•·▪●○‣–])\s+(?=\S)")
_RULE = re.compile(r"[-=_–—*\s]{3,}")
_ITEM = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2})*[.):]?|[a-z][.)]|[ivx]{1,4}[.)])\s+\S")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_STRONG_LEVEL = 7  # below the six levels of headings
_LABEL = re.compile(r"([^:]{2,45}):(?:\s|$)")

# as most programs write them, with a blank before a quotation mark, with a backslash before one
_WAYS: tuple[Mapping[str, Any], ...] = (
    {"strict": True},
    {"strict": True, "skipinitialspace": True},
    {"strict": True, "escapechar": "\\", "doublequote": False},
)
_ESCAPED = re.compile(r'\\"|^\s+"|"\s+$')
_TEXT_FORMULA = r'(^|{0}|[\r\n])=("(?:[^"]|"")*")(?=$|{0}|[\r\n])'
_SHOWN_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)


def paragraphs(lines: Sequence[Numbered]) -> Iterator[Line]:
    """The paragraphs that lines of a text file make up."""
    longest = max((len(text) for _, text in lines), default=0)
    full = sum(len(text) >= NEARLY_FULL * longest for _, text in lines)
    width = longest if longest >= LEAST_WIDTH and full >= LEAST_FULL_LINES else inf  # it was not wrapped
    written = (line for line in lines if not _RULE.fullmatch(line[1]))
    return map(_line, runs_of(written, lambda group, line: _goes_on(group, line, width)))


def _goes_on(group: Sequence[Numbered], below: Numbered, width: float) -> bool:
    (number, above), (_, first) = group[-1], group[0]
    text, next_text = above.strip(), below[1].strip()
    label = _LABEL.match(_STRONG.sub(r"\2", next_text))
    starts_anew = _HEADING.match(next_text) or _is_item(next_text) or (label and field_of(label[1]))
    if below[0] != number + 1 or _HEADING.match(text) or starts_anew:
        return False
    if starts_midway(next_text) and not is_finished(text):
        return not text.endswith(":")
    further_in = len(below[1]) - len(below[1].lstrip()) > len(first) - len(first.lstrip())
    if _is_item(first.strip()) and further_in:
        return True
    return len(above) + 1 + len(next_text.split()[0]) > width


def _is_item(text: str) -> bool:
    return bool(_BULLET.match(text) or _ITEM.match(text))


def _line(group: Sequence[Numbered]) -> Line:
    text = " ".join(" ".join(part.split()) for _, part in group)
    place = f"line {group[0][0]}"
    if heading := _HEADING.fullmatch(text):
        return Line(_STRONG.sub(r"\2", heading[2]), place, heading=len(heading[1]))
    if (strong := _STRONG.fullmatch(text)) and strong[1] not in strong[2]:
        return Line(strong[2], place, heading=_STRONG_LEVEL)
    text = _STRONG.sub(r"\2", text)
    if bullet := _BULLET.match(text):
        return Line(text[bullet.end() :], place, bullet=True)
    return Line(text, place)


_RULE_BELOW_HEADER = re.compile(r"\s*\|[\s|:+=_-]*[-=_][\s|:+=_-]*")


def read_text(path: Path) -> Document:
    """A text extract: lines with tabs, bars or columns of spaces are tables, other lines are paragraphs."""
    raw = path.read_bytes()
    text = decode(raw) or ""
    check_size(path, "rows", text.count("\n"))
    blocks = tuple(blocks_of_text(text))
    if not blocks:
        raise DocumentError("the file is empty", path.name, "fetch it again from where it was published")
    return Document(path.name, "txt", blocks, strays_in(raw))


def blocks_of_text(text: str) -> Iterator[Block]:
    """The paragraphs and tables of a text, in reading order; places are line numbers."""
    lines = list(enumerate(text.split("\n"), start=1))
    return _around(separated_tables(lines), lines, _blocks)


def _around(
    tables: Sequence[SpacedTable],
    lines: Sequence[Numbered],
    outside: Callable[[Sequence[Numbered]], Iterator[Block]],
) -> Iterator[Block]:
    """Tables, and the blocks of the lines around them."""
    last = 0
    for table in tables:
        yield from outside([line for line in lines if last < line[0] < table.first])
        yield table.grid
        last = table.last
    yield from outside([line for line in lines if line[0] > last])


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


def _outside(lines: Sequence[Numbered]) -> Iterator[Block]:
    """Lines that are no rows by tabs or bars: tables set with spaces, and the paragraphs around them."""
    return _around(spaced_tables(lines), lines, paragraphs)


def _cells(line: str) -> list[str]:
    """The cells of a row; none for a line of text."""
    if "\t" in line:
        cells = line.rstrip("\r").split("\t")  # blanks at the ends tell where a text was cut
    elif line.count("|") >= 2 and line.strip().startswith("|"):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    else:
        return []
    return cells if any(cell.strip() for cell in cells) else []


def read_delimited(path: Path) -> Document:
    """A CSV file as a document."""
    data = path.read_bytes()
    rows, remarks = _rows(decode(data) or "")
    check_size(path, "rows", len(rows))
    check_size(path, "columns", max((len(row) for _, row in rows), default=0))
    lines = {number: line for number, (line, _) in enumerate(rows, 1)}
    sheet = {
        (number, column): Cell(_plain(cell))
        for number, (_, row) in enumerate(rows, 1)
        for column, cell in enumerate(row, 1)
        if cell.strip()
    }
    blocks = tuple(blocks_of(sheet, lambda row: f"line {lines[row]}"))
    return Document(path.name, "csv", blocks, (*strays_in(data), *remarks))


def _plain(cell: str) -> str:
    """The text of a cell, without the formula that keeps Excel from reading it as a date or a number."""
    text = cell.strip().replace("\r\n", "\n").replace("\r", "\n")
    formula = _SHOWN_AS_TEXT.fullmatch(text)
    return formula[1] if formula else text


def _rows(text: str) -> tuple[list[tuple[int, list[str]]], tuple[Remark, ...]]:
    delimiter = delimiter_of(text) or ","
    text = DECLARED.sub("\n", text, count=1) if DECLARED.match(text) else text
    text = re.sub(_TEXT_FORMULA.format(re.escape(delimiter)), r"\1\2", text)
    readings = [rows for way in _WAYS if (rows := _parsed(text, delimiter, way)) is not None]
    if readings:
        return max(readings, key=_evenness), ()
    message = "a quotation mark is not closed where it should be; cells after it may be joined"
    rows = _parsed(text, delimiter, {"strict": False}) or []
    return rows, (Remark("error", "damaged_quotes", message),)


def _evenness(rows: list[tuple[int, list[str]]]) -> float:
    """The share of the rows that have the commonest width; the usual way comes first where ways are equal."""
    widths = Counter(len(row) for _, row in rows if row)
    escaped = any(_ESCAPED.search(cell) for _, row in rows for cell in row)
    return max(widths.values(), default=0) / max(1, widths.total()) - 0.5 * escaped


def _parsed(text: str, delimiter: str, way: Mapping[str, Any]) -> list[tuple[int, list[str]]] | None:
    """The rows with the line that each starts on; None where the quotation marks do not fit this way."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, **way)
    rows, start = [], 1
    try:
        for row in reader:
            filled = [place for place, cell in enumerate(row, 1) if cell.strip()]
            rows.append((start, row[: filled[-1] if filled else 0]))
            start = reader.line_num + 1
            if len(rows) > MOST["rows"]:
                break
    except csv.Error:
        return None
    return rows
