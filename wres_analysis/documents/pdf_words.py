"""Words → lines of text, by where they stand on the upright page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wres_analysis.documents.pdf_geometry import Box, around

_SAME_LINE = 0.5
_USUAL_SPACE = 0.25
_SPACES = (0.18, 0.6)


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
