"""Limits of a funnel plot: how far a rate may stray from the centre by chance alone.

Sources: exact interpolated binomial limits, Statistics in Medicine 2005;24:1185; over-dispersion with
winsorised z-scores and an additive variance between organisations, Quality and Safety in Health Care
2005;14:347.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

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
    freedom: int  # about what it would be by chance alone
    p_value: float


def heterogeneity(numerators: ArrayLike, denominators: ArrayLike) -> Heterogeneity:
    """Chi-square test that all rates are one; every rate counts, none is winsorised."""
    count, size = np.asarray(numerators, dtype=float), np.asarray(denominators, dtype=float)
    centre = count.sum() / size.sum() if size.sum() else 0.0
    if len(size) < 2 or not 0 < centre < 1:
        return Heterogeneity(0.0, max(0, len(size) - 1), 1.0)
    found = float(((count - size * centre) ** 2 / (size * centre * (1 - centre))).sum())
    return Heterogeneity(found, len(size) - 1, float(stats.chi2.sf(found, len(size) - 1)))


def adjusted_limits(centre: float, denominators: ArrayLike, variance: float, level: float = 0.95) -> Limits:
    """Limits widened by the variance between organisations, on the arcsine square-root scale."""
    count = np.asarray(denominators, dtype=float)
    spread = _z(level) * np.sqrt(1 / (4 * count) + variance)
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


def _z(level: float) -> float:
    return float(stats.norm.ppf((1 + level) / 2))
