"""Word documents: the body in its order, as a reader sees it with all changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wres_analysis.documents.document import (
    Block,
    Cell,
    Document,
    Line,
    Remark,
    Row,
    is_plan,
    nested,
    rows_at,
    table_of,
    without_hair_columns,
)
from wres_analysis.documents.opening import MOST, check_size
from wres_analysis.documents.plain_text import decode
from wres_analysis.documents.web import web_page
from wres_analysis.documents.word_package import (
    Package,
    alternative_text,
    open_package,
    paragraph_of,
    text_boxes,
)
from wres_analysis.documents.word_shown import W, value

_NO_FILL = frozenset(("", "AUTO", "FFFFFF"))
_WRAPPERS = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
)


def rows_of(table: Any, package: Package, place: str) -> tuple[Row, ...]:
    """The rows of a `w:tbl` element; all have the same number of cells."""
    rows = (row for row in _children(table, "tr") if row.find(f"{W}trPr/{W}del") is None)
    lines = [_line(row, package) for row in rows]
    check_size(package.path, "columns", max(map(len, lines), default=0))
    check_size(package.path, "rows", len(lines))
    return tuple(row for row in rows_at(place, without_hair_columns(lines)) if any(row.texts))


def _children(parent: Any, name: str) -> Iterator[Any]:
    """Rows or cells, also those that a content control or a tracked change wraps."""
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, name)


def _line(row: Any, package: Package) -> list[Cell]:
    """The cells of one row, one for each column of the grid that they reach over."""
    line = [Cell()] * _whole(value(row, "trPr/gridBefore"), 0)
    for element in _children(row, "tc"):
        properties = element.find(f"{W}tcPr")
        cell, width = _cell(element, properties, package), _whole(value(properties, "gridSpan"), 1)
        line += [cell, *[Cell(covered=cell.covered or "left", fill=cell.fill)] * (width - 1)]
    return line


def _whole(text: str, default: int) -> int:
    return min(int(text), MOST["columns"]) if text.isdigit() else default


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


_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_word(path: Path) -> Document:
    """A Word document (.docx) as a document."""
    return _document(open_package(path))


def _document(package: Package) -> Document:
    walk = _Walk(package)
    heads = [block for part in package.parts["header"] for block in walk.blocks(part)]
    blocks = [*_first_of_each(heads), *walk.blocks(package.body)]
    notes = [part for kind in ("footnotes", "endnotes") for part in package.parts[kind]]
    for note in notes:
        blocks += [block for child in note for block in walk.blocks(child) if isinstance(block, Line)]
    remarks = (*_changes(package.body), *_not_read(package.body), *package.remarks, *walk.remarks)
    return Document(package.path.name, "docx", tuple(blocks), remarks)


def _first_of_each(blocks: list[Block]) -> list[Block]:
    """Running heads without repetition and without tables: files hold one for each kind of page."""
    lines = {block.text: block for block in reversed(blocks) if isinstance(block, Line)}
    return list(reversed(lines.values()))


@dataclass
class _Walk:
    """The way through a document, counting its tables and paragraphs."""

    package: Package
    tables: int = 0
    lines: int = 0
    remarks: list[Remark] = field(default_factory=list)

    def blocks(self, parent: Any) -> Iterator[Block]:
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag in _WRAPPERS:
                yield from self.blocks(child)
            elif child.tag == f"{W}altChunk":
                yield from self._embedded(child)

    def _embedded(self, element: Any) -> Iterator[Block]:
        """The blocks of a document inside this one: a web page, a text or another Word file."""
        data = self.package.embedded.get(str(element.get(_RELATED)), b"")
        if data.startswith(b"PK"):
            inner = _document(open_package(self.package.path, data))
        elif decode(data) and not data.startswith(b"{\\rtf"):
            inner = web_page(data, self.package.path)
        else:
            message = "another document is embedded and was not read"
            self.remarks.append(Remark("error", "embedded_document", message))
            return
        self.remarks += inner.remarks
        yield from inner.blocks

    def _paragraph(self, element: Any) -> Iterator[Block]:
        self.lines += 1
        found = paragraph_of(element, self.package)
        if found.text:
            bullet = found.mark == "•"
            text = found.text if bullet else found.with_mark
            for line in filter(None, map(str.strip, text.split("\n"))):
                yield Line(line, f"paragraph {self.lines}", found.heading, bullet)
        for box in text_boxes(element):
            yield from self.blocks(box)

    def _table(self, element: Any) -> Iterator[Block]:
        inner = [table for table in element.iter(f"{W}tbl") if table is not element]
        if any(is_plan(rows_of(table, self.package, "")) for table in inner):
            # the outer table only places things on the page
            for cell in element.iterfind(f"{W}tr/{W}tc"):
                yield from self.blocks(cell)
            return
        self.tables += 1
        place = f"table {self.tables}"
        rows = rows_of(element, self.package, place)
        self.remarks += nested(len(inner), place)
        yield from table_of(rows, place)


def _not_read(body: Any) -> Iterator[Remark]:
    """A remark on what may hold a part of the plan and is no text."""
    pictures = sum(1 for _ in body.iter(_PICTURE, f"{W}object"))
    if pictures:
        yield Remark("info", "pictures", f"{pictures} pictures or embedded objects were not read")


def _changes(body: Any) -> Iterator[Remark]:
    """A remark on tracked changes, which the author may not have meant to publish."""
    runs = [
        sum(1 for _ in body.iter(*(f"{W}{name}" for name in names)))
        for names in (("ins", "moveTo"), ("del", "moveFrom"))
    ]
    if any(runs):
        message = f"tracked changes: {runs[0]} insertions were read, {runs[1]} deletions left out"
        yield Remark("warn", "tracked_changes", message)
