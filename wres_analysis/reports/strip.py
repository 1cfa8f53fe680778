"""From one plan to the next, in one strip: what came back, what is gone, what is new, and who says so."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from wres_analysis.analysis import Analysis
from wres_analysis.reports.chart_style import NORMAL, SMALL, chart, finish, text_on
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.meaning_colours import CARRIED_OVER, COMPLETE, EDGE, GONE, NEW, REWORDED
from wres_analysis.reports.phrases import Facts, Phrase, phrase
from wres_analysis.reports.rate_words import NOT_HELD
from wres_analysis.reports.table_columns import Column, rows_of

_PARTS = {  # of the earlier plan, then of the later one: what became of an action, and its colour
    "back": ("came back", CARRIED_OVER),
    "closed": ("complete or withdrawn, not back", COMPLETE),
    "gone": ("gone without a word", GONE),
    "said": ("carried over, and the plan says so", CARRIED_OVER),
    "silent": ("carried over in silence", REWORDED),
    "new": ("new", NEW),
}


def newest_pair(one: Analysis) -> Facts:
    """What was measured between the newest plan of one organisation and the one before, if anything."""
    facts = Facts("rates.csv", one.rates)
    held = one.rates[one.rates["measure"].eq("matched_backward") & one.rates["to_year"].eq(one.newest_year)]
    if held.empty or held["rate"].isna().all():
        return facts.only(measure="")
    row = held.iloc[-1]
    return facts.only(**{name: str(row[name]) for name in ("organisation", "from_year", "to_year")})


def stands_apart(pairs: pd.DataFrame) -> list[str]:
    """Why a pair of plans is neither pooled nor compared, one sentence for each that is not."""
    return [
        f"The plans {row['from_year']} and {row['to_year']} of {row['organisation']} are not pooled with "
        f"others: {row['reason']}."
        for row in rows_of(pairs[pairs["pooled"].eq("No")])
    ]


def year_to_year(one: Analysis) -> Exhibit:
    """The two newest plans of one organisation: how many actions came back, are gone and are new."""
    title = "From the earlier plan to the newest one"
    facts = newest_pair(one)
    apart = stands_apart(one.plan_pairs[one.plan_pairs["to_year"].eq(one.newest_year)])
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
        caveat="A link between two plans rests on their wording, owner, aim and order; every one stands "
        "below with its reason. An action that comes back is no failure: a long one is meant to.",
    )


def strip_counts(facts: Facts) -> pd.DataFrame:
    """The parts of both plans, in the order in which they are drawn."""
    rows = facts.rows.set_index("measure")
    (earlier, later), top = rows[["from_year", "to_year"]].iloc[0], rows["numerator"].fillna(0).astype(int)
    before, after = (int(rows["denominator"][f"matched_{way}"]) for way in ("forward", "backward"))
    back, found = top["matched_forward"], top["matched_backward"]
    gone, silent = min(top["vanished"], before - back), top["silent"]
    counts = {
        "back": (earlier, back),
        "closed": (earlier, before - back - gone),
        "gone": (earlier, gone),
        "said": (later, found - silent),
        "silent": (later, silent),
        "new": (later, after - found),
    }
    records = [(plan, _PARTS[key][0], number, key) for key, (plan, number) in counts.items()]
    return pd.DataFrame(records, columns=["plan", "part", "actions", "key"])


def strip_sentence(facts: Facts) -> Phrase:
    """What the strip shows: 15 last year, 12 back, 3 gone; 12 this year, 1 new.

    Examples
    --------
    >>> rates = pd.DataFrame({"measure": ["matched_forward", "matched_backward"], "from_year": "2021-22",
    ...     "to_year": "2022-23", "numerator": [12, 11], "denominator": [15, 12]})
    >>> strip_sentence(Facts("rates.csv", rates))
    '12 of the 15 actions of 2021-22 came back; 11 of the 12 of 2022-23 came from there'
    """
    forward, backward = (facts.only(measure=f"matched_{way}") for way in ("forward", "backward"))
    years = forward.rows.iloc[0]
    return phrase(
        "{back} of the {of:action} of {earlier} came back; {found} of the {all} of {later} came from there",
        back=forward.sum("numerator"),
        of=forward.sum("denominator"),
        earlier=years["from_year"],
        found=backward.sum("numerator"),
        all=backward.sum("denominator"),
        later=years["to_year"],
    )


def strip_plot(counts: pd.DataFrame, finding: str, ax: Axes | None = None) -> Axes:
    """Two bars, one above the other, whose parts are as long as their actions are many."""
    with chart(ax, height=3.1) as ax:
        plans = list(dict.fromkeys(counts["plan"]))
        longest = int(counts.groupby("plan")["actions"].sum().max())
        for place, plan in zip((1.0, 0.0), plans, strict=True):
            _draw_bar(ax, counts[counts["plan"].eq(plan)], place, longest)
        totals = counts.groupby("plan", sort=False)["actions"].sum()
        ax.set_yticks([1, 0], [f"Plan {plan}\n{totals[plan]:,} actions" for plan in plans])
        ax.set(xlim=(0, longest * 1.01), ylim=(-0.75, 1.45), xticks=[])
        ax = finish(ax, finding, f"Two bars, for the plans {plans[0]} and {plans[-1]}: {_said(counts)}")
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
        ax.barh(place, wide, left=start, height=0.42, color=colour, edgecolor=EDGE, linewidth=0.6)
        middle = start + wide / 2
        ax.text(middle, place, f"{wide:,}", ha="center", va="center", fontsize=NORMAL, color=text_on(colour))
    _name_parts(ax, list(parts["part"]), starts, place, longest)


_LETTERS = 82  # of a legend's letters that fit the width of the figure


def _name_parts(ax: Axes, names: Sequence[str], starts: Sequence[float], place: float, longest: int) -> None:
    """The name of each part under its left end, pushed to the right where the one before is still there."""
    free = 0.0
    for name, start in zip(names, starts, strict=True):
        left = max(float(start), free)
        needed = longest * len(name) / _LETTERS
        left = min(left, max(free, longest - needed))
        ax.text(left, place - 0.26, name, ha="left", va="top", fontsize=SMALL, color="0.15")
        free = left + needed + longest * 0.02


def _said(counts: pd.DataFrame) -> str:
    return ", ".join(f"{row['actions']} {row['part']}" for row in rows_of(counts) if row["actions"])
