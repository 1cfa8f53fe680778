"""The text of Word paragraphs: insertions in, deletions out, line breaks kept, list marks written out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wres_analysis.documents.word_package import Package, W, is_on, value

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = frozenset(
    f"{W}{name}"
    for name in ("del", "moveFrom", "delText", "instrText", "pPr", "rPr", "sdtPr", "rt", "tbl", "p")
)
_SET_ASIDE = frozenset((f"{_MC}AlternateContent", f"{W}drawing", f"{W}pict"))
_BREAKS = frozenset((f"{W}br", f"{W}cr"))
_BULLET_SYMBOLS = frozenset(("f0b7", "f0a7", "f0d8", "f076"))
_TICKED = {"f0fe": "☒", "f0fc": "✓", "f0a8": "☐"}
_BOLD_LEVEL = 7
_LONGEST_HEADING = 160


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with what its style says of it; `mark` is the bullet or number of a list."""

    text: str
    mark: str
    heading: int

    @property
    def with_mark(self) -> str:
        """The text behind its bullet or number."""
        return f"{self.mark} {self.text}".strip()


def paragraph_of(element: Any, package: Package) -> Paragraph:
    """What a `w:p` element says."""
    text = "".join(_pieces(element)).strip()
    properties = element.find(f"{W}pPr")
    name = value(properties, "pStyle")
    style = package.styles.get(name)
    number = value(properties, "numPr/numId", style.number if style else "")
    level = value(properties, "numPr/ilvl", str(style.level) if style else "0")
    mark = package.next_number(number, int(level or 0)) if number not in ("", "0") else ""
    outline = value(properties, "outlineLvl")
    heading = style.heading if style else 0
    if not heading and outline.isdigit() and int(outline) < 9:
        heading = int(outline) + 1
    if (
        not heading
        and text
        and len(text) < _LONGEST_HEADING
        and _all_bold(element, bool(style and style.bold))
    ):
        heading = _BOLD_LEVEL
    return Paragraph(text, mark, heading)


def _all_bold(element: Any, usual: bool) -> bool:
    runs = [run for run in element.iter(f"{W}r") if any(text.text for text in run.iter(f"{W}t"))]
    said = [is_on(run, "rPr/b") for run in runs]
    return bool(runs) and all(usual if bold is None else bold for bold in said)


def _pieces(element: Any) -> Iterator[str]:
    """The characters of a paragraph in order; text boxes are not part of it."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _GONE:
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag == f"{W}tab":
            yield " "
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        elif child.tag == f"{W}sym":
            yield _symbol(child)
        elif child.tag in _SET_ASIDE or (child.tag == f"{W}r" and is_on(child, "rPr/vanish")):
            continue
        else:
            yield from _pieces(child)


def _symbol(element: Any) -> str:
    code = str(element.get(f"{W}char", "")).lower()
    return _TICKED.get(code, "•" if code in _BULLET_SYMBOLS else "")


def text_boxes(element: Any) -> Iterator[Any]:
    """The contents of text boxes in a paragraph, each once; files hold them for old and new programs."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in (f"{W}del", f"{W}moveFrom"):
            continue
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag == f"{_MC}AlternateContent":
            choices = [list(text_boxes(choice)) for choice in child]
            yield from next((boxes for boxes in choices if boxes), [])
        elif child.tag != f"{W}tbl":
            yield from text_boxes(child)
