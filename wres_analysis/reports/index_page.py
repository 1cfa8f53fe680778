"""`index.html`, which opens with what failed and leads to every page and file; the annex of definitions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote

import pandas as pd

from wres_analysis.measures.benchmarking import left_out
from wres_analysis.measures.comparison import COMPARISON
from wres_analysis.measures.intervals import POOLED
from wres_analysis.measures.lives import REGISTER
from wres_analysis.measures.measure_definitions import measures
from wres_analysis.measures.peers import SMALLEST_GROUP
from wres_analysis.measures.plan_pairs import PLAN_PAIRS
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.newest_plans import LEFT_OUT, between_plans, of_newest_plans, years_of
from wres_analysis.reports.pages import PageHead, whole_page
from wres_analysis.reports.phrases import Facts, Phrase, joined, marked, phrase
from wres_analysis.reports.staff_words import label_of
from wres_analysis.reports.table_columns import MANY_ROWS, Column, Row, count, html_table, presented
from wres_analysis.tables import RATES, Schema, read_table, table_of
from wres_analysis.vocabulary import vocabulary_rows
from wres_analysis.workforce.staff_measures import indicators_by_key
from wres_analysis.writing import write_text_whole

HOLDS = {
    "comparison": "organisations side by side: what is late, what no action serves, what they share",
    "carry_over": "how many actions come back from one plan to the next, and how sure that is",
    "benchmark": "who differs by more than chance would explain; nobody is ranked",
    "definitions": "what each figure counts, out of what, and where its definition comes from",
}
TITLE = "WRES action plans: what was promised, what came back"


def write_index(place: Path, pages: Mapping[str, str], failed: Sequence[tuple[str, str]]) -> None:
    """Write `index.html` from the tables of a run."""
    write_definitions(place)
    there = {key: remark for key, remark in pages.items() if (place / key / "report.html").exists()}
    there["definitions"] = ""
    comparison = _table(place, "comparison", COMPARISON)
    page = whole_page(PageHead(TITLE), "", _inside(place, there, comparison, failed))
    write_text_whole(place / "index.html", page)


def _inside(
    place: Path, there: Mapping[str, str], comparison: pd.DataFrame, failed: Sequence[tuple[str, str]]
) -> str:
    rates, pairs = _table(place, "rates", RATES), _table(place, "plan_pairs", PLAN_PAIRS)
    points = _points(place, comparison, rates, pairs)
    if failed:
        points.append(phrase("{n} {n:thing/things} failed or {n:needs/need} a person.", n=len(failed)))
    parts = ["<h2>Main points</h2>", _list(points, "main-points")]
    if failed:
        lines = [f"{code or 'data folder'}: {line}" for code, line in failed]
        parts += ["<h2>What failed or needs a person</h2>", _list(lines)]
    apart = set(left_out(rates, pairs, "matched_backward")["organisation"])
    parts += ["<h2>Organisations</h2>", _organisations(comparison, there, apart)]
    shared = [
        joined([_link(key, key.replace("_", "-").capitalize()), f"{HOLDS[key]}{there[key]}"], ": ")
        for key in HOLDS
        if key in there
    ]
    parts += ["<h2>All organisations together</h2>", _list([*shared, *_missing(comparison, there)])]
    held = {name: holds for name, holds in _held().items() if (place / name).is_file()}
    files = [joined([_link(name, name, ""), holds], ": ") for name, holds in held.items()]
    parts.append(
        f"<details><summary><h2>Tables and workbook</h2></summary>{_list(files)}</details>" if files else ""
    )
    return f'<main id="main">{"".join(parts)}</main>'


def _points(place: Path, comparison: pd.DataFrame, rates: pd.DataFrame, pairs: pd.DataFrame) -> list[Phrase]:
    """What was read, in one sentence, and what a board asks first."""
    facts = Facts("comparison.csv", comparison)
    read = {"plans": facts.sum("plans") or 0, "actions": facts.sum("actions") or 0}
    said = "{n:organisation}, {plans:plan}; the newest plans, of {years}, have {actions:action}."
    points = [phrase(said, n=facts.count(), years=years_of(comparison["newest_plan"]), **read)]
    if len(rates) and len(pairs):  # without them nobody can say who is left out
        pooled = Facts("pooled.csv", _table(place, "pooled", POOLED))
        points += between_plans(pooled, facts, rates, pairs)
    return [*points, *of_newest_plans(facts, _table(place, "register", REGISTER))]


def _table(place: Path, name: str, schema: Schema) -> pd.DataFrame:
    """A table of the run; without rows where it could not be written."""
    path = place / f"{name}.csv"
    return read_table(path, schema) if path.exists() else table_of([], schema)


def _organisations(comparison: pd.DataFrame, there: Mapping[str, str], apart: Collection[str]) -> str:
    """One row for each; closed where they would fill the page."""
    columns = [
        Column(
            "Organisation",
            lambda row: _page(
                f"organisations/{row['organisation']}", row["name"] or row["organisation"], there
            ),
        ),
        Column("Last plan", "newest_plan"),
        Column("Plans", "plans"),
        Column("Actions", "actions"),
        Column("Carried over", lambda row: _carried_over(row, row["organisation"] in apart)),
        Column("At or past their date", lambda row: count("past_date_")(row) or "not known"),
    ]
    if any(key.startswith("workforce/") for key in there):
        columns.append(
            Column(
                "Workforce",
                lambda row: _page(
                    f"workforce/{row['organisation']}", "workforce figures", there, "no staff counts"
                ),
            )
        )
    table = html_table(presented(comparison.sort_values("name", kind="stable"), columns), "Organisations")
    if len(comparison) <= MANY_ROWS:
        return table
    return f"<details><summary>All {len(comparison):,} organisations</summary>{table}</details>"


def _carried_over(row: Row, apart: bool) -> str:
    return (count("matched_backward_")(row) or "no earlier plan") + (LEFT_OUT if apart else "")


def _page(key: str, words: str, there: Mapping[str, str], missing: str = "") -> Phrase:
    return _link(key, words) if key in there else Phrase(missing or f"{words} (no page)")


def _link(key: str, words: str, page: str = "/report.html") -> Phrase:
    return Phrase(words, f'<a href="{quote(key)}{page}">{escape(words)}</a>')


def _missing(comparison: pd.DataFrame, there: Mapping[str, str]) -> list[Phrase]:
    if "comparison" in there or len(comparison) >= SMALLEST_GROUP:
        return []
    return [
        phrase(
            "No comparison and no benchmark: they take {least} organisations, and {n} {n:was/were} read.",
            least=SMALLEST_GROUP,
            n=len(comparison),
        )
    ]


def _list(lines: Sequence[str], kind: str = "") -> str:
    items = "".join(f"<li>{marked(line)}</li>" for line in lines)
    return f'<ul class="{kind}">{items}</ul>' if kind else f"<ul>{items}</ul>"


@cache
def _held() -> dict[str, str]:
    return {row["file"]: row["holds"] for row in vocabulary_rows("file_contents")}


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
