"""Figures of staff: senior posts and the line to 2028, divisions, and what BME and White staff said."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from wres_analysis.measures.funnel_and_ranks import expected_outside
from wres_analysis.plan_years import snapshot_year
from wres_analysis.reports import chart_style as look
from wres_analysis.reports.chart_style import chart, finish, name_rows, nothing_to_show
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.indicator_figures import NOTHING, WIDTH_OF_LABEL, group_columns, newest_year
from wres_analysis.reports.phrases import as_percent, phrase
from wres_analysis.reports.staff_words import WHY, label_of, parity_words, people_words, share_of
from wres_analysis.reports.table_columns import Column, Row, interval, position_words, rows_of
from wres_analysis.workforce import Workforce
from wres_analysis.workforce.indicator_actions import of_older_series
from wres_analysis.workforce.indicators import BETTER, WORSE
from wres_analysis.workforce.model_employer import ALL_SENIOR, GOAL_YEAR, goal_line
from wres_analysis.workforce.staff_measures import STAFF, TIERS, indicators_by_key

WHY_NOT = "The goal cannot be shown: too few people in senior posts, or bands are not given."


def senior_goal(one: Workforce) -> Exhibit:
    """Senior posts held by BME staff, the number that the straight line to 2028 asks for, and the gap."""
    year, rows = newest_year(one), one.model_employer
    of_all = rows["band"].eq(ALL_SENIOR)
    shown = pd.concat([rows[of_all], rows[~of_all & rows["year"].eq(year)]])
    return Exhibit(
        "senior_goal",
        f"Model Employer: senior posts and the line to {GOAL_YEAR}",
        data=shown,
        columns=[
            Column("Band", "band"),
            Column("Year", "year"),
            Column("Posts", lambda row: people_words(row["posts"], row["state"])),
            Column("BME staff", lambda row: people_words(row["bme"], row["state"])),
            Column(f"Goal {GOAL_YEAR}", lambda row: "" if pd.isna(row["goal"]) else f"{row['goal']:.0f}"),
            Column("Line asks for", lambda row: "" if pd.isna(row["line"]) else f"{row['line']:.0f}"),
            Column(
                "Standing",
                lambda row: row["standing"] or ("the line starts here" if not pd.isna(row["goal"]) else ""),
            ),
        ],
        axes=goal_plot(rows[of_all]),
        caveat="The goal is the number of BME staff that would make these posts like the whole workforce"
        f"{goal_shares(one)}. Counts are rounded, and one or two posts more or less mean little.",
    )


def goal_shares(one: Workforce) -> str:
    """The share that the goal rests on and of whom it is, and what that of staff on bands makes of it."""
    shares = one.shares[one.shares["year"].eq(newest_year(one))]
    whole = shares[shares["measure"].eq(STAFF) & shares["share"].notna()]
    if whole.empty:
        return ""
    said = f", at the {as_percent(float(whole['share'].iloc[0]))} of all staff, on pay bands or not"
    on_bands = shares[shares["measure"].eq(f"{STAFF}_tier") & shares["breakdown"].isin(TIERS)]
    known = on_bands[["white", "bme"]].dropna().sum()
    goals = one.model_employer
    goals = goals[goals["year"].eq(newest_year(one)) & goals["band"].eq(ALL_SENIOR) & goals["posts"].notna()]
    if on_bands["bme"].notna().sum() < len(TIERS) or goals.empty:
        return said
    share = float(known["bme"] / known.sum())
    other = share * goals["posts"].iloc[0]
    return f"{said}; at the {as_percent(share)} of those on bands it would be {other:.0f}"


def goal_plot(rows: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """BME staff in senior posts year by year, the straight line to the goal, and the gap between them."""
    held = rows[rows["goal"].notna()]
    held = held.assign(at=[snapshot_year(year) for year in held["year"]]).sort_values("at")
    with chart(ax, 1.6 if held.empty else 3.6) as ax:
        if held.empty:
            return nothing_to_show(ax, f"Model Employer goal {GOAL_YEAR}", WHY_NOT)
        last = max(GOAL_YEAR, int(held["at"].max()))
        _draw_line(ax, held, last)
        _draw_counts(ax, held)
        ax.set(xlim=(held["at"].min() - 0.5, last + 1.2), ylim=(0, ax.get_ylim()[1] * 1.12))
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=9))
        ax.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        below = (
            "31 March of each year\ndots: BME staff in band 8a and above; dashed: straight line to the goal"
        )
        shows = f"Counts from {held['at'].min()} and a line to {last}"
        return finish(ax, _goal_finding(held), shows, below, grid="y")


def _goal_finding(held: pd.DataFrame) -> str:
    newest = held.iloc[-1]
    actual, asked, goal = int(newest["bme"]), round(float(newest["line"])), round(float(newest["goal"]))
    start = phrase("{n} BME staff in band 8a and above", n=actual)
    if len(held) == 1:
        return f"{start}; parity would be {goal}"
    if actual >= asked:
        return f"{start}, where the line to {GOAL_YEAR} asks for {asked}; parity would be {goal}"
    within = ", within chance of it" if newest["standing"].startswith("within") else ""
    fewer = f"{asked - actual} fewer than the line to {GOAL_YEAR} asks for{within}"
    return f"{start}, {fewer}; parity would be {goal}"


def _draw_line(ax: Axes, held: pd.DataFrame, last: int) -> None:
    first, newest = held.iloc[0], held.iloc[-1]
    years = np.arange(int(first["at"]), last + 1)
    start, goal = (int(first["bme"]), int(first["at"])), float(newest["goal"])
    line = [goal_line(*start, goal, int(year)) for year in years]
    ax.plot(years, line, color=look.LINE, linewidth=1.4, linestyle=(0, (5, 2)), zorder=2)
    end = (years[-1], line[-1])
    ax.scatter(*end, marker="D", s=60, facecolors="white", edgecolors=look.LINE, linewidths=1.6, zorder=4)
    words = f"parity: {goal:.0f}"
    ax.annotate(words, end, (9, 0), textcoords="offset points", va="center", fontsize=look.SMALL)


def _draw_counts(ax: Axes, held: pd.DataFrame) -> None:
    counts = held["bme"].astype(float)
    ax.plot(held["at"], counts, color=look.SUBJECT, linewidth=1.8, marker="o", markersize=8, zorder=3)
    for at, count, asked in zip(held["at"], counts, held["line"].astype(float), strict=True):
        below = count < asked
        ax.annotate(
            f"{count:.0f}", (at, count), (0, -9 if below else 9), textcoords="offset points",
            ha="center", va="top" if below else "bottom", fontsize=look.SMALL,
        )  # fmt: skip
    at, count, asked = held["at"].iloc[-1], counts.iloc[-1], float(held["line"].iloc[-1])
    if len(held) > 1 and count < asked:
        ax.plot([at, at], [count, asked], color=look.LATE, linewidth=3, zorder=2)
        ax.annotate(
            f"gap {round(asked) - count:.0f}", (at, (count + asked) / 2), (8, 0), textcoords="offset points",
            va="center", fontsize=look.SMALL, color=look.LATE, bbox=look.BEHIND,
        )  # fmt: skip


def divisions(one: Workforce) -> Exhibit:
    """The BME share of each division of the newest year, the highest first."""
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
        known = [f"{row['bme']:,} of {row['white'] + row['bme']:,}" for row in rows_of(held)]
        held = held.assign(place=name_rows(ax, held["breakdown"], beside=known))
        ax.hlines(held["place"], held["low_95"], held["high_95"], color=look.PEERS, linewidth=7, zorder=1)
        outside = held["position"].ne("inside")
        for dots, colour, marker in ((held[~outside], look.SUBJECT, "o"), (held[outside], look.LATE, "D")):
            ax.scatter(dots["share"], dots["place"], s=52, c=colour, marker=marker, zorder=3)
        ax.axvline(centre, color=look.LINE, linewidth=1.2, zorder=2)
        ax.set_xlim(0, None)
        ax.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
        ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        below = f"BME share; line: whole workforce, {centre:.0%}\ngrey: by chance, 95%; diamonds: outside it"
        shows = f"{len(held)} divisions from the highest share to the lowest"
        return finish(ax, _divisions_finding(held), shows, below, grid="x")


def _divisions_finding(held: pd.DataFrame) -> str:
    outside = int(held["position"].ne("inside").sum())
    known = (held["white"] + held["bme"]).astype("int")
    chance = expected_outside(float(held["centre"].iloc[0]), known)
    return phrase(
        "{n} of {of:division} {n:differs/differ} from the whole workforce beyond chance (expected: {by})",
        n=outside,
        of=len(held),
        by=f"{chance:.1f}",
    )


KEYS = ("5", "6", "7", "8")


def survey(one: Workforce) -> Exhibit:
    """Indicators 5 to 8: the BME share minus the White share of those who said so."""
    rows = one.indicators[one.indicators["key"].isin(KEYS)]
    rows = rows.assign(at=rows["year"].map(snapshot_year)).sort_values(["key", "at"])
    rows["side"] = [side_words(row) for row in rows_of(rows)]
    rows = rows.assign(edge=_at_the_edge(rows))
    newest = rows[rows["at"].eq(rows["at"].max())]
    return Exhibit(
        "survey",
        "Staff survey: indicators 5 to 8",
        data=rows,
        columns=[
            Column("Indicator", lambda row: label_of(row["key"])),
            Column("Year", _year),
            *group_columns(one),
            Column("BME minus White, points (95% interval)", points_of),
            Column("For BME staff", lambda row: row["side"] + (" (only just)" if row["edge"] else "")),
        ],
        axes=difference_plot(newest),
        caveat="Indicators 5, 6 and 8 count bad experiences, indicator 7 counts trust in equal opportunity. "
        f"Those who did not answer may think otherwise.{_EDGE if rows['edge'].any() else ''}",
    )


_EDGE = (
    " Only just: of the intervals of the ratio and of the difference in points one leaves parity out, and "
    "that of the ratio decides."
)


def _year(row: Row) -> str:
    return str(row["year"]) + (" (older question)" if of_older_series(row["key"], row["year"]) else "")


def side_words(row: Row) -> str:
    """On which side BME staff are, by the rule of the whole page: the interval of the relative likelihood."""
    return parity_words(row).partition(" for ")[0]


def points_of(row: Row) -> str:
    """A difference in percentage points with its interval, or why there is none."""
    if pd.isna(row["difference"]):
        return WHY.get(str(row["state"]), "")
    return points_words(
        {"difference": row["difference"], "low": row["difference_low"], "high": row["difference_high"]}
    )


def points_words(row: Row) -> str:
    """A difference in percentage points with its interval."""
    value, low, high = (_points(row[name]) for name in ("difference", "low", "high"))
    return f"{value} ({low} to {high})"


def _points(share: float) -> str:
    """Percentage points, 0 only where it is 0, with a minus sign that no spreadsheet takes for a formula."""
    points = 100 * share
    return (f"{points:.1g}" if 0 < abs(points) < 0.5 else f"{points:.0f}").replace("-", "−")


def difference_plot(rows: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Differences of two shares with their intervals, those worse for BME staff in another colour."""
    finding = _title(rows)
    empty = rows.empty or bool(rows["difference"].isna().all())
    with chart(ax, 1.6 if empty else 1.5 + 0.42 * max(2, len(rows))) as ax:
        if empty:
            return nothing_to_show(ax, finding, NOTHING)
        ax.axvline(0, color="0.1", linewidth=1.2, zorder=1)
        places = name_rows(ax, map(label_of, rows["key"]), WIDTH_OF_LABEL)
        for place, row in zip(places, rows_of(rows), strict=True):
            _draw(ax, row, place)
        ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=""))
        below = "BME share minus White share, percentage points\nsquares: worse for BME staff"
        shows = phrase("{n:dot} with 95% intervals around a line at no difference", n=len(rows))
        return finish(ax, finding, shows, below, grid="x")


def _title(rows: pd.DataFrame) -> str:
    held = rows[rows["difference"].notna()]
    year = f"Survey in {rows['year'].iloc[0]}: " if len(rows) else "Staff survey: "
    if held.empty:
        return f"{year}nothing can be shown"
    worse = held[held["side"].eq(WORSE)]
    if worse.empty:
        return f"{year}chance may explain every difference"
    just = [" (only just)" if edge else "" for edge in worse["edge"]]
    names = [indicators_by_key()[key].label.lower() for key in worse["key"]]
    said = ", ".join(name + words for name, words in zip(names, just, strict=True))
    return f"{year}worse for BME staff in {len(worse)} of {len(held)}: {said}"


def _at_the_edge(rows: pd.DataFrame) -> pd.Series[bool]:
    """Where the ratio tells the groups apart and the difference does not, or the other way round."""
    across = rows["difference_low"].le(0) & rows["difference_high"].ge(0)
    return rows["difference"].notna() & (across == rows["side"].isin([WORSE, BETTER]))


def _draw(ax: Axes, row: Row, place: float) -> None:
    look.write_beside(ax, place, points_of(row))
    if pd.isna(row["difference"]):
        return
    color, marker = (look.LATE, "s") if row["side"] == WORSE else (look.SUBJECT, "o")
    ax.hlines(place, row["difference_low"], row["difference_high"], color=color, linewidth=2.2, zorder=2)
    ax.scatter(row["difference"], place, s=52, c=color, marker=marker, zorder=3)
