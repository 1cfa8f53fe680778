"""The state of a run: which reports are due, what became of each, and what is written down about it."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from wres_analysis import __version__
from wres_analysis.batch.notebook_reports import ABOUT_MANY, Report, with_links
from wres_analysis.batch.preparation import ALL, Prepared
from wres_analysis.batch.reports_folder import (
    Receipt,
    keep_failed,
    receipt_of,
    sweep,
    write_reasons,
    write_run,
)
from wres_analysis.errors import FileError, with_code
from wres_analysis.measures.peers import SMALLEST_GROUP
from wres_analysis.processes.workers import Outcome
from wres_analysis.reports.index_page import write_index
from wres_analysis.versions import package_hash
from wres_analysis.writing import attempted


@dataclass(frozen=True)
class BatchResult:
    """What a run did."""

    reports: Path
    finished: tuple[str, ...]
    unchanged: tuple[str, ...]
    failures: tuple[str, ...]
    seconds: float


@dataclass
class Clock:
    """How long each step of a run took, in seconds."""

    steps: dict[str, float] = field(default_factory=dict)
    begun: float = field(default_factory=time.monotonic)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time the block, however it ends."""
        begun = time.monotonic()
        try:
            yield
        finally:
            self.steps[name] = round(time.monotonic() - begun, 3)

    @property
    def total(self) -> float:
        """Seconds since the clock was made."""
        return round(time.monotonic() - self.begun, 3)


class Work:
    """The reports of one run."""

    def __init__(
        self,
        place: Path,
        prepared: Prepared,
        every: Iterable[Report],
        organisations: Sequence[str],
        unread: Sequence[tuple[str, str]],
    ) -> None:
        self._place, self._prepared = place, prepared
        held = [report for report in every if _has_rows(report, prepared)]
        asked = {one.key for one in held if not organisations or one.organisation in organisations}
        there = [one.key for one in held if one.key in asked or (place / one.key / "report.html").exists()]
        self._every = [_marked(report, prepared) for report in with_links(held, there)]
        self._asked = [one for one in self._every if one.key in asked]
        lost = {
            code: line for code, line in prepared.lost.items() if not organisations or code in organisations
        }
        self._failed = [*unread, *lost.items()]
        self._outcomes: dict[str, Outcome[Report, str]] = {}
        self._due: set[str] = set()
        self._right: set[str] = set()  # reports that were seen to be right, or made now
        self._also(attempted("failed", partial(write_reasons, place, unread, organisations)))

    def due(self, fresh: bool) -> list[Report]:
        """Reports that are not there, or were made from something else; all of them when `fresh`."""
        due = [one for one in self._asked if fresh or not self._is_current(one)]
        self._due = {report.key for report in due}
        self._right = {one.key for one in self._asked if one.key not in self._due}
        lost = [one for one in due if one.organisation in self._prepared.lost]
        for one in lost:
            self.take(Outcome(one, None, FileError(self._prepared.lost[one.organisation]), 0))
        return [one for one in due if one not in lost]

    def take(self, outcome: Outcome[Report, str]) -> None:
        """Take down what became of one report."""
        report = outcome.item
        self._outcomes[report.key] = outcome
        if not outcome.error:
            self._right.add(report.key)
        else:
            entry = (report.organisation or report.key, str(outcome.error))
            self._failed += [entry] if entry not in self._failed else []  # two reports may want one table
            keep = partial(keep_failed, self._place, report.key, report.organisation, str(outcome.error))
            self._also(attempted(f"failed/{report.organisation or report.key}", keep))

    def _also(self, lines: Iterable[str]) -> None:
        self._failed += [("", line) for line in lines]

    @contextmanager
    def recorded(self, clock: Clock, options: Mapping[str, object]) -> Iterator[None]:
        """Write `run.json` and `index.html` when the block ends, also when it was stopped."""
        stopped = True
        try:
            yield
            stopped = False
        finally:
            sweep(self._place)
            self._record(clock, {**options, "stopped": stopped})

    def result(self, seconds: float) -> BatchResult:
        """What the run did."""
        done = [key for key, outcome in self._outcomes.items() if not outcome.error]
        unchanged = [report.key for report in self._asked if report.key not in self._due]
        failures = tuple(with_code(code, line) for code, line in self._failed)
        return BatchResult(self._place, tuple(done), tuple(unchanged), failures, seconds)

    def _is_current(self, report: Report) -> bool:
        if report.key in self._right:
            return True
        receipt = receipt_of(self._place / report.key)
        return receipt is not None and receipt.fingerprint == report.fingerprint

    def _record(self, clock: Clock, options: Mapping[str, object]) -> None:
        current = {report.key: self._is_current(report) for report in self._every}
        late = "; of an earlier run, out of date"
        pages = {key: "" if ok else late for key, ok in current.items()}
        self._also(attempted("index.html", partial(write_index, self._place, pages, self._failed)))
        record = {
            "package": f"wres_analysis {__version__}",
            "options": options,
            "seconds": {**clock.steps, "in all": clock.total},
            "inputs": self._prepared.inputs,
            "notebooks": {report.key: self._state(report, current) for report in self._asked},
            "failures": [with_code(code, line) for code, line in self._failed],
        }
        self._also(attempted("run.json", partial(write_run, self._place, record)))

    def _state(self, report: Report, current: Mapping[str, bool]) -> dict[str, object]:
        outcome = self._outcomes.get(report.key)
        if outcome is not None and outcome.error:
            cost = {"seconds": round(outcome.seconds, 3), "megabytes": outcome.megabytes}
            return {"status": "failed", "reason": str(outcome.error), **cost}
        if not current[report.key]:
            return {"status": "not done"}
        receipt = receipt_of(self._place / report.key) or Receipt("", 0, None, {})
        status = "done" if outcome is not None else "unchanged"
        return {"status": status, "seconds": receipt.seconds, "megabytes": receipt.megabytes}


def _has_rows(report: Report, prepared: Prepared) -> bool:
    if report.organisation:
        return report.key in prepared.digests
    return report.key not in ABOUT_MANY or len(prepared.names) >= SMALLEST_GROUP


def _marked(report: Report, prepared: Prepared) -> Report:
    """The report with the hash of everything that it is made from."""
    digest = hashlib.sha256(package_hash().encode())
    digest.update(report.template.read_bytes())
    digest.update(
        json.dumps([report.title, dict(report.parameters), report.links, report.organisations]).encode()
    )
    digest.update(prepared.digests[report.key if report.organisation else ALL].encode())
    return replace(report, fingerprint=digest.hexdigest())
