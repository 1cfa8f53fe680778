"""Which actions links join over all plans: the one place where an action is followed from year to year."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

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


def threads_of(links: pd.DataFrame, actions: pd.DataFrame) -> IntArray:
    """For each action the row of the first one that links join it to, directly or over others.

    Examples
    --------
    >>> actions = pd.DataFrame({"organisation": "RXA", "plan_year": ["2021", "2021", "2022"],
    ...     "action_id": ["1", "2", "1"]})
    >>> links = pd.DataFrame({"organisation": ["RXA"], "from_year": ["2021"], "from_id": ["2"],
    ...     "to_year": ["2022"], "to_id": ["1"]})
    >>> threads_of(links, actions).tolist()
    [0, 1, 1]
    """
    ends = places_of_ends(links, actions)
    joined = coo_array((np.ones(len(links)), ends), shape=(len(actions), len(actions)))
    numbers = connected_components(joined, directed=False)[1]
    _, first = np.unique(numbers, return_index=True)
    threads: IntArray = first[numbers].astype(np.intp)
    return threads
