"""A site of a run that is not this machine alone: data and reports in a store, the work on a Dask cluster."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from filelock import FileLock

from wres_analysis.batch.run_site import Executor, RunSite
from wres_analysis.cluster.connection import connected
from wres_analysis.cluster.dask_executor import DaskExecutor
from wres_analysis.cluster.working_copy import WorkingCopy
from wres_analysis.errors import BatchError, DataFolderError, WresError

_COPIES = Path(".cache") / "wres_analysis"
_DATA = ("plans", "workforce")
_REPORTS = (
    "organisations",
    "workforce",
    "comparison",
    "carry_over",
    "benchmark",
    "failed",
    ".cache/documents",
)


def is_store(path: Path | str) -> bool:
    """Whether a path is the address of a store and not one of this machine.

    Examples
    --------
    >>> is_store("s3://bucket/plans"), is_store("C:/plans"), is_store("file:///plans")
    (True, False, False)
    """
    return "://" in str(path) and not str(path).startswith("file://")


def without_secrets(path: Path | str) -> str:
    """An address as it may be shown: without user, password and query.

    Examples
    --------
    >>> without_secrets("sftp://ann:pw@host/reports?token=x"), without_secrets("reports")
    ('sftp://host/reports', 'reports')
    """
    if not is_store(path):
        return str(path)
    parts = urlsplit(str(path))
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def here(path: Path | str, what: str) -> Path:
    """The folder on this machine that stands for a path: the path itself, or the copy of a store."""
    if not is_store(path):
        return Path(str(path).removeprefix("file://"))
    name = hashlib.sha256(str(path).encode()).hexdigest()[:16]
    return Path.home() / _COPIES / name / what


def index_page(reports: Path | str) -> str:
    """What to open when a run is done: the address of the index, as it may be shown."""
    if is_store(reports):
        return f"{without_secrets(reports).rstrip('/')}/index.html"
    return str(here(reports, "reports").resolve() / "index.html")


def data_here(data: Path | str) -> Path:
    """The data folder on this machine; one in a store is brought up to date first.

    Objects whose names no file here may have, such as `plans/../x`, are left where they are.
    """
    folder = here(data, "data")
    if is_store(data):
        with _told(data, DataFolderError):
            folder.mkdir(parents=True, exist_ok=True)
            with FileLock(folder.with_name("data.lock")):
                WorkingCopy(str(data), folder, _DATA, without_secrets(data)).fetch()
    return folder


@contextmanager
def reports_in(reports: Path | str, place: Path) -> Iterator[Callable[[str], None]]:
    """Take reports out to a store as they are finished, and everything else at the end."""
    if not is_store(reports):
        yield lambda _: None
        return
    told = partial(_told, reports, BatchError)
    with told():
        copy = WorkingCopy(str(reports), place, _REPORTS, without_secrets(reports))
        copy.claim()
    try:
        with told():
            copy.fetch()
        try:
            yield told()(copy.deliver)
        except BaseException:
            with suppress(Exception):  # what stopped the run is told, not what came of it
                copy.deliver_rest(remove=False)
            raise
        with told():
            copy.deliver_rest()
    finally:
        with suppress(Exception):
            copy.release()


@contextmanager
def _told(path: Path | str, kind: type[WresError]) -> Iterator[None]:
    """One line for whatever a store or its library says."""
    shown = without_secrets(path)
    try:
        yield
    except WresError:
        raise
    except ImportError:
        scheme = str(path).partition("://")[0]
        remedy = "in the project's folder: python -m pip install -e '.[cluster]', or fsspec's library for it"
        raise kind(f"'{scheme}://' needs a library that is not installed", shown, remedy) from None
    except Exception as error:  # every store has errors of its own
        cause = f"{type(error).__name__}: {error}".replace(str(path), shown)
        cause = re.sub(r"//[^/@\s]*@", "//", cause)
        raise kind(
            f"the store cannot be used ({cause[:200]})", shown, "check address and credentials"
        ) from None


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
