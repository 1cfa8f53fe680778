"""Plans without a table: each action a block of labels and values, as lines or as a small two-column grid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from wres_analysis.documents.cell_text import BULLETS, clean, is_cut, is_finished, join
from wres_analysis.documents.document import Block, Document, Grid, Line, Remark
from wres_analysis.plans.card_grids import (
    MOST_COLUMNS_OF_A_CARD,
    NUMBERED,
    OPENING,
    joined_over_pages,
    pairs_of_grid,
)
from wres_analysis.plans.card_lines import LABEL, MOST_WORDS_OF_A_LABEL, pieces_of, roles_of, spelled_out
from wres_analysis.plans.plan_columns import Column, Header
from wres_analysis.plans.plan_tables import Between, PlanRow, PlanTables
from wres_analysis.plans.sections import labelled_section, section_of_line
from wres_analysis.vocabulary.headings import fields_of, plain_title

LEAST_FIELDS_OF_A_CARD = 3
LEAST_BESIDE_A_HEADING = 2
ENOUGH_FIELDS_ALONE = 4
_NUMBERED_LINE = re.compile(rf"{NUMBERED.pattern}(?:\s*[.–—-]\s+(?P<text>.+))?", re.IGNORECASE | re.DOTALL)
_NUMBERS = (
    re.compile(rf"{NUMBERED.pattern}\s*[.:–—-]?\s+(?P<text>.+)", re.IGNORECASE | re.DOTALL),
    re.compile(r"\(?(?P<number>\d{1,2}(?:\.\d{1,2})*[a-z]?)[.):]?\s+(?P<text>.+)", re.DOTALL),
    re.compile(r"\(?(?P<number>[a-z]|[ivx]{1,4})[.)]\s+(?P<text>.+)", re.DOTALL),
)
_HEADING_FIELDS = ("part", "aim", "indicators")
_SHORT_VALUES = ("owner", "deadline", "status")
_WORDINGS = ("action", "detail", "aim")


@dataclass
class _Card:
    """Labels and values of one action, the line that stands above it, and whether that is its wording."""

    place: str
    above: Line | None = None
    titled: bool = False
    values: dict[str, str] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)

    def put(self, label: str, name: str | None, text: str) -> None:
        if not text:
            return
        target, key = self.values, name or ""
        if name is None:
            target, key = self.unread, label
        elif name == "other":
            target, key = self.left_out, label
        target[key] = join(target.get(key, ""), text)


def find_cards(document: Document, mapping: Mapping[str, str] | None = None) -> PlanTables:
    """The actions of a document that is laid out in blocks of labels and values."""
    blocks = spelled_out(document.blocks)
    reader = _CardReader(blocks, mapping or {})
    blocks = joined_over_pages(blocks, reader.fields)
    roles = roles_of(blocks, reader.fields)
    for at, block in enumerate(blocks):
        if isinstance(block, Line):
            reader.line(block, roles.get(at, ""))
        elif any(row.cells for row in block.rows):
            reader.grid(block)
    return reader.result()


class _CardReader:
    """Goes through the blocks once with the card that is being filled."""

    def __init__(self, blocks: Sequence[Block], mapping: Mapping[str, str]) -> None:
        self.mapped = {plain_title(label): name for label, name in mapping.items()}
        self.repeated = _repeated_labels(blocks)
        self.details: list[str] = []
        self.remarks: list[Remark] = []
        self.items: list[_Card | Line] = []
        self.card: _Card | None = None
        self.last: tuple[str, str | None] | None = None
        self.above: Line | None = None
        self.titled = False
        self.columns: dict[str, Column] = {}

    def fields(self, label: str) -> tuple[str | None, ...]:
        """The fields of a label; none for text that is no label, (None,) for a label not understood."""
        plain = plain_title(label)
        if plain in self.mapped:
            return ("other" if self.mapped[plain] == "ignore" else self.mapped[plain],)
        if len(label.split()) > MOST_WORDS_OF_A_LABEL:
            return ()
        known = fields_of(label)
        return known or ((None,) if plain in self.repeated else ())

    def line(self, line: Line, role: str = "") -> None:
        """A line outside grids; its role is what `roles_of` says of it."""
        pieces = list(pieces_of(line.text))
        if role == "detail":
            self.details.append(clean(line.text))
        elif role:
            text = pieces.pop(0) if role == "inline" else line.text
            self.close(replace(line, text=text, heading=2 if role == "heading" else line.heading))
            self.titled = role != "heading"
        for piece in pieces if role in ("", "inline") else ():
            self._piece(_without_stop(piece) if len(pieces) > 1 else piece, line)

    def _piece(self, piece: str, line: Line) -> None:
        match = LABEL.fullmatch(piece.strip())
        names = self.fields(match["label"]) if match else ()
        if names and names[0] in _HEADING_FIELDS and _has_number(piece):
            self.close(line)
        elif match and names:
            self.value(match["label"], names, match["value"], line.place)
        elif number := _NUMBERED_LINE.fullmatch(piece.strip()):
            self.value("Action number", ("ref",), number["number"], line.place)
            self.last = ("Action", "action")
            if number["text"]:
                self.value("Action", ("action",), number["text"], line.place)
        elif section_of_line(line):
            self.close(line)
        elif self.card and self.last:
            self._remark_on_item(line, piece)
            self._goes_on(self.card, *self.last, clean(piece))
        else:
            self.close(line)

    def _remark_on_item(self, line: Line, piece: str) -> None:
        """A whole sentence with a bullet below a short value may be an action of its own."""
        text = clean(piece).lstrip(BULLETS + " ")
        marked = line.bullet or clean(piece)[:1] in BULLETS
        sentence = is_finished(text) and len(text.split()) > LEAST_FIELDS_OF_A_CARD
        if marked and sentence and self.last and self.last[1] in (*_SHORT_VALUES, "comment"):
            message = f"An item without labels was taken as part of the action above it: {text[:120]}"
            self.remarks.append(Remark("warn", "item_joined", message, line.place))

    def _goes_on(self, card: _Card, label: str, name: str | None, text: str) -> None:
        """A line without a label: more of the value above it, or a sentence behind a short value."""
        if name == "action":
            self.columns.setdefault("action", Column("Action", "action"))
        if name in _SHORT_VALUES and name in card.values and _is_news(card.values[name], text):
            label, name = "", "comment"
            self.columns.setdefault("comment", Column("", "comment"))
            self.last = (label, name)
        card.put(label, name, text)

    def value(self, label: str, names: Sequence[str | None], text: str, place: str) -> None:
        """A label with its value: part of the card, or the start of the next one."""
        name = names[0]
        if self.card is None or self._starts_next(name):
            self.card = _Card(place, self.above, self.titled)
            self.above, self.titled = None, False
            self.items.append(self.card)
            for detail in self.details:
                self.columns.setdefault("detail", Column("", "detail"))
                self.card.put("", "detail", detail)
            self.details = []
        number = NUMBERED.fullmatch(label.strip())
        if number and name == "action" and "ref" not in self.card.values:
            self.card.put(label, "ref", number["number"])
        second = str(names[1]) if len(names) > 1 else ""
        title = " ".join(label.split())
        self.columns.setdefault(plain_title(label), Column(title, name, second))
        self.card.put(title, name, clean(text))
        self.last = (title, name)

    def _starts_next(self, name: str | None) -> bool:
        """A label that opens actions, when the card already holds it or what comes after it."""
        if self.card is None or name not in OPENING:
            return False
        order = [column.field for column in self.columns.values()]
        behind = order[order.index(name) + 1 :] if name in order else []
        return name in self.card.values or bool(set(behind) & set(self.card.values))

    def close(self, line: Line) -> None:
        """Text that belongs to no card; a heading, perhaps."""
        self.items.append(line)
        self.above = line
        self.card = self.last = None
        self.titled, self.details = False, []

    def grid(self, grid: Grid) -> None:
        pairs = list(pairs_of_grid(grid, self.fields))
        known = {names[0] for _, names, _, _ in pairs if names}
        if len(known - {None, "other"}) < LEAST_FIELDS_OF_A_CARD or not known & {"action", "detail", "aim"}:
            self._leave_out(grid, known)
            return
        self.card = None
        for label, names, text, place in pairs:
            if names:
                self.value(label, names, text, place)
            elif self.card and self.last and text:
                self.card.put(*self.last, clean(text))
            elif label:
                self.items.append(Line(label, place, heading=2))
        self.card = self.last = None

    def _leave_out(self, grid: Grid, known: set[str | None]) -> None:
        """A piece of an action is not passed over in silence; other small tables are."""
        piece = known & {"action", "detail"} or (grid.new_page and known & {"owner", "deadline", "status"})
        if not piece or len(grid.rows[0].cells) > MOST_COLUMNS_OF_A_CARD:
            return
        text = " | ".join(clean(text) for row in grid.rows for text in row.texts if text.strip())[:200]
        message = (
            f"Labels and values that are too few for an action, perhaps cut by a page, were not read: {text}"
        )
        self.remarks.append(Remark("error", "card_not_read", message, grid.place))

    def result(self) -> PlanTables:
        cards = [item for item in self.items if isinstance(item, _Card)]
        named = any(column.field in _WORDINGS for column in self.columns.values())
        if not named or any(card.titled for card in cards):
            self._name_by_headings(cards)
        good = [card for card in cards if _is_action(card)]
        alone = len(good) == 1 and len(good[0].values) >= ENOUGH_FIELDS_ALONE
        if not good or not (len(good) > 1 or alone):
            return PlanTables()
        fields = tuple(dict.fromkeys(column.field for column in self.columns.values() if column.field))
        header = Header(tuple(self.columns.values()), good[0].place)
        items = tuple(_item(item, fields) for item in self.items if isinstance(item, Line) or item.values)
        return PlanTables(items, (header,), ((0, good[0].place),), tuple(self.remarks))

    def _name_by_headings(self, cards: Sequence[_Card]) -> None:
        """Where no label says what is done, the line above each block does."""
        for card in cards:
            if card.above is None or (len(card.values) < LEAST_BESIDE_A_HEADING and not card.titled):
                continue
            self.items.remove(card.above)
            numbered = next(filter(None, (form.fullmatch(clean(card.above.text)) for form in _NUMBERS)), None)
            card.values["action"] = numbered["text"] if numbered else clean(card.above.text)
            if numbered:
                card.values.setdefault("ref", numbered["number"])
        self.columns["action"] = Column("", "action")


def _without_stop(piece: str) -> str:
    """A label and its value without the full stop that parts it from the next label."""
    match = LABEL.fullmatch(piece)
    wording = match is not None and fields_of(match["label"])[:1] == ("action",)
    short = match is not None and not wording and 0 < len(match["value"].split()) <= MOST_WORDS_OF_A_LABEL
    return piece.removesuffix(".") if short and not re.search(r"\.\w*\.$", piece) else piece


def _is_news(value: str, text: str) -> bool:
    """A whole sentence below a short value that is not cut."""
    sentence = text[:1].isupper() and is_finished(text) and len(text.split()) >= LEAST_FIELDS_OF_A_CARD
    return sentence and len(value.split()) <= MOST_WORDS_OF_A_LABEL and not is_cut(value)


def _has_number(piece: str) -> bool:
    """A heading such as "Indicator 2: shortlisting", not a label."""
    section = labelled_section(piece)
    return section is not None and section.text == clean(piece)


def _is_action(card: _Card) -> bool:
    return bool(card.values.keys() & {"action", "detail"}) and len(card.values) >= LEAST_FIELDS_OF_A_CARD - 1


def _item(item: _Card | Line, fields: tuple[str, ...]) -> PlanRow | Between:
    if isinstance(item, Line):
        return Between((item,))
    values = dict(item.values)
    return PlanRow(
        item.place,
        values,
        raw=dict(values),
        unread=item.unread,
        left_out=item.left_out,
        fields=fields,
        cells=len(values),
        whole=True,
    )


def _repeated_labels(blocks: Sequence[Block]) -> frozenset[str]:
    """Short words before a colon that come back: labels, even where they are not known."""
    found: Counter[str] = Counter()
    for block in blocks:
        match = LABEL.fullmatch(block.text.strip()) if isinstance(block, Line) else None
        if match and len(match["label"].split()) <= 5:
            found[plain_title(match["label"])] += 1
    return frozenset(label for label, times in found.items() if times > 1 and label)
