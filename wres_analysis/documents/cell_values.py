"""The value of a workbook cell as a reader sees it: by its number format, dates day first."""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock

from wres_analysis.documents.filled_cells import shown_in

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
    pieces = [(one["quoted"] or one["escaped"] or one["other"] or "") for one in _PART.finditer(section)]
    return (
        "".join(text if piece == "@" else piece for piece in pieces) if section.strip(" @") and text else text
    )


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
    parts = [_literal_or_pattern(part) for part in _PART.finditer(section)]
    pattern = "".join("\0" if literal is not None else text for literal, text in parts)
    digits = list(_DIGITS.finditer(pattern))
    if len(digits) > 1 or "E+" in pattern:
        return f"{value:.15g}"  # fractions, telephone numbers and powers of ten stay as they are
    if digits:
        value = value * 100 if "%" in pattern else value
        pattern = pattern[: digits[0].start()] + _digits(value, digits[0]) + pattern[digits[0].end() :]
    for literal in (literal for literal, _ in parts if literal is not None):
        pattern = pattern.replace("\0", literal, 1)
    return " ".join(pattern.split())


def _literal_or_pattern(part: re.Match[str]) -> tuple[str | None, str]:
    literal = next((part[name] for name in ("quoted", "escaped", "currency") if part[name] is not None), None)
    return literal, part["other"] or ""


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
