"""The exhibit across organisations: whether each plan acts on the indicator that is worst there."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.measures.intervals import wilson
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.table_columns import interval_words, share_words
from wres_analysis.reports.workforce_charts import likelihood_plot
from wres_analysis.reports.workforce_words import (
    HOW_ADDRESSED,
    NO_CAUSE,
    NO_COUNTS,
    label_of,
    number_words,
    ratio_interval_words,
    ratio_words,
)
from wres_analysis.workforce import Workforce
from wres_analysis.workforce.indicator_actions import worst_indicators


def worst_everywhere(workforce: Workforce, analysis: Analysis) -> Exhibit:
    """The worst indicator of every organisation, and whether any action of its plan addresses it.

    Parameters
    ----------
    workforce : Workforce
        Of all organisations.
    analysis : Analysis
        Plans, actions and links of all organisations. Those without counts are named.
    """
    names = analysis.names
    worst = worst_indicators(workforce.indicators, analysis.actions, analysis.links)
    worst = worst.assign(name=[names.get(code, code) for code in worst["organisation"]]).sort_values("name")
    missing = sorted(names[code] for code in workforce.without_counts(names))
    rows = [_worst_row(row) for row in worst.to_dict("records")]
    rows += [[name, "", NO_COUNTS, "", "", "", "", ""] for name in missing]
    columns = ["Organisation", "Year", "Worst indicator", "Relative likelihood", "95% interval", "Plan"]
    held = worst[worst["key"].ne("")]
    drawn = held.assign(
        label=[f"{name}: indicator {key}" for name, key in zip(held["name"], held["key"], strict=True)],
        low=held["ratio_low"],
        high=held["ratio_high"],
        open=held["actions"].eq(0).fillna(False),
    )
    return Exhibit(
        "worst_everywhere",
        "The worst indicator of each organisation, and whether its plan acts on it",
        reading=[_share_words(worst), _missing_words(missing), f"{HOW_ADDRESSED} {NO_CAUSE}"],
        table=pd.DataFrame(rows, columns=[*columns, "Actions that address it", "Carried over"], dtype="str"),
        axes=likelihood_plot(
            drawn, title="Worst indicator of each organisation; open dots: no action addresses it"
        ),
    )


def _worst_row(row: Mapping[Hashable, Any]) -> list[str]:
    start = [str(row["name"]), str(row["year"])]
    if not row["key"]:
        said = "none is worse for BME staff" if row["shown"] else "too few people to show any"
        return [*start, said, "", "", str(row["plan_year"]), "", ""]
    shown = {**row, "zero_cell": "No", "state": "shown"}
    return [
        *start,
        label_of(str(row["key"])),
        ratio_words(shown),
        ratio_interval_words(shown),
        str(row["plan_year"]) or "none read",
        number_words(row["actions"]),
        number_words(row["carried_over"]),
    ]


def _share_words(worst: pd.DataFrame) -> str:
    held = worst[worst["key"].ne("") & worst["actions"].notna()]
    if held.empty:
        return "No organisation has both an indicator that is worse for BME staff and a plan beside it."
    without = int(held["actions"].eq(0).sum())
    low, high = wilson(without, len(held))
    return (
        f"In {without} of {len(held)} organisations ({share_words(without / len(held))}; 95% interval "
        f"{interval_words(low, high)}) no action of the plan addresses the worst indicator."
    )


def _missing_words(missing: list[str]) -> str:
    if not missing:
        return "Every organisation gave staff counts."
    return f"No staff counts were given by {len(missing)}: {', '.join(missing)}."
