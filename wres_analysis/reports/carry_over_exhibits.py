"""The exhibits of carry-over: how often, in which direction, in which words, and how sure that is."""

from __future__ import annotations

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.measures.carry_over import flows
from wres_analysis.measures.lives import life_table
from wres_analysis.measures.measure_definitions import measure_of
from wres_analysis.reports.charts import flow_plot, interval_plot, life_plot, measures_plot
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.link_sentences import (
    flow_reading,
    life_reading,
    longest_reading,
    review_reading,
    three_kinds_reading,
)
from wres_analysis.reports.rate_words import NOT_HELD
from wres_analysis.reports.sentences import rate_reading
from wres_analysis.reports.table_columns import count_words, interval_words, share_words

THREE_KINDS = ("stated", "matched_backward", "matched_forward", "scheduled", "silent", "vanished")
LONGEST_REVIEW = 25
ENDS = ("complete", "withdrawn", "vanished", "open")


def three_kinds(analysis: Analysis) -> Exhibit:
    """Stated, matched and scheduled carry-over over all plans, side by side and never merged."""
    pooled = analysis.pooled.set_index("measure").loc[list(THREE_KINDS)].reset_index()
    table = pd.DataFrame(
        {
            "Measure": [_label(name) for name in pooled["measure"]],
            "Actions": [count_words(row) or NOT_HELD for _, row in pooled.iterrows()],
            "Share": [share_words(rate) for rate in pooled["rate"]],
            "95% interval": [
                interval_words(*ends) for ends in pooled[["low", "high"]].itertuples(index=False)
            ],
            "Out of": [measure_of(name).denominator for name in pooled["measure"]],
        }
    )
    return Exhibit(
        "three_kinds",
        "Three kinds of carry-over, all plans together",
        reading=three_kinds_reading(pooled, analysis.plan_pairs),
        table=table,
        axes=measures_plot(pooled, names=THREE_KINDS, title=_in_one_line(pooled)),
    )


def _label(name: str) -> str:
    """The label of a measure of all plans together, with which plans these are."""
    measure = measure_of(name)
    return measure.label if measure.direction == "one plan" else f"{measure.label} (plans one year apart)"


def _in_one_line(pooled: pd.DataFrame) -> str:
    share = dict(
        zip(pooled["measure"], [share_words(rate) or "not known" for rate in pooled["rate"]], strict=True)
    )
    return (
        f"All plans: {share['stated']} stated, {share['matched_backward']} matched and "
        f"{share['scheduled']} scheduled past their end"
    )


def rate_by_organisation(analysis: Analysis, measure: str) -> Exhibit:
    """The newest value of one measure for each organisation, with its interval."""
    described = measure_of(measure)
    names = analysis.names
    held = analysis.rates[analysis.rates["measure"].eq(measure)]
    rows = [
        [
            names.get(row["organisation"], row["organisation"]),
            " to ".join(year for year in (row["from_year"], row["to_year"]) if year),
            count_words(row) or NOT_HELD,
            share_words(row["rate"]),
            interval_words(row["low"], row["high"]),
            interval_words(row["low_with_links"], row["high_with_links"]),
        ]
        for _, row in held.iterrows()
    ]
    columns = ["Organisation", "Plans", "Actions", "Share", "95% interval", "With the links' uncertainty"]
    return Exhibit(
        measure,
        described.question,
        reading=rate_reading(analysis.rates, measure),
        table=pd.DataFrame(rows, columns=columns, dtype="str"),
        axes=interval_plot(analysis.rates, measure=measure, names=names),
    )


def flow(analysis: Analysis) -> Exhibit:
    """What became of the actions between each two plans: came back, new, completed, dropped."""
    counted = flows(analysis.links, analysis.actions)
    table = (
        counted.groupby("kind")[["earlier", "later"]]
        .sum()
        .reindex(list(dict.fromkeys(counted["kind"])))
        .reset_index()
        .rename(
            columns={
                "kind": "Kind",
                "earlier": "Actions of the earlier plan",
                "later": "Actions of the later plan",
            }
        )
    )
    table["Kind"] = table["Kind"].str.replace("_", " ")
    return Exhibit(
        "flow",
        "From one plan to the next",
        reading=flow_reading(counted),
        table=table.astype("str"),
        axes=flow_plot(analysis.links, analysis.actions),
    )


def to_review(analysis: Analysis) -> Exhibit:
    """The pairs that most deserve a look, those first whose decision would move a rate most."""
    review = analysis.links_to_review
    names = analysis.names
    shown = review.head(LONGEST_REVIEW)
    table = pd.DataFrame(
        {
            "Organisation": [names.get(code, code) for code in shown["organisation"]],
            "Earlier": shown["from_year"] + ": " + shown["from_text"],
            "Later": shown["to_year"] + ": " + shown["to_text"],
            "Probability": [f"{probability:.2f}" for probability in shown["probability"]],
            "Why": shown["reason"],
        }
    )
    return Exhibit(
        "to_review",
        "Links that a person should look at",
        reading=review_reading(len(review), len(shown)),
        table=table,
    )


def life_of_actions(analysis: Analysis) -> Exhibit:
    """How many plans an action lives through, and how it ends: done, withdrawn, or gone without a word."""
    found = analysis.lives
    table = life_table(found)
    shown = pd.DataFrame(
        {
            "After plans": table["plans"].astype("str"),
            "Lives seen for so long": table["at_risk"].astype("str"),
            **{name.capitalize(): [share_words(share) for share in table[name]] for name in ENDS},
            "Still open, 95% interval": [
                interval_words(*ends) for ends in table[["open_low", "open_high"]].itertuples(index=False)
            ],
        },
        dtype="str",
    )
    return Exhibit(
        "life_of_actions",
        "How long actions live",
        reading=life_reading(found, table),
        table=shown,
        axes=life_plot(table),
    )


def longest_running(analysis: Analysis) -> Exhibit:
    """The actions that have stood in most plans, with their first and their newest wording side by side."""
    found = analysis.lives.sort_values("plans_running", ascending=False, kind="stable")
    shown = found[found["plans_running"].gt(1)].head(LONGEST_REVIEW)
    wording = analysis.actions.set_index(["organisation", "plan_year", "action_id"])["action"]
    first = pd.MultiIndex.from_frame(shown[["organisation", "first_year", "first_id"]])
    table = pd.DataFrame(
        {
            "Organisation": shown["organisation"].map(analysis.names).fillna(shown["organisation"]),
            "Plans": shown["plans_running"].astype("str"),
            "From": shown["first_year"],
            "To": shown["last_year"],
            "How it stands": shown["ending"],
            "First wording": wording.reindex(first).to_numpy(),
            "Newest wording": shown["wording"],
        }
    )
    return Exhibit(
        "longest_running",
        "The actions that have run longest",
        reading=longest_reading(found, len(shown)),
        table=table,
    )
