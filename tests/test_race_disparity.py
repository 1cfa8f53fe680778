import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_workforce import shown_of

from wres_analysis.workforce.representation import disparity_ratio, race_disparity

people = st.integers(8, 5000)


def test_a_ratio_worked_by_hand():
    # (100 / 400) / (20 / 200) = 2.5; variance 1/100 + 1/400 + 1/20 + 1/200 = 0.0675.
    found = disparity_ratio(400, 100, 200, 20)
    assert found.value == pytest.approx(2.5)
    assert math.log(found.high / 2.5) == pytest.approx(1.959964 * math.sqrt(0.0675))


@given(people, people, people, people)
def test_swapping_the_groups_turns_it_over_and_parity_is_1(a, b, c, d):
    there, back = disparity_ratio(a, b, c, d), disparity_ratio(c, d, a, b)
    assert there.value * back.value == pytest.approx(1)
    assert there.low * back.high == pytest.approx(1)
    assert disparity_ratio(a, b, a, b).value == pytest.approx(1)


@given(people, people, people, people)
def test_two_steps_multiply_to_the_whole_way(lower, middle, upper, other):
    steps = (
        disparity_ratio(lower, middle, other, other).value
        * disparity_ratio(middle, upper, other, other).value
    )
    assert steps == pytest.approx(disparity_ratio(lower, upper, other, other).value)


def test_an_empty_tier_gets_one_half_added_everywhere_and_is_flagged():
    found = disparity_ratio(400, 100, 200, 0)
    assert found.zero_cell
    assert found.value == pytest.approx((100.5 / 400.5) / (0.5 / 200.5))


def test_all_three_steps_of_all_three_kinds_of_staff():
    tiers = [("Lower", 400, 200), ("Middle", 200, 60), ("Upper", 100, 20)]
    shown = shown_of(
        *(("staff_tier", tier, white, bme) for tier, white, bme in tiers),
        *(("staff_clinical_tier", tier, white, bme) for tier, white, bme in tiers[:2]),
        ("staff_clinical_tier", "Upper", 50, None),
        rounding=1,
    )
    found = race_disparity(shown).set_index(["staff", "lower_tier", "higher_tier"])
    assert len(found) == 9
    assert found.loc[("All staff on bands", "Lower", "Upper"), "ratio"] == pytest.approx(2.5)
    assert found.loc[("All staff on bands", "Lower", "Middle"), "ratio"] == pytest.approx(
        (200 / 400) / (60 / 200)
    )
    assert found.loc[("Clinical", "Middle", "Upper"), "state"] == "suppressed"
    assert found.loc[("Non-clinical", "Lower", "Upper"), "state"] == "not given"
    assert found["ratio"].notna().sum() == 4


def test_rounding_widens_the_interval():
    shown = [
        shown_of(("staff_tier", "Lower", 400, 200), ("staff_tier", "Middle", 100, 20), rounding=rounding)
        for rounding in (1, 5)
    ]
    exact, rounded = (race_disparity(table).iloc[0] for table in shown)
    assert rounded["ratio"] == exact["ratio"]
    assert rounded["ratio_high"] > exact["ratio_high"]
