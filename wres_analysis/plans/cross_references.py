"""What an action refers to: WRES indicators by number, and other plans by name.

The phrases are in `vocabulary/indicators.csv` and `vocabulary/other_plans.csv`. Only what is named counts; no
indicator is guessed from a subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from wres_analysis.vocabulary import vocabulary_rows
from wres_analysis.vocabulary.placeholders import is_placeholder

INDICATORS = range(1, 10)
_LIST = r"(?P<list>\d[ab]?(?:\s*(?:,|&|;|/|\+|and|to|-|–)\s*\d[ab]?)*)(?!\d|[.]\d|%)"
_NAMED = re.compile(
    rf"\b(?P<standard>W[RD]ES\s+)?(?:indicators?|metrics?)\s*(?:nos?\.?\s*)?:?\s*{_LIST}", re.I
)
_RANGE = re.compile(r"(\d)[ab]?\s*(?:to|-|–)\s*(\d)")
_ALL = re.compile(r"\ball\b", re.IGNORECASE)


@cache
def _phrases() -> tuple[tuple[str, tuple[int, ...]], ...]:
    rows = vocabulary_rows("indicators")
    return tuple((row["phrase"], tuple(map(int, row["indicators"].split(";")))) for row in rows)


def indicators_named(texts: Iterable[str]) -> set[int]:
    """The WRES indicators that texts name by their numbers."""
    found: set[int] = set()
    for text in texts:
        folded = text.casefold()
        for phrase, numbers in _phrases():
            if re.search(rf"(?<![a-z0-9]){re.escape(phrase)}(?![a-z0-9])", folded):
                found.update(numbers)
        for match in _NAMED.finditer(text):
            if not (match["standard"] or "").upper().startswith("WDES"):
                found |= _numbers(match["list"])
    return found


def indicators_of_column(text: str) -> set[int]:
    """The indicators in a cell of a column about them: "3", "1, 7", "All", "Indicator 2"."""
    named = indicators_named([text])
    if named or re.search(r"\bWDES\b", text):
        return named
    if _ALL.search(text):
        return set(INDICATORS)
    plain = re.sub(r"(?i)\bq\s*\d+[a-z]?|\d{2,}", " ", text)
    return _numbers(plain)


def _numbers(text: str) -> set[int]:
    found = {int(number) for number in re.findall(r"(?<!\d)\d(?!\d)", text)}
    for first, last in _RANGE.findall(text):
        found.update(range(int(first), int(last) + 1))
    return found & set(INDICATORS)


@cache
def _plans() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = sorted(vocabulary_rows("other_plans"), key=lambda row: -len(row["phrase"]))
    return tuple(
        (re.compile(rf"(?<![a-z]){re.escape(row['phrase'])}s?(?![a-z])", re.IGNORECASE), row["plan"])
        for row in rows
    )


def plans_named(texts: Iterable[str]) -> list[str]:
    """Other plans and strategies that texts name, by one name each, in alphabetical order."""
    found: set[str] = set()
    for text in texts:
        rest = text
        for pattern, plan in _plans():
            if pattern.search(rest):
                found.add(plan)
                rest = pattern.sub(" ", rest)
    return sorted(found)


def read_flag(text: str, *, ticks: bool) -> str | None:
    """Yes, No or blank of a flag cell; None where it says something else."""
    plain = text.strip().casefold().strip(".")
    if plain in ("yes", "y", "✓", "✔", "true") or (ticks and plain in ("x", "•", "*")):
        return "Yes"
    if plain in ("no", "n", "✗", "✘", "x", "false"):
        return "No"
    return "" if is_placeholder(plain) else None
