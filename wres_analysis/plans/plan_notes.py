"""All notes of a careful reader on one plan, gathered in the order of the plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from wres_analysis.documents.cell_text import clean, is_finished
from wres_analysis.documents.document import Remark
from wres_analysis.plans.card_lines import ITEM_NUMBER
from wres_analysis.plans.cell_kinds import is_sentence
from wres_analysis.plans.furniture import looks_like_plan
from wres_analysis.plans.periods import disagrees
from wres_analysis.plans.plan_columns import Column, Header
from wres_analysis.plans.plan_tables import PlanAction, PlanContext
from wres_analysis.plans.reconciliation import (
    ENOUGH,
    LEAST,
    lost_text,
    passages,
    reconcile,
)
from wres_analysis.plans.row_notes import date_notes, note_on, row_notes
from wres_analysis.plans.sections import NAMED_ORGANISATION
from wres_analysis.plans.status_words import plain_status, status_of_first_words
from wres_analysis.vocabulary import vocabulary_form, vocabulary_pattern

ON_THE_WHOLE = frozenset({"deadline_month_only", "filled_down"})
_SEVERITIES = {
    "status_is_text": "warn",
    "status_code_undefined": "error",
    "status_typo": "error",
    "status_colour_without_key": "info",
}
MOST_TEXT_SHOWN = 400
_MIXED_TERMS = (re.compile(r"\bBAME\b"), re.compile(r"\bBME\b"))


def rows_in_words(rows: Iterable[int]) -> str:
    """Row numbers as a reader writes them."""
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


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


def status_notes(records: Sequence[PlanAction], context: PlanContext) -> Iterator[Remark]:
    """The notes on statuses, of the plan's key, of the whole plan and of single actions."""
    undefined = [record for record in records if record.text("status") == "undefined"]
    for code in context.key.contradictions:
        used = [one.number for one in undefined if plain_status(one.text("status_raw")).startswith(code[0])]
        rows = f"rows {rows_in_words(used)} are left undefined" if used else "no row uses it"
        message = f"The plan's own key gives '{code}' two meanings; {rows}. Ask the organisation which holds."
        yield Remark("error", "status_key_contradicts", message, context.key.place)
    sources = {record.text("status_source") for record in records}
    if "status" not in context.fields and "progress_text" in sources:
        message = "No status column: the status is the first words of the progress text."
        yield Remark("info", "status_embedded", message)
    if "status" not in context.fields and sources == {"none"}:
        yield Remark("info", "status_not_collected", "The plan states no status for any action.")
    stated = "status" in context.fields or any(record.text("status") != "not_stated" for record in records)
    for record in records:
        if code := record.status.code:
            yield note_on(record, _SEVERITIES[code], code, record.status.message)
        elif stated and record.text("status") == "not_stated":
            yield note_on(record, "warn", "status_missing", _why_missing(record, context))
        yield from _against_text(record)


def _against_text(record: PlanAction) -> Iterator[Remark]:
    """A status that stands in another cell, or that the progress text contradicts."""
    source, raw = record.text("status_source"), record.text("status_raw")
    comment = record.text("comment")
    in_deadline = source == "deadline_column"
    if in_deadline or (source == "progress_text" and not comment.lstrip("(['\"").startswith(raw)):
        message = f"The status '{raw}' stands in the {'deadline' if in_deadline else 'detail'} cell."
        yield note_on(record, "warn", "status_in_other_column", message)
    pattern = _contradictions(record.text("status"))
    if found := pattern.search(comment) if pattern else None:
        message = f"The status is '{raw}', but the text says '{found[0]}'."
        yield note_on(record, "warn", "status_contradicts_text", message)


def _why_missing(record: PlanAction, context: PlanContext) -> str:
    comment = record.text("comment")
    if "status" not in context.fields:
        return f"No status word in the progress text ('{' '.join(comment.split()[:6])} …')."
    if record.text("status_raw"):
        return f"The status cell says '{record.text('status_raw')}', which states none."
    found = status_of_first_words(comment)
    hint = f"; its progress text begins '{found.raw}', which was not taken for one" if found else ""
    return f"The status cell is blank{hint}."


@cache
def _contradictions(status: str) -> re.Pattern[str] | None:
    phrases = vocabulary_pattern("contradictions", status=status)
    return re.compile(rf"(?<![a-z])(?:{phrases})s?(?![a-z])", re.IGNORECASE) if phrases else None


def notes_of(
    records: Sequence[PlanAction], so_far: Sequence[Remark], context: PlanContext
) -> list[dict[str, object]]:
    """The rows of READING_NOTES of one plan: the document first, then row by row."""
    notes = [
        *context.document.remarks,
        *so_far,
        *_of_columns(records, context),
        *_of_time(context),
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
            if column.guessed:
                message = f"Column '{column.title}' was taken for {column.field} by what its cells hold."
                yield Remark("warn", "column_guessed", message, header.place)
            if column.second:
                yield _of_two_fields(column, header, records)
    forms = {header.titles for header in context.headers}
    if len(forms) > 1:
        places = ", ".join(place for _, place in context.printings)
        yield Remark("info", "header_varies", f"The header is printed in {len(forms)} forms ({places}).")
    measured = [record for record in records if record.values.get("measure")]
    doubled = [record for record in measured if record.values.get("evidence")]
    if doubled:
        texts = [(record.number, record.values["measure"]) for record in doubled]
        message = f"Evidence was kept, the measure of success has no column of its own: {lost_text(texts)}"
        yield Remark("info", "column_without_place", message)


def _of_two_fields(column: Column, header: Header, records: Sequence[PlanAction]) -> Remark:
    """A title that names two fields: told apart, or read as the first only."""
    told = any(record.text(column.second) and column.second not in record.values for record in records)
    both = f"Column '{column.title}' names {column.field} and {column.second}"
    if told:
        message = f"{both}; they were told apart by what the cells hold."
        return Remark("info", "column_holds_two_fields", message, header.place)
    return Remark("warn", "column_not_parted", f"{both}; all of it was read as {column.field}.", header.place)


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


def _of_time(context: PlanContext) -> Iterator[Remark]:
    time = context.time
    if time.misprint:
        yield Remark("info", "date_typo", f"'{time.misprint}' in the plan's period was read all the same.")
    if time.doubt:
        yield Remark("info", "period_ambiguous", f"{time.doubt}.")
    if time.period is None:
        message = "No period is printed and the file name has no plan year: dates cannot be compared with it."
        yield Remark("warn", "period_unknown", message)
    elif time.printed and disagrees(time.period, context.plan_year):
        message = f"The document says '{time.printed}', the file name says {context.plan_year}."
        yield Remark("warn", "period_disagrees", message)


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
    yield from _may_be_cut(records)
    yield from _repeated(records)


def _may_be_cut(records: Sequence[PlanAction]) -> Iterator[Remark]:
    """The last running text of the plan ends without a full stop although most others have one."""
    comments = [record.text("comment") for record in records if record.text("comment")]
    last = records[-1].text("comment")
    finished = sum(map(is_finished, comments))
    if is_sentence(last) and not is_finished(last) and 2 * finished > len(comments):
        message = "The last cell ends without a full stop: the document may go on."
        yield note_on(records[-1], "info", "document_may_be_cut", message)


def _repeated(records: Sequence[PlanAction]) -> Iterator[Remark]:
    seen: dict[str, int] = {}
    for record in records:
        wording = f"{record.text('action')} {record.text('detail')}".casefold()
        first = seen.setdefault(wording, record.number)
        if first != record.row["row"]:
            message = f"The same wording stands in row {first}; count it once."
            yield note_on(record, "info", "action_repeated", message)


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
