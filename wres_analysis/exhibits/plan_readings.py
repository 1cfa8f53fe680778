"""Two sentences under each exhibit of what stands in plans: what it shows, and what it cannot show."""

from __future__ import annotations

import pandas as pd

from wres_analysis.charts.style import as_percent
from wres_analysis.exhibits.readings import SELF_REPORTED, Reading, counted, listed
from wres_analysis.measuring.coverage import INDICATOR
from wres_analysis.measuring.coverage_check import NOT_CHECKED, WordingCheck
from wres_analysis.measuring.measures import measure_of


def plans_reading(plans: pd.DataFrame, actions: int, unread: int) -> Reading:
    """How many plans were read, with how many places that are not clear, and how many could not be.

    Parameters
    ----------
    plans : pandas.DataFrame
        Rows of PLANS.
    actions : int
        Actions read from them.
    unread : int
        Plans that could not be read.
    """
    wrong, doubtful = (counted(int(plans[name].sum()), word) for name, word in _NOTES.items())
    return (
        f"{counted(len(plans), 'plan')} of {counted(plans['organisation'].nunique(), 'organisation')} with "
        f"{counted(actions, 'action')}, {wrong} and {doubtful}; {counted(unread, 'plan')} could not be "
        f"read. An error "
        "or a warning is a place where a document does not say clearly what it means.",
        "A plan that was never published, or not put into the data folder, is not seen here, and a "
        "document that "
        "raises no note may still be misread.",
    )


_NOTES = {"errors": "error", "warnings": "warning"}


def notes_reading(notes: pd.DataFrame) -> Reading:
    """How many notes of each severity there are.

    Parameters
    ----------
    notes : pandas.DataFrame
        Rows of READING_NOTES.
    """
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
    """How many actions were read, and about how many of them there are errors or warnings.

    Parameters
    ----------
    actions : pandas.DataFrame
        Rows of ACTIONS.
    noted : int
        How many of them have an error or a warning.
    """
    return (
        f"{counted(len(actions), 'action')}, {noted} of them with an error or a warning, counted in the "
        f"last column. "
        "Place is the page, sheet or line in the published document.",
        "A blank cell is blank in the document too, or could not be found there: compare the rows that "
        "have notes "
        f"with it. {SELF_REPORTED}",
    )


def status_reading(actions: pd.DataFrame, which: str) -> Reading:
    """How many actions are reported complete, and how many have no status that can be read.

    Parameters
    ----------
    actions : pandas.DataFrame
        Rows of ACTIONS.
    which : str
        What they are the actions of, as "the newest plans".
    """
    cannot = (
        "A self-reported status is often more hopeful than a check by others, and nobody has verified these. "
        "Undefined is a code that the plan's own key does not explain."
    )
    if actions.empty:
        return "There are no actions.", cannot
    done = int(actions["status"].eq("complete").sum())
    blank, undefined = (int(actions["status"].eq(name).sum()) for name in ("not_stated", "undefined"))
    return (
        f"{done:,} of {counted(len(actions), 'action')} of {which} {'is' if done == 1 else 'are'} "
        f"reported complete "
        f"({as_percent(done / len(actions))}); {blank:,} {'has' if blank == 1 else 'have'} no status and "
        f"{undefined:,} {'has' if undefined == 1 else 'have'} one that is undefined.",
        cannot,
    )


def filled_reading(rates: pd.DataFrame) -> Reading:
    """What the newest plan of one organisation leaves out most often.

    Parameters
    ----------
    rates : pandas.DataFrame
        Rows of RATES of the measures of completeness.
    """
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
    """What became of the deadlines of one organisation, and how many run past the end of their plan.

    Parameters
    ----------
    outcomes : pandas.DataFrame
        Rows of DEADLINE_OUTCOMES.
    rates : pandas.DataFrame
        Rows of RATES of the same organisation.
    """
    shows, cannot = deadlines_reading(outcomes)
    held = rates[rates["measure"].eq("scheduled") & rates["rate"].notna()]
    if held.empty:
        return shows, f"{cannot} Whether a date lies past the end of its plan cannot be told."
    late, dated = int(held["numerator"].sum()), int(held["denominator"].sum())
    lie = "lies" if late == 1 else "lie"
    return f"{shows} {late} of {counted(dated, 'dated action')} {lie} past the end of their plan.", cannot


def completeness_reading(completeness: pd.DataFrame) -> Reading:
    """What plans leave out most often.

    Parameters
    ----------
    completeness : pandas.DataFrame
        Rows of COMPLETENESS.
    """
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
        f"Most often missing is {str(shares.idxmin()).lower()} ({as_percent(shares.min())} of rows have "
        "it), most often "
        f"there is {str(shares.idxmax()).lower()} ({as_percent(shares.max())}).",
        cannot,
    )


def coverage_reading(
    counts: pd.DataFrame, framework: str = INDICATOR, check: WordingCheck = NOT_CHECKED
) -> Reading:
    """Which indicator has the most actions, and which have none.

    Parameters
    ----------
    counts : pandas.DataFrame
        Rows of COVERAGE_COUNTS.
    framework : str
    check : WordingCheck, optional
        How often wording alone agrees with the plans' own references.
    """
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
    """How many deadlines there are at all, and what became of them.

    Parameters
    ----------
    outcomes : pandas.DataFrame
        Rows of DEADLINE_OUTCOMES.
    """
    cannot = f"An undated action can never be late, so a plan with few dates looks punctual. {SELF_REPORTED}"
    sums = outcomes.groupby("outcome")["actions"].sum()
    total = int(sums.sum())
    if not total:
        return "There are no actions.", cannot
    undated, missed, moved, met, unknown = (
        int(sums.get(name, 0)) for name in ("undated", "missed", "moved", "met", "unknown")
    )
    no_day = f"; of {unknown:,} the date of report is not known" if unknown else ""
    return (
        f"{undated:,} of {counted(total, 'action')} without a date that can pass; of the others {met:,} "
        f"complete, "
        f"{moved:,} given a new date and {missed:,} past their date when the plan was reported{no_day}.",
        cannot,
    )
