"""What a person decided about pairs of actions, found again after a plan was read anew or renumbered."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from wres_analysis.errors import TableError
from wres_analysis.linking.choice import NOT_LINKED, Pair
from wres_analysis.linking.features import PlanPair
from wres_analysis.linking.kinds import ANY_KIND
from wres_analysis.linking.texts import ReadyActions
from wres_analysis.linking.wording import IntArray, squashed

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
    """A short name of a wording; case, punctuation, spaces and cut lines do not change it.

    Examples
    --------
    >>> wording_hash("Review the policy.") == wording_hash("REVIEW the  policy")
    True
    """
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
