import pandas as pd
import pytest
from small_tables import actions_of, links_of
from small_workforce import shown_of, worst_case

from wres_analysis.workforce.indicator_actions import (
    addressing,
    how_it_moved,
    indicator_moves,
    survey_year,
)
from wres_analysis.workforce.indicators import workforce_indicators


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
