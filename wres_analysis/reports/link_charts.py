"""What links rest on and how sure they are, as stacked shares by kind of link."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from wres_analysis.measures.reliability import CONFIDENCE_WORDS, LINK_EVIDENCE
from wres_analysis.reports.chart_style import axes_of, chart_style, dress, nothing_to_show, set_alt_text
from wres_analysis.reports.phrases import as_percent
from wres_analysis.reports.plan_charts import ROW_HEIGHT, draw_shares
from wres_analysis.tables import LINK_KINDS, check_table


def evidence_plot(evidence: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """How sure links are, a bar for each kind of link.

    Examples
    --------
    >>> from wres_analysis.tables import table_of
    >>> evidence_plot(table_of([], LINK_EVIDENCE)).get_title(loc="left")
    'How sure the links are'
    """
    check_table(evidence, LINK_EVIDENCE, "link evidence")
    title = "How sure the links are"
    kinds = [kind for kind in LINK_KINDS if evidence["kind"].eq(kind).any()]
    with chart_style():
        ax = axes_of(ax, height=2.4 + ROW_HEIGHT * len(kinds))
        if evidence.empty:
            return nothing_to_show(ax, title, "No two actions of different plans are linked.")
        counts = pd.crosstab(evidence["kind"], evidence["confidence"])
        counts = counts.reindex(index=kinds, columns=list(CONFIDENCE_WORDS), fill_value=0)
        counts = counts.rename(columns=CONFIDENCE_WORDS, index=lambda kind: str(kind).replace("_", " "))
        draw_shares(ax, counts)
        sure = as_percent(float(evidence["confidence"].isin(["sure", "person"]).mean()))
        title = f"{title}: {sure} have a probability of 0.8 or more, or a person decided"
        dress(ax, title, "Share of the links; in brackets, how many there are of the kind", grid="")
        ax.xaxis.set_major_formatter(PercentFormatter(1.0))
        said = "; ".join(
            f"{kind}: " + ", ".join(f"{str(name).lower()} {count}" for name, count in row.items() if count)
            for kind, row in counts.iterrows()
        )
        return set_alt_text(ax, f"Stacked bars. {title}. {said}. The numbers are in the table below.")
