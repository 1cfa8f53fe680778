"""The exhibits that set organisations side by side: what is held, what is said, how complete it is."""

from __future__ import annotations

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.carry_over import newest_plans
from wres_analysis.charts import (
    completeness_plot,
    coverage_plot,
    deadlines_plot,
    interval_plot,
    status_plot,
)
from wres_analysis.exhibits.exhibit import Exhibit
from wres_analysis.exhibits.rate_words import NOT_HELD, count_words, interval_words, share_words
from wres_analysis.exhibits.readings import completeness_reading, counted, coverage_reading, deadlines_reading
from wres_analysis.measuring.completeness import completeness as complete_by_rule
from wres_analysis.measuring.completeness import completeness_rules
from wres_analysis.measuring.coverage import INDICATOR, coverage_counts
from wres_analysis.measuring.coverage import coverage as find_coverage
from wres_analysis.measuring.deadline_outcomes import OUTCOMES, deadline_outcomes

ON_THE_PAGE = {
    "matched_backward": "Came from the previous plan",
    "matched_forward": "Came back in the next plan",
    "vanished": "Vanished without a word",
    "past_date": "Past their date",
    "evidence_present": "With evidence or measure",
}


def plans_held(analysis: Analysis) -> Exhibit:
    """Which plans of which organisations were read, and how clear they were.

    Parameters
    ----------
    analysis : Analysis
    """
    sums = analysis.plans.groupby("organisation")[["errors", "warnings"]].sum()
    table = pd.DataFrame(
        {
            "Organisation": [name or code for code, name in _pairs(analysis.comparison)],
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
        reading=[
            f"{counted(len(analysis.plans), 'plan')} of "
            f"{counted(analysis.plans['organisation'].nunique(), 'organisation')} with "
            f"{counted(len(analysis.actions), 'action')}. Errors and warnings are places "
            "where a document is unclear."
        ],
        table=table,
        notice="Not read: " + " ".join(analysis.unread) if analysis.unread else "",
    )


def _pairs(comparison: pd.DataFrame) -> list[tuple[str, str]]:
    return [
        (str(code), str(name)) for code, name in comparison[["organisation", "name"]].itertuples(index=False)
    ]


def summary(analysis: Analysis) -> Exhibit:
    """One row for each organisation, in the order of names, with counts in every cell.

    Parameters
    ----------
    analysis : Analysis
    """
    rows = analysis.comparison.assign(shown=[name or code for code, name in _pairs(analysis.comparison)])
    rows = rows.sort_values("shown")
    cells = {
        label: [_cell(row, measure) for _, row in rows.iterrows()] for measure, label in ON_THE_PAGE.items()
    }
    table = pd.DataFrame(
        {
            "Organisation": rows["shown"].to_numpy(),
            "Plans": rows["plans"].astype("str").to_numpy(),
            "Actions": (rows["actions"].astype("str") + " " + rows["reliability"]).str.strip().to_numpy(),
            **cells,
        },
        dtype="str",
    )
    return Exhibit(
        "summary",
        "Everyone on one page: the newest plan of each organisation",
        reading=[
            "Each cell gives the share, the count behind it and the 95% interval. [low] marks a plan with "
            "fewer "
            "than ten actions: its shares say little.",
            "The order is that of the names. Neither a high nor a low carry-over is good or bad in itself.",
        ],
        table=table,
        axes=interval_plot(analysis.rates, measure="matched_backward", names=analysis.names),
    )


def _cell(row: pd.Series, measure: str) -> str:
    parts = {name: row[f"{measure}_{name}"] for name in ("numerator", "denominator", "rate", "low", "high")}
    if pd.isna(parts["numerator"]):
        return NOT_HELD if measure.startswith(("matched", "vanished")) else "not known"
    if parts["denominator"] == 0:
        return "0 of 0"
    interval = interval_words(parts["low"], parts["high"])
    return f"{share_words(parts['rate'])}, {count_words(parts)} ({interval})"


def status_mix(analysis: Analysis) -> Exhibit:
    """The statuses of each organisation's newest plan.

    Parameters
    ----------
    analysis : Analysis
    """
    newest = newest_actions(analysis)
    names = analysis.names
    counts = pd.crosstab(newest["organisation"].map(names), newest["status"])
    table = counts.reset_index(names="Organisation").astype("str")
    table.columns = [str(column).replace("_", " ").capitalize() for column in table.columns]
    return Exhibit(
        "status_mix",
        "Status of the newest plan's actions",
        reading=[
            "Statuses are the plans' own words, brought to one vocabulary through each plan's own key. Not "
            "stated "
            "is blank in the document; undefined is a code that its key does not explain.",
            "A self-reported status is often more hopeful than a check by others; nobody has checked these.",
        ],
        table=table,
        axes=status_plot(newest, by="organisation", names=names),
    )


def completeness(analysis: Analysis) -> Exhibit:
    """How many actions of each newest plan meet each rule of completeness, with the rules.

    Parameters
    ----------
    analysis : Analysis
    """
    newest = newest_actions(analysis)
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


def newest_actions(analysis: Analysis) -> pd.DataFrame:
    """The actions of each organisation's newest plan, as rows of ACTIONS."""
    return analysis.actions.merge(newest_plans(analysis.actions), on=["organisation", "plan_year"])


def coverage(analysis: Analysis, framework: str = INDICATOR) -> Exhibit:
    """Actions of each newest plan by WRES indicator or by high impact action.

    Parameters
    ----------
    analysis : Analysis
    framework : {"WRES indicator", "High impact action"}
    """
    newest = newest_actions(analysis)
    counts = coverage_counts(find_coverage(newest), newest)
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
        reading=coverage_reading(counts, framework),
        table=table.astype("str"),
        axes=coverage_plot(counts, framework=framework, names=analysis.names),
    )


def deadlines(analysis: Analysis) -> Exhibit:
    """What became of the deadlines of each newest plan.

    Parameters
    ----------
    analysis : Analysis
    """
    newest = newest_actions(analysis)
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
