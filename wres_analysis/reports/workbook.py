"""The tables of a run as one accessible workbook: a summary, actions, links, then tables for a board."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from wres_analysis import __version__
from wres_analysis.analysis import Analysis
from wres_analysis.measures.measure_definitions import measures
from wres_analysis.reports.table_columns import cell_text
from wres_analysis.reports.workbook_tables import ALWAYS, SUMMARY, Sheet, sheets_of
from wres_analysis.workforce import Workforce
from wres_analysis.writing import whole

_TITLE = "WRES action plans: carry-over and benchmark"
# The text of a published plan must never become a live formula or a link.
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FONT: dict[str, object] = {"font_name": "Arial", "font_size": 11, "valign": "top"}
_CELL: dict[str, object] = {**_FONT, "bottom": 1, "bottom_color": "#B1B4B6"}
_RIGHT: dict[str, object] = {"align": "right", "indent": 1}  # no number touches the text beside it
_FORMATS: dict[str, dict[str, object]] = {
    "text": {"text_wrap": True, "indent": 1},
    "whole": {"num_format": "#,##0", **_RIGHT},
    "share": {"num_format": "0.0%", **_RIGHT},
    "number": {"num_format": "0.00", **_RIGHT},
    "mark": _RIGHT,  # such as [x] among numbers
    "date": {"num_format": "d mmm yyyy", "align": "left", "indent": 1},
    "head": {"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E6E6E6"},
    "title": {"bold": True, "font_size": 14},
    "plain": {},
    "link": {"font_color": "#0B3D91", "underline": 1},
}
_CELLS = ("text", "whole", "share", "number", "mark", "date")
_HEADING_ROW = 4  # title, what it is, where it comes from, the way back; the first row is 0
_LINE_HEIGHT, _HIGHEST_ROW = 15, 409  # points of a line of the font, and the most that the format allows
_LONGEST_TEXT = 32_000  # a cell of the format holds 32,767 characters
_OLDEST_DATE = 1900  # the format counts days from then
_NOT_IN_A_FILE = re.compile("[\ud800-\udfff]")  # half a character, as a name that is not UTF-8 leaves behind
_A4, _MARGIN = 9, 0.4
LONGEST = 500  # rows: about ten printed pages; the sample with 16 organisations has no more, 250 have
_LINK_TO_CONTENTS = "Contents of this workbook"
_MARKS = (
    ("[x]", "Not available: the plan does not give it, or no earlier plan is held."),
    ("[z]", "Not applicable."),
    ("[low]", "The plan has fewer than ten actions: its shares say little."),
    ("Blank cell in Actions and Links", "The published plan does not say."),
    ("Carried over", "Not failure: a long action is meant to last. Read every share with its interval."),
    ("Status", "What the plan says of itself; nobody has verified it."),
    ("Interval", "The true share lies between its two ends with 95% confidence, if actions are independent."),
)


def write_benchmark_workbook(analysis: Analysis, path: Path, workforce: Workforce | None = None) -> list[str]:
    """Write the workbook, whole or not at all; return what could not be put into it, one line each."""
    sheets, faults = sheets_of(analysis, workforce)
    with whole(path) as aside:
        book = xlsxwriter.Workbook(str(aside), _AS_TEXT)
        # otherwise the file says nothing, or names whoever is logged in
        book.set_properties(
            {"title": _TITLE, "author": "wres_analysis", "comments": f"Version {__version__}"}
        )
        formats = {
            name: book.add_format({**(_CELL if name in _CELLS else _FONT), **form})
            for name, form in _FORMATS.items()
        }
        last = Sheet("Notes", "Notes", "What marks and measures mean", _notes(workforce))
        for sheet in [*filter(_fits, sheets), _contents([*sheets, last]), last]:
            _add_sheet(book.add_worksheet(sheet.name), sheet, formats)
        book.close()
    return faults


def _fits(sheet: Sheet) -> bool:
    """Whether a table stands in the workbook; a longer one stays a CSV, and the contents lead to it."""
    return len(sheet.table) <= LONGEST or sheet.name in ALWAYS


def _contents(sheets: Sequence[Sheet]) -> Sheet:
    rows = [
        [
            sheet.name if _fits(sheet) else "[z]",
            sheet.title,
            len(sheet.table),
            f"{sheet.csv}.csv" if sheet.csv else "[z]",
        ]
        for sheet in sheets
    ]
    columns = ["Sheet", "What it holds", "Rows", "The same for other programs"]
    return Sheet("Contents", _LINK_TO_CONTENTS, "One table a sheet", pd.DataFrame(rows, columns=columns))


def _add_sheet(place: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    _set_print(place, sheet)
    place.write_string(0, 0, sheet.title, formats["title"])
    place.write_string(1, 0, _clean(sheet.about), formats["plain"])
    made = f"Made on {cell_text(datetime.now(UTC).date())} with wres_analysis {__version__}."
    place.write_string(2, 0, made if sheet.name == SUMMARY else sheet.source, formats["plain"])
    if sheet.name != "Contents":
        place.write_url(3, 0, "internal:'Contents'!A1", formats["link"], _LINK_TO_CONTENTS)
    table = sheet.table if len(sheet.table) else _nothing(sheet)
    kinds = [sheet.kind_of(str(column)) for column in table]
    widths = [_width(str(column), table[column], kind) for column, kind in zip(table, kinds, strict=True)]
    _set_sizes(place, table, widths)
    for number, (column, kind) in enumerate(zip(table, kinds, strict=True)):
        for row, value in enumerate(table[column], start=_HEADING_ROW + 1):
            _write_cell(place, row, number, value, formats, kind)
    heads = [{"header": str(column), "header_format": formats["head"]} for column in table]
    area = (_HEADING_ROW, 0, _HEADING_ROW + len(table), len(heads) - 1)
    name = f"{sheet.name.lower().replace(' ', '_').replace('-', '_')}_table"
    place.add_table(*area, {"name": name, "columns": heads, "style": None})
    if sheet.name == "Contents":
        _link(place, table, formats["link"])


def _set_print(place: Any, sheet: Sheet) -> None:
    place.set_landscape()
    place.set_paper(_A4)
    place.set_margins(_MARGIN, _MARGIN, _MARGIN, 0.6)
    place.fit_to_pages(1, 0)
    place.repeat_rows(_HEADING_ROW)
    place.set_footer(f"&L{sheet.name}&RPage &P of &N")
    place.freeze_panes(_HEADING_ROW + 1, 0)


def _link(place: Any, table: pd.DataFrame, look: Any) -> None:
    for row, (name, file) in enumerate(zip(table["Sheet"], table.iloc[:, -1], strict=True), _HEADING_ROW + 1):
        if name != "[z]":
            place.write_url(row, 0, f"internal:'{name}'!A1", look, name)
        if file.endswith(".csv"):
            place.write_url(row, table.shape[1] - 1, f"external:{file}", look, file)


def _nothing(sheet: Sheet) -> pd.DataFrame:
    """A table of one row that says why there is none: the format refuses a table without rows."""
    columns = sheet.table.columns
    return pd.DataFrame([[sheet.empty, *[""] * (len(columns) - 1)]], columns=columns)


def _write_cell(place: Any, row: int, number: int, value: object, formats: dict[str, Any], kind: str) -> None:
    if isinstance(value, date) and value.year >= _OLDEST_DATE:
        place.write_datetime(row, number, value, formats["date"])
    elif pd.api.types.is_number(value):
        place.write_number(
            row,
            number,
            float(value),  # type: ignore[arg-type]
            formats[kind if kind in ("share", "number") else "whole"],
        )
    elif value == "":
        place.write_blank(row, number, None, formats["text"])
    else:
        place.write_string(
            row, number, _clean(str(value)), formats["text" if kind in ("text", "date") else "mark"]
        )


def _clean(text: str) -> str:
    return _NOT_IN_A_FILE.sub("\ufffd", text)[:_LONGEST_TEXT]


_WIDEST = {"Organisation": 54, "What it means": 110, "What it holds": 60, "Why": 40}
_WIDE = ("Action", "Progress as printed", "Earlier action", "Later action")


def _set_sizes(place: Any, table: pd.DataFrame, widths: Sequence[int]) -> None:
    """Columns as wide as their cells, rows as high as their lines: not every program fits them itself."""
    for number, width in enumerate(widths):
        place.set_column(number, number, width)
    heads = [_lines(str(column), width - 3) for column, width in zip(table, widths, strict=True)]
    place.set_row(_HEADING_ROW, _LINE_HEIGHT * max(heads))
    for row, cells in enumerate(table.itertuples(index=False), start=_HEADING_ROW + 1):
        lines = max(_lines(str(value), width) for value, width in zip(cells, widths, strict=True))
        place.set_row(row, min(_LINE_HEIGHT * lines, _HIGHEST_ROW))


def _lines(text: str, width: int) -> int:
    """About how many lines a text takes: words are not torn, so a line holds a little less than its width."""
    room = max(1.0, width * 0.92)
    return sum(max(1, math.ceil(len(part) / room)) for part in text.split("\n"))


def _width(heading: str, values: pd.Series, kind: str) -> int:
    """As wide as its cells, up to a line of text: not every program fits columns itself."""
    longest = max((len(str(value)) for value in values), default=0) if kind == "text" else 11
    words = max(map(len, heading.split())) + 3  # room for the arrow of the filter
    widest = 66 if heading in _WIDE else _WIDEST.get(heading, 30)
    return max(words, min(longest + 1, widest))


def _notes(workforce: Workforce | None) -> pd.DataFrame:
    marks = list(_MARKS)
    if workforce and len(workforce.counts):
        rule = workforce.rule
        marks += [
            ("[c]", f"Confidential: fewer than {rule.threshold} people, or a count that would tell them."),
            (
                "Counts of people",
                f"Rounded to the nearest {rule.rounding}; every figure is worked out from them.",
            ),
        ]
    marks += [(one.label, f"{one.question} Out of: {one.denominator}.") for one in measures().values()]
    return pd.DataFrame(marks, columns=["Mark or measure", "What it means"])
