"""Intervals for proportions, their differences and ratios, and rates of all plans together.

Sources: Wilson and the hybrid score interval as compared in Statistics in Medicine 1998;17:857 and
1998;17:873.

Actions of one organisation go together: its whole plan rolls over, or none of it does. An interval of all
plans that takes them as independent is far too narrow. The pooled one has the organisation as the unit: that
of the ratio of sums, with the linearised variance between organisations and Student's t, on the logit scale;
simulated clustered draws of 5 to 250 organisations hold the true rate in 93 to 97 of 100
(tests/test_intervals.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import stats

from wres_analysis.errors import TableError
from wres_analysis.tables import columns_of, table_of


class Interval(NamedTuple):
    """An estimate's interval."""

    low: float  # its ends, in the unit of the estimate
    high: float  # its ends, in the unit of the estimate


@lru_cache(maxsize=100_000)
def wilson(numerator: int, denominator: int, confidence: float = 0.95) -> Interval:
    """Wilson interval of a proportion."""
    _check_counts(numerator, denominator)
    if denominator == 0:
        return Interval(math.nan, math.nan)
    found = stats.binomtest(int(numerator), int(denominator)).proportion_ci(confidence, method="wilson")
    # At 0/n and n/n the ends are 0 and 1 by algebra, and off by one rounding by arithmetic.
    low = 0.0 if numerator == 0 else float(found.low)
    return Interval(low, 1.0 if numerator == denominator else float(found.high))


def difference(
    numerator: int, denominator: int, other_numerator: int, other_denominator: int, confidence: float = 0.95
) -> Interval:
    """Hybrid score interval of one proportion minus another, from their two Wilson intervals."""
    one = wilson(numerator, denominator, confidence)
    other = wilson(other_numerator, other_denominator, confidence)
    if denominator == 0 or other_denominator == 0:
        return Interval(math.nan, math.nan)
    first, second = numerator / denominator, other_numerator / other_denominator
    below = math.hypot(first - one.low, other.high - second)
    above = math.hypot(one.high - first, second - other.low)
    return Interval(first - second - below, first - second + above)


def ratio(
    numerator: int, denominator: int, other_numerator: int, other_denominator: int, confidence: float = 0.95
) -> tuple[float, Interval]:
    """Ratio of two proportions with its interval on the log scale.

    Where a numerator is 0, 0.5 is added to every cell; the reader should be told so.
    """
    _check_counts(numerator, denominator)
    _check_counts(other_numerator, other_denominator)
    if denominator == 0 or other_denominator == 0:
        return math.nan, Interval(math.nan, math.nan)
    extra = 0.5 if numerator == 0 or other_numerator == 0 else 0.0
    a, n = numerator + extra, denominator + 2 * extra
    b, m = other_numerator + extra, other_denominator + 2 * extra
    value = (a / n) / (b / m)
    spread = float(stats.norm.ppf((1 + confidence) / 2)) * math.sqrt(1 / a - 1 / n + 1 / b - 1 / m)
    return value, Interval(value * math.exp(-spread), value * math.exp(spread))


def wilson_columns(numerators: pd.Series, denominators: pd.Series) -> pd.DataFrame:
    """Columns rate, low and high of counts in two columns; missing where a count is missing or 0 of 0."""
    counts = [column.astype("object").where(column.notna(), None) for column in (numerators, denominators)]
    rows = [_estimate(k, n) for k, n in zip(*counts, strict=True)]
    return pd.DataFrame(rows, columns=["rate", "low", "high"], index=numerators.index, dtype="Float64")


def _estimate(
    numerator: int | None, denominator: int | None
) -> tuple[float | None, float | None, float | None]:
    if numerator is None or pd.isna(numerator) or not denominator:
        return None, None, None
    return numerator / denominator, *wilson(numerator, denominator)


def _check_counts(numerator: int, denominator: int) -> None:
    if not 0 <= numerator <= denominator:
        raise TableError(
            f"{numerator} of {denominator} is not a proportion",
            "interval",
            "give a numerator from 0 to the denominator",
        )


FEWEST_ORGANISATIONS = (
    5  # with fewer, Student's t is wider than a reader can use; recompute.py asks from five
)

POOLED = columns_of("POOLED")


def pooled_rates(rates: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """All rows of each measure together, one row a measure; missing where nothing was measured."""
    records: list[dict[str, object]] = []
    for name in names:
        held = rates[rates["measure"].eq(name) & rates["rate"].notna()]
        sums = held.groupby("organisation")[["numerator", "denominator"]].sum()
        records.append({"measure": name, **pooled_rate(sums["numerator"], sums["denominator"])})
    return table_of(records, POOLED)


def pooled_rate(numerators: ArrayLike, denominators: ArrayLike) -> dict[str, object]:
    """The rate of organisations together, its interval and design effect, by the names of POOLED."""
    counts, totals = (np.asarray(one, dtype=float) for one in (numerators, denominators))
    counts, totals = counts[totals > 0], totals[totals > 0]
    units, numerator, denominator = len(counts), float(counts.sum()), float(totals.sum())
    found: dict[str, object] = {"organisations": units}
    if not units:
        return found
    rate = numerator / denominator
    found |= {"numerator": int(numerator), "denominator": int(denominator), "rate": rate}
    if units < FEWEST_ORGANISATIONS:
        return found
    if numerator in (0, denominator):  # nothing varies: no more is known than from so many single actions
        low, high = wilson(units if numerator else 0, units)
        return found | {"low": low, "high": high}
    alone = rate * (1 - rate) / denominator
    between = float(((counts - rate * totals) ** 2).sum()) * units / (units - 1) / denominator**2
    low, high = _on_the_logit_scale(rate, between or alone, units)
    return found | {"low": low, "high": high, "design_effect": between / alone}


def _on_the_logit_scale(rate: float, variance: float, units: int) -> tuple[float, float]:
    middle = math.log(rate / (1 - rate))
    spread = float(stats.t.ppf(0.975, units - 1)) * math.sqrt(variance) / (rate * (1 - rate))
    low, high = (1 / (1 + math.exp(-(middle + sign * spread))) for sign in (-1, 1))
    return low, high
