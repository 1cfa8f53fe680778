"""The actions of the newest plan: overdue first, since when they run, and beside those of the plan before."""

from __future__ import annotations

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.measures.reliability import SURE
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.phrases import Facts, Phrase, joined, listed, phrase, some_of
from wres_analysis.reports.table_columns import (
    NOT_HELD,
    Column,
    Row,
    cell_text,
    presented,
    rows_of,
    shortened,
)

MOST_OVERDUE = 8  # rows that a board reads; the others stand in the closed table below
MOST_LONG = 15  # lines on what has run long: with more of them the page has over five and a half screens
MOST_OWNERS = 12  # named in a sentence; the numbers of the others are added up
ACTION_LETTERS, PROGRESS_LETTERS = 120, 130  # of a cell: a plan of 40 actions stays under five screens
PAPER_LETTERS, LINE_LETTERS, NAME_LETTERS = 90, 56, 40  # of an action on paper, in a list, in a sentence
LONG_RUNNING = 3  # plans, as a board asks: "what has been on the list for three years?"
CLOSED = ("complete", "withdrawn")
_KEY = ["organisation", "plan_year", "action_id"]
_FLAGS = {"in_model_employer": "Model Employer", "in_race_disparity": "race disparity"}
_ADDED = ["ref", "part", "aim", "revised_deadline", "comment", "other_plans", *_FLAGS]


def own_register(one: Analysis) -> Facts:
    """The register of one organisation."""
    return Facts("register.csv", one.register).only(organisation=code_of(one))


def code_of(one: Analysis) -> str:
    """The code of an analysis of one organisation; blank where it has no plan."""
    return str(next(iter(one.plans["organisation"]), ""))


def register_rows(one: Analysis) -> pd.DataFrame:
    """The register with what the plan says of progress and aims, overdue first, then open, then closed."""
    rows = one.register.merge(one.actions[[*_KEY, *_ADDED]], on=_KEY, how="left")
    if rows["part"].nunique() < 2:  # numbers may begin again in each part of several
        rows = rows.assign(part="")
    order = rows["past_date"].map({"Yes": 0}).fillna(1).where(~rows["status"].isin(CLOSED), 2)
    compared = bool(one.links["to_year"].eq(one.newest_year).any())
    rows = rows.assign(order=order, late=-rows["months_late"].fillna(0), compared=compared)
    return rows.sort_values(["order", "late"], kind="stable").reset_index(drop=True)


def overdue_actions(one: Analysis) -> Exhibit:
    """The actions that are past their date, with owner, progress and place; the latest first."""
    rows = register_rows(one)
    late = rows[rows["past_date"].eq("Yes")]
    title = f"Actions {past_words(one)}"
    if late.empty:
        return Exhibit("overdue_actions", title, reading=[late_sentence_of(one)])
    shown = late.head(MOST_OVERDUE)
    columns = _columns_of(shown)
    return Exhibit("overdue_actions", title, reading=[_shown_of(one)], data=shown, columns=columns)


def _shown_of(one: Analysis) -> Phrase:
    """How many of the late actions the table shows, where the others are, and to which day months count."""
    late = own_register(one).only(past_date="Yes").count()
    more = late - MOST_OVERDUE
    if more <= 0:
        return months_counted(one)
    rest = phrase(
        "The first {shown} of {n}, by months; the other {more} {more:comes/come} first in the list "
        "after this table.",
        shown=MOST_OVERDUE,
        n=late,
        more=more,
    )
    return joined([rest, months_counted(one)])


def months_counted(one: Analysis) -> Phrase:
    """To which day the months late are counted, and how many actions are due on that very day."""
    facts = own_register(one)
    due, at = due_that_day(facts).count(), cell_text(facts.rows["as_at"].iloc[0])
    said = phrase("; {n} of the {of:action} fell due that day", n=due, of=facts.only(past_date="Yes").count())
    return joined([phrase("Months late are counted to {at}", at=at), said if due else "", "."], "")


def cannot_be_late(rows: pd.DataFrame) -> str:
    """Why it cannot be told what is past its date."""
    if rows["deadline_date"].isna().all():
        return "No action has a due date, so none can be called late."
    return "What is past its date cannot be told: the day of report is not known."


def other_actions(one: Analysis) -> Exhibit:
    """Every other action of the newest plan, closed until somebody opens it."""
    rows = register_rows(one)
    late = rows.index[rows["past_date"].eq("Yes")][:MOST_OVERDUE]
    rest = rows.drop(index=late)
    title = f"{_names_of(rest, one) if len(late) else 'Actions'} of the plan {one.newest_year}"
    return Exhibit("other_actions", title, data=rest, columns=_columns_of(rest), closed=len(late) > 0)


def _names_of(rest: pd.DataFrame, one: Analysis) -> str:
    """What a list of the other actions holds: how many late ones that the table above has no room for."""
    late = int(rest["past_date"].eq("Yes").sum())
    if not late:
        return "The other actions"
    others = phrase("{n:other action}", n=len(rest) - late) if len(rest) > late else ""
    return listed([phrase("{n} more {past}", n=late, past=past_words(one, late)), *filter(None, [others])])


def long_running(one: Analysis) -> Exhibit:
    """The actions that have stood in three plans or more and are still open."""
    facts = own_register(one).only(plans_in__least=str(LONG_RUNNING))
    still = facts.only(status=open_statuses(facts.rows))
    closed = facts.only(status=list(CLOSED)).count()
    title = "Open actions that have run for three plans and more"
    ordered = still.rows.sort_values("plans_in", ascending=False, kind="stable")
    said: list[str] = [_since(row) for row in rows_of(ordered.head(MOST_LONG))]
    if len(ordered) > MOST_LONG:
        said.append(phrase("And {n} more, in register.csv.", n=len(ordered) - MOST_LONG))
    few = phrase("It takes three plans to tell, and {n} {n:is/are} held.", n=len(one.plans))
    none = few if len(one.plans) < LONG_RUNNING else "No open action has stood in three plans or more."
    beside = phrase("{n} more {n:has/have} run as long and {n:is/are} complete or withdrawn.", n=closed)
    reading = [*([] if said else [none]), *([beside] if closed else [])]
    return Exhibit("long_running", title, points=said, reading=reading)


def open_statuses(rows: pd.DataFrame) -> list[str]:
    """The statuses in a register that do not close an action."""
    return sorted(set(rows["status"]) - set(CLOSED))


def _since(row: Row) -> str:
    owner = f" ({row['owner']})" if row["owner"] else " (no owner)"
    return f"Since {row['first_plan_year']}: {shortened(str(row['action']), LINE_LETTERS)}{owner}"


def late_sentence_of(one: Analysis) -> Phrase:
    """How many actions are past their date, and when; on the plan's first day too where no day is printed."""
    facts, reported = own_register(one), is_reported(one)
    day = "the day of report that the plan prints" if reported else "the last day of the plan's time"
    said = dates_reached(one, day=f", {day}")
    if not said:
        return Phrase(cannot_be_late(facts.rows))
    return joined([joined([said, "."], ""), _SINCE[reported], "" if reported else _past_at_start(one)])


_SINCE = {
    True: "What was done since is not known.",
    False: "The plan prints no day of report: that holds if nothing was done since.",
}
_PAST = "{n} of {of:action}{whose} with a due date {n:was/were} past it at {at}{day}"
_REACHED = (
    "{n} of {of:action}{whose} with a due date had reached it by {at}{day}, and {n:is/are} not complete; "
    "{due} fell due that day"
)


def dates_reached(one: Analysis, whose: str = "", day: str = "") -> Phrase:
    """How many of the actions with a date had reached it, and how many on the very day; blank without any."""
    facts = own_register(one)
    late, dated = facts.only(past_date="Yes").count(), facts.only(past_date=["Yes", "No"]).count()
    if not dated:
        return Phrase("")
    due = due_that_day(facts).count()
    which = phrase("{n} of them", n=due) if due < late else phrase("{n:it/they all}", n=due)
    at = cell_text(facts.rows["as_at"].iloc[0])
    return phrase(_REACHED if due else _PAST, n=late, of=dated, whose=whose, at=at, day=day, due=which)


def due_that_day(facts: Facts) -> Facts:
    """The late actions of one register that are due on the very day that the plan is reported at."""
    days = facts.rows["as_at"].dropna().astype("str")
    return facts.only(past_date="Yes", deadline_date=sorted(set(days)))


def past_words(one: Analysis, number: int = 2) -> str:
    """What so many late actions are: one that is due on the very day is at its date, and not past it."""
    said = phrase("past {n:its/their} date", n=number)
    return f"at or {said}" if due_that_day(own_register(one)).count() else said


def _past_at_start(one: Analysis) -> Phrase:
    """How many actions were past their date before the plan began, which may say only what is to be done."""
    starts = one.plans.loc[one.plans["plan_year"].eq(one.newest_year), "period_start"]
    if starts.isna().all():
        return Phrase("")
    first = own_register(one).only(past_at_start="Yes").count()
    some = "{first} {first:was/were} already past {first:its/their} date when the plan began, on {start}."
    return phrase(some, first=first, start=cell_text(starts.iloc[0])) if first else Phrase("")


def is_reported(one: Analysis) -> bool:
    """Whether the newest plan prints the day that it reports."""
    newest = one.plans[one.plans["plan_year"].eq(one.newest_year)]
    return bool(newest["as_at"].notna().any())


def owners_of(late: Facts) -> Phrase:
    """Who owns these actions, with their numbers: those with the most first, then those that are latest."""
    owned = late.rows[late.rows["owner"].ne("")]
    found = owned.groupby("owner")["months_late"].agg(["size", "max"]).reset_index()
    order = found.sort_values(["size", "max", "owner"], ascending=[False, False, True])
    most = MOST_OWNERS if len(order) > MOST_OWNERS + 1 else len(order)  # a single other one is named too
    named, rest = list(order["owner"][:most]), list(order["owner"][most:])
    said = [phrase("{who} ({n})", who=owner, n=late.only(owner=owner).count()) for owner in named]
    if rest:
        others = phrase("{n:other owner} ({m:action})", n=len(rest), m=late.only(owner=rest).count())
        said.append(others)
    if len(owned) < len(late.rows):
        said.append(phrase("no owner named ({n})", n=late.only(owner="").count()))
    return listed(said)


def named_actions(rows: pd.DataFrame, of: float, most: int = 3) -> Phrase:
    """The number, first words and owner of the first of these actions, and how many more there are."""
    said = some_of([_name_of(row) for row in rows_of(rows)], of, most)
    return joined([said, "" if said.endswith("…") else "."], "")


def _name_of(row: Row) -> str:
    owner = f" ({row['owner']})" if row["owner"] else ""
    return f"{_numbered(row, shortened(str(row['action']), NAME_LETTERS))}{owner}"


def _numbered(row: Row, wording: str) -> str:
    """A wording after its printed number, which may stand in the wording already."""
    ref = str(row["ref"])
    return wording if not ref or wording.startswith(ref) else f"{ref}: {wording}"


def _action(row: Row) -> str:
    wording = " – ".join(filter(None, [row["action"], row["detail"]]))
    return _numbered(row, shortened(wording, ACTION_LETTERS))


def _due(row: Row) -> str:
    revised = f"new: {row['revised_deadline']}" if row["revised_deadline"] else ""
    return "; ".join(filter(None, [_day_due(row), _late(row), revised]))


def _day_due(row: Row) -> str:
    """The date as printed, after the last possible day where it does not say of which year it is."""
    day, printed = cell_text(row["deadline_date"]), str(row["deadline"])
    if not day or (printed and day[-4:] in printed):
        return printed
    return f"{day} ({printed})" if printed else day


def _late(row: Row) -> str:
    if pd.isna(row["months_late"]):
        return ""
    if row["deadline_date"] == row["as_at"]:
        return "due that day"
    return phrase("{n:month} late", n=int(row["months_late"])) if row["months_late"] else "late"


def _since_plan(row: Row) -> str:
    said = "marked" if row["stated"] == "Yes" else "not marked"
    if row["plans_in"] > 1:
        return f"{row['first_plan_year']} ({said})"
    since = "not found before" if row["compared"] else NOT_HELD
    if row["stated"] == "Yes":
        return f"marked as carried over, {since}"
    return "new" if row["compared"] else since


def _aims(row: Row) -> str:
    named = [words for column, words in _FLAGS.items() if row[column] == "Yes"]
    other = [words.strip() for words in str(row["other_plans"]).split(";")]
    place = [shortened(str(row[name]), ACTION_LETTERS) for name in ("part", "aim")]
    once = dict.fromkeys([*place, *named, *other])
    return "; ".join(filter(None, once))


_COLUMNS = (
    Column("Action", _action),
    Column("Owner", "owner"),
    Column("Due", _due),
    Column("Status", lambda row: str(row["status"]).replace("_", " ")),
    Column("Latest progress", lambda row: shortened(str(row["comment"]), PROGRESS_LETTERS)),
    Column("In plans since", _since_plan),
    Column("Part, aim and other plans", _aims),
    Column("Place", "place"),
)


def _columns_of(rows: pd.DataFrame) -> list[Column]:
    """The columns in which any of the rows has something; a plan may have no aims."""
    shown = presented(rows, _COLUMNS)
    return [column for column in _COLUMNS if shown[column.heading].ne("").any() or rows.empty]


def short_columns() -> list[Column]:
    """What a board paper shows of an action."""
    wording = Column("Action", lambda row: _numbered(row, shortened(str(row["action"]), PAPER_LETTERS)))
    return [wording, *(column for column in _COLUMNS if column.heading in ("Owner", "Due", "Status"))]


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
        Column("How sure", lambda row: "" if pd.isna(row["probability"]) else f"{row['probability']:.2f}"),
        Column("Why", "reason"),
        Column("Decided by", "decided_by"),
    ]
    reading = [side_by_side_sentence(Facts("links.csv", newest))]
    return Exhibit("side_by_side", title, data=data, columns=columns, reading=reading)


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
