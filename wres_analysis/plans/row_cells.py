"""The cells of a row under the fields of its table: aligned where some are lost, numbers parted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wres_analysis.documents.cell_text import clean, join
from wres_analysis.documents.document import Cell, Row
from wres_analysis.plans.alignment import align, score_of
from wres_analysis.plans.cell_kinds import MOSTLY, fit
from wres_analysis.plans.plan_columns import Column, Header
from wres_analysis.plans.plan_tables import PlanRow

BETTER_ALONE = 3.0
LEAST_FIT_OF_A_ROW = 0.5
# A cell that has plainly the look of its field (`fit`), and how many of a row do: its wording and one more.
CLEARLY, LEAST_CLEAR = 2.5, 2
_NUMBERED = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2})+[a-z]?|\d{1,2}(?=[.)]\s))[.)]?\s+(?P<text>\S.*)", re.DOTALL
)
JOINED_WITH = {"owner": "; ", "indicators": "; ", "other_plans": "; ", "deadline": "; "}


def fill_rows(rows: Sequence[PlanRow], headers: Sequence[Header]) -> None:
    """Put the cells of every row under their fields, aligned where it has fewer cells than its header."""
    alike: dict[tuple[int, int, int], list[PlanRow]] = {}
    for row in rows:
        alike.setdefault((row.grid, row.table, row.cells), []).append(row)
    for together in alike.values():
        number, columns = _columns_of(together, headers)
        for row in together:
            own = _own_columns(row.source, columns, headers[number].fields)
            _fill(row, headers, row.table if spans(row.source) else number, own)
    _part_numbers(rows)


def spans(row: Row) -> bool:
    """A row that is one cell across the table, or nearly."""
    left = sum(cell.covered == "left" for cell in row.cells)
    return left >= 1 and 2 * left >= len(row.cells) - 1


def suits(rows: Sequence[Row], fields: Sequence[str | None]) -> bool:
    """Whether most rows look like rows of a table with these fields."""
    filled = [[cell.text for cell in row.cells] for row in rows if any(row.texts)]
    if not filled:
        return False
    scores = [
        score_of(texts, align([texts], fields)[0], fields)
        + (0 if len(texts) == len(fields) else _lost(texts, fields))
        for texts in filled
    ]
    return sum(score > LEAST_FIT_OF_A_ROW for score in scores) * 2 >= len(scores)


def suits_clearly(rows: Sequence[Row], fields: Sequence[str | None]) -> bool:
    """Whether rows with fewer columns each have a wording and two cells with the look of their fields."""
    texts = [row.texts for row in rows if any(row.texts)]
    if len({len(row) for row in texts}) != 1 or "action" not in fields:
        return False
    columns = align(texts, fields)[0]
    clear = [
        sum(fit(text, fields[at] or "") >= CLEARLY for text, at in zip(row, columns, strict=True))
        > LEAST_CLEAR
        for row in texts
    ]
    return fields.index("action") in columns and all(clear)


def _lost(texts: Sequence[str], fields: Sequence[str | None]) -> float:
    return 0.3 * (len(fields) - len(texts))


def _columns_of(together: Sequence[PlanRow], headers: Sequence[Header]) -> tuple[int, list[int]]:
    """Table and columns of rows of one length; another length than its header's may be another header's."""
    table, width = together[0].table, together[0].cells
    rows = [list(row.source.texts) for row in together if not spans(row.source)]
    wide_enough = [number for number, header in enumerate(headers) if len(header.columns) >= width]
    own = list(range(width))
    if not rows or not wide_enough or (len(headers) == 1 and width == len(headers[table].columns)):
        return table, own
    scored = [(align(rows, headers[number].fields), number == table, number) for number in wide_enough]
    (columns, best), _, number = max(scored, key=lambda one: (one[0][1], one[1], one[2]))
    if width == len(headers[table].columns):
        gain = best - sum(score_of(row, own, headers[table].fields) for row in rows) / len(rows)
        return (number, columns) if gain > BETTER_ALONE else (table, own)
    return number, columns


def _own_columns(row: Row, columns: list[int], fields: Sequence[str | None]) -> list[int]:
    """The columns of one row: those of the rows like it, unless its own cells speak clearly for others."""
    if spans(row):
        return list(range(len(row.cells)))
    if len(columns) >= len(fields):
        return columns
    alone = align([row.texts], fields)[0]
    gain = score_of(row.texts, alone, fields) - score_of(row.texts, columns, fields)
    return alone if gain > BETTER_ALONE else columns


def _fill(row: PlanRow, headers: Sequence[Header], number: int, columns: Sequence[int]) -> None:
    header, source = headers[number], row.source
    row.table = number
    row.fields = tuple(known for known in header.fields if known)
    row.missing = 0 if spans(source) else max(0, len(header.columns) - row.cells)
    row.band = _band_text(source)
    beyond = Column("beyond the last column", None)
    for cell, at in zip(source.cells, columns, strict=True):
        _put(row, cell, header.columns[at] if at < len(header.columns) else beyond)


def _part_numbers(rows: Sequence[PlanRow]) -> None:
    """Numbers before wordings as refs, unless headings beside them are numbered too (year_columns)."""
    for table in {row.table for row in rows}:
        own = [row for row in rows if row.table == table and "action" in row.values and not row.band]
        found = {id(row): match for row in own if (match := _NUMBERED.fullmatch(row.values["action"]))}
        headings = [text for row in own for name in ("aim", "part") if (text := row.values.get(name, ""))]
        outline = any(map(_NUMBERED.fullmatch, headings))
        if not own or "ref" in own[0].fields or outline or len(found) < MOSTLY * len(own):
            continue
        for row in rows:
            if row.table == table:
                row.fields = ("ref", *row.fields)
            if match := found.get(id(row)):
                row.values = {"ref": match["number"], **row.values, "action": match["text"]}


def _band_text(row: Row) -> str:
    filled = [cell.text for cell in row.cells if cell.text.strip()]
    return clean(filled[0]) if len(filled) == 1 and spans(row) else ""


def _put(row: PlanRow, cell: Cell, column: Column) -> None:
    text = clean(cell.text)
    name = column.field
    if name and cell.covered == "above":
        row.covered |= {name}
    if name and cell.fill:
        row.fills[name] = cell.fill
    if name and name != "other" and cell.text.strip():
        row.raw[name] = f"{row.raw[name]}\n{cell.text}" if name in row.raw else cell.text
    if not text:
        return
    if name is None:
        row.unread[column.title] = join(row.unread.get(column.title, ""), text)
    elif name == "other":
        row.left_out[column.title] = join(row.left_out.get(column.title, ""), text)
    else:
        text = f"{column.title}: {text}" if column.yearly else text
        joined = "; " if column.yearly else JOINED_WITH.get(name, " ")
        row.values[name] = joined.join(filter(None, (row.values.get(name, ""), text)))
