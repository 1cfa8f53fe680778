"""Two sentences under each exhibit, made from its numbers: what it shows, and what it cannot show.

Every function returns them as a pair, and is right for no, one and two organisations too.
"""

from __future__ import annotations

import pandas as pd

from wres_analysis.measures.benchmarking import TOO_FEW
from wres_analysis.measures.funnel import expected_outside
from wres_analysis.measures.measure_definitions import measure_of
from wres_analysis.measures.peers import SMALLEST_GROUP
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
