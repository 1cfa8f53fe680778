"""Words and colours for the status of an action → the statuses of ACTIONS.

The words are in `vocabulary/status_words.csv`: `found_in` is `cell` (a status cell, or the first words of a
progress text), `column` (a whole status cell only) or `key` (only the meaning that a key gives to a code);
`followed_by` is `mark` (as first words it needs a dash, colon or full stop behind it) or `word` ("Completed
and published" counts too). The colours are in `vocabulary/status_colours.csv`, as used without a key.
"""

from __future__ import annotations

import colorsys
import difflib
import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from wres_analysis.vocabulary import vocabulary_rows

MOST_WORDS_OF_A_STATUS = 10
_LIKE_ENOUGH = 0.84
_SHORTEST_MISPRINT = 5
_LEAD_IN = (
    r"(?:status\s*[:=–-]\s*)?(?:(?:this|the|our)\s+)?"
    r"(?:(?:action|objective|target|recommendation|work|task|item|milestone)s?\s+)?"
    r"(?:(?:is|are|was|were|has|have|been|now)\s+)*"
)
_PER_CENT = re.compile(r"(\d{1,3})\s*%(?:\s+\w+)?")
_DASH_OR_COLON = re.compile(r"\s*[-–—:]\s*(?=\S|$)")
_LINKING = (
    r"\s+(?:and|in|on|by|at|as|with|for|but|to|due|until|since|subject|during|while|because|pending|following)\b"
    r"|\s*[,(]"
)
_GREY_BELOW, _BLACK_BELOW = 0.1, 0.18
_HUES = ((20, "red"), (52, "amber"), (66, "yellow"), (170, "green"), (262, "blue"), (330, ""), (361, "red"))


class WordFound(NamedTuple):
    """A status word in a text."""

    raw: str  # as printed
    status: str
    misprint: bool = False  # it is only like a known word ("Compelted")


@cache
def _words(*found_in: str) -> dict[str, str]:
    rows = vocabulary_rows("status_words")
    return {row["phrase"]: row["status"] for row in rows if row["found_in"] in found_in}


@cache
def _first_words() -> re.Pattern[str]:
    """A status word with what must stand behind it, at the beginning of a text."""
    rows = sorted(vocabulary_rows("status_words"), key=lambda row: -len(row["phrase"]))
    alone = "|".join(_loose(row["phrase"]) for row in rows if row["found_in"] == "cell")
    linked = "|".join(
        _loose(row["phrase"]) for row in rows if row["found_in"] == "cell" and row["followed_by"] == "word"
    )
    mark = r"(?=\s*(?:[-–—:;.\n]|$))"
    form = rf"\W*(?P<raw>{_LEAD_IN}(?:(?P<alone>{alone}){mark}|(?P<linked>{linked})(?={_LINKING})))"
    return re.compile(form, re.IGNORECASE)


def _loose(phrase: str) -> str:
    return re.escape(phrase).replace(r"\ ", r"[\s-]+").replace(r"\-", r"[\s-]+")


def plain_status(text: str) -> str:
    """A status cell without case, punctuation at its ends and double blanks."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("–", "-").replace("—", "-")
    return " ".join(folded.split()).strip(" .:;,*()[]\"'") or folded.strip()


@lru_cache(maxsize=4096)
def status_of_cell(text: str) -> WordFound | None:
    """The status that a status cell states in words; None where no word is known."""
    plain = plain_status(text)
    words = _words("cell", "column")
    if plain in words:
        return WordFound(text.strip(), words[plain])
    if not plain or len(plain.split()) > MOST_WORDS_OF_A_STATUS:
        return None
    if share := _PER_CENT.fullmatch(plain):
        return WordFound(text.strip(), {0: "not_started", 100: "complete"}.get(int(share[1]), "in_progress"))
    like = _like(plain)
    if like:
        return WordFound(text.strip(), like, misprint=True)
    found = _first_inside(plain, _words("cell"))
    return WordFound(text.strip(), found) if found else None


def is_bare_status(text: str) -> bool:
    """Whether a cell holds a status word or a colour and nothing else."""
    plain = plain_status(text)
    known = plain in _words("cell", "column") or plain in colour_statuses()
    return known or bool(_PER_CENT.fullmatch(plain))


def status_of_meaning(text: str) -> str:
    """The status that the meaning of a code in a key amounts to; blank where none is known."""
    plain = plain_status(text)
    words = _words("cell", "column", "key")
    return words.get(plain) or _first_inside(plain, words)


def _first_inside(plain: str, words: dict[str, str]) -> str:
    """The status of the word that stands first in a text, the longer of two that start together."""
    padded = f" {re.sub(r'[^a-z0-9&/]+', ' ', plain)} "
    places = [
        (place, -len(phrase), status)
        for phrase, status in words.items()
        if len(phrase) > 1 and (place := padded.find(f" {re.sub(r'[^a-z0-9&/]+', ' ', phrase)} ")) >= 0
    ]
    return min(places)[2] if places else ""


@lru_cache(maxsize=4096)
def status_of_first_words(text: str) -> WordFound | None:
    """The status that the first words of a progress text state; None where they state none."""
    match = _first_words().match(text)
    if match:
        phrase = " ".join(re.sub(r"[\s-]+", " ", match["alone"] or match["linked"]).casefold().split())
        return WordFound(match["raw"], _by_loose_phrase()[phrase])
    opening = _DASH_OR_COLON.split(text, maxsplit=1)
    if len(opening) == 2 and 1 <= len(opening[0].split()) <= 4:
        like = _like(plain_status(opening[0]))
        return WordFound(opening[0].strip(), like, misprint=True) if like else None
    return None


@cache
def _by_loose_phrase() -> dict[str, str]:
    return {
        " ".join(re.sub(r"[\s-]+", " ", phrase).split()): status for phrase, status in _words("cell").items()
    }


def _like(plain: str) -> str:
    if len(plain) < _SHORTEST_MISPRINT:
        return ""
    close = difflib.get_close_matches(plain, _words("cell"), n=1, cutoff=_LIKE_ENOUGH)
    return _words("cell")[close[0]] if close else ""


@cache
def colour_statuses() -> dict[str, str]:
    """Colours and their letters with the status that they mean where a plan has no key."""
    rows = vocabulary_rows("status_colours")
    by_name = {row["colour"]: row["status"] for row in rows}
    return by_name | {row["letter"]: row["status"] for row in rows if row["letter"]}


@cache
def colour_of_letter() -> dict[str, str]:
    """The colour that a letter stands for: b is blue."""
    return {row["letter"]: row["colour"] for row in vocabulary_rows("status_colours") if row["letter"]}


def colour_name(fill: str) -> str:
    """The name of a fill colour "RRGGBB"; blank for white, and for a colour that no plan uses as a status."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", fill):
        return ""
    red, green, blue = (int(fill[start : start + 2], 16) / 255 for start in (0, 2, 4))
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    if value < _BLACK_BELOW:
        return "black"
    if saturation < _GREY_BELOW:
        return "" if value > 0.93 else "grey"
    return next(name for limit, name in _HUES if hue * 360 < limit)
