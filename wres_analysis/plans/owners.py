"""Who is responsible: roles are kept, names of persons become `[name]`.

Names are found by a title in front ("Dr"), or by a known given name before a surname; in an owner cell also
by their form. The words are in `vocabulary/personal_names.csv` (kinds given, title; kept for programmes and
places that bear a person's name; thing for what makes a name one of those) and `vocabulary/role_words.csv`.
"""

from __future__ import annotations

import re
from functools import cache

from wres_analysis.vocabulary import vocabulary_rows

NAME = "[name]"
MOST_WORDS_OF_ROLES = 40
_SURNAME = r"(?:(?:O'|O’|Mc|Mac|van |de |da |bin |al-|Al-)?[A-Z][a-z’'-]+(?:-[A-Z][a-z]+)?)"
_PART = re.compile(r"(\s*(?:[\n;,/&+()\[\]|]|\s[-–—]\s|\band\b|\bwith\b|\bsupported by\b)\s*)")
_CAPITALISED = re.compile(r"(?:[A-Z][a-z’'-]+(?:[A-Z][a-z]+)?|[A-Z]\.?)")
_NOBODY = re.compile(
    r"(?:n/?a|not applicable|none|nil|tb[acd]|to be \w+|vacant|unknown|not stated|[-–—?.\s]*)", re.I
)
_ABBREVIATION = re.compile(r"[A-Z]{2,6}s?(?:&[A-Z]+)?")


@cache
def _names(kind: str) -> frozenset[str]:
    return frozenset(row["name"] for row in vocabulary_rows("personal_names") if row["kind"] == kind)


@cache
def _role_words(names: str = "") -> frozenset[str]:
    rows = vocabulary_rows("role_words")
    return frozenset(row["word"] for row in rows if names in ("", row["names"]))


@cache
def _full_name() -> re.Pattern[str]:
    titles = "|".join(sorted(_names("title")))
    given = "|".join(sorted(_names("given")))
    titled = rf"(?:{titles})\.? {_SURNAME}(?: {_SURNAME})?"
    return re.compile(rf"\b(?:{titled}|(?:{given})(?: [A-Z]\.?)? {_SURNAME}(?: {_SURNAME})?)(?![a-z])")


def has_owner(text: str) -> bool:
    """Whether an owner cell names anybody: a placeholder such as N/A or TBC does not.

    Examples
    --------
    >>> has_owner("Head of HR"), has_owner("N/A"), has_owner(" - ")
    (True, False, False)
    """
    return not _NOBODY.fullmatch(text.strip())


def is_role(text: str) -> bool:
    """Whether a text reads as one or more roles: mostly role words, one of them for a person or a body.

    Examples
    --------
    >>> is_role("Deputy Director of People"), is_role("Waiting for the national guidance to arrive")
    (True, False)
    """
    words = re.findall(r"[\w&'’-]+", text)
    if not words or len(words) > MOST_WORDS_OF_ROLES or re.search(r"[a-z]\.(?:\s|$)", text):
        return False
    known = [word for word in words if word.casefold() in _role_words() or _ABBREVIATION.fullmatch(word)]
    persons = [word for word in known if word.casefold() in _role_words("person")]
    only_known = len(known) == len(words) and any(word[0].isupper() for word in words)
    return (bool(persons) and 5 * len(known) >= 3 * len(words)) or only_known


def mask_names(text: str) -> str:
    """A running text with `[name]` in place of persons' names.

    Examples
    --------
    >>> mask_names("Sarah Okonkwo chairs the group, Dr Lindqvist deputises.")
    '[name] chairs the group, [name] deputises.'
    >>> mask_names("Two places on the Mary Seacole programme.")
    'Two places on the Mary Seacole programme.'
    """
    return _full_name().sub(lambda match: _masked(match, text), text)


def _masked(match: re.Match[str], text: str) -> str:
    found = match[0]
    words = re.findall(r"[\w’'-]+", found)
    if any(found.startswith(kept) for kept in _names("kept")):
        return found
    following = re.match(r"\s+([\w-]+)", text[match.end() :])
    if any(word.casefold() in _names("thing") for word in (words[-1], following[1] if following else "")):
        return found
    surnames = words[1:]
    # "James Head of HR": the role begins where the first role word stands
    stop = next((place for place, word in enumerate(surnames) if word.casefold() in _role_words()), None)
    if stop == 0:
        return found
    return NAME if stop is None else f"{NAME} {' '.join(surnames[stop:])}"


def mask_owner(text: str) -> str:
    r"""An owner cell with `[name]` in place of persons' names, its roles kept.

    Examples
    --------
    >>> mask_owner("Priti Vasquez, Head of Resourcing"), mask_owner("Chief Nurse")
    ('[name], Head of Resourcing', 'Chief Nurse')
    """
    parts = _PART.split(mask_names(text))
    return "".join(
        NAME if place % 2 == 0 and _looks_like_name(part) else part for place, part in enumerate(parts)
    )


def _looks_like_name(part: str) -> bool:
    words = part.split()
    if len(words) == 1:
        return words[0] in _names("given")
    if not 2 <= len(words) <= 3 or not all(_CAPITALISED.fullmatch(word) for word in words):
        return False
    return not any(word.casefold().strip(".") in _role_words() for word in words)
