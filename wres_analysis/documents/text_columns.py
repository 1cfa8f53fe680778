"""Tables of a text file that only spaces draw: its characters set on a page, then told apart as in a PDF."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from wres_analysis.documents.document import Grid
from wres_analysis.documents.pdf_rows import open_tables
from wres_analysis.documents.pdf_words import Box, Rule, TextLine, Word, line_of

MOST_LINES = 2_000  # guard: large texts
MOST_CHARACTERS = 400  # at 1,600 endless lines are a table
# a column of one word a row, the same few words over and over
MOST_WORDS_OF_AN_ANCHOR = 2
LEAST_ANCHORS = 3  # guard: short tables
_ENOUGH_ANCHORS = 0.6  # guard: most rows must have the word
_LEAST_LINES_WITH_GAPS = 2  # at 8 short tables are prose; at 1: guard
_LEAST_STARTING = 0.3  # at 1.2 no column starts; less: guard
_MOST_RUNNING_OVER = 0.1  # guard: one line in ten may run over
_APART = 3  # guard: characters; columns a space apart are moved so far
_FULL_LINE = 0.7  # at 0.18 wrapped lines are rows, at 2.8 rows join
_BLANK_LINES_PART = 0.3  # guard: blank lines part the rows already
# points: a line as high as two characters are wide, with a little room below, as type is set
_WIDTH, _HEIGHT, _STEP = 5.0, 10.0, 12.0
_GAP = re.compile(r"(?<=\S) {2,}\S")
_SENTENCE_SPACE = re.compile(r"(?<=[a-z][.!?])  (?=[A-Z][a-z]* )(?!.* {3})")
_RULE = re.compile(r"[\s+|]*[-=_–—]{3,}[-=_–—\s+|]*")
_WORD = re.compile(r"\S+")
_PAGE_NUMBER = re.compile(r"\s*(?:page\s+)?-?\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\s*-?\s*", re.IGNORECASE)

Numbered = tuple[int, str]


class SpacedTable(NamedTuple):
    """A table among the lines of a text."""

    grid: Grid  # places are line numbers
    first: int  # numbers of its first and of its last line
    last: int  # numbers of its first and of its last line


def spaced_tables(lines: Sequence[Numbered]) -> list[SpacedTable]:
    """The tables among lines of text in which columns are set with spaces."""
    lines = [(number, _SENTENCE_SPACE.sub(" ", text.expandtabs(8))) for number, text in lines]
    gaps = sum(bool(_GAP.search(text)) for _, text in lines)
    if gaps < _LEAST_LINES_WITH_GAPS or len(lines) > MOST_LINES:
        return []
    if any(len(text) > MOST_CHARACTERS for _, text in lines):
        return []
    numbers = [number for number, text in lines if not _is_drawn(text)]
    starts = _column_starts([text for _, text in lines if _GAP.search(text)])
    room = _room_above(lines, starts)
    set_lines = [_line(number + room[number], text, starts) for number, text in lines if not _is_drawn(text)]
    rules = [
        Rule((number + room[number]) * _STEP + _HEIGHT / 2, *_ends(text))
        for number, text in lines
        if _RULE.fullmatch(text)
    ]
    number_of = {line.box.top: number for line, number in zip(set_lines, numbers, strict=True)}
    tables = open_tables(set_lines, rules, None, lambda line: f"line {number_of[line.box.top]}")
    return [SpacedTable(table.grid, numbers[table.start], numbers[table.stop - 1]) for table in tables]


def _is_drawn(text: str) -> bool:
    """A rule or a page number, no text of a table."""
    return bool(_RULE.fullmatch(text) or _PAGE_NUMBER.fullmatch(text))


def _column_starts(texts: Sequence[str]) -> list[int]:
    """Where columns start: texts behind a gap begin there, and hardly a line has a letter just before."""
    begun = Counter(gap.end() - 1 for text in texts for gap in _GAP.finditer(text))
    least = max(_LEAST_LINES_WITH_GAPS, _LEAST_STARTING * len(texts))
    likely = sorted(start for start, times in begun.items() if times >= least)
    return [
        start for start in likely if sum(map(_is_within(start), texts)) <= _MOST_RUNNING_OVER * len(texts)
    ]


def _is_within(place: int) -> Callable[[str], bool]:
    return lambda text: not text[place - 1 : place].isspace() and len(text) >= place


def _room_above(lines: Sequence[Numbered], starts: Sequence[int]) -> dict[int, int]:
    """Lines of room to be added above each line: rows that no blank line parts start on their full lines."""
    least = _FULL_LINE * (len(starts) + 1)
    full = [number for number, text in lines if _GAP.search(text) and _filled(text, starts) > least]
    full = _anchors(lines, starts, len(full)) or full
    known = {number for number, _ in lines}
    apart = sum(number - 1 not in known for number in full[1:])
    if apart > _BLANK_LINES_PART * len(full):
        return {number: 0 for number, _ in lines}
    return {number: bisect_right(full[1:], number) for number, _ in lines}


def _anchors(lines: Sequence[Numbered], starts: Sequence[int], least: int) -> list[int]:
    """The lines on which a column of one-line words ("High", "Med") is filled: each starts a row."""
    set_lines = [(number, text) for number, text in lines if _GAP.search(text) or text[:2].isspace()]
    for start, stop in pairwise([*starts, None]):
        found = [(number, word) for number, text in set_lines if (word := text[start:stop].strip())]
        numbers = [number for number, _ in found]
        short = all(len(word.split()) <= MOST_WORDS_OF_AN_ANCHOR for _, word in found[1:])
        known = len({word for _, word in found[1:]}) * 2 <= len(found)
        apart = all(below > above + 1 for above, below in pairwise(numbers))
        enough = len(found) > max(_ENOUGH_ANCHORS * least, LEAST_ANCHORS)
        if stop is not None and enough and short and known and apart:
            return numbers
    return []


def _filled(text: str, starts: Sequence[int]) -> int:
    """How many columns of a line hold a text."""
    return (not text[:1].isspace()) + sum(start < len(text) and not text[start].isspace() for start in starts)


def _line(top: int, text: str, starts: Sequence[int]) -> TextLine:
    """A line set on the page; columns are moved apart: one space may be all that parts their texts."""
    in_columns = _GAP.search(text) or text[:2].isspace()
    moved = [start for start in starts if in_columns and not _is_within(start)(text)]
    words = []
    for word in _WORD.finditer(text):
        left = word.start() + _APART * sum(start <= word.start() for start in moved)
        box = Box(left * _WIDTH, top * _STEP, (left + len(word[0])) * _WIDTH, top * _STEP + _HEIGHT)
        words.append(Word(word[0], box, bold=False))
    return line_of(words)


def _ends(text: str) -> tuple[float, float]:
    stripped = text.rstrip()
    return (len(stripped) - len(stripped.lstrip())) * _WIDTH, len(stripped) * _WIDTH
