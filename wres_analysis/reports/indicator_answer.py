"""The indicator furthest from parity, in one organisation and in each, and whether the plan speaks of it."""

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
    likelihood_plot,
    newest_year,
    numbered_keys,
    of_year,
)
from wres_analysis.reports.phrases import Facts, Phrase, joined, listed, phrase
from wres_analysis.reports.table_columns import Column, Row
from wres_analysis.reports.workforce_words import label_of, parity_words, ratio_with_interval
from wres_analysis.workforce import Workforce
from wres_analysis.workforce.indicator_actions import (
    CHANCE,
    NOT_COMPARABLE,
    indicator_moves,
    worst_indicators,
)
from wres_analysis.workforce.staff_measures import STAFF, indicators_by_key


def workforce_points(one: Workforce, analysis: Analysis) -> Exhibit:
    """The answer of the page: the indicator furthest from parity, and whether the plan speaks of it."""
    worst = worst_indicators(one.indicators, analysis.actions, analysis.addressing).to_dict("records")
    if not worst:
        return Exhibit("main_points", "Main points", notice=NO_FIGURES)
    return Exhibit(
        "main_points",
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
    came = phrase("{n} of these {n:is/are} carried over", n=carried) if carried else ""
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


MOST_DRAWN, MOST_NAMED = 20, 8  # organisations in a figure of one page, and in a sentence
WARNING = (
    "The worst of several noisy figures always looks worse than it is, and an action may act on an indicator "
    "in words that no list of words knows: read the plan before saying that nothing is done."
)


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
    return Exhibit(
        name,
        title,
        reading=[_without_words(held), _missing_words(missing, len(names))],
        data=held,
        columns=[
            Column("Organisation", "name", code="organisation"),
            Column("Year", "year"),
            Column("Indicator", lambda row: label_of(row["key"])),
            Column("Relative likelihood (95% interval)", _ratio),
            Column("Against parity", lambda row: parity_words(row)),
            Column("Actions that name it", "named"),
            Column("Actions in its words", "worded"),
        ],
        axes=likelihood_plot(_drawn(held, organisation), finding=_finding(held), signs=_signs(held)),
        caveat=f"{WARNING} {NO_CAUSE}",
    )


def _with_actions(worst: pd.DataFrame, analysis: Analysis) -> pd.DataFrame:
    """Beside each, how many actions of the plan name the indicator, and how many only use its words."""
    own = analysis.addressing
    keys = ["organisation", "plan_year", "key"]
    named = own["reason"].str.startswith(NAMED)
    counts = own.assign(named=named, worded=~named).groupby(keys)[["named", "worded"]].sum()
    return worst.join(counts, on=keys).fillna({"named": 0, "worded": 0}).astype({"named": int, "worded": int})


def _signs(held: pd.DataFrame) -> str:
    many = f"; the {MOST_DRAWN} furthest of {len(held)}" if len(held) > MOST_DRAWN else ""
    return f"open: no action names it{many}"


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
            "open": held["named"].eq(0),
        }
    )


def _ratio(row: Row) -> str:
    return ratio_with_interval(row["ratio"], row["ratio_low"], row["ratio_high"])


def _finding(held: pd.DataFrame) -> str:
    clear = int(held["clear"].eq("Yes").sum())
    return phrase(
        "In {n} of {of:organisation} the worst indicator is clear of chance",
        n=clear,
        of=len(held),
    )


def _without_words(held: pd.DataFrame) -> str:
    """Which organisations have no action that names their worst indicator, listed and not summed up."""
    rows = held[held["named"].eq(0) & held["plan_year"].ne("")]
    if rows.empty:
        return "Every plan has an action that names the indicator."
    more = len(rows) - MOST_NAMED
    named = [*rows["name"].head(MOST_NAMED), *([f"{more:,} more"] if more > 0 else [])]
    return phrase(
        "No action names it in the plans of {names}; the table says how many use its words.",
        names=listed(named),
    )


def _missing_words(missing: list[str], organisations: int) -> str:
    if not missing:
        return "Every organisation gave staff counts."
    if len(missing) == organisations:
        return "No staff counts were given."
    return phrase("No staff counts were given by {n:organisation}.", n=len(missing))
