"""One page of a PDF plan as a picture, with the heights at which its actions stand; in a child process."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2

from wres_analysis.documents.pdf import opened_pdf
from wres_analysis.documents.pdf_glyphs import text_of
from wres_analysis.documents.pdf_words import lines_of
from wres_analysis.errors import DocumentError
from wres_analysis.notebook.plan_check.marks import row_tops
from wres_analysis.plans.reading import MEGABYTES_FOR_A_DOCUMENT, SECONDS_FOR_A_DOCUMENT
from wres_analysis.processes.workers import run_in_children

LONGEST_SIDE = 1300  # pixels: readable when enlarged, about a hundred kilobytes
COLOURS = 48
_QUARTER = 90


class PagePicture(NamedTuple):
    """A page as a picture."""

    png: bytes
    width: int  # in pixels
    height: int  # in pixels
    # row number to how far below the top of the picture its action starts, from 0 to 1
    tops: dict[int, float]


def draw_page(path: Path, page: int, wordings: Mapping[int, Sequence[str]]) -> PagePicture:
    """Draw one page in a child process with limits on time and memory."""
    (outcome,) = run_in_children(
        partial(picture_of, page=page, wordings=wordings),
        [path],
        jobs=1,
        seconds=SECONDS_FOR_A_DOCUMENT,
        megabytes=MEGABYTES_FOR_A_DOCUMENT,
        name=lambda path: path.name,
    )
    if outcome.value is None:
        raise outcome.error or DocumentError("the page was not drawn", path.name)
    return outcome.value


def picture_of(path: Path, page: int, wordings: Mapping[int, Sequence[str]]) -> PagePicture:
    """One page as a picture, turned as it was read; for a child process."""
    try:
        with opened_pdf(path) as pdf:
            pdf.init_forms()  # what was typed into a form is drawn only then
            return _picture(pdf[page - 1], wordings)
    except (pypdfium2.PdfiumError, IndexError):
        raise DocumentError(f"page {page} cannot be drawn", path.name, "open the file itself") from None


def _picture(page: Any, wordings: Mapping[int, Sequence[str]]) -> PagePicture:
    text = text_of(page)
    image = _drawn(page, text.turn.quarter)
    height = text.turn.size[1] or 1.0
    tops = row_tops(wordings, lines_of(text.words))
    page.close()
    shares = {row: min(max(top / height, 0.0), 1.0) for row, top in tops.items()}
    return PagePicture(_png(image), image.width, image.height, shares)


def _drawn(page: Any, quarter: int) -> Any:
    scale = LONGEST_SIDE / max(*page.get_size(), 1.0)
    turn = (quarter * _QUARTER - page.get_rotation()) % (4 * _QUARTER)
    return page.render(scale=scale, rotation=turn).to_pil().convert("RGB")


def _png(image: Any) -> bytes:
    stream = io.BytesIO()
    image.quantize(COLOURS).save(stream, format="PNG", optimize=True)
    return stream.getvalue()
