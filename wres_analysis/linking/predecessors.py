"""Organisations that became part of another one: their last plans stand before its first one."""

from __future__ import annotations

import pandas as pd

from wres_analysis.plan_years import plan_year_order


def with_predecessors(actions: pd.DataFrame, organisations: pd.DataFrame) -> pd.DataFrame:
    """The actions, with the last plans of those that merged as one earlier plan of their successor.

    Their ids begin with the code of the organisation that they come from. For linking and for rates only: no
    document of the successor holds this plan.

    Examples
    --------
    >>> plans = pd.DataFrame({"organisation": ["CCA", "CCB", "ICB"], "action_id": "1", "action": "Train",
    ...     "plan_year": ["2021-22", "2021-22", "2022-23"]})
    >>> merged = pd.DataFrame({"code": ["CCA", "CCB", "ICB"], "successor": ["ICB", "ICB", ""]})
    >>> with_predecessors(plans, merged).iloc[3:][["organisation", "plan_year", "action_id"]].values.tolist()
    [['ICB', '2021-22', 'CCA 1'], ['ICB', '2021-22', 'CCB 1']]
    """
    if "successor" not in organisations.columns or actions.empty:
        return actions
    became = organisations[organisations["successor"].fillna("").ne("")].set_index("code")["successor"]
    parts = [_earlier_plan(actions, list(became.index[became.eq(code)]), code) for code in became.unique()]
    return pd.concat([actions, *parts], ignore_index=True)


def _earlier_plan(actions: pd.DataFrame, predecessors: list[str], successor: str) -> pd.DataFrame:
    """The last plans of some organisations under the code of the new one, if they come before its first."""
    own = actions.loc[actions["organisation"].eq(successor), "plan_year"]
    theirs = actions[actions["organisation"].isin(predecessors)]
    if own.empty or theirs.empty:
        return actions.iloc[:0]
    began = plan_year_order(min(own, key=plan_year_order))
    years = theirs.groupby("organisation")["plan_year"]
    last = years.transform(lambda labels: max(labels, key=plan_year_order))
    earlier = last.map(lambda label: plan_year_order(label) < began)
    rows = theirs[theirs["plan_year"].eq(last) & earlier]
    if rows.empty:
        return rows
    names = rows["organisation"] + " " + rows["action_id"]
    year = max(rows["plan_year"], key=plan_year_order)
    return rows.assign(organisation=successor, plan_year=year, action_id=names)
