"""From exact staff counts to the ones that are published: which there are, what adds up, what is shown.

This is the only way out for a count of people. Pages, figures, CSV files and workbooks all work from
PUBLISHED; the exact counts end here.

White and BME counts are published; those of unknown ethnicity only for all staff in post, and never their
total, so that no table gives one group back from the others. Shares are therefore out of those whose
ethnicity is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import pandas as pd

from wres_analysis.tables import ColumnSpec, Schema, table_of
from wres_analysis.workforce.checks import NESTED
from wres_analysis.workforce.disclosure import STANDARD, Cells, Rule, Sum, protect
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

SHOWN, HIDDEN = "shown", "suppressed"
REST = "the rest"

PUBLISHED: Schema = {
    "organisation": ColumnSpec("code of the organisation"),
    "year": ColumnSpec("year that ends on 31 March"),
    "measure": ColumnSpec(
        "what is counted, see vocabulary/workforce_measures.csv; tiers are added up from bands"
    ),
    "breakdown": ColumnSpec("band, tier, division, stage or answer; blank for all"),
    "group": ColumnSpec("ethnic group", allowed=(WHITE, BME, UNKNOWN)),
    "count": ColumnSpec("people, rounded; missing where it is suppressed", "whole", least=0),
    "state": ColumnSpec("whether it is shown", allowed=(SHOWN, HIDDEN)),
    "threshold": ColumnSpec("counts below it are suppressed", "whole", least=1),
    "rounding": ColumnSpec("the others are rounded to its nearest multiple", "whole", least=1),
}

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
