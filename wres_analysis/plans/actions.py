"""A document → its table of actions and the notes that a careful reader would make."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from wres_analysis.documents.cell_text import clean
from wres_analysis.documents.document import Document
from wres_analysis.errors import DocumentError
from wres_analysis.plans.assembly import assemble
from wres_analysis.plans.cell_kinds import is_bare_status, is_deadline
from wres_analysis.plans.cross_references import (
    carry_over,
    indicators_named,
    indicators_of_column,
    plans_named,
    read_flag,
)
from wres_analysis.plans.owners import MASKED, mask_names, mask_owner, names_in_owner
from wres_analysis.plans.plan_dates import plan_time, read_deadline, revised_deadline, text_of
from wres_analysis.plans.plan_notes import notes_of
from wres_analysis.plans.plan_tables import (
    FLAG_COLUMNS,
    PlanAction,
    PlanContext,
    PlanTables,
    tick_columns,
)
from wres_analysis.plans.readings import plan_tables_of
from wres_analysis.plans.statuses import find_key, read_status, stands_for_status
from wres_analysis.tables import ACTIONS, READING_NOTES, table_of

_STATUS_INSIDE = re.compile(r"\bStatus\s*:\s*(?P<text>\S[^:]*)$")
_PIECES = re.compile(r"\n|;|\s/\s|\s[-–—]\s|,\s")


def read_cells(entry: PlanAction, number: int, context: PlanContext) -> None:
    """Read the cells of an action into its row of ACTIONS."""
    values = _texts_of(entry, context)
    texts = {**values, "action": entry.action.text, "aim": entry.aim.text}
    status = read_status(
        texts,
        context.key,
        fill=next((row.fills["status"] for row in entry.rows if row.fills.get("status")), ""),
        column_in_use=context.status_column_in_use,
        in_deadlines=context.status_in_deadlines,
    )
    period = context.time.period
    deadline = read_deadline(values.get("deadline", ""), period)
    revised = values.get("revised_deadline", "")
    if read_deadline(revised).kind == "none":
        revised = revised_deadline(values.get("comment", ""), period)
    headings = [entry.aim.text, entry.part]
    may_hold_marks = [texts.get(name, "") for name in ("comment", "action", "detail", "evidence", "status")]
    carried = carry_over(may_hold_marks, headings, texts.get("carried_over_from", ""), period, context.title)
    row: dict[str, str | int] = {
        "organisation": context.organisation,
        "plan_year": context.plan_year,
        "action_id": f"r{number:02d}",
        "document": context.document.name,
        "place": entry.place,
        "row": number,
        "part": entry.part,
        "deadline_date": deadline.date,
        "deadline_kind": deadline.kind,
        "revised_deadline": revised,
        "status_raw": status.raw,
        "status": status.status,
        "status_source": status.source,
        "evidence": values.get("evidence") or values.get("measure", ""),
        "indicators": _indicators(texts, headings),
        "other_plans": _other_plans(texts),
        "carried_over_from": carried.from_year,
        "carry_over_evidence": carried.evidence,
    }
    for name in ("aim", "ref", "action", "detail", "owner", "deadline", "comment"):
        row[name] = texts.get(name, "")
    for name in FLAG_COLUMNS:
        row[name] = read_flag(values.get(name, ""), ticks=name in context.tick_columns) or ""
    entry.row, entry.status, entry.deadline, entry.carried = row, status, deadline, carried


def _texts_of(entry: PlanAction, context: PlanContext) -> dict[str, str]:
    """The entry's texts, those of a column with two fields ("Lead / timescale") told apart."""
    values = dict(entry.values)
    first_row = entry.rows[0]
    for column in context.headers[first_row.table].columns if context.headers else ():
        if column.second != "deadline" or not column.field or values.get("deadline"):
            continue
        raw = "\n".join(row.raw.get(column.field, "") for row in entry.rows)
        pieces = [piece for piece in map(clean, _PIECES.split(raw)) if piece]
        dates = [piece for piece in pieces if is_deadline(piece)]
        if dates and len(dates) < len(pieces):
            values["deadline"] = (" " if column.stacked else "; ").join(dates)
            values[column.field] = "; ".join(piece for piece in pieces if piece not in dates)
        elif dates:
            values["deadline"] = values.pop(column.field, "")
    if not values.get("status") and not values.get("comment"):
        # the status that ends the cell of an action ("Status: on hold"), where none stands elsewhere
        found = _STATUS_INSIDE.search(entry.action.text) or _STATUS_INSIDE.search(values.get("detail", ""))
        text = found["text"].strip() if found else ""
        values |= {"status" if is_bare_status(text) else "comment": text} if found else {}
    return values


def _indicators(texts: dict[str, str], headings: list[str]) -> str:
    found = indicators_of_column(texts.get("indicators", ""))
    wording = [texts.get(name, "") for name in ("action", "detail", "comment", "evidence", "ref")]
    found |= indicators_named([*wording, *headings])
    return ";".join(map(str, sorted(found)))


def _other_plans(texts: dict[str, str]) -> str:
    printed = [piece for piece in texts.get("other_plans", "").split("; ") if piece]
    named = plans_named(texts.get(name, "") for name in ("action", "detail", "comment", "evidence"))
    known = " ".join(printed).casefold()
    return "; ".join([*printed, *(plan for plan in named if plan.casefold() not in known)])


class Extracted(NamedTuple):
    """What was read from one document."""

    actions: pd.DataFrame  # ACTIONS
    notes: pd.DataFrame  # READING_NOTES
    plan: dict[str, object]  # one row of PLANS, without the hash of the file


def extract_actions(
    document: Document,
    organisation: str = "",
    plan_year: str = "",
    *,
    keep_names: bool = False,
    mapping: Mapping[str, str] | None = None,
) -> Extracted:
    """The actions of a published plan, in the order of the document."""
    tables = plan_tables_of(document, mapping)
    records, notes_so_far = assemble(tables)
    if not records:
        what = f"the table of actions at {tables.headers[0].place} holds no action"
        raise DocumentError(what, document.name, "check that it is the plan")
    context = _context(document, tables, records, organisation, plan_year, keep_names)
    for number, record in enumerate(records, start=1):
        read_cells(record, number, context)
    notes = notes_of(records, [*tables.remarks, *notes_so_far], context)
    rows = [record.row for record in records]
    if not keep_names:
        known = frozenset().union(*(names_in_owner(record.text("owner")) for record in records))
        for row in rows:
            row |= {name: mask_names(str(row[name]), known) for name in MASKED}
            row["owner"] = mask_owner(str(row["owner"]))
        notes = [{**note, "message": mask_names(str(note["message"]), known)} for note in notes]
    period, as_at = context.time.period, context.time.as_at
    plan = {
        "organisation": organisation,
        "plan_year": plan_year,
        "document": document.name,
        "sha256": document.sha256,
        "period_start": str(period.start) if period else "",
        "period_end": str(period.end) if period else "",
        "as_at": str(as_at) if as_at else "",
        "actions": len(records),
    }
    return Extracted(table_of(rows, ACTIONS), table_of(notes, READING_NOTES), plan)


def _context(
    document: Document,
    tables: PlanTables,
    records: Sequence[PlanAction],
    organisation: str,
    plan_year: str,
    keep_names: bool,
) -> PlanContext:
    columns = [column for header in tables.headers for column in header.columns]
    titles = [column.title for column in columns]
    status_titles = [column.title for column in columns if column.field == "status"]
    fields = frozenset(name for column in columns for name in (column.field, column.second) if name)
    deadlines = [record.values.get("deadline", "") for record in records]
    return PlanContext(
        document=document,
        organisation=organisation,
        plan_year=plan_year,
        time=plan_time([line.text for line in document.lines()], titles, plan_year, text_of(document)),
        key=find_key(document, status_titles),
        headers=tables.headers,
        printings=tables.printings,
        fields=fields,
        status_column_in_use=any(record.values.get("status") for record in records),
        status_in_deadlines="status" not in fields and any(map(stands_for_status, deadlines)),
        tick_columns=tick_columns(records),
        keep_names=keep_names,
    )
