"""Tables without upright rules: columns by a header found by its words, rows by rules, room or numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import inf

from wres_analysis.documents.document import Cell, Grid, Row, runs_of
from wres_analysis.documents.pdf_header import Columns, aligned_header, columns_of, headers_of
from wres_analysis.documents.pdf_words import Rule, TextLine, Word, text_in, usual_space
from wres_analysis.vocabulary.headings import field_of

_REF = re.compile(r"(?:[A-Za-z]{1,6}[ .-]?)?\d{1,3}(?:\.\d{1,3})*[a-z]?[.):]?|[a-z][.)]|\(?[ivx]+[.)]")
_RULE_SHARE = 0.6  # above 1 merged_between_rules.pdf loses its rows; less: guard
_LEAST_RULES = 2  # at 8 merged_between_rules.pdf loses its rows; less: guard, rules may frame a table
_LEAST_REFS = 0.6  # above 1 narrow_gutters.pdf loses its numbers; less: guard
_FULL_ROW = 3  # at 12 columns_ruled_only.pdf is one row; less: guard
_FULL_LINE = 0.6  # at 0.45 wrapped lines of narrow_gutters.pdf are rows; more: guard
_HEADING = 1.1  # guard: a larger text below a table is the next heading, no band
_HAIR = 5.0  # guard: points; a rule may end a little inside the next column
# room between lines, in shares of the height of a line
_PITCH = (0.7, 2.5)  # guards: a smaller step is no line, a larger one a new row
_WIDE_PITCH = 1.5  # guard: rows of one line that all stand far apart
_USUAL_PITCH = 1.2  # guard: the pitch of text where a table does not tell its own
_MORE_ROOM = 0.12  # guard for large type
_MORE_POINTS = 1.5  # guard for small type: rounding of places
_SAME_STEP = 0.5  # guard: points; two steps that differ by less are one


@dataclass(frozen=True)
class _Told:
    """A line with its words told apart by column; a band is one text that runs over several columns."""

    line: TextLine
    cells: dict[int, list[Word]]
    band: bool


_Group = list[_Told]


def rows_of(
    lines: Sequence[TextLine], columns: Columns, across: Sequence[Rule], *, last: bool
) -> tuple[list[list[Cell]], list[int], int]:
    """The rows of a table, the number of the line that each starts on, and how many of the lines are its."""
    groups = _groups([_told_apart(line, columns) for line in lines], columns, across)
    while groups and not _belongs(groups, last=last):
        groups.pop()
    *starts, taken = accumulate(map(len, groups), initial=0)
    return _cells(groups, columns, across), starts, taken


def rows_without_rules(lines: Sequence[TextLine], columns: Columns, *, alone: bool) -> list[list[Cell]]:
    """The rows inside one row of a table that has only its columns ruled; empty where it is one row."""
    told = [_told_apart(line, columns) for line in lines]
    groups = _groups(told, columns, ())
    full = [filled for filled in map(_filled, groups) if len(filled) >= _FULL_ROW]
    ref = _ref_column(told, columns)
    if ref is not None:
        several = sum(ref in filled for filled in full) > 1
    else:
        several = alone and len(full) == len(groups) > _FULL_ROW
    return _cells(groups, columns, ()) if several else []


def _told_apart(line: TextLine, columns: Columns) -> _Told:
    phrases = line.phrases(columns.gap)
    if _REF.fullmatch(phrases[0].text.strip()) and len(phrases) > 1:
        phrases = phrases[1:]
    band = len(phrases) == 1 and columns.crossed_by(line)
    cells: dict[int, list[Word]] = {}
    for word in line.words:
        cells.setdefault(0 if band else columns.index(word.box.middle[0]), []).append(word)
    return _Told(line, cells, band)


def _groups(told: Sequence[_Told], columns: Columns, across: Sequence[Rule]) -> list[_Group]:
    if not told:
        return []
    starts = _starts_by_rules(told, across) or _starts_by_room(told) or _starts_by_fullness(told, columns)
    starts |= {place for place, (above, below) in enumerate(pairwise(told), 1) if above.band != below.band}
    bounds = [0, *sorted(starts), len(told)]
    groups = [list(told[start:stop]) for start, stop in pairwise(bounds)]
    ref = _ref_column(told, columns)
    if ref is not None:
        groups = [part for group in groups for part in _split_at_refs(group, ref)]
    # what is only the next paragraph of the row above is joined to it
    joined = runs_of(groups, lambda above, group: not above[0][0].band and _is_continuation(group, ref))
    return [[item for group in run for item in group] for run in joined]


def _starts_by_rules(told: Sequence[_Told], across: Sequence[Rule]) -> set[int]:
    """Lines below a rule that reaches over most of the table; none where rules only frame it."""
    left = min(item.line.box.left for item in told)
    right = max(item.line.box.right for item in told)
    rules = [
        rule
        for rule in across
        if min(rule.end, right) - max(rule.start, left) >= _RULE_SHARE * (right - left)
    ]
    starts = {
        place
        for place, (above, below) in enumerate(pairwise(told), 1)
        if any(above.line.box.middle[1] < rule.at < below.line.box.middle[1] for rule in rules)
    }
    return starts if len(starts) >= _LEAST_RULES else set()


def _starts_by_room(told: Sequence[_Told]) -> set[int]:
    """Lines that stand further below the line before than lines of one cell do."""
    pitch = _pitch(told)
    return {
        place
        for place, (above, below) in enumerate(pairwise(told), 1)
        if below.line.box.bottom - above.line.box.bottom
        > pitch + max(_MORE_POINTS, _MORE_ROOM * below.line.height)
    }


def _starts_by_fullness(told: Sequence[_Told], columns: Columns) -> set[int]:
    """Every line that fills most columns, where such lines are the rule: rows of one line, set close."""
    full = [len(item.cells) > _FULL_LINE * len(columns.titles) for item in told]
    return {place for place in range(1, len(told)) if full[place]} if 2 * sum(full) > len(full) else set()


def _pitch(told: Sequence[_Told]) -> float:
    """From line to line within a cell: the smallest step between lines of one column that occurs twice."""
    bottoms: dict[int, list[float]] = {}
    for item in told:
        for column in item.cells:
            bottoms.setdefault(column, []).append(item.line.box.bottom)
    height = sorted(item.line.height for item in told)[len(told) // 2]
    steps = sorted(
        below - above
        for places in bottoms.values()
        for above, below in pairwise(places)
        if _PITCH[0] * height <= below - above <= _PITCH[1] * height
    )
    every = [below.line.box.bottom - above.line.box.bottom for above, below in pairwise(told)]
    even = not every or max(every) - min(every) < _MORE_POINTS
    if not steps or (even and steps[0] > _WIDE_PITCH * height):
        return _USUAL_PITCH * height  # all lines stand far apart, as rows of one line do
    return next((one for one, other in pairwise(steps) if other - one < _SAME_STEP), steps[0])


def _ref_column(told: Sequence[_Told], columns: Columns) -> int | None:
    """The column of printed numbers: known by its title, or untitled, and mostly numbers."""
    for column in range(min(2, len(columns.titles))):
        title = columns.titles[column]
        cells = [item.cells[column] for item in told if column in item.cells and not item.band]
        numbers = sum(_REF.fullmatch(" ".join(word.text for word in cell)) is not None for cell in cells)
        if (not title.strip() or field_of(title) == "ref") and numbers > _LEAST_REFS * len(cells):
            return column
    return None


def _split_at_refs(group: _Group, ref: int) -> Iterator[_Group]:
    """A group with several numbers is several rows that have no room between them."""
    places = [place for place, item in enumerate(group) if ref in item.cells and not item.band]
    bounds = [0, *places[1:], len(group)]
    yield from (group[start:stop] for start, stop in pairwise(bounds))


def _is_continuation(group: _Group, ref: int | None) -> bool:
    filled = _filled(group)
    if group[0].band or all(item.line.bold for item in group):
        return False
    if ref is not None:
        return ref not in filled and len(filled) < _FULL_ROW
    return len(filled) == 1 and min(filled) > 1


def _filled(group: _Group) -> set[int]:
    return {column for item in group for column in item.cells}


def _belongs(groups: Sequence[_Group], *, last: bool) -> bool:
    """Whether the last group is part of the table: a row, or a band whose rows are on the next page."""
    group = groups[-1]
    if len(_filled(group)) > 1:
        return True
    line = group[0].line
    alike = next((other[0].line for other in groups[:-1] if other[0].band), None)
    if alike is None or not (last and group[0].band):
        return False
    return line.bold == alike.bold and line.height < _HEADING * alike.height


def _cells(groups: Sequence[_Group], columns: Columns, across: Sequence[Rule]) -> list[list[Cell]]:
    """The cells of each row; where a rule leaves columns out, their cell goes on from the row above."""
    count = len(columns.titles)
    words: list[dict[int, list[Word]]] = [{} for _ in groups]
    for own, group in zip(words, groups, strict=True):
        for item in group:
            for column, found in item.cells.items():
                own.setdefault(column, []).extend(found)
    rows = [[Cell() for _ in range(count)] for _ in groups]
    for column in range(count):
        start = 0
        for number, group in enumerate(groups):
            if number and _goes_on(groups[number - 1], group, column, columns, across):
                words[start].setdefault(column, []).extend(words[number].pop(column, []))
                rows[number][column] = Cell(covered="above")
            else:
                start = number
    for number, group in enumerate(groups):
        for column, found in words[number].items():
            rows[number][column] = Cell(text_in(found))
        if group[0].band:
            rows[number][1:] = [Cell(covered="left") for _ in range(count - 1)]
    return rows


def _goes_on(above: _Group, below: _Group, column: int, columns: Columns, across: Sequence[Rule]) -> bool:
    """Whether rules part two rows, but none of them in this column."""
    if above[0].band or below[0].band:
        return False
    top, bottom = above[-1].line.box.middle[1], below[0].line.box.middle[1]
    edges = (-inf, *columns.gutters, inf)
    start, stop = edges[column], edges[column + 1]
    between = [rule for rule in across if top < rule.at < bottom]
    return bool(between) and not any(
        rule.start < stop - _HAIR and rule.end > start + _HAIR for rule in between
    )


_MISFITS = 0.4  # guard: a table goes on on the next page though some lines cross its gutters
# at 0.94 texts of middle_aligned.pdf part, at 5 its columns join; wider: d01_ruled.pdf; the others: guards
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
    places: Sequence[str],
    *,
    even: bool = True,
) -> list[OpenTable]:
    """The tables among the lines of a page; each line has its place, for a reader's eye."""
    # narrow gutters want a small space inside a text, uneven spaces a large one
    usual = usual_space(lines)
    gaps = [wider * usual for wider in (_WIDER if even else _WIDER[1:])]
    tried = ((gap, headers) for gap in gaps if (headers := headers_of(lines, across, gap)))
    gap, headers = next(tried, (gaps[0], []))
    starts = [*(header.start for header in headers), len(lines)]
    tables: list[OpenTable] = []
    if carried is not None and (table := _continued(lines[: starts[0]], across, carried, places)):
        tables.append(table)
    elif not headers and (header := aligned_header(lines, gap)):
        headers, starts = [header], [header.start, len(lines)]
    for header, stop in zip(headers, starts[1:], strict=True):
        body = lines[header.stop : stop]
        columns = columns_of(header.titles, body, gap)
        rows, first_lines, taken = rows_of(body, columns, across, last=stop == len(lines))
        titles = [Cell(text) for text in columns.titles]
        of_rows = [places[header.start], *(places[header.stop + first] for first in first_lines)]
        grid = _grid([titles, *rows], of_rows, new_page=header.start == 0)
        tables.append(OpenTable(grid, columns, header.start, header.stop + taken))
    return tables


def _continued(
    lines: Sequence[TextLine], across: Sequence[Rule], columns: Columns, places: Sequence[str]
) -> OpenTable | None:
    rows, first_lines, taken = rows_of(lines, columns, across, last=True)
    misfits = sum(columns.crossed_by(line) for line in lines[:taken])
    if not rows or misfits > _MISFITS * taken:
        return None
    return OpenTable(_grid(rows, [places[first] for first in first_lines], new_page=True), columns, 0, taken)


def _grid(rows: Sequence[Sequence[Cell]], places: Sequence[str], *, new_page: bool) -> Grid:
    numbered = enumerate(zip(rows, places, strict=True), 1)
    return Grid(tuple(Row(tuple(cells), place, at) for at, (cells, place) in numbered), places[0], new_page)
