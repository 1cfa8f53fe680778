"""Peer groups: whom an organisation is compared with. Fewer than five members is everyone, and says so."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from wres_analysis.errors import TableError

SMALLEST_GROUP = 5
EVERYONE = "everyone"


def peer_groups(
    codes: Sequence[str], organisations: pd.DataFrame | None, by: str = "", smallest: int = SMALLEST_GROUP
) -> pd.Series[str]:
    """The group that each organisation is compared within.

    Parameters
    ----------
    codes : sequence of str
        Organisations that have a value to compare.
    organisations : pandas.DataFrame, optional
        Rows of ORGANISATIONS; every column but code and name is a way of grouping.
    by : str, optional
        The column to group by, such as "type" or "region". Blank: everyone is compared with everyone.
    smallest : int, default 5
        A group with fewer members among `codes` is compared with everyone instead.

    Returns
    -------
    pandas.Series
        Name of the group, by code: "everyone", "type: Acute trust", or "everyone (type: Commissioner has
        only 2)".

    Raises
    ------
    TableError
        There is no such column to group by.

    Examples
    --------
    >>> trusts = pd.DataFrame({"code": list("ABCDEF"), "type": ["Acute"] * 5 + ["Ambulance"]})
    >>> peer_groups(list("ABCDEF"), trusts, by="type").unique().tolist()
    ['type: Acute', 'everyone (type: Ambulance has only 1)']
    """
    everyone = pd.Series(EVERYONE, index=list(codes), dtype="str")
    if not by:
        return everyone
    if organisations is None or by not in organisations.columns or by in ("code", "name"):
        raise TableError(f"there is no column '{by}' to group by", "organisations", _choices(organisations))
    values = organisations.drop_duplicates("code").set_index("code")[by].reindex(everyone.index).fillna("")
    sizes = values.map(values.value_counts())
    names = f"{by}: " + values
    small = EVERYONE + " (" + names + " has only " + sizes.astype("str") + ")"
    unknown = f"{EVERYONE} ({by} not known)"
    return names.where(sizes.ge(smallest), small).where(values.ne(""), unknown).astype("str")


def members(groups: pd.Series[str], group: str) -> list[str]:
    """The organisations whose numbers make up a group: for any "everyone" that is all of them.

    Examples
    --------
    >>> members(pd.Series({"A": "type: Acute", "B": "everyone (type: Ambulance has only 1)"}), "type: Acute")
    ['A']
    """
    named = groups.index if group.startswith(EVERYONE) else groups.index[groups.eq(group)]
    return [str(code) for code in named]


def own_list(
    codes: Sequence[str], organisations: pd.DataFrame, smallest: int = SMALLEST_GROUP
) -> pd.DataFrame:
    """The organisations with one more way of grouping, `own list`, that holds the chosen ones together.

    Parameters
    ----------
    codes : sequence of str
        The chosen organisations, at least `smallest`.
    organisations : pandas.DataFrame
        Rows of ORGANISATIONS.
    smallest : int, default 5

    Raises
    ------
    TableError
        A code is not among the organisations, or the list is too short.

    Examples
    --------
    >>> trusts = pd.DataFrame({"code": list("ABCDEF"), "type": "Acute"})
    >>> own_list(list("ABCDE"), trusts)["own list"].tolist()
    ['chosen', 'chosen', 'chosen', 'chosen', 'chosen', 'other']
    """
    unknown = [code for code in codes if code not in set(organisations["code"])]
    if unknown:
        raise TableError(
            f"'{unknown[0]}' is not an organisation", "own list", "use codes of organisations.csv"
        )
    if len(set(codes)) < smallest:
        raise TableError(
            f"the list has {len(set(codes))} organisations", "own list", f"name at least {smallest}"
        )
    chosen = organisations["code"].isin(codes).map({True: "chosen", False: "other"})
    return organisations.assign(**{"own list": chosen})


def _choices(organisations: pd.DataFrame | None) -> str:
    columns = (
        [] if organisations is None else [name for name in organisations if name not in ("code", "name")]
    )
    return f"group by one of {', '.join(map(str, columns))}" if columns else "give organisations.csv"
