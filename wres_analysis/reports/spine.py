"""Where one organisation stands: a spine, a row for each measure, with its own dot among its group's."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from wres_analysis.analysis import Analysis
from wres_analysis.measures.benchmarking import (
    BENCHMARK_MEASURES,
    TOO_FEW,
    benchmark_all,
    rates_in,
    stands_out,
)
from wres_analysis.measures.measure_definitions import measure_of
from wres_analysis.measures.peers import EVERYONE, SMALLEST_GROUP, way_of_grouping
from wres_analysis.reports import table_columns as cells
from wres_analysis.reports.chart_style import LINE, PEERS, SUBJECT, chart, finish, name_rows
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.phrases import (
    NO_VERDICT,
    Phrase,
    as_percent,
    in_a_sentence,
    joined,
    listed,
    phrase,
)
from wres_analysis.reports.table_columns import Column, Row, rows_of, share

ROW_HEIGHT, NAME_WIDTH = 0.38, 32
# as Fingertips draws
ENDS = {0.0: "lowest", 0.25: "half_low", 0.5: "middle", 0.75: "half_high", 1.0: "highest"}


def standing(whole: Analysis, code: str, peers: str = "") -> Exhibit:
    """Each measure of one organisation beside the range, the middle half and the middle of its group."""
    whole.name_of(code)
    benchmark = whole.benchmark
    if peers:
        grouped, by = way_of_grouping(peers, whole.organisations, own=code)
        benchmark = benchmark_all(rates_in(benchmark), grouped, peers=by)
    data = _with_doubt_of_links(spine_rows(benchmark, code), whole.rates)
    title = "Where this organisation stands"
    if data.empty:
        few = f"Nothing is compared: it takes {SMALLEST_GROUP} organisations of the group with a value."
        return Exhibit("standing", title, notice=few)
    columns = [
        Column("Measure", "label"),
        Column("Here", cells.count()),
        Column("Share", share()),
        Column("Interval", cells.interval()),
        Column("All together", lambda row: cells.share_words(row["pooled"])),
        Column("Middle of the group", lambda row: cells.share_words(row["middle"])),
        Column("Lowest to highest", cells.interval(low="lowest", high="highest")),
        Column("Organisations", "organisations"),
        Column("Beyond chance, this measure alone", lambda row: beyond_chance(row) or "no share"),
        Column("Stands out", stands_words),
    ]
    finding = standing_sentence(data, brief=True)
    return Exhibit(
        "standing",
        title,
        data=data,
        columns=columns,
        axes=spine_plot(data, finding),
        reading=[_whom(data)],
        note=_NOTE,
        caveat=f"To stand out is {NO_VERDICT}. Nobody is ranked.",
    )


_NOTE = (
    "All together: the share of all actions of these organisations. Beyond chance, this measure alone: which "
    "shares of so many actions lie outside the limits of chance, were nothing else compared; the limits are "
    "wider where shares of the group vary by more than chance. To stand out, a share must differ by more "
    "than chance also once all comparisons are allowed for."
)


def _with_doubt_of_links(data: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """The rows with the wider interval where two plans are linked, as the main points give it."""
    if data.empty:
        return data
    key = ["organisation", "measure", "from_year", "to_year"]
    wide = data[key].merge(rates, on=key, how="left").set_axis(data.index)
    ends = {end: wide[f"{end}_with_links"].fillna(data[end]) for end in ("low", "high")}
    return data.assign(**ends)


def spine_rows(benchmark: pd.DataFrame, code: str) -> pd.DataFrame:
    """One row for each measure in which the organisation has enough of a group to be seen among."""
    grouped = benchmark.groupby(["measure", "peer_group"])
    groups, years = grouped["rate"], grouped["to_year"]
    around = (
        groups.quantile(np.array(list(ENDS)))
        .unstack()
        .rename(columns=ENDS)
        .assign(organisations=groups.size(), first_year=years.min(), last_year=years.max())
    )
    own = benchmark[benchmark["organisation"].eq(code)].set_index("measure", drop=False)
    own = own.reindex([name for name in BENCHMARK_MEASURES if name in own.index])
    own = own.assign(
        label=[measure_of(name).label for name in own.index], stands_out=stands_out(own)
    ).reset_index(drop=True)
    rows = own.join(around, on=["measure", "peer_group"])
    return rows[rows["organisations"].ge(SMALLEST_GROUP)].reset_index(drop=True)


# what is no bad thing for a plan, where an organisation has more or less of it than the others
_NO_BAD_THING = {
    **dict.fromkeys(
        ("stated", "status_complete", "owner_present", "date_present", "evidence_present"), "higher"
    ),
    **dict.fromkeys(("vanished", "past_date"), "lower"),
}
_OF_REPORTED_PROGRESS = ("status_complete", "past_date")


_ENDS_OF_SHARES = {as_percent(share) for share in (0.0, 0.001, 0.999, 1.0)}  # no share lies beyond these


def beyond_chance(row: Row) -> str:
    """Which shares lie outside the limits of one measure alone, widened where rates vary more; or blank."""
    widened: str = "" if pd.isna(row["adjusted_low_95"]) else "adjusted_"
    limits = {side: as_percent(float(row[f"{widened}{end}_95"])) for side, end in _SIDES.items()}
    return " or ".join(f"{side} {end}" for side, end in limits.items() if end not in _ENDS_OF_SHARES)


_SIDES = {"below": "low", "above": "high"}


def how_unusual(row: Row, differs: bool) -> Phrase:
    """Whether a share is unusual, and if not, which share of so many actions would be."""
    if row["position"] == TOO_FEW:
        return Phrase("too few actions to say whether this one is unusual")
    if differs:
        return Phrase(f"this one is {side_of(row)} by more than chance explains")
    limits = beyond_chance(row)
    which = f"only a share {limits}" if limits else "no share"
    said = "not unusual, though with {n:action} {which} would be"
    return phrase(said, n=int(row["denominator"]), which=which)


def stands_words(row: Row) -> str:
    """Whether one row of the spine stands out, in one word or two."""
    if row["position"] == TOO_FEW:
        return "too few actions to tell"
    return side_of(row) if row["stands_out"] else "no"


def side_of(row: Row) -> str:
    """On which side of all together a share lies."""
    return "higher" if row["rate"] > row["pooled"] else "lower"


def standing_sentence(data: pd.DataFrame, *, brief: bool = False) -> Phrase:
    """On which measures the organisation differs by more than chance explains; without shares in brief."""
    compared = data[data["position"].ne(TOO_FEW)]
    if compared.empty:
        return Phrase("Too few actions to tell this organisation from the others")
    outside = rows_of(compared[compared["stands_out"]])
    start = phrase("Stands out on {n} of {of:measure}", n=len(outside) or "none", of=len(compared))
    named = [_named(row, brief=brief) for row in outside]
    said = joined([start, listed(named) if brief else joined(named, "; ")], ": ")
    few = len(data) - len(compared)
    return joined([said, phrase("on {n} more there are too few actions to tell", n=few) if few else ""], "; ")


def _named(row: Row, *, brief: bool) -> str:
    label = in_a_sentence(str(row["label"]))
    if brief:
        return f"{label} ({side_of(row)})"
    fine = ", which is no bad thing" if _NO_BAD_THING.get(row["measure"]) == side_of(row) else ""
    shares = f"{cells.share_words(row['rate'])}, all together {cells.share_words(row['pooled'])}"
    return f"{label} is {side_of(row)} ({shares}){fine}"


def unfair_words(data: pd.DataFrame, looks_ahead: bool) -> str:
    """A warning where what stands out rests on progress in a plan that may say only what is to be done."""
    outside = data[data["position"].ne(TOO_FEW) & data["stands_out"]]
    if not looks_ahead or not outside["measure"].isin(_OF_REPORTED_PROGRESS).any():
        return ""
    return "The plan prints no day of report: its progress may be that of its first days."


def _whom(data: pd.DataFrame) -> str:
    groups = list(dict.fromkeys(data["peer_group"]))
    whom = (
        "every organisation whose plans were read, of all types" if groups == [EVERYONE] else listed(groups)
    )
    years = sorted(filter(None, {*data["first_year"], *data["last_year"]}))
    span = " to ".join(dict.fromkeys([years[0], years[-1]])) if years else "years that are not known"
    return f"Compared with {whom}: their newest plans, {span}."


def spine_plot(data: pd.DataFrame, finding: str, ax: Axes | None = None) -> Axes:
    """Own dot on a thin line from the lowest to the highest of the group, a thick one for its middle half."""
    with chart(ax, height=1.5 + ROW_HEIGHT * len(data)) as ax:
        beside = [
            f"{as_percent(row['rate'])}, {cells.count_words(row)}; middle {as_percent(row['middle'])}"
            for row in rows_of(data)
        ]
        places = name_rows(ax, data["label"], NAME_WIDTH, beside)
        ax.hlines(places, data["lowest"], data["highest"], color=PEERS, linewidth=1.5)
        ax.hlines(places, data["half_low"], data["half_high"], color=PEERS, linewidth=9)
        ax.scatter(data["middle"], places, marker="|", s=190, color=LINE, linewidth=2, zorder=3)
        ax.scatter(data["rate"], places, s=95, color=SUBJECT, edgecolor="white", linewidth=1, zorder=4)
        ax.set_xlim(-0.02, 1.02)
        ax.xaxis.set_major_formatter(PercentFormatter(1.0))
        said = "; ".join(
            f"{row['label'].lower()} {as_percent(row['rate'])} against {as_percent(row['middle'])}"
            for row in rows_of(data)
        )
        shows = f"A row for each measure, own value and middle of the group: {said}"
        key = "dot: here; short line: middle of the group; thick bar: its middle half; thin line: all of it"
        return finish(ax, finding, shows, key, "x")
