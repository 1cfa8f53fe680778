"""Indicators 5 to 8: what BME and White staff said in the survey, as differences in percentage points."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from wres_analysis.plan_years import snapshot_year
from wres_analysis.reports.chart_style import (
    BEHIND,
    LATE,
    SMALL,
    SUBJECT,
    chart,
    finish,
    name_rows,
    nothing_to_show,
)
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.indicator_figures import NOTHING, WIDTH_OF_LABEL, group_columns
from wres_analysis.reports.phrases import phrase
from wres_analysis.reports.staff_words import WHY, label_of, parity_words
from wres_analysis.reports.table_columns import Column, Row, rows_of
from wres_analysis.workforce import Workforce
from wres_analysis.workforce.indicator_actions import of_older_series
from wres_analysis.workforce.indicators import BETTER, WORSE
from wres_analysis.workforce.staff_measures import indicators_by_key

KEYS = ("5", "6", "7", "8")


def survey(one: Workforce) -> Exhibit:
    """Indicators 5 to 8: the BME share minus the White share of those who said so."""
    rows = one.indicators[one.indicators["key"].isin(KEYS)]
    rows = rows.assign(at=rows["year"].map(snapshot_year)).sort_values(["key", "at"])
    rows["side"] = [side_words(row) for row in rows_of(rows)]
    newest = rows[rows["at"].eq(rows["at"].max())]
    return Exhibit(
        "survey",
        "Staff survey: indicators 5 to 8",
        data=rows,
        columns=[
            Column("Indicator", lambda row: label_of(row["key"])),
            Column("Year", _year),
            *group_columns(one),
            Column("BME minus White, points (95% interval)", points_of),
            Column("For BME staff", "side"),
        ],
        axes=difference_plot(newest),
        caveat="Indicators 5, 6 and 8 count bad experiences, indicator 7 counts trust in equal opportunity. "
        f"Those who did not answer may think otherwise.{_EDGE if _at_the_edge(newest).any() else ''}",
    )


_EDGE = " Only just: the interval of the ratio leaves parity out, that of the difference in points does not."


def _year(row: Row) -> str:
    return str(row["year"]) + (" (older question)" if of_older_series(row["key"], row["year"]) else "")


def side_words(row: Row) -> str:
    """On which side BME staff are, by the rule of the whole page: the interval of the relative likelihood."""
    return parity_words(row).partition(" for ")[0]


def points_of(row: Row) -> str:
    """A difference in percentage points with its interval, or why there is none."""
    if pd.isna(row["difference"]):
        return WHY.get(str(row["state"]), "")
    return points_words(
        {"difference": row["difference"], "low": row["difference_low"], "high": row["difference_high"]}
    )


def points_words(row: Row) -> str:
    """A difference in percentage points with its interval."""
    value, low, high = (_points(row[name]) for name in ("difference", "low", "high"))
    return f"{value} ({low} to {high})"


def _points(share: float) -> str:
    """Percentage points, 0 only where it is 0, with a minus sign that no spreadsheet takes for a formula."""
    points = 100 * share
    return (f"{points:.1g}" if 0 < abs(points) < 0.5 else f"{points:.0f}").replace("-", "−")


def difference_plot(rows: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Differences of two shares with their intervals, those worse for BME staff in another colour."""
    finding = _title(rows)
    empty = rows.empty or bool(rows["difference"].isna().all())
    with chart(ax, 1.6 if empty else 1.5 + 0.42 * max(2, len(rows))) as ax:
        if empty:
            return nothing_to_show(ax, finding, NOTHING)
        ax.axvline(0, color="0.1", linewidth=1.2, zorder=1)
        places = name_rows(ax, map(label_of, rows["key"]), WIDTH_OF_LABEL)
        for place, row in zip(places, rows_of(rows), strict=True):
            _draw(ax, row, place)
        ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=""))
        below = "BME share minus White share, percentage points\nsquares: worse for BME staff"
        shows = phrase("{n:dot} with 95% intervals around a line at no difference", n=len(rows))
        return finish(ax, finding, shows, below, grid="x")


def _title(rows: pd.DataFrame) -> str:
    held = rows[rows["difference"].notna()]
    year = f"Survey in {rows['year'].iloc[0]}: " if len(rows) else "Staff survey: "
    if held.empty:
        return f"{year}nothing can be shown"
    worse = held[held["side"].eq(WORSE)]
    if worse.empty:
        return f"{year}chance may explain every difference"
    just = [" (only just)" if edge else "" for edge in _at_the_edge(worse)]
    names = [indicators_by_key()[key].label.lower() for key in worse["key"]]
    said = ", ".join(name + words for name, words in zip(names, just, strict=True))
    return f"{year}worse for BME staff in {len(worse)} of {len(held)}: {said}"


def _at_the_edge(rows: pd.DataFrame) -> pd.Series[bool]:
    """Of what the ratio calls worse or better: whether the interval of the difference reaches across 0."""
    return rows["difference_low"].le(0) & rows["difference_high"].ge(0) & rows["side"].isin([WORSE, BETTER])


def _draw(ax: Axes, row: Row, place: float) -> None:
    if pd.isna(row["difference"]):
        beside = {
            "textcoords": "offset points",
            "va": "center",
            "fontsize": SMALL,
            "color": "0.3",
            "bbox": BEHIND,
        }
        ax.annotate(WHY.get(row["state"], ""), (0, place), (5, 0), **beside)
        return
    color, marker = (LATE, "s") if row["side"] == WORSE else (SUBJECT, "o")
    ax.hlines(place, row["difference_low"], row["difference_high"], color=color, linewidth=2.2, zorder=2)
    ax.scatter(row["difference"], place, s=52, c=color, marker=marker, zorder=3)
    ax.text(1.02, place, points_of(row), fontsize=SMALL, va="center", transform=ax.get_yaxis_transform())
