"""The BME share of each division, sorted, against the range that chance gives a division of its size."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from wres_analysis.measures.funnel import expected_outside
from wres_analysis.reports.chart_style import SMALL, chart, finish, nothing_to_show, row_name
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.indicator_figures import newest_year
from wres_analysis.reports.meaning_colours import LATE, LINE, PEERS, SUBJECT
from wres_analysis.reports.phrases import phrase
from wres_analysis.reports.rate_words import position_words
from wres_analysis.reports.ratio_chart import NOTHING
from wres_analysis.reports.table_columns import Column, interval
from wres_analysis.reports.workforce_words import people_words, share_of
from wres_analysis.workforce import Workforce

NAME_WIDTH = 34


def divisions(one: Workforce) -> Exhibit:
    """The BME share of each division of the newest year, the highest first.

    Parameters
    ----------
    one : Workforce
        Of one organisation.
    """
    own = one.divisions[one.divisions["year"].eq(newest_year(one))].sort_values(
        ["share", "breakdown"], ascending=[False, True], na_position="last"
    )
    return Exhibit(
        "divisions",
        "Divisions against the whole workforce",
        data=own,
        columns=[
            Column("Division", "breakdown"),
            Column("White", lambda row: people_words(row["white"])),
            Column("BME", lambda row: people_words(row["bme"])),
            Column("BME share", share_of),
            Column("95% interval", interval()),
            Column("By chance alone, 95%", interval(low="low_95", high="high_95")),
            Column("Against chance", lambda row: position_words(row["position"]) if row["position"] else ""),
        ],
        axes=division_plot(own),
        caveat="Divisions need different professions, so a low share is a reason to ask, not a verdict.",
    )


def division_plot(rows: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """One row for each division: its share, and in grey the range that chance gives around the whole."""
    held = rows[rows["share"].notna() & rows["centre"].notna()]
    with chart(ax, 1.6 if held.empty else 1.5 + 0.3 * max(3, len(held))) as ax:
        if held.empty:
            return nothing_to_show(ax, "Divisions cannot be shown", NOTHING)
        centre = float(held["centre"].iloc[0])
        for place, row in zip(range(len(held) - 1, -1, -1), held.to_dict("records"), strict=True):
            inside = row["position"] == "inside"
            ax.hlines(place, float(row["low_95"]), float(row["high_95"]), color=PEERS, linewidth=7, zorder=1)
            ax.scatter(
                float(row["share"]),
                place,
                s=52,
                c=SUBJECT if inside else LATE,
                marker="o" if inside else "D",
                zorder=3,
            )
            known = f"{int(row['bme']):,} of {int(row['white']) + int(row['bme']):,}"
            ax.text(1.02, place, known, fontsize=SMALL, va="center", transform=ax.get_yaxis_transform())
        ax.axvline(centre, color=LINE, linewidth=1.2, zorder=2)
        ax.set_yticks(
            range(len(held) - 1, -1, -1), [row_name(name, NAME_WIDTH) for name in held["breakdown"]]
        )
        ax.set(ylim=(-0.7, len(held) - 0.3), xlim=(0, None))
        ax.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
        ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        below = f"BME share; line: whole workforce, {centre:.0%}\ngrey: by chance, 95%; diamonds: outside it"
        return finish(
            ax, _finding(held), f"{len(held)} divisions from the highest share to the lowest", below, grid="x"
        )


def _finding(held: pd.DataFrame) -> str:
    outside = int(held["position"].ne("inside").sum())
    known = (held["white"] + held["bme"]).astype("int")
    chance = expected_outside(float(held["centre"].iloc[0]), known)
    return phrase(
        "{n} of {of:division} {n:differs/differ} from the whole workforce beyond chance (expected: {by})",
        n=outside,
        of=len(held),
        by=f"{chance:.1f}",
    )
