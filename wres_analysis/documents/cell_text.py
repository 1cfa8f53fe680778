"""The text of a cell: cleaned of residue, its printed lines joined, and whether a sentence goes on."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

BULLETS = "•·▪●○‣◦■□➢"
_SUPERSCRIPT = re.compile(r"\s*<sup>\s*(st|nd|rd|th)?\s*</sup>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|</p>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:sup|sub|b|i|u|em|strong|span|p|div|font|a|li|ul|ol)(?:\s[^<>]{0,200})?>", re.IGNORECASE
)
_EMOJI = r"[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]"
_INVISIBLE = re.compile(
    # U+200D holds emoji together, and is residue everywhere else
    rf"[\u200b\u200c\u200e\u200f\u2060\ufeff\ufffd\x00-\x08\x0e-\x1f]|\u200d(?!{_EMOJI})|(?<!{_EMOJI})\u200d"
)
_EMPTY_BULLET = re.compile(rf"(?:(?<=\s)|^)[{BULLETS}]\s*(?=$|[{BULLETS}])")
_BREAK_AT_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011]$")
_DATE = re.compile(r"\d{1,2}([/.])\d{1,2}\1(?:20\d\d|\d\d)")
_DATE_END, _DATE_START = re.compile(r"(?<![\w/.])[\d/.]+$"), re.compile(r"[\d/.]+(?=$|[\s,;)])")
_OPENS_MIDWAY = re.compile(r"[\"'“‘(]?[a-z]|[,;:.)\]%&]|[-–—]\s?[a-z]")
_CLOSED = re.compile(r"[.!?…][\"'”’)\]]*$|[.!?]\s*\([^)]*\)$")
_ABBREVIATION_FIRST = re.compile(
    r"e\.?g\.?|i\.?e\.?|n/?a\b|tb[acd]\b|eLearning|e-learning|iLearn", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+")


def has_residue(text: str) -> bool:
    """Whether a text holds residue of markup, such as a `<sup>` tag."""
    return bool(_SUPERSCRIPT.search(text) or _TAG.search(text) or _BREAK.search(text))


def has_empty_bullet(text: str) -> bool:
    """Whether a bullet stands in a text with nothing behind it."""
    return bool(_EMPTY_BULLET.search(text.strip()))


@lru_cache(maxsize=16384)
def clean(text: str) -> str:
    """One line of text: residue of markup removed, printed lines joined, a break at a hyphen closed up."""
    text = unicodedata.normalize("NFC", text).replace("\xa0", " ").replace("\xad", "")
    text = _TAG.sub("", _BREAK.sub("\n", _SUPERSCRIPT.sub(r"\1", text)))
    joined = ""
    for line in _INVISIBLE.sub("", text).splitlines():
        joined = join(joined, " ".join(line.split()))
    return _EMPTY_BULLET.sub("", joined).strip()


def join(first: str, second: str) -> str:
    """Two pieces of one text, with a blank between them unless a hyphenated word was cut."""
    if not first or not second:
        return first or second
    if _date_goes_on(first, second):
        return first + second
    cut = _BREAK_AT_HYPHEN.search(first) and second[0].isalnum()
    return f"{first}{second}" if cut else f"{first} {second}"


def _date_goes_on(first: str, second: str) -> bool:
    """Whether a line ends inside a date: "31/10/" and "2022", "30/1" and "1/2022", "31/10/20" and "22"."""
    left, right = _DATE_END.search(first), _DATE_START.match(second)
    if left is None or right is None or not _DATE.fullmatch(left[0] + right[0]):
        return False
    return not _DATE.fullmatch(left[0]) or len(left[0] + right[0]) == len("31/10/2022")


def starts_midway(text: str) -> bool:
    """Whether a text starts in the middle of a sentence."""
    stripped = text.lstrip(BULLETS + " ")
    return bool(_OPENS_MIDWAY.match(stripped)) and not _ABBREVIATION_FIRST.match(stripped)


def is_finished(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return bool(_CLOSED.search(text.strip()))


def is_cut(text: str) -> bool:
    """Whether a text plainly breaks off: at a comma, a hyphen, an open bracket or a small word."""
    text = text.rstrip()
    if not text or is_finished(text):
        return False
    last = re.split(r"[\s/]+", text)[-1].casefold()
    return text[-1] in ",-–—(&/:;" or text.count("(") > text.count(")") or last in SMALL_WORDS


SMALL_WORDS = frozenset(
    ("a", "an", "and", "the", "of", "to", "in", "for", "with", "by", "on", "or", "at", "as", "from", "that")
) | frozenset(
    ("which", "who", "is", "are", "be", "been", "will", "has", "have", "was", "were", "their", "our")
)


def is_small_word(text: str) -> bool:
    """Whether a text is only an article, a preposition or the like."""
    return text.strip().casefold() in SMALL_WORDS


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, for counting."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def mend_cut(first: str, second: str, known: frozenset[str]) -> str:
    """Two pieces of a text that was cut at a column border, in a word or between two."""
    if not first or not second or not (first[-1].isalpha() and second[0].isalpha()):
        return join(first, second)
    left, right = re.split(r"\s", first)[-1], re.split(r"\s", second)[0]
    whole = _bare(left + right)
    overlap = _bare(left + right[1:]) if left[-1:].casefold() == right[:1].casefold() else ""
    if overlap and overlap in known and whole not in known:
        return first + second[1:]
    if whole in known:
        return first + second
    both_words = _bare(left) in known and _bare(right) in known
    return f"{first} {second}" if both_words or second[0].isupper() else first + second


def _bare(word: str) -> str:
    return "".join(_WORD.findall(word.casefold()))
