"""CSV files: the encoding and the delimiter are found, everything before the header is kept as lines."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from wres_analysis.documents import limits
from wres_analysis.documents.decoding import decode, strays_in
from wres_analysis.documents.document import Cell, Document, Remark
from wres_analysis.documents.layout import blocks_of

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 200  # guard: enough to tell the columns, however long the file
_LEAST_COLUMNS = 3  # at 2 header_on_row_seven.csv parts prose at its commas; at 4 narrow plans are text
_LEAST_SHARE = 0.6  # above 1 nothing is CSV; below: guard against letters with commas
# as most programs write them, with a blank before a quotation mark, with a backslash before one
_WAYS: tuple[Mapping[str, Any], ...] = (
    {"strict": True},
    {"strict": True, "skipinitialspace": True},
    {"strict": True, "escapechar": "\\", "doublequote": False},
)
_ESCAPED = re.compile(r'\\"|^\s+"|"\s+$')
_TEXT_FORMULA = r'(^|{0}|[\r\n])=("(?:[^"]|"")*")(?=$|{0}|[\r\n])'
_SHOWN_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
# a cell may hold as much as a file
csv.field_size_limit(limits.FILE_BYTES)
_DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read_delimited(path: Path) -> Document:
    """A CSV file as a document."""
    data = path.read_bytes()
    rows, remarks = _rows(decode(data) or "")
    limits.check_size(path, "rows", len(rows), limits.ROWS)
    limits.check_size(path, "columns", max((len(row) for _, row in rows), default=0), limits.COLUMNS)
    lines = {number: line for number, (line, _) in enumerate(rows, 1)}
    sheet = {
        (number, column): Cell(_plain(cell))
        for number, (_, row) in enumerate(rows, 1)
        for column, cell in enumerate(row, 1)
        if cell.strip()
    }
    return Document(
        path.name,
        "csv",
        tuple(blocks_of(sheet, lambda row: f"line {lines[row]}")),
        (*strays_in(data), *remarks),
    )


def _plain(cell: str) -> str:
    """The text of a cell, without the formula that keeps Excel from reading it as a date or a number."""
    text = cell.strip().replace("\r\n", "\n").replace("\r", "\n")
    formula = _SHOWN_AS_TEXT.fullmatch(text)
    return formula[1] if formula else text


def delimiter_of(text: str) -> str:
    """The character between the columns, or blank where the text is not in columns."""
    if declared := _DECLARED.match(text):
        return declared[1]
    scores = {delimiter: _score(text, delimiter) for delimiter in _DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return best if scores[best] else ""


def _score(text: str, delimiter: str) -> int:
    """Cells in rows of the commonest width, where such rows are the rule."""
    try:
        sample = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), _SAMPLE_ROWS))
    except csv.Error:
        return 0
    widths = Counter(len(row) for row in sample if any(cell.strip() for cell in row))
    if not widths:
        return 0
    width, count = max(widths.items(), key=lambda item: item[0] * item[1])
    usual = width >= _LEAST_COLUMNS and count >= _LEAST_SHARE * widths.total()
    return width * count if usual else 0


def _rows(text: str) -> tuple[list[tuple[int, list[str]]], tuple[Remark, ...]]:
    delimiter = delimiter_of(text) or ","
    text = _DECLARED.sub("\n", text, count=1) if _DECLARED.match(text) else text
    text = re.sub(_TEXT_FORMULA.format(re.escape(delimiter)), r"\1\2", text)
    readings = [rows for way in _WAYS if (rows := _parsed(text, delimiter, way)) is not None]
    if readings:
        return max(readings, key=_evenness), ()
    message = "a quotation mark is not closed where it should be; cells after it may be joined"
    rows = _parsed(text, delimiter, {"strict": False}) or []
    return rows, (Remark("error", "damaged_quotes", message),)


def _evenness(rows: list[tuple[int, list[str]]]) -> float:
    """The share of the rows that have the commonest width; the usual way comes first where ways are equal."""
    widths = Counter(len(row) for _, row in rows if row)
    return max(widths.values(), default=0) / max(1, widths.total()) - 0.5 * _has_escape(rows)


def _has_escape(rows: list[tuple[int, list[str]]]) -> bool:
    return any(_ESCAPED.search(cell) for _, row in rows for cell in row)


def _parsed(text: str, delimiter: str, way: Mapping[str, Any]) -> list[tuple[int, list[str]]] | None:
    """The rows with the line that each starts on; None where the quotation marks do not fit this way."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, **way)
    rows, start = [], 1
    try:
        for row in reader:
            rows.append((start, _without_blank_end(row)))
            start = reader.line_num + 1
            if len(rows) > limits.ROWS:
                break
    except csv.Error:
        return None
    return rows


def _without_blank_end(row: list[str]) -> list[str]:
    while row and not row[-1].strip():
        row = row[:-1]
    return row
