"""Published plans to one table of actions: each document once, in a child process of its own."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from wres_analysis.data_folder import PlanFile, Problem, file_sha256, find_plans
from wres_analysis.documents import read_document
from wres_analysis.errors import DataFolderError, WresError
from wres_analysis.plan_years import plan_year_of, plan_year_order
from wres_analysis.plans.actions import Extracted, extract_actions
from wres_analysis.processes.progress import Progress, followed, progress_if_seen
from wres_analysis.processes.workers import Outcome, run_in_children
from wres_analysis.tables import (
    ACTIONS,
    ORGANISATIONS,
    PLANS,
    READING_NOTES,
    check_table,
    read_csv_text,
    table_of,
)

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
    mappings = read_column_mappings(Path(data))
    shown = progress or progress_if_seen()
    reading = read_documents(
        found.plans,
        mappings,
        jobs=jobs,
        keep_names=keep_names,
        on_start=lambda plan: shown.start(plan_words(plan)),
    )
    outcomes = list(followed(reading, len(found.plans), "documents", shown, plan_words))
    read = [outcome.value for outcome in outcomes if outcome.value is not None]
    problems = found.problems + [problem_of(outcome) for outcome in outcomes if outcome.error]
    return put_together(read, problems, found.organisations)


def read_documents(
    plans: Iterable[PlanFile],
    mappings: Mapping[str, dict[str, str]],
    *,
    jobs: int = 2,
    keep_names: bool = False,
    run: Callable[..., Generator[Outcome[PlanFile, Extracted]]] = run_in_children,
    on_start: Callable[[PlanFile], None] | None = None,
) -> Generator[Outcome[PlanFile, Extracted]]:
    """Read documents at the same time, each in a child process; what became of each, as it is finished."""
    return run(
        partial(read_plan_file, keep_names=keep_names, mappings=mappings),
        plans,
        jobs=jobs,
        seconds=SECONDS_FOR_A_DOCUMENT,
        megabytes=MEGABYTES_FOR_A_DOCUMENT,
        per_child=DOCUMENTS_FOR_A_CHILD,
        name=lambda plan: plan.path.name,
        on_start=on_start,
    )


def plan_words(plan: PlanFile) -> str:
    """What to call a plan while it is read: its organisation and plan year."""
    return f"{plan.organisation} {plan.plan_year}"


def problem_of(outcome: Outcome[PlanFile, Extracted]) -> Problem:
    """The problem of a document that could not be read."""
    plan, error = outcome.item, outcome.error or WresError("it was not read")
    return Problem(plan.organisation, plan.plan_year, plan.path.name, error)


def read_plan(
    path: Path | str, *, organisation: str = "", plan_year: str = "", keep_names: bool = False
) -> PlansRead:
    """Read one document that need not lie in a data folder."""
    document = Path(path)
    if not document.is_file():
        raise DataFolderError("there is no such file or data folder", str(path), "check the path")
    code = organisation or document.resolve().parent.name
    plan = PlanFile(code, plan_year or plan_year_of(document.name), document)
    names = table_of([{"code": code, "name": code}], ORGANISATIONS)
    return put_together([read_plan_file(plan, keep_names=keep_names, mappings={})], [], names)


def read_column_mappings(data: Path) -> dict[str, dict[str, str]]:
    """What an analyst decided about the column titles of single documents."""
    path = data / "column_mappings.csv"
    if not path.exists():
        return {}
    table = read_csv_text(path)
    missing = [column for column in ("document", "heading", "field") if column not in table.columns]
    if missing:
        raise DataFolderError(f"column {', '.join(missing)} is missing", path.name, "add it")
    mappings: dict[str, dict[str, str]] = {}
    for number, row in enumerate(table.to_dict("records"), start=2):
        if row["field"] not in {*ACTIONS, "ignore"}:
            raise DataFolderError(
                f"'{row['field']}' is not a column of ACTIONS",
                f"{path.name}, line {number}",
                "see GLOSSARY.md",
            )
        mappings.setdefault(row["document"], {})[row["heading"]] = row["field"]
    return mappings


def read_plan_file(plan: PlanFile, *, keep_names: bool, mappings: Mapping[str, dict[str, str]]) -> Extracted:
    """Read one document of a data folder; for a child process."""
    extracted = extract_actions(
        read_document(plan.path),
        plan.organisation,
        plan.plan_year,
        keep_names=keep_names,
        mapping=mappings.get(plan.path.name),
    )
    extracted.plan["sha256"] = file_sha256(plan.path)
    return extracted


def put_together(
    read: Sequence[Extracted], problems: list[Problem], organisations: pd.DataFrame
) -> PlansRead:
    """What was read from single documents as the tables of all, in order of organisation and plan year."""
    read = sorted(read, key=lambda one: (one.plan["organisation"], plan_year_order(one.plan["plan_year"])))
    problems = sorted(problems, key=lambda problem: problem[:3])
    notes = [one.notes for one in read] + [table_of(map(_problem_note, problems), READING_NOTES)]
    actions = [one.actions for one in read] or [table_of([], ACTIONS)]
    return PlansRead(
        check_table(pd.concat(actions, ignore_index=True), ACTIONS, "actions"),
        check_table(pd.concat(notes, ignore_index=True), READING_NOTES, "reading_notes"),
        check_table(table_of((one.plan for one in read), PLANS), PLANS, "plans"),
        organisations,
        problems,
    )


def contradicted_keys(notes: pd.DataFrame) -> list[tuple[str, str]]:
    """Code and one line for each plan whose own status key contradicts itself.

    Such a plan is read, its doubtful statuses left undefined; but it must not pass for well read.
    """
    found = notes[notes["code"].eq("status_key_contradicts")]
    columns = found[["organisation", "document", "message"]].itertuples(index=False, name=None)
    return [(code, f"{document}: {message}") for code, document, message in columns]


def _problem_note(problem: Problem) -> dict[str, object]:
    return {
        "organisation": problem.organisation,
        "plan_year": problem.plan_year,
        "document": problem.document,
        "severity": "error",
        "code": "not_read",
        "message": str(problem.error),
    }
