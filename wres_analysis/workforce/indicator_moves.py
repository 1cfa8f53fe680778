"""Whether an indicator moved from year to year, beside what became of the actions that address it.

Both stand side by side; no cause is claimed.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from wres_analysis.plan_years import snapshot_year
from wres_analysis.tables import ColumnSpec, Schema, table_of
from wres_analysis.workforce.indicator_actions import addressing, beside, plan_beside, plan_years_of
from wres_analysis.workforce.indicators import Z95
from wres_analysis.workforce.staff_measures import indicators_by_key

TOWARDS, AWAY, CHANCE = "towards parity", "away from parity", "no more than chance"
NOT_COMPARABLE = "not comparable"

MOVES: Schema = {
    "organisation": ColumnSpec("code of the organisation"),
    "key": ColumnSpec("indicator"),
    "from_year": ColumnSpec("earlier year"),
    "to_year": ColumnSpec("later year"),
    "before": ColumnSpec("relative likelihood in the earlier year", "number", least=0),
    "before_low": ColumnSpec("lower end of its 95% interval", "number", least=0),
    "before_high": ColumnSpec("upper end of its 95% interval", "number", least=0),
    "after": ColumnSpec("relative likelihood in the later year", "number", least=0),
    "after_low": ColumnSpec("lower end of its 95% interval", "number", least=0),
    "after_high": ColumnSpec("upper end of its 95% interval", "number", least=0),
    "moved": ColumnSpec(
        "more than chance explains or not",
        allowed=(TOWARDS, AWAY, CHANCE, NOT_COMPARABLE),
    ),
    "plan_year": ColumnSpec("plan of the later year"),
    "actions": ColumnSpec("its actions that address the indicator", "whole", least=0),
    "carried_over": ColumnSpec("those found in the plan before", "whole", least=0),
}


def indicator_moves(indicators: pd.DataFrame, actions: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """How each indicator moved from year to year, beside what became of the actions that address it."""
    addressed = addressing(actions, links)
    numbered = [key for key, one in indicators_by_key().items() if one.indicator]
    held = indicators[indicators["ratio"].notna() & indicators["key"].isin(numbered)]
    rows = [
        _move(before, after, addressed, plan_years_of(actions, str(organisation)))
        for (organisation, _), own in held.groupby(["organisation", "key"], sort=False)
        for before, after in pairwise(
            own.assign(at=own["year"].map(snapshot_year)).sort_values("at").to_dict("records")
        )
    ]
    return table_of(rows, MOVES)


def _move(
    before: Mapping[Hashable, Any],
    after: Mapping[Hashable, Any],
    addressed: pd.DataFrame,
    plan_years: Sequence[str],
) -> dict[str, object]:
    plan_year = plan_beside(after["year"], plan_years)
    count, carried = beside(addressed, after["organisation"], plan_year, after["key"])
    return {
        "organisation": after["organisation"],
        "key": after["key"],
        "from_year": before["year"],
        "to_year": after["year"],
        **{f"before{end}": before[f"ratio{end}"] for end in ("", "_low", "_high")},
        **{f"after{end}": after[f"ratio{end}"] for end in ("", "_low", "_high")},
        "moved": how_it_moved(before, after),
        "plan_year": plan_year,
        "actions": count,
        "carried_over": carried,
    }


def how_it_moved(before: Mapping[Hashable, Any], after: Mapping[Hashable, Any]) -> str:
    """Whether a ratio moved towards parity by more than chance explains, from two rows of INDICATORS.

    The two years are taken as independent; the same people work in both, which makes this cautious.
    """
    older = [of_older_series(str(row["key"]), str(row["year"])) for row in (before, after)]
    if older == [True, False]:
        return NOT_COMPARABLE
    ends = [(math.log(row["ratio"]), math.log(row["ratio_high"])) for row in (before, after)]
    error = math.hypot(*((high - middle) / Z95 for middle, high in ends))
    (earlier, _), (later, _) = ends
    if abs(later - earlier) <= Z95 * error:
        return CHANCE
    return TOWARDS if abs(later) < abs(earlier) else AWAY


def of_older_series(key: str, year: str) -> bool:
    """Whether a year's value comes from before the question changed.

    Examples
    --------
    >>> of_older_series("7", "2020-21"), of_older_series("7", "2021-22"), of_older_series("8", "2020-21")
    (True, False, False)
    """
    begins = indicators_by_key()[key].series_from
    return bool(begins) and survey_year(year) < int(begins)


def survey_year(year: str) -> int:
    """The autumn of the staff survey that a year's figures hold: the one before its 31 March.

    Examples
    --------
    >>> survey_year("2021-22")
    2021
    """
    return snapshot_year(year) - 1
