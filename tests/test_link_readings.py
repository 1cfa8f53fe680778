from __future__ import annotations

from small_analyses import small_analysis
from small_tables import actions_of, links_of

from wres_analysis.reports import link_sentences as readings


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
    assert shows.startswith("1 pair of actions is linked; of the later plan 1 is new, of the earlier one 1 ")
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
