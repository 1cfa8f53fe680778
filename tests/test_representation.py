import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_workforce import shown_of

from wres_analysis.measures.intervals import wilson
from wres_analysis.tables import table_of
from wres_analysis.workforce.model_employer import (
    ALL_SENIOR,
    chance_band,
    goal_headcount,
    goal_line,
    model_employer,
)
from wres_analysis.workforce.published_counts import PUBLISHED
from wres_analysis.workforce.representation import (
    bme_share,
    disparity_ratio,
    division_shares,
    order_of_bands,
    race_disparity,
    shares,
    unknown_share,
)


def test_a_share_has_the_wilson_interval_and_rounding_widens_it():
    share, exact = bme_share(70, 30)
    assert share == 0.3
    assert tuple(exact) == pytest.approx(tuple(wilson(30, 100)))
    _, rounded = bme_share(70, 30, rounding=5)
    assert rounded.low < exact.low
    assert rounded.high > exact.high


@given(st.integers(0, 500), st.integers(0, 500), st.sampled_from([1, 5, 10]))
def test_an_interval_holds_its_share_and_stays_a_share(white, bme, rounding):
    if white + bme:
        share, (low, high) = bme_share(white, bme, rounding)
        assert 0 <= low <= share + 1e-12
        assert share - 1e-12 <= high <= 1


def test_every_kind_of_row_has_its_level_and_flows_have_none():
    shown = shown_of(
        ("staff", "", 300, 100),
        ("staff_tier", "Upper", 30, 10),
        ("staff_tier", "Medical", 30, 30),
        ("staff_clinical", "Band 5", 60, 20),
        ("staff_medical", "Consultants", 30, 30),
        ("staff_by_division", "Surgery", 60, 20),
        ("board", "Voting members", 10, 10),
        ("community", "", 900, 100),
        ("recruitment", "Appointed", 30, 10),
        ("disciplinary", "", 10, 10),
    )
    levels = shares(shown).set_index("measure")["level"].to_dict()
    assert levels == {
        "staff": "all",
        "staff_tier": "tier",
        "staff_clinical": "band",
        "staff_medical": "grade",
        "staff_by_division": "division",
        "board": "board",
        "community": "residents",
    }


def test_residents_have_no_interval_and_a_suppressed_count_has_no_share():
    row = shares(shown_of(("community", "", 77, 23))).iloc[0]
    assert row["share"] == 0.23 and pd.isna(row["low"])
    row = shares(shown_of(("staff_clinical", "VSM", 20, None))).iloc[0]
    assert row["state"] == "suppressed" and row[["share", "white"]].isna().all()


def test_a_large_division_is_flagged_where_a_small_one_of_the_same_share_is_not():
    shown = shown_of(
        ("staff", "", 1500, 500),
        ("staff_by_division", "Large", 850, 150),
        ("staff_by_division", "Small", 35, 10),
        ("staff_by_division", "High", 300, 200),
        ("staff_by_division", "Tiny", 20, None),
        rounding=1,
    )
    found = division_shares(shown).set_index("breakdown")
    assert found["centre"].dropna().unique().tolist() == [0.25]
    told = {"Large": "below 99.8", "Small": "inside", "High": "above 99.8", "Tiny": ""}
    assert found["position"].to_dict() == told
    assert found.loc["Small", "low_95"] < found.loc["Large", "low_95"]


def test_divisions_without_the_workforce_have_no_limits():
    found = division_shares(shown_of(("staff", "", 1500, None), ("staff_by_division", "Large", 850, 150)))
    assert found["position"].tolist() == [""]
    assert found["share"].notna().all()


def test_unknown_ethnicity_as_a_share_of_all_staff():
    shown = shown_of(("staff", "", 700, 200))
    unknown = table_of([{**shown.iloc[0].to_dict(), "group": "Unknown", "count": 100}], PUBLISHED)
    assert unknown_share(pd.concat([shown, unknown])) == pytest.approx(0.1)
    assert unknown_share(shown) is None


def test_bands_stand_in_their_order_and_tiers_behind_them():
    order = order_of_bands()
    assert order["Band 2"] < order["Band 8d"] < order["VSM"] < order["Lower"] < order["Upper"]


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
    steps = ((lower, middle), (middle, upper), (lower, upper))
    first, second, whole = (disparity_ratio(*step, other, other).value for step in steps)
    assert first * second == pytest.approx(whole)


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
    lower = (200 / 400) / (60 / 200)
    assert found.loc[("All staff on bands", "Lower", "Middle"), "ratio"] == pytest.approx(lower)
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


def year(label, senior_white, senior_bme, *more):
    return shown_of(
        ("staff", "", 750, 250), ("staff_tier", "Upper", senior_white, senior_bme), *more, year=label
    )


def rows(*years, band=ALL_SENIOR):
    found = model_employer(pd.concat(years, ignore_index=True))
    return found[found["band"].eq(band)].set_index("year")


def test_the_goal_is_the_share_of_the_workforce_and_the_line_ends_in_2028():
    assert goal_headcount(80, 0.25) == 20
    assert [goal_line(10, 2020, 18, at) for at in (2020, 2022, 2024, 2028, 2031)] == [10, 12, 14, 18, 18]
    assert goal_line(10, 2028, 18, 2028) == 18


def test_where_an_organisation_stands_against_its_line():
    # 250 of 1,000 staff are BME; 120 posts, so 30 would be parity, reached from 10 in seven equal steps.
    found = rows(year("2020-21", 110, 10), year("2021-22", 120, 5), year("2022-23", 90, 30))
    assert found.loc["2020-21", "goal"] == pytest.approx(30)
    assert found.loc["2021-22", "line"] == pytest.approx(10 + 20 / 7)
    assert found.loc["2022-23", "line"] == pytest.approx(10 + 40 / 7)
    assert found["standing"].tolist() == ["", "behind the line", "ahead of the line"]


def test_chance_alone_explains_one_or_two_posts():
    found = rows(year("2020-21", 110, 10), year("2021-22", 110, 10))
    assert found.loc["2021-22", "standing"] == "within chance of the line"
    assert found.loc["2021-22", "line_low"] < 10 < found.loc["2021-22", "line_high"]


@given(st.integers(1, 300), st.floats(0, 1))
def test_the_band_holds_what_is_expected_and_is_relatively_wider_for_fewer_posts(posts, share):
    low, high = chance_band(posts, posts * share)
    assert 0 <= low <= high <= posts
    assert low - 1 <= posts * share <= high + 1
    wide = chance_band(posts * 16, posts * 16 * share)
    assert (wide[1] - wide[0]) / 16 <= high - low + 1


def test_a_band_is_its_clinical_and_its_other_posts():
    bands = [("staff_clinical", "Band 8a", 30, 15), ("staff_non_clinical", "Band 8a", 20, 10)]
    bands += [("staff_clinical", "Band 8b", 20, None), ("staff_non_clinical", "Band 8b", 20, 10)]
    bands += [("staff_clinical", "Band 8c", 40, 10)]
    one = year("2022-23", 110, 35, *bands)
    assert rows(one, band="Band 8a").loc["2022-23", ["posts", "bme"]].tolist() == [75, 25]
    assert rows(one, band="Band 8b").loc["2022-23", "state"] == "suppressed"
    assert rows(one, band="Band 8c").loc["2022-23", "posts"] == 50
    assert rows(one, band="Band 9").loc["2022-23", "state"] == "not given"


def test_without_the_workforce_there_is_no_goal():
    found = model_employer(shown_of(("staff", "", 750, None), ("staff_tier", "Upper", 90, 10)))
    row = found[found["band"].eq(ALL_SENIOR)].iloc[0]
    assert row["bme"] == 10
    assert pd.isna(row["goal"])
    assert row["standing"] == ""
