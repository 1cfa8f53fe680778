from __future__ import annotations

import pandas as pd
import pytest
from small_analyses import ONE_PLAN, analysis_of, many_organisations, small_analysis
from small_tables import actions_of, plans_of

from wres_analysis.measures.carry_over import carry_over_rates
from wres_analysis.measures.completeness import completeness
from wres_analysis.measures.coverage import coverage, coverage_counts
from wres_analysis.measures.coverage_check import wording_check
from wres_analysis.measures.deadline_outcomes import deadline_outcomes
from wres_analysis.reports import plan_sentences as readings
from wres_analysis.tables import LINKS, READING_NOTES, table_of


@pytest.fixture(scope="module", params=[0, 1, 2, 12])
def analysis(request: pytest.FixtureRequest):
    return many_organisations() if request.param == 12 else small_analysis(request.param)


def first_numbers(sentence: str) -> list[int]:
    return [int(word) for word in sentence.replace(",", "").replace(";", "").split() if word.isdigit()]


def test_plans_and_what_is_unclear_in_them_are_counted(analysis):
    plans = analysis.plans
    shows, _ = readings.plans_reading(plans, len(analysis.actions), 3)
    assert first_numbers(shows) == [
        len(plans),
        plans["organisation"].nunique(),
        len(analysis.actions),
        plans["errors"].sum(),
        plans["warnings"].sum(),
        3,
    ]


def test_statuses_are_those_of_the_actions_given(analysis):
    newest = analysis.newest_actions
    shows, cannot = readings.status_reading(newest, "the newest plans")
    assert "nobody has verified" in cannot
    if newest.empty:
        assert shows == "There are no actions."
        return
    counts = newest["status"].value_counts()
    wanted = [counts.get("complete", 0), len(newest), counts.get("not_stated", 0), counts.get("undefined", 0)]
    assert first_numbers(shows) == wanted


def test_what_is_missing_most_often_is_the_smallest_share(analysis):
    counts = completeness(analysis.newest_actions)
    shows, _ = readings.completeness_reading(counts)
    if counts.empty:
        assert shows == "There are no actions."
        return
    sums = counts.groupby("label", sort=False)[["numerator", "denominator"]].sum()
    shares = (sums["numerator"] / sums["denominator"]).dropna()
    least = shares.astype(float).idxmin()
    there, rows = sums.loc[least]
    assert shows.startswith(f"Most often missing: {least.lower()} (there in {there} of {rows} row")


def test_where_nothing_is_missing_nothing_is_called_missing():
    counts = completeness(small_analysis(1).newest_actions)
    whole = counts.assign(numerator=counts["denominator"])
    shows, _ = readings.completeness_reading(whole)
    assert shows == "Nothing of what is counted here is missing from any row."


def test_notes_are_counted_by_severity():
    notes = table_of([{"severity": kind} for kind in ("error", "warn", "warn", "info")], READING_NOTES)
    assert readings.notes_reading(notes)[0].startswith("1 error and 2 warnings; 1 further remark in")
    assert readings.notes_reading(notes[:0])[0].startswith("0 errors and 0 warnings; 0 further remarks")


def test_rows_that_need_a_look_are_counted():
    assert readings.rows_reading(actions_of({}, {}), 1)[0].startswith("2 actions, 1 of them with an error")


def test_cells_of_the_newest_plan_stand_in_the_order_of_what_is_missing():
    rates = analysis_of(ONE_PLAN).rates
    shown = rates[rates["measure"].isin(["evidence_present", "owner_present", "date_present"])]
    shows, _ = readings.filled_reading(shown)
    assert shows.startswith("Of 2 actions: ")
    assert shows.endswith("with evidence or a measure of success 1.")
    assert readings.filled_reading(shown[:0])[0] == "There are no actions."


def test_dates_past_the_end_of_the_plan_are_counted_where_its_end_is_known():
    analysis = small_analysis(1)
    outcomes = deadline_outcomes(analysis.actions, analysis.plans)
    held = analysis.rates[analysis.rates["measure"].eq("scheduled")]
    late, dated = held["numerator"].sum(), held["denominator"].sum()
    shows, _ = readings.dates_reading(outcomes, analysis.rates)
    assert f"{late} of {dated} actions with a date or a revised date lie past" in shows
    unknown = analysis.rates.assign(rate=pd.NA)
    assert "cannot be told" in readings.dates_reading(outcomes, unknown)[1]


def test_deadlines_begin_with_what_is_undated():
    actions = actions_of({}, {"deadline_kind": "month", "deadline_date": "2023-03-31", "status": "complete"})
    shows, _ = readings.deadlines_reading(deadline_outcomes(actions))
    assert shows == (
        "1 of 2 actions has no date that can pass; of the other 1: 1 complete and 0 past the date on the day "
        "of report without a new one."
    )
    undated, _ = readings.deadlines_reading(deadline_outcomes(actions_of({}, {})))
    assert undated == "2 of 2 actions have no date that can pass."


def test_all_that_became_of_deadlines_adds_up():
    due = {"deadline_kind": "month", "deadline_date": "2022-09-30"}
    actions = actions_of(
        {},
        due | {"status": "complete"},
        due | {"status": "withdrawn"},
        due | {"status": "in_progress", "revised_deadline": "June 2023"},
        due | {"status": "in_progress"},
        due | {"status": "in_progress", "deadline_date": "2023-06-30"},
    )
    plans = plans_of({"as_at": "2022-12-31"})
    outcomes = deadline_outcomes(actions, plans)
    shows, cannot = readings.deadlines_reading(outcomes)
    assert shows == (
        "1 of 6 actions has no date that can pass; of the other 5: 1 complete, 1 withdrawn, 1 given a new "
        "date in the same plan, 1 past the date on the day of report without a new one and 1 due later."
    )
    assert "the end of the time it covers" in cannot
    _, cannot = readings.dates_reading(outcomes, carry_over_rates(table_of([], LINKS), actions, plans))
    assert "past their date are also 1 that was given a new date" in cannot


def test_coverage_names_the_gap():
    actions = actions_of({"action": "Review shortlisting", "indicators": "2"})
    shows, _ = readings.coverage_reading(coverage_counts(coverage(actions), actions))
    assert shows.startswith("The most actions (1) serve WRES indicator 2 (")
    assert "1 of 1 newest plan has no action for 1" in shows
    assert "100% of the assignments" in shows


def test_coverage_says_how_often_wording_agrees_with_the_plans_own_numbers():
    actions = actions_of(
        {"action": "Review shortlisting", "indicators": "2"}, {"action": "A", "indicators": "9"}
    )
    counts = coverage_counts(coverage(actions), actions)
    shows, cannot = readings.coverage_reading(counts, check=wording_check(actions))
    assert shows.startswith("The most actions (1 each) serve WRES indicator 2 (")
    assert " and 9 (" in shows
    assert "of 2 actions for which a plan names an indicator itself" in cannot
    assert "one of the same for 1 (50%) and none for 1" in cannot
    assert "no plan here names numbers itself" in readings.coverage_reading(counts)[1]
