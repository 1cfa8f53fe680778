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
from wres_analysis.sources import SOURCES, Source, read_sources
from wres_analysis.tables import columns_of, read_table, table_of, write_table

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
    sources, lock = read_sources(data), _fetched(data)
    found, shown = Collection(), progress or Lines()
    due = [one for one in sources if check or again or not _is_there(data, one, lock, found)]
    shown.begin(len(due), "files")
    with _session() as session:
        for source in _with_pauses(due, pause):
            begun, error = time.monotonic(), None
            shown.start(source.name)
            try:
                _take(data, source, lock, session, found, check=check)
            except WresError as refused:
                error = refused
                found.failures.append(f"{source.name}: {refused}")
            shown.done(source.name, time.monotonic() - begun, error)
    shown.end()
    return found


def _fetched(data: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """What was fetched before, by code and plan year."""
    path = data / FETCHED_FILE
    if not path.is_file():
        return {}
    rows = read_table(path, FETCHED).to_dict("records")
    return {(str(row["code"]), str(row["plan_year"])): {str(k): v for k, v in row.items()} for row in rows}


def _is_there(
    data: Path, source: Source, lock: Mapping[tuple[str, str], Mapping[str, Any]], found: Collection
) -> bool:
    """Whether a source need not be fetched: it was, or somebody's own file is there."""
    held = lock.get((source.code, source.plan_year))
    if held and held["address"] == source.address and (data / held["file"]).is_file():
        found.unchanged.append(str(held["file"]))
        return True
    own = _file_of_year(data, source)
    if own is not None and not held:
        place = own.relative_to(data).as_posix()
        found.remarks.append(f"{source.name}: {place} was put there by hand and stays; nothing was fetched")
    return own is not None and not held


def _file_of_year(data: Path, source: Source) -> Path | None:
    folder = data / "plans" / source.code
    files = sorted(path for path in folder.glob("*") if path.is_file() and path.name[0] != ".")
    return next((path for path in files if plan_year_of(path.name) == source.plan_year), None)


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


def _take(
    data: Path,
    source: Source,
    lock: dict[tuple[str, str], dict[str, Any]],
    session: requests.Session,
    found: Collection,
    *,
    check: bool,
) -> None:
    """Fetch one source and put it in its place, or compare it with what was fetched before."""
    held = lock.get((source.code, source.plan_year))
    folder = data / "plans" / source.code
    ending = PurePosixPath(urlsplit(source.address).path).suffix
    part = (data if check else folder) / f".fetching-{source.name}{ending}"
    part.parent.mkdir(parents=True, exist_ok=True)
    try:
        answer = _download(session, source, part, held if check else None)
        same = answer is None or (held is not None and answer.sha256 == held["sha256"])
        if held and same and (check or (data / held["file"]).is_file()):
            found.unchanged.append(str(held["file"]))
        elif check:
            since = f"since {held['fetched_at']}" if held else "and was never fetched"
            found.changed.append(f"{source.name}: it is another file {since}")
        elif answer is not None:
            ending = _ending(source, part, answer)
            _remark_on_page(source, part, ending, found)
            _put_in_place(data, source, part, ending, answer, lock, found)
    finally:
        part.unlink(missing_ok=True)


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
                source.address,
                stream=True,
                timeout=TIMEOUT,
                headers={**headers, **_rest_of(part)},
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


def _remark_on_page(source: Source, part: Path, ending: str, found: Collection) -> None:
    links = len(set(_LINK_TO_DOCUMENT.findall(part.read_bytes()))) if ending == ".html" else 0
    if links > 1:
        found.remarks.append(
            f"{source.name}: the page links {links} documents, which were not fetched; if the plan is one of "
            f"them, write its own address into {SOURCES}"
        )


def _put_in_place(
    data: Path,
    source: Source,
    part: Path,
    ending: str,
    answer: _Answer,
    lock: dict[tuple[str, str], dict[str, Any]],
    found: Collection,
) -> None:
    """Move a fetched file to its place; one that differs from what is there is kept apart and named."""
    now = datetime.now(UTC)
    there = _file_of_year(data, source)
    target = data / "plans" / source.code / f"{source.plan_year} WRES action plan{ending}"
    if there is not None:
        target = target.parent / CHANGED_FOLDER / f"{source.plan_year} fetched {now:%Y-%m-%d}{ending}"
        target.parent.mkdir(exist_ok=True)
    place = target.relative_to(data).as_posix()
    size = part.stat().st_size
    part.replace(target)
    if there is not None:
        old = there.relative_to(data).as_posix()
        found.changed.append(f"{source.name}: it is another file now, kept as {place}; {old} stays as it is")
        return
    found.fetched.append(place)
    lock[source.code, source.plan_year] = {
        "code": source.code,
        "plan_year": source.plan_year,
        "address": source.address,
        "came_from": answer.came_from,
        "file": place,
        "sha256": answer.sha256,
        "bytes": size,
        "fetched_at": f"{now:%Y-%m-%d %H:%M}",
        "etag": answer.etag,
        "last_modified": answer.last_modified,
    }
    write_table(table_of((lock[key] for key in sorted(lock)), FETCHED), data / FETCHED_FILE)


def _refusal(source: Source, what: str, remedy: str) -> DataFolderError:
    return DataFolderError(what, source.address, remedy)
