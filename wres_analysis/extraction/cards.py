"""Plans without a table: each action a block of labels and values, as lines or as a small two-column grid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wres_analysis.extraction.card_grids import NUMBERED, pairs_of_grid
from wres_analysis.extraction.cell_text import clean, join
from wres_analysis.extraction.columns import Column, Header
from wres_analysis.extraction.headings import fields_of, is_whole_title, plain_title
from wres_analysis.extraction.plan_tables import Between, PlanRow, PlanTables
from wres_analysis.extraction.sections import labelled_section, section_of_line
from wres_analysis.readers.document import Document, Grid, Line

MOST_WORDS_OF_A_LABEL = 9
LEAST_FIELDS_OF_A_CARD = 3
LEAST_BESIDE_A_HEADING = 2
ENOUGH_FIELDS_ALONE = 4
_LABEL = re.compile(r"(?P<label>[A-Z#][^:\n]{0,70}?)\s*:(?!//)\s*(?P<value>.*)", re.DOTALL)
_COLON = re.compile(r"\s*:(?=\s|$)")
_NUMBER_FIRST = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*[a-z]?)[.):]?\s+(?P<text>.+)", re.DOTALL)
_HEADING_FIELDS = ("part", "aim", "indicators")
_WORDINGS = ("action", "detail", "aim")
_OPENING = ("ref", "part", "aim", "action")


@dataclass
class _Card:
    """Labels and values of one action, and the line that stands above it."""

    place: str
    above: Line | None = None
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
    """The actions of a document that is laid out in blocks of labels and values.

    Parameters
    ----------
    document : Document
    mapping : mapping of str to str, optional
        A user's reading of labels: label to field, or "ignore".

    Returns
    -------
    PlanTables
        Without headers where the document has no such blocks.
    """
    reader = _CardReader(document, mapping or {})
    for block in document.blocks:
        if isinstance(block, Line):
            reader.line(block)
        elif any(row.cells for row in block.rows):
            reader.grid(block)
    return reader.result()


class _CardReader:
    """Goes through the blocks once with the card that is being filled."""

    def __init__(self, document: Document, mapping: Mapping[str, str]) -> None:
        self.mapped = {plain_title(label): name for label, name in mapping.items()}
        self.repeated = _repeated_labels(document)
        self.items: list[_Card | Line] = []
        self.card: _Card | None = None
        self.last: tuple[str, str | None] | None = None
        self.above: Line | None = None
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

    def line(self, line: Line) -> None:
        for piece in _pieces(line.text):
            self._piece(piece, line)

    def _piece(self, piece: str, line: Line) -> None:
        match = _LABEL.fullmatch(piece.strip())
        names = self.fields(match["label"]) if match else ()
        if names and names[0] in _HEADING_FIELDS and _has_number(piece):
            self.close(line)
        elif match and names:
            self.value(match["label"], names, match["value"], line.place)
        elif number := NUMBERED.fullmatch(piece.strip()):
            self.value("Action number", ("ref",), number["number"], line.place)
        elif section_of_line(line):
            self.close(line)
        elif self.card and self.last:
            self.card.put(*self.last, clean(piece))
        else:
            self.close(line)

    def value(self, label: str, names: Sequence[str | None], text: str, place: str) -> None:
        """A label with its value: part of the card, or the start of the next one."""
        name = names[0]
        if self.card is None or self._starts_next(name):
            self.card = _Card(place, self.above)
            self.above = None
            self.items.append(self.card)
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
        if self.card is None or name not in _OPENING:
            return False
        order = [column.field for column in self.columns.values()]
        behind = order[order.index(name) + 1 :] if name in order else []
        return name in self.card.values or bool(set(behind) & set(self.card.values))

    def close(self, line: Line) -> None:
        """Text that belongs to no card; a heading, perhaps."""
        self.items.append(line)
        self.above = line
        self.card = self.last = None

    def grid(self, grid: Grid) -> None:
        pairs = list(pairs_of_grid(grid, self.fields))
        known = {names[0] for _, names, _, _ in pairs if names}
        if len(known - {None, "other"}) < LEAST_FIELDS_OF_A_CARD or not known & {"action", "detail", "aim"}:
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

    def result(self) -> PlanTables:
        cards = [item for item in self.items if isinstance(item, _Card)]
        if not any(column.field in _WORDINGS for column in self.columns.values()):
            self._name_by_headings(cards)
        good = [card for card in cards if _is_action(card)]
        alone = len(good) == 1 and len(good[0].values) >= ENOUGH_FIELDS_ALONE
        if not good or not (len(good) > 1 or alone):
            return PlanTables()
        fields = tuple(dict.fromkeys(column.field for column in self.columns.values() if column.field))
        header = Header(tuple(self.columns.values()), good[0].place)
        items = tuple(_item(item, fields) for item in self.items if isinstance(item, Line) or item.values)
        return PlanTables(items, (header,), ((0, good[0].place),))

    def _name_by_headings(self, cards: Sequence[_Card]) -> None:
        """Where no label says what is done, the line above each block does."""
        for card in cards:
            if card.above is None or len(card.values) < LEAST_BESIDE_A_HEADING:
                continue
            self.items.remove(card.above)
            numbered = _NUMBER_FIRST.fullmatch(clean(card.above.text))
            card.values["action"] = numbered["text"] if numbered else clean(card.above.text)
            if numbered:
                card.values.setdefault("ref", numbered["number"])
        self.columns["action"] = Column("", "action")


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


def _repeated_labels(document: Document) -> frozenset[str]:
    """Short words before a colon that come back: labels, even where they are not known."""
    found: Counter[str] = Counter()
    for line in document.lines():
        match = _LABEL.fullmatch(line.text.strip())
        if match and len(match["label"].split()) <= 5:
            found[plain_title(match["label"])] += 1
    return frozenset(label for label, times in found.items() if times > 1 and label)


def _pieces(text: str) -> list[str]:
    """A line cut before each label in it ("Lead: Head of HR Timescale: May 2024")."""
    cuts = [0]
    for colon in _COLON.finditer(text):
        words = list(re.finditer(r"\S+", text[cuts[-1] : colon.start()]))[-MOST_WORDS_OF_A_LABEL:]
        for word in words:
            start = cuts[-1] + word.start()
            label = text[start : colon.start()]
            same_without = plain_title(label) == plain_title(label.partition(" ")[2])
            if label[0].isupper() and is_whole_title(label) and not same_without:
                cuts.append(start)
                break
    return [
        text[start:end].strip(" |;\t")
        for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)
        if start < end
    ]
