"""The exhibits of the benchmark: who lies outside what chance gives, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.measures.benchmarking import (
    BENCHMARK_MEASURES,
    SMALLEST_DENOMINATOR,
    TOO_FEW,
    benchmark,
    benchmark_all,
)
from wres_analysis.measures.measure_definitions import measure_of
from wres_analysis.reports.charts import funnel_plot, ranks_plot, shrinkage_plot
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.rate_words import position_words
from wres_analysis.reports.sentences import funnel_reading, outside_reading, ranks_reading, shrinkage_reading
from wres_analysis.reports.table_columns import count_words, interval_words, share_words


def compared(
    analysis: Analysis, measure: str, *, smallest: int = SMALLEST_DENOMINATOR, peers: str = ""
) -> pd.DataFrame:
    """The benchmark of one measure, with the notebook's own minimum and peer group."""
    return benchmark(analysis.rates, analysis.organisations, measure, smallest, peers)


def funnel(analysis: Analysis, rows: pd.DataFrame) -> Exhibit:
    """Rate against number of actions, with the limits that chance gives."""
    names = analysis.names
    table = pd.DataFrame(
        {
            "Organisation": [names.get(code, code) for code in rows["organisation"]],
            "Actions": [count_words(row) for _, row in rows.iterrows()],
            "Share": [share_words(rate) for rate in rows["rate"]],
            "95% interval": _intervals(rows, "low", "high"),
            "95% limits": _intervals(rows, "low_95", "high_95"),
            "99.8% limits": _intervals(rows, "low_998", "high_998"),
            "Against chance": [position_words(position) for position in rows["position"]],
            "Limits widened for over-dispersion": [
                _widened(position, ratio)
                for position, ratio in zip(rows["adjusted_position"], rows["dispersion"], strict=True)
            ],
            "Compared with": rows["peer_group"].to_numpy(),
        },
        dtype="str",
    )
    return Exhibit(
        "funnel",
        "Against the limits of chance",
        reading=funnel_reading(rows),
        table=table,
        axes=funnel_plot(rows, names=names),
    )


def _widened(position: str, ratio: object) -> str:
    """Where a rate lies against the widened limits, or why there are none."""
    if position:
        return position_words(position)
    return "not estimated" if pd.isna(ratio) else "not needed"  # type: ignore[call-overload]


def _intervals(rows: pd.DataFrame, low: str, high: str) -> list[str]:
    return [interval_words(*ends) for ends in rows[[low, high]].itertuples(index=False)]


def shrunken(analysis: Analysis, rows: pd.DataFrame) -> Exhibit:
    """Each rate beside the same rate drawn towards the group."""
    names = analysis.names
    held = rows[rows["shrunken"].notna()]
    table = pd.DataFrame(
        {
            "Organisation": [names.get(code, code) for code in held["organisation"]],
            "Actions": [count_words(row) for _, row in held.iterrows()],
            "As counted": [share_words(rate) for rate in held["rate"]],
            "Drawn towards the group": [share_words(rate) for rate in held["shrunken"]],
            "95% interval": _intervals(held, "shrunken_low", "shrunken_high"),
        },
        dtype="str",
    )
    if held.empty:
        return Exhibit("shrunken", "Rates drawn towards the group", reading=shrinkage_reading(rows))
    return Exhibit(
        "shrunken",
        "Rates drawn towards the group",
        reading=shrinkage_reading(rows),
        table=table,
        axes=shrinkage_plot(rows, names=names),
    )


def possible_ranks(analysis: Analysis, rows: pd.DataFrame) -> Exhibit:
    """Which ranks the numbers allow for each organisation."""
    names = analysis.names
    held = rows[rows["rank_low"].notna()]
    table = pd.DataFrame(
        {
            "Organisation": [names.get(code, code) for code in held["organisation"]],
            "Possible ranks": [
                f"{row['rank_low']} to {row['rank_high']} of {row['compared']}" for _, row in held.iterrows()
            ],
        },
        dtype="str",
    )
    if held.empty:
        return Exhibit("possible_ranks", "Possible ranks", reading=ranks_reading(rows))
    return Exhibit(
        "possible_ranks",
        "Possible ranks, 95% sure for all organisations at once",
        reading=ranks_reading(rows),
        table=table,
        axes=ranks_plot(rows, names=names),
    )


def outside_limits(analysis: Analysis, *, smallest: int = SMALLEST_DENOMINATOR, peers: str = "") -> Exhibit:
    """Every benchmarked measure: the rate of all together, and who lies outside the limits."""
    rows = analysis.benchmark
    if peers or smallest != SMALLEST_DENOMINATOR:
        rows = benchmark_all(analysis.rates, analysis.organisations, smallest, peers)
    by_measure = [(name, rows[rows["measure"].eq(name)]) for name in BENCHMARK_MEASURES]
    table = [_outside_row(name, held, analysis.names) for name, held in by_measure if len(held)]
    columns = ["Measure", "All together", "Share", "Organisations compared", "Outside the limits"]
    return Exhibit(
        "outside_limits",
        "Every benchmarked measure",
        reading=outside_reading(rows),
        table=pd.DataFrame(table, columns=columns, dtype="str"),
    )


def _outside_row(name: str, held: pd.DataFrame, names: Mapping[str, str]) -> list[str]:
    outside = held[~held["position"].isin(["inside", TOO_FEW])]
    who = [
        f"{names.get(code, code)} ({position_words(position)})"
        for code, position in zip(outside["organisation"], outside["position"], strict=True)
    ]
    compared = int(held["position"].ne(TOO_FEW).sum())
    together = {"numerator": held["numerator"].sum(), "denominator": held["denominator"].sum()}
    return [
        measure_of(name).label,
        count_words(together),
        share_words(together["numerator"] / together["denominator"]),
        f"{compared} of {len(held)}",
        "; ".join(who) or ("nobody" if compared else "nobody is compared"),
    ]
