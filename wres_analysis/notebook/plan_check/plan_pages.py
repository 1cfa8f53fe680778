"""A plan cut into what is looked at together: a page of a PDF, a sheet, a stretch of a long table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from wres_analysis.documents.document import Block, Document, Grid, Line

MOST_ROWS = 40
PAGED = ("pdf", "scan")
_SHEET = re.compile(r"(sheet .+?)(?:, row \d+)?")


@dataclass(frozen=True)
class Leaf:
    """A part of a document that is shown at once."""

    title: str  # "page 2", "sheet Plan", "part 1 of 3"
    page: int = 0  # number of the page where there is a picture of it, otherwise 0
    blocks: tuple[Block, ...] = ()  # what it holds; used where there is no picture
    rows: tuple[int, ...] = ()  # rows of ACTIONS that start on it


def leaves_of(document: Document, actions: pd.DataFrame) -> list[Leaf]:
    """The leaves of a document, each action on one of them."""
    if document.kind in PAGED:
        bare = [Leaf(f"page {number}", number) for number in range(1, max(1, document.pages) + 1)]
        places = [{leaf.title} for leaf in bare]
    else:
        bare = _parts(document)
        places = [_places(leaf.blocks) for leaf in bare]
    return _with_rows(bare, places, actions)


def _with_rows(leaves: Sequence[Leaf], places: Sequence[set[str]], actions: pd.DataFrame) -> list[Leaf]:
    rows: list[list[int]] = [[] for _ in leaves]
    for place, row in zip(actions["place"], actions["row"], strict=True):
        # a place that no leaf has is shown with the first, so that no action is ever missing
        rows[next((at for at, held in enumerate(places) if place in held), 0)].append(int(row))
    return [replace(leaf, rows=tuple(held)) for leaf, held in zip(leaves, rows, strict=True)]


def _places(blocks: Sequence[Block]) -> set[str]:
    lines = {block.place for block in blocks if isinstance(block, Line)}
    return lines | {row.place for block in blocks if isinstance(block, Grid) for row in block.rows}


def _parts(document: Document) -> list[Leaf]:
    """The sheets of a workbook, or the whole of another document, cut where they are long."""
    groups: dict[str, list[Block]] = {}
    for block in document.blocks:
        sheet = _SHEET.fullmatch(block.place)
        groups.setdefault(sheet[1] if sheet else "the document", []).append(block)
    return [leaf for title, blocks in groups.items() for leaf in _cut(title, blocks)] or [
        Leaf("the document")
    ]


def _cut(title: str, blocks: Sequence[Block]) -> Iterator[Leaf]:
    parts: list[list[Block]] = [[]]
    held = 0
    for piece in (piece for block in blocks for piece in _pieces(block)):
        size = len(piece.rows) if isinstance(piece, Grid) else 1
        if held + size > MOST_ROWS and 2 * held > MOST_ROWS:  # a title stays with the table below it
            parts.append([])
            held = 0
        parts[-1].append(piece)
        held += size
    for number, part in enumerate(parts, start=1):
        yield Leaf(title if len(parts) == 1 else f"{title}, part {number} of {len(parts)}", 0, tuple(part))


def _pieces(block: Block) -> Iterator[Block]:
    if isinstance(block, Line) or len(block.rows) <= MOST_ROWS:
        yield block
        return
    for start in range(0, len(block.rows), MOST_ROWS):
        yield Grid(block.rows[start : start + MOST_ROWS], block.place)
