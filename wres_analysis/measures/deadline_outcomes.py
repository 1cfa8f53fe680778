"""What became of deadlines: none given, met, moved, missed, still to come."""

from __future__ import annotations

import pandas as pd

from wres_analysis.measures.plan_measures import (
    PLAN_KEY,
    has_real_date,
    past_date,
    report_dates,
    with_plan_dates,
)
from wres_analysis.tables import ACTIONS, ColumnSpec, Schema, as_schema, check_table

OUTCOMES = {
    "undated": "No date that can pass",
    "met": "Dated and complete",
    "moved": "Given a new date",
    "missed": "Past its date, no new one",
    "to_come": "Still to come",
    "unknown": "Date of report not known",
    "withdrawn": "Dated and withdrawn",
}

DEADLINE_OUTCOMES: Schema = {
    "organisation": ColumnSpec("code of the organisation"),
    "plan_year": ColumnSpec("plan year as in the file name"),
    "outcome": ColumnSpec("what became of the deadline", allowed=tuple(OUTCOMES)),
    "actions": ColumnSpec("actions of the plan", "whole", least=0),
    "plan_actions": ColumnSpec("all actions of the plan", "whole", least=0),
}


def deadline_outcome(actions: pd.DataFrame, plans: pd.DataFrame | None = None) -> pd.Series[str]:
    """What became of each action's deadline, the first of these that holds.

    undated (no date that can pass), met (complete), withdrawn, moved (the progress text gives a new date),
    missed (past its date and given no new one), to_come, or unknown where the day of report is not known.
    """
    dated = with_plan_dates(actions, plans)
    reported = report_dates(dated)
    found = pd.Series("to_come", index=actions.index, dtype="str")
    found = found.mask(past_date(dated).fillna(False), "missed").mask(reported.isna(), "unknown")
    found = found.mask(actions["revised_deadline"].ne(""), "moved")
    found = found.mask(actions["status"].eq("withdrawn"), "withdrawn")
    found = found.mask(actions["status"].eq("complete"), "met")
    return found.where(has_real_date(actions), "undated")


def deadline_outcomes(actions: pd.DataFrame, plans: pd.DataFrame | None = None) -> pd.DataFrame:
    """How many actions of each plan have each outcome, zeros included.

    Examples
    --------
    >>> from wres_analysis.tables import table_of
    >>> deadline_outcomes(table_of([], ACTIONS)).empty
    True
    """
    check_table(actions, ACTIONS, "actions")
    counts = pd.crosstab(
        [actions[key] for key in PLAN_KEY], deadline_outcome(actions, plans).rename("outcome")
    )
    counts = counts.reindex(columns=list(OUTCOMES), fill_value=0)
    long = counts.reset_index().melt(id_vars=PLAN_KEY, var_name="outcome", value_name="actions")
    long = long.sort_values(PLAN_KEY, kind="stable")
    return as_schema(
        long.assign(plan_actions=long.groupby(PLAN_KEY)["actions"].transform("sum")), DEADLINE_OUTCOMES
    )
