"""How long actions run: what became of them after one, two, three plans, and which have run longest."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import PercentFormatter

from wres_analysis.analysis import Analysis
from wres_analysis.measures.lives import life_table, lives
from wres_analysis.reports.chart_style import LARGE, SMALL, chart, finish, nothing_to_show, text_on
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.meaning_colours import COMPLETE, EDGE, GONE, UNDER_WAY, WITHDRAWN
from wres_analysis.reports.phrases import as_percent, phrase
from wres_analysis.reports.table_columns import Column, Row, interval, share_words, shortened

ENDS = {
    "complete": ("Complete", COMPLETE),
    "open": ("Still open", UNDER_WAY),
    "vanished": ("Vanished without a word", GONE),
    "withdrawn": ("Withdrawn", WITHDRAWN),
}
LONG = 3  # plans from which an action is said to run long
ROOM = 0.045  # share of the width that a percentage needs


def life_of_actions(analysis: Analysis) -> Exhibit:
    """What became of actions after one, two, three plans, of those that began in the plans that are held.

    Parameters
    ----------
    analysis : Analysis
        Of all organisations.
    """
    found = analysis.lives
    table = life_table(found)
    before = int(found["began_before"].eq("Yes").sum())
    return Exhibit(
        "life_of_actions",
        "How long actions run",
        data=table,
        columns=[
            Column("After plans", "plans"),
            Column("Actions followed for so long", "at_risk"),
            *(Column(words, _share_of(name)) for name, (words, _) in ENDS.items()),
            Column("Still open, 95% interval", interval("open_")),
        ],
        axes=life_plot(table),
        caveat=phrase(
            "{n:action} that began before the plans that are held {n:is/are} left out, and no percentage is "
            "given where fewer than ten are followed.",
            n=before,
        ),
    )


def _share_of(name: str) -> Callable[[Row], str]:
    return lambda row: share_words(row[name]) or "too few"


def life_plot(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """A bar after each plan: complete, still open, vanished, withdrawn."""
    held = table[table["open"].notna()]
    with chart(ax, 1.6 if held.empty else 1.9 + 0.5 * len(held)) as ax:
        if held.empty:
            why = "Fewer than ten actions could be followed from their first plan."
            return nothing_to_show(ax, "How long actions run", why)
        for place, row in zip(range(len(held) - 1, -1, -1), held.to_dict("records"), strict=True):
            _draw_bar(ax, place, row)
        names = [
            phrase("after {plans:plan} ({n})", plans=row["plans"], n=row["at_risk"])
            for row in held.to_dict("records")
        ]
        ax.set_yticks(range(len(held) - 1, -1, -1), names)
        ax.set_xlim(0, 1)
        ax.xaxis.set_major_formatter(PercentFormatter(1.0))
        below = "Share of actions; in brackets, how many were followed for so long"
        finish(ax, _finding(held.iloc[0]), f"Stacked bars after {len(held)} numbers of plans", below)
        _key(ax)
        return ax


def _finding(first: pd.Series) -> str:
    done, gone = as_percent(first["complete"]), as_percent(first["vanished"])
    return f"After one plan {done} are complete and {gone} gone without a word"


def _draw_bar(ax: Axes, place: int, row: Row) -> None:
    left = 0.0
    for name, (_, colour) in ENDS.items():
        width = float(row[name])
        ax.barh(place, width, left=left, color=colour, edgecolor=EDGE, linewidth=0.5, height=0.62)
        if width >= ROOM:
            ink = text_on(colour)
            ax.text(left + width / 2, place, as_percent(width), ha="center", va="center", color=ink)
        left += width


def _key(ax: Axes) -> None:
    """The colours in words, under the title."""
    handles = [Patch(facecolor=colour, edgecolor=EDGE, linewidth=0.5) for _, colour in ENDS.values()]
    ax.legend(
        handles, [words for words, _ in ENDS.values()], loc="lower left", bbox_to_anchor=(0, 1), ncols=4,
        frameon=False, fontsize=SMALL, columnspacing=1.0, handlelength=1.2,
    )  # fmt: skip
    ax.set_title(ax.get_title(loc="left"), loc="left", fontsize=LARGE, fontweight="bold", pad=30)


def longest_running(analysis: Analysis, organisation: str = "") -> Exhibit:
    """What has run for three plans or more in each organisation, with the action that has run longest.

    Parameters
    ----------
    analysis : Analysis
        Of all organisations.
    organisation : str, optional
        Code of one's own organisation, which stands first.
    """
    found = lives(sure_links(analysis.links), analysis.actions)
    long = found[found["plans_running"].ge(LONG)]
    longest = long.sort_values("plans_running", ascending=False, kind="stable").drop_duplicates(
        "organisation"
    )
    longest = longest.assign(
        name=longest["organisation"].map(analysis.names),
        own=longest["organisation"].eq(organisation),
        many=longest["organisation"].map(long["organisation"].value_counts()),
    )
    return Exhibit(
        "longest_running",
        "What has run longest in each organisation",
        reading=[
            phrase(
                "{n:action} {n:stands/stand} in at least three plans; {open} {open:is/are} still open.",
                n=len(long),
                open=int(long["ending"].eq("open").sum()),
            )
        ],
        data=longest.sort_values(["own", "name"], ascending=[False, True]),
        columns=[
            Column("Organisation", "name", code="organisation"),
            Column("Actions in three plans or more", "many"),
            Column("The longest, newest wording", lambda row: shortened(row["wording"])),
            Column("Plans", "plans_running"),
            Column("From", "first_year"),
            Column("How it stands", "ending"),
        ],
        caveat="Links that are more likely wrong than right are left out here. Years count as far back as "
        "plans are held.",
    )


def sure_links(links: pd.DataFrame) -> pd.DataFrame:
    """The links without pairs that are more likely wrong than right and that nobody decided."""
    doubtful = links["probability"].lt(0.5).fillna(False) & links["decided_by"].eq("model")
    return links[~doubtful]
