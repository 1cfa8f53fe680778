"""Read NHS WRES action plans as published, link them over the years, and compare organisations.

Examples
--------
>>> import wres_analysis as wa
>>> wa.plan_year_of("2022-23 WRES action plan.pdf")
'2022-23'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wres_analysis.analysis import analyse, open_analysis
    from wres_analysis.batch import run_batch
    from wres_analysis.benchmarking import benchmark
    from wres_analysis.carry_over import carry_over_rates
    from wres_analysis.charts import funnel_plot, interval_plot
    from wres_analysis.comparison import compare_organisations
    from wres_analysis.errors import WresError
    from wres_analysis.exhibits.exhibit import save_exhibits
    from wres_analysis.interactive.explore import explore
    from wres_analysis.interactive.link_review.widget import review_links
    from wres_analysis.interactive.picker import pick_organisation
    from wres_analysis.interactive.plan_check.check import check_my_plan
    from wres_analysis.linkage import link_actions
    from wres_analysis.plans import plan_year_of
    from wres_analysis.readers import read_document
    from wres_analysis.reading import read_plans

__version__ = "0.1.0"

__all__ = [
    "WresError",
    "analyse",
    "benchmark",
    "carry_over_rates",
    "check_my_plan",
    "compare_organisations",
    "explore",
    "funnel_plot",
    "interval_plot",
    "link_actions",
    "open_analysis",
    "pick_organisation",
    "plan_year_of",
    "read_document",
    "read_plans",
    "review_links",
    "run_batch",
    "save_exhibits",
]

_HOME = {
    "WresError": "errors",
    "analyse": "analysis",
    "benchmark": "benchmarking",
    "carry_over_rates": "carry_over",
    "check_my_plan": "interactive.plan_check.check",
    "compare_organisations": "comparison",
    "explore": "interactive.explore",
    "funnel_plot": "charts",
    "interval_plot": "charts",
    "link_actions": "linkage",
    "open_analysis": "analysis",
    "pick_organisation": "interactive.picker",
    "plan_year_of": "plans",
    "read_document": "readers",
    "read_plans": "reading",
    "review_links": "interactive.link_review.widget",
    "run_batch": "batch",
    "save_exhibits": "exhibits.exhibit",
}


def __getattr__(name: str) -> Any:
    """A public name, imported when it is first used: the command line must not wait for matplotlib."""
    if name not in _HOME:
        raise AttributeError(f"module 'wres_analysis' has no attribute '{name}'")
    return getattr(import_module(f"wres_analysis.{_HOME[name]}"), name)
