"""Blocks of a document → the rows of its tables of actions and the headings between them, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from wres_analysis.documents.cell_text import clean, join
from wres_analysis.documents.document import Cell, Document, Grid, Line, Remark, Row
from wres_analysis.plans.alignment import align, score_of
from wres_analysis.plans.cell_kinds import MOSTLY, fit
from wres_analysis.plans.column_contents import refine
from wres_analysis.plans.other_tables import other_table, put_aside, signs_off
from wres_analysis.plans.plan_columns import Column, Header, find_header
from wres_analysis.plans.plan_tables import Between, PlanRow, PlanTables
from wres_analysis.plans.proposed_headers import proposed_header
from wres_analysis.plans.sections import labelled_section
from wres_analysis.vocabulary.headings import plain_title

BETTER_ALONE = 3.0
LEAST_FIT_OF_A_ROW = 0.5
# A cell that has plainly the look of its field (`fit`), and how many of a row do: its wording and one more.
CLEARLY, LEAST_CLEAR = 2.5, 2
_LOSE_BLANKS = frozenset({"txt", "scan"})
_NUMBERED = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2})+[a-z]?|\d{1,2}(?=[.)]\s))[.)]?\s+(?P<text>\S.*)", re.DOTALL
)
JOINED_WITH = {"owner": "; ", "indicators": "; ", "other_plans": "; ", "deadline": "; "}


@dataclass(frozen=True)
class _Found:
    """A row with the table that it was found in."""

    row: Row
    table: int
    opens: bool
    grid: int


class _Walk:
    """Goes through the blocks once, with the header in force."""

    def __init__(self, document: Document, mapping: Mapping[str, str] | None) -> None:
        self.mapping = mapping
        self.ragged = document.kind in _LOSE_BLANKS
        self.known = any(has_header(grid, mapping) for grid in document.grids())
        self.headers: list[Header] = []
        self.printings: list[tuple[int, str]] = []
        self.items: list[_Found | Line] = []
        self.remarks: list[Remark] = []
        self.table: int | None = None
        self.grids = 0

    def grid(self, grid: Grid) -> None:
        self.grids += 1
        if kind := other_table(grid):
            self.remarks.append(put_aside(grid, kind))
            return
        grid = self._as_wide(grid)
        at, proposed = self._start(grid)
        if at is None:
            self.remarks.append(left_out(grid))
            return
        self.items.extend(map(_line_of, grid.rows[:at]))
        self._rows(grid, at, proposed)

    def _start(self, grid: Grid) -> tuple[int | None, Header | None]:
        """Where the rows of actions begin, and a header that only titles and contents together tell."""
        if find_header(grid.rows, 0, self.mapping) or self._continues(grid):
            return 0, None
        at = self._first_header(grid.rows)
        if at is not None or self.ragged:
            return at, None
        found = proposed_header(grid.rows, self.mapping, beside=self.known)
        return found or (None, None)

    def _rows(self, grid: Grid, at: int, proposed: Header | None) -> None:
        first, opens = at, grid.new_page
        while at < len(grid.rows):
            header = proposed if proposed and at == first else self._header(grid.rows, at)
            if header:
                self._take(header)
                at, opens = at + header.rows, True
                continue
            if signs_off(grid.rows[at]):
                self.remarks.append(put_aside(replace(grid, rows=grid.rows[at:]), "signature block"))
                return
            if any(cell.text.strip() for cell in grid.rows[at].cells):
                self.items.append(_Found(grid.rows[at], self.table or 0, opens, self.grids))
                opens = False
            at += 1

    def _header(self, rows: Sequence[Row], at: int) -> Header | None:
        """A header by its titles, or one that was met before."""
        titles = tuple(map(plain_title, rows[at].texts))
        again = next((header for header in self.headers if header.titles == titles), None)
        return find_header(rows, at, self.mapping) or again

    def _first_header(self, rows: Sequence[Row]) -> int | None:
        return next((at for at in range(len(rows)) if find_header(rows, at, self.mapping)), None)

    def _take(self, header: Header) -> None:
        titles = [known.titles for known in self.headers]
        if header.titles not in titles:
            self.headers.append(header)
        self.table = [known.titles for known in self.headers].index(header.titles)
        self.printings.append((self.table, header.place))

    def _as_wide(self, grid: Grid) -> Grid:
        """A grid without the blank columns that make it wider than the tables before it."""
        width = max(len(row.cells) for row in grid.rows)
        if not self.headers or width <= max(len(header.columns) for header in self.headers):
            return grid
        texts = [[row.texts[at] for row in grid.rows if at < len(row.cells)] for at in range(width)]
        filled = [at for at in range(width) if any(map(str.strip, texts[at]))]
        rows = (
            replace(row, cells=tuple(row.cells[at] for at in filled if at < len(row.cells)))
            for row in grid.rows
        )
        return replace(grid, rows=tuple(rows))

    def _continues(self, grid: Grid) -> bool:
        """Whether the rows of a grid without a header suit a header that was met before."""
        width = max(len(row.cells) for row in grid.rows)
        if self.headers and self.ragged and len(grid.rows) == 1 and _is_label(grid.rows[0].texts[0]):
            return True
        return any(
            _suits(grid.rows, header.fields)
            if width == len(header.columns) or self.ragged
            else _suits_clearly(grid.rows, header.fields)
            for header in self.headers
            if width <= len(header.columns)
        )


def has_header(grid: Grid, mapping: Mapping[str, str] | None = None) -> bool:
    """Whether a row of a grid is a header by its titles alone."""
    return any(find_header(grid.rows, at, mapping) for at in range(len(grid.rows)))


def left_out(grid: Grid) -> Remark:
    """The note that a table holds no actions, as far as could be told."""
    first = " | ".join(clean(text) for text in grid.rows[0].texts if text.strip())[:120]
    message = f"A table that is no table of actions was left out; it begins: {first}"
    return Remark("info", "table_left_out", message, grid.place)


def _line_of(row: Row) -> Line:
    return Line(" ".join(clean(text) for text in row.texts if text.strip()), row.place)


def _is_label(text: str) -> bool:
    """The word of a heading row ("Aim:") that a blank line of a text extract parts from its rows."""
    return labelled_section(f"{clean(text).strip(' :')}: x") is not None


def _suits(rows: Sequence[Row], fields: Sequence[str | None]) -> bool:
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


def _suits_clearly(rows: Sequence[Row], fields: Sequence[str | None]) -> bool:
    """Whether rows of a table with fewer columns are rows of this one by what they hold.

    Each has a wording, and two cells that have the look of a date, a status, a role or a number.
    """
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


def find_rows(document: Document, mapping: Mapping[str, str] | None = None) -> PlanTables:
    """The rows of all tables of actions of a document, in order."""
    walk = _Walk(document, mapping)
    for block in document.blocks:
        if isinstance(block, Line):
            walk.items.append(block)
        elif block.rows:
            walk.grid(block)
    found = [item for item in walk.items if isinstance(item, _Found)]
    headers = tuple(_refined(walk.headers, found))
    placed = _placed(found, headers)
    _part_numbers(list(placed.values()))
    items = tuple(_grouped(placed.get(id(item), item) for item in walk.items))
    return PlanTables(items, headers, tuple(walk.printings), tuple(walk.remarks))


def _refined(headers: Sequence[Header], found: Sequence[_Found]) -> Iterator[Header]:
    for number, header in enumerate(headers):
        width = len(header.columns)
        rows = [item.row for item in found if item.table == number and len(item.row.cells) == width]
        rows = [row for row in rows if not _spans(row)]
        yield refine(header, [[row.cells[at].text for row in rows] for at in range(width)])


def _spans(row: Row) -> bool:
    """A row that is one cell across the table, or nearly."""
    left = sum(cell.covered == "left" for cell in row.cells)
    return left >= 1 and 2 * left >= len(row.cells) - 1


def _placed(found: Sequence[_Found], headers: Sequence[Header]) -> dict[int, PlanRow]:
    """Every found row as a row with fields, aligned where it has fewer cells than its header."""
    alike: dict[tuple[int, int, int], list[_Found]] = {}
    for item in found:
        alike.setdefault((item.grid, item.table, len(item.row.cells)), []).append(item)
    placed: dict[int, PlanRow] = {}
    for together in alike.values():
        number, columns = _columns_of(together, headers)
        for item in together:
            own = _own_columns(item.row, columns, headers[number].fields)
            at = item.table if _spans(item.row) else number
            placed[id(item)] = _plan_row(item, headers[at], at, own)
    return placed


def _columns_of(together: Sequence[_Found], headers: Sequence[Header]) -> tuple[int, list[int]]:
    """Table and columns of rows of one length; another length than its header's may be another header's."""
    table, width = together[0].table, len(together[0].row.cells)
    rows = [list(item.row.texts) for item in together if not _spans(item.row)]
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
    if _spans(row):
        return list(range(len(row.cells)))
    if len(columns) >= len(fields):
        return columns
    alone = align([row.texts], fields)[0]
    gain = score_of(row.texts, alone, fields) - score_of(row.texts, columns, fields)
    return alone if gain > BETTER_ALONE else columns


def _plan_row(item: _Found, header: Header, number: int, columns: Sequence[int]) -> PlanRow:
    row = PlanRow(
        place=item.row.place,
        values={},
        fields=tuple(known for known in header.fields if known),
        table=number,
        opens=item.opens,
        missing=0 if _spans(item.row) else max(0, len(header.columns) - len(item.row.cells)),
        cells=len(item.row.cells),
        band=_band_text(item.row),
    )
    beyond = Column("beyond the last column", None)
    for cell, at in zip(item.row.cells, columns, strict=True):
        _put(row, cell, header.columns[at] if at < len(header.columns) else beyond)
    return row


def _part_numbers(rows: Sequence[PlanRow]) -> None:
    """Numbers in front of the wordings ("1.1 Train panels") of a table without a column for them: its refs.

    Not where the headings beside them are numbered as well: there they belong to the wording (year_columns).
    """
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
    return clean(filled[0]) if len(filled) == 1 and _spans(row) else ""


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


def _grouped(items: Iterable[PlanRow | _Found | Line]) -> Iterator[PlanRow | Between]:
    """Lines that follow each other as one item."""
    lines: list[Line] = []
    for item in items:
        if isinstance(item, Line):
            lines.append(item)
            continue
        if lines:
            yield Between(tuple(lines))
            lines = []
        if isinstance(item, PlanRow):
            yield item
    if lines:
        yield Between(tuple(lines))
