"""Beta-binomial shrinkage against the rat tumours of Bayesian Data Analysis, chapter 5 (K14)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wres_analysis.measures.funnel_and_ranks import (
    LARGEST_WORTH,
    Prior,
    fit_prior,
    prior_from_moments,
    shrink,
)

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
