"""The funnel plot: which organisations differ more than chance explains, with the table behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from wres_analysis.errors import TableError
from wres_analysis.measures.benchmarking import BENCHMARK, TOO_FEW, stands_out
from wres_analysis.measures.funnel_and_ranks import exact_limits
from wres_analysis.measures.measure_definitions import measure_of
from wres_analysis.measures.peers import EVERYONE
from wres_analysis.reports import chart_style as look
from wres_analysis.reports.chart_style import chart, finish, label_points, nothing_to_show, wrap
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.phrases import as_percent, phrase
from wres_analysis.reports.table_columns import Column, against_chance, count, interval, rows_of, share
from wres_analysis.tables import check_table


def one_group(benchmark: pd.DataFrame, highlight: str = "") -> pd.DataFrame:
    """The group of the highlighted organisation, otherwise the largest one; of one measure alone."""
    if "measure" in benchmark and benchmark["measure"].nunique() > 1:
        raise TableError(
            f"it has {benchmark['measure'].nunique()} measures, and a picture shows one",
            "benchmark",
            f"choose one, as in benchmark[benchmark['measure'] == '{benchmark['measure'].iloc[0]}']",
        )
    groups = benchmark["peer_group"]
    groups = groups.where(~groups.str.startswith(EVERYONE), EVERYONE)
    if groups.nunique() < 2:
        return benchmark
    own = groups[benchmark["organisation"].eq(highlight)]
    return benchmark[groups.eq(own.iloc[0] if len(own) else groups.mode().iloc[0])]


def group_words(drawn: pd.DataFrame, benchmark: pd.DataFrame) -> str:
    """Which group is drawn and who is left out; blank where everyone is compared with everyone."""
    groups = list(dict.fromkeys(drawn["peer_group"]))
    if groups in ([], [EVERYONE]) and len(drawn) == len(benchmark):
        return ""
    name = groups[0] if len(groups) == 1 else "compared with everyone"
    if len(drawn) == len(benchmark):
        return name
    return f"{name}, {len(drawn)} of {len(benchmark)} organisations (the others are in the table)"


SAME_LINE = 0.005  # of the axis: two limits nearer than that are drawn as one line
MOST_LABELLED = 20  # dots that all have a label: of more, those that differ
FEW_ACTIONS = "#6F777B"


def funnel(rows: pd.DataFrame, names: Mapping[str, str], organisation: str = "") -> Exhibit:
    """Rate against number of actions, with the limits that chance gives, and the table behind it.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of BENCHMARK of one measure.
    names : mapping of str to str
        What to call an organisation, by code.
    organisation : str, optional
        Code of the organisation to point out.
    """
    called = rows.assign(
        name=[names.get(code, code) for code in rows["organisation"]], against=against_chance(rows)
    )
    return Exhibit(
        "funnel",
        "Against the limits of chance",
        data=called.sort_values("name"),
        columns=[
            Column("Organisation", "name", code="organisation"),
            Column("Code", "organisation"),
            Column("Plans", lambda row: " to ".join(filter(None, [row["from_year"], row["to_year"]]))),
            Column("Actions", count()),
            Column("Share", share()),
            Column("95% limits", interval(low="low_95", high="high_95")),
            Column("Against chance", "against"),
        ],
        axes=funnel_plot(rows, names=names, highlight=organisation),
    )


def funnel_plot(
    benchmark: pd.DataFrame,
    ax: Axes | None = None,
    *,
    highlight: str = "",
    names: Mapping[str, str] | None = None,
) -> Axes:
    """Rate against number of actions, with the limits that chance alone gives.

    Parameters
    ----------
    benchmark : pandas.DataFrame
        Rows of BENCHMARK of one measure. Where it holds several peer groups, the group of `highlight` is
        drawn, otherwise the largest one.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure of A4 width if missing.
    highlight : str, optional
        Code of the organisation to point out.
    names : mapping of str to str, optional
        What to call an organisation, by code.

    Returns
    -------
    matplotlib.axes.Axes
        With alternative text. Names stand only at organisations outside the limits and at `highlight`, as
        far as there is room; where names are left out the label of the axis says so. A larger mark stands
        for several organisations of the same numbers.

    Examples
    --------
    >>> from wres_analysis.tables import table_of
    >>> funnel_plot(table_of([], BENCHMARK)).get_title(loc="left")
    'Funnel plot'
    """
    check_table(benchmark, BENCHMARK, "benchmark")
    table = one_group(benchmark, highlight)
    with chart(ax, 1.6 if table.empty else 5.6) as ax:
        if table.empty:
            return nothing_to_show(ax, "Funnel plot", "No organisation has a value for this measure.")
        called = {str(code): (names or {}).get(code, code) for code in table["organisation"]}
        return _draw_funnel(ax, table, highlight, called, group_words(table, benchmark))


def _draw_funnel(ax: Axes, table: pd.DataFrame, highlight: str, names: Mapping[str, str], group: str) -> Axes:
    label = measure_of(table["measure"].iloc[0]).label
    most = int(table["denominator"].max())
    compares = table["position"].ne(TOO_FEW).any()
    if compares:
        _draw_limits(ax, float(table["pooled"].iloc[0]), most)
        _draw_adjusted(ax, table)
    _draw_organisations(ax, table, highlight)
    worth = _worth_a_name(table, highlight)
    signs = [group, *_signs(table, names.get(highlight, ""))]
    ax.set(xlim=(0, most * 1.22 + 2), ylim=(-0.04, 1.04))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0))
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    if compares:
        _name_lines(ax, table, most)
    labels = _labels(worth, names, together=len(table) <= MOST_LABELLED)
    # first as it will lie, with the lines below it: names are put where there is room then
    finish(ax, _finding(table, label, names), _shows(table), _x_label(signs), grid="y")
    written = label_points(ax, [place for place, _ in labels], [said for _, said in labels], _points(table))
    ax.set_xlabel(_x_label([*signs, _named(written, len(labels))]))
    return ax


def _signs(table: pd.DataFrame, own: str) -> list[str]:
    """What each mark and line means, of those that are there."""
    kinds = {
        f"square: {own}": bool(own),
        "crosses: too few to compare": table["position"].eq(TOO_FEW).any(),
        "diamonds: more than chance explains, with so many compared": stands_out(table).any(),
        "larger marks: several alike": table.duplicated(["denominator", "rate"]).any(),
        "dotted: 99.8% limits widened because rates vary by more than chance": table["adjusted_low_95"]
        .notna()
        .any(),
    }
    return [text for text, there in kinds.items() if there]


def _labels(
    worth: pd.DataFrame, names: Mapping[str, str], together: bool
) -> list[tuple[tuple[float, float], str]]:
    """What is written where: names of those that differ, codes of the others, those alike together."""
    said: list[tuple[tuple[float, float], str]] = []
    for row, place in zip(rows_of(worth), _points(worth), strict=True):
        said.append((place, names[row["organisation"]] if row["named"] else row["organisation"]))
    if not together:
        return said
    places = dict.fromkeys(place for place, _ in said)
    return [(place, ", ".join(word for at, word in said if at == place)) for place in places]


def _named(written: int, labels: int) -> str:
    if written == labels:
        return ""
    return f"names: {written} of {labels} where there is room, the table has all"


def _x_label(signs: Sequence[str]) -> str:
    said = wrap("; ".join(sign for sign in signs if sign), look.LABEL_WIDTH)
    return "\n".join(["Number of actions that could count", said]).strip()


def _draw_limits(ax: Axes, centre: float, most: int) -> None:
    counts = np.arange(1, most + 1 + max(1, most // 50))
    for level, style in ((0.95, (0, (5, 2))), (0.998, "solid")):
        for limit in exact_limits(centre, counts, level):
            ax.plot(counts, limit, color=look.LINE, linewidth=1.4, linestyle=style)
    ax.plot(counts[[0, -1]], [centre, centre], color="0.1", linewidth=1.2)


def _draw_adjusted(ax: Axes, table: pd.DataFrame) -> None:
    """The widened limits as dots, at the denominators that occur."""
    known = table[table["adjusted_low_95"].notna()].sort_values("denominator").drop_duplicates("denominator")
    for column in ("adjusted_low_998", "adjusted_high_998"):
        ax.plot(known["denominator"], known[column], color=look.LATE, linewidth=1.6, linestyle=(0, (1, 1.6)))


def _draw_organisations(ax: Axes, table: pd.DataFrame, highlight: str) -> None:
    outside, few = stands_out(table), table["position"].eq(TOO_FEW)
    _dots(ax, table[few], marker="x", color=FEW_ACTIONS, size=34)
    _dots(ax, table[~outside & ~few], marker="o", color="white", size=38, edge=look.SUBJECT)
    _dots(ax, table[outside], marker="D", color=look.LATE, size=52, edge=look.EDGE)
    own = table[table["organisation"].eq(highlight)]
    _dots(ax, own, marker="s", color=look.SUBJECT, size=90, edge=look.EDGE)


def _dots(ax: Axes, rows: pd.DataFrame, marker: str, color: str, size: float, edge: str = "") -> None:
    edges = {"edgecolors": edge, "linewidths": 1.2} if edge else {"linewidths": 1.4}
    alike = rows.groupby(["denominator", "rate"], as_index=False).size()
    ax.scatter(
        alike["denominator"].astype(float),
        alike["rate"].astype(float),
        s=size * np.minimum(1 + 0.5 * (alike["size"].to_numpy(dtype=float) - 1), 5),
        c=color,
        marker=marker,
        zorder=3,
        **edges,
    )


def _name_lines(ax: Axes, table: pd.DataFrame, most: int) -> None:
    centre = float(table["pooled"].iloc[0])
    inner, outer = (exact_limits(centre, [most], level) for level in (0.95, 0.998))
    # The lines come close together where there are many actions: the names stand apart by at least 5.5%.
    ends = [
        *_limit_names(float(outer.high[0]), float(inner.high[0])),
        (centre, f"all together {as_percent(centre)}"),
        *reversed(_limit_names(float(outer.low[0]), float(inner.low[0]))),
    ]
    middle = [text for _, text in ends].index(f"all together {as_percent(centre)}")
    # places from the top down, pushed away from the middle one until they are a gap apart
    found = [end for end, _ in ends]
    for index in range(middle - 1, -1, -1):
        found[index] = max(found[index], found[index + 1] + 0.055)
    for index in range(middle + 1, len(found)):
        found[index] = min(found[index], found[index - 1] - 0.055)
    for (_, text), place in zip(ends, found, strict=True):
        ax.text(most * 1.04 + 1, place, text, fontsize=look.SMALL, va="center")


def _limit_names(outer: float, inner: float) -> list[tuple[float, str]]:
    """The names of two limits, from the outside in; one name where they are the same line."""
    if abs(outer - inner) < SAME_LINE:
        return [(outer, "both limits")]
    return [(outer, "99.8% limit"), (inner, "95% limit")]


def _worth_a_name(table: pd.DataFrame, highlight: str) -> pd.DataFrame:
    """The highlighted one, then those that differ, the farthest first; the others where they are few."""
    first = table["organisation"].eq(highlight)
    named = first | stands_out(table) | bool(table["position"].eq(TOO_FEW).all())
    away = (table["rate"] - table["pooled"]).abs() * table["denominator"].astype(float) ** 0.5
    held = table.assign(first=first, named=named, away=away)
    held = held if len(table) <= MOST_LABELLED else held[named]
    return held.sort_values(["first", "named", "away"], ascending=False)


def _points(rows: pd.DataFrame) -> list[tuple[float, float]]:
    return list(zip(rows["denominator"].astype(float), rows["rate"].astype(float), strict=True))


def _finding(table: pd.DataFrame, label: str, names: Mapping[str, str]) -> str:
    compared = table[table["position"].ne(TOO_FEW)]
    if compared.empty:
        return f"{label}: too few organisations or actions to compare"
    differ = compared[stands_out(compared)]
    if len(differ) == 1:
        only = differ.iloc[0]
        who = f"{names[only['organisation']]} ({'higher' if only['rate'] > only['pooled'] else 'lower'})"
        return f"{label}: 1 of {len(compared)} differs by more than chance, {who}"
    return f"{label}: {len(differ)} of {len(compared)} differ by more than chance"


def _shows(table: pd.DataFrame) -> str:
    few = int(table["position"].eq(TOO_FEW).sum())
    said = f"; {few} of too few actions are crosses" if few else ""
    together = as_percent(float(table["pooled"].iloc[0])) if table["pooled"].notna().any() else "not known"
    many = phrase("{n:organisation}", n=len(table))
    return f"Share against the number of actions for {many} around {together}{said}"
