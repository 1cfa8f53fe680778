"""How sure a comparison is: raw rates beside shrunken ones, and the ranks that numbers allow."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter
from numpy.typing import NDArray

from wres_analysis.measures.benchmarking import BENCHMARK
from wres_analysis.measures.measure_definitions import measure_of
from wres_analysis.reports.chart_style import (
    DARK_BLUE,
    DARK_PINK,
    FEW,
    HALO,
    LABEL_WIDTH,
    NORMAL,
    ORANGE,
    PLAIN_GREY,
    axes_of,
    chart_style,
    dress,
    nothing_to_show,
    row_height,
    row_name,
    set_alt_text,
    wrap,
)
from wres_analysis.reports.compared_group import group_words, one_group
from wres_analysis.reports.phrases import as_percent
from wres_analysis.tables import check_table

NAME_WIDTH = 30


def shrinkage_plot(
    benchmark: pd.DataFrame,
    ax: Axes | None = None,
    *,
    highlight: str = "",
    names: Mapping[str, str] | None = None,
) -> Axes:
    """Each rate as counted, with an arrow to the same rate drawn towards the group.

    Examples
    --------
    >>> from wres_analysis.tables import table_of
    >>> shrinkage_plot(table_of([], BENCHMARK)).get_title(loc="left")
    'Rates drawn towards the group'
    """
    check_table(benchmark, BENCHMARK, "benchmark")
    title = "Rates drawn towards the group"
    known = benchmark[benchmark["shrunken"].notna()]
    held = _labelled(one_group(known, highlight), highlight, names or {})
    with chart_style():
        ax = axes_of(ax, height=_height(held))
        if held.empty:
            return nothing_to_show(
                ax,
                title,
                "There are fewer than eight organisations with enough actions: nothing to draw towards.",
            )
        places = np.arange(len(held))[::-1]
        _arrows(ax, held, places)
        _rows(ax, held, places, "shrunken_high")
        label = measure_of(held["measure"].iloc[0]).label
        title = f"{label}: {_spread(held, 'rate')} as counted, {_spread(held, 'shrunken')} drawn in"
        signs = "circle: as counted; diamond: drawn towards the group, with its 95% interval"
        dress(ax, title, _below(signs, held, group_words(held, known)), grid="x")
        ax.set_xlim(-0.02, 1.02)
        ax.xaxis.set_major_formatter(PercentFormatter(1.0))
        return set_alt_text(ax, f"{title}. {_moves(held)} The numbers are in the table below.")


def _labelled(held: pd.DataFrame, highlight: str, names: Mapping[str, str]) -> pd.DataFrame:
    """Few organisations in the order of their names, many in that of their rates."""
    label = held["organisation"].map(lambda code: names.get(code, code)).astype("str")
    found = held.assign(label=label, own=held["organisation"].eq(highlight))
    if len(found) <= FEW:
        return found.sort_values("label")
    return found.sort_values(["rate", "organisation"], ascending=False)


def _height(held: pd.DataFrame) -> float:
    return 1.9 + (row_height(held["label"], NAME_WIDTH) * len(held) if len(held) <= FEW else 6.0)


def _arrows(ax: Axes, held: pd.DataFrame, places: NDArray[np.int64]) -> None:
    small = len(held) > FEW
    numbers = held[["rate", "shrunken", "shrunken_low", "shrunken_high"]].astype(float)
    ax.hlines(
        places,
        numbers["shrunken_low"],
        numbers["shrunken_high"],
        color=DARK_BLUE,
        linewidth=0.6 if small else 1.6,
    )
    ax.hlines(places, numbers["rate"], numbers["shrunken"], color=ORANGE, linewidth=0.8 if small else 2.4)
    edge = [DARK_PINK if own else PLAIN_GREY for own in held["own"]]
    ax.scatter(
        numbers["rate"],
        places,
        s=8 if small else 46,
        facecolors="white",
        edgecolors=edge,
        linewidths=1.4,
        zorder=3,
    )
    ax.scatter(numbers["shrunken"], places, s=6 if small else 40, c=DARK_BLUE, marker="D", zorder=4)


def _rows(ax: Axes, held: pd.DataFrame, places: NDArray[np.int64], beside: str) -> None:
    """Names on the left where there is room, otherwise that of the highlighted one beside its end."""
    if len(held) <= FEW:
        ax.set_yticks(places, [row_name(label, NAME_WIDTH) for label in held["label"]])
        ax.set_ylim(-0.7, len(held) - 0.3)
        return
    ax.set_yticks([])
    own = held["own"].to_numpy(dtype=bool)
    for place, label, x in zip(places[own], held["label"][own], held[beside][own].astype(float), strict=True):
        ax.annotate(
            f"◂ {label}", (x, place), (3, 0), textcoords="offset points", va="center", fontsize=NORMAL,
            color=DARK_PINK, path_effects=HALO, zorder=5,
        )  # fmt: skip


def _spread(held: pd.DataFrame, name: str) -> str:
    return f"{as_percent(float(held[name].min()))} to {as_percent(float(held[name].max()))}"


def _below(signs: str, held: pd.DataFrame, group: str) -> str:
    """The label under a chart: what its signs mean, who is drawn, and in which order."""
    order = f"{len(held)} organisations in the order of their rates, named in the table"
    return wrap("; ".join(filter(None, [signs, order if len(held) > FEW else "", group])), LABEL_WIDTH)


def _moves(held: pd.DataFrame) -> str:
    moved = (held["rate"] - held["shrunken"]).abs().astype(float)
    most = held.iloc[int(moved.to_numpy().argmax())]
    return (
        f"Rates of {len(held)} organisations as counted and drawn towards the group. The farthest moves "
        f"{most['label']}, from {as_percent(most['rate'])} to {as_percent(most['shrunken'])}."
    )


def ranks_plot(
    benchmark: pd.DataFrame,
    ax: Axes | None = None,
    *,
    highlight: str = "",
    names: Mapping[str, str] | None = None,
) -> Axes:
    """The ranks that each organisation may have, as a bar from the best to the worst.

    Examples
    --------
    >>> from wres_analysis.tables import table_of
    >>> ranks_plot(table_of([], BENCHMARK)).get_title(loc="left")
    'Ranks that the numbers allow'
    """
    check_table(benchmark, BENCHMARK, "benchmark")
    title = "Ranks that the numbers allow"
    known = benchmark[benchmark["rank_low"].notna()]
    held = _labelled(one_group(known, highlight), highlight, names or {})
    with chart_style():
        ax = axes_of(ax, height=_height(held))
        if held.empty:
            return nothing_to_show(
                ax, title, "Fewer than five organisations have enough actions: nobody is ranked."
            )
        places, of = np.arange(len(held))[::-1], int(held["compared"].max())
        own = held["own"].to_numpy(dtype=bool)
        thick = 7 if len(held) <= FEW else 1.2
        low, high = (held[name].to_numpy(dtype=float) for name in ("rank_low", "rank_high"))
        ax.hlines(places, low - 0.35, high + 0.35, color=np.where(own, DARK_PINK, DARK_BLUE), linewidth=thick)
        _rows(ax, held, places, "rank_low")
        width = int(np.median(high - low + 1))
        label = measure_of(held["measure"].iloc[0]).label
        title = f"{label}: half or more could stand at {width} of {of} ranks"
        below = _below("Rank, 1 is the largest share", held, group_words(held, known))
        dress(ax, title, below, grid="x")
        ax.set_xlim(0.3, of + 0.7)
        ax.xaxis.set_major_locator(MaxNLocator(8, integer=True))
        return set_alt_text(
            ax, f"{title}. Bars from the best to the worst rank. The numbers are in the table below."
        )
