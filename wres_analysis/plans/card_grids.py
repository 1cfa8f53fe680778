"""Actions as small grids of labels and values: side by side, in pairs, or one action in each column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from wres_analysis.documents.cell_text import clean
from wres_analysis.documents.document import Block, Grid, Line, Row
from wres_analysis.plans.sections import either, is_furniture
from wres_analysis.vocabulary.headings import is_header

LEAST_COLUMNS_SIDE_BY_SIDE = 3
LEAST_LABELLED = 3
MOST_COLUMNS_OF_A_CARD = 4
OPENING = ("ref", "part", "aim", "action")
Read = Callable[[str], tuple[str | None, ...]]
Pair = tuple[str, tuple[str | None, ...], str, str]


@cache
def numbered() -> re.Pattern[str]:
    """A word that opens actions, with a number: "Action 3", "WRES commitment 2"."""
    before, words = either("numbered_before"), either("numbered")
    form = rf"(?:(?:{before})\s+)?(?P<word>{words})\s*(?:no\.?\s*)?(?P<number>\d{{1,3}}[a-z]?(?:\.\d+)?)"
    return re.compile(form, re.IGNORECASE)


@cache
def numbered_line() -> re.Pattern[str]:
    """A line that is a word with a number, perhaps with the wording behind it: "Action 3 – Train"."""
    return re.compile(rf"{numbered().pattern}(?:\s*[.–—-]\s+(?P<text>.+))?", re.IGNORECASE | re.DOTALL)


@cache
def numbered_wordings() -> tuple[re.Pattern[str], ...]:
    """A wording with its number: "Action 3: …", "3.1 …", "b) …"."""
    return (
        re.compile(rf"{numbered().pattern}\s*[.:–—-]?\s+(?P<text>.+)", re.IGNORECASE | re.DOTALL),
        re.compile(r"\(?(?P<number>\d{1,2}(?:\.\d{1,2})*[a-z]?)[.):]?\s+(?P<text>.+)", re.DOTALL),
        re.compile(r"\(?(?P<number>[a-z]|[ivx]{1,4})[.)]\s+(?P<text>.+)", re.DOTALL),
    )


def pairs_of_grid(grid: Grid, read: Read) -> Iterator[Pair]:
    """The labels and values of a grid, in its order."""
    across = _cards_side_by_side(grid, read)
    for column in range(1, across + 1):
        for row in grid.rows:
            texts = [*row.texts, *[""] * (across + 1 - len(row.cells))]
            names = tuple(read(_bare(texts[0])))
            number = None if names else numbered().fullmatch(clean(texts[column]))
            if number:
                yield "Action number", ("ref",), number["number"], row.place
            else:
                yield _bare(texts[0]), names, texts[column], row.place
    if not across:
        for row in grid.rows:
            yield from _pairs_of_row(row, read)


def joined_over_pages(blocks: Sequence[Block], read: Read) -> list[Block]:
    """The blocks with grids of labels and values put together again that the end of a page cut."""
    joined: list[Block] = []
    for block in blocks:
        before = next((at for at in reversed(range(len(joined))) if not _is_foot(joined[at])), None)
        above = joined[before] if before is not None else None
        if isinstance(above, Grid) and isinstance(block, Grid) and _goes_on(above, block, read):
            joined[before or 0] = replace(above, rows=(*above.rows, *block.rows))
        else:
            joined.append(block)
    return joined


def _is_foot(block: Block) -> bool:
    return isinstance(block, Line) and is_furniture(block.text)


def _goes_on(above: Grid, below: Grid, read: Read) -> bool:
    if not (below.new_page and above.rows and below.rows) or _width(above) != _width(below):
        return False
    if _width(above) > MOST_COLUMNS_OF_A_CARD or is_header(below.rows[0].texts):
        return False
    before = [names[0] for _, names, _, _ in pairs_of_grid(above, read) if names]
    behind = list(pairs_of_grid(below, read))
    if not before or not behind or not any(names for _, names, _, _ in behind[:LEAST_LABELLED]):
        return False
    label, names, text, _ = behind[0]
    if not names:
        return bool(text.strip()) and not label
    card = before[max((at for at, name in enumerate(before) if name in ("action", "ref")), default=0) :]
    return names[0] not in card and (names[0] not in OPENING or "action" not in card)


def _width(grid: Grid) -> int:
    return max(len(row.cells) for row in grid.rows)


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
    labels = [text for text in filled if read(text) and not numbered().fullmatch(text)]
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
        if match := numbered().fullmatch(label):
            yield "Action number", ("ref",), match["number"], row.place
        elif len(texts) == 1 and label:
            yield label, (), "", row.place
        elif texts[at].strip():
            yield "", (), texts[at], row.place
        at += 1


def _bare(text: str) -> str:
    return clean(text).rstrip(" :")
