"""A plan read for a look at it: its document, what was taken from it, and its columns; in a child process."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from wres_analysis.data_folder import PlanFile
from wres_analysis.documents import read_document
from wres_analysis.documents.document import Document, Grid
from wres_analysis.errors import DocumentError
from wres_analysis.plans.actions import Extracted, extract_actions
from wres_analysis.plans.plan_columns import Column
from wres_analysis.plans.reading import MEGABYTES_FOR_A_DOCUMENT, SECONDS_FOR_A_DOCUMENT
from wres_analysis.plans.readings import plan_tables_of
from wres_analysis.processes.workers import run_in_children
from wres_analysis.vocabulary.headings import fields_of, plain_title

_LEAST_TITLES = 2
_LONGEST_TITLE = 80


class Look(NamedTuple):
    """What was read from a plan."""

    document: Document
    extracted: Extracted | None  # none where no table of actions was found
    columns: tuple[Column, ...]  # each heading once, with the field that it was taken for
    fault: DocumentError | None = None  # why nothing was extracted


def read_for_a_look(plan: PlanFile, mapping: Mapping[str, str]) -> Look:
    """Read a plan in a child process with limits on time and memory."""
    (outcome,) = run_in_children(
        partial(look_at, mapping=mapping),
        [plan],
        jobs=1,
        seconds=SECONDS_FOR_A_DOCUMENT,
        megabytes=MEGABYTES_FOR_A_DOCUMENT,
        name=lambda plan: plan.path.name,
    )
    if outcome.value is None:
        raise outcome.error or DocumentError("it was not read", plan.path.name)
    return outcome.value


def look_at(plan: PlanFile, mapping: Mapping[str, str]) -> Look:
    """Read a plan; for a child process."""
    document = read_document(plan.path)
    try:
        extracted = extract_actions(document, plan.organisation, plan.plan_year, mapping=mapping)
    except DocumentError as fault:
        columns = columns_of_grids(document, mapping)
        if not columns:
            raise
        return Look(document, None, columns, fault)
    headers = plan_tables_of(document, mapping).headers
    return Look(document, extracted, _once([column for header in headers for column in header.columns]))


def columns_of_grids(document: Document, mapping: Mapping[str, str]) -> tuple[Column, ...]:
    """What stands on top of the tables of a document in which no table of actions was found."""
    mapped = {plain_title(heading): field for heading, field in mapping.items()}
    titles = [" ".join(title.split()) for grid in document.grids() for title in _top_of(grid)]
    return _once([_column(title, mapped.get(plain_title(title), "")) for title in titles])


def _top_of(grid: Grid) -> list[str]:
    """The first row that may be a header: several short texts."""
    for row in grid.rows:
        titles = [text for text in row.texts if text.strip()]
        if len(titles) >= _LEAST_TITLES and all(len(title) <= _LONGEST_TITLE for title in titles):
            return titles
    return []


def _column(title: str, mapped: str) -> Column:
    if mapped:
        return Column(title, "other" if mapped == "ignore" else mapped)
    known = fields_of(title)
    return Column(title, known[0] if known else None)


def _once(columns: list[Column]) -> tuple[Column, ...]:
    by_title: dict[str, Column] = {}
    for column in columns:
        by_title.setdefault(plain_title(column.title), column)
    return tuple(by_title.values())
