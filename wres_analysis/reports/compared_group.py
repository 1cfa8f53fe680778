"""One peer group of a benchmark: limits, priors and ranks of different groups do not share a picture."""

from __future__ import annotations

import pandas as pd

from wres_analysis.errors import TableError
from wres_analysis.measures.peers import EVERYONE


def one_group(benchmark: pd.DataFrame, highlight: str = "") -> pd.DataFrame:
    """The group of the highlighted organisation, otherwise the largest one; of one measure alone.

    Examples
    --------
    >>> rows = pd.DataFrame({"organisation": list("ABC"), "peer_group": ["type: x", "type: x", "everyone"]})
    >>> one_group(rows)["organisation"].tolist(), one_group(rows, "C")["organisation"].tolist()
    (['A', 'B'], ['C'])
    """
    if "measure" in benchmark and benchmark["measure"].nunique() > 1:
        raise TableError(
            f"it has {benchmark['measure'].nunique()} measures, and a picture shows one",
            "benchmark",
            f"choose one, as in benchmark[benchmark['measure'] == '{benchmark['measure'].iloc[0]}']",
        )
    groups = benchmark["peer_group"]
    groups = groups.where(~groups.str.startswith(EVERYONE), EVERYONE)
    if groups.nunique() < 2:
        return benchmark
    own = groups[benchmark["organisation"].eq(highlight)]
    return benchmark[groups.eq(own.iloc[0] if len(own) else groups.mode().iloc[0])]


def group_words(drawn: pd.DataFrame, benchmark: pd.DataFrame) -> str:
    """Which group is drawn and who is left out; blank where everyone is compared with everyone.

    Examples
    --------
    >>> rows = pd.DataFrame({"organisation": list("ABC"), "peer_group": ["type: x", "type: x", "everyone"]})
    >>> group_words(one_group(rows), rows)
    'type: x, 2 of 3 organisations (the others are in the table)'
    >>> group_words(rows[2:], rows[2:])
    ''
    """
    groups = list(dict.fromkeys(drawn["peer_group"]))
    if groups in ([], [EVERYONE]) and len(drawn) == len(benchmark):
        return ""
    name = groups[0] if len(groups) == 1 else "compared with everyone"
    if len(drawn) == len(benchmark):
        return name
    return f"{name}, {len(drawn)} of {len(benchmark)} organisations (the others are in the table)"
