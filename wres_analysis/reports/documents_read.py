"""What was read: the documents, and what a careful reader would raise about them."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.phrases import Facts, Phrase, phrase
from wres_analysis.reports.table_columns import Column, Row, cell_text, day, day_words

_SEVERITIES = {"error": "Error", "warn": "Warning"}


def plans_read(one: Analysis) -> Exhibit:
    """Which documents were read, what each covers, and how much of it needs a look."""
    columns = [
        Column("Plan year", "plan_year"),
        Column("Document", "document"),
        Column("Covers", _covers),
        Column("Progress as at", day("as_at")),
        Column("Actions", "actions"),
        Column("Errors", "errors"),
        Column("Warnings", "warnings"),
    ]
    notice = "Not read: " + " ".join(one.unread) if one.unread else ""
    return Exhibit("plans_read", "Plans that were read", data=one.plans, columns=columns, notice=notice)


def _covers(row: Row) -> str:
    return " to ".join(filter(None, [day_words(row["period_start"]), day_words(row["period_end"])]))


def notes_to_check(one: Analysis) -> Exhibit:
    """What a careful reader would raise about the plans, errors first; the same words once, with all rows."""
    notes = one.reading_notes[one.reading_notes["severity"].isin(list(_SEVERITIES))]
    groups = notes.groupby(["severity", "plan_year", "message"], sort=False)["row"].agg(rows_words)
    data = groups.reset_index().sort_values(["severity", "plan_year"], kind="stable")
    columns = [
        Column("Severity", lambda row: _SEVERITIES[row["severity"]]),
        Column("Plan year", "plan_year"),
        Column("Rows", "row"),
        Column("What was seen", "message"),
    ]
    title = "What to check in the documents"
    return Exhibit("notes_to_check", title, data=data, columns=columns, reading=[notes_sentence(one)])


def notes_sentence(one: Analysis) -> Phrase:
    """How many errors and warnings there are."""
    facts = Facts("reading_notes.csv", one.reading_notes)
    if len(one.plans):
        facts = facts.only(organisation=str(one.plans["organisation"].iloc[0]))
    return phrase(
        "{wrong:error} and {doubtful:warning}: places where a document is unclear to a reader, not where it "
        "is untrue. Nothing was dropped, guessed or repaired without a note.",
        wrong=facts.only(severity="error").count(),
        doubtful=facts.only(severity="warn").count(),
    )


def rows_words(rows: Iterable[object]) -> str:
    """Row numbers in order, neighbours as a range.

    Examples
    --------
    >>> rows_words([7, 5, 6, 15, pd.NA, 17])
    '5–7, 15, 17'
    """
    ranges: list[list[int]] = []
    for row in sorted({int(row) for row in rows if not pd.isna(row)}):  # type: ignore[call-overload]
        if ranges and row == ranges[-1][-1] + 1:
            ranges[-1].append(row)
        else:
            ranges.append([row])
    return ", ".join("–".join(map(str, dict.fromkeys([one[0], one[-1]]))) for one in ranges)


def plan_actions(one: Analysis, plan_year: str) -> Exhibit:
    """The actions of one plan as they were read, each with its place in the document."""
    actions = one.actions[one.actions["plan_year"].eq(plan_year)]
    columns = [
        Column("Row", lambda row: cell_text(row["row"])),
        Column("Action", lambda row: " – ".join(filter(None, [row["action"], row["detail"]]))),
        Column("Owner", "owner"),
        Column("Deadline", "deadline"),
        Column("Status", lambda row: str(row["status"]).replace("_", " ")),
        Column("Place", "place"),
    ]
    return Exhibit("actions_read", f"Actions of the plan {plan_year}", data=actions, columns=columns)
