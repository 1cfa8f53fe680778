"""Where one organisation stands: a spine, a row for each measure, with its own dot among its group's."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from wres_analysis.analysis import Analysis
from wres_analysis.measures.benchmarking import BENCHMARK_MEASURES, TOO_FEW, benchmark_all, rates_in
from wres_analysis.measures.measure_definitions import measure_of
from wres_analysis.measures.peers import EVERYONE, SMALLEST_GROUP, way_of_grouping
from wres_analysis.reports.chart_style import LINE, PEERS, SUBJECT, chart, finish, name_rows
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.phrases import NO_VERDICT, Phrase, as_percent, listed, phrase
from wres_analysis.reports.table_columns import (
    Column,
    count,
    count_words,
    interval,
    rows_of,
    share,
    share_words,
)

ROW_HEIGHT, NAME_WIDTH = 0.42, 32
ENDS = {
    0.0: "lowest",
    0.25: "half_low",
    0.5: "middle",
    0.75: "half_high",
    1.0: "highest",
}  # as Fingertips draws


def standing(whole: Analysis, code: str, peers: str = "") -> Exhibit:
    """Each measure of one organisation beside the range, the middle half and the middle of its group."""
    whole.name_of(code)
    benchmark = whole.benchmark
    if peers:
        grouped, by = way_of_grouping(peers, whole.organisations, own=code)
        benchmark = benchmark_all(rates_in(benchmark), grouped, peers=by)
    data = spine_rows(benchmark, code)
    title = "Where this organisation stands"
    if data.empty:
        few = f"Nothing is compared: it takes {SMALLEST_GROUP} organisations of the group with a value."
        return Exhibit("standing", title, notice=few)
    columns = [
        Column("Measure", "label"),
        Column("Here", count()),
        Column("Share", share()),
        Column("95% interval", interval()),
        Column("Middle of the group", lambda row: share_words(row["middle"])),
        Column("Lowest to highest", interval(low="lowest", high="highest")),
        Column("Organisations", "organisations"),
        Column("Against chance", lambda row: chance_words(row["position"])),
    ]
    finding = standing_sentence(data)
    return Exhibit(
        "standing",
        title,
        data=data,
        columns=columns,
        axes=spine_plot(data, finding),
        reading=[_whom(data)],
        caveat=f"Outside the limits of chance is {NO_VERDICT}. Nobody is ranked.",
    )


def spine_rows(benchmark: pd.DataFrame, code: str) -> pd.DataFrame:
    """One row for each measure in which the organisation has enough of a group to be seen among."""
    groups = benchmark.groupby(["measure", "peer_group"])["rate"]
    around = (
        groups.quantile(np.array(list(ENDS)))
        .unstack()
        .rename(columns=ENDS)
        .assign(organisations=groups.size())
    )
    own = benchmark[benchmark["organisation"].eq(code)].set_index("measure", drop=False)
    own = own.reindex([name for name in BENCHMARK_MEASURES if name in own.index])
    own = own.assign(label=[measure_of(name).label for name in own.index]).reset_index(drop=True)
    rows = own.join(around, on=["measure", "peer_group"])
    return rows[rows["organisations"].ge(SMALLEST_GROUP)].reset_index(drop=True)


def chance_words(position: str) -> str:
    """What the limits of chance say of a value."""
    if position == TOO_FEW:
        return "too few actions to tell"
    if position == "inside":
        return "as chance would have it"
    return f"{'higher' if position.startswith('above') else 'lower'} than chance explains"


def standing_sentence(data: pd.DataFrame) -> Phrase:
    """On which measures the organisation differs by more than chance would explain."""
    compared = data[data["position"].ne(TOO_FEW)]
    if compared.empty:
        return Phrase("Too few actions to tell this organisation from the others")
    outside = compared[compared["position"].ne("inside")]
    named = [
        f"{row['label'].lower()} ({'high' if row['position'].startswith('above') else 'low'})"
        for row in rows_of(outside)
    ]
    if not named:
        return phrase("Not unusual on any of {of:measure}", of=len(compared))
    return phrase(
        "Unusual on {n} of {of:measure}: {named}", n=len(outside), of=len(compared), named=listed(named)
    )


def _whom(data: pd.DataFrame) -> str:
    groups = list(dict.fromkeys(data["peer_group"]))
    whom = "every organisation whose plans were read" if groups == [EVERYONE] else str(listed(groups))
    return f"Compared with {whom}."


def spine_plot(data: pd.DataFrame, finding: str, ax: Axes | None = None) -> Axes:
    """Own dot on a thin line from the lowest to the highest of the group, a thick one for its middle half."""
    with chart(ax, height=1.5 + ROW_HEIGHT * len(data)) as ax:
        beside = [f"{as_percent(row['rate'])}, {count_words(row)}" for row in rows_of(data)]
        places = name_rows(ax, data["label"], NAME_WIDTH, beside)
        ax.hlines(places, data["lowest"], data["highest"], color=PEERS, linewidth=1.5)
        ax.hlines(places, data["half_low"], data["half_high"], color=PEERS, linewidth=9)
        ax.scatter(data["middle"], places, marker="|", s=190, color=LINE, linewidth=2, zorder=3)
        ax.scatter(data["rate"], places, s=95, color=SUBJECT, edgecolor="white", linewidth=1, zorder=4)
        ax.set_xlim(-0.02, 1.02)
        ax.xaxis.set_major_formatter(PercentFormatter(1.0))
        shows = f"A row for each measure, own value and middle of the group: {_said(data)}"
        key = "dot: here; black line: middle of the group; thick: its middle half"
        return finish(ax, finding, shows, key, "x")


def _said(data: pd.DataFrame) -> str:
    return "; ".join(
        f"{row['label'].lower()} {as_percent(row['rate'])} against {as_percent(row['middle'])}"
        for row in rows_of(data)
    )
