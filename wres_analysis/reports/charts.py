"""Every chart, each taking `ax` and returning `ax` with its alternative text.

Without `ax` a chart makes a figure of A4 width: `funnel_plot(benchmark).figure` shows it in a notebook.
"""

from __future__ import annotations

from wres_analysis.reports.chart_style import alt_text, chart_style, set_alt_text
from wres_analysis.reports.funnel_chart import funnel_plot
from wres_analysis.reports.plan_charts import deadlines_plot, status_plot
from wres_analysis.reports.rates_by_organisation import interval_plot, measures_plot

__all__ = [
    "alt_text",
    "chart_style",
    "deadlines_plot",
    "funnel_plot",
    "interval_plot",
    "measures_plot",
    "set_alt_text",
    "status_plot",
]
