"""What a text is by its look alone: a number, a date, a role, a status, a sentence, an undertaking."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from wres_analysis.documents.cell_text import clean, ticked
from wres_analysis.plans.deadlines import mentions, says_when
from wres_analysis.plans.owners import is_role
from wres_analysis.plans.status_words import (
    colour_statuses,
    plain_status,
    status_of_cell,
    status_of_first_words,
)
from wres_analysis.vocabulary import is_placeholder, vocabulary_form, vocabulary_pattern, vocabulary_words

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


@dataclass(frozen=True)
class Contents:
    """The cells of one column, blank ones included."""

    cells: tuple[str, ...]

    @cached_property
    def filled(self) -> tuple[str, ...]:
        """The cells that are not blank."""
        return tuple(filter(None, map(clean, self.cells)))

    @property
    def fill(self) -> float:
        """The share of cells that are not blank."""
        return len(self.filled) / len(self.cells) if self.cells else 0.0

    def share(self, kind: Callable[[str], bool]) -> float:
        """The share of the filled cells that are of a kind."""
        return sum(map(kind, self.filled)) / len(self.filled) if self.filled else 0.0

    def mostly(self, kind: Callable[[str], bool]) -> bool:
        """Whether most of the filled cells are of a kind."""
        return self.share(kind) >= MOSTLY

    @property
    def is_wording(self) -> bool:
        """Whether the cells are texts of their own, as what is to be done is, not a category."""
        different = len({text.casefold() for text in self.filled})
        return self.mostly(is_phrase) and different >= MOSTLY * len(self.filled)
