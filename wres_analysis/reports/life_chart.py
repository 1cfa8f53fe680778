"""How long actions live, and how they end, as stacked shares after one, two, three … plans."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from wres_analysis.measures.lives import LIFE_TABLE
from wres_analysis.reports.chart_style import axes_of, chart_style, dress, nothing_to_show, set_alt_text
from wres_analysis.reports.phrases import as_percent
from wres_analysis.reports.plan_charts import ROW_HEIGHT, draw_shares
from wres_analysis.tables import check_table

KINDS = {
    "complete": "Complete",
    "withdrawn": "Withdrawn",
    "vanished": "Vanished without a word",
    "open": "Still open",
}


def life_plot(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """What became of actions after one, two, three … plans.

    Examples
    --------
    >>> from wres_analysis.tables import table_of
    >>> life_plot(table_of([], LIFE_TABLE)).get_title(loc="left")
    'How long actions live'
    """
    check_table(table, LIFE_TABLE, "life table")
    title = "How long actions live"
    with chart_style():
        ax = axes_of(ax, height=2.4 + ROW_HEIGHT * len(table))
        table = table[table["open"].notna()]
        if table.empty:
            return nothing_to_show(ax, title, "No action could be followed from its first plan.")
        shares = table[list(KINDS)].rename(columns=KINDS).astype(float)
        shares.index = pd.Index([f"after {plan} plan{'s' if plan > 1 else ''}" for plan in table["plans"]])
        draw_shares(ax, shares, totals=[int(count) for count in table["at_risk"]], as_shares=True)
        first = table.iloc[0]
        title = f"{title}: {as_percent(first['open'])} are still open after their first plan"
        dress(ax, title, "Share of actions; in brackets, how many were seen for so many plans", grid="")
        ax.xaxis.set_major_formatter(PercentFormatter(1.0))
        said = "; ".join(
            f"{label}: "
            + ", ".join(f"{str(kind).lower()} {as_percent(share)}" for kind, share in row.items())
            for label, row in shares.iterrows()
        )
        return set_alt_text(ax, f"Stacked bars. {said}. The numbers are in the table below.")
