"""The header line of a table that has no rules between its columns: found by its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from wres_analysis.documents.cell_text import is_small_word
from wres_analysis.documents.pdf_geometry import Box, Rule, around
from wres_analysis.documents.pdf_words import TextLine, Word, text_in
from wres_analysis.vocabulary.headings import field_of, is_header

_MOST_LINES = 4
# shares of the height of a line
_NEXT_LINE = 0.8
_TOUCHING = 0.5
_MOSTLY = 0.6
_LEAST_ALIGNED = 4
_ALIGNED = 1.5


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
    page = _Page(lines, across, gap)
    several = [len(line.phrases(gap)) > 1 for line in lines]
    for count in range(1, _MOST_LINES + 1):
        for start in range(len(lines) - count + 1):
            window = lines[start : start + count]
            if not any(several[start : start + count]):
                continue  # prose: no title stands beside another
            if any(start < header.stop and start + count > header.start for header in found):
                continue
            titles = _titles(window, gap) if _together(window, across) else ()
            if titles and not _is_prose(titles) and is_header([title.text for title in titles]):
                found.append(_extended(Header(start, start + count, titles), page))
    return sorted(found, key=lambda header: header.start)


def aligned_header(lines: Sequence[TextLine], gap: float) -> Header | None:
    """The first line whose phrases each have texts below that start where they do: unknown titles."""
    lefts = [[phrase.box.left for phrase in line.phrases(gap)] for line in lines]
    for number, starts in enumerate(lefts):
        if len(starts) >= _LEAST_ALIGNED and all(_is_column(start, lefts[number + 1 :]) for start in starts):
            return Header(number, number + 1, _titles(lines[number : number + 1], gap))
    return None


def _is_prose(titles: Sequence[Title]) -> bool:
    """Whether these are pieces of a spread sentence: a comma ends one, or a small word stands alone."""
    texts = [title.text.strip() for title in titles]
    return any(text.endswith(",") or (is_small_word(text) and field_of(text) is None) for text in texts)


def _is_column(start: float, below: Sequence[Sequence[float]]) -> bool:
    under = sum(any(abs(left - start) < _ALIGNED for left in lefts) for lefts in below)
    return under >= _LEAST_ALIGNED


def _together(window: Sequence[TextLine], across: Sequence[Rule]) -> bool:
    return all(
        below.box.top - above.box.bottom <= _NEXT_LINE * above.height
        and not _rule_between(above, below, across)
        for above, below in pairwise(window)
    )


def _rule_between(above: TextLine, below: TextLine, across: Sequence[Rule]) -> bool:
    return any(above.box.middle[1] < rule.at < below.box.middle[1] for rule in across)


def _titles(window: Sequence[TextLine], gap: float) -> tuple[Title, ...]:
    """Phrases that stand above each other, made one title; one above several belongs to each of them."""
    phrases = [(number, phrase) for number, line in enumerate(window) for phrase in line.phrases(gap)]
    above = [phrase for number, phrase in phrases if _is_above_several(number, phrase, phrases)]
    groups: list[list[TextLine]] = []
    leaves = [phrase for _, phrase in phrases if phrase not in above]
    for phrase in sorted(leaves, key=lambda phrase: phrase.box.left):
        if groups and phrase.box.left < max(part.box.right for part in groups[-1]):
            groups[-1].append(phrase)
        else:
            groups.append([phrase])
    return tuple(_title(group, above) for group in groups)


def _is_above_several(number: int, phrase: TextLine, phrases: Sequence[tuple[int, TextLine]]) -> bool:
    below = sorted(
        (other.box for line, other in phrases if line > number and _overlap(phrase.box, other.box)),
        key=lambda box: box.left,
    )
    return any(left.right < right.left for left, right in pairwise(below))


def _overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right


def _title(group: Sequence[TextLine], above: Sequence[TextLine]) -> Title:
    box = around([phrase.box for phrase in group])
    parents = [phrase for phrase in above if _overlap(phrase.box, box)]
    words = tuple(word for phrase in group for word in phrase.words)
    return Title(text_in([*(word for phrase in parents for word in phrase.words), *words]), box, words)


@dataclass(frozen=True)
class _Page:
    """What the steps below look at."""

    lines: Sequence[TextLine]
    across: Sequence[Rule]
    gap: float


def _extended(header: Header, page: _Page) -> Header:
    """The header with the lines above and below that belong to its titles."""
    for step in (_below, _above):
        while (wider := step(header, page)) is not None:
            header = wider
    return header


def _below(header: Header, page: _Page) -> Header | None:
    if header.stop >= len(page.lines) or header.stop - header.start >= _MOST_LINES:
        return None
    last, line = page.lines[header.stop - 1], page.lines[header.stop]
    few = len(line.phrases(page.gap)) < _MOSTLY * len(header.titles)
    if line.bold != last.bold or not (last.bold or few):
        return None
    return _joined(header, page, header.start, header.stop + 1)


def _above(header: Header, page: _Page) -> Header | None:
    if header.start == 0 or header.stop - header.start >= _MOST_LINES:
        return None
    first, line = page.lines[header.start], page.lines[header.start - 1]
    if line.bold != first.bold or any(_spans_titles(part, header) for part in line.phrases(page.gap)):
        return None
    return _joined(header, page, header.start - 1, header.stop)


def _spans_titles(phrase: TextLine, header: Header) -> bool:
    """Whether a phrase stands over no title, or over several, as the name of a table does."""
    return sum(_overlap(phrase.box, title.box) for title in header.titles) != 1


def _joined(header: Header, page: _Page, start: int, stop: int) -> Header | None:
    """The wider header, where its lines touch and none of the titles loses its meaning."""
    for above, below in pairwise(page.lines[start:stop]):
        room = below.box.top - above.box.bottom
        if room > _TOUCHING * above.height or _rule_between(above, below, page.across):
            return None
    titles = _titles(page.lines[start:stop], page.gap)
    if len(titles) < len(header.titles) or not is_header([title.text for title in titles]):
        return None
    return Header(start, stop, titles) if _known(titles) >= _known(header.titles) else None


def _known(titles: Sequence[Title]) -> int:
    return sum(field_of(title.text) is not None for title in titles)
