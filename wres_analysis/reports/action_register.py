"""The actions of the newest plan: overdue first, since when they run, and beside those of the plan before."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.measures.reliability import SURE
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.phrases import Facts, Phrase, listed, phrase
from wres_analysis.reports.table_columns import NOT_HELD, Column, Row, cell_text, rows_of, shortened

MOST_OVERDUE = 10  # rows that a board reads; the others stand in the closed table below
ACTION_LETTERS, PROGRESS_LETTERS = 150, 170  # of a cell: a plan of 40 actions stays under five screens
LONG_RUNNING = 3  # plans, as a board asks: "what has been on the list for three years?"
CLOSED = ("complete", "withdrawn")
_KEY = ["organisation", "plan_year", "action_id"]
_FLAGS = {"in_model_employer": "Model Employer", "in_race_disparity": "race disparity"}
_ADDED = ["ref", "aim", "revised_deadline", "comment", "other_plans", *_FLAGS]


def register_rows(one: Analysis) -> pd.DataFrame:
    """The register with what the plan says of progress and aims, overdue first, then open, then closed."""
    rows = one.register.merge(one.actions[[*_KEY, *_ADDED]], on=_KEY, how="left")
    order = rows["past_date"].map({"Yes": 0}).fillna(1).where(~rows["status"].isin(CLOSED), 2)
    compared = bool(one.links["to_year"].eq(one.newest_year).any())
    rows = rows.assign(order=order, late=-rows["months_late"].fillna(0), compared=compared)
    return rows.sort_values(["order", "late"], kind="stable").reset_index(drop=True)


def overdue_actions(one: Analysis) -> Exhibit:
    """The actions that are past their date, with owner, progress and place; the latest first."""
    rows = register_rows(one)
    late = rows[rows["past_date"].eq("Yes")]
    more = len(late) - MOST_OVERDUE
    reading = [Phrase(f"The other {more} stand in the table below.")] if more > 0 else []
    title = "Actions past their date"
    if late.empty:
        return Exhibit("overdue_actions", title, reading=[_none_late(rows)])
    shown = late.head(MOST_OVERDUE)
    return Exhibit("overdue_actions", title, reading=reading, data=shown, columns=_COLUMNS)


def _none_late(rows: pd.DataFrame) -> Phrase:
    if rows["past_date"].eq("").all():
        return Phrase(f"{cannot_be_late(rows)}.")
    return Phrase("No action is past its date.")


def cannot_be_late(rows: pd.DataFrame) -> str:
    """Why it cannot be told what is past its date."""
    if rows["deadline_date"].isna().all():
        return "No action has a date that can pass, so none can be called late"
    return "What is past its date cannot be told: the day of report is not known"


def other_actions(one: Analysis) -> Exhibit:
    """Every other action of the newest plan, closed until somebody opens it."""
    rows = register_rows(one)
    late = rows.index[rows["past_date"].eq("Yes")][:MOST_OVERDUE]
    title = f"{'The other actions' if len(late) else 'Actions'} of the plan {one.newest_year}"
    rest = rows.drop(index=late)
    return Exhibit("other_actions", title, data=rest, columns=_COLUMNS, closed=len(late) > 0)


def long_running(one: Analysis) -> Exhibit:
    """The actions that have stood in three plans or more and are still open."""
    facts = Facts("register.csv", one.register).only(plans_in__least=str(LONG_RUNNING))
    still = facts.rows[~facts.rows["status"].isin(CLOSED)]
    still = still.sort_values("plans_in", ascending=False, kind="stable")
    title = "What has run for three plans and more"
    said = [_since(row) for row in rows_of(still.head(MOST_OVERDUE))]
    if not said:
        return Exhibit("long_running", title, reading=["No open action has stood in three plans or more."])
    return Exhibit("long_running", title, points=said)


def _since(row: Row) -> str:
    owner = f" ({row['owner']})" if row["owner"] else " (no owner)"
    return f"Since {row['first_plan_year']}: {shortened(str(row['action']), ACTION_LETTERS)}{owner}"


def owners_of(late: Facts, most: int = 3) -> Phrase:
    """Who owns the most of these actions, with their numbers, those without an owner first; and the rest."""
    owners = sorted(late.rows["owner"].value_counts().index, key=bool)
    named = [(owner or "no owner named", late.only(owner=owner)) for owner in owners[:most]]
    said = [phrase("{who} ({n})", who=who, n=rows.count()) for who, rows in named]
    if owners[most:]:
        rest = late.only(owner=owners[most:])
        said.append(phrase("{many:+other/others} ({n})", many=len(owners[most:]), n=rest.count()))
    return listed(said)


def _action(row: Row) -> str:
    ref = f"{row['ref']} " if row["ref"] else ""
    wording = " – ".join(filter(None, [row["action"], row["detail"]]))
    return ref + shortened(wording, ACTION_LETTERS)


def _due(row: Row) -> str:
    revised = f"new: {row['revised_deadline']}" if row["revised_deadline"] else ""
    return "; ".join(filter(None, [row["deadline"] or cell_text(row["deadline_date"]), revised, _late(row)]))


def _late(row: Row) -> str:
    if pd.isna(row["months_late"]):
        return ""
    return phrase("{n:month} late", n=int(row["months_late"])) if row["months_late"] else "late"


def _since_plan(row: Row) -> str:
    said = "stated" if row["stated"] == "Yes" else "not stated"
    if row["plans_in"] > 1:
        return f"{row['first_plan_year']} ({said})"
    since = "new" if row["compared"] else NOT_HELD
    return f"{since}, stated as carried over" if row["stated"] == "Yes" else since


def _aims(row: Row) -> str:
    named = [words for column, words in _FLAGS.items() if row[column] == "Yes"]
    other = str(row["other_plans"]).replace(";", ",")
    return "; ".join(filter(None, [shortened(str(row["aim"]), ACTION_LETTERS), *named, other]))


_COLUMNS = (
    Column("Action", _action),
    Column("Owner", "owner"),
    Column("Due", _due),
    Column("Status", lambda row: str(row["status"]).replace("_", " ")),
    Column("Latest progress", lambda row: shortened(str(row["comment"]), PROGRESS_LETTERS)),
    Column("In plans since", _since_plan),
    Column("Aim and other plans", _aims),
    Column("Place", "place"),
)


def short_columns() -> list[Column]:
    """What a board paper shows of an action."""
    return [replace(column) for column in _COLUMNS if column.heading in ("Action", "Owner", "Due", "Status")]


def side_by_side(one: Analysis) -> Exhibit:
    """Every action of the two newest plans: its wording then and now, what became of it, and the reason."""
    title = "Every action of the two newest plans"
    if one.links.empty:
        return Exhibit("side_by_side", title, notice=f"Nothing to compare: {NOT_HELD}.")
    newest = one.links[one.links["to_year"].eq(one.links["to_year"].iloc[-1])]
    texts = one.actions.set_index(["plan_year", "action_id"])
    wording = (texts["action"] + " – " + texts["detail"]).str.removesuffix(" – ").to_dict()
    data = newest.assign(
        earlier=[wording.get(key, "–") for key in zip(newest["from_year"], newest["from_id"], strict=True)],
        later=[wording.get(key, "–") for key in zip(newest["to_year"], newest["to_id"], strict=True)],
    )
    years = newest.iloc[0]
    columns = [
        Column(f"Plan {years['from_year']}", "earlier"),
        Column(f"Plan {years['to_year']}", "later"),
        Column("What became of it", lambda row: str(row["kind"]).replace("_", " ")),
        Column("How sure", _probability),
        Column("Why", "reason"),
        Column("Decided by", "decided_by"),
    ]
    reading = [side_by_side_sentence(Facts("links.csv", newest))]
    return Exhibit("side_by_side", title, data=data, columns=columns, reading=reading)


def _probability(row: Row) -> str:
    return "" if pd.isna(row["probability"]) else f"{row['probability']:.2f}"


def side_by_side_sentence(links: Facts) -> Phrase:
    """How many actions of two plans are linked, and how many of these links are not sure."""
    rows = links.rows
    pairs = rows[rows["from_id"].ne("") & rows["to_id"].ne("")]
    unsure = int((pairs["probability"].lt(SURE) & pairs["decided_by"].eq("model")).sum())
    return phrase(
        "{n:pair} of actions {n:is/are} linked; {unsure} {unsure:has/have} a probability below {sure} and "
        "{unsure:was/were} not decided by a person.",
        n=len(pairs),
        unsure=unsure,
        sure=str(SURE),
    )
