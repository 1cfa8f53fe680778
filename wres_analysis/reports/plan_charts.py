"""Charts of what stands in plans: the mix of statuses, how complete rows are, what became of deadlines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import PercentFormatter
from numpy.typing import NDArray

from wres_analysis.measures.deadline_outcomes import OUTCOMES, deadline_outcome
from wres_analysis.measures.measure_definitions import read_vocabulary
from wres_analysis.measures.newest_plan import newest_actions
from wres_analysis.reports.chart_style import (
    COLOURS,
    HATCHES,
    LABEL_WIDTH,
    PALE_GREY,
    SMALL,
    axes_of,
    chart_style,
    dress,
    nothing_to_show,
    row_name,
    set_alt_text,
    text_on,
    wrap,
)
from wres_analysis.reports.phrases import as_percent
from wres_analysis.reports.spread_marks import ROW_HEIGHT as SPREAD_ROW
from wres_analysis.reports.spread_marks import draw_spread

MOST_ROWS = 30
ROW_HEIGHT = 0.42
LEGEND_ROW = 0.62
SHOWN_FROM = 0.055
FILLS = (*zip(COLOURS, HATCHES, strict=True), (PALE_GREY, "xx"))


def status_plot(
    actions: pd.DataFrame, ax: Axes | None = None, *, by: str = "", names: Mapping[str, str] | None = None
) -> Axes:
    """The mix of statuses, one bar per plan year or per organisation.

    Examples
    --------
    >>> from wres_analysis.tables import ACTIONS, table_of
    >>> status_plot(table_of([], ACTIONS)).get_title(loc="left")
    'Status of the actions'
    """
    groups = read_vocabulary("status_groups")
    group_of = dict(zip(groups["status"], groups["group"], strict=True))
    order = list(dict.fromkeys(groups["group"]))
    counts = counts_by_bar(actions, actions["status"].map(group_of), order, by, names or {})
    return _draw_mix(ax, counts, "Status of the actions", "complete", "statuses")


def deadlines_plot(
    actions: pd.DataFrame,
    ax: Axes | None = None,
    *,
    plans: pd.DataFrame | None = None,
    by: str = "",
    names: Mapping[str, str] | None = None,
) -> Axes:
    """What became of deadlines: none given, met, moved, missed, still to come; bars as in `status_plot`.

    Examples
    --------
    >>> from wres_analysis.tables import ACTIONS, table_of
    >>> deadlines_plot(table_of([], ACTIONS)).get_title(loc="left")
    'What became of deadlines'
    """
    outcome = deadline_outcome(actions, plans).map(OUTCOMES)
    counts = counts_by_bar(actions, outcome, list(OUTCOMES.values()), by, names or {})
    return _draw_mix(
        ax, counts, "What became of deadlines", "without a date that can pass", "what became of deadlines"
    )


def _draw_mix(ax: Axes | None, counts: pd.DataFrame, title: str, first: str, kinds: str) -> Axes:
    """A bar per row of counts; where there are too many for a page, how each kind spreads over them."""
    many = len(counts) > MOST_ROWS
    with chart_style():
        ax = axes_of(ax, height=2.5 + (SPREAD_ROW * counts.shape[1] if many else ROW_HEIGHT * len(counts)))
        if counts.empty:
            return nothing_to_show(ax, title, "There are no actions.")
        label = "Share of the plan's actions"
        if many:
            shares = counts.loc[:, counts.any()].div(counts.sum(axis=1), axis=0)
            label = wrap(f"{label}; {draw_spread(ax, shares)}", LABEL_WIDTH)
        else:
            draw_shares(ax, counts)
        dress(ax, f"{title}: {_message(counts, first)}", label, grid="x" if many else "")
        ax.xaxis.set_major_formatter(PercentFormatter(1.0))
        drawn = "Circles at shares of each plan" if many else "Stacked bars"
        return set_alt_text(ax, f"{drawn}: {kinds}. {_in_words(counts)} The numbers are in the table below.")


def counts_by_bar(
    actions: pd.DataFrame, kinds: pd.Series[str], order: list[str], by: str, names: Mapping[str, str]
) -> pd.DataFrame:
    """Actions per bar (rows, labelled) and kind (columns, in the order given)."""
    several = actions["organisation"].nunique()
    by = by or ("organisation" if 1 < several <= MOST_ROWS else "plan_year")
    shown = actions.assign(kind=kinds)
    if by == "organisation":
        shown = newest_actions(shown)
    label = shown[by].map(lambda code: names.get(code, code))
    return pd.crosstab(label, shown["kind"]).reindex(columns=order, fill_value=0)


def draw_shares(
    ax: Axes, counts: pd.DataFrame, totals: Sequence[int] = (), *, as_shares: bool = False
) -> None:
    """Stacked bars of shares, the first row on top, with their numbers inside and a legend above."""
    shares = counts.div(counts.sum(axis=1), axis=0).fillna(0)
    places = np.arange(len(counts))[::-1]
    left = np.zeros(len(counts))
    for (color, hatch), column in zip(FILLS, counts.columns, strict=False):
        width = shares[column].to_numpy(dtype=float)
        ax.barh(
            places, width, left=left, height=0.72, color=color, hatch=hatch, edgecolor="white", linewidth=1.2
        )
        texts = (
            [as_percent(share) for share in width] if as_shares else [str(count) for count in counts[column]]
        )
        _write_counts(ax, texts, width, left + width / 2, places, color)
        left = left + width
    sizes = list(totals) or [int(total) for total in counts.sum(axis=1)]
    labels = zip(counts.index, sizes, strict=True)
    ax.set_yticks(places, [f"{row_name(str(label), 30)} ({size})" for label, size in labels])
    shown = [str(column) for column in counts.columns if counts[column].any()]
    ax.set(xlim=(0, 1), ylim=(-0.6, len(counts) - 0.4 + LEGEND_ROW * ((len(shown) + 1) // 2)))
    _legend(ax, shown, list(counts.columns))


def _write_counts(
    ax: Axes,
    texts: Sequence[str],
    width: NDArray[np.float64],
    middle: NDArray[np.float64],
    places: NDArray[np.int64],
    color: str,
) -> None:
    behind = {"facecolor": color, "edgecolor": "none", "pad": 1.5}
    for text, wide, x, place in zip(texts, width, middle, places, strict=True):
        if wide >= SHOWN_FROM:
            ink = text_on(color)
            ax.text(x, place, text, ha="center", va="center", fontsize=SMALL, color=ink, bbox=behind)


def _legend(ax: Axes, shown: list[str], columns: list[str]) -> None:
    handles = [
        Patch(facecolor=color, hatch=hatch, edgecolor="white", label=name)
        for name in shown
        for color, hatch in [FILLS[columns.index(name)]]
    ]
    ax.legend(handles=handles, loc="upper left", ncols=2, fontsize=SMALL, handlelength=1.8, borderaxespad=0)


_UNSTATED = "Not stated or defined"  # a group of vocabulary/status_groups.csv


def _message(counts: pd.DataFrame, what: str) -> str:
    """The share of the first kind: in the newest plan of a series, in all bars together otherwise."""
    is_series = str(counts.index.name) == "plan_year"
    row = counts.iloc[-1] if is_series else counts.sum()
    where = f" in {counts.index[-1]}" if is_series else ""
    if row.get(_UNSTATED, -1) == row.sum():
        return f"none stated{where}"  # 0% would read as a verdict
    return f"{as_percent(float(row.iloc[0] / row.sum()))} {what}{where}"


def _in_words(counts: pd.DataFrame) -> str:
    rows = counts if len(counts) <= 6 else counts.sum().to_frame("All together").T
    said = [
        f"{label}: " + ", ".join(f"{str(column).lower()} {count}" for column, count in row.items() if count)
        for label, row in rows.iterrows()
    ]
    return ". ".join(said) + "."
