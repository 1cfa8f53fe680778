"""The indicator furthest from parity, in one organisation and in each, and whether the plan speaks of it."""

from __future__ import annotations

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.plan_years import snapshot_year
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.indicator_figures import (
    BY_NUMBER,
    IN_WORDS,
    NAMED,
    NO_ACTION,
    NO_CAUSE,
    NO_FIGURES,
    beside_figures,
    likelihood_plot,
    newest_year,
    numbered_keys,
    of_year,
)
from wres_analysis.reports.phrases import Facts, Phrase, joined, listed, phrase
from wres_analysis.reports.staff_words import label_of, parity_words, ratio_with_interval
from wres_analysis.reports.table_columns import Column, Row, rows_of
from wres_analysis.reports.workforce_figures import goal_shares
from wres_analysis.workforce import Workforce
from wres_analysis.workforce.indicator_actions import (
    CHANCE,
    NOT_COMPARABLE,
    indicator_moves,
    worst_indicators,
)
from wres_analysis.workforce.indicators import BETTER, MAYBE_CHANCE, WORSE
from wres_analysis.workforce.model_employer import GOAL_YEAR, NO_LINE
from wres_analysis.workforce.staff_measures import STAFF, indicators_by_key


def workforce_points(one: Workforce, analysis: Analysis) -> Exhibit:
    """The answer of the page: the indicator furthest from parity, and whether the plan speaks of it."""
    worst = worst_indicators(one.indicators, analysis.actions, analysis.addressing).to_dict("records")
    if not worst:
        return Exhibit("main_points", "Main points", notice=NO_FIGURES)
    said = (_clear(one, worst[0]), _firmest(one, worst[0]), _shares(one), _goal(one), _moved(one, analysis))
    return Exhibit(
        "main_points",
        "Main points",
        notice=finding_words(worst[0], beside_figures(analysis, worst[0])),
        points=[point for point in said if point],
        caveat=NO_CAUSE,
    )


def finding_words(worst: Row, actions: pd.DataFrame) -> str:
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
                "likelihood of {ratio}, where 1 is parity: {verdict}.",
                year=str(worst["year"]),
                number=one.indicator,
                label=one.label.lower(),
                ratio=_ratio(worst),
                verdict=parity_words(worst),
            ),
            _how_sure(worst),
            _named(worst, actions),
        ]
    )


def _how_sure(worst: Row) -> str:
    """What chance does to it: the largest of several noisy figures is larger than what lies behind it."""
    if worst["shown"] == 1:
        return ""
    drawn = (
        "The largest of several figures is in part chance: with the others of the year taken into account, a "
        f"steadier estimate is about {worst['shrunken']:.2f}."
    )
    if worst["ratio_low"] <= 1:
        return drawn
    clear = "still" if worst["clear"] == "Yes" else "no longer"
    return f"With all {worst['shown']} looked at together it is {clear} {CLEAR}. {drawn}"


def _named(worst: Row, beside: pd.DataFrame) -> str:
    """How many actions of the plan name the number of the indicator, and how many use its words."""
    if not worst["plan_year"]:
        return "No plan was read to set beside it."
    plan, actions = f"the plan {worst['plan_year']}", beside[beside["key"].eq(worst["key"])]
    named, worded = (int(kind.sum()) for kind in (_by_number(actions), ~_by_number(actions)))
    said = phrase("{n} {n:action/actions} of {plan} {n:names/name} its number", n=named, plan=plan)
    if not named:
        said = Phrase(f"No action of {plan} names its number")
    if not _by_number(beside).any():
        said = Phrase(f"T{plan[1:]} names the number of no indicator")
    more = phrase("{n} {n:uses/use} its words and may act on it", n=worded)
    if not worded:
        # only what is worse beyond chance has the actions that come close listed
        close = "; the list below has any that come close" if parity_words(worst).startswith(WORSE) else ""
        more = Phrase("" if named else f"none uses its words{close}")
    carried = int(actions["carried_over"].eq("Yes").sum())
    came = phrase("{n} of these {n:is/are} carried over", n=carried) if carried else ""
    return joined([joined([said, more, came], "; "), "."], "")


def _by_number(actions: pd.DataFrame) -> pd.Series[bool]:
    """Which rows of ADDRESSING rest on the number that the plan itself names."""
    return actions["reason"].str.startswith(NAMED)


def _clear(one: Workforce, worst: Row) -> str:
    """On which side of parity the indicators are, each looked at alone, by the rule of the whole page."""
    rows = _shown(one, worst)
    rows = rows[rows["key"].isin(numbered_keys())]
    sides = rows["verdict"].str.partition(" ")[0]
    numbers = listed(sorted(rows.loc[sides.eq(WORSE), "key"]))
    return phrase(
        "Of 9 indicators {n} can be shown for {year}, staff in post on 31 March {snapshot}. Each looked at "
        "alone, {worse} {worse:is/are} worse for BME staff{numbers}, {better} better, and for {same} chance "
        "may explain the difference.",
        n=len(rows),
        year=str(worst["year"]),
        snapshot=str(snapshot_year(str(worst["year"]))),
        worse=int(sides.eq(WORSE).sum()),
        numbers=f" ({numbers})" if numbers else "",
        better=int(sides.eq(BETTER).sum()),
        same=int(rows["verdict"].eq(MAYBE_CHANCE).sum()),
    )


def _shown(one: Workforce, worst: Row) -> pd.DataFrame:
    """The indicators and steps of recruitment of the year that can be shown, each with its verdict."""
    rows = of_year(one.indicators, str(worst["year"]))
    rows = rows[rows["ratio"].notna()]
    return rows.assign(
        verdict=pd.Series([parity_words(row) for row in rows_of(rows)], rows.index, dtype="str")
    )


def _firmest(one: Workforce, worst: Row) -> str:
    """The gaps that chance explains least, steps of recruitment too, by the lower ends of their intervals."""
    rows = _shown(one, worst)
    rows = rows[rows["verdict"].str.startswith(WORSE)].sort_values("ratio_low", ascending=False)
    said = [
        f"{indicators_by_key()[str(row['key'])].label.lower()}, {_ratio(row)}"
        + ("" if row["key"] in numbered_keys() else ", which is none of the nine indicators")
        for row in rows_of(rows.head(MOST_FIRM))
    ]
    return f"Least explained by chance: {'; '.join(said)}." if said else ""


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
    asked = ""
    if facts.rows["standing"].ne(NO_LINE).any():  # otherwise the straight line to the goal only starts
        line = round(float(facts.sum("line") or 0))
        asked = phrase(", and the line to {year} asks for {n} now", year=str(GOAL_YEAR), n=line)
    return phrase(
        "{bme} BME staff hold posts in band 8a and above{asked}; parity by 2028 would be {goal}{whose}.",
        bme=facts.sum("bme"),
        asked=asked,
        goal=round(float(facts.sum("goal") or 0)),
        whose=goal_shares(one),
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


MOST_FIRM = 2  # gaps in a main point: the table has all
CLEAR = "clear of chance"  # with all indicators of the organisation looked at together
MOST_DRAWN, MOST_NAMED = 20, 8  # organisations in a figure of one page, and in a sentence


def furthest_everywhere(workforce: Workforce, analysis: Analysis, organisation: str = "") -> Exhibit:
    """The indicator furthest from parity in every organisation, and the actions of its plan that name it.

    Parameters
    ----------
    workforce : Workforce
        Of all organisations.
    analysis : Analysis
        Plans, actions and links of all organisations.
    organisation : str, optional
        Code of the organisation whose row is pointed out.
    """
    names = analysis.names
    worst = worst_indicators(workforce.indicators, analysis.actions, analysis.addressing)
    missing = sorted(names[code] for code in workforce.without_counts(names))
    name, title = "furthest_everywhere", "The indicator that is furthest from parity"
    if worst["key"].eq("").all():
        return Exhibit(name, title, reading=[_missing_words(missing, len(names))])
    held = _with_actions(worst[worst["key"].ne("")], analysis)
    held = held.assign(name=held["organisation"].map(names)).sort_values("name")
    many = f"; the {MOST_DRAWN} furthest of {len(held)}" if len(held) > MOST_DRAWN else ""
    clear = int(held["clear"].eq("Yes").sum())
    finding = phrase("In {n} of {of:organisation} the worst indicator is " + CLEAR, n=clear, of=len(held))
    signs = f"diamonds: {CLEAR}; {NO_ACTION}{many}"
    return Exhibit(
        name,
        title,
        reading=[_how_many_clear(held), _without_words(held), _missing_words(missing, len(names))],
        data=held,
        columns=[
            Column("Organisation", "name", code="organisation"),
            Column("Year", "year"),
            Column("Indicator", lambda row: label_of(row["key"])),
            Column("Relative likelihood (95% interval)", _ratio),
            Column("Clear of chance, all looked at together", "clear"),
            Column(BY_NUMBER, "named"),
            Column(IN_WORDS, "worded"),
        ],
        axes=likelihood_plot(_drawn(held, organisation), finding=finding, signs=signs),
        caveat="An action may act on an indicator in words that no list of words knows: read the plan before "
        f"saying that nothing is done. {NO_CAUSE}",
    )


def _with_actions(worst: pd.DataFrame, analysis: Analysis) -> pd.DataFrame:
    """Beside each, how many actions of the plan name the indicator, and how many only use its words."""
    own = analysis.addressing
    keys = ["organisation", "plan_year", "key"]
    named = _by_number(own)
    counts = own.assign(named=named, worded=~named).groupby(keys)[["named", "worded"]].sum()
    return worst.join(counts, on=keys).fillna({"named": 0, "worded": 0}).astype({"named": int, "worded": int})


def _drawn(held: pd.DataFrame, organisation: str) -> pd.DataFrame:
    """The organisations by name; of many those that are furthest from parity beyond chance."""
    if len(held) > MOST_DRAWN:
        held = held.sort_values("ratio_low", ascending=False).head(MOST_DRAWN).sort_values("name")
    mark = held["organisation"].eq(organisation).map({True: "▸ ", False: ""})
    return pd.DataFrame(
        {
            "label": mark + held["name"] + ": indicator " + held["key"],
            "ratio": held["ratio"],
            "low": held["ratio_low"],
            "high": held["ratio_high"],
            "why": "",
            "open": held["named"].add(held["worded"]).eq(0),
            "clear": held["clear"],
        }
    )


def _ratio(row: Row) -> str:
    return ratio_with_interval(row["ratio"], row["ratio_low"], row["ratio_high"])


def _how_many_clear(held: pd.DataFrame) -> str:
    """What is called clear of chance, and how many more are worse for BME staff where looked at alone."""
    alone = int(held["ratio_low"].gt(1).sum())
    return phrase(
        "Looked at alone, {alone} of {of} {alone:is/are} worse for BME staff: the interval lies above 1. The "
        "worst of several figures must lie further out, as it would with all of them looked at together: "
        "that is what clear of chance means here, and the diamonds are those.",
        alone=alone,
        of=len(held),
    )


def _without_words(held: pd.DataFrame) -> str:
    """Which organisations have no action that names their worst indicator, listed and not summed up."""
    rows = held[held["named"].add(held["worded"]).eq(0) & held["plan_year"].ne("")]
    if rows.empty:
        return "Every plan has an action on the indicator, by its number or in its words."
    more = [f"{len(rows) - MOST_NAMED:,} more"] if len(rows) > MOST_NAMED else []
    named = listed([*rows["name"].head(MOST_NAMED), *more])
    return phrase("The plans of {names} have no action on it, by its number or in its words.", names=named)


def _missing_words(missing: list[str], organisations: int) -> str:
    if not missing:
        return "Every organisation gave staff counts."
    if len(missing) == organisations:
        return "No staff counts were given."
    return phrase("No staff counts were given by {n:organisation}.", n=len(missing))
