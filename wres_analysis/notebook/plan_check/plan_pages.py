"""A plan cut into what is looked at together, and a page of a PDF drawn, with the heights of its actions."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pypdfium2

from wres_analysis.documents.document import Block, Document, Grid, Line
from wres_analysis.documents.pdf import opened_pdf
from wres_analysis.documents.pdf_glyphs import text_of
from wres_analysis.documents.pdf_words import TextLine, Word, lines_of
from wres_analysis.errors import DocumentError
from wres_analysis.plans.reading import MEGABYTES_FOR_A_DOCUMENT, SECONDS_FOR_A_DOCUMENT
from wres_analysis.processes.workers import run_in_children

MOST_ROWS = 40
PAGED = ("pdf", "scan")
_SHEET = re.compile(r"(sheet .+?)(?:, row \d+)?")


@dataclass(frozen=True)
class Leaf:
    """A part of a document that is shown at once."""

    title: str  # "page 2", "sheet Plan", "part 1 of 3"
    page: int = 0  # number of the page where there is a picture of it, otherwise 0
    blocks: tuple[Block, ...] = ()  # what it holds; used where there is no picture
    rows: tuple[int, ...] = ()  # rows of ACTIONS that start on it


def leaves_of(document: Document, actions: pd.DataFrame) -> list[Leaf]:
    """The leaves of a document, each action on one of them."""
    if document.kind in PAGED:
        bare = [Leaf(f"page {number}", number) for number in range(1, max(1, document.pages) + 1)]
        places = [{leaf.title} for leaf in bare]
    else:
        # the sheets of a workbook, or the whole of another document, cut where they are long
        groups: dict[str, list[Block]] = {}
        for block in document.blocks:
            sheet = _SHEET.fullmatch(block.place)
            groups.setdefault(sheet[1] if sheet else "the document", []).append(block)
        bare = [leaf for title, blocks in groups.items() for leaf in _cut(title, blocks)] or [
            Leaf("the document")
        ]
        places = [_places(leaf.blocks) for leaf in bare]
    rows: list[list[int]] = [[] for _ in bare]
    for place, row in zip(actions["place"], actions["row"], strict=True):
        # a place that no leaf has is shown with the first, so that no action is ever missing
        rows[next((at for at, held in enumerate(places) if place in held), 0)].append(int(row))
    return [replace(leaf, rows=tuple(held)) for leaf, held in zip(bare, rows, strict=True)]


def _places(blocks: Sequence[Block]) -> set[str]:
    lines = {block.place for block in blocks if isinstance(block, Line)}
    return lines | {row.place for block in blocks if isinstance(block, Grid) for row in block.rows}


def _cut(title: str, blocks: Sequence[Block]) -> Iterator[Leaf]:
    parts: list[list[Block]] = [[]]
    held = 0
    for piece in (piece for block in blocks for piece in _pieces(block)):
        size = len(piece.rows) if isinstance(piece, Grid) else 1
        if held + size > MOST_ROWS and 2 * held > MOST_ROWS:  # a title stays with the table below it
            parts.append([])
            held = 0
        parts[-1].append(piece)
        held += size
    for number, part in enumerate(parts, start=1):
        yield Leaf(title if len(parts) == 1 else f"{title}, part {number} of {len(parts)}", 0, tuple(part))


def _pieces(block: Block) -> Iterator[Block]:
    if isinstance(block, Line) or len(block.rows) <= MOST_ROWS:
        yield block
        return
    for start in range(0, len(block.rows), MOST_ROWS):
        yield Grid(block.rows[start : start + MOST_ROWS], block.place)


MOST_WORDS = 15
LEAST_WORDS = 4
_LINES_BELOW = 3
_INDENT = 14.0  # points by which a line may start beside the line above it, as behind a bullet
_GAP = 3.0  # heights of a word: what stands further to the right is in another column
_WORD = re.compile(r"[^\W_]+")

_Place = tuple[int, int]


def row_tops(wordings: Mapping[int, Sequence[str]], lines: Sequence[TextLine]) -> dict[int, float]:
    """How far below the top of a page each action starts; an action that is not found is not in it."""
    words = [[_plain(word.text) for word in line.words] for line in lines]
    taken: set[_Place] = set()
    tops: dict[int, float] = {}
    for row, texts in wordings.items():
        place = next(filter(None, (_best(_words(text), lines, words, taken) for text in texts)), None)
        if place:
            taken.add(place)
            tops[row] = lines[place[0]].words[place[1]].box.top
    return tops


def _plain(text: str) -> str:
    return "".join(_WORD.findall(text.casefold()))


def _words(text: str) -> list[str]:
    return [word for word in map(_plain, text.split()) if word][:MOST_WORDS]


def _best(
    wanted: Sequence[str],
    lines: Sequence[TextLine],
    words: Sequence[Sequence[str]],
    taken: set[_Place],
) -> _Place | None:
    """The first of the places where most of the words follow each other."""
    places = ((at, order) for at, line in enumerate(words) for order in range(len(line)))
    starts = [place for place in places if words[place[0]][place[1]] in wanted[:1] and place not in taken]
    found = {place: _followed(wanted, place, lines, words) for place in starts}
    best = max(found, key=lambda place: found[place], default=None)
    return best if best and found[best] >= min(LEAST_WORDS, len(wanted)) else None


def _followed(
    wanted: Sequence[str], start: _Place, lines: Sequence[TextLine], words: Sequence[Sequence[str]]
) -> int:
    """How many of the words follow each other from a place on, to the right and then below."""
    at, order = start
    left = lines[at].words[order].box.left
    for count, word in enumerate(wanted[1:], start=1):
        place = _next(word, (at, order), left, lines, words)
        if place is None:
            return count
        at, order = place
    return len(wanted)


def _next(
    word: str, place: _Place, left: float, lines: Sequence[TextLine], words: Sequence[Sequence[str]]
) -> _Place | None:
    at, order = place
    beside = lines[at].words
    if order + 1 < len(beside) and _near(beside[order], beside[order + 1]):
        return (at, order + 1) if words[at][order + 1] == word else None
    for below in range(at + 1, min(at + 1 + _LINES_BELOW, len(lines))):
        for order, candidate in enumerate(lines[below].words):
            if abs(candidate.box.left - left) <= _INDENT and words[below][order] == word:
                return below, order
    return None


def _near(word: Word, other: Word) -> bool:
    return other.box.left - word.box.right <= _GAP * max(word.box.height, other.box.height)


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
    scale = LONGEST_SIDE / max(*page.get_size(), 1.0)
    turn = (text.turn.quarter * _QUARTER - page.get_rotation()) % (4 * _QUARTER)
    image = page.render(scale=scale, rotation=turn).to_pil().convert("RGB")
    height = text.turn.size[1] or 1.0
    tops = row_tops(wordings, lines_of(text.words))
    page.close()
    shares = {row: min(max(top / height, 0.0), 1.0) for row, top in tops.items()}
    stream = io.BytesIO()
    image.quantize(COLOURS).save(stream, format="PNG", optimize=True)
    return PagePicture(stream.getvalue(), image.width, image.height, shares)
