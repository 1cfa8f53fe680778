from __future__ import annotations

import pandas as pd
import pytest
from small_tables import actions_of, plans_of

from wres_analysis.measures.plan_measures import (
    DEADLINE_OUTCOMES,
    OUTCOMES,
    deadline_outcome,
    deadline_outcomes,
    forward_looking,
    plan_flags,
)
from wres_analysis.tables import check_table

DUE = {"deadline_date": "2022-09-30", "deadline_kind": "month", "status": "in_progress"}
LATER = {**DUE, "deadline_date": "2023-03-31"}


def test_the_first_that_holds_is_told():
    actions = actions_of(
        {"deadline_kind": "open_ended", "status": "complete"},
        {**DUE, "status": "complete", "revised_deadline": "March 2023"},
        {**DUE, "revised_deadline": "March 2023"},
        DUE,
        LATER,
    )
    found = deadline_outcome(actions, plans_of({"as_at": "2022-12-31"}))
    assert found.tolist() == ["undated", "met", "moved", "missed", "to_come"]


def test_a_past_date_that_the_next_plan_moved_is_told_apart_and_both_add_up_to_the_rate():
    actions, plans = actions_of(DUE, DUE, LATER), plans_of({"as_at": "2022-12-31"})
    later = pd.MultiIndex.from_tuples([("T1", "2022-23", "1"), ("T1", "2022-23", "3")])
    found = deadline_outcome(actions, plans, later)
    assert found.tolist() == ["moved", "missed", "to_come"]
    assert found.isin(["moved", "missed"]).sum() == plan_flags(actions, plans)["past_date"].sum()


@pytest.mark.parametrize(
    ("as_at", "status", "forward"),
    [("", "in_progress", True), ("2022-12-31", "in_progress", False), ("", "complete", False)],
)
def test_a_plan_may_look_forward_where_it_prints_no_day_of_report_and_nothing_has_an_outcome(
    as_at, status, forward
):
    actions = actions_of(DUE, DUE | {"status": status})
    found = forward_looking(actions, plans_of({"as_at": as_at} if as_at else {}))
    assert found == ({("T1", "2022-23")} if forward else set())


def test_what_was_withdrawn_is_not_missed_just_as_the_rate_has_it():
    actions = actions_of(DUE | {"status": "withdrawn"}, DUE, {**DUE, "status": "complete"})
    plans = plans_of({"as_at": "2022-12-31"})
    found = deadline_outcome(actions, plans)
    assert found.tolist() == ["withdrawn", "missed", "met"]
    assert found.eq("missed").sum() == plan_flags(actions, plans)["past_date"].sum()


def test_without_a_date_of_report_nothing_is_missed():
    assert deadline_outcome(actions_of(DUE)).tolist() == ["unknown"]


def test_every_action_is_counted_once():
    actions = actions_of(DUE, LATER, {}, {"plan_year": "2021-22"})
    table = deadline_outcomes(actions, plans_of({"as_at": "2022-12-31"}))
    check_table(table, DEADLINE_OUTCOMES, "outcomes")
    assert len(table) == 2 * len(OUTCOMES)
    assert table["actions"].sum() == 4
    assert table.groupby("plan_year")["actions"].sum().to_dict() == {"2021-22": 1, "2022-23": 3}
