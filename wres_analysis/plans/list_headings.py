"""What a heading announces: actions, their status ("What we have achieved"), their time, or something else.

The phrases are in `vocabulary/list_headings.csv`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from wres_analysis.documents.cell_text import clean
from wres_analysis.documents.document import Line
from wres_analysis.plans.cell_kinds import announces_promises
from wres_analysis.plans.sections import is_title, section_of_line
from wres_analysis.vocabulary import vocabulary_rows
from wres_analysis.vocabulary.headings import fields_of, is_whole_title, plain_title

MOST_WORDS_OF_AN_OPENER = 10
# "Our objectives for 2024 are:", "These are outlined in our Action Plan. In summary these are:"
_NAMES_ACTIONS = re.compile(
    r"\b(?:objectives|goals|actions|priorities|commitments|pledges)\b[^.:]{0,40}\bare(?: as follows)?:$"
    r"|\baction plan\b.*\bthese are:$",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(r"\(?\d{1,2}(?:\.\d{1,2})*[.):]?\s+")


class Announced(NamedTuple):
    """What a line announces."""

    kind: str  # announces, promises, status, time, other, or blank
    status: str = ""  # the status of what stands below


@cache
def _phrases() -> tuple[tuple[str, str, str], ...]:
    rows = sorted(vocabulary_rows("list_headings"), key=lambda row: -len(row["phrase"].split()))
    return tuple((plain_title(row["phrase"]), row["kind"], row["status"]) for row in rows)


def announced(line: Line) -> Announced:
    """What a line announces for the items below it."""
    return Announced("") if line.bullet else _announced(clean(line.text))


@lru_cache(maxsize=4096)
def _announced(text: str) -> Announced:
    if announces_promises(text):
        return Announced("promises")
    if _NAMES_ACTIONS.search(text):
        return Announced("maybe")
    if len(text.split()) > MOST_WORDS_OF_AN_OPENER or text.endswith((".", ";", ",")):
        return Announced("")
    plain = plain_title(_NUMBERED.sub("", text, count=1))
    for phrase, kind, status in _phrases():
        if re.search(rf"\b{phrase}\b", plain) and (kind != "status" or _is_mostly(phrase, plain)):
            return Announced(kind, _as_printed(status, text))
    names_action = "action" in fields_of(_NUMBERED.sub("", text, count=1).rstrip(":"))
    return Announced("announces" if names_action or (is_title(text) and "action" in plain) else "")


def _is_mostly(phrase: str, plain: str) -> bool:
    """Whether a heading is about a status: "Ongoing work this year", not "Completed cases by band"."""
    return len(plain.split()) <= len(phrase.split()) + 2


def _as_printed(status: str, text: str) -> str:
    found = re.search(re.escape(status), text, re.IGNORECASE) if status else None
    return found[0] if found else status


def says_only_what(line: Line) -> bool:
    """A heading such as "What we will do" or "Ongoing work", which is no aim."""
    found = announced(line)
    text = clean(line.text)
    return found.kind in ("promises", "status") or (found.kind == "announces" and is_whole_title(text))


def is_heading(line: Line) -> bool:
    """Whether a line is a heading, by its form or by its words."""
    return bool(line.heading) or (section_of_line(line, plain_counts=True) is not None)
