"""The race disparity ratio: how far White staff are ahead of BME staff from one pay tier to a higher one.

No official definition was to be had. The reading used is (White higher / White lower) over (BME higher / BME
lower); lower is band 5 and below, middle bands 6 and 7, upper band 8a and above with very senior managers. It
is descriptive: both tiers are counted on the same day, and nobody was followed from one to the other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd
from scipy import stats

from wres_analysis.tables import ColumnSpec, Schema, table_of
from wres_analysis.workforce.cells import HIDDEN, SHOWN
from wres_analysis.workforce.indicators import (
    NOT_GIVEN,
    STATES,
    Found,
    Likelihood,
    by_year,
    count_of,
    log_error,
)
from wres_analysis.workforce.staff_measures import BME, LOWER, MIDDLE, UPPER, WHITE

STEPS = ((LOWER, MIDDLE), (MIDDLE, UPPER), (LOWER, UPPER))
STAFF_OF = {
    "staff_tier": "All staff on bands",
    "staff_clinical_tier": "Clinical",
    "staff_non_clinical_tier": "Non-clinical",
}
DEFINITION = (
    "(White staff in the higher tier / White staff in the lower tier) / (BME staff in the higher tier / BME "
    "staff in the lower tier); lower is Agenda for Change band 5 and below, middle bands 6 and 7, upper band "
    "8a and above with very senior managers; medical and dental staff are left out."
)

RACE_DISPARITY: Schema = {
    "organisation": ColumnSpec("code of the organisation"),
    "year": ColumnSpec("year that ends on 31 March"),
    "staff": ColumnSpec("whom it is about", allowed=(*STAFF_OF.values(),)),
    "lower_tier": ColumnSpec("tier that is compared from", allowed=(LOWER, MIDDLE)),
    "higher_tier": ColumnSpec("tier that is compared to", allowed=(MIDDLE, UPPER)),
    "white_lower": ColumnSpec("White staff in the lower tier, rounded", "whole", least=0),
    "white_higher": ColumnSpec("White staff in the higher tier, rounded", "whole", least=0),
    "bme_lower": ColumnSpec("BME staff in the lower tier, rounded", "whole", least=0),
    "bme_higher": ColumnSpec("BME staff in the higher tier, rounded", "whole", least=0),
    "ratio": ColumnSpec("more than 1: White staff are further ahead", "number", least=0),
    "ratio_low": ColumnSpec("lower end of its 95% interval", "number", least=0),
    "ratio_high": ColumnSpec("upper end of its 95% interval", "number", least=0),
    "zero_cell": ColumnSpec("whether 0.5 was added to every count because one was 0", allowed=("Yes", "No")),
    "state": ColumnSpec("whether it can be shown", allowed=STATES),
}


def disparity_ratio(
    white_lower: int, white_higher: int, bme_lower: int, bme_higher: int, rounding: int = 1
) -> Likelihood:
    """The ratio of two tiers with its 95% interval on the log scale.

    Examples
    --------
    >>> found = disparity_ratio(400, 100, 200, 20)
    >>> print(f"{found.value:.2f}, {found.low:.2f} to {found.high:.2f}")
    2.50, 1.50 to 4.16
    """
    zero = 0 in (white_lower, white_higher, bme_lower, bme_higher)
    counts = [count + (0.5 if zero else 0.0) for count in (white_higher, white_lower, bme_higher, bme_lower)]
    value = (counts[0] / counts[1]) / (counts[2] / counts[3])
    error = math.hypot(math.sqrt(sum(1 / count for count in counts)), log_error(counts, rounding))
    spread = float(stats.norm.ppf(0.975)) * error
    return Likelihood(value, value * math.exp(-spread), value * math.exp(spread), zero)


def race_disparity(published: pd.DataFrame) -> pd.DataFrame:
    """The race disparity ratios of each organisation and year, for all, clinical and other staff on bands."""
    rows = [
        {"organisation": organisation, "year": year, "staff": staff, **_row(found, measure, step, rounding)}
        for organisation, year, found, rounding in by_year(published)
        for measure, staff in STAFF_OF.items()
        for step in STEPS
    ]
    return table_of(rows, RACE_DISPARITY)


def _row(found: Found, measure: str, step: Sequence[str], rounding: int) -> dict[str, object]:
    names = ("white_lower", "white_higher", "bme_lower", "bme_higher")
    cells = [count_of(found, f"{measure}/{tier}", group) for group in (WHITE, BME) for tier in step]
    row: dict[str, object] = {"lower_tier": step[0], "higher_tier": step[1], "zero_cell": "No"}
    states = {state for _, state in cells}
    if states != {SHOWN}:
        return {**row, "state": NOT_GIVEN if NOT_GIVEN in states else HIDDEN}
    counts = {name: count or 0 for name, (count, _) in zip(names, cells, strict=True)}
    value, low, high, zero = disparity_ratio(**counts, rounding=rounding)
    ratios = {"ratio": value, "ratio_low": low, "ratio_high": high, "zero_cell": "Yes" if zero else "No"}
    return {**row, **counts, **ratios, "state": SHOWN}
