"""A sitting over the pairs most worth a look: which is next, what was decided, what that did to the rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.errors import FileError, TableError, WresError
from wres_analysis.linking.choice import ANY_KIND, NOT_LINKED
from wres_analysis.linking.linkage import Linkage
from wres_analysis.notebook.link_review import pairs
from wres_analysis.notebook.link_review.pairs import PairKey, PlanTexts, TwoPlans
from wres_analysis.notebook.link_review.reviewed_file import (
    DECIDED_AT,
    REVIEWED,
    Change,
    Ledger,
    Verdict,
    reviewer_name,
)


class Linked(NamedTuple):
    """Two plans as they are linked with the decisions of the moment."""

    linkage: Linkage
    held: object
    asked: frozenset[PairKey]


@dataclass
class Given:
    """One decision of this sitting; `changes` is None as long as it waits to be written."""

    pair: PairKey
    word: str
    verdicts: tuple[Verdict, ...]
    changes: tuple[Change, ...] | None = None


class LinkReview:
    """One sitting of one reviewer over the pairs of an analysis; decisions go into links_reviewed.csv."""

    def __init__(self, analysis: Analysis, data: Path, reviewer: str = "") -> None:
        self.reviewer = reviewer_name(reviewer) if reviewer else ""
        self.said = self.problem = ""
        self.made: list[Given] = []
        self.last: Given | None = None
        self._analysis = analysis
        self._ledger = Ledger(data / REVIEWED)
        self._at_start = self._ledger.reviewed
        self._skipped: set[PairKey] = set()
        self._links: dict[TwoPlans, Linked] = {}
        self._texts: dict[TwoPlans, PlanTexts] = {}
        self._rates_at_start: dict[TwoPlans, tuple[object, pd.DataFrame]] = {}
        self._rows = pairs.queue_of(analysis.links_to_review, analysis.actions, self._at_start)
        self.queue = pairs.keys_of(self._rows)
        self._place = -1
        self._move(1)

    @property
    def file(self) -> Path:
        """Where decisions are written."""
        return self._ledger.path

    # what is on show

    @property
    def current(self) -> PairKey | None:
        """The pair on show; None when all have been seen."""
        return self.queue[self._place] if 0 <= self._place < len(self.queue) else None

    @property
    def progress(self) -> tuple[int, int]:
        """Which pair this is, and how many there are; pairs that others settled are not counted."""
        counted = [place for place, key in enumerate(self.queue) if not self._is_settled(key)]
        return sum(place <= self._place for place in counted), len(counted)

    @property
    def waiting(self) -> list[Given]:
        """Decisions that could not be written yet."""
        return [given for given in self.made if given.changes is None]

    @property
    def left(self) -> pd.DataFrame:
        """The pairs that are not decided yet, rows of LINKS_TO_REVIEW."""
        open_pairs = [not self._is_settled(key) and not self.decided(key) for key in self.queue]
        return self._rows[open_pairs]

    def decided(self, key: PairKey) -> str:
        """What was decided about a pair in this sitting, in a word; blank if nothing."""
        return next((given.word for given in reversed(self.made) if given.pair == key), "")

    def shown(self) -> dict[str, Any]:
        """The pair on show with its rivals, as plain values."""
        key = self.current
        if key is None:
            return {}
        texts, linkage = self._texts_of(key.plans), self._linked(key.plans).linkage
        found = [place for place, one in enumerate(pairs.keys_of(linkage.candidates)) if one == key]
        row = linkage.candidates.iloc[found[0]] if found else self._row(key)
        told = pairs.pair_shown(key, row, texts, self._analysis.names.get(key.organisation, key.organisation))
        others = pairs.others_shown(key, linkage.candidates, texts)
        return {**told, "others": others, "decided": self.decided(key), "note": str(self._row(key)["note"])}

    def all_actions(self) -> dict[str, list[dict[str, str]]]:
        """Every action of the two plans on show, to find a partner by typing."""
        key = self.current
        if key is None:
            return {"old": [], "new": []}
        texts = self._texts_of(key.plans)
        return {"old": texts.listed(key.from_year), "new": texts.listed(key.to_year)}

    def effect(self, plans: TwoPlans) -> list[dict[str, str]]:
        """Both matched rates of two plans, when the sitting began and now."""
        found, actions = self._linked(plans), plans.of(self._analysis.actions)
        if plans not in self._rates_at_start:
            at_start = self._link(plans, self._at_start)
            self._rates_at_start[plans] = at_start.held, pairs.matched_rates(at_start.linkage, actions)
        held, before = self._rates_at_start[plans]
        return pairs.effect_words(
            before, before if held == found.held else pairs.matched_rates(found.linkage, actions)
        )

    # what a reviewer does

    def accept(self) -> None:
        """The two actions belong together."""
        self._decide("accepted", [(self.current, ANY_KIND)])

    def reject(self) -> None:
        """The two actions do not belong together."""
        self._decide("rejected", [(self.current, NOT_LINKED)])

    def pick(self, from_id: str, to_id: str) -> None:
        """One of the two actions belongs to another one, and not to the one on show."""
        key = self.current
        if key is None:
            return
        other = key._replace(from_id=from_id, to_id=to_id)
        texts = self._texts_of(key.plans)
        there = texts.is_there(key.from_year, from_id) and texts.is_there(key.to_year, to_id)
        if not there or (from_id == key.from_id) == (to_id == key.to_id):
            raise TableError("this is not another partner for one of the two actions", "review of links")
        self._decide("another partner picked", [(key, NOT_LINKED), (other, ANY_KIND)])

    def skip(self) -> None:
        """On to the next pair, undecided."""
        if self.current is not None and not self.decided(self.current):
            self._skipped.add(self.current)
        self.said, self.last = "", None
        self._move(1)

    def back(self) -> None:
        """The pair before."""
        before = self._place
        self._move(-1)
        self.said, self.last = "This is the first pair." if self._place == before else "", None

    def undo(self) -> None:
        """Take the last decision of this sitting back and show its pair again."""
        if not self.made:
            self.said = "There is nothing to undo."
            return
        given = self.made[-1]
        if self._take_back(given):
            self.said = "" if self.problem else f"Undone: {given.word}."
            self._place = self.queue.index(given.pair)
            self.last = given

    def retry(self) -> None:
        """Write what has to wait."""
        before = len(self.waiting)
        self.problem = ""
        for given in self.waiting:
            try:
                given.changes = self._ledger.add(given.verdicts, partial(self._check, given.pair.plans))
            except FileError as error:
                self.problem = str(error)
                break  # nor would the next one get in
            except WresError as error:
                self.problem = str(error)
        if before and not self.waiting:
            self.said = "Everything is written now."

    def look_again(self) -> None:
        """Take in what others changed in the file meanwhile; a fault in it is a problem to be shown."""
        self.problem = self.problem if self.waiting else ""
        try:
            self._ledger.refresh()
        except WresError as error:
            self.problem = str(error)

    # how it is done

    def _decide(self, word: str, decisions: Sequence[tuple[PairKey | None, str]]) -> None:
        key = self.current
        if key is None or not self.reviewer:
            self.problem = "" if key is None else "reviewer: give your name or initials before you decide"
            return
        before = next((given for given in self.made if given.pair == key), None)
        if before is not None and not self._take_back(before):
            return
        verdicts = tuple(self._verdict(pair, decision) for pair, decision in decisions if pair)
        self.last = Given(key, word, verdicts)
        self.made.append(self.last)
        self.retry()
        outcome = "; it waits to be written."
        if self.last.changes is not None:
            new = any(change.written for change in self.last.changes)
            outcome = " and written." if new else ": the file said so already."
        self.said = word.capitalize() + outcome
        self._move(1)

    def _verdict(self, key: PairKey, decision: str) -> Verdict:
        candidates = self._linked(key.plans).linkage.candidates
        found = candidates[[one == key for one in pairs.keys_of(candidates)]]
        known = pairs.known_of(self._row(key) if key in self.queue else found.iloc[0] if len(found) else None)
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        told = {**known, "reviewer": self.reviewer, DECIDED_AT: now}
        return self._texts_of(key.plans).verdict(key, decision, told)

    def _take_back(self, given: Given) -> bool:
        """Take a decision out of the file and of this sitting; False if the file cannot be used now."""
        self.problem = ""
        try:
            there = given.changes is None or self._ledger.take_back(given.changes, lambda _: None)
        except WresError as error:
            self.problem = f"nothing was undone: {error}"
            return False
        if not there:
            self.problem = f"{REVIEWED}: somebody changed that decision meanwhile; correct it in the file"
        self.made.remove(given)
        return True

    def _check(self, plans: TwoPlans, reviewed: pd.DataFrame | None) -> None:
        """Refuse decisions about two plans that contradict each other."""
        self._links[plans] = self._link(plans, reviewed)

    def _move(self, step: int) -> None:
        place = self._place + step
        while 0 <= place < len(self.queue):
            self._linked(self.queue[place].plans)  # with the decisions of the moment
            if not self._is_settled(self.queue[place]):
                break
            place += step
        if place >= 0:  # there is nothing before the first
            self._place = min(place, len(self.queue))

    def _is_settled(self, key: PairKey) -> bool:
        """Whether somebody else, or another decision, has left nothing to be decided about a pair."""
        if key == self.current or key in self._skipped or self.decided(key):
            return False
        found = self._links.get(key.plans)
        return found is not None and key not in found.asked

    def _row(self, key: PairKey) -> pd.Series:
        return self._rows.iloc[self.queue.index(key)]

    def _texts_of(self, plans: TwoPlans) -> PlanTexts:
        if plans not in self._texts:
            self._texts[plans] = PlanTexts(plans.of(self._analysis.actions))
        return self._texts[plans]

    def _linked(self, plans: TwoPlans) -> Linked:
        reviewed, found = self._ledger.reviewed, self._links.get(plans)
        if found is None or found.held != pairs.held_about(plans, reviewed):
            try:
                self._links[plans] = self._link(plans, reviewed)
            except WresError as error:  # somebody's row in the file; the sitting goes on without it
                self.problem = str(error)
                return found or self._link(plans, None)
        return self._links[plans]

    def _link(self, plans: TwoPlans, reviewed: pd.DataFrame | None) -> Linked:
        linkage = pairs.linked(plans.of(self._analysis.actions), reviewed)
        return Linked(linkage, pairs.held_about(plans, reviewed), frozenset(pairs.keys_of(linkage.to_review)))
