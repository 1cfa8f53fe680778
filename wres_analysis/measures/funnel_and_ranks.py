"""Whether rates differ by more than chance: limits of a funnel plot, shrinkage, sets of ranks.

Sources: exact interpolated binomial limits, Statistics in Medicine 2005;24:1185; over-dispersion with
winsorised z-scores and an additive variance between organisations, Quality and Safety in Health Care
2005;14:347. Shrinkage is a beta-binomial model, started from moments and fitted by maximum likelihood. Rank 1
is the largest value; its sets come from pairwise comparison, Review of Economic Studies 2024;91:476, with the
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
WINSORISED_SHARE = 0.1


class Limits(NamedTuple):
    """Lower and upper limit for each denominator, as shares from 0 to 1."""

    low: Numbers
    high: Numbers


class Dispersion(NamedTuple):
    """How much more the rates vary than chance explains."""

    ratio: float  # mean squared z-score after winsorising; about 1 where chance explains all of it
    variance: float  # variance between organisations on the arcsine square-root scale; 0 where there is none


def exact_limits(centre: float, denominators: ArrayLike, level: float = 0.95) -> Limits:
    """Binomial limits interpolated between whole counts, for denominators of any size.

    A count lies outside exactly where its tail has a probability below (1 - level) / 2. The upper limit is
    the mirror image of the lower one: the published formula, used as printed for both ends, would put 8 of
    10 outside 95% limits around 0.5 although 5.5% of organisations have 8 or more.
    """
    count = np.asarray(denominators, dtype=float)
    tail = (1 - level) / 2
    return Limits(_interpolated(centre, count, tail), 1 - _interpolated(1 - centre, count, tail))


def _interpolated(centre: float, count: Numbers, share: float) -> Numbers:
    """The count below which `share` of the distribution lies, over the denominator."""
    whole = stats.binom.ppf(share, count, centre)
    upto = stats.binom.cdf(whole, count, centre)
    step = stats.binom.pmf(whole, count, centre)
    back = np.divide(upto - share, step, out=np.zeros_like(step), where=step > 0)
    limits: Numbers = np.clip((whole - back) / count, 0.0, 1.0)
    return limits


def dispersion(numerators: ArrayLike, denominators: ArrayLike, centre: float) -> Dispersion:
    """Over-dispersion of the rates around the centre."""
    count = np.asarray(denominators, dtype=float)
    if len(count) < 2:
        return Dispersion(math.nan, 0.0)
    rates = np.asarray(numerators, dtype=float) / count
    scores = (np.arcsin(np.sqrt(rates)) - math.asin(math.sqrt(centre))) * 2 * np.sqrt(count)
    ends = np.quantile(scores, [WINSORISED_SHARE, 1 - WINSORISED_SHARE])
    ratio = float(np.mean(np.clip(scores, *ends) ** 2))
    weights = 4 * count
    scale = weights.sum() - (weights**2).sum() / weights.sum()
    return Dispersion(ratio, max(0.0, float((len(count) * ratio - (len(count) - 1)) / scale)))


class Heterogeneity(NamedTuple):
    """Whether rates differ more than chance explains."""

    chi_square: float  # squared differences from the pooled rate over what chance gives, added up
    p_value: float


def heterogeneity(numerators: ArrayLike, denominators: ArrayLike) -> Heterogeneity:
    """Chi-square test that all rates are one; every rate counts, none is winsorised."""
    count, size = np.asarray(numerators, dtype=float), np.asarray(denominators, dtype=float)
    centre = count.sum() / size.sum() if size.sum() else 0.0
    if len(size) < 2 or not 0 < centre < 1:
        return Heterogeneity(0.0, 1.0)
    found = float(((count - size * centre) ** 2 / (size * centre * (1 - centre))).sum())
    return Heterogeneity(found, float(stats.chi2.sf(found, len(size) - 1)))


def adjusted_limits(centre: float, denominators: ArrayLike, variance: float, level: float = 0.95) -> Limits:
    """Limits widened by the variance between organisations, on the arcsine square-root scale."""
    count = np.asarray(denominators, dtype=float)
    spread = float(stats.norm.ppf((1 + level) / 2)) * np.sqrt(1 / (4 * count) + variance)
    middle = math.asin(math.sqrt(centre))
    ends = [np.clip(middle + sign * spread, 0, math.pi / 2) for sign in (-1, 1)]
    return Limits(np.sin(ends[0]) ** 2, np.sin(ends[1]) ** 2)


def expected_outside(centre: float, denominators: ArrayLike, level: float = 0.95) -> float:
    """How many organisations chance alone is expected to put outside the exact limits.

    Counts are whole, so it is not simply 5 in 100.
    """
    count = np.asarray(denominators, dtype=float)
    low, high = exact_limits(centre, count, level)
    below = stats.binom.cdf(np.ceil(low * count - 1e-9) - 1, count, centre)
    above = stats.binom.sf(np.floor(high * count + 1e-9), count, centre)
    return float(np.sum(below + above))


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
