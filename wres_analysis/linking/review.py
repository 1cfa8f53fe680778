"""The links that a person should look at, and what was decided about them, as CSV files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from wres_analysis.errors import TableError
from wres_analysis.linking.decisions import DECISIONS, Decisions, wording_hash
from wres_analysis.linking.texts import ReadyActions
from wres_analysis.linking.wording import joined_words
from wres_analysis.tables import LINK_CANDIDATES, ColumnSpec, Schema, as_schema, read_table, write_table

_KEYS = ("organisation", "from_year", "from_id", "to_year", "to_id")
_NAMES = ["organisation", "from_year", "to_year", "text_hash"]

LINKS_TO_REVIEW: Schema = {
    **{name: LINK_CANDIDATES[name] for name in _KEYS},
    "from_text": ColumnSpec("wording in the earlier plan"),
    "to_text": ColumnSpec("wording in the later plan"),
    **{name: LINK_CANDIDATES[name] for name in ("kind", "probability", "linked", "reason")},
    "rate_change": ColumnSpec("how much a decision is likely to move the carry-over rate", "number", least=0),
    "text_hash": ColumnSpec("names the pair by its two wordings; to be left as it is"),
    "decision": ColumnSpec("to be filled in: link, no, or a kind", allowed=("", *DECISIONS)),
    "reviewer": ColumnSpec("to be filled in: who decided"),
    "note": ColumnSpec("to be filled in: why"),
}

# What one sitting decides, and what an analyst reads in a day; the outside test had 49,073 pairs in the band.
MOST_FOR_TWO_PLANS, MOST_IN_ALL = 20, 300
_BAND = (0.05, 0.95)  # outside it 19 of 20 pairs are as the model says: see calibration in link_model.json


def pairs_to_review(
    candidates: pd.DataFrame,
    ready: ReadyActions,
    decisions: Decisions,
    most_for_two_plans: int | None = MOST_FOR_TWO_PLANS,
    most_in_all: int | None = MOST_IN_ALL,
) -> tuple[pd.DataFrame, int]:
    """The pairs in doubt that nobody has decided, and how many more there are.

    Those come first that are likely to move the rate most. What was decided before and has changed since is
    always asked.
    """
    keys = list(zip(candidates["old"], candidates["new"], strict=True))
    again = pd.Series([key in decisions.outdated for key in keys], index=candidates.index, dtype=bool)
    decided = pd.Series([key in decisions.made for key in keys], index=candidates.index, dtype=bool)
    change = rate_change(candidates)
    doubtful = candidates["probability"].between(*_BAND) & change.gt(0) & ~decided
    asked = candidates.assign(rate_change=change, again=again)[doubtful | again]
    asked = asked.assign(doubt=(asked["probability"] - 0.5).abs())
    order = ["rate_change", "doubt", *_KEYS]
    asked = asked.sort_values(order, ascending=[False] + [True] * (len(order) - 1), kind="stable")
    kept = first_pairs(asked, most_for_two_plans, most_in_all)
    return as_schema(_with_texts(kept, ready, decisions), LINKS_TO_REVIEW), len(asked) - len(kept)


def first_pairs(asked: pd.DataFrame, most_for_two_plans: int | None, most_in_all: int | None) -> pd.DataFrame:
    """The first pairs of each two plans and of all; what is asked again goes before."""
    ordered = asked.sort_values("again", ascending=False, kind="stable")
    place = ordered.groupby("pair").cumcount()
    near = ordered[place.lt(most_for_two_plans or len(asked)) | ordered["again"]]
    kept = near[(np.arange(len(near)) < (most_in_all or len(asked))) | near["again"]]
    return asked.loc[asked.index.isin(kept.index)]


def rate_change(candidates: pd.DataFrame) -> pd.Series[float]:
    """How much a decision about each pair would move the carry-over rates of its two plans, as expected.

    A pair that is not linked gives a partner to those of its two actions that have none; one that is
    linked takes the partner from those that have no other. Both are weighed with the chance that the
    person decides against the model.
    """
    linked = candidates["linked"].eq("yes")
    chance = candidates["probability"].astype(float)
    against = chance.where(~linked, 1 - chance)
    moved = sum(_moved(candidates, linked, end) for end in ("old", "new"))
    return (against * moved / 2).round(4)


def _moved(candidates: pd.DataFrame, linked: pd.Series[bool], end: str) -> pd.Series[float]:
    partners = linked.astype(int).groupby(candidates[end]).transform("sum")
    changes = (linked & partners.eq(1)) | (~linked & partners.eq(0))
    return changes / candidates[f"{end}_size"]


def _with_texts(asked: pd.DataFrame, ready: ReadyActions, decisions: Decisions) -> pd.DataFrame:
    old = [ready.texts[text] for text in ready.text[asked["old"].to_numpy(dtype=int)]]
    new = [ready.texts[text] for text in ready.text[asked["new"].to_numpy(dtype=int)]]
    before = [decisions.outdated.get(key) for key in zip(asked["old"], asked["new"], strict=True)]
    notes = [
        f"decided before ({given.decision}, {given.reviewer}); the wording has changed since" if given else ""
        for given in before
    ]
    return asked.assign(
        from_text=[joined_words(text) for text in old],
        to_text=[joined_words(text) for text in new],
        text_hash=[f"{wording_hash(a)}-{wording_hash(b)}" for a, b in zip(old, new, strict=True)],
        decision="",
        reviewer="",
        note=notes,
    )


def read_reviewed_links(path: Path) -> pd.DataFrame | None:
    """The decisions of a person; None where there is no such file."""
    if not path.is_file():
        return None
    needed = {name: LINKS_TO_REVIEW[name] for name in _KEYS}
    table = read_table(path, {**needed, "decision": ColumnSpec("decision")})
    given = table["decision"].str.strip().str.lower()
    for line, decision in zip(table.index + 2, given, strict=True):
        if decision and decision not in DECISIONS:
            raise TableError(
                f"'{decision}' is not a decision",
                f"{path.name}, line {line}",
                f"write one of {', '.join(DECISIONS)}",
            )
    table = table.assign(decision=given, source=path.name, line=table.index + 2)
    return table[given.ne("")].reset_index(drop=True)


def decisions_held(reviewed: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """The decisions about plans that are among the actions, for work on some of the organisations."""
    held = pd.MultiIndex.from_frame(actions[["organisation", "plan_year"]].drop_duplicates())
    ends = [pd.MultiIndex.from_frame(reviewed[["organisation", f"{end}_year"]]) for end in ("from", "to")]
    return reviewed[ends[0].isin(held) & ends[1].isin(held)].reset_index(drop=True)


def write_links_to_review(to_review: pd.DataFrame, path: Path) -> None:
    """Write LINKS_TO_REVIEW, and keep what somebody filled in there before."""
    if path.is_file():
        before = read_table(path, LINKS_TO_REVIEW)
        decided = before[before["decision"].ne("")]
        names = pd.MultiIndex.from_frame(decided[_NAMES])
        fresh = to_review[~pd.MultiIndex.from_frame(to_review[_NAMES]).isin(names)]
        to_review = as_schema(pd.concat([decided, fresh], ignore_index=True), LINKS_TO_REVIEW)
    write_table(to_review, path)
