"""PDF files: pages turned upright, ruled tables by their rules, other tables by their words, then lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from wres_analysis.documents.document import Block, Document, Grid, Line, Remark, left_out
from wres_analysis.documents.opening import check_size, damaged
from wres_analysis.documents.pdf_drawing import INSTALL, NOT_READ, Marks
from wres_analysis.documents.pdf_header import Columns
from wres_analysis.documents.pdf_marks import marks_of, with_fields
from wres_analysis.documents.pdf_rows import open_tables
from wres_analysis.documents.pdf_tables import header_above, lattices_of, merged, ruled_grid, with_header
from wres_analysis.documents.pdf_words import TextLine, Word, lines_of, with_whole_words
from wres_analysis.errors import DocumentError
from wres_analysis.vocabulary.headings import field_of, is_header

_BULLET = re.compile(r"^([•●○▪■◦‣∙·➢✓❖]|[-–—](?=\s)|o(?=\s))\s*")
_LABEL = re.compile(r"^([^:]{2,45}):(?:\s|$)")
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–|]?\s*\d{1,3}\s*(?:(?:of|/)\s*\d{1,3})?\s*[-–|]?", re.IGNORECASE)
_EDGE = 0.12  # at 0.03 heads and feet of d01_ruled.pdf and d12_once.pdf stay; more: guard, text starts there
_TITLE_GAP = 0.35  # guard: a repeated header of a table is no running head
_LEAST_PAGES = 2  # at 1 or 3 d04_borderless.pdf and d05_blocks.pdf lose lines or keep their running heads
_SAME_PLACE = 4.0  # guard: points; a running head stands where it stood
# shares of the height of a line
_LARGER = 1.12  # at 0.84 all lines of d01_ruled.pdf are headings; at 1.4 d11_report.pdf loses some
_SAME_SIZE = 0.06  # at 0.015 or 0.24 d11_report.pdf has other levels of headings
_SPACE = 0.25  # guard: the space before a next word
_NEXT_LINE = 0.65  # at 0.16 paragraphs of d11_report.pdf fall apart, at 2.6 they join
_INDENT = 2.5  # guard: a line that stands further out begins anew

_Key = tuple[str, int]


@dataclass(frozen=True)
class Measures:
    """What is usual in a document: the height of its running text, larger heights, its right edge."""

    body: float
    larger: tuple[float, ...]
    right: float

    def heading(self, line: TextLine) -> int:
        """The level of a heading, from 1; 0 for running text. Bold text of usual size is the lowest level."""
        if line.height < _LARGER * self.body:
            return len(self.larger) + 1 if line.bold and not _is_label(line) else 0
        for level, height in enumerate(self.larger, 1):
            if line.height >= height * (1 - _SAME_SIZE):
                return level
        return len(self.larger)


def measures_of(lines: Sequence[TextLine], letters: Counter[float]) -> Measures:
    """What is usual in a document."""
    body = max(letters, key=lambda height: letters[height], default=0.0)
    larger = sorted({line.height for line in lines if line.height > _LARGER * body}, reverse=True)
    return Measures(body, tuple(_spread(larger)), max((line.box.right for line in lines), default=0.0))


def _spread(heights: Sequence[float]) -> Iterator[float]:
    """Heights that differ enough to be seen."""
    last = None
    for height in heights:
        if last is None or height < last * (1 - _SAME_SIZE):
            yield height
            last = height


def without_furniture(
    pages: Sequence[Sequence[TextLine]], heights: Sequence[float]
) -> tuple[list[list[TextLine]], list[str]]:
    """The lines of each page without running heads and feet, and what these say."""
    keys = [[_key(line, height) for line in lines] for lines, height in zip(pages, heights, strict=True)]
    counts = Counter(key for page in keys for key in set(page) if key is not None)
    kept: list[list[TextLine]] = []
    dropped: dict[str, None] = {}
    known: set[_Key] = set()
    for lines, page, height in zip(pages, keys, heights, strict=True):
        kept.append([])
        for number, (line, key) in enumerate(zip(lines, page, strict=True)):
            new_head = key not in known and line.box.middle[1] < height / 2
            repeated = key is not None and counts[key] >= _LEAST_PAGES and not new_head
            outermost = number == 0 or number >= len(lines) - 2
            if repeated or (key is not None and outermost and _PAGE_NUMBER.fullmatch(line.text.strip())):
                dropped[line.text] = None
            else:
                kept[-1].append(line)
        known.update(key for key in page if key is not None)
    return kept, list(dropped)


def _key(line: TextLine, height: float) -> _Key | None:
    """What makes a line the same on several pages: its words without numbers, and its place at the edge."""
    middle = line.box.middle[1]
    if _EDGE * height < middle < (1 - _EDGE) * height or is_header(
        [phrase.text for phrase in line.phrases(_TITLE_GAP)]
    ):
        return None
    return re.sub(r"\d+", "#", line.text), round(middle / _SAME_PLACE)


def paragraphs(lines: Sequence[TextLine], measures: Measures, place: str) -> Iterator[tuple[float, Line]]:
    """Paragraphs and headings with the height at which each starts."""
    group: list[TextLine] = []
    for line in lines:
        if group and not _wraps(group[-1], line, measures):
            yield group[0].box.top, _line(group, measures, place)
            group = []
        group.append(line)
    if group:
        yield group[0].box.top, _line(group, measures, place)


def _line(group: Sequence[TextLine], measures: Measures, place: str) -> Line:
    text = "\n".join(line.text for line in group)
    bullet = _BULLET.match(text)
    return Line(text[bullet.end() :] if bullet else text, place, measures.heading(group[0]), bool(bullet))


def _wraps(above: TextLine, below: TextLine, measures: Measures) -> bool:
    """Whether a line goes on in the next: alike, close, and the first word below had no room above."""
    if above.bold != below.bold and (below.bold or measures.heading(above)):
        return False
    if abs(above.height - below.height) > _SAME_SIZE * 2 * above.height:
        return False
    if below.box.top - above.box.bottom > _NEXT_LINE * above.height:
        return False
    if _starts_anew(below) or below.box.left < above.box.left - _INDENT * above.height:
        return False
    first = below.words[0].box.width
    return above.box.right + _SPACE * above.height + first > measures.right - 1


def _starts_anew(line: TextLine) -> bool:
    """Whether a line begins a list item or a "label: value" of its own."""
    return _is_label(line) or _BULLET.match(line.text) is not None


def _is_label(line: TextLine) -> bool:
    label = _LABEL.match(line.text)
    return label is not None and (field_of(label[1]) is not None or (line.words[0].bold and not line.bold))


_END = b"%%EOF"
_END_WITHIN = 2048  # as readers of PDF allow it

Placed = tuple[float, Block]


@dataclass(frozen=True)
class _Page:
    """One page: its ruled tables are made, its other lines are not yet told apart."""

    place: str
    marks: Marks
    grids: Sequence[Placed] = ()
    lines: Sequence[TextLine] = ()
    letters: Counter[float] = field(default_factory=Counter)


def read_pdf(path: Path) -> Document:
    """A PDF file as a document."""
    with opened_pdf(path) as pdf:
        check_size(path, "pages", len(pdf))
        pages: list[_Page] = []
        for index in range(len(pdf)):
            # pages in a language that is not known are not all read twice
            again = not any(page.marks.doubted for page in pages)
            pages.append(_page(pdf, index, again=again))
    remarks = [*_cut_short(path), *(remark for page in pages for remark in page.marks.remarks)]
    filled = [page for page in pages if page.lines or page.grids]
    if not filled and any(remark.code == NOT_READ for remark in remarks):
        raise DocumentError("it is a scan, and it could not be read", path.name, INSTALL)
    kept, furniture = without_furniture([page.lines for page in pages], [page.marks.height for page in pages])
    remarks += left_out("info", "page_furniture", "running heads and feet were left out", furniture)
    kind = "scan" if filled and all(page.marks.scanned for page in filled) else "pdf"
    blocks = with_whole_words(list(_blocks(pages, kept)))
    return Document(path.name, kind, blocks, tuple(remarks), pages=len(pages))


@contextmanager
def opened_pdf(path: Path) -> Iterator[Any]:
    """A PDF file, opened by pdfium and closed again; for a child process with limits."""
    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise _refusal(path, error) from None
    try:
        if pdf.get_formtype() != raw.FORMTYPE_NONE:
            pdf.init_forms()
        yield pdf
    finally:
        pdf.close()


def _refusal(path: Path, error: Any) -> DocumentError:
    # a page tree that runs in a circle is reported as locked too
    locked = b"/Encrypt" in path.read_bytes()
    if locked and error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return DocumentError("it is protected by a password", path.name, "save a copy without the password")
    return damaged(path)


def _cut_short(path: Path) -> Iterator[Remark]:
    data = path.read_bytes()
    if _END not in data[-_END_WITHIN:]:
        yield Remark(
            "error", "cut_short", "the file has no end mark, so pages may be missing; fetch it again"
        )


def _page(pdf: Any, index: int, *, again: bool) -> _Page:
    place = f"page {index + 1}"
    try:
        page = pdf[index]
    except pypdfium2.PdfiumError:
        lost = Remark("error", "page_unreadable", "the page is damaged and was not read", place)
        return _Page(place, Marks(remarks=(lost,)))
    page, boxes = with_fields(pdf, page, index)
    try:
        marks = marks_of(page, place, boxes, again=again)
    finally:
        page.close()
    grids, outside = _ruled(marks, place)
    letters = Counter[float]()
    for word in marks.words:
        letters[round(word.box.height, 1)] += len(word.text)
    return _Page(place, marks, grids, lines_of(outside), letters)


def _ruled(marks: Marks, place: str) -> tuple[list[Placed], list[Word]]:
    """The ruled tables of a page, and the words that stand in none of them."""
    grids: list[Placed] = []
    outside = list(marks.words)
    for table in lattices_of(marks.across, marks.down):
        inside = [word for word in outside if table.box.holds(word.box.middle)]
        if inside:
            outside = [word for word in outside if not table.box.holds(word.box.middle)]
            grid = ruled_grid(table, inside, marks.shades, place)
            titles = header_above(table, outside, grid, marks.shades)
            if titles:
                grid = with_header(grid, table, titles)
                outside = [word for word in outside if word not in titles]
            grids.append((min([table.box.top, *(word.box.top for word in titles)]), grid))
    return grids, outside


def _blocks(pages: Sequence[_Page], lines: Sequence[Sequence[TextLine]]) -> Iterator[Block]:
    letters = sum((page.letters for page in pages), Counter[float]())
    measures = measures_of([line for page in lines for line in page], letters)
    carried: Columns | None = None
    for page, kept in zip(pages, lines, strict=True):
        placed, carried = _placed(page, kept, carried, measures)
        yield from _numbered([block for _, block in placed])


def _placed(
    page: _Page, lines: Sequence[TextLine], carried: Columns | None, measures: Measures
) -> tuple[list[Placed], Columns | None]:
    """The blocks of one page from top to bottom, and the columns of the table that it ends in."""
    across = merged(page.marks.across)
    tables = open_tables(lines, across, carried, lambda _: page.place, even=not page.marks.scanned)
    placed = [*page.grids, *((lines[table.start].box.top, table.grid) for table in tables)]
    for run in _runs_outside(lines, [(table.start, table.stop) for table in tables]):
        placed += paragraphs(run, measures, page.place)
    placed.sort(key=lambda entry: entry[0])
    ends_in_table = bool(tables) and placed[-1][1] is tables[-1].grid
    return placed, tables[-1].columns if ends_in_table else None


def _runs_outside(
    lines: Sequence[TextLine], taken: Sequence[tuple[int, int]]
) -> Iterator[Sequence[TextLine]]:
    start = 0
    for first, stop in [*taken, (len(lines), len(lines))]:
        if first > start:
            yield lines[start:first]
        start = max(start, stop)


def _numbered(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks of one page, rows numbered through, the first marked as the start of the page."""
    number = 0
    for position, block in enumerate(blocks):
        if not isinstance(block, Grid):
            yield block
            continue
        rows = tuple(replace(row, line=number + order) for order, row in enumerate(block.rows, 1))
        number += len(rows)
        yield Grid(rows, block.place, new_page=position == 0)
