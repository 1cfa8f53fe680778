import pandas as pd
import pytest
from hypothesis import given, settings
from plans_drawn import PLANS, plan, plans

from wres_analysis.linkage import link_actions
from wres_analysis.linking.action_lives import ACTION_LIVES, action_lives, years_between
from wres_analysis.tables import check_table

POLICY, PANELS, DIWALI = (
    "Review the grievance policy",
    "Train interview panels in fairness",
    "Mark Diwali with a lunch",
)


def lives(table):
    return action_lives(link_actions(table), table)


def row(found, year, identifier):
    return found[found["plan_year"].eq(year) & found["action_id"].eq(identifier)].iloc[0]


def test_an_action_lives_over_three_plans():
    found = lives(plans([POLICY, DIWALI], [POLICY], [POLICY, PANELS]))
    check_table(found, ACTION_LIVES, "lives")
    assert found[found["life"].eq("2019-20 1")]["plans_running"].tolist() == [1, 2, 3]
    assert row(found, "2019-20", "1")["left"] == row(found, "2020-21", "1")["left"] == "carried"
    assert row(found, "2021-22", "1")["left"] == "held"
    assert row(found, "2019-20", "2")["left"] == "dropped"
    assert row(found, "2021-22", "2")["arrived"] == "first"


def test_an_action_that_skips_a_plan_has_returned():
    found = lives(plans([POLICY, DIWALI], [DIWALI], [POLICY, DIWALI]))
    back = row(found, "2021-22", "1")
    assert (back["life"], back["arrived"], back["years_missed"]) == ("2019-20 1", "returned", 1)
    assert row(found, "2019-20", "1")["left"] == "away"
    assert back["plans_running"] == 2


def test_nothing_returns_that_is_only_near_in_meaning():
    found = lives(plans([POLICY, DIWALI], [DIWALI], ["Teach managers to resolve complaints early", DIWALI]))
    assert row(found, "2021-22", "1")["arrived"] == "first"


def test_a_plan_that_is_not_held_is_counted_in_years():
    table = pd.concat([plan("2018-19", [POLICY]), plan("2021-22", [POLICY])], ignore_index=True)
    later = row(lives(table), "2021-22", "1")
    assert (later["years_missed"], later["plans_running"]) == (2, 2)


def test_a_split_and_a_merger_keep_one_life():
    wide = "Review how we advertise posts and train interview panels in fair selection"
    narrow = ["Review how we advertise posts", "Train interview panels in fair selection"]
    found = lives(plans([wide, DIWALI], [*narrow, DIWALI], [wide, DIWALI]))
    assert found["life"].nunique() == 2
    assert {row(found, "2020-21", one)["arrived"] for one in "12"} == {"split"}
    assert row(found, "2021-22", "1")["arrived"] == "merged"


def test_complete_and_gone_is_completed():
    table = plans([POLICY, DIWALI], [DIWALI]).assign(status=["complete", "", ""])
    assert row(lives(table), "2019-20", "1")["left"] == "completed"


def test_organisations_do_not_share_a_life():
    table = pd.concat([plans([POLICY], [POLICY]), plans([POLICY], [POLICY], organisation="5E1")])
    assert lives(table.reset_index(drop=True)).groupby(["organisation", "life"]).ngroups == 2


@pytest.mark.parametrize(
    ("before", "after", "years"),
    [("2019-20", "2020-21", 0), ("2019", "2021", 1), ("2020-23", "2023-24", 0), ("2020-23", "2021-22", 0)],
)
def test_years_between(before, after, years):
    assert years_between(before, after) == years


@settings(max_examples=20, deadline=None)
@given(PLANS, PLANS, PLANS)
def test_every_action_has_one_row_and_lives_follow_the_links(first, second, third):
    table = plans(first, second, third)
    links = link_actions(table)
    found = action_lives(links, table).set_index(["plan_year", "action_id"])
    assert len(found) == len(table) and found.index.is_unique
    joined = links[links["from_id"].ne("") & links["to_id"].ne("")]
    for link in joined.itertuples():
        old, new = found.loc[(link.from_year, link.from_id)], found.loc[(link.to_year, link.to_id)]
        assert old["life"] == new["life"] and old["left"] == "carried"
        assert new["plans_running"] > 1
