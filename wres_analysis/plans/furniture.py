"""What stands around a plan on a page and is no part of it: menus, dates of publication, lists of contents.

The words are in `vocabulary/site_furniture.csv`: `how` is `whole` (the whole line), `start`, `within`, or
`label` (the line, and the value behind its colon or on the next line).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from wres_analysis.documents.cell_text import clean
from wres_analysis.documents.document import Block, Document, Grid, Line, Remark
from wres_analysis.vocabulary import vocabulary_rows

# A line of furniture is short; "We use cookies to see how this site is used. You can change …" has 17 words,
# a sentence of a plan that happens to say "cookie" may have more.
MOST_WORDS = 25
MOST_WORDS_OF_A_VALUE = 8
MOST_SHOWN = 5
_DOT_LEADERS = re.compile(r"(?:\.\s?){5,}\s*\d{0,3}\s*$|…{2,}\s*\d{0,3}\s*$")


@cache
def _phrases(how: str) -> frozenset[str]:
    return frozenset(row["phrase"] for row in vocabulary_rows("site_furniture") if row["how"] == how)


def put_aside(document: Document) -> tuple[Document, tuple[Remark, ...]]:
    """The document without the furniture of its pages, and the note that counts what was put aside."""
    kept: list[Block] = []
    aside: list[str] = []
    waiting = False
    for block in document.blocks:
        is_value = waiting and isinstance(block, Line) and _is_value(block)
        waiting = isinstance(block, Line) and _is_bare_label(block.text)
        if is_value or _is_furniture(block):
            aside.extend(_texts(block))
        else:
            kept.append(block)
    if not aside:
        return document, ()
    shown = "; ".join(text[:60] for text in aside[:MOST_SHOWN])
    message = (
        f"{len(aside)} lines around the plan (menus, dates of publication, contents) were put aside: {shown}"
    )
    return replace(document, blocks=tuple(kept)), (Remark("info", "put_aside", message),)


def _texts(block: Block) -> list[str]:
    if isinstance(block, Line):
        return [clean(block.text)]
    return [" ".join(clean(text) for text in row.texts if text.strip()) for row in block.rows]


def _is_furniture(block: Block) -> bool:
    if isinstance(block, Grid):
        labels = [row.texts[0] for row in block.rows if any(text.strip() for text in row.texts)]
        return bool(labels) and all(map(_is_bare_label, labels))
    return is_site_furniture(block.text)


def is_site_furniture(text: str) -> bool:
    """Whether a line belongs to the page and not to the plan.

    Examples
    --------
    >>> is_site_furniture("Home > About us > Equality"), is_site_furniture("Publication date: 4 May 2022")
    (True, True)
    >>> is_site_furniture("Train every interview panel ........ 7"), is_site_furniture("Train every panel")
    (True, False)
    """
    plain = clean(text).casefold().rstrip(" .!?")
    if not plain or len(plain.split()) > MOST_WORDS:
        return False
    if plain in _phrases("whole") or _DOT_LEADERS.search(clean(text)):
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


def _is_value(line: Line) -> bool:
    return not line.heading and len(line.text.split()) <= MOST_WORDS_OF_A_VALUE
