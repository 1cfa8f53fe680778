"""How far a carry-over rate can be trusted: what links rest on, and how much the way of counting moves it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from wres_analysis.measures.completeness import actions_in_row
from wres_analysis.measures.link_measures import PAIR_KEY, joined_pairs
from wres_analysis.measures.plan_measures import PLAN_KEY, STATED_BY, plain_wording
from wres_analysis.measures.pooled import pooled_rate
from wres_analysis.plan_years import period_of_label
from wres_analysis.tables import LINK_KINDS, ColumnSpec, Schema, as_schema, table_of

THRESHOLDS = (0.2, 0.5, 0.8)
SURE, EVEN = 0.8, 0.5
EVIDENCE_WORDS = {
    "row_mark": "the later row says that it is carried over",
    "section_heading": "the later section says so",
    "forward_mark": "the earlier row says that it will be",
    "wording": "nothing: the wording alone",
}
CONFIDENCE_WORDS = {
    "sure": "Probability of 0.8 or more",
    "likely": "0.5 to 0.8",
    "unlikely": "Below 0.5",
    "person": "A person decided",
}
MAIN, ROWS, SUB = "main actions", "rows", "sub-actions"

LINK_EVIDENCE: Schema = {
    "organisation": ColumnSpec("code of the organisation"),
    "from_year": ColumnSpec("earlier plan year"),
    "to_year": ColumnSpec("later plan year"),
    "kind": ColumnSpec("how the two belong together", allowed=LINK_KINDS),
    "evidence": ColumnSpec(
        "what else says so: the later row, its section, the earlier row; or nothing but the wording",
        allowed=tuple(EVIDENCE_WORDS),
    ),
    "confidence": ColumnSpec(
        "probability of 0.8 or more, 0.5 to 0.8, below; or a person decided", allowed=tuple(CONFIDENCE_WORDS)
    ),
}
RATE_CHOICES: Schema = {
    "choice": ColumnSpec("a threshold of probability, or what is counted as one action"),
    "numerator": ColumnSpec("actions of later plans that came from the earlier one", "whole", least=0),
    "denominator": ColumnSpec("actions of later plans", "whole", least=0),
    "rate": ColumnSpec("numerator over denominator, a share from 0 to 1", "number", least=0, most=1),
    "low": ColumnSpec("lower end of its 95% interval, by organisation", "number", least=0, most=1),
    "high": ColumnSpec("upper end of its 95% interval", "number", least=0, most=1),
}


def link_evidence(links: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """What each link rests on, and how sure it is.

    Examples
    --------
    >>> from wres_analysis.tables import ACTIONS, LINKS, table_of
    >>> link_evidence(table_of([], LINKS), table_of([], ACTIONS)).empty
    True
    """
    pairs = joined_pairs(links, actions)
    later, earlier = (pairs[f"carry_over_evidence_{end}"] for end in ("after", "before"))
    says_so = later.where(later.isin(STATED_BY), "wording")
    chance = pairs["probability"].fillna(0.0)
    sure = pd.Series("unlikely", index=pairs.index, dtype="str")
    sure = sure.mask(chance.ge(EVEN), "likely").mask(chance.ge(SURE), "sure")
    return as_schema(
        pairs.assign(
            evidence=says_so.mask(says_so.eq("wording") & earlier.eq("forward_mark"), "forward_mark"),
            confidence=sure.mask(pairs["decided_by"].ne("model"), "person"),
        ),
        LINK_EVIDENCE,
    )


def rate_choices(links: pd.DataFrame, candidates: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """The backward rate of all plans together under other choices than the one that is published.

    A threshold asks how many rows have any candidate of that probability. Main actions are rows with the
    same first level of wording, counted once; sub-actions are what the rules of completeness find in a row,
    and a row that came back is taken to have brought all of them.

    Examples
    --------
    >>> from wres_analysis.tables import ACTIONS, LINK_CANDIDATES, LINKS, table_of
    >>> empty = [table_of([], schema) for schema in (LINKS, LINK_CANDIDATES, ACTIONS)]
    >>> rate_choices(*empty)["rate"].isna().all().item()
    True
    """
    later = _later_rows(links, candidates, actions)
    main = later.groupby([*PAIR_KEY, later["main"]])["back"].any().rename("hit").reset_index()
    units = {str(at): later.assign(hit=later["chance"].ge(at)) for at in THRESHOLDS}
    units |= {MAIN: main, ROWS: later.assign(hit=later["back"])}
    sums = {choice: _by_organisation(rows.assign(size=1)) for choice, rows in units.items()}
    sums[SUB] = _by_organisation(later.assign(hit=later["back"] * later["several"], size=later["several"]))
    rows = ({"choice": choice, **pooled_rate(*counts)} for choice, counts in sums.items())
    return table_of(rows, RATE_CHOICES)


def _by_organisation(rows: pd.DataFrame) -> tuple[pd.Series[int], pd.Series[int]]:
    """Of each organisation what counts, and what could."""
    sums = rows.groupby("organisation")[["hit", "size"]].sum()
    return sums["hit"], sums["size"]


def _later_rows(links: pd.DataFrame, candidates: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """Every row of a later plan: whether it came back, its best candidate, and how many actions it holds."""
    years = links[PAIR_KEY].drop_duplicates()
    rows = years.merge(actions, left_on=["organisation", "to_year"], right_on=PLAN_KEY)
    keys = [*PAIR_KEY, "to_id"]
    best = candidates.groupby(keys)["probability"].max().rename("chance")
    linked = joined_pairs(links, actions)[keys].drop_duplicates().assign(back=True).set_index(keys)["back"]
    ends = [*PAIR_KEY, "action_id"]
    rows = rows.join(best, on=ends).join(linked, on=ends)
    in_cells = [rows[name].map(actions_in_row).astype("int64") for name in ("action", "detail")]
    words = plain_wording(rows["action"])
    return rows.assign(
        chance=rows["chance"].fillna(0.0),
        back=rows["back"].notna(),
        several=pd.concat(in_cells, axis=1).max(axis=1),
        main=words.where(words.ne(""), "id " + rows["action_id"]),
    )


def missing_years(plan_years: Sequence[str]) -> list[str]:
    """The years between the first and the last plan that no plan covers.

    Examples
    --------
    >>> missing_years(["2019-20", "2022-23"]), missing_years(["2020-22", "2022-23"]), missing_years(["2022"])
    (['2020-21', '2021-22'], [], [])
    """
    periods = [period for label in plan_years if (period := period_of_label(label))]
    covered = {year for time in periods for year in range(time.start.year, time.end.year)}
    gaps = sorted(set(range(min(covered), max(covered))) - covered) if covered else []
    return [f"{year}-{(year + 1) % 100:02}" for year in gaps]
