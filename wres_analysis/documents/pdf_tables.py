"""Ruled tables with their words: lattice + words + shades → grids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wres_analysis.documents.document import Cell, Grid, Row
from wres_analysis.documents.pdf_columns import Columns
from wres_analysis.documents.pdf_geometry import Shade
from wres_analysis.documents.pdf_lattice import Lattice, Position
from wres_analysis.documents.pdf_rows import rows_without_rules
from wres_analysis.documents.pdf_words import Word, lines_of, text_in, usual_space
from wres_analysis.documents.spans import without_hair_columns

_NARROW = 6.0
_LEAST_COLUMNS = 3
_HEADER_AND_BODY = 2


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
        lines += (_split(table, inside, lines[0]) if lines and whole else []) or [line]
    rows = [Row(tuple(line), place, number) for number, line in enumerate(without_hair_columns(lines), 1)]
    return Grid(tuple(row for row in rows if any(row.texts)), place)


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
