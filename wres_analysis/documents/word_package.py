"""The parts of a Word file as its pages show them: struck text and placeholders out, boxes as signs."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from wres_analysis.documents.cell_text import TICKED, UNTICKED, shown_in
from wres_analysis.documents.document import Remark, left_out, struck_out
from wres_analysis.documents.opening import BROKEN_ZIP, damaged, related, transitional
from wres_analysis.errors import DocumentError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# deeper than any chain of styles in Word; a file whose styles inherit in a circle ends here
_MOST_STYLES_DEEP = 20
_TITLES = {"title": 1, "subtitle": 2}
_SWITCHES = ("b", "strike", "dstrike", "vanish")


@dataclass(frozen=True)
class Style:
    """What a style says, with what it inherits."""

    heading: int = 0
    switches: Mapping[str, bool] = field(default_factory=dict)  # bold, struck, hidden: on or off
    number: str = ""
    level: int = 0


def value(element: Any, path: str, default: str = "") -> str:
    """The `w:val` of an element below, blank where there is none."""
    found = _below(element, path)
    return default if found is None else str(found.get(f"{W}val", default))


def is_on(element: Any, path: str) -> bool | None:
    """Whether a switch below is on; None where it is not there."""
    found = _below(element, path)
    return None if found is None else found.get(f"{W}val", "1") not in ("0", "false", "off")


def _below(element: Any, path: str) -> Any:
    return None if element is None else element.find("/".join(f"{W}{step}" for step in path.split("/")))


def _style(name: str, found: dict[str, Any], depth: int) -> Style:
    """What a style says by its id among the styles of a document."""
    style = found.get(name)
    if style is None or depth > _MOST_STYLES_DEEP:
        return Style()
    parent = _style(value(style, "basedOn"), found, depth + 1)
    own = {name: on for name in _SWITCHES if (on := is_on(style, f"rPr/{name}")) is not None}
    named = re.fullmatch(r"heading (\d+)", title := value(style, "name").lower())
    heading = int(named[1]) if named else _TITLES.get(title, 0)
    heading = heading or outline_level(style.find(f"{W}pPr"))
    level = value(style, "pPr/numPr/ilvl", str(parent.level))
    return Style(
        heading or parent.heading,
        {**parent.switches, **own},
        value(style, "pPr/numPr/numId", parent.number),
        int(level) if level.isdigit() else 0,
    )


def outline_level(properties: Any) -> int:
    """The level of a heading that a style or a paragraph names, 0 for running text."""
    outline = value(properties, "outlineLvl")
    return int(outline) + 1 if outline.isdigit() and int(outline) < 9 else 0


_EXTRAS = ("header", "footnotes", "endnotes")
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")


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
    found = {style.get(f"{W}styleId"): style for part in parts["styles"] for style in part.iter(f"{W}style")}
    styles = {name: _style(name, found, 0) for name in found}
    shown = [document, *(part for kind in _EXTRAS for part in parts[kind])]
    remarks = tuple(remark for part in shown for remark in as_shown(part, styles))
    return Package(path, body, styles, _levels(parts["numbering"]), parts, chunks, remarks)


def _parsed(path: Path, package: zipfile.ZipFile, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    root: Any = etree.fromstring(transitional(package.read(name)), parser)
    if root.getroottree().docinfo.doctype:
        what = "it defines XML entities, as no Word document does"
        raise DocumentError(what, path.name, "do not open it; ask for a new copy")
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
        text = chr(ord("a") + (count - 1) % 26)
    elif form in ("lowerRoman", "upperRoman"):
        tens, ones = divmod(count, 10)
        text = "x" * tens + _ROMAN[ones]
    else:
        text = f"{count:02d}" if form == "decimalZero" else str(count)
    return text.upper() if form.startswith("upper") else text


_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_NOTE_MARK = re.compile(r"\s*(?:\d{1,2}(?:,\s?\d{1,2})*|[*†‡§¹²³]+|\([a-z0-9]\))\s*")
_TEXT = f"{W}t"

Styles = Mapping[str, Style]


def as_shown(root: Any, styles: Styles) -> list[Remark]:
    """Change a part in place; what was left out is told."""
    _join_paragraphs(root)
    _show_controls(root)
    _show_fields(root)
    _show_symbols(root)
    struck = [
        _taken_out(run)
        for run in list(root.iter(f"{W}r"))
        if switched(run, "strike", styles) or switched(run, "dstrike", styles)
    ]
    marks = [_taken_out(run) for run in list(root.iter(f"{W}r")) if _is_note_mark(run)]
    return [*struck_out(struck), *left_out("info", "note_marks", "raised note marks were left out", marks)]


def _taken_out(run: Any) -> str:
    text = _text(run)
    for part in list(run):
        if part.tag != f"{W}rPr":
            run.remove(part)
    return text


def _text(element: Any) -> str:
    return "".join(part.text or "" for part in element.iter(_TEXT))


def switched(run: Any, name: str, styles: Styles) -> bool:
    """Whether a run is bold, struck or hidden, by itself or by its style."""
    own = is_on(run, f"rPr/{name}")
    style = styles.get(value(run.find(f"{W}rPr"), "rStyle"))
    return own if own is not None else bool(style and style.switches.get(name))


def _is_note_mark(run: Any) -> bool:
    """A raised number or sign behind a word; at the start of a paragraph it opens the note itself."""
    if value(run.find(f"{W}rPr"), "vertAlign") != "superscript":
        return False
    before = run.getprevious()
    text = "" if before is None else _text(before)
    follows = text[-1:].strip() != "" and not text[-1:].isdigit()
    dated = re.search(r"\b(?:19|20)\d\d$|[A-Za-z.,;)]$", text)
    return bool(_NOTE_MARK.fullmatch(_text(run))) and bool(follows or dated)


def _join_paragraphs(root: Any) -> None:
    """A paragraph whose end was deleted goes on in the next one."""
    for paragraph in list(root.iter(f"{W}p")):
        marks = paragraph.find(f"{W}pPr/{W}rPr")
        after = paragraph.getnext()
        if marks is None or after is None or after.tag != f"{W}p":
            continue
        if marks.find(f"{W}del") is None and marks.find(f"{W}moveFrom") is None:
            continue
        at = 1 if after.find(f"{W}pPr") is not None else 0
        for part in reversed([part for part in paragraph if part.tag != f"{W}pPr"]):
            after.insert(at, part)
        paragraph.getparent().remove(paragraph)


def _show_controls(root: Any) -> None:
    """Content controls: a placeholder is nothing, a check box is its sign."""
    for control in list(root.iter(f"{W}sdt")):
        properties, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
        if properties is None or content is None:
            continue
        if is_on(properties, "showingPlcHdr"):
            for text in content.iter(_TEXT):
                text.text = ""
        box = properties.find(f"{_W14}checkbox")
        signs = list(content.iter(_TEXT, f"{W}sym")) if box is not None else []
        for sign in signs[1:]:
            sign.getparent().remove(sign)
        for sign in signs[:1]:
            checked = box.find(f"{_W14}checked")
            on = checked is not None and checked.get(f"{_W14}val", "1") in ("1", "true", "on")
            sign.tag, sign.text = _TEXT, TICKED if on else UNTICKED


def _show_fields(root: Any) -> None:
    """Form fields of old Word files: a check box is its sign, a drop-down list its choice."""
    for form_field in root.iter(f"{W}ffData"):
        box, choices = form_field.find(f"{W}checkBox"), form_field.find(f"{W}ddList")
        if box is not None:
            checked = is_on(box, "checked")
            shown = TICKED if (is_on(box, "default") if checked is None else checked) else UNTICKED
        else:
            shown = _choice(choices) if choices is not None else ""
        if shown:
            run = form_field.getparent().getparent()
            etree.SubElement(run, _TEXT).text = shown


def _choice(choices: Any) -> str:
    """The chosen entry; a list nobody chose from shows its first entry."""
    entries = [entry.get(f"{W}val", "") for entry in choices.iterfind(f"{W}listEntry")]
    number = value(choices, "result") or value(choices, "default") or "0"
    return entries[int(number)] if number.isdigit() and int(number) < len(entries) else ""


def _show_symbols(root: Any) -> None:
    for run in root.iter(f"{W}r"):
        fonts = run.find(f"{W}rPr/{W}rFonts")
        font = "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
        for text in run.iter(_TEXT):
            text.text = shown_in(font, text.text or "")
