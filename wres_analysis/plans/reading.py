"""Published plans to one table of actions: each document once, in a child process of its own."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from wres_analysis.data_folder import PlanFile, Problem, file_sha256, find_plans, note_row
from wres_analysis.documents import read_document
from wres_analysis.documents.document import Document
from wres_analysis.errors import DataFolderError, DocumentError, WresError, printable
from wres_analysis.plan_years import plan_year_of, plan_year_order
from wres_analysis.plans.actions import Extracted, extract_actions
from wres_analysis.plans.plan_columns import (
    EVERY,
    FILE,
    HeadingMapping,
    mapping_of,
    read_column_mappings,
    with_headings,
)
from wres_analysis.plans.plan_dates import text_of, year_in
from wres_analysis.processes.progress import Progress, followed, progress_if_seen
from wres_analysis.processes.workers import Outcome, run_in_children
from wres_analysis.tables import ACTIONS, ORGANISATIONS, PLANS, READING_NOTES, check_table, table_of
from wres_analysis.vocabulary import OwnWords, use_own_rows, use_words_of

YEAR_FROM_DOCUMENT = "plan_year_from_document"
SECONDS_FOR_A_DOCUMENT = 120
MEGABYTES_FOR_A_DOCUMENT = 2000
DOCUMENTS_FOR_A_CHILD = 20


class PlansRead(NamedTuple):
    """Everything that was read from a data folder.

    Parameters
    ----------
    actions, reading_notes, plans, organisations : pandas.DataFrame
        ACTIONS, READING_NOTES, PLANS and ORGANISATIONS.
    problems : list of Problem
        Plans that could not be read, each with its one line.
    """

    actions: pd.DataFrame
    reading_notes: pd.DataFrame
    plans: pd.DataFrame
    organisations: pd.DataFrame
    problems: list[Problem]


def read_plans(
    data: Path | str,
    *,
    organisations: Sequence[str] = (),
    jobs: int = 2,
    keep_names: bool = False,
    progress: Progress | None = None,
) -> PlansRead:
    """Read every plan of a data folder.

    Parameters
    ----------
    data : path
        Data folder.
    organisations : sequence of str, optional
        Only these codes.
    jobs : int
        Documents read at the same time, each in a child process.
    keep_names : bool
        Keep names of persons as printed instead of `[name]`.
    progress : Progress, optional
        A bar where somebody waits in a notebook, nothing elsewhere.

    Returns
    -------
    PlansRead
        A document that cannot be read is a problem and an error note; the others are read all the same.

    Raises
    ------
    DataFolderError
        No such folder, no plans, or a code that is not in it.
    """
    found = find_plans(data, organisations)
    decided = decided_in(Path(data))
    shown = progress or progress_if_seen()
    reading = read_documents(
        found.plans,
        decided,
        jobs=jobs,
        keep_names=keep_names,
        on_start=lambda plan: shown.start(plan_words(plan)),
    )
    outcomes = list(followed(reading, len(found.plans), "documents", shown, plan_words))
    read = [outcome.value for outcome in outcomes if outcome.value is not None]
    problems = found.problems + [problem_of(outcome) for outcome in outcomes if outcome.error]
    notes = [*found.notes, *folder_notes(decided, [] if organisations else found.plans)]
    return put_together(read, problems, found.organisations, notes)


class Decided(NamedTuple):
    """What an analyst decided in a data folder about how its documents are read."""

    mappings: Sequence[HeadingMapping]
    words: OwnWords


def decided_in(data: Path) -> Decided:
    """The column mappings and own words of a data folder; the words are used in this process from now on."""
    words = use_words_of(data)
    return Decided(read_column_mappings(data), words)


def folder_notes(decided: Decided, plans: Sequence[PlanFile]) -> list[dict[str, object]]:
    """Notes on what was decided: the own words, and lines of column_mappings.csv about no document."""
    lost = sorted(one for one in decided.mappings if plans and not any(map(one.fits, plans)))
    said = "line {0.line} ('{0.heading}') is about no document here: {0.document} {0.organisation}"
    notes = [note_row("", "", FILE, "mapping_without_document", said.format(one).strip()) for one in lost]
    for name, sha256 in decided.words.files.items():
        rows = len(decided.words.rows[Path(name).stem])
        message = f"{rows} own row{'s' if rows != 1 else ''} on top of the package's, sha256 {sha256}"
        notes.append({**note_row("", "", f"vocabulary/{name}", "own_words", message), "severity": "info"})
    return notes


def read_documents(
    plans: Iterable[PlanFile],
    decided: Decided,
    *,
    jobs: int = 2,
    keep_names: bool = False,
    run: Callable[..., Generator[Outcome[PlanFile, Extracted]]] = run_in_children,
    on_start: Callable[[PlanFile], None] | None = None,
) -> Generator[Outcome[PlanFile, Extracted]]:
    """Read documents at the same time, each in a child process; what became of each, as it is finished."""
    return run(
        partial(read_plan_file, keep_names=keep_names, decided=decided),
        plans,
        jobs=jobs,
        seconds=SECONDS_FOR_A_DOCUMENT,
        megabytes=MEGABYTES_FOR_A_DOCUMENT,
        per_child=DOCUMENTS_FOR_A_CHILD,
        name=lambda plan: printable(plan.path.name),
        on_start=on_start,
    )


def plan_words(plan: PlanFile) -> str:
    """What to call a plan while it is read: its organisation and plan year."""
    return f"{plan.organisation} {plan.plan_year or printable(plan.path.name)}"


def problem_of(outcome: Outcome[PlanFile, Extracted]) -> Problem:
    """The problem of a document that could not be read."""
    plan, error = outcome.item, outcome.error or WresError("it was not read")
    return Problem(plan.organisation, plan.plan_year, printable(plan.path.name), error)


def read_plan(
    path: Path | str, *, organisation: str = "", plan_year: str = "", keep_names: bool = False
) -> PlansRead:
    """Read one document that need not lie in a data folder."""
    document = Path(path)
    if not document.is_file():
        raise DataFolderError("there is no such file or data folder", str(path), "check the path")
    above = document.resolve().parents
    plans = next((folder for folder in above if folder.name == "plans"), None)
    decided = decided_in(plans.parent if plans else above[0])
    code = organisation or printable(above[0].name)
    plan = PlanFile(code, plan_year or plan_year_of(document.name), document)
    names = table_of([{"code": code, "name": code}], ORGANISATIONS)
    read = read_plan_file(plan, keep_names=keep_names, decided=decided, needs_year=False)
    return put_together([read], [], names, folder_notes(decided, []))


def read_plan_file(
    plan: PlanFile, *, keep_names: bool, decided: Decided, needs_year: bool = True
) -> Extracted:
    """Read one document of a data folder; for a child process."""
    mapping = mapping_of(decided.mappings, plan)
    use_own_rows(with_headings(decided.words.rows, mapping))
    document = replace(read_document(plan.path), name=printable(plan.path.name))
    year = plan.plan_year or year_in(document)
    if not year and needs_year:
        what = "no plan year is in the file name, nor in the document"
        raise DocumentError(what, document.name, "begin its name with one, such as 2022-23")
    extracted = extract_actions(document, plan.organisation, year, keep_names=keep_names, mapping=mapping)
    notes = _unused(plan, document, decided.mappings)
    if year and not plan.plan_year:
        message = f"the file name has no plan year: {year} was read in the document"
        notes = [note_row(plan.organisation, year, document.name, YEAR_FROM_DOCUMENT, message), *notes]
    extracted.plan["sha256"] = file_sha256(plan.path)
    return extracted._replace(notes=pd.concat([table_of(notes, READING_NOTES), extracted.notes]))


def _unused(
    plan: PlanFile, document: Document, mappings: Iterable[HeadingMapping]
) -> list[dict[str, object]]:
    """Lines of column_mappings.csv that name the document, and a heading that it does not have."""
    own = [one for one in mappings if one.document != EVERY and one.fits(plan)]
    text = " ".join(text_of(document).casefold().split()) if own else ""
    said = f"line {{0.line}} of {FILE} maps '{{0.heading}}', which this document does not print"
    return [
        note_row(plan.organisation, plan.plan_year, document.name, "mapping_unused", said.format(one))
        for one in own
        if " ".join(one.heading.casefold().split()) not in text
    ]


def put_together(
    read: Sequence[Extracted],
    problems: list[Problem],
    organisations: pd.DataFrame,
    folder: Sequence[dict[str, object]] = (),
) -> PlansRead:
    """What was read from single documents as the tables of all, in order of organisation and plan year."""
    read, doubled = _one_for_each_year(read)
    read = sorted(read, key=lambda one: (one.plan["organisation"], plan_year_order(one.plan["plan_year"])))
    problems = sorted([*problems, *doubled], key=lambda problem: problem[:3])
    unread = [
        {**note_row(code, year, document, "not_read", ""), "severity": "error", "message": str(error)}
        for code, year, document, error in problems
    ]
    made = table_of([*folder, *unread], READING_NOTES)
    notes = pd.concat([*(one.notes for one in read), made], ignore_index=True)
    actions = [one.actions for one in read] or [table_of([], ACTIONS)]
    return PlansRead(
        check_table(pd.concat(actions, ignore_index=True), ACTIONS, "actions"),
        check_table(notes, READING_NOTES, "reading_notes"),
        check_table(_with_counts(table_of((one.plan for one in read), PLANS), notes), PLANS, "plans"),
        organisations,
        problems,
    )


def _with_counts(plans: pd.DataFrame, notes: pd.DataFrame) -> pd.DataFrame:
    """The plans with all their notes counted, those about their files among them."""
    key = ["organisation", "plan_year"]
    keys = pd.MultiIndex.from_frame(plans[key])
    counts = {
        column: notes[notes["severity"].eq(severity)].groupby(key).size().reindex(keys, fill_value=0)
        for column, severity in (("errors", "error"), ("warnings", "warn"))
    }
    return plans.assign(**{column: found.array for column, found in counts.items()}).astype(plans.dtypes)


def _one_for_each_year(read: Sequence[Extracted]) -> tuple[list[Extracted], list[Problem]]:
    """A plan whose year only the document told must not stand beside another of the same year."""
    held: dict[tuple[object, object], list[Extracted]] = {}
    for one in read:
        held.setdefault((one.plan["organisation"], one.plan["plan_year"]), []).append(one)
    kept, problems = [], []
    for same in held.values():
        named = [one for one in same if not one.notes["code"].eq(YEAR_FROM_DOCUMENT).any()]
        alone = named[0] if len(named) == 1 else None
        for one in same:
            if one is alone or len(same) == 1:
                kept.append(one)
                continue
            code, year, document = (str(one.plan[name]) for name in ("organisation", "plan_year", "document"))
            what = f"{len(same)} files are for plan year {year}, which this one does not name"
            doubled = DocumentError(what, document, "begin its name with its plan year")
            problems.append(Problem(code, year, document, doubled))
    return kept, problems


def contradicted_keys(notes: pd.DataFrame) -> list[tuple[str, str]]:
    """Code and one line for each plan whose own key contradicts itself: it must not pass for well read."""
    found = notes[notes["code"].eq("status_key_contradicts")]
    columns = found[["organisation", "document", "message"]].itertuples(index=False, name=None)
    return [(code, f"{document}: {message}") for code, document, message in columns]
