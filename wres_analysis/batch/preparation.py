"""What must be there before the first notebook: every document read, every table written and fingerprinted.

The tables on disk are taken as they are when nothing that they come from has changed since they were
written. Each organisation also gets its own rows apart, so that its notebook takes as long among 250
organisations as among two.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wres_analysis.errors import WresError
from wres_analysis.plans.reading_cache import Readings
from wres_analysis.tables import write_table
from wres_analysis.versions import package_hash
from wres_analysis.writing import write_text_whole

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from wres_analysis.analysis import Analysis
    from wres_analysis.workforce import Workforce

WORKBOOK = "benchmark.xlsx"
ALL = ""  # stands for all organisations together


@dataclass(frozen=True)
class Prepared:
    """What the notebooks of a run start from."""

    key: str  # hash of everything that the tables come from
    names: dict[str, str]  # name of each organisation that has a plan, by code
    digests: dict[str, str]  # hash of the tables that a report shows, by code; under "" that of all tables
    inputs: list[dict[str, str]]  # each plan with the hash of its document
    counted: list[str]  # codes with staff counts that can be shown
    # plans whose status key contradicts itself, staff counts that cannot be right, faults of the workbook
    refused: list[tuple[str, str]]
    files: dict[str, list[int]]  # size and time of each table that was written, by file name


def earlier_preparation(place: Path, key: str) -> Prepared | None:
    """What an earlier run prepared, when it comes from the same and its tables stand as they were written."""
    try:
        prepared = Prepared(**json.loads(_record(place).read_text(encoding="utf-8")))
        unchanged = prepared.files == {name: _state(place / name) for name in prepared.files}
    except (OSError, ValueError, TypeError):
        return None
    return prepared if prepared.key == key and unchanged else None


def codes_with_counts(data: Path) -> list[str]:
    """The codes that have a folder of staff counts."""
    return sorted(path.name for path in (data / "workforce").glob("*") if path.is_dir())


def _files_of_counts(data: Path) -> list[Path]:
    return sorted(path for path in (data / "workforce").rglob("*.csv") if path.is_file())


def key_of(data: Path, readings: Readings) -> str:
    """A hash of everything that the tables of a run come from."""
    digest = hashlib.sha256(package_hash().encode())
    for path in readings.stored.values():
        digest.update(path.name.encode())
    for problem in readings.problems:
        digest.update(json.dumps([*problem[:3], str(problem.error)]).encode())
    for name in ("organisations.csv", "links_reviewed.csv"):
        path = data / name
        digest.update(path.read_bytes() if path.is_file() else b"none")
    for path in _files_of_counts(data):
        digest.update(path.relative_to(data).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def prepare(analysis: Analysis, place: Path, key: str, data: Path) -> Prepared:
    """Write every table of an analysis, the workbook and each organisation's own rows; say what is there.

    Staff counts are written as they may be published: rounded, small ones suppressed.
    """
    from wres_analysis.analysis import save_analysis
    from wres_analysis.plans.reading import contradicted_keys
    from wres_analysis.workforce import open_workforce, save_workforce

    _record(place).unlink(missing_ok=True)
    save_analysis(analysis, place)
    write_table(analysis.pooled, place / "pooled.csv")
    workforce = open_workforce(data)
    faults = _write_workbook(analysis, place / WORKBOOK, workforce)
    save_workforce(workforce, place)
    digests = _with_counts(_digests(analysis), workforce)
    _save_apart(analysis, workforce, [code for code in digests if code != ALL], place / ".cache" / "tables")
    tables = [*analysis.tables, "pooled", *workforce.tables]
    names = [*(f"{name}.csv" for name in tables), *([WORKBOOK] if (place / WORKBOOK).exists() else [])]
    prepared = Prepared(
        key,
        {code: analysis.name_of(code) for code in digests if code != ALL},
        digests,
        _inputs(analysis.plans),
        workforce.codes,
        [
            *contradicted_keys(analysis.reading_notes),
            *((str(row.organisation), f"{row.file}: {row.reason}") for row in workforce.refused.itertuples()),
            *(("", fault) for fault in faults),
        ],
        {name: _state(place / name) for name in names},
    )
    write_text_whole(_record(place), json.dumps(asdict(prepared), ensure_ascii=False))
    return prepared


def _write_workbook(analysis: Analysis, path: Path, workforce: Workforce) -> list[str]:
    """Write the workbook; what went wrong with it is named and costs no page."""
    from wres_analysis.reports.workbook import write_benchmark_workbook

    try:
        return write_benchmark_workbook(analysis, path, workforce)
    except WresError as error:
        return [str(error)]
    except Exception as error:  # whatever it is, the pages must still be made
        return [f"{path.name}: it could not be written ({type(error).__name__}: {error})"]


def _save_apart(analysis: Analysis, workforce: Workforce, codes: list[str], folder: Path) -> None:
    """Each organisation's own rows in a folder of its own, the tables on everyone beside those folders."""
    from wres_analysis.workforce import save_workforce

    shutil.rmtree(folder, ignore_errors=True)
    for name in analysis.shared_tables:
        write_table(analysis.tables[name], folder / f"{name}.csv")
    for code in codes:
        for name, table in analysis.only(code).tables.items():
            if name not in analysis.shared_tables:
                write_table(table, folder / code / f"{name}.csv")
        if code in workforce.codes:
            save_workforce(workforce.among([code]), folder / code)


def _digests(analysis: Analysis) -> dict[str, str]:
    """One hash of the rows that each report shows: its own, and all of the tables on everyone."""
    own: dict[str, list[bytes]] = {str(code): [] for code in analysis.plans["organisation"].unique()}
    shared, rest = [], []
    for name, table in analysis.tables.items():
        rows = _row_hashes(table)
        if name in analysis.shared_tables:
            shared.append(rows.tobytes())
        else:
            rest.append(rows.tobytes())
            groups = table.groupby("organisation").indices
            for code, parts in own.items():
                parts.append(rows[groups[code]].tobytes() if code in groups else b"none")
    ordered = sorted(own)
    return {**{code: _hash([*own[code], *shared]) for code in ordered}, ALL: _hash([*rest, *shared])}


def _with_counts(digests: dict[str, str], workforce: Workforce) -> dict[str, str]:
    """The same hashes, also of the published counts that the reports show."""
    counts = workforce.counts
    rows = {code: _row_hashes(counts[counts["organisation"].eq(code)]).tobytes() for code in digests}
    rows[ALL] = _row_hashes(counts).tobytes()
    return {code: _hash([digest.encode(), rows[code]]) for code, digest in digests.items()}


def _row_hashes(table: pd.DataFrame) -> np.ndarray:
    import pandas as pd

    return pd.util.hash_pandas_object(table.astype("str"), index=False).to_numpy()


def _hash(parts: list[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _inputs(plans: pd.DataFrame) -> list[dict[str, str]]:
    shown = plans[["organisation", "plan_year", "document", "sha256"]]
    return [{str(name): str(value) for name, value in row.items()} for row in shown.to_dict("records")]


def _record(place: Path) -> Path:
    return place / ".cache" / "prepared.json"


def _state(path: Path) -> list[int]:
    about = path.stat()
    return [about.st_size, about.st_mtime_ns]
