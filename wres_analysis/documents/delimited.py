"""CSV files: the encoding and the delimiter are found, everything before the header is kept as lines."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice
from pathlib import Path

from wres_analysis.documents import limits
from wres_analysis.documents.decoding import decode, strays_in
from wres_analysis.documents.document import Cell, Document, Remark
from wres_analysis.documents.layout import blocks_of
from wres_analysis.errors import DocumentError

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 200
_LEAST_COLUMNS = 3
_LEAST_SHARE = 0.6
_DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read_delimited(path: Path) -> Document:
    """A CSV file as a document."""
    data = path.read_bytes()
    text = decode(data)
    if text is None:
        raise DocumentError("this is not a text file", path.name, "save it as CSV UTF-8")
    rows, remarks = _rows(text)
    limits.check_size(path, "rows", len(rows), limits.ROWS)
    limits.check_size(path, "columns", max((len(row) for _, row in rows), default=0), limits.COLUMNS)
    lines = {number: line for number, (line, _) in enumerate(rows, 1)}
    sheet = {
        (number, column): Cell(cell.strip().replace("\r\n", "\n").replace("\r", "\n"))
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


def delimiter_of(text: str) -> str:
    r"""The character between the columns, or blank where the text is not in columns.

    Examples
    --------
    >>> delimiter_of("No;Action;Owner\n1;Review jobs, pay and rooms;Chair\n")
    ';'
    >>> delimiter_of("A letter, with commas.\nIt goes on, and on.\n")
    ''
    """
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
    try:
        return _parsed(text, delimiter, strict=True), ()
    except csv.Error:
        message = "a quotation mark is not closed where it should be; cells after it may be joined"
        return _parsed(text, delimiter, strict=False), (Remark("error", "damaged_quotes", message),)


def _parsed(text: str, delimiter: str, *, strict: bool) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    rows, start = [], 1
    for row in reader:
        rows.append((start, _without_blank_end(row)))
        start = reader.line_num + 1
        if len(rows) > limits.ROWS:
            break
    return rows


def _without_blank_end(row: list[str]) -> list[str]:
    while row and not row[-1].strip():
        row = row[:-1]
    return row
