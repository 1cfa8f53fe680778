"""Which column of a table says what is to be done, and what the texts beside it are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from wres_analysis.plans.cell_kinds import Contents
from wres_analysis.plans.plan_columns import Column
from wres_analysis.vocabulary import vocabulary_rows
from wres_analysis.vocabulary.headings import plain_title


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in vocabulary_rows("title_kinds") if row["kind"] == kind)


def says(title: str, kind: str) -> bool:
    """Whether a title has a word of a kind in it: action, response, problem."""
    padded = f" {plain_title(title)} "
    return any(f" {word} " in padded for word in _words(kind))


def with_wordings(columns: list[Column], contents: Sequence[Contents]) -> list[Column]:
    """The columns with one action, its aim and part before it, and its details."""
    at = _action_column(columns, contents)
    if at is not None:
        columns = _with_action(columns, at, contents)
    return _with_parts(columns)


def _action_column(columns: Sequence[Column], contents: Sequence[Contents]) -> int | None:
    """The column that says what is to be done: by its title, else by its title and contents together."""
    actions = _of(columns, "action")
    if actions:
        called = [at for at in actions if says(columns[at].title, "action")] or actions
        return max(called, key=lambda at: contents[at].fill)
    details = _of(columns, "detail")
    responses = [at for at in details if says(columns[at].title, "response") and contents[at].filled]
    leading = next((at for at, column in enumerate(columns) if column.field not in ("ref", "other")), None)
    if leading is not None and not columns[leading].title and contents[leading].is_wording:
        return leading
    if responses:
        return responses[0]
    headed = _by_headings(columns, contents, details)
    told = headed if headed is not None else _by_contents(columns, contents)
    return told if told is not None else next(iter(_of(columns, "measure")), None)


def _by_headings(
    columns: Sequence[Column], contents: Sequence[Contents], details: Sequence[int]
) -> int | None:
    """An aim on every row is an action; one that stands for several rows, or a category, is not."""
    aims = _of(columns, "aim")
    texts = [at for at in aims if _is_text(contents[at])]
    if details or _by_contents(columns, contents) is not None:
        aims = texts
    if not aims and not details:
        return None
    last = aims[-1] if aims else 0
    by_row = aims and (not details or len(aims) > 1 or contents[last].fill >= contents[details[0]].fill)
    return last if by_row else details[0]


def _is_text(contents: Contents) -> bool:
    """Not a category: a word that comes back, row after row."""
    different = len({text.casefold() for text in contents.filled})
    return contents.is_wording or different == len(contents.filled)


def _by_contents(columns: Sequence[Column], contents: Sequence[Contents]) -> int | None:
    """The first column of texts under a measure's title or one that is not known; else the progress."""
    for fields in (("measure", None), ("comment",)):
        found = [
            at for at, column in enumerate(columns) if column.field in fields and contents[at].is_wording
        ]
        if found:
            return found[0]
    return None


def _with_action(columns: list[Column], at: int, contents: Sequence[Contents]) -> list[Column]:
    chosen = columns[at]
    guessed = chosen.guessed or chosen.field in (None, "comment")
    columns[at] = replace(chosen, field="action", second="", guessed=guessed)
    for place in _of(columns, "action"):
        if place != at:
            columns[place] = replace(columns[place], field=_beside(columns, place, at))
    for place in _of(columns, "detail"):
        about = says(columns[place].title, "problem") and not says(columns[place].title, "response")
        if about and says(chosen.title, "response"):
            columns[place] = replace(columns[place], field="aim")
    return [
        _merged_heading(column, place < at, contents[place], columns) for place, column in enumerate(columns)
    ]


def _beside(columns: Sequence[Column], place: int, action: int) -> str:
    """What a second column of actions is: before the action its aim, otherwise more detail."""
    return "aim" if place < action and not _of(columns, "aim") else "detail"


def _merged_heading(column: Column, before: bool, contents: Contents, columns: Sequence[Column]) -> Column:
    """An outcome before the action that stands for several rows is the aim of them, not what is measured."""
    merged = before and column.field == "measure" and contents.fill < 1 and not _of(columns, "aim")
    return replace(column, field="aim") if merged and contents.filled else column


def _with_parts(columns: list[Column]) -> list[Column]:
    """Of two columns of headings ("Theme", "Objective") the last is the aim, those before it are parts."""
    for place in _of(columns, "aim")[:-1]:
        columns[place] = replace(columns[place], field="part")
    return columns


def _of(columns: Sequence[Column], field: str) -> list[int]:
    return [place for place, column in enumerate(columns) if column.field == field]
