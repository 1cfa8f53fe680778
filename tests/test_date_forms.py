import datetime as dt

from wres_analysis.plan_years import Period
from wres_analysis.plans.date_forms import date_forms, full_year, last_day, months


def test_last_days_and_years():
    assert last_day(2023, 2) == dt.date(2023, 2, 28)
    assert (full_year("25"), full_year("2014")) == (2025, 2014)


def test_months_have_their_abbreviations_and_usual_misprints():
    assert months()["sept"] == 9
    assert months()["febuary"] == 2
    assert set(months().values()) == set(range(1, 13))


def test_a_financial_period_starts_in_april():
    assert Period(dt.date(2024, 4, 1), dt.date(2025, 3, 31)).financial
    assert not Period(dt.date(2024, 8, 1), dt.date(2025, 7, 31)).financial


def test_every_form_is_met_and_read():
    period = Period(dt.date(2024, 4, 1), dt.date(2025, 3, 31))
    text = "3 1/03/2025, 31 / 0 3/2025, 31/03/2025, "
    text += "2025-03-31, 1 May 2024, 1 May 24, May 1, 2024, Q1 2024, 2nd quarter of 2023/24"
    text += ", H1 2024/25, 2024-25 Q2, spring 2025, May 2024, May-24, May 24, 05/2024"
    text += ", 2024/25, 1 May, May 1st, May, 2024"
    for pattern, read in date_forms():
        found = [read(match, period) for match in pattern.finditer(text)]
        assert any(found), pattern.pattern
