"""Headings and bands: which part of a plan, and which aim, the actions below them belong to.

The words that open a section are in `vocabulary/section_words.csv` (kinds part, aim, trailer), those of
titles, organisations and headings that say nothing in `vocabulary/plan_words.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from wres_analysis.documents.cell_text import clean
from wres_analysis.documents.document import Line
from wres_analysis.plans.periods import states_as_at
from wres_analysis.vocabulary import vocabulary_rows

MOST_WORDS_OF_A_HEADING = 30
MOST_WORDS_OF_A_PLAIN_HEADING = 16
_ABOUT_ACTIONS = re.compile(r"\bactions?\b", re.IGNORECASE)
_PAGE = re.compile(r"(?:page\s*)?\d+\s*(?:of|/)\s*\d+|page\s*\d+|\d{1,3}", re.IGNORECASE)


@cache
def either(kind: str) -> str:
    """The phrases of a kind in `plan_words` as one pattern, the longest first; `*` stands for other words."""
    phrases = (row["phrase"] for row in vocabulary_rows("plan_words") if row["kind"] == kind)
    longest_first = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(phrase).replace(r"\*", ".*") for phrase in longest_first)


@cache
def _title() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{either('title')})\b", re.IGNORECASE)


@cache
def _organisation() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{either('organisation')})s?\b|\bTrust$")


@cache
def _says_nothing() -> re.Pattern[str]:
    before, behind = either("empty_before"), either("empty_behind")
    form = rf"(?:(?:{before})\s+)*(?:{either('empty')})s?(?:\s+(?:{behind}|\d+))*\s*:?"
    return re.compile(form, re.IGNORECASE)


class Section(NamedTuple):
    """A heading above actions."""

    kind: str
    text: str  # as printed, without a bare label such as "Aim:"
    labelled: bool = False  # A word says what it is ("Part 2", "Theme:")


@cache
def _labels() -> re.Pattern[str]:
    words = [row["word"] for row in vocabulary_rows("section_words") if row["kind"] in ("part", "aim")]
    longest_first = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    words_for_numbers = "one|two|three|four|five"
    number = (
        rf"(?:\s*(?:no\.?\s*)?(?:\d{{1,2}}[a-z]?(?:\.\d)?|(?-i:[A-Z]\b|[IVX]{{1,4}}\b)|{words_for_numbers}))?"
    )
    mark = r"(?P<mark>[:.)–—-]|$|(?<=\d)(?=\s+[A-Z]))"
    return re.compile(rf"(?P<word>{longest_first})s?(?P<number>{number})\s*{mark}\s*", re.IGNORECASE)


@cache
def _kinds() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in vocabulary_rows("section_words")}


def labelled_section(text: str) -> Section | None:
    """The section that a text opens with a word for it; None where it has none."""
    printed = clean(text)
    match = _labels().match(printed)
    if not match or len(printed.split()) > 60:
        return None
    kind = _kinds()[match["word"].casefold()]
    bare = not match["number"].strip()
    rest = printed[match.end() :].strip()
    if (kind == "part" and bare) or (bare and not match["mark"]):
        return None
    return Section(kind, rest if bare and rest else printed, True)


def is_trailer(text: str) -> bool:
    """Whether a lone cell is the end of a table or a total, and no action."""
    plain = clean(text).casefold()
    words = [word for word, kind in _kinds().items() if kind == "trailer"]
    return any(
        plain.startswith(word)
        and re.fullmatch(r"(?:\W.*)?", plain[len(word) :]) is not None
        and _tail_fits(plain, word)
        for word in words
    )


def _tail_fits(plain: str, word: str) -> bool:
    """Behind a trailer's word stands nothing, a colon, a number or a date, not the rest of a sentence."""
    rest = plain[len(word) :].strip()
    return not rest or rest[0] in ":=–-." or bool(re.match(r"(?:on |of )?\(?\d", rest))


def is_furniture(text: str) -> bool:
    """Whether a line is a page number."""
    return bool(_PAGE.fullmatch(text.strip()))


def is_title(text: str) -> bool:
    """Whether a line is the title of a plan or the name of an organisation."""
    return bool(_title().search(text) or _organisation().search(text))


def section_of_line(line: Line, *, plain_counts: bool = False) -> Section | None:
    """The section that a line of text opens; None for text that is no heading."""
    text = clean(line.text)
    words = len(text.split())
    labelled = labelled_section(text)
    if labelled and words <= MOST_WORDS_OF_A_HEADING:
        return labelled
    short = words <= (MOST_WORDS_OF_A_HEADING if line.heading else MOST_WORDS_OF_A_PLAIN_HEADING)
    if not short or line.bullet or not (line.heading or plain_counts) or text.endswith((".", ";", ",")):
        return None
    if (
        is_title(text)
        or is_furniture(text)
        or states_as_at(text)
        or _says_nothing().fullmatch(text)
        or not re.search(r"[a-zA-Z]{3}", text)
    ):
        return None
    return section_of_text(text)


def section_of_text(text: str) -> Section:
    """The section of a heading without a word for it: about actions a part, otherwise an aim."""
    return Section("part" if _ABOUT_ACTIONS.search(text) else "aim", text)


def block_of_lines(lines: Sequence[Line]) -> str:
    """Lines that stand together outside a table as one text."""
    return " ".join(f"• {clean(line.text)}" if line.bullet else clean(line.text) for line in lines)


def is_lead_in(lines: Sequence[Line]) -> bool:
    """Whether lines are a sentence that ends in a colon, with bullets below it."""
    return (
        len(lines) > 1
        and lines[0].text.rstrip().endswith(":")
        and not lines[0].bullet
        and all(line.bullet for line in lines[1:])
    )
