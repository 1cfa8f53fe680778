"""The answer of the workforce page: the indicator furthest from parity, and whether the plan speaks of it."""

from __future__ import annotations

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.plan_years import snapshot_year
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.indicator_figures import (
    NAMED,
    NO_CAUSE,
    NO_FIGURES,
    beside_figures,
    newest_year,
    numbered_keys,
    of_year,
)
from wres_analysis.reports.phrases import Facts, Phrase, joined, listed, phrase
from wres_analysis.reports.ratio_chart import ratio_with_interval
from wres_analysis.reports.table_columns import Row
from wres_analysis.workforce import Workforce
from wres_analysis.workforce.indicator_actions import (
    CHANCE,
    NOT_COMPARABLE,
    indicator_moves,
    worst_indicators,
)
from wres_analysis.workforce.staff_measures import STAFF, indicators_by_key


def in_short(one: Workforce, analysis: Analysis) -> Exhibit:
    """The answer of the page: the indicator that is furthest from parity, and whether the plan speaks of it.

    Parameters
    ----------
    one : Workforce
        Of one organisation.
    analysis : Analysis
        Its plans, actions and links.
    """
    worst = worst_indicators(one.indicators, analysis.actions, analysis.addressing).to_dict("records")
    if not worst:
        return Exhibit("in_short", "Main points", notice=NO_FIGURES)
    return Exhibit(
        "in_short",
        "Main points",
        notice=finding(worst[0], beside_figures(analysis, worst[0])),
        points=[
            point
            for point in (_clear(one, worst[0]), _shares(one), _goal(one), _moved(one, analysis))
            if point
        ],
        caveat=NO_CAUSE,
    )


def finding(worst: Row, actions: pd.DataFrame) -> str:
    """The sentences about the indicator that is furthest from parity, and the actions that speak of it."""
    if not worst["shown"]:
        return f"No indicator of {worst['year']} can be shown: too few people, or not given."
    if not worst["key"]:
        return (
            f"None of the {worst['shown']} indicators of {worst['year']} that can be shown is worse for BME "
            "staff than for White staff."
        )
    one = indicators_by_key()[str(worst["key"])]
    return joined(
        [
            phrase(
                "In {year} BME staff are furthest from parity in indicator {number} ({label}): a relative "
                "likelihood of {ratio}, where 1 is parity.",
                year=str(worst["year"]),
                number=one.indicator,
                label=one.label.lower(),
                ratio=ratio_with_interval(worst["ratio"], worst["ratio_low"], worst["ratio_high"]),
            ),
            _how_sure(worst),
            _named(worst, actions[actions["key"].eq(worst["key"])]),
        ]
    )


def _how_sure(worst: Row) -> str:
    """What chance does to it: the largest of several noisy figures is larger than what lies behind it."""
    if worst["ratio_low"] <= 1:
        return "Its interval holds 1, so chance alone may explain it."
    clear = "It is clear of chance" if worst["clear"] == "Yes" else "Chance may still explain it"
    many = f"the worst of {worst['shown']} figures looks worse than it is"
    return f"{clear}; {many}: a steadier guess is {worst['shrunken']:.2f}."


def _named(worst: Row, actions: pd.DataFrame) -> str:
    """How many actions name the indicator, and how many speak of it in other words."""
    if not worst["plan_year"]:
        return "No plan was read to set beside it."
    plan = f"the plan {worst['plan_year']}"
    named = int(actions["reason"].str.startswith(NAMED).sum())
    others = len(actions) - named
    if not len(actions):
        return f"No action of {plan} names it or uses its words; those that come closest are listed below."
    said = phrase("{n} {n:action/actions} of {plan} {n:names/name} it", n=named, plan=plan)
    if not named:
        said = Phrase(f"No action of {plan} names it")
    more = phrase("{n} {n:uses/use} its words and may act on it", n=others) if others else ""
    carried = int(actions["carried_over"].eq("Yes").sum())
    came = phrase("{n} of these came from the plan before", n=carried) if carried else ""
    return joined([joined([said, more, came], "; "), "."], "")


def _clear(one: Workforce, worst: Row) -> str:
    """How many indicators are clearly worse, and how many cannot be told from parity."""
    facts = Facts("workforce_indicators.csv", of_year(one.indicators, str(worst["year"])))
    rows = facts.rows[facts.rows["key"].isin(numbered_keys()) & facts.rows["ratio"].notna()]
    low, high = rows["ratio_low"].astype(float), rows["ratio_high"].astype(float)
    return phrase(
        "Of 9 indicators {n} can be shown for {year}, staff in post on 31 March {snapshot}: "
        "{worse} {worse:is/are} worse for BME staff beyond "
        "chance, {better} better, and {same} cannot be told from parity.",
        n=len(rows),
        year=str(worst["year"]),
        snapshot=str(snapshot_year(str(worst["year"]))),
        worse=int(low.gt(1).sum()),
        better=int(high.lt(1).sum()),
        same=int((low.le(1) & high.ge(1)).sum()),
    )


def _shares(one: Workforce) -> str:
    """The BME share of workforce, senior posts and population served."""
    year = newest_year(one)
    rows = of_year(one.shares, year)
    said = []
    for measure, breakdown, name in (
        (STAFF, "", "of the workforce"),
        (f"{STAFF}_tier", "Upper", "of band 8a and above"),
        ("community", "", "of the population served"),
    ):
        facts = Facts("workforce_shares.csv", rows).as_in("organisation", "year")
        facts = facts.only(measure=measure, breakdown=breakdown)
        if facts.known("share"):
            said.append(phrase("{share:%} " + name, share=facts.sum("share")))
    return joined(["BME people are ", listed(said), "."], "") if said else ""


def _goal(one: Workforce) -> str:
    rows = of_year(one.model_employer, newest_year(one))
    facts = Facts("workforce_model_employer.csv", rows).as_in("organisation", "year")
    facts = facts.only(band="Band 8a and above")
    if not facts.known("goal"):
        return ""
    return phrase(
        "{bme} BME staff hold posts in band 8a and above; parity by 2028 would be {goal}.",
        bme=facts.sum("bme"),
        goal=round(float(facts.sum("goal") or 0)),
    )


def _moved(one: Workforce, analysis: Analysis) -> str:
    moves = indicator_moves(one.indicators, analysis.actions, analysis.addressing)
    newest = moves[moves["to_year"].eq(newest_year(one)) & moves["moved"].ne(NOT_COMPARABLE)]
    if newest.empty:
        return ""
    return phrase(
        "Of {n:indicator} that can be compared with the year before, {still} moved no more than chance "
        "explains.",
        n=len(newest),
        still=int(newest["moved"].eq(CHANCE).sum()),
    )
