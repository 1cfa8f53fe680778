"""What can be counted about a workforce, and the words for it: measures, groups, bands and indicators.

Everything is read from vocabulary/workforce_*.csv: the data dictionary, the reader, the template and the
definitions on the page all say the same. Metrics of the disability standard are left out; they would be rows
of these files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from wres_analysis.data_folder import nearest
from wres_analysis.errors import TableError
from wres_analysis.measures.measure_definitions import read_vocabulary

WHITE, BME, UNKNOWN, TOTAL = "White", "BME", "Unknown", "Total"
COMPARED = (WHITE, BME)
STAFF, TIER = "staff", "staff_tier"
LOWER, MIDDLE, UPPER, MEDICAL = "Lower", "Middle", "Upper", "Medical"
TIERS = (LOWER, MIDDLE, UPPER)
KINDS_OF_STAFF = ("staff_clinical", "staff_non_clinical")
DIVISIONS = "staff_by_division"
COMMUNITY = "community"
PRINTED_RATIO = "printed_ratio"


@dataclass(frozen=True)
class Counted:
    """One measure of a counts file; a row of the data dictionary."""

    measure: str  # name in the file, and name on the page
    label: str  # name in the file, and name on the page
    kind: str  # only counts of people are suppressed; residents are not staff; a ratio is only checked
    breakdowns: str  # which breakdowns it has
    groups: tuple[str, ...]  # groups that it must be given for
    # measure of the same group that no count of it, nor all of them together, may exceed
    never_more_than: str
    indicator: str  # for the data dictionary
    meaning: str  # for the data dictionary
    period: str  # for the data dictionary
    where_to_find_it: str  # for the data dictionary


@dataclass(frozen=True)
class Indicator:
    """One comparison of two groups, as a part of a whole."""

    key: str  # unique name; the number for the nine indicators
    indicator: str  # number in the standard, blank for the steps of the recruitment pipeline
    label: str
    form: str  # how it is shown: a relative likelihood, a difference of survey shares, board minus workforce
    on_top: str  # group on top of the ratio, so that more than 1 is worse for BME staff
    part: str  # counts as "measure/breakdown"; breakdowns that are added stand with a plus between
    whole: str  # counts as "measure/breakdown"; breakdowns that are added stand with a plus between
    above_one: str  # for the page
    definition: str  # for the page
    source: str  # for the page
    reading: str  # for the page
    series_from: str  # year of the survey from which a new series begins; blank if there is no break


@cache
def counted() -> dict[str, Counted]:
    """Every measure of a counts file by its name, in the order of the template."""
    rows = _rows("workforce_measures")
    return {row["measure"]: Counted(**{**row, "groups": _listed(row["groups"])}) for row in rows}  # type: ignore[arg-type]


@cache
def indicators_by_key() -> dict[str, Indicator]:
    """Every indicator and pipeline step by its key, in the order of the page."""
    return {row["key"]: Indicator(**row) for row in _rows("workforce_indicators")}


@cache
def breakdowns_of(kind: str) -> dict[str, str]:
    """The breakdowns of a kind with their pay tiers (blank where they have none), in their order."""
    return {row["breakdown"]: row["tier"] for row in _rows("workforce_breakdowns") if row["set"] == kind}


def group_of(printed: str) -> str:
    """The group that a heading or a cell means."""
    known = _printed_groups()
    if folded(printed) not in known:
        raise TableError(f"'{printed}' is not a group", remedy="use White, BME, Unknown or Total")
    return known[folded(printed)]


def measure_named(printed: str) -> Counted:
    """The measure of that name."""
    name = printed.strip().casefold().replace(" ", "_")
    if name not in counted():
        raise TableError(f"'{printed}' is not a measure", remedy=nearest(name, counted()))
    return counted()[name]


def breakdown_of(measure: Counted, printed: str) -> str:
    """The breakdown that a cell means, for its measure."""
    text = " ".join(printed.split())
    if measure.breakdowns == "free":
        if not text:
            raise TableError(f"the breakdown of {measure.measure} is blank", remedy="name the division")
        return text
    if measure.breakdowns == "none":
        if text:
            raise TableError(f"{measure.measure} has no breakdown", remedy=f"leave out '{text}'")
        return ""
    known = _printed_breakdowns(measure.breakdowns)
    if folded(text) not in known:
        allowed = ", ".join(breakdowns_of(measure.breakdowns))
        raise TableError(f"'{text}' is not a breakdown of {measure.measure}", remedy=f"use one of {allowed}")
    return known[folded(text)]


def folded(text: str) -> str:
    """Letters and digits only, in small letters, for comparing what is printed."""
    return re.sub(r"[^a-z0-9]", "", text.casefold())


@cache
def _printed_groups() -> dict[str, str]:
    return {
        folded(word): row["group"]
        for row in _rows("workforce_groups")
        for word in (row["group"], *_listed(row["printed"]))
    }


@cache
def _printed_breakdowns(kind: str) -> dict[str, str]:
    return {
        folded(word): row["breakdown"]
        for row in _rows("workforce_breakdowns")
        if row["set"] == kind
        for word in (row["breakdown"], *_listed(row["printed"]))
    }


def _rows(name: str) -> list[dict[str, str]]:
    return [
        {str(key): str(value) for key, value in row.items()}
        for row in read_vocabulary(name).to_dict("records")
    ]


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in cell.split(";") if word.strip())
