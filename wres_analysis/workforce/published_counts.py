"""From exact staff counts to those that are published: small ones suppressed, the others rounded.

This is the only way out for a count of people: pages, figures, CSV files and workbooks work from PUBLISHED.
White and BME counts are published; those of unknown ethnicity only for all staff in post, and never their
total, so that no table gives one group back from the others.

A count below the threshold is not shown, nor is any other that would tell too closely what it is. Every
suppressed count keeps more possible numbers than rounding leaves to a count that is shown, also for a reader
who knows the rule, knows which counts are small, and adds and subtracts all that is published.

A reader who knows the program may also ask which tables would have been printed like this one. What is hidden
beside a small count must then not depend on what it is: beside a small part one more is hidden whatever the
counts are. Trying every table of two and of three parts finds no small count that keeps fewer than five
numbers (tests/test_disclosure.py). Of tables of more parts, and of several together, that is not promised.

The rule is that of hospital statistics in England (counts of 1 to 7 not shown, others rounded to the nearest
5, nothing calculated from what is not shown), with 0 treated like 1 to 7: that none of a group was appointed,
or that all were disciplined, says something about every one of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd

from wres_analysis.tables import columns_of, table_of
from wres_analysis.workforce.checks import NESTED
from wres_analysis.workforce.staff_measures import (
    BME,
    COMMUNITY,
    COMPARED,
    DIVISIONS,
    KINDS_OF_STAFF,
    MEDICAL,
    STAFF,
    TIER,
    TIERS,
    UNKNOWN,
    UPPER,
    WHITE,
    breakdowns_of,
    counted,
)

SUPPRESSED = "[c]"
Name = Any  # whatever a mapping can be asked for


@dataclass(frozen=True)
class Rule:
    """What is suppressed and how the rest is rounded."""

    threshold: int = 8  # counts below it are suppressed
    rounding: int = 5  # other counts are rounded to the nearest multiple

    def rounded(self, count: int) -> int:
        """The count as it is published."""
        return (count + self.rounding // 2) // self.rounding * self.rounding

    @property
    def least_numbers(self) -> int:
        """How many numbers a suppressed count must leave: with one fewer the attack in the tests succeeds."""
        return min(self.rounding + 1, self.threshold)

    @property
    def spread(self) -> float:
        """Standard deviation of what rounding changes, in people."""
        return math.sqrt((self.rounding**2 - 1) / 12)

    @property
    def words(self) -> str:
        """The rule as a sentence for a page."""
        return (
            f"Counts of fewer than {self.threshold} people are not shown ({SUPPRESSED}), nor is any other "
            f"count that would give them back; other counts are rounded to the nearest {self.rounding}. "
            "Shares, ratios and intervals are worked out from the rounded counts, so that they tell no "
            "more than these; the intervals are widened for the rounding. Counts of actions are not people "
            "and stay as they are."
        )


STANDARD = Rule()


class Range(NamedTuple):
    """The numbers that a count may be, both ends included."""

    low: float
    high: float

    @property
    def numbers(self) -> float:
        """How many numbers are possible."""
        return self.high - self.low + 1


class Sum(NamedTuple):
    """Counts that add up."""

    total: Name  # name of the total
    parts: tuple[Name, ...]  # names of the parts

    @property
    def all(self) -> tuple[Name, ...]:
        """Total and parts."""
        return (self.total, *self.parts)


@dataclass(frozen=True)
class Cells:
    """Counts and how they hang together."""

    counts: Mapping[Name, int]  # every count, exact; in the order in which they give way to protect another
    sums: Sequence[Sum] = ()  # what adds up: together a tree, no way leads in a circle from sum to sum
    # counts that are never shown, such as those who were not appointed; small ones are protected too
    unpublished: frozenset[Name] = field(default=frozenset())
    free: frozenset[Name] = field(default=frozenset())  # of these, what needs no protection: staff in no band


def protect(cells: Cells, rule: Rule = STANDARD) -> dict[Name, int | None]:
    """Every count that is published: rounded, or nothing where it is suppressed."""
    small = {
        name for name, count in cells.counts.items() if count < rule.threshold and name not in cells.free
    }
    hidden = _with_cover(cells, small)
    while (exposed := _exposed(cells, hidden, small, rule)) is not None:
        hidden = hidden | {exposed}
    return {
        name: None if name in hidden else rule.rounded(count)
        for name, count in cells.counts.items()
        if name not in cells.unpublished | cells.free
    }


def _with_cover(cells: Cells, small: set[Name]) -> set[Name]:
    """What is hidden whatever the other counts are: beside each small part of a sum one more of its parts."""
    hidden = small | cells.unpublished | cells.free
    for one in cells.sums:
        alone = small.intersection(one.parts) and len(hidden.intersection(one.parts)) < 2
        if alone and (shown := [name for name in cells.counts if name in one.parts and name not in hidden]):
            hidden = hidden | {shown[0]}
    return hidden


def _exposed(cells: Cells, hidden: Iterable[Name], small: set[Name], rule: Rule) -> Name | None:
    """The shown count to suppress next, so that a small one is no longer given away; nothing if none is."""
    shown = [name for name in cells.counts if name not in set(hidden)]
    ranges = possible(cells, shown, small, rule)
    for name in cells.counts:
        if name in small and ranges[name].numbers < rule.least_numbers:
            near = _nearest_shown(cells.sums, name, shown)
            if near is not None:
                return near
    return None


def possible(
    cells: Cells, shown: Iterable[Name], small: Iterable[Name], rule: Rule = STANDARD
) -> dict[Name, Range]:
    """What a reader can work out: the numbers that each count may be.

    The reader knows which counts are shown and their rounded values, which of the others are small, what
    adds up, and that nothing else is small. Because the sums hang together like a tree, narrowing each count
    by the sums that it stands in, until nothing changes, gives exactly the numbers that are possible.
    """
    kept, few = set(shown), set(small)
    ranges = {name: _alone(name, count, kept, few, cells, rule) for name, count in cells.counts.items()}
    while True:
        before = dict(ranges)
        for one in cells.sums:
            low, high = (sum(ranges[part][end] for part in one.parts) for end in (0, 1))
            total = ranges[one.total]
            ranges[one.total] = total = Range(max(total.low, low), min(total.high, high))
            for part in one.parts:
                others = [ranges[other] for other in one.parts if other != part]
                least = total.low - sum(other.high for other in others)
                most = total.high - sum(other.low for other in others)
                ranges[part] = Range(max(ranges[part].low, least), min(ranges[part].high, most))
        if ranges == before:
            return ranges


def _alone(name: Name, count: int, shown: set[Name], small: set[Name], cells: Cells, rule: Rule) -> Range:
    """The numbers that a count may be before anything is added up."""
    if name in shown:
        value, half = rule.rounded(count), rule.rounding // 2
        return Range(max(rule.threshold, value - half), value + rule.rounding - 1 - half)
    if name in small:
        return Range(0, rule.threshold - 1)
    return Range(0 if name in cells.free else rule.threshold, math.inf)


def _nearest_shown(sums: Sequence[Sum], name: Name, shown: Sequence[Name]) -> Name | None:
    """The shown count that hangs together most closely with a name; of several, the first to give way."""
    reached, edge = {name}, {name}
    while edge:
        edge = {other for one in sums if edge & set(one.all) for other in one.all} - reached
        found = [other for other in shown if other in edge]
        if found:
            return found[0]
        reached |= edge
    return None


SHOWN, HIDDEN = "shown", "suppressed"
REST = "the rest"

PUBLISHED = columns_of("PUBLISHED", group=(WHITE, BME, UNKNOWN), state=(SHOWN, HIDDEN))

Cell = tuple[str, str]


def published(counts: pd.DataFrame, rule: Rule = STANDARD) -> pd.DataFrame:
    """The counts that may be shown, with everything else suppressed."""
    rows: list[dict[str, object]] = []
    for (organisation, year), own in counts.groupby(["organisation", "year"], sort=False):
        for group in (*COMPARED, UNKNOWN):
            exact = _counts_of(own, group)
            safe = protect(cells_of(exact), rule)
            residents = {cell: count for cell, count in exact.items() if cell[0] == COMMUNITY}
            rows += [
                {"organisation": organisation, "year": year, "group": group, **row}
                for row in _rows({**safe, **residents})
            ]
    printed = {"threshold": rule.threshold, "rounding": rule.rounding}
    return table_of(({**row, **printed} for row in rows), PUBLISHED)


def _rows(safe: Mapping[Cell, int | None]) -> Iterable[dict[str, object]]:
    for (measure, breakdown), count in safe.items():
        state = HIDDEN if count is None else SHOWN
        yield {"measure": measure, "breakdown": breakdown, "count": count, "state": state}


def _counts_of(own: pd.DataFrame, group: str) -> dict[Cell, int]:
    """Exact counts of one group of one organisation and year; of the unknown only all staff in post."""
    kept = own[own["group"].eq(group) & (own["measure"].eq(STAFF) | (group != UNKNOWN))]
    rows = zip(kept["measure"], kept["breakdown"], kept["count"], strict=True)
    return {(str(measure), str(breakdown)): int(count) for measure, breakdown, count in rows}


def cells_of(exact: Mapping[Cell, int]) -> Cells:
    """The counts of one group with their tiers, what adds up to what, and what is never published."""
    tree = _Tree({cell: count for cell, count in exact.items() if counted()[cell[0]].kind == "people"})
    _add_tiers(tree)
    for whole, part in _nested(tree.counts):
        tree.add_rest(whole, (part,), (part[0], f"{REST} {part[1]}".strip()))
    tree.add_rest((STAFF, ""), tuple(tree.of(DIVISIONS)), (DIVISIONS, REST), free=True)
    return Cells(
        dict(sorted(tree.counts.items(), key=lambda item: _gives_way(item[0]))),
        tree.sums,
        frozenset(tree.unpublished),
        frozenset(tree.free),
    )


@dataclass
class _Tree:
    """Counts as they are put together; sums are only added where every count of them is there."""

    counts: dict[Cell, int]
    sums: list[Sum] = field(default_factory=list)
    unpublished: set[Cell] = field(default_factory=set)
    free: set[Cell] = field(default_factory=set)

    def of(self, measure: str) -> list[Cell]:
        """The cells of a measure."""
        return [cell for cell in self.counts if cell[0] == measure]

    def add_total(self, total: Cell, parts: tuple[Cell, ...]) -> None:
        """A new count that is the sum of others."""
        if parts:
            self.counts[total] = sum(self.counts[part] for part in parts)
            self.sums.append(Sum(total, parts))

    def add_rest(self, whole: Cell, parts: tuple[Cell, ...], rest: Cell, *, free: bool = False) -> None:
        """What is left of a whole without its parts; a free rest of nobody is taken as known to everyone."""
        if not parts or whole not in self.counts:
            return
        count = self.counts[whole] - sum(self.counts[part] for part in parts)
        if count or not free:
            self.counts[rest] = count
            (self.free if free else self.unpublished).add(rest)
            parts = (*parts, rest)
        self.sums.append(Sum(whole, parts))


def _add_tiers(tree: _Tree) -> None:
    """Bands to pay tiers, clinical and other staff apart; both to tiers of all; these to staff in post."""
    tiers = breakdowns_of("band")
    for kind in KINDS_OF_STAFF:
        for tier in TIERS:
            bands = tuple(cell for cell in tree.of(kind) if tiers[cell[1]] == tier)
            tree.add_total((f"{kind}_tier", tier), bands)
    if all(tree.of(kind) for kind in KINDS_OF_STAFF):
        for tier in TIERS:
            both = [(f"{kind}_tier", tier) for kind in KINDS_OF_STAFF]
            tree.add_total((TIER, tier), tuple(cell for cell in both if cell in tree.counts))
    tree.add_total((TIER, MEDICAL), tuple(tree.of("staff_medical")))
    outermost = tree.of(TIER)
    if not any(cell[1] in TIERS for cell in outermost):
        outermost += [cell for kind in KINDS_OF_STAFF for cell in tree.of(f"{kind}_tier")]
    tree.add_rest((STAFF, ""), tuple(outermost), (TIER, REST), free=True)


def _nested(counts: Mapping[Cell, int]) -> list[tuple[Cell, Cell]]:
    """Wholes and parts whose difference is a number of people as well: shortlisted and not appointed."""
    pairs = []
    for measure, spec in counted().items():
        if spec.breakdowns in NESTED:
            steps = [(measure, step) for step in breakdowns_of(spec.breakdowns)]
            pairs += list(pairwise(step for step in steps if step in counts))
        elif spec.never_more_than and spec.breakdowns == "none":
            pairs.append(((spec.never_more_than, ""), (measure, "")))
    return [pair for pair in pairs if set(pair) <= set(counts)]


def _gives_way(cell: Cell) -> tuple[int, int]:
    measure, breakdown = cell
    if measure == STAFF:
        return 4, 0
    if measure.endswith("_tier"):
        return (3 if measure == TIER else 2), 0
    spec = counted()[measure]
    places = list(breakdowns_of(spec.breakdowns))
    place = places.index(breakdown) if breakdown in places else 0
    if spec.breakdowns in NESTED:
        return 1, -place
    return 0, (-place if breakdowns_of(spec.breakdowns).get(breakdown) == UPPER else place)
