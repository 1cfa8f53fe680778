"""Reasons to read a carry-over rate with caution: rules with limits, asked of the tables of a run.

The rules stand in vocabulary/caution_rules.csv. Their limits are judgements, printed beside what was found.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from wres_analysis.measures.benchmarking import SMALLEST_DENOMINATOR, newest_values
from wres_analysis.measures.measure_definitions import read_vocabulary
from wres_analysis.measures.plan_measures import PLAN_KEY
from wres_analysis.measures.reliability import (
    MAIN,
    ROWS,
    SUB,
    THRESHOLDS,
    link_evidence,
    missing_years,
    rate_choices,
)
from wres_analysis.tables import ColumnSpec, Schema, as_schema

LONGER_BY_DAYS = 180

CAUTIONS: Schema = {
    "rule": ColumnSpec("name of the rule, see vocabulary/caution_rules.csv"),
    "asks": ColumnSpec("what it looks at"),
    "unit": ColumnSpec("how to read value and limit", allowed=("number", "share", "points", "times")),
    "sign": ColumnSpec("on which side of the limit caution begins", allowed=("above", "below")),
    "limit": ColumnSpec("where caution begins", "number"),
    "value": ColumnSpec("what was found, missing where it cannot be asked", "number"),
    "holds": ColumnSpec("whether it is a reason for caution", allowed=("Yes", "No", "cannot be asked")),
    "because": ColumnSpec("the reason in words, {value} for what was found"),
}


def cautions(tables: Mapping[str, pd.DataFrame], unread: int = 0) -> pd.DataFrame:
    """Every rule with what was found.

    Examples
    --------
    >>> from wres_analysis import tables as schemas
    >>> names = ("ACTIONS", "PLANS", "READING_NOTES", "LINKS", "LINK_CANDIDATES", "RATES")
    >>> nothing = {name.lower(): schemas.table_of([], getattr(schemas, name)) for name in names}
    >>> cautions(nothing, unread=1).query("holds == 'Yes'")["rule"].tolist()
    ['few_organisations', 'not_read']
    """
    found = {**_of_rates(tables), **_of_links(tables), **_of_plans(tables), "not_read": float(unread)}
    rules = read_vocabulary("caution_rules").assign(
        limit=lambda rows: pd.to_numeric(rows["limit"]), value=lambda rows: rows["rule"].map(found)
    )
    beyond = (
        rules["value"].gt(rules["limit"]).where(rules["sign"].eq("above"), rules["value"].lt(rules["limit"]))
    )
    holds = beyond.map({True: "Yes", False: "No"}).where(rules["value"].notna(), "cannot be asked")
    return as_schema(rules.assign(holds=holds.astype("str")), CAUTIONS)


def _of_rates(tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    held = newest_values(tables["rates"], "matched_backward")
    few = held["denominator"].lt(SMALLEST_DENOMINATOR).astype(float)
    return {
        "few_organisations": float(len(held)),
        "few_actions": float(few.mean()) if len(held) else math.nan,
    }


def _of_links(tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    links, actions = tables["links"], tables["actions"]
    evidence = link_evidence(links, actions)
    choices = rate_choices(links, tables["link_candidates"], actions).set_index("choice")["rate"]
    rate = choices.astype("Float64").to_numpy(dtype=float, na_value=math.nan)
    by = dict(zip(choices.index, rate, strict=True))
    unsure = evidence["confidence"].isin(["likely", "unlikely"]).astype(float)
    return {
        "threshold": abs(by[str(THRESHOLDS[0])] - by[str(THRESHOLDS[-1])]),
        "doubtful": float(unsure.mean()) if len(evidence) else math.nan,
        "counting": max(abs(by[SUB] - by[ROWS]), abs(by[MAIN] - by[ROWS])),
    }


def _of_plans(tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    actions, notes = tables["actions"], tables["reading_notes"]
    years = actions.groupby("organisation")["plan_year"].unique()
    wrong = notes[notes["severity"].eq("error") & notes["row"].notna()]
    rows = wrong.drop_duplicates([*PLAN_KEY, "row"])
    return {
        "gaps": float(sum(bool(missing_years(list(labels))) for labels in years)),
        "errors": len(rows) / len(actions) if len(actions) else math.nan,
        "lengths": _unlike_lengths(tables["links"], tables["plans"]),
    }


def _unlike_lengths(links: pd.DataFrame, plans: pd.DataFrame) -> float:
    """Pairs of plans of which one covers at least half a year more; missing where no pair has its dates."""
    days = plans.assign(days=(plans["period_end"] - plans["period_start"]).dt.days).drop_duplicates(PLAN_KEY)
    length = days.set_index(PLAN_KEY)["days"]
    pairs = links[["organisation", "from_year", "to_year"]].drop_duplicates()
    ends = [
        length.reindex(pd.MultiIndex.from_frame(pairs[["organisation", end]])).to_numpy()
        for end in ("from_year", "to_year")
    ]
    apart = abs(ends[0] - ends[1]).astype(float)
    return math.nan if pd.isna(apart).all() else float((apart >= LONGER_BY_DAYS).sum())
