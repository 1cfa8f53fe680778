"""What a careful reader notes about the dates of single actions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from wres_analysis.documents.document import Remark
from wres_analysis.plans.action_pieces import PlanAction
from wres_analysis.plans.date_forms import Mention
from wres_analysis.plans.deadlines import is_past_date, mentions, other_deadlines, read_deadline
from wres_analysis.plans.plan_context import PlanContext
from wres_analysis.plans.row_notes import note_on
from wres_analysis.vocabulary.placeholders import is_placeholder

OPEN_STATUSES = ("partly_met", "in_progress", "at_risk", "on_hold", "ongoing", "not_started", "not_met")
DAYS_OF_GRACE = 31
_NEAR = 40
_DAYS_OF_A_SEASON = 100
_AHEAD = re.compile(r"\b(?:to be|will|due|planned|expected|scheduled|awaiting)\b", re.IGNORECASE)


def date_notes(records: Sequence[PlanAction], context: PlanContext) -> Iterator[Remark]:
    """The notes on deadlines, new dates and dates in progress texts."""
    for record in records:
        yield from _printed(record, context)
        yield from _read(record)
        yield from _conflict(record, context)
        yield from _against_period(record, context)
        yield from _against_report_date(record, context)
        yield from _stale(record, context)


def _printed(record: PlanAction, context: PlanContext) -> Iterator[Remark]:
    deadline = record.text("deadline")
    if "deadline" not in context.fields:
        return
    if record.deadline.kind == "none" and is_placeholder(deadline):
        printed = f"the cell says '{deadline}'" if deadline else "the cell is blank"
        yield note_on(record, "warn", "deadline_missing", f"No deadline: {printed}.")
    elif not record.deadline.date:
        kind = record.deadline.kind.replace("_", " ")
        message = f"'{deadline}' is not a date ({kind}); deadline_date is blank."
        yield note_on(record, "warn", "deadline_not_a_date", message)


def _read(record: PlanAction) -> Iterator[Remark]:
    read = record.deadline
    if read.doubt and read.date:
        yield note_on(record, "warn", "deadline_ambiguous", f"{record.text('deadline')}: {read.doubt}.")
    if read.misprint:
        yield note_on(record, "info", "date_typo", f"'{read.misprint}' was read as {read.date or 'a date'}.")
    if read.kind == "month":
        message = "The deadline has no day; the last day of the month was taken."
        yield note_on(record, "info", "deadline_month_only", message)


def _conflict(record: PlanAction, context: PlanContext) -> Iterator[Remark]:
    if not record.deadline.date:
        return
    for other in other_deadlines(record.text("comment"), context.time.period):
        if other.last and not _overlap(other.first, other.last, record.deadline.date):
            named = record.text("comment")[other.begin : other.end]
            column = record.text("deadline")
            message = f"The progress text names another deadline ({named}) than the column ({column})."
            yield note_on(record, "warn", "deadline_conflict", message)


def _overlap(first: dt.date | None, last: dt.date, day: str) -> bool:
    return str(first or last) <= day <= str(last)


def _against_period(record: PlanAction, context: PlanContext) -> Iterator[Remark]:
    period, day = context.time.period, record.deadline.date
    revised = record.text("revised_deadline")
    if revised:
        yield note_on(record, "info", "revised_deadline", f"A new date is given: {revised}.")
    if not period:
        return
    if day and not str(period.start) <= day <= str(period.end):
        side = "after the plan's end" if day > str(period.end) else "before the plan's start"
        message = f"{record.text('deadline')} is {side} ({period.start} to {period.end})."
        yield note_on(record, "info", "deadline_outside_period", message)
    if revised and read_deadline(revised, period).date > str(period.end):
        message = f"The new date {revised} is after the plan's end ({period.end})."
        yield note_on(record, "info", "revised_deadline_outside_period", message)


def _against_report_date(record: PlanAction, context: PlanContext) -> Iterator[Remark]:
    """Overdue is told from the dates; it never changes what the plan states."""
    as_at, day = context.time.as_at, record.deadline.date
    if not as_at or not day:
        return
    status = record.text("status")
    if status == "not_met" and day > str(as_at):
        message = f"Reported as not met at {as_at}, before its deadline ({record.text('deadline')})."
        yield note_on(record, "warn", "status_before_deadline", message)
    past = is_past_date(dt.date.fromisoformat(day), as_at, status)
    if past and status in OPEN_STATUSES and not record.text("revised_deadline"):
        shown = status.replace("_", " ")
        message = f"{shown.capitalize()} at {as_at}, but {record.text('deadline')} has passed; no new date."
        yield note_on(record, "warn", "overdue_without_new_date", message)


def _stale(record: PlanAction, context: PlanContext) -> Iterator[Remark]:
    """A date that a text still looks forward to although it lies before the plan began."""
    period, comment = context.time.period, record.text("comment")
    if not period:
        return
    for sentence in re.split(r"(?<=[.;])\s+", comment):
        for mention in mentions(sentence, period):
            ahead = _AHEAD.search(sentence[max(0, mention.begin - _NEAR) : mention.begin])
            if ahead and _is_before(mention, period.start):
                named = sentence[mention.begin : mention.end]
                message = (
                    f"The text looks forward to {named}, before or at the plan's start: copied, perhaps."
                )
                yield note_on(record, "info", "comment_stale", message)


def _is_before(mention: Mention, start: dt.date) -> bool:
    """A date, more exact than a year, that begins before the plan and ends not long after its start."""
    if not (mention.first and mention.last) or mention.doubt.startswith("no year"):
        return False
    whole_year = (mention.last - mention.first).days > _DAYS_OF_A_SEASON
    return not whole_year and mention.first < start and (mention.last - start).days <= DAYS_OF_GRACE
