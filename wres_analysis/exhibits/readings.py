"""Two sentences under each exhibit, made from its numbers: what it shows, and what it cannot show.

Every function returns them as a pair, and is right for no, one and two organisations too.
"""

from __future__ import annotations

import pandas as pd

from wres_analysis.benchmarking import TOO_FEW, newest_values
from wres_analysis.charts.style import as_percent
from wres_analysis.measuring.clustering import Clustering
from wres_analysis.measuring.coverage import INDICATOR
from wres_analysis.measuring.funnel import expected_outside
from wres_analysis.measuring.measures import measure_of
from wres_analysis.measuring.peers import SMALLEST_GROUP

Reading = tuple[str, str]

NOT_A_SAMPLE = "These are the organisations whose plans were read, not a sample of all."
SELF_REPORTED = "A status is what the plan says of itself; nobody has verified it."


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    Examples
    --------
    >>> counted(1, "organisation"), counted(0, "organisation"), counted(2, "has", "have")
    ('1 organisation', '0 organisations', '2 have')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def rate_reading(rates: pd.DataFrame, measure: str) -> Reading:
    """One measure over organisations: its pooled value and its range.

    Parameters
    ----------
    rates : pandas.DataFrame
        Rows of RATES.
    measure : str
        Name of the measure.

    Examples
    --------
    >>> from wres_analysis.tables import RATES, table_of
    >>> rate_reading(table_of([], RATES), "matched_forward")[0]
    'No organisation has a value: it takes two plans of one organisation.'
    """
    described = measure_of(measure)
    newest = newest_values(rates, measure)
    cannot = (
        f"No judgement: a long action is meant to come back. Out of: {described.denominator}. {NOT_A_SAMPLE}"
    )
    if described.direction == "one plan":
        cannot = f"It is what the plans say of themselves. Out of: {described.denominator}. {NOT_A_SAMPLE}"
    if newest.empty:
        needs = "nothing to count in the plans that were read"
        if described.direction != "one plan":
            needs = "it takes two plans of one organisation"
        return f"No organisation has a value: {needs}.", cannot
    top, bottom = int(newest["numerator"].sum()), int(newest["denominator"].sum())
    shows = f"{described.label}: {top:,} of {bottom:,} actions ({as_percent(top / bottom)})"
    if len(newest) == 1:
        row = newest.iloc[0]
        ends = f"{as_percent(row['low'])} to {as_percent(row['high'])}"
        return f"{shows}; so few actions are compatible with {ends}.", cannot
    lowest, highest = as_percent(newest["rate"].min()), as_percent(newest["rate"].max())
    return f"{shows} in {len(newest)} organisations, from {lowest} to {highest}.", cannot


def funnel_reading(benchmark: pd.DataFrame) -> Reading:
    """Who lies outside the limits, against what chance alone would put there.

    Parameters
    ----------
    benchmark : pandas.DataFrame
        Rows of BENCHMARK of one measure.

    Examples
    --------
    >>> from wres_analysis.benchmarking import BENCHMARK
    >>> from wres_analysis.tables import table_of
    >>> funnel_reading(table_of([], BENCHMARK))[0]
    'Nothing is compared: 0 organisations have a value, and it takes 5 with enough actions.'
    """
    compared = benchmark[benchmark["position"].ne(TOO_FEW)]
    cannot = (
        "Outside the limits is a reason to ask why, not a verdict: plans differ in length, detail and "
        "honesty. "
        f"{_dispersion_words(benchmark)}"
    )
    if compared.empty:
        held = counted(len(benchmark), "organisation has", "organisations have")
        return (
            f"Nothing is compared: {held} a value, and it takes {SMALLEST_GROUP} with enough actions.",
            cannot,
        )
    outside = int(compared["position"].ne("inside").sum())
    chance = sum(
        expected_outside(float(group["pooled"].iloc[0]), group["denominator"])
        for _, group in compared.groupby("peer_group")
    )
    shows = (
        f"{outside} of {len(compared)} organisations lie outside the 95% limits; "
        f"expected by chance: {chance:.1f} of {len(compared)}."
    )
    few = len(benchmark) - len(compared)
    left_out = f" {counted(few, 'has', 'have')} too few actions to be compared." if few else ""
    return shows + left_out, cannot


def _dispersion_words(benchmark: pd.DataFrame) -> str:
    known = benchmark["dispersion"].dropna()
    if known.empty:
        return "Fewer than ten organisations cannot tell whether rates vary more than chance explains."
    if benchmark["adjusted_low_95"].notna().any():
        still = int(benchmark["adjusted_position"].isin(["", "inside", TOO_FEW]).eq(False).sum())
        return (
            f"The rates vary {known.iloc[0]:.1f} times as much as chance explains, so the dotted limits are "
            "wider: "
            f"{counted(still, 'organisation lies', 'organisations lie')} outside them at 95%."
        )
    return "The rates do not vary more than chance explains."


def shrinkage_reading(benchmark: pd.DataFrame) -> Reading:
    """How far rates are drawn towards the group.

    Parameters
    ----------
    benchmark : pandas.DataFrame
        Rows of BENCHMARK of one measure.
    """
    held = benchmark[benchmark["shrunken"].notna()]
    cannot = (
        "A drawn-in rate is a better guess at what lies behind few actions; it is not what the plan says."
    )
    if held.empty:
        return "Nothing is drawn in: it takes eight organisations with enough actions.", cannot
    spread = [held[name].max() - held[name].min() for name in ("rate", "shrunken")]
    worth = counted(round(float(held["prior_worth"].iloc[0])), "action")
    return (
        f"The group counts as much as {worth}: the rates spread over {100 * spread[0]:.0f} percentage "
        "points as "
        f"counted and over {100 * spread[1]:.0f} once drawn in.",
        cannot,
    )


def ranks_reading(benchmark: pd.DataFrame) -> Reading:
    """How little a league table would mean.

    Parameters
    ----------
    benchmark : pandas.DataFrame
        Rows of BENCHMARK of one measure.
    """
    held = benchmark[benchmark["rank_low"].notna()]
    cannot = "A rank says nothing about quality: rank 1 is the largest share, which need not be the best."
    if held.empty:
        return f"Nobody is ranked: it takes {SMALLEST_GROUP} organisations with enough actions.", cannot
    free = int((held["rank_low"].eq(1) & held["rank_high"].eq(held["compared"])).sum())
    width = int((held["rank_high"] - held["rank_low"] + 1).median())
    return (
        f"{free} of {len(held)} organisations could have any rank; the middle one could have {width} "
        "different ranks.",
        cannot,
    )


def flow_reading(flows: pd.DataFrame) -> Reading:
    """What became of the earlier plans' actions.

    Parameters
    ----------
    flows : pandas.DataFrame
        Rows of FLOWS.
    """
    cannot = (
        "Links are inferred from wording: a dropped action may go on under another name, or in another plan."
    )
    if flows.empty:
        return "No two plans of one organisation are held: nothing can flow.", cannot
    sums = flows.groupby("kind")[["earlier", "later"]].sum()
    before = int(sums["earlier"].sum())
    same, dropped, done = (
        int(sums["earlier"].reindex(kinds).fillna(0).sum())
        for kinds in (["exact", "minor_edit"], ["dropped"], ["completed"])
    )
    new = int(sums["later"].reindex(["new"]).fillna(0).sum())
    return (
        f"Of {counted(before, 'action')} of earlier plans {same} came back in much the same words, {done} "
        "had been "
        f"completed and {dropped} were dropped; {counted(new, 'action')} of later plans "
        f"{'is' if new == 1 else 'are'} new.",
        cannot,
    )


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
    return (
        f"Most often missing is {str(shares.idxmin()).lower()} ({as_percent(shares.min())} of rows have "
        "it), most often "
        f"there is {str(shares.idxmax()).lower()} ({as_percent(shares.max())}).",
        cannot,
    )


def coverage_reading(counts: pd.DataFrame, framework: str = INDICATOR) -> Reading:
    """Which indicator has the most actions, and which have none.

    Parameters
    ----------
    counts : pandas.DataFrame
        Rows of COVERAGE_COUNTS.
    framework : str
    """
    cannot = (
        "Where a plan names no number, its wording decides; an action may serve several, and more actions "
        "are not more effect."
    )
    own = counts[counts["framework"].eq(framework)]
    if own.empty or not own["actions"].sum():
        return f"No action was put to a {framework}.", cannot
    numbers = own.assign(without=own["actions"].eq(0)).groupby("number")
    sums = numbers.agg(actions=("actions", "sum"), without=("without", "sum"), label=("label", "first"))
    most, least = sums["actions"].idxmax(), sums["without"].idxmax()
    plans, without = own["organisation"].nunique(), int(sums["without"].max())
    own_share = as_percent(float(own["by_own_reference"].sum() / own["actions"].sum()))
    gap = (
        f"{without} of {counted(plans, 'newest plan')} {'has' if without == 1 else 'have'} no action for "
        f"{least} "
        f"({str(sums.at[least, 'label']).lower()})"
        if without
        else "every newest plan has an action for each"
    )
    return (
        f"Most actions serve {framework} {most} ({str(sums.at[most, 'label']).lower()}); {gap}. "
        f"{own_share} of the assignments are the plans' own.",
        cannot,
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
    undated, missed, moved, met = (int(sums.get(name, 0)) for name in ("undated", "missed", "moved", "met"))
    return (
        f"{undated} of {counted(total, 'action')} have no date that can pass; of the others {met} are "
        f"complete, {moved} "
        f"were given a new date and {missed} were past their date when the plan was reported.",
        cannot,
    )


def clustering_reading(found: Clustering) -> str:
    """What it means for intervals that sections roll over together.

    Examples
    --------
    >>> clustering_reading(Clustering(4.0, 40, 300))
    'Actions of one section roll over together (40 sections): read every interval as about 2.0 times as wide.'
    """
    if pd.isna(found.effect):
        return (
            f"Too few sections ({found.sections}) to tell whether whole sections roll over together; if "
            "they do, the "
            "intervals are too narrow."
        )
    if found.wider <= 1.05:
        return (
            f"Over {found.sections} sections, actions of one section do not roll over together more than "
            "others."
        )
    return (
        f"Actions of one section roll over together ({found.sections} sections): read every interval as "
        "about "
        f"{found.wider:.1f} times as wide."
    )
