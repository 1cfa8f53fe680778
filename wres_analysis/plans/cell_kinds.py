"""What a text is by its look alone: a number, a date, a role, a status, a sentence, an undertaking.

Status words are in `vocabulary/status_words.csv`: `found_in` is `cell` (a status cell, or the first words of
a progress text), `column` (a whole status cell only) or `key` (only the meaning that a key gives to a code);
`followed_by` is `mark` (as first words it needs a dash, colon or full stop behind it) or `word` ("Completed
and published" counts too). The colours are in `vocabulary/status_colours.csv`, as used without a key.
"""

from __future__ import annotations

import colorsys
import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from wres_analysis.documents.cell_text import clean, ticked
from wres_analysis.plans.owners import is_role
from wres_analysis.plans.plan_dates import mentions, says_when
from wres_analysis.vocabulary import (
    is_placeholder,
    vocabulary_form,
    vocabulary_pattern,
    vocabulary_rows,
    vocabulary_words,
)

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
# "Each member of the board must", "Colleagues recruited from abroad must": a promise comes early;
# later in a sentence it is about something else ("figures that we will report").
MOST_WORDS_BEFORE = 9
LEAST_WORDS_WITH_ING = 3  # guard: at 1 and at 6 all gold documents are read alike
# "We will also:", "organisations should now:"
MOST_WORDS_BEHIND = 3
# kinds of text with what each is worth, in the order that they are tried, and what any other text is worth
_Fit = tuple[list[tuple[Callable[[str], object], float]], float]
NUMBER = re.compile(
    r"\(?(?:(?:action|recommendation|commitment)\s+)?(?P<number>\d{1,2}(?:\.\d{1,2})*[a-z]?|[a-z](?=[.)]))[.):]?\s+"
    r"(?P<text>\S.*)",
    re.DOTALL | re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
# A column is of a kind where more than half of its cells are, with a blank or a slip among five (d06, d11).
MOSTLY = 0.6
LONG_TEXT_WORDS = 6  # at 12 blank_title.html is read otherwise; less: guard
LONGEST_DEADLINE = 120
LONGEST_REF = 16
_NAMED = (
    r"(?:action|rec(?:ommendation)?|item|ref|no|wres|wdes|edi|eds|kpi|obj(?:ective)?|hia|[a-z]{1,4})"
    r"[\s.:_/-]*"
)
_REF = re.compile(
    rf"\(?(?:{_NAMED}\d{{1,4}}|\d{{1,3}}|[ivx]{{1,5}}|[a-z])"
    r"(?:[.:/_-](?:\d{1,3}|[ivx]{1,4})|[.:/_-]?[a-z]){0,3}[.):]?",
    re.IGNORECASE,
)
_LETTER_OR_ROMAN = re.compile(r"\(?(?:[a-z]|[ivx]+)[.):]?", re.IGNORECASE)
_YES_NO = re.compile(r"(?:y(?:es)?|no?|[✓✔✗✘]|n/?a)\.?", re.IGNORECASE)
_INDICATOR = re.compile(
    r"(?:(?:wres|wdes|indicators?|metrics?|and|all|kf|no|[&,;/\s-]|\d{1,2}[ab]?)\s*)+\.?", re.IGNORECASE
)
_HAS_LETTERS_AND_DIGIT = re.compile(r"(?=.*\d)|^[a-z]$|^all$", re.IGNORECASE)


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


@cache
def _opening() -> re.Pattern[str]:
    before = vocabulary_pattern("opening_words")
    return re.compile(rf"(?:(?:{before})\s+)*(?P<verb>[a-z]+(?:-[a-z]+)?)", re.IGNORECASE)


@cache
def _promise() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{vocabulary_pattern('promises')})\b|[’']ll\b", re.IGNORECASE)


def is_undertaking(text: str) -> bool:
    """Whether a text opens with what is done, or promises it early on."""
    numbered = NUMBER.fullmatch(text)
    plain = numbered["text"] if numbered else text
    opening = _opening().match(plain)
    verb = opening["verb"].casefold() if opening else ""
    forms = [verb]
    if verb.endswith("ing") and len(plain.split()) >= LEAST_WORDS_WITH_ING:  # "Listening" alone is a name
        stem = verb.removesuffix("ing")  # "Reviewing all adverts", "Planning a day"
        forms += [stem, f"{stem}e", stem[:-1] if stem[-2:-1] == stem[-1:] else stem]
    return any(form in vocabulary_words("verbs") for form in forms) or is_promise(plain)


def is_promise(text: str) -> bool:
    """Whether a sentence says within its first words that something will, must or should be done."""
    found = _promise().search(text)
    return found is not None and len(text[: found.start()].split()) <= MOST_WORDS_BEFORE


def announces_promises(text: str) -> bool:
    """Whether a text ends in a colon behind a promise that the items below it fulfil."""
    last = _SENTENCE.split(clean(text))[-1]
    if not last.endswith(":"):
        return False
    found = list(_promise().finditer(last))
    behind = len(last[found[-1].end() :].strip(" :").split()) if found else 0
    ours = vocabulary_form(r"(?i)\b(?:{who_acts})\b").search(last)
    return bool(found) and (behind <= MOST_WORDS_BEHIND or ours is not None)


@lru_cache(maxsize=4096)
def is_ref(text: str) -> bool:
    """Whether a cell holds a printed number: 1, 2.3, 4a, WRES05."""
    stripped = text.strip()
    if len(stripped) > LONGEST_REF or not _REF.fullmatch(stripped):
        return False
    if not re.search(r"\d", stripped):
        return bool(_LETTER_OR_ROMAN.fullmatch(stripped))
    return not mentions(stripped)  # "May 2024" has the look of a number, too


def is_yes_no(text: str) -> bool:
    """Whether a cell holds yes, no or a tick."""
    return bool(_YES_NO.fullmatch(text.strip()))


def is_deadline(text: str) -> bool:
    """Whether a short cell says when something is due, in a date or in words."""
    if len(text) > LONGEST_DEADLINE or not text.strip() or is_ref(text):
        return False
    dated = sum(date.end - date.begin for date in mentions(text))
    if dated:
        return 3 * dated >= len(text) or not is_sentence(text)
    return says_when(text) and len(text.split()) < LONG_TEXT_WORDS


def is_status(text: str) -> bool:
    """Whether a short cell states a status, in a word, a colour or a code."""
    plain = plain_status(text)
    short = len(plain.split()) <= 4
    return plain in colour_statuses() or (short and status_of_cell(text) is not None)


def is_sentence(text: str) -> bool:
    """Whether a cell holds running text, and not options with boxes to tick."""
    return len(text.split()) >= LONG_TEXT_WORDS and ticked(text) is None


def is_phrase(text: str) -> bool:
    """Three words or more."""
    return len(text.split()) >= 3


def is_indicator(text: str) -> bool:
    """Whether a cell names indicators: 3, "Indicator 2", "1, 7", "All"."""
    stripped = text.strip()
    return bool(_INDICATOR.fullmatch(stripped)) and bool(_HAS_LETTERS_AND_DIGIT.search(stripped))


def fit(text: str, field: str) -> float:
    """How well the look of a cell suits a field, from -4 (cannot be) to 4; 0 for a blank cell."""
    if not text.strip():
        return 0.0
    kinds, otherwise = _FITS.get(field, ([(is_sentence, 1.5)], 0.5))
    return next((worth for kind, worth in kinds if kind(text)), otherwise)


_IS_FLAG: _Fit = ([(is_yes_no, 4.0)], -4.0)


_FITS: Mapping[str, _Fit] = {
    "ref": ([(is_ref, 3.0)], -3.0),
    "deadline": ([(is_deadline, 4.0), (is_sentence, -2.0)], -1.0),
    "revised_deadline": ([(is_deadline, 3.5)], -2.0),
    "status": ([(is_status, 3.0), (is_ref, 2.0)], -2.0),
    "owner": (
        [(is_role, 3.0), (is_placeholder, 3.0), (is_sentence, -3.0), (is_ref, -3.0), (is_yes_no, -3.0)],
        0.4,
    ),
    "action": ([(is_sentence, 3.0), (is_ref, -1.0), (is_yes_no, -1.0), (is_deadline, -1.0)], 1.0),
    "detail": ([(is_sentence, 1.8)], 0.4),
    "comment": ([(status_of_first_words, 2.0), (is_sentence, 2.0), (is_ref, -1.0), (is_yes_no, -1.0)], 0.6),
    "evidence": ([(is_yes_no, -1.0)], 0.7),
    "in_model_employer": _IS_FLAG,
    "in_race_disparity": _IS_FLAG,
    "indicators": ([(is_indicator, 2.5)], -1.0),
}
