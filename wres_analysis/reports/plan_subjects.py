"""What plans act on: the WRES indicators that no action names, and the themes that plans share."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from wres_analysis.analysis import Analysis
from wres_analysis.measures.coverage import INDICATOR, WordingCheck, coverage, coverage_counts, wording_check
from wres_analysis.measures.themes import NO_THEME, likeness, newest_with_theme, theme_table, themes
from wres_analysis.reports import chart_style as look
from wres_analysis.reports.chart_style import chart, finish, name_rows, nothing_to_show, text_on
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.phrases import Facts, Phrase, joined, phrase
from wres_analysis.reports.table_columns import (
    NOT_HELD,
    Column,
    Row,
    cell_text,
    count_words,
    rows_of,
    share_words,
)

BY_NUMBER = "_by_number"  # ending of the columns with the actions that name the number
MOST_CELLS = 30
ROW_HEIGHT = 0.36
_PALE = "#D5E1EC"  # an action or two


def indicator_gaps(analysis: Analysis) -> Exhibit:
    """How many actions of each newest plan are on each indicator, by its number or in its words."""
    newest = analysis.newest_actions
    counts = coverage_counts(coverage(newest), newest)
    own = counts[counts["framework"].eq(INDICATOR)].sort_values("number", kind="stable")
    named = own.assign(name=own["organisation"].map(analysis.names))
    cells, numbered = (
        named.pivot(index="name", columns="number", values=kind) for kind in ("actions", "by_own_reference")
    )
    labels = dict(zip(own["number"], own["label"], strict=True))
    data = cells.rename(columns=str).join(numbered.add_suffix(BY_NUMBER)).reset_index()
    columns = [
        Column("Organisation", "name"),
        *(Column(f"{number} {label}", _both_ways(number)) for number, label in labels.items()),
    ]
    finding, plans = gaps_sentence(cells, labels), Facts("comparison.csv", analysis.comparison).sum("plans")
    return Exhibit(
        "indicator_gaps",
        f"Actions by {INDICATOR}",
        data=data,
        columns=columns,
        reading=[
            "; ".join(f"{number} {label.lower()}" for number, label in labels.items()).capitalize() + ".",
            _how_told(numbered.sum(axis=1)),
            checked_sentence(wording_check(analysis.actions), plans),
        ],
        axes=gaps_plot(cells, finding, labels),
    )


def _both_ways(number: int) -> Callable[[Row], str]:
    """Writes "2 + 3", by its number and in its words; "none" where there is no action."""

    def write(row: Row) -> str:
        own = int(row[f"{number}{BY_NUMBER}"])
        return f"{own} + {int(row[str(number)]) - own}" if row[str(number)] else "none"

    return write


def _how_told(numbers: pd.Series[int]) -> Phrase:
    """How the two counts of a cell are to be read, and how many plans have only the second."""
    return phrase(
        "In the table 2 + 3 means two actions that name its number and three in its words. {n} of "
        "{of:newest plan} {n:names/name} no number at all.",
        n=int(numbers.eq(0).sum()),
        of=len(numbers),
    )


def gaps_sentence(cells: pd.DataFrame, labels: dict[int, str]) -> Phrase:
    """Which number most plans leave out, in words."""
    without = cells.eq(0).sum()
    if cells.empty:
        return Phrase("There are no actions")
    if not without.any():
        return Phrase(f"Every newest plan has an action on each {INDICATOR}, by its number or in its words")
    most = int(str(without.idxmax()))
    return phrase(
        "{n} of {of:newest plan} {n:has/have} no action on indicator {number}, {label}, by its number or in "
        "its words",
        n=int(without[most]),
        of=len(cells),
        number=str(most),
        label=labels[most].lower(),
    )


def checked_sentence(check: WordingCheck, plans: float | None) -> Phrase:
    """How far the wording can be trusted where a plan names no number itself, from the plans of all years."""
    if not check.rows:
        return Phrase("Where a plan names no number its wording decides, and nothing here could check that.")
    return phrase(
        "Where a plan names no number its wording decides: of {n:action} that {n:does/do} name one, in the "
        "{plans:plan} of all years, wording alone finds the same for {same}, and none for {none}.",
        n=check.rows,
        plans=plans,
        same=check.agreeing,
        none=check.silent,
    )


def gaps_plot(cells: pd.DataFrame, finding: str, labels: dict[int, str], ax: Axes | None = None) -> Axes:
    """A cell for each plan and number with its actions, white where there is none; a bar each for many."""
    many = len(cells) > MOST_CELLS
    with chart(ax, height=1.5 + ROW_HEIGHT * (len(cells.columns) if many else len(cells))) as ax:
        if cells.empty:
            return nothing_to_show(ax, finding, "Nothing can be set side by side.")
        if many:
            _draw_reach(ax, cells, labels)
        else:
            _draw_cells(ax, cells.fillna(0).astype(int))
        with_action = ", ".join(f"{number}: {count}" for number, count in cells.gt(0).sum().items())
        shows = f"Plans with an action for each number, of {len(cells)}: {with_action}"
        return finish(ax, finding, shows, "plans with at least one action" if many else "")


def _draw_cells(ax: Axes, cells: pd.DataFrame) -> None:
    rows, columns = cells.shape
    for row, column in np.ndindex(rows, columns):
        number = int(cells.to_numpy()[row, column])
        colour = "#FFFFFF" if number == 0 else _PALE if number < 3 else look.SUBJECT
        place = rows - row - 1
        ax.barh(
            place, 0.94, left=column + 0.03, height=0.84, color=colour, edgecolor=look.EDGE, linewidth=0.4
        )
        said = str(number) if number else "none"
        ax.text(
            column + 0.5, place, said, ha="center", va="center", fontsize=look.SMALL, color=text_on(colour)
        )
    name_rows(ax, cells.index)
    ax.set_xticks(np.arange(columns) + 0.5, [str(number) for number in cells.columns])
    ax.set_xlim(0, columns)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)


def _draw_reach(ax: Axes, cells: pd.DataFrame, labels: dict[int, str]) -> None:
    reach = cells.gt(0).sum()
    places = name_rows(ax, [f"{number} {labels[int(str(number))].lower()}" for number in reach.index])
    ax.barh(places, reach.to_numpy(), color=look.SUBJECT, height=0.6)
    for place, number in zip(places, reach, strict=True):
        ax.text(
            number + len(cells) * 0.01, place, f"{number} of {len(cells)}", va="center", fontsize=look.SMALL
        )
    ax.set(xlim=(0, len(cells) * 1.2))


SHARED_BY = 3  # organisations from which a theme is called shared
MOST_THEMES = 12  # bars; the table has every shared theme
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
    without = int(newest["theme"].eq(NO_THEME).sum())
    few = int(data["organisations"].lt(SHARED_BY).sum())
    said = phrase("{n:theme} {n:is/are} in one or two plans only; ", n=few) if few else ""
    rest = phrase("{n} of {of:action} {n:fits/fit} no theme.", n=without, of=len(newest))
    drawn = phrase("The figure has the first {n} of {of}.", n=MOST_THEMES, of=len(shared))
    return Exhibit(
        "shared_themes",
        "Themes that three or more share",
        data=shared,
        columns=_COLUMNS,
        reading=[joined([said, rest], ""), drawn if len(shared) > MOST_THEMES else ""],
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
    first, *others = [str(theme) for theme in shared.rows.loc[shared.rows["organisations"].eq(most), "theme"]]
    top = shared.only(theme=first)
    more = phrase(", as many on {n:other theme}", n=len(others)) if others else ""
    if len(others) == 1:
        more = Phrase(f", as many on {_in_a_sentence(others[0])}")
    return phrase(
        "{n} of {of:newest plan} {n:acts/act} on {theme}{more}",
        n=top.sum("organisations"),
        of=top.sum("of_organisations"),
        theme=_in_a_sentence(first),
        more=more,
    )


def _in_a_sentence(theme: str) -> str:
    """A theme in small letters, unless it begins with an abbreviation."""
    return theme if theme[:2].isupper() else theme[:1].lower() + theme[1:]


def themes_plot(shared: pd.DataFrame, finding: str, ax: Axes | None = None) -> Axes:
    """A bar for each shared theme, as long as the organisations that have it are many."""
    drawn = shared.sort_values("organisations", ascending=False, kind="stable").head(MOST_THEMES)
    with chart(ax, height=1.4 + ROW_HEIGHT * max(2, len(drawn))) as ax:
        if drawn.empty:
            return nothing_to_show(ax, finding, "There are too few plans, or they have nothing in common.")
        places, widths = name_rows(ax, drawn["theme"]), drawn["organisations"].to_numpy(dtype=float)
        ax.barh(places, widths, color=look.SUBJECT, height=0.62)
        for place, row in zip(places, rows_of(drawn), strict=True):
            start = row["organisations"] + widths.max() * 0.015
            ax.text(start, place, _beside(row), va="center", fontsize=look.SMALL)
        ax.set(xlim=(0, widths.max() * 2.1), xticks=[])
        said = ", ".join(f"{row.theme} {row.organisations}" for row in drawn.head(4).itertuples())
        ax = finish(ax, finding, f"A bar for each theme, organisations that have it: {said}")
        ax.spines["bottom"].set_visible(False)
        return ax


def _beside(row: Row) -> str:
    if not row["could_be_carried"]:
        return f"{row['organisations']} plans"
    carried = f"{row['carried_over']} of {row['could_be_carried']} carried over"
    return f"{row['organisations']} plans; {carried}"
