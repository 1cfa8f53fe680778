"""Word documents: the body in its order, as a reader sees it with all changes accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wres_analysis.documents.cell_text import shown_in
from wres_analysis.documents.document import (
    Block,
    Cell,
    Document,
    Line,
    Remark,
    Row,
    bold_heading,
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
    W,
    is_on,
    open_package,
    outline_level,
    switched,
    value,
)

_NO_FILL = frozenset(("", "AUTO", "FFFFFF"))
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = frozenset(
    f"{W}{name}"
    for name in ("del", "moveFrom", "delText", "instrText", "pPr", "rPr", "sdtPr", "rt", "tbl", "p")
)
_SET_ASIDE = frozenset((f"{_MC}AlternateContent", f"{W}drawing", f"{W}pict"))
_BREAKS = frozenset((f"{W}br", f"{W}cr"))
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TEXTS = frozenset((f"{W}t", f"{_MATH}t"))
# between the two parts of a fraction, a power and an index
_BETWEEN = {f"{_MATH}den": "/", f"{_MATH}sup": "^", f"{_MATH}sub": "_"}
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
    # what pictures are said to show, as far as a person wrote it
    said = (part.get("descr") or part.get("title") or "" for part in element.iter(f"{_DRAWING}docPr"))
    pictures = " ".join(text.strip() for text in said if "automatically generated" not in text)
    return Cell(_text(element, package) or pictures, fill=fill)


def _text(element: Any, package: Package) -> str:
    return "\n".join(text for text in _texts(element, package) if text)


def _texts(element: Any, package: Package) -> Iterator[str]:
    """Paragraphs of a cell, one by one; the rows of a table inside it as one line each."""
    for child in element:
        if child.tag == f"{W}p":
            yield _paragraph_of(child, package).with_mark
            for box in _text_boxes(child):
                yield from _texts(box, package)
        elif child.tag == f"{W}tbl":
            for row in _children(child, "tr"):
                cells = [_text(cell, package) for cell in _children(row, "tc")]
                yield " ".join(cell for cell in cells if cell)
        elif child.tag in _WRAPPERS:
            yield from _texts(child, package)


@dataclass(frozen=True)
class _Paragraph:
    """A paragraph with what its style says of it; `mark` is the bullet or number of a list."""

    text: str
    mark: str
    heading: int

    @property
    def with_mark(self) -> str:
        """The text behind its bullet or number."""
        return f"{self.mark} {self.text}".strip()


def _paragraph_of(element: Any, package: Package) -> _Paragraph:
    """What a `w:p` element says."""
    text = "".join(_pieces(element, package)).strip()
    properties = element.find(f"{W}pPr")
    name = value(properties, "pStyle")
    style = package.styles.get(name)
    number = value(properties, "numPr/numId", style.number if style else "")
    level = value(properties, "numPr/ilvl", str(style.level) if style else "0")
    mark = package.next_number(number, int(level or 0)) if number not in ("", "0") else ""
    heading = (style.heading if style else 0) or outline_level(properties)
    if not heading and text:
        usual = bool(style and style.switches.get("b"))
        runs = [run for run in element.iter(f"{W}r") if any(part.text for part in run.iter(f"{W}t"))]
        said = [is_on(run, "rPr/b") for run in runs]
        if said and all(usual if bold is None else bold for bold in said):
            heading = bold_heading(text)
    return _Paragraph(text, mark, heading)


def _pieces(element: Any, package: Package) -> Iterator[str]:
    """The characters of a paragraph in order; text boxes are not part of it."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _GONE:
            continue
        yield _BETWEEN.get(child.tag, "")
        if child.tag in _TEXTS:
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag == f"{W}tab":
            yield " "
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        elif child.tag == f"{W}sym":
            code, font = child.get(f"{W}char", ""), child.get(f"{W}font", "")
            letter = chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code) else ""
            shown = shown_in(font, letter)
            yield "" if shown and 0xE000 <= ord(shown) <= 0xF8FF else shown
        elif child.tag in _SET_ASIDE or (child.tag == f"{W}r" and switched(child, "vanish", package.styles)):
            continue
        else:
            yield from _pieces(child, package)


def _text_boxes(element: Any) -> Iterator[Any]:
    """The contents of text boxes in a paragraph, each once; files hold them for old and new programs."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in (f"{W}del", f"{W}moveFrom"):
            continue
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag == f"{_MC}AlternateContent":
            choices = [list(_text_boxes(choice)) for choice in child]
            yield from next((boxes for boxes in choices if boxes), [])
        elif child.tag != f"{W}tbl":
            yield from _text_boxes(child)


_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_word(path: Path) -> Document:
    """A Word document (.docx) as a document."""
    return _document(open_package(path))


def _document(package: Package) -> Document:
    walk = _Walk(package)
    heads = [block for part in package.parts["header"] for block in walk.blocks(part)]
    # running heads without repetition and without tables: files hold one for each kind of page
    lines = {block.text: block for block in reversed(heads) if isinstance(block, Line)}
    blocks = [*reversed(lines.values()), *walk.blocks(package.body)]
    for note in [*package.parts["footnotes"], *package.parts["endnotes"]]:
        blocks += [block for child in note for block in walk.blocks(child) if isinstance(block, Line)]
    remarks = (*_body_remarks(package.body), *package.remarks, *walk.remarks)
    return Document(package.path.name, "docx", tuple(blocks), remarks)


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
        found = _paragraph_of(element, self.package)
        if found.text:
            bullet = found.mark == "•"
            text = found.text if bullet else found.with_mark
            for line in filter(None, map(str.strip, text.split("\n"))):
                yield Line(line, f"paragraph {self.lines}", found.heading, bullet)
        for box in _text_boxes(element):
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


def _body_remarks(body: Any) -> Iterator[Remark]:
    """Remarks on tracked changes, perhaps not meant to be published, and on what holds no text to read."""
    read, left = (
        sum(1 for _ in body.iter(*(f"{W}{name}" for name in names)))
        for names in (("ins", "moveTo"), ("del", "moveFrom"))
    )
    if read or left:
        message = f"tracked changes: {read} insertions were read, {left} deletions left out"
        yield Remark("warn", "tracked_changes", message)
    if pictures := sum(1 for _ in body.iter(_PICTURE, f"{W}object")):
        yield Remark("info", "pictures", f"{pictures} pictures or embedded objects were not read")
