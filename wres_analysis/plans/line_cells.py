"""A table that a text extract prints one cell a line: no separators, no blank cells, titles on several lines.

The titles tell the columns. Each line below them goes on with the cell above, fills a later column of its row
or starts the next row, whichever its look suits best.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from wres_analysis.documents.cell_text import clean, is_cut, is_finished, join, starts_midway
from wres_analysis.documents.document import Block, Cell, Document, Grid, Line, Remark, Row
from wres_analysis.plans.cell_kinds import fit, is_ref, is_status
from wres_analysis.plans.plan_tables import PlanTables
from wres_analysis.plans.sections import is_title
from wres_analysis.plans.table_rows import find_rows
from wres_analysis.vocabulary.headings import field_of, is_header, is_whole_title

MOST_LINES_OF_A_TITLE = 5  # at 2 unknown_label_glued.html is read otherwise; more: guard
MOST_LINES_OF_A_HEADER = 16  # at 8 labels_on_own_lines.txt is read otherwise; more: guard
# at 3 labels_on_own_lines.txt, at 12 a04t_specialist_wres.txt is read otherwise
MOST_WORDS_OF_A_TITLE_LINE = 6
LEAST_TITLES = 3  # at 6 cell_per_line.txt is read otherwise; less: guard
LEAST_ROWS = 2  # at 4 cell_per_line.txt is read otherwise; less: guard
LONGEST_CODE = 3  # at 6 labels_on_own_lines.txt is read otherwise; less: guard
# A line is worth 2.7 and 2.9 in two extracts of this kind, 1.7 where the cells are scrambled
LEAST_WORTH = 2.0
LEAST_WORDS_OF_FURNITURE = 4  # at 2 a03t_community_wres.txt is read otherwise; more: guard
_TYPED = frozenset({"ref", "owner", "deadline", "status", "indicators"})
# What it costs to leave a column blank, to start a row behind one that has an action only, to let a line that
# starts with a capital go on with a cell, and what any few words are worth as a date ("As posts arise"). They
# only order the readings of one line: with blanks for nothing "All" behind an owner would be the owner's,
# with dear ones a row without an owner would swallow the next action.
_BLANK, _BARE_ROW, _ANEW, _GOES_ON, _ANY_DATE = 0.4, 3.0, 1.2, 1.0, -0.5
_MOST_WORDS_OF_A_DATE = 4  # at 2 a03t_community_wres.txt is read otherwise; more: guard
Step = tuple[int, bool]  # the column of a line, and whether it starts a row


def find_line_cells(document: Document, mapping: Mapping[str, str] | None = None) -> PlanTables:
    """The actions of a document whose tables are printed one cell a line."""
    blocks = list(document.blocks)
    found = _first_header(blocks)
    if found is None:
        return PlanTables()
    start, titles, below = found
    printed = {clean(block.text) for block in blocks[start:below] if isinstance(block, Line)}
    lines = _lines_below(blocks[below:], printed)
    rows = _rows(lines, tuple(field_of(title) or "" for title in titles))
    if len(rows) < LEAST_ROWS:
        return PlanTables()
    head = Row(tuple(map(Cell, titles)), blocks[start].place)
    used = {id(line) for row in rows for line in row[1]}
    behind = [block for block in blocks[below:] if id(block) not in used]
    body = (Row(tuple(map(Cell, cells)), used[0].place) for cells, used in rows)
    grid = Grid((head, *body), head.place)
    return find_rows(replace(document, blocks=(*blocks[:start], grid, *behind)), mapping)


def scattered_cells(document: Document) -> tuple[Remark, ...]:
    """An error where titles stand one a line whose cells could not be put in order."""
    found = _first_header(document.blocks)
    if found is None or not all(map(is_whole_title, found[1])):
        return ()
    _, titles, below = found
    message = (
        f"Titles of a table stand one a line ({', '.join(titles)}), but the cells below them are out of "
        "order: actions, owners and dates could not be put together, and some were not read."
    )
    return (Remark("error", "cells_scattered", message, document.blocks[below - 1].place),)


def _first_header(blocks: Sequence[Block]) -> tuple[int, tuple[str, ...], int] | None:
    """Where the first titles start, what they are, and the place of the first line below them."""
    for start in range(len(blocks)):
        texts: list[str] = []
        for block in blocks[start : start + MOST_LINES_OF_A_HEADER]:
            short = isinstance(block, Line) and len(block.text.split()) <= MOST_WORDS_OF_A_TITLE_LINE
            if not isinstance(block, Line) or not short or block.bullet or is_title(block.text):
                break
            if block.text.rstrip().endswith(":"):
                break
            texts.append(clean(block.text))
        found = [_titles(tuple(texts[:count])) for count in range(LEAST_TITLES, len(texts) + 1)]
        headers = [titles for titles in found if titles and is_header(titles)]
        if headers:
            titles = max(headers, key=lambda one: sum(map(_certainty, one)))
            return start, titles, start + LEAST_TITLES + found.index(titles)
    return None


@lru_cache(maxsize=256)
def _titles(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Lines as titles, each known and each of another column; nothing where they are not."""
    found: list[tuple[str, ...]] = []
    for count in range(1, min(MOST_LINES_OF_A_TITLE, len(texts)) + 1):
        title = " ".join(texts[:count])
        rest = _titles(texts[count:])
        name = field_of(title)
        if name and title[0] != "(" and (rest or count == len(texts)) and name not in map(field_of, rest):
            found.append((title, *rest))
    return max(found, key=lambda titles: sum(map(_certainty, titles)), default=())


def _certainty(title: str) -> float:
    """A title known as a whole, or as a key, counts most; one with a known word less, if it is short."""
    if is_whole_title(title) or (title.count("(") > 1 and is_status(title.partition("(")[0])):
        return 2.0
    return 0.5 if len(title.split()) <= MOST_WORDS_OF_A_TITLE_LINE else -1.0


def _lines_below(blocks: Sequence[Block], printed: Collection[str]) -> list[Line]:
    """The lines below the titles up to the next table, without what comes back on every page."""
    lines: list[Line] = []
    for block in blocks:
        if not isinstance(block, Line):
            break
        lines.append(block)
    times = Counter(clean(line.text) for line in lines)
    kept: list[Line] = []
    foot = False
    for line in lines:
        text = clean(line.text)
        came = times[text] > 1 and (len(text.split()) >= LEAST_WORDS_OF_FURNITURE or is_title(text))
        page = foot and bool(re.fullmatch(r"\d{1,3}", text))
        foot = came
        if not (came or page or (len(text) > LONGEST_CODE and text in printed)):
            kept.append(line)
    return kept


def _rows(lines: Sequence[Line], fields: tuple[str, ...]) -> list[tuple[list[str], list[Line]]]:
    """The rows that lines make up, each as its cells and its lines; what is behind the last row is left."""
    path = _best_path(tuple(clean(line.text) for line in lines), fields)
    rows: list[tuple[list[str], list[Line]]] = []
    for line, (column, new_row) in zip(lines, path, strict=False):
        if new_row:
            rows.append(([""] * len(fields), []))
        cells, used = rows[-1]
        cells[column] = join(cells[column], clean(line.text))
        used.append(line)
    while rows and not any(text and fields[at] in _TYPED for at, text in enumerate(rows[-1][0])):
        rows.pop()
    return rows


def _best_path(texts: tuple[str, ...], fields: tuple[str, ...]) -> list[Step]:
    """The column of each line, by the best sum of what its look is worth there."""
    openers = {fields.index(name) if name in fields else 0 for name in ("ref", "action")}
    scores: dict[int, float] = {}
    back: list[dict[int, tuple[int, bool]]] = []
    for at, text in enumerate(texts):
        following: dict[int, float] = {}
        steps: dict[int, tuple[int, bool]] = {}
        for column in range(len(fields)):
            options = [
                (score + _worth(texts, at, before, column, fields), before, False)
                for before, score in scores.items()
                if before <= column
            ]
            if column in openers:
                options += [
                    (score + _start(text, before, column, fields), before, True)
                    for before, score in (scores or {-1: 0.0}).items()
                ]
            if options:
                following[column], *step = max(options)
                steps[column] = (int(step[0]), bool(step[1]))
        scores = following
        back.append(steps)
    if not texts or max(scores.values()) < LEAST_WORTH * len(texts):
        return []
    return _walked_back(scores, back)


def _walked_back(scores: Mapping[int, float], back: Sequence[Mapping[int, tuple[int, bool]]]) -> list[Step]:
    path: list[Step] = []
    column = max(scores, key=lambda one: scores[one]) if scores else 0
    for steps in reversed(back):
        before, new_row = steps[column]
        path.append((column, new_row))
        column = before
    return path[::-1]


def _start(text: str, before: int, column: int, fields: Sequence[str]) -> float:
    """What a line is worth as the first of a row, in the column given."""
    bare = before >= 0 and fields[before] not in _TYPED - {"ref"}
    skipped = sum(_BLANK for name in fields[before + 1 :] if name in _TYPED) if before >= 0 else 0.0
    midway = 4.0 if starts_midway(text) else 0.0
    left_out = 0.0 if column == 0 else _BLANK
    return fit(text, fields[column]) - skipped - left_out - midway - (_BARE_ROW if bare else 0.0)


def _worth(texts: Sequence[str], at: int, before: int, column: int, fields: Sequence[str]) -> float:
    """What a line is worth in a later column of its row, or as more of the cell above."""
    text, above, name = texts[at], texts[at - 1], fields[column]
    if column > before:
        blanks = sum(_BLANK for between in fields[before + 1 : column] if between in _TYPED)
        a_date = name == "deadline" and len(text.split()) <= _MOST_WORDS_OF_A_DATE
        return max(fit(text, name), _ANY_DATE if a_date else -9.0) - blanks
    if name in _TYPED:
        return fit(text, name) - (_ANEW if name in ("ref", "status", "indicators") else 0.0) - _GOES_ON
    if starts_midway(text) or is_cut(above):
        return 2.0
    looks = max(fit(text, typed) for typed in _TYPED if typed in fields) if _TYPED & set(fields) else 0.0
    return (0.5 if is_finished(above) else -_ANEW) + (0.0 if looks < 2 or is_ref(text) else -2.0)
