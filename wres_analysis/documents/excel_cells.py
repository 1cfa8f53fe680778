"""The cells of a workbook as a reader sees them: values by their number formats, and the colours shown."""

from __future__ import annotations

import colorsys
import datetime as dt
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from lxml import etree
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.formula.translate import Translator
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils import coordinate_to_tuple, get_column_letter

from wres_analysis.documents.cell_text import shown_in

_PART = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]'
    r"|_.|\*.|(?P<other>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]")
_DIGITS = re.compile(r"general|[0#?][0#?,]*(?:\.(?P<after>[0#?]+))?", re.IGNORECASE)
COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_TEXT_SECTION = 3  # the sections of a format are: above zero, below, zero, text
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# the theme lists dark 1, light 1, dark 2, light 2; cells count light 1 first
_ORDER = (1, 0, 3, 2, 4, 5, 6, 7, 8, 9, 10, 11)
_WHITE = "FFFFFF"
Position = tuple[int, int]
_OPERATORS: Mapping[str, str] = {
    "equal": "=",
    "notEqual": "<>",
    "greaterThan": ">",
    "greaterThanOrEqual": ">=",
    "lessThan": "<",
    "lessThanOrEqual": "<=",
}
_CONTAINS: Mapping[str, Callable[[str, str], bool]] = {
    "containsText": operator.contains,
    "notContainsText": lambda text, part: part not in text,
    "beginsWith": str.startswith,
    "endsWith": str.endswith,
}
# columns of one rule that are looked at, a guard: a rule over whole rows reaches over 16,384
_WIDEST = 50
_COMPARISON = re.compile(
    r"\(?\s*(\$?[A-Z]{1,3}\$?\d+)\s*(<=|>=|<>|=|<|>)\s*(\"[^\"]*\"|-?[\d.]+|TRUE|FALSE)\s*\)?"
)
_SEARCHED = re.compile(
    r'(?:NOT\(ISERROR|\(?ISNUMBER)\((?:SEARCH|FIND)\("([^"]*)",\s*(\$?[A-Z]{1,3}\$?\d+)\)\)\)?', re.IGNORECASE
)
_JOINED = re.compile(r"(AND|OR)\((.*)\)", re.IGNORECASE)
# the icons of a set from the lowest value to the highest, as colours
_ICONS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("3TrafficLights1", "3TrafficLights2", "3Signs", "3Symbols", "3Symbols2", "3Flags"),
                    ("FF0000", "FFC000", "00B050")),
    "4TrafficLights": ("000000", "FF0000", "FFC000", "00B050"),
}  # fmt: skip


def shown(cell: Any) -> str:
    """The text of an openpyxl cell, also what is struck through in all of it; struck pieces are left out."""
    value, form = cell.value, cell.number_format or "General"
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return _date(value, form)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number_shown(value, form)
    if isinstance(value, CellRichText):
        value = "".join(_piece(part) for part in value)
    font = str(cell.font.name or "") if cell.has_style and cell.font is not None else ""
    text = shown_in(font, str(value)).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    return _by_text_section(text, form)


def struck_in(cell: Any) -> str:
    """The struck pieces of a cell that is not struck as a whole."""
    parts = cell.value if isinstance(cell.value, CellRichText) else ()
    return " ".join(str(part.text).strip() for part in parts if _is_struck(part))


def _is_struck(part: Any) -> bool:
    return isinstance(part, TextBlock) and bool(part.font.strike)


def _piece(part: Any) -> str:
    if not isinstance(part, TextBlock):
        return str(part)
    raised = part.font.vertAlign == "superscript" and str(part.text).strip().isdigit()
    return "" if _is_struck(part) or raised else shown_in(part.font.rFont or "", str(part.text))


def _by_text_section(text: str, number_format: str) -> str:
    section = next((part for part in sections_of(number_format)[::-1] if "@" in part), "")
    if not text or not section.strip(" @"):
        return text
    pieces = (one["quoted"] or one["escaped"] or one["other"] or "" for one in _PART.finditer(section))
    return "".join(text if piece == "@" else piece for piece in pieces)


def _date(value: dt.date, number_format: str) -> str:
    form = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", number_format).lower()
    has_day, has_month, has_year = "d" in form, "m" in form and "h" not in form, "y" in form
    if not has_day and has_month:
        return f"{value:%B %Y}" if has_year else f"{value:%B}"
    if has_year and not has_day and not has_month:
        return f"{value:%Y}"
    day = f"{value:%d/%m/%Y}"
    has_time = isinstance(value, dt.datetime) and value.time() != dt.time()
    return f"{day} {value:%H:%M}" if has_time and "h" in form else day


def sections_of(number_format: str) -> list[str]:
    """The sections of a number format, which semicolons part: above zero, below, zero, text."""
    sections = [""]
    for part in _PART.finditer(number_format):
        if part["other"] == ";":
            sections.append("")
        else:
            sections[-1] += part[0]
    return sections


def number_shown(value: float, number_format: str) -> str:
    """A number by its format: with words, by conditions, in per cent, with its places and leading zeros."""
    section, value = _section(value, sections_of(number_format))
    parts = list(_PART.finditer(section))
    literals = [
        next((part[kind] for kind in ("quoted", "escaped", "currency") if part[kind] is not None), None)
        for part in parts
    ]
    pattern = "".join(
        part["other"] or "" if literal is None else "\0"
        for part, literal in zip(parts, literals, strict=True)
    )
    digits = list(_DIGITS.finditer(pattern))
    if len(digits) > 1 or "E+" in pattern:
        return f"{value:.15g}"  # fractions, telephone numbers and powers of ten stay as they are
    for form in digits:
        value = value * 100 if "%" in pattern else value
        pattern = pattern[: form.start()] + _digits(value, form) + pattern[form.end() :]
    for literal in (literal for literal in literals if literal is not None):
        pattern = pattern.replace("\0", literal, 1)
    return " ".join(pattern.split())


def _digits(value: float, form: re.Match[str]) -> str:
    if form[0].lower() == "general":
        return f"{value:.15g}"
    places = len(form["after"] or "")
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:{',' if ',' in form[0] else ''}.{places}f}"
    if form["after"] and "0" not in form["after"]:
        text = text.rstrip("0").rstrip(".")
    least = form[0].split(".")[0].count("0")
    return text.zfill(least + len(text) - len(text.split(".")[0])) if "," not in form[0] else text


def _section(value: float, sections: list[str]) -> tuple[str, float]:
    """The section of a format that a number falls in, and the number that it shows there."""
    conditions = [_CONDITION.search(section) for section in sections[:2]]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=False):
            if condition and COMPARE[condition[1]](value, float(condition[2])):
                return section, value
        return sections[min(len(sections) - 1, sum(map(bool, conditions)))], value
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) >= _TEXT_SECTION:
        return sections[2], value
    return sections[0], value


def theme_colours(theme: bytes | None) -> tuple[str, ...]:
    """The colours of a workbook's theme in the order in which cells number them."""
    if not theme:
        return ()
    try:
        root = etree.fromstring(theme, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return ()
    scheme = root.find(f".//{_DRAWING}clrScheme")
    found = [
        next((str(colour.get("lastClr") or colour.get("val")) for colour in entry), _WHITE).upper()
        for entry in (() if scheme is None else scheme)
    ]
    return tuple(found[place] for place in _ORDER if place < len(found))


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
    """A colour made lighter (tint above 0) or darker (below 0), as ECMA-376 part 1, 18.8.19 says."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light + (1 - light) * tint
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation))


def conditional_fills(sheet: Any, rows: Sequence[int], theme: Sequence[str]) -> dict[Position, str]:
    """The fill of each cell of some rows that a rule colours; of several rules the first one counts."""
    ranges = [
        (area, rule)
        for group in sheet.conditional_formatting
        for area in group.cells.ranges
        for rule in group.rules
    ]
    fills: dict[Position, str] = {}
    for area, rule in sorted(ranges, key=lambda found: found[1].priority or 0):
        columns = range(area.min_col, min(area.max_col, area.min_col + _WIDEST) + 1)
        inside = [row for row in rows if area.min_row <= row <= area.max_row]
        places = [(row, column) for row in inside for column in columns]
        if rule.type == "iconSet" and rule.iconSet is not None:
            fills = {**_icons(sheet, rule.iconSet, places), **fills}
            continue
        fill = rule.dxf.fill if rule.dxf is not None else None
        colour = plain_colour(fill.bgColor or fill.fgColor, theme) if fill is not None else ""
        if colour:
            origin = (area.min_row, area.min_col)
            open_places = [at for at in places if at not in fills]
            fills |= {at: colour for at in open_places if _applies(sheet, rule, origin, at)}
    return {place: colour for place, colour in fills.items() if colour}


def _applies(sheet: Any, rule: Any, origin: Position, place: Position) -> bool:
    value = _value(sheet, place)
    if rule.type == "expression" and rule.formula:
        # written for the first cell of the range
        first = f"{get_column_letter(origin[1])}{origin[0]}"
        moved = Translator(f"={rule.formula[0]}", first).translate_formula(
            row_delta=place[0] - origin[0], col_delta=place[1] - origin[1]
        )
        return _is_true(sheet, str(moved)[1:].strip())
    if rule.type == "cellIs" and rule.formula:
        limits = [_constant(formula) for formula in rule.formula]
        if rule.operator in ("between", "notBetween") and len(limits) > 1:
            inside = _compare(value, ">=", limits[0]) and _compare(value, "<=", limits[1])
            return inside is (rule.operator == "between")
        return _compare(value, _OPERATORS.get(rule.operator or "", ""), limits[0])
    if rule.type in _CONTAINS and rule.text:
        text = "" if value is None else str(value).casefold()
        return bool(text) and _CONTAINS[rule.type](text, rule.text.casefold())
    return False


def _is_true(sheet: Any, formula: str) -> bool:
    if joined := _JOINED.fullmatch(formula):
        parts = [_is_true(sheet, part.strip()) for part in joined[2].split(",")]
        return all(parts) if joined[1].upper() == "AND" else any(parts)
    if searched := _SEARCHED.fullmatch(formula):
        text = _value(sheet, coordinate_to_tuple(searched[2].replace("$", "")))
        return text is not None and searched[1].casefold() in str(text).casefold()
    if found := _COMPARISON.fullmatch(formula):
        place = coordinate_to_tuple(found[1].replace("$", ""))
        return _compare(_value(sheet, place), found[2], _constant(found[3]))
    return False


def _value(sheet: Any, place: Position) -> Any:
    cell = sheet._cells.get(place)
    return None if cell is None else cell.value


def _constant(formula: str) -> Any:
    text = formula.strip().removeprefix("=")
    if text.startswith('"'):
        return text.strip('"')
    if text.upper() in ("TRUE", "FALSE"):
        return text.upper() == "TRUE"
    try:
        return float(text)
    except ValueError:
        return None


def _compare(value: Any, sign: str, limit: Any) -> bool:
    if sign not in COMPARE or limit is None:
        return False
    if isinstance(limit, str):
        text = "" if value is None else str(value)
        return bool(COMPARE[sign](text.casefold(), limit.casefold()))
    return isinstance(value, int | float) and bool(COMPARE[sign](float(value), float(limit)))


def _icons(sheet: Any, icons: Any, places: Sequence[Position]) -> dict[Position, str]:
    colours = _ICONS.get(icons.iconSet or "", ())
    values = {place: value for place in places if isinstance(value := _value(sheet, place), int | float)}
    if not colours or not values or len(icons.cfvo) != len(colours):
        return {}
    low, high = min(values.values()), max(values.values())
    steps = [_step(point, low, high) for point in icons.cfvo]
    shown_ones = colours[::-1] if icons.reverse else colours
    return {
        place: shown_ones[max(0, sum(value >= step for step in steps) - 1)] for place, value in values.items()
    }


def _step(point: Any, low: float, high: float) -> float:
    amount = float(point.val or 0)
    return low + amount / 100 * (high - low) if point.type in ("percent", "percentile") else amount
