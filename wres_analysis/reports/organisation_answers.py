"""The page of one organisation in short: its main points, and the questions that follow from them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.reports.action_register import LONG_RUNNING, cannot_be_late, owners_of
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.phrases import Facts, Phrase, joined, phrase
from wres_analysis.reports.plan_to_plan import newest_pair, stands_apart
from wres_analysis.reports.spine import spine_rows, standing_sentence
from wres_analysis.reports.table_columns import NOT_HELD, day_words


def code_of(one: Analysis) -> str:
    """The code of an analysis of one organisation; blank where it has no plan."""
    return str(next(iter(one.plans["organisation"]), ""))


def organisation_points(one: Analysis) -> Exhibit:
    """What a board asks first about the newest plan of one organisation."""
    if one.register.empty:
        none = "No plan could be read. That is not the same as having no plan."
        return Exhibit("main_points", "Main points", notice=none)
    points = [*_carried_over(one), *_late(one), *_filled(one), *_long(one), *_unusual(one)]
    return Exhibit("main_points", "Main points", points=points, reading=[_dates(one)])


def own_rates(one: Analysis) -> Facts:
    """The rates of the newest plan alone."""
    return Facts("rates.csv", one.rates).only(organisation=code_of(one), to_year=one.newest_year)


def own_register(one: Analysis) -> Facts:
    """The register of one organisation."""
    return Facts("register.csv", one.register).only(organisation=code_of(one))


def _carried_over(one: Analysis) -> Iterator[Phrase]:
    facts = newest_pair(one)
    apart = stands_apart(one.plan_pairs[one.plan_pairs["to_year"].eq(one.newest_year)], one.names)
    yield from map(Phrase, apart)
    if facts.rows.empty:
        if not apart:
            yield joined([f"What was carried over is not known: {NOT_HELD}", _stated(one), "."], "")
        return
    found, silent = facts.only(measure="matched_backward"), facts.only(measure="silent")
    quiet = phrase("; {n} of them {n:says/say} nothing of it", n=silent.sum("numerator") or 0)
    yield joined(
        [
            phrase(
                "{top} of the {of:action} of {later} came from the plan of {earlier} ({share:%}; 95% "
                "interval {low:%} to {high:%})",
                top=found.sum("numerator"),
                of=found.sum("denominator"),
                share=found.share(),
                low=found.sum("low"),
                high=found.sum("high"),
                later=found.rows["to_year"].iloc[0],
                earlier=found.rows["from_year"].iloc[0],
            ),
            quiet if found.sum("numerator") else "",
            ".",
        ],
        "",
    )


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
    facts = own_register(one)
    late, dated = facts.only(past_date="Yes"), facts.only(past_date=["Yes", "No"])
    if not dated.count():
        yield Phrase(f"{cannot_be_late(facts.rows)}.")
        return
    yield phrase("{n} of {of:action} with a date {n:is/are} past it.", n=late.count(), of=dated.count())
    if late.count():
        yield phrase("Owners of the overdue actions: {owners}.", owners=owners_of(late))


_FILLED = {
    "owner_present": "an owner",
    "date_present": "a real date",
    "evidence_present": "a measure of success",
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
    long = facts.only(plans_in__least=str(LONG_RUNNING)).only(status=_open_statuses(facts.rows))
    if long.count():
        first = long.rows.sort_values("plans_in").iloc[-1]["first_plan_year"]
        yield phrase(
            "{n:open action} {n:has/have} stood in three plans or more, the longest since {first}.",
            n=long.count(),
            first=first,
        )


def _open_statuses(rows: pd.DataFrame) -> list[str]:
    return sorted(set(rows["status"]) - {"complete", "withdrawn"})


def _unusual(one: Analysis) -> Iterator[Phrase]:
    rows = spine_rows(one.benchmark, code_of(one))
    if len(rows):
        yield joined(["Beside other organisations: ", _lower(standing_sentence(rows)), "."], "")


def _lower(sentence: Phrase) -> Phrase:
    return Phrase(sentence[:1].lower() + sentence[1:], sentence.marked[:1].lower() + sentence.marked[1:])


def _dates(one: Analysis) -> str:
    """From when the data are: the plans held, and the day of report of the newest one."""
    years, newest = list(one.plans["plan_year"]), one.newest_year
    plan = one.plans[one.plans["plan_year"].eq(newest)].iloc[0]
    held = f"Plans of {years[0]} to {years[-1]}" if len(years) > 1 else f"Plan of {newest}"
    if str(plan["as_at"] or "") not in ("", "NaT"):
        return f"{held}; progress as at {day_words(plan['as_at'])}, as printed in the plan."
    ends = day_words(one.register["as_at"].iloc[0])
    when = f"no day of report is printed, so dates are held against its last day, {ends}" if ends else ""
    return "; ".join(filter(None, [held, when or "no day of report is known"])) + "."


def questions(one: Analysis) -> Exhibit:
    """What to ask next, from what is late, missing, silent or gone; nothing where nothing is."""
    asked = list(_asked(one))
    title = "Questions to ask"
    if not asked:
        return Exhibit("questions", title, reading=["Nothing is late, missing or gone: ask what helped."])
    return Exhibit("questions", title, points=asked)


_LATE = "{n:action} {n:is/are} past {n:its/their} date: what holds {n:it/them} up, and what is the new date?"
_OWNERLESS = "{n:action} {n:has/have} no owner: who answers for {n:it/them}?"
_OF_RATES = {
    "silent": "{n:action} came back and the plan does not say so: does the board know?",
    "vanished": "{n:action} of the plan before {n:is/are} gone without a word: done, dropped or forgotten?",
    "completed_yet_back": "{n:action} reported complete came back: what does complete mean here?",
}


def _asked(one: Analysis) -> Iterator[Phrase]:
    rates = own_rates(one)
    owned = rates.only(measure="owner_present")
    asked = [
        (_LATE, own_register(one).only(past_date="Yes").count()),
        (_OWNERLESS, (owned.sum("denominator") or 0) - (owned.sum("numerator") or 0)),
        *(
            (template, rates.only(measure=measure).sum("numerator"))
            for measure, template in _OF_RATES.items()
        ),
    ]
    for template, number in asked:
        if number:
            yield phrase(template, n=number)
    success = rates.only(measure="evidence_present")
    if success.sum("denominator") and not success.sum("numerator"):
        yield Phrase("No action has a measure of success: how will the board know that one has worked?")
