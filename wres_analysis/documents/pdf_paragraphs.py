"""Lines of text outside tables → paragraphs and headings, without running heads and feet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wres_analysis.documents.document import Line
from wres_analysis.documents.pdf_words import TextLine
from wres_analysis.vocabulary.headings import field_of, is_header

_BULLET = re.compile(r"^([•●○▪■◦‣∙·➢✓❖]|[-–—](?=\s)|o(?=\s))\s*")
_LABEL = re.compile(r"^([^:]{2,45}):(?:\s|$)")
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–|]?\s*\d{1,3}\s*(?:(?:of|/)\s*\d{1,3})?\s*[-–|]?", re.IGNORECASE)
_EDGE = 0.12
_TITLE_GAP = 0.35
_LEAST_PAGES = 2
_SAME_PLACE = 4.0
# shares of the height of a line
_LARGER = 1.12
_SAME_SIZE = 0.06
_SPACE = 0.25
_NEXT_LINE = 0.65
_INDENT = 2.5

_Key = tuple[str, int]


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


def measures_of(lines: Sequence[TextLine], letters: Counter[float]) -> Measures:
    """What is usual in a document."""
    body = max(letters, key=lambda height: letters[height], default=0.0)
    larger = sorted({line.height for line in lines if line.height > _LARGER * body}, reverse=True)
    return Measures(body, tuple(_spread(larger)), max((line.box.right for line in lines), default=0.0))


def _spread(heights: Sequence[float]) -> Iterator[float]:
    """Heights that differ enough to be seen."""
    last = None
    for height in heights:
        if last is None or height < last * (1 - _SAME_SIZE):
            yield height
            last = height


def without_furniture(
    pages: Sequence[Sequence[TextLine]], heights: Sequence[float]
) -> tuple[list[list[TextLine]], list[str]]:
    """The lines of each page without running heads and feet, and what these say."""
    keys = [[_key(line, height) for line in lines] for lines, height in zip(pages, heights, strict=True)]
    counts = Counter(key for page in keys for key in set(page) if key is not None)
    kept: list[list[TextLine]] = []
    dropped: dict[str, None] = {}
    known: set[_Key] = set()
    for lines, page, height in zip(pages, keys, heights, strict=True):
        kept.append([])
        for number, (line, key) in enumerate(zip(lines, page, strict=True)):
            new_head = key not in known and line.box.middle[1] < height / 2
            repeated = key is not None and counts[key] >= _LEAST_PAGES and not new_head
            outermost = number == 0 or number >= len(lines) - 2
            if repeated or (key is not None and outermost and _PAGE_NUMBER.fullmatch(line.text.strip())):
                dropped[line.text] = None
            else:
                kept[-1].append(line)
        known.update(key for key in page if key is not None)
    return kept, list(dropped)


def _key(line: TextLine, height: float) -> _Key | None:
    """What makes a line the same on several pages: its words without numbers, and its place at the edge."""
    middle = line.box.middle[1]
    if _EDGE * height < middle < (1 - _EDGE) * height or is_header(
        [phrase.text for phrase in line.phrases(_TITLE_GAP)]
    ):
        return None
    return re.sub(r"\d+", "#", line.text), round(middle / _SAME_PLACE)


def paragraphs(lines: Sequence[TextLine], measures: Measures, place: str) -> Iterator[tuple[float, Line]]:
    """Paragraphs and headings with the height at which each starts."""
    group: list[TextLine] = []
    for line in lines:
        if group and not _wraps(group[-1], line, measures):
            yield group[0].box.top, _line(group, measures, place)
            group = []
        group.append(line)
    if group:
        yield group[0].box.top, _line(group, measures, place)


def _line(group: Sequence[TextLine], measures: Measures, place: str) -> Line:
    text = "\n".join(line.text for line in group)
    bullet = _BULLET.match(text)
    return Line(text[bullet.end() :] if bullet else text, place, measures.heading(group[0]), bool(bullet))


def _wraps(above: TextLine, below: TextLine, measures: Measures) -> bool:
    """Whether a line goes on in the next: alike, close, and the first word below had no room above."""
    if above.bold != below.bold and (below.bold or measures.heading(above)):
        return False
    if abs(above.height - below.height) > _SAME_SIZE * 2 * above.height:
        return False
    if below.box.top - above.box.bottom > _NEXT_LINE * above.height:
        return False
    if _starts_anew(below) or below.box.left < above.box.left - _INDENT * above.height:
        return False
    first = below.words[0].box.width
    return above.box.right + _SPACE * above.height + first > measures.right - 1


def _starts_anew(line: TextLine) -> bool:
    """Whether a line begins a list item or a "label: value" of its own."""
    return _is_label(line) or _BULLET.match(line.text) is not None


def _is_label(line: TextLine) -> bool:
    label = _LABEL.match(line.text)
    return label is not None and (field_of(label[1]) is not None or (line.words[0].bold and not line.bold))
