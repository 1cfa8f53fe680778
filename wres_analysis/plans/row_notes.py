"""What a careful reader notes about single actions, their dates and statuses, and the plan's time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from wres_analysis.documents.cell_text import BULLETS, has_empty_bullet, has_residue, starts_midway
from wres_analysis.documents.document import Remark
from wres_analysis.plans.cell_kinds import plain_status, status_of_first_words
from wres_analysis.plans.cross_references import indicators_of_column, plans_named, read_flag
from wres_analysis.plans.owners import MASKED, NAME, has_owner, mask_names, mask_owner
from wres_analysis.plans.plan_dates import disagrees, is_past_date, mentions, other_deadlines, read_deadline
from wres_analysis.plans.plan_tables import FLAG_COLUMNS, PlanAction, PlanContext
from wres_analysis.vocabulary import is_placeholder, vocabulary_form, vocabulary_pattern

_SEVERITIES = {
    "status_is_text": "warn",
    "status_code_undefined": "error",
    "status_typo": "error",
    "status_colour_without_key": "info",
}
COMPOUND_FROM_WORDS = 35
MOSTLY_IN_SMALL_LETTERS = 0.3
_FLAG_PLANS = {"in_model_employer": "Model Employer", "in_race_disparity": "Race Disparity Ratio"}
_BULLET = re.compile(rf"[{BULLETS}]\s|(?:^|\s)(?:\d{{1,2}}|[a-h])[.)]\s")
_SHOWN = {
    "in_model_employer": "in the Model Employer plan",
    "in_race_disparity": "in the Race Disparity plan",
}

OPEN_STATUSES = ("partly_met", "in_progress", "at_risk", "on_hold", "ongoing", "not_started", "not_met")
DAYS_OF_GRACE = 31
_NEAR = 40
_DAYS_OF_A_SEASON = 100


def row_notes(records: Sequence[PlanAction], context: PlanContext) -> Iterator[Remark]:
    """The notes on every action, apart from those about dates and statuses."""
    for record in records:
        yield from (note_on(record, made.severity, made.code, made.message) for made in record.notes)
        yield from _missing(record, context)
        yield from _flags(record, context)
        yield from _wording(record, context)
        yield from _told_elsewhere(record)
    yield from _garbled(records)
    for record in records:
        if text := record.below:
            shown = text if len(text) <= 200 else f"{text[:200]}…"
            taken = "taken as its heading" if text == record.text("aim") else "not part of any action"
            message = f"Text outside every table stands above the action ({taken}): {shown}"
            yield note_on(record, "warn", "text_outside_table", message)


def _missing(record: PlanAction, context: PlanContext) -> Iterator[Remark]:
    """Nobody is responsible, or the row has fewer cells than its header has titles."""
    owner = record.text("owner")
    if "owner" in context.fields and not has_owner(owner):
        printed = f"the cell says '{owner}'" if owner else "the cell is blank"
        yield note_on(record, "warn", "owner_missing", f"No responsible person or role: {printed}.")
    first = record.rows[0]
    under = f"{first.cells} cells under {first.cells + first.missing} titles"
    if first.missing and set(record.values) <= {"ref"}:
        message = f"{under}, and nothing behind the action: the rest is lost."
        yield note_on(record, "warn", "row_truncated", message)
    elif first.missing:
        yield note_on(record, "warn", "row_too_short", f"{under}; they were placed by what they hold.")


def _wording(record: PlanAction, context: PlanContext) -> Iterator[Remark]:
    """Several steps in one action, residue of markup, names of persons."""
    action = record.text("action")
    several = len(_BULLET.findall(action)) > 1
    if several or (": " in action and len(action.split()) > COMPOUND_FROM_WORDS):
        message = "The action holds several steps under one number; it stays one action."
        yield note_on(record, "info", "compound_action", message)
    raw = [text for row in record.rows for text in row.raw.values()]
    if any(map(has_residue, raw)):
        yield note_on(record, "info", "markup_residue", "Residue of markup was taken out of the text.")
    if any(map(has_empty_bullet, raw)):
        message = "A bullet stands without a text; something may be lost."
        yield note_on(record, "info", "empty_bullet", message)
    named = [name for name in MASKED if mask_names(record.text(name)) != record.text(name)]
    if mask_owner(record.text("owner")) != record.text("owner"):
        named.append("owner")
    if named:
        done = "kept, as asked for" if context.keep_names else f"replaced by {NAME}"
        message = f"What reads as a person's name ({', '.join(named)}) was {done}."
        yield note_on(record, "info", "named_person", message)


def _told_elsewhere(record: PlanAction) -> Iterator[Remark]:
    """Indicators, a carry-over and blanks that the row does not tell by itself."""
    text = record.values.get("indicators", "")
    if text and not indicators_of_column(text):
        message = f"No WRES indicator from 1 to 9 could be read from '{text}'."
        yield note_on(record, "warn", "indicator_not_understood", message)
    if record.carried.evidence == "section_heading":
        message = "Carried over by the heading of its part; the row itself has no mark."
        yield note_on(record, "info", "carried_over_by_title", message)
    if record.carried.evidence == "row_mark" and not record.carried.from_year:
        message = "Marked as carried over, but the mark names no plan year."
        yield note_on(record, "info", "carried_over_without_year", message)
    if record.filled:
        fields = " and ".join(sorted(record.filled))
        yield note_on(record, "info", "filled_down", f"Blank {fields}: the same as above.")


def note_on(record: PlanAction, severity: str, code: str, message: str) -> Remark:
    """A note on one action, with its row and place."""
    return Remark(severity, code, message, record.place, record.number)


def _flags(record: PlanAction, context: PlanContext) -> Iterator[Remark]:
    printed = [name for name in FLAG_COLUMNS if name in context.fields]
    blank = [name for name in printed if not record.text(name)]
    if blank:
        shown = " and ".join(_SHOWN[name] for name in blank)
        message = f"Not said whether the action is {shown}; a blank is not a No."
        yield note_on(record, "warn", "plan_flag_missing", message)
    for name in printed:
        text = record.values.get(name, "")
        if read_flag(text, ticks=name in context.tick_columns) is None:
            message = f"'{text}' is neither yes nor no ({_SHOWN[name]}); left blank."
            yield note_on(record, "warn", "flag_not_understood", message)
        if record.text(name) == "No" and _FLAG_PLANS[name] in plans_named([record.text("part")]):
            message = f"The part names the plan, the row says No ({_SHOWN[name]})."
            yield note_on(record, "info", "flag_contradicts_part", message)


def _garbled(records: Sequence[PlanAction]) -> Iterator[Remark]:
    """Actions that start in the middle of a word or sentence, unless the plan writes so."""
    found = [record for record in records if starts_midway(record.rows[0].values.get("action", ""))]
    if len(found) > max(1, MOSTLY_IN_SMALL_LETTERS * len(records)):
        return
    for record in found:
        message = (
            "The action starts in the middle of a sentence: its text was not taken out of the file whole; "
            "that is a fault of the file or of the reading, not of the plan."
        )
        yield note_on(record, "error", "row_garbled", message)


def date_notes(records: Sequence[PlanAction], context: PlanContext) -> Iterator[Remark]:
    """The notes on deadlines, new dates and dates in progress texts."""
    for record in records:
        yield from _deadline(record, context)
        yield from _against_period(record, context)
        yield from _against_report_date(record, context)
        yield from _stale(record, context)


def _deadline(record: PlanAction, context: PlanContext) -> Iterator[Remark]:
    """What the deadline cell says, how it was read, and another date in the progress text."""
    deadline, comment, read = record.text("deadline"), record.text("comment"), record.deadline
    if "deadline" in context.fields and read.kind == "none" and is_placeholder(deadline):
        printed = f"the cell says '{deadline}'" if deadline else "the cell is blank"
        yield note_on(record, "warn", "deadline_missing", f"No deadline: {printed}.")
    elif "deadline" in context.fields and not read.date:
        message = f"'{deadline}' is not a date ({read.kind.replace('_', ' ')}); deadline_date is blank."
        yield note_on(record, "warn", "deadline_not_a_date", message)
    if read.doubt and read.date:
        yield note_on(record, "warn", "deadline_ambiguous", f"{deadline}: {read.doubt}.")
    if read.misprint:
        yield note_on(record, "info", "date_typo", f"'{read.misprint}' was read as {read.date or 'a date'}.")
    if read.kind == "month":
        message = "The deadline has no day; the last day of the month was taken."
        yield note_on(record, "info", "deadline_month_only", message)
    for other in other_deadlines(comment, context.time.period) if read.date else ():
        if other.last and not str(other.first or other.last) <= read.date <= str(other.last):
            named = comment[other.begin : other.end]
            message = f"The progress text names another deadline ({named}) than the column ({deadline})."
            yield note_on(record, "warn", "deadline_conflict", message)


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
        due = record.text("deadline")
        message = f"{shown.capitalize()} at {as_at}, but {due} was reached by then; no new date."
        yield note_on(record, "warn", "overdue_without_new_date", message)


def _stale(record: PlanAction, context: PlanContext) -> Iterator[Remark]:
    """A date that a text still looks forward to although it lies before the plan began."""
    period, comment = context.time.period, record.text("comment")
    if not period:
        return
    looks_ahead = vocabulary_form(r"(?i)\b(?:{ahead})\b", "date_marks")
    for sentence in re.split(r"(?<=[.;])\s+", comment):
        for mention in mentions(sentence, period):
            ahead = looks_ahead.search(sentence[max(0, mention.begin - _NEAR) : mention.begin])
            first, last = mention.first, mention.last
            if not (ahead and first and last) or mention.doubt.startswith("no year"):
                continue
            # more exact than a year, begun before the plan and ended not long after its start
            exact = (last - first).days <= _DAYS_OF_A_SEASON
            if exact and first < period.start and (last - period.start).days <= DAYS_OF_GRACE:
                named = sentence[mention.begin : mention.end]
                message = (
                    f"The text looks forward to {named}, before or at the plan's start: copied, perhaps."
                )
                yield note_on(record, "info", "comment_stale", message)


def rows_in_words(rows: Iterable[int]) -> str:
    """Row numbers as a reader writes them."""
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


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


def time_notes(context: PlanContext) -> Iterator[Remark]:
    """The notes on the period of the plan."""
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
