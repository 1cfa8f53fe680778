"""Sets of ranks against PISA 2018 (K15) and joint critical values (K16)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wres_analysis.errors import TableError
from wres_analysis.measures.funnel_and_ranks import (
    _critical,
    joint_critical_value,
    rank_sets,
    ranks,
    rates_for_ranks,
)

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


def test_few_actions_order_nothing():
    low, high = rank_sets(*rates_for_ranks([1, 3, 5, 6], [10, 10, 10, 10]))
    assert (low.tolist()[1:3], high.tolist()[1:3]) == ([1, 1], [4, 4])


def test_transformed_rates_keep_their_order():
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
