"""How a share spreads over many plans: circles for plans, a bar at the middle one."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from wres_analysis.reports.chart_style import DARK_BLUE, ORANGE, wrap

STEP = 0.05
LARGEST = 560.0
NAME_WIDTH = 26
ROW_HEIGHT = 0.62


def draw_spread(ax: Axes, shares: pd.DataFrame) -> str:
    """A row per column of the table, with circles at steps of 5% whose area is the number of plans."""
    places = np.arange(shares.shape[1])[::-1]
    for place, name in zip(places, shares.columns, strict=True):
        values = shares[name].dropna().to_numpy(dtype=float)
        steps, plans = np.unique(np.round(values / STEP), return_counts=True)
        area = 14 + LARGEST * plans / max(1, len(shares))
        ax.scatter(steps * STEP, np.full(len(steps), place), s=area, c=DARK_BLUE, edgecolors="white")
        if len(values):
            ax.vlines(np.median(values), place - 0.42, place + 0.42, color="white", linewidth=6, zorder=3)
            ax.vlines(np.median(values), place - 0.42, place + 0.42, color=ORANGE, linewidth=3.5, zorder=3)
    ax.set_yticks(places, [wrap(str(name), NAME_WIDTH) for name in shares.columns])
    ax.set(xlim=(-0.06, 1.06), ylim=(-0.7, len(places) - 0.3))
    ax.xaxis.set_major_formatter(PercentFormatter(1.0))
    return f"the larger the circle, the more of the {len(shares)} plans; bar: the middle plan"
