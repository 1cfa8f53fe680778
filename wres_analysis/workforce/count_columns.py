"""Wide tables of counts, read through a map that names every column; never by position.

    column,measure,group,breakdown
    White clinical,staff_clinical,White,{Pay band}
    Headcount,,,

`{Pay band}` takes the breakdown from that column of the same row. A column without a measure is left out
knowingly; one that the map does not name at all is an error, so that nothing is lost in silence.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from wres_analysis.errors import TableError
from wres_analysis.tables import ColumnSpec, Schema, read_table

MAP_NAME = "columns.csv"

COLUMN_MAP: Schema = {
    "column": ColumnSpec("heading of the wide table"),
    "measure": ColumnSpec("measure that it holds; blank: left out knowingly"),
    "group": ColumnSpec("group that it holds"),
    "breakdown": ColumnSpec("breakdown, or {heading} of the column that holds it"),
}

_TAKEN_FROM = re.compile(r"\{(.+)\}")


def read_column_map(path: Path) -> pd.DataFrame:
    """The map of an organisation's wide tables."""
    return read_table(path, COLUMN_MAP)


def from_wide(table: pd.DataFrame, columns: pd.DataFrame, name: str) -> pd.DataFrame:
    """A wide table as a tidy one: one row for each count.

    Examples
    --------
    >>> wide = pd.DataFrame({"Band": ["8a"], "BME staff": ["12"]})
    >>> row = {"column": "BME staff", "measure": "staff_clinical", "group": "BME", "breakdown": "{Band}"}
    >>> from_wide(wide, pd.DataFrame([row]), "x.csv").values.tolist()
    [['staff_clinical', 'BME', '8a', '12', 2]]
    """
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
