"""The header line of a table that has no rules between its columns: found by its words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wres_analysis.documents.cell_text import SMALL_WORDS
from wres_analysis.documents.document import runs_of
from wres_analysis.documents.pdf_words import Box, Rule, TextLine, Word, around, lines_of, text_in
from wres_analysis.vocabulary.headings import field_of, is_header

_MOST_LINES = 4  # at 1 two_level_header.pdf loses a line of its titles; more: guard
# shares of the height of a line
_NEXT_LINE = 0.8  # guard: lines of one title set wide
_TOUCHING = 0.5  # at 0.375 two_level_header.pdf loses a line; at 2 layer_good.pdf gains one
_MOSTLY = 0.6  # guard: a line with texts under most titles is a row, no title
_LEAST_ALIGNED = 4  # at 3 paragraphs pass for tables (wrapped_blocks.pdf, d01_ruled.pdf); more: guard
_ALIGNED = 1.5  # points; at 6 justified_prose.pdf is a table; less: guard


@dataclass(frozen=True)
class Title:
    """A column title where it stands, one or more lines of it."""

    text: str
    box: Box
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Header:
    """The lines of a page, from `start` up to but not with `stop`, that are the header of a table."""

    start: int
    stop: int
    titles: tuple[Title, ...]


def headers_of(lines: Sequence[TextLine], across: Sequence[Rule], gap: float) -> list[Header]:
    """The headers of tables of actions among the lines of a page, from top to bottom."""
    found: list[Header] = []
    several = [len(line.phrases(gap)) > 1 for line in lines]
    for count in range(1, _MOST_LINES + 1):
        for start in range(len(lines) - count + 1):
            window = lines[start : start + count]
            if not any(several[start : start + count]):
                continue  # prose: no title stands beside another
            if any(start < header.stop and start + count > header.start for header in found):
                continue
            titles = _titles(window, gap) if _together(window, across, _NEXT_LINE) else ()
            texts = [title.text.strip() for title in titles]
            # pieces of a spread sentence: a comma ends one, or a small word stands alone
            if any(
                text.endswith(",") or (text.casefold() in SMALL_WORDS and field_of(text) is None)
                for text in texts
            ):
                continue
            if is_header(texts):
                found.append(_extended(Header(start, start + count, titles), lines, across, gap))
    return sorted(found, key=lambda header: header.start)


def aligned_header(lines: Sequence[TextLine], gap: float) -> Header | None:
    """The first line whose phrases each have texts below that start where they do: unknown titles."""
    lefts = [[phrase.box.left for phrase in line.phrases(gap)] for line in lines]
    for number, starts in enumerate(lefts):
        below = lefts[number + 1 :]
        under = (
            sum(any(abs(left - start) < _ALIGNED for left in line) for line in below) for start in starts
        )
        if len(starts) >= _LEAST_ALIGNED and all(count >= _LEAST_ALIGNED for count in under):
            return Header(number, number + 1, _titles(lines[number : number + 1], gap))
    return None


def _together(window: Sequence[TextLine], across: Sequence[Rule], room: float) -> bool:
    """Whether lines stand close together, in shares of their height, with no rule between them."""
    return all(
        below.box.top - above.box.bottom <= room * above.height
        and not any(above.box.middle[1] < rule.at < below.box.middle[1] for rule in across)
        for above, below in pairwise(window)
    )


def _titles(window: Sequence[TextLine], gap: float) -> tuple[Title, ...]:
    """Phrases that stand above each other, made one title; one above several belongs to each of them."""
    phrases = [(number, phrase) for number, line in enumerate(window) for phrase in line.phrases(gap)]
    above: list[TextLine] = []
    leaves: list[TextLine] = []
    for number, phrase in phrases:
        under = [other.box for line, other in phrases if line > number and _overlap(phrase.box, other.box)]
        under.sort(key=lambda box: box.left)
        several = any(left.right < right.left for left, right in pairwise(under))
        (above if several else leaves).append(phrase)
    leaves.sort(key=lambda phrase: phrase.box.left)
    groups = runs_of(leaves, lambda group, leaf: leaf.box.left < max(part.box.right for part in group))
    titles = []
    for group in groups:
        box = around([phrase.box for phrase in group])
        words = tuple(word for phrase in group for word in phrase.words)
        over = [word for phrase in above if _overlap(phrase.box, box) for word in phrase.words]
        titles.append(Title(text_in([*over, *words]), box, words))
    return tuple(titles)


def _overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right


def _extended(header: Header, lines: Sequence[TextLine], across: Sequence[Rule], gap: float) -> Header:
    """The header with the lines below and above that belong to its titles."""
    for goes_on, before, after in ((_goes_on_below, 0, 1), (_starts_above, 1, 0)):
        while header.stop - header.start < _MOST_LINES and goes_on(header, lines, gap):
            start, stop = header.start - before, header.stop + after
            titles = _titles(lines[start:stop], gap)
            near = _together(lines[start:stop], across, _TOUCHING)
            # none of the titles may lose its meaning
            if not near or len(titles) < len(header.titles) or _known(titles) < _known(header.titles):
                break
            if not is_header([title.text for title in titles]):
                break
            header = Header(start, stop, titles)
    return header


def _goes_on_below(header: Header, lines: Sequence[TextLine], gap: float) -> bool:
    if header.stop >= len(lines):
        return False
    last, line = lines[header.stop - 1], lines[header.stop]
    few = len(line.phrases(gap)) < _MOSTLY * len(header.titles)
    return line.bold == last.bold and (last.bold or few)


def _starts_above(header: Header, lines: Sequence[TextLine], gap: float) -> bool:
    """Whether each text above stands over one title: the name of a table stands over none or several."""
    if header.start == 0 or lines[header.start].bold != lines[header.start - 1].bold:
        return False
    phrases = lines[header.start - 1].phrases(gap)
    return all(sum(_overlap(phrase.box, title.box) for title in header.titles) == 1 for phrase in phrases)


def _known(titles: Sequence[Title]) -> int:
    return sum(field_of(title.text) is not None for title in titles)


_EDGE = 1.0  # guard: points; boxes of letters overlap by less
_LEAST_LINES = 2  # at 1 two_level_header.pdf gains a column, at 8 d04_borderless.pdf loses one
_LEAST_STARTS = 3  # at 12 narrow_gutters.pdf keeps two titles in one; less: guard
_MOST_STARTS = 0.6  # above 1 narrow_gutters.pdf keeps two titles in one; less: guard
_MOST_CROSSING = 0.15  # guard: a band may run over the gutter


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
            yield _title_of(words[start:place])
            start = place
    yield _title_of(words[start:]) if start else title


def _title_of(words: Sequence[Word]) -> Title:
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
    free = [room for room, count in zip(rooms, counts, strict=True) if count == fewest]
    joined = runs_of(free, lambda run, room: room[0] - run[-1][1] < _EDGE)
    widest = max(joined, key=lambda run: run[-1][1] - run[0][0])
    return (widest[0][0] + widest[-1][1]) / 2


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
