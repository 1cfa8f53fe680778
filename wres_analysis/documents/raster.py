"""Pictures of pages: made straight, their rules found and wiped out, so that only text is left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from wres_analysis.documents.pdf_words import Rule

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
_THICK = 0.035  # inches; thicker is a bar or a picture
_NEAR = 0.05  # inches; dots of letters have their letters nearer
_SPECK = 0.02  # inches; less ink is dirt
_POINTS = 72.0  # to the inch

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Raster:
    """A page as a picture without its rules, and the rules, in points."""

    picture: Image.Image
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    dpi: float  # dots to an inch
    angle: float  # degrees by which it was turned to stand straight


def raster_of(picture: Image.Image, dpi: float) -> Raster:
    """A picture of a page made ready for recognition."""
    angle = skew_of(picture)
    straight = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255) if angle else picture
    grey: Grey = np.asarray(straight).copy()
    grey[_specks(grey < _DARK, dpi)] = 255
    across = _rules_in(grey, dpi)
    down = _rules_in(grey.T, dpi).T
    grey[_wider(across) | _wider(down.T).T] = 255
    return Raster(Image.fromarray(grey), _rules(across, dpi), _rules(down.T, dpi), dpi, angle)


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
    length, thick = round(inches * dpi), max(3, round(_THICK * dpi))
    long = _opened(dark, length, _UNBROKEN)
    solid = _opened(dark.T, thick, 1.0).T
    found: Mask = long & ~solid
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


def _wider(lines: Mask) -> Mask:
    """Level lines with the grey seam above and below them."""
    wide = lines.copy()
    for step in (1, 2):
        wide[step:] |= lines[:-step]
        wide[:-step] |= lines[step:]
    return wide


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
