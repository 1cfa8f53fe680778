"""Funnel limits and over-dispersion; K8 and K10 name their sources."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from wres_analysis.errors import TableError
from wres_analysis.measures.funnel_and_ranks import (
    LARGEST_WORTH,
    Prior,
    _critical,
    adjusted_limits,
    dispersion,
    exact_limits,
    expected_outside,
    fit_prior,
    joint_critical_value,
    prior_from_moments,
    rank_sets,
    ranks,
    rates_for_ranks,
    shrink,
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


@pytest.mark.parametrize(
    ("actions", "variance", "expected", "within"),
    [
        (400, 0.0, 0.5 - 1.959964 / 40, 2e-3),  # without variance close to the normal ones
        (10**9, 0.01, math.sin(math.pi / 4 - 1.959964 * 0.1) ** 2, 1e-6),  # with it they never close up
    ],
)
def test_adjusted_limits_by_hand(actions, variance, expected, within):
    low, high = adjusted_limits(0.5, [actions], variance)
    assert (low[0], high[0]) == pytest.approx((expected, 1 - expected), abs=within)


@settings(deadline=None)
@given(rates, st.lists(sizes, min_size=1, max_size=20))
def test_chance_puts_fewer_outside_than_the_level_says(centre, denominators):
    found = expected_outside(centre, denominators)
    assert 0 <= found <= 0.05 * len(denominators) + 1e-9


# Mathematics 2018, mean and standard error of 37 countries in the order of their English names, from the
# R package csranks (its data-raw/pisa.csv); the United Kingdom is the last but one.
PISA = [
    (491.360, 1.9398), (498.942, 2.9710), (508.070, 2.2627), (512.017, 2.3575), (417.407, 2.4159),
    (390.932, 2.9896), (499.468, 2.4607), (509.398, 1.7350), (523.415, 1.7436), (507.301, 1.9679),
    (495.408, 2.3202), (500.044, 2.6471), (451.370, 3.0912), (481.083, 2.3196), (495.187, 1.9531),
    (499.633, 2.1986), (463.035, 3.4986), (486.590, 2.7800), (526.973, 2.4715), (525.933, 3.1214),
    (496.126, 1.9628), (481.191, 1.9533), (483.421, 1.0976), (408.801, 2.4932), (519.231, 2.6323),
    (494.490, 1.7059), (500.964, 2.2190), (515.648, 2.6021), (492.487, 2.6846), (486.165, 2.5556),
    (508.898, 1.3639), (481.393, 1.4625), (502.388, 2.6543), (515.315, 2.9080), (453.508, 2.2604),
    (501.770, 2.5644), (478.245, 3.2354),
]  # fmt: skip
VALUES, ERRORS = (np.array(column) for column in zip(*PISA, strict=True))
PUBLISHED = [
    24, 18, 10, 7, 35, 37, 17, 8, 3, 11, 20, 15, 34, 30, 21, 16, 32, 25, 1, 2, 19, 29, 27, 36, 4, 22, 14, 5,
    23, 26, 9, 28, 12, 6, 33, 13, 31,
]  # fmt: skip

estimates = st.lists(
    st.tuples(st.floats(0, 1), st.floats(0.01, 0.3)), min_size=1, max_size=8, unique_by=lambda pair: pair[0]
)


# K15: R package csranks, PISA 2018 in mathematics.
def test_ranks_of_pisa_are_those_published():
    assert ranks(VALUES).tolist() == PUBLISHED


def test_set_of_the_united_kingdom_is_the_one_published():
    low, high = rank_sets(VALUES, ERRORS)
    assert PUBLISHED[35] == 13
    assert (low[35], high[35]) == (7, 23)


# K16: RankingProject, vignettes/joint.Rmd.orig.
def test_joint_critical_values_of_51_units():
    # github.com/civilstat/RankingProject, vignettes/joint.Rmd.orig.
    assert joint_critical_value(51, 0.90) == pytest.approx(3.0809, abs=5e-5)
    assert joint_critical_value(51, 0.90, independent=False) == pytest.approx(3.0961, abs=5e-5)


@settings(deadline=None)
@given(estimates)
def test_every_set_holds_the_rank_of_the_estimate(pairs):
    values, errors = zip(*pairs, strict=True)
    own = ranks(values)
    low, high = rank_sets(values, errors)
    assert (low <= own).all()
    assert (own <= high).all()
    assert (low >= 1).all()
    assert (high <= len(own)).all()


@settings(deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_organisations_does_not_matter(order):
    values, errors = np.linspace(0, 1, 6), np.full(6, 0.05)
    straight, turned = rank_sets(values, errors), rank_sets(values[list(order)], errors[list(order)])
    assert straight.low[list(order)].tolist() == turned.low.tolist()
    assert straight.high[list(order)].tolist() == turned.high.tolist()


def test_few_actions_order_nothing_and_transformed_rates_keep_their_order():
    low, high = rank_sets(*rates_for_ranks([1, 3, 5, 6], [10, 10, 10, 10]))
    assert (low.tolist()[1:3], high.tolist()[1:3]) == ([1, 1], [4, 4])
    values, _ = rates_for_ranks([0, 1, 9, 10], [10, 10, 10, 10])
    assert ranks(values).tolist() == [4, 3, 2, 1]


def test_an_estimate_without_error_is_refused():
    with pytest.raises(TableError, match="standard error"):
        rank_sets([0.5, 0.6], [0.1, 0.0])


def test_the_critical_value_is_that_of_two_hundred_thousand_draws():
    errors = np.array([0.05, 0.1, 0.1, 0.2, 0.3])
    noise = np.random.default_rng(7).standard_normal((200_000, 5)) * errors
    for place, error in enumerate(errors):
        apart = np.abs(noise - noise[:, [place]]) / np.hypot(errors, error)
        own, count = np.unique(errors, return_counts=True)
        exact = _critical(int(np.flatnonzero(own == error)[0]), own, count, 0.95)
        assert exact == pytest.approx(np.quantile(apart.max(axis=1), 0.95), abs=0.01)


RATS = """
0/20 0/20 0/20 0/20 0/20 0/20 0/20 0/19 0/19 0/19 0/19 0/18 0/18 0/17 1/20 1/20 1/20 1/20 1/19 1/19 1/18
1/18 2/25 2/24 2/23 2/20 2/20 2/20 2/20 2/20 2/20 1/10 5/49 2/19 5/46 3/27 2/17 7/49 7/47 3/20 3/20 2/13
9/48 10/50 4/20 4/20 4/20 4/20 4/20 4/20 4/20 10/48 4/19 4/19 4/19 5/22 11/46 12/49 5/20 5/20 6/23 5/19
6/22 6/20 6/20 6/20 16/52 15/47 15/46 9/24 4/14
"""
COUNTS = np.array([[int(part) for part in pair.split("/")] for pair in RATS.split()])


def test_the_rats_are_all_there():
    assert COUNTS.shape == (71, 2)
    assert COUNTS.sum(axis=0).tolist() == [267, 1739]


def test_prior_from_moments_of_the_70_earlier_groups():
    rates = COUNTS[:70, 0] / COUNTS[:70, 1]
    assert (rates.mean(), rates.std(ddof=1)) == pytest.approx((0.1360, 0.1035), abs=1e-4)
    prior = prior_from_moments(COUNTS[:70, 0], COUNTS[:70, 1])
    assert prior == pytest.approx((1.356, 8.615), abs=1e-3)


def test_shrunken_rate_of_the_last_group():
    value, interval = shrink(4, 14, Prior(1.4, 8.6))
    assert value == pytest.approx(0.225, abs=1e-3)
    assert shrink(4, 14, Prior(1.356, 8.615))[0] == pytest.approx(0.2234, abs=1e-4)
    assert interval.low < value < interval.high


def test_likelihood_fit_of_all_groups():
    prior = fit_prior(COUNTS[:, 0], COUNTS[:, 1])
    assert prior == pytest.approx((2.3416, 14.1148), abs=5e-3)


def test_organisations_that_do_not_differ_give_a_prior_worth_a_great_deal():
    prior = fit_prior([10] * 12, [20] * 12)
    assert prior.worth == pytest.approx(LARGEST_WORTH)
    assert prior.mean == pytest.approx(0.5, abs=1e-3)


@pytest.mark.parametrize(("counts", "totals"), [([3], [10]), ([], []), ([0, 0], [5, 9]), ([5, 9], [5, 9])])
def test_no_prior_where_there_is_nothing_to_learn(counts, totals):
    assert fit_prior(counts, totals) is None


def test_no_moments_where_rates_are_equal_or_all_or_nothing():
    assert prior_from_moments([1, 1], [2, 2]) is None
    assert prior_from_moments([0, 2], [2, 2]) is None


@settings(deadline=None)
@given(
    st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.floats(0.5, 50),
    st.floats(0.5, 50),
)
def test_shrunken_rate_lies_between_its_own_and_the_common_one(pair, alpha, beta):
    numerator, denominator = pair
    prior = Prior(alpha, beta)
    value, _ = shrink(numerator, denominator, prior)
    low, high = sorted([numerator / denominator, prior.mean])
    assert low - 1e-12 <= value <= high + 1e-12
