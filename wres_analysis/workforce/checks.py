"""What cannot be true of a table of staff counts. Each check names file, line and reason, and no count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from wres_analysis.errors import TableError
from wres_analysis.workforce.staff_measures import (
    BME,
    PRINTED_RATIO,
    STAFF,
    TOTAL,
    UNKNOWN,
    WHITE,
    breakdowns_of,
    counted,
    indicators_by_key,
)

NESTED = ("stage", "answer", "seat")
CLOSE_ENOUGH = 0.05


class Key(NamedTuple):
    """What one count is of."""

    measure: str
    breakdown: str
    group: str


@dataclass(frozen=True)
class Given:
    """One count and where it stands."""

    count: float
    where: str


Counts = Mapping[Key, Given]


def check_counts(table: pd.DataFrame) -> pd.DataFrame:
    """The counts of one organisation and year, once they can be true."""
    counts = _by_key(table)
    for check in (_groups, _totals, _parts, _limits, _together, _percentages, _published):
        check(counts)
    return table


def _by_key(table: pd.DataFrame) -> Counts:
    counts: dict[Key, Given] = {}
    for row in table.to_dict("records"):
        key = Key(row["measure"], row["breakdown"], row["group"])
        given = Given(float(row["count"]), f"{row['file']}, line {row['line']}")
        if key in counts:
            raise TableError(
                f"{_named(key)} stands twice, first in {counts[key].where}", given.where, "keep one"
            )
        counts[key] = given
    return counts


def _named(key: Key) -> str:
    return ", ".join(part for part in key if part)


def _groups(counts: Counts) -> None:
    """A count of one group says nothing without that of the others."""
    for key, given in counts.items():
        for group in counted()[key.measure].groups:
            if key._replace(group=group) not in counts:
                raise TableError(
                    f"{_named(key._replace(group=group))} is missing",
                    given.where,
                    "add it, 0 if there are none",
                )


def _totals(counts: Counts) -> None:
    for key, given in counts.items():
        if key.group != TOTAL:
            continue
        parts = [counts.get(key._replace(group=group)) for group in (WHITE, BME, UNKNOWN)]
        if sum(part.count for part in parts if part) != given.count:
            raise TableError(
                f"White, BME and Unknown do not add up to the Total of {_named(key._replace(group=''))}",
                given.where,
                "correct one of them, or add the Unknown",
            )


def _parts(counts: Counts) -> None:
    """Appointed within shortlisted within applicants; those who said yes within the respondents."""
    for measure, spec in counted().items():
        if spec.breakdowns not in NESTED:
            continue
        for whole, part in pairwise(breakdowns_of(spec.breakdowns)):
            for group in (WHITE, BME, UNKNOWN, TOTAL):
                _within(counts, Key(measure, part, group), Key(measure, whole, group))


def _limits(counts: Counts) -> None:
    for key in counts:
        limit = counted()[key.measure].never_more_than
        if limit:
            _within(counts, key, Key(limit, "", key.group))


def _within(counts: Counts, part: Key, whole: Key) -> None:
    if part in counts and whole in counts and counts[part].count > counts[whole].count:
        raise TableError(
            f"{_named(part)} is larger than {_named(whole)}", counts[part].where, "correct one of them"
        )


def _together(counts: Counts) -> None:
    """Bands and grades together, and divisions together, are not more than the staff in post."""
    for measures in (("staff_clinical", "staff_non_clinical", "staff_medical"), ("staff_by_division",)):
        for group in (WHITE, BME):
            keys = [key for key in counts if key.measure in measures and key.group == group]
            whole = Key(STAFF, "", group)
            if whole in counts and sum(counts[key].count for key in keys) > counts[whole].count:
                raise TableError(
                    f"{' and '.join(measures)} together are more than {_named(whole)}",
                    counts[whole].where,
                    "count each person once",
                )


def _percentages(counts: Counts) -> None:
    """Rows that all add up to 100 are percentages without their sign."""
    for measure in dict.fromkeys(key.measure for key in counts if counted()[key.measure].kind == "people"):
        breakdowns = dict.fromkeys(key.breakdown for key in counts if key.measure == measure)
        sums = [_sum_of_groups(counts, measure, breakdown) for breakdown in breakdowns]
        if len(sums) > 1 and set(sums) == {100.0}:
            first = next(given.where for key, given in counts.items() if key.measure == measure)
            raise TableError(
                f"every row of {measure} adds up to 100: these look like percentages",
                first,
                "give numbers of people",
            )


def _sum_of_groups(counts: Counts, measure: str, breakdown: str) -> float:
    groups = (WHITE, BME, UNKNOWN)
    found = [counts.get(Key(measure, breakdown, group)) for group in groups]
    return sum(given.count for given in found if given)


def _published(counts: Counts) -> None:
    """A published ratio is the one that the counts give; otherwise one of the two is wrong."""
    for key, given in counts.items():
        if key.measure != PRINTED_RATIO:
            continue
        number = key.breakdown.removeprefix("Indicator ")
        found = _ratio_of(counts, number)
        if found is not None and abs(found - given.count) > CLOSE_ENOUGH * max(1.0, found):
            raise TableError(
                f"the published ratio of indicator {number} is not the one that the counts give",
                given.where,
                "check the counts, the ratio, and which group stands on top",
            )


def _ratio_of(counts: Counts, number: str) -> float | None:
    """The exact relative likelihood of an indicator; nothing where a count is missing or 0."""
    indicator = indicators_by_key()[number]
    shares = {}
    for group in (WHITE, BME):
        part, whole = (
            counts.get(_key_of(place, group), Given(0, "")).count
            for place in (indicator.part, indicator.whole)
        )
        if not part or not whole:
            return None
        shares[group] = part / whole
    other = BME if indicator.on_top == WHITE else WHITE
    return shares[indicator.on_top] / shares[other]


def _key_of(place: str, group: str) -> Key:
    measure, _, breakdown = place.partition("/")
    return Key(measure, breakdown, group)
