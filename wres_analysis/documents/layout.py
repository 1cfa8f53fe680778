"""Cells scattered over a sheet → the lines and tables that a reader's eye sees there.

Spreadsheets and CSV files know only cells. Blank rows and blank columns divide them, and a row with one
filled cell above a table is a title.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from wres_analysis.documents.document import Block, Cell, Grid, Line, Remark, Row
from wres_analysis.vocabulary.headings import field_of, is_header

_FAR = 50  # guard: blank columns between two tables without a header
BOLD_LEVEL = 7  # below the six levels of headings; word_processor.html has both
_LONGEST_HEADING = 160  # guard: characters; a whole paragraph in bold is no heading

Sheet = Mapping[tuple[int, int], Cell]
"""Cells by (row, column), both from 1; blank cells are left out, covered and coloured ones are in."""


def blocks_of(
    sheet: Sheet, place: Callable[[int], str], bold: Container[tuple[int, int]] = ()
) -> Iterator[Block]:
    """The lines and tables of one sheet, in reading order."""
    for columns in _strips(sheet):
        rows = sorted({row for row, column in sheet if column in columns})
        within_table = False
        for run in _runs(rows):
            table = [line for row in run if _filled(line := _row(sheet, row, columns, place))]
            has_header = any(is_header(row.texts) for row in table)
            titles = 0 if within_table and not has_header and _has_table(table) else _titles(table)
            yield from _lines(table[:titles], bold, columns)
            if table[titles:]:
                yield Grid(tuple(table[titles:]), table[titles].place, new_page=True)
            within_table = within_table or has_header


def is_plan(rows: Sequence[Row]) -> bool:
    """Whether a table starts with the titles of a plan."""
    return any(is_header(row.texts) for row in rows[:3])


def table_of(rows: Sequence[Row], place: str) -> Iterator[Block]:
    """Rows as a table; those of one column only are lines of text."""
    if any(len(row.cells) > 1 for row in rows):
        yield Grid(tuple(row for row in rows if any(row.texts)), place)
    else:
        yield from (Line(text, row.place) for row in rows for text in row.texts if text)


def nested(count: int, place: str) -> list[Remark]:
    """A remark on tables inside the cells of another."""
    message = f"{count} table(s) inside a cell were read as text of the cell"
    return [Remark("warn", "nested_table", message, place)] if count else []


def bold_heading(text: str) -> int:
    """The level of a text that is bold throughout: below all headings; a whole bold paragraph is none."""
    return BOLD_LEVEL if len(text) < _LONGEST_HEADING else 0


def _row(sheet: Sheet, row: int, columns: range, place: Callable[[int], str]) -> Row:
    return Row(tuple(sheet.get((row, column), Cell()) for column in columns), place(row), row)


def _runs(numbers: Iterable[int]) -> list[range]:
    """Ranges of consecutive numbers."""
    runs: list[range] = []
    for number in sorted(numbers):
        if runs and runs[-1].stop == number:
            runs[-1] = range(runs[-1].start, number + 1)
        else:
            runs.append(range(number, number + 1))
    return runs


def _titles(table: Sequence[Row]) -> int:
    """How many rows at the top hold one text only."""
    counts = [len(_filled(row)) for row in table]
    return next((number for number, count in enumerate(counts) if count > 1), len(table))


def _filled(row: Row) -> list[str]:
    return [text for text in row.texts if text.strip()]


def _has_table(table: Sequence[Row]) -> bool:
    return any(len(_filled(row)) > 1 for row in table)


def _lines(rows: Sequence[Row], bold: Container[tuple[int, int]], columns: range) -> Iterator[Line]:
    for row in rows:
        for column, cell in zip(columns, row.cells, strict=True):
            if cell.text.strip():
                yield Line(cell.text, row.place, heading=2 if (row.line, column) in bold else 0)


def _strips(sheet: Sheet) -> list[range]:
    """Ranges of columns that hold tables side by side; nearly always one range."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sorted(sheet.items()):
        if cell.text.strip() or cell.covered:
            rows.setdefault(row, {})[column] = cell.text
    every = sorted({column for columns in rows.values() for column in columns})
    runs = _runs({column for columns in rows.values() if _several(columns) for column in columns})
    cuts = [right.start for left, right in pairwise(runs) if _apart(rows, left, right)]
    cuts += [right for left, right in pairwise(every) if right - left > _FAR and right not in cuts]
    bounds = [*every[:1], *sorted(cuts), *[column + 1 for column in every[-1:]]]
    return [_shrunk(range(start, stop), every) for start, stop in pairwise(bounds)]


def _several(columns: Mapping[int, str]) -> bool:
    """Titles do not count when columns are told apart: they reach over several tables."""
    return sum(bool(text) for text in columns.values()) > 1


def _shrunk(strip: range, every: Sequence[int]) -> range:
    used = [column for column in every if column in strip]
    return range(used[0], used[-1] + 1)


def _apart(rows: Mapping[int, Mapping[int, str]], left: range, right: range) -> bool:
    """Whether two runs of columns are two tables: the header of the one does not go on in the other."""
    for columns in rows.values():
        here = [columns[column] for column in left if columns.get(column)]
        there = [columns[column] for column in right if columns.get(column)]
        if is_header(here) or is_header(there):
            return (is_header(here) and is_header(there)) or not (_known(here) and _known(there))
        if is_header([*here, *there]):
            return False
    return False


def _known(titles: Sequence[str]) -> bool:
    """Whether most titles are those of a table of actions."""
    return 2 * sum(field_of(title) is not None for title in titles) > len(titles)
