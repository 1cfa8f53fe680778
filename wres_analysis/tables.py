"""The schemas of the tables that steps hand to each other, and the one check of both ends.

Every text cell is a string and blank means "not in the document"; numbers and dates may be missing. A table
is written with a leading apostrophe on cells that a spreadsheet would run as a formula, and read back
without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
import pandas as pd

from wres_analysis.errors import TableError
from wres_analysis.vocabulary import package_rows
from wres_analysis.writing import attempted, refused, whole

STATUSES = (
    *("complete", "partly_met", "in_progress", "at_risk", "on_hold", "ongoing"),
    *("not_started", "not_met", "withdrawn", "not_stated", "undefined"),
)
DEADLINE_KINDS = (
    *("exact", "month", "quarter", "financial_year", "range"),
    *("recurring", "open_ended", "unspecified", "none"),
)
STATUS_SOURCES = ("key", "column", "progress_text", "deadline_column", "colour", "none")
CARRY_OVER_EVIDENCE = ("row_mark", "section_heading", "forward_mark", "none")
LINK_KINDS = ("exact", "minor_edit", "reworded", "split", "merged", "new", "completed", "dropped")
SEVERITIES = ("error", "warn", "info")
FLAGS = ("Yes", "No", "")


@dataclass(frozen=True)
class ColumnSpec:
    """What one column of a table holds."""

    meaning: str  # one line for the data dictionary
    kind: str = "text"  # text is never missing (blank instead); a date, whole or decimal number may be
    allowed: tuple[str, ...] = ()  # the only values that may stand in the column
    least: float | None = None  # limits of a number, both included
    most: float | None = None  # limits of a number, both included


Schema = Mapping[str, ColumnSpec]
DAY: Final = "%Y-%m-%d"  # how a date is written
DATE: Final = "datetime64[s]"  # what it is in a table
_DTYPES: Mapping[str, Literal["str", "Int64", "Float64", "datetime64[s]"]] = {
    "text": "str",
    "whole": "Int64",
    "number": "Float64",
    "date": DATE,
}


@cache
def _all_columns() -> Mapping[str, Schema]:
    tables: dict[str, dict[str, ColumnSpec]] = {}
    for row in package_rows("table_columns"):
        allowed = tuple(row["allowed"].split(";")) if row["allowed"] else ()
        least, most = (float(row[end]) if row[end] else None for end in ("least", "most"))
        spec = ColumnSpec(row["meaning"], row["kind"], allowed, least, most)
        tables.setdefault(row["table"], {})[row["column"]] = spec
    return tables


def columns_of(table: str, **allowed: tuple[str, ...]) -> Schema:
    """The columns of a table by definitions/table_columns.csv, with words that the program sets."""
    columns = _all_columns()[table]
    given = {name: replace(columns[name], allowed=words) for name, words in allowed.items()}
    return MappingProxyType({**columns, **given})


ACTIONS = columns_of(
    "ACTIONS",
    deadline_kind=DEADLINE_KINDS,
    status=STATUSES,
    status_source=STATUS_SOURCES,
    in_model_employer=FLAGS,
    in_race_disparity=FLAGS,
    carry_over_evidence=CARRY_OVER_EVIDENCE,
)

READING_NOTES = columns_of("READING_NOTES", severity=SEVERITIES)

PLANS = columns_of("PLANS")
ORGANISATIONS = columns_of("ORGANISATIONS")
LINKS = columns_of("LINKS", kind=LINK_KINDS)
LINK_CANDIDATES = {**LINKS, **columns_of("LINK_CANDIDATES")}
RATES = columns_of("RATES")

_RUNS_IN_A_SPREADSHEET = re.compile(r"'*[=+\-@\t\r]")


def table_of(records: Iterable[Mapping[str, object]], schema: Schema) -> pd.DataFrame:
    """Records as a table with the columns, the order and the types of a schema."""
    rows = list(records)
    columns = {name: [row.get(name) for row in rows] for name in schema}
    return pd.DataFrame(
        {name: _column(values, schema[name]) for name, values in columns.items()}, columns=list(schema)
    )


def as_schema(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """The columns of a schema, in its order and with its types, from a table that was computed."""
    typed = {name: frame[name].astype(_DTYPES[spec.kind]) for name, spec in schema.items()}
    return pd.DataFrame(typed).reset_index(drop=True)


def _column(values: Sequence[object], spec: ColumnSpec) -> pd.Series:
    if spec.kind == "text":
        return pd.Series(["" if value is None else str(value) for value in values], dtype="str")
    missing = [_or_none(value) for value in values]
    if spec.kind == "date":
        return pd.to_datetime(pd.Series(missing, dtype="object"), format=DAY).astype(DATE)
    return pd.to_numeric(pd.Series(missing, dtype="object")).astype(_DTYPES[spec.kind])


def _or_none(value: object) -> object:
    if isinstance(
        value, str
    ):  # most values are texts out of a file, and pandas is slow to say of one that it is there
        return value or None
    return None if pd.isna(value) else value  # type: ignore[call-overload]


def check_table(table: pd.DataFrame, schema: Schema, name: str) -> pd.DataFrame:
    """The table itself, once its columns and values are what the schema says."""
    missing = [column for column in schema if column not in table.columns]
    if missing:
        raise TableError(
            f"column {', '.join(missing)} is missing", name, f"it needs the columns {', '.join(schema)}"
        )
    for column, spec in schema.items():
        _check_column(table[column], spec, f"{name}, column {column}")
    return table


def _check_column(values: pd.Series, spec: ColumnSpec, where: str) -> None:
    if spec.allowed:
        expected = f"expected one of {', '.join(filter(None, spec.allowed))}"
        _refuse(values, ~values.isin(spec.allowed).to_numpy(), where, expected)
    if spec.least is not None or spec.most is not None:
        numbers = values.to_numpy(dtype="float64", na_value=np.nan)
        if spec.least is not None:
            _refuse(values, numbers < spec.least, where, f"expected {spec.least:g} or more")
        if spec.most is not None:
            _refuse(values, numbers > spec.most, where, f"expected {spec.most:g} or less")


def _refuse(values: pd.Series, wrong: np.ndarray, where: str, expected: str) -> None:
    if not wrong.any():
        return
    position = int(wrong.argmax())
    raise TableError(f"'{values.iloc[position]}' cannot stand here", f"{where}, row {position + 1}", expected)


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as UTF-8 CSV, whole or not at all, safe to open in a spreadsheet."""
    safe = dates_as_text(table)
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = safe[column].map(escape_formula)
    with whole(path) as aside:
        safe.to_csv(aside, index=False, encoding="utf-8", lineterminator="\n")


def write_tables(
    tables: Mapping[str, pd.DataFrame],
    folder: Path,
    write: Callable[[pd.DataFrame, Path], None] = write_table,
) -> list[str]:
    """Write each table as a CSV of its name; a line for each that could not be written."""
    lines = [
        attempted(f"{name}.csv", partial(write, table, folder / f"{name}.csv"))
        for name, table in tables.items()
    ]
    return list(dict.fromkeys(chain.from_iterable(lines)))


def dates_as_text(table: pd.DataFrame) -> pd.DataFrame:
    """A copy with each date as YYYY-MM-DD, blank where it is missing."""
    dated = table.select_dtypes("datetime").columns
    return table.assign(**{name: table[name].dt.strftime(DAY).fillna("").astype("str") for name in dated})


def escape_formula(text: object) -> object:
    """The text with an apostrophe in front where a spreadsheet would run it."""
    return "'" + text if isinstance(text, str) and _RUNS_IN_A_SPREADSHEET.match(text) else text


def read_table(path: Path, schema: Schema) -> pd.DataFrame:
    """Read a CSV written by `write_table`, or by hand, and check it against its schema."""
    raw = read_csv_text(path)
    cells = {column: [unescape_formula(text) for text in raw[column].tolist()] for column in raw.columns}
    missing = [column for column in schema if column not in cells]
    if missing:
        raise TableError(
            f"column {', '.join(missing)} is missing", path.name, f"it needs {', '.join(schema)}"
        )
    known = {column: _typed(cells[column], spec, path.name, column) for column, spec in schema.items()}
    extra = {column: pd.Series(texts, dtype="str") for column, texts in cells.items() if column not in schema}
    return check_table(pd.DataFrame({**known, **extra}), schema, path.name)


def read_csv_text(path: Path) -> pd.DataFrame:
    """Any CSV as a table of strings, nothing converted: `5E1` and `007` stay what they are."""
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except FileNotFoundError:
        raise TableError("there is no such file", str(path.name), "check the path") from None
    except OSError as error:
        raise refused(error, path, "read") from None
    except UnicodeDecodeError:
        raise TableError("this is not UTF-8", _undecodable(path), "save it as CSV UTF-8") from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise TableError(
            f"this is not a CSV table in UTF-8 ({error})", path.name, "save it as CSV UTF-8"
        ) from None
    if len(table.columns) == 1 and ";" in table.columns[0]:
        raise TableError("its cells are separated by ';'", f"{path.name}, line 1", "save it with commas")
    if len(table) and not isinstance(table.index, pd.RangeIndex):  # pandas would shift every column by one
        raise TableError("its rows have more cells than there are headings", path.name, "head every column")
    return table


def _undecodable(path: Path) -> str:
    """File and line of the first byte that is no UTF-8."""
    content = path.read_bytes()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        lines = content[: error.start].splitlines()
        return f"{path.name}, line {max(1, len(lines))}"
    return path.name


def unescape_formula(text: str) -> str:
    """The text without the apostrophe that `escape_formula` puts in front."""
    return text[1:] if text.startswith("'") and _RUNS_IN_A_SPREADSHEET.match(text) else text


def _typed(texts: Sequence[str], spec: ColumnSpec, name: str, column: str) -> pd.Series:
    try:
        return _column(texts, spec)
    except (ValueError, TypeError):
        wanted = "a date as 2023-03-31" if spec.kind == "date" else "a number"
        raise TableError(f"{wanted} was expected", f"{name}, column {column}", "correct the cell") from None
