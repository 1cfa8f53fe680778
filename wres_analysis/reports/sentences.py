"""Two sentences under each exhibit, made from its numbers: what it shows, and what it cannot show.

Every function returns them as a pair, and is right for no, one and two organisations too.
"""

from __future__ import annotations

import pandas as pd

from wres_analysis.measures.benchmarking import FEWEST_FOR_DISPERSION, TOO_FEW, newest_values
from wres_analysis.measures.funnel import expected_outside
from wres_analysis.measures.measure_definitions import measure_of
from wres_analysis.measures.peers import SMALLEST_GROUP, too_few_words
from wres_analysis.reports.phrases import as_percent, listed
from wres_analysis.reports.rate_words import position_words

Reading = tuple[str, str]

NOT_A_SAMPLE = "These are the organisations whose plans were read, not a sample of all."
SELF_REPORTED = "A status is what the plan says of itself; nobody has verified it."
DAY_OF_REPORT = (
    "The day of report is the one that the plan prints; failing that, if it states statuses, the end of the "
    "time it covers."
)


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
        return f"{shows} in the only organisation that has a value; the 95% interval is {ends}.", cannot
    lowest, highest = as_percent(newest["rate"].min()), as_percent(newest["rate"].max())
    whose = f"in the newest plans of {len(newest)} organisations"
    held = int((rates["measure"].eq(measure) & rates["rate"].notna()).sum())
    earlier = " The table has the earlier plans too." if held > len(newest) else ""
    return f"{shows} {whose}, from {lowest} to {highest}.{earlier}", cannot


def funnel_reading(benchmark: pd.DataFrame) -> Reading:
    """Who lies outside the limits, against what chance alone would put there.

    Examples
    --------
    >>> from wres_analysis.measures.benchmarking import BENCHMARK
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
        f"{outside} of {len(compared)} organisations {'lies' if outside == 1 else 'lie'} outside the 95% "
        f"limits; "
        f"expected by chance: {chance:.1f} of {len(compared)}."
    )
    return shows + _left_out(benchmark[benchmark["position"].eq(TOO_FEW)]), cannot


def _left_out(rows: pd.DataFrame) -> str:
    """Who is compared with nobody: for its own few actions, or because its whole group is too small."""
    alone = int(rows["compared"].eq(0).sum())
    few = len(rows) - alone
    said = f" {counted(few, 'has', 'have')} too few actions to be compared." if few else ""
    return f"{said} {too_few_words(rows)}" if alone else said


def _dispersion_words(benchmark: pd.DataFrame) -> str:
    """What the rates vary over what chance explains, and how well that can be known."""
    known = benchmark[benchmark["dispersion"].notna()]
    if known.empty:
        return "Too few organisations are compared to tell whether rates vary more than chance explains."
    few = int(known["compared"].max()) < FEWEST_FOR_DISPERSION
    barely = f" Fewer than {FEWEST_FOR_DISPERSION} organisations can barely tell." if few else ""
    least = known.sort_values("p_differ").iloc[0]
    test = f"chi-square {least['chi_square']:.0f} on {least['compared'] - 1} degrees of freedom"
    if benchmark["adjusted_low_95"].isna().all():
        if least["p_differ"] >= 0.05:
            return f"Taken together, the rates do not vary more than chance explains ({test}).{barely}"
        return (
            f"Taken together, the rates vary more than chance explains ({test}); without the most extreme "
            f"tenth at either end they would not, so that no wider limits are given.{barely}"
        )
    still = int(known["adjusted_position"].isin(["", "inside", TOO_FEW]).eq(False).sum())
    return (
        f"The rates vary {known['dispersion'].max():.1f} times as much as chance explains ({test}), so wider "
        f"limits are given: {counted(still, 'organisation lies', 'organisations lie')} outside them at 95%."
        f"{barely}"
    )


def shrinkage_reading(benchmark: pd.DataFrame) -> Reading:
    """How far rates are drawn towards the group."""
    held = benchmark[benchmark["shrunken"].notna()]
    cannot = (
        "A drawn-in rate is a better guess at what lies behind few actions; it is not what the plan says."
    )
    if held.empty:
        return "Nothing is drawn in: it takes eight organisations with enough actions.", cannot
    spread = [held[name].max() - held[name].min() for name in ("rate", "shrunken")]
    least, most = (round(float(end)) for end in (held["prior_worth"].min(), held["prior_worth"].max()))
    worth = counted(most, "action") if least == most else f"{least:,} to {most:,} actions"
    return (
        f"The group counts as much as {worth}: the rates spread over {100 * spread[0]:.0f} percentage "
        "points as "
        f"counted and over {100 * spread[1]:.0f} once drawn in.",
        cannot,
    )


def ranks_reading(benchmark: pd.DataFrame) -> Reading:
    """How little a league table would mean."""
    held = benchmark[benchmark["rank_low"].notna()]
    cannot = "A rank says nothing about quality: rank 1 is the largest share, which need not be the best."
    if held.empty:
        return f"Nobody is ranked: it takes {SMALLEST_GROUP} organisations with enough actions.", cannot
    free = int((held["rank_low"].eq(1) & held["rank_high"].eq(held["compared"])).sum())
    width = int((held["rank_high"] - held["rank_low"] + 1).median())
    any_rank = f" {free} of them could stand at any." if free else ""
    return (
        f"At least half of the {len(held)} organisations could stand at {width} or more different "
        f"{'rank' if width == 1 else 'ranks'}.{any_rank}",
        cannot,
    )


def outside_reading(benchmark: pd.DataFrame) -> Reading:
    """How many comparisons lie outside the limits, against what chance would put there."""
    cannot = (
        "With many measures some organisation lies outside some limit by chance alone: benchmark.csv holds "
        "p-values adjusted for the number of organisations, one family a measure. Outside is not a verdict."
    )
    compared = benchmark[benchmark["position"].ne(TOO_FEW)]
    if compared.empty:
        return f"Nothing is compared: it takes {SMALLEST_GROUP} organisations with enough actions.", cannot
    outside = int(compared["position"].ne("inside").sum())
    still = int(compared["p_adjusted"].lt(0.05).sum())
    return (
        f"{outside:,} of {counted(len(compared), 'comparison')} over "
        f"{counted(compared['measure'].nunique(), 'measure')} "
        f"{'lies' if outside == 1 else 'lie'} outside the 95% limits; expected by chance: "
        f"{_by_chance(compared):.1f}. "
        f"{still:,} {'has' if still == 1 else 'have'} an adjusted p-value below 0.05.",
        cannot,
    )


def _by_chance(compared: pd.DataFrame) -> float:
    """How many of these rows of BENCHMARK chance alone would put outside the 95% limits."""
    groups = compared.groupby(["measure", "peer_group"])
    return sum(expected_outside(float(rows["pooled"].iloc[0]), rows["denominator"]) for _, rows in groups)


def standing_reading(own: pd.DataFrame) -> Reading:
    """On how many measures one organisation lies outside the limits, against what chance would give."""
    groups = listed(list(dict.fromkeys(own["peer_group"])))
    cannot = (
        "Outside the limits is a reason to ask why, not a verdict: plans differ in length, detail and "
        "honesty. "
        f"{NOT_A_SAMPLE}"
    )
    compared = own[own["position"].ne(TOO_FEW)]
    if own.empty:
        return "No measure has a value for this organisation.", cannot
    whom = f"Compared with {groups}. "
    if compared.empty:
        few = f"it takes {SMALLEST_GROUP} organisations with enough actions, this one among them"
        return f"{whom}None of {counted(len(own), 'measure')} can be compared: {few}.", cannot
    outside = compared[compared["position"].ne("inside")]
    said = [
        f"{measure_of(name).label.lower()} ({position_words(position)})"
        for name, position in zip(outside["measure"], outside["position"], strict=True)
    ]
    return (
        f"{whom}{len(outside)} of {counted(len(compared), 'compared measure')} "
        f"{'lies' if len(outside) == 1 else 'lie'} outside the 95% limits"
        f"{': ' + listed(said) if said else ''}; expected by chance: {_by_chance(compared):.1f}.",
        cannot,
    )


def summary_reading(comparison: pd.DataFrame) -> Reading:
    """How many organisations have a value, the share of all, and how many plans are too short to say much."""
    cannot = (
        "The order is that of the names, not a league table: neither a high nor a low share is good or "
        f"bad in itself. {DAY_OF_REPORT} {NOT_A_SAMPLE}"
    )
    if comparison.empty:
        return "No organisation is held.", cannot
    top, bottom = (comparison[f"matched_backward_{name}"] for name in ("numerator", "denominator"))
    held, low = int(top.notna().sum()), int(comparison["reliability"].ne("").sum())
    marked = (
        f"{low} of {counted(len(comparison), 'newest plan')} {'is' if low == 1 else 'are'} marked [low]: "
        f"fewer than ten "
        "actions say little."
    )
    if not held or not bottom.sum():
        return f"No organisation has two plans in a row, so no rate between plans. {marked}", cannot
    return (
        f"In {held} of {counted(len(comparison), 'organisation')} an earlier plan is held: "
        f"{int(top.sum()):,} of "
        f"{int(bottom.sum()):,} actions ({as_percent(float(top.sum() / bottom.sum()))}) came from it. "
        f"{marked}",
        cannot,
    )
