from __future__ import annotations

import pandas as pd
import pytest
from small_analyses import many_organisations, small_analysis
from small_tables import actions_of, links_of

from wres_analysis.measures.carry_over import flows
from wres_analysis.measures.lives import life_table, lives
from wres_analysis.reports import link_sentences as readings
from wres_analysis.reports.carry_over_exhibits import THREE_KINDS
from wres_analysis.reports.phrases import as_percent


@pytest.fixture(scope="module", params=[0, 1, 2, 12])
def analysis(request: pytest.FixtureRequest):
    return many_organisations() if request.param == 12 else small_analysis(request.param)


def test_three_kinds_stand_beside_each_other_with_their_counts(analysis):
    pooled = analysis.pooled[analysis.pooled["measure"].isin(THREE_KINDS)]
    shows, cannot = readings.three_kinds_reading(pooled, analysis.plan_pairs)
    assert "cannot be added" in cannot
    rows = pooled[pooled["rate"].notna() & pooled["measure"].isin(["stated", "matched_backward"])]
    for row in rows.itertuples():
        assert f"{as_percent(row.rate)} ({row.numerator} of {row.denominator})" in shows
    if analysis.links.empty:
        assert "found in the plan before (plans one year apart) cannot be measured" in shows


def test_lives_that_are_followed_and_left_out_add_up(analysis):
    found = lives(analysis.links, analysis.actions)
    table = life_table(found)
    shows, cannot = readings.life_reading(found, table)
    before = int(found["began_before"].eq("Yes").sum())
    assert cannot.startswith(f"{before} li")
    if table.empty:
        assert shows == "No action could be followed from its first plan."
    else:
        if table["at_risk"].iloc[0] < 10:
            assert shows.startswith(f"Only {len(found) - before} li")
            return
        assert shows.startswith(f"Of {len(found) - before} li")
        interval = "no interval can be given" if pd.isna(table["open_low"].iloc[0]) else "95% interval "
        assert f"{as_percent(table['open'].iloc[0])} ({interval}" in shows
        assert "interval )" not in shows


def test_long_lives_are_counted(analysis):
    found = lives(analysis.links, analysis.actions)
    long = found[found["plans_running"].gt(1)]
    shows, _ = readings.longest_reading(found, len(long))
    if long.empty:
        assert shows == "No action stands in more than one plan."
        return
    still = long["ending"].eq("open").sum()
    assert shows.startswith(f"{len(long)} action")
    assert f"{long['plans_running'].eq(2).sum()} in 2; {still} " in shows
    assert "longest are listed" not in shows
    assert f"The {len(long) - 1} longest are listed." in readings.longest_reading(found, len(long) - 1)[0]


def test_both_directions_have_their_denominators():
    rates = small_analysis(1).rates
    shows, _ = readings.came_back_reading(rates[rates["to_year"].eq("2022-23")])
    assert shows.startswith(
        "Of the actions of 2022-23 67% (2 of 3) came from 2021-22; of those of 2021-22 67%"
    )
    assert "Nothing can be matched" in readings.came_back_reading(rates[:0])[0]


def test_side_by_side_counts_pairs_and_what_stands_alone():
    links = links_of(("a0", "b0", "exact"), ("a1", "", "completed"), ("a2", "", "dropped"), ("", "b1", "new"))
    links["probability"] = links["probability"].mask(links["kind"].eq("exact"), 0.7)
    shows, cannot = readings.side_by_side_reading(links)
    assert shows == (
        "1 pair of actions is linked; of the later plan 1 is new, of the earlier one 1 was reported "
        "complete and did not come back, 1 "
        "was dropped."
    )
    assert cannot.endswith("1 link has a probability below 0.8 and was not decided by a person.")
    assert "Nothing to compare" in readings.side_by_side_reading(links[:0])[0]
    sure = readings.side_by_side_reading(links.assign(probability=0.9))[1]
    assert sure.endswith("Every link has a probability of 0.8 or more, or was decided by a person.")


def test_stated_actions_are_counted_over_plans():
    actions = actions_of({"plan_year": "2021-22"}, {"carry_over_evidence": "row_mark"}, {})
    marked = actions["carry_over_evidence"].eq("row_mark")
    shows, _ = readings.stated_reading(marked, actions["plan_year"])
    assert shows == "1 of 3 actions is stated as carried over, in 1 of 2 plans."
    assert readings.stated_reading(marked[:0], actions["plan_year"][:0])[0] == "There are no actions."


@pytest.mark.parametrize(
    ("pairs", "listed", "said"),
    [
        (0, 0, "No pair is close"),
        (1, 1, "1 pair is close"),
        (9, 4, "9 pairs are close, those that move a rate"),
    ],
)
def test_pairs_to_review_are_counted(pairs, listed, said):
    shows, _ = readings.review_reading(pairs, listed)
    assert shows.startswith(said)
    assert ("the first 4 stand here" in shows) == (listed < pairs)


def test_flow_counts_what_came_back():
    actions = actions_of(
        *({"plan_year": "2021-22", "action_id": f"a{n}"} for n in range(3)),
        *({"action_id": f"b{n}"} for n in range(2)),
    )
    links = links_of(("a0", "b0", "exact"), ("a1", "", "completed"), ("a2", "", "dropped"), ("", "b1", "new"))
    shows, _ = readings.flow_reading(flows(links, actions))
    assert shows == (
        "Of 3 actions of earlier plans 1 came back in much the same words and 0 in other words, split or "
        "merged; 1 was reported complete and did not come back, 1 was dropped. 1 action of later plans is "
        "new."
    )
