"""Lives of actions; K11 and K12 name their sources."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import BLANK_LINK, actions_of

from wres_analysis.measures.lives import LIFE_TABLE, LIVES, cumulative_incidence, life_table, lives, survival
from wres_analysis.tables import LINKS, check_table, table_of

# Weeks in remission of the 21 patients given 6-MP, + where still in remission (textbook data).
REMISSION = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"

YEARS = ["2019-20", "2020-21", "2021-22"]


def links_between(*rows):
    """Rows of (from_year, from_id, to_year, to_id)."""
    names = ("from_year", "from_id", "to_year", "to_id")
    return table_of(
        [{**BLANK_LINK, **dict(zip(names, row, strict=True)), "kind": "exact"} for row in rows], LINKS
    )


def three_plans(**statuses):
    """Actions named by year and letter, such as b1 for an action of 2020-21."""
    rows = [
        {"plan_year": YEARS["abc".index(name[0])], "action_id": name, "status": status}
        for name, status in statuses.items()
    ]
    return actions_of(*rows)


# K11: the 21 patients of the 6-MP arm, standard textbook data.
def test_remission_agrees_with_the_textbook():
    times = [float(text.rstrip("+")) for text in REMISSION.split()]
    found = survival(times, [not text.endswith("+") for text in REMISSION.split()])
    assert found.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert found.share == pytest.approx([0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482], abs=5e-5)
    assert (found.low[0], found.high[0]) == pytest.approx((0.6197, 0.9516), abs=5e-5)
    assert (found.low[-1], found.high[-1]) == pytest.approx((0.1881, 0.6801), abs=5e-5)


# K12: by hand.
def test_cumulative_incidence_by_hand():
    found = cumulative_incidence([1, 2, 3, 4], ["1", "2", "1", ""], [1, 2, 3, 4])
    assert found["1"].tolist() == [0.25, 0.25, 0.5, 0.5]
    assert found["2"].tolist() == [0, 0.25, 0.25, 0.25]


def test_one_minus_survival_would_say_too_much():
    wrong = 1 - survival([1, 2, 3, 4], [True, False, True, False]).share[-1]
    assert wrong == pytest.approx(0.625)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["done", "gone", ""])), min_size=1, max_size=30))
def test_shares_of_competing_ends_grow_and_stay_within_1(pairs):
    times, kinds = zip(*pairs, strict=True)
    found = cumulative_incidence(times, kinds, range(1, 6))
    total = sum(found.values(), np.zeros(5))
    assert (np.diff(total) >= -1e-12).all()
    assert (total <= 1 + 1e-12).all()


@settings(deadline=None)
@given(st.lists(st.integers(1, 6), min_size=1, max_size=30))
def test_without_censoring_survival_is_the_plain_share(times):
    found = survival(times, [True] * len(times))
    assert found.share == pytest.approx([np.mean(np.array(times) > time) for time in found.times])


def test_lives_follow_links_over_plans():
    actions = three_plans(
        a1="in_progress", b1="in_progress", c1="complete", b2="not_stated", c2="on_hold", b3="withdrawn"
    )
    links = links_between(("2019-20", "a1", "2020-21", "b1"), ("2020-21", "b1", "2021-22", "c1"))
    found = lives(links, actions)
    check_table(found, LIVES, "lives")
    told = found.set_index("first_id")[["plans_running", "ending", "began_before"]]
    assert told.loc["a1"].tolist() == [3, "complete", "Yes"]
    assert told.loc["b2"].tolist() == [1, "vanished", "No"]
    assert told.loc["c2"].tolist() == [1, "open", "No"]
    assert told.loc["b3"].tolist() == [1, "withdrawn", "No"]


def test_split_and_merged_actions_are_one_life():
    actions = three_plans(b1="not_stated", b2="not_stated", c1="not_stated", c2="not_stated")
    links = links_between(
        *(("2020-21", old, "2021-22", new) for old, new in [("b1", "c1"), ("b1", "c2"), ("b2", "c2")])
    )
    found = lives(links, actions)
    assert found["plans_running"].tolist() == [2]


def test_an_action_that_its_first_plan_calls_carried_over_began_before():
    actions = actions_of(
        {"plan_year": "2020-21", "action_id": "x"},
        {"plan_year": "2021-22", "action_id": "y", "carry_over_evidence": "row_mark"},
        {"plan_year": "2021-22", "action_id": "z"},
    )
    told = lives(links_between(), actions).set_index("first_id")["began_before"]
    assert told.to_dict() == {"x": "Yes", "y": "Yes", "z": "No"}


def test_life_table_leaves_out_what_began_before():
    actions = three_plans(
        a1="complete", b1="in_progress", c1="in_progress", b2="complete", b3="not_stated", b4="not_met"
    )
    found = life_table(lives(links_between(("2020-21", "b1", "2021-22", "c1")), actions))
    check_table(found, LIFE_TABLE, "life table")
    assert found["at_risk"].tolist() == [4, 1]
    assert found["complete"].tolist() == [0.25, 0.25]
    assert found["vanished"].tolist() == [0.5, 0.5]
    assert found["open"].tolist() == [0.25, 0.25]
