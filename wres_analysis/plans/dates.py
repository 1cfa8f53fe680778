"""Dates found in running text, with their first and last possible day."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from wres_analysis.plan_years import Period
from wres_analysis.plans.date_forms import Mention, Reading, date_forms, last_day, months

# An older date than race equality schemes is a misprint, as is one that no plan can reach ("30/1/2231").
FIRST_YEAR, LAST_YEAR = 1995, 2060
# every hyphen, dash and minus stands for "-", every slash for "/"; one sign for one, so that places stay
_DASHES = [sign for sign in range(0x10000) if unicodedata.category(chr(sign)) == "Pd"]
_SIGNS = dict.fromkeys([*_DASHES, 0x00AD, 0x2043, 0x2212], "-") | dict.fromkeys([0x2044, 0x2215, 0xFF0F], "/")


@lru_cache(maxsize=8192)
def mentions(text: str, period: Period | None = None) -> tuple[Mention, ...]:
    """The dates in a text, in their order."""
    text = text.translate(_SIGNS)
    found: list[Mention] = []
    taken = [False] * len(text)
    for pattern, build in date_forms():
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            mention = _built(build, match, period)
            if mention:
                found.append(mention)
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    return _with_years(text, sorted(found), period)


def _built(build: Reading, match: re.Match[str], period: Period | None) -> Mention | None:
    try:
        mention = build(match, period)
    except ValueError:  # a month 13, a day 0
        return None
    if mention and mention.last and not FIRST_YEAR <= mention.last.year <= LAST_YEAR:
        return None
    return mention


def _with_years(text: str, found: list[Mention], period: Period | None) -> tuple[Mention, ...]:
    """Months without a year take it from the date that they run up to, or from the plan's period."""
    done: list[Mention] = []
    following: Mention | None = None
    for mention in reversed(found):
        if mention.last is None and mention.kind != "quarter":
            mention = _year_given(mention, text, following, period)
        done.append(mention)
        following = mention
    return tuple(done[::-1])


def _year_given(mention: Mention, text: str, following: Mention | None, period: Period | None) -> Mention:
    month, day = _month_and_day(text[mention.begin : mention.end])
    if following and following.last and following.begin - mention.end <= 12:
        year = following.last.year - (month > following.last.month)
        return _placed(mention, year, month, day, "")
    if period:
        year = period.start.year + (month < period.start.month)
        return _placed(
            mention, year, month, day, f"no year is printed, {year} was read from the plan's period"
        )
    return mention._replace(doubt="no year is printed")


def _placed(mention: Mention, year: int, month: int, day: int, doubt: str) -> Mention:
    last = last_day(year, month)
    if day and day > last.day:
        return mention._replace(doubt="there is no such day")
    first = last.replace(day=day or 1)
    return mention._replace(first=first, last=first if day else last, doubt=doubt)


def _month_and_day(text: str) -> tuple[int, int]:
    word = next(name for name in re.findall(r"[a-z]+", text.casefold()) if name in months())
    number = re.search(r"\d+", text)
    return months()[word], int(number[0]) if number else 0
