"""`index.html`: the page that leads to every report and table, and says what failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from wres_analysis.reporting.notebook_reports import SHARED_NOTEBOOKS
from wres_analysis.reporting.pages import IndexRow, index_page
from wres_analysis.reporting.preparation import Prepared
from wres_analysis.writing import write_text_whole


def write_index(
    place: Path, prepared: Prepared, failed: Sequence[tuple[str, str]], is_current: Callable[[str], bool]
) -> None:
    """Write `index.html` for every report that is there.

    Parameters
    ----------
    place : pathlib.Path
        Reports folder.
    prepared : Prepared
    failed : sequence of (code, reason)
    is_current : callable
        Whether the report of that key was made from what is there now; where not, the page says so.
    """
    page = index_page(
        "WRES action plans: what was promised, what came back",
        prepared.summary,
        [
            ("What failed", [IndexRow(code or "data folder", "", line) for code, line in failed]),
            ("All organisations together", _shared(place, is_current)),
            ("Organisation by organisation", _single(place, prepared, is_current)),
            ("Workforce figures beside the plan", _workforce(place, prepared, is_current)),
            ("Tables", [_file(place / name) for name in prepared.files if (place / name).exists()]),
        ],
    )
    write_text_whole(place / "index.html", page)


def _shared(place: Path, is_current: Callable[[str], bool]) -> list[IndexRow]:
    return [
        IndexRow(title, f"{key}/report.html", f"all organisations{_age(key, is_current)}")
        for key, (_, title) in SHARED_NOTEBOOKS.items()
        if (place / key / "report.html").exists()
    ]


def _single(place: Path, prepared: Prepared, is_current: Callable[[str], bool]) -> list[IndexRow]:
    keys = {code: f"organisations/{code}" for code in prepared.names}
    return [
        IndexRow(
            prepared.names[code], f"{key}/report.html", f"{prepared.remarks[code]}{_age(key, is_current)}"
        )
        for code, key in keys.items()
        if (place / key / "report.html").exists()
    ]


def _workforce(place: Path, prepared: Prepared, is_current: Callable[[str], bool]) -> list[IndexRow]:
    return [
        IndexRow(prepared.names[code], f"workforce/{code}/report.html", f"{code}{_age(key, is_current)}")
        for code in prepared.counted
        for key in [f"workforce/{code}"]
        if code in prepared.names and (place / key / "report.html").exists()
    ]


def _age(key: str, is_current: Callable[[str], bool]) -> str:
    return "" if is_current(key) else "; of an earlier run, out of date"


def _file(path: Path) -> IndexRow:
    return IndexRow(path.name, path.name, "table" if path.suffix == ".csv" else "workbook for a board")
