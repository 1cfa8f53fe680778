"""The value of a workbook cell as a reader sees it: dates day first, numbers without a stray ".0"."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_PLACES = re.compile(r"0\.(0+)")


def shown(cell: Any) -> str:
    """The text of an openpyxl cell."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return _date(value, cell.number_format or "")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _date(value: dt.date, number_format: str) -> str:
    form = _LITERAL.sub("", number_format).lower()
    if "d" not in form and "m" in form and "y" in form:
        return f"{value:%B %Y}"
    day = f"{value:%d/%m/%Y}"
    has_time = isinstance(value, dt.datetime) and value.time() != dt.time()
    return f"{day} {value:%H:%M}" if has_time and "h" in form else day


def _number(value: float, number_format: str) -> str:
    form = _LITERAL.sub("", number_format)
    places = _PLACES.search(form)
    if "%" in form:
        return f"{value:.{len(places[1]) if places else 0}%}"
    if places:
        return f"{value:.{len(places[1])}f}"
    return f"{value:.15g}"
