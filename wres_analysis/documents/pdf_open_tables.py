"""Tables without upright rules: a header found by its words, columns by gutters, rows by `pdf_rows`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wres_analysis.documents.document import Cell, Grid, Row
from wres_analysis.documents.pdf_geometry import Rule
from wres_analysis.documents.pdf_header import Columns, Header, aligned_header, columns_of, headers_of
from wres_analysis.documents.pdf_rows import rows_of
from wres_analysis.documents.pdf_words import TextLine, usual_space

Where = Callable[[TextLine], str]

_MISFITS = 0.4
_WIDER = (1.25, 1.6, 2.2)


@dataclass(frozen=True)
class OpenTable:
    """A table of a page, and which lines of the page it took."""

    grid: Grid
    columns: Columns
    start: int
    stop: int


def open_tables(
    lines: Sequence[TextLine],
    across: Sequence[Rule],
    carried: Columns | None,
    where: Where,
    *,
    even: bool = True,
) -> list[OpenTable]:
    """The tables among the lines of a page."""
    gap, headers = _headers(lines, across, _WIDER if even else _WIDER[1:])
    starts = [*(header.start for header in headers), len(lines)]
    tables = []
    if carried is not None and (table := _continued(lines[: starts[0]], across, carried, where)):
        tables.append(table)
    elif not headers and (header := aligned_header(lines, gap)):
        headers, starts = [header], [header.start, len(lines)]
    for header, stop in zip(headers, starts[1:], strict=True):
        body = lines[header.stop : stop]
        columns = columns_of(header.titles, body, gap)
        rows, first_lines, taken = rows_of(body, columns, across, last=stop == len(lines))
        places = [where(line) for line in (lines[header.start], *first_lines)]
        titles = [Cell(text) for text in columns.titles]
        grid = _grid([titles, *rows], places, new_page=header.start == 0)
        tables.append(OpenTable(grid, columns, header.start, header.stop + taken))
    return tables


def _headers(
    lines: Sequence[TextLine], across: Sequence[Rule], factors: Sequence[float]
) -> tuple[float, list[Header]]:
    """Headers, and the widest space inside a text: narrow gutters want a small one, uneven spaces a large."""
    usual = usual_space(lines)
    for wider in factors:
        if headers := headers_of(lines, across, wider * usual):
            return wider * usual, headers
    return factors[0] * usual, []


def _continued(
    lines: Sequence[TextLine], across: Sequence[Rule], columns: Columns, where: Where
) -> OpenTable | None:
    rows, first_lines, taken = rows_of(lines, columns, across, last=True)
    misfits = sum(columns.crossed_by(line) for line in lines[:taken])
    if not rows or misfits > _MISFITS * taken:
        return None
    return OpenTable(_grid(rows, [where(line) for line in first_lines], new_page=True), columns, 0, taken)


def _grid(rows: Sequence[Sequence[Cell]], places: Sequence[str], *, new_page: bool) -> Grid:
    found = (
        Row(tuple(cells), place, number)
        for number, (cells, place) in enumerate(zip(rows, places, strict=True), 1)
    )
    return Grid(tuple(found), places[0], new_page)
