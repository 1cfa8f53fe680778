"""Charts of BME shares: by band and kind of staff, and each division against its size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from wres_analysis.measures.funnel import exact_limits
from wres_analysis.reports.chart_style import (
    DARK_BLUE,
    DARK_PINK,
    HALO,
    LARGE,
    ORANGE,
    SMALL,
    axes_of,
    chart_style,
    dress,
    label_points,
    nothing_to_show,
    set_alt_text,
)
from wres_analysis.reports.phrases import as_percent
from wres_analysis.workforce.disclosure import SUPPRESSED


def share_plot(
    rows: pd.DataFrame,
    ax: Axes | None = None,
    *,
    title: str = "BME share",
    reference: Mapping[str, float] | None = None,
) -> Axes:
    """BME shares with 95% intervals, several kinds of staff beside each other, against reference lines.

    Examples
    --------
    >>> row = {"label": "8a", "kind": "Clinical", "share": 0.1, "low": 0.05, "high": 0.2}
    >>> len(share_plot(pd.DataFrame([row])).get_yticks())
    1
    """
    with chart_style():
        labels = list(dict.fromkeys(rows["label"]))
        held = rows[rows["share"].notna()]
        ax = axes_of(ax, height=1.6 if held.empty else 1.9 + 0.4 * max(2, len(labels)))
        if held.empty:
            return nothing_to_show(ax, title, "Nothing can be shown: too few people, or not given.")
        _draw_shares(ax, held, labels)
        _draw_references(ax, reference or {})
        _say_missing(ax, [label for label in labels if label not in set(held["label"])], labels)
        top = min(
            1.0, max([float(held["high"].fillna(held["share"]).max()), *(reference or {}).values()]) * 1.12
        )
        dress(ax, title, "BME share of staff whose ethnicity is known", "", grid="x")
        ax.set_title(
            ax.get_title(loc="left"),
            loc="left",
            fontsize=LARGE,
            fontweight="bold",
            pad=22 + 13 * len(reference or {}),
        )
        ax.set(xlim=(0, top), ylim=(-0.7, len(labels) - 0.3))
        ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        ax.set_yticks(range(len(labels)), labels)
        return set_alt_text(ax, _share_alt(held, reference or {}, title))


_KINDS = ((DARK_BLUE, "o"), (ORANGE, "D"), (DARK_PINK, "s"))


def _draw_shares(ax: Axes, held: pd.DataFrame, labels: Sequence[str]) -> None:
    kinds = sorted(dict.fromkeys(held["kind"]))
    offsets = np.linspace(0.16, -0.16, len(kinds)) if len(kinds) > 1 else [0.0]
    for kind, offset, (color, marker) in zip(kinds, offsets, _KINDS, strict=False):
        own = held[held["kind"].eq(kind)].astype({"share": float, "low": float, "high": float})
        places = [labels.index(label) + offset for label in own["label"]]
        ax.hlines(places, own["low"], own["high"], color=color, linewidth=1.8, zorder=2)
        ax.scatter(
            own["share"],
            places,
            s=46,
            c=color,
            marker=marker,
            edgecolors="black",
            linewidths=0.5,
            zorder=3,
            label=kind,
        )
    if len(kinds) > 1:
        ax.legend(
            loc="lower right", fontsize=SMALL, frameon=True, facecolor="white", framealpha=1, edgecolor="0.8"
        )


def _say_missing(ax: Axes, missing: Sequence[str], labels: Sequence[str]) -> None:
    for label in missing:
        said = f"  {SUPPRESSED} or not given"
        ax.text(0, labels.index(label), said, fontsize=SMALL, va="center", color="0.3", path_effects=HALO)


def _draw_references(ax: Axes, reference: Mapping[str, float]) -> None:
    for number, (name, value) in enumerate(reference.items()):
        ax.axvline(
            value, color="0.1", linewidth=1.3, linestyle="solid" if not number else (0, (5, 2)), zorder=1
        )
        ax.annotate(
            f"{name} {as_percent(value)}",
            (value, 1),
            (0, 4 + 13 * number),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="left",
            fontsize=SMALL,
        )


def _share_alt(held: pd.DataFrame, reference: Mapping[str, float], title: str) -> str:
    ends = held.sort_values("share").iloc[[0, -1]].to_dict("records")
    lines = "; ".join(f"{name} {as_percent(value)}" for name, value in reference.items())
    said = " to ".join(f"{as_percent(row['share'])} ({row['label']}, {row['kind']})" for row in ends)
    return (
        f"{title}: dots with 95% intervals, {len(held)} of them, from {said}. {lines}. "
        "The numbers are in the table below."
    )


def division_funnel(rows: pd.DataFrame, ax: Axes | None = None, *, title: str = "Divisions") -> Axes:
    """BME share of each division against its size, with the limits that chance gives around the whole.

    Examples
    --------
    >>> from wres_analysis.workforce.representation import DIVISION_SHARES
    >>> from wres_analysis.tables import table_of
    >>> division_funnel(table_of([], DIVISION_SHARES)).get_title(loc="left")
    'Divisions'
    """
    held = rows[rows["share"].notna() & rows["centre"].notna()]
    held = held.assign(
        known=(held["white"] + held["bme"]).astype("Float64").astype(float), share=held["share"].astype(float)
    )
    with chart_style():
        ax = axes_of(ax, height=1.6 if held.empty else 5.2)
        if held.empty:
            return nothing_to_show(ax, title, "No division can be shown: too few people, or not given.")
        centre = float(held["centre"].iloc[0])
        _draw_limits(ax, centre, _most(held))
        _draw_divisions(ax, held)
        _dress_divisions(ax, held, centre, title)
        points = list(zip(held["known"], held["share"], strict=True))
        label_points(ax, points, list(held["breakdown"]), points)
        return set_alt_text(ax, _funnel_alt(held, centre, title))


def _most(held: pd.DataFrame) -> int:
    """How far the limits are drawn: a little beyond the largest division."""
    return int(held["known"].max() * 1.15)


def _dress_divisions(ax: Axes, held: pd.DataFrame, centre: float, title: str) -> None:
    most = _most(held)
    below = "White and BME staff of the division; diamonds: outside the 95% limits"
    dress(ax, title, below, "BME share", grid="y")
    ax.set(xlim=(0, most * 1.3), ylim=_vertical_limits(held, centre))
    ax.yaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    whole = f"whole workforce {as_percent(centre)}"
    ax.text(most * 1.02, centre, whole, fontsize=SMALL, va="center", path_effects=HALO)


def _draw_divisions(ax: Axes, held: pd.DataFrame) -> None:
    outside = held["position"].ne("inside")
    ax.scatter(
        held["known"][~outside],
        held["share"][~outside],
        s=46,
        c="white",
        edgecolors=DARK_BLUE,
        linewidths=1.6,
        zorder=3,
    )
    ax.scatter(
        held["known"][outside],
        held["share"][outside],
        s=60,
        c=ORANGE,
        marker="D",
        edgecolors="black",
        zorder=3,
    )


def _vertical_limits(held: pd.DataFrame, centre: float) -> tuple[float, float]:
    """Room for every division, and for the outer limits of the smallest one."""
    outer = exact_limits(centre, [int(held["known"].min())], 0.998)
    low = min(float(held["share"].min()), float(outer.low[0]))
    high = max(float(held["share"].max()), float(outer.high[0]))
    return max(-0.01, low - 0.03), min(1.0, high + 0.03)


def _draw_limits(ax: Axes, centre: float, most: int) -> None:
    sizes = np.unique(np.linspace(5, most, 200).astype(int))
    for level, style in ((0.95, (0, (5, 2))), (0.998, "solid")):
        for limit in exact_limits(centre, sizes, level):
            ax.plot(
                sizes, limit, color=DARK_PINK if level > 0.99 else DARK_BLUE, linewidth=1.4, linestyle=style
            )
    ax.plot([5, most], [centre, centre], color="0.1", linewidth=1.2)
    for level, name, up in ((0.95, "95% limit", 5), (0.998, "99.8% limit", -7)):
        low = float(exact_limits(centre, [most], level).low[0])
        ax.annotate(name, (most, low), (6, up), textcoords="offset points", fontsize=SMALL, va="center")


def _funnel_alt(held: pd.DataFrame, centre: float, title: str) -> str:
    outside = held[held["position"].ne("inside")]
    said = ", ".join(
        f"{row['breakdown']} {as_percent(row['share'])} ({row['position']})"
        for row in outside.to_dict("records")
    )
    return (
        f"{title}: funnel plot of {len(held)} divisions around {as_percent(centre)}. "
        f"{f'Outside the 95% limits: {said}' if said else 'None is outside the 95% limits'}. "
        "The numbers are in the table below."
    )
