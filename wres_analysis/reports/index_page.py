"""`index.html`: the page that leads to every report and table, and says what failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from wres_analysis.batch.notebook_reports import SHARED_NOTEBOOKS
from wres_analysis.batch.preparation import Prepared
from wres_analysis.reports.pages import IndexRow, index_page
from wres_analysis.vocabulary import vocabulary_rows
from wres_analysis.writing import write_text_whole

HOLDS = {
    "comparison": "everyone on one page, how complete and how punctual the plans are, and what they act on",
    "carry_over": "how many actions come back from one plan to the next, and how sure that is",
    "benchmark": "who differs by more than chance would explain; nobody is ranked",
}


def write_index(
    place: Path, prepared: Prepared, failed: Sequence[tuple[str, str]], is_current: Callable[[str], bool]
) -> None:
    """Write `index.html` for every report that is there."""
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
        IndexRow(title, f"{key}/report.html", f"{HOLDS[key]}{_age(key, is_current)}")
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
        IndexRow(
            prepared.names[code],
            f"workforce/{code}/report.html",
            f"{code}: does its plan act on the WRES indicators?{_age(key, is_current)}",
        )
        for code in prepared.counted
        for key in [f"workforce/{code}"]
        if code in prepared.names and (place / key / "report.html").exists()
    ]


def _age(key: str, is_current: Callable[[str], bool]) -> str:
    return "" if is_current(key) else "; of an earlier run, out of date"


def _file(path: Path) -> IndexRow:
    return IndexRow(path.name, path.name, _held().get(path.name, ""))


@cache
def _held() -> dict[str, str]:
    return {row["file"]: row["holds"] for row in vocabulary_rows("file_contents")}
