"""The exhibits that set organisations side by side: what is held, what is said, how complete it is."""

from __future__ import annotations

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.measures.completeness import completeness as complete_by_rule
from wres_analysis.measures.completeness import completeness_rules
from wres_analysis.measures.coverage import INDICATOR, coverage_counts
from wres_analysis.measures.coverage import coverage as find_coverage
from wres_analysis.measures.coverage_check import wording_check
from wres_analysis.measures.deadline_outcomes import OUTCOMES, deadline_outcomes
from wres_analysis.measures.plan_measures import PLAN_KEY
from wres_analysis.reports.charts import (
    completeness_plot,
    coverage_plot,
    deadlines_plot,
    interval_plot,
    status_plot,
)
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.plan_sentences import (
    completeness_reading,
    coverage_reading,
    deadlines_reading,
    plans_reading,
    status_reading,
)
from wres_analysis.reports.rate_words import NOT_HELD
from wres_analysis.reports.sentences import counted, summary_reading
from wres_analysis.reports.table_columns import count_words, interval_words, share_words
from wres_analysis.tables import STATUSES

ON_THE_PAGE = {
    "matched_backward": "Came from the previous plan",
    "matched_forward": "Came back in the next plan",
    "vanished": "Vanished without a word",
    "past_date": "Past their date",
    "evidence_present": "With evidence or measure",
}


def plans_held(analysis: Analysis) -> Exhibit:
    """Which plans of which organisations were read, and how clear they were."""
    sums = analysis.plans.groupby("organisation")[["errors", "warnings"]].sum()
    table = pd.DataFrame(
        {
            "Organisation": _called(analysis),
            "Code": analysis.comparison["organisation"],
            "Type": analysis.comparison["type"],
            "Region": analysis.comparison["region"],
            "Plans read": analysis.comparison["plan_years"],
            "Actions in the newest": analysis.comparison["actions"].astype("str"),
            "Errors": [str(sums["errors"].get(code, 0)) for code in analysis.comparison["organisation"]],
            "Warnings": [str(sums["warnings"].get(code, 0)) for code in analysis.comparison["organisation"]],
        }
    )
    return Exhibit(
        "plans_held",
        "Plans that were read",
        reading=plans_reading(analysis.plans, len(analysis.actions), len(analysis.unread)),
        table=table,
        notice="Not read: " + " ".join(analysis.unread) if analysis.unread else "",
    )


def _called(analysis: Analysis) -> list[str]:
    """What to call the organisation of each row of the comparison."""
    return [analysis.names.get(code, code) for code in analysis.comparison["organisation"]]


def summary(analysis: Analysis) -> Exhibit:
    """One row for each organisation, in the order of names, with counts in every cell."""
    rows = analysis.comparison.assign(shown=_called(analysis)).sort_values("shown")
    cells = {
        label: [_cell(row, measure) for _, row in rows.iterrows()] for measure, label in ON_THE_PAGE.items()
    }
    table = pd.DataFrame(
        {
            "Organisation": rows["shown"].to_numpy(),
            "Plans": rows["plans"].astype("str").to_numpy(),
            "Actions": (rows["actions"].astype("str") + " " + rows["reliability"]).str.strip().to_numpy(),
            **cells,
            "To check in it": _to_check(rows, analysis.plans),
        },
        dtype="str",
    )
    return Exhibit(
        "summary",
        "Everyone on one page: the newest plan of each organisation",
        reading=summary_reading(analysis.comparison),
        table=table,
        axes=interval_plot(analysis.rates, measure="matched_backward", names=analysis.names),
    )


def _to_check(rows: pd.DataFrame, plans: pd.DataFrame) -> list[str]:
    """Errors and warnings about the newest plan of each organisation."""
    notes = plans.drop_duplicates(PLAN_KEY).set_index(PLAN_KEY)[["errors", "warnings"]]
    places = pd.MultiIndex.from_frame(rows[["organisation", "newest_plan"]])
    found = notes.reindex(places).fillna(0).astype("int64")
    return [
        f"{counted(errors, 'error')}, {counted(warnings, 'warning')}" if year else ""
        for (errors, warnings), year in zip(found.to_numpy().tolist(), rows["newest_plan"], strict=True)
    ]


def _cell(row: pd.Series, measure: str) -> str:
    parts = {name: row[f"{measure}_{name}"] for name in ("numerator", "denominator", "rate", "low", "high")}
    if pd.isna(parts["numerator"]):
        return NOT_HELD if measure.startswith(("matched", "vanished")) else "not known"
    if parts["denominator"] == 0:
        return "0 of 0"
    interval = interval_words(parts["low"], parts["high"])
    return f"{share_words(parts['rate'])}, {count_words(parts)} ({interval})"


def status_mix(analysis: Analysis) -> Exhibit:
    """The statuses of each organisation's newest plan."""
    newest = analysis.newest_actions
    names = analysis.names
    counts = pd.crosstab(newest["organisation"].map(names), newest["status"])
    counts = counts[[status for status in STATUSES if status in counts]]
    table = counts.reset_index(names="Organisation").astype("str")
    table.columns = [str(column).replace("_", " ").capitalize() for column in table.columns]
    return Exhibit(
        "status_mix",
        "Status of the newest plan's actions",
        reading=status_reading(newest, "the newest plans"),
        table=table,
        axes=status_plot(newest, by="organisation", names=names),
    )


def completeness(analysis: Analysis) -> Exhibit:
    """How many actions of each newest plan meet each rule of completeness, with the rules."""
    newest = analysis.newest_actions
    counts = complete_by_rule(newest)
    cells = counts.assign(
        Organisation=counts["organisation"].map(analysis.names),
        cell=[_rule_cell(row) for _, row in counts.iterrows()],
    )
    order = list(dict.fromkeys(counts["label"]))
    table = cells.pivot(index="Organisation", columns="label", values="cell")[order].reset_index()
    return Exhibit(
        "completeness",
        "How complete each newest plan is",
        reading=completeness_reading(counts),
        table=table.fillna(""),
        axes=completeness_plot(counts, names=analysis.names),
    )


def _rule_cell(row: pd.Series) -> str:
    if pd.isna(row["rate"]):
        return "0 of 0"
    return f"{share_words(row['rate'])}, {count_words(row)} ({interval_words(row['low'], row['high'])})"


def rules_of_completeness() -> Exhibit:
    """The rules of completeness in words."""
    rules = completeness_rules()
    rules.columns = [str(column).replace("_", " ").capitalize() for column in rules.columns]
    return Exhibit("rules_of_completeness", "The rules", table=rules)


def coverage(analysis: Analysis, framework: str = INDICATOR) -> Exhibit:
    """Actions of each newest plan by WRES indicator or by high impact action."""
    newest = analysis.newest_actions
    counts = coverage_counts(find_coverage(newest), newest)
    checked = [wording_check(analysis.actions)] if framework == INDICATOR else []
    own = counts[counts["framework"].eq(framework)]
    own = own.assign(
        Organisation=own["organisation"].map(analysis.names),
        heading=own["number"].astype("str") + " " + own["label"],
    )
    order = list(dict.fromkeys(own.sort_values("number")["heading"]))
    table = own.pivot(index="Organisation", columns="heading", values="actions")[order].reset_index()
    return Exhibit(
        f"coverage_{framework.split()[-1].lower()}",
        f"Actions by {framework}",
        reading=coverage_reading(counts, framework, *checked),
        table=table.astype("str"),
        axes=coverage_plot(counts, framework=framework, names=analysis.names),
    )


def deadlines(analysis: Analysis) -> Exhibit:
    """What became of the deadlines of each newest plan."""
    newest = analysis.newest_actions
    counts = deadline_outcomes(newest, analysis.plans)
    named = counts.assign(Organisation=counts["organisation"].map(analysis.names))
    table = named.pivot(index="Organisation", columns="outcome", values="actions")
    table = table.reindex(columns=list(OUTCOMES)).set_axis(list(OUTCOMES.values()), axis=1)
    return Exhibit(
        "deadlines",
        "What became of deadlines",
        reading=deadlines_reading(counts),
        table=table.reset_index().astype("str"),
        axes=deadlines_plot(newest, plans=analysis.plans, by="organisation", names=analysis.names),
    )
