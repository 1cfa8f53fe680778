"""The guard against silent loss outside the rows: lines and tables of which nothing reached an action."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from wres_analysis.documents.cell_text import clean, words_of
from wres_analysis.documents.document import Document, Grid, Line
from wres_analysis.plans.action_pieces import PlanAction
from wres_analysis.plans.furniture import put_aside
from wres_analysis.plans.other_tables import looks_like_plan, other_table
from wres_analysis.plans.plan_columns import Header
from wres_analysis.plans.sections import is_furniture, is_title
from wres_analysis.vocabulary.headings import plain_title

# Letters in a row, blanks aside: a word that a column border cuts in two is the same still (seed A). Ten
# letters stand in two texts by chance where both say "recruitment"; half of a line then does not.
LETTERS_IN_A_ROW = 12
# A line arrived where half of it did: the rest may be its number or a label. Shorter lines are headings.
ARRIVED, LEAST_WORDS = 0.5, 5

Pieces = set[str]


class Passage(NamedTuple):
    """A line, or a row of a table, of the document."""

    text: str
    place: str
    words: int
    arrived: bool  # most of it stands in an action
    grid: Grid | None = None


def passages(document: Document, records: Sequence[PlanAction], headers: Sequence[Header]) -> list[Passage]:
    """The lines and rows of the plan, headings and furniture aside, and whether each reached an action."""
    known = _pieces(_texts_of(records))
    headings = _pieces(text for record in records for text in (record.part, record.aim.text))
    titles = {plain_title(column.title) for header in headers for column in header.columns}
    found = [_passage(_untitled(texts, titles), place, grid, known) for texts, place, grid in _told(document)]
    times = Counter(passage.text for passage in found)
    return [
        passage
        for passage in found
        if passage.words >= LEAST_WORDS and times[passage.text] == 1
        if passage.arrived or _share(passage.text, headings) < ARRIVED
    ]


def in_the_plan(found: Sequence[Passage]) -> list[Passage]:
    """The passages from the first that reached an action to the last."""
    places = [at for at, passage in enumerate(found) if passage.arrived]
    return list(found[places[0] : places[-1] + 1]) if places else []


def grids_passed_over(found: Sequence[Passage]) -> list[Grid]:
    """The tables that look like a plan and of which nothing reached an action."""
    grids = {id(passage.grid): passage.grid for passage in found if passage.grid}
    reached = {id(passage.grid) for passage in found if passage.arrived}
    return [grid for key, grid in grids.items() if grid and key not in reached and looks_like_plan(grid)]


def _told(document: Document) -> Iterator[tuple[list[str], str, Grid | None]]:
    for block in put_aside(document)[0].blocks:
        if isinstance(block, Line):
            if not (block.heading or is_furniture(block.text) or is_title(block.text)):
                yield [clean(block.text)], block.place, None
        elif not other_table(block):
            for row in block.rows:
                yield [clean(text) for text in row.texts if text.strip()], row.place, block


def _texts_of(records: Iterable[PlanAction]) -> Iterator[str]:
    for record in records:
        yield record.text("action")
        yield record.text("detail")
        for row in record.rows:
            for texts in (row.values, row.unread, row.left_out):
                yield from texts.values()


def _pieces(texts: Iterable[str]) -> Pieces:
    return {piece for text in texts for piece in _in_rows(text)}


def _in_rows(text: str) -> Iterator[str]:
    """The letters of a text, blanks aside, in rows that overlap; of a short text all."""
    letters = "".join(words_of(text))
    last = max(len(letters) - LETTERS_IN_A_ROW, 0)
    return (letters[at : at + LETTERS_IN_A_ROW] for at in range(last + 1) if letters)


def _share(text: str, known: Pieces) -> float:
    pieces = list(_in_rows(text))
    return sum(piece in known for piece in pieces) / len(pieces) if pieces else 0.0


def _untitled(texts: Sequence[str], titles: set[str]) -> list[str]:
    """The texts without titles of columns, and without labels in front of values."""
    kept = [text for text in texts if plain_title(text) not in titles]
    return [
        text.partition(":")[2] if plain_title(text.partition(":")[0]) in titles else text for text in kept
    ]


def _passage(texts: Sequence[str], place: str, grid: Grid | None, known: Pieces) -> Passage:
    letters = [(_share(text, known), len(text)) for text in texts]
    whole = sum(length for _, length in letters)
    share = sum(share * length for share, length in letters) / whole if whole else 0.0
    text = " | ".join(texts)
    return Passage(text.strip(), place, len(words_of(text)), share >= ARRIVED, grid)
