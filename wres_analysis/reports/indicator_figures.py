"""The nine WRES indicators of one organisation, year by year, and the actions that speak of them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, NullLocator

from wres_analysis.analysis import Analysis
from wres_analysis.plan_years import snapshot_year
from wres_analysis.reports import chart_style as look
from wres_analysis.reports import staff_words as staff
from wres_analysis.reports.chart_style import chart, finish, name_rows, nothing_to_show, wrap
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.staff_words import WHY
from wres_analysis.reports.table_columns import Column, Row, rows_of
from wres_analysis.workforce import Workforce
from wres_analysis.workforce.indicator_actions import (
    closest_actions,
    indicator_moves,
    of_older_series,
    worst_indicators,
)
from wres_analysis.workforce.indicators import FOUR_FIFTHS, WORSE, by_year, ranked
from wres_analysis.workforce.staff_measures import BME, WHITE, indicators_by_key

NO_CAUSE = "Figures and actions stand side by side. No cause is claimed, in either direction."
NO_FIGURES = "There are no staff counts that can be used."
NONE_WORSE = "No indicator of {} is worse for BME staff by more than chance explains."
RECRUITMENT = ("shortlisting", "2", "whole_pipeline")
NAMED = "the plan names"
BY_NUMBER, IN_WORDS = "Actions that name its number", "Actions in its words"
NO_ACTION = "open: no action, by its number or in its words"


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
    """All nine indicators from the one that is furthest from parity, earlier years in grey."""
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
        columns=[
            *_ratio_columns(one),
            Column(BY_NUMBER, "named"),
            Column(IN_WORDS, lambda row: str(row["actions"] - row["named"])),
        ],
        axes=likelihood_plot(
            rows.assign(open=~rows["key"].isin(own["key"])),
            finding=_ranked_title(worst[0]),
            signs=f"{NO_ACTION}; small and grey: earlier years",
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
        label=lambda own: own["key"].map(staff.label_of),
        low=lambda own: own["ratio_low"],
        high=lambda own: own["ratio_high"],
        why=lambda own: own["state"].map(WHY).fillna(""),
    )


def _ratio_columns(one: Workforce) -> list[Column]:
    return [
        Column("Indicator", lambda row: staff.label_of(row["key"])),
        Column("Year", "year"),
        *group_columns(one),
        Column("Relative likelihood (95% interval)", staff.ratio_words),
        Column("Against parity", staff.parity_words),
    ]


def group_columns(one: Workforce) -> list[Column]:
    """Part and whole of White and of BME staff, where a row names an indicator and a year."""
    found = {year: found for _, year, found, _ in by_year(one.counts)}

    def column(group: str) -> Column:
        return Column(
            group, lambda row: staff.part_words(found[row["year"]], indicators_by_key()[row["key"]], group)
        )

    return [column(WHITE), column(BME)]


def recruitment(one: Workforce) -> Exhibit:
    """From application to appointment: the relative likelihood at each step, for every year."""
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
    """Whether each indicator moved from year to year by more than chance, beside its actions."""
    return Exhibit(
        "over_years",
        "From year to year, beside the actions",
        data=indicator_moves(one.indicators, analysis.actions, analysis.addressing),
        columns=[
            Column("Indicator", lambda row: staff.label_of(row["key"])),
            Column("Years", lambda row: f"{row['from_year']} to {row['to_year']}"),
            Column("Before", lambda row: _when(row, "before")),
            Column("After", lambda row: _when(row, "after")),
            Column("Moved", "moved"),
            Column("Actions on it", lambda row: staff.number_words(row["actions"])),
            Column("Carried over", lambda row: staff.number_words(row["carried_over"])),
        ],
        caveat=NO_CAUSE,
    )


def _when(row: Row, when: str) -> str:
    return staff.ratio_with_interval(row[when], row[f"{when}_low"], row[f"{when}_high"])


def actions_beside(one: Workforce, analysis: Analysis) -> Exhibit:
    """The actions that speak of the indicators that are worse for BME staff, with status, age and reason."""
    name, title = "actions_beside", "Actions on the indicators that are worse for BME staff"
    worst = worst_indicators(one.indicators, analysis.actions, analysis.addressing).to_dict("records")
    if not worst or not worst[0]["plan_year"]:
        return Exhibit(
            name, title, notice=NO_FIGURES if not worst else "No plan was read to set beside the figures."
        )
    keys = worse_keys(one, str(worst[0]["year"]))
    if not keys:
        return Exhibit(name, title, notice=NONE_WORSE.format(worst[0]["year"]))
    own = beside_figures(analysis, worst[0])
    rows = pd.concat([own[:0], *(_of_key(own, key, analysis, worst[0]) for key in keys)])
    return Exhibit(
        name,
        title,
        data=rows.assign(label=rows["key"].map(staff.label_of)),
        columns=[
            Column("Indicator", "label"),
            Column("Action", "wording"),
            Column("Status", lambda row: str(row["status"]).replace("_", " ")),
            Column("In plans since", "since"),
            Column("Carried over", lambda row: row["carried_over"] or ("not known" if row["status"] else "")),
            Column("Why it stands here", "reason"),
        ],
    )


def worse_keys(one: Workforce, year: str) -> list[str]:
    """The indicators that the table of the page calls worse for BME staff, the furthest from parity first."""
    rows = of_year(_in_order(one, year), year)
    worse = [staff.parity_words(row).startswith(WORSE) for row in rows_of(rows)]
    return [str(key) for key in rows.loc[worse, "key"]]


def _of_key(own: pd.DataFrame, key: str, analysis: Analysis, worst: Row) -> pd.DataFrame:
    """The actions on an indicator; where none names it or uses its words, those that come closest."""
    rows = own[own["key"].eq(key)]
    if len(rows):
        return rows
    near = closest_actions(analysis.actions, analysis.links, worst["organisation"], worst["plan_year"], key)
    if near.empty:
        blank = dict.fromkeys(("status", "since", "carried_over", "reason"), "")
        return pd.DataFrame([{"key": key, "wording": "no action comes close", **blank}])
    return near.assign(reason="no action names its number or uses its words; this one comes closest")


WIDTH_OF_LABEL = 38
TICKS = (0.1, 0.2, 0.25, 0.33, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 6.0, 10.0)
CROWDED = {2.5: (0.67, 1.5), 6.0: (0.25, 0.33, 3.0, 6.0), 15.0: (0.8, 1.25)}
BAND = "#E8EDEE"
NOTHING = "Nothing can be shown: too few people, or not given."


def likelihood_plot(rows: pd.DataFrame, ax: Axes | None = None, *, finding: str, signs: str = "") -> Axes:
    """Ratios with their intervals, the newest of each label in the line and earlier ones in grey above it."""
    labels = list(dict.fromkeys(rows["label"]))
    empty = rows.empty or bool(rows["ratio"].isna().all())
    lines = sum(wrap(label, WIDTH_OF_LABEL).count("\n") + 1 for label in labels)
    with chart(ax, 1.6 if empty else 1.4 + 0.24 * max(len(labels) * 1.45, lines)) as ax:
        if empty:
            return nothing_to_show(ax, finding, NOTHING)
        ax.set_xscale("log")
        ax.axvspan(*FOUR_FIFTHS, color=BAND, zorder=0)
        ax.axvline(1.0, color="0.1", linewidth=1.2, zorder=1)
        for place, label in zip(range(len(labels) - 1, -1, -1), labels, strict=True):
            _draw_series(ax, rows[rows["label"].eq(label)].to_dict("records"), place)
        _set_axes(ax, rows, labels)
        said = wrap("; ".join(filter(None, ["grey: four fifths, 0.80 to 1.25", signs])), look.LABEL_WIDTH)
        below = f"← better for BME staff  |  1 is parity  |  worse for BME staff →\n{said}"
        return finish(ax, finding, _shows(rows, labels), below, grid="x")


def _draw_series(ax: Axes, series: Sequence[Row], place: float) -> None:
    for back, row in enumerate(reversed(series)):
        at = place + 0.22 * back
        shown = not pd.isna(row["ratio"])
        if not back:
            said = staff.ratio_with_interval(row["ratio"], row["low"], row["high"]) if shown else row["why"]
            look.write_beside(ax, at, said)
        if not shown:
            continue
        color = look.PLAIN_GREY if back else look.SUBJECT
        ax.hlines(at, row["low"], row["high"], color=color, linewidth=1.0 if back else 2.2, zorder=2)
        face = "white" if row["open"] and not back else color
        mark = "D" if row.get("clear") == "Yes" else "o"
        ax.scatter(
            row["ratio"], at, s=16 if back else 52, c=face, edgecolors=color, linewidths=1.6, marker=mark,
            zorder=3,
        )  # fmt: skip


def _set_axes(ax: Axes, rows: pd.DataFrame, labels: Sequence[str]) -> None:
    low = min(0.7, float(rows["low"].min()) * 0.92)
    high = max(1.5, float(rows["high"].max()) * 1.08)
    ax.set_xlim(max(0.05, low), min(20.0, high))
    crowded = [tick for span, ticks in CROWDED.items() if high / low > span for tick in ticks]
    ticks = [tick for tick in TICKS if low <= tick <= high and tick not in crowded]
    ax.xaxis.set_major_locator(FixedLocator(ticks))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    name_rows(ax, labels, WIDTH_OF_LABEL)
    if len(rows) > len(labels):  # room for the earlier years of the first
        ax.set_ylim(-0.6, len(labels) - 0.1)


def _shows(rows: pd.DataFrame, labels: Sequence[str]) -> str:
    newest = rows.groupby("label", sort=False).tail(1)
    worse = int(newest["low"].astype(float).gt(1).sum())
    hidden = int(newest["ratio"].isna().sum())
    rest = f", {hidden} cannot be shown" if hidden else ""
    return (
        f"Dots with 95% intervals, {len(labels)} rows; {worse} wholly on the worse side for BME staff{rest}"
    )
