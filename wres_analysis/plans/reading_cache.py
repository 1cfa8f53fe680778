"""What was read from each document, kept, so that an unchanged document is not read again.

The key of a document's file is a hash of its bytes, of the package and of every option that has a say in
what is read. Only what was read without a fault is kept: whatever failed is tried again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from platformdirs import user_cache_path

from wres_analysis.data_folder import PlanFile, PlansFound, Problem, file_sha256, find_plans
from wres_analysis.errors import DocumentError, FileError, printable
from wres_analysis.plans.actions import Extracted
from wres_analysis.plans.reading import (
    Decided,
    PlansRead,
    decided_in,
    folder_notes,
    plan_words,
    problem_of,
    put_together,
    read_documents,
)
from wres_analysis.processes.progress import Lines, Progress, followed, progress_for
from wres_analysis.processes.workers import Outcome, run_in_children
from wres_analysis.tables import ACTIONS, PLANS, READING_NOTES, Schema, dates_as_text, table_of
from wres_analysis.versions import package_hash
from wres_analysis.writing import write_text_whole

_END = b'"end": true}'


class Readings(NamedTuple):
    """The documents of a data folder, read, with what was read from them still on disk."""

    found: PlansFound
    stored: dict[PlanFile, Path]  # file that holds what was read, by plan
    problems: list[Problem]  # plans that cannot be placed or read

    def load(self) -> PlansRead:
        """The tables of everything that was read."""
        read = [_load(path) for path in self.stored.values()]
        return put_together(read, self.problems, self.found.organisations, self.found.notes)


def read_once(
    data: Path,
    found: PlansFound,
    store: Path,
    *,
    jobs: int = 2,
    keep_names: bool = False,
    fresh: bool = False,
    run: Callable[..., Generator[Outcome[PlanFile, Extracted]]] = run_in_children,
    progress: Progress | None = None,
) -> Readings:
    """Read the documents of a data folder that were not read before, or failed, or have changed."""
    decided = decided_in(data)
    found = found._replace(notes=[*found.notes, *folder_notes(decided, found.plans)])
    keys, problems = _keys(found.plans, decided, keep_names)
    stored = {plan: store / f"{key}.json" for plan, key in keys.items()}
    due = [plan for plan, path in stored.items() if fresh or not _is_whole(path)]
    shown = progress or Lines()
    outcomes = read_documents(
        due,
        decided,
        jobs=jobs,
        keep_names=keep_names,
        run=run,
        on_start=lambda plan: shown.start(plan_words(plan)),
    )
    with closing(followed(outcomes, len(due), "documents", shown, plan_words)) as told:
        for outcome in told:
            path = stored.pop(outcome.item)
            if outcome.value is None:
                problems.append(problem_of(outcome))
                continue
            try:
                _save(outcome.value, path)
                stored[outcome.item] = path
            except FileError as error:  # what was read cannot be kept, and the others are read all the same
                problems.append(problem_of(replace(outcome, error=error)))
    for path in set(store.glob("*.json")) - set(stored.values()):
        with suppress(OSError):
            path.unlink()
    return Readings(
        found, {plan: stored[plan] for plan in found.plans if plan in stored}, found.problems + problems
    )


class Interrupted(KeyboardInterrupt):
    """Stopped by the person at the notebook; shown there as one line."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def read_and_keep(data: Path | str, jobs: int = 2) -> PlansRead:
    """Read a data folder for a person who waits for it, and keep what was read in the person's own cache."""
    found, store = find_plans(data), kept_readings(Path(data))
    try:
        return read_once(Path(data), found, store, jobs=jobs, progress=progress_for()).load()
    except KeyboardInterrupt:
        said = "Stopped. The documents read so far are kept: run the cell again to go on."
        raise Interrupted(said) from None


def kept_readings(data: Path) -> Path:
    """The folder that keeps what was read from one data folder."""
    mark = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]
    return user_cache_path("wres_analysis", appauthor=False) / "documents" / mark


def _keys(
    plans: list[PlanFile], decided: Decided, keep_names: bool
) -> tuple[dict[PlanFile, str], list[Problem]]:
    keys: dict[PlanFile, str] = {}
    problems = []
    for plan in plans:
        name = printable(plan.path.name)
        try:
            sha256 = file_sha256(plan.path)
        except OSError as error:
            gone = DocumentError(f"the file cannot be opened ({error.strerror})", name, "put it back")
            problems.append(Problem(plan.organisation, plan.plan_year, name, gone))
            continue
        parts = [package_hash(), sha256, plan.organisation, plan.plan_year, plan.path.name]
        lines = sorted(one for one in decided.mappings if one.fits(plan))
        options = [keep_names, lines, decided.words.files]
        keys[plan] = hashlib.sha256(json.dumps([parts, options]).encode()).hexdigest()
    return keys, problems


def _save(read: Extracted, path: Path) -> None:
    tables = {"actions": read.actions, "notes": read.notes, "plan": table_of([read.plan], PLANS)}
    kept = {
        name: json.loads(dates_as_text(table).to_json(orient="split", index=False, double_precision=15))
        for name, table in tables.items()
    }
    write_text_whole(path, json.dumps({**kept, "end": True}, ensure_ascii=False))


def _is_whole(path: Path) -> bool:
    """Whether a file ends as one that was written to its end; cheap, as it is asked of every document."""
    try:
        with path.open("rb") as stream:
            stream.seek(-len(_END), 2)
            return stream.read() == _END
    except OSError:
        return False


def _load(path: Path) -> Extracted:
    kept = json.loads(path.read_text(encoding="utf-8"))
    (plan,) = _table(kept["plan"], PLANS).to_dict("records")
    return Extracted(
        _table(kept["actions"], ACTIONS),
        _table(kept["notes"], READING_NOTES),
        {str(name): value for name, value in plan.items()},
    )


def _table(kept: Mapping[str, Any], schema: Schema) -> pd.DataFrame:
    return table_of((dict(zip(kept["columns"], row, strict=True)) for row in kept["data"]), schema)
