import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wres_analysis.plan_years import Period
from wres_analysis.plans.deadlines import other_deadlines, read_deadline, revised_deadline, says_when
from wres_analysis.tables import DEADLINE_KINDS

FINANCIAL = Period(dt.date(2024, 4, 1), dt.date(2025, 3, 31))


@pytest.mark.parametrize(
    ("text", "date", "kind"),
    [
        ("31/03/2025", "2025-03-31", "exact"),
        ("July 2023", "2023-07-31", "month"),
        ("(March 22)", "2022-03-31", "month"),
        ("By end of 2022", "2022-12-31", "month"),
        ("2016/17", "2017-03-31", "financial_year"),
        ("Q3 22/23", "2022-12-31", "quarter"),
        ("End of Q2", "2024-09-30", "quarter"),
        ("October - December 2019", "2019-12-31", "range"),
        ("April 2024 -\nMarch 2025", "2025-03-31", "range"),
        ("Phase one: May 2019 Phase two: June 2020", "2020-06-30", "range"),
        ("1. November 2019 2. December 2019", "2019-12-31", "range"),
        ("Phase 1 - June 2024\nPhase 2 - Sept 2024", "2024-09-30", "range"),
        ("Quarter 3 (Oct-Dec 2023)", "2023-12-31", "range"),
        ("From December 2021", "", "open_ended"),
        ("From 1st Quarter 2022", "", "open_ended"),
        ("April 2024 onwards", "", "open_ended"),
        ("To be launched October 2019", "", "open_ended"),
        ("Ongoing", "", "open_ended"),
        ("ongoing (March 22)", "", "open_ended"),
        ("Ongoing until March 2025", "2025-03-31", "month"),
        ("Reported bi-monthly", "", "recurring"),
        ("Quarterly Board update", "", "recurring"),
        ("To be reviewed on annual basis", "", "recurring"),
        ("Monthly until March 2025", "2025-03-31", "recurring"),
        ("Depending on the intake", "", "unspecified"),
        ("For the team to determine.", "", "unspecified"),
        ("tbc", "", "unspecified"),
        ("Immediate", "", "unspecified"),
        ("N/A", "", "none"),
        ("", "", "none"),
        ("Completed", "", "none"),
        ("year end", "2025-03-31", "exact"),
        ("Year 2", "2026-03-31", "financial_year"),
    ],
)
def test_deadline_forms(text, date, kind):
    assert read_deadline(text, FINANCIAL)[:2] == (date, kind)


def test_doubts_and_misprints_are_told():
    assert "financial year" in read_deadline("Q1 2022", FINANCIAL).doubt
    assert "year, not as a day" in read_deadline("June 24", FINANCIAL).doubt
    assert read_deadline("31th July 2023").misprint == "31th July 2023"
    assert read_deadline("31 July 2023") == ("2023-07-31", "exact", "", "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Half done. Revised target date of May 2023.", "May 2023"),
        ("New deadline: 30 June 2025", "30 June 2025"),
        ("Extended to Q4 2024/25 by the board", "Q4 2024/25"),
        ("Revised to May 2023, then deferred to July 2023.", "July 2023"),
        ("Done in March 2023.", ""),
        ("A revised policy. In May 2024 it was agreed.", ""),
        ("", ""),
    ],
)
def test_new_dates_in_progress_texts(text, found):
    assert revised_deadline(text, FINANCIAL) == found


def test_another_deadline_in_a_progress_text():
    (found,) = other_deadlines("Sent out by the deadline of May 2021.", FINANCIAL)
    assert str(found.last) == "2021-05-31"
    assert other_deadlines("Revised target date of May 2021.", FINANCIAL) == []


def test_years_of_a_plan_that_starts_on_a_leap_day():
    leap = Period(dt.date(2024, 2, 29), dt.date(2026, 2, 28))
    assert [read_deadline(f"Year {number}", leap).date for number in (1, 2)] == ["2025-02-28", "2026-02-28"]


def test_words_for_time():
    assert says_when("asap") and says_when("by May 2024")
    assert not says_when("Head of HR") and not says_when("")


@given(st.text(max_size=120), st.sampled_from([None, FINANCIAL]))
def test_any_text_has_a_kind_and_a_real_date_or_none(text, period):
    found = read_deadline(text, period)
    assert found.kind in DEADLINE_KINDS
    assert not found.date or dt.date.fromisoformat(found.date)
