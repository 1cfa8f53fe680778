"""Blocks of a document → the rows of its tables of actions and the headings between them, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from wres_analysis.documents.cell_text import clean, starts_midway
from wres_analysis.documents.document import Document, Grid, Line, Remark, Row
from wres_analysis.plans.cell_kinds import is_undertaking
from wres_analysis.plans.column_contents import Contents, refine, says
from wres_analysis.plans.furniture import note_aside, other_table, signs_off
from wres_analysis.plans.plan_columns import Header, find_header, possible_headers
from wres_analysis.plans.plan_tables import Between, PlanRow, PlanTables
from wres_analysis.plans.row_cells import fill_rows, spans, suits, suits_clearly
from wres_analysis.plans.sections import labelled_section
from wres_analysis.vocabulary.headings import is_whole_title, plain_title

# A title line, a band and a line of dates may stand above a header (a12, a18); a table of prose has more.
MOST_ROWS_ABOVE = 4
LEAST_COLUMNS = 2
# An action and who or when, both by their titles, are a plan ("Action | Responsibility", two_known_titles) …
LEAST_KNOWN = 2
# … but beside a table with a known header it takes three: reports hold tables of figures and of findings.
LEAST_BESIDE_A_KNOWN_HEADER = 3
# A text under a title that is not known is what will be done where it reads so, as all of blank_title does:
# tables of events, posts and policies have texts, dates and owners as well.
LEAST_UNDERTAKINGS = 0.6
# Rows of a label and its value are a card, not a table (d05, a12).
MOST_LABELS_IN_FIRST_COLUMN = 1
_WHO_AND_WHEN = frozenset({"owner", "deadline", "status"})
_WORDINGS = frozenset({"action", "detail", "aim", "revised_deadline", "comment", "measure", "evidence"})
_LOSE_BLANKS = frozenset({"txt", "scan"})


def proposed_header(
    rows: Sequence[Row], mapping: Mapping[str, str] | None, *, beside: bool
) -> tuple[int, Header] | None:
    """Where the header of an even grid stands and what it is; None where the grid is no table of actions."""
    first = [row.texts[0].rstrip(" :") for row in rows if row.cells and row.texts[0].strip()]
    labels = sum(map(is_whole_title, first))
    if labels > MOST_LABELS_IN_FIRST_COLUMN and max(len(row.cells) for row in rows) <= LEAST_COLUMNS:
        return None
    for at in range(min(len(rows) - 1, MOST_ROWS_ABOVE)):
        for header in possible_headers(rows, at, mapping):
            body = [row for row in rows[at + header.rows :] if len(row.cells) == len(header.columns)]
            if body and _is_plan(header, body, beside=beside):
                return at, header
    return None


def _is_plan(header: Header, body: Sequence[Row], *, beside: bool) -> bool:
    cells = [[row.texts[at] for row in body] for at in range(len(header.columns))]
    read = refine(header, cells)
    if "action" not in read.fields:
        return False
    wording = Contents(tuple(clean(text) for text in cells[read.fields.index("action")]))
    by_title = {name for name in header.fields if name in _WORDINGS | _WHO_AND_WHEN}
    told = by_title | {column.field for column in read.columns if column.guessed} & (
        _WHO_AND_WHEN | {"action"}
    )
    who_and_when = set(read.fields) & _WHO_AND_WHEN
    says_so = any(says(column.title, kind) for column in header.columns for kind in ("action", "response"))
    least = LEAST_BESIDE_A_KNOWN_HEADER if beside else LEAST_KNOWN
    if not wording.is_wording or wording.mostly(starts_midway):
        return False
    guessed = read.columns[read.fields.index("action")].guessed
    if (
        guessed
        and wording.share(is_undertaking) < LEAST_UNDERTAKINGS
        and not set(read.fields) >= _WHO_AND_WHEN
    ):
        return False
    return bool(who_and_when or (says_so and not beside)) and len(told) >= least


class _Walk:
    """Goes through the blocks once, with the header in force."""

    def __init__(self, document: Document, mapping: Mapping[str, str] | None) -> None:
        self.mapping = mapping
        self.ragged = document.kind in _LOSE_BLANKS
        self.known = any(has_header(grid, mapping) for grid in document.grids())
        self.headers: list[Header] = []
        self.printings: list[tuple[int, str]] = []
        self.items: list[PlanRow | Line] = []
        self.remarks: list[Remark] = []
        self.table: int | None = None
        self.grids = 0

    def grid(self, grid: Grid) -> None:
        """The rows of a table of actions from the first header on, or a note on another table."""
        self.grids += 1
        if kind := other_table(grid):
            self.remarks.append(note_aside(grid, kind))
            return
        grid = self._as_wide(grid)
        headers = (at for at in range(len(grid.rows)) if find_header(grid.rows, at, self.mapping))
        known = find_header(grid.rows, 0, self.mapping) or self._continues(grid)
        at, proposed = (0 if known else next(headers, None)), None
        if at is None and not self.ragged:  # a header that only titles and contents together tell
            at, proposed = proposed_header(grid.rows, self.mapping, beside=self.known) or (None, None)
        if at is None:
            self.remarks.append(left_out(grid))
            return
        for row in grid.rows[:at]:
            self.items.append(Line(" ".join(clean(text) for text in row.texts if text.strip()), row.place))
        opens = grid.new_page
        while at < len(grid.rows):
            row = grid.rows[at]
            # a header by its titles, or one that was met before
            titles = tuple(map(plain_title, row.texts))
            again = next((known for known in self.headers if known.titles == titles), None)
            header = proposed or find_header(grid.rows, at, self.mapping) or again
            proposed = None
            if header:
                titles = header.titles
                if all(known.titles != titles for known in self.headers):
                    self.headers.append(header)
                self.table = [known.titles for known in self.headers].index(titles)
                self.printings.append((self.table, header.place))
                at, opens = at + header.rows, True
                continue
            if signs_off(row):
                self.remarks.append(note_aside(replace(grid, rows=grid.rows[at:]), "signature block"))
                return
            if any(map(str.strip, row.texts)):
                made = PlanRow(row.place, {}, table=self.table or 0, opens=opens, source=row, grid=self.grids)
                self.items.append(replace(made, cells=len(row.cells)))
                opens = False
            at += 1

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
        if self.headers and self.ragged and len(grid.rows) == 1:
            # the word of a heading row ("Aim:") that a blank line of a text extract parts from its rows
            word = clean("".join(grid.rows[0].texts[:1])).strip(" :")
            if labelled_section(f"{word}: x"):
                return True
        return any(
            suits(grid.rows, header.fields)
            if width == len(header.columns) or self.ragged
            else suits_clearly(grid.rows, header.fields)
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


def find_rows(document: Document, mapping: Mapping[str, str] | None = None) -> PlanTables:
    """The rows of all tables of actions of a document, in order."""
    walk = _Walk(document, mapping)
    for block in document.blocks:
        if isinstance(block, Line):
            walk.items.append(block)
        elif block.rows:
            walk.grid(block)
    rows = [item for item in walk.items if isinstance(item, PlanRow)]
    headers: list[Header] = []
    for number, header in enumerate(walk.headers):
        width = len(header.columns)
        own = [row.source for row in rows if row.table == number and row.cells == width]
        body = [row for row in own if not spans(row)]
        headers.append(refine(header, [[row.cells[at].text for row in body] for at in range(width)]))
    fill_rows(rows, headers)
    items = tuple(_grouped(walk.items))
    return PlanTables(items, tuple(headers), tuple(walk.printings), tuple(walk.remarks))


def _grouped(items: Iterable[PlanRow | Line]) -> Iterator[PlanRow | Between]:
    """Lines that follow each other as one item."""
    for _, together in groupby(items, key=lambda item: isinstance(item, Line) or id(item)):
        run = list(together)
        lines = tuple(item for item in run if isinstance(item, Line))
        yield from [Between(lines)] if lines else [item for item in run if isinstance(item, PlanRow)]
