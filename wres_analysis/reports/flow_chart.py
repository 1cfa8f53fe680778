"""What became of actions between plans, drawn as streams with their counts printed on them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline

from wres_analysis.linking.input import ordered_years
from wres_analysis.measures.carry_over import flows
from wres_analysis.reports.chart_style import (
    DARK_BLUE,
    DARK_GREY,
    DARK_PINK,
    NORMAL,
    ORANGE,
    PURPLE,
    SMALL,
    TURQUOISE,
    axes_of,
    chart_style,
    dress,
    nothing_to_show,
    set_alt_text,
)
from wres_analysis.reports.phrases import as_percent

MOST_PLANS = 4
BAR = 0.05
STUB = 0.16
GAP = 0.012

STREAMS = {
    "exact": ("same words", DARK_BLUE, ""),
    "minor_edit": ("minor edit", TURQUOISE, "//"),
    "reworded": ("reworded", DARK_PINK, ""),
    "split": ("split", ORANGE, "\\\\"),
    "merged": ("merged", DARK_GREY, ""),
    "completed": ("complete", PURPLE, ".."),
    "dropped": ("dropped", "white", "xx"),
    "new": ("new", "white", "||"),
}


def flow_plot(links: pd.DataFrame, actions: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """How the actions of each plan flow into the next one.

    Examples
    --------
    >>> from wres_analysis.tables import ACTIONS, LINKS, table_of
    >>> flow_plot(table_of([], LINKS), table_of([], ACTIONS)).get_title(loc="left")
    'What became of the actions'
    """
    counts = flows(links, actions)
    with chart_style():
        ax = axes_of(ax, height=5.8)
        if counts.empty:
            return nothing_to_show(
                ax,
                "What became of the actions",
                "No two plans of one organisation are held: nothing can flow.",
            )
        steps = _steps(counts)
        _draw_steps(ax, steps)
        dress(ax, _title(steps), grid="")
        ax.set_axis_off()
        return set_alt_text(ax, _in_words(steps))


def _steps(counts: pd.DataFrame) -> list[tuple[str, str, pd.DataFrame]]:
    """Earlier plan, later plan, and the counts of each kind between them."""
    if counts["organisation"].nunique() > 1:
        together = counts.groupby("kind")[["earlier", "later"]].sum()
        return [("Earlier plans", "Later plans", together)]
    pairs = counts.drop_duplicates(["from_year", "to_year"])
    latest = ordered_years(pairs["to_year"])[-(MOST_PLANS - 1) :]
    chosen = pairs[pairs["to_year"].isin(latest)]
    return [
        (
            before,
            after,
            counts[counts["from_year"].eq(before) & counts["to_year"].eq(after)].set_index("kind"),
        )
        for before, after in zip(chosen["from_year"], chosen["to_year"], strict=True)
    ]


def _draw_steps(ax: Axes, steps: Sequence[tuple[str, str, pd.DataFrame]]) -> None:
    tallest = max(max(int(table["earlier"].sum()), int(table["later"].sum())) for _, _, table in steps)
    gap = tallest * GAP * 2
    ax.set(xlim=(-0.12, len(steps) + 0.12), ylim=(-tallest * 1.03 - gap * 8, tallest * 0.14))
    lowest = [0.0] * (len(steps) + 1)
    for place, (_, _, table) in enumerate(steps):
        left, right = _draw_step(ax, place, table, gap)
        lowest[place], lowest[place + 1] = min(lowest[place], left), min(lowest[place + 1], right)
    names = [steps[0][0], *(after for _, after, _ in steps)]
    sizes = [steps[0][2]["earlier"].sum(), *(table["later"].sum() for _, _, table in steps)]
    for place, (name, size) in enumerate(zip(names, sizes, strict=True)):
        ax.add_patch(Rectangle((place - BAR / 2, lowest[place]), BAR, -lowest[place], facecolor="0.1"))
        side = {0: "left", len(steps): "right"}.get(place, "center")
        x = place + {"left": -BAR / 2, "right": BAR / 2}.get(side, 0.0)
        ax.text(
            x,
            tallest * 0.04,
            f"{name}\n{size} actions",
            ha=side,
            va="bottom",
            fontsize=NORMAL,
            fontweight="bold",
        )


def _draw_step(ax: Axes, place: int, table: pd.DataFrame, gap: float) -> tuple[float, float]:
    """All streams of one pair of plans, from the top down, and where they end on the left and the right."""
    left, right = 0.0, 0.0
    spots: list[tuple[float, float, str]] = []
    for kind, (name, color, hatch) in STREAMS.items():
        if kind not in table.index:
            continue
        earlier, later = (int(table[end][kind]) for end in ("earlier", "later"))
        begin, end = place + BAR / 2, place + 1 - BAR / 2
        if not later:
            end = begin + STUB
        elif not earlier:
            begin = end - STUB
        tops = (left, right) if earlier and later else (left, left) if earlier else (right, right)
        heights = (earlier or later, later or earlier)
        ax.add_patch(_ribbon(begin, end, tops, heights, color, hatch))
        spots.append(
            _spot(begin, end, tops, heights, f"{name} {_counted(earlier, later)}", bool(earlier), bool(later))
        )
        left -= earlier + gap if earlier else 0
        right -= later + gap if later else 0
    _write(ax, spots)
    return left + gap, right + gap


def _counted(earlier: int, later: int) -> str:
    return str(earlier or later) if earlier == later or not earlier or not later else f"{earlier} → {later}"


def _ribbon(
    begin: float, end: float, tops: tuple[float, float], heights: tuple[int, int], color: str, hatch: str
) -> PathPatch:
    middle = (begin + end) / 2
    bottoms = (tops[0] - heights[0], tops[1] - heights[1])
    points = [
        (begin, tops[0]), (middle, tops[0]), (middle, tops[1]), (end, tops[1]),
        (end, bottoms[1]), (middle, bottoms[1]), (middle, bottoms[0]), (begin, bottoms[0]), (begin, tops[0]),
    ]  # fmt: skip
    codes = [Outline.MOVETO, *[Outline.CURVE4] * 3, Outline.LINETO, *[Outline.CURVE4] * 3, Outline.CLOSEPOLY]
    edge = DARK_GREY if color == "white" else "white"
    return PathPatch(
        Outline(np.array(points), codes), facecolor=color, hatch=hatch, edgecolor=edge, linewidth=0.8
    )


def _spot(
    begin: float,
    end: float,
    tops: tuple[float, float],
    heights: tuple[int, int],
    text: str,
    left: bool,
    right: bool,
) -> tuple[float, float, str]:
    """Where the name of a stream goes: on it, or beside its loose end."""
    level = (tops[0] - heights[0] / 2 + tops[1] - heights[1] / 2) / 2
    if left and right:
        return (begin + end) / 2, level, text
    return (end + 0.02, level, f"<{text}") if left else (begin - 0.02, level, f">{text}")


def _write(ax: Axes, spots: list[tuple[float, float, str]]) -> None:
    """Names on streams and beside loose ends, kept apart where streams are thin."""
    low, high = ax.get_ylim()
    least = (high - low) * 0.042
    for group in ("", "<", ">"):
        chosen = [spot for spot in spots if (spot[2][0] if spot[2][0] in "<>" else "") == group]
        free = high
        for x, level, text in sorted(chosen, key=lambda spot: -spot[1]):
            place = min(level, free - least)
            free = place
            side = {"": "center", "<": "left", ">": "right"}[group]
            ax.text(
                x, place, text.lstrip("<>"), ha=side, va="center", fontsize=SMALL,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2, "alpha": 0.92},
            )  # fmt: skip


def _title(steps: Sequence[tuple[str, str, pd.DataFrame]]) -> str:
    before, after, table = steps[-1]
    loose = ("completed", "dropped", "new")
    came = table.reindex([kind for kind in STREAMS if kind not in loose])["earlier"].sum()
    if not table["earlier"].sum():
        return "What became of the actions"
    share = as_percent(float(came / table["earlier"].sum()))
    return f"{share} of the actions of {_in_a_sentence(before)} came back in {_in_a_sentence(after)}"


def _in_a_sentence(plan: str) -> str:
    return plan.lower() if plan[:1].isalpha() else plan


def _in_words(steps: Sequence[tuple[str, str, pd.DataFrame]]) -> str:
    said = []
    for before, after, table in steps:
        kinds = [
            f"{STREAMS[str(kind)][0]} {_counted(int(row['earlier']), int(row['later']))}"
            for kind, row in table.iterrows()
        ]
        said.append(f"{before} to {after}: {', '.join(kinds)}.")
    return f"Flow of actions between plans. {' '.join(said)} The numbers are in the table below."
