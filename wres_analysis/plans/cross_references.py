"""What the texts of an action refer to: other years' plans, other plans, WRES indicators."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from wres_analysis.plan_years import Period
from wres_analysis.plans.date_forms import Mention
from wres_analysis.plans.deadlines import mentions
from wres_analysis.vocabulary import is_placeholder, vocabulary_pattern, vocabulary_rows, vocabulary_words

_NEAR = 70
_PLAN = re.compile(r"\bplan\b", re.IGNORECASE)
INDICATORS = range(1, 10)
_LIST = r"(?P<list>\d[ab]?(?:\s*(?:,|&|;|/|\+|and|to|-|–)\s*\d[ab]?)*)(?!\d|[.]\d|%)"
NAMED_INDICATORS = re.compile(
    rf"\b(?P<standard>W[RD]ES\s+)?(?:indicators?|metrics?)\s*(?:nos?\.?\s*)?:?\s*{_LIST}", re.I
)
_RANGE = re.compile(r"(\d)[ab]?\s*(?:to|-|–)\s*(\d)")
_ALL = re.compile(r"\ball\b", re.IGNORECASE)


class CarryOver(NamedTuple):
    """What the plan says about the carry-over of one action."""

    from_year: str = ""  # plan year that it comes from, such as "2021/22"; blank where the plan does not say
    evidence: str = "none"  # one of CARRY_OVER_EVIDENCE


@cache
def _negated() -> re.Pattern[str]:
    words = vocabulary_pattern("carry_over_marks", kind="negation")
    return re.compile(rf"\b(?:{words})\s+(?:be\s+|been\s+)?$", re.IGNORECASE)


def _says(kind: str, column: str) -> bool:
    return column.strip(" .").casefold() in vocabulary_words("carry_over_marks", kind=kind)


@cache
def _phrases(kind: str) -> re.Pattern[str]:
    phrases = vocabulary_pattern("carry_over_marks", kind=kind)
    return re.compile(rf"(?<![a-z])(?:{phrases})s?(?![a-z])", re.IGNORECASE)


def carry_over(
    texts: Sequence[str],
    headings: Sequence[str],
    column: str = "",
    period: Period | None = None,
    title: str = "",
) -> CarryOver:
    """What the plan says about the carry-over of an action."""
    if column.strip() and not _says("column_no", column):
        found = _of_column(column)
        if found:
            return found
    for text in texts:
        if found := _row_mark(text, period):
            return found
    for heading in headings:
        if found := _of_heading(heading, period):
            return found
    if any(_forward_marks(text) for text in texts):
        return CarryOver("", "forward_mark")
    return CarryOver("", "section_heading" if _phrases("title").search(title) else "none")


def _of_column(column: str) -> CarryOver | None:
    years = _plan_years(column)
    if years:
        return CarryOver(_label(years[0]), "row_mark")
    if _says("column_yes", column) or _phrases("row_mark").search(column):
        return CarryOver("", "row_mark")
    return None


def _of_heading(heading: str, period: Period | None) -> CarryOver | None:
    """A phrase for carry-over in a heading, or an earlier plan that it names."""
    if mark := _phrases("section_heading").search(heading):
        found = _from_year(heading, mark, "section_heading")
        return (
            found if found.from_year else CarryOver(_year_of_meeting(heading[mark.start() :]), found.evidence)
        )
    earlier = [year for year in _plan_years(heading) if period and year.first and year.first < period.start]
    if earlier and _PLAN.search(heading):
        return CarryOver(_label(earlier[0]), "section_heading")
    return None


def _row_mark(text: str, period: Period | None) -> CarryOver | None:
    forward = _forward_marks(text)
    for mark in _phrases("row_mark").finditer(text):
        inside = any(other.start() <= mark.start() and mark.end() <= other.end() for other in forward)
        if inside or _negated().search(text[: mark.start()]):
            continue
        found = _from_year(text, mark, "row_mark")
        weak = mark[0].casefold() in vocabulary_words("carry_over_marks", needs_year="yes")
        if not (weak and not found.from_year) and not _is_this_plan(text, mark, period):
            return found
    return None


def _forward_marks(text: str) -> list[re.Match[str]]:
    found = _phrases("forward_mark").finditer(text)
    return [mark for mark in found if not _negated().search(text[: mark.start()])]


def _is_this_plan(text: str, mark: re.Match[str], period: Period | None) -> bool:
    """A mark like "Carried over to 2023/24" in the plan of 2022/23 looks forward."""
    years = _plan_years(text[mark.end() : mark.end() + _NEAR])
    return bool(period and years and years[0].first and years[0].first >= period.start)


def _from_year(text: str, mark: re.Match[str], evidence: str) -> CarryOver:
    near = text[mark.start() : mark.end() + _NEAR]
    years = _plan_years(re.split(r"[.;](?=\s+[A-Z])", near)[0])
    return CarryOver(_label(years[0]) if years else "", evidence)


def _year_of_meeting(text: str) -> str:
    """The year of the last date: "Actions held over from the meetings on 28 March and 25 April 2018"."""
    dated = [date.last for date in mentions(text) if date.last and "no year" not in date.doubt]
    return str(dated[-1].year) if dated else ""


def _plan_years(text: str) -> list[Mention]:
    found = mentions(text)
    whole = [date for date in found if date.kind == "financial_year"]
    return whole or [date for date in found if date.kind == "range" and date.end - date.begin == 4]


def _label(year: Mention) -> str:
    if year.first is None or year.last is None:
        return ""
    if year.kind == "range":
        return str(year.first.year)
    return f"{year.first.year}/{year.last.year % 100:02d}"


@cache
def _indicator_phrases() -> tuple[tuple[str, tuple[int, ...]], ...]:
    rows = vocabulary_rows("indicators")
    return tuple((row["phrase"], tuple(map(int, row["indicators"].split(";")))) for row in rows)


def indicators_named(texts: Iterable[str]) -> set[int]:
    """The WRES indicators that texts name by their numbers."""
    found: set[int] = set()
    for text in texts:
        folded = text.casefold()
        for phrase, numbers in _indicator_phrases():
            if re.search(rf"(?<![a-z0-9]){re.escape(phrase)}(?![a-z0-9])", folded):
                found.update(numbers)
        for match in NAMED_INDICATORS.finditer(text):
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
