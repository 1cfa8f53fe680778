"""All notes of a careful reader on one plan, and how much of its text is not in ACTIONS."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import NamedTuple

from wres_analysis.documents.cell_text import clean, is_finished, words_of
from wres_analysis.documents.document import Document, Grid, Line, Remark
from wres_analysis.plans.card_lines import ITEM_NUMBER
from wres_analysis.plans.cell_kinds import is_sentence, is_undertaking
from wres_analysis.plans.cross_references import NAMED_INDICATORS
from wres_analysis.plans.furniture import looks_like_plan, other_table, put_aside
from wres_analysis.plans.plan_columns import Header
from wres_analysis.plans.plan_tables import PlanAction, PlanContext
from wres_analysis.plans.row_notes import (
    date_notes,
    note_on,
    row_notes,
    rows_in_words,
    status_notes,
    time_notes,
)
from wres_analysis.plans.sections import NAMED_ORGANISATION, is_furniture, is_title
from wres_analysis.tables import ACTIONS
from wres_analysis.vocabulary import vocabulary_form
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
ON_THE_WHOLE = frozenset({"deadline_month_only", "filled_down"})
MOST_TEXT_SHOWN = 400
_MIXED_TERMS = (re.compile(r"\bBAME\b"), re.compile(r"\bBME\b"))


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


def gathered(notes: Sequence[Remark], rows: int) -> list[Remark]:
    """Notes once for each code and row; an info on more than half of the rows becomes one on the document."""
    once: dict[tuple[str, int | None, str], Remark] = {}
    for note in notes:
        key = (note.code, note.row, "" if note.row else note.message)
        once[key] = once.pop(key, note)  # the first, where the last stands
    on_rows: dict[str, list[Remark]] = {}
    for note in once.values():
        if note.row and note.severity == "info":
            on_rows.setdefault(note.code, []).append(note)
    kept: list[Remark] = []
    for note in once.values():
        found = on_rows.get(note.code, []) if note.severity == "info" and note.row is not None else []
        common = len(found) > max(3, rows / 2) or (note.code in ON_THE_WHOLE and len(found) > 1)
        if not common:
            kept.append(note)
        elif note is found[0]:
            kept.append(replace(note, row=None, message=_in_one(found)))
    return kept


def _in_one(notes: Sequence[Remark]) -> str:
    """What notes of one kind say, each of them quoted, with its rows."""
    by_message: dict[str, list[int]] = {}
    for note in notes:
        by_message.setdefault(note.message, []).append(note.row or 0)
    said = [
        (f"Row{'s' if len(rows) > 1 else ''} {rows_in_words(rows)}: {text}")
        for text, rows in by_message.items()
    ]
    return " ".join(said)


def notes_of(
    records: Sequence[PlanAction], so_far: Sequence[Remark], context: PlanContext
) -> list[dict[str, object]]:
    """The rows of READING_NOTES of one plan: the document first, then row by row."""
    notes = [
        *context.document.remarks,
        *so_far,
        *_of_columns(records, context),
        *time_notes(context),
        *_of_document(records, context),
        *_lost(records, context),
        *status_notes(records, context),
        *row_notes(records, context),
        *date_notes(records, context),
    ]
    plan = {
        "organisation": context.organisation,
        "plan_year": context.plan_year,
        "document": context.document.name,
    }
    kept = sorted(gathered(notes, len(records)), key=lambda note: note.row or 0)
    return [{**plan, **vars(note), "message": " ".join(note.message.split())} for note in kept]


def _of_columns(records: Sequence[PlanAction], context: PlanContext) -> Iterator[Remark]:
    yield from _columns_kept_out(records, "unread", "error", "column_not_understood")
    yield from _columns_kept_out(records, "left_out", "info", "column_without_place")
    for header in context.headers:
        if sum(column.guessed for column in header.columns) * 2 > len(header.columns):
            message = "The titles of this table are not known; its columns were told by what they hold."
            yield Remark("error", "header_guessed", message, header.place)
        for column in header.columns:
            named = f"Column '{column.title}'"
            if column.guessed:
                message = f"{named} was taken for {column.field} by what its cells hold."
                yield Remark("warn", "column_guessed", message, header.place)
            second = column.second
            both = f"{named} names {column.field} and {second}"
            if second and any(record.text(second) and second not in record.values for record in records):
                message = f"{both}; they were told apart by what the cells hold."
                yield Remark("info", "column_holds_two_fields", message, header.place)
            elif second:
                message = f"{both}; all of it was read as {column.field}."
                yield Remark("warn", "column_not_parted", message, header.place)
    forms = {header.titles for header in context.headers}
    if len(forms) > 1:
        places = ", ".join(place for _, place in context.printings)
        yield Remark("info", "header_varies", f"The header is printed in {len(forms)} forms ({places}).")
    doubled = [one for one in records if one.values.get("measure") and one.values.get("evidence")]
    if doubled:
        texts = [(record.number, record.values["measure"]) for record in doubled]
        message = f"Evidence was kept, the measure of success has no column of its own: {lost_text(texts)}"
        yield Remark("info", "column_without_place", message)


def _of_last_and_repeated(records: Sequence[PlanAction]) -> Iterator[Remark]:
    """The last running text ends without a full stop although most others have one; a wording comes back."""
    comments = [record.text("comment") for record in records if record.text("comment")]
    last = records[-1].text("comment")
    finished = sum(map(is_finished, comments))
    if is_sentence(last) and not is_finished(last) and 2 * finished > len(comments):
        message = "The last cell ends without a full stop: the document may go on."
        yield note_on(records[-1], "info", "document_may_be_cut", message)
    seen: dict[str, int] = {}
    for record in records:
        wording = f"{record.text('action')} {record.text('detail')}".casefold()
        first = seen.setdefault(wording, record.number)
        if first != record.number:
            message = f"The same wording stands in row {first}; count it once."
            yield note_on(record, "info", "action_repeated", message)


def _columns_kept_out(records: Sequence[PlanAction], kind: str, severity: str, code: str) -> Iterator[Remark]:
    by_title: dict[str, list[tuple[int, str]]] = {}
    for record in records:
        for row in record.rows:
            for title, text in getattr(row, kind).items():
                by_title.setdefault(title, []).append((record.number, text))
    for title, texts in by_title.items():
        shown = f"Column '{title}'" if title else "A column without a title"
        why = "was not understood" if severity == "error" else "has no place in the table of actions"
        remedy = "; name it in column_mappings.csv" if severity == "error" else ""
        yield Remark(severity, code, f"{shown} {why}{remedy}. Its text: {lost_text(texts)}")


def _of_document(records: Sequence[PlanAction], context: PlanContext) -> Iterator[Remark]:
    lines = [line.text for line in context.document.lines()]
    if not any(map(vocabulary_form(NAMED_ORGANISATION).search, lines)):
        yield Remark("info", "organisation_missing", "The document does not name its organisation.")
    refs = [record.text("ref") for record in records]
    if not any(refs):
        yield Remark("info", "ref_missing", "The actions have no numbers.")
    elif len(set(filter(None, refs))) < len(list(filter(None, refs))):
        times = Counter(filter(None, refs))
        rows = [record.number for record in records if times[record.text("ref")] > 1]
        message = (
            f"Numbers come back in another part (rows {rows_in_words(rows)}): a number is unique only there."
        )
        yield Remark("info", "numbering_restarts", message)
    if "evidence" in context.fields and not any(record.text("evidence") for record in records):
        yield Remark("info", "evidence_empty", "The evidence column is blank in every row.")
    for field, shown in (("owner", "who is responsible"), ("deadline", "when something is due")):
        if field not in context.fields and not any(record.text(field) for record in records):
            yield Remark("warn", f"no_{field}_column", f"The plan has no column that says {shown}.")
    texts = " ".join(
        [*lines, *(record.text(name) for record in records for name in ("action", "detail", "comment"))]
    )
    if all(term.search(texts) for term in _MIXED_TERMS):
        yield Remark("info", "term_mixed", "BAME and BME stand side by side.")
    yield from _of_last_and_repeated(records)


def _lost(records: Sequence[PlanAction], context: PlanContext) -> Iterator[Remark]:
    passed = passages(context.document, records, context.headers)
    reached = [at for at, passage in enumerate(passed) if passage.arrived]
    between = passed[reached[0] : reached[-1] + 1] if reached else []
    share, lost = reconcile(records, between)
    if share < ENOUGH:
        severity = "error" if share < LEAST else "warn"
        message = f"Only {share:.1%} of the words of the plan arrived. Lost: {lost_text(lost)}"
        yield Remark(severity, "text_lost", message)
    for where, text in lost if share >= ENOUGH else ():
        row, place = (where, "") if isinstance(where, int) else (None, where)
        message = f"This text has no place in the table of actions: {text[:MOST_TEXT_SHOWN]}"
        yield Remark("warn" if row else "info", "text_not_placed", message, place, row)
    for passage in between:
        if not passage.arrived and not passage.grid and ITEM_NUMBER.match(passage.text):
            message = f"A numbered item was not read: {passage.text[:MOST_TEXT_SHOWN]}"
            yield Remark("error", "item_not_read", message, passage.place)
    read = {id(passed[at].grid) for at in reached}
    for grid in {id(passage.grid): passage.grid for passage in passed}.values():
        if grid and id(grid) not in read and looks_like_plan(grid):
            begin = " | ".join(clean(text) for row in grid.rows[:2] for text in row.texts if text.strip())
            message = f"A table that looks like a plan was not read; it begins: {begin[:MOST_TEXT_SHOWN]}"
            yield Remark("error", "table_left_out", message, grid.place)
