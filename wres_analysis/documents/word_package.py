"""The parts of a Word file and the text of its paragraphs: insertions in, deletions out, list marks too."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from wres_analysis.documents.cell_text import shown_in
from wres_analysis.documents.document import Remark, bold_heading
from wres_analysis.documents.opening import BROKEN_ZIP, damaged, related, transitional
from wres_analysis.documents.word_shown import (
    Style,
    W,
    as_shown,
    is_on,
    outline_level,
    styles_of,
    switched,
    value,
)
from wres_analysis.errors import DocumentError

_EXTRAS = ("header", "footnotes", "endnotes")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass
class Package:
    """The parts of one Word file."""

    path: Path
    body: Any  # the body of the document
    styles: dict[str, Style]
    # for each list and level the kind of number and the text around it
    levels: dict[tuple[str, int], tuple[str, str]]
    parts: dict[str, list[Any]]  # page headers and notes by kind
    embedded: dict[str, bytes] = field(default_factory=dict)  # documents inside this one
    remarks: tuple[Remark, ...] = ()
    _counts: dict[str, Counter[int]] = field(default_factory=dict)

    def next_number(self, number: str, level: int) -> str:
        """The printed number or bullet of the next item of a list."""
        kind, text = self.levels.get((number, level), ("bullet", ""))
        if kind in ("bullet", "none"):
            return "•" if kind == "bullet" else ""
        counts = self._counts.setdefault(number, Counter())
        counts[level] += 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        for other in range(level + 1):
            form = self.levels.get((number, other), ("decimal", ""))[0]
            text = text.replace(f"%{other + 1}", _as_number(max(1, counts[other]), form))
        return text


def open_package(path: Path, data: bytes | None = None) -> Package:
    """Read the parts of a Word file that hold its text; `data` is a file inside the one at `path`."""
    try:
        with zipfile.ZipFile(path if data is None else io.BytesIO(data)) as package:
            main = next(iter(related(package, "", "officeDocument").values()), "word/document.xml")
            document = _parsed(path, package, main)
            parts = {
                kind: [_parsed(path, package, name) for name in related(package, main, kind).values()]
                for kind in ("styles", "numbering", *_EXTRAS)
            }
            chunks = {key: package.read(name) for key, name in related(package, main, "aFChunk").items()}
    except (*BROKEN_ZIP, KeyError, etree.XMLSyntaxError):
        raise damaged(path) from None
    body = document.find(f"{W}body")
    if body is None:
        raise damaged(path)
    styles = styles_of(parts["styles"])
    shown = [document, *(part for kind in _EXTRAS for part in parts[kind])]
    remarks = tuple(remark for part in shown for remark in as_shown(part, styles))
    return Package(path, body, styles, _levels(parts["numbering"]), parts, chunks, remarks)


def _parsed(path: Path, package: zipfile.ZipFile, name: str) -> Any:
    root = etree.fromstring(
        transitional(package.read(name)),
        etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True),
    )
    info: Any = root.getroottree().docinfo
    if info.doctype:
        raise DocumentError(
            "it defines XML entities, as no Word document does",
            path.name,
            "do not open it; ask for a new copy",
        )
    return root


def _levels(parts: list[Any]) -> dict[tuple[str, int], tuple[str, str]]:
    levels: dict[tuple[str, int], tuple[str, str]] = {}
    for part in parts:
        forms = {
            abstract.get(f"{W}abstractNumId"): list(abstract.iter(f"{W}lvl"))
            for abstract in part.iter(f"{W}abstractNum")
        }
        for number in part.iter(f"{W}num"):
            for level in forms.get(value(number, "abstractNumId"), []):
                place = (number.get(f"{W}numId"), int(level.get(f"{W}ilvl", "0")))
                levels[place] = (value(level, "numFmt", "decimal"), value(level, "lvlText"))
    return levels


def _as_number(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(count)
        return roman if form == "lowerRoman" else roman.upper()
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    text = ""
    for size, letters in _ROMAN:
        while count >= size:
            text += letters
            count -= size
    return text


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
    heading = (style.heading if style else 0) or outline_level(properties)
    if not heading and text and _all_bold(element, bool(style and style.switches.get("b"))):
        heading = bold_heading(text)
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
