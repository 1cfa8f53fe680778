"""The links that a person should look at, and what was decided about them, as CSV files."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from wres_analysis.errors import TableError
from wres_analysis.linking.choice import ANY_KIND, NOT_LINKED, Pair
from wres_analysis.linking.features import PlanPair
from wres_analysis.linking.texts import ReadyActions
from wres_analysis.linking.wording import IntArray, joined_words, squashed
from wres_analysis.plan_years import plan_year_order
from wres_analysis.tables import LINK_CANDIDATES, ColumnSpec, Schema, as_schema, read_table, write_table
from wres_analysis.writing import told

ONE_TO_ONE = ("exact", "minor_edit", "reworded")
PAIR_KINDS = (*ONE_TO_ONE, "split", "merged")
DECISIONS = (ANY_KIND, NOT_LINKED, *PAIR_KINDS)

_HASH_LENGTH = 12
_REMEDY = "correct the row or take it out"


class Decision(NamedTuple):
    """What a person decided about one pair, and where it is written."""

    decision: str  # `link`, `no` or a kind
    reviewer: str
    note: str
    where: str  # file and line

    @property
    def barred(self) -> bool:
        """Whether the pair is not to be linked."""
        return self.decision == NOT_LINKED


@dataclass(frozen=True)
class Decisions:
    """Decisions about the pairs of some actions."""

    made: Mapping[Pair, Decision]  # by rows of the ready actions
    # decisions about wordings that have changed since: they are asked again
    outdated: Mapping[Pair, Decision]

    def of(self, pair: PlanPair) -> dict[Pair, str]:
        """What was decided about two plans, by places in them."""
        return {place: given.decision for place, given in _by_place(self.made, pair)}

    def asked_again(self, pair: PlanPair) -> frozenset[Pair]:
        """The pairs of two plans that are to be decided again, by places in them."""
        return frozenset(place for place, _ in _by_place(self.outdated, pair))


def _by_place(given: Mapping[Pair, Decision], pair: PlanPair) -> Iterator[tuple[Pair, Decision]]:
    if given:
        old = {int(row): place for place, row in enumerate(pair.old)}
        new = {int(row): place for place, row in enumerate(pair.new)}
        for (a, b), decision in given.items():
            if a in old and b in new:
                yield (old[a], new[b]), decision


def wording_hash(text: str) -> str:
    """A short name of a wording; case, punctuation, spaces and cut lines do not change it."""
    return hashlib.sha256(squashed([text])[0].encode()).hexdigest()[:_HASH_LENGTH]


def decisions_on(reviewed: pd.DataFrame | None, ready: ReadyActions, pairs: Sequence[PlanPair]) -> Decisions:
    """The decisions with the actions that they are about.

    A wording is known by its hash, so that a plan may be read again or renumbered; the id tells wordings
    apart that stand twice, and stands in where no hash is given.
    """
    found = Decisions({}, {})
    if reviewed is None or reviewed.empty:
        return found
    plans = {(pair.organisation, pair.from_year, pair.to_year): pair for pair in pairs}
    finder = _Finder(ready)
    made: dict[Pair, Decision] = {}
    outdated: dict[Pair, Decision] = {}
    rows = reviewed.fillna("").astype("str")
    for place, values in enumerate(rows.itertuples(index=False, name=None)):
        row = dict(zip(rows.columns, values, strict=True))
        given = _decision(row, place)
        if given is None:
            continue
        pair = plans.get((row["organisation"], row["from_year"], row["to_year"]))
        if pair is None:
            years = f"{row['from_year']} followed by one of {row['to_year']}"
            raise TableError(f"{row['organisation']} has no plan of {years}", given.where, _REMEDY)
        one, same_words = finder.pair(row, pair, given.where)
        if not same_words:
            outdated[one] = given
        else:
            made[one] = _agreed(given, made.get(one))
            _check_same_words(one, given, ready)
    _check_one_to_one(made)
    return Decisions(made, {one: given for one, given in outdated.items() if one not in made})


def _decision(row: Mapping[str, str], place: int) -> Decision | None:
    decision = row["decision"].strip().lower()
    where = f"{row.get('source', 'reviewed links')}, line {row.get('line', place + 2)}"
    if decision and decision not in DECISIONS:
        raise TableError(f"'{decision}' is not a decision", where, f"write one of {', '.join(DECISIONS)}")
    reviewer = row.get("reviewer", "").strip() or "reviewer"
    return Decision(decision, reviewer, row.get("note", "").strip(), where) if decision else None


class _Finder:
    """Finds actions by their wording, and by their id where the wording has changed."""

    def __init__(self, ready: ReadyActions) -> None:
        hashes = [wording_hash(text) for text in ready.texts]
        self._hashes = [hashes[text] for text in ready.text]
        self._ids = ready.table["action_id"].tolist()

    def pair(self, row: Mapping[str, str], pair: PlanPair, where: str) -> tuple[Pair, bool]:
        """The rows of the two actions, and whether both still have the wording that was decided about."""
        old_hash, _, new_hash = row.get("text_hash", "").strip().partition("-")
        old, old_same = self._action(pair.old, old_hash, row["from_id"], where, pair.from_year)
        new, new_same = self._action(pair.new, new_hash, row["to_id"], where, pair.to_year)
        return (old, new), old_same and new_same

    def _action(self, plan: IntArray, name: str, given_id: str, where: str, year: str) -> tuple[int, bool]:
        same_id = [int(row) for row in plan if self._ids[row] == given_id]
        same_words = [int(row) for row in plan if self._hashes[row] == name]
        if same_words:
            return next((row for row in same_words if row in same_id), same_words[0]), True
        if same_id:
            return same_id[0], not name
        raise TableError(f"the plan of {year} has no action '{given_id}'", where, _REMEDY)


def _agreed(given: Decision, before: Decision | None) -> Decision:
    """One decision from two about a pair; a kind says more than `link`."""
    if before is None or (before.decision in (given.decision, ANY_KIND) and not given.barred):
        return given
    if given.decision == before.decision or (given.decision == ANY_KIND and not before.barred):
        return before
    raise TableError(
        f"'{given.decision}' contradicts '{before.decision}' in {before.where}",
        given.where,
        "keep one of the two",
    )


def _check_same_words(one: Pair, given: Decision, ready: ReadyActions) -> None:
    old, new = (ready.verbatim[ready.text[row]] for row in one)
    if given.decision == "exact" and old != new:
        raise TableError("'exact' for two wordings that differ", given.where, "write minor_edit or reworded")


def _check_one_to_one(made: Mapping[Pair, Decision]) -> None:
    links = {one: given for one, given in made.items() if not given.barred}
    for end in (0, 1):
        partners = Counter(one[end] for one in links)
        for one, given in links.items():
            if given.decision in ONE_TO_ONE and partners[one[end]] > 1:
                other = next(d for pair, d in links.items() if pair[end] == one[end] and pair != one)
                raise TableError(
                    f"'{given.decision}' is one to one, but {other.where} links the same action",
                    given.where,
                    "write split or merged in both, or take one out",
                )


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
    _refuse_cut_off(path)
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


def _refuse_cut_off(path: Path) -> None:
    """A file that ends within a row lost the decision there, or a part of it."""
    with told(path, "read"):
        content = path.read_bytes()
    if b"\0" in content:  # in UTF-16, which is told where the table is read
        return
    text = content.decode("utf-8-sig", "replace")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if text and not text.endswith(("\n", "\r")) and len(rows[-1]) < len(rows[0]):
        line = f"{path.name}, line {len(text.splitlines())}"
        raise TableError("the file ends within this row", line, "take the row out, and decide again")


def decisions_held(reviewed: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """The decisions about a plan and the next one that are among the actions."""
    return reviewed[_is_held(reviewed, actions)].reset_index(drop=True)


def decisions_waiting(reviewed: pd.DataFrame, actions: pd.DataFrame) -> list[tuple[str, str]]:
    """A line for each decision that has no two plans, with its organisation: it has no effect."""
    said = "no plan of {0.from_year} is followed by one of {0.to_year}: the decision waits"
    remedy = "correct the row, or decide again where a plan was put between them"
    return [
        (str(row.organisation), str(TableError(said.format(row), f"{row.source}, line {row.line}", remedy)))
        for row in reviewed[~_is_held(reviewed, actions)].itertuples()
    ]


def _is_held(reviewed: pd.DataFrame, actions: pd.DataFrame) -> np.ndarray:
    plans = actions[["organisation", "plan_year"]].drop_duplicates()
    plans = plans.sort_values("plan_year", key=lambda years: years.map(plan_year_order), kind="stable")
    following = plans.assign(to_year=plans.groupby("organisation")["plan_year"].shift(-1))
    steps = pd.MultiIndex.from_frame(following[["organisation", "plan_year", "to_year"]].dropna())
    return pd.MultiIndex.from_frame(reviewed[["organisation", "from_year", "to_year"]]).isin(steps)


def write_links_to_review(to_review: pd.DataFrame, path: Path) -> None:
    """Write LINKS_TO_REVIEW, and keep what somebody filled in there before."""
    if path.is_file():
        before = read_table(path, LINKS_TO_REVIEW)
        decided = before[before["decision"].ne("")]
        names = pd.MultiIndex.from_frame(decided[_NAMES])
        fresh = to_review[~pd.MultiIndex.from_frame(to_review[_NAMES]).isin(names)]
        to_review = as_schema(pd.concat([decided, fresh], ignore_index=True), LINKS_TO_REVIEW)
    write_table(to_review, path)
