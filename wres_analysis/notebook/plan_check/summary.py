"""What a check says first: how much was read, which columns were taken for what, what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence

from wres_analysis.notebook.plan_check.checked_plan import Look, NumberedNote, PlanPlace
from wres_analysis.notebook.plan_check.pages_html import in_words, read_as
from wres_analysis.notebook.plan_check.plan_pages import Leaf
from wres_analysis.plans.plan_columns import Column
from wres_analysis.plans.plan_notes import rows_in_words
from wres_analysis.reports.phrases import phrase


def summary_of(
    place: PlanPlace, look: Look, leaves: Sequence[Leaf], notes: Sequence[NumberedNote]
) -> list[str]:
    """The lines that a check begins with."""
    lines = [_how_much(place, look, leaves, notes)]
    if look.fault:
        lines.append(
            "Nothing was read as an action. If this is the plan, say what two or more of its columns are, "
            "one of them the action: with check.map_columns({'heading': 'action', …})."
        )
    if not place.plan.plan_year:
        lines.append(
            f"The file name holds no plan year: begin it with one, such as '2022-23 {place.plan.path.name}'. "
            "Until then the plan is left out of every report."
        )
    return lines


def _how_much(place: PlanPlace, look: Look, leaves: Sequence[Leaf], notes: Sequence[NumberedNote]) -> str:
    if look.fault:
        return str(look.fault)
    severities = [note.severity for note in notes]
    return phrase(
        "{n:action} read from {where}: {error:error}, {warn:warning}, {info:remark}.",
        n=sum(len(leaf.rows) for leaf in leaves),
        where=_where(place, leaves),
        **{name: severities.count(name) for name in ("error", "warn", "info")},
    )


def _where(place: PlanPlace, leaves: Sequence[Leaf]) -> str:
    plan = place.plan
    whose = ", ".join(filter(None, (plan.organisation, plan.plan_year)))
    pages = phrase("{n:page} of ", n=len(leaves)) if leaves[0].page else ""
    return f"{pages}'{plan.path.name}' ({whose})"


def columns_line(columns: Sequence[Column]) -> str:
    """Each heading with the field that it was taken for, and those that were not understood."""
    read = [f"'{column.title}' was read as {read_as(column)}" for column in columns if column.field]
    unread = [f"'{column.title or '(no title)'}'" for column in columns if not column.field]
    said = f"Columns: {', '.join(read) or 'none was read'}."
    return f"{said} {in_words(None).capitalize()}: {', '.join(unread)}." if unread else said


def still_shown(chosen: Sequence[int], leaves: Sequence[Leaf]) -> list[str]:
    """Which pages are not among those that are shown, and how to see them; nothing where all are."""
    rest = [number for number in range(1, len(leaves) + 1) if number not in chosen]
    if not rest:
        return []
    kind = "page" if leaves[0].page else "part"
    which = f"{kind}{'s' if len(rest) > 1 else ''} {rows_in_words(rest)} of {len(leaves)}"
    return [f"Not shown here: {which}. To see more, say pages={rest[:2]}."]
