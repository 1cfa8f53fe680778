"""The tables of a run as one accessible workbook for a board: cover, contents, notes, one table a sheet."""

from __future__ import annotations

import os
import re
import warnings
from pathlib import Path

import pandas as pd

from wres_analysis import __version__
from wres_analysis.analysis import Analysis
from wres_analysis.benchmarking import BENCHMARK
from wres_analysis.comparison import COMPARISON
from wres_analysis.errors import BatchError
from wres_analysis.measuring.measures import measures
from wres_analysis.tables import PLANS, RATES, Schema

_TITLE = "WRES action plans: carry-over and benchmark"
# A cell of a published plan must never become a live formula or a link.
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LINK = re.compile(r"\](?=\()")  # the writer takes [text](address) for a link
_LONGEST_CELL = 32_000  # a cell of the format holds 32,767 characters
_NOT_AVAILABLE, _NOT_APPLICABLE, _LOW = "[x]", "[z]", "[low]"
_BLANK_MEANS = {  # what a blank says in a column where it does not say "not available"
    "from_year": _NOT_APPLICABLE,
    "reliability": "enough",
}


def write_benchmark_workbook(analysis: Analysis, path: Path) -> None:
    """Write comparison, rates, benchmark and plans as a workbook, whole or not at all.

    Parameters
    ----------
    analysis : Analysis
    path : pathlib.Path
        File to write, .xlsx.

    Raises
    ------
    BatchError
        The workbook is open in another program.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{os.getpid()}-{path.name}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the writer warns of every optional part, and leaves a file open
        _write(analysis, aside)
    try:
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise BatchError(
            f"the workbook cannot be replaced ({error.strerror})", path.name, "close it and run again"
        ) from None


def _write(analysis: Analysis, path: Path) -> None:
    import gptables

    sheets = dict(_sheets(analysis))
    book = gptables.produce_workbook(
        str(path),
        sheets=sheets,
        cover=_cover(analysis),
        contentsheet_label="Contents" if sheets else None,
        notes_table=_notes() if sheets else None,
        workbook_options=_AS_TEXT,
    )
    # otherwise the file says nothing, or names whoever is logged in
    book.set_properties({"title": _TITLE, "author": "wres_analysis", "comments": f"Version {__version__}"})
    book.close()


def _sheets(analysis: Analysis) -> list[tuple[str, object]]:
    named = [
        ("Comparison", "comparison", "Organisations side by side, newest plan", COMPARISON),
        ("Benchmark", "benchmark", "Each organisation against what chance would give", BENCHMARK),
        ("Rates", "rates", "Every rate with its denominator and 95% interval", RATES),
        ("Plans", "plans", "Plans that were read", PLANS),
    ]
    return [
        (sheet, _table(analysis.tables[name], name, title, schema))
        for sheet, name, title, schema in named
        if len(analysis.tables[name])
    ]


def _table(table: pd.DataFrame, name: str, title: str, schema: Schema) -> object:
    import gptables

    shown = pd.DataFrame({column: [_cell(value, column) for value in table[column]] for column in schema})
    shown.columns = [_heading(column) for column in schema]
    return gptables.GPTable(
        shown,
        table_name=f"{name}_table",
        title=title,
        subtitles=[
            "Shares run from 0 to 1. Low and high are the ends of the 95% Wilson interval. The worksheet "
            "Notes says what each measure counts, and out of what."
        ],
        instructions="This worksheet contains one table. The cover explains marks in square brackets.",
        table_notes={_heading(f"{name}_numerator"): f"$${name}$$" for name in _noted(schema)},
        scope="NHS organisations in England whose plans were read",
        source="Action plans as published by the organisations",
        index_columns={},
    )


def _noted(schema: Schema) -> list[str]:
    """The measures that have columns of their own."""
    return [name for name in measures() if f"{name}_numerator" in schema]


def _cell(value: object, column: str) -> object:
    if value is None or value is pd.NA or value == "" or value != value:
        return _BLANK_MEANS.get(column, _NOT_AVAILABLE)
    if isinstance(value, float):
        return round(value, 4)
    if column == "reliability":
        return _LOW
    return _LINK.sub("] ", value)[:_LONGEST_CELL] if isinstance(value, str) else value


def _heading(column: str) -> str:
    return column.replace("_", " ").capitalize()


def _cover(analysis: Analysis) -> object:
    import gptables

    return gptables.Cover(
        title=_TITLE,
        intro=[
            f"{len(analysis.actions)} actions of {len(analysis.plans)} plans, "
            f"{analysis.plans['organisation'].nunique()} organisations.",
            "Carried over is not failure: a long action is meant to last. Read every rate with its interval.",
            "A status is what the plan says of itself; nobody has verified it.",
        ],
        about=[
            "[x] means not available: the plan does not give it, or no earlier plan is held. [z] means not "
            "applicable. [low] means that the plan has too few actions to say much.",
            f"Made with wres_analysis {__version__}.",
        ],
        contact=["The analyst who sent you this file."],
    )


def _notes() -> pd.DataFrame:
    # those that headings refer to come first: the writer numbers the others by their place in this table
    first = _noted(COMPARISON)
    described = sorted(measures().values(), key=lambda one: one.measure not in first)
    return pd.DataFrame(
        {
            "Note reference": [one.measure for one in described],
            "Note text": [f"{one.measure}: {one.question} Out of: {one.denominator}." for one in described],
        }
    )
