from __future__ import annotations

import dataclasses

import pytest
from small_analyses import analysis_of, small_analysis

from wres_analysis.data_folder import Problem
from wres_analysis.errors import DocumentError
from wres_analysis.measures.coverage import HIGH_IMPACT, INDICATOR
from wres_analysis.reports import comparison_exhibits as exhibits


def column(exhibit, name):
    return dict(zip(exhibit.table["Organisation"], exhibit.table[name], strict=True))


def test_the_summary_gives_share_count_and_interval_and_says_where_no_earlier_plan_is_held():
    came = column(exhibits.summary(small_analysis()), exhibits.ON_THE_PAGE["matched_backward"])
    assert came == {"T1 NHS Trust": "67%, 2 of 3 (21% to 94%)", "007 NHS Trust": "no earlier plan held"}


def test_the_summary_stands_in_the_order_of_names_and_marks_few_actions():
    table = exhibits.summary(small_analysis()).table
    assert table["Organisation"].tolist() == ["007 NHS Trust", "T1 NHS Trust"]
    assert table["Actions"].tolist() == ["2 [low]", "3 [low]"]


def test_plans_held_counts_and_names_what_could_not_be_read():
    lost = Problem(
        "T1", "2020-21", "2020-21 plan.pdf", DocumentError("it is a picture", "2020-21 plan.pdf", "scan it")
    )
    exhibit = exhibits.plans_held(analysis_of([{"action": "Review the policy"}], [lost]))
    assert exhibit.reading[0].startswith(
        "1 plan of 1 organisation with 1 action, 0 errors and 1 warning; 1 plan"
    )
    assert "it is a picture" in exhibit.notice
    assert exhibits.plans_held(small_analysis()).notice == ""


def test_statuses_are_counted_over_the_newest_plans():
    table = exhibits.status_mix(small_analysis()).table.set_index("Organisation")
    assert table.loc["T1 NHS Trust", "In progress"] == "2"
    assert table.loc["007 NHS Trust", "Complete"] == "1"


def test_completeness_follows_the_rules_that_are_printed_beside_it():
    labels = exhibits.rules_of_completeness().table["Label"].tolist()
    table = exhibits.completeness(small_analysis()).table
    assert list(table.columns) == ["Organisation", *labels]
    assert set(table["Organisation"]) == {"T1 NHS Trust", "007 NHS Trust"}


@pytest.mark.parametrize(("framework", "numbers"), [(INDICATOR, 9), (HIGH_IMPACT, 6)])
def test_coverage_has_a_column_for_each_number_and_zeros_where_nothing_serves_it(framework, numbers):
    exhibit = exhibits.coverage(small_analysis(), framework)
    assert len(exhibit.table.columns) == 1 + numbers
    assert exhibit.table.isin(["0"]).any(axis=None)


def test_undated_actions_stand_first_and_add_up_to_the_plan():
    table = exhibits.deadlines(small_analysis()).table.set_index("Organisation")
    assert table.columns[0].lower().startswith(("no date", "undated", "without"))
    assert table.astype(int).sum(axis=1).to_dict() == {"T1 NHS Trust": 3, "007 NHS Trust": 2}


def test_two_organisations_of_one_name_are_told_apart_by_their_codes():
    analysis = small_analysis()
    alike = analysis.organisations.assign(name="Two Become One NHS Trust")
    exhibit = exhibits.completeness(dataclasses.replace(analysis, organisations=alike))
    assert exhibit.table["Organisation"].tolist() == [
        "Two Become One NHS Trust (007)",
        "Two Become One NHS Trust (T1)",
    ]


def test_the_summary_says_how_much_of_each_newest_plan_is_to_be_checked():
    assert column(exhibits.summary(small_analysis()), "To check in it") == {
        "T1 NHS Trust": "0 errors, 1 warning",
        "007 NHS Trust": "0 errors, 1 warning",
    }
