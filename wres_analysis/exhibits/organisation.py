"""The exhibits of one organisation: what its plans state, what came back, and where it stands."""

from __future__ import annotations

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.benchmarking import BENCHMARK_MEASURES, TOO_FEW
from wres_analysis.charts import deadlines_plot, funnel_plot, interval_plot, measures_plot, status_plot
from wres_analysis.exhibits.exhibit import Exhibit
from wres_analysis.exhibits.rate_words import NOT_HELD, count_words, interval_words, rate_table, share_words
from wres_analysis.exhibits.reading import newest_year
from wres_analysis.exhibits.readings import deadlines_reading
from wres_analysis.measuring.deadline_outcomes import deadline_outcomes
from wres_analysis.measuring.intervals import wilson
from wres_analysis.measuring.measures import measure_of

STATED = ("stated", "stated_row_mark", "stated_section_heading", "stated_forward")
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
DATES = ("date_present", "scheduled", "revised_deadline", "past_date")


def stated_carry_over(one: Analysis) -> Exhibit:
    """What the plans themselves say is carried over, plan by plan and part by part.

    Parameters
    ----------
    one : Analysis
    """
    rows = []
    for (year, part), group in one.actions.groupby(["plan_year", "part"], sort=False):
        stated = group["carry_over_evidence"].isin(["row_mark", "section_heading"])
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
        reading=[
            "A row counts when it carries a mark or stands under a heading that says so.",
            "Plans seldom mark what they carry over: a low share here does not mean that little came back.",
        ],
        table=pd.DataFrame(rows, columns=columns, dtype="str"),
        axes=interval_plot(one.rates, measure="stated"),
    )


def what_came_back(one: Analysis) -> Exhibit:
    """How much of one plan is found again in the next, and what changed on the way.

    Parameters
    ----------
    one : Analysis
    """
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
        reading=[
            "Backward looks from the later plan: what share of its actions came from the earlier one. "
            "Forward looks from the earlier plan: what share came back. Their denominators differ.",
            "A link is an inference from wording, owner, aim and order; each is listed below with its "
            "probability and its reason. Carried over is not failure: see which were past their date.",
        ],
        table=rate_table(one.rates, CAME_BACK),
        axes=measures_plot(newest, names=CAME_BACK, title=f"Into the plan {newest['to_year'].iloc[0]}"),
    )


def side_by_side(one: Analysis) -> Exhibit:
    """The newest plan beside the one before it: both wordings of every link, its probability and reason.

    Parameters
    ----------
    one : Analysis
    """
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
    return Exhibit("side_by_side", title, table=pd.DataFrame(rows, columns=columns, dtype="str"))


def completeness(one: Analysis) -> Exhibit:
    """Which actions of the newest plan have an owner, a real date, a status and evidence.

    Parameters
    ----------
    one : Analysis
    """
    newest = one.rates[one.rates["to_year"].eq(newest_year(one))]
    return Exhibit(
        "completeness",
        "How complete is the newest plan?",
        reading=[
            "A real date is one that can pass: 'ongoing', 'quarterly' and 'variable' are not.",
            "A filled cell says that something was written, not that it is good.",
        ],
        table=rate_table(newest, COMPLETE),
        axes=measures_plot(newest, names=COMPLETE, title="How complete is the newest plan?"),
    )


def dates(one: Analysis) -> Exhibit:
    """What became of the deadlines, plan by plan, and which run past the end of the plan.

    Parameters
    ----------
    one : Analysis
    """
    counts = deadline_outcomes(one.actions, one.plans)
    return Exhibit(
        "dates",
        "Scheduled: dates, and what became of them",
        reading=[
            *deadlines_reading(counts),
            "Scheduled counts dated actions whose date, or revised date, lies after the plan's last day.",
        ],
        table=rate_table(one.rates, DATES),
        axes=deadlines_plot(one.actions, plans=one.plans, by="plan_year"),
    )


def standing(whole: Analysis, code: str, measure: str = "matched_backward") -> Exhibit:
    """Where one organisation stands among all that were read, without a rank.

    Parameters
    ----------
    whole : Analysis
        Of all organisations.
    code : str
        Whom to point out.
    measure : str
        Measure that is drawn; the table holds all that are benchmarked.

    Raises
    ------
    DataFolderError
        The code is not among the organisations.
    """
    whole.name_of(code)
    own = whole.benchmark[whole.benchmark["organisation"].eq(code)]
    by_measure = {str(row["measure"]): row for _, row in own.iterrows()}
    rows = [_standing_row(name, by_measure[name]) for name in BENCHMARK_MEASURES if name in by_measure]
    columns = ["Measure", "Here", "Share", "95% interval", "All together", "Against chance", "Possible ranks"]
    return Exhibit(
        "standing",
        "Where this organisation stands",
        reading=[
            "The limits are what chance alone would give an organisation of this size if everyone had the "
            "same rate. Outside them is a reason to ask why, not a verdict.",
            "Plans differ in length, detail and honesty, and these organisations are those whose plans were "
            "read: not a sample of all.",
        ],
        table=pd.DataFrame(rows, columns=columns, dtype="str"),
        axes=funnel_plot(
            whole.benchmark[whole.benchmark["measure"].eq(measure)],
            highlight=code,
            names=whole.names,
        ),
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
        position_words(str(row["position"])),
        ranks,
    ]


def position_words(position: str) -> str:
    """A position of BENCHMARK in words.

    Examples
    --------
    >>> position_words("above 99.8"), position_words("too_few")
    ('above the 99.8% limit', 'too few to compare')
    """
    if position == TOO_FEW:
        return "too few to compare"
    return "within the limits" if position == "inside" else f"{position.replace(' ', ' the ')}% limit"


def status_mix(one: Analysis) -> Exhibit:
    """The statuses of each plan, as the plan's own key gives them.

    Parameters
    ----------
    one : Analysis
    """
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
        reading=[
            "The statuses are the plan's own, through its own key, in one vocabulary.",
            "A self-reported status is often more hopeful than a check by others; nobody has checked these.",
        ],
        table=pd.DataFrame(
            rows, columns=["Plan year", "Status", "Actions", "Share", "95% interval"], dtype="str"
        ),
        axes=status_plot(one.actions, by="plan_year"),
    )
