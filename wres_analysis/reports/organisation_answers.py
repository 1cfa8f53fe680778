"""The page of one organisation in short: its main points, and the questions that follow from them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.measures.benchmarking import stands_out
from wres_analysis.measures.plan_measures import forward_looking
from wres_analysis.reports.action_register import (
    CLOSED,
    LONG_RUNNING,
    code_of,
    is_reported,
    late_sentence_of,
    named_actions,
    open_statuses,
    own_register,
    owners_of,
    past_words,
    register_rows,
)
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.phrases import Facts, Phrase, in_a_sentence, joined, phrase
from wres_analysis.reports.plan_to_plan import newest_pair, stands_apart
from wres_analysis.reports.spine import how_unusual, spine_rows, standing_sentence, unfair_words
from wres_analysis.reports.table_columns import NOT_HELD, cell_text, rows_of


def organisation_points(one: Analysis) -> Exhibit:
    """What a board asks first about the newest plan of one organisation."""
    if one.register.empty:
        none = "No plan could be read. That is not the same as having no plan."
        return Exhibit("main_points", "Main points", notice=none)
    points = [*_carried_over(one), *_late(one), *_redated(one), *_filled(one), *_long(one), *_unusual(one)]
    years = list(one.plans["plan_year"])
    held = f"Plans of {years[0]} to {years[-1]}" if len(years) > 1 else f"Plan of {one.newest_year}"
    reported = f"; progress as at {cell_text(one.register['as_at'].iloc[0])}" if is_reported(one) else ""
    dates = (
        f"{held}; none later was read{reported}. An interval is a 95% one and holds the doubt about links."
    )
    return Exhibit("main_points", "Main points", points=points, reading=[dates])


def own_rates(one: Analysis) -> Facts:
    """The rates of the newest plan alone."""
    return Facts("rates.csv", one.rates).only(organisation=code_of(one), to_year=one.newest_year)


def _carried_over(one: Analysis) -> Iterator[Phrase]:
    facts = newest_pair(one)
    apart = stands_apart(one.plan_pairs[one.plan_pairs["to_year"].eq(one.newest_year)], one.names)
    if len(facts.rows):
        yield joined([_share_carried_over(facts), "" if apart else _beside_the_group(one)])
    elif not apart:
        yield joined([f"What was carried over is not known: {NOT_HELD}", _stated(one), "."], "")
    yield from map(Phrase, apart)


def _share_carried_over(facts: Facts) -> Phrase:
    """How many actions are carried over, with the doubt about links, and how many are not marked so."""
    found, unmarked = facts.only(measure="matched_backward"), facts.only(measure="silent")
    doubt = "_with_links" if found.known("low_with_links") else ""
    share = phrase(
        "{top} of the {of:action} of {later} {top:is/are} carried over from the plan of {earlier} "
        "({share:%}, interval {low:%} to {high:%})",
        top=found.sum("numerator"),
        of=found.sum("denominator"),
        share=found.share(),
        low=found.sum(f"low{doubt}"),
        high=found.sum(f"high{doubt}"),
        later=found.rows["to_year"].iloc[0],
        earlier=found.rows["from_year"].iloc[0],
    )
    number = unmarked.sum("numerator") or 0
    all_quiet = number > 1 and number == found.sum("numerator")
    quiet = "; none of them is" if all_quiet else phrase("; {n} of them {n:is/are} not", n=number)
    marked = joined([quiet, "marked as carried over"]) if found.sum("numerator") else ""
    return joined([share, marked, "."], "")


def _beside_the_group(one: Analysis) -> Phrase:
    """The share of all together, and whether this one stands out from it, or from what share on it would."""
    rows = spine_rows(one.benchmark, code_of(one))
    own = rows[rows["measure"].eq("matched_backward")] if len(rows) else rows
    if own.empty:
        return Phrase("")
    facts = Facts("benchmark.csv", one.benchmark).only(measure="matched_backward")
    group = facts.only(peer_group=str(own["peer_group"].iloc[0]))
    together = phrase(
        "The {n:organisation} with such a share have {share:%} together",
        n=group.count(),
        share=group.only(organisation=code_of(one)).sum("pooled"),
    )
    return joined([together, ": ", how_unusual(rows_of(own)[0], bool(stands_out(own).iloc[0])), "."], "")


def _stated(one: Analysis) -> str:
    """What the newest plan itself says of carry-over; blank where it says nothing."""
    stated = own_rates(one).only(measure="stated")
    top, of = stated.sum("numerator"), stated.sum("denominator")
    return (
        phrase("; the plan says itself that {n} of its {of:action} {n:is/are} carried over", n=top, of=of)
        if top
        else ""
    )


def _late(one: Analysis) -> Iterator[Phrase]:
    yield late_sentence_of(one)
    late = own_register(one).only(past_date="Yes")
    if late.count():
        yield phrase("Owners of the actions {past}: {owners}.", past=past_words(one), owners=owners_of(late))


def _redated(one: Analysis) -> Iterator[Phrase]:
    """How many actions came back with an earlier date reached, and how many were given a later one."""
    facts, said = newest_pair(one), []
    for measure, words in _REDATED.items():
        counted = facts.only(measure=measure)
        if counted.sum("numerator"):
            said.append(phrase(words, n=counted.sum("numerator"), of=counted.sum("denominator")))
    if said:
        yield joined(["Of the actions carried over, ", joined(said, "; "), "."], "")


_REDATED = {
    "carried_past_date": "{n} of {of} with a date had reached it, done or not, before this plan began",
    "date_moved": "{n} of {of} dated in both plans {n:was/were} given a later date",
}
_FILLED = {
    "owner_present": "an owner",
    "date_present": "a due date",
    "evidence_present": "evidence or a measure of success",
}


def _filled(one: Analysis) -> Iterator[Phrase]:
    rates = own_rates(one)
    said = []
    for measure, words in _FILLED.items():
        facts = rates.only(measure=measure)
        top, of = facts.sum("numerator"), facts.sum("denominator")
        if top is not None and of is not None and top < of:
            said.append(phrase("{n} of {of} {n:has/have} {what}", n=top, of=of, what=words))
    if said:
        yield joined([joined(said, "; "), "."], "")


def _long(one: Analysis) -> Iterator[Phrase]:
    facts = own_register(one)
    long = facts.only(plans_in__least=str(LONG_RUNNING)).only(status=open_statuses(facts.rows))
    if long.count():
        first = long.rows.sort_values("plans_in").iloc[-1]["first_plan_year"]
        yield phrase(
            "{n:open action} {n:has/have} stood in three plans or more, the longest since {first}.",
            n=long.count(),
            first=first,
        )


def _unusual(one: Analysis) -> Iterator[Phrase]:
    rows = spine_rows(one.benchmark, code_of(one))
    if len(rows):
        said = joined(["Beside other organisations: ", in_a_sentence(standing_sentence(rows)), "."], "")
        yield joined([said, unfair_words(rows, _looks_ahead(one))])


def _looks_ahead(one: Analysis) -> bool:
    """Whether the newest plan may say only what is to be done."""
    return (code_of(one), one.newest_year) in forward_looking(one.actions, one.plans)


def questions(one: Analysis) -> Exhibit:
    """What to ask next, from what is late, missing, silent or gone; nothing where nothing is."""
    asked = list(_asked(one))
    title = "Questions to ask"
    if not asked:
        return Exhibit("questions", title, reading=["Nothing is late, missing or gone: ask what helped."])
    return Exhibit("questions", title, points=asked)


def _asked(one: Analysis) -> Iterator[Phrase]:
    rows = register_rows(one)
    yield from _asked_of_the_newest(one, rows)
    yield from _asked_of_both(one, rows)
    success = own_rates(one).only(measure="evidence_present")
    if success.sum("denominator") and not success.sum("numerator"):
        yield Phrase(
            "No action has evidence or a measure of success: how will the board know that one has worked?"
        )


_LATE = (
    "{n:action} due by {at} and not complete: what holds {n:it/them} up, and what is the new date? {which}"
)
_LATE_IF_NOTHING_WAS_DONE = (
    "{n:action} due by {at} and not complete in a plan that may only look forward: {n:is it/are they} done "
    "since, and if not, what is the new date? {which}"
)


def _asked_of_the_newest(one: Analysis, rows: pd.DataFrame) -> Iterator[Phrase]:
    """What to ask of what is late, and of what has no owner, or has lost its owner."""
    register = own_register(one)
    late, ownerless = register.only(past_date="Yes"), register.only(owner_now=["none", "lost"])
    if late.count():
        yield phrase(
            _LATE_IF_NOTHING_WAS_DONE if _looks_ahead(one) else _LATE,
            n=late.count(),
            at=cell_text(late.rows["as_at"].iloc[0]),
            which=named_actions(rows[rows["past_date"].eq("Yes")], late.count()),
        )
    if ownerless.count():
        lost = ownerless.only(owner_now="lost").count()
        yield phrase(
            "{n:action} without an owner{lost}: who answers for {n:it/them}? {which}",
            n=ownerless.count(),
            lost=phrase(", of which {n} had one in the plan before", n=lost) if lost else "",
            which=named_actions(rows[rows["owner_now"].ne("named")], ownerless.count()),
        )


_OF_BOTH = {
    "silent": "{n:action} carried over and not marked as such: should the plan say so? {which}",
    "vanished": "{n:action} of {earlier} left open and not in this plan: what became of {n:it/them}? {which}",
    "completed_yet_back": "{n:action} of {earlier} reported complete and back: what does complete mean "
    "here? {which}",
}


def _asked_of_both(one: Analysis, rows: pd.DataFrame) -> Iterator[Phrase]:
    """What to ask of what the newest two plans show together."""
    facts = newest_pair(one)
    if facts.rows.empty:
        return
    earlier = str(facts.rows["from_year"].iloc[0])
    before = one.actions[one.actions["plan_year"].eq(earlier)]
    links = one.links[one.links["from_year"].eq(earlier) & one.links["to_year"].eq(one.newest_year)]
    both = links[links["from_id"].ne("") & links["to_id"].ne("")]
    back = before["action_id"].isin(both["from_id"])
    found = {
        "silent": rows[rows["action_id"].isin(both["to_id"]) & rows["stated"].eq("No")],
        "vanished": before[~back & ~before["status"].isin(CLOSED)],
        "completed_yet_back": before[back & before["status"].eq("complete")],
    }
    for measure, template in _OF_BOTH.items():
        number = facts.only(measure=measure).sum("numerator")
        if number:
            which = named_actions(found[measure].drop_duplicates("action"), number)
            yield phrase(template, n=number, earlier=earlier, which=which)
