"""Figures of staff counts in words: counts, shares and ratios, or why there are none."""

from __future__ import annotations

import pandas as pd

from wres_analysis.reports.phrases import as_percent
from wres_analysis.reports.table_columns import Row
from wres_analysis.workforce.indicators import NOT_GIVEN, Found, against_parity, count_of
from wres_analysis.workforce.published_counts import HIDDEN, SUPPRESSED
from wres_analysis.workforce.staff_measures import Indicator, indicators_by_key

WHY = {HIDDEN: f"{SUPPRESSED} hidden: too few people here or beside", NOT_GIVEN: NOT_GIVEN}


def people_words(count: object, state: str = "") -> str:
    """A rounded count, or why there is none."""
    if count is None or pd.isna(count):  # type: ignore[call-overload]
        return NOT_GIVEN if state == NOT_GIVEN else SUPPRESSED
    return f"{count:,}"


def part_words(found: Found, indicator: Indicator, group: str) -> str:
    """Part of whole of one group, with its share where both are shown."""
    (part, part_state), (whole, whole_state) = (
        count_of(found, place, group) for place in (indicator.part, indicator.whole)
    )
    if NOT_GIVEN in (part_state, whole_state):
        return NOT_GIVEN
    said = f"{people_words(part)} of {people_words(whole)}"
    return f"{said} ({part / whole:.1%})" if part is not None and whole else said


def ratio_with_interval(ratio: float, low: float, high: float) -> str:
    """A ratio with its interval."""
    return f"{ratio:.2f} ({_end(low)} to {_end(high)})"


def _end(value: float) -> str:
    """An end of an interval; 1 only where it is 1, because parity lies there."""
    return f"{value:.2f}" if value == 1 or f"{value:.2f}" != "1.00" else f"{value:.4f}"


def ratio_words(row: Row) -> str:
    """A ratio with its interval, or why there is none; one with 0.5 added says so."""
    if pd.isna(row["ratio"]):
        return WHY.get(str(row["state"]), NOT_GIVEN)
    said = ratio_with_interval(row["ratio"], row["ratio_low"], row["ratio_high"])
    return said + (", 0.5 added to every count" if row["zero_cell"] == "Yes" else "")


def parity_words(row: Row) -> str:
    """Where a ratio lies against four fifths; blank where there is none."""
    ends = [row[name] for name in ("ratio", "ratio_low", "ratio_high")]
    return "" if pd.isna(ends[0]) else against_parity(*map(float, ends))


def share_of(row: Row) -> str:
    """A share, or why there is none."""
    return WHY.get(str(row["state"]), "") if pd.isna(row["share"]) else as_percent(float(row["share"]))


def number_words(value: object) -> str:
    """A number of actions, which is never suppressed; "not known" where it is missing."""
    return "not known" if pd.isna(value) else str(value)  # type: ignore[call-overload]


def label_of(key: str) -> str:
    """Number and name of an indicator."""
    indicator = indicators_by_key()[key]
    return f"{indicator.indicator} {indicator.label}".strip()
