import datetime as dt

import pytest

from wres_analysis.plan_years import Period
from wres_analysis.plans.cross_references import carry_over

PLAN = Period(dt.date(2022, 4, 1), dt.date(2023, 3, 31))


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Carried over from the 2021/22 plan", "2021/22"),
        ("Diverse panels (reworded from 21/22)", "2021/22"),
        ("Two cohorts. c/f from 2020/21", "2020/21"),
        ("b/f 2021/22", "2021/22"),
        ("Continues from 2021/22.", "2021/22"),
        ("Carried forward from the 2019-21 plan", "2019/21"),
        ("Carried over from last year", ""),
    ],
)
def test_marks_on_a_row(text, year):
    assert carry_over([text], [], period=PLAN) == (year, "row_mark")


@pytest.mark.parametrize(
    "text",
    [
        "To be carried over",
        "Will be carried forward to 2023/24",
        "Carried over to 2023/24",
        "This continues into next year's plan",
        "c/f",
    ],
)
def test_marks_for_the_next_plan(text):
    assert carry_over([text], [], period=PLAN) == ("", "forward_mark")


@pytest.mark.parametrize(
    "text",
    ["Not carried over", "Continued from May to July", "Ongoing", "", "Carry out a review from 2021/22"],
)
def test_no_marks(text):
    assert carry_over([text], [], period=PLAN).evidence == "none"


@pytest.mark.parametrize(
    "heading",
    [
        "Part 2: later (as per last 2021/22 plan)",
        "Outstanding actions from 2021/22",
        "Longer term actions, as in the 2021/22 plan",
    ],
)
def test_headings_carry_all_their_actions(heading):
    assert carry_over(["Half done"], ["", heading], period=PLAN) == ("2021/22", "section_heading")


@pytest.mark.parametrize(
    ("heading", "year"),
    [
        ("Actions held over from previous meetings on 28 March and 25 April 2018", "2018"),
        ("Actions held over from the last meeting", ""),
        ("Unfinished actions from the 2021/22 plan", "2021/22"),
    ],
)
def test_headings_that_hold_over_the_actions_of_a_meeting(heading, year):
    assert carry_over(["Half done"], ["", heading], period=PLAN) == (year, "section_heading")


def test_the_title_of_a_document_carries_all_its_actions():
    assert (
        carry_over([""], [""], title="Equality scheme: actions to carry forward").evidence
        == "section_heading"
    )


def test_a_heading_about_this_year_carries_nothing():
    assert carry_over([""], ["Part 1: this year, 2022/23"], period=PLAN).evidence == "none"


def test_a_row_mark_comes_before_the_heading():
    heading = "Actions carried forward from 2020/21"
    assert carry_over(["Carried over from 2021/22"], [heading], period=PLAN).evidence == "row_mark"


def test_a_column_about_carry_over():
    assert carry_over([], [], "2021/22", PLAN) == ("2021/22", "row_mark")
    assert carry_over([], [], "Yes", PLAN) == ("", "row_mark")
    assert carry_over([], [], "New action", PLAN).evidence == "none"
