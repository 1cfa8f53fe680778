"""What stands on one page of a PDF file: words, rules and coloured areas, drawn or scanned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wres_analysis.documents.document import Remark
from wres_analysis.documents.pdf_drawing import Drawing
from wres_analysis.documents.pdf_geometry import Rule, Shade
from wres_analysis.documents.pdf_glyphs import PageText, text_of
from wres_analysis.documents.pdf_words import Word

NOT_READ = "scan_not_read"
INSTALL = (
    "install tesseract (Debian, Ubuntu: apt-get install tesseract-ocr; macOS: brew install tesseract; "
    "Windows: its installer), or ask the publisher for the original file"
)
_FEW_LETTERS = 20
_HEAD_AND_FOOT = 200
_MANY_SHAPES = 300
_MOST_OF_PAGE = 0.5


@dataclass(frozen=True)
class Marks:
    """Everything on one upright page that its reader needs."""

    words: Sequence[Word] = ()
    across: Sequence[Rule] = ()
    down: Sequence[Rule] = ()
    shades: Sequence[Shade] = ()  # in the order of drawing
    height: float = 0.0  # of the page, in points
    scanned: bool = False  # whether the words were recognised in a picture
    remarks: Sequence[Remark] = ()


def marks_of(page: Any, place: str) -> Marks:
    """The marks of one page."""
    text = text_of(page)
    drawing = Drawing(page, text.turn)
    width, height = text.turn.size
    remarks = tuple(_remarks(text, drawing, place))
    recognised_before = drawing.invisible and text.letters > _FEW_LETTERS
    share = drawing.image_area / max(1.0, width * height)
    if not recognised_before and is_scan(text.letters, share, drawing.paths):
        # only scans need numpy, scipy, Pillow and tesseract
        from wres_analysis.documents.scan import recognised

        found = recognised(page, place)
        if found.words or not text.letters:
            return found
        remarks = (*remarks, *found.remarks)
    return Marks(text.words, drawing.across, drawing.down, drawing.shades, height, False, remarks)


def is_scan(letters: int, image_share: float, paths: int) -> bool:
    """Whether a page is a picture of text: a picture over most of it, or its letters drawn as shapes.

    Examples
    --------
    >>> is_scan(0, 0.99, 0), is_scan(2_000, 0.99, 0), is_scan(5, 0.0, 3_000)
    (True, False, True)
    """
    pictured = letters < _HEAD_AND_FOOT and image_share > _MOST_OF_PAGE
    return pictured or (letters < _FEW_LETTERS and paths > _MANY_SHAPES)


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
