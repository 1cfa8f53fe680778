"""Columns that are none: edges drawn a hair apart in different rows of one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from wres_analysis.documents.document import Cell


def without_hair_columns(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The rows without columns that no row uses on its own.

    Where the edges of a column were drawn at slightly different places, a cell of one row starts before the
    hair and that of another behind it. Nothing stands in such a column alone, so it goes, and a cell that
    starts in it starts in the next one instead.

    Examples
    --------
    >>> left = Cell(covered="left")
    >>> rows = [[Cell("No"), Cell("Action"), left], [Cell("1"), left, Cell("Review")]]
    >>> [[cell.text for cell in row] for row in without_hair_columns(rows)]
    [['No', 'Action'], ['1', 'Review']]
    """
    width = len(rows[0]) if rows else 0
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
