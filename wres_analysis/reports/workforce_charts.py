"""Charts of relative likelihoods and shares of staff: dots with intervals, ratios on a log scale.

They draw only published counts and what follows from them; a suppressed value has a row that says so.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, NullLocator, PercentFormatter

from wres_analysis.reports.chart_style import (
    DARK_BLUE,
    LARGE,
    PLAIN_GREY,
    SMALL,
    axes_of,
    chart_style,
    dress,
    nothing_to_show,
    set_alt_text,
    wrap,
)
from wres_analysis.workforce.indicators import FOUR_FIFTHS

ROW_HEIGHT = 0.46
WIDTH_OF_LABEL = 32
TICKS = (0.1, 0.2, 0.25, 0.33, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 6.0, 10.0)
CROWDED = {2.5: (0.67, 1.5), 6.0: (0.25, 0.33, 3.0, 6.0), 15.0: (0.8, 1.25)}
BAND = "#e8edee"


def likelihood_plot(
    rows: pd.DataFrame, ax: Axes | None = None, *, title: str = "Relative likelihoods"
) -> Axes:
    """Ratios with 95% intervals on a log scale, with the four-fifths band and parity.

    Examples
    --------
    >>> rows = pd.DataFrame({"label": ["3 Disciplinary"], "ratio": [1.9], "low": [1.2], "high": [3.1]})
    >>> likelihood_plot(rows).get_xscale()
    'log'
    """
    rows = rows.assign(
        why=rows.get("why", pd.Series("cannot be shown", rows.index)),
        open=rows.get("open", pd.Series(False, rows.index)),
    )
    with chart_style():
        labels = list(dict.fromkeys(rows["label"]))
        lines = sum(max(2, wrap(label, WIDTH_OF_LABEL).count("\n") + 1) for label in labels)
        ax = axes_of(ax, height=1.6 if rows["ratio"].isna().all() else 2.0 + ROW_HEIGHT / 2 * max(4, lines))
        if rows.empty or rows["ratio"].isna().all():
            return nothing_to_show(ax, title, "Nothing can be shown: too few people, or not given.")
        ax.set_xscale("log")
        _draw_band(ax)
        for place, label in zip(range(len(labels) - 1, -1, -1), labels, strict=True):
            _draw_series(ax, rows[rows["label"].eq(label)].to_dict("records"), place)
        _finish_ratios(ax, rows, labels, title)
        return set_alt_text(ax, _likelihood_alt(rows, title))


def _draw_band(ax: Axes) -> None:
    ax.axvspan(*FOUR_FIFTHS, color=BAND, zorder=0)
    ax.axvline(1.0, color="0.1", linewidth=1.2, zorder=1)
    ax.annotate(
        "parity; grey: four fifths, 0.80 to 1.25",
        (1.0, 1.0),
        (0, 4),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="center",
        fontsize=SMALL,
    )


def _draw_series(ax: Axes, series: Sequence[Mapping[Hashable, Any]], place: float) -> None:
    """The values of one label, the newest in the line and the older ones in grey above it."""
    for back, row in enumerate(reversed(series)):
        at = place + 0.22 * back
        if pd.isna(row["ratio"]):
            if not back:
                ax.text(1.0, at, f"  {row['why']}", fontsize=SMALL, va="center", color="0.3")
            continue
        color = DARK_BLUE if not back else PLAIN_GREY
        ax.hlines(at, row["low"], row["high"], color=color, linewidth=2.2 if not back else 1.0, zorder=2)
        face = "white" if row["open"] else color
        ax.scatter(
            row["ratio"], at, s=52 if not back else 16, c=face, edgecolors=color, linewidths=1.6, zorder=3
        )
        if not back:
            ax.text(
                1.02, at, _ratio_words(row), fontsize=SMALL, va="center", transform=ax.get_yaxis_transform()
            )


def _ratio_words(row: Mapping[Hashable, Any]) -> str:
    return f"{row['ratio']:.2f} ({row['low']:.2f} to {row['high']:.2f})"


def _finish_ratios(ax: Axes, rows: pd.DataFrame, labels: Sequence[str], title: str) -> None:
    low = min(0.7, float(rows["low"].min()) * 0.92)
    high = max(1.5, float(rows["high"].max()) * 1.08)
    dress(ax, title, "", "", grid="x")
    ax.set_title(ax.get_title(loc="left"), loc="left", fontsize=LARGE, fontweight="bold", pad=26)
    ax.set_xlim(max(0.05, low), min(20.0, high))
    crowded = [tick for span, ticks in CROWDED.items() if high / low > span for tick in ticks]
    ticks = [tick for tick in TICKS if low <= tick <= high and tick not in crowded]
    ax.xaxis.set_major_locator(FixedLocator(ticks))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.set_yticks(range(len(labels) - 1, -1, -1), [wrap(label, WIDTH_OF_LABEL) for label in labels])
    ax.set_ylim(-0.6, len(labels) - 0.4 + (0.3 if len(rows) > len(labels) else 0))
    several = "; small grey dots: earlier years" if len(rows) > len(labels) else ""
    ax.set_xlabel(
        f"← better for BME staff      relative likelihood, log scale      worse for BME staff →{several}",
        fontsize=SMALL,
        color="0.1",
    )


def _likelihood_alt(rows: pd.DataFrame, title: str) -> str:
    newest = rows.groupby("label", sort=False).tail(1).to_dict("records")
    said = [f"{row['label']} {row['why'] if pd.isna(row['ratio']) else _ratio_words(row)}" for row in newest]
    hollow = ", ".join(str(row["label"]) for row in newest if row["open"] and not pd.isna(row["ratio"]))
    outside = sum(1 for row in newest if not pd.isna(row["ratio"]) and row["ratio"] > FOUR_FIFTHS[1])
    return (
        f"{title}: dots with 95% intervals on a log scale. {'; '.join(said)}. {outside} above the "
        f"four-fifths band. {f'Open dots: {hollow}. ' if hollow else ''}The numbers are in the table below."
    )


def difference_plot(rows: pd.DataFrame, ax: Axes | None = None, *, title: str = "Differences") -> Axes:
    """Differences of two shares in percentage points, with 95% intervals.

    Examples
    --------
    >>> rows = pd.DataFrame({"label": ["8"], "difference": [0.07], "low": [0.04], "high": [0.1], "why": [""]})
    >>> difference_plot(rows).get_title(loc="left")
    'Differences'
    """
    with chart_style():
        ax = axes_of(
            ax, height=1.6 if rows["difference"].isna().all() else 1.7 + ROW_HEIGHT * max(2, len(rows))
        )
        if rows.empty or rows["difference"].isna().all():
            return nothing_to_show(ax, title, "Nothing can be shown: too few people, or not given.")
        ax.axvline(0, color="0.1", linewidth=1.2, zorder=1)
        for place, row in zip(range(len(rows) - 1, -1, -1), rows.to_dict("records"), strict=True):
            _draw_difference(ax, row, place)
        dress(ax, title, "BME share minus White share, percentage points", "", grid="x")
        ax.set_yticks(range(len(rows) - 1, -1, -1), [wrap(label, WIDTH_OF_LABEL) for label in rows["label"]])
        ax.set_ylim(-0.6, len(rows) - 0.4)
        ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=""))
        return set_alt_text(ax, _difference_alt(rows, title))


def _draw_difference(ax: Axes, row: Mapping[Hashable, Any], place: float) -> None:
    if pd.isna(row["difference"]):
        ax.text(0, place, f"  {row['why']}", fontsize=SMALL, va="center", color="0.3")
        return
    ax.hlines(place, row["low"], row["high"], color=DARK_BLUE, linewidth=2.2, zorder=2)
    ax.scatter(row["difference"], place, s=52, c=DARK_BLUE, zorder=3)
    ax.text(1.02, place, points_words(row), fontsize=SMALL, va="center", transform=ax.get_yaxis_transform())


def points_words(row: Mapping[Hashable, Any]) -> str:
    """A difference in percentage points with its interval.

    Examples
    --------
    >>> points_words({"difference": 0.071, "low": -0.04, "high": 0.182})
    '7.1 (−4.0 to 18.2)'
    """
    value, low, high = (_points(row[name]) for name in ("difference", "low", "high"))
    return f"{value} ({low} to {high})"


def _points(share: float) -> str:
    """Percentage points with a true minus sign, which no spreadsheet takes for a formula; never -0.0."""
    return f"{round(share * 100, 1) + 0.0:.1f}".replace("-", "−")


def _difference_alt(rows: pd.DataFrame, title: str) -> str:
    said = [
        f"{row['label']} {row['why'] if pd.isna(row['difference']) else points_words(row)}"
        for row in rows.to_dict("records")
    ]
    return (
        f"{title}: dots with 95% intervals, percentage points. {'; '.join(said)}. "
        "The numbers are in the table below."
    )
