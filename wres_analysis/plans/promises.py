"""Whether a text says that something will be done.

The verbs that open an action are in `vocabulary/verbs.csv`, the words that promise one ("will", "must", "plan
to") in `vocabulary/promises.csv`, what may stand before the verb in `vocabulary/opening_words.csv`.
"""

from __future__ import annotations

import re
from functools import cache

from wres_analysis.documents.cell_text import clean
from wres_analysis.vocabulary import vocabulary_rows

# "Each member of the board must", "Colleagues recruited from abroad must": a promise comes early;
# later in a sentence it is about something else ("figures that we will report").
MOST_WORDS_BEFORE = 9
LEAST_WORDS_WITH_ING = 3
# "We will also:", "organisations should now:"
MOST_WORDS_BEHIND = 3
NUMBER = re.compile(
    r"\(?(?:(?:action|recommendation|commitment)\s+)?(?P<number>\d{1,2}(?:\.\d{1,2})*[a-z]?|[a-z](?=[.)]))[.):]?\s+"
    r"(?P<text>\S.*)",
    re.DOTALL | re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


@cache
def _verbs() -> frozenset[str]:
    return frozenset(row["verb"] for row in vocabulary_rows("verbs"))


@cache
def _opening() -> re.Pattern[str]:
    before = "|".join(re.escape(row["word"]) for row in vocabulary_rows("opening_words"))
    return re.compile(rf"(?:(?:{before})\s+)*(?P<verb>[a-z]+(?:-[a-z]+)?)", re.IGNORECASE)


@cache
def _promise() -> re.Pattern[str]:
    phrases = sorted((row["phrase"] for row in vocabulary_rows("promises")), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b|[’']ll\b", re.IGNORECASE)


def is_undertaking(text: str) -> bool:
    """Whether a text opens with what is done, or promises it early on."""
    numbered = NUMBER.fullmatch(text)
    plain = numbered["text"] if numbered else text
    opening = _opening().match(plain)
    long_enough = len(plain.split()) >= LEAST_WORDS_WITH_ING  # "Listening" alone is a name
    verb = opening["verb"].casefold() if opening else ""
    return verb in _verbs() or (long_enough and _is_verb(verb)) or is_promise(plain)


def _is_verb(word: str) -> bool:
    """A verb of the vocabulary in its form in -ing ("Reviewing all adverts", "Planning a day")."""
    stem = word.removesuffix("ing")
    forms = (stem, f"{stem}e", stem[:-1] if stem[-2:-1] == stem[-1:] else stem)
    return stem != word and any(form in _verbs() for form in forms)


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
    ours = re.search(
        r"\b(?:we|they|trust|board|council|college|university|each|following)\b", last, re.IGNORECASE
    )
    return bool(found) and (behind <= MOST_WORDS_BEHIND or ours is not None)
