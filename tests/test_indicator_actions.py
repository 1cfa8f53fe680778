import pandas as pd
import pytest
from small_tables import BLANK_LINK, actions_of, links_of
from small_workforce import shown_of, worst_case

from wres_analysis.tables import LINKS, table_of
from wres_analysis.workforce.indicator_actions import (
    addressing,
    beside,
    closest_actions,
    plan_beside,
    plan_years_of,
    worst_indicators,
)
from wres_analysis.workforce.indicators import workforce_indicators

TRAINING = {"indicators": "4", "action": "Monitor access", "plan_year": "2021-22"}


@pytest.mark.parametrize(
    ("year", "plans", "chosen"),
    [
        ("2022-23", ["2021-22", "2022-23", "2023-24"], "2022-23"),
        ("2022-23", ["2021-23"], "2021-23"),
        ("2023-24", ["2021-23", "2019-20"], "2021-23"),
        ("2022-23", ["2022", "2023"], "2022"),
        ("2022-23", ["2020-21", "2023-24"], "2023-24"),
        ("2022-23", [], ""),
    ],
)
def test_figures_are_set_beside_the_plan_of_their_year(year, plans, chosen):
    assert plan_beside(year, plans) == chosen


def test_an_action_addresses_what_its_plan_names_or_its_wording_says():
    actions = actions_of(
        {"indicators": "3;4"}, {"action": "Train panels in fair shortlisting"}, {"action": "Sing"}
    )
    found = addressing(actions, links_of())
    assert found[["action_id", "key"]].values.tolist() == [["1", "3"], ["1", "4"], ["2", "2"]]
    assert found["reason"].iloc[0] == "the plan names WRES indicator 3"
    assert found["reason"].iloc[2].startswith("wording: ")


def test_age_and_carry_over_come_from_the_links():
    actions = actions_of(
        {**TRAINING, "action_id": "a"},
        {**TRAINING, "action_id": "b", "plan_year": "2022-23"},
        {**TRAINING, "action_id": "c", "plan_year": "2022-23", "carry_over_evidence": "row_mark"},
    )
    found = addressing(actions, links_of(("a", "b", "exact"), ("", "c", "new"))).set_index("action_id")
    assert found["since"].to_dict() == {"a": "2021-22", "b": "2021-22", "c": "2022-23"}
    assert found["plans_running"].to_dict() == {"a": 1, "b": 2, "c": 1}
    assert found["carried_over"].to_dict() == {"a": "", "b": "Yes", "c": "No"}
    assert found["stated"].to_dict() == {"a": "No", "b": "No", "c": "Yes"}


def test_a_merged_action_is_as_old_as_its_oldest_part():
    years = {"a": "2020-21", "b": "2021-22", "c": "2021-22", "d": "2022-23"}
    actions = actions_of(
        *({**TRAINING, "action_id": name, "plan_year": year} for name, year in years.items())
    )
    joined = [("a", "b"), ("b", "d"), ("c", "d")]
    rows = [
        {**BLANK_LINK, "from_year": years[a], "from_id": a, "to_year": years[b], "to_id": b, "kind": "exact"}
        for a, b in joined
    ]
    for order in (rows, rows[::-1]):
        found = addressing(actions, table_of(order, LINKS)).set_index("action_id")
        assert found.at["d", "since"] == "2020-21"
        assert found.at["d", "plans_running"] == 3


def worst(shown, actions, links=None):
    addressed = addressing(actions, links_of() if links is None else links)
    return worst_indicators(workforce_indicators(shown), actions, addressed).iloc[0]


def test_the_worst_indicator_and_that_no_action_addresses_it():
    row = worst(worst_case(), actions_of({"indicators": "4"}))
    assert (row["key"], row["ratio"], row["actions"], row["plan_year"]) == ("3", 2.0, 0, "2022-23")
    assert pd.isna(row["carried_over"])


def test_actions_on_the_worst_indicator_are_counted_with_those_carried_over():
    actions = actions_of(
        {"indicators": "3", "action_id": "old", "plan_year": "2021-22"},
        {"indicators": "3", "action_id": "same"},
        {"indicators": "3", "action_id": "added"},
    )
    row = worst(worst_case(), actions, links_of(("old", "same", "exact"), ("", "added", "new")))
    assert (row["actions"], row["carried_over"]) == (2, 1)


def test_the_newest_year_counts():
    shown = pd.concat([worst_case(year="2023-24", disciplinary=20), worst_case()])
    row = worst(shown, actions_of({"indicators": "3"}))
    assert row["year"] == "2023-24"
    assert row["key"] == ""
    assert row["shown"] == 2
    assert row["plan_year"] == "2022-23"


def test_nothing_that_can_be_shown_is_no_worst_indicator():
    row = worst(
        shown_of(("staff", "", 2000, 500), ("disciplinary", "", 40, None)), actions_of({"indicators": "3"})
    )
    assert (row["shown"], row["key"]) == (0, "")


def test_an_organisation_without_a_plan_is_kept_and_says_so():
    row = worst(worst_case(organisation="T2"), actions_of({"indicators": "3"}))
    assert (row["organisation"], row["key"], row["plan_year"]) == ("T2", "3", "")
    assert pd.isna(row["actions"])


def test_plans_stand_in_their_order_and_a_plan_that_was_not_read_has_no_actions():
    actions = actions_of({"plan_year": "2022-23"}, {"plan_year": "2019-20"})
    assert plan_years_of(actions, "T1") == ["2019-20", "2022-23"]
    assert plan_years_of(actions, "T9") == []
    assert beside(addressing(actions, links_of()), "T1", "", "3") == (None, None)


def test_the_closest_actions_are_named_where_none_names_the_indicator():
    actions = actions_of(
        {"action": "Help managers to handle concerns about colleagues fairly"},
        {"action": "Water the plants"},
        {"action": "Support line managers and team leaders in inclusive conversations"},
    )
    found = closest_actions(actions, links_of(), "T1", "2022-23", "8")
    assert found["action_id"].tolist() == ["3"]  # one word, as "managers", is in any plan
    assert "manag" in found["words"].iloc[0]
