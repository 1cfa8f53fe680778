"""From one plan to the next: the strip of one organisation, and the streams of all pairs of plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline

from wres_analysis.analysis import Analysis
from wres_analysis.measures.carry_over import flows
from wres_analysis.reports import chart_style as look
from wres_analysis.reports.chart_style import chart, finish, nothing_to_show, text_on
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.phrases import Facts, Phrase, as_percent, phrase
from wres_analysis.reports.table_columns import NOT_HELD, Column, rows_of

_PARTS = {  # of the earlier plan, then of the later one: what became of an action, and its colour
    "back": ("came back", look.CARRIED_OVER),
    "closed": ("complete or withdrawn, not back", look.COMPLETE),
    "gone": ("left open, not back", look.GONE),
    "untold": ("status not stated, not back", look.UNKNOWN),
    "said": ("carried over, marked so", look.CARRIED_OVER),
    "unfound": ("marked so, not found before", look.UNKNOWN),
    "silent": ("carried over, not marked so", look.REWORDED),
    "new": ("new", look.NEW),
}


def newest_pair(one: Analysis) -> Facts:
    """What was measured between the newest plan of one organisation and the one before, if anything."""
    facts = Facts("rates.csv", one.rates)
    held = one.rates[one.rates["measure"].eq("matched_backward") & one.rates["to_year"].eq(one.newest_year)]
    if held.empty or held["rate"].isna().all():
        return facts.only(measure="")
    row = held.iloc[-1]
    return facts.only(**{name: str(row[name]) for name in ("organisation", "from_year", "to_year")})


def stands_apart(pairs: pd.DataFrame, names: Mapping[str, str]) -> list[str]:
    """Why a pair of plans is neither pooled nor compared, one sentence for each that is not."""
    apart = pairs[pairs["pooled"].eq("No")]
    called = apart.assign(name=[names.get(code, code) for code in apart["organisation"]])
    return [
        f"The plans {row['from_year']} and {row['to_year']} of {row['name']} are not pooled with others: "
        f"{row['reason']}."
        for row in rows_of(called)
    ]


def left_out_words(number: float) -> Phrase:
    """How many organisations no figure of all together counts, though it has theirs; blank if none."""
    said = "{n:organisation} whose newest two plans do not compare year on year {n:is/are} left out"
    return phrase(said, n=number) if number else Phrase("")


def year_to_year(one: Analysis) -> Exhibit:
    """The two newest plans of one organisation: how many actions came back, are gone and are new."""
    title = "From the earlier plan to the newest one"
    facts = newest_pair(one)
    apart = stands_apart(one.plan_pairs[one.plan_pairs["to_year"].eq(one.newest_year)], one.names)
    if facts.rows.empty:
        notice = " ".join(apart) or f"Not known, and not zero: {NOT_HELD}."
        return Exhibit("year_to_year", title, notice=notice)
    data = strip_counts(facts)
    columns = [Column("Plan", "plan"), Column("What became of it", "part"), Column("Actions", "actions")]
    finding = strip_sentence(facts)
    return Exhibit(
        "year_to_year",
        title,
        data=data,
        columns=columns,
        axes=strip_plot(data, finding),
        reading=apart,
        caveat="A link between two plans rests on their wording, owner, aim and order. An action that comes "
        "back is no failure: a long one is meant to.",
    )


def strip_counts(facts: Facts) -> pd.DataFrame:
    """The parts of both plans, in the order in which they are drawn."""
    rows = facts.rows.set_index("measure")
    (earlier, later), top = rows[["from_year", "to_year"]].iloc[0], rows["numerator"].fillna(0).astype(int)
    before, after = (int(rows["denominator"][f"matched_{way}"]) for way in ("forward", "backward"))
    back, found, silent = top["matched_forward"], top["matched_backward"], top["silent"]
    gone = min(top["vanished"], before - back)
    ended = (
        "untold" if rows["numerator"].isna()["vanished"] else "closed"
    )  # a plan may state no status at all
    unfound = min(top.get("stated_no_match", 0), after - found)
    counts = {
        "back": (earlier, back),
        ended: (earlier, before - back - gone),
        "gone": (earlier, gone),
        "said": (later, found - silent),
        "unfound": (later, unfound),
        "silent": (later, silent),
        "new": (later, after - found - unfound),
    }
    records = [(plan, _PARTS[key][0], number, key) for key, (plan, number) in counts.items()]
    return pd.DataFrame(records, columns=["plan", "part", "actions", "key"])


def strip_sentence(facts: Facts) -> Phrase:
    """What the strip shows: 15 last year, 12 back, 3 gone; 12 this year, 1 new."""
    forward, backward = (facts.only(measure=f"matched_{way}") for way in ("forward", "backward"))
    years = forward.rows.iloc[0]
    return phrase(
        "{back} of the {of:action} of {earlier} came back; {found} of the {all} of {later} {found:is/are} "
        "carried over",
        back=forward.sum("numerator"),
        of=forward.sum("denominator"),
        earlier=years["from_year"],
        found=backward.sum("numerator"),
        all=backward.sum("denominator"),
        later=years["to_year"],
    )


def strip_plot(counts: pd.DataFrame, finding: str, ax: Axes | None = None) -> Axes:
    """Two bars, one above the other, whose parts are as long as their actions are many."""
    with chart(ax, height=2.9) as ax:
        plans = list(dict.fromkeys(counts["plan"]))
        longest = int(counts.groupby("plan")["actions"].sum().max())
        for place, plan in zip((1.0, 0.0), plans, strict=True):
            _draw_bar(ax, counts[counts["plan"].eq(plan)], place, longest)
        totals = counts.groupby("plan", sort=False)["actions"].sum()
        ax.set_yticks([1, 0], [f"Plan {plan}\n{totals[plan]:,} actions" for plan in plans])
        ax.set(xlim=(0, longest * 1.01), ylim=(-0.75, 1.45), xticks=[])
        said = ", ".join(f"{row['actions']} {row['part']}" for row in rows_of(counts) if row["actions"])
        ax = finish(ax, finding, f"Two bars, for the plans {plans[0]} and {plans[-1]}: {said}")
        ax.spines["bottom"].set_visible(False)
        ax.tick_params(length=0)
        return ax


def _draw_bar(ax: Axes, parts: pd.DataFrame, place: float, longest: int) -> None:
    parts = parts[parts["actions"].gt(0)]
    widths = parts["actions"].to_numpy()
    starts = np.cumsum(widths) - widths
    for start, (_, part) in zip(starts, parts.iterrows(), strict=True):
        _, colour = _PARTS[str(part["key"])]
        wide = int(part["actions"])
        ax.barh(place, wide, left=start, height=0.42, color=colour, edgecolor=look.EDGE, linewidth=0.6)
        middle = start + wide / 2
        ax.text(
            middle, place, f"{wide:,}", ha="center", va="center", fontsize=look.NORMAL, color=text_on(colour)
        )
    named = [_PARTS[str(key)] for key in parts["key"]]
    _name_parts(ax, named, place, longest)


_LETTERS = 84  # of a key's letters that fit the width of the figure, the widest ones counted
_KEY_GAP, _SQUARE = 4, 2  # letters that the room between two names, and a square before one, take


def _name_parts(ax: Axes, parts: Sequence[tuple[str, str]], place: float, longest: int) -> None:
    """What each part is, under the bar in the order of its parts, each behind a square of its colour."""
    at, line = 0, 0
    for name, colour in parts:
        if at and at + _SQUARE + len(name) > _LETTERS:
            at, line = 0, line + 1
        x, y = longest * at / _LETTERS, place - 0.34 - 0.2 * line
        ax.plot(
            x + longest * 0.008, y, "s", color=colour, markeredgecolor=look.EDGE, markersize=8, clip_on=False
        )
        ax.text(
            x + longest * _SQUARE / _LETTERS, y, name, va="center_baseline", fontsize=look.SMALL, color="0.15"
        )
        at += _SQUARE + len(name) + _KEY_GAP


FEWEST = 10  # actions: a stream of fewer is put to the one beside it, and a picture of fewer says nothing
BAR, STUB, GAP = 0.03, 0.38, 0.03  # of the width; the longest name stands on a stub


class _Stream(NamedTuple):
    name: str
    kinds: tuple[str, ...]
    colour: str


STREAMS = (
    _Stream("same words", ("exact", "minor_edit"), look.CARRIED_OVER),
    _Stream("other words", ("reworded", "split", "merged"), look.REWORDED),
    _Stream("complete, not back", ("completed",), look.COMPLETE),
    _Stream("not complete, not back", ("dropped",), look.GONE),
    _Stream("new", ("new",), look.NEW),
)


def flow(analysis: Analysis) -> Exhibit:
    """What became of the actions between the newest two plans of each: back, complete, gone, new."""
    counts = flows(analysis.compared_links, analysis.actions)
    together = counts.groupby("kind")[["earlier", "later"]].sum()
    rows = pd.DataFrame(
        [{"name": one.name, **together.reindex(one.kinds).sum().astype(int).to_dict()} for one in STREAMS]
    )
    return Exhibit(
        "flow",
        "From one plan to the next",
        data=rows,
        columns=[
            Column("What became of it", "name"),
            Column("Actions of the earlier plan", "earlier"),
            Column("Actions of the later plan", "later"),
        ],
        axes=flow_plot(rows),
        caveat="Links are inferred from wording: an action that is gone may go on under another name or in "
        "another plan. Not complete holds those of no stated status too. Split and merged ones count "
        "differently on each side.",
    )


def flow_plot(rows: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Streams from the earlier plans to the later ones, their heights the numbers of actions."""
    before, after = int(rows["earlier"].sum()), int(rows["later"].sum())
    few = before < FEWEST
    with chart(ax, 1.6 if few else 4.2) as ax:
        if few:
            said = phrase("{n:action} of the plans before {n:is/are} too few to draw.", n=before)
            why = said if before else f"Nothing can be drawn: {NOT_HELD}."
            return nothing_to_show(ax, "From one plan to the next", why)
        ends = _draw_streams(ax, rows)
        _draw_bars(ax, before, after, ends)
        ax.set(xlim=(-0.02, 1.02), ylim=(-max(ends), max(before, after) * 0.16))
        came = int(rows.loc[rows["later"].gt(0), "earlier"].sum())
        finding = f"{as_percent(came / before)} of the actions of the plans before came back in the newest"
        shown = ", ".join(
            f"{row['name']} {_words(row['earlier'], row['later'])}" for row in rows.to_dict("records")
        )
        finish(ax, finding, f"Streams between two bars: {shown}")
        ax.set_axis_off()
        return ax


def _words(earlier: int, later: int) -> str:
    alike = earlier == later or not earlier or not later
    return f"{earlier or later:,}" if alike else f"{earlier:,} → {later:,}"


def _draw_streams(ax: Axes, rows: pd.DataFrame) -> tuple[float, float]:
    """All streams from the top down, and how far down they reach on the left and the right."""
    gap = max(rows["earlier"].sum(), rows["later"].sum()) * GAP
    left = right = 0.0
    for stream, earlier, later in zip(STREAMS, rows["earlier"], rows["later"], strict=True):
        if not earlier and not later:
            continue
        begin, end = BAR if earlier else 1 - BAR - STUB, 1 - BAR if later else BAR + STUB
        tops = (left if earlier else right, right if later else left)
        ax.add_patch(_ribbon((begin, end), tops, (earlier or later, later or earlier), stream.colour))
        middle = (tops[0] + tops[1] + (earlier or later) / 2 + (later or earlier) / 2) / 2
        room = min(earlier or later, later or earlier) / gap
        said = f"{stream.name} {_words(earlier, later)}"
        _write(ax, ((begin + end) / 2, -middle), said, stream.colour, room)
        left += earlier + gap if earlier else 0
        right += later + gap if later else 0
    return left, right


def _write(ax: Axes, at: tuple[float, float], text: str, colour: str, room: float) -> None:
    """The name of a stream: on it where it is high enough for a line of text, otherwise on white."""
    fits = room > 1.6  # a line of text is about as high as 1.6 gaps
    ink, box = (text_on(colour), None) if fits else ("black", look.BEHIND)
    ax.text(*at, text, ha="center", va="center", fontsize=look.NORMAL, color=ink, bbox=box)


def _ribbon(
    ends: tuple[float, float], tops: tuple[float, float], heights: tuple[int, int], colour: str
) -> PathPatch:
    (begin, end), middle = ends, sum(ends) / 2
    high = [-top for top in tops]
    low = [-top - height for top, height in zip(tops, heights, strict=True)]
    points = [
        (begin, high[0]), (middle, high[0]), (middle, high[1]), (end, high[1]),
        (end, low[1]), (middle, low[1]), (middle, low[0]), (begin, low[0]), (begin, high[0]),
    ]  # fmt: skip
    codes = [Outline.MOVETO, *[Outline.CURVE4] * 3, Outline.LINETO, *[Outline.CURVE4] * 3, Outline.CLOSEPOLY]
    return PathPatch(Outline(np.array(points), codes), facecolor=colour, edgecolor=look.EDGE, linewidth=0.5)


def _draw_bars(ax: Axes, before: int, after: int, ends: Sequence[float]) -> None:
    tallest = max(before, after)
    bars = ((0.0, "Plans before", before, ends[0]), (1.0, "Newest plans", after, ends[1]))
    for x, name, size, deep in bars:
        left = 0.0 if not x else 1 - BAR
        ax.add_patch(Rectangle((left, -deep + tallest * GAP), BAR, deep - tallest * GAP, facecolor="0.1"))
        ax.text(
            x, tallest * 0.03, f"{name}\n{size:,} actions", ha="left" if not x else "right", va="bottom",
            fontsize=look.NORMAL, fontweight="bold",
        )  # fmt: skip
