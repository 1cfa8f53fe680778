"""Word styles: what a paragraph or a run inherits, and the small values that Word files are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

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
    found = element.find("/".join(f"{W}{step}" for step in path.split("/"))) if element is not None else None
    return default if found is None else str(found.get(f"{W}val", default))


def is_on(element: Any, path: str) -> bool | None:
    """Whether a switch below is on; None where it is not there."""
    found = element.find("/".join(f"{W}{step}" for step in path.split("/"))) if element is not None else None
    return None if found is None else found.get(f"{W}val", "1") not in ("0", "false", "off")


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
    outline = value(style, "pPr/outlineLvl")
    heading = _heading_of_name(value(style, "name").lower())
    if not heading and outline.isdigit() and int(outline) < 9:
        heading = int(outline) + 1
    level = value(style, "pPr/numPr/ilvl", str(parent.level))
    return Style(
        heading or parent.heading,
        {**parent.switches, **own},
        value(style, "pPr/numPr/numId", parent.number),
        int(level) if level.isdigit() else 0,
    )


def _heading_of_name(name: str) -> int:
    if name in ("title", "subtitle"):
        return 1 if name == "title" else 2
    last = name.removeprefix("heading ")
    return int(last) if last != name and last.isdigit() else 0
