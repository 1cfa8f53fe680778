"""Wording as it is compared: cut words made whole, words as stems, terms that mean the same made one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from wres_analysis.vocabulary import vocabulary_rows

IntArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.floating[Any]]
Phrases = Sequence[tuple[str, tuple[str, ...]]]

_END = "\x1e"
_CUT_WORD = re.compile(r"[-\u00ad]\s*\n\s*")
_SCANNED_L = re.compile(r"(?<=[a-z])I|\bI(?=[aeouy][a-z])")
_TOKEN = re.compile(rf"[a-z](?:&[a-z])+|[a-z]+|\d+(?:\.\d+)?[a-d]?(?![a-z\d])|\d+|{_END}")
_STRAIGHT = str.maketrans({"’": None, "‘": None, "'": None, "–": "-", "—": "-", "\u2011": "-"})
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATES = re.compile(
    r"\b20\d\d\s*[-/]\s*(?:20)?\d\d\b|\b\d\d\s*/\s*\d\d(?:\s*/\s*(?:20)?\d\d)?\b|\b20\d\d\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b|\b{_MONTH}\b(?=\s*(?:\d|[,.;){_END}]))"
    r"|\b\d{1,2}(?:st|nd|rd|th)\b"
)
_SUFFIXES = tuple(
    re.findall(
        r"\w+",
        "ational ations ation ements ement ments ment ships ship nesses ness ively ingly ities ity ings ing "
        "edly ied ies ers er ors ed es ly al s e",
    )
)


class Wordings(NamedTuple):
    """Many texts as one row of words."""

    starts: IntArray  # where each text starts in `words`; one entry more than there are texts
    words: IntArray  # numbers of the words in `vocabulary`, text after text
    vocabulary: tuple[str, ...]  # stems; a term is written `=term`, a sense `~sense`, a number `#8a`

    @property
    def texts(self) -> IntArray:
        """The number of the text that each word belongs to."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def each(self) -> list[tuple[str, ...]]:
        """The words of each text."""
        bounds = zip(self.starts, self.starts[1:], strict=False)
        return [tuple(self.vocabulary[word] for word in self.words[a:b]) for a, b in bounds]


def joined_words(text: str) -> str:
    """The text on one line, with words that were cut over lines made whole."""
    return " ".join(_CUT_WORD.sub("", text).split())


def squashed(texts: Sequence[str]) -> list[str]:
    """Letters and digits of each text, letters that scanners confuse made one: equal means the same words."""
    joined = unicodedata.normalize("NFKC", _END.join(text.replace(_END, " ") for text in texts))
    kept = re.sub(rf"[^\w{_END}]+|_+", "", joined).casefold()
    return kept.replace("rn", "m").replace("l", "i").split(_END) if texts else []


def stems_of(texts: Sequence[str]) -> Wordings:
    """Stems of the words of many texts; stop words and dates are left out."""
    joined = "".join(text.replace(_END, " ") + f" {_END} " for text in texts)
    plain = _SCANNED_L.sub("l", _CUT_WORD.sub("", joined)).translate(_STRAIGHT).lower()
    codes, tokens = pd.factorize(np.array(_TOKEN.findall(_DATES.sub(" ", plain)), dtype=object))
    stem_codes, stems = pd.factorize(np.array([_kept_stem(str(token)) for token in tokens], dtype=object))
    vocabulary = tuple(str(word) for word in stems)
    words = stem_codes[codes]
    kept = np.array([word not in ("", _END) for word in vocabulary], dtype=bool)[words]
    is_end = np.array([word == _END for word in vocabulary], dtype=bool)[words]
    before = np.concatenate([[0], np.cumsum(kept)])
    starts = np.concatenate([[0], before[np.flatnonzero(is_end)]])
    return Wordings(starts, words[kept], vocabulary)


@cache
def word_weights() -> dict[str, float]:
    """How much a word counts by vocabulary/weak_words.csv; a word that is not there counts 1."""
    rows = vocabulary_rows("weak_words")
    return {row["word"]: float(row["weight"]) for row in rows}


@cache
def stem_weights() -> dict[str, float]:
    """The same for stems, and for terms as `=term`."""
    weights = {word: weight for word, weight in word_weights().items() if weight}
    return {word if word.startswith("=") else stem(word): weight for word, weight in weights.items()}


def _kept_stem(token: str) -> str:
    if token == _END:
        return token
    if token[0].isdigit():
        return "#" + token
    return "" if len(token) == 1 or word_weights().get(token) == 0 else stem(token)


@cache
def _unlike_stems() -> dict[str, str]:
    """The words of word_stems.csv, which without their endings would be words of another meaning."""
    rows = vocabulary_rows("word_stems")
    return {_as_scanned(row["word"]): _as_scanned(row["stem"]) for row in rows}


def _as_scanned(word: str) -> str:
    """What scanning cannot tell apart made one."""
    return word.replace("rn", "m")


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The word without its endings; lightly, and always the same way."""
    word = _as_scanned(word)
    if word in _unlike_stems():
        return _unlike_stems()[word]
    for _ in range(3):
        ending = next((s for s in _SUFFIXES if word.endswith(s) and len(word) - len(s) >= 4), "")
        if not ending or word.endswith(("ss", "eer")):
            break
        word = word[: -len(ending)] + ("y" if ending in ("ies", "ied") else "")
    return word[:-1] + "i" if word.endswith("y") and len(word) > 4 else word


def with_phrases(texts: Wordings, phrases: Phrases, mark: str) -> Wordings:
    """The texts with each phrase made one word: the mark and the phrase's name."""
    number = {word: code for code, word in enumerate(texts.vocabulary)}
    words, text_of = texts.words.copy(), texts.texts
    for name, phrase in phrases:
        places = places_of([number.get(word, -1) for word in phrase], words, text_of)
        if len(places):
            words[places] = number.setdefault(mark + name, len(number))
            for step in range(1, len(phrase)):
                words[places + step] = -1
    counts = np.bincount(text_of[words >= 0], minlength=len(texts.starts) - 1)
    return Wordings(np.concatenate([[0], np.cumsum(counts)]), words[words >= 0], tuple(number))


def places_of(phrase: Sequence[int], words: IntArray, text_of: IntArray) -> IntArray:
    """Where a phrase begins in a row of words; it never runs from one text into the next."""
    if not phrase or -1 in phrase or len(words) < len(phrase):
        return np.array([], dtype=np.intp)
    places = np.flatnonzero(words[: len(words) - len(phrase) + 1] == phrase[0])
    for step, word in enumerate(phrase[1:], 1):
        places = places[(words[places + step] == word) & (text_of[places + step] == text_of[places])]
    return places


class ChangedWords(NamedTuple):
    """Two wordings for display side by side."""

    old: tuple[tuple[str, bool], ...]  # runs of words, and whether the other wording does not have them
    new: tuple[tuple[str, bool], ...]


def changed_words(old: str, new: str) -> ChangedWords:
    """Which words differ between two wordings; case, punctuation and cut lines do not count."""
    left, right = joined_words(old).split(), joined_words(new).split()
    match = SequenceMatcher(None, squashed(left), squashed(right), autojunk=False)
    runs = [(op != "equal", left[a:b], right[c:d]) for op, a, b, c, d in match.get_opcodes()]
    return ChangedWords(
        tuple((" ".join(words), changed) for changed, words, _ in runs if words),
        tuple((" ".join(words), changed) for changed, _, words in runs if words),
    )
