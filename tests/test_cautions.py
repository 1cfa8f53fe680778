from __future__ import annotations

import pandas as pd
import pytest
from small_analyses import TWO_PLANS, analysis_of, small_analysis

from wres_analysis.measures.reliability import CAUTIONS, cautions
from wres_analysis.tables import check_table


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


def test_plans_that_could_not_be_read_are_a_reason():
    assert found(small_analysis(), unread=2)["not_read"] == (2, "Yes")
    assert found(small_analysis())["not_read"] == (0, "No")


def test_plans_of_different_length_are_a_reason():
    analysis = small_analysis(1)
    assert found(analysis)["lengths"] == (0, "No")
    longer = analysis.plans.assign(period_end=pd.to_datetime(["2022-03-31", "2024-03-31"]))
    tables = {**analysis.tables, "plans": longer}
    assert cautions(tables).set_index("rule").at["lengths", "value"] == 1


def test_whether_plans_are_of_one_length_cannot_be_asked_without_their_dates():
    analysis = small_analysis(1)
    undated = analysis.plans.assign(period_end=pd.NaT)
    rules = cautions({**analysis.tables, "plans": undated}).set_index("rule")
    assert rules.at["lengths", "holds"] == "cannot be asked"


def test_few_actions_are_a_reason():
    assert found(small_analysis())["few_actions"] == (1.0, "Yes")
