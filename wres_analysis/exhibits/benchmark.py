"""The exhibits of the benchmark: who lies outside what chance gives, and how sure that is."""

from __future__ import annotations

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.benchmarking import BENCHMARK_MEASURES, TOO_FEW, benchmark
from wres_analysis.charts import funnel_plot, ranks_plot, shrinkage_plot
from wres_analysis.exhibits.exhibit import Exhibit
from wres_analysis.exhibits.organisation import position_words
from wres_analysis.exhibits.rate_words import count_words, interval_words, share_words
from wres_analysis.exhibits.readings import funnel_reading, ranks_reading, shrinkage_reading
from wres_analysis.measuring.measures import measure_of


def compared(analysis: Analysis, measure: str, *, smallest: int = 10, peers: str = "") -> pd.DataFrame:
    """The benchmark of one measure, with the notebook's own minimum and peer group.

    Parameters
    ----------
    analysis : Analysis
    measure : str
        Name of a measure of RATES.
    smallest : int
        Organisations with fewer actions are compared with nobody.
    peers : str
        Column of the organisations to compare within; blank for everyone.

    Returns
    -------
    pandas.DataFrame
        BENCHMARK.

    Raises
    ------
    TableError
        There is no such measure or column.
    """
    return benchmark(analysis.rates, analysis.organisations, measure, smallest, peers)


def funnel(analysis: Analysis, rows: pd.DataFrame) -> Exhibit:
    """Rate against number of actions, with the limits that chance gives.

    Parameters
    ----------
    analysis : Analysis
    rows : pandas.DataFrame
        BENCHMARK of one measure.
    """
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
                position_words(position) if position else "not estimated"
                for position in rows["adjusted_position"]
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


def _intervals(rows: pd.DataFrame, low: str, high: str) -> list[str]:
    return [interval_words(*ends) for ends in rows[[low, high]].itertuples(index=False)]


def shrunken(analysis: Analysis, rows: pd.DataFrame) -> Exhibit:
    """Each rate beside the same rate drawn towards the group.

    Parameters
    ----------
    analysis : Analysis
    rows : pandas.DataFrame
        BENCHMARK of one measure.
    """
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
        why = "Rates are drawn towards the group from eight comparable organisations; there are fewer."
        return Exhibit("shrunken", "Rates drawn towards the group", notice=why)
    return Exhibit(
        "shrunken",
        "Rates drawn towards the group",
        reading=shrinkage_reading(rows),
        table=table,
        axes=shrinkage_plot(rows, names=names),
    )


def possible_ranks(analysis: Analysis, rows: pd.DataFrame) -> Exhibit:
    """Which ranks the numbers allow for each organisation.

    Parameters
    ----------
    analysis : Analysis
    rows : pandas.DataFrame
        BENCHMARK of one measure.
    """
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
        return Exhibit("possible_ranks", "Possible ranks", notice="Too few organisations to compare.")
    return Exhibit(
        "possible_ranks",
        "Possible ranks, 95% sure for all organisations at once",
        reading=ranks_reading(rows),
        table=table,
        axes=ranks_plot(rows, names=names),
    )


def outside_limits(analysis: Analysis) -> Exhibit:
    """Every benchmarked measure: the rate of all together, and who lies outside the limits.

    Parameters
    ----------
    analysis : Analysis
    """
    names = analysis.names
    rows = []
    for name in BENCHMARK_MEASURES:
        held = analysis.benchmark[analysis.benchmark["measure"].eq(name)]
        if held.empty:
            continue
        outside = held[~held["position"].isin(["inside", TOO_FEW])]
        rows.append(
            [
                measure_of(name).label,
                f"{held['numerator'].sum()} of {held['denominator'].sum()}",
                share_words(held["numerator"].sum() / held["denominator"].sum()),
                f"{held['position'].ne(TOO_FEW).sum()} of {len(held)}",
                "; ".join(
                    f"{names.get(row['organisation'], row['organisation'])} "
                    f"({position_words(row['position'])})"
                    for _, row in outside.iterrows()
                )
                or "nobody",
            ]
        )
    columns = ["Measure", "All together", "Share", "Organisations compared", "Outside the limits"]
    return Exhibit(
        "outside_limits",
        "Every benchmarked measure",
        reading=[
            "With many measures some organisation lies outside some limit by chance: benchmark.csv holds "
            "p-values "
            "adjusted for that."
        ],
        table=pd.DataFrame(rows, columns=columns, dtype="str"),
    )
