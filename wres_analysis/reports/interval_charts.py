"""Dots with 95% intervals: one measure over organisations or plans, or the measures of one plan."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter
from numpy.typing import NDArray

from wres_analysis.measures.benchmarking import newest_values
from wres_analysis.measures.measure_definitions import measure_of, measures
from wres_analysis.reports.chart_style import (
    DARK_BLUE,
    DARK_PINK,
    FEW,
    LABEL_WIDTH,
    NORMAL,
    PLAIN_GREY,
    SMALL,
    axes_of,
    chart_style,
    dress,
    nothing_to_show,
    row_height,
    row_name,
    set_alt_text,
    wrap,
)
from wres_analysis.reports.phrases import as_percent

NAME_WIDTH = 34
BEHIND = {"facecolor": "white", "edgecolor": "none", "pad": 1}


def interval_plot(
    rates: pd.DataFrame,
    ax: Axes | None = None,
    *,
    measure: str = "",
    highlight: str = "",
    names: Mapping[str, str] | None = None,
    smallest: int = 10,
) -> Axes:
    """A dot and a 95% interval per organisation, with the rate of all together.

    Parameters
    ----------
    rates : pandas.DataFrame
        Rows of RATES or BENCHMARK. Rates of one organisation only are drawn plan by plan.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure of A4 width if missing.
    measure : str, optional
        Name of the measure; may be blank where there is only one.
    highlight : str, optional
        Code of the organisation to point out.
    names : mapping of str to str, optional
        What to call an organisation, by code.
    smallest : int, default 10
        Rates from fewer actions are drawn in grey.

    Returns
    -------
    matplotlib.axes.Axes
        With alternative text. Up to 40 organisations stand in the order of their names with their counts;
        more are sorted by rate and only `highlight` is named.

    Examples
    --------
    >>> from wres_analysis.tables import RATES, table_of
    >>> interval_plot(table_of([], RATES), measure="stated").get_title(loc="left")
    'Stated by the plan as carried over'
    """
    wanted = measure or next(iter(rates["measure"]), "matched_backward")
    label = measure_of(wanted).label
    held = rates[rates["measure"].eq(wanted) & rates["rate"].notna()]
    alone = held["organisation"].nunique() == 1
    rows = _plan_by_plan(held, names or {}) if alone else _by_name(held, wanted, names or {})
    rows = rows.assign(
        few=rows["denominator"].lt(smallest), own=rows["organisation"].eq(highlight) & (not alone)
    )
    with chart_style():
        row = row_height(rows["label"], NAME_WIDTH)
        ax = axes_of(ax, height=1.6 + (row * len(rows) if len(rows) <= FEW else 5.2))
        if rows.empty:
            return nothing_to_show(ax, label, "No organisation has a value for this measure.")
        pooled = None if alone else float(rows["numerator"].sum() / rows["denominator"].sum())
        draw = _draw_named if len(rows) <= FEW else _draw_sorted
        draw(ax, rows, pooled)
        if rows["few"].any():
            ax.set_xlabel(_with_few(ax.get_xlabel(), smallest))
        _finish(ax, f"{label}: {_message(rows, pooled)}")
        return set_alt_text(ax, _interval_alt(rows, label, pooled))


def _finish(ax: Axes, title: str) -> None:
    dress(ax, title, ax.get_xlabel(), "", grid="x")
    ax.set_xlim(-0.02, 1.02)
    ax.xaxis.set_major_formatter(PercentFormatter(1.0))


def _with_few(label: str, smallest: int) -> str:
    said = f"grey crosses: fewer than {smallest} actions"
    return wrap(f"{label}; {said}" if label else said, LABEL_WIDTH)


def _message(rows: pd.DataFrame, pooled: float | None) -> str:
    if pooled is None:
        return f"{as_percent(rows['rate'].iloc[-1])} in {rows['label'].iloc[-1]}"
    low, high = as_percent(rows["rate"].min()), as_percent(rows["rate"].max())
    return f"{as_percent(pooled)} all together, {low} to {high} by organisation"


def _by_name(held: pd.DataFrame, measure: str, names: Mapping[str, str]) -> pd.DataFrame:
    newest = newest_values(held, measure) if "low_with_links" in held.columns else held
    return newest.assign(label=newest["organisation"].map(lambda code: names.get(code, code))).sort_values(
        "label"
    )


def _plan_by_plan(held: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """A row per plan year, with the name of the organisation where names are given."""
    year = held["to_year"].where(held["to_year"].ne(""), held["from_year"])
    called = held["organisation"].map(lambda code: f"{names[code]}, " if code in names else "")
    return held.assign(label=called + year, year=year).sort_values("year")


def measures_plot(
    rates: pd.DataFrame, ax: Axes | None = None, *, names: Sequence[str] = (), title: str = ""
) -> Axes:
    """A dot and a 95% interval per measure, for one plan of one organisation.

    Examples
    --------
    >>> from wres_analysis.tables import RATES, table_of
    >>> row = {"measure": "stated", "numerator": 5, "denominator": 6, "rate": 0.83, "low": 0.44, "high": 0.97}
    >>> len(measures_plot(table_of([row], RATES)).get_yticks())
    1
    """
    wanted = list(names) or [name for name in measures() if name in set(rates["measure"])]
    rows = rates.drop_duplicates("measure", keep="last").set_index("measure").reindex(wanted).reset_index()
    rows = rows.assign(label=[measure_of(name).label for name in wanted], few=False, own=False)
    title = title or "How much is carried over"
    with chart_style():
        ax = axes_of(ax, height=1.6 + row_height(rows["label"], NAME_WIDTH) * max(1, len(rows)))
        if rows.empty:
            return nothing_to_show(ax, title, "Nothing was measured.")
        _draw_named(ax, rows, None)
        _finish(ax, title)
        return set_alt_text(
            ax, f"Dots with 95% intervals. {_listed(rows)}. The numbers are in the table below."
        )


def _draw_named(ax: Axes, rows: pd.DataFrame, pooled: float | None) -> None:
    places = np.arange(len(rows))[::-1]
    rows = rows.assign(held=rows["rate"].notna())
    _draw_rows(ax, rows, places)
    ax.set_yticks(places, [row_name(label, NAME_WIDTH) for label in rows["label"]])
    ax.set_ylim(-0.8, len(rows) - 0.2 + (0.5 if pooled is not None else 0))
    for place, row in zip(places, rows.to_dict("records"), strict=True):
        if pd.isna(row["rate"]):
            ax.text(
                0.0, place, "not held, or nothing to count", fontsize=SMALL, va="center", color=PLAIN_GREY
            )
        else:
            counts = f"{row['numerator']} of {row['denominator']}"
            ax.text(1.03, place, counts, fontsize=SMALL, va="center", transform=ax.get_yaxis_transform())
    if pooled is not None:
        _draw_pooled(ax, pooled)


def _draw_sorted(ax: Axes, rows: pd.DataFrame, pooled: float | None) -> None:
    rows = rows.assign(held=True).sort_values(["rate", "denominator"])
    places = np.arange(len(rows))
    _draw_rows(ax, rows, places, size=9, width=0.7)
    ax.set_yticks([])
    ax.set_ylim(-len(rows) * 0.03, len(rows) * 1.08)
    ax.set_xlabel(f"{len(rows)} rows in the order of their rates; the table has their names")
    if pooled is not None:
        _draw_pooled(ax, pooled)
    for place, row in zip(places, rows.to_dict("records"), strict=True):
        if row["own"]:
            point = (float(row["high"]), float(place))
            ax.annotate(
                str(row["label"]),
                point,
                (10, 0),
                textcoords="offset points",
                va="center",
                fontsize=NORMAL,
                bbox=BEHIND,
            )


def _draw_rows(
    ax: Axes, rows: pd.DataFrame, places: NDArray[np.int64], size: float = 44, width: float = 1.8
) -> None:
    held, own, few = (rows[name].to_numpy(dtype=bool) for name in ("held", "own", "few"))
    kinds = (
        (held & ~own & ~few, DARK_BLUE, "o", 1),
        (held & ~own & few, PLAIN_GREY, "X", 1),
        (held & own, DARK_PINK, "s", 2),
    )
    for mask, color, marker, larger in kinds:
        part = rows[mask].astype({"rate": float, "low": float, "high": float})
        ax.hlines(
            places[mask], part["low"], part["high"], color=color, linewidth=width * larger, zorder=larger
        )
        ax.scatter(part["rate"], places[mask], s=size * larger, c=color, marker=marker, zorder=larger + 1)


def _draw_pooled(ax: Axes, pooled: float) -> None:
    ax.axvline(pooled, color="0.1", linewidth=1.2, linestyle=(0, (5, 2)), zorder=1)
    side = "center" if 0.15 < pooled < 0.85 else "left" if pooled <= 0.15 else "right"
    ax.annotate(
        f"all together {as_percent(pooled)}",
        (pooled, 1),
        (0, -2),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha=side,
        va="top",
        fontsize=SMALL,
        bbox=BEHIND,
    )


def _interval_alt(rows: pd.DataFrame, label: str, pooled: float | None) -> str:
    together = f" All together {as_percent(pooled)}." if pooled is not None else ""
    said = f"Dots with 95% intervals: {label.lower()}. {_listed(rows)}.{together}"
    return f"{said} The numbers are in the table below."


def _listed(rows: pd.DataFrame) -> str:
    """Every row in words where there are few, and the two ends where there are many."""
    said = [_said(row) for row in rows.to_dict("records")]
    if len(said) <= 6:
        return "; ".join(said)
    ends = rows.sort_values("rate").iloc[[0, -1]].to_dict("records")
    return f"{len(rows)} rows, from {_said(ends[0])} to {_said(ends[1])}"


def _said(row: Mapping[Hashable, Any]) -> str:
    if pd.isna(row["rate"]):
        return f"{row['label']}: not measured"
    return f"{row['label']}: {as_percent(row['rate'])} ({row['numerator']} of {row['denominator']})"
