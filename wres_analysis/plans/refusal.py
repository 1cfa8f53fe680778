"""A refusal that helps: what was seen in a document without a plan, and the one line that would read it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from itertools import zip_longest

from wres_analysis.documents.cell_text import clean
from wres_analysis.documents.document import Document, Grid, Line
from wres_analysis.errors import DocumentError
from wres_analysis.plans.owners import mask_names
from wres_analysis.vocabulary.headings import field_of

MOST_SHOWN = 2  # tables, and lines: a refusal is one line to read
MOST_HEADINGS = 8
MOST_LETTERS = 40
MOST_WORDS_OF_A_LABEL = 6
SEVERAL = 2


def refusal(document: Document, reason: str) -> DocumentError:
    """The error for a document in which no action was found, with what was seen and what to add."""
    tables = _tables(document)
    labels = _labels(document)
    seen = [*map(_table_in_words, tables[:MOST_SHOWN]), *_lines_in_words(labels, document)]
    heading = _wordiest(tables[0]) if tables else labels[0] if labels else ""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([document.name, "", heading, "action"])
    remedy = "check that it is the plan"
    if heading:
        remedy += (
            f"; if '{heading}' says what is done, add the line {line.getvalue()} to column_mappings.csv "
            "(document,organisation,heading,field)"
        )
    told = f"{reason}; seen: {'; '.join(seen)}" if seen else reason
    return DocumentError(mask_names(told), document.name, mask_names(remedy))


def _tables(document: Document) -> list[Grid]:
    """The tables with two columns or more, the largest first."""
    grids = [block for block in document.blocks if isinstance(block, Grid) and len(block.rows) > 1]
    wide = [grid for grid in grids if len(_headings(grid)) > 1]
    return sorted(wide, key=lambda grid: -sum(len(text) for row in grid.rows for text in row.texts))


def _headings(grid: Grid) -> list[str]:
    return [_short(text) for text in grid.rows[0].texts if text.strip()]


def _short(text: str) -> str:
    plain = clean(text)
    return plain if len(plain) <= MOST_LETTERS else f"{plain[:MOST_LETTERS].rsplit(' ', 1)[0]}…"


def _table_in_words(grid: Grid) -> str:
    headings = [f"'{text}' ({field_of(text) or 'not known'})" for text in _headings(grid)[:MOST_HEADINGS]]
    return f"a table of {len(grid.rows)} rows at {grid.place}, headed {', '.join(headings)}"


def _wordiest(grid: Grid) -> str:
    """The heading over the most words; one that is not known is rather the action than one that is."""
    columns = range(max(len(row.texts) for row in grid.rows))
    words = {
        at: sum(len(row.texts[at].split()) for row in grid.rows[1:] if at < len(row.texts)) for at in columns
    }
    titles = {at: text for at, text in enumerate(grid.rows[0].texts) if text.strip()}
    best = max(titles, key=lambda at: (field_of(titles[at]) is None, words[at]))
    return clean(titles[best])


def _labels(document: Document) -> list[str]:
    """What may be labels, the most frequent first: before a colon, above a list, or coming back."""
    found: dict[str, int] = {}
    lines = _lines(document)
    for line, following in zip_longest(lines, lines[1:]):
        label, colon, _ = clean(line.text).partition(":")
        if line.bullet or not 0 < len(label.split()) <= MOST_WORDS_OF_A_LABEL:
            continue
        telling = SEVERAL if colon or (following is not None and following.bullet) else 1
        found[label] = found.get(label, 0) + telling
    return sorted((label for label, times in found.items() if times >= SEVERAL), key=lambda one: -found[one])


def _lines(document: Document) -> Sequence[Line]:
    return [block for block in document.blocks if isinstance(block, Line)]


def _lines_in_words(labels: Sequence[str], document: Document) -> list[str]:
    bullets = [line for line in _lines(document) if line.bullet]
    seen = [f"labels {', '.join(repr(label) for label in labels[:MOST_HEADINGS])}"] if labels else []
    if bullets:
        seen.append(f"a list at {bullets[0].place} that begins '{_short(bullets[0].text)}'")
    return seen
