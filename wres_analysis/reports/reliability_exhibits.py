"""The reliability panel: what links rest on, how much the way of counting matters, missing plans."""

from __future__ import annotations

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.linking.model import shipped_model
from wres_analysis.measures.cautions import cautions
from wres_analysis.measures.reliability import (
    CONFIDENCE_WORDS,
    EVIDENCE_WORDS,
    MAIN,
    ROWS,
    SUB,
    THRESHOLDS,
    link_evidence,
    missing_years,
    rate_choices,
)
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.link_charts import evidence_plot
from wres_analysis.reports.phrases import as_percent, listed
from wres_analysis.reports.rate_words import NOT_HELD
from wres_analysis.reports.reliability_sentences import evidence_reading, how_sure_reading, missing_reading
from wres_analysis.reports.table_columns import count_words, interval_words, share_words

HOW_RIGHT = {
    "Precision (links that are right)": "precision",
    "Recall (right links that are found)": "recall",
    "Calibration error": "calibration error",
}
CHOICES = {
    **{str(at): f"Rate if a link needs a probability of {at} or more" for at in THRESHOLDS},
    MAIN: "Rate of main actions: rows with the same first level of wording are one",
    ROWS: "Rate of rows, as links were chosen",
    SUB: "Rate of sub-actions: a row that holds several counts for several",
}


def read_with_caution(analysis: Analysis) -> Exhibit:
    """Why carry-over rates should be read with caution, with every rule and what it found."""
    found = cautions(analysis.tables, len(analysis.unread))
    table = pd.DataFrame(
        {
            "Rule: a reason for caution is": found["asks"],
            "Here": [_worded(value, unit) for value, unit in zip(found["value"], found["unit"], strict=True)],
            "Caution begins": [
                f"{row['sign']} {_worded(row['limit'], row['unit'])}" for _, row in found.iterrows()
            ],
            "A reason": found["holds"],
        },
        dtype="str",
    )
    asked = int(found["holds"].ne("cannot be asked").sum())
    return Exhibit(
        "read_with_caution",
        "Reasons for caution",
        reading=(
            f"{int(found['holds'].eq('Yes').sum())} of {asked} rules that could be asked give a reason.",
            "The limits are judgements, the same for every run; what no rule asks for may be wrong as well.",
        ),
        table=table,
        notice=caution_sentence(found),
    )


def caution_sentence(found: pd.DataFrame) -> str:
    """The sentence that says why to read with caution, from the rules that hold.

    Examples
    --------
    >>> from wres_analysis.measures.cautions import CAUTIONS
    >>> from wres_analysis.tables import table_of
    >>> rule = {"unit": "number", "sign": "above", "value": 2, "holds": "Yes",
    ...     "because": "plans could not be read ({value})"}
    >>> caution_sentence(table_of([rule], CAUTIONS))
    'Read with caution because plans could not be read (2).'
    """
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


def links_by_evidence(analysis: Analysis) -> Exhibit:
    """What links rest on, by kind: the plan's own mark or wording alone, and how sure each is."""
    found = link_evidence(analysis.links, analysis.actions)
    labels = {"kind": "Kind of link", "evidence": "What else says so"}
    counts = pd.crosstab([found["kind"], found["evidence"]], found["confidence"])
    counts = counts.reindex(columns=list(CONFIDENCE_WORDS), fill_value=0).assign(
        Links=lambda rows: rows.sum(axis=1)
    )
    table = counts.reset_index().rename(columns={**labels, **CONFIDENCE_WORDS})
    table["Kind of link"] = table["Kind of link"].str.replace("_", " ")
    table["What else says so"] = table["What else says so"].map(EVIDENCE_WORDS)
    return Exhibit(
        "links_by_evidence",
        "What links rest on",
        reading=evidence_reading(found),
        table=table.astype("str"),
        axes=evidence_plot(found),
    )


def how_sure(analysis: Analysis) -> Exhibit:
    """The rate under other choices: three thresholds, and rows against main actions and sub-actions."""
    choices = rate_choices(analysis.links, analysis.link_candidates, analysis.actions)
    pairs = analysis.links[analysis.links["from_id"].ne("") & analysis.links["to_id"].ne("")]
    decided = int(pairs["decided_by"].ne("model").sum())
    rows = [
        [
            CHOICES[str(row["choice"])],
            count_words(row) or NOT_HELD,
            share_words(row["rate"]),
            interval_words(row["low"], row["high"]),
        ]
        for _, row in choices.iterrows()
    ]
    by_hand = share_words(decided / len(pairs)) if len(pairs) else ""
    rows.append(["Links that a person decided", f"{decided} of {len(pairs)}", by_hand, ""])
    measured = shipped_model().measured
    rows += [
        [f"{words} on labelled plans that the model had not seen", "", share_words(measured[name]), ""]
        for words, name in HOW_RIGHT.items()
        if name in measured
    ]
    columns = ["What", "Actions or links", "Share", "95% interval"]
    return Exhibit(
        "how_sure",
        "How sure the links are",
        reading=how_sure_reading(choices, len(pairs), decided),
        table=pd.DataFrame(rows, columns=columns, dtype="str"),
    )


def plans_missing(analysis: Analysis) -> Exhibit:
    """Years between two plans for which no plan is held, and plans that could not be read."""
    years = analysis.actions.groupby("organisation")["plan_year"].unique()
    gaps = {str(code): missing_years(list(labels)) for code, labels in years.items()}
    rows = [
        [analysis.names.get(code, code), str(len(years[code])), ", ".join(missing)]
        for code, missing in gaps.items()
        if missing
    ]
    return Exhibit(
        "plans_missing",
        "Plans that are missing between others",
        reading=missing_reading(gaps, len(analysis.unread)),
        table=pd.DataFrame(rows, columns=["Organisation", "Plans held", "Years without a plan"], dtype="str"),
        notice="Not read: " + " ".join(analysis.unread) if analysis.unread else "",
    )
