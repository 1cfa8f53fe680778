"""Web pages, also those saved by a word processor: headings, paragraphs, list items and tables."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree, html

from wres_analysis.documents.document import (
    BOLD_LEVEL,
    Block,
    Cell,
    Document,
    Grid,
    Line,
    Remark,
    Row,
    blocks_of,
    bold_heading,
    is_plan,
    nested,
    table_of,
)
from wres_analysis.documents.opening import damaged
from wres_analysis.documents.plain_text import decode
from wres_analysis.documents.text import blocks_of_text
from wres_analysis.documents.web_elements import (
    BLOCKS,
    as_shown,
    block_rows,
    cells_of,
    collapsed,
    is_bold,
    is_hidden,
    pieces,
    rows_of,
    text_of,
    tidy,
)
from wres_analysis.errors import DocumentError
from wres_analysis.vocabulary.headings import is_header

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SAVED_WHOLE = re.compile(rb"multipart/related", re.IGNORECASE)
_START = 2048  # guard: the head of a page that was saved whole
_HEADING = re.compile(r"h[1-6]")
_DEEPEST = 150  # guard: pages made to break parsers
_PAGE_PARTS = ("h1", "h2", "h3", "h4", "dl")


def read_web(path: Path) -> Document:
    """A web page as a document."""
    return web_page(path.read_bytes(), path)


def web_page(data: bytes, path: Path) -> Document:
    """A web page, also one inside the file at a path."""
    if _SAVED_WHOLE.search(data[:_START]):
        # the page itself, where it was saved in one file with its pictures
        parts = email.message_from_bytes(data).walk()
        pages = (part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/html")
        data = next((page for page in pages if isinstance(page, bytes)), b"")
    text = decode(data)
    if text is None:
        raise damaged(path)
    try:
        root = html.document_fromstring(_XML_DECLARATION.sub("", text))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise damaged(path) from None
    _check_depth(path, root)
    shown = tuple(as_shown(root))
    walk = _Walk(path)
    blocks = tuple(walk.blocks(root))
    return Document(path.name, "html", blocks, (*shown, *walk.remarks))


def _check_depth(path: Path, root: Any) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            what = "its parts are nested deeper than in any page"
            raise DocumentError(what, path.name, "print the page to PDF and read that")


@dataclass
class _Walk:
    """The way through a page, counting its tables and paragraphs."""

    path: Path
    tables: int = 0
    lines: int = 0
    remarks: list[Remark] = field(default_factory=list)

    def blocks(self, element: Any, *, bullet: bool = False) -> Iterator[Block]:
        """What stands in an element; text between the blocks inside it is a paragraph of its own."""
        loose: list[Any] = [element.text or ""]
        for child in element:
            if not isinstance(child.tag, str) or is_hidden(child):
                loose.append(child.tail or "")
            elif child.tag not in BLOCKS:
                loose += [child, child.tail or ""]
            else:
                yield from self._paragraph(loose, bullet=bullet)
                loose = [child.tail or ""]
                yield from self._block(child)
        yield from self._paragraph(loose, bullet=bullet)

    def _block(self, element: Any) -> Iterator[Block]:
        if element.tag == "table" or element.get("role") in ("table", "grid"):
            yield from self._table(element)
        elif element.tag == "dl":
            yield from self._pairs(element)
        elif element.tag == "pre":
            yield from blocks_of_text("".join(element.itertext()))
        elif _HEADING.fullmatch(element.tag):
            yield from self._heading(element, int(element.tag[1]))
        elif rows := block_rows(element, f"table {self.tables + 1}"):
            self.tables += 1
            yield Grid(rows, f"table {self.tables}")
        else:
            yield from self.blocks(element, bullet=element.tag == "li")

    def _heading(self, element: Any, level: int) -> Iterator[Block]:
        return self._line(text_of(element).replace("\n", " "), level, bullet=False)

    def _paragraph(self, loose: list[Any], *, bullet: bool) -> Iterator[Block]:
        """Text and inline elements as lines, parted where the page breaks the line."""
        texts = [
            collapsed(part) if isinstance(part, str) else "\n" if part.tag == "br" else "".join(pieces(part))
            for part in loose
        ]
        plain = any(isinstance(part, str) and part.strip() for part in loose)
        inner = [part for part in loose if not isinstance(part, str) and text_of(part)]
        bold = bool(inner) and not plain and all(map(is_bold, inner))
        for text in tidy("".join(texts)).split("\n"):
            yield from self._line(text, bold_heading(text) if bold else 0, bullet=bullet)

    def _line(self, text: str, heading: int, *, bullet: bool) -> Iterator[Block]:
        if text:
            self.lines += 1
            yield Line(text, f"paragraph {self.lines}", heading, bullet)

    def _table(self, table: Any) -> Iterator[Block]:
        inner = [other for other in table.iter("table") if other is not table]
        if _is_layout(table, inner, self.path):
            for cell in cells_of(table):
                yield from self.blocks(cell)
            return
        for caption in table.iterfind("caption"):
            yield from self._heading(caption, BOLD_LEVEL)
        self.tables += 1
        place = f"table {self.tables}"
        self.remarks += nested(len(inner), place)
        yield from self._grid(rows_of(table, self.path, place), place)

    def _grid(self, rows: tuple[Row, ...], place: str) -> Iterator[Block]:
        if _is_sheet(rows):
            cells = {(row.line, at): cell for row in rows for at, cell in enumerate(row.cells, 1)}
            sheet = {at: cell for at, cell in cells.items() if cell.text or cell.covered}
            yield from blocks_of(sheet, lambda row: f"{place}, row {row}")
        else:
            yield from table_of(rows, place)

    def _pairs(self, element: Any) -> Iterator[Block]:
        """A list of terms and what they mean, as a table of two columns."""
        self.tables += 1
        place = f"table {self.tables}"
        rows: list[Row] = []
        for child in element.iter("dt", "dd"):
            text = text_of(child)
            if child.tag == "dd" and rows and not rows[-1].cells[1].text:
                rows[-1] = Row((rows[-1].cells[0], Cell(text)), rows[-1].place, rows[-1].line)
            elif text:
                cells = (Cell(text), Cell()) if child.tag == "dt" else (Cell(), Cell(text))
                rows.append(Row(cells, f"{place}, row {len(rows) + 1}", len(rows) + 1))
        yield from self._grid(tuple(rows), place)


def _is_layout(table: Any, inner: list[Any], path: Path) -> bool:
    """Whether a table only places things on the page: it says so, or it holds a plan, headings or terms."""
    if table.get("role") in ("presentation", "none") or any(is_plan(rows_of(other, path)) for other in inner):
        return True
    return next(table.iter(*_PAGE_PARTS), None) is not None and not is_plan(rows_of(table, path))


def _is_sheet(rows: tuple[Row, ...]) -> bool:
    """Whether a table is a whole spreadsheet saved as a page: blank rows or columns part what is on it."""
    blank_row = any(not any(row.texts) and not any(cell.covered for cell in row.cells) for row in rows[:-1])
    blank_column = any(not any(column) for column in zip(*(row.texts for row in rows), strict=True))
    return blank_row or (blank_column and any(is_header(row.texts) for row in rows))
