"""How long an action lives: over how many plans it runs, and how it ends.

A life is everything that links join over the plans of one organisation, so a split or merged action is one
life. The clock counts plans. Plans are yearly, so time is discrete; a life that the first plan held already
calls carried over, or that stands in the first plan held, began before we could see it and is left out of
the curves (left truncation), and counted.
"""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from wres_analysis.linking.action_threads import threads_of
from wres_analysis.linking.input import ordered_years
from wres_analysis.measures.link_measures import joined_pairs
from wres_analysis.measures.plan_measures import is_stated
from wres_analysis.tables import ACTIONS, ColumnSpec, Schema, as_schema, check_table

ENDINGS = ("complete", "withdrawn", "vanished", "open")

LIVES: Schema = {
    "organisation": ColumnSpec("code of the organisation"),
    "first_year": ColumnSpec("first plan year that it stands in"),
    "first_id": ColumnSpec("an action of that plan"),
    "last_year": ColumnSpec("last plan year that it stands in"),
    "last_id": ColumnSpec("an action of that plan"),
    "plans_running": ColumnSpec("plans from the first to the last, both counted", "whole", least=1),
    "ending": ColumnSpec("how it ended, open in the newest plan otherwise", allowed=ENDINGS),
    "began_before": ColumnSpec("whether it began before the plans that are held", allowed=("Yes", "No")),
    "wording": ColumnSpec("its newest wording"),
}
LIFE_TABLE: Schema = {
    "plans": ColumnSpec("number of plans that the action has stood in", "whole", least=1),
    "at_risk": ColumnSpec("lives seen for so many plans", "whole", least=0),
    "complete": ColumnSpec(
        "share complete by then, with vanished as a competing end", "number", least=0, most=1
    ),
    "withdrawn": ColumnSpec("share withdrawn by then", "number", least=0, most=1),
    "vanished": ColumnSpec("share vanished without a word by then", "number", least=0, most=1),
    "open": ColumnSpec("share still open", "number", least=0, most=1),
    "open_low": ColumnSpec("lower end of its 95% interval", "number", least=0, most=1),
    "open_high": ColumnSpec("upper end of its 95% interval", "number", least=0, most=1),
}


class Survival(NamedTuple):
    """Kaplan and Meier's estimate: share still open after each time, with its 95% log-log interval."""

    times: NDArray[np.float64]
    share: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def lives(links: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """Every life of every organisation.

    Examples
    --------
    >>> from wres_analysis.tables import LINKS, table_of
    >>> lives(table_of([], LINKS), table_of([], ACTIONS)).empty
    True
    """
    check_table(actions, ACTIONS, "actions")
    rows = _with_order(actions).assign(life=threads_of(joined_pairs(links, actions), actions))
    rows = rows.sort_values(["life", "order"], kind="stable")
    grouped = rows.groupby("life", sort=False)
    first, last = grouped.first(), grouped.last()
    found = pd.DataFrame(
        {
            "organisation": first["organisation"],
            "first_year": first["plan_year"],
            "first_id": first["action_id"],
            "last_year": last["plan_year"],
            "last_id": last["action_id"],
            "plans_running": last["order"] - first["order"] + 1,
            "ending": _endings(rows, last),
            "began_before": (first["order"].eq(0) | first["stated"]).map({True: "Yes", False: "No"}),
            "wording": (last["action"] + " " + last["detail"]).str.strip(),
        }
    )
    return as_schema(found.sort_values(["organisation", "first_year", "first_id"]), LIVES)


def _with_order(actions: pd.DataFrame) -> pd.DataFrame:
    """The actions with the place of their plan in the series, from 0, and whether it is the newest."""
    order: dict[tuple[str, str], int] = {}
    for organisation, years in actions.groupby("organisation")["plan_year"]:
        for place, year in enumerate(ordered_years(years)):
            order[str(organisation), year] = place
    keys = zip(actions["organisation"], actions["plan_year"], strict=True)
    placed = actions.assign(order=[order[key] for key in keys], stated=is_stated(actions)).reset_index(
        drop=True
    )
    return placed.assign(newest=placed.groupby("organisation")["order"].transform("max"))


def _endings(rows: pd.DataFrame, last: pd.DataFrame) -> pd.Series[str]:
    """How each life ended, by its status in the last plan that it stands in."""
    final = rows[rows["order"].eq(rows["life"].map(last["order"]))]
    said = {
        status: final["status"].eq(status).groupby(final["life"]).any().reindex(last.index)
        for status in ("complete", "withdrawn")
    }
    gone = last["order"].lt(last["newest"])
    ending = pd.Series("open", index=last.index, dtype="str").mask(gone, "vanished")
    return ending.mask(said["withdrawn"], "withdrawn").mask(said["complete"], "complete")


def life_table(found: pd.DataFrame) -> pd.DataFrame:
    """What became of actions after one, two, three … plans, done against vanished as competing ends.

    Examples
    --------
    >>> from wres_analysis.tables import table_of
    >>> life_table(table_of([], LIVES)).empty
    True
    """
    seen = found[found["began_before"].eq("No")]
    times, kinds = seen["plans_running"].to_numpy(dtype=int), seen["ending"].to_numpy()
    if not len(seen):
        return as_schema(pd.DataFrame(columns=list(LIFE_TABLE)), LIFE_TABLE)
    plans = np.arange(1, times.max() + 1)
    shares = cumulative_incidence(times, np.where(kinds == "open", "", kinds), plans)
    table = pd.DataFrame({"plans": plans, "at_risk": [(times >= plan).sum() for plan in plans]})
    for ending in ENDINGS[:3]:
        table[ending] = shares.get(ending, np.zeros(len(plans)))
    return as_schema(pd.concat([table, _still_open(times, kinds != "open", plans)], axis=1), LIFE_TABLE)


def _still_open(times: NDArray[np.int64], ended: NDArray[np.bool_], plans: NDArray[np.int64]) -> pd.DataFrame:
    curve = survival(times, ended)
    steps = pd.DataFrame(
        {"open": curve.share, "open_low": curve.low, "open_high": curve.high}, index=curve.times
    )
    told = steps.reindex(plans, method="ffill").reset_index(drop=True)
    return told.assign(open=told["open"].fillna(1.0))


def cumulative_incidence(times: ArrayLike, kinds: ArrayLike, at: ArrayLike) -> dict[str, NDArray[np.float64]]:
    """Share that has ended in each way by each time, the other ways competing (Aalen and Johansen).

    One minus Kaplan and Meier for each way by itself would say too much.

    Examples
    --------
    >>> found = cumulative_incidence([1, 2, 3, 4], ["done", "gone", "done", ""], [1, 2, 3, 4])
    >>> found["done"].tolist(), found["gone"].tolist()
    ([0.25, 0.25, 0.5, 0.5], [0.0, 0.25, 0.25, 0.25])
    """
    when, how = np.asarray(times), np.asarray(kinds, dtype=str)
    ways = [str(way) for way in np.unique(how) if way]
    share_open, so_far = 1.0, dict.fromkeys(ways, 0.0)
    history: dict[int, dict[str, float]] = {}
    for time in np.unique(when):
        at_risk = int((when >= time).sum())
        ended = {way: int(((when == time) & (how == way)).sum()) for way in ways}
        so_far = {way: so_far[way] + share_open * ended[way] / at_risk for way in ways}
        share_open *= 1 - sum(ended.values()) / at_risk
        history[int(time)] = so_far
    report = [max((time for time in history if time <= asked), default=None) for asked in np.asarray(at)]
    nothing = dict.fromkeys(ways, 0.0)
    return {
        way: np.array([(nothing if time is None else history[time])[way] for time in report]) for way in ways
    }


def survival(times: ArrayLike, ended: ArrayLike) -> Survival:
    """Kaplan and Meier's share still open, with its 95% log-log interval, at each time that one ended.

    Examples
    --------
    >>> survival([1, 2, 3, 4], [True, True, True, True]).share.tolist()
    [0.75, 0.5, 0.25, 0.0]
    """
    when, event = np.asarray(times, dtype=float), np.asarray(ended, dtype=bool)
    if not event.any():
        nothing = np.array([])
        return Survival(nothing, nothing, nothing, nothing)
    sample = stats.CensoredData(uncensored=when[event], right=when[~event])
    curve = stats.ecdf(sample).sf
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        # The interval has no value where nobody or everybody is left; that stays missing.
        warnings.simplefilter("ignore", RuntimeWarning)
        interval = curve.confidence_interval(method="log-log")
    kept = np.isin(curve.quantiles, when[event])
    return Survival(
        curve.quantiles[kept],
        curve.probabilities[kept],
        interval.low.probabilities[kept],
        interval.high.probabilities[kept],
    )
