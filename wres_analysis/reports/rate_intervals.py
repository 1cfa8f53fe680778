"""One rate of each organisation with its interval: as a picture for any table of rates, and for a page."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter
from numpy.typing import NDArray

from wres_analysis.measures.benchmarking import newest_values
from wres_analysis.measures.measure_definitions import measure_of
from wres_analysis.reports import chart_style as look
from wres_analysis.reports.chart_style import chart, finish, nothing_to_show, row_height, row_name, wrap
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.phrases import as_percent, phrase
from wres_analysis.reports.table_columns import NOT_HELD, Column, count, count_words, interval, share

NAME_WIDTH = 38
FEW_ACTIONS = "#6F777B"  # grey of a rate from few actions: 4.5 to 1 on white


def rates_by_organisation(
    rates: pd.DataFrame, names: Mapping[str, str], measure: str = "matched_backward", organisation: str = ""
) -> Exhibit:
    """The newest value of one measure for each organisation, with its interval.

    Parameters
    ----------
    rates : pandas.DataFrame
        Rows of RATES.
    names : mapping of str to str
        What to call an organisation, by code.
    measure : str
        Name of the measure, of vocabulary/measures.csv.
    organisation : str, optional
        Code of the organisation whose row stands out.
    """
    newest = newest_values(rates, measure)
    newest = newest.assign(name=newest["organisation"].map(names)).sort_values("name")
    described, order = measure_of(measure), "rates" if len(newest) > look.FEW else "names"
    wider = rates.assign(**{end: rates[f"{end}_with_links"].fillna(rates[end]) for end in ("low", "high")})
    return Exhibit(
        measure,
        described.question,
        data=newest,
        columns=[
            Column("Organisation", "name", code="organisation"),
            Column("Plans", lambda row: " to ".join(filter(None, [row["from_year"], row["to_year"]]))),
            Column("Actions", lambda row: count()(row) or NOT_HELD),
            Column("Share", share()),
            Column("95% interval", interval()),
            Column("With the links' uncertainty", interval(low="low_with_links", high="high_with_links")),
        ],
        axes=interval_plot(wider, measure=measure, names=names, highlight=organisation),
        caveat=f"In the order of {order}, which is no ranking. Out of: {described.denominator}. Each pair of "
        "plans is in the workbook. The lines hold the doubt about links too, as on the organisations' pages.",
    )


def interval_plot(
    rates: pd.DataFrame,
    ax: Axes | None = None,
    *,
    measure: str = "",
    highlight: str = "",
    names: Mapping[str, str] | None = None,
    smallest: int = 10,
) -> Axes:
    """A dot and a 95% interval per organisation, with the rate of all together.

    Parameters
    ----------
    rates : pandas.DataFrame
        Rows of RATES or BENCHMARK. Rates of one organisation only are drawn plan by plan.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure of A4 width if missing.
    measure : str, optional
        Name of the measure; may be blank where there is only one.
    highlight : str, optional
        Code of the organisation to point out.
    names : mapping of str to str, optional
        What to call an organisation, by code.
    smallest : int, default 10
        Rates from fewer actions are drawn in grey.

    Returns
    -------
    matplotlib.axes.Axes
        With alternative text. Up to 40 organisations stand in the order of their names with their counts;
        more are sorted by rate and only `highlight` is named.

    Examples
    --------
    >>> from wres_analysis.tables import RATES, table_of
    >>> interval_plot(table_of([], RATES), measure="stated").get_title(loc="left")
    'Stated by the plan as carried over'
    """
    wanted = measure or next(iter(rates["measure"]), "matched_backward")
    label = measure_of(wanted).label
    held = rates[rates["measure"].eq(wanted) & rates["rate"].notna()]
    alone = held["organisation"].nunique() == 1
    rows = _plan_by_plan(held, names or {}) if alone else _by_name(held, wanted, names or {})
    own = rows["organisation"].eq(highlight) & (not alone)
    rows = rows.assign(few=rows["denominator"].lt(smallest), own=own)
    pooled = None if alone or rows.empty else float(rows["numerator"].sum() / rows["denominator"].sum())
    height = 6.2 if len(rows) > look.FEW else 1.5 + row_height(rows["label"], NAME_WIDTH) * max(1, len(rows))
    with chart(ax, height) as ax:
        if rows.empty:
            return nothing_to_show(ax, label, "No organisation has a value for this measure.")
        _draw(ax, rows, pooled)
        few = f"grey crosses: fewer than {smallest} actions" if rows["few"].any() else ""
        many = "in the order of their rates; the table has their names" if len(rows) > look.FEW else ""
        below = wrap("; ".join(filter(None, ["share of actions", few, many])), look.LABEL_WIDTH)
        said = phrase(", {n} of few actions in grey", n=int(rows["few"].sum())) if few else ""
        shows = phrase("{n:dot} with 95% intervals{said}", n=len(rows), said=said)
        finish(ax, f"{label}: {_message(rows, pooled)}", shows, below, grid="x")
        ax.set_xlim(-0.02, 1.02)
        ax.xaxis.set_major_formatter(PercentFormatter(1.0))
        return ax


def _message(rows: pd.DataFrame, pooled: float | None) -> str:
    if pooled is None:
        return f"{as_percent(rows['rate'].iloc[-1])} in {rows['label'].iloc[-1]}"
    low, high = as_percent(rows["rate"].min()), as_percent(rows["rate"].max())
    return f"{as_percent(pooled)} in the newest plans together, {low} to {high} by organisation"


def _by_name(held: pd.DataFrame, measure: str, names: Mapping[str, str]) -> pd.DataFrame:
    newest = newest_values(held, measure) if "low_with_links" in held.columns else held
    return newest.assign(label=newest["organisation"].map(lambda code: names.get(code, code))).sort_values(
        "label"
    )


def _plan_by_plan(held: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """A row per plan year, with the name of the organisation where names are given."""
    year = held["to_year"].where(held["to_year"].ne(""), held["from_year"])
    called = held["organisation"].map(lambda code: f"{names[code]}, " if code in names else "")
    return held.assign(label=called + year, year=year).sort_values("year")


def _draw(ax: Axes, rows: pd.DataFrame, pooled: float | None) -> None:
    """Few organisations by name with their counts, many in the order of their rates."""
    many = len(rows) > look.FEW
    rows = rows.sort_values(["rate", "denominator"], ascending=False) if many else rows
    places = np.arange(len(rows))[::-1]
    _draw_rows(ax, rows, places, size=9 if many else 44, width=0.7 if many else 1.8)
    ax.set_ylim(-0.8, len(rows) - 0.2 + (0.5 if pooled is not None else 0))
    ax.set_yticks(
        [] if many else places, [] if many else [row_name(one, NAME_WIDTH) for one in rows["label"]]
    )
    for place, row in zip(places, rows.to_dict("records"), strict=True):
        if many and row["own"]:
            end = (float(row["high"]), float(place))
            ax.annotate(row["label"], end, (10, 0), textcoords="offset points", va="center", bbox=look.BEHIND)
        elif not many:
            where, weight = ax.get_yaxis_transform(), "bold" if row["own"] else "normal"
            words = count_words(row)
            ax.text(1.03, place, words, fontsize=look.SMALL, va="center", transform=where, fontweight=weight)
    if pooled is not None:
        _draw_pooled(ax, pooled)


def _draw_rows(ax: Axes, rows: pd.DataFrame, places: NDArray[np.int64], size: float, width: float) -> None:
    """Where one organisation is pointed out, the others step back."""
    own, few = (rows[name].to_numpy(dtype=bool) for name in ("own", "few"))
    others = look.PEERS if own.any() else look.SUBJECT
    kinds = (  # which, colour, mark, and how much larger the mark and wider the line is
        (~own & ~few, others, "o", 1, 1),
        (~own & few, FEW_ACTIONS, "X", 2, 1),
        (own, look.SUBJECT, "s", 2, 2),
    )
    for mask, color, marker, larger, wider in kinds:
        part, at = rows[mask].astype({"rate": float, "low": float, "high": float}), places[mask]
        ax.hlines(at, part["low"], part["high"], color=color, linewidth=width * wider, zorder=wider)
        edge = "white" if marker == "X" else look.EDGE
        ax.scatter(
            part["rate"], at, s=size * larger, c=color, marker=marker, edgecolors=edge, linewidths=0.6,
            zorder=wider + 1,
        )  # fmt: skip


def _draw_pooled(ax: Axes, pooled: float) -> None:
    ax.axvline(pooled, color=look.LINE, linewidth=1.2, linestyle=(0, (5, 2)), zorder=1)
    side = "center" if 0.15 < pooled < 0.85 else "left" if pooled <= 0.15 else "right"
    ax.annotate(
        f"all together {as_percent(pooled)}", (pooled, 1), (0, -2), xycoords=("data", "axes fraction"),
        textcoords="offset points", ha=side, va="top", fontsize=look.SMALL, bbox=look.BEHIND,
    )  # fmt: skip
