"""Tables drawn as shaded cells with their numbers in them: completeness of plans, coverage of indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from afcharts.af_colours import get_af_colours
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.ticker import PercentFormatter

from wres_analysis.linking.input import ordered_years
from wres_analysis.measures.coverage import INDICATOR
from wres_analysis.measures.newest_plan import newest_actions
from wres_analysis.reports.chart_style import (
    DARK_BLUE,
    LABEL_WIDTH,
    SMALL,
    WIDTH,
    axes_of,
    chart_style,
    dress,
    nothing_to_show,
    row_name,
    set_alt_text,
    text_on,
    wrap,
)
from wres_analysis.reports.phrases import as_percent
from wres_analysis.reports.spread_marks import draw_spread

MOST_ROWS = 30
ROW_HEIGHT = 0.4
DARKEST = 1.15
LETTER = 0.085
NAME_WIDTH = 22
SHADES = LinearSegmentedColormap.from_list("shades", ["#FFFFFF", *get_af_colours("sequential")[::-1][:-1]])


def completeness_plot(
    completeness: pd.DataFrame, ax: Axes | None = None, *, names: Mapping[str, str] | None = None
) -> Axes:
    """How many rows of each plan meet each rule of completeness.

    Examples
    --------
    >>> from wres_analysis.measures.completeness import COMPLETENESS
    >>> from wres_analysis.tables import table_of
    >>> completeness_plot(table_of([], COMPLETENESS)).get_title(loc="left")
    'How complete the plans are'
    """
    title = "How complete the plans are"
    held = completeness[completeness["rate"].notna()]
    if held["organisation"].nunique() > 1:
        held = newest_actions(held)
    shares = _by_row(held, "rate", "label", names or {})
    with chart_style():
        ax = axes_of(ax, height=2.2 + ROW_HEIGHT * (len(shares) if len(shares) <= MOST_ROWS else 9))
        if shares.empty:
            return nothing_to_show(ax, title, "There are no actions.")
        middle = shares.median()
        title = f"{title}: what is missing most often is {_in_a_sentence(str(middle.idxmin()))}"
        if len(shares) <= MOST_ROWS:
            texts = shares.map(lambda share: "" if pd.isna(share) else as_percent(float(share)))
            draw_cells(ax, shares, texts)
            dress(ax, title, grid="")
            _column_names(ax, list(shares.index), list(shares.columns))
        else:
            dress(ax, title, wrap(f"Share of rows; {draw_spread(ax, shares)}", LABEL_WIDTH), grid="x")
        return set_alt_text(ax, _in_words(title, "The middle plan", middle.map(as_percent)))


def coverage_plot(
    counts: pd.DataFrame,
    ax: Axes | None = None,
    *,
    framework: str = INDICATOR,
    names: Mapping[str, str] | None = None,
) -> Axes:
    """How many actions serve each WRES indicator, or each high impact action.

    Examples
    --------
    >>> from wres_analysis.measures.coverage import COVERAGE_COUNTS
    >>> from wres_analysis.tables import table_of
    >>> coverage_plot(table_of([], COVERAGE_COUNTS)).get_title(loc="left")
    'Actions per WRES indicator'
    """
    own = counts[counts["framework"].eq(framework)]
    own = own.assign(column=own["number"].astype("str") + " " + own["label"])
    cells = _by_row(own, "actions", "column", names or {})
    title = f"Actions per {framework if framework == INDICATOR else framework.lower()}"
    with chart_style():
        ax = axes_of(ax, height=2.9 + ROW_HEIGHT * (len(cells) if len(cells) <= MOST_ROWS else 9))
        if cells.empty:
            return nothing_to_show(ax, title, "There are no actions.")
        without = cells.eq(0).sum()
        title = f"{title}: {_least_covered(without, len(cells))}"
        if len(cells) <= MOST_ROWS:
            draw_cells(ax, cells / max(1.0, float(cells.max().max())), cells.astype(int).astype(str))
            dress(ax, title, grid="")
            _column_names(ax, list(cells.index), list(cells.columns))
        else:
            _draw_reach(ax, 1 - without / len(cells), len(cells))
            dress(ax, title, "Organisations with at least one action for it", grid="x")
        said = (len(cells) - without).astype(str) + " of " + str(len(cells)) + " with an action"
        return set_alt_text(ax, _in_words(title, "Organisations or plans", said))


def _least_covered(without: pd.Series[int], plans: int) -> str:
    if plans == 1:
        numbers = [str(name).split()[0] for name in without.index[without.eq(1)]]
        return f"none for {', '.join(numbers)}" if numbers else "none is left out"
    return (
        f"{without.max()} of {plans} have none for {without.idxmax()}"
        if without.max()
        else "none is left out"
    )


def _in_a_sentence(label: str) -> str:
    return f"the {label.lower()}"


def _by_row(table: pd.DataFrame, values: str, columns: str, names: Mapping[str, str]) -> pd.DataFrame:
    """One row per organisation, or per plan of a single one; columns in the order of the table."""
    alone = table["organisation"].nunique() == 1
    label = table["plan_year"] if alone else table["organisation"].map(lambda code: names.get(code, code))
    wide = table.assign(row=label).pivot_table(index="row", columns=columns, values=values, aggfunc="first")
    wide = wide.reindex(columns=list(dict.fromkeys(table[columns])))
    return (wide.reindex(ordered_years(pd.Series(wide.index))) if alone else wide.sort_index()).astype(
        "Float64"
    )


def draw_cells(ax: Axes, shades: pd.DataFrame, texts: pd.DataFrame) -> None:
    """Cells shaded from 0 to 1 with a text in each, white gaps between them, the first row on top."""
    values = shades.to_numpy(dtype=float, na_value=np.nan)
    ax.pcolormesh(
        values[::-1], cmap=SHADES, vmin=0, vmax=DARKEST, edgecolor="0.75", linewidth=0.8, clip_on=False
    )
    rows, columns = values.shape
    for row, column in np.ndindex(rows, columns):
        ink = text_on(to_hex(SHADES(np.nan_to_num(values[row, column]) / DARKEST)))
        text = str(texts.iat[row, column])
        ax.text(column + 0.5, rows - row - 0.5, text, ha="center", va="center", fontsize=SMALL, color=ink)
    ax.set_xticks(np.arange(columns) + 0.5, [str(name) for name in shades.columns])
    ax.set_yticks(np.arange(rows)[::-1] + 0.5, [row_name(str(name), 30) for name in shades.index])


def _column_names(ax: Axes, rows: Sequence[str], columns: Sequence[str]) -> None:
    """Names above the columns, upright where they fit and turned where they do not."""
    longest = max(min(len(row), 30) for row in rows)
    letters = int((WIDTH - 0.094 * longest) / len(columns) / LETTER)
    upright = all(len(word) <= letters for name in columns for word in name.split())
    names = [wrap(name, letters if upright else NAME_WIDTH) for name in columns]
    ax.set_xticks(np.arange(len(columns)) + 0.5, names, rotation=0 if upright else 90, fontsize=SMALL)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.spines["bottom"].set_visible(False)


def _draw_reach(ax: Axes, reach: pd.Series[float], organisations: int) -> None:
    places = np.arange(len(reach))[::-1]
    ax.barh(places, reach.to_numpy(dtype=float), color=DARK_BLUE, height=0.6)
    for place, share in zip(places, reach, strict=True):
        ax.text(
            float(share) + 0.01, place, f"{round(float(share) * organisations)}", va="center", fontsize=SMALL
        )
    ax.set_yticks(places, [wrap(str(name), 34) for name in reach.index])
    ax.set(xlim=(0, 1.08))
    ax.xaxis.set_major_formatter(PercentFormatter(1.0))


def _in_words(title: str, of_what: str, values: pd.Series[str]) -> str:
    said = ", ".join(f"{name} {value}" for name, value in values.items())
    return f"{title}. {of_what}: {said}. The numbers are in the table below."
