"""Themes that several organisations act on, and what becomes of their actions."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from wres_analysis.analysis import Analysis
from wres_analysis.measures.theme_likeness import likeness
from wres_analysis.measures.themes import NO_THEME, newest_with_theme, theme_table, themes
from wres_analysis.reports.chart_style import SMALL, chart, finish, nothing_to_show, row_name
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.meaning_colours import SUBJECT
from wres_analysis.reports.phrases import Facts, Phrase, joined, listed, phrase
from wres_analysis.reports.rate_words import NOT_HELD
from wres_analysis.reports.table_columns import (
    Column,
    Row,
    cell_text,
    count_words,
    rows_of,
    share_words,
)

SHARED_BY = 3  # organisations from which a theme is called shared
MOST_ROWS = 12  # bars; the table has every shared theme
ROW_HEIGHT, NAME_WIDTH = 0.36, 34
UNLIKE = 0.5  # nearest wording elsewhere, below which an action without a theme is called one of its own
FILE = "figures/shared_themes.csv"


def shared_themes(analysis: Analysis) -> Exhibit:
    """The themes that three organisations or more have in their newest plans."""
    found = themes(analysis.actions)
    table = theme_table(found, analysis.actions, analysis.links)
    newest = newest_with_theme(found, analysis.actions)
    most_alike = likeness(found, newest).groupby("theme")["organisations_alike"].max()
    data = table.assign(same_action=table["theme"].map(most_alike).fillna(0).astype(int).add(1))
    shared = data[data["organisations"].ge(SHARED_BY)].reset_index(drop=True)
    facts = Facts(FILE, shared)
    return Exhibit(
        "shared_themes",
        "Themes that three or more share",
        data=shared,
        columns=_COLUMNS,
        reading=[_rest_sentence(newest, data)],
        axes=themes_plot(shared, themes_sentence(facts)),
        caveat="One theme is not one action: only wordings that are nearly the same are called the same.",
    )


def _rate(name: str, top: str, bottom: str) -> Column:
    def write(row: Row) -> str:
        counts = count_words({"numerator": row[top], "denominator": row[bottom]})
        return f"{share_words(row[f'{name}_rate'])}, {counts}" if row[bottom] else NOT_HELD

    return Column(name.replace("carried", "carried over").capitalize(), write)


_COLUMNS = (
    Column("Theme", "theme"),
    Column("Organisations", lambda row: f"{row['organisations']} of {row['of_organisations']}"),
    Column("Actions", "actions"),
    _rate("complete", "complete", "actions"),
    _rate("carried", "carried_over", "could_be_carried"),
    Column("Longest, in plans", lambda row: cell_text(row["years_longest"])),
    Column("Same action", lambda row: f"in {row['same_action']}" if row["same_action"] > 1 else "none"),
)


def themes_sentence(shared: Facts) -> Phrase:
    """Which theme most organisations have."""
    if shared.rows.empty:
        return phrase("No theme is in the newest plans of {n} organisations or more", n=SHARED_BY)
    most = shared.rows["organisations"].max()
    first = [str(theme) for theme in shared.rows.loc[shared.rows["organisations"].eq(most), "theme"]]
    top = shared.only(theme=first[0])
    return phrase(
        "{n} of {of:newest plan} act on {theme}{others}",
        n=top.sum("organisations"),
        of=top.sum("of_organisations"),
        theme=listed([_in_a_sentence(theme) for theme in (first if len(first) < 3 else first[:1])]),
        others="" if len(first) < 3 else phrase(", as on {n:other theme}", n=len(first) - 1),
    )


def _in_a_sentence(theme: str) -> str:
    """A theme in small letters, unless it begins with an abbreviation."""
    return theme if theme[:2].isupper() else theme[:1].lower() + theme[1:]


def _rest_sentence(newest: pd.DataFrame, table: pd.DataFrame) -> Phrase:
    without = int(newest["theme"].eq(NO_THEME).sum())
    few = int(table["organisations"].lt(SHARED_BY).sum())
    said = phrase("{n:theme} {n:is/are} in one or two plans only; ", n=few) if few else ""
    rest = phrase("{n} of {of:action} {n:fits/fit} no theme.", n=without, of=len(newest))
    return joined([said, rest], "")


def themes_plot(shared: pd.DataFrame, finding: str, ax: Axes | None = None) -> Axes:
    """A bar for each shared theme, as long as the organisations that have it are many."""
    drawn = shared.sort_values("organisations", ascending=False, kind="stable").head(MOST_ROWS)
    with chart(ax, height=1.4 + ROW_HEIGHT * max(2, len(drawn))) as ax:
        if drawn.empty:
            return nothing_to_show(ax, finding, "There are too few plans, or they have nothing in common.")
        places, widths = np.arange(len(drawn))[::-1], drawn["organisations"].to_numpy(dtype=float)
        ax.barh(places, widths, color=SUBJECT, height=0.62)
        for place, row in zip(places, rows_of(drawn), strict=True):
            start = row["organisations"] + widths.max() * 0.015
            ax.text(start, place, _beside(row), va="center", fontsize=SMALL)
        ax.set_yticks(places, [row_name(str(name), NAME_WIDTH) for name in drawn["theme"]])
        ax.set(xlim=(0, widths.max() * 2.1), ylim=(-0.6, len(drawn) - 0.4), xticks=[])
        said = ", ".join(f"{row.theme} {row.organisations}" for row in drawn.head(4).itertuples())
        ax = finish(ax, finding, f"A bar for each theme, organisations that have it: {said}")
        ax.spines["bottom"].set_visible(False)
        return ax


def _beside(row: Row) -> str:
    if not row["could_be_carried"]:
        return f"{row['organisations']} plans"
    carried = f"{row['carried_over']} of {row['could_be_carried']} carried over"
    return f"{row['organisations']} plans; {carried}"
