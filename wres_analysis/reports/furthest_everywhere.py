"""The indicator that is furthest from parity in each organisation, and whether its plan speaks of it."""

from __future__ import annotations

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.indicator_figures import NAMED, NO_CAUSE
from wres_analysis.reports.phrases import listed, phrase
from wres_analysis.reports.ratio_chart import likelihood_plot, ratio_with_interval
from wres_analysis.reports.table_columns import Column, Row
from wres_analysis.reports.workforce_words import label_of, parity_words
from wres_analysis.workforce import Workforce
from wres_analysis.workforce.indicator_actions import worst_indicators

MOST_DRAWN, MOST_NAMED = 20, 8  # organisations in a figure of one page, and in a sentence
WARNING = (
    "The worst of several noisy figures always looks worse than it is, and an action may act on an indicator "
    "in words that no list of words knows: read the plan before saying that nothing is done."
)


def furthest_everywhere(workforce: Workforce, analysis: Analysis, organisation: str = "") -> Exhibit:
    """The indicator furthest from parity in every organisation, and the actions of its plan that name it.

    Parameters
    ----------
    workforce : Workforce
        Of all organisations.
    analysis : Analysis
        Plans, actions and links of all organisations.
    organisation : str, optional
        Code of the organisation whose row is pointed out.
    """
    names = analysis.names
    worst = worst_indicators(workforce.indicators, analysis.actions, analysis.addressing)
    missing = sorted(names[code] for code in workforce.without_counts(names))
    name, title = "furthest_everywhere", "The indicator that is furthest from parity"
    if worst["key"].eq("").all():
        return Exhibit(name, title, reading=[_missing_words(missing, len(names))])
    held = _with_actions(worst[worst["key"].ne("")], analysis)
    held = held.assign(name=held["organisation"].map(names)).sort_values("name")
    return Exhibit(
        name,
        title,
        reading=[_without_words(held), _missing_words(missing, len(names))],
        data=held,
        columns=[
            Column("Organisation", "name", code="organisation"),
            Column("Year", "year"),
            Column("Indicator", lambda row: label_of(row["key"])),
            Column("Relative likelihood (95% interval)", _ratio),
            Column("Against parity", lambda row: parity_words(row)),
            Column("Actions that name it", "named"),
            Column("Actions in its words", "worded"),
        ],
        axes=likelihood_plot(_drawn(held, organisation), finding=_finding(held), signs=_signs(held)),
        caveat=f"{WARNING} {NO_CAUSE}",
    )


def _with_actions(worst: pd.DataFrame, analysis: Analysis) -> pd.DataFrame:
    """Beside each, how many actions of the plan name the indicator, and how many only use its words."""
    own = analysis.addressing
    keys = ["organisation", "plan_year", "key"]
    named = own["reason"].str.startswith(NAMED)
    counts = own.assign(named=named, worded=~named).groupby(keys)[["named", "worded"]].sum()
    return worst.join(counts, on=keys).fillna({"named": 0, "worded": 0}).astype({"named": int, "worded": int})


def _signs(held: pd.DataFrame) -> str:
    many = f"; the {MOST_DRAWN} furthest of {len(held)}" if len(held) > MOST_DRAWN else ""
    return f"open: no action names it{many}"


def _drawn(held: pd.DataFrame, organisation: str) -> pd.DataFrame:
    """The organisations by name; of many those that are furthest from parity beyond chance."""
    if len(held) > MOST_DRAWN:
        held = held.sort_values("ratio_low", ascending=False).head(MOST_DRAWN).sort_values("name")
    mark = held["organisation"].eq(organisation).map({True: "▸ ", False: ""})
    return pd.DataFrame(
        {
            "label": mark + held["name"] + ": indicator " + held["key"],
            "ratio": held["ratio"],
            "low": held["ratio_low"],
            "high": held["ratio_high"],
            "why": "",
            "open": held["named"].eq(0),
        }
    )


def _ratio(row: Row) -> str:
    return ratio_with_interval(row["ratio"], row["ratio_low"], row["ratio_high"])


def _finding(held: pd.DataFrame) -> str:
    clear = int(held["clear"].eq("Yes").sum())
    return phrase(
        "In {n} of {of:organisation} the worst indicator is clear of chance",
        n=clear,
        of=len(held),
    )


def _without_words(held: pd.DataFrame) -> str:
    """Which organisations have no action that names their worst indicator, listed and not summed up."""
    rows = held[held["named"].eq(0) & held["plan_year"].ne("")]
    if rows.empty:
        return "Every plan has an action that names the indicator."
    more = len(rows) - MOST_NAMED
    named = [*rows["name"].head(MOST_NAMED), *([f"{more:,} more"] if more > 0 else [])]
    return phrase(
        "No action names it in the plans of {names}; the table says how many use its words.",
        names=listed(named),
    )


def _missing_words(missing: list[str], organisations: int) -> str:
    if not missing:
        return "Every organisation gave staff counts."
    if len(missing) == organisations:
        return "No staff counts were given."
    return phrase("No staff counts were given by {n:organisation}.", n=len(missing))
