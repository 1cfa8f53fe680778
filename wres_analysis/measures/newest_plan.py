"""Which plan of an organisation is the newest: asked here, and nowhere else."""

from __future__ import annotations

import pandas as pd

from wres_analysis.linking.input import ordered_years
from wres_analysis.measures.plan_measures import PLAN_KEY


def newest_plans(actions: pd.DataFrame) -> pd.DataFrame:
    """Organisation and plan_year of each organisation's newest plan.

    Examples
    --------
    >>> held = pd.DataFrame({"organisation": ["A", "A"], "plan_year": ["2021-22", "2022-23"]})
    >>> newest_plans(held).values.tolist()
    [['A', '2022-23']]
    """
    held = actions[PLAN_KEY].drop_duplicates()
    return held.assign(place=places_of_plans(held)).sort_values(["organisation", "place"]).pipe(_last)


def _last(held: pd.DataFrame) -> pd.DataFrame:
    return held.groupby("organisation").tail(1)[PLAN_KEY]


def newest_actions(actions: pd.DataFrame) -> pd.DataFrame:
    """The actions of each organisation's newest plan."""
    return actions.merge(newest_plans(actions), on=PLAN_KEY)


def newest_year(actions: pd.DataFrame) -> str:
    """The newest plan year of one organisation; blank where nothing was read."""
    return str(next(iter(newest_plans(actions)["plan_year"]), ""))


def places_of_plans(rows: pd.DataFrame) -> pd.Series[int]:
    """The place of each row's plan among the plans of its organisation that are held, from 0."""
    years = rows.groupby("organisation")["plan_year"].agg(lambda own: ordered_years(own))
    place = {(code, year): number for code, own in years.items() for number, year in enumerate(own)}
    keys = zip(rows["organisation"], rows["plan_year"], strict=True)
    return pd.Series([place[key] for key in keys], index=rows.index, dtype="int64")
