"""Rates of all plans together, with the organisation as the unit.

Actions of one organisation go together: its whole plan rolls over, or none of it does. An interval that
takes them as independent is far too narrow. This one is of the ratio of sums, with the linearised variance
between organisations and Student's t, on the logit scale; simulated clustered draws of 5 to 250
organisations hold the true rate in 93 to 97 of 100 (tests/test_pooled.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import stats

from wres_analysis.measures.intervals import wilson
from wres_analysis.tables import ColumnSpec, Schema, table_of

FEWEST_ORGANISATIONS = (
    5  # with fewer, Student's t is wider than a reader can use; recompute.py asks from five
)

POOLED: Schema = {
    "measure": ColumnSpec("name of the measure, see vocabulary/measures.csv"),
    "numerator": ColumnSpec("actions that count", "whole", least=0),
    "denominator": ColumnSpec("actions that could count", "whole", least=0),
    "rate": ColumnSpec("numerator over denominator, a share from 0 to 1", "number", least=0, most=1),
    "low": ColumnSpec(
        "lower end of the 95% interval, the organisation as the unit", "number", least=0, most=1
    ),
    "high": ColumnSpec("upper end of the 95% interval", "number", least=0, most=1),
    "organisations": ColumnSpec("organisations that it is of", "whole", least=0),
    "design_effect": ColumnSpec(
        "variance between organisations over that of independent actions; about 1 if these are independent",
        "number",
        least=0,
    ),
}


def pooled_rates(rates: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """All rows of each measure together, one row a measure; missing where nothing was measured."""
    records: list[dict[str, object]] = []
    for name in names:
        held = rates[rates["measure"].eq(name) & rates["rate"].notna()]
        sums = held.groupby("organisation")[["numerator", "denominator"]].sum()
        records.append({"measure": name, **pooled_rate(sums["numerator"], sums["denominator"])})
    return table_of(records, POOLED)


def pooled_rate(numerators: ArrayLike, denominators: ArrayLike) -> dict[str, object]:
    """The rate of organisations together, its interval and design effect, by the names of POOLED.

    Examples
    --------
    >>> found = pooled_rate([9, 2, 8, 1, 9, 3], [10, 10, 10, 10, 10, 10])
    >>> [round(found[name], 2) for name in ("rate", "low", "high", "design_effect")]
    [0.53, 0.19, 0.85, 5.57]
    """
    counts, totals = (np.asarray(one, dtype=float) for one in (numerators, denominators))
    counts, totals = counts[totals > 0], totals[totals > 0]
    units, numerator, denominator = len(counts), float(counts.sum()), float(totals.sum())
    found: dict[str, object] = {"organisations": units}
    if not units:
        return found
    rate = numerator / denominator
    found |= {"numerator": int(numerator), "denominator": int(denominator), "rate": rate}
    if units < FEWEST_ORGANISATIONS:
        return found
    if numerator in (0, denominator):  # nothing varies: no more is known than from so many single actions
        low, high = wilson(units if numerator else 0, units)
        return found | {"low": low, "high": high}
    alone = rate * (1 - rate) / denominator
    between = float(((counts - rate * totals) ** 2).sum()) * units / (units - 1) / denominator**2
    low, high = _on_the_logit_scale(rate, between or alone, units)
    return found | {"low": low, "high": high, "design_effect": between / alone}


def _on_the_logit_scale(rate: float, variance: float, units: int) -> tuple[float, float]:
    middle = math.log(rate / (1 - rate))
    spread = float(stats.t.ppf(0.975, units - 1)) * math.sqrt(variance) / (rate * (1 - rate))
    low, high = (1 / (1 + math.exp(-(middle + sign * spread))) for sign in (-1, 1))
    return low, high
