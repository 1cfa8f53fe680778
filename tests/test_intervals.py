"""Intervals against published figures; K1 to K3, K5 to K7 and K17 name their sources."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import rates_of

from wres_analysis.errors import TableError
from wres_analysis.measures.intervals import (
    FEWEST_ORGANISATIONS,
    difference,
    pooled_rate,
    pooled_rates,
    ratio,
    wilson,
    wilson_columns,
)

WILSON = [
    # K1: Statistics in Medicine 1998;17:857
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0, 0.1611),
    (1, 29, 0.0061, 0.1718),
    # K2: PHEindicatormethods, testdata_Proportion.xlsx and testdata_Byars_Wilson.xlsx
    (1, 100, 0.001767, 0.054486),
    (20, 100, 0.133367, 0.288829),
    (65, 100, 0.552544, 0.736358),
    (222, 3215, 0.060792, 0.078340),
    (999, 3456, 0.274190, 0.304404),
    (1045, 5000, 0.197955, 0.220491),
    # K3: PHStatsMethods 0.1.16, ph_proportion
    (0, 5, 0, 0.434482),
    (1, 5, 0.036224, 0.624465),
    (2, 6, 0.096771, 0.700007),
    (5, 5, 0.565518, 1),
    (9, 30, 0.166647, 0.478758),
    (5, 6, 0.4365, 0.9699),  # the first part of the trust's plan
    (930, 4935, 0.1778, 0.1996),  # K17: upr-info.org/es/node/1989, recommendations carried over
]

counts = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(("numerator", "denominator", "low", "high"), WILSON)
def test_wilson_agrees_with_what_is_published_to_the_last_printed_digit(numerator, denominator, low, high):
    printed = max(len(str(end).partition(".")[2]) for end in (low, high))
    assert wilson(numerator, denominator) == pytest.approx((low, high), abs=0.5 * 10**-printed)


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [(65, 100, 0.495495, 0.778354), (1045, 5000, 0.191794, 0.227316)],
)
def test_wilson_at_another_confidence_agrees_with_phe_indicator_methods(numerator, denominator, low, high):
    assert wilson(numerator, denominator, 0.998) == pytest.approx((low, high), abs=5e-7)


# K5: Statistics in Medicine 1998;17:873, the hybrid score interval, the only one offered here.
def test_difference_agrees_with_statistics_in_medicine_1998_17_873():
    assert difference(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)


# K6: the table of the Physicians' Health Study.
def test_ratio_agrees_with_the_aspirin_trial():
    value, interval = ratio(189, 11034, 104, 11037)
    assert value == pytest.approx(1.8178, abs=5e-5)
    assert interval == pytest.approx((1.4330, 2.3059), abs=5e-5)


def test_ratio_agrees_with_a_published_indicator_2():
    # K7: a trust's plan of 2022-23, page 3: 46.99% against 14.65% is printed as 3.2.
    value, _ = ratio(4699, 10000, 1465, 10000)
    assert value == pytest.approx(3.2075, abs=5e-5)


def test_ratio_with_nobody_on_one_side_is_finite():
    value, (low, high) = ratio(0, 20, 5, 20)
    assert 0 < low < value < high < math.inf


@settings(deadline=None)
@given(counts)
def test_interval_holds_the_estimate_and_stays_within_0_and_1(pair):
    numerator, denominator = pair
    low, high = wilson(numerator, denominator)
    assert 0 <= low <= numerator / denominator <= high <= 1


@settings(deadline=None)
@given(counts)
def test_interval_of_the_others_is_the_mirror_image(pair):
    numerator, denominator = pair
    low, high = wilson(numerator, denominator)
    assert wilson(denominator - numerator, denominator) == pytest.approx((1 - high, 1 - low))


@settings(deadline=None)
@given(counts, st.integers(2, 5))
def test_interval_narrows_as_actions_grow(pair, times):
    numerator, denominator = pair
    few, many = wilson(numerator, denominator), wilson(times * numerator, times * denominator)
    assert many.high - many.low < few.high - few.low


def test_nothing_of_nothing_has_no_interval():
    assert all(math.isnan(end) for end in wilson(0, 0))
    assert all(math.isnan(end) for end in difference(0, 0, 1, 2))


def test_impossible_counts_are_refused():
    with pytest.raises(TableError, match="7 of 6 is not a proportion"):
        wilson(7, 6)


def test_columns_keep_missing_counts_missing():
    counts = pd.DataFrame({"k": [5, None, 0], "n": [6, None, 0]}, dtype="Int64", index=[3, 1, 2])
    found = wilson_columns(counts["k"], counts["n"])
    assert found.index.tolist() == [3, 1, 2]
    assert found["rate"].isna().tolist() == [False, True, True]
    assert found["low"].iloc[0] == pytest.approx(0.4365, abs=5e-5)


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
