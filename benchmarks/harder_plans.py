"""Labelled plans where little comes back: leftovers of plans repeated word for word, and thinned carry-over.

What takes the place of an action is an action of another organisation that has no theme in common with the
earlier plan, so that nobody would call it carried over.
"""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
from labelled_links import Labelled

from wres_analysis.linking.lexicon import THEME
from wres_analysis.linking.texts import ready_actions
from wres_analysis.linking.wording import IntArray

STYLES = ("place", "own", "end")
BROUGHT = ["action", "detail", "comment", "deadline", "status"]
_LEAST_PLAN = 8


def with_leftovers(labelled: Labelled, count: int, style: str, seed: int = 0) -> Labelled:
    """Each plan followed by itself, but for some actions that others replace.

    `place` keeps place, aim and owner of what was replaced; `own` brings an owner and no aim; `end` stands
    last, with an owner of its own.
    """
    draw = random.Random(f"{seed} {count} {style}")
    table, strangers = _strangers(labelled)
    parts: list[pd.DataFrame] = []
    links = {}
    for (organisation, year), plan in table.groupby(["organisation", "plan_year"], sort=False):
        pool = strangers(plan.index.to_numpy())
        if len(plan) < _LEAST_PLAN or len(pool) < count:
            continue
        name = f"{organisation} | {year}"
        old = plan.assign(organisation=name, plan_year="2021/22").pipe(_numbered)
        places = draw.sample(range(len(old)), count)
        new = _replaced(old, places, table.loc[draw.sample(list(pool), count)], style)
        parts += [old, new.assign(plan_year="2022/23")]
        for place in set(range(len(old))) - set(places):
            links[name, "2021/22", old["action_id"][place], "2022/23", old["action_id"][place]] = "exact"
    return Labelled(pd.concat(parts, ignore_index=True), links)


def _replaced(old: pd.DataFrame, places: list[int], donors: pd.DataFrame, style: str) -> pd.DataFrame:
    new = old.copy()
    brought = BROUGHT if style == "place" else [*BROUGHT, "owner"]
    brought = [name for name in brought if name in old.columns]
    new.loc[places, brought] = donors[brought].to_numpy()
    new.loc[places, "action_id"] = [f"x{place}" for place in places]
    if style == "own":
        new.loc[places, [name for name in ("part", "aim") if name in old.columns]] = ""
    if style == "end":
        new = pd.concat([new.drop(index=places), new.loc[places]], ignore_index=True)
    return _numbered(new)


def _numbered(plan: pd.DataFrame) -> pd.DataFrame:
    return plan.reset_index(drop=True).assign(row=[str(number + 1) for number in range(len(plan))])


def thinned(labelled: Labelled, kept: float, seed: int = 0) -> Labelled:
    """Of each pair of plans a share of the links is kept; others replace the later actions of the rest."""
    draw = random.Random(f"{seed} {kept}")
    table, strangers = _strangers(labelled)
    parts: list[pd.DataFrame] = []
    links = {}
    plans = dict(list(table.groupby(["organisation", "plan_year"], sort=False)))
    for organisation, before, after in dict.fromkeys((key[0], key[1], key[3]) for key in labelled.links):
        mine = [key for key in labelled.links if (key[0], key[1], key[3]) == (organisation, before, after)]
        old, new = plans[organisation, before], plans[organisation, after]
        gone = {key[4] for key in mine if draw.random() >= kept}
        gone |= {key[4] for key in mine if any(other[2] == key[2] and other[4] in gone for other in mine)}
        rows = list(np.flatnonzero(new["action_id"].isin(gone)))
        pool = list(strangers(old.index.to_numpy()))
        donors = table.loc[draw.sample(pool, min(len(pool), len(rows)))]
        name = f"{organisation} | {before} {kept}"
        later = _replaced(_numbered(new), [int(r) for r in rows[: len(donors)]], donors, "own")
        parts += [
            _numbered(old).assign(organisation=name),
            later.drop(index=rows[len(donors) :]).assign(organisation=name),
        ]
        links |= {(name, *key[1:]): labelled.links[key] for key in mine if key[4] not in gone}
    return Labelled(pd.concat(parts, ignore_index=True), links)


def _strangers(labelled: Labelled):
    """The actions in the order of their plans, and what finds those of other organisations and themes."""
    ready = ready_actions(labelled.actions)
    held = ready.subjects.held[ready.text][:, ready.subjects.of_class(THEME)]
    names = ready.table["organisation"].to_numpy()

    def strangers(plan: IntArray) -> IntArray:
        foreign = (names != names[plan[0]]) & held.any(axis=1) & ~(held & held[plan].any(axis=0)).any(axis=1)
        _, first = np.unique(ready.text[foreign], return_index=True)
        return np.flatnonzero(foreign)[np.sort(first)]

    return ready.table, strangers
