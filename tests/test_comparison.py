from __future__ import annotations

import pandas as pd
import pytest
from small_tables import actions_of, links_of, plans_of

from wres_analysis.measures.carry_over import carry_over_rates
from wres_analysis.measures.comparison import COMPARISON, LOW, compare_organisations
from wres_analysis.tables import ORGANISATIONS, STATUSES, check_table, table_of


@pytest.fixture
def compared() -> pd.DataFrame:
    before = [{"plan_year": "2021-22", "action_id": f"a{n}"} for n in range(11)]
    after = [{"action_id": f"b{n}", "owner": "HRD" if n < 5 else "", "status": "complete"} for n in range(10)]
    other = [{"organisation": "T2", "plan_year": "2020", "action_id": "1", "status": "on_hold"}]
    links = links_of(*((f"a{n}", f"b{n}", "exact") for n in range(4)))
    organisations = table_of(
        [{"code": "T1", "name": "First", "type": "Acute"}, {"code": "T3", "name": "Third"}], ORGANISATIONS
    )
    return compare_organisations(actions_of(*before, *after, *other), links, plans_of(), organisations)


def test_one_row_per_organisation_of_plans_or_of_the_list(compared):
    check_table(compared, COMPARISON, "comparison")
    assert compared["organisation"].tolist() == ["T1", "T2", "T3"]
    assert compared["name"].tolist() == ["First", "", "Third"]
    assert compared["plans"].tolist() == [2, 1, 0]
    assert compared["plan_years"].tolist() == ["2021-22; 2022-23", "2020", ""]


def test_counts_are_those_of_the_newest_plan(compared):
    first = compared.iloc[0]
    assert (first["newest_plan"], first["actions"]) == ("2022-23", 10)
    assert (first["owner_present_numerator"], first["owner_present_denominator"]) == (5, 10)
    assert first["status_complete"] == 10
    assert (first["matched_forward_numerator"], first["matched_forward_denominator"]) == (4, 11)
    assert (first["matched_backward_numerator"], first["matched_backward_denominator"]) == (4, 10)
    assert first["matched_backward_low"] < 0.4 < first["matched_backward_high"]


def test_few_actions_are_flagged(compared):
    assert compared["reliability"].tolist() == ["", LOW, LOW]


def test_what_is_not_held_is_missing(compared):
    second, third = compared.iloc[1], compared.iloc[2]
    assert pd.isna(second["matched_backward_numerator"])
    assert second["stated_denominator"] == 1
    assert pd.isna(third["stated_denominator"])
    assert third["actions"] == 0


def test_statuses_add_up_to_the_actions(compared):
    totals = compared[[f"status_{status}" for status in STATUSES]].sum(axis=1)
    assert totals.tolist() == compared["actions"].tolist()


def test_without_a_list_of_organisations_names_are_blank():
    table = compare_organisations(actions_of({}), links_of())
    assert table[["name", "type", "region"]].values.tolist() == [["", "", ""]]


def test_rates_that_are_worked_out_already_give_the_same_table():
    actions = actions_of({"plan_year": "2021-22", "action_id": "a"}, {"action_id": "b", "owner": "HRD"})
    links = links_of(("a", "b", "exact"))
    rates = carry_over_rates(links, actions)
    pd.testing.assert_frame_equal(
        compare_organisations(actions, links, rates=rates), compare_organisations(actions, links)
    )
    assert compare_organisations(actions, links, rates=rates[:0])["stated_numerator"].isna().all()
