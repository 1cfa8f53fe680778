"""The text of Word paragraphs: insertions in, deletions out, line breaks kept, list marks written out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wres_analysis.documents.filled_cells import shown_in
from wres_analysis.documents.word_package import Package
from wres_analysis.documents.word_shown import W, is_on, switched, value

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = frozenset(
    f"{W}{name}"
    for name in ("del", "moveFrom", "delText", "instrText", "pPr", "rPr", "sdtPr", "rt", "tbl", "p")
)
_SET_ASIDE = frozenset((f"{_MC}AlternateContent", f"{W}drawing", f"{W}pict"))
_BREAKS = frozenset((f"{W}br", f"{W}cr"))
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TEXTS = frozenset((f"{W}t", f"{_MATH}t"))
# between the two parts of a fraction, a power and an index
_BETWEEN = {f"{_MATH}den": "/", f"{_MATH}sup": "^", f"{_MATH}sub": "_"}
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
    text = "".join(_pieces(element, package)).strip()
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
        and _all_bold(element, bool(style and style.switches.get("b")))
    ):
        heading = _BOLD_LEVEL
    return Paragraph(text, mark, heading)


def _all_bold(element: Any, usual: bool) -> bool:
    runs = [run for run in element.iter(f"{W}r") if any(text.text for text in run.iter(f"{W}t"))]
    said = [is_on(run, "rPr/b") for run in runs]
    return bool(runs) and all(usual if bold is None else bold for bold in said)


def _pieces(element: Any, package: Package) -> Iterator[str]:
    """The characters of a paragraph in order; text boxes are not part of it."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _GONE:
            continue
        yield _BETWEEN.get(child.tag, "")
        if child.tag in _TEXTS:
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag == f"{W}tab":
            yield " "
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        elif child.tag == f"{W}sym":
            yield _symbol(child)
        elif child.tag in _SET_ASIDE or (child.tag == f"{W}r" and switched(child, "vanish", package.styles)):
            continue
        else:
            yield from _pieces(child, package)


def _symbol(element: Any) -> str:
    code = element.get(f"{W}char", "")
    letter = chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code) else ""
    shown = shown_in(element.get(f"{W}font", ""), letter)
    return "" if shown and 0xE000 <= ord(shown) <= 0xF8FF else shown


def alternative_text(element: Any) -> str:
    """What the pictures in an element are said to show, as far as a person wrote it."""
    texts = (part.get("descr") or part.get("title") or "" for part in element.iter(f"{_DRAWING}docPr"))
    return " ".join(text.strip() for text in texts if "automatically generated" not in text)


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
