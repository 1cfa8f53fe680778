"""One action as labels with their values: where a line without a label belongs, several actions in one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from wres_analysis.documents.cell_text import is_cut, is_finished, join, starts_midway
from wres_analysis.documents.document import Line
from wres_analysis.plans.cell_kinds import NUMBER, is_deadline, is_promise, is_undertaking
from wres_analysis.plans.deadlines import mentions
from wres_analysis.plans.owners import is_role
from wres_analysis.plans.sections import either
from wres_analysis.plans.status_words import is_bare_status, status_of_first_words

LEAST_WORDS_OF_A_SENTENCE = 3
# "Commitment 1 – Listening to our staff" above "Hold four open evenings …"
MOST_WORDS_OF_A_NAME = 5
MOST_WORDS_OF_A_SHORT_VALUE = 9
# "Deputy Director of Nursing and Quality and the Chair of the Race Equality Network" has fourteen
MOST_WORDS_OF_A_ROLE = 15
SHORT_VALUES = ("owner", "deadline", "status")
WORDINGS = ("action", "detail")


class Piece(NamedTuple):
    """A text of a field, and whether it is an item of a list."""

    text: str
    item: bool = False


@dataclass
class Card:
    """Labels and values of one action, the line that stands above it, and whether that is its wording."""

    place: str
    above: Line | None = None
    titled: bool = False
    pieces: dict[str, list[Piece]] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)  # field to the label that it was read from first

    def put(self, label: str, name: str | None, text: str, *, item: bool = False) -> None:
        """Add a text under a label; a label that was not understood, or has no place, is kept apart."""
        if not text:
            return
        if name is None:
            self.unread[label] = join(self.unread.get(label, ""), text)
        elif name == "other":
            self.left_out[label] = join(self.left_out.get(label, ""), text)
        else:
            self.pieces.setdefault(name, []).append(Piece(text, item))
            self.labels.setdefault(name, label)

    def text(self, name: str) -> str:
        """The text of a field so far."""
        joined = ""
        for piece in self.pieces.get(name, ()):
            joined = join(joined, piece.text)
        return joined

    @property
    def values(self) -> dict[str, str]:
        """The texts by field."""
        return {name: self.text(name) for name in self.pieces}

    def stated(self) -> None:
        """Take the status that the progress text begins with ("Completed. The fund has paid …")."""
        found = status_of_first_words(self.text("comment")) if "status" not in self.pieces else None
        if found:
            self.put("", "status", found.raw)

    @property
    def is_worded(self) -> bool:
        """Its wording is more than a name, and not cut."""
        text = self.text("action")
        role = is_role(text) and " to " not in text
        return len(text.split()) >= LEAST_WORDS_OF_A_SENTENCE and not role and not is_cut(text)

    def named(self, text: str) -> None:
        """Take what was the wording for the aim where it only names what a sentence below it promises."""
        wording = self.text("action")
        names = 0 < len(wording.split()) <= MOST_WORDS_OF_A_NAME and not is_undertaking(wording)
        if names and "aim" not in self.pieces and is_undertaking(text) and is_finished(text):
            self.pieces["aim"] = self.pieces.pop("action")

    @property
    def is_action(self) -> bool:
        """It says what is done, and something else."""
        return any(name in self.pieces for name in WORDINGS) and len(self.pieces) > 1


def field_below(card: Card, name: str | None, text: str, *, item: bool) -> str | None:
    """The field of a line without a label below a value: the same, or the one that it looks like."""
    value = card.text(name) if name else ""
    if not value or name is None or is_cut(value) or starts_midway(text):
        return name
    if name == "action" and _starts_again(card, text):
        return "other"
    if name in (*WORDINGS, *SHORT_VALUES) and (look := _look(card, name, text)):
        return look
    if name == "aim":
        return "action"
    return "comment" if name in SHORT_VALUES and _is_news(name, value, text, item=item) else name


def _starts_again(card: Card, text: str) -> bool:
    """A second list numbered from 1 below the action gives its reasons or measures."""
    numbers = [found["number"] for piece in card.pieces["action"] if (found := NUMBER.fullmatch(piece.text))]
    again = NUMBER.fullmatch(text)
    return again is not None and again["number"] == "1" and "1" in numbers and len(numbers) > 1


def _look(card: Card, name: str, text: str) -> str:
    """The field that a short text plainly looks like and that the card does not have yet."""
    looks = (
        ("owner", len(text.split()) <= MOST_WORDS_OF_A_ROLE and is_role(text)),
        ("deadline", is_deadline(text)),
        ("status", is_bare_status(text)),
    )
    return next((field for field, like in looks if like and (field == name or field not in card.pieces)), "")


def _is_news(name: str, value: str, text: str, *, item: bool) -> bool:
    """A whole sentence below a short value, or anything below a date that is none."""
    sentence = text[:1].isupper() and is_finished(text) and len(text.split()) >= LEAST_WORDS_OF_A_SENTENCE
    if name == "deadline" and mentions(value):
        return not mentions(text) and (item or sentence)
    return sentence and len(value.split()) <= MOST_WORDS_OF_A_SHORT_VALUE


def single_actions(card: Card) -> Iterator[Card]:
    """The card, or one for each of the actions that stand under one label ("Actions") in it."""
    pieces = card.pieces.get("action", [])
    if not pieces or not _are_several(card.labels["action"], pieces):
        yield card
        return
    for number, piece in enumerate(_whole(pieces)):
        numbered = NUMBER.fullmatch(piece.text)
        own = {"action": [Piece(numbered["text"] if numbered else piece.text)]}
        own |= {"ref": [Piece(numbered["number"])]} if numbered else {}
        shared = {name: texts for name, texts in card.pieces.items() if name != "ref" or not number}
        yield replace(card, pieces={**shared, **own})


def _are_several(label: str, pieces: Sequence[Piece]) -> bool:
    """Below "Actions" each line is one; below "What we will do" each item or promise; below "Action" none."""
    if re.search(rf"(?:{either('several')})\b", label, re.IGNORECASE):
        return True
    if re.search(rf"\b(?:{either('one')})\b", label, re.IGNORECASE):
        return False
    return len(pieces) > 1 and all(is_promise(piece.text) or (label and piece.item) for piece in pieces)


def _whole(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, those that go on in the next one joined."""
    whole: list[Piece] = []
    for piece in pieces:
        if whole and not piece.item and (starts_midway(piece.text) or is_cut(whole[-1].text)):
            whole[-1] = Piece(join(whole[-1].text, piece.text), whole[-1].item)
        else:
            whole.append(piece)
    return whole
