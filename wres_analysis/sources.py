"""Where published plans come from: the lines of `sources.csv` in a data folder."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from wres_analysis.errors import DataFolderError
from wres_analysis.plan_years import plan_year_of
from wres_analysis.tables import read_csv_text

SOURCES = "sources.csv"
_NEEDED = ("code", "plan_year", "address")


@dataclass(frozen=True)
class Source:
    """One line of sources.csv."""

    code: str
    plan_year: str
    address: str
    sha256: str
    line: int

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
