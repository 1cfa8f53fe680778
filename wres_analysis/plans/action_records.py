"""One put-together action → one row of ACTIONS, with the notes that reading its cells calls for."""

from __future__ import annotations

import re

from wres_analysis.documents.cell_text import clean
from wres_analysis.plans.action_pieces import PlanAction
from wres_analysis.plans.cell_kinds import is_deadline
from wres_analysis.plans.cross_references import (
    CarryOver,
    carry_over,
    indicators_named,
    indicators_of_column,
    plans_named,
    read_flag,
)
from wres_analysis.plans.deadlines import read_deadline, revised_deadline
from wres_analysis.plans.plan_context import FLAG_COLUMNS, PlanContext
from wres_analysis.plans.status_words import is_bare_status
from wres_analysis.plans.statuses import read_status

_STATUS_INSIDE = re.compile(r"\bStatus\s*:\s*(?P<text>\S[^:]*)$")
_PIECES = re.compile(r"\n|;|\s/\s|\s[-–—]\s|,\s")


def read_cells(entry: PlanAction, number: int, context: PlanContext) -> None:
    """Read the cells of an action into its row of ACTIONS."""
    values = _with_second_fields(entry, context)
    values |= _status_inside(entry, values)
    texts = {**values, "action": entry.action.text, "aim": entry.aim.text}
    status = read_status(
        texts,
        context.key,
        fill=_status_fill(entry),
        column_in_use=context.status_column_in_use,
        in_deadlines=context.status_in_deadlines,
    )
    deadline = read_deadline(values.get("deadline", ""), context.time.period)
    carried = _carried(texts, entry, context)
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
        "revised_deadline": _revised(values, context),
        "status_raw": status.raw,
        "status": status.status,
        "status_source": status.source,
        "evidence": values.get("evidence") or values.get("measure", ""),
        "indicators": _indicators(texts, entry),
        "other_plans": _other_plans(texts),
        "carried_over_from": carried.from_year,
        "carry_over_evidence": carried.evidence,
    }
    row |= {
        name: texts.get(name, "")
        for name in ("aim", "ref", "action", "detail", "owner", "deadline", "comment")
    }
    row |= {name: _flag(values, name, context) for name in FLAG_COLUMNS}
    entry.row, entry.status, entry.deadline, entry.carried = row, status, deadline, carried


def _with_second_fields(entry: PlanAction, context: PlanContext) -> dict[str, str]:
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
    return values


def _status_inside(entry: PlanAction, values: dict[str, str]) -> dict[str, str]:
    """The status that ends the cell of an action ("Status: on hold"), where none stands elsewhere."""
    if values.get("status") or values.get("comment"):
        return {}
    found = _STATUS_INSIDE.search(entry.action.text) or _STATUS_INSIDE.search(values.get("detail", ""))
    if not found:
        return {}
    text = found["text"].strip()
    return {"status" if is_bare_status(text) else "comment": text}


def _status_fill(entry: PlanAction) -> str:
    return next((row.fills["status"] for row in entry.rows if row.fills.get("status")), "")


def _revised(values: dict[str, str], context: PlanContext) -> str:
    stated = values.get("revised_deadline", "")
    if stated and read_deadline(stated).kind != "none":
        return stated
    return revised_deadline(values.get("comment", ""), context.time.period)


def _carried(texts: dict[str, str], entry: PlanAction, context: PlanContext) -> CarryOver:
    may_hold_marks = [texts.get(name, "") for name in ("comment", "action", "detail", "evidence", "status")]
    column = texts.get("carried_over_from", "")
    headings = [entry.aim.text, entry.part]
    return carry_over(may_hold_marks, headings, column, context.time.period, context.title)


def _indicators(texts: dict[str, str], entry: PlanAction) -> str:
    found = indicators_of_column(texts.get("indicators", ""))
    wording = [texts.get(name, "") for name in ("action", "detail", "comment", "evidence", "ref")]
    found |= indicators_named([*wording, entry.aim.text, entry.part])
    return ";".join(map(str, sorted(found)))


def _other_plans(texts: dict[str, str]) -> str:
    printed = [piece for piece in texts.get("other_plans", "").split("; ") if piece]
    named = plans_named(texts.get(name, "") for name in ("action", "detail", "comment", "evidence"))
    known = " ".join(printed).casefold()
    return "; ".join([*printed, *(plan for plan in named if plan.casefold() not in known)])


def _flag(values: dict[str, str], name: str, context: PlanContext) -> str:
    return read_flag(values.get(name, ""), ticks=name in context.tick_columns) or ""
