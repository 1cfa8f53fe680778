"""Rates that allow for few actions: shrunken towards the group, and sets of ranks in place of a league table.

Shrinkage is a beta-binomial model, started from moments and fitted by maximum likelihood. Rank 1 is the
largest value; its sets come from pairwise comparison, Review of Economic Studies 2024;91:476, with the
critical value worked out exactly and not simulated.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special, stats

from wres_analysis.errors import TableError
from wres_analysis.measures.intervals import Interval

Numbers = NDArray[np.float64]
LARGEST_WORTH = 10_000.0


class Prior(NamedTuple):
    """What is believed of a rate before an organisation's own actions are counted."""

    alpha: float  # parameters of a beta distribution
    beta: float  # parameters of a beta distribution

    @property
    def mean(self) -> float:
        """The rate that estimates are drawn to."""
        return self.alpha / self.worth

    @property
    def worth(self) -> float:
        """How many actions the prior is worth."""
        return self.alpha + self.beta


def prior_from_moments(numerators: ArrayLike, denominators: ArrayLike) -> Prior | None:
    """The beta distribution with the mean and the variance of the observed rates."""
    rates = np.asarray(numerators, dtype=float) / np.asarray(denominators, dtype=float)
    mean, variance = float(rates.mean()), float(rates.var(ddof=1)) if len(rates) > 1 else 0.0
    if variance <= 0 or variance >= mean * (1 - mean):
        return None
    worth = mean * (1 - mean) / variance - 1
    return Prior(mean * worth, (1 - mean) * worth)


def fit_prior(numerators: ArrayLike, denominators: ArrayLike) -> Prior | None:
    """The most likely beta distribution of the rates behind the counts."""
    counts = np.asarray(numerators, dtype=float)
    totals = np.asarray(denominators, dtype=float)
    pooled = counts.sum() / totals.sum() if totals.sum() else 0.0
    if len(counts) < 2 or not 0 < pooled < 1:
        return None
    start = prior_from_moments(counts, totals) or Prior(10 * pooled, 10 * (1 - pooled))
    found = optimize.minimize(
        _minus_log_likelihood,
        x0=[math.log(start.mean / (1 - start.mean)), math.log(start.worth)],
        args=(counts, totals),
        method="L-BFGS-B",
        bounds=[(-12, 12), (math.log(0.01), math.log(LARGEST_WORTH))],
    )
    mean, worth = 1 / (1 + math.exp(-found.x[0])), math.exp(found.x[1])
    return Prior(mean * worth, (1 - mean) * worth)


def _minus_log_likelihood(point: Numbers, counts: Numbers, totals: Numbers) -> float:
    mean, worth = 1 / (1 + math.exp(-point[0])), math.exp(point[1])
    return -float(stats.betabinom.logpmf(counts, totals, mean * worth, (1 - mean) * worth).sum())


def shrink(
    numerator: int, denominator: int, prior: Prior, confidence: float = 0.95
) -> tuple[float, Interval]:
    """The shrunken rate of one organisation with its interval.

    The width of the prior itself is not part of the interval, which is therefore a little too narrow
    where there are few organisations.
    """
    posterior = stats.beta(prior.alpha + numerator, prior.beta + denominator - numerator)
    tail = (1 - confidence) / 2
    return float(posterior.mean()), Interval(float(posterior.ppf(tail)), float(posterior.ppf(1 - tail)))


# The trapezoid rule on the normal density: with these steps its error is below 1e-12.
_NODES = np.linspace(-8.5, 8.5, 171)
_WEIGHTS = np.exp(-(_NODES**2) / 2) / np.exp(-(_NODES**2) / 2).sum()


class RankSets(NamedTuple):
    """The best and the worst rank that each organisation may have, from 1."""

    low: NDArray[np.int64]
    high: NDArray[np.int64]


def ranks(values: ArrayLike) -> NDArray[np.int64]:
    """Rank of each value, 1 for the largest; equal values share the better rank."""
    ranked: NDArray[np.int64] = stats.rankdata(-np.asarray(values, dtype=float), method="min").astype(
        np.int64
    )
    return ranked


def rank_sets(values: ArrayLike, errors: ArrayLike, confidence: float = 0.95) -> RankSets:
    """A set of ranks for each organisation that holds its true rank with the given confidence."""
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
    """
    count = np.asarray(denominators, dtype=float)
    return np.arcsin(np.sqrt(np.asarray(numerators, dtype=float) / count)), 1 / (2 * np.sqrt(count))


def joint_critical_value(units: int, confidence: float = 0.95, independent: bool = True) -> float:
    """How many standard errors wide an interval must be for all of them to hold together."""
    each = confidence ** (1 / units) if independent else 1 - (1 - confidence) / units
    return float(stats.norm.ppf((1 + each) / 2))
