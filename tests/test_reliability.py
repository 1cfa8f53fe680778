from __future__ import annotations

import pandas as pd
import pytest
from small_analyses import TWO_PLANS, analysis_of, small_analysis
from small_tables import actions_of, links_of

from wres_analysis.measures.reliability import (
    CAUTIONS,
    LINK_EVIDENCE,
    MAIN,
    RATE_CHOICES,
    ROWS,
    SUB,
    actions_in_row,
    cautions,
    link_evidence,
    missing_years,
    rate_choices,
)
from wres_analysis.tables import LINK_CANDIDATES, check_table, table_of

OLD = [{"plan_year": "2021-22", "action_id": f"a{n}", "action": f"Review part {n}"} for n in range(2)]
NEW = [
    {"action_id": "b0", "action": "Review part 0. Publish a report; launch a network."},
    {"action_id": "b1", "action": "Policies", "detail": "Review it", "carry_over_evidence": "row_mark"},
    {"action_id": "b2", "action": "Policies", "detail": "Review the second"},
]


def candidates_of(**chances: float) -> pd.DataFrame:
    ends = {"organisation": "T1", "from_year": "2021-22", "from_id": "a0", "to_year": "2022-23"}
    told = {"kind": "reworded", "decided_by": "model", "linked": "yes"}
    return table_of(
        [{**ends, **told, "to_id": to, "probability": chance} for to, chance in chances.items()],
        LINK_CANDIDATES,
    )


def test_the_rate_under_other_choices_than_the_published_one():
    links = links_of(("a0", "b0", "exact"), ("a1", "b1", "reworded"), ("", "b2", "new"))
    found = rate_choices(links, candidates_of(b0=0.95, b1=0.6, b2=0.3), actions_of(*OLD, *NEW))
    check_table(found, RATE_CHOICES, "choices")
    assert found.set_index("choice")[["numerator", "denominator"]].T.to_dict("list") == {
        "0.2": [3, 3],  # a stricter threshold never gives a higher rate
        "0.5": [2, 3],
        "0.8": [1, 3],
        ROWS: [2, 3],
        SUB: [4, 5],  # b0 holds three actions that came back together, b1 came back, b2 is new
        MAIN: [2, 2],  # b1 and b2 stand under the same first level of wording, of which one came back
    }


def test_links_say_what_they_rest_on_and_how_sure_they_are():
    links = links_of(
        ("a0", "b0", "exact"), ("a1", "b1", "reworded"), ("a1", "b2", "split"), ("", "b2", "new")
    )
    links = links.assign(
        probability=pd.array([0.95, 0.6, 0.4, None], dtype="Float64"),
        decided_by=["model", "model", "AB", "model"],
    )
    found = link_evidence(links, actions_of(*OLD, *NEW))
    check_table(found, LINK_EVIDENCE, "evidence")
    assert found["evidence"].tolist() == ["wording", "row_mark", "wording"]
    assert found["confidence"].tolist() == ["sure", "likely", "person"]


def test_an_earlier_row_that_is_marked_as_going_on_is_more_than_wording():
    earlier = [{**row, "carry_over_evidence": "forward_mark"} for row in OLD]
    later = [{**NEW[0], "carry_over_evidence": "forward_mark"}, *NEW[1:]]
    links = links_of(("a0", "b0", "exact"), ("a1", "b1", "reworded"))
    for before, first in ((earlier, "forward_mark"), (OLD, "wording")):
        assert link_evidence(links, actions_of(*before, *later))["evidence"].tolist() == [first, "row_mark"]


@pytest.mark.parametrize(
    ("years", "missing"),
    [
        ([], []),
        (["2022-23"], []),
        (["2020-21", "2021-22"], []),
        (["2020-21", "2023-24"], ["2021-22", "2022-23"]),
        (["2020-22", "2023-24"], ["2022-23"]),
        (["2020-22", "2022-23"], []),
        (["2019", "2021"], ["2020-21"]),
        (["no year"], []),
    ],
)
def test_years_between_plans_that_no_plan_covers(years, missing):
    assert missing_years(years) == missing


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Publish the report and action plan", 1),
        ("Review the policy, the guidance and the form", 1),
        ("• Redesign the training • Appoint a lead", 2),
        ("a) Agree terms b) Appoint a chair c) Launch it", 3),
        ("Launch a network. Appoint its chair.", 2),
        ("Launch a network. It should have a chair.", 1),
        ("Meet by 30 Sept. 2023", 1),
        ("", 1),
    ],
)
def test_how_many_actions_a_row_holds(text, number):
    assert actions_in_row(text) == number


def found(analysis, unread: int = 0) -> dict[str, tuple[object, str]]:
    table = check_table(cautions(analysis.tables, unread), CAUTIONS, "cautions")
    return {row["rule"]: (row["value"], row["holds"]) for _, row in table.iterrows()}


@pytest.mark.parametrize("organisations", [0, 1, 2])
def test_every_rule_is_asked_and_says_where_it_cannot_be(organisations):
    rules = found(small_analysis(organisations))
    assert len(rules) == 9
    assert all(pd.isna(value) == (holds == "cannot be asked") for value, holds in rules.values())
    assert rules["few_organisations"][1] == "Yes"


def test_a_gap_between_plans_is_a_reason():
    assert found(small_analysis())["gaps"] == (0, "No")
    later = [{**row, "plan_year": row["plan_year"].replace("2022-23", "2023-24")} for row in TWO_PLANS]
    assert found(analysis_of(later))["gaps"] == (1, "Yes")


def test_plans_that_could_not_be_read_and_few_actions_are_reasons():
    assert found(small_analysis(), unread=2)["not_read"] == (2, "Yes")
    assert found(small_analysis())["not_read"] == (0, "No")
    assert found(small_analysis())["few_actions"] == (1.0, "Yes")


def test_plans_of_different_length_are_a_reason_where_their_dates_are_known():
    analysis = small_analysis(1)
    assert found(analysis)["lengths"] == (0, "No")
    longer = analysis.plans.assign(period_end=pd.to_datetime(["2022-03-31", "2024-03-31"]))
    assert cautions({**analysis.tables, "plans": longer}).set_index("rule").at["lengths", "value"] == 1
    undated = analysis.plans.assign(period_end=pd.NaT)
    rules = cautions({**analysis.tables, "plans": undated}).set_index("rule")
    assert rules.at["lengths", "holds"] == "cannot be asked"
