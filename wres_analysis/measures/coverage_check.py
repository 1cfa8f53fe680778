"""How often wording alone names an indicator that the plan names itself: a check that every run can make."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from wres_analysis.measures.coverage import INDICATOR, coverage

_KEY = ["organisation", "plan_year", "action_id"]


class WordingCheck(NamedTuple):
    """Wording against the plans' own references."""

    rows: int  # actions for which the plan names an indicator itself
    agreeing: int  # those of them for which wording alone names at least one of the same
    silent: int  # those for which wording alone names none


NOT_CHECKED = WordingCheck(0, 0, 0)


def wording_check(actions: pd.DataFrame) -> WordingCheck:
    """Hide the plans' own references to WRES indicators, and see what wording makes of the same actions.

    Examples
    --------
    >>> from wres_analysis.tables import ACTIONS, table_of
    >>> wording_check(table_of([], ACTIONS))
    WordingCheck(rows=0, agreeing=0, silent=0)
    """
    numbered = actions[actions["indicators"].ne("")]
    told, found = (_numbers(rows) for rows in (numbered, numbered.assign(indicators="")))
    agreeing = sum(bool(numbers & found.get(key, set())) for key, numbers in told.items())
    return WordingCheck(len(told), agreeing, len(told.keys() - found.keys()))


def _numbers(actions: pd.DataFrame) -> dict[tuple[str, ...], set[int]]:
    rows = coverage(actions)
    rows = rows[rows["framework"].eq(INDICATOR)]
    numbers: dict[tuple[str, ...], set[int]] = {}
    for *key, number in rows[[*_KEY, "number"]].itertuples(index=False, name=None):
        numbers.setdefault(tuple(key), set()).add(int(number))
    return numbers
