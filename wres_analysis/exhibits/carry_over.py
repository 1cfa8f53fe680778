"""The exhibits of carry-over: how often, in which direction, in which words, and how sure that is."""

from __future__ import annotations

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.carry_over import flows
from wres_analysis.charts import flow_plot, interval_plot, life_plot, measures_plot
from wres_analysis.exhibits.exhibit import Exhibit
from wres_analysis.exhibits.rate_words import NOT_HELD, count_words, interval_words, share_words
from wres_analysis.exhibits.readings import clustering_reading, counted, flow_reading, rate_reading
from wres_analysis.linking.model import shipped_model
from wres_analysis.measuring.clustering import clustering_of_links
from wres_analysis.measuring.intervals import wilson
from wres_analysis.measuring.lives import life_table, lives
from wres_analysis.measuring.measures import measure_of
from wres_analysis.tables import RATES, table_of

THREE_KINDS = ("stated", "matched_backward", "matched_forward", "scheduled", "silent", "vanished")
THRESHOLDS = (0.2, 0.5, 0.8)
LONGEST_REVIEW = 25
HOW_RIGHT = {
    "Precision (links that are right)": "precision",
    "Recall (right links that are found)": "recall",
    "Calibration error": "calibration error",
}
ENDS = ("complete", "withdrawn", "vanished", "open")


def pooled_rates(rates: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    """All plans together, one row a measure, with a Wilson interval that takes actions as independent.

    Parameters
    ----------
    rates : pandas.DataFrame
        Rows of RATES.
    names : tuple of str

    Returns
    -------
    pandas.DataFrame
        RATES with blank organisation and years. A measure that nobody has is missing, never zero.
    """
    records = []
    for name in names:
        held = rates[rates["measure"].eq(name) & rates["rate"].notna()]
        counts: dict[str, object] = {"measure": name}
        if len(held):
            numerator, denominator = int(held["numerator"].sum()), int(held["denominator"].sum())
            low, high = wilson(numerator, denominator)
            counts |= {"numerator": numerator, "denominator": denominator, "rate": numerator / denominator}
            counts |= {"low": low, "high": high}
        records.append(counts)
    return table_of(records, RATES)


def three_kinds(analysis: Analysis) -> Exhibit:
    """Stated, matched and scheduled carry-over over all plans, side by side and never merged.

    Parameters
    ----------
    analysis : Analysis
    """
    pooled = pooled_rates(analysis.rates, THREE_KINDS)
    table = pd.DataFrame(
        {
            "Measure": [measure_of(name).label for name in pooled["measure"]],
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
        reading=[
            "Stated is what plans say; matched is what their wording shows; scheduled is what their dates "
            "imply. "
            "The gap between stated and matched is what comes back in silence.",
            clustering_reading(clustering_of_links(analysis.links, analysis.actions)),
        ],
        table=table,
        axes=measures_plot(pooled, names=THREE_KINDS, title="Three kinds of carry-over, all plans together"),
    )


def rate_by_organisation(analysis: Analysis, measure: str) -> Exhibit:
    """The newest value of one measure for each organisation, with its interval.

    Parameters
    ----------
    analysis : Analysis
    measure : str
        Name of a measure of RATES.
    """
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
    """What became of the actions between each two plans: came back, new, completed, dropped.

    Parameters
    ----------
    analysis : Analysis
    """
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


def how_sure(analysis: Analysis) -> Exhibit:
    """How sure the links are: their probabilities, and the rate at three thresholds.

    Parameters
    ----------
    analysis : Analysis
    """
    rows = [
        [f"Rate if a link needs a probability of {threshold:.1f} or more", *_at(analysis, threshold)]
        for threshold in THRESHOLDS
    ]
    pairs = analysis.links[analysis.links["probability"].notna()]
    decided = pairs["decided_by"].ne("model")
    rows.append(
        ["Links that a person decided", f"{decided.sum()} of {len(pairs)}", share_words(_mean(decided)), ""]
    )
    unsure = pairs["probability"].between(0.2, 0.8)
    rows.append(
        [
            "Links with a probability of 0.2 to 0.8",
            f"{unsure.sum()} of {len(pairs)}",
            share_words(_mean(unsure)),
            "",
        ]
    )
    rows += [
        [f"{words} on labelled plans that the model had not seen", "", share_words(judged[name]), ""]
        for judged in [shipped_model().measured]
        for words, name in HOW_RIGHT.items()
        if name in judged
    ]
    columns = ["What", "Actions or links", "Share", "95% interval"]
    return Exhibit(
        "how_sure",
        "How sure the links are",
        reading=[
            "If the rate hardly moves between the thresholds, the doubtful links do not matter to it.",
            "A probability was fitted on plans that people linked by hand; plans of another kind may be "
            "harder.",
        ],
        table=pd.DataFrame(rows, columns=columns, dtype="str"),
    )


def _at(analysis: Analysis, threshold: float) -> list[str]:
    best = later_actions(analysis)
    if best.empty:
        return [NOT_HELD, "", ""]
    numerator = int(best["probability"].ge(threshold).sum())
    return [
        f"{numerator} of {len(best)}",
        share_words(numerator / len(best)),
        interval_words(*wilson(numerator, len(best))),
    ]


def later_actions(analysis: Analysis) -> pd.DataFrame:
    """Every action that has an earlier plan, with the probability of its best candidate (0 for none)."""
    keys = ["organisation", "to_year", "to_id"]
    later = analysis.links[analysis.links["to_id"].ne("")][keys].drop_duplicates()
    best = analysis.link_candidates.groupby(keys)["probability"].max().reset_index()
    return later.merge(best, on=keys, how="left").fillna({"probability": 0.0})


def _mean(marks: pd.Series) -> object:
    return marks.mean() if len(marks) else pd.NA


def to_review(analysis: Analysis) -> Exhibit:
    """The pairs that most deserve a look, those first whose decision would move a rate most.

    Parameters
    ----------
    analysis : Analysis
    """
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
        reading=[
            f"{counted(len(review), 'pair is', 'pairs are')} close; the first {len(shown)} stand here and "
            "all of them in links_to_review.csv. Fill in its column decision, save it as "
            "links_reviewed.csv in the data folder, and run again."
        ],
        table=table,
    )


def life_of_actions(analysis: Analysis) -> Exhibit:
    """How many plans an action lives through, and how it ends: done, withdrawn, or gone without a word.

    Parameters
    ----------
    analysis : Analysis
    """
    found = lives(analysis.links, analysis.actions)
    table = life_table(found)
    before = int(found["began_before"].eq("Yes").sum())
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
        reading=[
            f"{counted(len(found) - before, 'life is', 'lives are')} counted from the first plan they "
            f"stand in; {before} more began before the plans that are held and are left out.",
            "With two or three plans of an organisation the right-hand end rests on few lives: read the "
            "count "
            "beside the share.",
        ],
        table=shown,
        axes=life_plot(table),
    )


def longest_running(analysis: Analysis) -> Exhibit:
    """The actions that have stood in most plans, with their newest wording.

    Parameters
    ----------
    analysis : Analysis
    """
    found = lives(analysis.links, analysis.actions).sort_values(
        "plans_running", ascending=False, kind="stable"
    )
    shown = found[found["plans_running"].gt(1)].head(LONGEST_REVIEW)
    table = pd.DataFrame(
        {
            "Organisation": shown["organisation"].map(analysis.names),
            "Plans": shown["plans_running"].astype("str"),
            "From": shown["first_year"],
            "To": shown["last_year"],
            "How it stands": shown["ending"],
            "Newest wording": shown["wording"],
        }
    )
    return Exhibit("longest_running", "The actions that have run longest", table=table)
