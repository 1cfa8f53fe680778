"""A data folder opened by a person in a notebook: a bar while it is read, and a second time in a moment."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

if TYPE_CHECKING:
    from wres_analysis.analysis import Analysis


class Interrupted(KeyboardInterrupt):
    """Stopped by the person at the notebook; shown there as one line."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def analyse_here(data: Path | str) -> Analysis:
    """The whole walk over a data folder, for a person who waits for it.

    What was read from each document is kept in the person's own cache folder, under a hash of the document
    and of the package, so that the next notebook opens at once.
    """
    from wres_analysis.analysis import measure
    from wres_analysis.data_folder import find_plans
    from wres_analysis.linking.review import read_reviewed_links
    from wres_analysis.plans.reading_cache import read_once
    from wres_analysis.processes.progress import progress_for

    with _stopped_in_one_line():
        reviewed = read_reviewed_links(Path(data) / "links_reviewed.csv")
        found, store = find_plans(data), kept_readings(Path(data))
        return measure(read_once(Path(data), found, store, progress=progress_for()).load(), reviewed)


def kept_readings(data: Path) -> Path:
    """The folder that keeps what was read from one data folder."""
    mark = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]
    return user_cache_path("wres_analysis", appauthor=False) / "documents" / mark


@contextmanager
def _stopped_in_one_line() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        said = "Stopped. The documents read so far are kept: run the cell again to go on."
        raise Interrupted(said) from None
