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
    from wres_analysis import reports as reports
    from wres_analysis.analysis import open as open
    from wres_analysis.batch.run import run_batch as run_batch
    from wres_analysis.documents import read_document as read_document
    from wres_analysis.errors import WresError as WresError
    from wres_analysis.linking.linkage import link_actions as link_actions
    from wres_analysis.measures.benchmarking import benchmark as benchmark
    from wres_analysis.measures.benchmarking import benchmark_all as benchmark_all
    from wres_analysis.measures.carry_over import carry_over_rates as carry_over_rates
    from wres_analysis.measures.comparison import compare_organisations as compare_organisations
    from wres_analysis.measures.lives import register as register
    from wres_analysis.measures.plan_pairs import plan_pairs as plan_pairs
    from wres_analysis.notebook.explore import explore as explore
    from wres_analysis.notebook.first_look import check_parameters as check_parameters
    from wres_analysis.notebook.first_look import where_reports_are as where_reports_are
    from wres_analysis.notebook.link_review.review_widget import review_links as review_links
    from wres_analysis.notebook.picker import pick_organisation as pick_organisation
    from wres_analysis.notebook.plan_check.plan_check import check_my_plan as check_my_plan
    from wres_analysis.plan_years import plan_year_of as plan_year_of
    from wres_analysis.plans.reading import read_plans as read_plans
    from wres_analysis.reports.board_paper import save_board_paper as save_board_paper
    from wres_analysis.reports.exhibit import save_exhibits as save_exhibits
    from wres_analysis.reports.exhibit import save_figure as save_figure
    from wres_analysis.reports.funnel_chart import funnel_plot as funnel_plot
    from wres_analysis.reports.rate_intervals import interval_plot as interval_plot
    from wres_analysis.workforce import open_workforce as open_workforce

__version__ = "0.1.0"

_HOME = {
    "WresError": "errors",
    "benchmark": "measures.benchmarking",
    "benchmark_all": "measures.benchmarking",
    "carry_over_rates": "measures.carry_over",
    "check_my_plan": "notebook.plan_check.plan_check",
    "check_parameters": "notebook.first_look",
    "compare_organisations": "measures.comparison",
    "explore": "notebook.explore",
    "funnel_plot": "reports.funnel_chart",
    "interval_plot": "reports.rate_intervals",
    "link_actions": "linking.linkage",
    "open": "analysis",
    "open_workforce": "workforce",
    "plan_pairs": "measures.plan_pairs",
    "pick_organisation": "notebook.picker",
    "plan_year_of": "plan_years",
    "read_document": "documents",
    "read_plans": "plans.reading",
    "register": "measures.lives",
    "review_links": "notebook.link_review.review_widget",
    "run_batch": "batch.run",
    "save_board_paper": "reports.board_paper",
    "save_exhibits": "reports.exhibit",
    "save_figure": "reports.exhibit",
    "where_reports_are": "notebook.first_look",
}

__all__ = sorted(["reports", *_HOME])


def __getattr__(name: str) -> Any:
    """A public name, imported when it is first used: the command line must not wait for matplotlib."""
    if name == "reports":
        return import_module("wres_analysis.reports")
    if name not in _HOME:
        raise AttributeError(f"module 'wres_analysis' has no attribute '{name}'")
    return getattr(import_module(f"wres_analysis.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    """The public names, so that Tab shows them before they are imported."""
    return sorted([*__all__, "__version__"])
