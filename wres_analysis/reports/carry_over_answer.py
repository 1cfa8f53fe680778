"""The carry-over page: how often actions come back, whether plans say so, and how long they run."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from wres_analysis.analysis import Analysis
from wres_analysis.measures.lives import life_table
from wres_analysis.measures.measure_definitions import measure_of
from wres_analysis.reports import chart_style as look
from wres_analysis.reports import table_columns as cells
from wres_analysis.reports.action_register import CLOSED, LONG_RUNNING, open_statuses
from wres_analysis.reports.chart_style import chart, finish, legend_below, name_rows, nothing_to_show, text_on
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.phrases import Facts, Phrase, as_percent, clauses, joined, phrase
from wres_analysis.reports.table_columns import NOT_HELD, Column, Row, rows_of

KINDS = (
    *("matched_backward", "matched_forward", "stated", "scheduled", "silent"),
    *("completed_yet_back", "vanished"),
)
NOTHING_MORE = Phrase("")
_CAME = "{n} of {of:action} ({share:%}) {n:is/are} carried over"
_SAID = {
    "stated": "{n} of {of:action} ({share:%}) {n:is/are} said by their plan to be carried over{more}.",
    "silent": "{n} of the {of} carried over ({share:%}) {n:is/are} not marked as such{more}.",
    "completed_yet_back": "Of {of:action} reported complete, {n} ({share:%}) came back all the same{more}.",
    "vanished": "Of {of:action} left open, {n} ({share:%}) {n:is/are} not in the next plan{more}.",
}


def carry_over_points(analysis: Analysis, organisation: str = "") -> Exhibit:
    """How often actions come back, all plans together, and for one organisation where it is named.

    Parameters
    ----------
    analysis : Analysis
        Of all organisations.
    organisation : str, optional
        Code of the organisation whose own figure is said beside that of all.
    """
    together = Facts("pooled.csv", analysis.pooled)
    apart = Facts("plan_pairs.csv", analysis.plan_pairs).only(pooled="No").count()
    came = together.only(measure="matched_backward")
    matched = bool(came.sum("denominator"))
    points = [
        _read(analysis),
        joined([_said(came, f"In the newest plans {_CAME}."), _interval(came)]) if matched else "",
        *(
            _said(together.only(measure=measure), template, _by_older(analysis, measure))
            for measure, template in _SAID.items()
        ),
        _own(analysis.compared, organisation, analysis.names),
        phrase(_APART, n=apart) if apart else "",
    ]
    return Exhibit(
        "main_points",
        "Main points",
        points=[*filter(None, points)],
        caveat="Carried over is not failure: a long action is meant to last.",
        notice="" if matched else f"Nothing can be matched: {NOT_HELD}.",
    )


def _read(analysis: Analysis) -> str:
    """What was read, and of which years."""
    facts, years = Facts("comparison.csv", analysis.comparison), sorted(set(analysis.plans["plan_year"]))
    if not years:
        return ""
    return phrase(
        "{n:organisation}, {actions:action} in plans of {first} to {last}.",
        n=facts.count(),
        actions=Facts("actions.csv", analysis.actions).count(),
        first=years[0],
        last=years[-1],
    )


def _interval(came: Facts) -> str:
    """The interval with the organisation as the unit: plans of one organisation go together."""
    if not came.known("low"):
        return "Too few organisations for an interval."
    return phrase(
        "Plans of one organisation go together, so over {n:organisation} the true share probably "
        "lies between {low:%} and {high:%} (95%).",
        n=came.sum("organisations"),
        low=came.sum("low"),
        high=came.sum("high"),
    )


def _by_older(analysis: Analysis, measure: str) -> Phrase:
    """How many organisations have no such action in their newest pair of plans: an older one counts."""
    rows, years = analysis.compared, ["organisation", "from_year", "to_year"]
    own = rows.loc[rows["measure"].eq(measure) & rows["from_year"].ne(""), years]
    newest = pd.MultiIndex.from_frame(rows.loc[rows["measure"].eq("matched_backward"), years])
    older = own.loc[~pd.MultiIndex.from_frame(own).isin(newest), "organisation"]
    number = Facts("comparison.csv", analysis.comparison).only(organisation=list(older)).count()
    said = "{n:organisation} {n:is/are} counted by an older pair of plans, the newest that has any"
    return clauses(phrase(said, n=number) if number else "")


def _said(facts: Facts, template: str, more: Phrase = NOTHING_MORE) -> str:
    top, bottom = facts.sum("numerator"), facts.sum("denominator")
    if top is None or not bottom:
        return ""
    return phrase(template, n=top, of=bottom, share=facts.share(), more=more)


def _own(rates: pd.DataFrame, organisation: str, names: Mapping[str, str]) -> str:
    own = Facts("rates.csv", rates).only(measure="matched_backward", organisation=organisation)
    if not organisation or not len(own.rows):
        return ""
    newest = own.only(to_year=str(own.rows["to_year"].iloc[-1]))
    said = _said(newest, f"{_CAME}.")
    return joined([phrase("In the newest plan of {name},", name=names[organisation]), said])


_APART = (
    "{n:pair} of plans {n:stands/stand} apart below, with the reason, and {n:is/are} in no figure of all "
    "together. Older pairs are in the workbook, and in how long actions run."
)


def three_kinds(analysis: Analysis) -> Exhibit:
    """Stated, matched and scheduled carry-over over all plans, side by side and never merged."""
    return Exhibit(
        "three_kinds",
        "Stated, matched, scheduled: never one number",
        data=analysis.pooled.set_index("measure").reindex(KINDS).reset_index(),
        columns=[
            Column("Figure", lambda row: measure_of(row["measure"]).label),
            Column("Actions", lambda row: cells.count()(row) or NOT_HELD),
            Column("Share", cells.share()),
            Column("95% interval", cells.interval()),
            Column("Out of", lambda row: measure_of(row["measure"]).denominator),
        ],
        caveat="Each has its own total, so they cannot be added: stated is what plans say, matched what "
        "their wording shows, scheduled what their dates imply. Intervals take the organisation as the unit.",
    )


def pairs_apart(analysis: Analysis) -> Exhibit:
    """The pairs of plans that are not taken together with the others, each with the reason."""
    apart = analysis.plan_pairs[analysis.plan_pairs["pooled"].eq("No")]
    own = analysis.rates[analysis.rates["measure"].eq("matched_backward")]
    rows = apart.merge(own, on=["organisation", "from_year", "to_year"], how="left")
    if rows.empty:
        return Exhibit("pairs_apart", "Pairs of plans that stand apart", reading=["No pair stands apart."])
    return Exhibit(
        "pairs_apart",
        "Pairs of plans that stand apart",
        data=rows.assign(name=rows["organisation"].map(analysis.names)),
        columns=[
            Column("Organisation", "name", code="organisation"),
            Column("Plans", lambda row: f"{row['from_year']} to {row['to_year']}"),
            Column("Carried over", cells.count()),
            Column("Why it stands apart", "reason"),
        ],
    )


ENDS = {  # no two of one grey stand beside each other
    "complete": ("Complete", look.COMPLETE),
    "withdrawn": ("Withdrawn", look.WITHDRAWN),
    "open": ("Still open", look.UNDER_WAY),
    "vanished": ("Left open, not in the next plan", look.GONE),
}
ROOM = 0.045  # share of the width that a percentage needs


def life_of_actions(analysis: Analysis) -> Exhibit:
    """What became of actions after one, two, three plans, of those that began in the plans that are held."""
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
            Column("Still open, 95% interval", cells.interval("open_")),
        ],
        axes=life_plot(table),
        caveat=phrase(
            "{n:action} that began before the plans that are held {n:is/are} left out, and no percentage is "
            "given where fewer than ten are followed.",
            n=before,
        ),
    )


def _share_of(name: str) -> Callable[[Row], str]:
    return lambda row: cells.share_words(row[name]) or "too few"


def life_plot(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """A bar after each plan: complete, still open, vanished, withdrawn."""
    held = table[table["open"].notna()]
    with chart(ax, 1.6 if held.empty else 1.9 + 0.5 * len(held)) as ax:
        if held.empty:
            why = "Fewer than ten actions could be followed from their first plan."
            return nothing_to_show(ax, "How long actions run", why)
        rows = rows_of(held)
        names = [phrase("after {plans:plan} ({n})", plans=row["plans"], n=row["at_risk"]) for row in rows]
        for place, row in zip(name_rows(ax, names), rows, strict=True):
            _draw_bar(ax, place, row)
        ax.set_xlim(0, 1)
        ax.xaxis.set_major_formatter(PercentFormatter(1.0))
        below = "Share of actions; in brackets, how many were followed for so long"
        legend_below(ax, dict(ENDS.values()))
        done, gone = (as_percent(held.iloc[0][name]) for name in ("complete", "vanished"))
        finding = f"After one plan {done} are complete and {gone} left open, not in the next plan"
        return finish(ax, finding, f"Stacked bars after {len(held)} numbers of plans", below)


def _draw_bar(ax: Axes, place: int, row: Row) -> None:
    left = 0.0
    for name, (_, colour) in ENDS.items():
        width = float(row[name])
        ax.barh(place, width, left=left, color=colour, edgecolor=look.EDGE, linewidth=0.5, height=0.62)
        if width >= ROOM:
            ink = text_on(colour)
            ax.text(left + width / 2, place, as_percent(width), ha="center", va="center", color=ink)
        left += width


def longest_running(analysis: Analysis, organisation: str = "") -> Exhibit:
    """What has run for three plans or more in each organisation, with the action that has run longest.

    Parameters
    ----------
    analysis : Analysis
        Of all organisations.
    organisation : str, optional
        Code of one's own organisation, which stands first.
    """
    rows = analysis.register.assign(open=~analysis.register["status"].isin(CLOSED))
    long = rows[rows["plans_in"].ge(LONG_RUNNING)]
    counted = Facts("register.csv", analysis.register).only(plans_in__least=str(LONG_RUNNING))
    longest = long.sort_values(["plans_in", "open"], ascending=False, kind="stable")
    longest = longest.drop_duplicates("organisation")
    by_code = long.groupby("organisation")["open"]
    longest = longest.assign(
        name=longest["organisation"].map(analysis.names),
        own=longest["organisation"].eq(organisation),
        many=longest["organisation"].map(by_code.size()),
        still=longest["organisation"].map(by_code.sum()),
    )
    said = (
        "{n:action} of the newest plans {n:stands/stand} in at least three; {open} {open:is/are} still open."
    )
    still = counted.only(status=open_statuses(counted.rows)).count()
    return Exhibit(
        "longest_running",
        "What has run longest in each organisation",
        reading=[phrase(said, n=counted.count(), open=still)],
        data=longest.drop(columns="open").sort_values(["own", "name"], ascending=[False, True]),
        columns=[
            Column("Organisation", "name", code="organisation"),
            Column("Actions in three plans or more", "many"),
            Column("Still open", "still"),
            Column("The longest, newest wording", lambda row: cells.shortened(row["action"])),
            Column("Plans", "plans_in"),
            Column("From", "first_plan_year"),
            Column("How it stands", lambda row: str(row["status"]).replace("_", " ")),
        ],
        caveat="Links that are more likely wrong than right are left out here. Years count as far back as "
        "plans are held.",
    )
