"""Elements of a web page: their text as a browser shows it, and the rows of tables with what cells span."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml.html import defs
from PIL import ImageColor

from wres_analysis.documents.cell_text import TICKED, UNTICKED
from wres_analysis.documents.document import (
    Cell,
    Remark,
    Row,
    left_out,
    rows_at,
    struck_out,
    without_hair_columns,
)
from wres_analysis.documents.opening import MOST, check_size
from wres_analysis.vocabulary.headings import field_of, is_header

_PANEL = re.compile(r"accordion|collaps|tab-?pane|tab-?content|panel|expand|toggle|drawer", re.IGNORECASE)
_MAY_BE_PANELS = (
    "div", "section", "article", "li", "dd", "tr", "tbody", "ul", "ol", "p", "table", "details",
)  # fmt: skip
_OPENS = ("aria-controls", "data-target", "data-bs-target", "href")
_HIDING = re.compile(r"(?:display|visibility)\s*:\s*(?:none|hidden)\s*;?", re.IGNORECASE)
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
_BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_SECTIONS = ("thead", "tbody", "tfoot")
_CELL_ROLES = ("cell", "gridcell", "columnheader", "rowheader")
_ROW_BLOCKS = ("div", "section", "ul", "ol", "li", "article", "p", "span", "header")
# a title in every cell of one column may be its text ("Action 1"); in two columns it is a label
_LEAST_LABELLED = 2
# at 1 blocks of saved_sheet.html are tables, at 8 divs_by_class.html is none
_LEAST_ROWS, _LEAST_CELLS = 2, 3
_MOST_BLOCKS = 15  # guard: columns of a plan
_WHITE = (255, 255, 255)
Waiting = dict[int, tuple[int, Cell]]
"""For each column how many more rows a cell covers, and what stands there."""


def as_shown(root: Any) -> list[Remark]:
    """Change a page in place; what was left out or opened is told."""
    # hidden elements that something on the page opens, or that are called a panel
    targets = {value.lstrip("#") for part in root.iter() for name in _OPENS if (value := part.get(name))}
    hidden = [element for element in root.iter(*_MAY_BE_PANELS) if is_hidden(element)]
    opened = [_opened(element) for element in [one for one in hidden if _is_panel(one, targets)]]
    struck: list[str] = []
    for element in root.iter():
        if is_hidden(element):
            continue
        if element.tag in ("s", "strike", "del") or _STRUCK.search(element.get("style", "")):
            struck.append(text_of(element))
            element.text = None
            element[:] = []
    what = "parts that the page hides until they are opened were read"
    return [*left_out("warn", "hidden_panel", what, opened), *struck_out(struck)]


def _is_panel(element: Any, targets: set[str]) -> bool:
    called = f"{element.get('class', '')} {element.get('id', '')}"
    if element.get("role") in ("navigation", "menu", "dialog", "alert") or element.find(".//nav") is not None:
        return False
    return element.get("id") in targets or element.get("role") == "tabpanel" or bool(_PANEL.search(called))


def _opened(element: Any) -> str:
    element.attrib.pop("hidden", None)
    if style := element.get("style"):
        element.set("style", _HIDING.sub("", style))
    return text_of(element)


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
        kind = child.get("type", "text")
        shown = child.get("value", "") if kind in _SHOWN_FIELDS else ""
        if kind in ("checkbox", "radio"):
            shown = TICKED if child.get("checked") is not None else UNTICKED
        yield f" {shown} "
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


def _chosen(field: Any) -> str:
    """The chosen options of a list; the first one shows where nobody chose, unless it is a prompt."""
    options = list(field.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and field.get("multiple") is None:
        chosen = options[:1]
    return " ".join(text_of(option) for option in chosen if option.get("value") != "")


def described(element: Any) -> str:
    """What the icons in an element are said to mean."""
    shown = (part for part in element.iter() if isinstance(part.tag, str) and part.get("hidden") is None)
    parts = [part for part in shown if not _HIDDEN.search(part.get("style", ""))]
    texts = (
        part.get("title") or part.get("aria-label") or (part.tag == "svg" and part.findtext("{*}title"))
        for part in parts
    )
    return tidy(" ".join(dict.fromkeys(text for text in texts if text)))


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


def rows_of(table: Any, path: Path, place: str = "") -> tuple[Row, ...]:
    """The rows of a `table` element; a cell that spans several places is told by covered cells."""
    lines: list[list[Cell]] = []
    waiting: Waiting = {}
    cells = 0
    for element in _row_elements(table):
        line, waiting = _line(element, waiting)
        lines.append(line)
        cells += len(line)
        check_size(path, "cells", cells)
        check_size(path, "rows", len(lines))
    return rows_at(place, _without_labels(without_hair_columns(lines)))


def _without_labels(lines: list[list[Cell]]) -> list[list[Cell]]:
    """Cells without the titles of their columns, which pages for narrow screens repeat in every cell."""
    labels: dict[int, re.Pattern[str]] = {}
    for at, title in enumerate(cell.text.strip().rstrip(":") for cell in (lines[0] if lines else ())):
        label = re.compile(rf"{re.escape(title)}\s*(?::\s*|\s|$)", re.IGNORECASE)
        texts = [line[at].text for line in lines[1:] if line[at].text]
        if title and texts and all(map(label.match, texts)):
            labels[at] = label
    if len(labels) < _LEAST_LABELLED:
        return lines
    for line in lines[1:]:
        for at, label in labels.items():
            line[at] = replace(line[at], text=label.sub("", line[at].text, count=1))
    return lines


def block_rows(element: Any, place: str) -> tuple[Row, ...]:
    """The rows of a table that is made of plain blocks: its first row has the titles of a plan."""
    rows = [[text_of(cell) for cell in cells] for cells in _rows_of_blocks(element)]
    if len(rows) < _LEAST_ROWS or not is_header(rows[0]):
        return ()
    width = max(map(len, rows))
    if sum(len(row) == len(rows[0]) for row in rows) * 2 <= len(rows) or width > MOST["columns"]:
        return ()
    lines = [[*map(Cell, row), *[Cell()] * (width - len(row))] for row in rows]
    return rows_at(place, _without_labels(lines))


def _rows_of_blocks(element: Any) -> list[list[Any]]:
    """Blocks in blocks as cells in rows; rows may stand in a head and a body."""
    children = _shown(element)
    if len(children) < _LEAST_ROWS or any(child.tag not in _ROW_BLOCKS for child in children):
        return []
    inner = list(map(_shown, children))
    if not any(inner):
        # cells that stand one after the other, as many to a row as there are titles
        texts = list(map(text_of, children))
        widths = range(_MOST_BLOCKS, _LEAST_CELLS - 1, -1)
        even = (width for width in widths if len(texts) % width == 0)
        known = (width for width in even if all(map(field_of, texts[:width])) and is_header(texts[:width]))
        width = next(known, 0)
        return [children[start : start + width] for start in range(0, len(children), width or 1) if width]
    rows: list[list[Any]] = []
    for cells in inner:
        groups = [row for row in map(_shown, cells) if len(row) >= _LEAST_CELLS]
        rows += groups if cells and len(groups) == len(cells) else [cells]
    return rows


def _shown(element: Any) -> list[Any]:
    return [child for child in element if not is_hidden(child)]


def cells_of(table: Any) -> Iterator[Any]:
    """The cells of a table in reading order."""
    return (cell for row in _row_elements(table) for cell in row if _is_cell(cell))


def _is_cell(element: Any) -> bool:
    """A cell of a table, or what says that it is one: tables are also made of plain blocks."""
    return element.tag in ("td", "th") or element.get("role") in _CELL_ROLES


def _row_elements(table: Any) -> Iterator[Any]:
    for child in table:
        if is_hidden(child):
            continue
        if child.tag == "tr" or child.get("role") == "row":
            yield child
        elif child.tag in _SECTIONS or child.get("role") == "rowgroup":
            yield from _row_elements(child)


def _line(row: Any, waiting: Waiting) -> tuple[list[Cell], Waiting]:
    """The cells of one row, and for each column how many more rows a cell of it covers."""
    line: list[Cell] = []
    ahead = {column: (rows - 1, cell) for column, (rows, cell) in waiting.items() if rows > 1}
    for element in (cell for cell in row if _is_cell(cell) and not is_hidden(cell)):
        _skip_covered(line, waiting)
        width = max(1, min(_whole(element.get("colspan")), MOST["columns"] - len(line)))
        height = _whole(element.get("rowspan")) or MOST["rows"]
        fill = _fill(element) or _fill(row)
        start = len(line)
        line += [
            Cell(text_of(element) or described(element), fill=fill),
            *[Cell(covered="left", fill=fill)] * (width - 1),
        ]
        if height > 1:
            covered = Cell(covered="above", fill=fill)
            ahead |= dict.fromkeys(range(start, start + width), (height - 1, covered))
        if len(line) >= MOST["columns"]:
            break
    _skip_covered(line, waiting)
    return line, ahead


def _skip_covered(line: list[Cell], waiting: Waiting) -> None:
    while len(line) in waiting:
        line.append(waiting[len(line)][1])


def _whole(text: str | None) -> int:
    digits = re.match(r"\s*(\d{1,5})", text or "1")
    return int(digits[1]) if digits else 1


def _fill(element: Any) -> str:
    """The background as "RRGGBB", blank for none and white."""
    style = _BACKGROUND.search(element.get("style", ""))
    colour = element.get("bgcolor") or (style[1].strip() if style else "")
    try:
        red, green, blue = ImageColor.getrgb(colour)[:3] if colour else _WHITE
    except ValueError:
        return ""
    return "" if (red, green, blue) == _WHITE else f"{red:02X}{green:02X}{blue:02X}"
