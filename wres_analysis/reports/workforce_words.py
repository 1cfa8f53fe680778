"""Workforce figures as a reader sees them: "45 of 2,410", "[c]", "1.90", "1.20 to 3.10", and the finding."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from wres_analysis.reports.phrases import as_percent
from wres_analysis.workforce.cells import HIDDEN
from wres_analysis.workforce.disclosure import SUPPRESSED
from wres_analysis.workforce.indicators import FOUR_FIFTHS, NOT_GIVEN, Found, against_parity, count_of
from wres_analysis.workforce.staff_measures import Indicator, indicators_by_key

WHY = {HIDDEN: f"{SUPPRESSED} too few people", NOT_GIVEN: NOT_GIVEN}
HOW_ADDRESSED = (
    "An action counts as addressing an indicator when the plan names the indicator, or else when its wording "
    "or its heading does. Whether it is the right action, and enough, is for people to judge."
)
NO_COUNTS = "no staff counts were given"
NO_CAUSE = (
    "Figures and actions stand side by side. No cause is claimed: neither that an action moved a figure, nor "
    "that its absence did."
)


def people_words(count: object, state: str = "") -> str:
    """A rounded count, or why there is none.

    Examples
    --------
    >>> people_words(2410), people_words(None), people_words(None, "not given")
    ('2,410', '[c]', 'not given')
    """
    if count is None or pd.isna(count):  # type: ignore[call-overload]
        return NOT_GIVEN if state == NOT_GIVEN else SUPPRESSED
    return f"{count:,}"


def part_words(found: Found, indicator: Indicator, group: str) -> str:
    """Part of whole of one group, with its share where both are shown.

    Examples
    --------
    >>> found = {("disciplinary", "", "BME"): 20, ("staff", "", "BME"): 1000}
    >>> part_words(found, indicators_by_key()["3"], "BME")
    '20 of 1,000 (2.0%)'
    >>> part_words({**found, ("disciplinary", "", "BME"): None}, indicators_by_key()["3"], "BME")
    '[c] of 1,000'
    """
    (part, part_state), (whole, whole_state) = (
        count_of(found, place, group) for place in (indicator.part, indicator.whole)
    )
    if NOT_GIVEN in (part_state, whole_state):
        return NOT_GIVEN
    said = f"{people_words(part)} of {people_words(whole)}"
    return f"{said} ({part / whole:.1%})" if part is not None and whole else said


def ratio_words(row: Mapping[Hashable, Any]) -> str:
    """A ratio, or why there is none; one with 0.5 added says so.

    Examples
    --------
    >>> ratio_words({"ratio": 1.9, "zero_cell": "No"})
    '1.90'
    """
    if pd.isna(row["ratio"]):
        return WHY.get(str(row["state"]), NOT_GIVEN)
    return f"{row['ratio']:.2f}" + (" (0.5 added to every count)" if row["zero_cell"] == "Yes" else "")


def ratio_interval_words(row: Mapping[Hashable, Any]) -> str:
    """The interval of a ratio; blank where there is none.

    Examples
    --------
    >>> ratio_interval_words({"ratio_low": 1.2, "ratio_high": 3.1})
    '1.20 to 3.10'
    """
    return "" if pd.isna(row["ratio_low"]) else f"{row['ratio_low']:.2f} to {row['ratio_high']:.2f}"


def parity_words(row: Mapping[Hashable, Any]) -> str:
    """Where a ratio lies against four fifths; blank where there is none."""
    return (
        ""
        if pd.isna(row["ratio"])
        else against_parity(*(float(row[name]) for name in ("ratio", "ratio_low", "ratio_high")))
    )


def share_of(row: Mapping[Hashable, Any]) -> str:
    """A share, or why there is none."""
    return WHY.get(str(row["state"]), "") if pd.isna(row["share"]) else as_percent(float(row["share"]))


def number_words(value: object) -> str:
    """A number of actions, which is never suppressed; "not known" where it is missing.

    Examples
    --------
    >>> number_words(3), number_words(None)
    ('3', 'not known')
    """
    return "not known" if pd.isna(value) else str(value)  # type: ignore[call-overload]


def label_of(key: str) -> str:
    """Number and name of an indicator.

    Examples
    --------
    >>> label_of("3")
    '3 Formal disciplinary process'
    """
    indicator = indicators_by_key()[key]
    return f"{indicator.indicator} {indicator.label}".strip()


def finding(worst: Mapping[Hashable, Any]) -> str:
    """The one sentence about the worst indicator of a year and whether the plan acts on it.

    Examples
    --------
    >>> row = {"year": "2022-23", "shown": 7, "key": "3", "ratio": 1.9, "ratio_low": 1.2, "ratio_high": 3.1,
    ...     "clear": "Yes", "plan_year": "2022-23", "actions": 0, "carried_over": 0}
    >>> finding(row).partition("shown, ")[2]
    '1.90 (1.20 to 3.10), and no action of the plan 2022-23 addresses it.'
    """
    if not worst["shown"]:
        return f"No indicator of {worst['year']} can be shown: too few people, or not given."
    if not worst["key"]:
        return (
            f"None of the {worst['shown']} indicators of {worst['year']} that can be shown is worse for BME "
            "staff than for White staff."
        )
    indicator = indicators_by_key()[str(worst["key"])]
    ratio = f"{worst['ratio']:.2f} ({worst['ratio_low']:.2f} to {worst['ratio_high']:.2f})"
    return (
        f"In {worst['year']} indicator {indicator.indicator} ({indicator.label.lower()}) is the worst of the "
        f"{worst['shown']} that can be shown, {ratio}, and {_acted_on(worst)}.{_how_sure(worst)}"
    )


def _acted_on(worst: Mapping[Hashable, Any]) -> str:
    if not worst["plan_year"]:
        return "no plan was read to set beside it"
    plan, count = f"the plan {worst['plan_year']}", int(worst["actions"])
    if not count:
        return f"no action of {plan} addresses it"
    said = f"{count} actions of {plan} address it" if count > 1 else f"one action of {plan} addresses it"
    return said + (
        "" if pd.isna(worst["carried_over"]) else _carried_words(count, int(worst["carried_over"]))
    )


def _carried_words(count: int, carried: int) -> str:
    """How many of them stood in the plan before.

    Examples
    --------
    >>> _carried_words(1, 1), _carried_words(4, 3)
    (', carried over from the plan before', ', 3 of them carried over from the plan before')
    """
    if not carried:
        return ", not carried over" if count == 1 else ", none of them carried over"
    many = "all" if carried == count else str(carried)
    return f", {'' if count == 1 else f'{many} of them '}carried over from the plan before"


def _how_sure(worst: Mapping[Hashable, Any]) -> str:
    if worst["ratio"] <= FOUR_FIFTHS[1]:
        return " It lies within the four-fifths band."
    if worst["ratio_low"] <= 1:
        return " Its interval holds parity, so chance alone may explain it."
    if worst["clear"] != "Yes":
        return " With all of them looked at together, chance may still explain it."
    return ""
