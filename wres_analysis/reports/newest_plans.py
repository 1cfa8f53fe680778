"""Every organisation's newest plan: main points, one row each in the order of names, and its deadlines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from wres_analysis.analysis import Analysis
from wres_analysis.measures.benchmarking import left_out
from wres_analysis.measures.carry_over import joined_pairs, moves_of
from wres_analysis.measures.plan_measures import OUTCOMES, deadline_outcomes, forward_looking
from wres_analysis.reports import chart_style as look
from wres_analysis.reports.action_register import dates_reached, due_that_day
from wres_analysis.reports.chart_style import (
    chart,
    finish,
    legend_below,
    name_rows,
    nothing_to_show,
    row_name,
    text_on,
)
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.phrases import Facts, Phrase, as_percent, clauses, joined, phrase
from wres_analysis.reports.plan_to_plan import left_out_words, stands_apart
from wres_analysis.reports.table_columns import NOT_HELD, Column, Row, share_and_count

MOST_APART = 3  # pairs of plans named on the page; with 250 organisations plan_pairs.csv has the others
SHOWN = {
    "matched_backward": "Carried over",
    "vanished": "Left open, not in it",
    "past_date": "At or past their date",
    "owner_present": "With an owner",
    "date_present": "With a due date",
    "evidence_present": "With evidence or a measure",
}


def organisations_matrix(analysis: Analysis) -> Exhibit:
    """The newest plan of every organisation, one row each, with a count in every cell."""
    forward = forward_looking(analysis.actions, analysis.plans)
    newest = zip(analysis.comparison["organisation"], analysis.comparison["newest_plan"], strict=True)
    codes = analysis.comparison["organisation"]
    rows = analysis.comparison.assign(
        shown=codes.map(analysis.names),
        apart=codes.isin(analysis.left_out("matched_backward")),
        forward=[plan in forward for plan in newest],
    )
    columns = [
        Column("Organisation", "shown", code="organisation"),
        Column("Newest plan", "newest_plan"),
        Column("Actions", lambda row: f"{row['actions']} {row['reliability']}".strip()),
        *(Column(words, _cell_of(measure)) for measure, words in SHOWN.items()),
    ]
    return Exhibit(
        "organisations_matrix",
        "Every organisation's newest plan",
        data=rows.sort_values("shown", kind="stable"),
        columns=columns,
        caveat="In the order of names, not of merit: no share, high or low, is good or bad in itself. "
        f"[low]: fewer than ten actions, which say little.{_FORWARD if rows['forward'].any() else ''}"
        f"{_APART if rows['apart'].any() else ''}",
        sortable=True,
    )


LEFT_OUT = " [left out]"
_APART = f"{LEFT_OUT}: the two plans do not compare year on year, and no figure of all together counts them."
_FORWARD = (
    " [f]: the plan may only look forward: it prints no day of report and no action has an outcome. Its "
    "progress may be that of its first days, while what is past its date is counted to its last one."
)


def _cell_of(measure: str) -> Callable[[Row], str]:
    """Writes a share with its count, or why there is none: no earlier plan, or a plan that does not say."""
    write = share_and_count(f"{measure}_")

    def cell(row: Row) -> str:
        between = measure in _BETWEEN and pd.isna(row["matched_backward_denominator"])
        mark = " [f]" if measure == "past_date" and row["forward"] and write(row) else ""
        if measure in _BETWEEN and row["apart"] and write(row):
            mark = LEFT_OUT
        return write(row) + mark or (NOT_HELD if between else "not known")

    return cell


def comparison_points(analysis: Analysis) -> Exhibit:
    """What a reader of the comparison should know first."""
    if analysis.comparison.empty:
        return Exhibit("main_points", "Main points", notice="No plan could be read.")
    pooled, newest = Facts("pooled.csv", analysis.pooled), Facts("comparison.csv", analysis.comparison)
    apart = stands_apart(analysis.plan_pairs, analysis.names)
    more = [f"And {len(apart) - MOST_APART} more: see plan_pairs.csv."] if len(apart) > MOST_APART else []
    missing = [f"Not read: {' '.join(analysis.unread)}"] if analysis.unread else []
    between = between_plans(pooled, newest, analysis.rates, analysis.plan_pairs)
    points = [*between, *of_newest_plans(newest, analysis.register)]
    return Exhibit(
        "main_points",
        "Main points",
        points=points,
        reading=[_read(newest), *apart[:MOST_APART], *more, *missing],
    )


def years_of(plans: pd.Series) -> str:
    """The first and the last of some plan years; an organisation whose plan could not be read has none."""
    held = sorted(set(plans) - {""})
    return " to ".join(dict.fromkeys([*held[:1], *held[-1:]])) or "no year"


def _read(facts: Facts) -> Phrase:
    """How much was read, from when, and how many plans are too short to say much."""
    read = phrase(
        "{n:organisation}, newest plans of {years} with {actions:action}.",
        n=facts.count(),
        years=years_of(facts.rows["newest_plan"]),
        actions=facts.sum("actions") or 0,
    )
    low = facts.only(reliability="[low]").count()
    few = phrase("{n:plan} {n:has/have} fewer than ten actions and {n:is/are} marked [low].", n=low)
    return joined([read, few if low else ""])


_BETWEEN = {
    "matched_backward": "{top} of {of:action} in the newest plans of {n:organisation} ({share:%}) "
    "{top:is/are} carried over{more}.",
    "vanished": "{top} of {of:action} that {n:organisation} left open before ({share:%}) {top:is/are} not in "
    "them{more}.",
}
_NEWEST = {
    "past_date": "{top} of {of:action} of the newest plans with a due date ({share:%}) had reached it, "
    "and {top:was/were} not complete, on the day of report that each prints, or on its last day where it "
    "prints none{more}.",
    "owner_present": "{top} of their {of:action} ({share:%}) {top:has/have} an owner.",
    "evidence_present": "{top} of their {of:action} ({share:%}) {top:has/have} evidence or a measure of "
    "success.",
}


def between_plans(pooled: Facts, newest: Facts, rates: pd.DataFrame, pairs: pd.DataFrame) -> Iterator[Phrase]:
    """How much came back and is gone between the newest two plans of all, the organisation as the unit."""
    for measure, said in _BETWEEN.items():
        facts = pooled.only(measure=measure)
        top, of = facts.sum("numerator"), facts.sum("denominator")
        if of:
            whom = {"n": facts.sum("organisations"), "share": facts.share()}
            apart = newest.only(organisation=list(left_out(rates, pairs, measure)["organisation"])).count()
            silent = newest.count() - apart - (whom["n"] or 0)
            rest = phrase("for {n} more it is not known", n=silent) if silent > 0 else ""
            ends = phrase("95% interval {low:%} to {high:%}", low=facts.sum("low"), high=facts.sum("high"))
            more = clauses(ends if facts.known("low") else "", left_out_words(apart), rest)
            yield phrase(said, top=top, of=of, **whom, more=more)


def of_newest_plans(newest: Facts, register: pd.DataFrame) -> Iterator[Phrase]:
    """What is late, owned and measured in the newest plans."""
    each = [Facts("register.csv", own) for _, own in register.groupby("organisation")]
    due = int(sum(due_that_day(own).count() for own in each))
    that_day = phrase("{n} of them fell due that day", n=due) if due else Phrase("")
    for measure, said in _NEWEST.items():
        names = [f"{measure}_{name}" for name in ("numerator", "denominator")]
        top, of = (newest.sum(name) for name in names)
        if of:
            more = clauses(that_day, _not_known(newest)) if measure == "past_date" else ""
            yield phrase(said, top=top, of=of, share=newest.share(*names), more=more)


def _not_known(newest: Facts) -> Phrase:
    """How many actions with a due date have no day to set it against; blank where there is none."""
    dated = newest.sum("date_present_numerator") or 0
    unknown = int(dated - (newest.sum("past_date_denominator") or 0))
    said = "for {n} more that is not known: {dated} of {of} have a due date"
    of = newest.sum("date_present_denominator")
    return phrase(said, n=unknown, dated=dated, of=of) if unknown > 0 else Phrase("")


MOST_ROWS = 30  # bars of a page; beyond that, one for each type of organisation
ROW_HEIGHT, LEGEND_HEIGHT = 0.4, 0.3
SHOWN_FROM = 0.05  # of the width: a narrower part has no room for its number
NO_DEADLINES = "There are no actions."
LATE_FIRST = list(look.OUTCOME_COLOURS)


def due_dates_by_plan(one: Analysis) -> Exhibit:
    """The deadlines of one organisation, plan by plan."""
    moves = moves_of(joined_pairs(one.links, one.actions))
    later = moves.loc[moves["months_moved"].gt(0).fillna(False), ["organisation", "from_year", "from_id"]]
    found = deadline_outcomes(one.actions, one.plans, pd.MultiIndex.from_frame(later))
    counts = _wide(found, "plan_year", {})
    whose = "of the newest plan"
    return _due_dates(counts, "Plan", dates_reached(one, f" {whose}") or _not_told(whose))


def due_dates(analysis: Analysis) -> Exhibit:
    """The deadlines of each organisation's newest plan."""
    found = deadline_outcomes(analysis.newest_actions, analysis.plans)
    names = analysis.names
    if found["organisation"].nunique() > MOST_ROWS:
        names = dict(zip(analysis.organisations["code"], analysis.organisations["type"], strict=True))
    counts = _wide(found, "organisation", names)
    finding = late_sentence(comparison_facts(analysis), "of the newest plans", "on its day of report")
    return _due_dates(counts, "Organisation", finding)


def comparison_facts(analysis: Analysis) -> Facts:
    """The past dates of every newest plan, under the names that RATES has."""
    names = {f"past_date_{name}": name for name in ("numerator", "denominator")}
    return Facts("comparison.csv", analysis.comparison.rename(columns=names).assign(measure="past_date"))


def _wide(found: pd.DataFrame, by: str, names: Mapping[str, str]) -> pd.DataFrame:
    """Actions by row and outcome, the rows in the order of their names, the late first."""
    label = found[by].map(lambda code: names.get(code, code) or "no type given")
    wide = found["actions"].groupby([label, found["outcome"]]).sum().unstack(fill_value=0)
    return wide.reindex(columns=LATE_FIRST, fill_value=0).astype(int)


def _due_dates(counts: pd.DataFrame, first: str, finding: Phrase) -> Exhibit:
    data = counts.reset_index(names="label")
    shown = [name for name in LATE_FIRST if counts[name].any()]
    columns = [Column(first, "label"), *(Column(OUTCOMES[name], name) for name in shown)]
    return Exhibit(
        "due_dates",
        "What became of deadlines",
        data=data,
        columns=columns,
        axes=due_dates_plot(counts, finding),
        caveat="An action without a date can never be late, so a plan with few dates looks punctual.",
    )


def late_sentence(rates: Facts, whose: str, when: str) -> Phrase:
    """How many of the actions with a date were past it and when; that nothing has a date, where it is so."""
    facts = rates.only(measure="past_date")
    top, of = facts.sum("numerator"), facts.sum("denominator")
    if not of or top is None:
        return _not_told(whose)
    said = "{n} of {of:action} {whose} with a due date had reached it, and {n:was/were} not complete, {when}"
    return phrase(said, n=top, of=of, whose=whose, when=when)


def _not_told(whose: str) -> Phrase:
    return phrase("What is past its date cannot be told {whose}", whose=whose)


def due_dates_plot(counts: pd.DataFrame, finding: str, ax: Axes | None = None) -> Axes:
    """A bar for each row, its parts as wide as their share, late ones on the left, with their numbers."""
    shown = [name for name in counts.columns if counts[name].any()]
    with chart(ax, height=1.4 + ROW_HEIGHT * len(counts) + LEGEND_HEIGHT * ((len(shown) + 1) // 2)) as ax:
        if counts.empty:
            return nothing_to_show(ax, "What became of deadlines", NO_DEADLINES)
        totals, left = counts.sum(axis=1), np.zeros(len(counts))
        places = name_rows(ax, [f"{row_name(str(name), 30)} ({total})" for name, total in totals.items()], 38)
        for name in shown:
            width = (counts[name] / totals).fillna(0).to_numpy(dtype=float)
            _draw_part(ax, places, left, width, counts[name].tolist(), look.OUTCOME_COLOURS[str(name)])
            left = left + width
        ax.set_xlim(0, 1)
        ax.xaxis.set_major_formatter(PercentFormatter(1.0))
        legend_below(ax, {OUTCOMES[name]: look.OUTCOME_COLOURS[name] for name in shown})
        together = counts.sum()
        said = ", ".join(
            f"{OUTCOMES[name].lower()} {together[name]} ({as_percent(float(together[name] / totals.sum()))})"
            for name in shown
        )
        return finish(ax, finding, f"Bars of shares. All together: {said}", "share of the plan's actions")


def _draw_part(
    ax: Axes, places: Sequence[int], left: np.ndarray, width: np.ndarray, counts: list[int], colour: str
) -> None:
    ax.barh(places, width, left=left, height=0.7, color=colour, edgecolor=look.EDGE, linewidth=0.5)
    for place, start, wide, number in zip(places, left, width, counts, strict=True):
        if wide >= SHOWN_FROM:
            ink = text_on(colour)
            ax.text(
                start + wide / 2, place, str(number), ha="center", va="center", fontsize=look.SMALL, color=ink
            )
