import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wres_analysis.errors import TableError
from wres_analysis.plan_years import (
    Period,
    first_year,
    period_of_label,
    plan_year_of,
    plan_year_order,
    plan_years,
    snapshot_year,
    version_of,
    year_found,
)

NAMES = [
    ("2022-23 WRES action plan.pdf", "2022-23", ""),
    ("2021-23.txt", "2021-23", ""),
    ("2022 plan.docx", "2022", ""),
    ("WRES plan 2021_2022.xlsx", "2021-22", ""),
    ("2022–23 plan.pdf", "2022-23", ""),
    ("2022‑23 plan.pdf", "2022-23", ""),
    ("Plan2023-24.pdf", "2023-24", ""),
    ("WRES.Action.Plan.2022.2023.pdf", "2022-23", ""),
    ("WRES 22-23.pdf", "2022-23", ""),
    ("April 2022 to March 2023", "2022-23", ""),
    ("2019-25 strategy.pdf", "2019-25", ""),
    ("2022-23 refreshed October 2022.pdf", "2022-23", ""),
    ("NHS since 1948 - WRES action plan 2022-23.html", "2022-23", ""),
    ("2018 refresh of 2020-21", "2020-21", "2018 is named too"),
    ("2022-23 plan published 2024.pdf", "2022-23", "2024 is named too"),
    ("2019-20 and 2022-23.pdf", "2019-20", "2022-23 is named too"),
    ("plan 2022 for 2023.pdf", "2022", "2023 is named too"),
    # days and version numbers are no ranges of years
    ("2023-03-31 plan.pdf", "2023", ""),
    ("20230331 plan.pdf", "2023", ""),
    ("2022 - 25 May.pdf", "2022", ""),
    ("2022-23_v1-2.pdf", "2022-23", ""),
    ("WRES plan 2022, 12-13 May", "2022", ""),
    # no plan is as old, or as long
    ("NHS since 1948.pdf", "", ""),
    ("plan 20221.pdf", "", ""),
    ("plan.pdf", "", ""),
]


@pytest.mark.parametrize(("name", "label", "doubt"), NAMES)
def test_a_range_beats_a_single_year_a_plausible_one_an_old_one_and_the_rest_is_a_doubt(name, label, doubt):
    assert year_found(name) == (label, doubt)
    assert plan_year_of(name) == label


ORDERED = ["1999-00", "2019/20", "2021", "2021-22", "2021-23", "2022", "2022-23", "2022-23 refresh", "2023"]


def test_plans_are_in_the_order_in_which_they_follow_on_each_other():
    mixed = ORDERED[::-1]
    assert sorted(mixed, key=plan_years) == ORDERED
    assert sorted(["2022", "no year", "2021"], key=plan_year_order) == ["no year", "2021", "2022"]


@pytest.mark.parametrize(
    ("label", "years"),
    [
        ("2022-23", (2022, 2023, 0)),
        ("2019/2020", (2019, 2020, 0)),
        ("2022", (2022, 2022, 0)),
        ("2022-23 refresh", (2022, 2023, 1)),
        ("2022-23 mid-year revision", (2022, 2023, 1)),
        ("2022-23 final", (2022, 2023, 0)),
        ("1999-00", (1999, 2000, 0)),
        ("no year", None),
    ],
)
def test_a_label_has_its_first_and_its_last_year_and_its_version(label, years):
    assert plan_years(label) == years
    assert first_year(label) == (years[0] if years else 0)


def test_a_label_stands_for_financial_years():
    assert period_of_label("2022-23 refresh") == Period(dt.date(2022, 4, 1), dt.date(2023, 3, 31))
    assert period_of_label("2022") == Period(dt.date(2022, 4, 1), dt.date(2023, 3, 31))
    assert period_of_label("2021-24").end == dt.date(2024, 3, 31)
    assert period_of_label("plan") is None


def test_staff_are_counted_on_the_last_day_of_a_year_and_a_longer_one_is_refused():
    assert [snapshot_year(year) for year in ("2022-23", "2023", "1999-00")] == [2023, 2023, 2000]
    for label in ("2021-23", "no year"):
        with pytest.raises(TableError, match="is not one year"):
            snapshot_year(label)


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("2022-23 plan DRAFT v2.docx", "draft"),
        ("2022-23 plan_final.pdf", "final"),
        ("2022-23 plan final draft.pdf", "draft"),
        ("2022-23 plan mid-year.pdf", "refresh"),
        ("2022-23 aircraft draughts.pdf", ""),
    ],
)
def test_a_name_says_whether_a_document_is_a_draft_or_a_refresh(name, version):
    assert version_of(name) == version


@given(st.text(max_size=40))
def test_any_name_has_a_label_that_reads_back_as_itself_or_none(name):
    label = plan_year_of(name)
    assert plan_year_of(label) == label
    assert bool(label) == (plan_years(name) is not None)
