"""Which column of ACTIONS a printed column title stands for, and which rows are header rows.

The words are in `vocabulary/headings.csv` (columns title, how, field). `how` says what must agree:
`whole` the whole title, `within` a phrase anywhere in it, `head` the noun that the title is about
("date" in "Revised date of delivery"). Case, punctuation, plurals and a tail such as "as at end of
March 2022" do not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from wres_analysis.vocabulary import vocabulary_rows, vocabulary_words

MOST_WORDS = 14
MOST_CHARACTERS = 120
LEAST_KNOWN = 3
MOST_WORDS_OF_A_HEADER = 8
MOST_WORDS_OF_A_NEW_TITLE = 5
KNOWN_AS_A_WHOLE = 2
WHO_AND_WHEN = frozenset({"owner", "deadline", "status", "comment"})

_DATE_WORD = re.compile(r"(19|20)\d\d|\d+(st|nd|rd|th)?|q[1-4]|quarter|month")
_TAIL = re.compile(r"as|at|of|on|in|to|by|for|the|end|since|from|until|up|and|q|quarter|year|half|mid")
_PREPOSITIONS = frozenset(
    ("of", "for", "on", "to", "in", "by", "as", "from", "with", "against", "per", "under", "within")
)
_BREAK = re.compile(r"\s*(?:/|&|\+|,|;|\band\b|\bor\b)\s*")
_PUNCTUATION = re.compile(r"[^a-z0-9#]+")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_KEY_IN_TITLE = re.compile(r"\(\s*([a-z0-9]{1,6})\s*\)")
_SENTENCE = re.compile(r"[a-z]{3,}[.;:]\s+\S")
_SHORT_FORM = re.compile(r"(?<=[a-z])['’](ll|ve|re)\b")
_LONG_FORM = {"ll": " will", "ve": " have", "re": " are"}
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_DIGIT = re.compile(r"\d")
_MARKUP = re.compile(r"<[^<>]{0,40}>")

Vocabulary = Mapping[str, Mapping[str, str]]


@lru_cache(maxsize=4096)
def plain_title(title: str) -> str:
    """A title without case, punctuation, plural, aside in brackets or date at its end."""
    text = unicodedata.normalize("NFKC", _MARKUP.sub("", _INVISIBLE.sub("", title))).casefold()
    text = _SHORT_FORM.sub(lambda short: _LONG_FORM[short[1]], text).replace("'", "").replace("’", "")
    text = _ASIDE.sub(" ", text)
    return " ".join(_singular(word) for word in _without_date(_PUNCTUATION.sub(" ", text).split()))


def _without_date(words: list[str]) -> list[str]:
    kept = [word for word in words if not (_DATE_WORD.fullmatch(word) or word in vocabulary_words("months"))]
    if len(kept) == len(words) or not kept:
        return words
    while len(kept) > 1 and _TAIL.fullmatch(kept[-1]):
        kept.pop()
    return kept


def _singular(word: str) -> str:
    if len(word) < 4 or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]


@cache
def _headings() -> Vocabulary:
    by_rule: dict[str, dict[str, str]] = {"whole": {}, "within": {}, "head": {}}
    for row in vocabulary_rows("headings"):
        title = " ".join(_singular(word) for word in row["title"].split())
        by_rule[row["how"]].setdefault(title, row["field"])
    return by_rule


def field_of(title: str) -> str | None:
    """The field that a printed column title stands for."""
    found = fields_of(title)
    return found[0] if found else None


@lru_cache(maxsize=4096)
def fields_of(title: str) -> tuple[str, ...]:
    """Every field that a title names: two where one column holds, say, owner and deadline."""
    plain = plain_title(title)
    if not plain or len(title) > MOST_CHARACTERS or len(plain.split()) > MOST_WORDS:
        return ()
    if plain in _headings()["whole"]:
        return (_headings()["whole"][plain],)
    if _is_key(title):
        return ("status",)
    parts = [plain_title(part) for part in _BREAK.split(_ASIDE.sub(" ", title.casefold()))]
    named = [field for part in parts if part and (field := _field_of_part(part))]
    if len(parts) > 1 and len(named) == len(parts):
        return tuple(dict.fromkeys(named))
    field = _field_of_part(plain) or (named[0] if named else None)
    return (field,) if field else ()


def is_whole_title(text: str) -> bool:
    """Whether a text is, as a whole, a title of the vocabulary."""
    return plain_title(text) in _headings()["whole"]


def _is_key(title: str) -> bool:
    """A title that spells out a status key: at least two words or phrases, each with its code in brackets."""
    return len(_KEY_IN_TITLE.findall(title.casefold())) >= 2


def _field_of_part(plain: str) -> str | None:
    headings = _headings()
    if plain in headings["whole"]:
        return headings["whole"][plain]
    padded = f" {plain} "
    phrases = [phrase for phrase in headings["within"] if f" {phrase} " in padded]
    if phrases:
        return headings["within"][max(phrases, key=len)]
    # the last known noun before the first preposition; failing that, the last known noun of all
    heads, words = headings["head"], plain.split()
    cut = next((place for place, word in enumerate(words) if word in _PREPOSITIONS and place), len(words))
    known = [word for word in words[:cut] if word in heads] or [word for word in words if word in heads]
    if not known or (heads[known[-1]] == "ref" and words[-1] != known[-1]):
        return None
    return heads[known[-1]]


def is_header(texts: Sequence[str], least: int = LEAST_KNOWN) -> bool:
    """Whether a row of texts is the header of a table of actions."""
    titles = [text for text in texts if text.strip()]
    if sum(map(len, titles)) > MOST_CHARACTERS * len(titles) / 2 or not _look_like_titles(titles):
        return False
    known = [field for title in titles if (field := _short_field(title))]
    useful = set(known) - {"other"}
    says_what = "action" in useful or bool(useful & {"detail", "aim"} and useful & WHO_AND_WHEN)
    beside = useful - {"action", "ref", "part"}
    return len(useful) >= least and says_what and bool(beside) and 2 * len(known) > len(titles)


def may_be_title(text: str) -> bool:
    """Whether a text is short enough for a title and no sentence, number or date."""
    words = plain_title(text).split()
    short = 0 < len(words) <= MOST_WORDS_OF_A_HEADER and len(text) <= MOST_CHARACTERS
    return short and not _SENTENCE.search(text) and any(word.isalpha() for word in words)


def _look_like_titles(titles: Sequence[str]) -> bool:
    """Two titles known as a whole; or nothing but short titles that are known by their noun."""
    if sum(is_whole_title(title) or _is_key(title) for title in titles) >= KNOWN_AS_A_WHOLE:
        return True
    short = all(
        len(title.split()) <= MOST_WORDS_OF_A_NEW_TITLE and not _DIGIT.search(title) for title in titles
    )
    return short and all(map(field_of, titles))


def _short_field(title: str) -> str | None:
    """The field of a title that is short enough for a header; a sentence never is."""
    if _is_key(title):
        return "status"
    if len(plain_title(title).split()) > MOST_WORDS_OF_A_HEADER or _SENTENCE.search(title):
        return None
    return field_of(title)
