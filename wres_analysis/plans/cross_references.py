"""What the texts of an action refer to: other years' plans, other plans, WRES indicators."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from wres_analysis.plan_years import Period
from wres_analysis.plans.date_forms import Mention
from wres_analysis.plans.plan_dates import mentions
from wres_analysis.vocabulary import is_placeholder, vocabulary_form, vocabulary_rows, vocabulary_words

_NEAR = 70
_MARKS = "carry_over_marks"
_NEGATED = r"(?i)\b(?:{negation})\s+(?:be\s+|been\s+)?$"
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


def _says(kind: str, column: str) -> bool:
    return column.strip(" .").casefold() in vocabulary_words(_MARKS, kind=kind)


def _phrases(kind: str) -> re.Pattern[str]:
    return vocabulary_form(rf"(?i)(?<![a-z])(?:{{{kind}}})s?(?![a-z])", _MARKS)


def carry_over(
    texts: Sequence[str],
    headings: Sequence[str],
    column: str = "",
    period: Period | None = None,
    title: str = "",
) -> CarryOver:
    """What the plan says about the carry-over of an action."""
    if column.strip() and not _says("column_no", column):
        if years := _plan_years(column):
            return CarryOver(_label(years[0]), "row_mark")
        if _says("column_yes", column) or _phrases("row_mark").search(column):
            return CarryOver("", "row_mark")
    for text in texts:
        if found := _row_mark(text, period):
            return found
    for heading in headings:
        if found := _of_heading(heading, period):
            return found
    if any(_forward_marks(text) for text in texts):
        return CarryOver("", "forward_mark")
    return CarryOver("", "section_heading" if _phrases("title").search(title) else "none")


def _of_heading(heading: str, period: Period | None) -> CarryOver | None:
    """A phrase for carry-over in a heading, or an earlier plan that it names."""
    if mark := _phrases("section_heading").search(heading):
        if year := _year_behind(heading, mark):
            return CarryOver(year, "section_heading")
        # the year of the last date: "Actions held over from the meetings on 28 March and 25 April 2018"
        dated = [date for date in mentions(heading[mark.start() :]) if date.last]
        years = [str(date.last.year) for date in dated if date.last and "no year" not in date.doubt]
        return CarryOver(years[-1] if years else "", "section_heading")
    earlier = [year for year in _plan_years(heading) if period and year.first and year.first < period.start]
    if earlier and _PLAN.search(heading):
        return CarryOver(_label(earlier[0]), "section_heading")
    return None


def _row_mark(text: str, period: Period | None) -> CarryOver | None:
    forward = _forward_marks(text)
    for mark in _phrases("row_mark").finditer(text):
        inside = any(other.start() <= mark.start() and mark.end() <= other.end() for other in forward)
        if inside or vocabulary_form(_NEGATED, _MARKS).search(text[: mark.start()]):
            continue
        year = _year_behind(text, mark)
        # a mark like "Carried over to 2023/24" in the plan of 2022/23 looks forward
        named = _plan_years(text[mark.end() : mark.end() + _NEAR])
        this_plan = period and named and named[0].first and named[0].first >= period.start
        weak = mark[0].casefold() in vocabulary_words(_MARKS, needs_year="yes")
        if not this_plan and (year or not weak):
            return CarryOver(year, "row_mark")
    return None


def _forward_marks(text: str) -> list[re.Match[str]]:
    found = _phrases("forward_mark").finditer(text)
    return [mark for mark in found if not vocabulary_form(_NEGATED, _MARKS).search(text[: mark.start()])]


def _year_behind(text: str, mark: re.Match[str]) -> str:
    """The plan year that stands just behind a mark, in its sentence."""
    near = text[mark.start() : mark.end() + _NEAR]
    years = _plan_years(re.split(r"[.;](?=\s+[A-Z])", near)[0])
    return _label(years[0]) if years else ""


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
