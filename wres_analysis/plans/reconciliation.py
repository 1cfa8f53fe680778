"""The guard against silent loss: which words of the tables of actions reached no cell of ACTIONS."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from wres_analysis.documents.cell_text import words_of
from wres_analysis.plans.action_pieces import PlanAction
from wres_analysis.plans.cell_kinds import is_sentence
from wres_analysis.plans.passed_over import Passage
from wres_analysis.tables import ACTIONS

# A warning below the first, an error below the second: a plan that lost one word in ten is not well read.
ENOUGH, LEAST = 0.98, 0.90
MOST_LOST_SHOWN = 600
_NOT_PRINTED = frozenset(
    ("organisation", "plan_year", "action_id", "document", "place", "row", "deadline_date", "deadline_kind")
)
_DERIVED = frozenset(("status", "status_source", "indicators", "carry_over_evidence"))
_TEXT_COLUMNS = tuple(name for name in ACTIONS if name not in _NOT_PRINTED | _DERIVED)


class Reconciled(NamedTuple):
    """How much of the plan's part of the document arrived."""

    share: float  # words that reached a cell of ACTIONS, of all words of the rows and of the lines between
    lost: list[tuple[int | str, str]]  # row of ACTIONS, or place, and the text that did not arrive


def reconcile(records: Sequence[PlanAction], between: Sequence[Passage] = ()) -> Reconciled:
    """What the plan holds beside ACTIONS; columns that have a note of their own do not count."""
    gone = [passage for passage in between if not passage.arrived]
    missing = total = sum(passage.words for passage in gone)
    lost: list[tuple[int | str, str]] = [(passage.place, passage.text) for passage in gone]
    for record in records:
        arrived = Counter(word for name in _TEXT_COLUMNS for word in words_of(record.text(name)))
        arrived += Counter(words_of(record.aim.text))
        for text in _texts_of(record):
            words = words_of(text)
            left = sum((Counter(words) - arrived).values())
            total, missing = total + len(words), missing + left
            arrived -= Counter(words)
            if left:
                lost.append((record.number, text))
    return Reconciled(1 - missing / total if total else 1.0, lost)


def _texts_of(record: PlanAction) -> list[str]:
    texts: list[str] = []
    for row in record.rows:
        for name, text in row.values.items():
            if not _is_announced(name, record):
                texts.append(text)
        texts += row.unread.values()
    return texts


def _is_announced(name: str, record: PlanAction) -> bool:
    """What arrives in another form, or has a note of its own where it does not arrive."""
    kept_out = name == "measure" and bool(record.values.get("evidence"))
    if name == "indicators":
        return not is_sentence(record.values.get("indicators", ""))
    return kept_out or name in ("carried_over_from", "in_model_employer", "in_race_disparity")


def lost_text(lost: Sequence[tuple[int | str, str]]) -> str:
    """The lost text with its rows, cut where it is very long."""
    shown = "; ".join(f"row {at}: {text}" if isinstance(at, int) else f"{at}: {text}" for at, text in lost)
    return shown if len(shown) <= MOST_LOST_SHOWN else f"{shown[:MOST_LOST_SHOWN]}… ({len(lost)} cells)"
