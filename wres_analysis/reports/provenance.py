"""Where the numbers come from: documents and what to check in them; hashes, parameters, versions."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import version

import pandas as pd

from wres_analysis import __version__
from wres_analysis.analysis import Analysis
from wres_analysis.plan_years import snapshot_year
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.phrases import Facts, Phrase, phrase
from wres_analysis.reports.staff_words import WHY
from wres_analysis.reports.table_columns import Column, Row, day, day_words, share_words
from wres_analysis.workforce import Workforce
from wres_analysis.workforce.published_counts import HIDDEN, SHOWN
from wres_analysis.workforce.representation import unknown_share
from wres_analysis.workforce.staff_measures import counted

_DIRECT = ("pandas", "matplotlib", "scipy", "papermill")


def sources(analysis: Analysis, parameters: Mapping[str, object]) -> Exhibit:
    """The provenance block of a report.

    Parameters
    ----------
    analysis : Analysis
        The tables the report was made from.
    parameters : mapping
        Parameters that the notebook was run with; paths are left out.
    """
    joined = analysis.links["from_id"].ne("") & analysis.links["to_id"].ne("")
    decided = int((joined & ~analysis.links["decided_by"].isin(["model", ""])).sum())
    notes = analysis.reading_notes
    own_words = notes.loc[notes["code"].eq("own_words"), ["document", "message"]]
    kept = notes.loc[notes["code"].eq("named_person"), "message"].str.contains("kept, as asked for").any()
    names = "kept as printed: do not publish" if kept else "replaced by [name] where one was found"
    severities = notes["severity"].value_counts()
    by_severity = [f"{severities.get(name, 0)} {name}" for name in ("error", "warn", "info")]
    rows = [
        ("Package", f"wres_analysis {__version__}"),
        ("Python", platform.python_version()),
        *((name, version(name)) for name in _DIRECT),
        *((f"Parameter {name}", str(value)) for name, value in parameters.items()),
        ("Plans read", str(len(analysis.plans))),
        ("Actions read", str(len(analysis.actions))),
        ("Names of persons", names),
        ("Reading notes", ", ".join(by_severity)),
        *((f"Input {document}", message) for document, message in own_words.to_numpy().tolist()),
        ("Links found by the model", str(int(joined.sum()) - decided)),
        ("Links decided by a person", str(decided)),
        *(
            (f"Input {plan.organisation}, {plan.plan_year}", f"{plan.document}, sha256 {plan.sha256}")
            for plan in analysis.plans.itertuples()
        ),
    ]
    return Exhibit(
        "sources", "Sources, versions and parameters", data=pd.DataFrame(rows, columns=["What", "Value"])
    )


_SEVERITIES = {"error": "Error", "warn": "Warning"}


def plans_read(one: Analysis) -> Exhibit:
    """Which documents were read, what each covers, and how much of it needs a look."""
    columns = [
        Column("Plan year", "plan_year"),
        Column("Document", "document"),
        Column("Covers", _covers),
        Column("Progress as at", day("as_at")),
        Column("Actions", "actions"),
        Column("Errors", "errors"),
        Column("Warnings", "warnings"),
    ]
    notice = "Not read: " + " ".join(one.unread) if one.unread else ""
    return Exhibit("plans_read", "Plans that were read", data=one.plans, columns=columns, notice=notice)


def _covers(row: Row) -> str:
    return " to ".join(filter(None, [day_words(row["period_start"]), day_words(row["period_end"])]))


def notes_to_check(one: Analysis) -> Exhibit:
    """What a careful reader would raise about the plans, errors first; the same words once, with all rows."""
    notes = one.reading_notes[one.reading_notes["severity"].isin(list(_SEVERITIES))]
    groups = notes.groupby(["severity", "plan_year", "message"], sort=False)["row"].agg(rows_words)
    data = groups.reset_index().sort_values(["severity", "plan_year"], kind="stable")
    columns = [
        Column("Severity", lambda row: _SEVERITIES[row["severity"]]),
        Column("Plan year", "plan_year"),
        Column("Rows", "row"),
        Column("What was seen", "message"),
    ]
    title = "What to check in the documents"
    return Exhibit("notes_to_check", title, data=data, columns=columns, reading=[notes_sentence(one)])


def notes_sentence(one: Analysis) -> Phrase:
    """How many errors and warnings there are."""
    facts = Facts("reading_notes.csv", one.reading_notes)
    if len(one.plans):
        facts = facts.only(organisation=str(one.plans["organisation"].iloc[0]))
    return phrase(
        "{wrong:error} and {doubtful:warning}: places where a document is unclear to a reader, not where it "
        "is untrue. Nothing was dropped, guessed or repaired without a note.",
        wrong=facts.only(severity="error").count(),
        doubtful=facts.only(severity="warn").count(),
    )


def rows_words(rows: Iterable[object]) -> str:
    """Row numbers in order, neighbours as a range."""
    ranges: list[list[int]] = []
    for row in sorted({int(row) for row in rows if not pd.isna(row)}):  # type: ignore[call-overload]
        if ranges and row == ranges[-1][-1] + 1:
            ranges[-1].append(row)
        else:
            ranges.append([row])
    return ", ".join("–".join(map(str, dict.fromkeys([one[0], one[-1]]))) for one in ranges)


def counts_read(one: Workforce) -> Exhibit:
    """Which counts were given for which year, how many of them can be shown, and by which rule."""
    rows = [
        {
            "year": year,
            "shown": int(own["state"].eq(SHOWN).sum()),
            "hidden": int(own["state"].eq(HIDDEN).sum()),
        }
        | {"missing": _not_given(own), "unknown": unknown_share(own)}
        for year, own in one.counts.groupby("year")
    ]
    refused = [str(reason) for reason in one.refused["reason"]]
    return Exhibit(
        "counts_read",
        "Staff counts that were read",
        reading=[
            one.rule.words,
            "Staff in post are those of 31 March; shares are out of those whose ethnicity is known. Counts "
            "are rounded, so a ratio may differ a little from the one in the organisation's own return.",
        ],
        data=pd.DataFrame(rows, columns=["year", "shown", "hidden", "missing", "unknown"]),
        columns=[
            Column("Year", "year"),
            Column("Staff in post on", lambda row: f"31 March {snapshot_year(row['year'])}"),
            Column("Not given", "missing"),
            Column("Counts shown", "shown"),
            Column("Counts suppressed", "hidden"),
            Column("Ethnicity unknown", lambda row: share_words(row["unknown"]) or WHY[HIDDEN]),
        ],
        notice="Refused: " + " ".join(refused) if refused else "",
    )


def _not_given(own: pd.DataFrame) -> str:
    held = set(own["measure"])
    missing = [spec.label for name, spec in counted().items() if name not in held and spec.kind != "ratio"]
    return ", ".join(missing) or "nothing"
