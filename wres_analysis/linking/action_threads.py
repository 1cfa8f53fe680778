"""Which actions links join over all plans: the one place where an action is followed from year to year."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from wres_analysis.linking.input import ordered_years, same_words
from wres_analysis.linking.wording import IntArray

_NODE = ["organisation", "plan_year", "action_id"]


def places_of_ends(links: pd.DataFrame, actions: pd.DataFrame) -> tuple[IntArray, IntArray]:
    """Rows of the earlier and of the later action of each link."""
    place = pd.Series(np.arange(len(actions)), index=pd.MultiIndex.from_frame(actions[_NODE].astype("str")))
    earlier, later = (
        place.loc[pd.MultiIndex.from_frame(links[["organisation", f"{end}_year", f"{end}_id"]].astype("str"))]
        for end in ("from", "to")
    )
    return earlier.to_numpy(dtype=np.intp), later.to_numpy(dtype=np.intp)


def _over_a_gap(links: pd.DataFrame, actions: pd.DataFrame) -> tuple[IntArray, IntArray]:
    """Rows of actions that one plan passes over: the same words two plans later, and no link between."""
    rows = actions.reset_index(drop=True).assign(row=np.arange(len(actions)))
    plans = rows[["organisation", "plan_year"]].drop_duplicates()
    order = {label: number for number, label in enumerate(ordered_years(plans["plan_year"]))}
    plans = plans.sort_values("plan_year", key=lambda labels: labels.map(order), kind="stable")
    rows = rows.merge(plans.assign(plan=plans.groupby("organisation").cumcount()))
    rows = rows.assign(words=same_words(rows))
    linked = [np.isin(rows["row"], places) for places in places_of_ends(links, actions)]
    before, after = (rows.loc[~taken, ["organisation", "words", "plan", "row"]] for taken in linked)
    found = before.assign(plan=before["plan"] + 2).merge(after, on=["organisation", "words", "plan"])
    return found["row_x"].to_numpy(dtype=np.intp), found["row_y"].to_numpy(dtype=np.intp)


def threads_of(links: pd.DataFrame, actions: pd.DataFrame) -> IntArray:
    """For each action the row of the first one that links join it to, directly or over others.

    An action that one plan leaves out and the next has again in the same words is one thread with a gap.
    """
    ends = [places_of_ends(links, actions), _over_a_gap(links, actions)]
    joined_ends = tuple(np.concatenate(places) for places in zip(*ends, strict=True))
    joined = coo_array((np.ones(len(joined_ends[0])), joined_ends), shape=(len(actions), len(actions)))
    numbers = connected_components(joined, directed=False)[1]
    _, first = np.unique(numbers, return_index=True)
    threads: IntArray = first[numbers].astype(np.intp)
    return threads
