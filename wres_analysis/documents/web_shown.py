"""A web page made what its reader can see: struck text out, panels that open at a click in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from wres_analysis.documents.document import Remark
from wres_analysis.documents.web_text import is_hidden, is_struck, text_of

_PANEL = re.compile(r"accordion|collaps|tab-?pane|tab-?content|panel|expand|toggle|drawer", re.IGNORECASE)
_OPENS = ("aria-controls", "data-target", "data-bs-target", "href")
_HIDING = re.compile(r"(?:display|visibility)\s*:\s*(?:none|hidden)\s*;?", re.IGNORECASE)
_MOST_NAMED = 10


def as_shown(root: Any) -> Iterator[Remark]:
    """Change a page in place; what was left out or opened is told."""
    opened = [_opened(element) for element in _panels(root)]
    if named := _named(opened):
        yield Remark(
            "warn", "hidden_panel", f"parts that the page hides until they are opened were read: {named}"
        )
    struck = [_emptied(element) for element in root.iter() if _shows(element) and is_struck(element)]
    if named := _named(struck):
        yield Remark("warn", "struck_text", f"text that is struck through was left out: {named}")


def _named(texts: list[str]) -> str:
    found = [" ".join(text.split())[:80] for text in texts if text.strip()]
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    return "; ".join(found[:_MOST_NAMED]) + more


def _shows(element: Any) -> bool:
    return isinstance(element.tag, str) and not is_hidden(element)


def _panels(root: Any) -> list[Any]:
    """Hidden elements that something on the page opens, or that are called a panel."""
    targets = {value.lstrip("#") for part in root.iter() for name in _OPENS if (value := part.get(name))}
    return [
        element
        for element in root.iter(
            "div", "section", "article", "li", "dd", "tr", "tbody", "ul", "ol", "p", "table", "details"
        )
        if is_hidden(element) and _is_panel(element, targets)
    ]


def _is_panel(element: Any, targets: set[str]) -> bool:
    called = f"{element.get('class', '')} {element.get('id', '')}"
    if element.get("role") in ("navigation", "menu", "dialog", "alert") or element.find(".//nav") is not None:
        return False
    return element.get("id") in targets or element.get("role") == "tabpanel" or bool(_PANEL.search(called))


def _opened(element: Any) -> str:
    element.attrib.pop("hidden", None)
    if style := element.get("style"):
        element.set("style", _HIDING.sub("", style))
    return str(text_of(element))


def _emptied(element: Any) -> str:
    """The text of an element, which stays in its place without it."""
    text = str(text_of(element))
    element.text = None
    for child in list(element):
        element.remove(child)
    return text
