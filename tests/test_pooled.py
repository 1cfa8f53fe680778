"""Rates of all plans together: the organisation is the unit, and 93 to 97 of 100 intervals are right."""

from __future__ import annotations

import numpy as np
import pytest
from small_tables import rates_of

from wres_analysis.measures.intervals import FEWEST_ORGANISATIONS, pooled_rate, pooled_rates, wilson


def test_counts_are_added_and_what_nobody_has_is_left_out():
    pooled = pooled_rates(rates_of({"A": (1, 4), "B": (5, 6)}), ("matched_backward", "vanished"))
    row, nothing = pooled.to_dict("records")
    assert (row["numerator"], row["denominator"], row["rate"]) == (6, 10, 0.6)
    assert pooled.iloc[1][["numerator", "denominator", "rate", "low"]].isna().all()
    assert nothing["organisations"] == 0


def test_organisations_that_differ_make_the_interval_wider():
    alike = pooled_rate([5] * 10, [10] * 10)
    unlike = pooled_rate([0, 10] * 5, [10] * 10)
    assert alike["rate"] == unlike["rate"] == 0.5
    assert unlike["design_effect"] == pytest.approx(10 * 10 / 9)
    assert unlike["low"] < wilson(50, 100).low < alike["rate"] < wilson(50, 100).high < unlike["high"]


def test_fewer_than_five_organisations_have_no_interval():
    assert "low" not in pooled_rate([1, 2, 3, 4], [5] * 4)
    assert "low" in pooled_rate([1, 2, 3, 4, 4], [5] * FEWEST_ORGANISATIONS)


def test_where_nothing_varies_no_more_is_claimed_than_of_so_many_single_actions():
    assert (found := pooled_rate([0] * 8, [12] * 8))["low"] == 0
    assert found["high"] == pytest.approx(wilson(0, 8).high)


@pytest.mark.parametrize("organisations", [5, 10, 30, 250])
@pytest.mark.parametrize(("rate", "alike"), [(0.8, 0.2), (0.5, 0.1), (0.3, 0.3)])
def test_93_to_97_of_100_intervals_hold_the_true_rate(organisations, rate, alike):
    draws = np.random.default_rng([organisations, int(100 * rate)])
    held = []
    for _ in range(1500):
        totals = draws.poisson(12, organisations) + 3
        shares = draws.beta(rate * (1 / alike - 1), (1 - rate) * (1 / alike - 1), organisations)
        found = pooled_rate(draws.binomial(totals, shares), totals)
        held.append(found["low"] <= rate <= found["high"])
    assert 0.93 <= np.mean(held) <= 0.97
