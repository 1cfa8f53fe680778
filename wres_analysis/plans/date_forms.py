"""The forms in which people write dates in plans, each with its first and last possible day.

Sources of the readings: the UK financial year runs from 1 April to 31 March, its quarters from April; dates
are written day first.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from wres_analysis.plan_years import FINANCIAL_YEAR_STARTS, Period
from wres_analysis.vocabulary import vocabulary_form, vocabulary_rows, vocabulary_words

# "June 14" in a plan of 2013 is a year, in one of 2022 a day; a plan looks further ahead than back
YEARS_BEFORE, YEARS_AFTER = 2, 5
DAYS_OF_A_YEAR = 366  # a plan of two years has two of each quarter
SEASONS: Mapping[str, tuple[int, int]] = {
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
    "fall": (9, 11),
    "winter": (12, 2),
}


class Mention(NamedTuple):
    """A date in a text."""

    begin: int  # where it stands in the text
    end: int  # where it stands in the text
    first: dt.date | None  # first and last possible day; None where the year is not known
    last: dt.date | None  # first and last possible day; None where the year is not known
    kind: str  # exact, month, quarter, financial_year or range
    doubt: str = ""  # why the reading is not certain, in words; blank where it is
    misprint: str = ""  # what was read although it is misprinted; blank where nothing is


Reading = Callable[[re.Match[str], Period | None], Mention | None]


def last_day(year: int, month: int) -> dt.date:
    """The last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def full_year(text: str) -> int:
    """A year of two or four digits as four digits."""
    return int(text) + 2000 if len(text) < 3 else int(text)


@cache
def months() -> dict[str, int]:
    """Names, abbreviations and usual misprints of the months, with their numbers."""
    return {row["word"]: int(row["month"]) for row in vocabulary_rows("months")}


@cache
def date_forms() -> tuple[tuple[re.Pattern[str], Reading], ...]:
    """Every form as a pattern with the function that reads what it finds, the most telling forms first."""
    month = f"(?P<month>{'|'.join(sorted(months(), key=len, reverse=True))})"
    year4, year = r"(?P<year>(?:19|20)\d\d)", r"(?P<year>(?:19|20)\d\d|'?\d\d)"
    day = r"(?P<day>[0-3]?\d)(?P<suffix>\s?(?:st|nd|rd|th))?"
    two_years = r"(?P<year>(?:19|20)\d\d|\d\d)\s?[/–—-]\s?(?P<next>(?:20)?\d\d|\d(?!\d))(?![\d/])"
    rest = rf"(?:\s*(?:of|,|-|/|–)?\s*(?:fy\s*)?(?:{two_years}|(?P<only>(?:19|20)\d\d)))"
    ordinal = r"(?P<number>[1-4]|1st|2nd|3rd|4th|first|second|third|fourth)"
    season = f"(?P<season>{'|'.join(SEASONS)})"
    spaced = r"\s*[/.]\s*(?P<month_no>[01]\s?\d|[1-9])\s*[/.]\s*(?P<year>2\s?0\s?\d\s?\d|\d\d)(?![\d/])"
    not_a_part = r"(?<!phase )(?<!stage )(?<!part )(?<!step )"
    forms = (
        # blanks that a narrow column or a typist left: "3 1/12/2022" (opens a cell), "30/1 1/2022"
        (rf"^\s*(?P<day>[0-3]\s\d){spaced}", _exact),
        (rf"(?<!\d)(?P<day>[0-3]?\d){spaced}", _exact),
        (rf"{year4}-(?P<month_no>[01]\d)-(?P<day>[0-3]\d)(?!\d)", _exact),
        (rf"(?P<day>[0-3]?\d)[/.-](?P<month_no>[01]?\d)[/.-]{year}(?![\d/])", _exact),
        (rf"{not_a_part}\b{day}(?:\s+of\s+|\s*|[-/]){month}\b\.?,?[\s/-]*{year4}\b", _exact),
        (rf"{not_a_part}\b{day}(?:\s*|-){month}\b\.?[\s/-]+'?(?P<year>\d\d)\b(?!\s*[/:]\d)", _exact),
        (rf"\b{month}\b\.?\s+{day},?\s+{year4}\b", _exact),
        (rf"(?<![\d/.]){two_years}\s*,?\s*\b(?:q|qtr|quarter)\s*{ordinal}\b", _quarter),
        (rf"\b(?:q|qtr|quarter)\s*{ordinal}\b{rest}?", _quarter),
        (rf"\b{ordinal}\s+(?:quarter|qtr)\b{rest}?", _quarter),
        (rf"\b(?:h|half)\s*(?P<half>[12])\b{rest}", _half),
        (rf"\b{season}\b{rest}", _season),
        (rf"\b{month}\b\.?,?\s*(?:of\s+)?[/-]?\s*{year4}\b", _month),
        (rf"\b{month}\b\.?\s*[-/'’]\s*(?P<year>\d\d)\b(?![/:])", _month),
        (rf"\b{month}\b\.?\s+(?P<year>\d\d)\b(?!\s*[/:]\d|\s*[-–]\s*\d|\s?(?:st|nd|rd|th)\b)", _month_or_day),
        (rf"\b(?P<month_no>0?[1-9]|1[0-2])/{year4}\b", _month),
        (rf"(?<![\d/.]){two_years}", _financial_year),
        (rf"\b{day}\s*(?:of\s+)?-?\s*\b{month}\b", _day_without_year),
        (rf"\b{month}\s+(?P<day>[0-3]?\d)(?P<suffix>st|nd|rd|th)\b", _day_without_year),
        (rf"\b{month}\b", _month_without_year),
        (rf"(?<![\d/.£#]){year4}(?![\d/%])", _year),
    )
    return tuple((re.compile(form, re.IGNORECASE), build) for form, build in forms)


def _month_of(match: re.Match[str]) -> int:
    parts = match.groupdict()
    return _number(parts["month_no"]) if parts.get("month_no") else months()[match["month"].casefold()]


def _number(digits: str) -> int:
    return int("".join(digits.split()))


def _year_of(match: re.Match[str]) -> int:
    parts = match.groupdict()
    return full_year("".join((parts.get("year") or parts["only"]).split()).strip("'’"))


def _misprint_of(match: re.Match[str]) -> str:
    parts = match.groupdict()
    day, suffix = parts.get("day"), (parts.get("suffix") or "").strip().casefold()
    if day and suffix:
        number = _number(day)
        ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        if suffix != ("th" if number in (11, 12, 13) else ending):
            return match[0]
    month = (parts.get("month") or "").casefold()
    return match[0] if month in vocabulary_words("months", misprint="yes") else ""


def _exact(match: re.Match[str], _: Period | None) -> Mention:
    end = last_day(_year_of(match), _month_of(match))
    number = _number(match["day"])
    if end.day < number <= 31:
        return Mention(*match.span(), end, end, "exact", "", match[0])
    day = end.replace(day=number)
    return Mention(*match.span(), day, day, "exact", "", _misprint_of(match))


def _month(match: re.Match[str], _: Period | None) -> Mention:
    last = last_day(_year_of(match), _month_of(match))
    return Mention(*match.span(), last.replace(day=1), last, "month", "", _misprint_of(match))


def _month_or_day(match: re.Match[str], period: Period | None) -> Mention:
    """A year where that lies near the plan's own years ("June 14"), a day of the month otherwise."""
    year, number = _year_of(match), int(match["year"])
    if period and not _is_near(year, period) and 1 <= number <= 31:
        month = _month_of(match)
        day = dt.date(period.start.year + (month < period.start.month), month, number)
        return Mention(*match.span(), day, day, "exact", f"'{match[0]}' was read as a day, not as a year")
    read = _month(match, period)
    return read._replace(doubt=f"'{match[0]}' was read as a year, not as a day") if number <= 31 else read


def _years_of(match: re.Match[str]) -> tuple[int, int] | None:
    """First and last year of "2016/17" or "2021-23"; None where the two cannot be years that follow."""
    first, text = _year_of(match), match["next"]
    second = full_year(text) if len(text) > 1 else first - first % 10 + int(text)
    counted = vocabulary_form(
        r"(?i)\s*(?:{unit})s?(?![a-z])", "date_marks"
    ).match  # behind a range of numbers
    is_count = _is_short(match) and (len(text) == 1 or counted(match.string, match.end("next")))
    return (first, second) if first < second <= first + 5 and not is_count else None


def _is_short(match: re.Match[str]) -> bool:
    """A range of two digits each: "22-23" is a year; "24/7", "10-12 weeks" and "20-25%" are counted."""
    return len(match["year"]) == len("22")


def _is_near(year: int, period: Period) -> bool:
    """Whether a year lies near the plan's own."""
    return period.start.year - YEARS_BEFORE <= year <= period.end.year + YEARS_AFTER


def _financial_year(match: re.Match[str], period: Period | None) -> Mention | None:
    years = _years_of(match)
    wide = years is not None and years[1] > years[0] + 1 and _is_short(match)
    if not years or (wide and period and not _is_near(years[0], period)):  # "ages 16-18"
        return None
    return Mention(*match.span(), dt.date(years[0], 4, 1), dt.date(years[1], 3, 31), "financial_year")


def _quarter(match: re.Match[str], period: Period | None) -> Mention | None:
    words = {"first": 1, "second": 2, "third": 3, "fourth": 4}
    text = match["number"].casefold()
    number = words.get(text) or int(text[0])
    if match["next"]:
        years = _years_of(match)
        return _quarter_of(match, years[0], number, "") if years else None
    if match["only"]:
        return _quarter_in_doubt(match, int(match["only"]), number, period)
    if not period:
        return Mention(*match.span(), None, None, "quarter", "no year is printed")
    only_one = (period.end - period.start).days < DAYS_OF_A_YEAR
    doubt = "" if period.first_quarter and only_one else "no year is printed, the plan's first year was read"
    month = (period.first_quarter or FINANCIAL_YEAR_STARTS) + 3 * (number - 1)
    if period.first_quarter and only_one:  # the one such quarter that lies in the plan
        first = (month - 1) % 12 + 1
        return _quarter_from(match, period.start.year + (first < period.start.month), first, doubt)
    return _quarter_of(match, period.start.year, number, doubt)


def _quarter_in_doubt(match: re.Match[str], year: int, number: int, period: Period | None) -> Mention:
    if period and period.first_quarter:
        month = period.first_quarter + 3 * (number - 1)
        return _quarter_from(match, year + (month > 12), (month - 1) % 12 + 1, "")
    other = last_day(year, 3 * number)
    if period and not period.financial:
        doubt = (
            f"'{match[0]}' was read as a quarter of the calendar year, it may be one of the financial year"
        )
        return Mention(*match.span(), dt.date(year, 3 * number - 2, 1), other, "quarter", doubt)
    doubt = f"'{match[0]}' was read as a quarter of the financial year, it may end on {other}"
    return _quarter_of(match, year, number, doubt)


def _quarter_of(match: re.Match[str], year: int, number: int, doubt: str) -> Mention:
    month = 3 * number + 1 if number < 4 else 1
    return _quarter_from(match, year + (number == 4), month, doubt)


def _quarter_from(match: re.Match[str], year: int, month: int, doubt: str) -> Mention:
    end = month + 2
    last = last_day(year + (end > 12), (end - 1) % 12 + 1)
    return Mention(*match.span(), dt.date(year, month, 1), last, "quarter", doubt)


def _half(match: re.Match[str], period: Period | None) -> Mention | None:
    """Half a year: two quarters, in the same doubt as they are."""
    years = _years_of(match) if match["next"] else None
    if match["next"] and not years:
        return None
    last = 2 * int(match["half"])
    begin, end = (
        _quarter_of(match, years[0], number, "")
        if years
        else _quarter_in_doubt(match, int(match["only"]), number, period)
        for number in (last - 1, last)
    )
    return end._replace(first=begin.first, kind="range", doubt=end.doubt.replace("a quarter", "a half"))


def _season(match: re.Match[str], _: Period | None) -> Mention:
    first, last = SEASONS[match["season"].casefold()]
    year = _year_of(match)
    wraps = last < first
    if match["next"] and not wraps:
        year += first < FINANCIAL_YEAR_STARTS
    end = last_day(year + wraps, last)
    return Mention(
        *match.span(), dt.date(year, first, 1), end, "range", f"'{match[0]}' was read as until {end}"
    )


def _year(match: re.Match[str], _: Period | None) -> Mention:
    year = int(match["year"])
    return Mention(*match.span(), dt.date(year, 1, 1), dt.date(year, 12, 31), "range")


def _day_without_year(match: re.Match[str], _: Period | None) -> Mention | None:
    if not 1 <= int(match["day"]) <= 31:
        return None
    return Mention(*match.span(), None, None, "exact", "", _misprint_of(match))


def _month_without_year(match: re.Match[str], _: Period | None) -> Mention | None:
    """May and March are also common words: they count with a capital letter only."""
    if match[0][0].islower():
        return None
    return Mention(*match.span(), None, None, "month", "", _misprint_of(match))
