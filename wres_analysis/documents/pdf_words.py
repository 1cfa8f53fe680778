"""Boxes and rules of an upright page (points, y growing downwards), and its words → lines → paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wres_analysis.documents.document import Line, runs_of
from wres_analysis.vocabulary.headings import field_of


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Width by height."""
        return self.width * self.height

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether a point lies in it."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of them."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: where it is across its direction, and from where to where it runs."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Shade:
    """A filled area with its colour as "RRGGBB"."""

    box: Box
    colour: str


@dataclass(frozen=True, slots=True)
class Turn:
    """The quarter turns that make a page upright, and the corners of that page in its own points."""

    quarter: int
    left: float
    bottom: float
    right: float
    top: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page where it stands on the upright page."""
        if self.quarter == 1:
            return y - self.bottom, x - self.left
        if self.quarter == 2:
            return self.right - x, y - self.bottom
        if self.quarter == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of the page where it stands on the upright page."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def back(self, x: float, y: float) -> tuple[float, float]:
        """A point of the upright page where it stands on the page itself."""
        if self.quarter == 1:
            return y + self.left, x + self.bottom
        if self.quarter == 2:
            return self.right - x, y + self.bottom
        if self.quarter == 3:
            return self.right - y, self.top - x
        return x + self.left, self.top - y

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the upright page."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.quarter % 2 else (width, height)


def snapped(values: Iterable[float], within: float) -> list[float]:
    """Values that lie close together made one, in order."""
    groups = runs_of(sorted(values), lambda group, value: value - group[-1] <= within)
    return [sum(group) / len(group) for group in groups]


_SAME_LINE = 0.5  # above 1 no two words share a line (cut_by_page.pdf); less: guard
_USUAL_SPACE = 0.25  # guard: of a page with one word to a line
_SPACES = (0.18, 0.6)  # at 0.72 columns of middle_aligned.pdf join; at 0.15 its texts fall apart


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands on the upright page."""

    text: str
    box: Box
    bold: bool


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words that stand on one line, from left to right."""

    words: tuple[Word, ...]
    box: Box

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def bold(self) -> bool:
        """Whether every word is bold."""
        return all(word.bold for word in self.words)

    @property
    def height(self) -> float:
        """Height of the tallest word."""
        return max(word.box.height for word in self.words)

    def phrases(self, gap: float) -> list[TextLine]:
        """The line cut where the space between words is wider than usual."""
        cuts = [
            index
            for index, (left, right) in enumerate(pairwise(self.words), 1)
            if right.box.left - left.box.right > gap * max(left.box.height, right.box.height)
        ]
        bounds = [0, *cuts, len(self.words)]
        return [line_of(self.words[start:stop]) for start, stop in pairwise(bounds)]


def line_of(words: Iterable[Word]) -> TextLine:
    """Words made a line."""
    ordered = tuple(sorted(words, key=lambda word: word.box.left))
    top, bottom = min(word.box.top for word in ordered), max(word.box.bottom for word in ordered)
    return TextLine(ordered, Box(ordered[0].box.left, top, max(word.box.right for word in ordered), bottom))


def lines_of(words: Sequence[Word]) -> list[TextLine]:
    """The lines that words stand on, from top to bottom."""
    ordered = sorted(words, key=lambda word: (word.box.top + word.box.bottom, word.box.left))
    lines: list[list[Word]] = []
    top = bottom = 0.0
    for word in ordered:
        box = word.box
        overlap = min(bottom, box.bottom) - max(top, box.top)
        height = box.bottom - box.top
        if lines and overlap >= _SAME_LINE * min(bottom - top, height):
            lines[-1].append(word)
            if height > bottom - top:
                top, bottom = box.top, box.bottom
        else:
            lines.append([word])
            top, bottom = box.top, box.bottom
    return [line_of(line) for line in lines]


def text_in(words: Sequence[Word]) -> str:
    """The text of a cell: its lines with line breaks between."""
    return "\n".join(line.text for line in lines_of(words))


def usual_space(lines: Sequence[TextLine]) -> float:
    """The space between the words of one text, in heights of a word: the middle of all spaces of a page."""
    spaces = sorted(
        (right.box.left - left.box.right) / max(left.box.height, right.box.height, 0.1)
        for line in lines
        for left, right in pairwise(line.words)
    )
    usual = spaces[len(spaces) // 2] if spaces else _USUAL_SPACE
    return min(max(usual, _SPACES[0]), _SPACES[1])


_BULLET = re.compile(r"^([•●○▪■◦‣∙·➢✓❖]|[-–—](?=\s)|o(?=\s))\s*")
_LABEL = re.compile(r"^([^:]{2,45}):(?:\s|$)")
# shares of the height of a line
_LARGER = 1.12  # at 0.84 all lines of d01_ruled.pdf are headings; at 1.4 d11_report.pdf loses some
_SAME_SIZE = 0.06  # at 0.015 or 0.24 d11_report.pdf has other levels of headings
_SPACE = 0.25  # guard: the space before a next word
_NEXT_LINE = 0.65  # at 0.16 paragraphs of d11_report.pdf fall apart, at 2.6 they join
_INDENT = 2.5  # guard: a line that stands further out begins anew


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


def measures_of(lines: Sequence[TextLine], words: Iterable[Word]) -> Measures:
    """What is usual in a document."""
    letters = Counter[float]()
    for word in words:
        letters[round(word.box.height, 1)] += len(word.text)
    body = max(letters, key=lambda height: letters[height], default=0.0)
    larger = sorted({line.height for line in lines if line.height > _LARGER * body}, reverse=True)
    # heights that differ enough to be seen
    seen = runs_of(larger, lambda alike, height: height >= alike[0] * (1 - _SAME_SIZE))
    right = max((line.box.right for line in lines), default=0.0)
    return Measures(body, tuple(alike[0] for alike in seen), right)


def paragraphs(lines: Sequence[TextLine], measures: Measures, place: str) -> Iterator[tuple[float, Line]]:
    """Paragraphs and headings with the height at which each starts."""
    for group in runs_of(lines, lambda above, line: _wraps(above[-1], line, measures)):
        text = "\n".join(line.text for line in group)
        bullet = _BULLET.match(text)
        heading = measures.heading(group[0])
        text = text[bullet.end() :] if bullet else text
        yield group[0].box.top, Line(text, place, heading, bullet is not None)


def _wraps(above: TextLine, below: TextLine, measures: Measures) -> bool:
    """Whether a line goes on in the next: alike, close, and the first word below had no room above."""
    if above.bold != below.bold and (below.bold or measures.heading(above)):
        return False
    if abs(above.height - below.height) > _SAME_SIZE * 2 * above.height:
        return False
    if below.box.top - above.box.bottom > _NEXT_LINE * above.height:
        return False
    if (
        _is_label(below)
        or _BULLET.match(below.text)
        or below.box.left < above.box.left - _INDENT * above.height
    ):
        return False
    first = below.words[0].box.width
    return above.box.right + _SPACE * above.height + first > measures.right - 1


def _is_label(line: TextLine) -> bool:
    label = _LABEL.match(line.text)
    return label is not None and (field_of(label[1]) is not None or (line.words[0].bold and not line.bold))
