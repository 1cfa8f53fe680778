"""What must be there before the first notebook: every document read, every table written and fingerprinted.

The tables on disk are taken as they are when nothing that they come from has changed since they were
written. Each organisation also gets its own rows apart, so that its notebook takes as long among 250
organisations as among two.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wres_analysis.errors import FileError
from wres_analysis.plans.reading_cache import Readings
from wres_analysis.tables import write_tables
from wres_analysis.versions import package_hash
from wres_analysis.writing import attempted, told, whole, write_text_whole

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from wres_analysis.analysis import Analysis
    from wres_analysis.workforce import Workforce

WORKBOOK = "benchmark.xlsx"
ALL = ""  # stands for all organisations together
EVERYONE = "all_tables"  # folder below .cache with the tables that the reports on all are made from


@dataclass(frozen=True)
class Prepared:
    """What the notebooks of a run start from."""

    key: str  # hash of everything that the tables come from
    names: dict[str, str]  # name of each organisation that has a plan, by code
    digests: dict[str, str]  # hash of the rows that a report shows, by its key; under "" that of all tables
    inputs: list[dict[str, str]]  # each plan with the hash of its document
    # plans whose status key contradicts itself, staff counts that cannot be right, faults of the workbook
    refused: list[tuple[str, str]]
    files: dict[str, list[int]]  # size and time of each table that was written, by file name
    # organisations whose own rows could not be written for their reports, with why; kept for no later run
    lost: dict[str, str] = field(default_factory=dict)


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
    for path in sorted(path for path in (data / "workforce").rglob("*.csv") if path.is_file()):
        digest.update(path.relative_to(data).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def prepare(analysis: Analysis, place: Path, key: str, data: Path) -> Prepared:
    """Write every table of an analysis, the workbook and each organisation's own rows; say what is there.

    Staff counts are written as they may be published: rounded, small ones suppressed.
    """
    from wres_analysis.plans.reading import contradicted_keys
    from wres_analysis.workforce import open_workforce

    with told(_record(place), "replaced"):
        _record(place).unlink(missing_ok=True)
    workforce = open_workforce(data)
    lost = _save_for_notebooks(analysis, workforce, place / ".cache")
    faults: list[str] = []
    failed = _published(analysis, place)
    failed += attempted(WORKBOOK, lambda: faults.extend(_workbook(analysis, place / WORKBOOK, workforce)))
    tables = [*analysis.tables, "pooled", *workforce.tables]
    names = [*(f"{name}.csv" for name in tables), WORKBOOK]
    shown = analysis.plans[["organisation", "plan_year", "document", "sha256"]]
    prepared = Prepared(
        key,
        {code: analysis.name_of(code) for code in _codes(analysis)},
        _digests(analysis, workforce),
        [{str(name): str(value) for name, value in row.items()} for row in shown.to_dict("records")],
        [
            *contradicted_keys(analysis.reading_notes),
            *((str(row.organisation), f"{row.file}: {row.reason}") for row in workforce.refused.itertuples()),
            *_waiting(data, analysis),
            *(("", fault) for fault in [*faults, *failed]),
        ],
        {name: _state(place / name) for name in names if (place / name).exists()},
        lost,
    )
    if not failed and not lost:  # otherwise the next run writes the tables again
        write_text_whole(_record(place), json.dumps(asdict(prepared), ensure_ascii=False))
    return prepared


def _workbook(analysis: Analysis, path: Path, workforce: Workforce) -> list[str]:
    from wres_analysis.reports.workbook import write_benchmark_workbook

    return write_benchmark_workbook(analysis, path, workforce)


def _waiting(data: Path, analysis: Analysis) -> list[tuple[str, str]]:
    """Decisions that are kept and have no effect."""
    from wres_analysis.linking.review import decisions_waiting, read_reviewed_links

    reviewed = read_reviewed_links(data / "links_reviewed.csv")
    return [] if reviewed is None else decisions_waiting(reviewed, analysis.actions)


def _codes(analysis: Analysis) -> list[str]:
    return sorted(str(code) for code in analysis.plans["organisation"].unique())


def _save_for_notebooks(analysis: Analysis, workforce: Workforce, cache: Path) -> dict[str, str]:
    """Every table for the reports on all; each organisation's own rows, those on everyone beside them.

    A report is never made from a table that could not be replaced: what all need stops the run, an
    organisation's own rows its own reports alone, and these are returned, by code, with why.
    """
    from wres_analysis.analysis import save_analysis
    from wres_analysis.workforce import save_workforce

    everyone, apart = cache / EVERYONE, cache / "tables"
    for folder in (everyone, apart):
        shutil.rmtree(folder, ignore_errors=True)
    failed = save_analysis(analysis, everyone) + save_workforce(workforce, everyone)
    shared = {name: analysis.tables[name] for name in analysis.shared_tables}
    failed += write_tables(shared, apart) + write_tables({"pooled": analysis.pooled}, everyone)
    if failed:
        raise FileError(failed[0], "", "what was finished stays")
    counted, codes, lost = set(workforce.codes), _codes(analysis), dict[str, str]()
    for code in codes:
        own = {name: table for name, table in analysis.only(code).tables.items() if name not in shared}
        own |= workforce.only(code).tables if code in counted else {}
        lost.update((code, line) for line in write_tables(own, apart / code))
    if len(lost) == len(codes) > 1:  # a full disk is one fault, not one for each
        raise FileError(next(iter(lost.values())), "", "what was finished stays")
    return lost


def _published(analysis: Analysis, place: Path) -> list[str]:
    """Put every table where people look for it; a line for each that could not be replaced."""
    from wres_analysis.linking.review import write_links_to_review

    kept = place / "links_to_review.csv"  # what somebody filled in there stays
    failed = attempted(kept.name, partial(write_links_to_review, analysis.links_to_review, kept))
    for path in sorted((place / ".cache" / EVERYONE).glob("*.csv")):
        if path.name != kept.name:
            failed += attempted(path.name, partial(_copy_whole, path, place / path.name))
    return failed


def _copy_whole(path: Path, target: Path) -> None:
    with whole(target) as aside:
        shutil.copyfile(path, aside)


def _digests(analysis: Analysis, workforce: Workforce) -> dict[str, str]:
    """One hash of the rows that each report shows, by its key.

    The page on a plan shows its own rows and all of the tables on everyone, that on staff its own rows alone.
    """
    own: dict[str, list[bytes]] = {code: [] for code in _codes(analysis)}
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
    counted = {code: _staff_rows(workforce.only(code)) for code in own if code in set(workforce.codes)}
    return {
        **{f"organisations/{code}": _hash([*parts, *shared]) for code, parts in own.items()},
        **{f"workforce/{code}": _hash([*own[code], *rows]) for code, rows in counted.items()},
        ALL: _hash([*rest, *shared, *_staff_rows(workforce)]),
    }


def _staff_rows(workforce: Workforce) -> list[bytes]:
    return [_row_hashes(table).tobytes() for table in (workforce.counts, workforce.refused)]


def _row_hashes(table: pd.DataFrame) -> np.ndarray:
    import pandas as pd

    return pd.util.hash_pandas_object(table.astype("str"), index=False).to_numpy()


def _hash(parts: list[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _record(place: Path) -> Path:
    return place / ".cache" / "prepared.json"


def _state(path: Path) -> list[int]:
    about = path.stat()
    return [about.st_size, about.st_mtime_ns]
