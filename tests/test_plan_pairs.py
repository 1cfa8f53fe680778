"""Which pairs of plans may be pooled: one year apart, one after the other, and cut alike."""

from __future__ import annotations

import pandas as pd
import pytest
from small_tables import actions_of, links_of, plans_of

from wres_analysis.linking.linkage import link_plans
from wres_analysis.measures.benchmarking import benchmark
from wres_analysis.measures.carry_over import carry_over_rates
from wres_analysis.measures.comparison import COMPARISON, LOW, compare_organisations
from wres_analysis.measures.plan_pairs import PLAN_PAIRS, plan_pairs, pooled_pairs_only, without_unrated
from wres_analysis.tables import ORGANISATIONS, STATUSES, check_table, table_of

WORDS = (
    *("Train interview panels in fair selection", "Publish the pay gap by ethnic group", "Set up mentoring"),
    *("Review the grievance procedure", "Report harassment to the board", "Recruit cultural ambassadors"),
)


def plan(year: str, words=WORDS, **columns: object) -> list[dict[str, object]]:
    rows = enumerate(words)
    return [{"plan_year": year, "action_id": f"{year} {n}", "action": text, **columns} for n, text in rows]


def pair_of(before, after, *plans: dict[str, object]) -> dict[str, object]:
    actions = actions_of(*before, *after)
    years = dict.fromkeys(actions["plan_year"])
    held = plans_of(*plans) if plans else plans_of(*({"plan_year": year} for year in years))
    links = link_plans(actions).links
    (row,) = check_table(plan_pairs(links, actions, held), PLAN_PAIRS, "pairs").to_dict("records")
    return row


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("2021-22", "2022-23", ""),
        ("2021-22", "2022-24", ""),
        ("2021-23", "2022-24", "overlap"),
        ("2021-22", "2023-24", "the plans between are not held (1 year)"),
        ("2019-20", "2023-24", "the plans between are not held (3 years)"),
        ("2021-23", "2023-25", "2.0 years apart"),
        ("2022", "2022-23", "the same time"),
    ],
)
def test_plans_one_year_apart_are_pooled_and_others_stand_apart_with_the_reason(before, after, reason):
    found = pair_of(plan(before), plan(after, WORDS[:4]))
    assert reason in found["reason"]
    assert found["pooled"] == ("No" if reason else "Yes")


DUE = {"deadline_kind": "month", "deadline_date": "2022-03-31"}
MOVED = {**DUE, "deadline_date": "2023-03-31"}


@pytest.mark.parametrize(
    ("later", "document", "reported"),
    [
        (plan("2022-23", **DUE, status="complete"), "plan.csv", True),
        (plan("2022-23", **MOVED, status="in_progress"), "plan.csv", False),
        (plan("2022-23", WORDS[:4], **DUE, status="complete"), "plan.csv", False),
        (plan("2022-23", WORDS[:4], **DUE, status="complete"), "2022-23 WRES progress report.csv", True),
    ],
)
def test_the_same_words_with_the_same_dates_may_be_a_report_on_the_earlier_plan(later, document, reported):
    plans = {"plan_year": "2021-22"}, {"plan_year": "2022-23", "document": document}
    found = pair_of(plan("2021-22", **DUE), later, *plans)
    assert ("progress report" in found["reason"]) == reported


def test_actions_that_became_headings_are_another_size():
    steps = enumerate(plan("2022-23", [f"Step {n}" for n in range(18)]))
    found = pair_of(plan("2021-22"), [{**one, "aim": WORDS[n // 3]} for n, one in steps])
    assert "of another size (6 and 18 actions, 6 of them as headings" in found["reason"]
    assert found["rated"] == "No"
    assert pair_of(plan("2021-22"), plan("2022-23", [*WORDS, "Step 1", "Step 2"]))["pooled"] == "Yes"


def test_a_pair_that_stands_apart_is_in_the_rates_and_in_no_sum_and_no_funnel():
    actions = actions_of(*plan("2021-22"), *plan("2023-24", WORDS[:4]))
    links, plans = link_plans(actions).links, plans_of({"plan_year": "2021-22"}, {"plan_year": "2023-24"})
    rates, pairs = carry_over_rates(links, actions, plans), plan_pairs(links, actions, plans)
    between = rates[rates["measure"].eq("matched_backward")]
    assert between["numerator"].tolist() == [4]
    assert pooled_pairs_only(between, pairs).empty
    of_one_plan = rates["from_year"].eq("") | rates["to_year"].eq("")
    assert len(pooled_pairs_only(rates, pairs)) == of_one_plan.sum()
    assert len(benchmark(rates)) == 1
    assert benchmark(rates, pairs=pairs).empty


def test_no_rate_is_given_of_a_plan_and_the_report_on_it():
    actions = actions_of(*plan("2021-22", **DUE), *plan("2022-23", **DUE, status="complete"))
    links, plans = link_plans(actions).links, plans_of({"plan_year": "2021-22"}, {})
    rates, pairs = carry_over_rates(links, actions, plans), plan_pairs(links, actions, plans)
    told = without_unrated(rates, pairs)
    assert told.loc[told["from_year"].ne("") & told["to_year"].ne(""), "numerator"].isna().all()
    assert told.query("measure == 'owner_present'")["denominator"].tolist() == [6, 6]


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


COMPARED = {  # the newest plan of each: T1 has two plans, T2 one old one, T3 is listed and has none
    "organisation": ["T1", "T2", "T3"],
    "name": ["First", "", "Third"],
    "plans": [2, 1, 0],
    "plan_years": ["2021-22; 2022-23", "2020", ""],
    "newest_plan": ["2022-23", "2020", ""],
    "actions": [10, 1, 0],
    "reliability": ["", LOW, LOW],
    "status_complete": [10, 0, None],
    "owner_present_numerator": [5, 0, None],
    "owner_present_denominator": [10, 1, None],
    "matched_forward_numerator": [4, None, None],  # what is not held is missing
    "matched_forward_denominator": [11, None, None],
    "matched_backward_numerator": [4, None, None],
    "matched_backward_denominator": [10, None, None],
    "stated_denominator": [10, 1, None],
}


def test_one_row_per_organisation_with_the_counts_of_its_newest_plan(compared):
    check_table(compared, COMPARISON, "comparison")
    found = {name: [None if pd.isna(one) else one for one in compared[name]] for name in COMPARED}
    assert found == COMPARED
    assert compared["matched_backward_low"][0] < 0.4 < compared["matched_backward_high"][0]
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
