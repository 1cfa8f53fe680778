"""The nine WRES indicators of one organisation, year by year, and the actions that speak of them."""

from __future__ import annotations

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.plan_years import snapshot_year
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.ratio_chart import likelihood_plot, ratio_with_interval
from wres_analysis.reports.table_columns import Column, Row
from wres_analysis.reports.workforce_words import (
    WHY,
    label_of,
    number_words,
    parity_words,
    part_words,
    ratio_words,
)
from wres_analysis.workforce import Workforce
from wres_analysis.workforce.indicator_actions import (
    closest_actions,
    indicator_moves,
    of_older_series,
    worst_indicators,
)
from wres_analysis.workforce.indicators import by_year, ranked
from wres_analysis.workforce.staff_measures import BME, WHITE, indicators_by_key

NO_CAUSE = "Figures and actions stand side by side. No cause is claimed, in either direction."
NO_FIGURES = "There are no staff counts that can be used."
RECRUITMENT = ("shortlisting", "2", "whole_pipeline")
MOST_ACTIONS = 3  # indicators whose actions are listed: more would be a second action plan
NAMED = "the plan names"


def newest_year(one: Workforce) -> str:
    """The newest year with counts; blank if there are none."""
    years = one.years_of(str(one.counts["organisation"].iloc[0])) if len(one.counts) else []
    return years[-1] if years else ""


def of_year(table: pd.DataFrame, year: str) -> pd.DataFrame:
    """The rows of one year."""
    return table[table["year"].eq(year)]


def numbered_keys() -> list[str]:
    """The keys of the nine indicators, without the steps of recruitment."""
    return [key for key, one in indicators_by_key().items() if one.indicator]


def beside_figures(analysis: Analysis, worst: Row) -> pd.DataFrame:
    """ADDRESSING of the plan that the figures are set beside."""
    own = analysis.addressing
    return own[own["organisation"].eq(worst["organisation"]) & own["plan_year"].eq(worst["plan_year"])]


def furthest_from_parity(one: Workforce, analysis: Analysis) -> Exhibit:
    """All nine indicators from the one that is furthest from parity, earlier years in grey.

    Parameters
    ----------
    one : Workforce
        Of one organisation.
    analysis : Analysis
        Its plans, actions and links.
    """
    worst = worst_indicators(one.indicators, analysis.actions, analysis.addressing).to_dict("records")
    if not worst:
        return Exhibit("indicators", "The nine indicators", notice=NO_FIGURES)
    own = beside_figures(analysis, worst[0])
    rows = _in_order(one, str(worst[0]["year"]))
    return Exhibit(
        "indicators",
        "The nine indicators",
        data=rows.assign(
            actions=[int(own["key"].eq(key).sum()) for key in rows["key"]],
            named=[
                int((own["key"].eq(key) & own["reason"].str.startswith(NAMED)).sum()) for key in rows["key"]
            ],
        ),
        columns=_columns(one),
        axes=likelihood_plot(
            rows.assign(open=~rows["key"].isin(own["key"])),
            finding=_ranked_title(worst[0]),
            signs="open: no action names it or uses its words; small and grey: earlier years",
        ),
        caveat="More than 1 is worse for BME staff. An interval that crosses 1 does not tell the groups "
        "apart, and a ratio says nothing about how often something happens: the table has the counts.",
    )


def _ranked_title(worst: Row) -> str:
    if not worst["key"]:
        return f"{worst['year']}: no indicator is worse for BME staff"
    label = indicators_by_key()[str(worst["key"])].label
    return f"{worst['year']}: furthest from parity is {label[:1].lower()}{label[1:]} ({worst['ratio']:.2f})"


def _in_order(one: Workforce, year: str) -> pd.DataFrame:
    """Every year of the nine indicators, the newest year's order, without values of an older series."""
    first = list(ranked(of_year(one.indicators, year))["key"])
    order = {key: place for place, key in enumerate(dict.fromkeys([*first, *numbered_keys()]))}
    rows = one.indicators[one.indicators["key"].isin(order)]
    keep = [not of_older_series(key, at) for key, at in zip(rows["key"], rows["year"], strict=True)]
    rows = rows[keep].assign(at=rows["year"].map(snapshot_year), order=rows["key"].map(order))
    return rows.sort_values(["order", "at"]).assign(
        label=lambda own: own["key"].map(label_of),
        low=lambda own: own["ratio_low"],
        high=lambda own: own["ratio_high"],
        why=lambda own: own["state"].map(WHY).fillna(""),
    )


def _columns(one: Workforce) -> list[Column]:
    return [
        *_ratio_columns(one),
        Column("Actions that name it", "named"),
        Column("Actions in its words", lambda row: str(row["actions"] - row["named"])),
    ]


def _ratio_columns(one: Workforce) -> list[Column]:
    found = {year: found for _, year, found, _ in by_year(one.counts)}

    def part(row: Row, group: str) -> str:
        return part_words(found[row["year"]], indicators_by_key()[row["key"]], group)

    return [
        Column("Indicator", lambda row: label_of(row["key"])),
        Column("Year", "year"),
        Column("White", lambda row: part(row, WHITE)),
        Column("BME", lambda row: part(row, BME)),
        Column("Relative likelihood (95% interval)", ratio_words),
        Column("Against parity", parity_words),
    ]


def recruitment(one: Workforce) -> Exhibit:
    """From application to appointment: the relative likelihood at each step, for every year.

    Parameters
    ----------
    one : Workforce
        Of one organisation.
    """
    rows = one.indicators[one.indicators["key"].isin(RECRUITMENT)]
    order = rows["key"].map(list(RECRUITMENT).index)
    return Exhibit(
        "recruitment",
        "From application to appointment",
        data=rows.assign(order=order).sort_values(["order", "year"], kind="stable"),
        columns=_ratio_columns(one),
        caveat="Candidates are counted, not compared for the same posts.",
    )


def over_years(one: Workforce, analysis: Analysis) -> Exhibit:
    """Whether each indicator moved from year to year by more than chance, beside its actions.

    Parameters
    ----------
    one : Workforce
        Of one organisation.
    analysis : Analysis
        Its plans, actions and links.
    """
    return Exhibit(
        "over_years",
        "From year to year, beside the actions",
        data=indicator_moves(one.indicators, analysis.actions, analysis.addressing),
        columns=[
            Column("Indicator", lambda row: label_of(row["key"])),
            Column("Years", lambda row: f"{row['from_year']} to {row['to_year']}"),
            Column("Before", lambda row: _when(row, "before")),
            Column("After", lambda row: _when(row, "after")),
            Column("Moved", "moved"),
            Column("Actions on it", lambda row: number_words(row["actions"])),
            Column("Carried over", lambda row: number_words(row["carried_over"])),
        ],
        caveat=NO_CAUSE,
    )


def _when(row: Row, when: str) -> str:
    return ratio_with_interval(row[when], row[f"{when}_low"], row[f"{when}_high"])


def actions_beside(one: Workforce, analysis: Analysis) -> Exhibit:
    """The actions that speak of the indicators furthest from parity, with status, age and reason."""
    name, title = "actions_beside", "Actions on the indicators that are furthest from parity"
    worst = worst_indicators(one.indicators, analysis.actions, analysis.addressing).to_dict("records")
    if not worst or not worst[0]["plan_year"]:
        return Exhibit(
            name, title, notice=NO_FIGURES if not worst else "No plan was read to set beside the figures."
        )
    order = ranked(of_year(one.indicators, str(worst[0]["year"])))
    keys = list(order.loc[order["ratio"].gt(1), "key"])[:MOST_ACTIONS]
    own = beside_figures(analysis, worst[0])
    rows = pd.concat([own[:0], *(_of_key(own, key, analysis, worst[0]) for key in keys)])
    return Exhibit(
        name,
        title,
        data=rows.assign(label=rows["key"].map(label_of)),
        columns=[
            Column("Indicator", "label"),
            Column("Action", "wording"),
            Column("Status", lambda row: str(row["status"]).replace("_", " ")),
            Column("In plans since", "since"),
            Column("Came from the plan before", _carried_words),
            Column("Why it stands here", "reason"),
        ],
    )


def _of_key(own: pd.DataFrame, key: str, analysis: Analysis, worst: Row) -> pd.DataFrame:
    """The actions on an indicator; where none names it or uses its words, those that come closest."""
    rows = own[own["key"].eq(key)]
    if len(rows):
        return rows
    near = closest_actions(analysis.actions, worst["organisation"], worst["plan_year"], key)
    blank = dict.fromkeys(("status", "since", "carried_over"), "")
    if near.empty:
        return pd.DataFrame([{"key": key, "wording": "no action comes close", "reason": "", **blank}])
    reason = "no action names it; this one comes closest in its words"
    return near.assign(key=key, wording=near["action"], reason=reason, **blank)


def _carried_words(row: Row) -> str:
    return str(row["carried_over"]) or ("not known" if row["status"] else "")
