"""Confidence sets for ranks, in place of a league table.

Rank 1 is the largest value. Sources: pairwise comparison, Review of Economic Studies 2024;91:476, with its
critical value worked out exactly and not simulated; ranks from joint intervals, Applied Statistics
2020;69:717.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special, stats

from wres_analysis.errors import TableError

Numbers = NDArray[np.float64]
# The trapezoid rule on the normal density: with these steps its error is below 1e-12.
_NODES = np.linspace(-8.5, 8.5, 171)
_WEIGHTS = np.exp(-(_NODES**2) / 2) / np.exp(-(_NODES**2) / 2).sum()


class RankSets(NamedTuple):
    """The best and the worst rank that each organisation may have, from 1."""

    low: NDArray[np.int64]
    high: NDArray[np.int64]


def ranks(values: ArrayLike) -> NDArray[np.int64]:
    """Rank of each value, 1 for the largest; equal values share the better rank.

    Examples
    --------
    >>> ranks([0.2, 0.9, 0.9]).tolist()
    [3, 1, 1]
    """
    ranked: NDArray[np.int64] = stats.rankdata(-np.asarray(values, dtype=float), method="min").astype(
        np.int64
    )
    return ranked


def rank_sets(values: ArrayLike, errors: ArrayLike, confidence: float = 0.95) -> RankSets:
    """A set of ranks for each organisation that holds its true rank with the given confidence.

    Examples
    --------
    >>> low, high = rank_sets([0.9, 0.5, 0.1], [0.01, 0.01, 0.01])
    >>> low.tolist(), high.tolist()
    ([1, 2, 3], [1, 2, 3])
    """
    estimate, error = np.asarray(values, dtype=float), np.asarray(errors, dtype=float)
    if (error <= 0).any():
        raise TableError("a standard error is not above 0", "ranks", "leave that organisation out")
    own, place, count = np.unique(error, return_inverse=True, return_counts=True)
    critical = np.array([_critical(at, own, count, confidence) for at in range(len(own))])[place]
    apart = (estimate - estimate[:, None]) / np.hypot(error, error[:, None])
    beyond = critical[:, None]
    return RankSets(1 + (apart > beyond).sum(axis=1), len(estimate) - (apart < -beyond).sum(axis=1))


def _critical(at: int, errors: Numbers, counts: NDArray[np.int64], confidence: float) -> float:
    """What the largest standardised difference from one organisation to all others does not exceed.

    Given the error of that one, those of the others are independent: one integral, exact and without draws.
    """
    others = counts - (np.arange(len(errors)) == at)
    if not others.sum():
        return math.inf
    shift = errors[at] * _NODES / errors[:, None]
    reach = (np.hypot(errors, errors[at]) / errors)[:, None]

    def short_of(size: float) -> float:
        inside = special.ndtr(shift + size * reach) - special.ndtr(shift - size * reach)
        with np.errstate(divide="ignore", invalid="ignore"):
            each = np.where(others[:, None] > 0, others[:, None] * np.log(inside), 0.0)
        return float(_WEIGHTS @ np.exp(each.sum(axis=0))) - confidence

    return float(optimize.brentq(short_of, 0.1, 9.0))


def rates_for_ranks(numerators: ArrayLike, denominators: ArrayLike) -> tuple[Numbers, Numbers]:
    """Rates and standard errors on the arcsine square-root scale, which keeps their order.

    On that scale the error depends on the denominator alone, so that 0 of 5 is not taken to be exact.

    Examples
    --------
    >>> values, errors = rates_for_ranks([0, 5], [5, 5])
    >>> errors.round(3).tolist()
    [0.224, 0.224]
    """
    count = np.asarray(denominators, dtype=float)
    return np.arcsin(np.sqrt(np.asarray(numerators, dtype=float) / count)), 1 / (2 * np.sqrt(count))


def joint_critical_value(units: int, confidence: float = 0.95, independent: bool = True) -> float:
    """How many standard errors wide an interval must be for all of them to hold together.

    Examples
    --------
    >>> round(joint_critical_value(51, 0.90), 3), round(joint_critical_value(51, 0.90, False), 3)
    (3.081, 3.096)
    """
    each = confidence ** (1 / units) if independent else 1 - (1 - confidence) / units
    return float(stats.norm.ppf((1 + each) / 2))


def ranks_from_joint_intervals(values: ArrayLike, errors: ArrayLike, confidence: float = 0.95) -> RankSets:
    """Wider sets that hold for all organisations together, from intervals that do not overlap.

    Examples
    --------
    >>> ranks_from_joint_intervals([0.9, 0.5, 0.45], [0.05, 0.05, 0.05]).low.tolist()
    [1, 2, 2]
    """
    estimate, error = np.asarray(values, dtype=float), np.asarray(errors, dtype=float)
    spread = joint_critical_value(max(1, len(estimate)), confidence) * error
    above = (estimate - spread)[None, :] > (estimate + spread)[:, None]
    return RankSets(1 + above.sum(axis=1), len(estimate) - above.sum(axis=0))


def rank_sentence(low: int, high: int, units: int) -> str:
    """The set in words; a set that says nothing says so.

    Examples
    --------
    >>> rank_sentence(1, 14, 14)
    'any rank from 1 to 14: these numbers cannot order it'
    >>> rank_sentence(2, 5, 14)
    'between 2 and 5 of 14'
    """
    if low == 1 and high == units:
        return f"any rank from 1 to {units}: these numbers cannot order it"
    return f"{low} of {units}" if low == high else f"between {low} and {high} of {units}"
