"""Which actions stand word for word in the plans of several organisations."""

from __future__ import annotations

import pandas as pd

from wres_analysis.linking.texts import wording_of
from wres_analysis.linking.wording import squashed
from wres_analysis.measures.plan_measures import PLAN_KEY
from wres_analysis.plan_years import plan_year_order
from wres_analysis.tables import ACTIONS, ColumnSpec, Schema, as_schema, check_table

SHORTEST_SHARED = 5

SHARED_WORDING: Schema = {
    "wording": ColumnSpec("action and detail as the earliest plan prints them"),
    "organisations": ColumnSpec("organisations that have it word for word", "whole", least=2),
    "codes": ColumnSpec("their codes, ';' between"),
    "actions": ColumnSpec("rows of plans that have it", "whole", least=2),
    "first_year": ColumnSpec("earliest plan year that it stands in"),
}


def shared_wording(actions: pd.DataFrame) -> pd.DataFrame:
    """Wordings that several organisations have word for word, over all plans held.

    Letters and digits count, punctuation, capitals and line breaks do not. Wordings of fewer than five
    words are left out: they agree by chance.

    Examples
    --------
    >>> from wres_analysis.tables import table_of
    >>> shared_wording(table_of([], ACTIONS)).empty
    True
    """
    check_table(actions, ACTIONS, "actions")
    rows = actions[PLAN_KEY].assign(wording=wording_of(actions))
    rows = rows[rows["wording"].map(lambda text: len(text.split())).astype(int).ge(SHORTEST_SHARED)]
    years = {label: plan_year_order(label) for label in set(rows["plan_year"])}
    rows = rows.assign(key=squashed(list(rows["wording"]))[: len(rows)], year=rows["plan_year"].map(years))
    rows = rows.sort_values(["year", "organisation"], kind="stable")
    groups = rows.groupby("key", sort=False)
    rows = rows[groups["organisation"].transform("nunique").ge(2)]
    table = rows.groupby("key", sort=False, as_index=False).agg(
        wording=("wording", "first"),
        organisations=("organisation", "nunique"),
        codes=("organisation", lambda codes: ";".join(sorted(set(codes)))),
        actions=("organisation", "size"),
        first_year=("plan_year", "first"),
    )
    table = table.sort_values(["organisations", "actions"], ascending=False, kind="stable")
    return as_schema(table, SHARED_WORDING)
