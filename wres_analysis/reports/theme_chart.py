"""The chart of themes: how many organisations act on each, and what becomes of its actions."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from wres_analysis.reports.chart_style import (
    DARK_BLUE,
    LABEL_WIDTH,
    SMALL,
    axes_of,
    chart_style,
    dress,
    nothing_to_show,
    row_name,
    set_alt_text,
    wrap,
)

MOST_ROWS = 20
ROW_HEIGHT = 0.4
NAME_WIDTH = 30


def theme_plot(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """How many organisations have each theme in their newest plan, the widest spread on top.

    Examples
    --------
    >>> from wres_analysis.tables import table_of
    >>> from wres_analysis.measures.themes import THEMES
    >>> theme_plot(table_of([], THEMES)).get_title(loc="left")
    'Themes of the newest plans'
    """
    title = "Themes of the newest plans"
    shown = table.head(MOST_ROWS)
    with chart_style():
        ax = axes_of(ax, height=1.6 + ROW_HEIGHT * max(2, len(shown)))
        if shown.empty:
            return nothing_to_show(ax, title, "No action was put to a theme.")
        of = int(shown["of_organisations"].iloc[0])
        _draw_bars(ax, shown, of)
        top = shown.iloc[0]
        title = _title(title, top, of)
        more = f"the first {len(shown)} of {len(table)} themes are drawn" if len(table) > len(shown) else ""
        across = f"Organisations that have it, of {of}, and what became of its actions"
        across = "; ".join(filter(None, ["Actions" if of == 1 else across, more]))
        dress(ax, title, wrap(across, LABEL_WIDTH), grid="x")
        said = ", ".join(f"{row['theme']} {row['organisations']}" for _, row in shown.iterrows())
        said = f"{said}. {more.capitalize()}" if more else said
        return set_alt_text(
            ax, f"Bar chart. {title}. Organisations of {of}: {said}. The numbers are in the table below."
        )


def _title(title: str, top: pd.Series, of: int) -> str:
    if of == 1:
        return f"{title} of one organisation"
    if top["organisations"] == 1:
        return f"{title}: no theme is in more than one of {of} plans"
    name = _in_a_sentence(str(top["theme"]))
    return f"{title}: most widely shared is {name}, in {top['organisations']} of {of}"


def _draw_bars(ax: Axes, shown: pd.DataFrame, of: int) -> None:
    places = np.arange(len(shown))[::-1]
    widths = shown["actions" if of == 1 else "organisations"].to_numpy(dtype=float)
    ax.barh(places, widths, color=DARK_BLUE, height=0.62)
    for place, width, (_, row) in zip(places, widths, shown.iterrows(), strict=True):
        ax.text(width + widths.max() * 0.015, place, _beside(row), va="center", fontsize=SMALL)
    ax.set_yticks(places, [row_name(str(name), NAME_WIDTH) for name in shown["theme"]], fontsize=SMALL)
    ax.set(xlim=(0, widths.max() * 1.55), ylim=(-0.6, len(shown) - 0.4))
    ticks = MaxNLocator(nbins=6, integer=True).tick_values(0, widths.max())
    ax.set_xticks(ticks[ticks <= widths.max()])


def _beside(row: pd.Series) -> str:
    width = row["actions" if row["of_organisations"] == 1 else "organisations"]
    if not row["could_be_carried"]:
        return f"{width} (no earlier plan)"
    return f"{width} ({row['carried_over']} of {row['could_be_carried']} carried over)"


def _in_a_sentence(theme: str) -> str:
    """The name of a theme inside a sentence: small letters at the start, unless it is an abbreviation."""
    return theme if theme[:2].isupper() else theme[:1].lower() + theme[1:]
