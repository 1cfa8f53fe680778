"""Tables become what is read: one file a topic (its table, chart and sentences), pages and workbook.

Takes: an `Analysis`, a `Workforce`. Gives: exhibits, pages, the workbook, the board paper.
Must not know: how documents are read or plans linked, who runs the notebooks; it computes nothing.

Examples
--------
>>> from wres_analysis import reports
>>> reports.year_to_year.__module__
'wres_analysis.reports.plan_to_plan'
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_EXHIBITS = {  # module, and the exhibits that stand in it
    "action_register": "long_running other_actions overdue_actions side_by_side",
    "benchmark_answer": "benchmark_points outside_limits steadier_rates",
    "carry_over_answer": "carry_over_points life_of_actions longest_running pairs_apart three_kinds",
    "funnel_chart": "funnel",
    "indicator_answer": "furthest_everywhere workforce_points",
    "indicator_figures": "actions_beside furthest_from_parity over_years recruitment",
    "newest_plans": "comparison_points due_dates due_dates_by_plan organisations_matrix",
    "organisation_answers": "organisation_points questions",
    "plan_subjects": "indicator_gaps shared_themes",
    "plan_to_plan": "flow year_to_year",
    "provenance": "counts_read notes_to_check plans_read sources",
    "rate_intervals": "rates_by_organisation",
    "workforce_figures": "divisions senior_goal survey",
    "spine": "standing",
    "trust_in_links": "how_far how_sure links_by_evidence plans_missing rules_of_caution to_review",
    "way_up": "bands disparity",
}
_HOME = {name: module for module, names in _EXHIBITS.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    """An exhibit, imported when it is first used: the command line must not wait for matplotlib."""
    if name not in _HOME:
        raise AttributeError(f"module 'wres_analysis.reports' has no attribute '{name}'")
    return getattr(import_module(f"wres_analysis.reports.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    """The names of the exhibits, so that Tab shows them before they are imported."""
    return sorted(_HOME)
