"""Word tables → rows: merged cells, columns drawn at slightly different places, tables inside cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wres_analysis.documents import limits
from wres_analysis.documents.document import Cell, Row, without_hair_columns
from wres_analysis.documents.word_package import Package
from wres_analysis.documents.word_shown import W, value
from wres_analysis.documents.word_text import alternative_text, paragraph_of, text_boxes

_NO_FILL = frozenset(("", "AUTO", "FFFFFF"))
_WRAPPERS = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
)


@dataclass(frozen=True)
class _Placed:
    """A cell with the columns of the table grid that it reaches over."""

    start: int
    stop: int
    cell: Cell


def rows_of(table: Any, package: Package, place: str) -> tuple[Row, ...]:
    """The rows of a `w:tbl` element; all have the same number of cells."""
    placed = [_placed(row, package) for row in _children(table, "tr") if not _is_deleted(row)]
    width = max((cell.stop for row in placed for cell in row), default=0)
    limits.check_size(package.path, "columns", width, limits.COLUMNS)
    limits.check_size(package.path, "rows", len(placed), limits.ROWS)
    lines = without_hair_columns([_line(cells, width) for cells in placed])
    return tuple(
        Row(tuple(line), f"{place}, row {number}", number)
        for number, line in enumerate(lines, 1)
        if any(cell.text for cell in line)
    )


def nested_tables(table: Any) -> Iterator[Any]:
    """Tables that stand in the cells of a table."""
    return (inner for inner in table.iter(f"{W}tbl") if inner is not table)


def _children(parent: Any, name: str) -> Iterator[Any]:
    """Rows or cells, also those that a content control or a tracked change wraps."""
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, name)


def _is_deleted(row: Any) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _placed(row: Any, package: Package) -> list[_Placed]:
    column = _whole(value(row, "trPr/gridBefore"), 0)
    cells = []
    for element in _children(row, "tc"):
        properties = element.find(f"{W}tcPr")
        stop = column + max(1, _whole(value(properties, "gridSpan"), 1))
        cells.append(_Placed(column, stop, _cell(element, properties, package)))
        column = stop
    return cells


def _whole(text: str, default: int) -> int:
    return min(int(text), limits.COLUMNS) if text.isdigit() else default


def _cell(element: Any, properties: Any, package: Package) -> Cell:
    shade = properties.find(f"{W}shd") if properties is not None else None
    fill = str(shade.get(f"{W}fill", "")).upper() if shade is not None else ""
    fill = "" if fill in _NO_FILL else fill
    for name, side in (("vMerge", "above"), ("hMerge", "left")):
        merge = properties.find(f"{W}{name}") if properties is not None else None
        if merge is not None and merge.get(f"{W}val", "continue") == "continue":
            return Cell(covered=side, fill=fill)
    return Cell(_text(element, package) or alternative_text(element), fill=fill)


def _text(element: Any, package: Package) -> str:
    return "\n".join(text for text in _texts(element, package) if text)


def _texts(element: Any, package: Package) -> Iterator[str]:
    """Paragraphs of a cell, one by one; the rows of a table inside it as one line each."""
    for child in element:
        if child.tag == f"{W}p":
            yield paragraph_of(child, package).with_mark
            for box in text_boxes(child):
                yield from _texts(box, package)
        elif child.tag == f"{W}tbl":
            for row in _children(child, "tr"):
                cells = [_text(cell, package) for cell in _children(row, "tc")]
                yield " ".join(cell for cell in cells if cell)
        elif child.tag in _WRAPPERS:
            yield from _texts(child, package)


def _line(placed: Sequence[_Placed], width: int) -> list[Cell]:
    line = [Cell()] * width
    for found in placed:
        side = found.cell.covered or "left"
        line[found.start] = found.cell
        for column in range(found.start + 1, found.stop):
            line[column] = Cell(covered=side, fill=found.cell.fill)
    return line
