"""Scanned pages: made straight, their rules found and wiped out, their text recognised cell by cell."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageOps
from scipy import ndimage

from wres_analysis.documents.document import Remark, runs_of
from wres_analysis.documents.pdf_drawing import INSTALL, NOT_READ, Marks
from wres_analysis.documents.pdf_tables import Lattice, lattices_of
from wres_analysis.documents.pdf_words import Box, Rule, Word

_DARK = 140  # grey level; darker is ink
_PALE = 190  # grey level of rules printed in grey
_PALE_RUN = 1.5  # inches; pale text has no stretch as long
_SMALL = 1_000  # pixels; enough to see the slope of lines
_STEPS = (0.5, 0.1)  # degrees, first coarse and then fine
_TURNS = 6  # steps to either side: pages lie within 3 degrees
_GAIN = 1.02  # guard: a level page stays as it is
_RUN = 0.2  # inches; letters have no stroke as long
_UNBROKEN = 0.97  # guard: rules of a scan have gaps of a pixel
_GAP = 5  # pixels
_SEAMS = 5  # pixels: two on either side
_THICK = 0.035  # inches; thicker is a bar or a picture
_NEAR = 0.05  # inches; dots of letters have their letters nearer
_SPECK = 0.02  # inches; less ink is dirt
_SECONDS = 60  # guard: a call that hangs
_ONE_BLOCK = "6"
_ONE_LINE = "7"
_SURE_ENOUGH = 60.0  # guard: a single sign is mostly dirt
_SIGNS = frozenset("&+/-–•%")
_WORD = "5"
_WINDOWS_PLACE = Path("C:/Program Files/Tesseract-OCR/tesseract.exe")

_DPI = 300.0  # dots to an inch that tesseract is made for
_MOST_PIXELS = 12_000_000  # guard: posters
_TALLEST = 30_000  # tesseract takes 32,767 pixels
_MARGIN = 16  # pixels of white that tesseract needs round a text
_INSET = 2  # pixels that a rule reaches into its cell
_POINTS = 72.0  # to the inch
_UNSURE = 60.0  # words that the remark names
_MOST_NAMED = 15  # words in a remark
_TALL = 1.3  # guard: a word of large type keeps its height
_WHITE = 255  # grey level

_INK = 100  # darker than white by this is ink
_MOST_RETRIES = 20  # guard: each is one more call of tesseract
_NOISE = 30.0  # of 100: words below it are dirt, if they are short
_NOISE_LETTERS = 3  # the longest word that is dirt

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Pixels = tuple[int, int, int, int]


@dataclass(frozen=True)
class Recognition:
    """A word with its box in pixels, how sure tesseract is of it (0-100), and the line it stands on."""

    text: str
    box: Box
    sure: float
    line: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Piece:
    """A part of the picture and where its top left stands on it, in pixels."""

    picture: Image.Image
    left: int
    top: int


@dataclass(frozen=True)
class Raster:
    """A page as a picture without its rules, and the rules, in points."""

    picture: Image.Image
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    dpi: float  # dots to an inch


def raster_of(picture: Image.Image, dpi: float) -> Raster:
    """A picture of a page made ready for recognition."""
    angle = skew_of(picture)
    straight = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255) if angle else picture
    grey: Grey = np.asarray(straight).copy()
    grey[_specks(grey < _DARK, dpi)] = 255
    across, down = _rules_in(grey, dpi), _rules_in(grey.T, dpi)
    # with the grey seams beside them
    grey[ndimage.maximum_filter1d(across, _SEAMS, axis=0)] = 255
    grey[ndimage.maximum_filter1d(down, _SEAMS, axis=0).T] = 255
    return Raster(Image.fromarray(grey), _rules(across, dpi), _rules(down, dpi), dpi)


def skew_of(picture: Image.Image) -> float:
    """Degrees against the clock that make lines level: the ink then differs most from row to row."""
    small = picture.copy()
    small.thumbnail((_SMALL, _SMALL))
    ink = Image.fromarray(255 - np.asarray(small))
    best = 0.0
    for step in _STEPS:
        # the level page comes first, so that it wins where turning gains nothing
        angles = sorted((best + step * turn for turn in range(-_TURNS, _TURNS + 1)), key=abs)
        best = max(angles, key=lambda angle: _evenness(ink, angle))
    worth_it = _evenness(ink, best) > _GAIN * _evenness(ink, 0.0)
    return round(best, 2) if worth_it else 0.0


def _evenness(ink: Image.Image, angle: float) -> float:
    return float(np.var(np.asarray(ink.rotate(angle)).sum(axis=1, dtype=float)))


def _specks(dark: Mask, dpi: float) -> Mask:
    """Dark pixels with hardly any others near them; the dots of letters have their letters near them."""
    near = ndimage.uniform_filter(dark.astype(np.float32), size=round(_NEAR * dpi)) > 0
    groups, count = ndimage.label(near)
    ink = ndimage.sum_labels(dark, groups, np.arange(count + 1))
    few = ink < (_SPECK * dpi) ** 2
    few[0] = False
    specks: Mask = dark & few[groups]
    return specks


def _rules_in(grey: Grey, dpi: float) -> Mask:
    """Pixels of level rules: short where they are dark, long where they are pale, as no text is."""
    found: Mask = _lines(grey < _DARK, _RUN, dpi) | _lines(grey < _PALE, _PALE_RUN, dpi)
    return found


def _lines(dark: Mask, inches: float, dpi: float) -> Mask:
    """Pixels of level lines of some length that are thin across."""
    thick = _opened(dark.T, max(3, round(_THICK * dpi)), 1.0).T
    found: Mask = _opened(dark, round(inches * dpi), _UNBROKEN) & ~thick
    return found


def _opened(dark: Mask, length: int, share: float) -> Mask:
    """Pixels that lie in a stretch of a row of this length that is dark, or nearly so."""
    if dark.shape[1] <= length:
        return np.zeros_like(dark)
    sums = np.cumsum(np.pad(dark, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    starts = (sums[:, length:] - sums[:, :-length]) >= share * length
    marks = np.zeros((dark.shape[0], dark.shape[1] + 1), dtype=np.int32)
    marks[:, : starts.shape[1]] += starts
    marks[:, length : length + starts.shape[1]] -= starts
    # a stretch that is not all dark may reach beyond the end of its line, but not far from dark pixels
    near = ndimage.maximum_filter1d(dark, _GAP, axis=1)
    reached: Mask = (np.cumsum(marks, axis=1)[:, :-1] > 0) & near
    return reached


def _rules(lines: Mask, dpi: float) -> tuple[Rule, ...]:
    """Each stretch of each row of pixels as a rule; stretches of one line are joined later."""
    edges = np.diff(np.pad(lines, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    scale = _POINTS / dpi
    return tuple(
        Rule((row + 0.5) * scale, start * scale, end * scale)
        for row, start, end in zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True)
    )


def program() -> str | None:
    """The path of the tesseract program, None where it is not installed."""
    return shutil.which("tesseract") or (str(_WINDOWS_PLACE) if _WINDOWS_PLACE.exists() else None)


def words_in(
    picture: Image.Image, dpi: float, tesseract: str, *, one_line: bool = False
) -> Iterator[Recognition]:
    """The words in a picture of one column of text."""
    data = io.BytesIO()
    picture.save(data, "PNG", compress_level=1)
    done = subprocess.run(
        [tesseract, "-", "-", "--dpi", f"{dpi:.0f}", "--psm", _ONE_LINE if one_line else _ONE_BLOCK, "tsv"],
        input=data.getvalue(),
        capture_output=True,
        timeout=_SECONDS,
        check=True,
        # several documents are read at once, so each keeps to one core
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    table = io.StringIO(done.stdout.decode("utf-8", "replace"))
    for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip().strip("|")
        if row["level"] != _WORD or not text:
            continue
        left, top, width, height = (float(row[side]) for side in ("left", "top", "width", "height"))
        sure = float(row["conf"])
        alone = text in _SIGNS and sure >= _SURE_ENOUGH
        if alone or any(letter.isalnum() for letter in text):
            line = (row["block_num"], row["par_num"], row["line_num"])
            yield Recognition(text, Box(left, top, left + width, top + height), sure, line)


def recognised(page: Any, place: str) -> Marks:
    """The marks of a scanned page."""
    tesseract = program()
    if tesseract is None:
        return _not_read(f"tesseract is not installed; {INSTALL}", place)
    width, height = page.get_size()
    inches = max(width * height / _POINTS**2, 0.01)
    dpi = min(_DPI, (_MOST_PIXELS / inches) ** 0.5)
    raster = raster_of(page.render(scale=dpi / _POINTS, grayscale=True).to_pil().convert("L"), dpi)
    try:
        pieces = _pieces(raster, lattices_of(raster.across, raster.down))
        batches = runs_of(pieces, lambda run, piece: _height([*run, piece]) <= _TALLEST)
        found = [word for batch in batches for word in _of_pieces(batch, dpi, tesseract)]
    except (subprocess.SubprocessError, OSError) as error:
        return _not_read(f"tesseract failed ({type(error).__name__})", place)
    unsure = [word.text for word in found if word.sure < _UNSURE]
    named = ", ".join(unsure[:_MOST_NAMED]) + (" and more" if len(unsure) > _MOST_NAMED else "")
    doubt = f"; {len(unsure)} words are unsure: {named}" if unsure else ""
    message = f"the page is a scan and was read by character recognition, so check it{doubt}"
    remark = Remark("warn", "ocr", message, place)
    height = raster.picture.height * _POINTS / dpi
    return Marks(tuple(_words(found, dpi)), raster.across, raster.down, (), height, True, (remark,))


def _not_read(why: str, place: str) -> Marks:
    message = f"the page is a scan and was not read because {why}"
    return Marks(scanned=True, remarks=(Remark("error", NOT_READ, message, place),))


def _pieces(raster: Raster, tables: Sequence[Lattice]) -> Iterator[_Piece]:
    """The page outside tables, then each of their cells."""
    scale = raster.dpi / _POINTS
    outside = raster.picture.copy()
    for table in tables:
        ImageDraw.Draw(outside).rectangle(_pixels(table.box, scale), fill=_WHITE)
    yield from _piece(outside, (0, 0, *outside.size))
    for table in tables:
        for box in table.boxes().values():
            yield from _piece(raster.picture, _pixels(box, scale))


def _pixels(box: Box, scale: float) -> Pixels:
    left, top, right, bottom = (round(side * scale) for side in (box.left, box.top, box.right, box.bottom))
    return left + _INSET, top + _INSET, right - _INSET, bottom - _INSET


def _piece(picture: Image.Image, frame: Pixels) -> Iterator[_Piece]:
    """The part of a picture in a frame that holds ink; nothing where there is none."""
    part = picture.crop(frame)
    ink = ImageOps.invert(part).point(lambda shade: 255 * (shade > _INK)).getbbox()
    if ink is not None:
        yield _Piece(part.crop(ink), frame[0] + ink[0], frame[1] + ink[1])


def _height(pieces: Sequence[_Piece]) -> int:
    return sum(piece.picture.height + _MARGIN for piece in pieces) + _MARGIN


def _of_pieces(pieces: Sequence[_Piece], dpi: float, tesseract: str) -> Iterator[Recognition]:
    """Recognise pieces in one go, one below the other, and put their words back where they were."""
    stack, tops = _stacked(pieces)
    silent = set(range(len(pieces)))
    for word in _level(list(words_in(stack, dpi, tesseract))):
        number = max(0, bisect_right(tops, word.box.middle[1]) - 1)
        silent.discard(number)
        yield _moved(word, pieces[number], tops[number])
    for number in sorted(silent)[:_MOST_RETRIES]:
        # a single number in a cell is often passed over, so it is shown again on its own
        alone, (top,) = _stacked([pieces[number]])
        for word in words_in(alone, dpi, tesseract, one_line=True):
            yield _moved(word, pieces[number], top)


def _stacked(pieces: Sequence[_Piece]) -> tuple[Image.Image, list[int]]:
    """Pieces one below the other, and where each begins."""
    width = max(piece.picture.width for piece in pieces) + 2 * _MARGIN
    stack = Image.new("L", (width, _height(pieces)), _WHITE)
    tops = list(accumulate((piece.picture.height + _MARGIN for piece in pieces[:-1]), initial=_MARGIN))
    for piece, top in zip(pieces, tops, strict=True):
        stack.paste(piece.picture, (_MARGIN, top))
    return stack, tops


def _moved(word: Recognition, piece: _Piece, top: int) -> Recognition:
    """A word from its place in the stack to its place on the page."""
    right, down = piece.left - _MARGIN, piece.top - top
    box = word.box
    return replace(word, box=Box(box.left + right, box.top + down, box.right + right, box.bottom + down))


def _level(found: Sequence[Recognition]) -> Iterator[Recognition]:
    """Words of one line at one height: the boxes of words without tall or deep letters are off."""
    lines: dict[tuple[str, ...], list[float]] = {}
    for word in found:
        lines.setdefault(word.line, []).append(word.box.middle[1])
    for word in found:
        shift = median(lines[word.line]) - word.box.middle[1]
        box = word.box
        if abs(shift) < box.height:
            box = Box(box.left, box.top + shift, box.right, box.bottom + shift)
        yield replace(word, box=box)


def _words(found: Sequence[Recognition], dpi: float) -> Iterator[Word]:
    """Words of one height, because tesseract cuts the boxes of words without tall letters short."""
    heights = sorted(word.box.height for word in found)
    usual = heights[len(heights) * 3 // 4] if heights else 0.0
    scale = _POINTS / dpi
    for word in found:
        if word.sure < _NOISE and len(word.text) <= _NOISE_LETTERS and not word.text.isdigit():
            continue  # tesseract itself does not believe in it: spots on the paper; the remark names it
        half = (word.box.height if word.box.height > _TALL * usual else usual) / 2
        left, middle, right = word.box.left, word.box.middle[1], word.box.right
        box = Box(left * scale, (middle - half) * scale, right * scale, (middle + half) * scale)
        yield Word(word.text, box, bold=False)
