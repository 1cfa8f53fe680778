"""Text extracts: cells between tabs, bars or columns of spaces, a blank line between pages or blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from wres_analysis.documents import limits
from wres_analysis.documents.cell_text import is_finished, starts_midway
from wres_analysis.documents.document import Block, Cell, Document, Grid, Line, Row
from wres_analysis.documents.plain_text import decode, strays_in
from wres_analysis.documents.text_tables import separated_tables, spaced_tables
from wres_analysis.errors import DocumentError
from wres_analysis.vocabulary.headings import field_of

LEAST_WIDTH = 50  # at 200 lines wrapped at a usual width stay apart; less: guard
LEAST_FULL_LINES = 3  # at 1 or 12 wrapped lines stay apart or lists join (test_text_paragraphs)
NEARLY_FULL = 0.85  # above 1 no line is full; less: guard
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_BULLET = re.compile(r"([-*•·▪●○‣–])\s+(?=\S)")
_RULE = re.compile(r"[-=_–—*\s]{3,}")
_ITEM = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2})*[.):]?|[a-z][.)]|[ivx]{1,4}[.)])\s+\S")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_STRONG_LEVEL = 7  # below the six levels of headings
_LABEL = re.compile(r"([^:]{2,45}):(?:\s|$)")

Numbered = tuple[int, str]


def paragraphs(lines: Sequence[Numbered]) -> Iterator[Line]:
    """The paragraphs that lines of a text file make up."""
    width = _width([text for _, text in lines])
    group: list[Numbered] = []
    for line in lines:
        if _RULE.fullmatch(line[1]):
            continue
        if group and not _goes_on(group[0], group[-1], line, width):
            yield _line(group)
            group = []
        group.append(line)
    if group:
        yield _line(group)


def _width(texts: Sequence[str]) -> float:
    """The width to which the text was wrapped; without end where it was not."""
    longest = max(map(len, texts), default=0)
    full = sum(len(text) >= NEARLY_FULL * longest for text in texts)
    return longest if longest >= LEAST_WIDTH and full >= LEAST_FULL_LINES else float("inf")


def _goes_on(first: Numbered, above: Numbered, below: Numbered, width: float) -> bool:
    if below[0] != above[0] + 1 or _HEADING.match(above[1].strip()) or _starts_anew(below[1].strip()):
        return False
    text = above[1].strip()
    if starts_midway(below[1].strip()) and not is_finished(text):
        return not text.endswith(":")
    if _is_item(first[1].strip()) and _indent(below[1]) > _indent(first[1]):
        return True
    return len(above[1]) + 1 + len(below[1].split()[0]) > width


def _starts_anew(text: str) -> bool:
    label = _LABEL.match(_STRONG.sub(r"\2", text))
    return bool(_HEADING.match(text)) or _is_item(text) or (label is not None and bool(field_of(label[1])))


def _is_item(text: str) -> bool:
    return bool(_BULLET.match(text) or _ITEM.match(text))


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


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
