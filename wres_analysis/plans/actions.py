"""A document → its table of actions and the notes that a careful reader would make."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from wres_analysis.documents.document import Document
from wres_analysis.errors import DocumentError
from wres_analysis.plans.action_pieces import Assembled, PlanAction
from wres_analysis.plans.action_records import read_cells
from wres_analysis.plans.assembly import assemble
from wres_analysis.plans.owners import MASKED, mask_names, mask_owner, names_in_owner
from wres_analysis.plans.periods import plan_time, text_of
from wres_analysis.plans.plan_context import PlanContext, fields_of_headers, tick_columns
from wres_analysis.plans.plan_notes import notes_of
from wres_analysis.plans.plan_tables import PlanTables
from wres_analysis.plans.readings import plan_tables_of
from wres_analysis.plans.statuses import find_key, stands_for_status
from wres_analysis.tables import ACTIONS, READING_NOTES, table_of


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
    assembled = assemble(tables)
    if not assembled.entries:
        place = tables.headers[0].place
        raise DocumentError(
            f"the table of actions at {place} holds no action", document.name, "check that it is the plan"
        )
    context = _context(document, tables, assembled, organisation, plan_year, keep_names)
    records = assembled.entries
    for number, record in enumerate(records, start=1):
        read_cells(record, number, context)
    notes = notes_of(records, assembled, tables, context)
    rows = [record.row for record in records]
    if not keep_names:
        known = frozenset().union(*(names_in_owner(record.text("owner")) for record in records))
        rows = [_masked(record, known) for record in records]
        notes = [{**note, "message": mask_names(str(note["message"]), known)} for note in notes]
    plan = _plan(context, records, notes)
    return Extracted(table_of(rows, ACTIONS), table_of(notes, READING_NOTES), plan)


def _context(
    document: Document,
    tables: PlanTables,
    assembled: Assembled,
    organisation: str,
    plan_year: str,
    keep_names: bool,
) -> PlanContext:
    titles = [column.title for header in tables.headers for column in header.columns]
    status_titles = [
        column.title for header in tables.headers for column in header.columns if column.field == "status"
    ]
    fields = fields_of_headers(tables.headers)
    return PlanContext(
        document=document,
        organisation=organisation,
        plan_year=plan_year,
        time=plan_time([line.text for line in document.lines()], titles, plan_year, text_of(document)),
        key=find_key(document, status_titles),
        headers=tables.headers,
        printings=tables.printings,
        fields=fields,
        status_column_in_use=any(entry.values.get("status") for entry in assembled.entries),
        status_in_deadlines="status" not in fields
        and any(stands_for_status(entry.values.get("deadline", "")) for entry in assembled.entries),
        tick_columns=tick_columns(assembled),
        keep_names=keep_names,
    )


def _masked(record: PlanAction, known: frozenset[str]) -> dict[str, str | int]:
    masked = {name: mask_names(record.text(name), known) for name in MASKED}
    return {**record.row, **masked, "owner": mask_owner(record.text("owner"))}


def _plan(
    context: PlanContext, records: list[PlanAction], notes: list[dict[str, object]]
) -> dict[str, object]:
    period, as_at = context.time.period, context.time.as_at
    severities = [note["severity"] for note in notes]
    return {
        "organisation": context.organisation,
        "plan_year": context.plan_year,
        "document": context.document.name,
        "sha256": context.document.sha256,
        "period_start": str(period.start) if period else "",
        "period_end": str(period.end) if period else "",
        "as_at": str(as_at) if as_at else "",
        "actions": len(records),
        "errors": severities.count("error"),
        "warnings": severities.count("warn"),
    }
