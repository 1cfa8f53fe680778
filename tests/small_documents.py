"""Small documents for tests: a grid drawn as text, one line a row, bars between the cells."""

from __future__ import annotations

import pandas as pd

from wres_analysis.documents.document import Block, Cell, Document, Grid, Line, Row
from wres_analysis.plans.actions import extract_actions
from wres_analysis.tables import dates_as_text


def grid(
    drawn: str, *, new_page: bool = False, place: str = "page 1", fills: dict[str, str] | None = None
) -> Grid:
    """A grid; `^` is covered from above, `<` from the left, `¶` a line break inside a cell."""
    rows = [
        _row(line, f"{place}, row {number}", number, fills or {})
        for number, line in enumerate(_lines(drawn), 1)
    ]
    return Grid(tuple(rows), place, new_page)


def _lines(drawn: str) -> list[str]:
    return [line.strip() for line in drawn.strip("\n").splitlines()]


def _row(line: str, place: str, number: int, fills: dict[str, str]) -> Row:
    return Row(tuple(_cell(text.strip(), fills) for text in line.split("|")), place, number)


def _cell(text: str, fills: dict[str, str]) -> Cell:
    covered = {"^": "above", "<": "left"}.get(text, "")
    shown = "" if covered or text.startswith("#") else text.replace("¶", "\n")
    return Cell(shown, covered, fills.get(text, ""))


def line(text: str, heading: int = 0, *, bullet: bool = False) -> Line:
    """A line outside every table."""
    return Line(text, "page 1", heading, bullet)


def document(*blocks: Block | str, kind: str = "pdf") -> Document:
    """A document; a text stands for a grid drawn in it where it has bars, otherwise for a line."""
    made = [grid(block) if isinstance(block, str) and "|" in block else block for block in blocks]
    return Document(
        "plan.pdf", kind, tuple(line(block) if isinstance(block, str) else block for block in made)
    )


def outline(found: Document) -> list[str]:
    """A document drawn as text: a line behind `#` for each level or `-`, a table row by row as in `grid`."""
    drawn: list[str] = []
    for block in found.blocks:
        if isinstance(block, Line):
            drawn.append(f"{'#' * block.heading}{'-' * block.bullet} {block.text}")
        else:
            drawn.append("new table" if block.new_page else "table")
            drawn += [" | ".join(map(_shown, row.cells)) for row in block.rows]
    return as_lines("\n".join(line.replace("\n", "¶") for line in drawn))


def _shown(cell: Cell) -> str:
    return {"above": "^", "left": "<"}.get(cell.covered, cell.text)


def as_lines(drawn: str) -> list[str]:
    """The lines of a drawing without the blanks around them."""
    return [" ".join(text.split()) for text in drawn.strip().split("\n")]


def read(
    *blocks: Block | str, kind: str = "pdf", **options: object
) -> tuple[list[dict[str, str]], pd.DataFrame]:
    """Actions as dictionaries, and the notes."""
    options = {"organisation": "T1", "plan_year": "2024-25"} | options
    extracted = extract_actions(document(*blocks, kind=kind), **options)  # type: ignore[arg-type]
    return dates_as_text(extracted.actions).to_dict("records"), extracted.notes  # type: ignore[return-value]


def codes(notes: pd.DataFrame, row: int | None = None) -> set[str]:
    """The codes of the notes on one row, or on the document."""
    wanted = notes["row"].isna() if row is None else notes["row"].eq(row).fillna(False)
    return set(notes.loc[wanted, "code"])


PLAN = """
Ref | Action | Lead | Deadline | Status | Progress
1 | Train panel chairs in fair selection | Head of HR | June 2024 | Complete | All sixty were trained.
2 | Review job adverts for plain language | Chief Nurse | May 2025 | In progress | Two thirds are done.
"""
