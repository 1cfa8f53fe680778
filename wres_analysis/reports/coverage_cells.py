"""Which WRES indicators, and which of the six high impact actions, no action of a plan is about."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from wres_analysis.analysis import Analysis
from wres_analysis.measures.coverage import (
    HIGH_IMPACT,
    INDICATOR,
    WordingCheck,
    coverage,
    coverage_counts,
    wording_check,
)
from wres_analysis.reports.chart_style import SMALL, chart, finish, nothing_to_show, row_name, text_on
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.meaning_colours import EDGE, SUBJECT
from wres_analysis.reports.phrases import Phrase, phrase
from wres_analysis.reports.table_columns import Column

MOST_ROWS = 30
ROW_HEIGHT = 0.36
_PALE = "#D5E1EC"  # an action or two


def indicator_gaps(analysis: Analysis, framework: str = INDICATOR) -> Exhibit:
    """How many actions of each newest plan are about each indicator, and which have none."""
    newest = analysis.newest_actions
    counts = coverage_counts(coverage(newest), newest)
    own = counts[counts["framework"].eq(framework)].sort_values("number", kind="stable")
    cells = own.assign(name=own["organisation"].map(analysis.names)).pivot(
        index="name", columns="number", values="actions"
    )
    labels = dict(zip(own["number"], own["label"], strict=True))
    data = cells.rename(columns=str).reset_index()
    columns = [
        Column("Organisation", "name"),
        *(Column(f"{number} {label}", str(number)) for number, label in labels.items()),
    ]
    name = "indicator_gaps" if framework == INDICATOR else "high_impact_gaps"
    finding = gaps_sentence(cells, labels, framework)
    check = [checked_sentence(wording_check(analysis.actions))] if framework == INDICATOR else []
    return Exhibit(
        name,
        f"Actions by {framework}",
        data=data,
        columns=columns,
        reading=[_key(labels), *check],
        axes=gaps_plot(cells, finding, labels),
    )


def _key(labels: dict[int, str]) -> str:
    return "; ".join(f"{number} {label.lower()}" for number, label in labels.items()).capitalize() + "."


def gaps_sentence(cells: pd.DataFrame, labels: dict[int, str], framework: str) -> Phrase:
    """Which number most plans leave out, in words."""
    without = cells.eq(0).sum()
    if cells.empty:
        return Phrase("There are no actions")
    if not without.any():
        return Phrase(f"Every newest plan has an action that names each {framework}")
    most = int(str(without.idxmax()))
    return phrase(
        "{n} of {of:newest plan} {n:names/name} no action on {what} {number}, {label}",
        n=int(without[most]),
        of=len(cells),
        what=framework[:1].lower() + framework[1:] if framework == HIGH_IMPACT else "indicator",
        number=str(most),
        label=labels[most].lower(),
    )


def checked_sentence(check: WordingCheck) -> Phrase:
    """How far the wording can be trusted where a plan names no number itself."""
    if not check.rows:
        return Phrase("Where a plan names no number its wording decides, and nothing here could check that.")
    return phrase(
        "Where a plan names no number its wording decides: of {n:action} that do name one, wording alone "
        "finds the same for {same}, and none for {none}.",
        n=check.rows,
        same=check.agreeing,
        none=check.silent,
    )


def gaps_plot(cells: pd.DataFrame, finding: str, labels: dict[int, str], ax: Axes | None = None) -> Axes:
    """A cell for each plan and number with its actions, white where there is none; a bar each for many."""
    many = len(cells) > MOST_ROWS
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
        colour = "#FFFFFF" if number == 0 else _PALE if number < 3 else SUBJECT
        place = rows - row - 1
        ax.barh(place, 0.94, left=column + 0.03, height=0.84, color=colour, edgecolor=EDGE, linewidth=0.4)
        said = str(number) if number else "none"
        ax.text(column + 0.5, place, said, ha="center", va="center", fontsize=SMALL, color=text_on(colour))
    ax.set_yticks(range(rows - 1, -1, -1), [row_name(str(name), 34) for name in cells.index])
    ax.set_xticks(np.arange(columns) + 0.5, [str(number) for number in cells.columns])
    ax.set(xlim=(0, columns), ylim=(-0.6, rows - 0.4))
    ax.xaxis.tick_top()
    ax.tick_params(length=0)


def _draw_reach(ax: Axes, cells: pd.DataFrame, labels: dict[int, str]) -> None:
    reach = cells.gt(0).sum()
    places = np.arange(len(reach))[::-1]
    ax.barh(places, reach.to_numpy(), color=SUBJECT, height=0.6)
    for place, number in zip(places, reach, strict=True):
        ax.text(number + len(cells) * 0.01, place, f"{number} of {len(cells)}", va="center", fontsize=SMALL)
    ax.set_yticks(places, [f"{number} {labels[int(str(number))].lower()}" for number in reach.index])
    ax.set(xlim=(0, len(cells) * 1.2))
