"""The text of an element of a web page: white space as a browser shows it, hidden parts left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml.html import defs

from wres_analysis.documents.document import Remark, left_out, struck_out
from wres_analysis.documents.filled_cells import TICKED, UNTICKED

_PANEL = re.compile(r"accordion|collaps|tab-?pane|tab-?content|panel|expand|toggle|drawer", re.IGNORECASE)
_OPENS = ("aria-controls", "data-target", "data-bs-target", "href")
_HIDING = re.compile(r"(?:display|visibility)\s*:\s*(?:none|hidden)\s*;?", re.IGNORECASE)


def as_shown(root: Any) -> list[Remark]:
    """Change a page in place; what was left out or opened is told."""
    opened = [_opened(element) for element in _panels(root)]
    struck = [_emptied(element) for element in root.iter() if not is_hidden(element) and is_struck(element)]
    what = "parts that the page hides until they are opened were read"
    return [*left_out("warn", "hidden_panel", what, opened), *struck_out(struck)]


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


SKIPPED = frozenset(("script", "style", "nav", "noscript", "template", "head", "datalist", "svg", "object"))
_SHOWN_FIELDS = ("text", "date", "month", "number", "email", "tel", "url", "search")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt", "caption")
_NEW_BLOCKS = ("article", "aside", "body", "details", "figure", "footer", "header", "html", "main", "section")
BLOCKS = (defs.block_tags - {"del", "ins", "option", "optgroup"}) | {*_NEW_BLOCKS, "summary"}
_SPACE = re.compile(r"[ \t\r\n\f\v\xa0]+")
_NO_WIDTH = re.compile("[\xad\u200b]")
_STRUCK = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)


def is_struck(element: Any) -> bool:
    """Whether the text of an element is struck through."""
    return element.tag in ("s", "strike", "del") or _STRUCK.search(element.get("style", "")) is not None


def is_hidden(element: Any) -> bool:
    """Whether an element, a comment or a menu is not part of what a reader reads."""
    if not isinstance(element.tag, str):
        return True
    if element.tag == "button":
        return str(element.getparent().tag) not in _HEADINGS  # the title of a panel is a button in a heading
    return (
        element.tag in SKIPPED
        or element.get("hidden") is not None
        or element.get("role") == "navigation"
        or _HIDDEN.search(element.get("style", "")) is not None
    )


def collapsed(text: str | None) -> str:
    """Text as a browser shows it: any white space is one space."""
    return _SPACE.sub(" ", _NO_WIDTH.sub("", text or ""))


def pieces(element: Any) -> Iterator[str]:
    """The text of an element in order; a line break before and after each block inside it."""
    yield collapsed(element.text)
    for child in element:
        if isinstance(child.tag, str) and not is_hidden(child):
            yield from _of_child(child)
        yield collapsed(child.tail)


def _of_child(child: Any) -> Iterator[str]:
    if child.tag == "br":
        yield "\n"
    elif child.tag == "img":
        yield f" {child.get('alt', '')} "
    elif child.tag == "input":
        yield f" {_entered(child)} "
    elif child.tag == "select":
        yield f" {_chosen(child)} "
    elif child.tag in ("td", "th"):
        yield from (" ", *pieces(child))
    elif child.tag in BLOCKS:
        yield from ("\n", _mark(child) if child.tag == "li" else "", *pieces(child), "\n")
    else:
        yield from pieces(child)


def _mark(item: Any) -> str:
    """The bullet of a list item, or its number where the list is numbered."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "• "
    start = parent.get("start", "1")
    before = sum(other.tag == "li" for other in item.itersiblings(preceding=True))
    return f"{int(start) + before if start.isdigit() else before + 1}. "


def _entered(field: Any) -> str:
    kind = field.get("type", "text")
    if kind in ("checkbox", "radio"):
        return TICKED if field.get("checked") is not None else UNTICKED
    return str(field.get("value", "")) if kind in _SHOWN_FIELDS else ""


def _chosen(field: Any) -> str:
    """The chosen options of a list; the first one shows where nobody chose, unless it is a prompt."""
    options = list(field.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and field.get("multiple") is None:
        chosen = options[:1]
    return " ".join(text_of(option) for option in chosen if option.get("value") != "")


def described(element: Any) -> str:
    """What the icons in an element are said to mean."""
    parts = [part for part in element.iter() if isinstance(part.tag, str) and not is_hidden_icon(part)]
    texts = (part.get("title") or part.get("aria-label") or _title_in(part) for part in parts)
    return tidy(" ".join(dict.fromkeys(text for text in texts if text)))


def is_hidden_icon(element: Any) -> bool:
    """Whether even its title is not shown."""
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")) is not None


def _title_in(drawing: Any) -> str:
    title = next((part for part in drawing if str(part.tag).endswith("title")), None)
    return "" if title is None or drawing.tag != "svg" else str(title.text or "")


def tidy(text: str) -> str:
    """Text without blank lines and double spaces."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def text_of(element: Any) -> str:
    """The tidied text of an element."""
    return tidy("".join(pieces(element)))


def is_bold(element: Any) -> bool:
    """Whether all text of an element is bold."""
    if element.tag in ("b", "strong", "th") or _BOLD.search(element.get("style", "")):
        return True
    texts = [element.text, *(child.tail for child in element)]
    inner = [child for child in element if isinstance(child.tag, str) and text_of(child)]
    return bool(inner) and not any(text and text.strip() for text in texts) and all(map(is_bold, inner))
