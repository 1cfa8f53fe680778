"""Actions as small grids of labels and values: side by side, in pairs, or one action in each column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from wres_analysis.extraction.cell_text import clean
from wres_analysis.readers.document import Grid, Row

LEAST_COLUMNS_SIDE_BY_SIDE = 3
NUMBERED = re.compile(
    r"(?P<word>action|recommendation|objective|initiative|commitment)\s*(?:no\.?\s*)?(?P<number>\d{1,3}[a-z]?(?:\.\d+)?)",
    re.IGNORECASE,
)

Read = Callable[[str], tuple[str | None, ...]]
Pair = tuple[str, tuple[str | None, ...], str, str]


def pairs_of_grid(grid: Grid, read: Read) -> Iterator[Pair]:
    """The labels and values of a grid, in its order.

    Parameters
    ----------
    grid : Grid
    read : callable
        Fields of a label; none for a text that is no label.

    Yields
    ------
    tuple
        Label, its fields, value and place. A label without fields is a heading; a value without a label
        goes on with the value before it.
    """
    across = _cards_side_by_side(grid, read)
    for column in range(1, across + 1):
        for row in grid.rows:
            texts = [*row.texts, *[""] * (across + 1 - len(row.cells))]
            names = tuple(read(_bare(texts[0])))
            number = None if names else NUMBERED.fullmatch(clean(texts[column]))
            if number:
                yield "Action number", ("ref",), number["number"], row.place
            else:
                yield _bare(texts[0]), names, texts[column], row.place
    if not across:
        for row in grid.rows:
            yield from _pairs_of_row(row, read)


def _cards_side_by_side(grid: Grid, read: Read) -> int:
    """How many columns of values stand beside one column of labels; 0 where labels and values alternate."""
    width = max(len(row.cells) for row in grid.rows)
    columns = [[row.texts[at] for row in grid.rows if at < len(row.cells)] for at in range(width)]
    if width < LEAST_COLUMNS_SIDE_BY_SIDE or not _mostly_labels(columns[0], read):
        return 0
    filled = [sum(bool(text.strip()) for text in row.texts[1:]) for row in grid.rows]
    several = 2 * sum(count > 1 for count in filled) >= len(filled)
    return width - 1 if several and not any(_mostly_labels(column, read) for column in columns[1:]) else 0


def _mostly_labels(texts: Sequence[str], read: Read) -> bool:
    filled = [_bare(text) for text in texts if text.strip()]
    labels = [text for text in filled if read(text) and not NUMBERED.fullmatch(text)]
    return bool(filled) and 2 * len(labels) > len(filled)


def _pairs_of_row(row: Row, read: Read) -> Iterator[Pair]:
    texts = [cell.text for cell in row.cells if not cell.covered]
    at = 0
    while at < len(texts):
        label = _bare(texts[at])
        names = tuple(read(label)) if label else ()
        if names and at + 1 < len(texts):
            yield label, names, texts[at + 1], row.place
            at += 2
            continue
        if match := NUMBERED.fullmatch(label):
            yield "Action number", ("ref",), match["number"], row.place
        elif len(texts) == 1 and label:
            yield label, (), "", row.place
        elif texts[at].strip():
            yield "", (), texts[at], row.place
        at += 1


def _bare(text: str) -> str:
    return clean(text).rstrip(" :")
