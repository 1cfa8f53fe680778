"""Columns of a table without upright rules: the gutters that the fewest lines of text cross."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wres_analysis.documents.pdf_geometry import around
from wres_analysis.documents.pdf_header import Title
from wres_analysis.documents.pdf_words import TextLine, Word, lines_of, text_in

_EDGE = 1.0
_LEAST_LINES = 2
_LEAST_STARTS = 3
_MOST_STARTS = 0.6
_MOST_CROSSING = 0.15


@dataclass(frozen=True)
class Columns:
    """The columns of one table."""

    titles: tuple[str, ...]
    gutters: tuple[float, ...]  # where one column ends and the next begins
    gap: float  # the widest space inside a text, in heights of a word

    def crossed_by(self, line: TextLine) -> bool:
        """Whether a line of text runs on over a gutter."""
        spans = spans_of(line, self.gap)
        return any(left < gutter < right for gutter in self.gutters for left, right in spans)

    def index(self, x: float) -> int:
        """The column that a place lies in."""
        return bisect_right(self.gutters, x)


Span = tuple[float, float]


def columns_of(titles: Sequence[Title], lines: Sequence[TextLine], gap: float) -> Columns:
    """The columns under a header."""
    titles = [part for title in titles for part in _parted(title, lines)]
    names = tuple(title.text for title in titles)
    spans = [span for line in lines for span in spans_of(line, gap)]
    gutters = tuple(_best_gutter(left.box.right, right.box.left, spans) for left, right in pairwise(titles))
    columns = Columns(names, gutters, gap)
    rows = [line for line in lines if not columns.crossed_by(line)]
    first = _untitled(titles[0].box.left, rows, gap)
    return columns if first is None else Columns(("", *names), (first, *gutters), gap)


def _parted(title: Title, lines: Sequence[TextLine]) -> Iterator[Title]:
    """Two titles with no more than a space between, told by the texts below: they all start at the second."""
    words = sorted(title.words, key=lambda word: word.box.left)
    start = 0
    for place, (left, right) in enumerate(pairwise(words), 1):
        if len(lines_of(words)) == 1 and _all_start_at(left.box.right, right.box.left, lines):
            yield _title(words[start:place])
            start = place
    yield _title(words[start:]) if start else title


def _title(words: Sequence[Word]) -> Title:
    return Title(text_in(words), around([word.box for word in words]), tuple(words))


def _all_start_at(before: float, start: float, lines: Sequence[TextLine]) -> bool:
    """Whether most lines have a word that starts at a place, and none one that runs over it."""
    gutter = (before + start) / 2
    starting = crossing = 0
    for line in lines:
        lefts = [word.box.left for word in line.words]
        starting += any(abs(left - start) < _EDGE for left in lefts)
        crossing += any(word.box.left < gutter < word.box.right for word in line.words)
    return not crossing and starting >= max(_LEAST_STARTS, _MOST_STARTS * len(lines))


def spans_of(line: TextLine, gap: float) -> list[Span]:
    """From where to where a line of text runs on, with no more than a space between its words."""
    return [(phrase.box.left + _EDGE, phrase.box.right - _EDGE) for phrase in line.phrases(gap)]


def _best_gutter(start: float, stop: float, spans: Sequence[Span]) -> float:
    """The place between two titles that the fewest lines cross; of several, the middle of the widest room."""
    if stop <= start:
        return (start + stop) / 2
    near = [(left, right) for left, right in spans if left < stop and right > start]
    edges = sorted({start, stop, *(x for span in near for x in span if start < x < stop)})
    rooms = list(pairwise(edges))
    counts = [sum(left < (a + b) / 2 < right for left, right in near) for a, b in rooms]
    fewest = min(counts)
    return _middle_of_widest([room for room, count in zip(rooms, counts, strict=True) if count == fewest])


def _middle_of_widest(rooms: Sequence[Span]) -> float:
    joined: list[Span] = []
    for left, right in rooms:
        if joined and left - joined[-1][1] < _EDGE:
            joined[-1] = (joined[-1][0], right)
        else:
            joined.append((left, right))
    left, right = max(joined, key=lambda room: room[1] - room[0])
    return (left + right) / 2


def _untitled(left: float, lines: Sequence[TextLine], gap: float) -> float | None:
    """The gutter right of a column that stands left of the first title, where there is one."""
    before = [line for line in lines if line.words[0].box.right < left - _EDGE and len(line.words) > 1]
    if len(before) < _LEAST_LINES:
        return None
    spans = [span for line in lines for span in spans_of(line, gap)]
    gutter = _best_gutter(min(line.words[0].box.right for line in before), left, spans)
    apart = sum(line.words[0].box.right < gutter < line.words[-1].box.left for line in before)
    crossing = sum(start < gutter < stop for start, stop in spans)
    return gutter if apart >= _LEAST_LINES and crossing <= _MOST_CROSSING * len(lines) else None
