"""The chart of the Model Employer goal: staff in senior posts and the line to 2028."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from wres_analysis.plan_years import snapshot_year
from wres_analysis.reports.chart_style import (
    DARK_BLUE,
    ORANGE,
    SMALL,
    axes_of,
    chart_style,
    dress,
    nothing_to_show,
    set_alt_text,
)
from wres_analysis.workforce.model_employer import GOAL_YEAR, chance_band, goal_line

SHADE = "#d5dfea"


def goal_plot(rows: pd.DataFrame, ax: Axes | None = None, *, title: str = "Model Employer goal") -> Axes:
    """BME staff in senior posts, the straight line to the goal of 2028, and what chance would leave on it.

    Examples
    --------
    >>> from wres_analysis.workforce.model_employer import MODEL_EMPLOYER
    >>> from wres_analysis.tables import table_of
    >>> goal_plot(table_of([], MODEL_EMPLOYER)).get_title(loc="left")
    'Model Employer goal'
    """
    held = rows[rows["goal"].notna()]
    held = held.assign(at=[snapshot_year(year) for year in held["year"]]).sort_values("at")
    with chart_style():
        ax = axes_of(ax, height=1.6 if held.empty else 4.6)
        if held.empty:
            why = "The goal cannot be shown: too few people in senior posts, or bands are not given."
            return nothing_to_show(ax, title, why)
        _draw_goal(ax, held)
        last = max(GOAL_YEAR, int(held["at"].max()))
        dress(ax, title, "31 March", "BME staff, rounded counts", grid="y")
        ax.set(xlim=(held["at"].min() - 0.4, last + 1.3), ylim=(0, ax.get_ylim()[1] * 1.08))
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=9))
        ax.yaxis.set_major_locator(MaxNLocator(integer=True))
        return set_alt_text(ax, _goal_alt(held, title))


def _draw_goal(ax: Axes, held: pd.DataFrame) -> None:
    first, newest = held.iloc[0], held.iloc[-1]
    years = np.arange(int(first["at"]), max(GOAL_YEAR, int(newest["at"])) + 1)
    start, goal, posts = int(first["bme"]), float(newest["goal"]), int(newest["posts"])
    line = [goal_line(start, int(first["at"]), goal, int(year)) for year in years]
    bands = np.array([chance_band(posts, min(value, posts)) for value in line])
    ax.fill_between(years, bands[:, 0], bands[:, 1], color=SHADE, linewidth=0, zorder=1)
    ax.plot(years, line, color="0.1", linewidth=1.4, linestyle=(0, (5, 2)), zorder=2)
    ax.plot(
        held["at"],
        held["bme"].astype(float),
        color=DARK_BLUE,
        linewidth=1.8,
        marker="o",
        markersize=8,
        zorder=3,
    )
    _write_counts(ax, held)
    if years[-1] == GOAL_YEAR:
        ax.scatter(GOAL_YEAR, goal, marker="D", s=70, c=ORANGE, edgecolors="black", zorder=4)
        ax.annotate(
            f"goal {goal:.0f}",
            (GOAL_YEAR, goal),
            (9, 0),
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
        )
    ax.text(
        0.02,
        0.97,
        "dashed: straight line to the goal\nshaded: what chance alone would leave on the line, 95%",
        transform=ax.transAxes,
        fontsize=SMALL,
        va="top",
    )


def _write_counts(ax: Axes, held: pd.DataFrame) -> None:
    for row in held.to_dict("records"):
        below = float(row["bme"]) < float(row["line"])
        place = (0, -9) if below else (0, 9)
        ax.annotate(
            str(row["bme"]),
            (row["at"], float(row["bme"])),
            place,
            textcoords="offset points",
            ha="center",
            va="top" if below else "bottom",
            fontsize=SMALL,
        )


def _goal_alt(held: pd.DataFrame, title: str) -> str:
    newest = held.iloc[-1]
    seen = ", ".join(f"{row['bme']} in {row['at']}" for row in held.to_dict("records"))
    where = f" {newest['standing'].capitalize()}." if newest["standing"] else ""
    return (
        f"{title}: line chart of BME staff in senior posts, {seen}; the dashed line leads to "
        f"{newest['goal']:.0f} in {GOAL_YEAR}.{where} On the newest date chance alone would leave "
        f"{newest['line_low']} to {newest['line_high']} on the line. The numbers are in the table below."
    )
