"""Tables of a text file: columns set with spaces, as on a page, and cells between bars or slashes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from wres_analysis.documents.cell_text import is_cut, starts_midway
from wres_analysis.documents.document import Cell, Grid, Row
from wres_analysis.documents.pdf_rows import open_tables
from wres_analysis.documents.pdf_words import Box, Rule, TextLine, Word, line_of
from wres_analysis.vocabulary.headings import field_of, is_header

MOST_LINES = 2_000  # guard: large texts
MOST_CHARACTERS = 400  # at 1,600 endless lines are a table
# a column of one word a row, the same few words over and over
MOST_WORDS_OF_AN_ANCHOR = 2
LEAST_ANCHORS = 3  # guard: short tables
_ENOUGH_ANCHORS = 0.6  # guard: most rows must have the word
_LEAST_LINES_WITH_GAPS = 2  # at 8 short tables are prose; at 1: guard
_LEAST_STARTING = 0.3  # at 1.2 no column starts; less: guard
_MOST_RUNNING_OVER = 0.1  # guard: one line in ten may run over
_APART = 3  # guard: characters; columns a space apart are moved so far
_FULL_LINE = 0.7  # at 0.18 wrapped lines are rows, at 2.8 rows join
_BLANK_LINES_PART = 0.3  # guard: blank lines part the rows already
# points: a line as high as two characters are wide, with a little room below, as type is set
_WIDTH, _HEIGHT, _STEP = 5.0, 10.0, 12.0
_GAP = re.compile(r"(?<=\S) {2,}\S")
_SENTENCE_SPACE = re.compile(r"(?<=[a-z][.!?])  (?=[A-Z][a-z]* )(?!.* {3})")
_DRAWN_RULE = re.compile(r"[\s+|]*[-=_–—]{3,}[-=_–—\s+|]*")
_WORD = re.compile(r"\S+")
_PAGE_NUMBER = re.compile(r"\s*(?:page\s+)?-?\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\s*-?\s*", re.IGNORECASE)

Numbered = tuple[int, str]
MOST_LINES_OF_A_HEADER = 4  # at 1 a header over two lines is none; more: guard
LEAST_COLUMNS = 3  # at 12 slash_table.txt is prose; less: a line with one slash is a table
# A reference above the one that stands on the line of the row ("BOD 41/18(c)") is no heading; it has a digit.
MOST_WORDS_OF_A_REFERENCE = 4
MOST_WORDS_OF_A_HEADING = 16  # guard: a longer line is the text of a cell
NEARLY_FULL = 0.85  # at 0.21 headings between rows are taken for full lines; more: guard
BAR = re.compile(r"\|")
SLASH = re.compile(r"(?:(?<=\s)|^)/(?=\s|$)", re.MULTILINE)
_RULE = re.compile(r"\s*\|?[\s:+=_|-]*-{2,}[\s:+=_|-]*")
_BULLET_MARK = re.compile(r"^[•·▪●○‣]\s+", re.MULTILINE)
_BULLET = re.compile(r"\s*[•·▪●○‣*-]\s+\S")


class SpacedTable(NamedTuple):
    """A table among the lines of a text."""

    grid: Grid  # places are line numbers
    first: int  # numbers of its first and of its last line
    last: int  # numbers of its first and of its last line


def spaced_tables(lines: Sequence[Numbered]) -> list[SpacedTable]:
    """The tables among lines of text in which columns are set with spaces."""
    lines = [(number, _SENTENCE_SPACE.sub(" ", text.expandtabs(8))) for number, text in lines]
    gapped = [text for _, text in lines if _GAP.search(text)]
    if len(gapped) < _LEAST_LINES_WITH_GAPS or len(lines) > MOST_LINES:
        return []
    if any(len(text) > MOST_CHARACTERS for _, text in lines):
        return []
    starts = _column_starts(gapped)
    room = _room_above(lines, starts)
    numbers: list[int] = []
    set_lines: list[TextLine] = []
    rules: list[Rule] = []
    for number, text in lines:
        top, drawn = (number + room[number]) * _STEP, text.strip()
        if _DRAWN_RULE.fullmatch(text):
            end = len(text.rstrip())
            rules.append(Rule(top + _HEIGHT / 2, (end - len(drawn)) * _WIDTH, end * _WIDTH))
        elif not _PAGE_NUMBER.fullmatch(text):
            numbers.append(number)
            set_lines.append(_line(top, text, starts))
    tables = open_tables(set_lines, rules, None, [f"line {number}" for number in numbers])
    return [SpacedTable(table.grid, numbers[table.start], numbers[table.stop - 1]) for table in tables]


def _column_starts(texts: Sequence[str]) -> list[int]:
    """Where columns start: texts behind a gap begin there, and hardly a line has a letter just before."""
    begun = Counter(gap.end() - 1 for text in texts for gap in _GAP.finditer(text))
    least = max(_LEAST_LINES_WITH_GAPS, _LEAST_STARTING * len(texts))
    most = _MOST_RUNNING_OVER * len(texts)
    return [
        start
        for start, times in sorted(begun.items())
        if times >= least and sum(_is_within(start, text) for text in texts) <= most
    ]


def _is_within(place: int, text: str) -> bool:
    return len(text) >= place and not text[place - 1].isspace()


def _room_above(lines: Sequence[Numbered], starts: Sequence[int]) -> dict[int, int]:
    """Lines of room to be added above each line: rows that no blank line parts start on their full lines."""
    gapped = [(number, text) for number, text in lines if _GAP.search(text)]
    full = []
    for number, text in gapped:
        filled = sum(start < len(text) and not text[start].isspace() for start in starts)
        if filled + (not text[:1].isspace()) > _FULL_LINE * (len(starts) + 1):
            full.append(number)
    full = _anchors(lines, starts, len(full)) or full
    known = {number for number, _ in lines}
    apart = sum(number - 1 not in known for number in full[1:])
    if apart > _BLANK_LINES_PART * len(full):
        return dict.fromkeys(known, 0)
    return {number: bisect_right(full[1:], number) for number in known}


def _anchors(lines: Sequence[Numbered], starts: Sequence[int], least: int) -> list[int]:
    """The lines on which a column of one-line words ("High", "Med") is filled: each starts a row."""
    set_lines = [(number, text) for number, text in lines if _GAP.search(text) or text[:2].isspace()]
    for start, stop in pairwise(starts):
        found = [(number, word) for number, text in set_lines if (word := text[start:stop].strip())]
        numbers = [number for number, _ in found]
        short = all(len(word.split()) <= MOST_WORDS_OF_AN_ANCHOR for _, word in found[1:])
        known = len({word for _, word in found[1:]}) * 2 <= len(found)
        apart = all(below > above + 1 for above, below in pairwise(numbers))
        enough = len(found) > max(_ENOUGH_ANCHORS * least, LEAST_ANCHORS)
        if enough and short and known and apart:
            return numbers
    return []


def _line(top: float, text: str, starts: Sequence[int]) -> TextLine:
    """A line set on the page; columns are moved apart: one space may be all that parts their texts."""
    in_columns = _GAP.search(text) or text[:2].isspace()
    moved = [start for start in starts if in_columns and not _is_within(start, text)]
    words = []
    for word in _WORD.finditer(text):
        left = word.start() + _APART * sum(start <= word.start() for start in moved)
        box = Box(left * _WIDTH, top, (left + len(word[0])) * _WIDTH, top + _HEIGHT)
        words.append(Word(word[0], box, bold=False))
    return line_of(words)


@dataclass
class _Table:
    """A header and the rows below it while they are read."""

    header: tuple[str, ...]
    separator: re.Pattern[str]
    first: int  # place of the first line of the header among the lines
    rows: list[Row] = field(default_factory=list)
    buffer: list[Numbered] = field(default_factory=list)
    regular: bool = True  # every row is one line with all its bars, as a table is typed

    @property
    def text(self) -> str:
        """The lines of the row that is being read."""
        return "\n".join(text.strip() for _, text in self.buffer)

    @property
    def count(self) -> int:
        """The separators in it."""
        return len(self.separator.findall(self.text))

    @property
    def missing(self) -> int:
        """Separators that it has fewer than the header."""
        return len(self.header) - 1 - self.count

    def flush(self) -> None:
        """Take the lines read so far as a row."""
        if self.buffer:
            cells = cells_of(_BULLET_MARK.sub("", self.text), self.separator)
            self.regular &= len(self.buffer) == 1 and len(cells) == len(self.header) and self.text[0] == "|"
            self.rows.append(_row(cells, self.header, self.buffer[0][0]))
            self.buffer = []


def separated_tables(lines: Sequence[Numbered]) -> list[SpacedTable]:
    """The tables among lines of text in which bars or slashes part the cells."""
    tables: list[SpacedTable] = []
    at = 0
    while at < len(lines):
        found = _header_at(lines, at)
        if found is None:
            at += 1
            continue
        table, start = found
        number = lines[at][0]
        at = _read(table, lines, start)
        if table.rows and not table.regular:
            head = Row(tuple(map(Cell, table.header)), f"line {number}", number)
            tables.append(SpacedTable(Grid((head, *table.rows), head.place, True), number, lines[at - 1][0]))
    return tables


def _header_at(lines: Sequence[Numbered], at: int) -> tuple[_Table, int] | None:
    """The table whose header starts at a line, and the place of the first line below the header."""
    for separator in (BAR, SLASH):
        if not separator.search(lines[at][1]):
            continue
        for stop in range(at + 1, min(at + MOST_LINES_OF_A_HEADER, len(lines)) + 1):
            cells = _titles(lines[at:stop], separator)
            rule = lines[stop][1] if separator is BAR and stop < len(lines) else ""
            ruled = len(cells_of(rule.strip(), BAR)) if _RULE.fullmatch(rule) else 0
            enough = len(cells) == ruled if ruled else len(cells) >= LEAST_COLUMNS
            later = not ruled and stop > at + 1 and is_header(_titles(lines[at + 1 : stop], separator))
            if enough and not later and is_header(cells):
                return _Table(tuple(cells), separator, at), stop
    return None


def _titles(lines: Sequence[Numbered], separator: re.Pattern[str]) -> list[str]:
    return cells_of("\n".join(text.strip() for _, text in lines), separator)


def cells_of(text: str, separator: re.Pattern[str]) -> list[str]:
    """The cells of a row; a bar at its ends parts nothing."""
    cells = [cell.strip() for cell in separator.split(text)]
    if separator is BAR:
        cells = cells[1:] if text.startswith("|") else cells
        cells = cells[:-1] if text.endswith("|") else cells
    return cells


def _row(cells: Sequence[str], header: Sequence[str], number: int) -> Row:
    """A row; blanks at the end of a shorter one were added, more cells than titles are joined."""
    shown = list(cells)
    filled = [cell for cell in shown if cell]
    if len(filled) == 1:
        across = (Cell(filled[0]), *[Cell("", "left")] * (len(header) - 1))
        return Row(across, f"line {number}", number)
    while shown and not shown[-1]:
        shown.pop()
    if len(shown) > len(header):  # those of the owners are joined, who are named with slashes
        at = next((at for at, title in enumerate(header) if field_of(title) == "owner"), 0)
        stop = at + len(shown) - len(header) + 1
        shown[at:stop] = [" / ".join(shown[at:stop])]
    return Row(tuple(map(Cell, shown)), f"line {number}", number)


def _read(table: _Table, lines: Sequence[Numbered], at: int) -> int:
    """The rows from a line on; the place of the first line that is none of theirs."""
    bars = table.separator is BAR
    leading = bars and lines[table.first][1].lstrip().startswith("|")
    width = max((len(text) for _, text in lines), default=0)
    for place in range(at, len(lines)):
        number, text = lines[place]
        if bars and _RULE.fullmatch(text):
            continue
        if not text.strip() or (bars and not BAR.search(text) and _ends_bars(table, lines, place, leading)):
            table.flush()
            following = next((later for _, later in lines[place + 1 :] if later.strip()), "")
            if text.strip() or not table.separator.search(following):
                return place
            continue
        starts_row = _starts_row_of_bars(table, text, leading) if bars else _starts_row(table, text)
        if table.buffer and starts_row:
            table.flush()
        if not bars and not table.buffer and (cells := _whole_row(table, lines, place, width)):
            table.rows.append(Row(cells, f"line {number}", number))
        else:
            table.buffer.append((number, text))
            table.regular &= bars
    table.flush()
    return len(lines)


def _ends_bars(table: _Table, lines: Sequence[Numbered], place: int, leading: bool) -> bool:
    """Whether a line without a bar stands outside the table."""
    if table.buffer:
        return table.missing <= (-1 if leading else 0)
    following = lines[place + 1][1] if place + 1 < len(lines) else ""
    return leading or not BAR.search(following)


def _starts_row_of_bars(table: _Table, text: str, leading: bool) -> bool:
    if leading:
        return text.lstrip().startswith("|") and text.strip() != "|" and table.text != "|"
    whole = table.missing <= 0 or (table.text.endswith("|") and table.count > 1)
    return bool(BAR.search(text)) and whole


def _starts_row(table: _Table, text: str) -> bool:
    """Whether a line does not go on with the last cell of a row that has all its slashes."""
    if table.missing > 0:
        return False
    last = cells_of(table.text, SLASH)[-1]
    goes_on = _BULLET.match(text) or (last and (starts_midway(text) or is_cut(last)))
    return bool(SLASH.search(text)) or not goes_on


def _whole_row(table: _Table, lines: Sequence[Numbered], place: int, width: int) -> tuple[Cell, ...]:
    """The cells of a line that is a row by itself: a heading between rows, or the header again."""
    text = lines[place][1]
    if not SLASH.search(text) and _is_band(text, lines, place, width):
        return _row([text.strip()], table.header, 0).cells
    return tuple(map(Cell, table.header)) if cells_of(text.strip(), SLASH) == list(table.header) else ()


def _is_band(text: str, lines: Sequence[Numbered], place: int, width: int) -> bool:
    """A line that is a heading between rows, and not the first line of a cell."""
    words = text.split()
    reference = len(words) <= MOST_WORDS_OF_A_REFERENCE and any(map(str.isdigit, text))
    following = lines[place + 1][1].strip() if place + 1 < len(lines) else ""
    cut = is_cut(text.strip()) or len(text) >= NEARLY_FULL * width or starts_midway(following)
    slash_first = following.startswith("/")
    return not (reference or cut or slash_first or len(words) > MOST_WORDS_OF_A_HEADING)
