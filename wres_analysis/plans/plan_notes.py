"""All notes of a careful reader on one plan, in the order of the plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from wres_analysis.documents.cell_text import clean, is_finished
from wres_analysis.documents.document import Grid, Remark
from wres_analysis.plans.action_pieces import Assembled, PlanAction
from wres_analysis.plans.card_lines import ITEM_NUMBER
from wres_analysis.plans.cell_kinds import is_sentence
from wres_analysis.plans.date_notes import date_notes
from wres_analysis.plans.notes import gathered, rows_in_words
from wres_analysis.plans.passed_over import grids_passed_over, in_the_plan, passages
from wres_analysis.plans.periods import disagrees
from wres_analysis.plans.plan_columns import Column, Header
from wres_analysis.plans.plan_context import PlanContext
from wres_analysis.plans.plan_tables import PlanTables
from wres_analysis.plans.reconciliation import ENOUGH, LEAST, lost_text, reconcile
from wres_analysis.plans.row_notes import note_on, row_notes
from wres_analysis.plans.status_notes import status_notes

MOST_TEXT_SHOWN = 400
_ORGANISATION = re.compile(
    r"\b[A-Z][\w’'-]+\s(?:[\w&,’'-]+\s){0,8}(?:NHS\s(?:Foundation\s)?Trust|Foundation Trust|Trust|ICB|CCGs?"
    r"|Integrated Care (?:Board|System)|Clinical Commissioning Groups?|Health Board|Council|Commission)\b"
)
_MIXED_TERMS = (re.compile(r"\bBAME\b"), re.compile(r"\bBME\b"))


def notes_of(
    records: Sequence[PlanAction], assembled: Assembled, tables: PlanTables, context: PlanContext
) -> list[dict[str, object]]:
    """The rows of READING_NOTES of one plan: the document first, then row by row."""
    notes = [
        *_of_readers(assembled, tables, context),
        *_of_columns(records, context),
        *_of_time(context),
        *_of_document(records, context),
        *_lost(records, context),
        *status_notes(records, context),
        *row_notes(records, context),
        *date_notes(records, context),
    ]
    kept = gathered(notes, len(records))
    kept.sort(key=lambda note: note.row or 0)
    return [_as_row(note, context) for note in kept]


def _as_row(note: Remark, context: PlanContext) -> dict[str, object]:
    return {
        "organisation": context.organisation,
        "plan_year": context.plan_year,
        "document": context.document.name,
        **vars(note),
        "message": " ".join(note.message.split()),
    }


def _of_readers(assembled: Assembled, tables: PlanTables, context: PlanContext) -> Iterator[Remark]:
    yield from (*context.document.remarks, *tables.remarks, *assembled.notes)


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
    if not any(_ORGANISATION.search(line) for line in lines):
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
    between = in_the_plan(passed)
    found = reconcile(records, between)
    if found.share < ENOUGH:
        severity = "error" if found.share < LEAST else "warn"
        message = f"Only {found.share:.1%} of the words of the plan arrived. Lost: {lost_text(found.lost)}"
        yield Remark(severity, "text_lost", message)
    else:
        yield from _not_placed(found.lost)
    for passage in between:
        if not passage.arrived and not passage.grid and ITEM_NUMBER.match(passage.text):
            message = f"A numbered item was not read: {passage.text[:MOST_TEXT_SHOWN]}"
            yield Remark("error", "item_not_read", message, passage.place)
    for grid in grids_passed_over(passed):
        message = f"A table that looks like a plan was not read; it begins: {_begin(grid)}"
        yield Remark("error", "table_left_out", message, grid.place)


def _not_placed(lost: Sequence[tuple[int | str, str]]) -> Iterator[Remark]:
    for where, text in lost:
        row, place = (where, "") if isinstance(where, int) else (None, where)
        message = f"This text has no place in the table of actions: {text[:MOST_TEXT_SHOWN]}"
        yield Remark("warn" if row else "info", "text_not_placed", message, place, row)


def _begin(grid: Grid) -> str:
    return " | ".join(clean(text) for row in grid.rows[:2] for text in row.texts if text.strip())[
        :MOST_TEXT_SHOWN
    ]
