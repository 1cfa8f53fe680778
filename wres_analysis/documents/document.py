"""What every reader returns: the blocks of a document in reading order, with their places.

A reader knows one format and nothing about action plans. What a block means is decided once, for all
formats, by `wres_analysis.plans.actions`. How cells make lines and tables is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from wres_analysis.vocabulary.headings import field_of, is_header

_FAR = 50  # guard: blank columns between two tables without a header
BOLD_LEVEL = 7  # below the six levels of headings; word_processor.html has both
_LONGEST_HEADING = 160  # guard: characters; a whole paragraph in bold is no heading
_LONGEST_NAMED = 300  # characters that a remark shows


@dataclass(frozen=True)
class Cell:
    """One cell of a grid."""

    text: str = ""  # the text; line breaks inside the cell are kept as newlines
    # the cell is part of a merged cell that starts above it or to its left; its text is blank
    covered: str = ""
    fill: str = ""  # fill colour as "RRGGBB" in capitals where the format tells it, otherwise blank


@dataclass(frozen=True)
class Row:
    """One row of a grid as it stands in the document."""

    cells: tuple[Cell, ...]  # rows of one grid may have different lengths (text extracts lose blank cells)
    place: str  # where the row starts, for a reader's eye: "page 3", "sheet Plan, row 12", "line 20"
    line: int = 0  # line, row or order number within its page or sheet, for sorting; 0 where unknown

    @property
    def texts(self) -> tuple[str, ...]:
        """The text of each cell."""
        return tuple(cell.text for cell in self.cells)


@dataclass(frozen=True)
class Grid:
    """A table as drawn or written, row by row. It ends where its page, sheet or block ends."""

    rows: tuple[Row, ...]
    place: str  # where it starts
    # it is the first block of a page (or follows a blank line in a text extract), so it may continue
    # the grid before it
    new_page: bool = False


@dataclass(frozen=True)
class Line:
    """A paragraph or line of text outside every grid."""

    text: str
    place: str
    heading: int = 0  # 1 for the most important heading, more for lesser ones, 0 for plain text or unknown
    bullet: bool = False  # it is an item of a list


Block = Line | Grid


@dataclass(frozen=True)
class Remark:
    """A note of the reading: something that the user should know, from the bytes of a file to one cell."""

    severity: str
    code: str  # short name of the kind of note, such as "hidden_sheet"
    message: str  # what was seen and what was done about it
    place: str = ""
    row: int | None = None  # row of ACTIONS that it is about; None for the document


@dataclass(frozen=True)
class Document:
    """A published document, read but not yet understood.

    Parameters
    ----------
    name : str
        File name without its folder.
    kind : str
        What it is by its content: "pdf", "docx", "xlsx", "csv", "html", "txt" or "scan".
    blocks : tuple of Line or Grid
        In reading order.
    remarks : tuple of Remark
        What the reader repaired, skipped or could not tell.
    pages : int
        Pages or visible sheets; 0 where the format has none.
    sha256 : str
        Hash of the file.
    """

    name: str
    kind: str
    blocks: tuple[Block, ...] = ()
    remarks: tuple[Remark, ...] = field(default=())
    pages: int = 0
    sha256: str = ""

    def grids(self) -> Iterator[Grid]:
        """The tables, in reading order."""
        return (block for block in self.blocks if isinstance(block, Grid))

    def lines(self) -> Iterator[Line]:
        """The lines outside every table, in reading order."""
        return (block for block in self.blocks if isinstance(block, Line))


_Item = TypeVar("_Item")


def runs_of(items: Iterable[_Item], goes_on: Callable[[list[_Item], _Item], bool]) -> Iterator[list[_Item]]:
    """Items one after the other in runs; one begins where an item does not go on from the run before it."""
    run: list[_Item] = []
    for item in items:
        if run and not goes_on(run, item):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def left_out(severity: str, code: str, what: str, texts: Iterable[str], place: str = "") -> list[Remark]:
    """A remark on texts that the file holds and the page does not show as they are; none without texts."""
    named = "; ".join(" ".join(text.split()) for text in texts if text.strip())
    return [Remark(severity, code, f"{what}: {named[:_LONGEST_NAMED]}", place)] if named else []


def struck_out(texts: Iterable[str], place: str = "") -> list[Remark]:
    """A remark on texts that are struck through."""
    return left_out("warn", "struck_text", "text that is struck through was left out", texts, place)


def rows_at(place: str, lines: Iterable[Sequence[Cell]]) -> tuple[Row, ...]:
    """Cells line by line as the numbered rows of a table at a place."""
    return tuple(Row(tuple(line), f"{place}, row {number}", number) for number, line in enumerate(lines, 1))


def without_hair_columns(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The rows without columns that no row uses on its own, left by edges drawn not quite in place."""
    width = max(map(len, rows), default=0)
    rows = [[*row, *[Cell()] * (width - len(row))] for row in rows]
    hairs = {column for column in range(width) if not any(_stands_alone(row, column) for row in rows)}
    for row in rows:
        starts = [column for column, cell in enumerate(row) if cell.covered != "left"]
        for start, stop in pairwise([*starts, width]):
            if row[start].text and hairs.issuperset(range(start, stop)):
                hairs.remove(stop - 1)
    return [_without(row, hairs) for row in rows]


def _stands_alone(row: Sequence[Cell], column: int) -> bool:
    """Whether a cell is exactly one column wide; a cell below a merged one says nothing about widths."""
    follows = row[column + 1].covered if column + 1 < len(row) else ""
    return not row[column].covered and follows != "left"


def _without(row: Sequence[Cell], hairs: set[int]) -> list[Cell]:
    kept: list[Cell] = []
    waiting: Cell | None = None
    for column, cell in enumerate(row):
        if not cell.covered:
            waiting = cell
        if column in hairs:
            continue
        if waiting is not None and cell.covered != "above":
            kept.append(waiting)
            waiting = None
        else:
            kept.append(cell)
    return kept


Sheet = Mapping[tuple[int, int], Cell]
"""Cells by (row, column), both from 1; blank cells are left out, covered and coloured ones are in."""


def blocks_of(
    sheet: Sheet, place: Callable[[int], str], bold: Container[tuple[int, int]] = ()
) -> Iterator[Block]:
    """The lines and tables of one sheet, in reading order."""
    for columns in _strips(sheet):
        within_table = False
        for run in _consecutive({row for row, column in sheet if column in columns}):
            rows = (tuple(sheet.get((row, column), Cell()) for column in columns) for row in run)
            table = [Row(cells, place(row), row) for row, cells in zip(run, rows, strict=True)]
            table = [row for row in table if _filled(row)]
            has_header = any(is_header(row.texts) for row in table)
            titles = next((at for at, row in enumerate(table) if _filled(row) > 1), len(table))
            if within_table and not has_header and titles < len(table):
                titles = 0  # more rows of the table above
            for row in table[:titles]:
                for column, cell in zip(columns, row.cells, strict=True):
                    if cell.text.strip():
                        yield Line(cell.text, row.place, heading=2 if (row.line, column) in bold else 0)
            if table[titles:]:
                yield Grid(tuple(table[titles:]), table[titles].place, new_page=True)
            within_table = within_table or has_header


def _filled(row: Row) -> int:
    return sum(bool(text.strip()) for text in row.texts)


def _consecutive(numbers: Iterable[int]) -> Iterator[list[int]]:
    return runs_of(sorted(numbers), lambda run, number: number == run[-1] + 1)


def _strips(sheet: Sheet) -> list[range]:
    """Ranges of columns that hold tables side by side; nearly always one range."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sorted(sheet.items()):
        if cell.text.strip() or cell.covered:
            rows.setdefault(row, {})[column] = cell.text
    every = sorted({column for columns in rows.values() for column in columns})
    # titles do not count when columns are told apart: they reach over several tables
    several = [columns for columns in rows.values() if sum(map(bool, columns.values())) > 1]
    runs = _consecutive({column for columns in several for column in columns})
    cuts = [right[0] for left, right in pairwise(runs) if _apart(rows, left, right)]
    cuts += [right for left, right in pairwise(every) if right - left > _FAR and right not in cuts]
    bounds = [*every[:1], *sorted(cuts), *[column + 1 for column in every[-1:]]]
    strips = ([column for column in every if start <= column < stop] for start, stop in pairwise(bounds))
    return [range(strip[0], strip[-1] + 1) for strip in strips]


def _apart(rows: Mapping[int, Mapping[int, str]], left: Sequence[int], right: Sequence[int]) -> bool:
    """Whether two runs of columns are two tables: the header of the one does not go on in the other."""
    for columns in rows.values():
        here = [columns[column] for column in left if columns.get(column)]
        there = [columns[column] for column in right if columns.get(column)]
        if is_header(here) or is_header(there):
            return (is_header(here) and is_header(there)) or not (_known(here) and _known(there))
        if is_header([*here, *there]):
            return False
    return False


def _known(titles: Sequence[str]) -> bool:
    """Whether most titles are those of a table of actions."""
    return 2 * sum(field_of(title) is not None for title in titles) > len(titles)


def is_plan(rows: Sequence[Row]) -> bool:
    """Whether a table starts with the titles of a plan."""
    return any(is_header(row.texts) for row in rows[:3])


def table_of(rows: Sequence[Row], place: str) -> Iterator[Block]:
    """Rows as a table; those of one column only are lines of text."""
    if any(len(row.cells) > 1 for row in rows):
        yield Grid(tuple(row for row in rows if any(row.texts)), place)
    else:
        yield from (Line(text, row.place) for row in rows for text in row.texts if text)


def nested(count: int, place: str) -> list[Remark]:
    """A remark on tables inside the cells of another."""
    message = f"{count} table(s) inside a cell were read as text of the cell"
    return [Remark("warn", "nested_table", message, place)] if count else []


def bold_heading(text: str) -> int:
    """The level of a text that is bold throughout: below all headings; a whole bold paragraph is none."""
    return BOLD_LEVEL if len(text) < _LONGEST_HEADING else 0
