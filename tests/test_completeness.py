from __future__ import annotations

import pandas as pd
import pytest
from small_tables import actions_of

from wres_analysis.measures.completeness import (
    COMPLETENESS,
    actions_in_row,
    completeness,
    completeness_flags,
    completeness_rules,
    names_outcome,
    owners_named,
)
from wres_analysis.measures.measure_definitions import read_vocabulary
from wres_analysis.tables import check_table


@pytest.mark.parametrize(
    ("owner", "number"),
    [
        ("Head of HR", 1),
        ("Deputy Director of People", 1),
        ("Chief People Officer", 1),
        ("Head of Equality, Diversity and Inclusion", 1),
        ("Recruitment and HR Operations Manager", 1),
        ("Learning and OD", 1),
        ("CEO and Chair", 2),
        ("Head of HR (Wellbeing) Head of HR (Planning)", 2),
        ("Resourcing Manager / Communications", 2),
        ("Heads of HR", 2),
        ("HR Business Partners", 2),
    ],
)
def test_how_many_owners_a_cell_names(owner, number):
    assert owners_named(owner) == number


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


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Publish the pay gap", True),
        ("Explore options for mentoring", False),
        ("Review the policy so that an informal stage is built in", True),
        ("Promote the network to 30% of staff", True),
        ("Panels to complete the course", True),
        ("Staff voice", None),
    ],
)
def test_whether_a_wording_names_an_outcome(text, named):
    assert names_outcome(text) is named


def test_verbs_are_of_one_kind_each():
    verbs = read_vocabulary("verbs")
    assert verbs["verb"].is_unique
    assert set(verbs["kind"]) == {"activity", "result"}


def test_broad_action_and_detail_are_one_action():
    flags = completeness_flags(actions_of({"action": "Publish data", "detail": "Publish it every quarter"}))
    assert flags["single_action"].tolist() == [True]


def test_single_owner_is_asked_of_owned_actions_only():
    actions = actions_of({"owner": "Head of HR"}, {"owner": "CEO / Chair"}, {"owner": "TBC"}, {"owner": ""})
    table = completeness(actions).set_index("rule")
    check_table(table.reset_index(), COMPLETENESS, "completeness")
    assert table.loc["owner_present", ["numerator", "denominator"]].tolist() == [2, 4]
    assert table.loc["single_owner", ["numerator", "denominator"]].tolist() == [1, 2]


def test_every_rule_is_printed_and_counted():
    table = completeness(actions_of({}))
    assert table["rule"].tolist() == completeness_rules()["rule"].tolist()
    assert completeness_rules()["counts"].ne("").all()


def test_a_rule_that_nothing_can_be_asked_of_has_no_share():
    table = completeness(actions_of({"owner": ""})).set_index("rule")
    assert table.at["single_owner", "denominator"] == 0
    assert pd.isna(table.at["single_owner", "rate"])
