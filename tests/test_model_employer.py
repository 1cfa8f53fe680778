import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_workforce import shown_of

from wres_analysis.workforce.model_employer import (
    ALL_SENIOR,
    chance_band,
    goal_headcount,
    goal_line,
    model_employer,
)


def year(label, senior_white, senior_bme, *more):
    return shown_of(
        ("staff", "", 750, 250), ("staff_tier", "Upper", senior_white, senior_bme), *more, year=label
    )


def rows(*years, band=ALL_SENIOR):
    found = model_employer(pd.concat(years, ignore_index=True))
    return found[found["band"].eq(band)].set_index("year")


def test_the_goal_is_the_share_of_the_workforce_times_the_posts():
    assert goal_headcount(80, 0.25) == 20


def test_the_line_is_straight_and_ends_in_2028():
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
