"""What each figure is: the annex page that all reports share, and which staff counts a report rests on."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from wres_analysis.measures.measure_definitions import measures
from wres_analysis.plan_years import snapshot_year
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.pages import PageHead, whole_page
from wres_analysis.reports.table_columns import Column, share_words
from wres_analysis.reports.workforce_words import WHY, label_of
from wres_analysis.vocabulary import vocabulary_rows
from wres_analysis.workforce import Workforce
from wres_analysis.workforce.published_counts import HIDDEN, SHOWN
from wres_analysis.workforce.representation import unknown_share
from wres_analysis.workforce.staff_measures import counted, indicators_by_key
from wres_analysis.writing import write_text_whole


def measures_of_plans() -> Exhibit:
    """What each figure about actions counts, and out of what."""
    rows = [[one.label, one.question, one.denominator] for one in measures().values()]
    table = pd.DataFrame(rows, columns=["Figure", "Question", "Out of"], dtype="str")
    return Exhibit("measures_of_plans", "Figures about the actions of a plan", table=table)


def measures_of_staff() -> Exhibit:
    """What each figure about staff is, where its definition comes from, and which reading was used."""
    rows = [
        [label_of(key), one.definition, one.source, one.reading] for key, one in indicators_by_key().items()
    ]
    rows += [
        [row["figure"], row["definition"], row["source"], row["reading"]]
        for row in vocabulary_rows("workforce_definitions")
    ]
    columns = ["Figure", "Definition", "Source", "Reading used here"]
    table = pd.DataFrame(rows, columns=columns, dtype="str")
    return Exhibit("measures_of_staff", "Figures about staff", table=table)


def write_definitions(place: Path) -> None:
    """Write the annex that every page leads to."""
    parts = [
        f'<section><h2 id="{one.name}">{one.title}</h2>{one.html()}</section>'
        for one in (measures_of_plans(), measures_of_staff())
    ]
    head = PageHead("Definitions: what each figure counts", [("All reports", "../index.html")])
    subtitle = "The annex that all reports of this folder share"
    write_text_whole(
        place / "definitions" / "report.html",
        whole_page(head, subtitle, f'<main id="main">{"".join(parts)}</main>'),
    )


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
