import pandas as pd
import pytest
from small_tables import actions_of
from small_workforce import ACTIONS, LINKS, analysis, worst_case

from wres_analysis.reports.workforce_plan_exhibits import actions_beside, does_the_plan_address_it, over_years
from wres_analysis.workforce import workforce_of


def test_the_finding_comes_first_and_the_table_ranks_the_indicators():
    exhibit = does_the_plan_address_it(workforce_of(worst_case()), analysis(ACTIONS, LINKS))
    assert exhibit.notice.startswith(
        "In 2022-23 indicator 3 (formal disciplinary process) is the worst of the 2"
    )
    assert "no action of the plan 2022-23 addresses it." in exhibit.notice
    table = exhibit.table.set_index("Indicator")
    assert table["Place"].tolist()[:2] == ["1", "2"]
    assert table.loc["3 Formal disciplinary process", "Actions that address it"] == "none"
    fourth = table.loc["4 Non-mandatory training and CPD"]
    assert fourth["Their status"] == "1 in progress"
    assert fourth["Carried over"] == "1 of 1"
    assert fourth["Oldest"] == "since 2021-22 (2 plans)"


def test_all_nine_indicators_are_in_the_table_with_why_some_have_no_place():
    table = does_the_plan_address_it(workforce_of(worst_case()), analysis(ACTIONS, LINKS)).table
    assert sorted(table["Indicator"].str[0]) == list("123456789")
    assert set(table.loc[table["Place"].eq(""), "Relative likelihood"]) == {"not given"}


def test_without_an_earlier_plan_carry_over_is_not_known_rather_than_none():
    exhibit = does_the_plan_address_it(workforce_of(worst_case()), analysis(actions_of({"indicators": "4"})))
    table = exhibit.table.set_index("Indicator")
    assert table.loc["4 Non-mandatory training and CPD", "Carried over"] == "not known"
    assert "not known" in exhibit.reading[0]


def test_an_organisation_without_a_plan_gets_its_figures_and_says_so():
    exhibit = does_the_plan_address_it(workforce_of(worst_case(organisation="T2")), analysis(ACTIONS, LINKS))
    assert "no plan was read" in exhibit.notice
    assert set(exhibit.table["Actions that address it"]) == {"no plan was read"}


def test_plans_of_others_are_not_taken_for_this_one():
    other = actions_of({"organisation": "T2", "indicators": "3"})
    exhibit = does_the_plan_address_it(workforce_of(worst_case()), analysis(pd.concat([ACTIONS, other])))
    table = exhibit.table.set_index("Indicator")
    assert table.loc["3 Formal disciplinary process", "Actions that address it"] == "none"


def test_actions_stand_beside_the_worst_indicators_with_their_reasons():
    table = actions_beside(workforce_of(worst_case(trained=160)), analysis(ACTIONS, LINKS)).table
    assert table["Indicator"].tolist() == [
        "3 Formal disciplinary process",
        "4 Non-mandatory training and CPD",
    ]
    assert table["Action"].tolist() == ["No action addresses it", "Open training to all"]
    assert table["In plans since"].tolist() == ["", "2021-22"]
    assert "the plan names" in table["Why here"].iloc[1]


def test_years_stand_side_by_side_and_no_cause_is_claimed():
    years = pd.concat([worst_case(year="2021-22", disciplinary=45), worst_case()], ignore_index=True)
    exhibit = over_years(workforce_of(years), analysis(ACTIONS, LINKS))
    assert "No cause is claimed" in exhibit.reading[1]
    assert exhibit.reading[0].startswith("Of 2 comparisons of one year with the next, 2 show no more change")
    row = exhibit.table.set_index("Indicator").loc["4 Non-mandatory training and CPD"]
    assert row[["Moved", "Plan", "Actions", "Carried over"]].tolist() == [
        "no more than chance",
        "2022-23",
        "1",
        "1",
    ]
    assert " to " in row["Before"]


def test_one_year_alone_says_that_nothing_can_be_seen_over_time():
    exhibit = over_years(workforce_of(worst_case()), analysis(ACTIONS, LINKS))
    assert "nothing can be seen over time" in exhibit.notice
    assert exhibit.table is None


@pytest.mark.parametrize("exhibit", [does_the_plan_address_it, actions_beside, over_years])
def test_exhibits_stand_without_any_counts(exhibit):
    empty = workforce_of(worst_case().iloc[:0])
    assert exhibit(empty, analysis(ACTIONS, LINKS)).html()


def test_the_text_of_a_plan_is_escaped():
    hostile = actions_of({"indicators": "3", "action": "<script>alert(1)</script>"})
    assert "<script>" not in actions_beside(workforce_of(worst_case()), analysis(hostile)).html()
