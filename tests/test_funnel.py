"""Funnel limits and over-dispersion; K8 and K10 name their sources."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from wres_analysis.measures.funnel_and_ranks import (
    adjusted_limits,
    dispersion,
    exact_limits,
    expected_outside,
)

rates = st.floats(0.02, 0.98)
sizes = st.integers(1, 200)


def test_exact_lower_limit_by_hand():
    # 10 actions around 0.5: F(1) = 11/1024, F(2) = 56/1024, so 2.5% lies a little above 1 of 10.
    back = (56 / 1024 - 0.025) / (45 / 1024)
    assert exact_limits(0.5, [10]).low[0] == pytest.approx((2 - back) / 10)


@settings(deadline=None)
@given(rates, sizes, st.sampled_from([0.95, 0.998]))
def test_a_count_is_outside_exactly_where_its_tail_is_small(centre, denominator, level):
    low, high = exact_limits(centre, [denominator], level)
    tail = (1 - level) / 2
    for count in range(denominator + 1):
        below, above = (
            stats.binom.cdf(count, denominator, centre),
            stats.binom.sf(count - 1, denominator, centre),
        )
        if abs(below - tail) > 1e-9:
            assert (count / denominator < low[0]) == (below < tail)
        if abs(above - tail) > 1e-9:
            assert (count / denominator > high[0]) == (above < tail)


@settings(deadline=None)
@given(rates, sizes)
def test_limits_hold_the_centre_and_stay_within_0_and_1(centre, denominator):
    limits = exact_limits(centre, [denominator])
    assert 0 <= limits.low[0] <= centre <= limits.high[0] <= 1


@settings(deadline=None)
@given(rates, sizes)
def test_limits_of_the_others_are_the_mirror_image(centre, denominator):
    low, high = exact_limits(centre, [denominator])
    mirrored = exact_limits(1 - centre, [denominator])
    assert (1 - mirrored.high[0], 1 - mirrored.low[0]) == pytest.approx((low[0], high[0]))


def test_limits_meet_at_the_centre_as_actions_grow():
    widths = [float(np.ptp(exact_limits(0.4, [n]))) for n in (10, 100, 1000, 100_000)]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] < 0.01


def test_exact_and_normal_limits_agree_for_many_actions():
    low, high = exact_limits(0.4, [5000])
    spread = 1.959964 * math.sqrt(0.4 * 0.6 / 5000)
    assert (low[0], high[0]) == pytest.approx((0.4 - spread, 0.4 + spread), abs=1e-3)


def test_dispersion_by_hand():
    # Two organisations of 25 actions at sin^2(45 +- 11.46 degrees): z = +-2, so phi = 4, and
    # tau^2 = (2 * 4 - 1) / (200 - 20000 / 200) with winsorised ends at 80% of the way.
    shift = 0.2
    counts = [25 * math.sin(math.pi / 4 + sign * shift) ** 2 for sign in (-1, 1)]
    found = dispersion(counts, [25, 25], 0.5)
    assert found.ratio == pytest.approx((2 * 0.8) ** 2)
    assert found.variance == pytest.approx((2 * found.ratio - 1) / 100)


# K10, the 54 providers of medpar in FunnelPlotR, cannot be had without R. These 20 organisations are made up
# in their place: the expected values follow Quality and Safety in Health Care 2005;14:347 step by step.
MADE_UP = [(3, 20), (18, 25), (11, 30), (9, 12), (2, 15), (25, 40), (7, 10), (14, 50), (20, 22), (6, 18)] * 2


def test_over_dispersion_follows_the_published_formulae_step_by_step():
    centre = sum(k for k, _ in MADE_UP) / sum(n for _, n in MADE_UP)
    root = math.asin(math.sqrt(centre))
    scores = [2 * math.sqrt(n) * (math.asin(math.sqrt(k / n)) - root) for k, n in MADE_UP]
    ends = statistics.quantiles(scores, n=10, method="inclusive")
    held_in = [min(max(score, ends[0]), ends[-1]) for score in scores]
    ratio = sum(score**2 for score in held_in) / len(scores)
    weights = [4 * n for _, n in MADE_UP]
    variance = (len(scores) * ratio - (len(scores) - 1)) / (
        sum(weights) - sum(weight**2 for weight in weights) / sum(weights)
    )
    found = dispersion(*zip(*MADE_UP, strict=True), centre)
    assert ratio > 2
    assert found == pytest.approx((ratio, variance))
    low, high = adjusted_limits(centre, [25], variance, 0.998)
    spread = 3.090232 * math.sqrt(1 / 100 + variance)
    assert low[0] == pytest.approx(math.sin(max(0, root - spread)) ** 2, abs=1e-6)
    assert high[0] == pytest.approx(math.sin(min(math.pi / 2, root + spread)) ** 2, abs=1e-6)


def test_there_is_nothing_to_adjust_where_rates_agree():
    assert dispersion([5, 10, 20], [10, 20, 40], 0.5).variance == 0
    assert math.isnan(dispersion([5], [10], 0.5).ratio)


def test_adjusted_limits_without_variance_between_are_close_to_the_normal_ones():
    low, high = adjusted_limits(0.5, [400], 0.0)
    assert (low[0], high[0]) == pytest.approx((0.5 - 1.959964 / 40, 0.5 + 1.959964 / 40), abs=2e-3)


def test_adjusted_limits_never_close_up():
    low, high = adjusted_limits(0.5, [10**9], 0.01)
    assert low[0] == pytest.approx(math.sin(math.pi / 4 - 1.959964 * 0.1) ** 2, abs=1e-6)
    assert high[0] == pytest.approx(1 - low[0])


@settings(deadline=None)
@given(rates, st.lists(sizes, min_size=1, max_size=20))
def test_chance_puts_fewer_outside_than_the_level_says(centre, denominators):
    found = expected_outside(centre, denominators)
    assert 0 <= found <= 0.05 * len(denominators) + 1e-9
