from __future__ import annotations

import pytest
from small_analyses import analysis_of, small_analysis

from wres_analysis.errors import DataFolderError
from wres_analysis.exhibits import organisation as exhibits
from wres_analysis.exhibits.rate_words import NOT_HELD

ONE_PLAN = small_analysis().only("007")
TWO_PLANS = small_analysis().only("T1")


@pytest.mark.parametrize("make", [exhibits.what_came_back, exhibits.side_by_side])
def test_a_single_plan_says_that_no_earlier_plan_is_held_and_shows_no_rate(make):
    exhibit = make(ONE_PLAN)
    assert NOT_HELD in exhibit.notice
    assert exhibit.table is None
    assert exhibit.figure is None


def test_what_came_back_gives_both_directions_with_their_own_denominators():
    table = exhibits.what_came_back(TWO_PLANS).table.set_index("Measure")
    assert table.loc["Came from the previous plan", "Actions"] == "2 of 3"
    assert table.loc["Came back in the next plan", "Actions"] == "2 of 3"


def test_side_by_side_every_action_of_both_plans_stands_once():
    table = exhibits.side_by_side(TWO_PLANS).table
    old, new = table["Plan 2021-22"], table["Plan 2022-23"]
    assert sorted(old[old.ne("–")]) == sorted(TWO_PLANS.actions["action"][:3])
    assert sorted(new[new.ne("–")]) == sorted(TWO_PLANS.actions["action"][3:])
    assert table["Why"].ne("").all()


def test_stated_carry_over_is_counted_part_by_part():
    marked = {
        "part": "Carried forward",
        "carry_over_evidence": "section_heading",
        "carried_over_from": "2021-22",
    }
    table = exhibits.stated_carry_over(analysis_of([marked, marked, {"part": "New"}])).table
    assert table["Stated as carried over"].tolist() == ["2 of 2", "0 of 1"]
    assert table["Said to come from"].tolist() == ["2021-22", ""]


def test_statuses_are_counted_plan_by_plan():
    table = exhibits.status_mix(TWO_PLANS).table
    newest = table[table["Plan year"].eq("2022-23")]
    assert dict(zip(newest["Status"], newest["Actions"], strict=True)) == {
        "in progress": "2 of 3",
        "not started": "1 of 3",
    }


def test_completeness_gives_the_counts_of_the_newest_plan():
    table = exhibits.completeness(TWO_PLANS).table.set_index(["Measure", "Plans"])
    assert table.loc[("With an owner", "2022-23"), "Actions"] == "1 of 3"


def test_standing_gives_no_rank_to_too_few_and_knows_who_is_there():
    table = exhibits.standing(small_analysis(), "T1").table
    assert set(table["Against chance"]) == {"too few to compare"}
    assert set(table["Possible ranks"]) == {""}
    with pytest.raises(DataFolderError, match="is not in the data"):
        exhibits.standing(small_analysis(), "T9")
