"""What a careful reader notes about statuses: missing, misplaced, undefined, or contradicted by the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from wres_analysis.documents.document import Remark
from wres_analysis.plans.action_pieces import PlanAction
from wres_analysis.plans.notes import rows_in_words
from wres_analysis.plans.plan_context import PlanContext
from wres_analysis.plans.row_notes import note_on
from wres_analysis.plans.status_words import plain_status, status_of_first_words
from wres_analysis.vocabulary import vocabulary_rows

_SEVERITIES = {
    "status_is_text": "warn",
    "status_code_undefined": "error",
    "status_typo": "error",
    "status_colour_without_key": "info",
}


def status_notes(records: Sequence[PlanAction], context: PlanContext) -> Iterator[Remark]:
    """The notes on statuses, of single actions and of the plan's key."""
    yield from _key(records, context)
    yield from _whole_plan(records, context)
    stated = "status" in context.fields or any(record.text("status") != "not_stated" for record in records)
    for record in records:
        if record.status.code:
            severity = _SEVERITIES[record.status.code]
            yield note_on(record, severity, record.status.code, record.status.message)
        if stated and record.text("status") == "not_stated" and not record.status.code:
            yield note_on(record, "warn", "status_missing", _why_missing(record, context))
        yield from _misplaced(record)
        yield from _contradicted(record)


def _key(records: Sequence[PlanAction], context: PlanContext) -> Iterator[Remark]:
    for code in context.key.contradictions:
        rows = [record.number for record in records if _uses(record, code)]
        used = f"rows {rows_in_words(rows)} are left undefined" if rows else "no row uses it"
        message = f"The plan's own key gives '{code}' two meanings; {used}. Ask the organisation which holds."
        yield Remark("error", "status_key_contradicts", message, context.key.place)


def _uses(record: PlanAction, code: str) -> bool:
    return record.text("status") == "undefined" and plain_status(record.text("status_raw")).startswith(
        code[0]
    )


def _whole_plan(records: Sequence[PlanAction], context: PlanContext) -> Iterator[Remark]:
    sources = {record.text("status_source") for record in records}
    if "status" not in context.fields and "progress_text" in sources:
        message = "No status column: the status is the first words of the progress text."
        yield Remark("info", "status_embedded", message)
    if "status" not in context.fields and sources == {"none"}:
        yield Remark("info", "status_not_collected", "The plan states no status for any action.")


def _why_missing(record: PlanAction, context: PlanContext) -> str:
    comment = record.text("comment")
    if "status" not in context.fields:
        return f"No status word in the progress text ('{' '.join(comment.split()[:6])} …')."
    if record.text("status_raw"):
        return f"The status cell says '{record.text('status_raw')}', which states none."
    found = status_of_first_words(comment)
    hint = f"; its progress text begins '{found.raw}', which was not taken for one" if found else ""
    return f"The status cell is blank{hint}."


def _misplaced(record: PlanAction) -> Iterator[Remark]:
    source, raw = record.text("status_source"), record.text("status_raw")
    in_deadline = source == "deadline_column"
    in_detail = source == "progress_text" and not record.text("comment").lstrip("(['\"").startswith(raw)
    if in_deadline or in_detail:
        cell = "deadline" if in_deadline else "detail"
        message = f"The status '{raw}' stands in the {cell} cell."
        yield note_on(record, "warn", "status_in_other_column", message)


@cache
def _contradictions(status: str) -> re.Pattern[str] | None:
    phrases = [row["phrase"] for row in vocabulary_rows("contradictions") if row["status"] == status]
    if not phrases:
        return None
    longest_first = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<![a-z])(?:{longest_first})s?(?![a-z])", re.IGNORECASE)


def _contradicted(record: PlanAction) -> Iterator[Remark]:
    pattern = _contradictions(record.text("status"))
    found = pattern.search(record.text("comment")) if pattern else None
    if found:
        message = f"The status is '{record.text('status_raw')}', but the text says '{found[0]}'."
        yield note_on(record, "warn", "status_contradicts_text", message)
