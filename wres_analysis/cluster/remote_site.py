"""A site of a run that is not this machine alone: data and reports in a store, the work on a Dask cluster."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from importlib import import_module
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import urlsplit, urlunsplit

from filelock import FileLock

from wres_analysis.batch.reports_folder import in_words, me
from wres_analysis.batch.run import Executor, RunSite
from wres_analysis.cluster.connection import connected
from wres_analysis.cluster.dask_executor import DaskExecutor
from wres_analysis.errors import BatchError, DataFolderError, WresError
from wres_analysis.writing import write_text_whole

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
    """Whether a path is the address of a store and not one of this machine."""
    return "://" in str(path) and not str(path).startswith("file://")


def without_secrets(path: Path | str) -> str:
    """An address as it may be shown: without user, password and query."""
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


_RUNNING = ".cache/running.json"
_RECEIPT = ".receipt.json"
_ASIDE = ".making"
_TABLES = {".csv", ".xlsx", ".html", ".json"}


class WorkingCopy:
    """A copy of a store's folder, and what was known of both when they were last the same."""

    def __init__(self, address: str, folder: Path, parts: Sequence[str], shown: str) -> None:
        self._store, root = import_module("fsspec").url_to_fs(address)
        self._root, self._shown = root.rstrip("/"), shown
        self._folder, self._parts = folder, parts
        self._memory = folder.with_name(f"{folder.name}.json")
        try:
            self._known = json.loads(self._memory.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._known = {"copy": secrets.token_hex(8), "files": {}}
            write_text_whole(self._memory, json.dumps(self._known))

    def fetch(self) -> None:
        """Fetch what is new or changed in the store, and take away here what is not there."""
        there = self._there()
        due = self._changed(there, there)
        for name in due:
            (self._folder / name).parent.mkdir(parents=True, exist_ok=True)
        if due:
            self._store.get([self._at(name) for name in due], [str(self._folder / name) for name in due])
        for name in self._here():
            if name not in there:
                (self._folder / name).unlink()
        self._remember(there)

    def deliver(self, key: str) -> None:
        """Put one report into the store: beside its place first, then in place, its receipt last.

        A report in the store without a receipt is not finished: the next run makes it again.
        """
        names = [name for name in self._here() if name.startswith(f"{key}/")]
        staged = {name: f"{_ASIDE}/{name}" for name in names}
        self._put(staged)
        self._remove([f"{key}/{_RECEIPT}"])
        for name in sorted(names, key=_receipt_last):
            self._store.copy(self._at(staged[name]), self._at(name))
        self._remove(list(staged.values()))
        for name, state in self._listed(key).items():
            self._known["files"][name] = [state, self._state(name)]

    def deliver_rest(self, *, remove: bool = True) -> None:
        """Put everything that has changed into the store, and take away there what is not here."""
        there, here = self._there(), self._here()
        self._put({name: name for name in sorted(self._changed(here, there), key=_receipt_last)})
        if remove:
            self._remove([name for name in there if name not in here])
            self._remove([_ASIDE])
        self._remember(self._there())

    def claim(self) -> None:
        """Write down in the store who is at work, unless somebody else is."""
        holder = json.dumps({**me(), "copy": self._known["copy"]}).encode()
        try:
            self._store.pipe_file(self._at(_RUNNING), holder, mode="create")
        except FileExistsError:
            who = json.loads(self._store.cat_file(self._at(_RUNNING)))
            if who.get("copy") != self._known["copy"]:
                raise BatchError(
                    f"another run is at work here ({in_words(who)})",
                    self._shown,
                    f"wait for it, or take {_RUNNING} away there if it was killed",
                ) from None
            # this machine's own, and its copy is locked by this process: whoever wrote it is dead
            self._store.pipe_file(self._at(_RUNNING), holder)

    def release(self) -> None:
        """Remove the mark of `claim`."""
        self._remove([_RUNNING])

    def _changed(self, names: Iterable[str], there: Mapping[str, str]) -> list[str]:
        known = self._known["files"]
        return [name for name in names if known.get(name) != [there.get(name), self._state(name)]]

    def _there(self) -> dict[str, str]:
        """What is in the store, with a mark of each object that changes with its content."""
        found = {name: state for part in self._parts for name, state in self._listed(part).items()}
        return {**found, **{name: state for name, state in self._listed("").items() if _is_table(name)}}

    def _listed(self, part: str) -> dict[str, str]:
        self._store.invalidate_cache()
        place = self._at(part)
        with suppress(FileNotFoundError):
            if part:
                found = self._store.find(place, detail=True)
            else:
                found = {about["name"]: about for about in self._store.ls(place, detail=True)}
            names = {path[len(self._root) + 1 :]: about for path, about in found.items()}
            return {
                name: hashlib.sha256(repr(sorted(about.items(), key=repr)).encode()).hexdigest()
                for name, about in names.items()
                if about["type"] == "file" and _may_be_file(name)
            }
        return {}

    def _here(self) -> list[str]:
        paths = [path for part in self._parts for path in (self._folder / part).rglob("*") if path.is_file()]
        names = [path.relative_to(self._folder).as_posix() for path in paths]
        tables = [path.name for path in self._folder.glob("*") if path.is_file() and _is_table(path.name)]
        return [name for name in names if _may_be_file(name)] + tables

    def _state(self, name: str) -> list[int] | None:
        try:
            about = (self._folder / name).stat()
        except OSError:
            return None
        return [about.st_size, about.st_mtime_ns]

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}".rstrip("/")

    def _put(self, names: Mapping[str, str]) -> None:
        if names:
            ours = [str(self._folder / name) for name in names]
            self._store.put(ours, [self._at(name) for name in names.values()])

    def _remove(self, names: Sequence[str]) -> None:
        with suppress(FileNotFoundError):
            if names:
                self._store.rm([self._at(name) for name in names], recursive=True)

    def _remember(self, there: Mapping[str, str]) -> None:
        self._known["files"] = {name: [state, self._state(name)] for name, state in there.items()}
        write_text_whole(self._memory, json.dumps(self._known))


def _is_table(name: str) -> bool:
    return "/" not in name and not name.startswith(".") and PurePosixPath(name).suffix in _TABLES


def _may_be_file(name: str) -> bool:
    """No half-made file, and no name that would lie elsewhere here."""
    parts = name.removeprefix(".cache/").split("/")
    return not PureWindowsPath(name).drive and not any(  # "C:x.csv" would lie on another drive there
        part in ("", "..") or (part[0] == "." and part != _RECEIPT) or "\\" in part for part in parts
    )


def _receipt_last(name: str) -> tuple[bool, bool, bool]:
    """Figures before pages, pages before receipts, the record of the run at the very end."""
    return name == "run.json", name.endswith(_RECEIPT), name.endswith(".html")
