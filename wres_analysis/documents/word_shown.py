"""A Word part made what its page shows: struck text and placeholders out, boxes and symbols as signs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from wres_analysis.documents.cell_text import TICKED, UNTICKED, shown_in
from wres_analysis.documents.document import Remark, left_out, struck_out

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# deeper than any chain of styles in Word; a file whose styles inherit in a circle ends here
_MOST_STYLES_DEEP = 20
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


def styles_of(parts: list[Any]) -> dict[str, Style]:
    """The styles of a document by their id."""
    found = {style.get(f"{W}styleId"): style for part in parts for style in part.iter(f"{W}style")}
    return {name: _style(name, found, 0) for name in found}


def _style(name: str, found: dict[str, Any], depth: int) -> Style:
    style = found.get(name)
    if style is None or depth > _MOST_STYLES_DEEP:
        return Style()
    parent = _style(value(style, "basedOn"), found, depth + 1)
    own = {name: on for name in _SWITCHES if (on := is_on(style, f"rPr/{name}")) is not None}
    heading = _heading_of_name(value(style, "name").lower()) or outline_level(style.find(f"{W}pPr"))
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


def _heading_of_name(name: str) -> int:
    if name in ("title", "subtitle"):
        return 1 if name == "title" else 2
    last = name.removeprefix("heading ")
    return int(last) if last != name and last.isdigit() else 0


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
    struck = [_taken_out(run) for run in list(root.iter(f"{W}r")) if _is_struck(run, styles)]
    marks = [_taken_out(run) for run in list(root.iter(f"{W}r")) if _is_note_mark(run)]
    return [
        *struck_out(struck),
        *left_out("info", "note_marks", "raised note marks were left out", marks),
    ]


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


def _is_struck(run: Any, styles: Styles) -> bool:
    return any(switched(run, name, styles) for name in ("strike", "dstrike"))


def _is_note_mark(run: Any) -> bool:
    """A raised number or sign behind a word; at the start of a paragraph it opens the note itself."""
    if value(run.find(f"{W}rPr"), "vertAlign") != "superscript":
        return False
    before = run.getprevious()
    follows = before is not None and _text(before)[-1:].strip() != "" and not _text(before)[-1:].isdigit()
    dated = before is not None and re.search(r"\b(?:19|20)\d\d$|[A-Za-z.,;)]$", _text(before))
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
        texts = list(content.iter(_TEXT))
        if is_on(properties, "showingPlcHdr"):
            for text in texts:
                text.text = ""
        box = properties.find(f"{_W14}checkbox")
        if box is not None:
            checked = box.find(f"{_W14}checked")
            on = checked is not None and checked.get(f"{_W14}val", "1") in ("1", "true", "on")
            _put_sign(content, TICKED if on else UNTICKED)


def _put_sign(content: Any, sign: str) -> None:
    texts = list(content.iter(_TEXT, f"{W}sym"))
    for text in texts[1:]:
        text.getparent().remove(text)
    if texts:
        texts[0].tag, texts[0].text = _TEXT, sign


def _show_fields(root: Any) -> None:
    """Form fields of old Word files: a check box is its sign, a drop-down list its choice."""
    for form_field in root.iter(f"{W}ffData"):
        box, choices = form_field.find(f"{W}checkBox"), form_field.find(f"{W}ddList")
        shown = _box_sign(box) if box is not None else _choice(choices) if choices is not None else ""
        if shown:
            run = form_field.getparent().getparent()
            etree.SubElement(run, _TEXT).text = shown


def _box_sign(box: Any) -> str:
    checked = is_on(box, "checked")
    return TICKED if (is_on(box, "default") if checked is None else checked) else UNTICKED


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
