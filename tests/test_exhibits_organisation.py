from __future__ import annotations

import dataclasses

import pytest
from small_analyses import analysis_of, small_analysis
from small_tables import rates_of

from wres_analysis.analysis import Analysis
from wres_analysis.errors import DataFolderError
from wres_analysis.measures.benchmarking import benchmark_all
from wres_analysis.reports import organisation_exhibits as exhibits
from wres_analysis.reports.rate_words import NOT_HELD
from wres_analysis.tables import ORGANISATIONS, table_of

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


def six_trusts() -> Analysis:
    counts = {f"T{number}": (4 + number, 20) for number in range(6)}
    rates = rates_of(counts)
    rows = [{"code": code, "type": "Acute" if code != "T5" else "Other"} for code in counts]
    organisations = table_of(rows, ORGANISATIONS)
    table = benchmark_all(rates, organisations)
    return dataclasses.replace(
        small_analysis(0), rates=rates[:0], organisations=organisations, benchmark=table
    )


def test_standing_among_peers_needs_no_rates_of_the_others_and_says_whom_it_is_compared_with():
    whole = six_trusts()
    exhibit = exhibits.standing(whole, "T1", peers="type")
    assert exhibit.table["Compared with"].tolist() == ["type: Acute"]
    assert exhibit.table["All of the group"].tolist() == ["30%"]
    assert exhibit.reading[0].startswith("Compared with type: Acute. 0 of 1 compared measure lie")
    assert exhibits.standing(whole, "T1").table["All of the group"].tolist() == ["32%"]


def test_standing_among_too_few_peers_is_among_everyone_and_says_so():
    alone = exhibits.standing(six_trusts(), "T5", peers="type")
    assert alone.table["Compared with"].tolist() == ["everyone (type: Other has only 1)"]
    assert "everyone (type: Other has only 1)" in alone.reading[0]
    listed = exhibits.standing(six_trusts(), "T5", peers="T0, T1, T2, T3")
    assert listed.table["Compared with"].tolist() == ["own list: chosen"]
