"""Who differs more than chance explains: funnel limits, shrinkage, sets of ranks, adjusted p-values.

No league table and no traffic lights: organisations stay in the order of their codes.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from wres_analysis.linking.input import ordered_years
from wres_analysis.measures.funnel_and_ranks import (
    Limits,
    adjusted_limits,
    dispersion,
    exact_limits,
    fit_prior,
    heterogeneity,
    rank_sets,
    rates_for_ranks,
    shrink,
)
from wres_analysis.measures.measure_definitions import measure_of
from wres_analysis.measures.peers import FEWEST_ACTIONS, SMALLEST_GROUP, members, peer_groups, way_of_grouping
from wres_analysis.measures.plan_pairs import pooled_pairs_only
from wres_analysis.tables import RATES, as_schema, check_table, columns_of

BENCHMARK_MEASURES = (
    "matched_backward",
    "matched_forward",
    "stated",
    "status_complete",
    "vanished",
    "past_date",
    "owner_present",
    "date_present",
    "evidence_present",
)
SMALLEST_DENOMINATOR = FEWEST_ACTIONS
FEWEST_FOR_DISPERSION = 10
FEWEST_FOR_SHRINKAGE = 8
FALSE_FINDS = 0.05  # share of false ones among those said to differ, as in the method that p_adjusted is from
INSIDE, TOO_FEW = "inside", "too_few"
POSITIONS = (INSIDE, "above 95", "below 95", "above 99.8", "below 99.8", TOO_FEW)
LEVELS = {"95": 0.95, "998": 0.998}


BENCHMARK = columns_of("BENCHMARK", position=POSITIONS, adjusted_position=(*POSITIONS, ""))


def benchmark(
    rates: pd.DataFrame,
    organisations: pd.DataFrame | None = None,
    measure: str = "matched_backward",
    smallest: int = SMALLEST_DENOMINATOR,
    peers: str = "",
    pairs: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Each organisation's newest value of one measure against its peers.

    Parameters
    ----------
    rates : pandas.DataFrame
        Rows of RATES.
    organisations : pandas.DataFrame, optional
        Rows of ORGANISATIONS; needed where `peers` names one of its columns.
    measure : str, default "matched_backward"
        Name of a measure of vocabulary/measures.csv.
    smallest : int, default 10
        Organisations with fewer actions keep their count and interval and are compared with nobody.
    peers : str, optional
        Column of organisations to compare within, such as "type", or codes of organisations with commas
        between. Blank: everyone.
    pairs : pandas.DataFrame, optional
        Rows of PLAN_PAIRS: a value between two plans that stand apart is compared with nobody.

    Returns
    -------
    pandas.DataFrame
        BENCHMARK, one row per organisation with a value, in the order of their codes. A group of fewer
        than five organisations with enough actions is not compared: its rows are "too_few". Limits widened
        for over-dispersion stand beside the others; below ten organisations they can barely be estimated.
        Rates are shrunken from eight.

    Raises
    ------
    TableError
        There is no such measure or no such column to group by.

    Examples
    --------
    >>> from wres_analysis.tables import table_of
    >>> rows = [{"organisation": f"T{n}", "to_year": "2022-23", "measure": "stated", "numerator": k,
    ...     "denominator": 20, "rate": k / 20} for n, k in enumerate([8, 9, 10, 8, 19])]
    >>> benchmark(table_of(rows, RATES), measure="stated")["position"].tolist()
    ['inside', 'inside', 'inside', 'inside', 'above 99.8']
    """
    measure_of(measure)
    check_table(rates, RATES, "rates")
    values = newest_values(rates, measure) if pairs is None else compared_values(rates, pairs, measure)
    grouped, by = way_of_grouping(peers, organisations)
    groups = peer_groups(list(values["organisation"]), grouped, by)
    found = [_rows_of(values, groups, group, smallest) for group in groups.unique()]
    together = (
        pd.concat(found, ignore_index=True)
        if found
        else values.reindex(columns=list(BENCHMARK)).assign(position="")
    )
    adjusted = together.assign(p_adjusted=_false_discovery(together["p_value"]))
    return as_schema(adjusted.sort_values("organisation", kind="stable"), BENCHMARK)


def benchmark_all(
    rates: pd.DataFrame,
    organisations: pd.DataFrame | None = None,
    smallest: int = SMALLEST_DENOMINATOR,
    peers: str = "",
    pairs: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Every benchmarked measure, one after the other; parameters and errors as in `benchmark`.

    Examples
    --------
    >>> from wres_analysis.tables import table_of
    >>> benchmark_all(table_of([], RATES)).empty
    True
    """
    found = [benchmark(rates, organisations, name, smallest, peers, pairs) for name in BENCHMARK_MEASURES]
    return pd.concat(found, ignore_index=True)


def stands_out(rows: pd.DataFrame) -> pd.Series[bool]:
    """Which rows of BENCHMARK differ by more than chance explains, the one rule of every page and chart.

    Outside the limits, the widened ones where rates vary by more than chance, with as many compared at once.
    """
    where = rows["adjusted_position"].where(rows["adjusted_position"].ne(""), rows["position"])
    return ~where.isin([INSIDE, TOO_FEW]) & rows["p_adjusted"].lt(FALSE_FINDS).fillna(False).astype(bool)


def rates_in(table: pd.DataFrame) -> pd.DataFrame:
    """The rates that a benchmark was made from, to compare them again with other peers."""
    return as_schema(table.reindex(columns=list(RATES)), RATES)


def compared_values(rates: pd.DataFrame, pairs: pd.DataFrame, *measures: str) -> pd.DataFrame:
    """What is taken together on every page: the newest row of each organisation for each measure.

    An organisation whose newest two plans stand apart (PLAN_PAIRS) has none between two plans.
    """
    return pooled_pairs_only(newest_values(rates, *measures), pairs).reset_index(drop=True)


def left_out(rates: pd.DataFrame, pairs: pd.DataFrame, *measures: str) -> pd.DataFrame:
    """What `compared_values` leaves out: the newest rows whose two plans stand apart, one an organisation."""
    newest = newest_values(rates, *measures)
    return newest.drop(pooled_pairs_only(newest, pairs).index).reset_index(drop=True)


def newest_values(rates: pd.DataFrame, *measures: str) -> pd.DataFrame:
    """The newest row of each organisation that has a rate for each of the measures, in the order of codes."""
    held = rates[rates["measure"].isin(measures) & rates["rate"].notna()]
    later = held["to_year"].where(held["to_year"].ne(""), held["from_year"])
    place = {year: order for order, year in enumerate(ordered_years(later))}
    ordered = held.assign(place=later.map(place)).sort_values(["organisation", "place"], kind="stable")
    return ordered.groupby(["organisation", "measure"]).tail(1)[list(RATES)].reset_index(drop=True)


def _rows_of(values: pd.DataFrame, groups: pd.Series[str], group: str, smallest: int) -> pd.DataFrame:
    table = _within(values, members(groups, group), smallest).assign(peer_group=group)
    return table[table["organisation"].map(groups).eq(group)]


def _within(values: pd.DataFrame, codes: list[str], smallest: int) -> pd.DataFrame:
    """The organisations of one group with everything that is computed within it."""
    own = values[values["organisation"].isin(codes)].reset_index(drop=True)
    own = own.assign(pooled=own["numerator"].sum() / own["denominator"].sum())
    enough = own["denominator"].ge(smallest)
    compared = own[enough] if enough.sum() >= SMALLEST_GROUP else own[:0]
    parts = [own, _limits(own), _adjusted(own, compared), _shrunken(own, compared), _ranks(compared)]
    table = pd.concat([*parts, _p_values(compared)], axis=1).assign(compared=len(compared))
    is_compared = table.index.isin(compared.index)
    table["position"] = _positions(table, "").where(is_compared, TOO_FEW)
    known = table["adjusted_low_95"].notna()
    table["adjusted_position"] = _positions(table, "adjusted_").where(is_compared, TOO_FEW).where(known, "")
    return table


def _limits(own: pd.DataFrame) -> pd.DataFrame:
    return _limit_columns(
        "",
        {
            name: exact_limits(own["pooled"].iloc[0], own["denominator"], level)
            for name, level in LEVELS.items()
        },
    ).set_axis(own.index)


def _limit_columns(prefix: str, limits: dict[str, Limits]) -> pd.DataFrame:
    columns = {f"{prefix}low_{name}": pair.low for name, pair in limits.items()}
    return pd.DataFrame({**columns, **{f"{prefix}high_{name}": pair.high for name, pair in limits.items()}})


def _adjusted(own: pd.DataFrame, compared: pd.DataFrame) -> pd.DataFrame:
    """Dispersion, and limits widened for it where it is above chance and can be estimated."""
    names = [f"adjusted_{end}_{level}" for end in ("low", "high") for level in LEVELS]
    blank = pd.DataFrame(
        index=own.index, columns=["dispersion", "chi_square", "p_differ", *names], dtype="Float64"
    )
    if compared.empty:
        return blank
    centre = float(own["pooled"].iloc[0])
    found = dispersion(compared["numerator"], compared["denominator"], centre)
    differ = heterogeneity(compared["numerator"], compared["denominator"])
    said = {"dispersion": found.ratio, "chi_square": differ.chi_square, "p_differ": differ.p_value}
    blank = blank.assign(**said)
    if found.variance == 0:
        return blank
    limits = {
        name: _widened(centre, own["denominator"], found.variance, level) for name, level in LEVELS.items()
    }
    return _limit_columns("adjusted_", limits).set_axis(own.index).assign(**said)


def _widened(centre: float, denominators: pd.Series[int], variance: float, level: float) -> Limits:
    """The outer of the widened and the exact limits: a normal approximation is too narrow for few actions."""
    wide, exact = (
        adjusted_limits(centre, denominators, variance, level),
        exact_limits(centre, denominators, level),
    )
    return Limits(np.minimum(wide.low, exact.low), np.maximum(wide.high, exact.high))


def _positions(table: pd.DataFrame, prefix: str) -> pd.Series[str]:
    position = pd.Series(INSIDE, index=table.index, dtype="str")
    for level, said in (("95", "95"), ("998", "99.8")):
        above = table["rate"].gt(table[f"{prefix}high_{level}"]).fillna(False)
        below = table["rate"].lt(table[f"{prefix}low_{level}"]).fillna(False)
        position = position.mask(above, f"above {said}").mask(below, f"below {said}")
    return position


def _shrunken(own: pd.DataFrame, compared: pd.DataFrame) -> pd.DataFrame:
    names = ["shrunken", "shrunken_low", "shrunken_high", "prior_worth"]
    prior = None
    if len(compared) >= FEWEST_FOR_SHRINKAGE:
        prior = fit_prior(own["numerator"], own["denominator"])
    if prior is None:
        return pd.DataFrame(index=own.index, columns=names, dtype="Float64")
    rows = [shrink(k, n, prior) for k, n in zip(own["numerator"], own["denominator"], strict=True)]
    values = [(value, interval.low, interval.high, prior.worth) for value, interval in rows]
    return pd.DataFrame(values, index=own.index, columns=names)


def _ranks(compared: pd.DataFrame) -> pd.DataFrame:
    if compared.empty:
        return pd.DataFrame({"rank_low": [], "rank_high": []}, dtype="Int64")
    found = rank_sets(*rates_for_ranks(compared["numerator"], compared["denominator"]))
    return pd.DataFrame({"rank_low": found.low, "rank_high": found.high}, index=compared.index, dtype="Int64")


def _p_values(compared: pd.DataFrame) -> pd.Series[float]:
    counts = zip(compared["numerator"], compared["denominator"], compared["pooled"], strict=True)
    values = [float(stats.binomtest(int(k), int(n), float(centre)).pvalue) for k, n, centre in counts]
    return pd.Series(values, index=compared.index, name="p_value", dtype="Float64")


def _false_discovery(values: pd.Series[float]) -> pd.Series[float]:
    known = values.dropna()
    if known.empty:
        return values
    adjusted = stats.false_discovery_control(known.to_numpy(dtype=float), method="bh")
    return pd.Series(adjusted, index=known.index, dtype="Float64").reindex(values.index)
