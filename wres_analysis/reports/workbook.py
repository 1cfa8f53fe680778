"""The tables of a run as one accessible workbook for a board: cover, contents, notes, one table a sheet."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from textwrap import wrap
from typing import Any, NamedTuple

import pandas as pd

from wres_analysis import __version__
from wres_analysis.analysis import Analysis
from wres_analysis.errors import BatchError
from wres_analysis.measures.benchmarking import BENCHMARK
from wres_analysis.measures.comparison import COMPARISON
from wres_analysis.measures.measure_definitions import measures
from wres_analysis.reports.rate_words import position_words
from wres_analysis.tables import PLANS, RATES, ColumnSpec, Schema
from wres_analysis.workforce import Workforce
from wres_analysis.workforce.cells import HIDDEN, PUBLISHED
from wres_analysis.workforce.indicators import INDICATORS
from wres_analysis.workforce.model_employer import MODEL_EMPLOYER
from wres_analysis.workforce.race_disparity import RACE_DISPARITY
from wres_analysis.workforce.representation import DIVISION_SHARES, SHARES
from wres_analysis.writing import aside_of

_TITLE = "WRES action plans: carry-over and benchmark"
# A cell of a published plan must never become a live formula or a link.
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LINK = re.compile(r"\](?=\()")  # the writer takes [text](address) for a link
_LONGEST_CELL = 32_000  # a cell of the format holds 32,767 characters
_WIDEST, _LINE, _LINE_HEIGHT = 68, 100, 16
_IN_POINTS = ("difference", "difference_low", "difference_high")
_FIRST_NOTE, _HEADING_ROW = 3, 5  # rows of the sheet, the first is 0
_NOT_AVAILABLE, _NOT_APPLICABLE, _LOW, _HIDDEN = "[x]", "[z]", "[low]", "[c]"
_BLANK_MEANS = {  # what a blank says in a column where it does not say "not available"
    "from_year": _NOT_APPLICABLE,
    "to_year": _NOT_APPLICABLE,
    "reliability": "enough",
    "breakdown": "all",
}


class Sheet(NamedTuple):
    """One table of a run on a sheet of its own."""

    name: str
    table: str
    title: str
    schema: Schema
    about: str
    source: str = "Action plans as published by the organisations"


_WILSON = "Low and high are the ends of the 95% Wilson interval."
_COUNTS = "Workforce counts as given by the organisations, rounded, small ones suppressed"
_RATIOS = "Intervals are 95%, worked out on the log scale from rounded counts. No causal link is claimed."
SHEETS = (
    Sheet("Comparison", "comparison", "Organisations side by side, newest plan", COMPARISON, _WILSON),
    Sheet("Benchmark", "benchmark", "Each organisation against what chance would give", BENCHMARK, _WILSON),
    Sheet("Rates", "rates", "Every rate with its denominator and 95% interval", RATES, _WILSON),
    Sheet(
        "Plans", "plans", "Plans that were read", PLANS, "Errors and warnings are places that are unclear."
    ),
    Sheet("Staff indicators", "workforce_indicators", "WRES indicators 1 to 9", INDICATORS, _RATIOS, _COUNTS),
    Sheet(
        "Race disparity",
        "workforce_race_disparity",
        "Race disparity ratios",
        RACE_DISPARITY,
        _RATIOS,
        _COUNTS,
    ),
    Sheet(
        "Model Employer",
        "workforce_model_employer",
        "Senior posts against the Model Employer goals",
        MODEL_EMPLOYER,
        "Counts, not shares: one or two posts move them much. No causal link is claimed.",
        _COUNTS,
    ),
    Sheet(
        "Staff shares", "workforce_shares", "BME share of staff by band and group", SHARES, _WILSON, _COUNTS
    ),
    Sheet(
        "Divisions",
        "workforce_divisions",
        "BME share of staff by division",
        DIVISION_SHARES,
        _WILSON,
        _COUNTS,
    ),
    Sheet(
        "Staff counts",
        "workforce_counts",
        "Counts of staff",
        PUBLISHED,
        "Counts of people; threshold and rounding are in columns.",
        _COUNTS,
    ),
)


def write_benchmark_workbook(analysis: Analysis, path: Path, workforce: Workforce | None = None) -> None:
    """Write comparison, rates, benchmark, plans and staff figures as a workbook, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = aside_of(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the writer warns of every optional part, and leaves a file open
        _write(analysis, workforce, aside)
    try:
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise BatchError(
            f"the workbook cannot be replaced ({error.strerror})", path.name, "close it and run again"
        ) from None


def _write(analysis: Analysis, workforce: Workforce | None, path: Path) -> None:
    import gptables

    tables = {**analysis.tables, **(workforce.tables if workforce else {})}
    held = [sheet for sheet in SHEETS if len(tables.get(sheet.table, ()))]
    shown = {sheet.name: _in_words(tables[sheet.table], sheet.schema) for sheet in held}
    book = gptables.produce_workbook(
        str(path),
        sheets={sheet.name: _gptable(shown[sheet.name], sheet) for sheet in held},
        cover=_cover(analysis, workforce),
        contentsheet_label="Contents" if held else None,
        notes_table=_notes() if held else None,
        workbook_options=_AS_TEXT,
    )
    for place in book.worksheets():
        _set_sizes(place, shown.get(place.get_name()))
    # otherwise the file says nothing, or names whoever is logged in
    book.set_properties({"title": _TITLE, "author": "wres_analysis", "comments": f"Version {__version__}"})
    book.close()


def _set_sizes(place: Any, shown: pd.DataFrame | None) -> None:
    """Columns as wide as their cells, headings as high as their lines: not every program fits them itself."""
    name = place.get_name()
    if name == "Notes":
        place.set_column(0, 0, 14)
        place.set_column(1, 1, _LINE)
        for number, text in enumerate(_notes()["Note text"], start=_FIRST_NOTE):
            place.set_row(number, _LINE_HEIGHT * -(-len(text) // _LINE))
    if shown is None:
        return
    widths = [_width(str(column), shown[column]) for column in shown]
    for number, width in enumerate(widths):
        place.set_column(number, number, width)
    lines = [len(wrap(str(column), width - 2)) for column, width in zip(shown, widths, strict=True)]
    place.set_row(_HEADING_ROW, _LINE_HEIGHT * (max(lines) + 1))  # a reference to a note takes a line


def _width(heading: str, values: pd.Series) -> int:
    lengths = [*map(len, heading.split()), *(len(str(value)) for value in values)]
    return min(_WIDEST, max(8, *lengths) + 2)


def _gptable(shown: pd.DataFrame, sheet: Sheet) -> object:
    import gptables

    columns: dict[str, list[int]] = {}  # by place: the writer adds references to notes to the names
    for place, (name, spec) in enumerate(sheet.schema.items()):
        if spec.kind != "text":
            columns.setdefault(_number_format(name, spec), []).append(place)
    formats = [
        {"column": {"columns": places, "format": {"num_format": form, "align": "right"}}}
        for form, places in columns.items()
    ]
    return gptables.GPTable(
        shown,
        table_name=f"{sheet.table}_table",
        title=sheet.title,
        subtitles=[f"{sheet.about} The worksheet Notes says what each measure counts, and out of what."],
        instructions="This worksheet contains one table. The cover explains marks in square brackets.",
        table_notes={_heading(f"{name}_numerator"): f"$${name}$$" for name in _noted(sheet.schema)},
        scope="NHS organisations in England whose plans were read",
        source=sheet.source,
        index_columns={},
        additional_formatting=formats,
    )


def _number_format(name: str, spec: ColumnSpec) -> str:
    if spec.kind == "whole":
        return "#,##0"
    return "0.0%" if spec.most == 1 or name in _IN_POINTS else "0.00"


def _in_words(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """A table as a board reads it: headings and measures in words, a mark in square brackets for a blank."""
    hidden = table["state"].eq(HIDDEN) if "state" in schema else pd.Series(False, index=table.index)
    cells = {
        _heading(column): [
            _cell(value, column, is_hidden) for value, is_hidden in zip(table[column], hidden, strict=True)
        ]
        for column in schema
    }
    return pd.DataFrame(cells)


def _noted(schema: Schema) -> list[str]:
    """The measures that have columns of their own."""
    return [name for name in measures() if f"{name}_numerator" in schema]


def _cell(value: object, column: str, is_hidden: bool) -> object:
    if value is None or value is pd.NA or value == "" or value != value:
        return _HIDDEN if is_hidden else _BLANK_MEANS.get(column, _NOT_AVAILABLE)
    if isinstance(value, float):
        return round(value, 4)
    if column == "reliability":
        return _LOW
    if column == "measure":
        return measures()[str(value)].label if value in measures() else value
    if column in ("position", "adjusted_position"):
        return position_words(str(value))
    return _LINK.sub("] ", value)[:_LONGEST_CELL] if isinstance(value, str) else value


def _heading(column: str) -> str:
    words = column.replace("_", " ").capitalize().split()
    return " ".join("BME" if word.casefold() == "bme" else word for word in words)


def _cover(analysis: Analysis, workforce: Workforce | None) -> object:
    import gptables

    marks = [
        "[x] means not available: the plan does not give it, or no earlier plan is held.",
        "[z] means not applicable.",
        "[low] means that the plan has too few actions to say much.",
    ]
    if workforce and len(workforce.counts):
        rule = workforce.rule
        marks += [
            f"[c] means confidential: fewer than {rule.threshold} people, or a count that would tell them.",
            f"Other counts of people are rounded to the nearest {rule.rounding}.",
            "Every figure on people is worked out from the rounded counts.",
        ]
    return gptables.Cover(
        title=_TITLE,
        intro=[
            f"{len(analysis.actions)} actions of {len(analysis.plans)} plans, "
            f"{analysis.plans['organisation'].nunique()} organisations.",
            "Carried over is not failure: a long action is meant to last. Read every rate with its interval.",
            "A status is what the plan says of itself; nobody has verified it.",
        ],
        about=[*marks, f"Made with wres_analysis {__version__}."],
        contact=["The analyst who sent you this file."],
    )


def _notes() -> pd.DataFrame:
    # those that headings refer to come first: the writer numbers the others by their place in this table
    first = _noted(COMPARISON)
    described = sorted(measures().values(), key=lambda one: one.measure not in first)
    return pd.DataFrame(
        {
            "Note reference": [one.measure for one in described],
            "Note text": [
                f"{one.measure}: {one.label}. {one.question} Out of: {one.denominator}." for one in described
            ],
        }
    )
