"""Relative likelihoods as dots with 95% intervals on a log scale, against parity and the four-fifths band."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, NullLocator

from wres_analysis.reports.chart_style import (
    LABEL_WIDTH,
    PLAIN_GREY,
    SMALL,
    chart,
    finish,
    nothing_to_show,
    wrap,
)
from wres_analysis.reports.meaning_colours import SUBJECT
from wres_analysis.reports.table_columns import Row
from wres_analysis.workforce.indicators import FOUR_FIFTHS

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
        said = "; ".join(filter(None, ["grey: four fifths, 0.80 to 1.25", signs]))
        below = f"← better for BME staff  |  1 is parity  |  worse for BME staff →\n{wrap(said, LABEL_WIDTH)}"
        return finish(ax, finding, _shows(rows, labels), below, grid="x")


def _draw_series(ax: Axes, series: Sequence[Row], place: float) -> None:
    for back, row in enumerate(reversed(series)):
        at = place + 0.22 * back
        if pd.isna(row["ratio"]):
            if not back:
                ax.text(1.0, at, f"  {row['why']}", fontsize=SMALL, va="center", color="0.3")
            continue
        color = PLAIN_GREY if back else SUBJECT
        ax.hlines(at, row["low"], row["high"], color=color, linewidth=1.0 if back else 2.2, zorder=2)
        face = "white" if row["open"] and not back else color
        ax.scatter(row["ratio"], at, s=16 if back else 52, c=face, edgecolors=color, linewidths=1.6, zorder=3)
        if not back:
            words = ratio_with_interval(row["ratio"], row["low"], row["high"])
            ax.text(1.02, at, words, fontsize=SMALL, va="center", transform=ax.get_yaxis_transform())


def ratio_with_interval(ratio: float, low: float, high: float) -> str:
    """A ratio with its interval.

    Examples
    --------
    >>> ratio_with_interval(2.374, 1.496, 3.767)
    '2.37 (1.50 to 3.77)'
    """
    return f"{ratio:.2f} ({low:.2f} to {high:.2f})"


def _set_axes(ax: Axes, rows: pd.DataFrame, labels: Sequence[str]) -> None:
    low = min(0.7, float(rows["low"].min()) * 0.92)
    high = max(1.5, float(rows["high"].max()) * 1.08)
    ax.set_xlim(max(0.05, low), min(20.0, high))
    crowded = [tick for span, ticks in CROWDED.items() if high / low > span for tick in ticks]
    ticks = [tick for tick in TICKS if low <= tick <= high and tick not in crowded]
    ax.xaxis.set_major_locator(FixedLocator(ticks))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.set_yticks(range(len(labels) - 1, -1, -1), [wrap(label, WIDTH_OF_LABEL) for label in labels])
    ax.set_ylim(-0.6, len(labels) - 0.4 + (0.3 if len(rows) > len(labels) else 0))


def _shows(rows: pd.DataFrame, labels: Sequence[str]) -> str:
    newest = rows.groupby("label", sort=False).tail(1)
    worse = int(newest["low"].astype(float).gt(1).sum())
    hidden = int(newest["ratio"].isna().sum())
    rest = f", {hidden} cannot be shown" if hidden else ""
    return (
        f"Dots with 95% intervals, {len(labels)} rows; {worse} wholly on the worse side for BME staff{rest}"
    )
