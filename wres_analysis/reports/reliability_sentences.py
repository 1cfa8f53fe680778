"""Two sentences under each exhibit of the reliability panel: what it shows, and what it cannot show."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from wres_analysis.measures.reliability import MAIN, ROWS, SURE, THRESHOLDS
from wres_analysis.reports.phrases import as_percent
from wres_analysis.reports.plan_sentences import unread_words
from wres_analysis.reports.rate_words import NOT_HELD
from wres_analysis.reports.sentences import NOT_A_SAMPLE, Reading, counted


def how_sure_reading(choices: pd.DataFrame, links: int, decided: int) -> Reading:
    """How far the rate moves with each choice, and how much a person has looked at."""
    rates = choices.set_index("choice")["rate"]
    cannot = (
        "The probabilities were fitted on plans that people linked by hand; plans of another kind may be "
        "harder. "
        f"A person decided {decided:,} of {counted(links, 'link')}."
    )
    if rates.isna().all():
        return f"No rate can be taken: {NOT_HELD}.", cannot
    strict = [as_percent(float(rates[str(at)])) for at in THRESHOLDS]
    points = 100 * max(abs(float(rate) - float(rates[ROWS])) for rate in rates.loc[MAIN:])
    whole = counted(max(1, round(points)), "percentage point")
    moves = f"up to {whole}" if points >= 0.5 else "under half a point"
    return (
        f"The rate is {strict[0]}, {strict[1]} and {strict[2]} if a link needs a probability of "
        f"{THRESHOLDS[0]}, {THRESHOLDS[1]} and {THRESHOLDS[2]}; counting main actions or sub-actions "
        f"instead of rows moves it by {moves}.",
        cannot,
    )


def evidence_reading(evidence: pd.DataFrame) -> Reading:
    """How many links the plans confirm, and how many are doubtful."""
    cannot = (
        "What a plan states is evidence that an action came over, not that it is this one; a probability "
        "says how "
        "often such a link is right, not whether this one is."
    )
    if evidence.empty:
        return "No two actions of different plans are linked.", cannot
    bare = int(evidence["evidence"].eq("wording").sum())
    counts = evidence["confidence"].value_counts()
    unsure = int(counts.get("likely", 0) + counts.get("unlikely", 0))
    return (
        f"{bare:,} of {counted(len(evidence), 'link')} "
        f"{'rests' if bare == 1 else 'rest'} on wording alone; {unsure:,} "
        f"{'has' if unsure == 1 else 'have'} a probability below {SURE}, and a person decided "
        f"{int(counts.get('person', 0)):,}.",
        cannot,
    )


def missing_reading(gaps: Mapping[str, list[str]], unread: int) -> Reading:
    """How many organisations have a gap between their plans, and what could not be read."""
    cannot = (
        "A plan that was never published and one that was not put into the data folder look alike here, "
        "and nothing "
        f"is known of plans before the first and after the last one held. {NOT_A_SAMPLE}"
    )
    if not gaps:
        return f"No plan is held; {counted(unread, 'plan')} could not be read.", cannot
    short = sum(bool(years) for years in gaps.values())
    missing = sum(len(years) for years in gaps.values())
    if not short:
        return f"No organisation has a gap between its plans; {unread_words(unread)}.", cannot
    together = " together" if short > 1 else ""
    return (
        f"{short} of {counted(len(gaps), 'organisation')} {'has' if short == 1 else 'have'} a gap of "
        f"{counted(missing, 'year')}{together}; {unread_words(unread)}.",
        cannot,
    )
