"""Fill colours of workbook cells as "RRGGBB": plain, indexed, or from the theme with a tint."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from typing import Any

from lxml import etree
from openpyxl.styles.colors import COLOR_INDEX

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# the theme lists dark 1, light 1, dark 2, light 2; cells count light 1 first
_ORDER = (1, 0, 3, 2, 4, 5, 6, 7, 8, 9, 10, 11)
_WHITE = "FFFFFF"


def theme_colours(theme: bytes | None) -> tuple[str, ...]:
    """The colours of a workbook's theme in the order in which cells number them."""
    if not theme:
        return ()
    try:
        root = etree.fromstring(theme, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return ()
    scheme = root.find(f".//{_DRAWING}clrScheme")
    found = [_theme_colour(entry) for entry in scheme] if scheme is not None else []
    return tuple(found[place] for place in _ORDER if place < len(found))


def _theme_colour(entry: Any) -> str:
    return next((str(colour.get("lastClr") or colour.get("val")) for colour in entry), _WHITE).upper()


def fill_of(cell: Any, theme: Sequence[str]) -> str:
    """The fill of an openpyxl cell as "RRGGBB", blank where it has none or is white."""
    if not cell.has_style or cell.fill.fill_type != "solid":
        return ""
    colour = plain_colour(cell.fill.fgColor, theme)
    return "" if colour == _WHITE else colour


def plain_colour(colour: Any, theme: Sequence[str]) -> str:
    """A colour of openpyxl as "RRGGBB", blank where the file does not say which it is."""
    if colour.type == "rgb" and isinstance(colour.rgb, str):
        return colour.rgb[-6:].upper()
    if colour.type == "indexed" and colour.indexed < len(COLOR_INDEX):
        return str(COLOR_INDEX[colour.indexed])[-6:].upper()
    if colour.type == "theme" and colour.theme < len(theme):
        return tinted(theme[colour.theme], colour.tint)
    return ""


def tinted(colour: str, tint: float) -> str:
    """A colour made lighter (tint above 0) or darker (below 0), as ECMA-376 part 1, 18.8.19 says.

    Examples
    --------
    >>> tinted("808080", 0.5), tinted("808080", -0.5)
    ('C0C0C0', '404040')
    """
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light + (1 - light) * tint
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation))
