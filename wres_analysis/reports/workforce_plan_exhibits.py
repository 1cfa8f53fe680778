"""Does the plan address it? The exhibits that set indicators beside the actions of the plans.

An action addresses an indicator when the plan says so, or when its wording or heading does.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.plan_years import snapshot_year
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.workforce_charts import likelihood_plot
from wres_analysis.reports.workforce_words import (
    HOW_ADDRESSED,
    NO_CAUSE,
    WHY,
    finding,
    label_of,
    number_words,
    parity_words,
    ratio_interval_words,
    ratio_words,
)
from wres_analysis.tables import ColumnSpec, table_of
from wres_analysis.workforce import Workforce
from wres_analysis.workforce.indicator_actions import addressing, worst_indicators
from wres_analysis.workforce.indicator_moves import CHANCE, NOT_COMPARABLE, indicator_moves, of_older_series
from wres_analysis.workforce.indicators import RANKED, ranked
from wres_analysis.workforce.staff_measures import indicators_by_key

_PLACE = ["Place", "Indicator", "Relative likelihood", "95% interval", "Against four fifths"]
_BESIDE = ["Actions that address it", "Their status", "Carried over", "Oldest"]


def does_the_plan_address_it(one: Workforce, analysis: Analysis) -> Exhibit:
    """Indicators of the newest year by their distance from parity, beside the actions that address each.

    Parameters
    ----------
    one : Workforce
        Of one organisation.
    analysis : Analysis
        Its plans, actions and links.
    """
    name, title = "does_the_plan_address_it", "Does the plan address it?"
    worst = worst_indicators(one.indicators, analysis.actions, analysis.links).to_dict("records")
    if not worst:
        return Exhibit(name, title, notice="There are no staff counts that can be used.")
    year, plan = str(worst[0]["year"]), str(worst[0]["plan_year"])
    own = _of_plan(analysis, worst[0])
    rows = _in_order(one.indicators[one.indicators["year"].eq(year)])
    return Exhibit(
        name,
        title,
        notice=finding(worst[0]),
        reading=[_how_linked(own, plan), HOW_ADDRESSED],
        table=pd.DataFrame(
            [_ranked_row(row, own[own["key"].eq(row["key"])], plan) for row in rows.to_dict("records")],
            columns=[*_PLACE, *_BESIDE],
            dtype="str",
        ),
        axes=likelihood_plot(
            _drawn(rows, set(own["key"])), title=f"From the worst, {year}; open dots: no action addresses it"
        ),
    )


def _of_plan(analysis: Analysis, worst: Mapping[Hashable, Any]) -> pd.DataFrame:
    """ADDRESSING of the plan that the figures are set beside."""
    own = addressing(analysis.actions, analysis.links)
    return own[own["organisation"].eq(worst["organisation"]) & own["plan_year"].eq(worst["plan_year"])]


def _in_order(indicators: pd.DataFrame) -> pd.DataFrame:
    """The nine indicators, ranked; those that cannot be shown come last, without a place."""
    numbered = [key for key, one in indicators_by_key().items() if one.indicator]
    rest = indicators[indicators["key"].isin(numbered) & indicators["ratio"].isna()]
    rows = pd.concat([ranked(indicators).astype("object"), rest.astype("object")]).to_dict("records")
    named = [{str(name): value for name, value in row.items()} for row in rows]
    return table_of(named, {**RANKED, "clear": ColumnSpec("as in RANKED; blank without a place")})


def _how_linked(own: pd.DataFrame, plan: str) -> str:
    if not plan:
        return "No plan of this organisation was read."
    if own["carried_over"].ne("").any():
        return f"Set beside the plan {plan}."
    return f"Set beside the plan {plan}; no plan before it is held, so what was carried over is not known."


def _ranked_row(row: Mapping[Hashable, Any], actions: pd.DataFrame, plan: str) -> list[str]:
    place = "" if pd.isna(row["place"]) else str(row["place"])
    words = [place, label_of(str(row["key"])), ratio_words(row), ratio_interval_words(row), parity_words(row)]
    return [*words, *_beside_words(actions, plan)]


def _beside_words(actions: pd.DataFrame, plan: str) -> list[str]:
    """How many actions, their status, how many were carried over, and since when the oldest runs."""
    if not plan:
        return ["no plan was read", "", "", ""]
    if actions.empty:
        return ["none", "", "", ""]
    statuses = actions["status"].str.replace("_", " ").value_counts()
    carried = actions["carried_over"]
    oldest = actions.sort_values("plans_running", ascending=False).iloc[0]
    return [
        str(len(actions)),
        ", ".join(f"{count} {status}" for status, count in statuses.items()),
        f"{carried.eq('Yes').sum()} of {len(actions)}" if carried.ne("").any() else "not known",
        f"since {oldest['since']}"
        + (f" ({oldest['plans_running']} plans)" if oldest["plans_running"] > 1 else ""),
    ]


def _drawn(rows: pd.DataFrame, addressed: set[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "label": rows["key"].map(label_of),
            "ratio": rows["ratio"],
            "low": rows["ratio_low"],
            "high": rows["ratio_high"],
            "why": rows["state"].map(WHY).fillna(""),
            "open": ~rows["key"].isin(addressed),
        }
    )


def actions_beside(one: Workforce, analysis: Analysis, most: int = 3) -> Exhibit:
    """The actions that address the worst indicators, each with its status, age and why it is put there."""
    name, title = "actions_beside", "The actions that address the worst indicators"
    worst = worst_indicators(one.indicators, analysis.actions, analysis.links).to_dict("records")
    if not worst:
        return Exhibit(name, title, notice="There are no staff counts that can be used.")
    order = ranked(one.indicators[one.indicators["year"].eq(worst[0]["year"])])
    keys = list(order.loc[order["ratio"].gt(1), "key"])[:most]
    own = _of_plan(analysis, worst[0])
    rows = [row for key in keys for row in _action_rows(key, own[own["key"].eq(key)])]
    columns = [
        "Indicator",
        "Action",
        "Status",
        "In plans since",
        "Carried over",
        "The plan says so",
        "Why here",
    ]
    return Exhibit(
        name,
        title,
        reading=["In plans since looks back through linked plans; carried over is not failure."],
        table=pd.DataFrame(rows, columns=columns, dtype="str"),
    )


def _action_rows(key: str, actions: pd.DataFrame) -> list[list[str]]:
    if actions.empty:
        return [[label_of(key), "No action addresses it", "", "", "", "", ""]]
    return [
        [
            label_of(key),
            row["wording"],
            row["status"].replace("_", " "),
            row["since"],
            row["carried_over"] or "not known",
            row["stated"],
            row["reason"],
        ]
        for row in actions.to_dict("records")
    ]


def over_years(one: Workforce, analysis: Analysis) -> Exhibit:
    """Whether an indicator moved from year to year, beside whether its actions were carried over."""
    moves = indicator_moves(one.indicators, analysis.actions, analysis.links)
    columns = ["Indicator", "From", "To", "Before", "After", "Moved", "Plan", "Actions", "Carried over"]
    table = [
        [
            label_of(row["key"]),
            row["from_year"],
            row["to_year"],
            _with_interval(row, "before"),
            _with_interval(row, "after"),
            row["moved"],
            row["plan_year"] or "none read",
            number_words(row["actions"]),
            number_words(row["carried_over"]),
        ]
        for row in moves.to_dict("records")
    ]
    if not table:
        why = "There is one year of counts, or none that can be shown twice: nothing can be seen over time."
        return Exhibit("over_years", "Indicators over the years", notice=why)
    return Exhibit(
        "over_years",
        "Indicators over the years, beside what became of their actions",
        reading=[_moves_words(moves), NO_CAUSE],
        table=pd.DataFrame(table, columns=columns, dtype="str"),
        axes=likelihood_plot(_series(one), title="Each indicator over the years"),
    )


def _series(one: Workforce) -> pd.DataFrame:
    """Every year of the nine indicators, without values of an older series."""
    rows = one.indicators.assign(order=one.indicators["key"].map(list(indicators_by_key()).index))
    rows = rows.assign(at=rows["year"].map(snapshot_year)).sort_values(["order", "at"])
    keep = [
        bool(indicators_by_key()[key].indicator) and not of_older_series(key, year)
        for key, year in zip(rows["key"], rows["year"], strict=True)
    ]
    return _drawn(rows[keep], set(rows["key"]))


def _with_interval(row: Mapping[Hashable, Any], when: str) -> str:
    return f"{row[when]:.2f} ({row[f'{when}_low']:.2f} to {row[f'{when}_high']:.2f})"


def _moves_words(moves: pd.DataFrame) -> str:
    held = moves[moves["moved"].ne(NOT_COMPARABLE)]
    carried = held["carried_over"].fillna(0).gt(0)
    still = held["moved"].eq(CHANCE)
    return (
        f"Of {len(held)} comparisons of one year with the next, {int(still.sum())} show no more change than "
        f"chance explains. In {int(carried.sum())} of the {len(held)} an action on the indicator was "
        f"carried over; in {int((carried & still).sum())} of these the indicator did not move."
    )
