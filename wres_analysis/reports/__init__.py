"""Tables become what is read: one file a topic (its table, chart and sentences), pages and workbook.

Takes: an `Analysis`, a `Workforce`. Gives: exhibits, pages, the workbook, the board paper.
Must not know: how documents are read or plans linked, who runs the notebooks; it computes nothing.

Examples
--------
>>> from wres_analysis import reports
>>> reports.year_to_year.__module__
'wres_analysis.reports.strip'
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "comparison_points": "matrix",
    "due_dates": "deadline_bars",
    "due_dates_by_plan": "deadline_bars",
    "indicator_gaps": "coverage_cells",
    "long_running": "action_register",
    "notes_to_check": "documents_read",
    "organisation_points": "organisation_answers",
    "organisations_matrix": "matrix",
    "other_actions": "action_register",
    "overdue_actions": "action_register",
    "plans_read": "documents_read",
    "sources": "provenance",
    "questions": "organisation_answers",
    "shared_themes": "common_themes",
    "side_by_side": "both_plans",
    "standing": "spine",
    "year_to_year": "strip",
}


def __getattr__(name: str) -> Any:
    """An exhibit, imported when it is first used: the command line must not wait for matplotlib."""
    if name not in _HOME:
        raise AttributeError(f"module 'wres_analysis.reports' has no attribute '{name}'")
    return getattr(import_module(f"wres_analysis.reports.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    """The names of the exhibits, so that Tab shows them before they are imported."""
    return sorted(_HOME)
