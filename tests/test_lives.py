"""Lives of actions; K11 and K12 name their sources."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_analyses import small_analysis
from small_tables import BLANK_LINK, actions_of, plans_of

from wres_analysis.measures.lives import LIFE_TABLE, LIVES, REGISTER, life_table, lives, register
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


def seen(*lives_of: tuple[int, str]):
    """Lives of so many plans with such an ending, all of them followed from their first plan."""
    fixed = {"began_before": "No", "in_newest": "No"}
    return table_of(
        [{"plans_running": plans, "ending": ending, **fixed} for plans, ending in lives_of], LIVES
    )


# K11: the 21 patients of the 6-MP arm, standard textbook data.
def test_remission_agrees_with_the_textbook():
    times = [(int(text.rstrip("+")), "open" if text[-1] == "+" else "complete") for text in REMISSION.split()]
    table = life_table(seen(*times), fewest=1).set_index("plans")
    found = table.loc[[6, 7, 10, 13, 16, 22, 23]]
    textbook = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert found["open"].tolist() == pytest.approx(textbook, abs=5e-5)
    assert found.loc[6, ["open_low", "open_high"]].tolist() == pytest.approx([0.6197, 0.9516], abs=5e-5)
    assert found.loc[23, ["open_low", "open_high"]].tolist() == pytest.approx([0.1881, 0.6801], abs=5e-5)


# K12: by hand.
def test_competing_ends_by_hand():
    found = life_table(seen((1, "complete"), (2, "vanished"), (3, "complete"), (4, "open")), fewest=1)
    assert found["complete"].tolist() == [0.25, 0.25, 0.5, 0.5]
    assert found["vanished"].tolist() == [0, 0.25, 0.25, 0.25]


def test_what_stands_in_the_newest_plan_cannot_have_vanished_yet():
    found = life_table(seen(*[(1, "open")] * 6, *[(1, "complete")] * 2, (1, "vanished"), (2, "open")))
    assert found["could_vanish"].tolist() == [2, 0]
    assert found["complete"].tolist()[0] == pytest.approx(0.2)
    assert found["vanished"].tolist()[0] == pytest.approx(0.8 / 2)
    assert found.iloc[1][["complete", "vanished", "open", "open_low"]].isna().all()  # one life: no percentage


ENDS = st.tuples(st.integers(1, 5), st.sampled_from(["complete", "withdrawn", "vanished", "open"]))


@settings(deadline=None, max_examples=40)
@given(st.lists(ENDS, min_size=1, max_size=30))
def test_shares_of_competing_ends_grow_and_add_up_to_1(ends):
    found = life_table(seen(*ends), fewest=1).drop(columns=["open_low", "open_high"]).astype("float64")
    assert found[["complete", "withdrawn", "vanished"]].diff().dropna().ge(-1e-12).all(axis=None)
    assert found[["complete", "withdrawn", "vanished", "open"]].sum(axis=1).to_numpy() == pytest.approx(1)


def test_lives_follow_links_over_plans():
    actions = three_plans(
        a1="in_progress", b1="in_progress", c1="complete", b2="not_stated", c2="on_hold", b3="withdrawn"
    )
    links = links_between(("2019-20", "a1", "2020-21", "b1"), ("2020-21", "b1", "2021-22", "c1"))
    found = lives(links, actions)
    check_table(found, LIVES, "lives")
    told = found.set_index("first_id")[["plans_running", "ending", "began_before"]]
    assert told.T.to_dict("list") == {
        "a1": [3, "complete", "Yes"],
        "b2": [1, "vanished", "No"],
        "b3": [1, "withdrawn", "No"],
        "c2": [1, "open", "No"],
    }


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
    found = life_table(lives(links_between(("2020-21", "b1", "2021-22", "c1")), actions), fewest=1)
    check_table(found, LIFE_TABLE, "life table")
    assert found["at_risk"].tolist() == [4, 1]
    assert found["could_vanish"].tolist() == [3, 0]
    assert found["complete"].tolist() == [0.25, 0.25]
    assert found["vanished"].tolist() == pytest.approx([0.5, 0.5])
    assert found["open"].tolist() == pytest.approx([0.25, 0.25])


DUE = {"deadline_kind": "month", "deadline_date": "2022-03-31", "status": "in_progress", "owner": "HR lead"}


def test_who_owns_what_is_overdue_is_one_filter():
    actions = actions_of(
        DUE,
        {**DUE, "status": "complete"},
        {**DUE, "deadline_date": "2022-06-30", "owner": "Chief Nurse"},
        {**DUE, "deadline_date": "2022-07-15"},
        {**DUE, "deadline_kind": "open_ended", "deadline_date": ""},
    )
    found = register(actions, table_of([], LINKS), plans_of({"as_at": "2022-06-30"}))
    check_table(found, REGISTER, "register")
    assert found["past_date"].tolist() == ["Yes", "No", "Yes", "No", ""]
    assert found["months_late"].tolist()[0] == 3
    assert found.query("past_date == 'Yes'")["owner"].tolist() == ["HR lead", "Chief Nurse"]
    assert found["months_late"].isna().tolist() == [False, True, False, True, True]


def test_months_late_are_whole_months():
    days = ["2022-03-31", "2022-04-29", "2022-04-30", "2022-05-31"]
    actions = actions_of(*({**DUE, "deadline_date": day} for day in days))
    found = register(actions, table_of([], LINKS), plans_of({"as_at": "2022-05-30"}))
    assert found["months_late"].fillna(-1).tolist() == [1, 1, 1, -1]


def test_only_the_newest_plan_stands_there_with_where_it_came_from():
    found = small_analysis(1).register.set_index("action")
    assert set(found["plan_year"]) == {"2022-23"}
    since = found[["first_plan_year", "plans_in"]]
    assert since.loc["Train interview panels in fair selection"].tolist() == ["2021-22", 2]
    assert since.loc["Review the grievance procedure with staff side"].tolist() == ["2022-23", 1]
    assert found["link_probability"].notna().tolist() == [True, True, False]


def test_every_row_leads_back_to_its_place_in_the_document():
    actions = actions_of({**DUE, "place": "page 3"}, {**DUE, "place": "sheet Section 3, row 5"})
    found = register(actions, table_of([], LINKS), plans_of({"as_at": "2022-06-30"}))
    assert found["place"].tolist() == ["page 3", "sheet Section 3, row 5"]


def test_what_was_past_its_date_when_the_plan_began_is_told_by_the_same_rule():
    days = ["2022-03-31", "2022-04-01", "2022-06-30", ""]
    actions = actions_of(*({**DUE, "deadline_date": day} for day in days), {**DUE, "status": "complete"})
    found = register(
        actions, table_of([], LINKS), plans_of({"period_start": "2022-04-01", "as_at": "2022-06-30"})
    )
    assert found["past_at_start"].tolist() == ["Yes", "No", "No", "", "No"]
    assert found["past_date"].tolist() == ["Yes", "Yes", "Yes", "", "No"]
    unknown = register(actions, table_of([], LINKS), plans_of({"as_at": "2022-06-30"}))
    assert set(unknown["past_at_start"]) == {""}
