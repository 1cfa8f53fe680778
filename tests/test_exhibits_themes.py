from __future__ import annotations

import pytest
from small_analyses import analysis_of, small_analysis

from wres_analysis.reports import theme_exhibits as exhibits

PANEL = "Every interview panel for senior posts to be diverse by sex and ethnicity"


def everywhere(*codes: str, action: str = PANEL):
    return [{"organisation": code, "action": action} for code in codes]


def test_each_theme_has_its_reach_shares_and_years():
    table = exhibits.themes_exhibit(small_analysis()).table.set_index("Theme")
    row = table.loc["Training for people who recruit"]
    assert (row["Organisations"], row["Actions"]) == ("2 of 2", "2")
    assert row["Carried over"] == "100%, 1 of 1 (21% to 100%)"
    assert row["Plan years running"] == "1.5 (longest 2)"
    assert row["Same action"] == "in 2 organisations"


def test_same_theme_is_never_called_the_same_action_unless_the_wording_is_close():
    rows = [*everywhere("T1"), *everywhere("T2", action="Diverse panel chairs from the hospital union")]
    exhibit = exhibits.themes_exhibit(analysis_of(rows))
    assert exhibit.table["Same action"].tolist() == ["none"]
    assert "Same theme does not mean same action" in exhibit.reading[1]


def test_where_no_earlier_plan_is_held_nothing_is_said_of_carry_over():
    assert exhibits.themes_exhibit(analysis_of(everywhere("T1"))).table["Carried over"].tolist() == [
        "no earlier plan held"
    ]


def test_only_here_lists_what_no_other_organisation_has():
    rows = [*everywhere("T1", "T2"), *everywhere("T1", action="Paint the boiler room")]
    rows += everywhere("T2", action="Start reverse mentoring for directors")
    table = exhibits.only_here(analysis_of(rows)).table
    assert table["Action"].tolist() == ["Start reverse mentoring for directors", "Paint the boiler room"]
    assert table["Theme"].tolist() == ["Reverse mentoring", "none fits"]


@pytest.mark.parametrize("make", [exhibits.only_here, exhibits.shared_wording_exhibit])
def test_one_organisation_alone_can_neither_be_unique_nor_copy(make):
    exhibit = make(analysis_of(everywhere("T1", "T1")))
    assert exhibit.reading[0].startswith("It takes two organisations")
    assert exhibit.table.empty


def test_copies_are_listed_with_the_names_of_those_who_have_them():
    exhibit = exhibits.shared_wording_exhibit(analysis_of(everywhere("T1", "T2", "T3")))
    assert exhibit.table["Which"].tolist() == ["T1 NHS Trust, T2 NHS Trust, T3 NHS Trust"]
    assert exhibit.reading[0].startswith("1 wording stands word for word")


def test_long_texts_are_cut_at_a_word():
    assert exhibits.shortened("word " * 100).endswith("word …")
    assert len(exhibits.shortened("word " * 100)) <= exhibits.LONGEST_TEXT + 2
