"""Rules → tables: cells are what is parted by rules that are really there.

A table that the end of a page cuts has no last rule; it is closed at the ends of its upright rules.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wres_analysis.documents.pdf_geometry import Box, Rule, snapped

TOLERANCE = 2.5
_REACH = 3.0
_SHORTEST = 4.0
_PARTS = 0.5
_MOST_CROSSINGS = 1_000_000
_MOST_CELLS = 20_000
_SLIVER = 6.0
_FRAME_CELLS = 3

Position = tuple[int, int]


@dataclass(frozen=True)
class Lattice:
    """One ruled table."""

    xs: tuple[float, ...]  # where columns and rows begin, and where the last one ends
    ys: tuple[float, ...]  # where columns and rows begin, and where the last one ends
    # for each row and column the row and column where its cell starts; a merged cell holds several
    anchors: dict[Position, Position]

    @property
    def box(self) -> Box:
        """The whole table."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    @property
    def rows(self) -> int:
        """How many rows."""
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        """How many columns."""
        return len(self.xs) - 1

    @property
    def cells(self) -> int:
        """How many cells, merged ones counted once."""
        return len(set(self.anchors.values()))

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
    tables = [table for table in found if table is not None and table.columns > 1]
    outermost = [table for table in tables if not any(_inside(table, other) for other in tables)]
    return sorted(outermost, key=lambda table: (table.ys[0], table.xs[0]))


def merged(rules: Sequence[Rule]) -> list[Rule]:
    """Pieces of one rule joined, and rules a hair apart made one: tables on turned pages are never straight.

    Examples
    --------
    >>> merged([Rule(10, 0, 40), Rule(11, 41, 81)])
    [Rule(at=10.5, start=0, end=81)]
    """
    joined = _once_merged(rules)
    again = _once_merged(joined)
    while len(again) < len(joined):  # joining moved two rules within reach of each other
        joined, again = again, _once_merged(again)
    return joined


def _once_merged(rules: Sequence[Rule]) -> list[Rule]:
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if groups and rule.at - groups[-1][0].at <= TOLERANCE:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    pieces = [piece for group in groups for piece in _joined(group)]
    return [piece for piece in pieces if piece.end - piece.start >= _SHORTEST]


def _joined(rules: Sequence[Rule]) -> Iterator[Rule]:
    """Rules at one place as few long ones."""
    lengths = [rule.end - rule.start + _SHORTEST for rule in rules]
    at = sum(rule.at * length for rule, length in zip(rules, lengths, strict=True)) / sum(lengths)
    ordered = sorted(rules, key=lambda rule: rule.start)
    start, end = ordered[0].start, ordered[0].end
    for rule in ordered[1:]:
        if rule.start > end + _REACH:
            yield Rule(at, start, end)
            start = rule.start
        end = max(end, rule.end)
    yield Rule(at, start, end)


def _cross(level: Rule, upright: Rule) -> bool:
    return (
        level.start - _REACH <= upright.at <= level.end + _REACH
        and upright.start - _REACH <= level.at <= upright.end + _REACH
    )


def _connected(across: Sequence[Rule], down: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Rules that hang together."""
    crossing = [[number for number, rule in enumerate(down) if _cross(level, rule)] for level in across]
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
    if other is table or other.cells <= _FRAME_CELLS:
        return False
    corners = ((table.xs[0], table.ys[0]), (table.xs[-1], table.ys[-1]))
    cells = [other.at(corner) for corner in corners]
    return cells[0] is not None and cells[0] == cells[1]
