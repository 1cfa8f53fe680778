"""Boxes and rules of an upright page (points, y growing downwards), and its words → lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import pairwise

from wres_analysis.documents.cell_text import SMALL_WORDS
from wres_analysis.documents.document import Block, Cell, Line
from wres_analysis.vocabulary import vocabulary_rows


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
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= within:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


_WORD = re.compile(r"[^\W\d_]+")
_LEAST_LETTERS = 3  # guard: shorter words are in every language
# Fewer tokens say nothing: a page with a heading and a footer has about ten.
_LEAST_TOKENS = 12
_CUT = re.compile(r"(?P<left>[^\W\d_]+)[-‐]\n(?P<right>[^\W\d_]+)")


@cache
def known_words() -> frozenset[str]:
    """The words of the vocabularies of the package."""
    room = resources.files("wres_analysis.vocabulary").joinpath("language")
    names = sorted(file.name.removesuffix(".csv") for file in room.iterdir() if file.name.endswith(".csv"))
    rows = (row for name in names for row in vocabulary_rows(name))
    texts = (text or "" for row in rows for text in row.values())
    return frozenset(word for text in (*SMALL_WORDS, *texts) for word in _WORD.findall(text.casefold()))


def known_share(texts: Iterable[str]) -> float | None:
    """The share of the words that plans are known to use; None where there are too few to tell."""
    tokens = [token for text in texts for token in text.split() if len(token) >= _LEAST_LETTERS]
    worded = [token for token in tokens if not token.strip(".,/-:()%").isdigit()]
    if len(worded) < _LEAST_TOKENS:
        return None
    known = known_words()
    return sum("".join(_WORD.findall(token.casefold())) in known for token in worded) / len(worded)


def without_cut_words(text: str, written: frozenset[str]) -> str:
    """A text with the words that the end of a line cut in two made whole; `written` are whole words."""
    return _CUT.sub(lambda cut: _mended(cut, written), text)


def _mended(cut: re.Match[str], written: frozenset[str]) -> str:
    left, right = cut["left"].casefold(), cut["right"].casefold()
    if left + right in written:
        return cut["left"] + cut["right"]
    compound = f"{left}-{right}" in written or left in _FIRST_PARTS or not cut["right"].islower()
    return cut[0] if compound or (left in written and right in written) else cut["left"] + cut["right"]


# parts that stand before a hyphen of their own
_FIRST_PARTS = frozenset(
    ("non", "pre", "post", "anti", "co", "ex", "self", "well", "follow", "mid", "multi", "sub", "inter", "e")
) | frozenset(("cross", "long", "short", "high", "low", "full", "part", "half", "de", "under", "over", "re"))


def with_whole_words(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks with the words that the end of a line cut in two made whole."""
    texts = [text for block in blocks for text in _texts(block)]
    if not any(map(_CUT.search, texts)):
        return tuple(blocks)
    written = _words_written(texts)
    return tuple(_whole(block, written) for block in blocks)


def _texts(block: Block) -> Iterable[str]:
    return [block.text] if isinstance(block, Line) else [text for row in block.rows for text in row.texts]


def _whole(block: Block, written: frozenset[str]) -> Block:
    if isinstance(block, Line):
        return replace(block, text=without_cut_words(block.text, written))
    rows = (replace(row, cells=tuple(_whole_cell(cell, written) for cell in row.cells)) for row in block.rows)
    return replace(block, rows=tuple(rows))


def _whole_cell(cell: Cell, written: frozenset[str]) -> Cell:
    return replace(cell, text=without_cut_words(cell.text, written))


def _words_written(texts: Sequence[str]) -> frozenset[str]:
    """The whole words of a document and those of the vocabularies; a word with a hyphen counts as one too."""
    parted = (_CUT.sub(" ", text.casefold()) for text in texts)
    own = {word for text in parted for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", text)}
    return known_words() | own | {part for word in own for part in word.split("-")}


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
    return TextLine(ordered, around([word.box for word in ordered]))


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
