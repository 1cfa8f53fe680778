"""Which year a plan is for: the one place where a label, or the name of a file, becomes years.

A range ("2021-23") beats a single year, and a year in which there can be such a plan beats an old one
("since 1948"). What else a name could mean is a doubt, in words, and never an error: an unclear year
concerns one plan and stops no other.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from wres_analysis.errors import TableError
from wres_analysis.vocabulary import vocabulary_rows

FINANCIAL_YEAR_STARTS = 4  # the UK financial year runs from 1 April
# Race equality schemes began in 2001; "NHS since 1948" and "Route 2060" name no plan.
FIRST_PLAUSIBLE, LAST_PLAUSIBLE = 2000, 2050
MOST_YEARS = 6  # "2019-25" is a strategy; "2022 - 30 September" and "2012-2022" are no plan years
MOST_YEARS_SHORT = 3  # "21-23" is a range, "11-17" in a name is a number
_MONTH_BETWEEN = r"(?:[a-z]{3,9}\s+)?"
_RANGE = re.compile(
    rf"(?<!\d)(?P<first>(?:19|20)\d\d)(?:\s?[-‐‑‒–—_/]\s?|\.|\s+(?:to|until)\s+)"
    rf"(?:{_MONTH_BETWEEN}(?P<last>(?:19|20)\d\d)|(?P<short>\d\d))(?!\d|[-_/.]\d)(?!\s?(?:st|nd|rd|th)\b)",
    re.IGNORECASE,
)
_SHORT_RANGE = re.compile(r"(?<![\d.,-])(?P<first>[012]\d)\s?[-‐‑‒–—_/]\s?(?P<short>[0-4]\d)(?!\d|[-_/.,]\d)")
_SINGLE = re.compile(r"(?<!\d)(?P<first>(?:19|20)\d\d)(?:(?!\d)|(?=(?:0[1-9]|1[0-2])[0-3]\d(?!\d)))")
_WORD = re.compile(r"\s+([A-Za-z]+)")


class PlanYears(NamedTuple):
    """The years of a plan, in the order in which plans follow on each other."""

    first: int  # calendar year in which it starts
    last: int  # year that it is named by at its end: 2023 of "2022-23", 2022 of "2022"
    version: int = 0  # 1 for a plan that was revised within its year ("2022-23 refresh")


class Period(NamedTuple):
    """The time that a plan is for, both days included."""

    start: dt.date
    end: dt.date
    first_quarter: int = 0  # month in which Q1 begins, where the document says what its quarters are; else 0

    @property
    def financial(self) -> bool:
        """Whether it starts with a UK financial year."""
        return (self.start.month, self.start.day) == (FINANCIAL_YEAR_STARTS, 1)


class YearFound(NamedTuple):
    """The plan year that a text names."""

    label: str  # "2022-23", "2021-23", "2022"; blank where it names none
    doubt: str = ""  # what else it could be, in words


def plan_year_of(file_name: str) -> str:
    """The plan year that a file name states, or blank.

    Parameters
    ----------
    file_name : str
        Name of the published file.

    Returns
    -------
    str
        Label of the plan year.

    Examples
    --------
    >>> plan_year_of("2022-23 WRES action plan.pdf"), plan_year_of("WRES 2021_2023.docx")
    ('2022-23', '2021-23')
    >>> plan_year_of("NHS since 1948 - WRES action plan 2022-23.html"), plan_year_of("plan.pdf")
    ('2022-23', '')
    """
    return year_found(file_name).label


@lru_cache(maxsize=4096)
def year_found(text: str) -> YearFound:
    """The plan year that a text names, with what else it could be."""
    found = list(dict.fromkeys(_years_in(text)))
    if not found:
        return YearFound("")
    chosen = next((years for years in found if years.last > years.first), found[0])
    others = [
        _label(years) for years in found if not chosen.first <= years.first <= years.last <= chosen.last
    ]
    return YearFound(_label(chosen), f"{' and '.join(others)} is named too" if others else "")


def _years_in(text: str) -> Iterator[PlanYears]:
    """Every year or range of years in a text, ranges with four digits first."""
    taken: list[tuple[int, int]] = []
    for pattern, most in ((_RANGE, MOST_YEARS), (_SHORT_RANGE, MOST_YEARS_SHORT), (_SINGLE, 0)):
        for match in pattern.finditer(text):
            years = _years_of(match)
            inside = any(start < match.end() and match.start() < end for start, end in taken)
            if inside or not 0 <= years.last - years.first <= most or not _is_plausible(match, years, text):
                continue
            taken.append(match.span())
            yield years


def _years_of(match: re.Match[str]) -> PlanYears:
    parts = match.groupdict()
    first = int(parts["first"]) if len(parts["first"]) == 4 else 2000 + int(parts["first"])
    last = int(parts.get("last") or 0) or first
    if parts.get("short"):
        last = first - first % 100 + int(parts["short"])
        last += 100 if last < first and first % 100 > 95 else 0  # "1999-00"
    return PlanYears(first, last)


def _is_plausible(match: re.Match[str], years: PlanYears, text: str) -> bool:
    if match.re is _SINGLE:
        return FIRST_PLAUSIBLE <= years.first <= LAST_PLAUSIBLE
    behind = _WORD.match(text, match.end())
    is_day = bool(match["short"] and behind and behind[1].casefold() in _months())
    return years.last > years.first and years.last <= LAST_PLAUSIBLE and not is_day


@cache
def _months() -> frozenset[str]:
    return frozenset(row["word"] for row in vocabulary_rows("months"))


def _label(years: PlanYears) -> str:
    return f"{years.first}-{years.last % 100:02d}" if years.last > years.first else str(years.first)


@cache
def _version_words() -> dict[str, str]:
    return {row["word"]: row["version"] for row in vocabulary_rows("plan_versions")}


@lru_cache(maxsize=4096)
def version_of(text: str) -> str:
    """What a name says a document is of its plan: draft, final, refresh, or blank."""
    words = " ".join(re.findall(r"[a-z]+", text.casefold()))
    found = [version for word, version in _version_words().items() if f" {word} " in f" {words} "]
    return next((version for version in ("draft", "refresh", "final") if version in found), "")


@lru_cache(maxsize=4096)
def plan_years(label: str) -> PlanYears | None:
    """The years of a plan year's label, for putting plans in order; None where it names none."""
    found = year_found(label).label
    if not found:
        return None
    first, last = int(found[:4]), found[5:]
    end = first - first % 100 + int(last or first % 100)
    end += 100 if end < first else 0
    return PlanYears(first, end, int(version_of(label) == "refresh"))


def plan_year_order(label: object) -> tuple[int, int, int, str]:
    """A key that puts any labels in order; one without a year comes first."""
    return (*(plan_years(str(label)) or PlanYears(0, 0)), str(label))


def first_year(label: str) -> int:
    """The calendar year in which a plan starts, 0 where its label names none."""
    years = plan_years(label)
    return years.first if years else 0


def period_of_label(label: str) -> Period | None:
    """Financial years from April to March for a plan year: "2021-23" ends in March 2023."""
    years = plan_years(label)
    if years is None:
        return None
    end = max(years.last, years.first + 1)
    return Period(dt.date(years.first, FINANCIAL_YEAR_STARTS, 1), dt.date(end, FINANCIAL_YEAR_STARTS - 1, 31))


def snapshot_year(label: str) -> int:
    """The calendar year of the 31 March on which a year's staff were counted."""
    years = plan_years(label)
    if years is None or years.last > years.first + 1:
        raise TableError(f"'{label}' is not one year", remedy="name the file as 2022-23.csv")
    return years.last
