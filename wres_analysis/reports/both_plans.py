"""The newest plan beside the one before it: both wordings of every link, and why they belong together."""

from __future__ import annotations

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.measures.reliability import SURE
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.phrases import Facts, Phrase, phrase
from wres_analysis.reports.rate_words import NOT_HELD
from wres_analysis.reports.table_columns import Column, Row


def side_by_side(one: Analysis) -> Exhibit:
    """Every action of the two newest plans: its wording then and now, what became of it, and the reason."""
    title = "Every action of the two newest plans"
    if one.links.empty:
        return Exhibit("side_by_side", title, notice=f"Nothing to compare: {NOT_HELD}.")
    newest = one.links[one.links["to_year"].eq(one.links["to_year"].iloc[-1])]
    texts = one.actions.set_index(["plan_year", "action_id"])
    wording = (texts["action"] + " – " + texts["detail"]).str.removesuffix(" – ").to_dict()
    data = newest.assign(
        earlier=[wording.get(key, "–") for key in zip(newest["from_year"], newest["from_id"], strict=True)],
        later=[wording.get(key, "–") for key in zip(newest["to_year"], newest["to_id"], strict=True)],
    )
    years = newest.iloc[0]
    columns = [
        Column(f"Plan {years['from_year']}", "earlier"),
        Column(f"Plan {years['to_year']}", "later"),
        Column("What became of it", lambda row: str(row["kind"]).replace("_", " ")),
        Column("How sure", _probability),
        Column("Why", "reason"),
        Column("Decided by", "decided_by"),
    ]
    reading = [side_by_side_sentence(Facts("links.csv", newest))]
    return Exhibit("side_by_side", title, data=data, columns=columns, reading=reading)


def _probability(row: Row) -> str:
    return "" if pd.isna(row["probability"]) else f"{row['probability']:.2f}"


def side_by_side_sentence(links: Facts) -> Phrase:
    """How many actions of two plans are linked, and how many of these links are not sure."""
    rows = links.rows
    pairs = rows[rows["from_id"].ne("") & rows["to_id"].ne("")]
    unsure = int((pairs["probability"].lt(SURE) & pairs["decided_by"].eq("model")).sum())
    return phrase(
        "{n:pair} of actions {n:is/are} linked; {unsure} {unsure:has/have} a probability below {sure} and "
        "{unsure:was/were} not decided by a person.",
        n=len(pairs),
        unsure=unsure,
        sure=str(SURE),
    )
