"""The answer of the carry-over page: how often actions come back, how quietly, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.measures.measure_definitions import measure_of
from wres_analysis.measures.plan_pairs import pooled_pairs_only
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.phrases import Facts, joined, phrase
from wres_analysis.reports.rate_words import NOT_HELD
from wres_analysis.reports.table_columns import Column, count, interval, share

KINDS = (
    *("matched_backward", "matched_forward", "stated", "scheduled", "silent"),
    *("completed_yet_back", "vanished"),
)
_CAME = "{n} of {of:action} ({share:%}) came from the plan before."
_SAID = {
    "stated": "{n} of {of:action} ({share:%}) {n:is/are} said by their plan to be carried over.",
    "silent": "{n} of the {of} that came back ({share:%}) did so in silence: the later plan does not say so.",
    "completed_yet_back": "Of {of:action} reported complete, {n} ({share:%}) came back all the same.",
    "vanished": "Of {of:action} that were still open, {n} ({share:%}) vanished without a word.",
}


def compared_rates(analysis: Analysis) -> pd.DataFrame:
    """The rates that may be taken together: pairs of plans that overlap or lie further apart are left out.

    Parameters
    ----------
    analysis : Analysis
        Of all organisations.
    """
    return pooled_pairs_only(analysis.rates, analysis.plan_pairs)


def in_short(analysis: Analysis, organisation: str = "") -> Exhibit:
    """How often actions come back, all plans together, and for one organisation where it is named.

    Parameters
    ----------
    analysis : Analysis
        Of all organisations.
    organisation : str, optional
        Code of the organisation whose own figure is said beside that of all.
    """
    together = Facts("pooled.csv", analysis.pooled)
    came = together.only(measure="matched_backward")
    matched = bool(came.sum("denominator"))
    points = [
        _read(analysis),
        joined([_said(came, _CAME), _interval(came)]) if matched else "",
        *(_said(together.only(measure=measure), template) for measure, template in _SAID.items()),
        _own(compared_rates(analysis), organisation, analysis.names),
        _apart(analysis.plan_pairs),
    ]
    return Exhibit(
        "in_short",
        "Main points",
        points=[*filter(None, points)],
        caveat="Carried over is not failure: a long action is meant to last.",
        notice="" if matched else f"Nothing can be matched: {NOT_HELD}.",
    )


def _read(analysis: Analysis) -> str:
    """What was read, and of which years."""
    facts, years = Facts("comparison.csv", analysis.comparison), sorted(set(analysis.plans["plan_year"]))
    if not years:
        return ""
    return phrase(
        "{n:organisation}, {actions:action} in plans of {first} to {last}.",
        n=facts.count(),
        actions=Facts("actions.csv", analysis.actions).count(),
        first=years[0],
        last=years[-1],
    )


def _of_kinds(pooled: pd.DataFrame) -> pd.DataFrame:
    """The rows of POOLED that the page speaks of, in its order."""
    return pooled.set_index("measure").reindex(KINDS).reset_index()


def _interval(came: Facts) -> str:
    """The interval with the organisation as the unit: plans of one organisation go together."""
    if not came.known("low"):
        return "Too few organisations for an interval."
    return phrase(
        "Plans of one organisation go together, so over {n:organisation} the true share lies anywhere "
        "between {low:%} and {high:%}.",
        n=came.sum("organisations"),
        low=came.sum("low"),
        high=came.sum("high"),
    )


def _said(facts: Facts, template: str) -> str:
    top, bottom = facts.sum("numerator"), facts.sum("denominator")
    if top is None or not bottom:
        return ""
    return phrase(template, n=top, of=bottom, share=facts.share())


def _own(rates: pd.DataFrame, organisation: str, names: Mapping[str, str]) -> str:
    own = Facts("rates.csv", rates).only(measure="matched_backward", organisation=organisation)
    if not organisation or not len(own.rows):
        return ""
    newest = own.only(to_year=str(own.rows["to_year"].iloc[-1]))
    said = _said(newest, _CAME)
    return joined([phrase("In the newest plan of {name},", name=names[organisation]), said])


def _apart(pairs: pd.DataFrame) -> str:
    apart = Facts("plan_pairs.csv", pairs).only(pooled="No").count()
    if not apart:
        return ""
    return phrase(
        "{n} of {of:pair} of plans {n:is/are} left out of these figures and {n:stands/stand} apart below, "
        "with the reason.",
        n=apart,
        of=len(pairs),
    )


def three_kinds(analysis: Analysis) -> Exhibit:
    """Stated, matched and scheduled carry-over over all plans, side by side and never merged.

    Parameters
    ----------
    analysis : Analysis
        Of all organisations.
    """
    return Exhibit(
        "three_kinds",
        "Stated, matched, scheduled: never one number",
        data=_of_kinds(analysis.pooled),
        columns=[
            Column("Figure", lambda row: measure_of(row["measure"]).label),
            Column("Actions", lambda row: count()(row) or NOT_HELD),
            Column("Share", share()),
            Column("95% interval", interval()),
            Column("Out of", lambda row: measure_of(row["measure"]).denominator),
        ],
        caveat="Each has its own total, so they cannot be added: stated is what plans say, matched what "
        "their wording shows, scheduled what their dates imply. Intervals take the organisation as the unit.",
    )


def pairs_apart(analysis: Analysis) -> Exhibit:
    """The pairs of plans that are not taken together with the others, each with the reason.

    Parameters
    ----------
    analysis : Analysis
        Of all organisations.
    """
    apart = analysis.plan_pairs[analysis.plan_pairs["pooled"].eq("No")]
    own = analysis.rates[analysis.rates["measure"].eq("matched_backward")]
    rows = apart.merge(own, on=["organisation", "from_year", "to_year"], how="left")
    if rows.empty:
        return Exhibit("pairs_apart", "Pairs of plans that stand apart", reading=["No pair stands apart."])
    return Exhibit(
        "pairs_apart",
        "Pairs of plans that stand apart",
        data=rows.assign(name=rows["organisation"].map(analysis.names)),
        columns=[
            Column("Organisation", "name", code="organisation"),
            Column("Plans", lambda row: f"{row['from_year']} to {row['to_year']}"),
            Column("Came from the plan before", count()),
            Column("Why it stands apart", "reason"),
        ],
    )
