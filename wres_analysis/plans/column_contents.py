"""What the contents of a table's columns tell where their titles do not: second readings and guesses."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from wres_analysis.documents.cell_text import clean
from wres_analysis.plans.cell_kinds import (
    MOSTLY,
    colour_statuses,
    is_bare_status,
    is_deadline,
    is_indicator,
    is_phrase,
    is_ref,
    is_sentence,
    is_status,
    is_yes_no,
    plain_status,
)
from wres_analysis.plans.owners import is_role
from wres_analysis.plans.plan_columns import Column, Header
from wres_analysis.plans.plan_dates import mentions
from wres_analysis.vocabulary import vocabulary_words
from wres_analysis.vocabulary.headings import plain_title

# Without a title a number is told by fewer: seed A leaves most of its numbers out (below 0.4 it has none).
SOME = 0.4
SEVERAL = 2  # at 1 problem_and_mitigation.csv, at 4 year_columns.html is read otherwise
_QUARTER = re.compile(r"(?:q|qtr|quarter)\s*[1-4]", re.IGNORECASE)
_YEAR = re.compile(
    r"(?:(?:year|yr)\s*(?:\d|one|two|three|four|five)|(?:19|20)\d\d(?:\s*[-/–]\s*\d{2,4})?)", re.I
)
_SCORE = re.compile(r"[a-z ]*\(?\s*\d{1,2}\s*\)?")
_PARTS = re.compile(r"[,;/\n&]|\band\b")
_TICK = re.compile(r"[xX✓✔●•■*]|[yY](?:es)?")


@dataclass(frozen=True)
class Contents:
    """The cells of one column, blank ones included."""

    cells: tuple[str, ...]

    @cached_property
    def filled(self) -> tuple[str, ...]:
        """The cells that are not blank."""
        return tuple(filter(None, map(clean, self.cells)))

    @property
    def fill(self) -> float:
        """The share of cells that are not blank."""
        return len(self.filled) / len(self.cells) if self.cells else 0.0

    def share(self, kind: Callable[[str], bool]) -> float:
        """The share of the filled cells that are of a kind."""
        return sum(map(kind, self.filled)) / len(self.filled) if self.filled else 0.0

    def mostly(self, kind: Callable[[str], bool]) -> bool:
        """Whether most of the filled cells are of a kind."""
        return self.share(kind) >= MOSTLY

    @property
    def is_distinct(self) -> bool:
        """Whether no cell says the same as another."""
        return len({text.casefold() for text in self.filled}) == len(self.filled)

    @property
    def is_wording(self) -> bool:
        """Whether the cells are texts of their own, as what is to be done is, not a category."""
        different = len({text.casefold() for text in self.filled})
        return self.mostly(is_phrase) and different >= MOSTLY * len(self.filled)


def says(title: str, kind: str) -> bool:
    """Whether a title has a word of a kind in it: action, response, problem."""
    padded = f" {plain_title(title)} "
    return any(f" {word} " in padded for word in vocabulary_words("title_kinds", kind=kind))


def _action_column(columns: Sequence[Column], contents: Sequence[Contents]) -> int | None:
    """The column that says what is to be done: by its title, else by its title and contents together."""
    actions, details = _of(columns, "action"), _of(columns, "detail")
    if actions:
        called = [at for at in actions if says(columns[at].title, "action")] or actions
        return max(called, key=lambda at: contents[at].fill)
    leading = next((at for at, column in enumerate(columns) if column.field not in ("ref", "other")), None)
    if leading is not None and not columns[leading].title and contents[leading].is_wording:
        return leading
    responses = [at for at in details if says(columns[at].title, "response") and contents[at].filled]
    if responses:
        return responses[0]
    told = _by_contents(columns, contents)
    aims = _of(columns, "aim")
    if details or told is not None:  # an aim on every row is an action; a category, which comes back, is not
        aims = [at for at in aims if contents[at].is_wording or contents[at].is_distinct]
    if aims or details:
        # nor is an aim that stands for several rows
        several = bool(details) and len(aims) == 1 and contents[aims[0]].fill < contents[details[0]].fill
        return aims[-1] if aims and not several else details[0]
    return told if told is not None else next(iter(_of(columns, "measure")), None)


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
        if place != at:  # a second column of actions: before the action its aim, otherwise more detail
            aim = place < at and not _of(columns, "aim")
            columns[place] = replace(columns[place], field="aim" if aim else "detail")
    for place in _of(columns, "detail"):
        about = says(columns[place].title, "problem") and not says(columns[place].title, "response")
        if about and says(chosen.title, "response"):
            columns[place] = replace(columns[place], field="aim")
    # an outcome before the action that stands for several rows is the aim of them, not what is measured
    merged = [place for place in _of(columns[:at], "measure") if 0 < contents[place].fill < 1]
    for place in merged if not _of(columns, "aim") else ():
        columns[place] = replace(columns[place], field="aim")
    return columns


def _of(columns: Sequence[Column], field: str) -> list[int]:
    return [place for place, column in enumerate(columns) if column.field == field]


def refine(header: Header, cells: Sequence[Sequence[str]]) -> Header:
    """The header once its columns' contents are known: titles with two readings, and titles not known."""
    contents = [Contents(tuple(column)) for column in cells]
    columns = _years_read(list(header.columns), contents)
    for place, column in enumerate(columns):
        if contents[place].filled:
            columns[place] = _second_reading(column, contents[place], columns)
    for place, column in enumerate(columns):
        if column.field is None and (guess := _guess(column.title, contents[place], columns)):
            columns[place] = replace(column, field=guess, guessed=guess != "ref")
    at = _action_column(columns, contents)
    if at is not None:
        columns = _with_action(columns, at, contents)
    # of two columns of headings ("Theme", "Objective") the last is the aim, those before it are parts
    for place in _of(columns, "aim")[:-1]:
        columns[place] = replace(columns[place], field="part")
    return replace(header, columns=tuple(_one_of_each(columns, contents)))


def _second_reading(column: Column, contents: Contents, columns: Sequence[Column]) -> Column:
    """A title that names two fields or has two readings, as the contents have it."""
    if column.second == "deadline" and column.stacked:  # both, where the cells do hold both
        both = sum("\n" in text.strip() for text in contents.cells) / len(contents.filled)
        column = column if both >= SOME else replace(column, second="")
    if column.yearly or column.second == "deadline":
        return column
    field = _second_field(column, contents, {other.field for other in columns})
    return replace(column, field=field or None, second="") if field is not None else column


def _second_field(column: Column, contents: Contents, taken: set[str | None]) -> str | None:
    """The field of a title that has two readings, where the contents speak for the second; blank for none."""
    for fields, kind, to in _READINGS:
        if column.field in fields and to not in taken and contents.mostly(kind):
            return to
    rated = contents.mostly(is_rating) and not contents.share(is_status)
    if rated and (column.field == "measure" or (column.field == "status" and not contents.share(is_ref))):
        return "other"
    if column.field == "owner" and not contents.share(lambda text: any(map(str.isalpha, text))):
        return "other"
    if column.field == "indicators" and "ref" not in taken and contents.share(is_ref) == 1:
        return None if contents.mostly(is_indicator) else "ref"
    numbered = contents.share(lambda text: bool(re.search(r"\d", text)) or is_indicator(text))
    if column.field == "indicators" and not numbered:
        return "measure"
    if column.field == "other" and "aim" not in taken and plain_title(column.title) == "priority":
        return "aim" if contents.mostly(is_phrase) else None
    if column.field == "ref" and contents.is_wording and not contents.share(is_ref):
        return ""
    return None


def _is_dated(text: str) -> bool:
    return is_deadline(text) and not is_status(text)


def _is_status_word(text: str) -> bool:
    """A status in words: colours and numbers also rate a risk or a priority."""
    return is_bare_status(text) and not is_rating(text) and plain_status(text) not in colour_statuses()


def _is_owner(text: str) -> bool:
    """Roles, each of a few words: a sentence about a panel or a council is no owner (zero_width)."""
    return is_role(text) and not is_deadline(text) and not any(map(is_sentence, _PARTS.split(text)))


# fields that a title may stand for, what its cells hold instead, and the field that they then are
_READINGS: tuple[tuple[tuple[str, ...], Callable[[str], bool], str], ...] = (
    (("measure", "comment", "evidence"), is_bare_status, "status"),
    (("other",), _is_status_word, "status"),
    (("measure", "owner", "detail"), _is_dated, "deadline"),
    (("deadline",), _is_owner, "owner"),
    (("status",), is_sentence, "comment"),
)


def is_rating(text: str) -> bool:
    """Whether a cell rates something: High, 12, Low (3)."""
    plain = " ".join(re.sub(r"[()\d/.%-]+", " ", text.casefold()).split())
    return plain in vocabulary_words("rating_words") or (not plain and bool(_SCORE.fullmatch(text.strip())))


def _guess(title: str, contents: Contents, columns: Sequence[Column]) -> str:
    taken = {column.field for column in columns}
    kinds: tuple[tuple[str, Callable[[str], bool], float], ...] = (
        ("ref", is_ref, MOSTLY if title else SOME),
        ("deadline", _is_dated, MOSTLY),
        ("status", is_status, MOSTLY),
        ("owner", _is_owner, MOSTLY),
    )
    for field, kind, least in kinds:
        if field not in taken and contents.share(kind) >= least and not contents.mostly(is_yes_no):
            return field
    about_a_time = bool(mentions(title)) or bool(_QUARTER.fullmatch(title))
    # where a title says what is done, another text without a known title is news of it
    told = "comment" not in taken and bool(taken & {"action", "detail"})
    news = told and len(contents.filled) >= SEVERAL and contents.mostly(is_sentence)
    return "comment" if news or (about_a_time and contents.mostly(is_phrase)) else ""


def _years_read(columns: list[Column], contents: Sequence[Contents]) -> list[Column]:
    """Columns for a year each ("Year 1", "Year 2"): steps where they hold texts, else ticks of a schedule."""
    years = [at for at, column in enumerate(columns) if _YEAR.fullmatch(column.title.strip())]
    if len(years) < SEVERAL:
        return columns
    for at in years:
        ticks = contents[at].mostly(lambda text: bool(_TICK.fullmatch(text)))
        columns[at] = replace(columns[at], field="other" if ticks else "detail", yearly=True)
    return columns


def _one_of_each(columns: list[Column], contents: Sequence[Contents]) -> list[Column]:
    """One status, one date that counts, and a team beside a person left out."""
    columns = _with_one_status(columns, contents)
    deadlines, owners = _of(columns, "deadline"), _of(columns, "owner")
    dates = [at for at in deadlines if plain_title(columns[at].title) == "date"]
    where_people_work = vocabulary_words("title_kinds", kind="wide")  # "Team" beside "Owner"
    wide = [at for at in owners if plain_title(columns[at].title) in where_people_work]
    out = [*(dates if len(deadlines) >= SEVERAL else ()), *(wide if len(wide) < len(owners) else ())]
    for at in out:
        columns[at] = replace(columns[at], field="other")
    return columns


def _with_one_status(columns: list[Column], contents: Sequence[Contents]) -> list[Column]:
    """Of statuses at several times the last filled; of one in words and one in sentences the words."""
    found = _of(columns, "status")
    if len(found) < SEVERAL:
        return columns
    # a code, a colour or a word or two: what a status is, and a sentence about it is not
    told = [
        at
        for at in found
        if contents[at].mostly(lambda text: len(text.split()) <= SEVERAL or is_bare_status(text))
    ]
    narrative = [at for at in found if contents[at].filled and at not in told]
    pool = told if told and narrative else found
    same_title = len({plain_title(columns[at].title) for at in pool}) == 1
    with_text = [at for at in pool if contents[at].filled] or pool
    kept = with_text[-1] if same_title else with_text[0]
    for at in found:
        if at != kept:
            free = at in narrative and not _of(columns, "comment")
            columns[at] = replace(columns[at], field="comment" if free else "other")
    return columns
