"""What stands around a plan on a page and is no part of it: menus, dates of publication, lists of contents.

The words are in `vocabulary/site_furniture.csv`: `how` is `whole` (the whole line), `start`, `within`,
`label` (also the value behind its colon or on the next line), `list` (also the bullets below) or `section`
(where it is a heading, also all that stands below it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
    marked = list(_marked(document.blocks))
    aside = [text for block, is_aside in marked if is_aside for text in _texts(block)]
    if not aside:
        return document, ()
    shown = "; ".join(text[:60] for text in aside[:MOST_SHOWN])
    message = (
        f"{len(aside)} lines around the plan (menus, dates of publication, contents) were put aside: {shown}"
    )
    kept = tuple(block for block, is_aside in marked if not is_aside)
    return replace(document, blocks=kept), (Remark("info", "put_aside", message),)


def _marked(blocks: Sequence[Block]) -> Iterator[tuple[Block, bool]]:
    """The blocks, and whether each is furniture by itself or by what stands above it."""
    above = ""
    for block in blocks:
        follows = isinstance(block, Line) and _follows(above, block)
        yield block, follows or _is_furniture(block)
        if not follows or above == "label":
            above = _opened_by(block)


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
