"""The exhibits of one organisation: what its plans state, what came back, and where it stands."""

from __future__ import annotations

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.measures.benchmarking import BENCHMARK_MEASURES, TOO_FEW, benchmark_all, rates_in
from wres_analysis.measures.deadline_outcomes import deadline_outcomes
from wres_analysis.measures.intervals import wilson
from wres_analysis.measures.measure_definitions import measure_of
from wres_analysis.measures.peers import way_of_grouping
from wres_analysis.measures.plan_measures import is_stated
from wres_analysis.reports.charts import (
    deadlines_plot,
    funnel_plot,
    interval_plot,
    measures_plot,
    status_plot,
)
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.link_sentences import came_back_reading, side_by_side_reading, stated_reading
from wres_analysis.reports.plan_sentences import dates_reading, filled_reading, status_reading
from wres_analysis.reports.rate_words import NOT_HELD, position_words, rate_table
from wres_analysis.reports.sentences import standing_reading
from wres_analysis.reports.table_columns import count_words, interval_words, share_words

CAME_BACK = (
    "matched_backward",
    "matched_backward_wording_kept",
    "matched_forward",
    "silent",
    "stated_no_match",
    "completed_yet_back",
    "vanished",
    "carried_past_date",
    "date_moved",
    "owner_changed",
)
COMPLETE = ("owner_present", "date_present", "status_present", "evidence_present")
STANDING = [
    "Measure",
    "Here",
    "Share",
    "95% interval",
    "All of the group",
    "Compared with",
    "Against chance",
    "Possible ranks",
]
DATES = ("date_present", "scheduled", "revised_deadline", "past_date")


def stated_carry_over(one: Analysis) -> Exhibit:
    """What the plans themselves say is carried over, plan by plan and part by part."""
    rows = []
    marked = is_stated(one.actions)
    for (year, part), group in one.actions.groupby(["plan_year", "part"], sort=False):
        stated = marked[group.index]
        low, high = wilson(int(stated.sum()), len(group))
        rows.append(
            [
                year,
                part or "(no parts)",
                f"{stated.sum()} of {len(group)}",
                share_words(stated.mean()),
                interval_words(low, high),
                ", ".join(dict.fromkeys(group["carried_over_from"][stated])),
            ]
        )
    columns = ["Plan year", "Part", "Stated as carried over", "Share", "95% interval", "Said to come from"]
    return Exhibit(
        "stated_carry_over",
        "Stated: what the plan itself says is carried over",
        reading=stated_reading(marked, one.actions["plan_year"]),
        table=pd.DataFrame(rows, columns=columns, dtype="str"),
        axes=interval_plot(one.rates, measure="stated"),
    )


def what_came_back(one: Analysis) -> Exhibit:
    """How much of one plan is found again in the next, and what changed on the way."""
    title = "Matched: what came back in the next plan"
    if one.links.empty:
        return Exhibit(
            "what_came_back",
            title,
            notice=f"Matched carry-over: {NOT_HELD}. It cannot be measured, and it is not zero.",
        )
    newest = one.rates[one.rates["to_year"].eq(one.links["to_year"].iloc[-1])]
    return Exhibit(
        "what_came_back",
        title,
        reading=came_back_reading(newest, one.plan_pairs),
        table=rate_table(one.rates, CAME_BACK),
        axes=measures_plot(newest, names=CAME_BACK, title=_came_back_title(newest)),
    )


def _came_back_title(newest: pd.DataFrame) -> str:
    backward = newest[newest["measure"].eq("matched_backward")].iloc[0]
    return f"Into the plan {backward['to_year']}: {count_words(backward)} actions came from the plan before"


def side_by_side(one: Analysis) -> Exhibit:
    """The newest plan beside the one before it: both wordings of every link, its probability and reason."""
    title = "Every action of the two newest plans, side by side"
    if one.links.empty:
        return Exhibit("side_by_side", title, notice=f"Nothing to compare: {NOT_HELD}.")
    newest = one.links[one.links["to_year"].eq(one.links["to_year"].iloc[-1])]
    texts = one.actions.set_index(["plan_year", "action_id"])
    wording = (texts["action"] + " – " + texts["detail"]).str.removesuffix(" – ")
    rows = [
        [
            wording.get((link.from_year, link.from_id), "–"),
            wording.get((link.to_year, link.to_id), "–"),
            str(link.kind).replace("_", " "),
            "" if pd.isna(chance) else f"{chance:.2f}",
            link.reason,
            link.decided_by,
        ]
        for link, chance in zip(newest.itertuples(), newest["probability"], strict=True)
    ]
    years = newest.iloc[0]
    columns = [
        f"Plan {years['from_year']}",
        f"Plan {years['to_year']}",
        "Kind",
        "Probability",
        "Why",
        "Decided by",
    ]
    table = pd.DataFrame(rows, columns=columns, dtype="str")
    return Exhibit("side_by_side", title, reading=side_by_side_reading(newest), table=table)


def completeness(one: Analysis) -> Exhibit:
    """Which actions of the newest plan have an owner, a real date, a status and evidence."""
    newest = one.rates[one.rates["to_year"].eq(one.newest_year)]
    return Exhibit(
        "completeness",
        "How complete is the newest plan?",
        reading=filled_reading(newest[newest["measure"].isin(COMPLETE)]),
        table=rate_table(newest, COMPLETE),
        axes=measures_plot(newest, names=COMPLETE, title="How complete is the newest plan?"),
    )


def dates(one: Analysis) -> Exhibit:
    """What became of the deadlines, plan by plan, and which run past the end of the plan."""
    counts = deadline_outcomes(one.actions, one.plans)
    return Exhibit(
        "dates",
        "Scheduled: dates, and what became of them",
        reading=dates_reading(counts, one.rates),
        table=rate_table(one.rates, DATES),
        axes=deadlines_plot(one.actions, plans=one.plans, by="plan_year"),
    )


def standing(whole: Analysis, code: str, peers: str = "", measure: str = "matched_backward") -> Exhibit:
    """Where one organisation stands among its peers, without a rank."""
    whole.name_of(code)
    benchmark = whole.benchmark
    if peers:
        grouped, by = way_of_grouping(peers, whole.organisations, own=code)
        benchmark = benchmark_all(rates_in(benchmark), grouped, peers=by)
    own = benchmark[benchmark["organisation"].eq(code)]
    by_measure = {str(row["measure"]): row for _, row in own.iterrows()}
    rows = [_standing_row(name, by_measure[name]) for name in BENCHMARK_MEASURES if name in by_measure]
    return Exhibit(
        "standing",
        "Where this organisation stands",
        reading=standing_reading(own),
        table=pd.DataFrame(rows, columns=STANDING, dtype="str"),
        axes=funnel_plot(benchmark[benchmark["measure"].eq(measure)], highlight=code, names=whole.names),
    )


def _standing_row(name: str, row: pd.Series) -> list[str]:
    compared = row["position"] != TOO_FEW
    ranks = f"{row['rank_low']} to {row['rank_high']} of {row['compared']}" if compared else ""
    return [
        measure_of(name).label,
        count_words(row),
        share_words(row["rate"]),
        interval_words(row["low"], row["high"]),
        share_words(row["pooled"]),
        str(row["peer_group"]),
        position_words(str(row["position"])),
        ranks,
    ]


def status_mix(one: Analysis) -> Exhibit:
    """The statuses of each plan, as the plan's own key gives them."""
    newest = one.actions[one.actions["plan_year"].eq(one.newest_year)]
    rows = [
        [
            str(year),
            str(status).replace("_", " "),
            f"{count} of {len(plan)}",
            share_words(count / len(plan)),
            interval_words(*wilson(count, len(plan))),
        ]
        for year, plan in one.actions.groupby("plan_year", sort=False)
        for status, count in plan["status"].value_counts(sort=False).items()
    ]
    return Exhibit(
        "status_mix",
        "Status of the actions, plan by plan",
        reading=status_reading(newest, f"the plan {one.newest_year}"),
        table=pd.DataFrame(
            rows, columns=["Plan year", "Status", "Actions", "Share", "95% interval"], dtype="str"
        ),
        axes=status_plot(one.actions, by="plan_year"),
    )
