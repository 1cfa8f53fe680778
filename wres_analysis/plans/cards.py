"""Plans without a table: each action a block of labels and values, as lines or as a small two-column grid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from wres_analysis.documents.cell_text import BULLETS, clean, is_cut, is_finished, starts_midway
from wres_analysis.documents.document import Block, Document, Grid, Line, Remark
from wres_analysis.plans.card_lines import (
    ITEM_NUMBER,
    LABEL,
    MOST_WORDS_OF_A_LABEL,
    is_inline,
    labels_of,
    pieces_of,
    roles_of,
    spelled_out,
)
from wres_analysis.plans.card_values import (
    MOST_COLUMNS_OF_A_CARD,
    NUMBERED,
    NUMBERED_LINE,
    NUMBERED_WORDINGS,
    OPENING,
    SHORT_VALUES,
    WORDINGS,
    Card,
    field_below,
    joined_over_pages,
    pairs_of_grid,
    single_actions,
)
from wres_analysis.plans.cell_kinds import status_of_first_words
from wres_analysis.plans.plan_columns import Column, Header
from wres_analysis.plans.plan_dates import mentions
from wres_analysis.plans.plan_tables import Between, PlanRow, PlanTables
from wres_analysis.plans.sections import announced, labelled_section, section_of_line
from wres_analysis.plans.table_rows import has_header
from wres_analysis.vocabulary import vocabulary_form
from wres_analysis.vocabulary.headings import fields_of, is_whole_title, plain_title

LEAST_FIELDS_OF_A_CARD = 3  # at 6 transposed_page.html is read otherwise; less: guard
LEAST_BESIDE_A_HEADING = 2  # guard: at 1 and at 4 all gold documents are read alike
ENOUGH_FIELDS_ALONE = 4  # at 2 a03t_community_wres.txt, at 8 one_block.txt is read otherwise
_HEADING_FIELDS = ("part", "aim", "indicators")
_WORDINGS = ("action", "detail", "aim")
_DESCRIBED = r"(?i)(?:{described})s?\b"


def find_cards(document: Document, mapping: Mapping[str, str] | None = None) -> PlanTables:
    """The actions of a document that is laid out in blocks of labels and values."""
    # never from an even grid: a table under known titles is no block of labels and values
    outside = [one for one in document.blocks if isinstance(one, Line) or not has_header(one, mapping)]
    blocks = spelled_out(outside)
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
        # how often short words stand before a colon: what comes back is a label, even where it is not known
        lines = (block.text.strip() for block in blocks if isinstance(block, Line))
        labels = (match["label"] for match in map(LABEL.fullmatch, lines) if match)
        self.times = Counter(plain_title(label) for label in labels if len(label.split()) <= 5)
        self.labelled = {field for block in blocks for field in labels_of(block, self.fields)}
        self.details: list[str] = []
        self.remarks: list[Remark] = []
        self.items: list[Card | Line] = []
        self.card: Card | None = None
        self.last: tuple[str, str | None] | None = None
        self.above: Line | None = None
        self.section: Line | None = None  # the heading above, where it has a word or number for what it is
        self.loose: list[Line] = []  # lines below it that no label explains
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
        return known or ((None,) if plain and self.times[plain] > 1 else ())

    def line(self, line: Line, role: str = "") -> None:
        """A line outside grids; its role is what `roles_of` says of it."""
        pieces = list(pieces_of(line.text))
        if not role and line.bullet and is_inline(line, self.fields):
            role = "inline"
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
        if match and line.heading and not is_whole_title(match["label"]):
            names = ()
        name = self.last[1] if self.last else ""
        value = self.card.text(name or "") if self.card else ""
        if names and names[0] in _HEADING_FIELDS and _has_number(piece):
            self.close(line)
        elif match and names:
            self.value(match["label"], names, match["value"], line.place)
        elif number := vocabulary_form(NUMBERED_LINE).fullmatch(piece.strip()):
            self.value("Action number", ("ref",), number["number"], line.place)
            self.last = ("Action", "action")
            if number["text"]:
                self.value("Action", ("action",), number["text"], line.place)
        elif self.card and self.last and name == "deadline" and mentions(piece) and not line.heading:
            self._goes_on(self.card, *self.last, replace(line, text=piece))
        elif line.heading or section_of_line(line):
            self.close(line)
        elif value and not is_cut(value) and announced(line).kind == "announces":
            self.close(line)  # a plain line such as "What happens next" behind a value
        elif self.card and self.last:
            self._remark_on_item(line, piece)
            self._goes_on(self.card, *self.last, replace(line, text=piece))
        else:
            self.close(line)

    def _remark_on_item(self, line: Line, piece: str) -> None:
        """A whole sentence with a bullet below a short value may be an action of its own."""
        text = clean(piece).lstrip(BULLETS + " ")
        marked = line.bullet or clean(piece)[:1] in BULLETS
        sentence = is_finished(text) and len(text.split()) > LEAST_FIELDS_OF_A_CARD
        if marked and sentence and self.last and self.last[1] in (*SHORT_VALUES, "comment"):
            message = f"An item without labels was taken as part of the action above it: {text[:120]}"
            self.remarks.append(Remark("warn", "item_joined", message, line.place))

    def _goes_on(self, card: Card, label: str, name: str | None, line: Line) -> None:
        """A line without a label: more of the value above it, or of a field whose look it has."""
        text = clean(line.text)
        if name == "action" and "ref" in card.pieces:
            card.named(text)
        if self.labelled == {"action"} and card.is_worded and not starts_midway(text):
            self.close(line)
            return
        found = field_below(card, name, text, item=line.bullet)
        if found != name or name == "action":
            label = label if found == name else ""
            label = "A second list" if found == "other" else label
            self.columns.setdefault(f"{found}", Column("Action" if found == "action" else label, found))
        self.last = (label, found)
        card.put(label, found, text, item=line.bullet or bool(ITEM_NUMBER.match(text)))

    def value(self, label: str, names: Sequence[str | None], text: str, place: str) -> None:
        """A label with its value: part of the card, or the start of the next one."""
        name = names[0]
        if self.card is None or self._starts_next(label, name):
            self._open(place, name)
        card = self.card or Card(place)
        number = vocabulary_form(NUMBERED).fullmatch(label.strip())
        if number and name == "action" and "ref" not in card.pieces:
            card.put(label, "ref", number["number"])
        if name == "action" and card.labels.get("action", label) != label and not number:
            name = "detail"  # "Next steps" in a block that says already what is done
        second = str(names[1]) if len(names) > 1 else ""
        title = " ".join(label.split())
        self.columns.setdefault(plain_title(label), Column(title, name, second))
        card.put(title, name, clean(text))
        self.last = (title, name)

    def _open(self, place: str, name: str | None) -> None:
        """The next card; lines that no label explains say what is done where its first label does not."""
        self.card = Card(place, self.above, self.titled)
        wording: list[Line] = []
        if self.section and not (self.titled or self.details or name in (*OPENING, "detail")):
            # lines below a heading such as "Metric 7"; the first of several describes the metric
            described = vocabulary_form(_DESCRIBED).match(clean(self.section.text))
            wording = self.loose[1:] if described and len(self.loose) > 1 else self.loose
        self.above, self.titled, self.loose = None, False, []
        self.items = [item for item in self.items if not any(item is line for line in wording)]
        self.items.append(self.card)
        for name, texts in (("detail", self.details), ("action", [clean(line.text) for line in wording])):
            for text in texts:
                self.columns.setdefault(name, Column("", name))
                self.card.put("", name, text)
        self.details = []

    def _starts_next(self, label: str, name: str | None) -> bool:
        """A label that opens actions, when the card already holds it or what comes after it."""
        if self.card is None or name not in (*OPENING, "indicators"):
            return False
        known = self.card.labels.get("action", label)
        if name == "action" and known != label:
            usual = (
                "ref" not in self.card.pieces
                and self.times[plain_title(label)] > self.times[plain_title(known)]
            )
            return usual or bool(vocabulary_form(NUMBERED).fullmatch(label.strip()))
        order = [column.field for column in self.columns.values()]
        behind = order[order.index(name) + 1 :] if name in order else []
        return name in self.card.pieces or bool(set(behind) & set(self.card.pieces))

    def close(self, line: Line) -> None:
        """Text that belongs to no card; a heading, perhaps."""
        self.items.append(line)
        if labelled_section(line.text):
            self.section, self.loose = line, []
        elif line.heading or self.card:
            self.section = None
        else:
            self.loose.append(line)
        self.above = line
        self.card = self.last = None
        self.titled, self.details = False, []

    def grid(self, grid: Grid) -> None:
        """A grid of labels and values; a piece of an action is not passed over in silence."""
        pairs = list(pairs_of_grid(grid, self.fields))
        known = {names[0] for _, names, _, _ in pairs if names}
        if len(known - {None, "other"}) < LEAST_FIELDS_OF_A_CARD or not known & {"action", "detail", "aim"}:
            piece = known & set(WORDINGS) or (grid.new_page and known & set(SHORT_VALUES))
            if piece and len(grid.rows[0].cells) <= MOST_COLUMNS_OF_A_CARD:
                text = " | ".join(clean(text) for row in grid.rows for text in row.texts if text.strip())
                message = "Labels and values that are too few for an action, perhaps cut by a page, were not"
                remark = Remark("error", "card_not_read", f"{message} read: {text[:200]}", grid.place)
                self.remarks.append(remark)
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
        """The cards that are actions, among the headings; nothing where they are too few to be a plan."""
        cards = [item for item in self.items if isinstance(item, Card)]
        named = any(column.field in _WORDINGS for column in self.columns.values())
        if not named or any(card.titled for card in cards):
            self._name_by_headings(cards)
        # an action says what is done, and something else
        good = [
            card for card in cards if len(card.pieces) > 1 and not card.pieces.keys().isdisjoint(WORDINGS)
        ]
        if not good:  # minutes: the same label ("ACTION:") several times, and no other one
            bare = [card for card in cards if set(card.pieces) == {"action"} and card.is_worded]
            times = Counter(card.labels["action"].casefold() for card in bare)
            good = [card for card in bare if times[card.labels["action"].casefold()] > 1]
        alone = len(good) == 1 and len(good[0].pieces) >= ENOUGH_FIELDS_ALONE
        if not good or not (len(good) > 1 or alone or len([*single_actions(good[0])]) > 1):
            return PlanTables()
        usual = Counter(card.labels.get("action", "") for card in good)
        fields = tuple(dict.fromkeys(column.field for column in self.columns.values() if column.field))
        header = Header(tuple(self.columns.values()), good[0].place)
        items = tuple(made for item in self.items for made in _items(item, fields, usual))
        return PlanTables(items, (header,), ((0, good[0].place),), tuple(self.remarks))

    def _name_by_headings(self, cards: Sequence[Card]) -> None:
        """Where no label says what is done, the line above each block does."""
        for card in cards:
            few = len(card.pieces) < LEAST_BESIDE_A_HEADING and not card.titled
            text = clean(card.above.text) if card.above else ""
            if not card.above or not text or few or "action" in card.pieces:
                continue
            self.items.remove(card.above)
            tried = (vocabulary_form(form).fullmatch(text) for form in NUMBERED_WORDINGS)
            found = next(filter(None, tried), None)
            card.put("", "action", found["text"] if found else text)
            if found and "detail" in card.pieces:
                card.named(card.pieces["detail"][0].text)
            if "action" not in card.pieces:
                card.pieces["action"] = card.pieces.pop("detail")
                card.labels["action"] = ""
            if found and "ref" not in card.pieces:
                card.put("", "ref", found["number"])
        self.columns["action"] = Column("", "action")


def _without_stop(piece: str) -> str:
    """A label and its value without the full stop that parts it from the next label."""
    match = LABEL.fullmatch(piece)
    wording = match is not None and fields_of(match["label"])[:1] == ("action",)
    short = match is not None and not wording and 0 < len(match["value"].split()) <= MOST_WORDS_OF_A_LABEL
    return piece.removesuffix(".") if short and not re.search(r"\.\w*\.$", piece) else piece


def _has_number(piece: str) -> bool:
    """A heading such as "Indicator 2: shortlisting", not a label."""
    section = labelled_section(piece)
    text = clean(piece)
    return section is not None and section.text == text and (text[-1] != ":" or any(map(str.isdigit, text)))


def _items(item: Card | Line, fields: tuple[str, ...], usual: Counter[str]) -> Iterator[PlanRow | Between]:
    """A line, or the actions of a card; one label by itself, which no action has, is a heading."""
    if isinstance(item, Line):
        yield Between((item,))
        return
    if set(item.pieces) == {"action"} and not usual[item.labels["action"]]:
        yield Between((Line(item.text("action"), item.place, heading=2),))
        return
    stated = status_of_first_words(item.text("comment")) if "status" not in item.pieces else None
    if stated:  # the status that the progress text begins with ("Completed. The fund has paid …")
        item.put("", "status", stated.raw)
    for card in single_actions(item) if item.pieces else ():
        values = {name: card.text(name) for name in card.pieces}
        yield PlanRow(
            card.place,
            values,
            raw=dict(values),
            unread=card.unread,
            left_out=card.left_out,
            fields=fields,
            cells=len(values),
            whole=True,
        )
