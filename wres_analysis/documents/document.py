"""What every reader returns: the blocks of a document in reading order, with their places.

A reader knows one format and nothing about action plans. What a block means is decided once, for all
formats, by `wres_analysis.plans.actions`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar


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


_LONGEST_NAMED = 300  # characters that a remark shows


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
        hairs -= {span[-1] for span in _spans(row) if row[span[0]].text and hairs.issuperset(span)}
    return [_without(row, hairs) for row in rows]


def _spans(row: Sequence[Cell]) -> Iterator[range]:
    """From where to where each cell of a row reaches."""
    starts = [column for column, cell in enumerate(row) if cell.covered != "left"]
    return (range(start, stop) for start, stop in pairwise([*starts, len(row)]))


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
