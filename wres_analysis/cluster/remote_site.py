"""A site of a run that is not this machine alone: data and reports in a store, the work on a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from wres_analysis.batch.run_site import Executor, RunSite
from wres_analysis.cluster.connection import connected
from wres_analysis.cluster.dask_executor import DaskExecutor
from wres_analysis.cluster.object_stores import data_here, here, reports_in


class RemoteSite(RunSite):
    """Folders or stores for data and reports; this machine or a cluster for the work."""

    def __init__(self, data: Path | str, reports: Path | str, cluster: str = "") -> None:
        super().__init__(here(data, "data"), here(reports, "reports"))
        self._stored_data, self._stored_reports, self._cluster = data, reports, cluster

    def data(self) -> Path:
        """The data folder on this machine; one in a store is brought up to date first."""
        return data_here(self._stored_data)

    def delivery(self, place: Path) -> AbstractContextManager[Callable[[str], None]]:
        """Called with the key of each finished report, which is then put into the store."""
        return reports_in(self._stored_reports, place)

    @contextmanager
    def executor(self, place: Path) -> Iterator[Executor]:
        """The workers of the cluster, where one is named."""
        if not self._cluster:
            with super().executor(place) as here_only:
                yield here_only
            return
        with connected(self._cluster) as client:
            there = DaskExecutor(client, self._cluster, place)
            yield Executor(there.read, there.make, there.call)
