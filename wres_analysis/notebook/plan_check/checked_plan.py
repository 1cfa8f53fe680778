"""A plan read for a look at it: its document, what was taken from it, and its columns; in a child process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from wres_analysis.data_folder import PlanFile, find_plans, may_be_plan, nearest
from wres_analysis.documents import read_document
from wres_analysis.documents.document import Document, Grid
from wres_analysis.errors import DataFolderError, DocumentError, printable
from wres_analysis.plan_years import plan_year_of
from wres_analysis.plans import plan_columns
from wres_analysis.plans.actions import Extracted, extract_actions
from wres_analysis.plans.plan_columns import EVERY, FILE, Column, mappable_fields, read_column_mappings
from wres_analysis.plans.reading import MEGABYTES_FOR_A_DOCUMENT, SECONDS_FOR_A_DOCUMENT
from wres_analysis.plans.readings import plan_tables_of
from wres_analysis.processes.workers import run_in_children
from wres_analysis.tables import escape_formula, read_csv_text, unescape_formula
from wres_analysis.vocabulary import vocabulary_rows
from wres_analysis.vocabulary.headings import fields_of, plain_title
from wres_analysis.writing import held_alone, write_bytes_whole

_LISTED = 5


class PlanPlace(NamedTuple):
    """A published file and where it lies."""

    plan: PlanFile  # its plan year is blank where the file name holds none
    data: Path | None  # the data folder around it; None where there is none


def plan_place(
    path: Path | str, organisation: str = "", plan_year: str = "", data: Path | str | None = None
) -> PlanPlace:
    """The plan that a path leads to: a file, or a folder that holds one."""
    file = _only_plan(Path(path)) if Path(path).is_dir() else Path(path)
    if not file.is_file():
        raise _nothing_there(file)
    code = organisation or file.resolve().parent.name
    plan = PlanFile(code, plan_year or plan_year_of(file.name), file)
    return PlanPlace(plan, Path(data) if data is not None else data_folder_around(file))


def data_folder_around(file: Path) -> Path | None:
    """The data folder of a file at `<data>/plans/<code>/`; None for any other file."""
    folders = file.resolve().parents
    return folders[2] if len(folders) > 2 and folders[1].name == "plans" else None


def _only_plan(folder: Path) -> Path:
    """The one plan of a folder: of a data folder, or of an organisation."""
    held = [file for file in sorted(folder.iterdir()) if file.is_file() and may_be_plan(file.name)]
    if (folder / "plans").is_dir():
        held = [plan.path for plan in find_plans(folder).plans]
    if len(held) == 1:
        return held[0]
    if not held:
        raise DataFolderError("no plan is in this folder", folder.name or str(folder), "name a file")
    names = ", ".join(f"'{file.name}'" for file in held[:_LISTED])
    more = f" and {len(held) - _LISTED} more" if len(held) > _LISTED else ""
    raise DataFolderError(
        f"{len(held)} files are in this folder ({names}{more})",
        folder.name or str(folder),
        "name the one that you want to check",
    )


def _nothing_there(file: Path) -> DataFolderError:
    folder = next(parent for parent in (*file.parents, Path()) if parent.is_dir())
    if folder != file.parent:
        missing = file.parents[list(file.parents).index(folder) - 1]
        known = [name for name in _names(folder) if (folder / name).is_dir()]
        hint = nearest(missing.name, known) if known else "check the path"
        return DataFolderError(f"there is no folder '{missing.name}' in '{folder}'", file.name, hint)
    known = _names(folder)
    hint = nearest(file.name, known) if known else "the folder is empty: put the plan there"
    return DataFolderError(f"there is no such file in '{folder}'", file.name, hint)


def _names(folder: Path) -> list[str]:
    return sorted(place.name for place in folder.iterdir() if place.name[0] != ".")


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


ANY_NOTE = "Compare the place with the document."
SEVERITY_WORDS = {"error": "Error", "warn": "Warning", "info": "Remark"}


class NumberedNote(NamedTuple):
    """A reading note with its advice."""

    number: int  # of errors and warnings, from 1 in the order of the plan; 0 for a remark
    row: int  # row of ACTIONS; 0 for the document as a whole
    severity: str  # as in READING_NOTES
    code: str  # as in READING_NOTES
    message: str  # as in READING_NOTES
    place: str  # as in READING_NOTES
    advice: str  # what to do, in one sentence


@cache
def _advice() -> dict[str, str]:
    return {row["code"]: row["what_to_do"] for row in vocabulary_rows("note_advice")}


def advice_on(code: str) -> str:
    """What to do about a note of this kind; a general word for a kind that is not known."""
    return _advice().get(code, ANY_NOTE)


def numbered_notes(notes: pd.DataFrame) -> list[NumberedNote]:
    """The notes of a plan in their order, errors and warnings numbered."""
    numbered: list[NumberedNote] = []
    count = 0
    for note in notes.to_dict("records"):
        weighty = note["severity"] != "info"
        count += weighty
        row = 0 if pd.isna(note["row"]) else int(note["row"])
        number = count if weighty else 0
        severity, code, message, place = (
            str(note[name]) for name in ("severity", "code", "message", "place")
        )
        numbered.append(NumberedNote(number, row, severity, code, message, place, advice_on(code)))
    return numbered


_COLUMNS = ("document", "organisation", "heading", "field")


def mapping_of(data: Path | None, plan: PlanFile) -> dict[str, str]:
    """What was said about the headings of a plan so far."""
    return {} if data is None else plan_columns.mapping_of(read_column_mappings(data), plan)


def check_choice(heading: str, field: str, headings: Iterable[str], mapping: Mapping[str, str]) -> None:
    """Refuse what cannot be mapped."""
    known = [title for title in headings if title]
    if plain_title(heading) not in map(plain_title, known) or not plain_title(heading):
        raise DataFolderError(f"no column is headed '{heading}'", "", nearest(heading, known))
    if field not in mappable_fields():
        raise DataFolderError(
            f"'{field}' is not a field that a column can hold", "", nearest(field, mappable_fields())
        )
    _refuse_other(heading, field, mapping)


def _refuse_other(heading: str, field: str, mapping: Mapping[str, str]) -> None:
    before = {plain_title(title): said for title, said in mapping.items()}.get(plain_title(heading), field)
    if before != field:
        raise DataFolderError(
            f"'{heading}' was mapped to {before} before", FILE, "say replace=True to map it anew"
        )


def save_mapping(
    data: Path, plan: PlanFile, heading: str, field: str, *, replace: bool = True, every_plan: bool = False
) -> None:
    """Say what a heading is, in the file that reading looks into; all its other rows stay as they are.

    It holds for the files of this name, or for every plan of the organisation.
    """
    with held_alone(data / FILE):  # another window may have said something since
        if not replace:
            _refuse_other(heading, field, mapping_of(data, plan))
        _save(data / FILE, plan, heading, field, every_plan)


def _save(path: Path, plan: PlanFile, heading: str, field: str, every_plan: bool) -> None:
    table = read_csv_text(path) if path.exists() else pd.DataFrame(columns=list(_COLUMNS), dtype="str")
    for column in table.columns:
        table[column] = table[column].map(unescape_formula)
    if "organisation" not in table.columns:
        table.insert(1, "organisation", "")
    document, code = (EVERY, plan.organisation) if every_plan else (printable(plan.path.name), "")
    told = (table["document"] == document) & table["organisation"].isin([code, plan.organisation])
    told |= (table["document"] == printable(plan.path.name)) & table["organisation"].eq("")  # it would hold
    same = told & table["heading"].map(plain_title).eq(plain_title(heading))
    new = {"document": document, "organisation": code, "heading": heading, "field": field}
    row = pd.DataFrame([{column: new.get(str(column), "") for column in table.columns}], dtype="str")
    kept = pd.concat([table[~same], row], ignore_index=True).map(escape_formula)
    # with the mark by which a spreadsheet knows UTF-8, or it would spoil headings when it saves
    content = kept.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")
    write_bytes_whole(path, content, lasting=True)
