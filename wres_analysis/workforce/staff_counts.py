"""Staff counts as an organisation gives them: which files there are, and what is in each.

    <data>/workforce/<code>/2022-23.csv          measure, group, breakdown, count
    <data>/workforce/<code>/2022-23 bands.csv    a wide table, with columns.csv beside it

A file named 2022-23 holds April 2022 to March 2023, with staff in post on 31 March 2023. What is read here
is exact and for computing only: everything that is shown or written goes through `cells.published`.

A wide table is read through a map that names every column, never by position:

    column,measure,group,breakdown
    White clinical,staff_clinical,White,{Pay band}
    Headcount,,,

`{Pay band}` takes the breakdown from that column of the same row. A column without a measure is left out
knowingly; one that the map does not name at all is an error, so that nothing is lost in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from wres_analysis.data_folder import Problem
from wres_analysis.errors import TableError, WresError
from wres_analysis.plan_years import plan_year_of, snapshot_year
from wres_analysis.tables import columns_of, read_csv_text, read_table, table_of
from wres_analysis.workforce.checks import check_counts
from wres_analysis.workforce.staff_measures import (
    BME,
    TOTAL,
    UNKNOWN,
    WHITE,
    Counted,
    breakdown_of,
    counted,
    group_of,
    measure_named,
)

MAP_NAME = "columns.csv"

COLUMN_MAP = columns_of("COLUMN_MAP")

_TAKEN_FROM = re.compile(r"\{(.+)\}")


def read_column_map(path: Path) -> pd.DataFrame:
    """The map of an organisation's wide tables."""
    return read_table(path, COLUMN_MAP)


def from_wide(table: pd.DataFrame, columns: pd.DataFrame, name: str) -> pd.DataFrame:
    """A wide table as a tidy one: one row for each count."""
    headings = {_folded(str(heading)): str(heading) for heading in table.columns}
    mapped = {_folded(str(row["column"])): row for row in columns.to_dict("records")}
    taken = {key: _taken_from(str(row["breakdown"])) for key, row in mapped.items()}
    _check_named(headings, set(mapped), {_folded(heading) for heading in taken.values() if heading}, name)
    parts = [
        pd.DataFrame(
            {
                "measure": row["measure"],
                "group": row["group"],
                "breakdown": table[headings[_folded(taken[key])]] if taken[key] else row["breakdown"],
                "count": table[headings[key]],
                "line": range(2, len(table) + 2),
            }
        )
        for key, row in mapped.items()
        if row["measure"]
    ]
    return pd.concat(parts).sort_values("line", kind="stable").reset_index(drop=True)


def _taken_from(breakdown: str) -> str:
    found = _TAKEN_FROM.fullmatch(breakdown.strip())
    return found[1] if found else ""


def _check_named(headings: dict[str, str], mapped: set[str], taken: set[str], name: str) -> None:
    missing = (mapped | taken) - set(headings)
    if missing:
        known = ", ".join(headings.values())
        raise TableError(
            f"{MAP_NAME} names a column '{min(missing)}' that is not here", name, f"its columns are {known}"
        )
    unnamed = set(headings) - mapped - taken
    if unnamed:
        column = headings[min(unnamed)]
        raise TableError(
            f"{MAP_NAME} does not say what column '{column}' holds",
            name,
            "add it, with a blank measure to leave it out",
        )


def _folded(heading: str) -> str:
    return " ".join(heading.split()).casefold()


TIDY = ("measure", "group", "breakdown", "count")

WORKFORCE = columns_of("WORKFORCE", measure=(*counted(),), group=(WHITE, BME, UNKNOWN, TOTAL, ""))

_WHOLE = re.compile(r"\d+|\d{1,3}(,\d{3})+")
_RATIO = re.compile(r"\d+(\.\d+)?")
LEAST_RATIO, MOST_RATIO = 0.1, 10.0


class WorkforceFile(NamedTuple):
    """One file of counts in the data folder."""

    organisation: str
    year: str
    path: Path


class WorkforceRead(NamedTuple):
    """What was read."""

    counts: pd.DataFrame  # WORKFORCE, exact: never show or write it
    problems: list[Problem]  # files that were refused; their year is not in the counts


def find_workforce(data: Path | str, organisations: Sequence[str] = ()) -> list[WorkforceFile]:
    """The counts files of a data folder, in order of organisation, then year."""
    folder = Path(data) / "workforce"
    if not folder.is_dir():
        return []
    places = [place for place in sorted(folder.iterdir()) if place.is_dir() and place.name[0] != "."]
    wanted = [place for place in places if not organisations or place.name in organisations]
    return [
        WorkforceFile(place.name, plan_year_of(path.name), path)
        for place in wanted
        for path in sorted(place.glob("*.csv"))
        if path.name != MAP_NAME
    ]


def read_workforce(data: Path | str, organisations: Sequence[str] = ()) -> WorkforceRead:
    """Every staff count of a data folder, checked."""
    by_year: dict[tuple[str, str], list[Path]] = {}
    for file in find_workforce(data, organisations):
        by_year.setdefault((file.organisation, file.year), []).append(file.path)
    tables, problems = [table_of([], WORKFORCE)], []
    for (code, year), paths in by_year.items():
        try:
            tables.append(read_year(paths, code, year))
        except WresError as error:
            problems.append(Problem(code, year, ", ".join(path.name for path in paths), error))
    return WorkforceRead(pd.concat(tables, ignore_index=True), problems)


def read_year(paths: Sequence[Path], organisation: str = "", year: str = "") -> pd.DataFrame:
    """The counts of one organisation and year, from one file or several."""
    if not year:
        raise TableError("no year in the file name", paths[0].name, "name it as 2022-23.csv")
    snapshot_year(year)
    records = [
        {"organisation": organisation, "year": year, **record} for path in paths for record in _records(path)
    ]
    return check_counts(table_of(records, WORKFORCE))


def _records(path: Path) -> Iterable[dict[str, object]]:
    table = read_csv_text(path)
    table.columns = table.columns.str.strip()
    if not {"measure", "group", "count"} <= set(table.columns):
        place = path.with_name(MAP_NAME)
        if not place.exists():
            missing = ", ".join(name for name in TIDY if name not in table.columns)
            raise TableError(
                f"column {missing} is missing",
                path.name,
                f"give the columns {', '.join(TIDY)}, or say in {MAP_NAME} beside it what its columns hold",
            )
        table = from_wide(table, read_column_map(place), path.name)
    elif "breakdown" not in table.columns:
        table["breakdown"] = ""
    lines = table["line"] if "line" in table.columns else range(2, len(table) + 2)
    for line, row in zip(lines, table[list(TIDY)].to_dict("records"), strict=True):
        if any(str(cell).strip() for cell in row.values()) and str(row["count"]).strip():
            yield {"file": path.name, "line": line, **_record(row, f"{path.name}, line {line}")}


def _record(row: dict[object, object] | dict[str, object], where: str) -> dict[str, object]:
    cells = {str(name): str(value).strip() for name, value in row.items()}
    try:
        measure = measure_named(cells["measure"])
        return {
            "measure": measure.measure,
            "group": "" if measure.kind == "ratio" else group_of(cells["group"]),
            "breakdown": breakdown_of(measure, cells["breakdown"]),
            "count": _count(measure, cells["count"]),
        }
    except TableError as error:
        raise TableError(error.what, where, error.remedy) from None


def _count(measure: Counted, text: str) -> float:
    """The number in a cell. A message never repeats it: it may be a small number of people."""
    if measure.kind == "ratio":
        return _ratio(text)
    if "%" in text or (_RATIO.fullmatch(text) and not _WHOLE.fullmatch(text)):
        raise TableError(
            f"a percentage stands where a count belongs ({measure.measure})",
            remedy="give whole numbers of people",
        )
    if not _WHOLE.fullmatch(text):
        raise TableError(
            f"the cell of {measure.measure} is not a count",
            remedy="give whole numbers, and leave the cell blank if it is not known",
        )
    return float(text.replace(",", ""))


def _ratio(text: str) -> float:
    if "%" in text:
        raise TableError(
            "a relative likelihood is printed with a per-cent sign", remedy="give the ratio itself, as 1.54"
        )
    if not _RATIO.fullmatch(text) or not LEAST_RATIO <= float(text) <= MOST_RATIO:
        raise TableError(
            f"this is not a relative likelihood from {LEAST_RATIO:g} to {MOST_RATIO:g}",
            remedy="check whether it is a percentage, or one group over the other the wrong way round",
        )
    return float(text)
