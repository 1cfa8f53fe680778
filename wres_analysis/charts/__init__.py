"""Every chart, each taking `ax` and returning `ax` with its alternative text.

Without `ax` a chart makes a figure of A4 width: `funnel_plot(benchmark).figure` shows it in a notebook.
"""

from __future__ import annotations

from wres_analysis.charts.flow import flow_plot
from wres_analysis.charts.funnel import funnel_plot
from wres_analysis.charts.heat import completeness_plot, coverage_plot
from wres_analysis.charts.intervals import interval_plot, measures_plot
from wres_analysis.charts.lives import life_plot
from wres_analysis.charts.plans import deadlines_plot, status_plot
from wres_analysis.charts.shrinkage import ranks_plot, shrinkage_plot
from wres_analysis.charts.style import alt_text, chart_style, set_alt_text

__all__ = [
    "alt_text",
    "chart_style",
    "completeness_plot",
    "coverage_plot",
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
