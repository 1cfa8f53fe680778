"""What became of actions from one plan to the next: all pairs of plans together, as streams with counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline

from wres_analysis.analysis import Analysis
from wres_analysis.measures.carry_over import flows
from wres_analysis.measures.plan_pairs import pooled_pairs_only
from wres_analysis.reports.chart_style import NORMAL, chart, finish, nothing_to_show, text_on
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.meaning_colours import CARRIED_OVER, COMPLETE, EDGE, GONE, NEW, REWORDED
from wres_analysis.reports.phrases import as_percent
from wres_analysis.reports.table_columns import Column

FEWEST = 10  # actions: a stream of fewer is put to the one beside it, and a picture of fewer says nothing
BAR, STUB, GAP = 0.03, 0.3, 0.03


class _Stream(NamedTuple):
    name: str
    kinds: tuple[str, ...]
    colour: str


STREAMS = (
    _Stream("same words", ("exact", "minor_edit"), CARRIED_OVER),
    _Stream("other words", ("reworded", "split", "merged"), REWORDED),
    _Stream("complete, not in it", ("completed",), COMPLETE),
    _Stream("gone, not complete", ("dropped",), GONE),
    _Stream("new", ("new",), NEW),
)


def flow(analysis: Analysis) -> Exhibit:
    """What became of the actions between each two plans: came back, complete, gone, new.

    Parameters
    ----------
    analysis : Analysis
        Of all organisations.
    """
    counts = flows(pooled_pairs_only(analysis.links, analysis.plan_pairs), analysis.actions)
    together = counts.groupby("kind")[["earlier", "later"]].sum()
    rows = pd.DataFrame(
        [{"name": one.name, **together.reindex(one.kinds).sum().astype(int).to_dict()} for one in STREAMS]
    )
    return Exhibit(
        "flow",
        "From one plan to the next",
        data=rows,
        columns=[
            Column("What became of it", "name"),
            Column("Actions of the earlier plan", "earlier"),
            Column("Actions of the later plan", "later"),
        ],
        axes=flow_plot(rows),
        caveat="Links are inferred from wording: an action that is gone may go on under another name or in "
        "another plan. Split and merged ones count differently on each side.",
    )


def flow_plot(rows: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Streams from the earlier plans to the later ones, their heights the numbers of actions."""
    before, after = int(rows["earlier"].sum()), int(rows["later"].sum())
    few = before < FEWEST
    with chart(ax, 1.6 if few else 4.2) as ax:
        if few:
            why = f"{before} actions of earlier plans are too few to draw."
            return nothing_to_show(ax, "From one plan to the next", why)
        ends = _draw_streams(ax, rows)
        _draw_bars(ax, before, after, ends)
        ax.set(xlim=(-0.02, 1.02), ylim=(-max(ends), max(before, after) * 0.16))
        came = int(rows.loc[rows["later"].gt(0), "earlier"].sum())
        finding = f"{as_percent(came / before)} of the actions of earlier plans came back in the next one"
        shown = ", ".join(
            f"{row['name']} {_words(row['earlier'], row['later'])}" for row in rows.to_dict("records")
        )
        finish(ax, finding, f"Streams between two bars: {shown}")
        ax.set_axis_off()
        return ax


def _words(earlier: int, later: int) -> str:
    return (
        f"{earlier or later:,}"
        if earlier == later or not earlier or not later
        else f"{earlier:,} → {later:,}"
    )


def _draw_streams(ax: Axes, rows: pd.DataFrame) -> tuple[float, float]:
    """All streams from the top down, and how far down they reach on the left and the right."""
    gap = max(rows["earlier"].sum(), rows["later"].sum()) * GAP
    left = right = 0.0
    for stream, earlier, later in zip(STREAMS, rows["earlier"], rows["later"], strict=True):
        if not earlier and not later:
            continue
        begin, end = BAR if earlier else 1 - BAR - STUB, 1 - BAR if later else BAR + STUB
        tops = (left if earlier else right, right if later else left)
        ax.add_patch(_ribbon((begin, end), tops, (earlier or later, later or earlier), stream.colour))
        middle = (tops[0] + tops[1] + (earlier or later) / 2 + (later or earlier) / 2) / 2
        _write(
            ax,
            (begin + end) / 2,
            middle,
            f"{stream.name} {_words(earlier, later)}",
            stream.colour,
            min(earlier or later, later or earlier) / gap,
        )
        left += earlier + gap if earlier else 0
        right += later + gap if later else 0
    return left, right


def _write(ax: Axes, x: float, depth: float, text: str, colour: str, room: float) -> None:
    """The name of a stream: on it where it is high enough for a line of text, otherwise on white."""
    fits = room > 1.6  # a line of text is about as high as 1.6 gaps
    box = None if fits else {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    ax.text(
        x,
        -depth,
        text,
        ha="center",
        va="center",
        fontsize=NORMAL,
        color=text_on(colour) if fits else "black",
        bbox=box,
    )


def _ribbon(
    ends: tuple[float, float], tops: tuple[float, float], heights: tuple[int, int], colour: str
) -> PathPatch:
    (begin, end), middle = ends, sum(ends) / 2
    high = [-top for top in tops]
    low = [-top - height for top, height in zip(tops, heights, strict=True)]
    points = [
        (begin, high[0]), (middle, high[0]), (middle, high[1]), (end, high[1]),
        (end, low[1]), (middle, low[1]), (middle, low[0]), (begin, low[0]), (begin, high[0]),
    ]  # fmt: skip
    codes = [Outline.MOVETO, *[Outline.CURVE4] * 3, Outline.LINETO, *[Outline.CURVE4] * 3, Outline.CLOSEPOLY]
    return PathPatch(Outline(np.array(points), codes), facecolor=colour, edgecolor=EDGE, linewidth=0.5)


def _draw_bars(ax: Axes, before: int, after: int, ends: Sequence[float]) -> None:
    tallest = max(before, after)
    for x, name, size, deep in (
        (0.0, "Earlier plans", before, ends[0]),
        (1.0, "Later plans", after, ends[1]),
    ):
        left = 0.0 if not x else 1 - BAR
        ax.add_patch(Rectangle((left, -deep + tallest * GAP), BAR, deep - tallest * GAP, facecolor="0.1"))
        ax.text(
            x, tallest * 0.03, f"{name}\n{size:,} actions", ha="left" if not x else "right", va="bottom",
            fontsize=NORMAL, fontweight="bold",
        )  # fmt: skip
