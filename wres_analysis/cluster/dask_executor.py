"""The work of a run on a Dask cluster: the same functions, another executor.

Dask finds a worker for each item and tries again what a dead one left. Only as many items are handed over
as there are threads, because Dask blames every task that waits on a worker for that worker's death.
"""

from __future__ import annotations

import os
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from wres_analysis.batch.notebook_reports import Report
from wres_analysis.batch.preparation import EVERYONE
from wres_analysis.batch.reports_folder import staging_folder, take_place
from wres_analysis.batch.run import Outcomes
from wres_analysis.cluster.tasks import (
    Task,
    TaskResult,
    call_here,
    do_task,
    packed,
    task_error,
    unpack,
    unreadable,
    workers_died,
)
from wres_analysis.data_folder import PlanFile
from wres_analysis.errors import BatchError
from wres_analysis.processes.workers import Outcome
from wres_analysis.versions import package_hash

SECONDS_WITHOUT_WORKERS = 60
_TICK = 1


class DaskExecutor:
    """The workers of a Dask cluster; they need no disk in common with this machine."""

    def __init__(self, client: Any, address: str, place: Path) -> None:
        self._client, self._address, self._place = client, address, place
        self._packed: dict[Path, bytes] = {}

    def read(self, function: Callable[[PlanFile], Any], plans: Iterable[PlanFile], **how: Any) -> Outcomes:
        """Call a function on each plan, its document sent along; otherwise as `run_in_children`."""

        def submitted(plans: list[PlanFile], **about: Any) -> Any:
            paths = [Path("documents", str(number), plan.path.name) for number, plan in enumerate(plans)]
            files = packed({path.as_posix(): plan.path for path, plan in zip(paths, plans, strict=True)})
            there = [replace(plan, path=path) for path, plan in zip(paths, plans, strict=True)]
            task = Task(function=partial(_read_there, function), items=there, files=(files,), **about)
            return self._client.submit(do_task, task, pure=False)

        return self._run(submitted, plans, **how)

    def make(self, function: Callable[..., str], reports: Iterable[Report], **how: Any) -> Outcomes:
        """Make each report, its tables sent along, and put it in place here; as `run_in_children`."""

        def submitted(reports: list[Report], **about: Any) -> Any:
            (report,) = reports
            own, shared = self._tables(report)
            there = replace(report, template=Path("notebooks") / report.template.name)
            files = packed({there.template.as_posix(): report.template, **own})
            back = tuple(path.relative_to(self._place).as_posix() for path in self._folders(report))
            made = partial(_make_there, function)
            task = Task(function=made, items=[there], files=(files, *shared), back=back, **about)
            return self._client.submit(do_task, task, pure=False)

        return self._run(submitted, reports, take=self._put_in_place, **how)

    def call(self, function: Callable[..., Any], *given: Any) -> Any:
        """Call one function on a worker, and wait for it."""
        future = self._client.submit(call_here, package_hash(), function, *given, pure=False)
        self._any_of([future])
        error = future.exception()
        if error is not None:
            raise task_error(error, "all plans")
        return future.result()

    def _run(
        self,
        submitted: Callable[..., Any],
        items: Iterable[Any],
        *,
        name: Callable[[Any], str] = str,
        on_start: Callable[[Any], None] | None = None,
        take: Callable[[Any, Outcome[Any, Any], bytes], None] = lambda *_: None,
        jobs: int = 0,
        per_child: int = 1,
        **limits: Any,
    ) -> Outcomes:
        del jobs  # the cluster has as many threads as it has
        waiting, working = deque(self._shares(list(items), per_child)), dict[Any, list[Any]]()
        about = {"limits": {**limits, "per_child": per_child}, "package": package_hash()}

        def submit(share: list[Any]) -> Any:
            if on_start:
                on_start(share[0])
            return submitted(share, names=[name(item) for item in share], **about)

        try:
            while waiting or working:
                refused = self._hand_over(waiting, working, submit)
                done = [(future, working.pop(future)) for future in self._any_of(working)]
                waiting.extend(
                    [item] for future, share in done if _was_too_much(future, share) for item in share
                )
                refused += self._hand_over(waiting, working, submit)  # no worker waits while we take in
                yield from (Outcome(item, None, unreadable(error, name(item)), 0) for item, error in refused)
                for future, share in done:
                    if not _was_too_much(future, share):
                        yield from _outcomes(future, share, name, take)
        finally:
            with suppress(Exception):  # nothing is left to cancel where the cluster is gone
                self._client.cancel(list(working), force=True)

    def _shares(self, items: list[Any], most: int) -> Iterator[list[Any]]:
        """Items that are handed over together: several where a child may take several."""
        size = max(1, min(most, len(items) // (4 * self._threads())))
        return (items[first : first + size] for first in range(0, len(items), size))

    def _threads(self) -> int:
        try:
            return max(1, int(sum(self._client.nthreads().values())))
        except OSError:
            raise self._gone("the cluster is gone") from None

    def _gone(self, what: str) -> BatchError:
        return BatchError(what, self._address, "what was finished stays, run the same command again to go on")

    def _hand_over(
        self, waiting: deque[list[Any]], working: dict[Any, list[Any]], submit: Callable[[list[Any]], Any]
    ) -> list[tuple[Any, OSError]]:
        """Give every free thread its share; an item whose file cannot be read comes back."""
        refused = []
        threads = self._threads()
        while waiting and len(working) < threads:
            share = waiting.popleft()
            try:
                working[submit(share)] = share
            except OSError as error:
                if len(share) == 1:
                    refused.append((share[0], error))
                else:
                    waiting.extendleft([item] for item in share)
        return refused

    def _any_of(self, futures: Iterable[Any]) -> list[Any]:
        """Those that are finished, as soon as there are any."""
        wait = import_module("distributed").wait

        working = list(futures)
        alive = time.monotonic()
        while working:
            try:
                with self._client.as_current():
                    return list(wait(working, timeout=_TICK, return_when="FIRST_COMPLETED").done)
            except TimeoutError:
                if self._client.status == "running" and self._client.nthreads():
                    alive = time.monotonic()
                if time.monotonic() - alive > SECONDS_WITHOUT_WORKERS:
                    raise self._gone("the cluster has no worker any more") from None
            except (CancelledError, OSError):  # what futures become when their scheduler is gone
                raise self._gone("the cluster is gone") from None
        return []

    def _tables(self, report: Report) -> tuple[dict[str, Path], list[bytes]]:
        """The tables that a report is made from: its own as files, those that others need too as packed once.

        They go with every report. As a result that Dask hands round they would draw all the work to the
        worker that holds them.
        """
        given = str(report.parameters.get("tables_dir", ""))
        folder = Path(os.path.normpath(staging_folder(self._place, report.key) / given))
        if not given or not folder.is_relative_to(self._place):
            return {}, []
        if folder in (self._place, self._place / ".cache" / EVERYONE):
            return {}, [self._packed_once(folder)]
        return self._csv_files(folder), [self._packed_once(folder.parent)]

    def _packed_once(self, folder: Path) -> bytes:
        if folder not in self._packed:
            self._packed[folder] = packed(self._csv_files(folder))
        return self._packed[folder]

    def _csv_files(self, folder: Path) -> dict[str, Path]:
        return {path.relative_to(self._place).as_posix(): path for path in sorted(folder.glob("*.csv"))}

    def _folders(self, report: Report) -> tuple[Path, Path]:
        """Where a report lies when it is finished, and where it is made."""
        return self._place / report.key, staging_folder(self._place, report.key)

    def _put_in_place(self, report: Report, outcome: Outcome[Any, Any], files: bytes) -> None:
        """Lay what was brought back where it would lie had it been made here."""
        target, aside = self._folders(report)
        arrived = self._place / ".cache" / "arrived"
        for left in (arrived, aside):
            shutil.rmtree(left, ignore_errors=True)
        try:
            unpack(files, arrived)
            come = arrived / (aside if outcome.error else target).relative_to(self._place)
            if come.is_dir():
                aside.parent.mkdir(parents=True, exist_ok=True)
                come.rename(aside)
        finally:
            shutil.rmtree(arrived, ignore_errors=True)
        if not outcome.error:
            take_place(aside, target)


def _read_there(function: Callable[[PlanFile], Any], folder: Path, plan: PlanFile) -> Any:
    return function(replace(plan, path=folder / plan.path))


def _make_there(function: Callable[..., str], folder: Path, report: Report) -> str:
    return function(replace(report, template=folder / report.template), reports=folder)


def _was_too_much(future: Any, share: list[Any]) -> bool:
    """Whether workers died of a share of several items: each is then tried by itself."""
    return len(share) > 1 and workers_died(future.exception())


def _outcomes(
    future: Any,
    share: list[Any],
    name: Callable[[Any], str],
    take: Callable[[Any, Outcome[Any, Any], bytes], None],
) -> Outcomes:
    error = future.exception()
    if error is not None:
        yield from (Outcome(item, None, task_error(error, name(item)), 0) for item in share)
        return
    done: TaskResult = future.result()
    for number, outcome in done.outcomes.items():
        item = share[number]
        refused = _refused(partial(take, item, outcome, done.files), name(item))
        if refused:
            outcome = replace(outcome, value=None, error=refused)
        yield replace(outcome, item=item)


def _refused(take: Callable[[], None], name: str) -> BatchError | None:
    """Why what was brought back cannot be put in place."""
    try:
        take()
    except BatchError as refused:
        return refused
    except OSError as error:
        line = f"the report cannot be written ({error.strerror or error})"
        return BatchError(line, name, "make room and run again")
    return None
