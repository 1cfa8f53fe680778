"""The register: every action of the newest plans, its owner and date, how late it is, since when it runs.

"Who owns what is overdue?" and "what has run for three years?" are filters of this table.
"""

from __future__ import annotations

import pandas as pd

from wres_analysis.measures.lives import with_lives
from wres_analysis.measures.newest_plan import newest_plans
from wres_analysis.measures.plan_measures import (
    PLAN_KEY,
    is_stated,
    past_date,
    real_date,
    report_dates,
    with_plan_dates,
)
from wres_analysis.tables import STATUSES, ColumnSpec, Schema, as_schema

YES_NO = ("Yes", "No")

REGISTER: Schema = {
    "organisation": ColumnSpec("code of the organisation"),
    "plan_year": ColumnSpec("its newest plan"),
    "action_id": ColumnSpec("the action"),
    "document": ColumnSpec("name of the published file"),
    "place": ColumnSpec("page, sheet or line where the row starts"),
    "action": ColumnSpec("wording"),
    "detail": ColumnSpec("second level of wording"),
    "owner": ColumnSpec("roles as printed"),
    "deadline": ColumnSpec("deadline as printed"),
    "deadline_date": ColumnSpec("last possible day; missing where it cannot pass", "date"),
    "as_at": ColumnSpec("day that the plan is reported at: as printed, or its last day", "date"),
    "past_date": ColumnSpec(
        "past its date on that day; blank where a day is not known", allowed=(*YES_NO, "")
    ),
    "months_late": ColumnSpec("whole months past its date on that day", "whole", least=0),
    "status": ColumnSpec("status in one vocabulary", allowed=STATUSES),
    "first_plan_year": ColumnSpec("first plan year that it was found in, through links"),
    "plans_in": ColumnSpec("plans that it has stood in, this one counted", "whole", least=1),
    "stated": ColumnSpec("whether the plan says that it was carried over", allowed=YES_NO),
    "link_probability": ColumnSpec(
        "probability of its link to the plan before; missing where it has none", "number", least=0, most=1
    ),
}


def register(actions: pd.DataFrame, links: pd.DataFrame, plans: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row for each action of each organisation's newest plan.

    Parameters
    ----------
    actions, links : pandas.DataFrame
        Rows of ACTIONS and LINKS.
    plans : pandas.DataFrame, optional
        Rows of PLANS; without them it is not known what is past its date.

    Returns
    -------
    pandas.DataFrame
        REGISTER, in the order of the plans.

    Raises
    ------
    TableError
        A link names an action that is not in the actions.

    Examples
    --------
    >>> from wres_analysis.tables import ACTIONS, LINKS, table_of
    >>> register(table_of([], ACTIONS), table_of([], LINKS)).empty
    True
    """
    rows = with_plan_dates(with_lives(links, actions), plans)
    day, reported = real_date(rows), report_dates(rows)
    past = past_date(rows)
    rows = rows.assign(
        deadline_date=day,
        as_at=reported,
        past_date=past.map({True: "Yes", False: "No"}).fillna(""),
        months_late=_whole_months(day, reported).where(past.fillna(False)),
        stated=is_stated(rows).map({True: "Yes", False: "No"}),
        link_probability=_probability(links, rows),
    )
    return as_schema(newest_plans(actions).merge(rows, on=PLAN_KEY), REGISTER)


def _whole_months(day: pd.Series[pd.Timestamp], reported: pd.Series[pd.Timestamp]) -> pd.Series[int]:
    """Months that lie whole between two days; a month's last day counts as a whole month after another's."""
    months = (reported.dt.year - day.dt.year) * 12 + reported.dt.month - day.dt.month
    short = reported.dt.day.lt(day.dt.day) & ~reported.dt.is_month_end
    return (months - short).astype("Int64")


def _probability(links: pd.DataFrame, rows: pd.DataFrame) -> pd.Series[float]:
    """The most probable link of each action to the plan before."""
    joined = links[links["from_id"].ne("") & links["to_id"].ne("")]
    best = joined.groupby(["organisation", "to_year", "to_id"])["probability"].max()
    found = best.reindex(pd.MultiIndex.from_frame(rows[[*PLAN_KEY, "action_id"]]))
    return found.set_axis(rows.index)
