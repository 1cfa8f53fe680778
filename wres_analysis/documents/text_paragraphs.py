"""Lines of a text file → paragraphs, headings and list items; lines that were wrapped are joined again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wres_analysis.documents.cell_text import is_finished, starts_midway
from wres_analysis.documents.document import Line
from wres_analysis.vocabulary.headings import field_of

LEAST_WIDTH = 50
LEAST_FULL_LINES = 3
NEARLY_FULL = 0.85
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_BULLET = re.compile(r"([-*•·▪●○‣–])\s+(?=\S)")
_RULE = re.compile(r"[-=_–—*\s]{3,}")
_ITEM = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2})*[.):]?|[a-z][.)]|[ivx]{1,4}[.)])\s+\S")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_STRONG_LEVEL = 7
_LABEL = re.compile(r"([^:]{2,45}):(?:\s|$)")

Numbered = tuple[int, str]


def paragraphs(lines: Sequence[Numbered]) -> Iterator[Line]:
    """The paragraphs that lines of a text file make up.

    A line goes on in the next where that one stands directly below, starts nothing of its own, and goes on
    with the sentence, stands further in than the list item, or had no room left in the line above.

    Examples
    --------
    >>> [line.text for line in paragraphs([(1, "- Train the chairs"), (2, "  of panels"), (4, "Lead: HR")])]
    ['Train the chairs of panels', 'Lead: HR']
    """
    width = _width([text for _, text in lines])
    group: list[Numbered] = []
    for line in lines:
        if _RULE.fullmatch(line[1]):
            continue
        if group and not _goes_on(group[0], group[-1], line, width):
            yield _line(group)
            group = []
        group.append(line)
    if group:
        yield _line(group)


def _width(texts: Sequence[str]) -> float:
    """The width to which the text was wrapped; without end where it was not."""
    longest = max(map(len, texts), default=0)
    full = sum(len(text) >= NEARLY_FULL * longest for text in texts)
    return longest if longest >= LEAST_WIDTH and full >= LEAST_FULL_LINES else float("inf")


def _goes_on(first: Numbered, above: Numbered, below: Numbered, width: float) -> bool:
    if below[0] != above[0] + 1 or _HEADING.match(above[1].strip()) or _starts_anew(below[1].strip()):
        return False
    text = above[1].strip()
    if starts_midway(below[1].strip()) and not is_finished(text):
        return not text.endswith(":")
    if _is_item(first[1].strip()) and _indent(below[1]) > _indent(first[1]):
        return True
    return len(above[1]) + 1 + len(below[1].split()[0]) > width


def _starts_anew(text: str) -> bool:
    label = _LABEL.match(_STRONG.sub(r"\2", text))
    return bool(_HEADING.match(text)) or _is_item(text) or (label is not None and bool(field_of(label[1])))


def _is_item(text: str) -> bool:
    return bool(_BULLET.match(text) or _ITEM.match(text))


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _line(group: Sequence[Numbered]) -> Line:
    text = " ".join(" ".join(part.split()) for _, part in group)
    place = f"line {group[0][0]}"
    if heading := _HEADING.fullmatch(text):
        return Line(_STRONG.sub(r"\2", heading[2]), place, heading=len(heading[1]))
    if (strong := _STRONG.fullmatch(text)) and strong[1] not in strong[2]:
        return Line(strong[2], place, heading=_STRONG_LEVEL)
    text = _STRONG.sub(r"\2", text)
    if bullet := _BULLET.match(text):
        return Line(text[bullet.end() :], place, bullet=True)
    return Line(text, place)
