"""The life of an action over all plans held, plan by plan: through edits, splits, mergers and gaps.

`measuring.lives` sums lives up, and counts an action that comes back after a gap as a new one.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from wres_analysis.linkage import score_plans
from wres_analysis.linking.features import PlanPair
from wres_analysis.linking.input import first_and_last_year, ordered_years, plan_order
from wres_analysis.linking.model import LinkModel, shipped_model
from wres_analysis.linking.texts import ReadyActions, ready_actions
from wres_analysis.linking.threads import places_of_ends, threads_of
from wres_analysis.measuring.measures import as_schema
from wres_analysis.tables import LINKS, ColumnSpec, Schema

RETURNED = "returned"

ACTION_LIVES: Schema = {
    "organisation": ColumnSpec("code of the organisation"),
    "life": ColumnSpec("name of the life: plan year and id of its first action"),
    "plan_year": ColumnSpec("plan year"),
    "action_id": ColumnSpec("action in that plan"),
    "arrived": ColumnSpec(
        "how it came into this plan",
        allowed=("first", "exact", "minor_edit", "reworded", "split", "merged", RETURNED),
    ),
    "left": ColumnSpec("what became of it", allowed=("held", "carried", "away", "completed", "dropped")),
    "plans_running": ColumnSpec("for how many plans the life has been running", "whole", least=1),
    "years_missed": ColumnSpec("years since it stood in a plan for the last time", "whole", least=0),
}

_LEAST_RETURN = 0.5
_SURE_KINDS = ("exact", "minor_edit")
_NODE = ["organisation", "plan_year", "action_id"]


def action_lives(links: pd.DataFrame, actions: pd.DataFrame, model: LinkModel | None = None) -> pd.DataFrame:
    """Which actions of all plans held are one action, and how long it has lived.

    Parameters
    ----------
    links : pandas.DataFrame
        LINKS of all plans of the organisations.
    actions : pandas.DataFrame
        The actions that they are about.
    model : LinkModel, optional
        Decides which actions that had gone have come back in a later plan.

    Returns
    -------
    pandas.DataFrame
        ACTION_LIVES, a row for each action. A split or a merger keeps its parts in one life. `returned`: the
        action was away for one plan or more. `years_missed` counts years without it, be it that no plan
        of theirs is held. `left` is `carried` (into the next plan), `away` (it comes back later),
        `completed`, `dropped`, or `held` in the newest plan.

    Examples
    --------
    >>> from wres_analysis.linkage import link_actions
    >>> plans = pd.DataFrame({"organisation": "RXA", "plan_year": ["2020-21", "2021-22", "2022-23"],
    ...     "action_id": ["1", "1", "1"], "action": ["Review the grievance policy"] * 3})
    >>> action_lives(link_actions(plans), plans)[["life", "plan_year", "plans_running"]].values.tolist()
    [['2020-21 1', '2020-21', 1], ['2020-21 1', '2021-22', 2], ['2020-21 1', '2022-23', 3]]
    """
    joined = links[links["from_id"].ne("") & links["to_id"].ne("")]
    nodes = actions.iloc[plan_order(actions)][_NODE].astype("str").reset_index(drop=True)
    steps = _placed(pd.concat([joined, _returns(links, actions, model or shipped_model())]), nodes)
    lives = nodes.assign(first=threads_of(steps, nodes), arrived="first", years_missed=0)
    return as_schema(_described(lives, steps, links), ACTION_LIVES)


def _placed(steps: pd.DataFrame, nodes: pd.DataFrame) -> pd.DataFrame:
    """The steps with the places of both actions among the nodes, and the years missed between them."""
    old, new = places_of_ends(steps, nodes)
    missed = [years_between(a, b) for a, b in zip(steps["from_year"], steps["to_year"], strict=True)]
    return steps.assign(old=old, new=new, missed=missed)


def years_between(before: str, after: str) -> int:
    """Years that lie between the end of one plan and the start of another.

    Examples
    --------
    >>> years_between("2019-20", "2020-21"), years_between("2019-20", "2022-23")
    (0, 2)
    >>> years_between("2021-23", "2022")
    0
    """
    first, last = first_and_last_year(before) or (0, 0)
    start, _ = first_and_last_year(after) or (0, 0)
    return max(0, start - max(first, last - 1) - 1)


def _described(lives: pd.DataFrame, steps: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    arrivals = steps.groupby("new").agg(kind=("kind", "first"), missed=("missed", "min"))
    lives.loc[arrivals.index, "arrived"] = arrivals["kind"]
    lives.loc[arrivals.index, "years_missed"] = arrivals["missed"]
    plan = lives.groupby(["organisation", "plan_year"], sort=False).ngroup()
    running = plan.groupby(lives["first"]).rank("dense").astype(int)
    names = lives["plan_year"] + " " + lives["action_id"]
    return lives.assign(
        life=names.to_numpy()[lives["first"]], plans_running=running, left=_left(lives, steps, links, plan)
    )


def _left(
    lives: pd.DataFrame, steps: pd.DataFrame, links: pd.DataFrame, plan: pd.Series[int]
) -> pd.Series[str]:
    newest = plan.eq(plan.groupby(lives["organisation"]).transform("max"))
    left = pd.Series("held", index=lives.index).where(newest, "dropped")
    completed = {*_keys(links[links["kind"].eq("completed")], "from_year", "from_id")}
    left[[key in completed for key in _keys(lives, "plan_year", "action_id")]] = "completed"
    back = steps["kind"].eq(RETURNED)
    left[steps.loc[back, "old"]] = "away"
    left[steps.loc[~back, "old"]] = "carried"
    return left


def _returns(links: pd.DataFrame, actions: pd.DataFrame, model: LinkModel) -> pd.DataFrame:
    """Links from what had gone to what is new in a later plan than the next, the nearest plans first."""
    gone = links[links["to_id"].eq("")]
    new = links[links["from_id"].eq("")]
    ready = ready_actions(actions)
    row_of = {key: row for row, key in enumerate(_keys(ready.table, "plan_year", "action_id"))}
    old = [row_of[key] for key in _keys(gone, "from_year", "from_id")]
    later = [row_of[key] for key in _keys(new, "to_year", "to_id")]
    found = [
        record
        for name in sorted(set(gone["organisation"]) & set(new["organisation"]))
        for record in _returns_of(name, ready, old, later, model)
    ]
    return pd.DataFrame(found, columns=list(LINKS))


def _keys(table: pd.DataFrame, year: str, identifier: str) -> list[tuple[str, str, str]]:
    return list(table[["organisation", year, identifier]].itertuples(index=False, name=None))


def _returns_of(
    organisation: str, ready: ReadyActions, gone: list[int], new: list[int], model: LinkModel
) -> list[dict[str, object]]:
    own = ready.table["organisation"].eq(organisation)
    labels = ready.table["plan_year"].to_numpy(dtype=object)
    years = ordered_years(ready.table.loc[own, "plan_year"])
    steps = [(a, b) for apart in range(2, len(years)) for a, b in zip(years, years[apart:], strict=False)]
    gone, new = [row for row in gone if own[row]], [row for row in new if own[row]]
    found = []
    for before, after in steps:
        old = np.array([row for row in gone if labels[row] == before], dtype=np.intp)
        later = np.array([row for row in new if labels[row] == after], dtype=np.intp)
        for a, b, chance in _back_again(ready, PlanPair(organisation, before, after, old, later), model):
            gone.remove(a)
            new.remove(b)
            found.append(_step(ready, a, b, chance))
    return found


def _back_again(ready: ReadyActions, pair: PlanPair, model: LinkModel) -> list[tuple[int, int, float]]:
    if not len(pair.old) or not len(pair.new):
        return []
    scored = score_plans(ready, pair, model, {})
    # with rivals away a reworded action is no evidence: much of its wording has to be back
    return [
        (int(pair.old[a]), int(pair.new[b]), float(scored.probability[a, b]))
        for (a, b), kind in sorted(scored.kinds.items())
        if kind in _SURE_KINDS and scored.probability[a, b] >= _LEAST_RETURN
    ]


def _step(ready: ReadyActions, old: int, new: int, chance: float) -> dict[str, object]:
    before, after = ready.table.iloc[old], ready.table.iloc[new]
    return {
        "organisation": before["organisation"],
        "from_year": before["plan_year"],
        "from_id": before["action_id"],
        "to_year": after["plan_year"],
        "to_id": after["action_id"],
        "kind": RETURNED,
        "probability": round(chance, 4),
    }
