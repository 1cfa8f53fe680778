"""The parts of a Word file: its body, styles and list numbering."""

from __future__ import annotations

import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from wres_analysis.documents.packages import BROKEN_ZIP, damaged
from wres_analysis.errors import DocumentError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MOST_STYLES_DEEP = 20
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class Style:
    """What a paragraph style says, with what it inherits."""

    heading: int = 0
    bold: bool = False
    number: str = ""
    level: int = 0


@dataclass
class Package:
    """The parts of one Word file."""

    path: Path
    body: Any  # the body of the document
    styles: dict[str, Style]
    # for each list and level the kind of number and the text around it
    levels: dict[tuple[str, int], tuple[str, str]]
    extras: dict[str, list[Any]]  # page headers and notes by kind
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


def open_package(path: Path) -> Package:
    """Read the parts of a Word file that hold its text."""
    try:
        with zipfile.ZipFile(path) as package:
            main = next(_targets(package, "", "officeDocument"), "word/document.xml")
            document = _parsed(path, package, main)
            styles = [_parsed(path, package, name) for name in _targets(package, main, "styles")]
            numbering = [_parsed(path, package, name) for name in _targets(package, main, "numbering")]
            extras = {
                kind: [_parsed(path, package, name) for name in _targets(package, main, kind)]
                for kind in ("header", "footnotes", "endnotes")
            }
    except (*BROKEN_ZIP, KeyError, etree.XMLSyntaxError):
        raise damaged(path) from None
    body = document.find(f"{W}body")
    if body is None:
        raise damaged(path)
    return Package(path, body, _styles(styles), _levels(numbering), extras)


def _parsed(path: Path, package: zipfile.ZipFile, name: str) -> Any:
    root = etree.fromstring(
        package.read(name), etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    )
    info: Any = root.getroottree().docinfo
    if info.doctype:
        raise DocumentError(
            "it defines XML entities, as no Word document does",
            path.name,
            "do not open it; ask for a new copy",
        )
    return root


def _targets(package: zipfile.ZipFile, part: str, kind: str) -> Iterator[str]:
    """Names of the parts that a part refers to for a certain purpose."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    known = set(package.namelist())
    if relations not in known:
        return
    for relation in etree.fromstring(package.read(relations)).iter(_RELATION):
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
        if relation.get("Type", "").endswith(f"/{kind}") and target in known:
            yield target


def value(element: Any, path: str, default: str = "") -> str:
    """The `w:val` of an element below, blank where there is none."""
    found = element.find("/".join(f"{W}{step}" for step in path.split("/"))) if element is not None else None
    return default if found is None else str(found.get(f"{W}val", default))


def is_on(element: Any, path: str) -> bool | None:
    """Whether a switch below is on; None where it is not there."""
    found = element.find("/".join(f"{W}{step}" for step in path.split("/"))) if element is not None else None
    return None if found is None else found.get(f"{W}val", "1") not in ("0", "false", "off")


def _styles(parts: list[Any]) -> dict[str, Style]:
    found = {style.get(f"{W}styleId"): style for part in parts for style in part.iter(f"{W}style")}
    return {name: _style(name, found, 0) for name in found}


def _style(name: str, found: dict[str, Any], depth: int) -> Style:
    style = found.get(name)
    if style is None or depth > _MOST_STYLES_DEEP:
        return Style()
    parent = _style(value(style, "basedOn"), found, depth + 1)
    bold = is_on(style, "rPr/b")
    outline = value(style, "pPr/outlineLvl")
    heading = _heading_of_name(value(style, "name").lower())
    if not heading and outline.isdigit() and int(outline) < 9:
        heading = int(outline) + 1
    level = value(style, "pPr/numPr/ilvl", str(parent.level))
    return Style(
        heading or parent.heading,
        parent.bold if bold is None else bold,
        value(style, "pPr/numPr/numId", parent.number),
        int(level) if level.isdigit() else 0,
    )


def _heading_of_name(name: str) -> int:
    if name in ("title", "subtitle"):
        return 1 if name == "title" else 2
    last = name.removeprefix("heading ")
    return int(last) if last != name and last.isdigit() else 0


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
