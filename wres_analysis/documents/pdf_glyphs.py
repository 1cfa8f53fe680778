"""Characters of a PDF page → words, by where they stand and not by their order in the file.

This is the innermost loop of reading: it runs once for each character, so it works on plain numbers.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium

from wres_analysis.documents.cell_text import shown_in
from wres_analysis.documents.pdf_words import Box, Turn, Word, lines_of

SLANTED = -1
_QUARTER = math.pi / 2
_SLANT = 0.1  # at 0.4 watermark_and_form.pdf keeps its watermark; less: guard
_BOLD_WEIGHT = 600  # at 150 all text of d11_report.pdf is bold; more: guard
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_NAME_BYTES = 128  # names of fonts are shorter
_UNMAPPED = frozenset((0, 0xFFFD))
_SPACES = frozenset((0x09, 0x0A, 0x0D, 0x20, 0xA0, 0xAD, 0x2002, 0x2003, 0x2009, 0x200B, 0x202F, 0xFEFF))
_NO_LETTERS = _UNMAPPED | _SPACES
_SPECIAL: Mapping[int, str] = {
    **dict(enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"), 0xFB00)),
    # pdfium writes one of these two where a line ends in a hyphen
    0x02: "-",
    0xFFFE: "-",
    # bullets, ticks and boxes of the symbol fonts of office programs
    **dict.fromkeys((0xF0B7, 0xF0A7, 0xF076, 0xF0D8, 0xF02D, 0xF0A8), "•"),
    **{0xF000 + code: shown_in("wingdings", chr(code)) for code in (0xFB, 0xFC, 0xFD, 0xFE, 0x6F)},
}
# shares of the height of the characters
_SAME_LINE = 0.5  # above 1 letters of sideways.pdf fall apart; less: guard
_LETTER_GAP = 0.25  # guard: a wider room is a space
_FALSE_SPACE = 0.05  # at 0.2 words of d05_blocks.pdf join; less: guard
_BACKWARDS = -0.35  # at -0.09 words of columns_ruled_only.pdf fall apart; more: guard
# a raised note mark: smaller than the letter before it, its foot higher, and close behind
# at 0.21 or 0.4 for the first two raised_note_mark.pdf keeps its mark; at 1.06 small letters go
_RAISED_SIZE, _RAISED_FOOT, _RAISED_GAP = 0.85, 0.1, 0.4
_NOTE_MARKS = frozenset("0123456789*†‡,")

_Edges = tuple[float, float, float, float]


@dataclass(frozen=True)
class PageText:
    """The words of a page."""

    words: list[Word]  # without slanted ones; a line that is written sideways is one word
    turn: Turn  # what made most of them upright
    slanted: str  # text that is neither upright nor turned by a quarter, such as a watermark
    letters: int  # how many characters the words have
    unmapped: int  # characters whose font does not say what they are
    raised: str  # marks of notes that stood raised behind words
    off_page: str  # text that stands outside what the page shows


@dataclass(slots=True)
class _Run:
    """The letters of a word so far, its edges as its reader sees them, and the edges of its last letter."""

    letters: list[str]
    quarter: int
    bold: bool
    left: float
    top: float
    right: float
    bottom: float
    last: _Edges


def text_of(page: Any) -> PageText:
    """The words of one page, turned so that most are upright, whatever the page says of its rotation."""
    text = page.get_textpage()
    try:
        get = pdfium.FPDFText_GetUnicode
        codes = [get(text, index) for index in range(text.count_chars())]
        raised: list[str] = []
        runs = list(_runs(text, codes, raised))
    finally:
        text.close()
    letters = Counter[int]()
    for run in runs:
        letters[run.quarter] += len(run.letters)
    slanted = " ".join("".join(run.letters) for run in runs if run.quarter == SLANTED)
    del letters[SLANTED]
    turn = Turn(max(letters, key=lambda quarter: letters[quarter], default=0), *page.get_cropbox())
    words = _without_raised(_upright([run for run in runs if run.quarter != SLANTED], turn), raised)
    page_box = Box(0.0, 0.0, *turn.size)
    shown = [word for word in words if page_box.holds(word.box.middle)]
    off_page = " ".join(word.text for word in words if not page_box.holds(word.box.middle))
    unmapped = sum(code in _UNMAPPED for code in codes)
    return PageText(shown, turn, slanted, letters.total(), unmapped, " ".join(raised), off_page)


def _runs(text: Any, codes: Sequence[int], raised: list[str]) -> Iterator[_Run]:
    box, name = pdfium.FS_RECTF(), ctypes.create_string_buffer(_NAME_BYTES)
    run: _Run | None = None
    space, quarter, bold = True, 0, False
    for index, code in enumerate(codes):
        if code in _NO_LETTERS:
            space = True
            continue
        if space:
            quarter, bold = _direction(text, index), _is_bold(text, index, name)
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        edges = _as_read(box, quarter)
        letter = _SPECIAL.get(code) or chr(code)
        if (
            letter in _NOTE_MARKS
            and run is not None
            and run.quarter == quarter
            and _is_raised(run.last, edges)
        ):
            raised.append(letter)
            run.last = (run.last[0], run.last[1], edges[2], run.last[3])
            continue
        if run is not None and run.quarter == quarter and _goes_on(run.last, edges, space):
            _add(run, letter, edges)
        else:
            if run is not None:
                yield run
            run = _Run([letter], quarter, bold, *edges, edges)
        space = False
    if run is not None:
        yield run


def _direction(text: Any, index: int) -> int:
    """Quarter turns, against the clock, that a character is written in."""
    turns = -pdfium.FPDFText_GetCharAngle(text, index) / _QUARTER
    nearest = round(turns)
    return nearest % 4 if abs(turns - nearest) < _SLANT else SLANTED


def _is_bold(text: Any, index: int, name: Any) -> bool:
    """By weight or by the name of the font: many files give only one of them."""
    if pdfium.FPDFText_GetFontWeight(text, index) >= _BOLD_WEIGHT:
        return True
    length = pdfium.FPDFText_GetFontInfo(text, index, name, _NAME_BYTES, ctypes.c_int())
    lower = name.value.decode("utf-8", "replace").lower() if 0 < length <= _NAME_BYTES else ""
    return any(word in lower for word in _BOLD_NAMES)


def _as_read(box: Any, quarter: int) -> _Edges:
    """Left, top, right and bottom as the reader of a line in this direction sees them, y downwards."""
    if quarter == 1:
        return box.bottom, box.left, box.top, box.right
    if quarter == 2:
        return -box.right, box.bottom, -box.left, box.top
    if quarter == 3:
        return -box.top, -box.right, -box.bottom, -box.left
    return box.left, -box.top, box.right, -box.bottom


def _goes_on(before: _Edges, after: _Edges, space: bool) -> bool:
    """Whether a character belongs to the word of the one before it; a space without room parts nothing."""
    if before == after:
        return True  # a ligature: several letters in one box
    height = after[3] - after[1]
    if before[1] != after[1] or before[3] != after[3]:
        one = before[3] - before[1]
        overlap = min(before[3], after[3]) - max(before[1], after[1])
        if overlap < _SAME_LINE * min(one, height):
            return False
        height = max(one, height)
    return _BACKWARDS * height < after[0] - before[2] < (_FALSE_SPACE if space else _LETTER_GAP) * height


def _is_raised(before: _Edges, after: _Edges) -> bool:
    """Whether a character is a small one above the foot of the one before it, as the mark of a note is."""
    height = before[3] - before[1]
    return (
        after[3] - after[1] < _RAISED_SIZE * height
        and before[1] - height < after[3] < before[3] - _RAISED_FOOT * height
        and _BACKWARDS * height < after[0] - before[2] < _RAISED_GAP * height
    )


def _add(run: _Run, letter: str, edges: _Edges) -> None:
    run.letters.append(letter)
    run.last = edges
    left, top, right, bottom = edges
    if left < run.left:
        run.left = left
    if top < run.top:
        run.top = top
    if right > run.right:
        run.right = right
    if bottom > run.bottom:
        run.bottom = bottom


def _without_raised(words: list[Word], raised: list[str]) -> list[Word]:
    """Words without the marks of notes that were drawn later than the word that they stand behind."""
    usual = median(word.box.height for word in words) if words else 0.0
    edges = [(word.box.left, word.box.top, word.box.right, word.box.bottom) for word in words]
    marks = {
        word
        for word, own in zip(words, edges, strict=True)
        if word.box.height < _RAISED_SIZE * usual
        and _NOTE_MARKS.issuperset(word.text)
        and any(_is_raised(other, own) for other in edges)
    }
    raised += [mark.text for mark in marks]
    return [word for word in words if word not in marks] if marks else words


def _upright(runs: Sequence[_Run], turn: Turn) -> list[Word]:
    """Words where they stand on the upright page; lines written in another direction become one word each."""
    words: list[Word] = []
    sideways: dict[int, list[Word]] = {}
    for run in runs:
        box = Box(run.left, run.top, run.right, run.bottom)
        if run.quarter == turn.quarter:
            words.append(Word("".join(run.letters), _on_page(box, run.quarter, turn), run.bold))
        else:
            sideways.setdefault(run.quarter, []).append(Word("".join(run.letters), box, run.bold))
    for quarter, found in sideways.items():
        for line in lines_of(found):
            words.append(Word(line.text, _on_page(line.box, quarter, turn), line.words[0].bold))
    return words


def _on_page(box: Box, quarter: int, turn: Turn) -> Box:
    """Edges as a reader of a direction sees them → the box on the upright page."""
    page = Turn(quarter, 0.0, 0.0, 0.0, 0.0)
    return turn.box(*page.back(box.left, box.top), *page.back(box.right, box.bottom))
