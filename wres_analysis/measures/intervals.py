"""Intervals for proportions, for their differences and ratios, and the correction for linking errors.

Sources: Wilson and the hybrid score interval as compared in Statistics in Medicine 1998;17:857 and
1998;17:873; the modified Jeffreys interval of Statistical Science 2001;16:101.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import pandas as pd
from scipy import stats

from wres_analysis.errors import TableError


class Interval(NamedTuple):
    """An estimate's interval."""

    low: float  # its ends, in the unit of the estimate
    high: float  # its ends, in the unit of the estimate


@lru_cache(maxsize=100_000)
def wilson(numerator: int, denominator: int, confidence: float = 0.95) -> Interval:
    """Wilson interval of a proportion.

    Parameters
    ----------
    numerator, denominator : int
        Actions that count, and actions that could count.
    confidence : float, default 0.95

    Returns
    -------
    Interval
        Shares from 0 to 1; both ends are missing (nan) where the denominator is 0.

    Raises
    ------
    TableError
        The numerator is negative or larger than the denominator.

    Examples
    --------
    >>> low, high = wilson(5, 6)
    >>> print(f"{low:.4f} to {high:.4f}")
    0.4365 to 0.9699
    """
    _check_counts(numerator, denominator)
    if denominator == 0:
        return Interval(math.nan, math.nan)
    found = stats.binomtest(int(numerator), int(denominator)).proportion_ci(confidence, method="wilson")
    # At 0/n and n/n the ends are 0 and 1 by algebra, and off by one rounding by arithmetic.
    low = 0.0 if numerator == 0 else float(found.low)
    return Interval(low, 1.0 if numerator == denominator else float(found.high))


def jeffreys(numerator: int, denominator: int, confidence: float = 0.95) -> Interval:
    """Jeffreys interval of a proportion, with the end at 0/n set to 0 and at n/n to 1.

    Examples
    --------
    >>> low, high = jeffreys(2, 5)
    >>> print(f"{low:.4f} to {high:.4f}")
    0.0944 to 0.7906
    """
    _check_counts(numerator, denominator)
    if denominator == 0:
        return Interval(math.nan, math.nan)
    tail = (1 - confidence) / 2
    posterior = stats.beta(numerator + 0.5, denominator - numerator + 0.5)
    low = 0.0 if numerator == 0 else float(posterior.ppf(tail))
    return Interval(low, 1.0 if numerator == denominator else float(posterior.ppf(1 - tail)))


def difference(
    numerator: int, denominator: int, other_numerator: int, other_denominator: int, confidence: float = 0.95
) -> Interval:
    """Hybrid score interval of one proportion minus another, from their two Wilson intervals.

    Examples
    --------
    >>> low, high = difference(56, 70, 48, 80)
    >>> print(f"{low:.4f} to {high:.4f}")
    0.0524 to 0.3339
    """
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

    Examples
    --------
    >>> value, (low, high) = ratio(189, 11034, 104, 11037)
    >>> print(f"{value:.4f}, {low:.4f} to {high:.4f}")
    1.8178, 1.4330 to 2.3059
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


def corrected_for_links(rate: float, sensitivity: float, specificity: float) -> float:
    """A matched rate corrected for links that were missed or made by mistake.

    Examples
    --------
    >>> round(corrected_for_links(0.40, 0.90, 0.95), 4)
    0.4118
    """
    information = sensitivity + specificity - 1
    if information <= 0:
        return math.nan
    return min(1.0, max(0.0, (rate + specificity - 1) / information))


def wilson_columns(numerators: pd.Series, denominators: pd.Series) -> pd.DataFrame:
    """Columns rate, low and high of counts in two columns; missing where a count is missing or 0 of 0.

    Examples
    --------
    >>> wilson_columns(pd.Series([5]), pd.Series([6])).round(4).to_dict("records")
    [{'rate': 0.8333, 'low': 0.4365, 'high': 0.9699}]
    """
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
