import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wres_analysis.plan_years import Period
from wres_analysis.plans.plan_dates import mentions, read_deadline

FINANCIAL = Period(dt.date(2024, 4, 1), dt.date(2025, 3, 31))


def only(text, period=FINANCIAL):
    (found,) = mentions(text, period)
    return found


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("31/03/2025", "2025-03-31", "2025-03-31"),
        ("31.03.25", "2025-03-31", "2025-03-31"),
        ("2024-05-30", "2024-05-30", "2024-05-30"),
        ("6th April 2012", "2012-04-06", "2012-04-06"),
        ("Jan 2023", "2023-01-01", "2023-01-31"),
        ("Mar-25", "2025-03-01", "2025-03-31"),
        ("Sept'24", "2024-09-01", "2024-09-30"),
        ("2016/17", "2016-04-01", "2017-03-31"),
        ("2021-23", "2021-04-01", "2023-03-31"),
        ("2022/3", "2022-04-01", "2023-03-31"),
        ("Q3 22/23", "2022-10-01", "2022-12-31"),
        ("Q4 2024/25", "2025-01-01", "2025-03-31"),
        ("2nd quarter of 2023/24", "2023-07-01", "2023-09-30"),
        ("H1 2024/25", "2024-04-01", "2024-09-30"),
        ("Winter 2024/25", "2024-12-01", "2025-02-28"),
        ("2028", "2028-01-01", "2028-12-31"),
    ],
)
def test_forms_with_a_year(text, first, last):
    found = only(text)
    assert (str(found.first), str(found.last)) == (first, last)


def test_a_month_without_a_year_takes_it_from_the_plan():
    assert str(only("March").last) == "2025-03-31"
    assert str(only("June").last) == "2024-06-30"
    assert "no year" in only("June").doubt
    assert only("June", None).last is None


def test_a_month_takes_the_year_of_the_date_that_it_runs_to():
    first, second = mentions("October - March 2020", FINANCIAL)
    assert (first.last.year, second.last.year) == (2019, 2020)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("October to December", "2024-12-31"),
        ("Jan - Mar", "2025-03-31"),
        ("Q3 (Oct-Dec)", "2024-12-31"),
        ("Nov/Dec", "2024-12-31"),
    ],
)
def test_months_without_a_year_run_to_the_last_of_them(text, day):
    found = read_deadline(text, FINANCIAL)
    assert (found.date, found.kind) == (day, "range")
    assert "no year is printed" in found.doubt


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Quarter 3 (Oct-Dec 2023)", "2023-12-31"),
        ("Oct-Dec 2023 (Q3)", "2023-12-31"),
        ("Q4 [by March 2024]", "2024-03-31"),
        ("March 2024 to Q4", "2025-03-31"),
        ("Q2 (review), December 2024", "2024-12-31"),
    ],
)
def test_a_date_in_brackets_says_which_quarter_is_meant_where_the_plan_says_what_its_quarters_are(text, day):
    assert read_deadline(text, FINANCIAL._replace(first_quarter=4)).date == day


def test_a_number_behind_a_month_is_a_year_near_the_plan_and_a_day_elsewhere():
    plan_2013 = Period(dt.date(2013, 4, 1), dt.date(2014, 3, 31))
    assert only("June 14", plan_2013).kind == "month"
    assert str(only("June 14", FINANCIAL).last) == "2024-06-14"
    assert only("June 14", FINANCIAL).doubt


def test_a_quarter_of_a_calendar_year_in_a_plan_that_does_not_start_in_april():
    august = Period(dt.date(2022, 8, 1), dt.date(2023, 7, 31))
    assert str(only("Q1 2023", august).last) == "2023-03-31"
    assert str(only("Q1 2023", FINANCIAL).last) == "2023-06-30"
    assert only("Q1 2023", FINANCIAL).doubt and only("Q1 2023", august).doubt


def test_misprints_are_read_and_named():
    assert only("31th July 2023").misprint == "31th July 2023"
    assert str(only("31 June 2024").last) == "2024-06-30"
    assert only("Febuary 2024").misprint


def test_small_words_and_numbers_are_no_dates():
    assert mentions("we may march to 12 of 18 wards, 15% of 2,000 staff", FINANCIAL) == ()


@pytest.mark.parametrize(
    "counted",
    [
        "within 10-12 weeks",
        "12 – 15 months",
        "a 24/7 helpline",
        "20-25% of posts",
        "ages 16-18",
        "10-12 per cent",
    ],
)
def test_what_is_counted_is_no_year(counted):
    assert mentions(counted, FINANCIAL) == ()


def test_a_quarter_behind_its_year_is_no_whole_year():
    assert [str(found.last) for found in mentions("2022-23 Q3, 22/23 quarter 1")] == [
        "2022-12-31",
        "2022-06-30",
    ]


def test_half_of_a_year_is_in_the_same_doubt_as_its_quarters():
    calendar = Period(dt.date(2023, 1, 1), dt.date(2023, 12, 31), 1)
    assert str(only("H1 2023", calendar).last) == "2023-06-30" and not only("H1 2023", calendar).doubt
    assert str(only("H2 2023", FINANCIAL).last) == "2024-03-31" and only("H2 2023", FINANCIAL).doubt


@given(st.text("0123456789/-. JanMaySeptQuarter2024stndth", max_size=60))
def test_mentions_stand_in_order_and_apart(text):
    found = mentions(text, FINANCIAL)
    assert all(one.end <= two.begin for one, two in pairwise(found))
    assert all(0 <= one.begin < one.end <= len(text) for one in found)
    assert all(one.first <= one.last for one in found if one.first and one.last)


@given(
    st.dates(dt.date(2000, 1, 1), dt.date(2050, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%d %B %Y", "%d %b %Y"]),
)
def test_every_day_is_read_back(day, form):
    assert only(day.strftime(form)).last == day


@pytest.mark.parametrize("dash", "-‐‑‒–—−﹣－")
def test_every_hyphen_and_dash_parts_the_numbers_of_a_date(dash):
    for printed, day in ((f"13{dash}Sep{dash}22", "2022-09-13"), (f"1{dash}2{dash}2023", "2023-02-01")):
        assert [str(found.last) for found in mentions(printed)] == [day]


@pytest.mark.parametrize(
    ("printed", "day"),
    [("30/1 1/2022", "2022-11-30"), ("3 1/12/2022", "2022-12-31"), ("31 / 03 / 2 023", "2023-03-31")],
)
def test_a_stray_blank_does_not_part_a_date(printed, day):
    assert [str(found.last) for found in mentions(printed)] == [day]


def test_a_document_that_says_what_its_quarters_are_settles_them():
    calendar = Period(dt.date(2022, 1, 1), dt.date(2022, 12, 31), 1)
    financial = Period(dt.date(2022, 4, 1), dt.date(2023, 3, 31), 4)
    for period, printed, day in (
        (calendar, "Q1", "2022-03-31"),
        (calendar, "Q4 2022", "2022-12-31"),
        (financial, "Q1", "2022-06-30"),
        (financial, "Q4", "2023-03-31"),
        (financial, "Q4 2022", "2023-03-31"),
    ):
        (found,) = mentions(printed, period)
        assert (str(found.last), found.doubt) == (day, "")
