"""One question, one answer: what two rooms used to ask of their own functions is asked of both."""

import pandas as pd
import pytest

from wres_analysis.data_folder import find_plans
from wres_analysis.linking.input import check_actions, ordered_years
from wres_analysis.measures.plan_measures import says_something
from wres_analysis.measures.reliability import missing_years
from wres_analysis.plan_years import plan_year_of, plan_years
from wres_analysis.plans.cross_references import read_flag
from wres_analysis.plans.owners import has_owner
from wres_analysis.plans.plan_dates import mentions, plan_time
from wres_analysis.vocabulary.headings import plain_title
from wres_analysis.workforce.indicator_actions import plan_beside

FILE_NAMES = [
    "NHS since 1948 - WRES action plan 2022-23.txt",
    "2018 refresh of 2020-21.txt",
    "WRES 21_22.txt",
    "2023-03-31.txt",
    "2021-23.txt",
    "2022.txt",
    "NHS since 1948.txt",
]


@pytest.mark.parametrize("name", FILE_NAMES)
def test_a_year_that_the_data_folder_reads_is_one_that_plans_linking_and_workforce_can_order(tmp_path, name):
    (tmp_path / "plans" / "A").mkdir(parents=True)
    (tmp_path / "plans" / "A" / name).write_text("x")
    (tmp_path / "plans" / "A" / "2015-16.txt").write_text("x")
    labels = [plan.plan_year for plan in find_plans(tmp_path).plans if plan.plan_year]
    assert labels == ordered_years(pd.Series(labels[::-1]))
    rows = [("A", label, "1", "Train the panels") for label in labels]
    check_actions(pd.DataFrame(rows, columns=["organisation", "plan_year", "action_id", "action"]))
    for label in labels:
        assert plan_years(label).first == plan_time([], [], label).period.start.year
        assert plan_beside(label, labels) == label
        assert not missing_years([label])
        assert plan_year_of(label) == label


NOBODY = ["To be appointed", "tbc.", "Not stated", "N/A", " - ", "", "Vacant post", "to be recruited"]


@pytest.mark.parametrize("text", [*NOBODY, "Head of HR", "To be agreed by the Board"])
def test_the_note_on_an_owner_and_the_count_of_owners_agree(text):
    assert has_owner(text) == says_something(pd.Series([text])).item() == (text not in NOBODY)


@pytest.mark.parametrize("month", ["August", "Agust", "Sept", "Febuary"])
def test_a_month_is_one_in_a_title_and_in_a_date(month):
    assert plain_title(f"Progress as at {month} 2022") == "progress"
    assert mentions(f"{month} 2022")[0].kind == "month"


@pytest.mark.parametrize("text", ["n/a", "TBC.", "not applicable", "-"])
def test_a_placeholder_is_one_for_an_owner_a_flag_and_a_count(text):
    assert read_flag(text, ticks=False) == ""
    assert not has_owner(text)
