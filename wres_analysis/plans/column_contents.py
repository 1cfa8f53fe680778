"""What the contents of a table's columns tell where their titles do not: second readings, guesses, roles."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from wres_analysis.documents.document import Row
from wres_analysis.plans.cell_kinds import (
    is_deadline,
    is_indicator,
    is_ref,
    is_sentence,
    is_status,
    is_yes_no,
)
from wres_analysis.plans.dates import mentions
from wres_analysis.plans.owners import is_role
from wres_analysis.plans.plan_columns import Column, Header
from wres_analysis.plans.status_words import is_bare_status
from wres_analysis.vocabulary.headings import fields_of, plain_title

MOSTLY = 0.6
SOME = 0.4
SEVERAL = 2
LEAST_COLUMNS = 3
MOST_WORDS_OF_A_TITLE = 6
_QUARTER = re.compile(r"(?:q|qtr|quarter)\s*[1-4]", re.IGNORECASE)


def refine(header: Header, cells: Sequence[Sequence[str]]) -> Header:
    """The header once its columns' contents are known: titles with two readings, and titles not known."""
    filled = [[text for text in column if text.strip()] for column in cells]
    columns = list(header.columns)
    for place, column in enumerate(columns):
        field = _second_reading(column, filled[place], columns)
        if field:
            columns[place] = replace(column, field=field, second="")
    for place, column in enumerate(columns):
        if column.field is None and filled[place] and (guess := _guess(column.title, filled[place], columns)):
            columns[place] = replace(column, field=guess, guessed=bool(column.title))
    columns = _with_one_status(_with_one_action(_with_action(columns, filled)), filled)
    return replace(header, columns=tuple(_with_parts(columns)))


def _share(texts: Sequence[str], kind: Callable[[str], bool]) -> float:
    return sum(map(kind, texts)) / len(texts) if texts else 0.0


def _second_reading(column: Column, texts: Sequence[str], columns: Sequence[Column]) -> str:
    """The field of a title that has two readings, where the contents speak for the second."""
    taken = {other.field for other in columns}
    if not texts:
        return ""
    if column.field in ("measure", "comment", "evidence") and "status" not in taken:
        return "status" if _share(texts, is_bare_status) >= MOSTLY else ""
    if column.field in ("measure", "status", "other") and "deadline" not in taken:
        return "deadline" if _share(texts, _is_dated) >= MOSTLY else ""
    if column.field == "indicators" and "ref" not in taken and _share(texts, is_ref) == 1:
        return "" if _share(texts, is_indicator) >= MOSTLY else "ref"
    if column.field == "other" and "aim" not in taken and plain_title(column.title) == "priority":
        return "aim" if _share(texts, _is_phrase) >= MOSTLY else ""
    if column.field == "status" and _share(texts, is_sentence) >= MOSTLY and "comment" not in taken:
        return "comment"
    return ""


def _is_dated(text: str) -> bool:
    return is_deadline(text) and not is_status(text)


def _is_phrase(text: str) -> bool:
    return len(text.split()) >= 3


def _guess(title: str, texts: Sequence[str], columns: Sequence[Column]) -> str:
    taken = {column.field for column in columns}
    kinds: tuple[tuple[str, Callable[[str], bool], float], ...] = (
        ("ref", is_ref, MOSTLY if title else SOME),
        ("deadline", _is_dated, MOSTLY),
        ("status", is_status, MOSTLY),
        ("owner", is_role, MOSTLY),
    )
    for field, kind, least in kinds:
        if field not in taken and _share(texts, kind) >= least and not _share(texts, is_yes_no) >= MOSTLY:
            return field
    about_a_time = bool(mentions(title)) or bool(_QUARTER.fullmatch(title))
    news = len(texts) >= SEVERAL and _share(texts, is_sentence) >= MOSTLY and "comment" not in taken
    return "comment" if news or (about_a_time and _share(texts, _is_phrase) >= MOSTLY) else ""


def _with_action(columns: list[Column], filled: Sequence[Sequence[str]]) -> list[Column]:
    """A table always says what is done: where no column is called so, its detail or its aim does."""
    fields = [column.field for column in columns]
    if "action" in fields:
        return columns
    aims = [place for place, name in enumerate(fields) if name == "aim"]
    details = [place for place, name in enumerate(fields) if name in ("detail", "measure")]
    if not aims and not details:
        return columns
    # an aim on every row is an action; one that stands for several rows is not
    by_row = aims and (not details or len(aims) > 1 or len(filled[aims[-1]]) >= len(filled[details[0]]))
    at = aims[-1] if by_row else details[0]
    columns[at] = replace(columns[at], field="action")
    return columns


def _with_parts(columns: list[Column]) -> list[Column]:
    """Of two columns of headings ("Theme", "Objective") the last is the aim, those before it are parts."""
    aims = [place for place, column in enumerate(columns) if column.field == "aim"]
    for place in aims[:-1]:
        columns[place] = replace(columns[place], field="part")
    return columns


def _with_one_action(columns: list[Column]) -> list[Column]:
    """Of two columns of actions ("Recommendation", "Action") the one called so is the action."""
    actions = [place for place, column in enumerate(columns) if column.field == "action"]
    if len(actions) < SEVERAL:
        return columns
    called = [place for place in actions if "action" in plain_title(columns[place].title).split()]
    kept = (called or actions)[0]
    taken = {column.field for column in columns}
    for place in actions:
        if place != kept:
            field = "aim" if place < kept and "aim" not in taken else "detail"
            columns[place] = replace(columns[place], field=field)
    return columns


def _with_one_status(columns: list[Column], filled: Sequence[Sequence[str]]) -> list[Column]:
    """Of statuses at several times ("RAG Q1", "RAG Q2") the last that is filled, else the first."""
    found = [place for place, column in enumerate(columns) if column.field == "status"]
    if len(found) < SEVERAL:
        return columns
    same_title = len({plain_title(columns[place].title) for place in found}) == 1
    with_text = [place for place in found if filled[place]] or found
    kept = with_text[-1] if same_title else with_text[0]
    for place in found:
        if place != kept:
            columns[place] = replace(columns[place], field="other")
    return columns


def guess_header(rows: Sequence[Row]) -> Header | None:
    """The first row as a header of unknown words, where the columns below it look like those of a plan.

    A plan has running text, and beside it two of: dates, statuses, roles. Everything is marked as guessed.
    """
    titles = [" ".join(text.split()) for text in rows[0].texts] if rows else []
    filled = [title for title in titles if title]
    body = [row for row in rows[1:] if len(row.cells) == len(titles)]
    long = any(len(title.split()) > MOST_WORDS_OF_A_TITLE or is_ref(title) for title in filled)
    if len(filled) < LEAST_COLUMNS or len(body) < SEVERAL or long:
        return None
    cells = [[row.texts[at] for row in body] for at in range(len(titles))]
    columns = tuple(_guessed_column(title) for title in titles)
    header = _with_wording(refine(Header(columns, rows[0].place), cells), cells)
    fields = list(header.fields)
    typed = len({"deadline", "status", "owner"}.intersection(fields))
    if "action" not in fields or typed < SEVERAL:
        return None
    wording = [text for text in cells[fields.index("action")] if text.strip()]
    return header if _share(wording, _is_phrase) >= MOSTLY else None


def _guessed_column(title: str) -> Column:
    fields = (*fields_of(title), "", "")
    return Column(title, fields[0] or None, fields[1])


def _with_wording(header: Header, cells: Sequence[Sequence[str]]) -> Header:
    """The column with the longest texts says what is done, where no other does."""
    if "action" in header.fields:
        return header
    unknown = [at for at, name in enumerate(header.fields) if name in (None, "comment")]
    wordy = [
        at for at in unknown if _share([text for text in cells[at] if text.strip()], _is_phrase) >= MOSTLY
    ]
    if not wordy:
        return header
    columns = list(header.columns)
    columns[wordy[0]] = replace(columns[wordy[0]], field="action", guessed=True)
    return replace(header, columns=tuple(columns))
