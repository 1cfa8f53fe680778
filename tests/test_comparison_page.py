from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from small_analyses import DATED, NEW, OLD, TWO_PLANS, analysis_of, small_analysis

from wres_analysis.analysis import save_analysis
from wres_analysis.reports import index_page
from wres_analysis.reports.benchmark_answer import benchmark_points, outside_limits
from wres_analysis.reports.newest_plans import (
    comparison_points,
    due_dates,
    due_dates_by_plan,
    organisations_matrix,
)
from wres_analysis.reports.plan_subjects import indicator_gaps


def test_a_plan_that_may_only_look_forward_carries_the_caution_beside_its_past_dates():
    matrix = organisations_matrix(small_analysis(1))
    assert matrix.table["At or past their date"].tolist() == ["100%, 3 of 3 [f]"]
    assert "it prints no day of report and no action has an outcome" in matrix.caveat
    reported = small_analysis(1)
    plans = reported.plans.assign(as_at=pd.Timestamp("2023-03-31"))
    told = organisations_matrix(replace(reported, plans=plans))
    assert told.table["At or past their date"].tolist() == ["100%, 3 of 3"]
    assert "[f]" not in told.caveat


@pytest.mark.parametrize(
    ("measure", "caution"),
    [
        ("stated", "no earlier plan held"),
        ("status_complete", "the plan may only look forward"),
        ("past_date", "the plan may only look forward"),
        ("owner_present", ""),
    ],
)
def test_who_differs_for_what_its_plans_cannot_show_is_named_with_that_caution(measure, caution):
    analysis = analysis_of(TWO_PLANS[3:])  # one plan, without a day of report, and nothing has an outcome
    row = {
        "organisation": "T1", "measure": measure, "from_year": "", "to_year": "2022-23", "numerator": 0,
        "denominator": 20, "rate": 0.0, "low": 0.0, "high": 0.2, "pooled": 0.5, "p_adjusted": 0.001,
        "position": "below 99.8", "adjusted_position": "", "peer_group": "everyone", "compared": 9,
    }  # fmt: skip
    rows = pd.DataFrame([row])
    cell = outside_limits(analysis, rows).table["Lower than chance explains"].item()
    assert cell == f"T1 NHS Trust (0%, 0 of 20{caution and ', '}{caution})"
    general = benchmark_points(rows, analysis.names).caveat
    assert ("earlier one" in general, "first days" in general) == (measure == "stated", "forward" in caution)


def test_past_dates_of_the_chart_make_up_its_title_and_those_that_the_next_plan_moved_are_told_apart():
    same = {"action": "Train interview panels", "status": "in_progress", "deadline_kind": "month"}
    one = analysis_of([OLD | same, NEW | same, NEW | same | {"action": "Publish the pay gap"}])
    table = due_dates_by_plan(one.only("T1")).table.set_index("Plan")
    assert table.loc["2021-22", "Date reached, later one since"] == "1"
    assert table.loc["2022-23", "Date reached, no later one known"] == "2"
    drawn = due_dates(one)
    assert drawn.axes.get_title(loc="left").startswith("2 of 2 actions of the newest plans")
    assert drawn.data[["missed", "moved"]].to_numpy().sum() == 2


def test_actions_by_the_number_of_an_indicator_and_in_its_words_are_told_apart_as_on_the_workforce_page():
    rows = [
        NEW | {"action": "Monitor the figures", "indicators": "2"},
        NEW | {"action": "Review how managers shortlist"},
    ]
    exhibit = indicator_gaps(analysis_of(rows))
    assert exhibit.table["2 Appointment from shortlisting"].tolist() == ["1 + 1"]
    assert exhibit.table["9 Board representation"].tolist() == ["none"]
    assert "0 of 1 newest plan" in exhibit.reading[1]
    older = indicator_gaps(analysis_of([*rows, OLD | {"action": "Review training", "indicators": "4"}]))
    assert "of 2 actions that do name one, in the 2 plans of all years, wording" in older.reading[2]
    words = indicator_gaps(analysis_of(rows[1:]))
    assert "1 of 1 newest plan names no number at all." in words.reading[1]
    assert "by its number or in its words" in words.axes.get_title(loc="left").replace("\n", " ")


FURTHER = [row | {"plan_year": "2023-24"} if row["plan_year"] == "2022-23" else row for row in TWO_PLANS]


@pytest.mark.parametrize(
    ("apart", "said"),
    [
        (0, "in the newest plans of 1 organisation (67%) are carried over."),
        (1, "; 1 organisation whose newest two plans do not compare year on year is left out."),
        (2, "; 2 organisations whose newest two plans do not compare year on year are left out."),
    ],
)
def test_who_is_in_the_column_and_in_no_sum_is_said_in_the_sentence_of_that_sum(apart, said, tmp_path):
    further = [row | {"organisation": f"F{n}"} for n in range(apart) for row in FURTHER]
    analysis = analysis_of([*TWO_PLANS, *further])
    assert comparison_points(analysis).points[0].endswith(said)
    numbers = analysis.comparison["matched_backward_numerator"].sum()
    assert numbers == 2 + 2 * apart  # the column has theirs
    assert len(analysis.left_out("matched_backward")) == apart
    assert analysis.left_out("owner_present") == []
    cells = organisations_matrix(analysis).table["Carried over"]
    assert cells.str.contains("[left out]", regex=False).sum() == apart
    save_analysis(analysis, tmp_path)
    index_page.write_index(tmp_path, {}, ())
    assert (tmp_path / "index.html").read_text("utf-8").count("[left out]") == apart


@pytest.mark.parametrize(
    ("unknown", "said"),
    [
        (0, "where it prints none; 3 of them fell due that day."),
        (1, "; for 1 more that is not known: 4 of 4 have a due date."),
        (2, "; for 2 more that is not known: 5 of 5 have a due date."),
    ],
)
def test_dates_of_which_nothing_can_be_told_make_up_the_difference_to_all_that_are_dated(unknown, said):
    silent = [NEW | DATED | {"organisation": "T2", "action": f"Review policy {n}"} for n in range(unknown)]
    points = comparison_points(analysis_of([*TWO_PLANS, *silent])).points  # T2 states no status
    late = next(point for point in points if "due date (" in point)
    reached = "had reached it, and were not complete, on the day of report"
    assert late.startswith(f"3 of 3 actions of the newest plans with a due date (100%) {reached}")
    assert late.endswith(said)
