"""Ticks, crosses and boxes: what the letters of symbol fonts show, and which of several boxes is ticked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

TICKED, UNTICKED = "☒", "☐"
_BULLETS = dict.fromkeys((0xB7, 0xA7, 0x76, 0xD8, 0x6E), "•")
_FONTS: Mapping[str, Mapping[int, str]] = MappingProxyType(
    {
        "wingdings": {
            **_BULLETS,
            0xFC: "✓",
            0xFB: "✗",
            0xFE: "☑",
            0xFD: "☒",
            **dict.fromkeys((0x6F, 0x71, 0x72, 0xA8), "☐"),
            **dict.fromkeys((0x6C, 0xA4), "◉"),
            0xA1: "○",
        },
        "wingdings 2": {
            **dict.fromkeys((0x50, 0x57), "✓"),
            **dict.fromkeys((0x4F, 0x56), "✗"),
            0x52: "☑",
            **dict.fromkeys((0x51, 0x53, 0x54), "☒"),
            **dict.fromkeys((0x2A, 0x30, 0xA3), "☐"),
        },
        "webdings": {0x61: "✓", 0x72: "✗", 0x63: "☐", 0x67: "☒"},
        "zapfdingbats": {
            **dict.fromkeys((0x33, 0x34), "✓"),
            **dict.fromkeys((0x35, 0x36, 0x37, 0x38), "✗"),
            **dict.fromkeys((0x6F, 0x71, 0x72), "☐"),
            0x6E: "☒",
            0x6C: "◉",
            0x6D: "○",
        },
        "symbol": _BULLETS,
    }
)
_BOX = re.compile(r"(?P<on>[☑☒✓✔✗✘◉⦿🗹🗷]|[\[(][xX✓✔][\])])|(?P<off>[☐□○◯❑❏]|[\[(]\s?[\])])")
_ALSO_BULLETS, _TICKS = frozenset("□○◯"), frozenset("✓✔✗✘◉")
_EMPTY = re.compile(r"[☐□○◯❑❏\[\]()\s]*")


def shown_in(font: str, text: str) -> str:
    """What a text in a symbol font shows; unchanged in a font of letters.

    Examples
    --------
    >>> shown_in("Wingdings", "ü"), shown_in("Wingdings 2", "P"), shown_in("Arial", "ü")
    ('✓', '✓', 'ü')
    """
    signs = _FONTS.get(font.strip().casefold())
    if signs is None:
        return text
    return "".join(
        signs.get(ord(letter) & 0xFF if ord(letter) >= 0xF000 else ord(letter), letter) for letter in text
    )


def ticked(text: str) -> str | None:
    """Of several options with boxes the ticked ones; blank where none is; None where these are no options.

    Examples
    --------
    >>> ticked("☐ Not started ☒ Complete"), ticked("Open ( ) Closed (x)"), ticked("☐ Yes ☐ No")
    ('Complete', 'Closed', '')
    >>> ticked("Complete") is None, ticked("☒") is None, ticked("○ Train chairs ○ Review forms") is None
    (True, True, True)
    """
    boxes = list(_BOX.finditer(text))
    if boxes and _EMPTY.fullmatch(text):
        return ""
    words = _BOX.sub("", text).strip()
    plain = all(box["off"] in _ALSO_BULLETS or box["on"] in _TICKS for box in boxes)
    if not words or plain:
        return None  # a tick or a bullet and a text are no options
    starts = [box.start() for box in boxes]
    behind = bool(text[: starts[0]].strip())  # the boxes stand behind their words
    edges = [0, *(box.end() for box in boxes)] if behind else [*starts, len(text)]
    options = [text[start:stop] for start, stop in pairwise(edges)]
    return "; ".join(_label(option) for box, option in zip(boxes, options, strict=False) if box["on"])


def _label(option: str) -> str:
    return " ".join(_BOX.sub(" ", option).split()).strip(" ,;/|")
