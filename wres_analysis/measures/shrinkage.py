"""Shrunken estimates: a rate from few actions is drawn towards what organisations do together.

Beta-binomial model, started from moments and fitted by maximum likelihood.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, stats

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
    """The beta distribution with the mean and the variance of the observed rates.

    Examples
    --------
    >>> prior = prior_from_moments([1, 2, 3], [10, 10, 10])
    >>> round(prior.mean, 2), round(prior.worth, 1)
    (0.2, 15.0)
    """
    rates = np.asarray(numerators, dtype=float) / np.asarray(denominators, dtype=float)
    mean, variance = float(rates.mean()), float(rates.var(ddof=1)) if len(rates) > 1 else 0.0
    if variance <= 0 or variance >= mean * (1 - mean):
        return None
    worth = mean * (1 - mean) / variance - 1
    return Prior(mean * worth, (1 - mean) * worth)


def fit_prior(numerators: ArrayLike, denominators: ArrayLike) -> Prior | None:
    """The most likely beta distribution of the rates behind the counts.

    Examples
    --------
    >>> fit_prior([2, 9, 4, 8], [10, 10, 10, 10]).mean > 0.5
    True
    """
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

    Examples
    --------
    >>> value, (low, high) = shrink(4, 14, Prior(1.4, 8.6))
    >>> round(value, 3), round(low, 2), round(high, 2)
    (0.225, 0.09, 0.41)
    """
    posterior = stats.beta(prior.alpha + numerator, prior.beta + denominator - numerator)
    tail = (1 - confidence) / 2
    return float(posterior.mean()), Interval(float(posterior.ppf(tail)), float(posterior.ppf(1 - tail)))
