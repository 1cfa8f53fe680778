"""The nine WRES indicators from published counts: relative likelihoods, differences, distance from parity.

Every ratio is arranged so that more than 1 is worse for BME staff. The four-fifths band, 0.80 to 1.25, is the
range that reports call proportionate. Intervals of ratios are on the log scale, those of differences the
hybrid score interval; both are widened for the rounding of the counts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd
from scipy import stats

from wres_analysis.measures.funnel_and_ranks import joint_critical_value
from wres_analysis.measures.intervals import Interval, difference, ratio
from wres_analysis.tables import Schema, as_schema, check_table, columns_of, table_of
from wres_analysis.workforce.published_counts import HIDDEN, PUBLISHED, SHOWN, Rule
from wres_analysis.workforce.staff_measures import COMPARED, WHITE, Indicator, indicators_by_key

FOUR_FIFTHS = (0.80, 1.25)
NOT_GIVEN = "not given"
WORSE, BETTER, MAYBE_CHANCE = "worse", "better", "chance may explain it"
STATES = (SHOWN, HIDDEN, NOT_GIVEN)
Z95 = float(stats.norm.ppf(0.975))

INDICATORS = columns_of("INDICATORS", key=(*indicators_by_key(),), state=STATES)
RANKED: Schema = {**INDICATORS, **columns_of("RANKED")}

Found = Mapping[tuple[str, str, str], int | None]


class Likelihood(NamedTuple):
    """A relative likelihood with its 95% interval."""

    value: float  # missing (nan) where a whole is 0
    low: float  # missing (nan) where a whole is 0
    high: float  # missing (nan) where a whole is 0
    zero_cell: bool  # whether 0.5 was added to every count


def relative_likelihood(
    part: int, whole: int, other_part: int, other_whole: int, rounding: int = 1
) -> Likelihood:
    """How much more likely something is for one group than for the other."""
    value, (low, high) = ratio(part, whole, other_part, other_whole)
    zero = not (part and other_part)
    extra = 0.5 if zero else 0.0
    error = log_error([count + extra for count in (part, whole, other_part, other_whole)], rounding)
    if math.isnan(value):
        return Likelihood(math.nan, math.nan, math.nan, zero)
    ends = widened(math.log(value), Interval(math.log(low), math.log(high)), error)
    return Likelihood(value, math.exp(ends.low), math.exp(ends.high), zero)


def log_error(counts: Iterable[float], rounding: int) -> float:
    """Standard deviation that rounding its counts gives the logarithm of a product of counts."""
    spread = Rule(rounding=rounding).spread
    return math.sqrt(sum((spread / count) ** 2 for count in counts if count))


def widened(value: float, ends: Interval, error: float) -> Interval:
    """A 95% interval with another error on top, independent of the one that it holds."""
    extra = Z95 * error
    return Interval(value - math.hypot(value - ends.low, extra), value + math.hypot(ends.high - value, extra))


def against_parity(value: float, low: float, high: float) -> str:
    """On which side of parity a ratio lies, in words: the one rule of every page, its 95% interval."""
    if low <= 1 <= high:
        return MAYBE_CHANCE
    near = ", within four fifths" if FOUR_FIFTHS[0] <= value <= FOUR_FIFTHS[1] else ""
    return f"{WORSE if value > 1 else BETTER} for BME staff{near}"


def workforce_indicators(published: pd.DataFrame) -> pd.DataFrame:
    """Every indicator and step of recruitment, for each organisation and year."""
    check_table(published, PUBLISHED, "published counts")
    rows = [
        {"organisation": organisation, "year": year, "key": key, **_row(indicator, found, rounding)}
        for organisation, year, found, rounding in by_year(published)
        for key, indicator in indicators_by_key().items()
    ]
    return table_of(rows, INDICATORS)


def by_year(published: pd.DataFrame) -> Iterable[tuple[str, str, Found, int]]:
    """Organisation, year, counts by (measure, breakdown, group), and what they are rounded to."""
    for (organisation, year), own in published.groupby(["organisation", "year"], sort=False):
        names = zip(own["measure"], own["breakdown"], own["group"], strict=True)
        counts = [None if pd.isna(count) else int(count) for count in own["count"]]
        yield (
            str(organisation),
            str(year),
            dict(zip(names, counts, strict=True)),
            int(own["rounding"].iloc[0]),
        )


def count_of(found: Found, place: str, group: str) -> tuple[int | None, str]:
    """A count at "measure/breakdown", breakdowns with a plus between added up, and its state."""
    measure, _, breakdowns = place.partition("/")
    keys = [(measure, breakdown, group) for breakdown in breakdowns.split("+")]
    if any(key not in found for key in keys):
        return None, NOT_GIVEN
    counts = [found[key] for key in keys]
    if any(count is None for count in counts):
        return None, HIDDEN
    return sum(count for count in counts if count is not None), SHOWN


def _row(indicator: Indicator, found: Found, rounding: int) -> dict[str, object]:
    places = {
        (group, place): count_of(found, getattr(indicator, place), group)
        for group in COMPARED
        for place in ("part", "whole")
    }
    states = [state for _, state in places.values()]
    if set(states) != {SHOWN}:
        return {"zero_cell": "No", "state": NOT_GIVEN if NOT_GIVEN in states else HIDDEN}
    counts = {f"{group.lower()}_{place}": count or 0 for (group, place), (count, _) in places.items()}
    return {
        **counts,
        "state": SHOWN,
        **_ratio_of(indicator, counts, rounding),
        **_difference_of(indicator, counts, rounding),
    }


def _ratio_of(indicator: Indicator, counts: Mapping[str, int], rounding: int) -> dict[str, object]:
    top, bottom = ("white", "bme") if indicator.on_top == WHITE else ("bme", "white")
    part, whole, other_part, other_whole = (
        counts[f"{group}_{place}"] for group in (top, bottom) for place in ("part", "whole")
    )
    likelihood = relative_likelihood(part, whole, other_part, other_whole, rounding)
    numbers = {"ratio": likelihood.value, "ratio_low": likelihood.low, "ratio_high": likelihood.high}
    return {
        **{name: None if math.isnan(value) else value for name, value in numbers.items()},
        "zero_cell": "Yes" if likelihood.zero_cell else "No",
    }


def _difference_of(indicator: Indicator, counts: Mapping[str, int], rounding: int) -> dict[str, object]:
    """BME minus White for the survey; board minus workforce for the board; nothing for the others."""
    if indicator.form == "survey":
        quartet = [counts[name] for name in ("bme_part", "bme_whole", "white_part", "white_whole")]
    elif indicator.form == "board":
        board, staff = (counts[f"bme_{place}"] + counts[f"white_{place}"] for place in ("part", "whole"))
        quartet = [counts["bme_part"], board, counts["bme_whole"], staff]
    else:
        return {}
    low, high, value = *difference(*quartet), quartet[0] / quartet[1] - quartet[2] / quartet[3]
    spread = Rule(rounding=rounding).spread
    error = math.hypot(
        *(spread * math.hypot(1, quartet[i] / quartet[i + 1]) / quartet[i + 1] for i in (0, 2))
    )
    ends = widened(value, Interval(low, high), error)
    return {"difference": value, "difference_low": ends.low, "difference_high": ends.high}


def ranked(indicators: pd.DataFrame) -> pd.DataFrame:
    """The nine indicators that can be shown, those furthest on the side that is worse for BME staff first."""
    numbered = [key for key, one in indicators_by_key().items() if one.indicator]
    held = indicators[indicators["key"].isin(numbered) & indicators["ratio"].notna()]
    held = held.sort_values(["organisation", "year", "ratio"], ascending=[True, True, False], kind="stable")
    groups = held.groupby(["organisation", "year"])
    critical = groups["key"].transform("size").map(joint_critical_value)
    middle, high = (held[name].astype(float).map(math.log) for name in ("ratio", "ratio_high"))
    error = (high - middle) / Z95
    clear = middle.abs().gt(error * critical).map({True: "Yes", False: "No"})
    held = held.assign(place=groups.cumcount() + 1, clear=clear, middle=middle, error=error)
    shrunken = [_shrunken(own["middle"], own["error"]) for _, own in held.groupby(["organisation", "year"])]
    return as_schema(held.assign(shrunken=pd.concat(shrunken) if shrunken else 1.0), RANKED)


def _shrunken(middle: pd.Series[float], error: pd.Series[float]) -> pd.Series[float]:
    """The ratios of one year drawn towards their middle: the worst of nine noisy ones looks worse than it is.

    Normal model on the log scale with the variance between indicators by moments (DerSimonian and Laird).
    """
    weight = error**-2.0
    centre = float((weight * middle).sum() / weight.sum())
    spread = float((weight * (middle - centre) ** 2).sum()) - (len(middle) - 1)
    scale = float(weight.sum() - (weight**2).sum() / weight.sum())
    between = max(0.0, spread / scale) if scale > 0 else 0.0
    kept = between / (between + error**2)
    return (centre + kept * (middle - centre)).map(math.exp)
