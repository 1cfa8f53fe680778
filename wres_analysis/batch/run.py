"""A run over a whole data folder: everything read once, one notebook per organisation, three for all.

Each notebook runs in a child process of its own, in a folder aside that takes its place only when
everything in it is finished. What is still right from an earlier run is not made again, so a run that was
stopped goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from wres_analysis.batch.batch_record import BatchResult, Clock, Work
from wres_analysis.batch.notebook_reports import (
    NOTEBOOKS,
    Report,
    check_parameters,
    plan_reports,
    with_parameters,
)
from wres_analysis.batch.notebook_run import Engine, make_report
from wres_analysis.batch.preparation import Prepared, codes_with_counts, earlier_preparation, key_of, prepare
from wres_analysis.batch.reports_folder import only_run, staging_folder, sweep, with_running_cell, writable
from wres_analysis.data_folder import PlansFound, find_plans, nearest
from wres_analysis.errors import DataFolderError
from wres_analysis.plans.reading_cache import Readings, read_once
from wres_analysis.processes.progress import Logged, Progress, progress_if_seen
from wres_analysis.processes.workers import Outcome, preload, run_in_children
from wres_analysis.writing import told

Outcomes = Generator[Outcome[Any, Any]]
Run = Callable[..., Outcomes]


class Executor(NamedTuple):
    """What does the work of a run."""

    documents: Run  # as `run_in_children`, for plans
    reports: Run  # the same for reports; the function also takes the reports folder, as `reports`
    call: Callable[..., Any]  # calls one function on its arguments


class RunSite:
    """The folders and children of this machine. Another site overrides what lies or works elsewhere."""

    def __init__(self, data: Path | str, reports: Path | str) -> None:
        self.reports = Path(reports)
        self._data = Path(data)

    def data(self) -> Path:
        """The data folder on this machine, up to date."""
        return self._data

    def delivery(self, _place: Path) -> AbstractContextManager[Callable[[str], None]]:
        """Called with the key of each report that is finished; everything else is delivered at the end."""
        return nullcontext(lambda _: None)

    @contextmanager
    def executor(self, place: Path) -> Iterator[Executor]:
        """What runs documents and notebooks for a reports folder."""
        yield Executor(run_in_children, partial(_with_reports, place), _call)


def _with_reports(place: Path, function: Callable[..., Any], items: Iterable[Any], **how: Any) -> Outcomes:
    return run_in_children(partial(function, reports=place), items, **how)


def _call(function: Callable[..., Any], *given: Any) -> Any:
    return function(*given)


SECONDS_FOR_A_NOTEBOOK = 300
MEGABYTES_FOR_A_NOTEBOOK = 4000
PRELOADED = "wres_analysis.batch.preloading"


def run_batch(
    data: Path | str,
    reports: Path | str,
    *,
    organisations: Sequence[str] = (),
    parameters: Mapping[str, object] | None = None,
    jobs: int = 2,
    fresh: bool = False,
    keep_names: bool = False,
    engine: Engine = "inline",
    seconds: float = SECONDS_FOR_A_NOTEBOOK,
    megabytes: int = MEGABYTES_FOR_A_NOTEBOOK,
    notebooks: Path = NOTEBOOKS,
    progress: Progress | None = None,
    site: RunSite | None = None,
) -> BatchResult:
    """Read a data folder, link, measure and compare, and write every report.

    Parameters
    ----------
    data : path
        Data folder.
    reports : path
        Folder for the reports; made where it is missing.
    organisations : sequence of str, optional
        Make the reports of these only, compared with everyone in the data folder.
    parameters : mapping, optional
        Further parameters for the notebooks that know them.
    jobs : int
        Documents or notebooks at the same time.
    fresh : bool
        Make again what is still right.
    keep_names : bool
        Keep names of persons as printed; the reports then say so.
    engine : {"inline", "kernel"}
        Run the cells in the child process itself, or in a kernel of their own: slower, for widgets and
        doubts.
    seconds, megabytes
        Time and memory for one notebook.
    notebooks : pathlib.Path
        Folder with the notebooks.
    progress : Progress, optional
        Shows what happens; by default a bar where somebody waits in a notebook, and nothing elsewhere.
    site : RunSite, optional
        Where data and reports lie and what does the work, where that is not this machine: see
        `wres_analysis.cluster.remote_site.RemoteSite` for object stores and Dask clusters.

    Returns
    -------
    BatchResult

    Raises
    ------
    DataFolderError
        There is nothing to read, or an organisation is not in the data folder.
    BatchError
        A notebook is missing or does not know a parameter; the reports folder cannot be written, or another
        run is at work there.
    FileError
        A file that the whole run needs cannot be read or written; it is named.
    """
    site = site or RunSite(data, reports)
    place = writable(site.reports)
    preload(PRELOADED)  # before the first child: there is one server for documents and notebooks
    with told(), only_run(place), site.delivery(place) as deliver, site.executor(place) as executor:
        clock, shown = Clock(), Logged(progress or progress_if_seen(), place / "run.log")
        sweep(place)
        folder = site.data()
        found = find_plans(folder)
        asked, unknown = _known(found, organisations)
        counted = codes_with_counts(folder)
        every = _checked(found, notebooks, counted, parameters or {})
        with clock.step("read"):
            readings = read_once(
                folder,
                found,
                place / ".cache" / "documents",
                jobs=jobs,
                keep_names=keep_names,
                fresh=fresh,
                run=executor.documents,
                progress=shown,
            )
        prepared = _prepared(folder, place, readings, fresh, clock, shown, executor)
        alone = _without_plan(found, counted, asked)
        failed = [*unknown, *_unread(readings, asked), *_refused(prepared, asked), *alone]
        work = Work(place, prepared, every, asked, failed)
        limits = {"jobs": jobs, "seconds": seconds, "megabytes": megabytes}
        with work.recorded(clock, {"engine": engine, **limits}), clock.step("notebooks"):
            make, run = partial(make_report, engine=engine), partial(executor.reports, **limits)
            with closing(_run_all(work.due(fresh), make, place, shown, run)) as outcomes:
                for outcome in outcomes:
                    work.take(outcome)
                    if not outcome.error:
                        deliver(outcome.item.key)
        return work.result(clock.total)


def _known(found: PlansFound, organisations: Sequence[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """The codes asked for that are there, and a line for each that is not; one at least must be there."""
    known = [str(code) for code in found.organisations["code"]]
    errors = {
        code: DataFolderError(
            f"organisation '{code}' is not in the data folder", "plans", nearest(code, known)
        )
        for code in organisations
        if code not in known
    }
    if errors and len(errors) == len(set(organisations)):
        raise next(iter(errors.values()))
    asked = [code for code in organisations if code in known]
    return asked, [(code, str(error)) for code, error in errors.items()]


def _checked(
    found: PlansFound, notebooks: Path, counted: Sequence[str], parameters: Mapping[str, object]
) -> list[Report]:
    """Every report that there can be, its notebook and parameters checked."""
    names = {
        str(row["code"]): str(row["name"] or row["code"]) for row in found.organisations.to_dict("records")
    }
    reports = with_parameters(list(plan_reports(names, notebooks, counted)), parameters)
    check_parameters(reports)
    return reports


def _prepared(
    data: Path,
    place: Path,
    readings: Readings,
    fresh: bool,
    clock: Clock,
    shown: Progress,
    executor: Executor,
) -> Prepared:
    key = key_of(data, readings)
    earlier = None if fresh else earlier_preparation(place, key)
    if earlier is not None:
        return earlier
    from wres_analysis.analysis import walk

    shown.say("linking and measuring")
    with clock.step("link and measure"):
        analysis = walk(data, readings.load, executor.call)
    with clock.step("tables and workbook"):
        return prepare(analysis, place, key, data)


def _unread(readings: Readings, organisations: Sequence[str]) -> list[tuple[str, str]]:
    return [
        (problem.organisation, str(problem.error))
        for problem in readings.problems
        if not organisations or problem.organisation in organisations
    ]


def _refused(prepared: Prepared, organisations: Sequence[str]) -> list[tuple[str, str]]:
    return [(code, line) for code, line in prepared.refused if not organisations or code in organisations]


def _without_plan(
    found: PlansFound, counted: Sequence[str], organisations: Sequence[str]
) -> list[tuple[str, str]]:
    """A line for each organisation with staff counts and no plan to set them beside."""
    known = {*found.organisations["code"]}
    alone = [code for code in counted if code not in known and (not organisations or code in organisations)]
    what, remedy = "staff counts are there and no plan, so it has no page", "put its plan into plans/{}"
    return [(code, str(DataFolderError(what, f"workforce/{code}", remedy.format(code)))) for code in alone]


def _run_all(
    due: Sequence[Report],
    function: Callable[[Report], str],
    place: Path,
    shown: Progress,
    run: Callable[..., Generator[Outcome[Report, str]]],
) -> Generator[Outcome[Report, str]]:
    if not due:
        return
    shown.begin(len(due), "reports")
    outcomes = run(
        function,
        due,
        name=lambda report: report.key,
        on_start=lambda report: shown.start(report.key),
        remedy="run it again; if it happens again, open its notebook in JupyterLab",
    )
    try:
        with closing(outcomes):
            for outcome in outcomes:
                located = _located(outcome, place)
                shown.done(located.item.key, located.seconds, located.error)
                yield located
    finally:
        shown.end()


def _located(outcome: Outcome[Report, str], place: Path) -> Outcome[Report, str]:
    """The outcome, with the cell that was running in its error."""
    if outcome.error is None:
        return outcome
    error = with_running_cell(outcome.error, staging_folder(place, outcome.item.key))
    return replace(outcome, error=error)
