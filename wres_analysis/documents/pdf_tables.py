"""Ruled tables: rules → cells parted by rules that are really there → grids with their words and shades.

A table that the end of a page cuts has no last rule; it is closed at the ends of its upright rules.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from wres_analysis.documents.document import Cell, Grid, Row, runs_of, without_hair_columns
from wres_analysis.documents.pdf_header import Columns
from wres_analysis.documents.pdf_rows import rows_without_rules
from wres_analysis.documents.pdf_words import Box, Rule, Shade, Word, lines_of, snapped, text_in, usual_space
from wres_analysis.vocabulary.headings import is_header

TOLERANCE = 2.5  # guard: points between two strokes of one rule
_REACH = 3.0  # at 3.75 boxes of form_check_boxes.pdf touch and make a table; less: guard
_SHORTEST = 4.0  # guard: points; dots and ticks are no rules
_PARTS = 0.5  # at 2 no rule parts cells (d11_report.pdf); less: guard
_MOST_CROSSINGS = 1_000_000  # guard: drawings
_MOST_CELLS = 20_000  # guard: drawings
_SLIVER = 6.0  # at 24 an open end of cut_by_page.pdf loses its row; less: guard
_FRAME_CELLS = 3  # guard: a frame round a page is no table of its own

Position = tuple[int, int]


@dataclass(frozen=True)
class Lattice:
    """One ruled table."""

    # where columns and rows begin, and where the last one ends
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    # for each row and column the row and column where its cell starts; a merged cell holds several
    anchors: dict[Position, Position]

    @property
    def box(self) -> Box:
        """The whole table."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def boxes(self) -> dict[Position, Box]:
        """Each cell, from its top left to the bottom right of the last square that belongs to it."""
        boxes: dict[Position, Box] = {}
        for (row, column), anchor in self.anchors.items():
            last = boxes.get(anchor)
            right = max(self.xs[column + 1], last.right if last else 0.0)
            bottom = max(self.ys[row + 1], last.bottom if last else 0.0)
            boxes[anchor] = Box(self.xs[anchor[1]], self.ys[anchor[0]], right, bottom)
        return boxes

    def at(self, point: tuple[float, float]) -> Position | None:
        """The row and column where the cell at a point starts."""
        column, row = bisect_right(self.xs, point[0]) - 1, bisect_right(self.ys, point[1]) - 1
        return self.anchors.get((row, column))


def lattices_of(across: Sequence[Rule], down: Sequence[Rule]) -> list[Lattice]:
    """The ruled tables of a page, from top to bottom; those inside a cell of another are left out."""
    level, upright = merged(across), merged(down)
    if len(level) * len(upright) > _MOST_CROSSINGS:
        return []
    found = [_lattice(*group) for group in _connected(level, upright)]
    tables = [table for table in found if table is not None and len(table.xs) > 2]
    outermost = [table for table in tables if not any(_inside(table, other) for other in tables)]
    return sorted(outermost, key=lambda table: (table.ys[0], table.xs[0]))


def merged(rules: Sequence[Rule]) -> list[Rule]:
    """Pieces of one rule joined, and rules a hair apart made one: turned pages are never straight."""
    joined = _once_merged(rules)
    again = _once_merged(joined)
    while len(again) < len(joined):  # joining moved two rules within reach of each other
        joined, again = again, _once_merged(again)
    return joined


def _once_merged(rules: Sequence[Rule]) -> list[Rule]:
    ordered = sorted(rules, key=lambda rule: rule.at)
    groups = runs_of(ordered, lambda group, rule: rule.at - group[0].at <= TOLERANCE)
    pieces = (piece for group in groups for piece in _joined(group))
    return [piece for piece in pieces if piece.end - piece.start >= _SHORTEST]


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Rules at one place as few long ones."""
    lengths = [rule.end - rule.start + _SHORTEST for rule in rules]
    at = sum(rule.at * length for rule, length in zip(rules, lengths, strict=True)) / sum(lengths)
    ordered = sorted(rules, key=lambda rule: rule.start)
    reached = list(accumulate((rule.end for rule in ordered), max))
    gaps = enumerate(zip(reached, ordered[1:], strict=False), 1)
    cuts = [place for place, (end, after) in gaps if after.start > end + _REACH]
    bounds = pairwise([0, *cuts, len(ordered)])
    return [Rule(at, ordered[first].start, reached[stop - 1]) for first, stop in bounds]


def _connected(across: Sequence[Rule], down: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Rules that hang together."""
    crossing = [
        [
            number
            for number, upright in enumerate(down)
            if level.start - _REACH <= upright.at <= level.end + _REACH
            and upright.start - _REACH <= level.at <= upright.end + _REACH
        ]
        for level in across
    ]
    by_upright: dict[int, list[int]] = {}
    for place, numbers in enumerate(crossing):
        for number in numbers:
            by_upright.setdefault(number, []).append(place)
    left = set(range(len(down)))
    while left:
        uprights, levels, fresh = set[int](), set[int](), {left.pop()}
        while fresh:
            uprights |= fresh
            levels |= {place for number in fresh for place in by_upright.get(number, ())}
            fresh = {number for place in levels for number in crossing[place]} - uprights
        left -= uprights
        yield [across[place] for place in sorted(levels)], [down[number] for number in sorted(uprights)]


def _lattice(across: Sequence[Rule], down: Sequence[Rule]) -> Lattice | None:
    xs = _closed([rule.at for rule in down], across)
    ys = _closed([rule.at for rule in across], down)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > _MOST_CELLS:
        return None
    return Lattice(tuple(xs), tuple(ys), _anchors(xs, ys, across, down))


def _closed(places: Sequence[float], crossing: Sequence[Rule]) -> list[float]:
    """Places of rules, with one more at either end where the crossing rules run on without a last rule."""
    if not crossing:
        return snapped(places, TOLERANCE)
    first, last = min(rule.start for rule in crossing), max(rule.end for rule in crossing)
    found = snapped(places, TOLERANCE)
    before = [first] if not found or found[0] - first > _SLIVER else []
    after = [last] if not found or last - found[-1] > _SLIVER else []
    return [*before, *found, *after]


def _anchors(
    xs: Sequence[float], ys: Sequence[float], across: Sequence[Rule], down: Sequence[Rule]
) -> dict[Position, Position]:
    """Neighbours without a rule between them are one cell, which starts at its top left."""
    anchors = {(row, column): (row, column) for row in range(len(ys) - 1) for column in range(len(xs) - 1)}

    def start(position: Position) -> Position:
        while anchors[position] != position:
            position = anchors[position]
        return position

    def join(one: Position, other: Position) -> None:
        first, second = sorted((start(one), start(other)))
        anchors[second] = first

    for row, (top, bottom) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            if column + 2 < len(xs) and not _drawn(down, right, top, bottom):
                join((row, column), (row, column + 1))
            if row + 2 < len(ys) and not _drawn(across, bottom, left, right):
                join((row, column), (row + 1, column))
    return {position: start(position) for position in anchors}


def _drawn(rules: Sequence[Rule], at: float, start: float, end: float) -> bool:
    """Whether a rule runs along more than half of a side."""
    covered = sum(
        max(0.0, min(rule.end, end) - max(rule.start, start))
        for rule in rules
        if abs(rule.at - at) <= TOLERANCE
    )
    return covered > _PARTS * (end - start)


def _inside(table: Lattice, other: Lattice) -> bool:
    """Whether a table stands in one cell of another that is a table of its own."""
    if other is table or len(set(other.anchors.values())) <= _FRAME_CELLS:
        return False
    first = other.at((table.xs[0], table.ys[0]))
    return first is not None and first == other.at((table.xs[-1], table.ys[-1]))


_LEAST_COLUMNS = 3  # at 12 columns_ruled_only.pdf and shaded_header_known.pdf lose rows; less: guard
_HEADER_AND_BODY = 2  # guard: rows of a table that may hold a whole body without rules
# points by which a word may reach over the edge of a column
_HAIR = 1.0
# points by which a header may stand out beyond its table
_OUTSIDE = 20.0
# points between a coloured band of titles and the first rule of the table below it
_TOUCHING = 4.0
# A header is no longer, and its lines no further apart, in heights of a line.
_MOST_HEADER_LINES, _NEXT_LINE = 4, 1.2


def ruled_grid(table: Lattice, words: Iterable[Word], shades: Sequence[Shade], place: str) -> Grid:
    """A ruled table with its text."""
    by_cell: dict[Position, list[Word]] = {}
    for word in words:
        if (cell := table.at(word.box.middle)) is not None:
            by_cell.setdefault(cell, []).append(word)
    texts = {cell: text_in(found) for cell, found in by_cell.items()}
    fills = _fills(table, shades)
    lines: list[list[Cell]] = []
    for row in range(len(table.ys) - 1):
        places = [(row, column) for column in range(len(table.xs) - 1)]
        line = [_cell(at, table.anchors[at], texts, fills) for at in places]
        inside = [word for (at, _), found in by_cell.items() if at == row for word in found]
        whole = not any(cell.covered for cell in line)
        if not whole and (titles := _titles(table, inside)):
            line = [replace(cell, text=title, covered="") for cell, title in zip(line, titles, strict=True)]
        lines += (_split(table, inside, lines[0]) if lines and whole else []) or [line]
    rows = [Row(tuple(line), place, number) for number, line in enumerate(without_hair_columns(lines), 1)]
    return Grid(tuple(row for row in rows if any(row.texts)), place)


def _titles(table: Lattice, words: Sequence[Word]) -> list[str]:
    """Words parted by the columns of a table, where that makes them its header; empty otherwise."""
    titles = _parted(table, words)
    return titles if is_header(titles) else []


def _parted(table: Lattice, words: Sequence[Word]) -> list[str]:
    """The texts of words above the columns of a table; empty where a word stands over two."""
    edges = table.xs[1:-1]
    spans = [(word.box.left + _HAIR, word.box.right - _HAIR) for word in words]
    if len(edges) + 1 < _LEAST_COLUMNS or any(left < edge < right for left, right in spans for edge in edges):
        return []
    parted: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
    for word in words:
        parted[bisect_right(edges, word.box.middle[0])].append(word)
    return [text_in(found) for found in parted]


def header_above(table: Lattice, words: Sequence[Word], grid: Grid, shades: Sequence[Shade]) -> list[Word]:
    """The words right above a table that are its header: on a coloured band, or known titles."""
    if not grid.rows or is_header(grid.rows[0].texts):
        return []
    left, right, top = table.xs[0] - _OUTSIDE, table.xs[-1] + _OUTSIDE, table.ys[0]
    near = [word for word in words if word.box.middle[1] < top and left < word.box.middle[0] < right]
    bands = [shade.box for shade in shades if shade.colour and abs(shade.box.bottom - top) < _TOUCHING]
    shaded = [word for word in near if any(band.holds(word.box.middle) for band in bands)]
    if shaded and (titles := _parted(table, shaded)) and all(titles):
        return shaded
    taken: list[Word] = []
    found: list[Word] = []
    for line in reversed(lines_of(near)[-_MOST_HEADER_LINES:]):
        if top - line.box.bottom > _NEXT_LINE * line.height or not _parted(table, line.words):
            break
        taken, top = [*line.words, *taken], line.box.top
        found = taken if _titles(table, taken) else found
    return found


def with_header(grid: Grid, table: Lattice, words: Sequence[Word]) -> Grid:
    """A table with the header that stands above its rules."""
    titles = _parted(table, words)
    row = Row(tuple(map(Cell, titles)), grid.place)
    rows = [row, *grid.rows] if len(titles) == len(grid.rows[0].cells) else list(grid.rows)
    return Grid(tuple(rows), grid.place)


def _split(table: Lattice, words: Sequence[Word], header: Sequence[Cell]) -> list[list[Cell]]:
    """The rows inside a row, where only columns were ruled; empty where it is one row."""
    if len(table.xs) <= _LEAST_COLUMNS:
        return []
    lines = lines_of(words)
    columns = Columns(tuple(cell.text for cell in header), table.xs[1:-1], usual_space(lines))
    return rows_without_rules(lines, columns, alone=len(table.ys) - 1 <= _HEADER_AND_BODY)


def _cell(
    position: Position, anchor: Position, texts: dict[Position, str], fills: dict[Position, str]
) -> Cell:
    fill = fills.get(anchor, "")
    if anchor == position:
        return Cell(texts.get(position, ""), fill=fill)
    return Cell(covered="left" if anchor[0] == position[0] else "above", fill=fill)


def _fills(table: Lattice, shades: Sequence[Shade]) -> dict[Position, str]:
    """The colour of each cell that has one: the last that was painted over its middle."""
    middles = {anchor: box.middle for anchor, box in table.boxes().items()}
    found: dict[Position, str] = {}
    for shade in shades:
        found |= {anchor: shade.colour for anchor, middle in middles.items() if shade.box.holds(middle)}
    return found
