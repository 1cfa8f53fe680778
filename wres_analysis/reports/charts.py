"""Every chart, each taking `ax` and returning `ax` with its alternative text.

Without `ax` a chart makes a figure of A4 width: `funnel_plot(benchmark).figure` shows it in a notebook.
"""

from __future__ import annotations

from wres_analysis.reports.chart_style import alt_text, chart_style, set_alt_text
from wres_analysis.reports.flow_chart import flow_plot
from wres_analysis.reports.funnel_chart import funnel_plot
from wres_analysis.reports.interval_charts import interval_plot, measures_plot
from wres_analysis.reports.life_chart import life_plot
from wres_analysis.reports.plan_charts import deadlines_plot, status_plot
from wres_analysis.reports.shrinkage_charts import ranks_plot, shrinkage_plot

__all__ = [
    "alt_text",
    "chart_style",
    "deadlines_plot",
    "flow_plot",
    "funnel_plot",
    "interval_plot",
    "life_plot",
    "measures_plot",
    "ranks_plot",
    "set_alt_text",
    "shrinkage_plot",
    "status_plot",
]
