"""What can be measured of one plan, which plan is the newest, and what became of deadlines.

A measure of an action is a yes, a no, or "does not count".
"""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from wres_analysis.linking.input import ordered_years
from wres_analysis.measures.measure_definitions import names_of
from wres_analysis.plans.plan_dates import is_past_date, read_deadline
from wres_analysis.tables import ACTIONS, DATE, DAY, STATUSES, as_schema, check_table, columns_of
from wres_analysis.vocabulary import is_placeholder

PLAN_KEY = ["organisation", "plan_year"]
NO_REAL_DATE = ("open_ended", "recurring", "unspecified", "none")
STATED_BY = ("row_mark", "section_heading")
UNKNOWN = ("not_stated", "undefined")
ENDED = ("complete", "partly_met", "not_met", "withdrawn")
NEEDS_PLAN_DATES = ("scheduled", "past_date")


def is_stated(actions: pd.DataFrame) -> pd.Series[bool]:
    """Whether the plan says that the action comes from an earlier plan."""
    marked = actions["carry_over_evidence"].isin(STATED_BY)
    dated = actions["carried_over_from"].ne("") & actions["carry_over_evidence"].ne("forward_mark")
    return marked | dated


def says_something(values: pd.Series[str]) -> pd.Series[bool]:
    """Whether a cell holds more than a placeholder such as "TBC" (vocabulary/placeholders.csv)."""
    return ~values.map(is_placeholder).astype(bool)


def has_real_date(actions: pd.DataFrame) -> pd.Series[bool]:
    """Whether the deadline can pass: not open ended, recurring, unspecified or missing."""
    return ~actions["deadline_kind"].isin(NO_REAL_DATE)


def real_date(actions: pd.DataFrame) -> pd.Series[pd.Timestamp]:
    """The last possible day, missing where the deadline cannot pass."""
    return actions["deadline_date"].where(has_real_date(actions))


def has_status(actions: pd.DataFrame) -> pd.Series[bool]:
    """Whether the status is stated and explained."""
    return ~actions["status"].isin(UNKNOWN)


def with_plan_dates(actions: pd.DataFrame, plans: pd.DataFrame | None) -> pd.DataFrame:
    """The actions with period_start, period_end and as_at of their plan, missing where not known."""
    dates = ["period_start", "period_end", "as_at"]
    if plans is None:
        return actions.assign(**dict.fromkeys(dates, pd.Series(pd.NaT, index=actions.index, dtype=DATE)))
    known = plans[[*PLAN_KEY, *dates]].drop_duplicates(PLAN_KEY)
    return actions.merge(known, on=PLAN_KEY, how="left").set_axis(actions.index)


def plan_flags(actions: pd.DataFrame, plans: pd.DataFrame | None = None) -> pd.DataFrame:
    """One column per measure of one plan: true, false, or missing where the action does not count."""
    dated = with_plan_dates(actions, plans)
    day = last_date(dated)
    flags = {
        "stated": is_stated(actions),
        "stated_row_mark": actions["carry_over_evidence"].eq("row_mark"),
        "stated_section_heading": actions["carry_over_evidence"].eq("section_heading"),
        "stated_forward": actions["carry_over_evidence"].eq("forward_mark"),
        "scheduled": _where(day.gt(dated["period_end"]), day.notna() & dated["period_end"].notna()),
        "revised_deadline": actions["revised_deadline"].ne(""),
        "past_date": past_date(dated),
        "owner_present": says_something(actions["owner"]),
        "date_present": has_real_date(actions),
        "status_present": has_status(actions),
        "evidence_present": says_something(actions["evidence"]),
        **{f"status_{status}": actions["status"].eq(status) for status in STATUSES},
    }
    table = pd.DataFrame({name: flags[name].astype("boolean") for name in names_of("one plan")})
    return table.set_axis(actions.index)


def last_date(actions: pd.DataFrame) -> pd.Series[pd.Timestamp]:
    """The deadline, or the revised one where it can be read and is later; missing if there is none."""
    day = real_date(actions)
    revised = pd.to_datetime(actions["revised_deadline"].map(_day_of), format=DAY)
    return day.where(revised.isna() | day.ge(revised), revised)


@cache
def _day_of(text: str) -> str | None:
    return read_deadline(text).date or None


def past_date(dated: pd.DataFrame) -> pd.Series[bool]:
    """Whether each action is past its date on the day its plan reports; missing where a day is not known."""
    day, reported = real_date(dated), report_dates(dated)
    past = [is_past_date(*one) for one in zip(day, reported, dated["status"], strict=True)]
    return _where(pd.Series(past, index=dated.index, dtype="bool"), day.notna() & reported.notna())


def report_dates(dated: pd.DataFrame) -> pd.Series[pd.Timestamp]:
    """The day that each action's plan reports its progress at, missing where not known.

    The printed as-at date; failing that the end of the plan, but only where the plan states the status of
    at least half of its actions: a plan for the year to come has not missed anything yet.
    """
    stated = has_status(dated).groupby([dated[column] for column in PLAN_KEY]).transform("mean")
    return dated["as_at"].fillna(dated["period_end"].where(stated.ge(0.5)))


def forward_looking(actions: pd.DataFrame, plans: pd.DataFrame) -> set[tuple[str, str]]:
    """Plans that may say only what is to be done: no day of report printed, and no action with an outcome.

    Their progress may be that of their first days, and what is past its date is counted to the last one.
    """
    reported = plans.loc[plans["as_at"].notna(), PLAN_KEY].itertuples(index=False, name=None)
    ended = actions.loc[actions["status"].isin(ENDED), PLAN_KEY].itertuples(index=False, name=None)
    return {*plans[PLAN_KEY].itertuples(index=False, name=None)} - {*reported} - {*ended}


def count_flags(flags: pd.DataFrame, keys: pd.DataFrame) -> pd.DataFrame:
    """Numerator and denominator of every flag within each group of keys, one row per group and measure."""
    grouped = flags.astype("Int64").groupby([keys[name] for name in keys.columns])
    both = {"numerator": grouped.sum(), "denominator": grouped.count()}
    columns = {name: table.rename_axis(columns="measure").stack() for name, table in both.items()}
    return pd.DataFrame(columns).astype("Int64").reset_index()


def plan_counts(actions: pd.DataFrame, plans: pd.DataFrame | None = None) -> pd.DataFrame:
    """Numerators and denominators of the measures of one plan."""
    counts = count_flags(plan_flags(actions, plans), actions[PLAN_KEY])
    unknown = counts["measure"].isin(NEEDS_PLAN_DATES) & counts["denominator"].eq(0)
    # the rows of a status that a plan without any status cannot be said to have, or not to have
    spoken = actions.loc[has_status(actions), PLAN_KEY]
    silent = ~pd.MultiIndex.from_frame(counts[PLAN_KEY]).isin(pd.MultiIndex.from_frame(spoken))
    said = counts["measure"].isin([f"status_{status}" for status in STATUSES if status not in UNKNOWN])
    counts.loc[unknown | (said & silent), ["numerator", "denominator"]] = pd.NA
    return counts


def _where(values: pd.Series[bool], counts: pd.Series[bool]) -> pd.Series[bool]:
    return values.astype("boolean").where(counts)


def plain_wording(values: pd.Series[str]) -> pd.Series[str]:
    """Letters and digits only, in lower case: two wordings that differ in nothing else are the same."""
    return values.str.normalize("NFKC").str.casefold().str.replace(re.compile(r"[\W_]+"), "", regex=True)


def newest_plans(actions: pd.DataFrame) -> pd.DataFrame:
    """Organisation and plan_year of each organisation's newest plan."""
    held = actions[PLAN_KEY].drop_duplicates()
    return held.assign(place=places_of_plans(held)).sort_values(["organisation", "place"]).pipe(_last)


def _last(held: pd.DataFrame) -> pd.DataFrame:
    return held.groupby("organisation").tail(1)[PLAN_KEY]


def newest_actions(actions: pd.DataFrame) -> pd.DataFrame:
    """The actions of each organisation's newest plan."""
    return actions.merge(newest_plans(actions), on=PLAN_KEY)


def newest_year(actions: pd.DataFrame) -> str:
    """The newest plan year of one organisation; blank where nothing was read."""
    return str(next(iter(newest_plans(actions)["plan_year"]), ""))


def places_of_plans(rows: pd.DataFrame) -> pd.Series[int]:
    """The place of each row's plan among the plans of its organisation that are held, from 0."""
    years = rows.groupby("organisation")["plan_year"].agg(lambda own: ordered_years(own))
    place = {(code, year): number for code, own in years.items() for number, year in enumerate(own)}
    keys = zip(rows["organisation"], rows["plan_year"], strict=True)
    return pd.Series([place[key] for key in keys], index=rows.index, dtype="int64")


OUTCOMES = {
    "undated": "No due date",
    "met": "Dated and complete",
    "moved": "Date reached, later one since",
    "missed": "Date reached, no later one known",
    "to_come": "Still to come",
    "unknown": "Date of report not known",
    "withdrawn": "Dated and withdrawn",
}

DEADLINE_OUTCOMES = columns_of("DEADLINE_OUTCOMES", outcome=tuple(OUTCOMES))


def deadline_outcome(
    actions: pd.DataFrame, plans: pd.DataFrame | None = None, later: pd.MultiIndex | None = None
) -> pd.Series[str]:
    """What became of each action's deadline, the first of these that holds.

    undated (no due date), met (complete), withdrawn, unknown (no day of report), moved (past its
    date, and the progress text or the next plan gives a later one: `later` has organisation, plan year and id
    of these), missed (past its date, without a later one), or to_come. Moved and missed make up past_date.
    """
    dated = with_plan_dates(actions, plans)
    redated = actions["revised_deadline"].ne("")
    if later is not None:
        redated |= pd.MultiIndex.from_frame(actions[[*PLAN_KEY, "action_id"]]).isin(later)
    past = past_date(dated).fillna(False)
    found = pd.Series("to_come", index=actions.index, dtype="str")
    found = found.mask(past, "missed").mask(past & redated, "moved")
    found = found.mask(report_dates(dated).isna(), "unknown")
    found = found.mask(actions["status"].eq("withdrawn"), "withdrawn")
    found = found.mask(actions["status"].eq("complete"), "met")
    return found.where(has_real_date(actions), "undated")


def deadline_outcomes(
    actions: pd.DataFrame, plans: pd.DataFrame | None = None, later: pd.MultiIndex | None = None
) -> pd.DataFrame:
    """How many actions of each plan have each outcome, zeros included."""
    check_table(actions, ACTIONS, "actions")
    outcome = deadline_outcome(actions, plans, later).rename("outcome")
    counts = actions.assign(outcome=outcome).groupby([*PLAN_KEY, "outcome"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=list(OUTCOMES), fill_value=0)
    long = counts.reset_index().melt(id_vars=PLAN_KEY, var_name="outcome", value_name="actions")
    long = long.sort_values(PLAN_KEY, kind="stable")
    return as_schema(
        long.assign(plan_actions=long.groupby(PLAN_KEY)["actions"].transform("sum")), DEADLINE_OUTCOMES
    )
