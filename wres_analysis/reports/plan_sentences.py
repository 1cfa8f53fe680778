"""Two sentences under each exhibit of what stands in plans: what it shows, and what it cannot show."""

from __future__ import annotations

import pandas as pd

from wres_analysis.measures.coverage import INDICATOR
from wres_analysis.measures.coverage_check import NOT_CHECKED, WordingCheck
from wres_analysis.measures.measure_definitions import measure_of
from wres_analysis.reports.phrases import as_percent, listed
from wres_analysis.reports.sentences import DAY_OF_REPORT, SELF_REPORTED, Reading, counted


def plans_reading(plans: pd.DataFrame, actions: int, unread: int) -> Reading:
    """How many plans were read, with how many places that are not clear, and how many could not be."""
    wrong, doubtful = (counted(int(plans[name].sum()), word) for name, word in _NOTES.items())
    return (
        f"{counted(len(plans), 'plan')} of {counted(plans['organisation'].nunique(), 'organisation')} with "
        f"{counted(actions, 'action')}, {wrong} and {doubtful}; {unread_words(unread)}. "
        "An error or a warning is a place where a document does not say clearly what it means.",
        "A plan that was never published, or not put into the data folder, is not seen here, and a "
        "document that "
        "raises no note may still be misread.",
    )


_NOTES = {"errors": "error", "warnings": "warning"}


def unread_words(unread: int) -> str:
    """How many plans could not be read, as the end of a sentence.

    Examples
    --------
    >>> unread_words(0), unread_words(1)
    ('every plan could be read', '1 plan could not be read')
    """
    return f"{counted(unread, 'plan')} could not be read" if unread else "every plan could be read"


def notes_reading(notes: pd.DataFrame) -> Reading:
    """How many notes of each severity there are."""
    counts = notes["severity"].value_counts()
    wrong, doubtful = (counted(int(counts.get(key, 0)), word) for key, word in _SEVERITIES.items())
    return (
        f"{wrong} and {doubtful}; {counted(int(counts.get('info', 0)), 'further remark')} in "
        f"reading_notes.csv. "
        "Nothing was dropped, guessed or repaired without such a note.",
        "They say where a document is unclear to a reader, not whether what it says is true.",
    )


_SEVERITIES = {"error": "error", "warn": "warning"}


def rows_reading(actions: pd.DataFrame, noted: int) -> Reading:
    """How many actions were read, and about how many of them there are errors or warnings."""
    return (
        f"{counted(len(actions), 'action')}, {noted} of them with an error or a warning, counted in the "
        f"last column. "
        "Place is the page, sheet or line in the published document.",
        "A blank cell is blank in the document too, or could not be found there: compare the rows that "
        "have notes "
        f"with it. {SELF_REPORTED}",
    )


def status_reading(actions: pd.DataFrame, which: str) -> Reading:
    """How many actions are reported complete, and how many have no status that can be read."""
    cannot = (
        "A self-reported status is often more hopeful than a check by others, and nobody has verified these. "
        "Undefined is a code that the plan's own key does not explain."
    )
    if actions.empty:
        return "There are no actions.", cannot
    done = int(actions["status"].eq("complete").sum())
    blank, undefined = (int(actions["status"].eq(name).sum()) for name in ("not_stated", "undefined"))
    if blank == len(actions):
        return f"No status is stated for any of the {counted(blank, 'action')} of {which}.", cannot
    return (
        f"{done:,} of {counted(len(actions), 'action')} of {which} {'is' if done == 1 else 'are'} "
        f"reported complete "
        f"({as_percent(done / len(actions))}); {blank:,} {'has' if blank == 1 else 'have'} no status and "
        f"{undefined:,} {'has' if undefined == 1 else 'have'} one that is undefined.",
        cannot,
    )


def filled_reading(rates: pd.DataFrame) -> Reading:
    """What the newest plan of one organisation leaves out most often."""
    cannot = (
        "A filled cell says that something was written, not that it is good. 'Ongoing', 'quarterly' and "
        "'variable' "
        "are not dates that can pass."
    )
    known = rates[rates["rate"].notna()]
    if known.empty:
        return "There are no actions.", cannot
    said = [
        f"{measure_of(str(row['measure'])).label.lower()} {row['numerator']}"
        for _, row in known.sort_values("rate", kind="stable").iterrows()
    ]
    return f"Of {counted(int(known['denominator'].max()), 'action')}: {', '.join(said)}.", cannot


def dates_reading(outcomes: pd.DataFrame, rates: pd.DataFrame) -> Reading:
    """What became of the deadlines of one organisation, and how many run past the end of their plan."""
    shows, cannot = deadlines_reading(outcomes)
    cannot = f"{cannot}{_also_moved(outcomes, rates)}"
    held = rates[rates["measure"].eq("scheduled") & rates["rate"].notna()]
    if held.empty:
        return shows, f"{cannot} Whether a date lies past the end of its plan cannot be told."
    late, dated = int(held["numerator"].sum()), int(held["denominator"].sum())
    lie = "lies" if late == 1 else "lie"
    with_date = counted(
        dated, "action with a date or a revised date", "actions with a date or a revised date"
    )
    return f"{shows} {late} of {with_date} {lie} past the end of their plan.", cannot


def _also_moved(outcomes: pd.DataFrame, rates: pd.DataFrame) -> str:
    """Why the rate of what is past its date is higher than the picture: it knows of no new dates."""
    missed = int(outcomes["actions"][outcomes["outcome"].eq("missed")].sum())
    past = rates["numerator"][rates["measure"].eq("past_date") & rates["numerator"].notna()]
    more = int(past.sum()) - missed
    if more <= 0:
        return ""
    was = "was" if more == 1 else "were"
    return f" In the table, past their date are also {more:,} that {was} given a new date."


def completeness_reading(completeness: pd.DataFrame) -> Reading:
    """What plans leave out most often."""
    cannot = (
        "A filled cell says that something was written, not that it is good; the wording rules are a proxy."
    )
    if completeness.empty:
        return "There are no actions.", cannot
    sums = completeness.groupby("label", sort=False)[["numerator", "denominator"]].sum()
    shares = (sums["numerator"] / sums["denominator"].replace(0, pd.NA)).dropna().astype(float)
    if shares.eq(1).all():
        return "Nothing of what is counted here is missing from any row.", cannot
    return (
        f"Most often missing: {_of_rows(sums, str(shares.idxmin()))}. Most often there: "
        f"{_of_rows(sums, str(shares.idxmax()))}.",
        cannot,
    )


def _of_rows(sums: pd.DataFrame, label: str) -> str:
    there, rows = (int(sums[name].loc[label]) for name in ("numerator", "denominator"))
    return f"{label.lower()} (there in {there:,} of {counted(rows, 'row')}, {as_percent(there / rows)})"


def coverage_reading(
    counts: pd.DataFrame, framework: str = INDICATOR, check: WordingCheck = NOT_CHECKED
) -> Reading:
    """Which indicator has the most actions, and which have none."""
    cannot = (
        f"Where a plan names no number, its wording decides: {_checked(check)}. An action may serve "
        f"several, and "
        "more actions are not more effect."
    )
    own = counts[counts["framework"].eq(framework)]
    if own.empty or not own["actions"].sum():
        return f"No action was put to a {framework}.", cannot
    numbers = own.assign(without=own["actions"].eq(0)).groupby("number")
    sums = numbers.agg(actions=("actions", "sum"), without=("without", "sum"), label=("label", "first"))
    most, least = sums[sums["actions"].eq(sums["actions"].max())], sums["without"].idxmax()
    served = listed([f"{number} ({str(label).lower()})" for number, label in most["label"].items()])
    each = " each" if len(most) > 1 else ""
    plans, without = own["organisation"].nunique(), int(sums["without"].max())
    own_share = as_percent(float(own["by_own_reference"].sum() / own["actions"].sum()))
    gap = (
        f"{without} of {counted(plans, 'newest plan')} {'has' if without == 1 else 'have'} no action for "
        f"{least} ({str(sums.at[least, 'label']).lower()})"
        if without
        else "every newest plan has an action for each"
    )
    return (
        f"The most actions ({int(most['actions'].iloc[0]):,}{each}) serve {framework} {served}; {gap}. "
        f"{own_share} of the assignments are the plans' own.",
        cannot,
    )


def _checked(check: WordingCheck) -> str:
    if not check.rows:
        return "no plan here names numbers itself that this could be checked against"
    return (
        f"of {counted(check.rows, 'action')} for which a plan names an indicator itself, wording alone "
        f"gives one of the "
        f"same for {check.agreeing:,} ({as_percent(check.agreeing / check.rows)}) and none for "
        f"{check.silent:,}"
    )


def deadlines_reading(outcomes: pd.DataFrame) -> Reading:
    """How many deadlines there are at all, and what became of them."""
    cannot = (
        "An undated action can never be late, so a plan with few dates looks punctual. "
        f"{DAY_OF_REPORT} {SELF_REPORTED}"
    )
    sums = outcomes.groupby("outcome")["actions"].sum()
    total = int(sums.sum())
    if not total:
        return "There are no actions.", cannot
    undated = int(sums.get("undated", 0))
    said = [
        f"{sums[outcome]:,} {words}"
        for outcome, words in _BECAME.items()
        if outcome == "missed" or sums.get(outcome, 0)
    ]
    opens = (
        f"{undated:,} of {counted(total, 'action')} {'has' if undated == 1 else 'have'} no date that can pass"
    )
    if undated == total:
        return f"{opens}.", cannot
    return f"{opens}; of the other {total - undated:,}: {listed(said)}.", cannot


_BECAME = {
    "met": "complete",
    "withdrawn": "withdrawn",
    "moved": "given a new date in the same plan",
    "missed": "past the date on the day of report without a new one",
    "to_come": "due later",
    "unknown": "of a plan whose day of report is not known",
}
