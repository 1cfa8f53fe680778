"""Organisations by measures, one row each, in the order of their names; it can be sorted."""

from __future__ import annotations

from collections.abc import Iterator

from wres_analysis.analysis import Analysis
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.phrases import Facts, Phrase, joined, phrase
from wres_analysis.reports.rate_words import NOT_HELD
from wres_analysis.reports.strip import stands_apart
from wres_analysis.reports.table_columns import Column, share_and_count

MOST_APART = 3  # pairs of plans named on the page; with 250 organisations plan_pairs.csv has the others
SHOWN = {
    "matched_backward": ("Carried over", NOT_HELD),
    "vanished": ("Gone without a word", NOT_HELD),
    "past_date": ("Past their date", "not known"),
    "owner_present": ("With an owner", "not known"),
    "date_present": ("With a real date", "not known"),
    "evidence_present": ("With a measure of success", "not known"),
}


def organisations_matrix(analysis: Analysis) -> Exhibit:
    """The newest plan of every organisation, one row each, with a count in every cell."""
    rows = analysis.comparison.assign(shown=analysis.comparison["organisation"].map(analysis.names))
    columns = [
        Column("Organisation", "shown", code="organisation"),
        Column("Newest plan", "newest_plan"),
        Column("Actions", lambda row: f"{row['actions']} {row['reliability']}".strip()),
        *(
            Column(words, share_and_count(f"{measure}_", missing))
            for measure, (words, missing) in SHOWN.items()
        ),
    ]
    return Exhibit(
        "organisations_matrix",
        "Every organisation's newest plan",
        data=rows.sort_values("shown", kind="stable"),
        columns=columns,
        caveat="In the order of names, not of merit: neither a high nor a low share is good or bad in "
        "itself. [low]: fewer than ten actions, which say little.",
        sortable=True,
    )


def comparison_points(analysis: Analysis) -> Exhibit:
    """What a reader of the comparison should know first."""
    if analysis.comparison.empty:
        return Exhibit("main_points", "Main points", notice="No plan could be read.")
    pooled, newest = Facts("pooled.csv", analysis.pooled), Facts("comparison.csv", analysis.comparison)
    apart = stands_apart(analysis.plan_pairs)
    more = [f"And {len(apart) - MOST_APART} more: see plan_pairs.csv."] if len(apart) > MOST_APART else []
    missing = [f"Not read: {' '.join(analysis.unread)}"] if analysis.unread else []
    points = [*between_plans(pooled), *of_newest_plans(newest)]
    return Exhibit(
        "main_points",
        "Main points",
        points=points,
        reading=[_read(newest), *apart[:MOST_APART], *more, *missing],
    )


def _read(facts: Facts) -> Phrase:
    """How much was read, from when, and how many plans are too short to say much."""
    years = " to ".join(dict.fromkeys([facts.rows["newest_plan"].min(), facts.rows["newest_plan"].max()]))
    read = phrase(
        "{n:organisation}, newest plans of {years} with {actions:action}.",
        n=facts.count(),
        years=years,
        actions=facts.sum("actions") or 0,
    )
    low = facts.only(reliability="[low]").count()
    few = phrase("{n:plan} {n:has/have} fewer than ten actions and {n:is/are} marked [low].", n=low)
    return joined([read, few if low else ""])


_BETWEEN = {
    "matched_backward": "{top} of {of:action} ({share:%}) came from the plan before{range}.",
    "vanished": "{top} of {of:open action} ({share:%}) {top:is/are} gone without a word{range}.",
}
_NEWEST = {
    "past_date": "{top} of {of:action} of the newest plans with a date ({share:%}) {top:is/are} past it.",
    "owner_present": "{top} of their {of:action} ({share:%}) {top:has/have} an owner.",
    "evidence_present": "{top} of their {of:action} ({share:%}) {top:has/have} a measure of success.",
}


def between_plans(pooled: Facts) -> Iterator[Phrase]:
    """How much came back and is gone over all pairs of plans, the organisation as the unit."""
    for measure, said in _BETWEEN.items():
        facts = pooled.only(measure=measure)
        top, of, low = (facts.sum(name) for name in ("numerator", "denominator", "low"))
        if of:
            ends = phrase("; 95% interval {low:%} to {high:%}", low=low, high=facts.sum("high"))
            yield phrase(said, top=top, of=of, share=facts.share(), range="" if low is None else ends)


def of_newest_plans(newest: Facts) -> Iterator[Phrase]:
    """What is late, owned and measured in the newest plans."""
    for measure, said in _NEWEST.items():
        names = [f"{measure}_{name}" for name in ("numerator", "denominator")]
        top, of = (newest.sum(name) for name in names)
        if of:
            yield phrase(said, top=top, of=of, share=newest.share(*names))
