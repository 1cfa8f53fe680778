import pandas as pd
import pytest
from small_analyses import DATED, analysis_of

from wres_analysis import reports
from wres_analysis.errors import DataFolderError
from wres_analysis.notebook.picker import NOT_PICKED, narrowed, said_of_picked, years_of
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.table_columns import NOT_HELD

YEARS = ["2020-21", "2021-22", "2022-23"]


@pytest.fixture(scope="module")
def three_plans():
    """The same action in three plans running, and somebody else's plan."""
    same = DATED | {"action": "Train interview panels in fair selection", "status": "in_progress"}
    other = {"organisation": "007", "plan_year": "2022-23", "action": "Appoint a sponsor"}
    return analysis_of([*(same | {"plan_year": year} for year in YEARS), other])


def test_years_are_those_of_one_organisation_oldest_first(three_plans):
    assert years_of(three_plans, "T1") == YEARS
    assert years_of(three_plans, "007") == ["2022-23"]


def test_all_years_leave_the_organisation_as_it_is(three_plans):
    whole, narrow = three_plans.only("T1"), narrowed(three_plans, "T1", YEARS)
    for name, table in whole.tables.items():
        pd.testing.assert_frame_equal(narrow.tables[name], table)


def test_what_is_said_about_two_plans_needs_both(three_plans):
    narrow = narrowed(three_plans, "T1", YEARS[1:])
    assert set(narrow.actions["plan_year"]) == set(YEARS[1:])
    assert set(zip(narrow.links["from_year"], narrow.links["to_year"], strict=True)) == {tuple(YEARS[1:])}
    pairs = narrow.rates.loc[narrow.rates["measure"].eq("matched_backward"), ["from_year", "to_year"]]
    assert pairs.to_numpy().tolist() == [YEARS[1:]]
    assert narrowed(three_plans, "T1", YEARS[2:]).links.empty


def test_everyone_stays_to_compare_with(three_plans):
    narrow = narrowed(three_plans, "T1", YEARS[2:])
    assert set(narrow.benchmark["organisation"]) == {"T1", "007"}


def test_an_unknown_code_is_one_clear_line(three_plans):
    with pytest.raises(DataFolderError, match="organisation 'T9' is not in the data"):
        narrowed(three_plans, "T9", YEARS)


def test_a_plan_that_is_held_but_not_picked_is_not_called_missing():
    table = pd.DataFrame({"Actions": [NOT_HELD, "3 of 4"]})
    said = said_of_picked(Exhibit("x", "X", notice=f"Carry-over: {NOT_HELD}.", table=table))
    assert said.notice == f"Carry-over: {NOT_PICKED}."
    assert said.table["Actions"].tolist() == [NOT_PICKED, "3 of 4"]


def test_what_has_run_for_three_plans_is_said_with_its_first_year_and_owner(three_plans):
    (said,) = reports.long_running(three_plans.only("T1")).points
    assert str(said) == "Since 2020-21: Train interview panels in fair selection (no owner)"
    two = reports.long_running(narrowed(three_plans, "T1", YEARS[1:]))
    assert two.points in ((), []) and "three plans" in str(two.reading[0])
