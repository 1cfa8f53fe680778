import pandas as pd
import pytest
from small_tables import BLANK_LINK, actions_of, links_of
from small_workforce import shown_of, worst_case

from wres_analysis.tables import LINKS, table_of
from wres_analysis.workforce.indicator_actions import (
    addressing,
    beside,
    closest_actions,
    how_it_moved,
    indicator_moves,
    plan_beside,
    plan_years_of,
    survey_year,
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


OLD_ONE = {"indicators": "3", "action_id": "old", "plan_year": "2021-22"}
THREE = {"indicators": "3"}
UNSHOWN = shown_of(("staff", "", 2000, 500), ("disciplinary", "", 40, None))
NEWER = pd.concat([worst_case(year="2023-24", disciplinary=20), worst_case()])
CARRIED = links_of(("old", "same", "exact"), ("", "added", "new"))


@pytest.mark.parametrize(
    ("shown", "actions", "links", "expected"),
    [
        (
            worst_case(),
            [{"indicators": "4"}],
            None,
            {"key": "3", "ratio": 2.0, "actions": 0, "plan_year": "2022-23"},
        ),
        (
            worst_case(),
            [OLD_ONE, THREE | {"action_id": "same"}, THREE | {"action_id": "added"}],
            CARRIED,
            {"actions": 2, "carried_over": 1},
        ),
        (NEWER, [THREE], None, {"year": "2023-24", "key": "", "shown": 2, "plan_year": "2022-23"}),
        (UNSHOWN, [THREE], None, {"shown": 0, "key": ""}),  # nothing that can be shown is no worst one
        (worst_case(organisation="T2"), [THREE], None, {"organisation": "T2", "key": "3", "plan_year": ""}),
    ],
)
def test_the_worst_indicator_and_what_addresses_it(shown, actions, links, expected):
    row = worst(shown, actions_of(*actions), links)
    assert {name: row[name] for name in expected} == expected
    assert pd.isna(row["carried_over"]) == ("carried_over" not in expected)


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


def moves(*years, actions=None, links=None):
    plans = actions_of({"indicators": "3"}) if actions is None else actions
    addressed = addressing(plans, links_of() if links is None else links)
    found = indicator_moves(workforce_indicators(pd.concat(years, ignore_index=True)), plans, addressed)
    return found.set_index(["key", "to_year"])


def test_a_move_is_called_one_only_if_it_is_more_than_chance_explains():
    found = moves(
        worst_case(year="2020-21", disciplinary=100),
        worst_case(year="2021-22", disciplinary=40),
        worst_case(year="2022-23", disciplinary=45),
    )
    assert found.loc[("3", "2021-22"), "moved"] == "towards parity"
    assert found.loc[("3", "2022-23"), "moved"] == "no more than chance"
    assert found.loc[("3", "2021-22"), ["before", "after"]].tolist() == [5.0, 2.0]
    assert found.loc[("3", "2021-22"), "before_low"] < 5.0 < found.loc[("3", "2021-22"), "before_high"]


def test_going_away_from_parity_has_its_own_word():
    found = moves(worst_case(year="2021-22", disciplinary=20), worst_case(disciplinary=100))
    assert found.loc[("3", "2022-23"), "moved"] == "away from parity"


def beliefs(year):
    return shown_of(("survey_7", "Respondents", 1000, 300), ("survey_7", "Yes", 600, 120), year=year)


def test_indicator_7_is_not_compared_over_the_survey_of_2021():
    found = moves(beliefs("2019-20"), beliefs("2020-21"), beliefs("2021-22"), beliefs("2022-23"))
    assert found["moved"].droplevel("key").to_dict() == {
        "2020-21": "no more than chance",
        "2021-22": "not comparable",
        "2022-23": "no more than chance",
    }
    assert survey_year("2021-22") == 2021


def test_a_year_left_out_does_not_hide_the_break():
    assert moves(beliefs("2019-20"), beliefs("2022-23"))["moved"].tolist() == ["not comparable"]


def test_other_indicators_are_compared_over_2021():
    rows = workforce_indicators(pd.concat([worst_case(year="2020-21"), worst_case(year="2021-22")]))
    before, after = rows[rows["key"].eq("3")].to_dict("records")
    assert how_it_moved(before, after) == "no more than chance"


def test_what_became_of_the_actions_stands_beside_the_move():
    actions = actions_of(
        {"indicators": "3", "action_id": "old", "plan_year": "2021-22"},
        {"indicators": "3", "action_id": "same"},
    )
    found = moves(
        worst_case(year="2021-22"), worst_case(), actions=actions, links=links_of(("old", "same", "reworded"))
    )
    assert found.loc[("3", "2022-23"), ["plan_year", "actions", "carried_over"]].tolist() == ["2022-23", 1, 1]
    assert found.loc[("4", "2022-23"), ["actions", "carried_over"]].tolist() == [0, 0]


def test_what_is_suppressed_in_one_of_two_years_has_no_move():
    assert moves(
        worst_case(year="2021-22"), shown_of(("staff", "", 2000, 500), ("disciplinary", "", 80, None))
    ).empty


@pytest.mark.parametrize("key", ["shortlisting", "whole_pipeline"])
def test_steps_of_recruitment_are_not_followed(key):
    steps = [
        ("recruitment", "Applicants", 900, 500),
        ("recruitment", "Shortlisted", 400, 100),
        ("recruitment", "Appointed", 90, 15),
    ]
    found = moves(shown_of(*steps, year="2021-22"), shown_of(*steps))
    assert key not in found.index.get_level_values("key")
