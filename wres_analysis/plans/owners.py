"""Who is responsible: roles are kept, names of persons become `[name]`.

The words of roles are in `vocabulary/role_words.csv`; names are told in `plans/person_names.py`.
"""

from __future__ import annotations

import re
from functools import cache

from wres_analysis.plans.person_names import NAME, is_name, mask_names
from wres_analysis.vocabulary import vocabulary_rows
from wres_analysis.vocabulary.placeholders import is_placeholder

# the columns of ACTIONS that hold printed text; in the owner names are also told by their form
MASKED = (
    *("place", "part", "aim", "ref", "action", "detail", "deadline", "revised_deadline"),
    *("status_raw", "comment", "evidence", "other_plans"),
)
MOST_WORDS_OF_ROLES = 40  # "Head of HR / Head of OD / …" of six posts; a longer text is no list of roles
_PART = re.compile(r"(\s*(?:[\n;,/&+()\[\]|:]|\s[-–—]\s|\band\b|\bwith\b|\bsupported by\b)\s*)")
_ABBREVIATION = re.compile(r"[A-Z]{2,6}s?(?:&[A-Z]+)?")


@cache
def _role_words(names: str = "") -> frozenset[str]:
    rows = vocabulary_rows("role_words")
    return frozenset(row["word"] for row in rows if names in ("", row["names"]))


def has_owner(text: str) -> bool:
    """Whether an owner cell names anybody: a placeholder such as N/A or TBC does not."""
    return not is_placeholder(text)


def is_role(text: str) -> bool:
    """Whether a text reads as one or more roles: mostly role words, one of them for a person or a body."""
    words = re.findall(r"[\w&'’-]+", text)
    if not words or len(words) > MOST_WORDS_OF_ROLES or re.search(r"[a-z]\.(?:\s|$)", text):
        return False
    known = [word for word in words if word.casefold() in _role_words() or _ABBREVIATION.fullmatch(word)]
    persons = [word for word in known if word.casefold() in _role_words("person")]
    only_known = len(known) == len(words) and any(word[0].isupper() for word in words)
    return (bool(persons) and 5 * len(known) >= 3 * len(words)) or only_known


def mask_owner(text: str) -> str:
    """An owner cell with `[name]` in place of persons' names, its roles kept."""
    parts = _PART.split(mask_names(text))
    return "".join(NAME if place % 2 == 0 and is_name(part) else part for place, part in enumerate(parts))


def names_in_owner(text: str) -> frozenset[str]:
    """The names that only an owner cell shows to be names, to be taken out of the rest of the plan too."""
    return frozenset(part.strip() for part in _PART.split(mask_names(text))[::2] if is_name(part))
