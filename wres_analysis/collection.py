"""The published files that `sources.csv` names, fetched into the data folder whole, never over another.

What was fetched, when, from where and with which hash stands in `sources.lock.csv`, written after each file:
a collection that was stopped goes on where it was, and anyone can repeat it.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import ChunkedEncodingError
from urllib3.util import Retry

from wres_analysis import __version__
from wres_analysis.documents.opening import MEGABYTE, MOST, kind_of
from wres_analysis.errors import DataFolderError, DocumentError, WresError
from wres_analysis.plan_years import plan_year_of
from wres_analysis.processes.progress import Lines, Progress
from wres_analysis.tables import columns_of, read_csv_text, read_table, table_of, write_table

SOURCES = "sources.csv"
_NEEDED = ("code", "plan_year", "address")
FETCHED_FILE = "sources.lock.csv"
CHANGED_FOLDER = "changed"
FETCHED = columns_of("FETCHED")
PAUSE = 1.0  # seconds between two requests to one host: a published page, not a service, answers
TIMEOUT = (10, 60)  # seconds to connect, and without a byte: slow council servers take half a minute
TRIES = 3  # of a download that breaks off; what came already is not asked for again where the server can
_CHUNK = 65_536  # bytes: what a download that breaks off loses at most
_ENDINGS = {"pdf": ".pdf", "docx": ".docx", "xlsx": ".xlsx", "html": ".html", "csv": ".csv", "txt": ".txt"}
_LINK_TO_DOCUMENT = re.compile(rb"href\s*=\s*[\"']?[^\"'>\s]+\.(?:pdf|docx?|xlsx?)\b", re.IGNORECASE)
_PASSWORD_FIELD = re.compile(rb"<input[^>]+type\s*=\s*[\"']?password", re.IGNORECASE)
_AGENT = f"wres_analysis/{__version__} (collects published WRES action plans, one request at a time)"
_STATUS_WORDS: Mapping[int, tuple[str, str]] = {
    401: ("it is not open to the public", "find its public address"),
    403: ("the server refuses it", "open the address in a browser and save the file by hand"),
    404: ("there is no such page any more", "look for the new address"),
    410: ("there is no such page any more", "look for the new address"),
    429: ("the server asks to come back later", "run the same command again tomorrow"),
}


@dataclass
class Collection:
    """What became of the sources of a data folder."""

    fetched: list[str] = field(default_factory=list)  # files, from the data folder
    unchanged: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)  # one line each
    remarks: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


class _Answer(NamedTuple):
    """What came from an address."""

    came_from: str
    sha256: str
    etag: str
    last_modified: str


@dataclass(frozen=True)
class Source:
    """One line of sources.csv."""

    code: str
    plan_year: str
    address: str
    sha256: str
    line: int

    @property
    def key(self) -> tuple[str, str]:
        """Code and plan year."""
        return self.code, self.plan_year

    @property
    def name(self) -> str:
        """How it is called in messages."""
        return f"{self.code} {self.plan_year}"


def read_sources(data: Path) -> list[Source]:
    """The lines of sources.csv; one that cannot be right is an error that names it."""
    path = data / SOURCES
    if not path.is_file():
        remedy = f"write one with the columns {', '.join(_NEEDED)} and, optional, sha256"
        raise DataFolderError(f"there is no {SOURCES}", data.name, remedy)
    table = read_csv_text(path)
    missing = [name for name in _NEEDED if name not in table.columns]
    if missing:
        raise DataFolderError(f"column {', '.join(missing)} is missing", SOURCES, "add it to the first line")
    rows = table.reindex(columns=[*_NEEDED, "sha256"], fill_value="").to_dict("records")
    sources = [
        Source(**{str(name): str(value).strip() for name, value in row.items()}, line=number)
        for number, row in enumerate(rows, start=2)
        if any(str(value).strip() for value in row.values())
    ]
    for number, source in enumerate(sources):
        _check_source(source, sources[:number])
    return sources


def _check_source(source: Source, earlier: Iterable[Source]) -> None:
    twin = next((one for one in earlier if one.name == source.name), None)
    faults = {
        "it needs a code that can be the name of a folder": not source.code
        or source.code in (".", "..")
        or bool(set(source.code) & set('/\\:*?"<>|')),
        f"'{source.plan_year}' is not a plan year such as 2022-23": not source.plan_year
        or plan_year_of(source.plan_year) != source.plan_year,
        "the address must begin with https:// or http://": urlsplit(source.address).scheme
        not in ("http", "https"),
        f"it names the same plan as line {twin.line if twin else ''}": twin is not None,
        "sha256 must be 64 hexadecimal digits": bool(source.sha256)
        and not re.fullmatch(r"[0-9a-fA-F]{64}", source.sha256),
    }
    fault = next((what for what, wrong in faults.items() if wrong), None)
    if fault:
        raise DataFolderError(fault, f"{SOURCES}, line {source.line}", "correct the line")


def collect(
    data: Path,
    *,
    check: bool = False,
    again: bool = False,
    progress: Progress | None = None,
    pause: float = PAUSE,
) -> Collection:
    """What became of each line of sources.csv: fetched, unchanged, changed, or a line that says why not.

    With `check` it is only said what has changed; with `again` a changed file is fetched and kept apart.
    """
    sources, collector, shown = read_sources(data), _Collector(data, check), progress or Lines()
    found = collector.found
    due = [one for one in sources if check or again or not collector.is_there(one)]
    shown.begin(len(due), "files")
    with _session() as session:
        for source in _with_pauses(due, pause):
            begun, error = time.monotonic(), None
            shown.start(source.name)
            try:
                collector.take(source, session)
            except WresError as refused:
                error = refused
                found.failures.append(f"{source.name}: {refused}")
            shown.done(source.name, time.monotonic() - begun, error)
    shown.end()
    return found


class _Collector:
    """What was fetched into a data folder before, and what becomes of it now."""

    def __init__(self, data: Path, check: bool) -> None:
        self._data, self._check, self.found = data, check, Collection()
        path = data / FETCHED_FILE
        rows = read_table(path, FETCHED).to_dict("records") if path.is_file() else []
        self._held: dict[tuple[str, str], dict[str, Any]] = {
            (str(row["code"]), str(row["plan_year"])): {str(k): v for k, v in row.items()} for row in rows
        }

    def is_there(self, source: Source) -> bool:
        """Whether a source need not be fetched: it was, or somebody's own file is there."""
        held = self._held.get(source.key)
        if held and held["address"] == source.address and (self._data / held["file"]).is_file():
            self.found.unchanged.append(str(held["file"]))
            return True
        own = self._file_of_year(source)
        if own is not None and not held:
            place = own.relative_to(self._data).as_posix()
            said = f"{source.name}: {place} was put there by hand and stays; nothing was fetched"
            self.found.remarks.append(said)
        return own is not None and not held

    def _file_of_year(self, source: Source) -> Path | None:
        folder = self._data / "plans" / source.code
        files = sorted(path for path in folder.glob("*") if path.is_file() and path.name[0] != ".")
        return next((path for path in files if plan_year_of(path.name) == source.plan_year), None)

    def take(self, source: Source, session: requests.Session) -> None:
        """Fetch one source and put it in its place, or compare it with what was fetched before."""
        held = self._held.get(source.key)
        ending = PurePosixPath(urlsplit(source.address).path).suffix
        folder = self._data if self._check else self._data / "plans" / source.code
        part = folder / f".fetching-{source.name}{ending}"
        part.parent.mkdir(parents=True, exist_ok=True)
        try:
            answer = _download(session, source, part, held if self._check else None)
            same = answer is None or (held is not None and answer.sha256 == held["sha256"])
            if held and same and (self._check or (self._data / held["file"]).is_file()):
                self.found.unchanged.append(str(held["file"]))
            elif self._check:
                since = f"since {held['fetched_at']}" if held else "and was never fetched"
                self.found.changed.append(f"{source.name}: it is another file {since}")
            elif answer is not None:
                self._put_in_place(source, part, answer)
        finally:
            part.unlink(missing_ok=True)

    def _put_in_place(self, source: Source, part: Path, answer: _Answer) -> None:
        """Move a fetched file to its place; one that differs from what is there is kept apart and named."""
        now, ending, there = datetime.now(UTC), _ending(source, part, answer), self._file_of_year(source)
        links = len(set(_LINK_TO_DOCUMENT.findall(part.read_bytes()))) if ending == ".html" else 0
        if links > 1:
            self.found.remarks.append(
                f"{source.name}: the page links {links} documents, which were not fetched; if the plan is "
                f"one of them, write its own address into {SOURCES}"
            )
        target = self._data / "plans" / source.code / f"{source.plan_year} WRES action plan{ending}"
        if there is not None:
            target = target.parent / CHANGED_FOLDER / f"{source.plan_year} fetched {now:%Y-%m-%d}{ending}"
            target.parent.mkdir(exist_ok=True)
        place = target.relative_to(self._data).as_posix()
        size = part.stat().st_size
        part.replace(target)
        if there is not None:
            old = there.relative_to(self._data).as_posix()
            said = f"{source.name}: it is another file now, kept as {place}; {old} stays as it is"
            self.found.changed.append(said)
            return
        self.found.fetched.append(place)
        self._held[source.key] = {
            "code": source.code,
            "plan_year": source.plan_year,
            "address": source.address,
            "file": place,
            "bytes": size,
            "fetched_at": f"{now:%Y-%m-%d %H:%M}",
            **answer._asdict(),
        }
        rows = (self._held[key] for key in sorted(self._held))
        write_table(table_of(rows, FETCHED), self._data / FETCHED_FILE)


@contextmanager
def _session() -> Iterator[requests.Session]:
    """Requests that are tried again where a server is busy, as late as it asks for."""
    patient = Retry(total=3, backoff_factor=1, status_forcelist=(429, 502, 503, 504), raise_on_status=False)
    with requests.Session() as session:
        session.headers["User-Agent"] = _AGENT
        for scheme in ("http://", "https://"):
            session.mount(scheme, HTTPAdapter(max_retries=patient))
        yield session


def _with_pauses(sources: Iterable[Source], pause: float) -> Iterator[Source]:
    """The sources, with a pause before a host is asked again."""
    asked: dict[str, float] = {}
    for source in sources:
        host = urlsplit(source.address).netloc
        time.sleep(max(0.0, asked.get(host, 0.0) + pause - time.monotonic()))
        yield source
        asked[host] = time.monotonic()


def _download(
    session: requests.Session, source: Source, part: Path, held: Mapping[str, Any] | None
) -> _Answer | None:
    """The file beside its place; None where the server says that it is still the same."""
    part.unlink(missing_ok=True)
    marks = {"If-None-Match": held["etag"], "If-Modified-Since": held["last_modified"]} if held else {}
    headers = {name: mark for name, mark in marks.items() if mark}
    for attempt in range(1, TRIES + 1):
        try:
            with session.get(
                source.address, stream=True, timeout=TIMEOUT, headers={**headers, **_rest_of(part)}
            ) as response:
                if response.status_code == 304:
                    return None
                _write(response, part, source)
                return _Answer(
                    response.url,
                    hashlib.sha256(part.read_bytes()).hexdigest(),
                    response.headers.get("ETag", ""),
                    response.headers.get("Last-Modified", ""),
                )
        except (requests.ConnectionError, requests.Timeout, ChunkedEncodingError) as error:
            if attempt == TRIES:
                what = "it does not answer" if not part.exists() else "it breaks off"
                raise _refusal(source, f"{what} ({type(error).__name__})", "try again later") from None
        except requests.RequestException as error:
            what = f"it cannot be fetched ({type(error).__name__})"
            raise _refusal(source, what, "open the address in a browser") from None
    return None


def _rest_of(part: Path) -> dict[str, str]:
    """The header that asks only for what has not come yet."""
    return {"Range": f"bytes={part.stat().st_size}-"} if part.exists() else {}


def _write(response: requests.Response, part: Path, source: Source) -> None:
    if not response.ok:
        said = _STATUS_WORDS.get(response.status_code, ("the server does not give it", "try again later"))
        raise _refusal(source, f"{said[0]} (status {response.status_code})", said[1])
    goes_on = response.status_code == 206
    with part.open("ab" if goes_on else "wb") as file:
        for chunk in response.iter_content(_CHUNK):
            file.write(chunk)
            if file.tell() > (most := MOST["MB"] * MEGABYTE):
                raise _refusal(source, f"it has more than {most:,} bytes", "fetch it by hand")


def _ending(source: Source, part: Path, answer: _Answer) -> str:
    """The ending that the content calls for; refused is what cannot be the plan."""
    if source.sha256 and source.sha256.lower() != answer.sha256:
        raise _refusal(source, "it is not the file whose sha256 stands in sources.csv", "compare the two")
    if _PASSWORD_FIELD.search(part.read_bytes()):
        raise _refusal(source, "a page to log in came instead", "find the address that is open to the public")
    try:
        return _ENDINGS[kind_of(part)]
    except DocumentError as error:
        raise _refusal(source, error.what, error.remedy) from None


def _refusal(source: Source, what: str, remedy: str) -> DataFolderError:
    return DataFolderError(what, source.address, remedy)
