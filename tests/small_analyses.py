"""A whole Analysis made by hand: two plans of T1, one of 007, or whatever rows a test gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from small_tables import actions_of

from wres_analysis import reports
from wres_analysis.analysis import Analysis, measure
from wres_analysis.data_folder import Problem
from wres_analysis.measures.benchmarking import benchmark
from wres_analysis.plans.reading import PlansRead
from wres_analysis.reports import benchmark_answer, carry_over_answer, trust_in_links
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.funnel_chart import funnel
from wres_analysis.reports.plan_to_plan import flow
from wres_analysis.reports.provenance import sources
from wres_analysis.reports.rate_intervals import rates_by_organisation
from wres_analysis.tables import ORGANISATIONS, PLANS, READING_NOTES, table_of

OLD: dict[str, object] = {"plan_year": "2021-22", "deadline": "March 2022", "deadline_date": "2022-03-31"}
NEW: dict[str, object] = {"plan_year": "2022-23", "deadline": "March 2023", "deadline_date": "2023-03-31"}
DATED = {"deadline_kind": "month", "status_source": "column"}
TWO_PLANS: list[dict[str, object]] = [
    OLD
    | DATED
    | {"action": "Train interview panels in fair selection", "status": "in_progress", "owner": "Head of OD"},
    OLD
    | DATED
    | {"action": "Publish the pay gap by ethnic group", "status": "complete", "owner": "Head of HR"},
    OLD | DATED | {"action": "Set up a reverse mentoring scheme", "status": "not_started"},
    NEW
    | DATED
    | {"action": "Train interview panels in fair selection", "status": "in_progress", "owner": "Head of OD"},
    NEW | DATED | {"action": "Set up a reverse mentoring scheme for managers", "status": "in_progress"},
    NEW | DATED | {"action": "Review the grievance procedure with staff side", "status": "not_started"},
]
ONE_PLAN: list[dict[str, object]] = [
    {"organisation": "007", "action": "Appoint an executive sponsor for race equality", "status": "complete"},
    {"organisation": "007", "action": "Train interview panels in fair selection", "evidence": "Register"},
]


_made: dict[str, Analysis] = {}


def analysis_of(rows: Iterable[dict[str, object]], problems: Iterable[Problem] = ()) -> Analysis:
    """Everything that follows from some rows of ACTIONS; worked out once, and each test has its own copy."""
    given = (list(rows), list(problems))
    held = _made.get(repr(given)) or _made.setdefault(repr(given), _measured(*given))
    return Analysis.of_tables({name: table.copy() for name, table in held.tables.items()}, held.problems)


def _measured(rows: list[dict[str, object]], problems: list[Problem]) -> Analysis:
    """The names of organisations end in NHS Trust."""
    actions = actions_of(*rows)
    keys = actions[["organisation", "plan_year"]].drop_duplicates().values.tolist()
    plans = [
        {
            "organisation": code,
            "plan_year": year,
            "document": f"{year} plan.csv",
            "sha256": "0" * 64,
            "period_start": f"{year[:4]}-04-01",
            "period_end": f"{int(year[:4]) + 1}-03-31",
            "actions": 1,
            "errors": 0,
            "warnings": 1,
        }
        for code, year in keys
    ]
    codes = list(dict.fromkeys(code for code, _ in keys))
    named = [
        {"code": code, "name": f"{code} NHS Trust", "type": "Acute", "region": "North"} for code in codes
    ]
    tables = (table_of(plans, PLANS), table_of(named, ORGANISATIONS))
    return measure(PlansRead(actions, table_of([], READING_NOTES), *tables, problems))


def small_analysis(organisations: int = 2) -> Analysis:
    """No organisation, T1 with two plans, or T1 with two and 007 with one."""
    return analysis_of([*TWO_PLANS, *ONE_PLAN][: (0, len(TWO_PLANS), None)[organisations]])


def many_organisations(number: int = 12) -> Analysis:
    """As many organisations with two plans each, of four to nine actions, alike in some and not in others."""
    themes = (
        "interview panels",
        "the pay gap",
        "reverse mentoring",
        "grievance procedures",
        "staff networks",
    )
    rows = [
        end
        | DATED
        | {
            "organisation": f"N{place:02}",
            "action": f"{('Review', 'Promote', 'Publish')[place % 3]} {theme} in group {place}",
            "status": ("complete", "in_progress", "not_stated")[(place + at) % 3],
            "owner": "Head of HR" if place % 2 else "",
        }
        for place in range(number)
        for end, last in ((OLD, 5), (NEW, 2 + place % 4))
        for at, theme in enumerate(themes[:last])
    ]
    return analysis_of(rows)


def exhibits_of_everyone(analysis: Analysis) -> dict[str, Callable[[], Exhibit]]:
    """Every exhibit that compares organisations, by the name of its function."""
    rows, names = benchmark(analysis.rates, smallest=1), analysis.names
    whole = (
        reports.comparison_points,
        reports.organisations_matrix,
        reports.due_dates,
        reports.indicator_gaps,
        reports.shared_themes,
        carry_over_answer.carry_over_points,
        carry_over_answer.three_kinds,
        carry_over_answer.pairs_apart,
        flow,
        trust_in_links.how_far,
        trust_in_links.rules_of_caution,
        trust_in_links.links_by_evidence,
        trust_in_links.how_sure,
        trust_in_links.plans_missing,
        trust_in_links.to_review,
        carry_over_answer.life_of_actions,
        carry_over_answer.longest_running,
    )
    pairs = {
        "rates_by_organisation": lambda: rates_by_organisation(analysis.rates, names, "matched_forward"),
        "benchmark_points": lambda: benchmark_answer.benchmark_points(rows, names),
        "funnel": lambda: funnel(rows, names),
        "steadier_rates": lambda: benchmark_answer.steadier_rates(rows, names, rows),
        "outside_limits": lambda: benchmark_answer.outside_limits(analysis, analysis.benchmark),
        "sources": lambda: sources(analysis, {"top": 3}),
    }
    return {make.__name__: partial(make, analysis) for make in whole} | pairs


def exhibits_of_one(analysis: Analysis, code: str) -> dict[str, Callable[[], Exhibit]]:
    """Every exhibit about one organisation, by the name of its function."""
    one = analysis.only(code)
    own = (
        reports.organisation_points,
        reports.year_to_year,
        reports.overdue_actions,
        reports.other_actions,
        reports.long_running,
        reports.questions,
        reports.due_dates_by_plan,
        reports.side_by_side,
        reports.plans_read,
        reports.notes_to_check,
    )
    standing = {"standing": lambda: reports.standing(analysis, code)}
    return {make.__name__: partial(make, one) for make in own} | standing
