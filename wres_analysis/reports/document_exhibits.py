"""The exhibits of what was read: documents, what to check in them, and the actions with their places."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.plan_sentences import notes_reading, plans_reading, rows_reading
from wres_analysis.tables import dates_as_text


def plans_read(one: Analysis) -> Exhibit:
    """Which documents were read, what each covers, and how much of it needs a look."""
    plans = dates_as_text(one.plans)
    table = pd.DataFrame(
        {
            "Plan year": plans["plan_year"],
            "Document": plans["document"],
            "Covers": plans["period_start"] + " to " + plans["period_end"],
            "Progress as at": plans["as_at"],
            "Actions": plans["actions"].astype("str"),
            "Errors": plans["errors"].astype("str"),
            "Warnings": plans["warnings"].astype("str"),
        }
    )
    return Exhibit(
        "plans_read",
        "Plans that were read",
        reading=plans_reading(plans, int(plans["actions"].sum()), len(one.unread)),
        table=table,
        notice="Not read: " + " ".join(one.unread) if one.unread else "",
    )


def notes_to_check(one: Analysis) -> Exhibit:
    """What a careful reader would raise about the plans, errors first, notes of one kind together."""
    notes = one.reading_notes[one.reading_notes["severity"].isin(["error", "warn"])]
    order = notes.assign(weight=notes["severity"].map({"error": 0, "warn": 1}))
    rows = [
        [
            "Error" if severity == "error" else "Warning",
            year,
            _rows_of(group),
            places_words(group["place"]),
            group["message"].iloc[0]
            + (f" (and {len(group) - 1} more of this kind)" if len(group) > 1 else ""),
        ]
        for (_, year, severity, _code), group in order.groupby(["weight", "plan_year", "severity", "code"])
    ]
    table = pd.DataFrame(
        rows, columns=["Severity", "Plan year", "Rows", "Place", "What was seen"], dtype="str"
    )
    return Exhibit(
        "notes_to_check",
        "What to check in the documents",
        reading=notes_reading(one.reading_notes),
        table=table,
    )


def places_words(places: Iterable[str]) -> str:
    """Places in a document, each once, those that differ only in their last number together.

    Examples
    --------
    >>> places_words(["sheet A, row 5", "sheet A, row 6", "page 2", "", "sheet A, row 6"])
    'sheet A, row 5, 6; page 2'
    """
    numbers: dict[str, list[str]] = {}
    for place in dict.fromkeys(filter(None, places)):
        where, _, number = place.rpartition(" ")
        key, last = (where, number) if where and number.isdecimal() else (place, "")
        numbers.setdefault(key, []).append(last)
    return "; ".join(f"{where} {', '.join(found)}".strip() for where, found in numbers.items())


def _rows_of(group: pd.DataFrame) -> str:
    return ", ".join(str(row) for row in sorted(group["row"].dropna().unique()))


def actions_read(one: Analysis, plan_year: str = "") -> Exhibit:
    """The actions of one plan as they were read, each with its place in the document."""
    year = plan_year or one.newest_year
    actions = one.actions[one.actions["plan_year"].eq(year)]
    notes = one.reading_notes[one.reading_notes["plan_year"].eq(year)]
    weighty = notes[notes["severity"].isin(["error", "warn"])].groupby("row").size()
    table = pd.DataFrame(
        {
            "Row": actions["row"].astype("str"),
            "Place": actions["place"],
            "No.": actions["ref"],
            "Action": (actions["action"] + " – " + actions["detail"]).str.removesuffix(" – "),
            "Owner": actions["owner"],
            "Deadline": actions["deadline"].where(
                actions["revised_deadline"].eq(""),
                actions["deadline"] + " (revised: " + actions["revised_deadline"] + ")",
            ),
            "Status": actions["status"].str.replace("_", " "),
            "Carried over from": actions["carried_over_from"],
            "Notes": actions["row"].map(weighty).fillna(0).astype("int").astype("str"),
        }
    )
    return Exhibit(
        "actions_read",
        f"Actions of the plan {year}",
        reading=rows_reading(actions, int(actions["row"].isin(weighty.index).sum())),
        table=table,
    )
