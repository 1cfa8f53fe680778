"""Peer groups: whom an organisation is compared with. Fewer than five members is everyone, and says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from wres_analysis.errors import TableError

SMALLEST_GROUP = 5
FEWEST_ACTIONS = 10  # as in `benchmark`: fewer actions keep their count and interval, compared with nobody
EVERYONE = "everyone"
OWN_LIST = "own list"


def peer_groups(
    codes: Sequence[str], organisations: pd.DataFrame | None, by: str = "", smallest: int = SMALLEST_GROUP
) -> pd.Series[str]:
    """The group that each organisation is compared within."""
    everyone = pd.Series(EVERYONE, index=list(codes), dtype="str")
    if not by:
        return everyone
    if organisations is None or by not in organisations.columns or by in ("code", "name"):
        columns = (
            [] if organisations is None else [name for name in organisations if name not in ("code", "name")]
        )
        raise TableError(
            f"there is no column '{by}' to group by",
            "organisations",
            f"group by one of {', '.join(map(str, columns))}" if columns else "give organisations.csv",
        )
    values = organisations.drop_duplicates("code").set_index("code")[by].reindex(everyone.index).fillna("")
    sizes = values.map(values.value_counts())
    names = f"{by}: " + values
    small = EVERYONE + " (" + names + " has only " + sizes.astype("str") + ")"
    unknown = f"{EVERYONE} (not on the own list)" if by == OWN_LIST else f"{EVERYONE} ({by} not known)"
    return names.where(sizes.ge(smallest), small).where(values.ne(""), unknown).astype("str")


def members(groups: pd.Series[str], group: str) -> list[str]:
    """The organisations whose numbers make up a group: for any "everyone" that is all of them."""
    named = groups.index if group.startswith(EVERYONE) else groups.index[groups.eq(group)]
    return [str(code) for code in named]


def too_few_words(rows: pd.DataFrame) -> str:
    """For each group of a benchmark that is not compared: how many there are, what would be enough."""
    alone = rows[rows["compared"].eq(0)]
    said = []
    for group, own in alone.groupby("peer_group"):
        enough = int(own["denominator"].ge(FEWEST_ACTIONS).sum())
        said.append(
            f"{enough} of {len(own)} organisations of {group} have ten actions or more, "
            f"{SMALLEST_GROUP - enough} more would be enough to compare them."
        )
    return " ".join(said)


def way_of_grouping(
    peers: str, organisations: pd.DataFrame | None, own: str = ""
) -> tuple[pd.DataFrame | None, str]:
    """The organisations and the column to group them by, from what a user wrote."""
    wanted = peers.strip()
    if not wanted or organisations is None or wanted in organisations.columns:
        return organisations, wanted
    codes = [part.strip() for part in re.split(r"[,;]", wanted) if part.strip()]
    if len(codes) == 1 and codes[0] not in set(organisations["code"]):
        return organisations, wanted
    return own_list([*codes, *([own] if own else [])], organisations), OWN_LIST


def own_list(codes: Sequence[str], organisations: pd.DataFrame) -> pd.DataFrame:
    """The organisations with one more way of grouping, `own list`, that holds the chosen ones together.

    Chosen ones of whom fewer than five have a value are compared with everyone, as in any group too small.
    """
    unknown = [code for code in codes if code not in set(organisations["code"])]
    if unknown:
        raise TableError(f"'{unknown[0]}' is not an organisation", OWN_LIST, "use codes of organisations.csv")
    chosen = organisations["code"].isin(list(codes)).map({True: "chosen", False: ""})
    return organisations.assign(**{OWN_LIST: chosen})
