"""Whether a row of a table is a further piece of the action above it, cut off by a page or a line."""

from __future__ import annotations

from collections.abc import Sequence

from wres_analysis.documents.cell_text import is_cut, is_finished, starts_midway
from wres_analysis.plans.action_pieces import PlanAction
from wres_analysis.plans.cell_kinds import is_deadline, is_ref
from wres_analysis.plans.owners import is_role
from wres_analysis.plans.plan_tables import PlanRow
from wres_analysis.plans.statuses import states_status

NUMBERED_FROM = 0.6
FILLED_ENOUGH = 3


def is_numbered(rows: Sequence[PlanRow], table: int) -> bool:
    """Whether the actions of a table have numbers, so that a row without one is no new action."""
    full = [row for row in rows if row.table == table and len(row.values) >= FILLED_ENOUGH]
    return bool(full) and sum(is_ref(row.values.get("ref", "")) for row in full) >= NUMBERED_FROM * len(full)


def goes_on(row: PlanRow, last: PlanAction, *, numbered: bool) -> bool:
    """Whether a row is a further piece of the action above it."""
    ref = row.values.get("ref", "")
    if ref:
        return row.opens and ref == last.values.get("ref") and not _is_complete(row)
    wording = row.values.get("detail") or row.values.get("action") or ""
    if numbered and last.rows[-1].table == row.table:
        unfinished = not last.action.text or is_cut(last.action.text) or starts_midway(wording)
        return unfinished or not _is_complete(row)
    return not _is_second_turn(row, last) if not wording else _wording_goes_on(row, last, wording)


def _wording_goes_on(row: PlanRow, last: PlanAction, wording: str) -> bool:
    """Without numbers the wording must tell: how it starts, and what else the row has of its own."""
    if starts_midway(wording):
        return True
    aim = row.values.get("aim", "")
    if aim and not starts_midway(aim):
        return False
    own = bool(row.values.get("deadline") or states_status(row.values))
    if row.opens:
        return not own and not (row.values.get("owner") and "action" in row.values)
    return not own and len(row.values) == 1 and is_cut(last.text_of(next(iter(row.values))))


def _is_complete(row: PlanRow) -> bool:
    """A row with a wording and a date or a status of its own."""
    wording = row.values.get("detail") or row.values.get("action")
    return bool(wording) and (is_deadline(row.values.get("deadline", "")) or states_status(row.values))


def _is_second_turn(row: PlanRow, last: PlanAction) -> bool:
    """A row without a wording that has its own owner, date or status, as the action above already has."""
    deadline = row.values.get("deadline", "")
    told = [
        name
        for name, own in (
            ("deadline", is_deadline(deadline) and " " in deadline),
            ("status", states_status(row.values)),
            ("owner", is_role(row.values.get("owner", ""))),
        )
        if own
    ]
    return len(told) > 1 and all(last.values.get(name) for name in told if name in row.values)


def doubtful_owners(row: PlanRow, last: PlanAction, before: Sequence[PlanAction]) -> list[PlanAction] | None:
    """Earlier actions that a piece may belong to as well; None where it plainly continues the last one."""
    for name, text in row.values.items():
        so_far = last.text_of(name)
        if starts_midway(text) or (so_far and not is_finished(so_far)):
            return None
        if not so_far and name in ("action", "detail"):
            return None
    return [entry for entry in before if any(is_cut(entry.text_of(name)) for name in row.values)]
