"""How far a carry-over rate can be trusted: what links rest on, what the way of counting moves, and cautions.

The rules of cautions stand in vocabulary/caution_rules.csv. Their limits are judgements, printed beside what
was found.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache

import pandas as pd

from wres_analysis.measures.benchmarking import SMALLEST_DENOMINATOR, newest_values
from wres_analysis.measures.carry_over import PAIR_KEY, joined_pairs
from wres_analysis.measures.intervals import pooled_rate
from wres_analysis.measures.measure_definitions import read_vocabulary
from wres_analysis.measures.plan_measures import PLAN_KEY, STATED_BY, plain_wording
from wres_analysis.plan_years import period_of_label
from wres_analysis.tables import LINK_KINDS, as_schema, columns_of, table_of

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
_LIST_MARK = re.compile(
    r"(?:^|\s)(?:[•▪●◦‣·]|[-–](?=\s)|\(?(?:[a-h]|[ivx]{1,4}|\d{1,2})\)|[1-9]\.(?=\s))(?=\s*\S)"
)
_CLAUSE = re.compile(r"[.;:•▪●◦‣\n]\s*(?:[-–]\s+)?|\s+and to\s+|^")
_WORD = re.compile(r"[A-Za-z][A-Za-z’'-]+")

LINK_EVIDENCE = columns_of(
    "LINK_EVIDENCE", kind=LINK_KINDS, evidence=tuple(EVIDENCE_WORDS), confidence=tuple(CONFIDENCE_WORDS)
)
RATE_CHOICES = columns_of("RATE_CHOICES")


def link_evidence(links: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """What each link rests on, and how sure it is."""
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
    same first level of wording, counted once; sub-actions are the actions that a row holds,
    and a row that came back is taken to have brought all of them.
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


def actions_in_row(text: str) -> int:
    """How many actions a row holds: list marks, or sentences and clauses that start with a verb."""
    marks = len(_LIST_MARK.findall(text))
    clauses = [_first_word(piece) in _verbs() for piece in _CLAUSE.split(text) if piece and piece.strip()]
    return max(1, marks, sum(clauses))


def _first_word(text: str) -> str:
    words = _WORD.findall(text[:60])
    first = next((word for word in words if word.casefold() not in ("to", "we", "will")), "")
    return first.casefold()


@cache
def _verbs() -> frozenset[str]:
    return frozenset(read_vocabulary("verbs")["verb"])


def missing_years(plan_years: Sequence[str]) -> list[str]:
    """The years between the first and the last plan that no plan covers."""
    periods = [period for label in plan_years if (period := period_of_label(label))]
    covered = {year for time in periods for year in range(time.start.year, time.end.year)}
    gaps = sorted(set(range(min(covered), max(covered))) - covered) if covered else []
    return [f"{year}-{(year + 1) % 100:02}" for year in gaps]


LONGER_BY_DAYS = 180

CAUTIONS = columns_of("CAUTIONS")


def cautions(tables: Mapping[str, pd.DataFrame], unread: int = 0) -> pd.DataFrame:
    """Every rule with what was found."""
    held = newest_values(tables["rates"], "matched_backward")
    few = held["denominator"].lt(SMALLEST_DENOMINATOR).astype(float)
    found = {
        "few_organisations": float(len(held)),
        "few_actions": float(few.mean()) if len(held) else math.nan,
        **_of_links(tables),
        **_of_plans(tables),
        "not_read": float(unread),
    }
    rules = read_vocabulary("caution_rules").assign(
        limit=lambda rows: pd.to_numeric(rows["limit"]), value=lambda rows: rows["rule"].map(found)
    )
    beyond = (
        rules["value"].gt(rules["limit"]).where(rules["sign"].eq("above"), rules["value"].lt(rules["limit"]))
    )
    holds = beyond.map({True: "Yes", False: "No"}).where(rules["value"].notna(), "cannot be asked")
    return as_schema(rules.assign(holds=holds.astype("str")), CAUTIONS)


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
    # pairs of plans of which one covers at least half a year more; missing where no pair has its
    # dates
    plans = tables["plans"]
    days = plans.assign(days=(plans["period_end"] - plans["period_start"]).dt.days).drop_duplicates(PLAN_KEY)
    length = days.set_index(PLAN_KEY)["days"]
    pairs = tables["links"][["organisation", "from_year", "to_year"]].drop_duplicates()
    ends = [
        length.reindex(pd.MultiIndex.from_frame(pairs[["organisation", end]])).to_numpy()
        for end in ("from_year", "to_year")
    ]
    apart = abs(ends[0] - ends[1]).astype(float)
    return {
        "gaps": float(sum(bool(missing_years(list(labels))) for labels in years)),
        "errors": len(rows) / len(actions) if len(actions) else math.nan,
        "lengths": (math.nan if pd.isna(apart).all() else float((apart >= LONGER_BY_DAYS).sum())),
    }
