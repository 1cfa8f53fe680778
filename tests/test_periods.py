import datetime as dt

import pytest

from wres_analysis.plan_years import Period, period_of_label
from wres_analysis.plans.periods import disagrees, plan_time


def period(*lines, titles=(), year=""):
    found = plan_time(lines, titles, year).period
    return (str(found.start), str(found.end)) if found else None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Action plan 1st May 2022 – 31th March 2023", "2022-05-01", "2023-03-31"),
        ("WRES action plan April 2024 - March 2025", "2024-04-01", "2025-03-31"),
        ("WRES action plan, 1 April 2024 to 31 March 2025", "2024-04-01", "2025-03-31"),
        ("Workforce Race Equality action plan 2023/25", "2023-04-01", "2025-03-31"),
        ("WRES plan 2020-2022", "2020-04-01", "2022-03-31"),
        ("WRES plan 24-25", "2024-04-01", "2025-03-31"),
    ],
)
def test_printed_periods(text, start, end):
    assert period("Mossley NHS Trust", text) == (start, end)


def test_the_file_name_tells_what_the_document_does_not():
    assert period("Mossley NHS Trust", year="2022-23") == ("2022-04-01", "2023-03-31")
    assert period("Mossley NHS Trust", year="2021-23") == ("2021-04-01", "2023-03-31")
    assert period("Mossley NHS Trust", year="2022") == ("2022-04-01", "2023-03-31")
    assert period("Mossley NHS Trust") is None


def test_a_misprint_and_a_doubt_are_told():
    assert plan_time(["Plan 1st May 2022 – 31th March 2023"], [], "").misprint == "31th March 2023"
    assert "calendar years" in plan_time(["WRES action plan 2020/22"], [], "").doubt
    assert plan_time(["WRES action plan 2022/23"], [], "").doubt == ""


def test_the_report_date_stands_in_a_title_or_a_line():
    assert plan_time([], ["Progress as at end of June 2022"], "").as_at == dt.date(2022, 6, 30)
    assert plan_time([], ["Progress at end of September 2024"], "").as_at == dt.date(2024, 9, 30)
    assert plan_time(["Last updated: 2 May 2024"], [], "").as_at == dt.date(2024, 5, 2)
    assert plan_time(["Reviewed by the People Committee in May 2024"], [], "").as_at == dt.date(2024, 5, 31)
    assert plan_time(["Reviewed and agreed by the Board, 12 June 2023"], [], "").as_at == dt.date(2023, 6, 12)
    assert plan_time(["To be reviewed in May 2024"], [], "").as_at is None
    assert plan_time(["Agreed by the board in May 2024"], ["Progress"], "").as_at is None


def test_a_period_may_disagree_with_the_file_name():
    assert disagrees(period_of_label("2021-22"), "2022-23")
    assert not disagrees(Period(dt.date(2022, 8, 1), dt.date(2023, 7, 31)), "2022-23")
    assert not disagrees(period_of_label("2021-23"), "")
