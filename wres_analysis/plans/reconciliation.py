"""What a document holds beside its actions, and how much of the plan's text is not in ACTIONS."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from wres_analysis.documents.cell_text import clean, is_finished, words_of
from wres_analysis.documents.document import Document, Grid, Line
from wres_analysis.plans.cell_kinds import is_sentence, is_undertaking
from wres_analysis.plans.cross_references import NAMED_INDICATORS
from wres_analysis.plans.furniture import other_table, put_aside
from wres_analysis.plans.plan_columns import Header
from wres_analysis.plans.plan_tables import PlanAction
from wres_analysis.plans.sections import is_furniture, is_title
from wres_analysis.tables import ACTIONS
from wres_analysis.vocabulary.headings import plain_title

# Letters in a row, blanks aside: a word that a column border cuts in two is the same still (seed A). Ten
# letters stand in two texts by chance where both say "recruitment"; half of a line then does not.
LETTERS_IN_A_ROW = 12
# A line arrived where half of it did: the rest may be its number or a label. Shorter lines are headings.
ARRIVED, LEAST_WORDS = 0.5, 5

# A warning below the first, an error below the second: a plan that lost one word in ten is not well read.
ENOUGH, LEAST = 0.98, 0.90
MOST_LOST_SHOWN = 600
_NOT_PRINTED = frozenset(
    ("organisation", "plan_year", "action_id", "document", "place", "row", "deadline_date", "deadline_kind")
)
_DERIVED = frozenset(("status", "status_source", "indicators", "carry_over_evidence"))
_TEXT_COLUMNS = tuple(name for name in ACTIONS if name not in _NOT_PRINTED | _DERIVED)


class Passage(NamedTuple):
    """A line, or a row of a table, of the document."""

    text: str
    place: str
    words: int
    arrived: bool  # most of it stands in an action
    grid: Grid | None = None


def passages(document: Document, records: Sequence[PlanAction], headers: Sequence[Header]) -> list[Passage]:
    """The lines and rows of the plan, headings and furniture aside, and whether each reached an action."""
    rows = [row for record in records for row in record.rows]
    printed = [record.text(name) for record in records for name in ("action", "detail")]
    printed += [text for row in rows for of in (row.values, row.unread, row.left_out) for text in of.values()]
    known = _pieces(printed)
    headings = _pieces(text for record in records for text in (record.part, record.aim.text))
    titles = {plain_title(column.title) for header in headers for column in header.columns}
    found = [_passage(texts, place, grid, known, titles) for texts, place, grid in _told(document)]
    times = Counter(passage.text for passage in found)
    return [
        passage
        for passage in found
        if passage.words >= LEAST_WORDS and times[passage.text] == 1
        if passage.arrived or _share(passage.text, headings) < ARRIVED
    ]


def _told(document: Document) -> Iterator[tuple[list[str], str, Grid | None]]:
    for block in put_aside(document)[0].blocks:
        if isinstance(block, Line):
            if not (block.heading or is_furniture(block.text) or is_title(block.text)):
                yield [clean(block.text)], block.place, None
        elif not other_table(block):
            for row in block.rows:
                yield [clean(text) for text in row.texts if text.strip()], row.place, block


def _pieces(texts: Iterable[str]) -> set[str]:
    return {piece for text in texts for piece in _in_rows(text)}


def _in_rows(text: str) -> Iterator[str]:
    """The letters of a text, blanks aside, in rows that overlap; of a short text all."""
    letters = "".join(words_of(text))
    last = max(len(letters) - LETTERS_IN_A_ROW, 0)
    return (letters[at : at + LETTERS_IN_A_ROW] for at in range(last + 1) if letters)


def _share(text: str, known: AbstractSet[str]) -> float:
    pieces = list(_in_rows(text))
    return sum(piece in known for piece in pieces) / len(pieces) if pieces else 0.0


def _passage(
    texts: Sequence[str], place: str, grid: Grid | None, known: AbstractSet[str], titles: AbstractSet[str]
) -> Passage:
    """A passage without titles of columns, and without labels in front of values."""
    labelled = [text.partition(":") for text in texts if plain_title(text) not in titles]
    kept = [
        value if plain_title(label) in titles else "".join((label, colon, value))
        for label, colon, value in labelled
    ]
    whole = sum(map(len, kept))
    share = sum(_share(text, known) * len(text) for text in kept) / whole if whole else 0.0
    text = " | ".join(kept)
    return Passage(text.strip(), place, len(words_of(text)), share >= ARRIVED, grid)


def reconcile(
    records: Sequence[PlanAction], between: Sequence[Passage]
) -> tuple[float, list[tuple[int | str, str]]]:
    """The share of the plan's words that reached ACTIONS, and each text that did not, with row or place.

    Columns that have a note of their own do not count.
    """
    gone = [passage for passage in between if not passage.arrived]
    missing = total = sum(passage.words for passage in gone)
    lost: list[tuple[int | str, str]] = [(passage.place, passage.text) for passage in gone]
    for record in records:
        arrived = Counter(word for name in _TEXT_COLUMNS for word in words_of(record.text(name)))
        arrived += Counter(words_of(record.aim.text))
        for text in _unread_texts(record):
            words = words_of(text)
            left = sum((Counter(words) - arrived).values())
            total, missing = total + len(words), missing + left
            arrived -= Counter(words)
            if left:
                lost.append((record.number, text))
    return 1 - missing / total if total else 1.0, lost


def _unread_texts(record: PlanAction) -> Iterator[str]:
    """The texts of a record, but for what arrives in another form or has a note of its own."""
    announced = {"carried_over_from", "in_model_employer", "in_race_disparity"}
    announced |= {"measure"} if record.values.get("evidence") else set()
    # a number and its title, for which ACTIONS have the number: "Indicator 2 – Board representation"
    text = record.values.get("indicators", "")
    named = NAMED_INDICATORS.match(text)
    title = text[named.end() :].lstrip(" \N{EN DASH}\N{EM DASH}-:") if named else ""
    if not is_sentence(text) or (named and not (is_finished(title) or is_undertaking(title))):
        announced.add("indicators")
    for row in record.rows:
        yield from (text for name, text in row.values.items() if name not in announced)
        yield from row.unread.values()


def lost_text(lost: Sequence[tuple[int | str, str]]) -> str:
    """The lost text with its rows, cut where it is very long."""
    shown = "; ".join(f"row {at}: {text}" if isinstance(at, int) else f"{at}: {text}" for at, text in lost)
    return shown if len(shown) <= MOST_LOST_SHOWN else f"{shown[:MOST_LOST_SHOWN]}… ({len(lost)} cells)"
