"""What it does to an interval that whole sections of a plan roll over together."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from wres_analysis.measures.link_measures import PAIR_KEY, joined_pairs
from wres_analysis.measures.plan_measures import PLAN_KEY

FEWEST_SECTIONS = 10


class Clustering(NamedTuple):
    """How much actions of one section go together."""

    # design effect: how many times larger the variance of a rate is than for actions that are
    # independent; missing (nan) for fewer than ten sections
    effect: float
    sections: int  # what it was estimated from
    actions: int  # what it was estimated from

    @property
    def wider(self) -> float:
        """How many times as wide an interval should be; never below 1."""
        return math.nan if math.isnan(self.effect) else max(1.0, math.sqrt(self.effect))


def design_effect(values: ArrayLike, clusters: ArrayLike) -> float:
    """Variance of a share by whole clusters, over the binomial variance.

    Parameters
    ----------
    values : array of bool
        Whether each action counts.
    clusters : array
        The section that each action stands in.

    Returns
    -------
    float
        1 where actions are independent, the size of a section where its actions always agree; missing
        (nan) for fewer than two clusters, or where all actions agree.

    Examples
    --------
    >>> round(design_effect([1, 1, 0, 0, 1, 1, 0, 0], [1, 1, 2, 2, 3, 3, 4, 4]), 2)
    2.67
    """
    found = pd.DataFrame({"value": np.asarray(values, dtype=float), "cluster": np.asarray(clusters)})
    share, actions = float(found["value"].mean()), len(found)
    if found["cluster"].nunique() < 2 or not 0 < share < 1:
        return math.nan
    sums = (found["value"] - share).groupby(found["cluster"]).sum()
    between = float((sums**2).sum()) / actions**2 * len(sums) / (len(sums) - 1)
    return between / (share * (1 - share) / actions)


def clustering_of_links(links: pd.DataFrame, actions: pd.DataFrame) -> Clustering:
    """How much the actions of one section (part and aim) of an earlier plan come back together.

    Each plan's own rate is taken off first, so that differences between plans do not count as clustering.
    Plans of a single section tell nothing and are left out.

    Examples
    --------
    >>> from wres_analysis.tables import ACTIONS, LINKS, table_of
    >>> clustering_of_links(table_of([], LINKS), table_of([], ACTIONS)).sections
    0
    """
    years = links[PAIR_KEY].drop_duplicates()
    rows = years.merge(actions, left_on=["organisation", "from_year"], right_on=PLAN_KEY)
    back = joined_pairs(links, actions)[[*PAIR_KEY, "from_id"]].drop_duplicates().assign(back=1.0)
    rows = rows.merge(
        back, left_on=[*PAIR_KEY, "action_id"], right_on=[*PAIR_KEY, "from_id"], how="left"
    ).fillna({"back": 0.0})
    in_plan = rows.groupby(PAIR_KEY)
    several = in_plan["part"].transform("nunique").gt(1) | in_plan["aim"].transform("nunique").gt(1)
    rows = rows[several]
    section = rows.groupby([*PAIR_KEY, "part", "aim"]).ngroup()
    sections = int(section.nunique())
    if sections < FEWEST_SECTIONS:
        return Clustering(math.nan, sections, len(rows))
    off = rows["back"] - rows.groupby(PAIR_KEY)["back"].transform("mean")
    alone = float((off**2).sum())
    together = float((off.groupby(section).sum() ** 2).sum()) * sections / (sections - 1)
    return Clustering(together / alone if alone else math.nan, sections, len(rows))
