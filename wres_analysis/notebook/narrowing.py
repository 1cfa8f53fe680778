"""One organisation and some of its plan years out of an analysis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.rate_words import NOT_HELD

NOT_PICKED = "no earlier plan picked"


def years_of(analysis: Analysis, code: str) -> list[str]:
    """The plan years that were read of one organisation, oldest first."""
    plans = analysis.plans
    return [str(year) for year in plans.loc[plans["organisation"].eq(code), "plan_year"]]


def narrowed(analysis: Analysis, code: str, years: Sequence[str]) -> Analysis:
    """The analysis of one organisation, with the rows of some of its plans."""
    one = analysis.only(code)
    kept = {
        name: table if name in one.shared_tables else _of_years(table, years)
        for name, table in one.tables.items()
    }
    return Analysis(**kept, problems=one.problems)


def _of_years(table: pd.DataFrame, years: Sequence[str]) -> pd.DataFrame:
    if "plan_year" in table.columns:
        wanted = table["plan_year"].isin(years)
        if "code" in table.columns:
            wanted |= table["code"].eq("not_read")
    else:
        wanted = table[["from_year", "to_year"]].isin([*years, ""]).all(axis="columns")
    return table[wanted].reset_index(drop=True)


def said_of_picked(exhibit: Exhibit) -> Exhibit:
    """The exhibit with "no earlier plan held" put right: one is held, it was only not picked."""
    table = exhibit.table
    return replace(
        exhibit,
        notice=exhibit.notice.replace(NOT_HELD, NOT_PICKED),
        table=None if table is None else table.replace(NOT_HELD, NOT_PICKED),
    )
