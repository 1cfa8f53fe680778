"""What is no part of a plan: tables known for what they are, and what a page prints around a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from wres_analysis.documents.cell_text import clean, words_of
from wres_analysis.documents.document import Block, Document, Grid, Line, Remark, Row
from wres_analysis.plans.cell_kinds import is_deadline, is_status
from wres_analysis.plans.column_contents import Contents, is_rating
from wres_analysis.plans.owners import is_role
from wres_analysis.vocabulary import vocabulary_words
from wres_analysis.vocabulary.headings import field_of, plain_title

# A matrix of likelihood and harm has up to six levels each, a scale of ratings hardly more (a21, a22).
MOST_ROWS_OF_A_SCALE = 10
MOST_WORDS_OF_A_LEVEL = 4  # at 2 signatures_and_ratings.xlsx is read otherwise; more: guard
# Names and posts of people who sign; a cell of more words is a sentence (signatures_and_ratings).
MOST_WORDS_OF_A_SIGNATURE = 8
LEAST_TICKS = 3
_NUMBER = re.compile(r"[£$€]?\s*-?[\d,.]+\s*(?:%|k|m)?|[-–—]|n/?a", re.IGNORECASE)
_TICK = re.compile(r"[xX✓✔✗✘●•■□☐☑☒*]|[yYnN](?:es|o)?")
_LEADERS = re.compile(r"\.{4,}|(?:\. ){4,}|…{2,}|_{4,}")
_PAGE = re.compile(r"\d{1,3}")
_WHO_AND_WHEN = frozenset({"owner", "deadline", "action"})

Texts = Sequence[Sequence[str]]
# A line of furniture is short; "We use cookies to see how this site is used. You can change …" has 17 words,
# a sentence of a plan that happens to say "cookie" may have more.
MOST_WORDS = 25
MOST_WORDS_OF_A_VALUE = 8  # at 4 publication_date.txt is read otherwise; more: guard
MOST_SHOWN = 5  # at 2 publication_date.txt is read otherwise; more: guard
_DOT_LEADERS = re.compile(r"(?:\.\s?){5,}\s*\d{0,3}\s*$|…{2,}\s*\d{0,3}\s*$")


def other_table(grid: Grid) -> str:
    """What a table is that holds no actions; blank for every other table."""
    rows = [[clean(text) for text in row.texts] for row in grid.rows if any(map(str.strip, row.texts))]
    return next((name for name, is_so in _KINDS if rows and is_so(rows)), "")


def note_aside(grid: Grid, kind: str) -> Remark:
    """The note that a table was put aside for what it is."""
    texts = [clean(text) for row in grid.rows for text in row.texts if text.strip()]
    count = sum(len(words_of(text)) for text in texts)
    message = f"A {kind} ({count} words) was put aside; it begins: {' | '.join(texts)[:120]}"
    return Remark("info", "put_aside", message, grid.place)


def looks_like_plan(grid: Grid) -> bool:
    """Whether a table has texts of its own in one column and dates, roles or statuses in another."""
    width = max((len(row.cells) for row in grid.rows), default=0)
    body = [row.texts for row in grid.rows[1:] if len(row.cells) == width]
    columns = [Contents(tuple(texts[at] for texts in body)) for at in range(width)]
    typed = (is_deadline, is_role, is_status)
    who_or_when = any(column.filled and any(map(column.mostly, typed)) for column in columns)
    return len(body) > 1 and who_or_when and any(column.is_wording for column in columns)


def signs_off(row: Row) -> bool:
    """Whether a row below the actions opens a signature block ("Prepared by:", "Reviewed by:")."""
    texts = [clean(text) for text in row.texts if text.strip()]
    short = all(len(text.split()) <= MOST_WORDS_OF_A_SIGNATURE for text in texts)
    return short and bool(texts) and is_leader(texts[0], "signature")


def is_leader(text: str, kind: str) -> bool:
    """Whether a text is, or opens with, words of a kind and a colon."""
    return plain_title(text.partition(":")[0]) in _words(kind)


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(map(plain_title, vocabulary_words("other_tables", kind=kind)))


def _is_contents(rows: Texts) -> bool:
    last = [next((text for text in reversed(row) if text), "") for row in rows]
    pages = sum(bool(_PAGE.fullmatch(text.split()[-1])) if text else False for text in last)
    led = sum(any(map(_LEADERS.search, row)) for row in rows)
    titled = any(is_leader(text, "contents") for text in rows[0])
    return len(rows) > 1 and pages >= len(rows) - 1 and (titled or 2 * led >= len(rows))


def _is_scale(rows: Texts) -> bool:
    """Levels with what they mean: ratings everywhere, or a first column of levels that never come back."""
    titles, body = rows[0], rows[1:]
    cells = [text for row in body for text in row if text]
    if not 1 < len(body) <= MOST_ROWS_OF_A_SCALE or _who_and_when(titles) - {"action"}:
        return False
    if any(is_deadline(text) for row in body for text in row[1:]):
        return False
    rated = sum(map(is_rating, cells))
    titled = [text for text in titles if is_leader(text, "rating")]
    if titled and 2 * rated >= len(cells):
        return True
    levels = [row[0].casefold() for row in body]
    short = all(levels) and all(len(level.split()) <= MOST_WORDS_OF_A_LEVEL for level in levels)
    return is_leader(titles[0], "rating") and short and len(set(levels)) == len(levels)


def _is_key(rows: Texts) -> bool:
    """Codes, colours or words for a status, each with what it means."""
    fields = [field_of(title) for title in rows[0] if title]
    means = any(is_leader(text, "meaning") for text in rows[0][1:])
    return fields[:1] == ["status"] and means and len(rows) <= MOST_ROWS_OF_A_SCALE and len(fields) <= 3


def _is_signatures(rows: Texts) -> bool:
    texts = [text for row in rows for text in row if text]
    short = all(len(text.split()) <= MOST_WORDS_OF_A_SIGNATURE for text in texts)
    signed = any(is_leader(text, "signature") for text in texts)
    return short and signed and "action" not in _who_and_when(rows[0])


def _is_control(rows: Texts) -> bool:
    titles = {plain_title(text) for row in rows[:2] for text in row if text}
    return len(titles & _words("control")) > 1 and "action" not in _who_and_when(rows[0])


def _who_and_when(titles: Sequence[str]) -> set[str | None]:
    return {field_of(title) for title in titles if title} & _WHO_AND_WHEN


def _is_count(rows: Texts) -> bool:
    """Numbers under titles, with or without a name before them."""
    body = [[text for text in row[1:] if text] for row in rows[1:]] or [[]]
    named = [row[0] for row in rows[1:]]
    numbers = [text for texts in body for text in texts]
    several = max(map(len, body)) > 1
    short = several or all(len(text.split()) <= MOST_WORDS_OF_A_LEVEL for text in named)
    figures = bool(numbers) and all(map(_NUMBER.fullmatch, numbers)) and not any(map(is_deadline, numbers))
    return figures and short and not _who_and_when(rows[0])


def _is_ticks(rows: Texts) -> bool:
    """Names of rows, then nothing but marks."""
    if _who_and_when(rows[0]) - {"action"} or len(rows) < 2:
        return False
    width = max(map(len, rows))
    columns = [[row[at] for row in rows[1:] if at < len(row) and row[at]] for at in range(width)]
    marked = [at for at, texts in enumerate(columns) if sum(map(bool, map(_TICK.fullmatch, texts))) > 0]
    if len(marked) < 2 or not 1 <= marked[0] <= len(marked):
        return False
    marks = [text for texts in columns[marked[0] :] for text in texts]
    ticks = sum(map(bool, map(_TICK.fullmatch, marks)))
    # one row of numbers above the marks ("1 2 3 4 5") names the columns (matrix_of_marks)
    return ticks >= LEAST_TICKS and len(marks) - ticks <= len(marked)


_KINDS: tuple[tuple[str, Callable[[Texts], bool]], ...] = (
    ("contents page", _is_contents),
    ("rating scale", _is_scale),
    ("status key", _is_key),
    ("signature block", _is_signatures),
    ("document control block", _is_control),
    ("table of figures", _is_count),
    ("matrix of ticks", _is_ticks),
)


def _phrases(how: str) -> frozenset[str]:
    return vocabulary_words("site_furniture", how=how)


def put_aside(document: Document) -> tuple[Document, tuple[Remark, ...]]:
    """The document without the furniture of its pages, and the note that counts what was put aside."""
    kept: list[Block] = []
    aside: list[str] = []
    above = ""  # what the furniture above opens for the lines below it
    for block in document.blocks:
        follows = isinstance(block, Line) and _follows(above, block)
        if isinstance(block, Line):
            texts, is_furniture = [clean(block.text)], follows or is_site_furniture(block.text)
        else:
            texts = [" ".join(clean(text) for text in row.texts if text.strip()) for row in block.rows]
            labels = [row.texts[0] for row in block.rows if any(map(str.strip, row.texts))]
            is_furniture = bool(labels) and all(map(_is_bare_label, labels))
        if is_furniture:
            aside += texts
        else:
            kept.append(block)
        if not follows or above == "label":
            above = _opened_by(block)
    if not aside:
        return document, ()
    shown = "; ".join(text[:60] for text in aside[:MOST_SHOWN])
    message = (
        f"{len(aside)} lines around the plan (menus, dates of publication, contents) were put aside: {shown}"
    )
    return replace(document, blocks=tuple(kept)), (Remark("info", "put_aside", message),)


def _follows(above: str, line: Line) -> bool:
    """Whether a line belongs to the furniture above it."""
    if line.heading:
        return False
    value = above == "label" and len(line.text.split()) <= MOST_WORDS_OF_A_VALUE
    return value or above == "section" or (above == "list" and line.bullet)


def _opened_by(block: Block) -> str:
    """What furniture a line opens for those below it: label, list, section, or nothing."""
    if not isinstance(block, Line):
        return ""
    plain = clean(block.text).casefold().rstrip(" :")
    if plain in _phrases("section") or (block.heading and plain in _phrases("whole")):
        return "section" if block.heading else "list"
    return "label" if _is_bare_label(block.text) else "list" * (plain in _phrases("list"))


def is_site_furniture(text: str) -> bool:
    """Whether a line belongs to the page and not to the plan."""
    plain = clean(text).casefold().rstrip(" .!?")
    if not plain or len(plain.split()) > MOST_WORDS:
        return False
    if any(plain in _phrases(how) for how in ("whole", "list", "section")) or _DOT_LEADERS.search(
        clean(text)
    ):
        return True
    starts = any(plain.startswith(phrase) for phrase in _phrases("start"))
    within = any(re.search(rf"\b{phrase}\b", plain) for phrase in _phrases("within"))
    label, colon, value = plain.partition(":")
    labelled = (
        bool(colon) and label.strip() in _phrases("label") and len(value.split()) <= MOST_WORDS_OF_A_VALUE
    )
    return starts or within or labelled


def _is_bare_label(text: str) -> bool:
    return clean(text).casefold().rstrip(" :") in _phrases("label") and (":" in text or " " in text.strip())
