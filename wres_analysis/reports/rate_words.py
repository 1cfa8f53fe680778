"""Rates as a reader sees them: "5 of 6", "83%", "44% to 97%", and what is missing said in words."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from wres_analysis.measures.benchmarking import TOO_FEW
from wres_analysis.measures.measure_definitions import measure_of
from wres_analysis.reports.table_columns import count_words, interval_words, share_words

NOT_HELD = "no earlier plan held"


def position_words(position: str) -> str:
    """A position of BENCHMARK in words.

    Examples
    --------
    >>> position_words("above 99.8"), position_words("too_few")
    ('above the 99.8% limit', 'too few to compare')
    """
    if position == TOO_FEW:
        return "too few to compare"
    return "within the limits" if position == "inside" else f"{position.replace(' ', ' the ')}% limit"


def rate_table(rates: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Rates as a table to be read, in the order of the measures and then of the plans."""
    order = {name: place for place, name in enumerate(names)}
    shown = rates[rates["measure"].isin(order)]
    shown = shown.assign(order=shown["measure"].map(order)).sort_values("order", kind="stable")
    columns = ["Measure", "Plans", "Actions", "Share", "95% interval", "With the links' uncertainty"]
    rows = [_rate_row(row) for _, row in shown.iterrows()]
    table = pd.DataFrame(rows, columns=columns, dtype="str")
    return table if table[columns[-1]].ne("").any() else table.drop(columns=columns[-1])


def _rate_row(row: pd.Series) -> list[str]:
    measure = measure_of(str(row["measure"]))
    plans = " to ".join(year for year in (row["from_year"], row["to_year"]) if year)
    known = not pd.isna(row["numerator"])
    missing = NOT_HELD if measure.direction != "one plan" else "not known from the plan"
    with_links = (
        interval_words(row["low_with_links"], row["high_with_links"])
        if measure.direction != "one plan"
        else ""
    )
    return [
        measure.label,
        plans,
        count_words(row) if known else missing,
        share_words(row["rate"]),
        interval_words(row["low"], row["high"]),
        with_links,
    ]
