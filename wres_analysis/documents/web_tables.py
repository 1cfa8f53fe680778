"""Tables of web pages → rows, with what spans several columns and rows told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import ImageColor

from wres_analysis.documents import limits
from wres_analysis.documents.document import Cell, Row, rows_at, without_hair_columns
from wres_analysis.documents.web_text import described, is_hidden, text_of
from wres_analysis.vocabulary.headings import field_of, is_header

_BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_SECTIONS = ("thead", "tbody", "tfoot")
_CELL_ROLES = ("cell", "gridcell", "columnheader", "rowheader")
_ROW_BLOCKS = ("div", "section", "ul", "ol", "li", "article", "p", "span", "header")
# a title in every cell of one column may be its text ("Action 1"); in two columns it is a label
_LEAST_LABELLED = 2
_LEAST_ROWS, _LEAST_CELLS = (
    2,
    3,
)  # at 1 blocks of saved_sheet.html are tables, at 8 divs_by_class.html is none
_MOST_BLOCKS = 15  # guard: columns of a plan
_WHITE = (255, 255, 255)

Waiting = dict[int, tuple[int, Cell]]
"""For each column how many more rows a cell covers, and what stands there."""


def rows_of(table: Any, path: Path, place: str = "") -> tuple[Row, ...]:
    """The rows of a `table` element; a cell that spans several places is told by covered cells."""
    lines: list[list[Cell]] = []
    waiting: Waiting = {}
    cells = 0
    for element in _row_elements(table):
        line, waiting = _line(element, waiting)
        lines.append(line)
        cells += len(line)
        limits.check_size(path, "cells", cells, limits.CELLS)
        limits.check_size(path, "rows", len(lines), limits.ROWS)
    return rows_at(place, _without_labels(without_hair_columns(lines)))


def _without_labels(lines: list[list[Cell]]) -> list[list[Cell]]:
    """Cells without the titles of their columns, which pages for narrow screens repeat in every cell."""
    titles = [cell.text.strip().rstrip(":") for cell in lines[0]] if lines else []
    labels = [re.compile(rf"{re.escape(title)}\s*(?::\s*|\s|$)", re.IGNORECASE) for title in titles]
    labelled = [
        bool(title) and any(texts) and all(label.match(text) for text in texts if text)
        for at, (title, label) in enumerate(zip(titles, labels, strict=True))
        for texts in [[line[at].text for line in lines[1:]]]
    ]
    if sum(labelled) < _LEAST_LABELLED:
        return lines
    return [
        lines[0],
        *([_unlabelled(cell, at, labels, labelled) for at, cell in enumerate(line)] for line in lines[1:]),
    ]


def _unlabelled(cell: Cell, at: int, labels: list[re.Pattern[str]], labelled: list[bool]) -> Cell:
    return replace(cell, text=labels[at].sub("", cell.text, count=1)) if labelled[at] else cell


def block_rows(element: Any, place: str) -> tuple[Row, ...]:
    """The rows of a table that is made of plain blocks: its first row has the titles of a plan."""
    rows = [[text_of(cell) for cell in cells] for cells in _rows_of_blocks(element)]
    if len(rows) < _LEAST_ROWS or not is_header(rows[0]):
        return ()
    width = max(map(len, rows))
    if sum(len(row) == len(rows[0]) for row in rows) * 2 <= len(rows) or width > limits.COLUMNS:
        return ()
    return rows_at(
        place, _without_labels([[*map(Cell, row), *[Cell()] * (width - len(row))] for row in rows])
    )


def _rows_of_blocks(element: Any) -> list[list[Any]]:
    """Blocks in blocks as cells in rows; rows may stand in a head and a body."""
    children = _shown(element)
    if len(children) < _LEAST_ROWS or any(child.tag not in _ROW_BLOCKS for child in children):
        return []
    inner = list(map(_shown, children))
    if not any(inner):
        return _cut_at_header(children)
    rows: list[list[Any]] = []
    for cells in inner:
        groups = [row for row in map(_shown, cells) if len(row) >= _LEAST_CELLS]
        rows += groups if cells and len(groups) == len(cells) else [cells]
    return rows


def _shown(element: Any) -> list[Any]:
    return [child for child in element if not is_hidden(child)]


def _cut_at_header(cells: list[Any]) -> list[list[Any]]:
    """Cells that stand one after the other, as many to a row as there are titles."""
    texts = list(map(text_of, cells))
    width = next(
        (width for width in range(_MOST_BLOCKS, _LEAST_CELLS - 1, -1) if _is_row_of_titles(texts, width)), 0
    )
    return [cells[start : start + width] for start in range(0, len(cells), width)] if width else []


def _is_row_of_titles(texts: list[str], width: int) -> bool:
    titles = texts[:width]
    return len(texts) % width == 0 and all(map(field_of, titles)) and is_header(titles)


def cells_of(table: Any) -> Iterator[Any]:
    """The cells of a table in reading order."""
    return (cell for row in _row_elements(table) for cell in row if _is_cell(cell))


def _is_cell(element: Any) -> bool:
    """A cell of a table, or what says that it is one: tables are also made of plain blocks."""
    return element.tag in ("td", "th") or element.get("role") in _CELL_ROLES


def _row_elements(table: Any) -> Iterator[Any]:
    for child in table:
        if is_hidden(child):
            continue
        if child.tag == "tr" or child.get("role") == "row":
            yield child
        elif child.tag in _SECTIONS or child.get("role") == "rowgroup":
            yield from _row_elements(child)


def _line(row: Any, waiting: Waiting) -> tuple[list[Cell], Waiting]:
    """The cells of one row, and for each column how many more rows a cell of it covers."""
    line: list[Cell] = []
    ahead = {column: (rows - 1, cell) for column, (rows, cell) in waiting.items() if rows > 1}
    for element in (cell for cell in row if _is_cell(cell) and not is_hidden(cell)):
        _skip_covered(line, waiting)
        width = max(1, min(_whole(element.get("colspan")), limits.COLUMNS - len(line)))
        height = _whole(element.get("rowspan")) or limits.ROWS
        fill = _fill(element) or _fill(row)
        start = len(line)
        line += [
            Cell(text_of(element) or described(element), fill=fill),
            *[Cell(covered="left", fill=fill)] * (width - 1),
        ]
        if height > 1:
            covered = Cell(covered="above", fill=fill)
            ahead |= dict.fromkeys(range(start, start + width), (height - 1, covered))
        if len(line) >= limits.COLUMNS:
            break
    _skip_covered(line, waiting)
    return line, ahead


def _skip_covered(line: list[Cell], waiting: Waiting) -> None:
    while len(line) in waiting:
        line.append(waiting[len(line)][1])


def _whole(text: str | None) -> int:
    digits = re.match(r"\s*(\d{1,5})", text or "1")
    return int(digits[1]) if digits else 1


def _fill(element: Any) -> str:
    """The background as "RRGGBB", blank for none and white."""
    style = _BACKGROUND.search(element.get("style", ""))
    colour = element.get("bgcolor") or (style[1].strip() if style else "")
    try:
        red, green, blue = ImageColor.getrgb(colour)[:3] if colour else _WHITE
    except ValueError:
        return ""
    return "" if (red, green, blue) == _WHITE else f"{red:02X}{green:02X}{blue:02X}"
