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

_HOME = {
    "actions_beside": "indicator_figures",
    "bands": "way_up",
    "benchmark_points": "benchmark_answer",
    "carry_over_points": "carry_over_answer",
    "comparison_points": "newest_plans",
    "counts_read": "definitions",
    "disparity": "way_up",
    "divisions": "senior_posts",
    "due_dates": "newest_plans",
    "due_dates_by_plan": "newest_plans",
    "flow": "plan_to_plan",
    "funnel": "funnel_chart",
    "furthest_everywhere": "indicator_answer",
    "furthest_from_parity": "indicator_figures",
    "how_far": "trust_in_links",
    "how_sure": "trust_in_links",
    "indicator_gaps": "plan_subjects",
    "life_of_actions": "carry_over_answer",
    "links_by_evidence": "trust_in_links",
    "long_running": "action_register",
    "longest_running": "carry_over_answer",
    "notes_to_check": "provenance",
    "organisation_points": "organisation_answers",
    "organisations_matrix": "newest_plans",
    "other_actions": "action_register",
    "outside_limits": "benchmark_answer",
    "over_years": "indicator_figures",
    "overdue_actions": "action_register",
    "pairs_apart": "carry_over_answer",
    "plans_missing": "trust_in_links",
    "plans_read": "provenance",
    "questions": "organisation_answers",
    "rates_by_organisation": "rate_intervals",
    "recruitment": "indicator_figures",
    "rules_of_caution": "trust_in_links",
    "senior_goal": "senior_posts",
    "shared_themes": "plan_subjects",
    "side_by_side": "action_register",
    "sources": "provenance",
    "standing": "spine",
    "steadier_rates": "benchmark_answer",
    "survey": "staff_survey",
    "three_kinds": "carry_over_answer",
    "to_review": "trust_in_links",
    "workforce_points": "indicator_answer",
    "year_to_year": "plan_to_plan",
}


def __getattr__(name: str) -> Any:
    """An exhibit, imported when it is first used: the command line must not wait for matplotlib."""
    if name not in _HOME:
        raise AttributeError(f"module 'wres_analysis.reports' has no attribute '{name}'")
    return getattr(import_module(f"wres_analysis.reports.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    """The names of the exhibits, so that Tab shows them before they are imported."""
    return sorted(_HOME)
