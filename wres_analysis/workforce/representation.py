"""BME shares of the workforce, by band, tier, division and community, and the race disparity ratio.

Shares are out of White and BME staff, those whose ethnicity is known, because the number of unknown ethnicity
is published for the whole workforce only. Medical and dental staff stand by grade.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from wres_analysis.measures.funnel_and_ranks import exact_limits
from wres_analysis.measures.intervals import Interval, wilson
from wres_analysis.tables import Schema, columns_of, table_of
from wres_analysis.workforce.indicators import (
    NOT_GIVEN,
    STATES,
    Found,
    Likelihood,
    by_year,
    count_of,
    log_error,
    widened,
)
from wres_analysis.workforce.published_counts import HIDDEN, SHOWN, Rule
from wres_analysis.workforce.staff_measures import (
    BME,
    COMMUNITY,
    COMPARED,
    DIVISIONS,
    LOWER,
    MEDICAL,
    MIDDLE,
    STAFF,
    TIERS,
    UNKNOWN,
    UPPER,
    WHITE,
    breakdowns_of,
    counted,
)

LEVELS = ("all", "tier", "band", "grade", "division", "board", "residents")

SHARES = columns_of("SHARES", level=LEVELS, state=STATES)
DIVISION_SHARES: Schema = {**SHARES, **columns_of("DIVISION_SHARES")}


def bme_share(white: int, bme: int, rounding: int = 1) -> tuple[float, Interval]:
    """The BME share of White and BME people, with its 95% Wilson interval, widened for rounding."""
    known = white + bme
    share = bme / known
    error = Rule(rounding=rounding).spread * math.hypot(white, bme) / known**2
    low, high = widened(share, wilson(bme, known), error)
    return share, Interval(max(0.0, low), min(1.0, high))


def shares(published: pd.DataFrame) -> pd.DataFrame:
    """The BME share of each band, tier, grade and division, the board, the workforce and the community."""
    rows = [
        {"organisation": organisation, "year": year, **row}
        for organisation, year, found, rounding in by_year(published)
        for row in _rows(found, rounding)
    ]
    return table_of(rows, SHARES)


def _rows(found: Found, rounding: int) -> Iterable[dict[str, object]]:
    for measure, breakdown in dict.fromkeys((measure, breakdown) for measure, breakdown, _ in found):
        level = _level(measure, breakdown)
        if level:
            row = {"measure": measure, "breakdown": breakdown, "level": level}
            yield {**row, **_share(found, f"{measure}/{breakdown}", 1 if level == "residents" else rounding)}


def _level(measure: str, breakdown: str) -> str:
    """What kind of row a count is; blank for counts that are no share of a workforce."""
    if measure.endswith("_tier"):
        return "tier" if breakdown in (*TIERS, MEDICAL) else ""
    fixed = {STAFF: "all", DIVISIONS: "division", COMMUNITY: "residents", "board": "board"}
    kinds = {"band": "band", "medical_grade": "grade"}
    return fixed.get(measure, kinds.get(counted()[measure].breakdowns, ""))


def _share(found: Found, place: str, rounding: int) -> dict[str, object]:
    (white, white_state), (bme, bme_state) = (count_of(found, place, group) for group in COMPARED)
    states = {white_state, bme_state}
    if white is None or bme is None:
        return {"state": NOT_GIVEN if NOT_GIVEN in states else HIDDEN}
    if white + bme == 0:
        return {"white": white, "bme": bme, "state": SHOWN}
    share, (low, high) = bme_share(white, bme, rounding)
    counts = {"white": white, "bme": bme, "share": share, "state": SHOWN}
    return counts if place.startswith(COMMUNITY) else {**counts, "low": low, "high": high}


def order_of_bands() -> dict[str, int]:
    """The place of each band and tier in a table."""
    return {name: place for place, name in enumerate((*breakdowns_of("band"), *TIERS, MEDICAL))}


def division_shares(published: pd.DataFrame) -> pd.DataFrame:
    """The BME share of each division against the whole workforce, with the limits that chance gives."""
    found = shares(published)
    centres = found[found["level"].eq("all")].set_index(["organisation", "year"])["share"]
    rows = [
        {**row, **_limits(row, centres.get((row["organisation"], row["year"])))}
        for row in found[found["level"].eq("division")].to_dict("records")
    ]
    return table_of(rows, DIVISION_SHARES)


def _limits(row: Mapping[Hashable, Any], centre: float | None) -> dict[str, object]:
    if centre is None or pd.isna(centre) or pd.isna(row["share"]):
        return {"position": ""}
    known = np.array([int(row["white"]) + int(row["bme"])])
    inner, outer = (exact_limits(float(centre), known, level) for level in (0.95, 0.998))
    ends = {
        "low_95": float(inner.low[0]),
        "high_95": float(inner.high[0]),
        "low_998": float(outer.low[0]),
        "high_998": float(outer.high[0]),
    }
    return {"centre": centre, **ends, "position": _position(float(row["share"]), ends)}


def _position(share: float, ends: dict[str, float]) -> str:
    for level, name in (("998", "99.8"), ("95", "95")):
        if share < ends[f"low_{level}"]:
            return f"below {name}"
        if share > ends[f"high_{level}"]:
            return f"above {name}"
    return "inside"


def unknown_share(published: pd.DataFrame) -> float | None:
    """The share of staff in post whose ethnicity is unknown; nothing where a count is not shown."""
    own = published[published["measure"].eq(STAFF)].set_index("group")["count"]
    if any(pd.isna(own.get(group)) for group in (WHITE, BME, UNKNOWN)):
        return None
    return float(own[UNKNOWN] / own[[WHITE, BME, UNKNOWN]].sum())


STEPS = ((LOWER, MIDDLE), (MIDDLE, UPPER), (LOWER, UPPER))
STAFF_OF = {
    "staff_tier": "All staff on bands",
    "staff_clinical_tier": "Clinical",
    "staff_non_clinical_tier": "Non-clinical",
}

RACE_DISPARITY = columns_of(
    "RACE_DISPARITY",
    staff=(*STAFF_OF.values(),),
    lower_tier=(LOWER, MIDDLE),
    higher_tier=(MIDDLE, UPPER),
    state=STATES,
)


def disparity_ratio(
    white_lower: int, white_higher: int, bme_lower: int, bme_higher: int, rounding: int = 1
) -> Likelihood:
    """The ratio of two tiers with its 95% interval on the log scale."""
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
