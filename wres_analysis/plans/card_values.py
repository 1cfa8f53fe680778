"""Cards, blocks of labels and values: grids that hold them, and the action that a card describes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from wres_analysis.documents.cell_text import clean, is_cut, is_finished, join, starts_midway
from wres_analysis.documents.document import Block, Grid, Line, Row
from wres_analysis.plans.cell_kinds import (
    NUMBER,
    is_bare_status,
    is_deadline,
    is_promise,
    is_undertaking,
)
from wres_analysis.plans.owners import is_role
from wres_analysis.plans.plan_dates import mentions
from wres_analysis.plans.sections import is_furniture
from wres_analysis.vocabulary import vocabulary_form
from wres_analysis.vocabulary.headings import is_header

LEAST_COLUMNS_SIDE_BY_SIDE = 3  # at 6 transposed_page.html is read otherwise; less: guard
LEAST_LABELLED = 3  # guard: at 1 and at 6 all gold documents are read alike
MOST_COLUMNS_OF_A_CARD = 4  # guard: at 2 and at 8 all gold documents are read alike
OPENING = ("ref", "part", "aim", "action")
Read = Callable[[str], tuple[str | None, ...]]
Pair = tuple[str, tuple[str | None, ...], str, str]
LEAST_WORDS_OF_A_SENTENCE = 3  # guard: at 1 and at 6 all gold documents are read alike
# "Commitment 1 – Listening to our staff" above "Hold four open evenings …"
MOST_WORDS_OF_A_NAME = 5
MOST_WORDS_OF_A_SHORT_VALUE = 9  # at 4 a01_metric_blocks.html is read otherwise; more: guard
# "Deputy Director of Nursing and Quality and the Chair of the Race Equality Network" has fourteen
MOST_WORDS_OF_A_ROLE = 15
SHORT_VALUES = ("owner", "deadline", "status")
WORDINGS = ("action", "detail")
# a word that opens actions, with a number: "Action 3", "WRES commitment 2"
NUMBERED = (
    r"(?i)(?:(?:{numbered_before})\s+)?(?:{numbered})\s*(?:no\.?\s*)?(?P<number>\d{1,3}[a-z]?(?:\.\d+)?)"
)
NUMBERED_LINE = rf"{NUMBERED}(?s:\s*[.–—-]\s+(?P<text>.+))?"
# a wording with its number: "Action 3: …", "3.1 …", "b) …"
NUMBERED_WORDINGS = (
    rf"{NUMBERED}(?s:\s*[.:–—-]?\s+(?P<text>.+))",
    r"(?s)\(?(?P<number>\d{1,2}(?:\.\d{1,2})*[a-z]?)[.):]?\s+(?P<text>.+)",
    r"(?s)\(?(?P<number>[a-z]|[ivx]{1,4})[.)]\s+(?P<text>.+)",
)


def pairs_of_grid(grid: Grid, read: Read) -> Iterator[Pair]:
    """The labels and values of a grid, in its order."""
    across = _cards_side_by_side(grid, read)
    for column in range(1, across + 1):
        for row in grid.rows:
            texts = [*row.texts, *[""] * (across + 1 - len(row.cells))]
            names = tuple(read(_bare(texts[0])))
            number = None if names else vocabulary_form(NUMBERED).fullmatch(clean(texts[column]))
            if number:
                yield "Action number", ("ref",), number["number"], row.place
            else:
                yield _bare(texts[0]), names, texts[column], row.place
    if not across:
        for row in grid.rows:
            yield from _pairs_of_row(row, read)


def joined_over_pages(blocks: Sequence[Block], read: Read) -> list[Block]:
    """The blocks with grids of labels and values put together again that the end of a page cut."""
    joined: list[Block] = []
    above = -1  # the last block that is no foot of a page
    for block in blocks:
        last = joined[above] if above >= 0 else None
        if isinstance(last, Grid) and isinstance(block, Grid) and _goes_on(last, block, read):
            joined[above] = replace(last, rows=(*last.rows, *block.rows))
            continue
        joined.append(block)
        if isinstance(block, Grid) or not is_furniture(block.text):
            above = len(joined) - 1
    return joined


def _goes_on(above: Grid, below: Grid, read: Read) -> bool:
    if not (below.new_page and above.rows and below.rows) or _width(above) != _width(below):
        return False
    if _width(above) > MOST_COLUMNS_OF_A_CARD or is_header(below.rows[0].texts):
        return False
    before = [names[0] for _, names, _, _ in pairs_of_grid(above, read) if names]
    behind = list(pairs_of_grid(below, read))
    if not before or not behind or not any(names for _, names, _, _ in behind[:LEAST_LABELLED]):
        return False
    label, names, text, _ = behind[0]
    if not names:
        return bool(text.strip()) and not label
    card = before[max((at for at, name in enumerate(before) if name in ("action", "ref")), default=0) :]
    return names[0] not in card and (names[0] not in OPENING or "action" not in card)


def _width(grid: Grid) -> int:
    return max(len(row.cells) for row in grid.rows)


def _cards_side_by_side(grid: Grid, read: Read) -> int:
    """How many columns of values stand beside one column of labels; 0 where labels and values alternate."""
    width = _width(grid)
    columns = [[row.texts[at] for row in grid.rows if at < len(row.cells)] for at in range(width)]
    if width < LEAST_COLUMNS_SIDE_BY_SIDE or not _mostly_labels(columns[0], read):
        return 0
    filled = [sum(bool(text.strip()) for text in row.texts[1:]) for row in grid.rows]
    several = 2 * sum(count > 1 for count in filled) >= len(filled)
    return width - 1 if several and not any(_mostly_labels(column, read) for column in columns[1:]) else 0


def _mostly_labels(texts: Sequence[str], read: Read) -> bool:
    filled = [_bare(text) for text in texts if text.strip()]
    labels = [text for text in filled if read(text) and not vocabulary_form(NUMBERED).fullmatch(text)]
    return bool(filled) and 2 * len(labels) > len(filled)


def _pairs_of_row(row: Row, read: Read) -> Iterator[Pair]:
    texts = [cell.text for cell in row.cells if not cell.covered]
    at = 0
    while at < len(texts):
        label = _bare(texts[at])
        names = tuple(read(label)) if label else ()
        if names and at + 1 < len(texts):
            yield label, names, texts[at + 1], row.place
            at += 2
            continue
        if match := vocabulary_form(NUMBERED).fullmatch(label):
            yield "Action number", ("ref",), match["number"], row.place
        elif len(texts) == 1 and label:
            yield label, (), "", row.place
        elif texts[at].strip():
            yield "", (), texts[at], row.place
        at += 1


def _bare(text: str) -> str:
    return clean(text).rstrip(" :")


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


def field_below(card: Card, name: str | None, text: str, *, item: bool) -> str | None:
    """The field of a line without a label below a value: the same, or the one that it looks like."""
    value = card.text(name) if name else ""
    if not value or name is None or is_cut(value) or starts_midway(text):
        return name
    if name == "action":  # a second list numbered from 1 below the action gives its reasons or measures
        found = [number["number"] for piece in card.pieces[name] if (number := NUMBER.fullmatch(piece.text))]
        again = NUMBER.fullmatch(text)
        if again and again["number"] == "1" and "1" in found and len(found) > 1:
            return "other"
    if name in (*WORDINGS, *SHORT_VALUES):  # what it plainly looks like and the card does not have yet
        looks = (
            ("owner", len(text.split()) <= MOST_WORDS_OF_A_ROLE and is_role(text)),
            ("deadline", is_deadline(text)),
            ("status", is_bare_status(text)),
        )
        like = [field for field, so in looks if so and (field == name or field not in card.pieces)]
        if like:
            return like[0]
    if name not in SHORT_VALUES:
        return "action" if name == "aim" else name
    # news: a whole sentence below a short value, or anything below a date that is none
    news = text[:1].isupper() and is_finished(text) and len(text.split()) >= LEAST_WORDS_OF_A_SENTENCE
    if name == "deadline" and mentions(value):
        news = not mentions(text) and (item or news)
    else:
        news = news and len(value.split()) <= MOST_WORDS_OF_A_SHORT_VALUE
    return "comment" if news else name


def single_actions(card: Card) -> Iterator[Card]:
    """The card, or one for each of the actions that stand under one label ("Actions") in it."""
    pieces = card.pieces.get("action", [])
    if not pieces or not _are_several(card.labels["action"], pieces):
        yield card
        return
    whole: list[Piece] = []  # those that go on in the next one joined
    for piece in pieces:
        if whole and not piece.item and (starts_midway(piece.text) or is_cut(whole[-1].text)):
            whole[-1] = Piece(join(whole[-1].text, piece.text), whole[-1].item)
        else:
            whole.append(piece)
    for number, piece in enumerate(whole):
        numbered = NUMBER.fullmatch(piece.text)
        own = {"action": [Piece(numbered["text"] if numbered else piece.text)]}
        own |= {"ref": [Piece(numbered["number"])]} if numbered else {}
        shared = {name: texts for name, texts in card.pieces.items() if name != "ref" or not number}
        yield replace(card, pieces={**shared, **own})


def _are_several(label: str, pieces: Sequence[Piece]) -> bool:
    """Below "Actions" each line is one; below "What we will do" each item or promise; below "Action" none."""
    if vocabulary_form(r"(?i)(?:{several})\b").search(label):
        return True
    if vocabulary_form(r"(?i)\b(?:{one})\b").search(label):
        return False
    return len(pieces) > 1 and all(is_promise(piece.text) or (label and piece.item) for piece in pieces)
