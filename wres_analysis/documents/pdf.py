"""PDF files: pages turned upright, ruled tables by their rules, other tables by their words, then lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from wres_analysis.documents.cell_text import TICKED, UNTICKED, known_share, with_whole_words
from wres_analysis.documents.document import Block, Document, Grid, Remark, left_out, struck_out
from wres_analysis.documents.opening import check_size, damaged
from wres_analysis.documents.pdf_drawing import INSTALL, NOT_READ, Drawing, Marks, hide_unseen, without_struck
from wres_analysis.documents.pdf_glyphs import PageText, text_of
from wres_analysis.documents.pdf_header import Columns
from wres_analysis.documents.pdf_rows import open_tables
from wres_analysis.documents.pdf_tables import header_above, lattices_of, merged, ruled_grid, with_header
from wres_analysis.documents.pdf_words import TextLine, Word, lines_of, measures_of, paragraphs
from wres_analysis.errors import DocumentError
from wres_analysis.vocabulary.headings import is_header

_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–|]?\s*\d{1,3}\s*(?:(?:of|/)\s*\d{1,3})?\s*[-–|]?", re.IGNORECASE)
_EDGE = 0.12  # at 0.03 heads and feet of d01_ruled.pdf and d12_once.pdf stay; more: guard, text starts there
_TITLE_GAP = 0.35  # guard: a repeated header of a table is no running head
_LEAST_PAGES = 2  # at 1 or 3 d04_borderless.pdf and d05_blocks.pdf lose lines or keep their running heads
_SAME_PLACE = 4.0  # guard: points; a running head stands where it stood
_END = b"%%EOF"
_END_WITHIN = 2048  # as readers of PDF allow it

_Key = tuple[str, int]
Placed = tuple[float, Block]


def read_pdf(path: Path) -> Document:
    """A PDF file as a document."""
    pages: list[Marks] = []
    with opened_pdf(path) as pdf:
        check_size(path, "pages", len(pdf))
        for index in range(len(pdf)):
            # pages in a language that is not known are not all read twice
            pages.append(_page(pdf, index, again=not any(page.doubted for page in pages)))
    remarks = [remark for page in pages for remark in page.remarks]
    if _END not in path.read_bytes()[-_END_WITHIN:]:
        message = "the file has no end mark, so pages may be missing; fetch it again"
        remarks.insert(0, Remark("error", "cut_short", message))
    ruled = [_ruled(page, f"page {number}") for number, page in enumerate(pages, 1)]
    filled = [page for page, (grids, lines) in zip(pages, ruled, strict=True) if grids or lines]
    if not filled and any(remark.code == NOT_READ for remark in remarks):
        raise DocumentError("it is a scan, and it could not be read", path.name, INSTALL)
    kept, furniture = without_furniture([lines for _, lines in ruled], [page.height for page in pages])
    remarks += left_out("info", "page_furniture", "running heads and feet were left out", furniture)
    kind = "scan" if filled and all(page.scanned for page in filled) else "pdf"
    blocks = with_whole_words(list(_blocks(pages, [grids for grids, _ in ruled], kept)))
    return Document(path.name, kind, blocks, tuple(remarks), pages=len(pages))


@contextmanager
def opened_pdf(path: Path) -> Iterator[Any]:
    """A PDF file, opened by pdfium and closed again; for a child process with limits."""
    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        # a page tree that runs in a circle is reported as locked too
        locked = b"/Encrypt" in path.read_bytes()
        if locked and error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            what = "it is protected by a password"
            raise DocumentError(what, path.name, "save a copy without the password") from None
        raise damaged(path) from None
    try:
        if pdf.get_formtype() != raw.FORMTYPE_NONE:
            pdf.init_forms()
        yield pdf
    finally:
        pdf.close()


def _page(pdf: Any, index: int, *, again: bool) -> Marks:
    place = f"page {index + 1}"
    try:
        page = pdf[index]
    except pypdfium2.PdfiumError:
        return Marks(
            remarks=(Remark("error", "page_unreadable", "the page is damaged and was not read", place),)
        )
    page, boxes = _with_fields(pdf, page, index)
    try:
        return marks_of(page, place, boxes, again=again)
    finally:
        page.close()


def _ruled(marks: Marks, place: str) -> tuple[list[Placed], list[TextLine]]:
    """The ruled tables of a page, and the lines that stand in none of them."""
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
    return grids, lines_of(outside)


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


def _blocks(
    pages: Sequence[Marks], ruled: Sequence[Sequence[Placed]], lines: Sequence[Sequence[TextLine]]
) -> Iterator[Block]:
    """The blocks of each page from top to bottom; a table that ends a page may go on on the next one."""
    words = (word for page in pages for word in page.words)
    measures = measures_of([line for page in lines for line in page], words)
    carried: Columns | None = None
    for number, (page, grids, kept) in enumerate(zip(pages, ruled, lines, strict=True), 1):
        place = f"page {number}"
        tables = open_tables(kept, merged(page.across), carried, [place] * len(kept), even=not page.scanned)
        placed: list[Placed] = [*grids, *((kept[table.start].box.top, table.grid) for table in tables)]
        start = 0
        for first, stop in [*((table.start, table.stop) for table in tables), (len(kept), len(kept))]:
            placed += paragraphs(kept[start:first], measures, place)
            start = max(start, stop)
        placed.sort(key=itemgetter(0))
        ends_in_table = bool(tables) and placed[-1][1] is tables[-1].grid
        carried = tables[-1].columns if ends_in_table else None
        yield from _numbered([block for _, block in placed])


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


_TO_TICK = (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON)
_DRAWN = {raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STRIKEOUT}
FieldBox = tuple[tuple[float, float, float, float], str]
"""A box or button of a form: left, bottom, right and top on the page, and its sign."""


def _with_fields(pdf: Any, page: Any, index: int) -> tuple[Any, list[FieldBox]]:
    """The page with what was typed into its forms and onto it, which is no part of its text otherwise."""
    notes = [raw.FPDFPage_GetAnnot(page, number) for number in range(raw.FPDFPage_GetAnnotCount(page))]
    kinds = {raw.FPDFAnnot_GetSubtype(note) for note in notes if note}
    boxes: list[FieldBox] = []
    place = raw.FS_RECTF()
    for note in filter(None, notes):
        form = pdf.formenv.raw if pdf.formenv is not None else None
        to_tick = form and raw.FPDFAnnot_GetFormFieldType(form, note) in _TO_TICK
        if to_tick and raw.FPDFAnnot_GetRect(note, place):
            sign = TICKED if raw.FPDFAnnot_IsChecked(form, note) else UNTICKED
            boxes.append(((place.left, place.bottom, place.right, place.top), sign))
        raw.FPDFPage_CloseAnnot(note)
    if not kinds & _DRAWN:
        return page, boxes
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    page.close()
    return pdf[index], boxes


_FEW_LETTERS = 20  # letters of a page number beside a picture
_HEAD_AND_FOOT = 200  # letters printed round a scan
_MANY_SHAPES = 300  # outlines of a page whose letters are drawn
_MOST_OF_PAGE = 0.5  # above 1 layer_good.pdf is no scan; less: a logo is one
# curves, and curves to a letter of text: letters drawn as shapes; logos and charts have fewer
_MANY_CURVES, _CURVES_TO_LETTERS = 80, 2
# Share of known words below which a text is garbled: real plans have 0.8 and more, garbled ones up to 0.55.
_GARBLED = 0.6
_BETTER = 0.1  # recognition must be plainly better than the text in the file
# share of characters that have no text behind them
_UNMAPPED = 0.05


def marks_of(page: Any, place: str, boxes: Sequence[FieldBox] = (), *, again: bool = True) -> Marks:
    """The marks of one page; `again`: whether text that cannot be read is recognised once more."""
    text = text_of(page)
    drawing = Drawing(page, text.turn)
    width, height = text.turn.size
    share = drawing.image_area / max(1.0, width * height)
    layered = drawing.invisible and share > _MOST_OF_PAGE  # a scan with its text behind the picture
    in_file = text.words
    if drawing.doubtful and not layered and hide_unseen(page, drawing.doubtful, text.turn):
        text = replace(text_of(page), turn=text.turn)
    seen = set(text.words)
    hidden = [word for word in in_file if word not in seen] if len(seen) < len(in_file) else []
    # a sign for each box of a form, instead of what its program drew in it
    signs = [Word(sign, text.turn.box(*corners), bold=False) for corners, sign in boxes]
    drawn = (word for word in text.words if not any(sign.box.holds(word.box.middle) for sign in signs))
    words, struck, across = without_struck([*drawn, *signs], drawing.across)
    remarks = (*_remarks(text, drawing, place), *_left_out(text, hidden, struck, place))
    marks = Marks(words, across, drawing.down, drawing.shades, height, False, remarks)
    recognised_before = drawing.invisible and text.letters > _FEW_LETTERS
    # a picture of text over most of the page, or its letters drawn as shapes
    is_picture = text.letters < _HEAD_AND_FOOT and share > _MOST_OF_PAGE
    is_shaped = text.letters < _FEW_LETTERS and drawing.paths > _MANY_SHAPES
    is_curved = drawing.curved > max(_MANY_CURVES, _CURVES_TO_LETTERS * text.letters)
    if not recognised_before and (is_picture or is_shaped or is_curved):
        pictured = share > _MOST_OF_PAGE or text.letters < _FEW_LETTERS
        found = _recognised(page, place)
        if len(found.words) >= (1 if pictured else len(words)) or not words:
            return found
        return replace(marks, remarks=(*marks.remarks, *found.remarks))
    known = known_share(word.text for word in words)
    if again and known is not None and (known < _GARBLED or text.unmapped > _UNMAPPED * text.letters):
        return _read_again(page, marks, known, place)
    return marks


def _recognised(page: Any, place: str) -> Marks:
    # only scans need numpy, scipy, Pillow and tesseract
    from wres_analysis.documents.scan import recognised

    return recognised(page, place)


def _read_again(page: Any, marks: Marks, known: float, place: str) -> Marks:
    """The page recognised as a picture, where that gives more words that plans are known to use."""
    found = _recognised(page, place)
    better = known_share(word.text for word in found.words)
    if better is not None and better > known + _BETTER:
        message = "the text in the file is garbled, so the page was read as a picture; check it"
        remarks = (Remark("warn", "garbled_text", message, place), *found.remarks)
        return replace(found, remarks=remarks)
    if found.words:
        return replace(marks, doubted=True)
    again = "the page could not be read as a picture"
    message = f"much of the text in the file is no language that is known, and {again}; {INSTALL}"
    remark = Remark("error", "garbled_text", message, place)
    return replace(marks, doubted=True, remarks=(*marks.remarks, remark))


def _left_out(text: PageText, hidden: Sequence[Word], struck: Sequence[Word], place: str) -> Iterator[Remark]:
    """What stands in the file and does not show on the page, or not as current."""
    hidden_text, off_page = "text that the page does not show", "text outside what the page shows"
    yield from left_out("warn", "hidden_text", f"{hidden_text} was left out", [_joined(hidden)], place)
    yield from left_out("warn", "off_page_text", f"{off_page} was left out", [text.off_page], place)
    yield from struck_out([_joined(struck)], place)
    yield from left_out("info", "note_marks", "raised note marks were left out", [text.raised], place)


def _joined(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _remarks(text: PageText, drawing: Drawing, place: str) -> Iterator[Remark]:
    if drawing.invisible and text.letters:
        message = "the page is a scan whose text was recognised before it was published, so check it"
        yield Remark("warn", "ocr", message, place)
    if not drawing.complete:
        message = "the page holds a drawing of very many lines; rules of tables on it may be missed"
        yield Remark("warn", "drawing_too_large", message, place)
    if text.unmapped:
        message = f"{text.unmapped} characters have no text behind them and are missing"
        yield Remark("error", "unmapped_text", message, place)
    if text.slanted:
        yield Remark("info", "slanted_text", f"slanted text was left out: {text.slanted[:60]}", place)
