"""How far the figures of carry-over can be trusted: what links rest on, other choices, what is missing."""

from __future__ import annotations

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.linking.model import shipped_model
from wres_analysis.measures.reliability import (
    CONFIDENCE_WORDS,
    EVIDENCE_WORDS,
    MAIN,
    ROWS,
    SUB,
    THRESHOLDS,
    cautions,
    link_evidence,
    missing_years,
    rate_choices,
)
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.phrases import Phrase, as_percent, joined, listed, phrase
from wres_analysis.reports.table_columns import NOT_HELD, Column, Row, count, share, shortened

CHOICES = {
    **{str(at): f"If a link needs a probability of {at} or more" for at in THRESHOLDS},
    MAIN: "Main actions: rows with the same first level of wording are one",
    ROWS: "Rows, as links were chosen",
    SUB: "Sub-actions: a row that holds several counts for several",
}
HOW_RIGHT = {
    "of the links that it makes are right": "precision",
    "of the right links are found": "recall",
}
REVIEWED = 12  # pairs listed on the page: the file has all


def how_far(analysis: Analysis) -> Exhibit:
    """How far the rates can be trusted, in one box."""
    choices = rate_choices(analysis.compared_links, analysis.link_candidates, analysis.actions)
    found = _cautions(analysis)
    said = [_inferred(analysis), _moves(choices), _how_right(), caution_sentence(found)]
    return Exhibit("how_far", "How far to trust it", notice=joined(said))


def _cautions(analysis: Analysis) -> pd.DataFrame:
    """The rules of caution, asked of the links behind the rate of all together."""
    return cautions({**analysis.tables, "links": analysis.compared_links}, len(analysis.unread))


def _inferred(analysis: Analysis) -> Phrase:
    found = link_evidence(analysis.links, analysis.actions)
    return phrase(
        "A link is inferred from wording, owner, aim and order: of {n:link}, {bare} {bare:rests/rest} on "
        "wording alone, {even} {even:is/are} more likely wrong than right, and a person decided {hand}.",
        n=len(found),
        bare=int(found["evidence"].eq("wording").sum()),
        even=int(found["confidence"].eq("unlikely").sum()),
        hand=int(found["confidence"].eq("person").sum()),
    )


def _moves(choices: pd.DataFrame) -> Phrase:
    rates = choices.set_index("choice")["rate"]
    if rates.isna().all():
        return Phrase(f"No rate can be taken: {NOT_HELD}.")
    ends = [as_percent(float(rates[str(at)])) for at in (THRESHOLDS[-1], THRESHOLDS[0])]
    moves = f"moves the rate of all together from {ends[0]} to {ends[1]}"
    stays = f"leaves the rate of all together at {ends[0]}"
    return Phrase(f"Asking for more or less certainty {stays if ends[0] == ends[1] else moves}.")


def _how_right() -> Phrase:
    measured = shipped_model().measured
    said = [f"{as_percent(measured[name])} {words}" for words, name in HOW_RIGHT.items() if name in measured]
    on = "On {links} links of {n:organisation}, made by hand, each organisation unseen in its turn, {said}."
    of = {"links": measured.get("links"), "n": measured.get("organisations")}
    return phrase(on, said=listed(said), **of) if said and all(of.values()) else Phrase("")


def caution_sentence(found: pd.DataFrame) -> str:
    """The sentence that says why to read with caution, from the rules that hold."""
    reasons = [
        str(row["because"]).format(value=_worded(row["value"], str(row["unit"])))
        for _, row in found[found["holds"].eq("Yes")].iterrows()
    ]
    if not reasons:
        return "No rule gives a reason for more caution than the intervals say."
    return f"Read with caution because {listed(reasons)}."


def _worded(value: object, unit: str) -> str:
    """A value in its unit; points are percentage points."""
    if pd.isna(value):  # type: ignore[call-overload]
        return "cannot be asked"
    number = float(value)  # type: ignore[arg-type]
    words = {
        "share": as_percent(number),
        "points": f"{100 * number:.0f} percentage points",
        "times": f"{number:.1f} times",
    }
    return words.get(unit, f"{number:.0f}")


def rules_of_caution(analysis: Analysis) -> Exhibit:
    """Every rule that may give a reason for caution, and what it found here."""
    return Exhibit(
        "rules_of_caution",
        "Reasons for caution, rule by rule",
        data=_cautions(analysis),
        columns=[
            Column("A reason for caution is", "asks"),
            Column("Here", lambda row: _worded(row["value"], row["unit"])),
            Column("Caution begins", lambda row: f"{row['sign']} {_worded(row['limit'], row['unit'])}"),
            Column("A reason", "holds"),
        ],
        caveat="The limits are judgements, the same for every run; what no rule asks for may be wrong too.",
    )


def links_by_evidence(analysis: Analysis) -> Exhibit:
    """What links rest on, by kind: the plan's own mark or wording alone, and how sure each is."""
    found = link_evidence(analysis.links, analysis.actions)
    counts = pd.crosstab([found["kind"], found["evidence"]], found["confidence"])
    counts = counts.reindex(columns=list(CONFIDENCE_WORDS), fill_value=0)
    counts = counts.assign(links=lambda rows: rows.sum(axis=1)).reset_index()
    return Exhibit(
        "links_by_evidence",
        "What links rest on",
        data=counts,
        columns=[
            Column("Kind of link", lambda row: str(row["kind"]).replace("_", " ")),
            Column("What else says so", lambda row: EVIDENCE_WORDS[row["evidence"]]),
            *(Column(words, name) for name, words in CONFIDENCE_WORDS.items()),
            Column("Links", "links"),
        ],
        caveat="A probability says how often such a link is right, not whether this one is.",
    )


def how_sure(analysis: Analysis) -> Exhibit:
    """The share carried over under other choices of what counts."""
    return Exhibit(
        "how_sure",
        "The share carried over in the newest plans, counted otherwise",
        data=rate_choices(analysis.compared_links, analysis.link_candidates, analysis.actions),
        columns=[
            Column("Counted as", lambda row: CHOICES[str(row["choice"])]),
            Column("Actions", lambda row: count()(row) or NOT_HELD),
            Column("Share", share()),
        ],
    )


def plans_missing(analysis: Analysis) -> Exhibit:
    """Years between two plans for which no plan is held, and plans that could not be read."""
    years = analysis.actions.groupby("organisation")["plan_year"].unique()
    gaps = {str(code): ", ".join(missing_years(list(labels))) for code, labels in years.items()}
    rows = [[code, analysis.names.get(code, code), missing] for code, missing in gaps.items() if missing]
    return Exhibit(
        "plans_missing",
        "Plans that are missing between others",
        reading=[
            phrase(
                "{n} of {of:organisation} {n:has/have} a year without a plan between two others. Of plans "
                "before the first and after the last one held nothing is known.",
                n=len(rows),
                of=len(gaps),
            )
        ],
        data=pd.DataFrame(rows, columns=["organisation", "name", "years"]) if rows else None,
        columns=[
            Column("Organisation", "name", code="organisation"),
            Column("Years without a plan", "years"),
        ],
        notice="Not read: " + " ".join(analysis.unread) if analysis.unread else "",
    )


def to_review(analysis: Analysis) -> Exhibit:
    """The pairs that most deserve a look, those first whose decision would move a rate most."""
    review = analysis.links_to_review
    name, title = "to_review", "Links that a person should look at"
    if review.empty:
        return Exhibit(name, title, reading=["No pair is close enough to need a decision."])
    return Exhibit(
        name,
        title,
        reading=[
            phrase(
                "{n:pair} {n:is/are} close; the first stand here, all of them in links_to_review.csv. Fill "
                "in its column decision, save it as links_reviewed.csv in the data folder, and run again.",
                n=len(review),
            )
        ],
        data=review.head(REVIEWED).assign(name=review["organisation"].map(analysis.names)),
        columns=[
            Column("Organisation", "name"),
            Column("Earlier", lambda row: _dated(row, "from")),
            Column("Later", lambda row: _dated(row, "to")),
            Column("Probability", lambda row: f"{row['probability']:.2f}"),
            Column("Why", "reason"),
        ],
    )


def _dated(row: Row, end: str) -> str:
    return f"{row[f'{end}_year']}: {shortened(row[f'{end}_text'])}"
