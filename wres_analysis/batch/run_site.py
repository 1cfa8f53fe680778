"""Where a run works: this machine, or another site that the cluster room makes of it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from wres_analysis.processes.workers import Outcome, run_in_children

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
