"""Ruled tables with their words: lattice + words + shades → grids."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from wres_analysis.documents.document import Cell, Grid, Row, without_hair_columns
from wres_analysis.documents.pdf_geometry import Shade
from wres_analysis.documents.pdf_header import Columns
from wres_analysis.documents.pdf_lattice import Lattice, Position
from wres_analysis.documents.pdf_rows import rows_without_rules
from wres_analysis.documents.pdf_words import Word, lines_of, text_in, usual_space
from wres_analysis.vocabulary.headings import is_header

_NARROW = 6.0
_LEAST_COLUMNS = 3
_HEADER_AND_BODY = 2
# points by which a word may reach over the edge of a column
_HAIR = 1.0
# points by which a header may stand out beyond its table
_OUTSIDE = 20.0
# points between a coloured band of titles and the first rule of the table below it
_TOUCHING = 4.0
# A header is no longer, and its lines no further apart, in heights of a line.
_MOST_HEADER_LINES, _NEXT_LINE = 4, 1.2


def ruled_grid(table: Lattice, words: Iterable[Word], shades: Sequence[Shade], place: str) -> Grid:
    """A ruled table with its text."""
    by_cell: dict[Position, list[Word]] = {}
    for word in words:
        if (cell := table.at(word.box.middle)) is not None:
            by_cell.setdefault(cell, []).append(word)
    texts = {cell: text_in(found) for cell, found in by_cell.items()}
    fills = _fills(table, shades)
    columns = [column for column in range(table.columns) if _is_column(table, column, texts)]
    lines: list[list[Cell]] = []
    for row in range(table.rows):
        line = [_cell((row, column), table, texts, fills) for column in columns]
        inside = [word for (at, _), found in by_cell.items() if at == row for word in found]
        whole = len(columns) == table.columns and not any(cell.covered for cell in line)
        if not whole and (titles := _titles(table, inside)):
            line = [replace(line[at], text=titles[column], covered="") for at, column in enumerate(columns)]
        lines += (_split(table, inside, lines[0]) if lines and whole else []) or [line]
    rows = [Row(tuple(line), place, number) for number, line in enumerate(without_hair_columns(lines), 1)]
    return Grid(tuple(row for row in rows if any(row.texts)), place)


def _titles(table: Lattice, words: Sequence[Word]) -> list[str]:
    """Words parted by the columns of a table, where that makes them its header; empty otherwise."""
    titles = _parted(table, words)
    return titles if is_header(titles) else []


def _parted(table: Lattice, words: Sequence[Word]) -> list[str]:
    """The texts of words above the columns of a table; empty where a word stands over two."""
    if table.columns < _LEAST_COLUMNS or any(_crosses(word, table.xs[1:-1]) for word in words):
        return []
    parted: list[list[Word]] = [[] for _ in range(table.columns)]
    for word in words:
        at = bisect_right(table.xs, word.box.middle[0]) - 1
        parted[min(max(at, 0), table.columns - 1)].append(word)
    return [text_in(found) for found in parted]


def _crosses(word: Word, edges: Sequence[float]) -> bool:
    return any(word.box.left + _HAIR < edge < word.box.right - _HAIR for edge in edges)


def header_above(table: Lattice, words: Sequence[Word], grid: Grid, shades: Sequence[Shade]) -> list[Word]:
    """The words right above a table that are its header: on a coloured band, or known titles."""
    if not grid.rows or is_header(grid.rows[0].texts):
        return []
    left, right, top = table.xs[0] - _OUTSIDE, table.xs[-1] + _OUTSIDE, table.ys[0]
    near = [word for word in words if word.box.middle[1] < top and left < word.box.middle[0] < right]
    bands = [shade.box for shade in shades if shade.colour and abs(shade.box.bottom - top) < _TOUCHING]
    shaded = [word for word in near if any(band.holds(word.box.middle) for band in bands)]
    if shaded and (titles := _parted(table, shaded)) and all(titles):
        return shaded
    taken: list[Word] = []
    found: list[Word] = []
    for line in reversed(lines_of(near)[-_MOST_HEADER_LINES:]):
        if top - line.box.bottom > _NEXT_LINE * line.height or not _parted(table, line.words):
            break
        taken, top = [*line.words, *taken], line.box.top
        found = taken if _titles(table, taken) else found
    return found


def with_header(grid: Grid, table: Lattice, words: Sequence[Word]) -> Grid:
    """A table with the header that stands above its rules."""
    titles = _parted(table, words)
    row = Row(tuple(map(Cell, titles)), grid.place)
    rows = [row, *grid.rows] if len(titles) == len(grid.rows[0].cells) else list(grid.rows)
    return Grid(tuple(replace(one, line=number) for number, one in enumerate(rows, 1)), grid.place)


def _split(table: Lattice, words: Sequence[Word], header: Sequence[Cell]) -> list[list[Cell]]:
    """The rows inside a row, where only columns were ruled; empty where it is one row."""
    if table.columns < _LEAST_COLUMNS:
        return []
    lines = lines_of(words)
    columns = Columns(tuple(cell.text for cell in header), table.xs[1:-1], usual_space(lines))
    return rows_without_rules(lines, columns, alone=table.rows <= _HEADER_AND_BODY)


def _cell(position: Position, table: Lattice, texts: dict[Position, str], fills: dict[Position, str]) -> Cell:
    anchor = table.anchors[position]
    fill = fills.get(anchor, "")
    if anchor == position:
        return Cell(texts.get(position, ""), fill=fill)
    return Cell(covered="left" if anchor[0] == position[0] else "above", fill=fill)


def _is_column(table: Lattice, column: int, texts: dict[Position, str]) -> bool:
    """Whether it is more than the blank sliver between the two strokes of a double rule."""
    if table.xs[column + 1] - table.xs[column] > _NARROW:
        return True
    anchors = [table.anchors[row, column] for row in range(table.rows)]
    shared = any(_reaches_further(table, row, column) for row in range(table.rows))
    return shared or any(texts.get(anchor) for anchor in anchors)


def _reaches_further(table: Lattice, row: int, column: int) -> bool:
    """Whether the cell of a column is also that of a neighbour."""
    anchor = table.anchors[row, column]
    return any(table.anchors.get((row, other)) == anchor for other in (column - 1, column + 1))


def _fills(table: Lattice, shades: Sequence[Shade]) -> dict[Position, str]:
    """The colour of each cell that has one: the last that was painted over its middle."""
    boxes = table.boxes()
    found: dict[Position, str] = {}
    for shade in shades:
        for anchor, box in boxes.items():
            if shade.box.holds(box.middle):
                found[anchor] = shade.colour
    return {anchor: colour for anchor, colour in found.items() if colour}
