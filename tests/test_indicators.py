"""Relative likelihoods worked by hand; ratios and differences of K5 to K7 are in test_intervals."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_workforce import shown_of

from wres_analysis.errors import TableError
from wres_analysis.measures.intervals import Interval
from wres_analysis.workforce.indicators import (
    _shrunken,
    against_parity,
    count_of,
    ranked,
    relative_likelihood,
    widened,
    workforce_indicators,
)

people = st.integers(8, 400)
groups = st.tuples(people, people).map(sorted).map(tuple)


def test_a_ratio_worked_by_hand():
    # (20 / 400) / (30 / 1200) = 2; variance of the logarithm 1/20 - 1/400 + 1/30 - 1/1200 = 0.08.
    found = relative_likelihood(20, 400, 30, 1200)
    assert found.value == pytest.approx(2.0)
    assert math.log(found.high / 2.0) == pytest.approx(1.959964 * math.sqrt(0.08))
    assert found.low * found.high == pytest.approx(4.0)


def test_rounding_widens_the_interval_by_its_own_variance():
    # Rounding to 5 adds a variance of 2 people to each count: 2/20² + 2/400² + 2/30² + 2/1200².
    extra = 2 / 20**2 + 2 / 400**2 + 2 / 30**2 + 2 / 1200**2
    found = relative_likelihood(20, 400, 30, 1200, rounding=5)
    assert math.log(found.high / 2.0) == pytest.approx(1.959964 * math.sqrt(0.08 + extra))


def test_a_zero_gets_one_half_added_and_is_flagged():
    # (0.5 / 41) / (10.5 / 101)
    found = relative_likelihood(0, 40, 10, 100)
    assert found.zero_cell
    assert found.value == pytest.approx((0.5 / 41) / (10.5 / 101))
    assert found.low > 0


def test_nobody_to_whom_it_could_happen_gives_no_ratio():
    assert math.isnan(relative_likelihood(0, 0, 10, 100).value)
    with pytest.raises(TableError):
        relative_likelihood(11, 10, 1, 10)


@given(groups, groups)
def test_swapping_the_groups_turns_the_ratio_over(one, other):
    there, back = relative_likelihood(*one, *other), relative_likelihood(*other, *one)
    assert there.value * back.value == pytest.approx(1)
    assert there.low * back.high == pytest.approx(1)


@given(groups)
def test_parity_is_1_and_in_the_middle_of_its_interval(one):
    found = relative_likelihood(*one, *one)
    assert found.value == pytest.approx(1)
    assert found.low * found.high == pytest.approx(1)


@given(groups, groups, st.integers(2, 50))
def test_more_people_narrow_the_interval_and_leave_the_ratio(one, other, factor):
    small = relative_likelihood(*one, *other)
    large = relative_likelihood(*(count * factor for count in (*one, *other)))
    assert large.value == pytest.approx(small.value)
    assert large.high / large.low <= small.high / small.low + 1e-9


@given(groups, groups)
def test_the_interval_holds_the_ratio_and_rounding_never_narrows_it(one, other):
    exact, rounded = relative_likelihood(*one, *other), relative_likelihood(*one, *other, rounding=5)
    assert exact.low <= exact.value <= exact.high
    assert rounded.low <= exact.low + 1e-12
    assert rounded.high >= exact.high - 1e-12


def test_errors_add_up_like_the_sides_of_a_right_angle():
    assert widened(10.0, Interval(7.0, 14.0), 0.0) == Interval(7.0, 14.0)
    wide = widened(10.0, Interval(7.0, 13.0), 4 / 1.959963984540054)
    assert (wide.low, wide.high) == pytest.approx((5.0, 15.0))


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        ((0.79, 0.7, 0.9), "better for BME staff"),
        ((0.79, 0.5, 1.1), "chance may explain it"),
        ((0.80, 0.7, 0.9), "better for BME staff, within four fifths"),
        ((1.25, 0.9, 1.6), "chance may explain it"),
        ((1.25, 1.1, 1.6), "worse for BME staff, within four fifths"),
        ((1.26, 0.9, 1.6), "chance may explain it"),
        ((1.26, 1.1, 1.6), "worse for BME staff"),
    ],
)
def test_there_is_no_verdict_where_chance_may_explain_it(ratio, words):
    assert against_parity(*ratio) == words


SHOWN = shown_of(
    ("staff", "", 2000, 500),
    ("staff_tier", "Lower", 800, 250),
    ("staff_tier", "Middle", 700, 120),
    ("staff_tier", "Upper", 300, 30),
    ("recruitment", "Applicants", 1000, 600),
    ("recruitment", "Shortlisted", 400, 120),
    ("recruitment", "Appointed", 100, 15),
    ("disciplinary", "", 20, 10),
    ("training", "", 1000, 200),
    ("survey_5", "Respondents", 1000, 200),
    ("survey_5", "Yes", 200, 60),
    ("survey_7", "Respondents", 1000, 200),
    ("survey_7", "Yes", 600, 80),
    ("survey_8", "Respondents", 1000, 200),
    ("survey_8", "Yes", 50, None),
    ("board", "Voting members", 20, 10),
    rounding=1,
)


def row_of(key, table=SHOWN):
    found = workforce_indicators(table).set_index("key")
    return found.loc[key]


@pytest.mark.parametrize(
    ("key", "ratio"),
    [
        ("1", (300 / 1800) / (30 / 400)),
        ("2", (100 / 400) / (15 / 120)),
        ("3", (10 / 500) / (20 / 2000)),
        ("4", (1000 / 2000) / (200 / 500)),
        ("5", (60 / 200) / (200 / 1000)),
        ("7", (600 / 1000) / (80 / 200)),
        ("9", (20 / 2000) / (10 / 500)),
        ("shortlisting", (400 / 1000) / (120 / 600)),
        ("whole_pipeline", (100 / 1000) / (15 / 600)),
    ],
)
def test_every_ratio_is_arranged_so_that_more_than_1_is_worse_for_bme_staff(key, ratio):
    assert row_of(key)["ratio"] == pytest.approx(ratio)
    assert row_of(key)["ratio_low"] < ratio < row_of(key)["ratio_high"]


def test_survey_indicators_are_bme_minus_white_and_the_board_is_minus_the_workforce():
    assert row_of("5")["difference"] == pytest.approx(0.30 - 0.20)
    assert row_of("7")["difference"] == pytest.approx(0.40 - 0.60)
    assert row_of("9")["difference"] == pytest.approx(10 / 30 - 500 / 2500)
    for key in ("5", "7", "9"):
        row = row_of(key)
        assert row["difference_low"] < row["difference"] < row["difference_high"]
    assert pd.isna(row_of("2")["difference"])


def test_nothing_is_worked_out_from_a_suppressed_count():
    row = row_of("8")
    assert row["state"] == "suppressed"
    assert row[["ratio", "ratio_low", "difference", "white_part", "bme_whole"]].isna().all()


def test_what_was_not_given_is_not_called_suppressed():
    assert row_of("6")["state"] == "not given"


def test_a_sum_is_suppressed_as_soon_as_one_of_its_parts_is():
    found = {("staff_tier", "Lower", "BME"): 100, ("staff_tier", "Upper", "BME"): None}
    assert count_of(found, "staff_tier/Lower+Upper", "BME") == (None, "suppressed")
    assert count_of(found, "staff_tier/Lower+Middle", "BME") == (None, "not given")


def test_indicators_are_ranked_from_the_worst_and_steps_of_recruitment_are_not():
    order = ranked(workforce_indicators(SHOWN))
    assert order["place"].tolist() == list(range(1, len(order) + 1))
    assert order["ratio"].is_monotonic_decreasing
    assert set(order["key"]) == {"1", "2", "3", "4", "5", "7", "9"}
    assert order["key"].iloc[0] == "1"
    assert order["key"].iloc[-1] == "9"


def test_clear_of_parity_asks_more_when_many_are_looked_at_together():
    # 2.00 (1.00 to 3.99 by itself) is clear of parity alone at best, never among seven.
    alone = ranked(
        workforce_indicators(shown_of(("staff", "", 2000, 500), ("disciplinary", "", 24, 13), rounding=1))
    )
    assert alone["ratio_low"].iloc[0] > 1
    assert alone["clear"].tolist() == ["Yes"]
    more = shown_of(
        ("staff", "", 2000, 500),
        ("disciplinary", "", 24, 13),
        *(
            (f"survey_{number}", part, *counts)
            for number in (5, 6, 7, 8)
            for part, counts in (("Respondents", (900, 200)), ("Yes", (180, 40)))
        ),
        rounding=1,
    )
    among = ranked(workforce_indicators(more)).set_index("key")
    assert among.loc["3", "ratio_low"] > 1
    assert among.loc["3", "clear"] == "No"


def test_no_counts_no_indicators():
    assert workforce_indicators(SHOWN.iloc[:0]).empty
    assert ranked(workforce_indicators(SHOWN.iloc[:0])).empty


def test_the_worst_of_several_noisy_ratios_is_drawn_in_and_a_sure_one_hardly():
    error = pd.Series([0.5] * 6)
    noisy = _shrunken(pd.Series([0.9, 0.1, -0.2, 0.3, 0.0, -0.1]), error)
    assert noisy.iloc[0] < np.exp(0.5)
    sure = _shrunken(pd.Series([0.9, 0.1, -0.2, 0.3, 0.0, -0.1]), error / 100)
    assert sure.iloc[0] == pytest.approx(np.exp(0.9), rel=0.01)
