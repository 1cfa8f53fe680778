"""The ways to read a document, and the one place where they are compared.

Every way that could apply is tried: tables by their titles and contents, cards, lists. Taken is
the one whose actions account for most of the document's words and are the most complete.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import NamedTuple

from wres_analysis.documents.cell_text import clean, words_of
from wres_analysis.documents.document import Document, Grid, Line, Remark
from wres_analysis.errors import DocumentError
from wres_analysis.plans.assembly import assemble
from wres_analysis.plans.cards import find_cards
from wres_analysis.plans.cell_kinds import fit, is_deadline, is_ref, is_status
from wres_analysis.plans.furniture import put_aside
from wres_analysis.plans.line_cells import find_line_cells, scattered_cells
from wres_analysis.plans.lists import LEAST_ITEMS, find_listed, headed, lists_beside, lists_of
from wres_analysis.plans.owners import mask_names
from wres_analysis.plans.plan_dates import text_of
from wres_analysis.plans.plan_tables import PlanAction, PlanTables
from wres_analysis.plans.table_rows import find_rows
from wres_analysis.vocabulary.headings import field_of

MOST_SHOWN = 2  # tables, and lines: a refusal is one line to read
MOST_HEADINGS = 8  # guard: at 4 and at 16 all published documents are read alike
MOST_LETTERS = 40  # guard: at 20 and at 80 all published documents are read alike
MOST_WORDS_OF_A_LABEL = 6  # guard: at 3 and at 12 all published documents are read alike
SEVERAL = 2  # at 1 form_fields.pdf is read otherwise; more: guard
LEAST_WORDS_OF_AN_ACTION = 3  # guard: at 1 and at 6 all published documents are read alike
# One entry never speaks for more: a whole page read as one action is no better than its first paragraph.
MOST_WORDS_OF_AN_ENTRY = 80
_TYPED = ("owner", "deadline", "status")
_FOR_A_TYPED_CELL = 0.25  # guard: at 0.125 and at 0.5 all published documents are read alike
_FOR_FEW_WORDS = 0.6  # guard: at 0.3 and at 1.2 all published documents are read alike


def refusal(document: Document) -> DocumentError:
    """The error for a document in which no action was found, with what was seen and what to add."""
    reason = _why_nothing(document)
    tables = _tables(document)
    labels = _labels(list(document.lines()))
    seen: list[str] = []
    for grid in tables[:MOST_SHOWN]:
        titles = [_short(text) for text in grid.rows[0].texts if text.strip()][:MOST_HEADINGS]
        told = ", ".join(f"'{title}' ({field_of(title) or 'not known'})" for title in titles)
        seen.append(f"a table of {len(grid.rows)} rows at {grid.place}, headed {told}")
    seen += [f"labels {', '.join(repr(label) for label in labels[:MOST_HEADINGS])}"] if labels else []
    if item := next((line for line in document.lines() if line.bullet), None):
        seen.append(f"a list at {item.place} that begins '{_short(item.text)}'")
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


def _why_nothing(document: Document) -> str:
    """Why no action was read from a document, in a few words."""
    met = next((remark.message for remark in document.remarks if remark.severity != "info"), "")
    told = "no action plan table was found"
    if met or not document.blocks:
        return f"{told} ({met})" if met else f"{told}, nor any other text"
    told += ', nor labels such as "Lead:", nor a list under a heading such as "Actions"'
    unsure = (one.items for one in lists_of(headed(document.blocks)) if len(one.items) >= LEAST_ITEMS)
    if (items := next(unsure, None)) is None:
        return told
    return (
        f"{told}; the list at {items[0].place} was not read, because most of its items do not begin with "
        f"what will be done ({clean(items[0].text)[:60]})"
    )


def _tables(document: Document) -> list[Grid]:
    """The tables with two columns or more, the largest first."""
    grids = [grid for grid in document.grids() if len(grid.rows) > 1]
    wide = [grid for grid in grids if sum(bool(text.strip()) for text in grid.rows[0].texts) > 1]
    return sorted(wide, key=lambda grid: -sum(len(text) for row in grid.rows for text in row.texts))


def _short(text: str) -> str:
    plain = clean(text)
    return plain if len(plain) <= MOST_LETTERS else f"{plain[:MOST_LETTERS].rsplit(' ', 1)[0]}…"


def _wordiest(grid: Grid) -> str:
    """The heading over the most words; one that is not known is rather the action than one that is."""
    columns = range(max(len(row.texts) for row in grid.rows))
    words = {
        at: sum(len(row.texts[at].split()) for row in grid.rows[1:] if at < len(row.texts)) for at in columns
    }
    titles = {at: text for at, text in enumerate(grid.rows[0].texts) if text.strip()}
    best = max(titles, key=lambda at: (field_of(titles[at]) is None, words[at]))
    return clean(titles[best])


def _labels(lines: Sequence[Line]) -> list[str]:
    """What may be labels, the most frequent first: before a colon, above a list, or coming back."""
    found: dict[str, int] = {}
    for line, following in zip_longest(lines, lines[1:]):
        label, colon, _ = clean(line.text).partition(":")
        if line.bullet or not 0 < len(label.split()) <= MOST_WORDS_OF_A_LABEL:
            continue
        telling = SEVERAL if colon or (following is not None and following.bullet) else 1
        found[label] = found.get(label, 0) + telling
    return sorted((label for label, times in found.items() if times >= SEVERAL), key=lambda one: -found[one])


class Way(NamedTuple):
    """A way to read a document."""

    name: str
    find: Callable[[Document, Mapping[str, str] | None], PlanTables]
    # How far it is trusted: titles say what a column is, a list says nothing about its items. A way that is
    # trusted less must account for as much more.
    trust: float


class Reading(NamedTuple):
    """A document read in one way, and how much speaks for it."""

    way: Way
    tables: PlanTables
    entries: int
    share: float  # words of the document that stand in its actions
    weight: float  # words in its actions, counted as far as these are complete


def plan_tables_of(document: Document, mapping: Mapping[str, str] | None = None) -> PlanTables:
    """The actions of a document in the reading that explains most of it; the note says which that is."""
    plan, aside = put_aside(document)
    found = [(way, tables) for way in WAYS if (tables := way.find(plan, mapping)).headers]
    if not found:
        raise refusal(document)
    words = len(words_of(text_of(plan)))
    tried = [_weighed(way, tables, words) for way, tables in found]
    chosen = max(tried, key=lambda read: read.weight * read.way.trust)
    beside = scattered_cells(plan) if chosen.way.name in ("lists", "prose") else lists_beside(plan)
    said = [f"{read.way.name} ({read.entries} actions, {read.share:.0%} of the words)" for read in tried]
    message = f"Read as {said.pop(tried.index(chosen))}."
    message += f" Also tried: {'; '.join(said)}." if said else ""
    told = Remark("info", "reading_chosen", message, chosen.tables.headers[0].place)
    return replace(chosen.tables, remarks=(told, *aside, *chosen.tables.remarks, *beside))


def _weighed(way: Way, tables: PlanTables, words: int) -> Reading:
    """A reading with how much speaks for it, of the number of words in the document."""
    entries, _ = assemble(tables)
    counted = complete = 0.0
    for entry in entries:
        # the words of its rows: also those of columns that were not understood
        texts = (text for row in entry.rows for text in (*row.values.values(), *row.left_out.values()))
        number = sum(len(words_of(text)) for text in texts)
        counted += number
        complete += min(number, MOST_WORDS_OF_AN_ENTRY) * completeness(entry)
    return Reading(way, tables, len(entries), counted / max(words, 1), complete)


def completeness(entry: PlanAction) -> float:
    """How complete an action is: 0 without a wording, 1 with one, more or less for each cell's look."""
    wording = " ".join(filter(None, (entry.action.text, entry.values.get("detail"))))
    if is_ref(wording) or is_deadline(wording) or is_status(wording):
        return 0.0
    looks = [fit(text, name) for name in _TYPED if (text := entry.values.get(name, ""))]
    signs = sum((look > 0) - (look < 0) for look in looks)
    short = len(wording.split()) < LEAST_WORDS_OF_AN_ACTION
    return max(0.0, (_FOR_FEW_WORDS if short else 1.0) + _FOR_A_TYPED_CELL * signs)


WAYS = (
    Way("tables by their titles and contents", find_rows, 1.0),
    Way("a table with one cell a line", find_line_cells, 0.6),
    Way("cards", find_cards, 0.8),
    Way("lists", lambda document, _: find_listed(document), 0.3),
    Way("prose", lambda document, _: find_listed(document, prose=True), 0.2),
)
