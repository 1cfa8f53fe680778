"""Dates in a plan: those in a text, what a deadline says, the plan's time and its report date."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from wres_analysis.documents.document import Document, Line
from wres_analysis.plan_years import FINANCIAL_YEAR_STARTS, MOST_YEARS, Period, period_of_label, plan_year_of
from wres_analysis.plans.date_forms import Mention, date_forms, last_day, months
from wres_analysis.vocabulary import vocabulary_form, vocabulary_rows, vocabulary_words

# An older date than race equality schemes is a misprint, as is one that no plan can reach ("30/1/2231").
FIRST_YEAR, LAST_YEAR = 1995, 2060
# every hyphen, dash and minus stands for "-", every slash for "/"; one sign for one, so that places stay
_DASHES = [sign for sign in range(0x10000) if unicodedata.category(chr(sign)) == "Pd"]
_SIGNS = dict.fromkeys([*_DASHES, 0x00AD, 0x2043, 0x2212], "-") | dict.fromkeys([0x2044, 0x2215, 0xFF0F], "/")
_START = re.compile(
    r"\b(?:from|starting|starts?|start date|commenc\w+|beg[iu]n\w*|launch\w*|since|effective)"
    r"(?:\s+(?:in|on|of|at|the|early|mid|late|end))*\s*$",
    re.IGNORECASE,
)
_ONWARDS = re.compile(r"\s*(?:onwards?|and (?:ongoing|continu\w+)|ongoing)\b", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:by|until|till|to|end(?:ing)?|complet\w+)\b", re.IGNORECASE)
_YEAR_END = re.compile(
    r"\b(?:year[ -]?end|end of (?:the )?(?:financial |plan |this )?year|end of (?:the )?plan)\b",
    re.IGNORECASE,
)
_END_OF_YEAR_GIVEN = re.compile(
    r"\bend(?:ing)?\s+(?:of\s+)?(?:the\s+)?(?:calendar\s+year\s+)?$", re.IGNORECASE
)
_YEAR_OF_PLAN = re.compile(r"\byear\s*(?P<number>[1-5]|one|two|three|four|five)\b", re.IGNORECASE)
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_PHRASE = r"(?i)(?<![a-z])(?:{%s})(?![a-z])"
_FAR = 60
_CLEAR_DATE = frozenset({"exact", "month", "quarter", "financial_year", "range"})
CLOSED = ("complete", "withdrawn")
_LINKED = re.compile(r"\s*(?:-|–|—|to|until|and)\s*(?:the\s+)?(?:end\s+(?:of\s+)?)?", re.IGNORECASE)
_PLAN = re.compile(r"\b(?:plan|wres|workforce race|equality|period|years?)\b", re.IGNORECASE)
_AS_AT = re.compile(
    r"\b(?:as\s+(?:at|of)|position\s+(?:at|on)|p(?:ro|or)?g?r?e?s{1,3}\s+(?:at|to|by)|status\s+(?:at|on)|correct\s+(?:at|on)"
    r"|(?:last\s+)?updated(?:\s+(?:on|in))?|update\s+(?:at|to)|up\s+to|reported\s+(?:at|in)|data\s+at|exported"
    r"|(?<!be\s)reviewed(?:(?:\s+[\w&'’-]+){0,9}?(?:\s+(?:in|on|at)|\s*[:,–-]))?)"
    r"\s*:?\s*(?:the\s+)?(?:end\s+(?:of\s+)?)?(?:the\s+)?$",
    re.IGNORECASE,
)
_QUARTERS_OF = re.compile(
    r"\b(?:quarters?\s+(?:are|is|mean|means|refer|refers|of|follow)\b[^.\n]{0,30}?|Q1[^.\n]{0,20}?)"
    r"\b(?P<kind>financial|fiscal|calendar)\s+(?:year|quarter)s?",
    re.IGNORECASE,
)
MOST_WORDS_OF_A_TITLE = 30  # at 60 a07_council_workplan.html is read otherwise; less: guard
LINES_WITH_A_YEAR = 40  # a cover page is among them; the text behind it names other years
MOST_WORDS_OF_A_DATE_LINE = 14  # guard: at 7 and at 28 all published documents are read alike


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
            try:
                mention = build(match, period)
            except ValueError:  # a month 13, a day 0
                continue
            if mention and (mention.last is None or FIRST_YEAR <= mention.last.year <= LAST_YEAR):
                found.append(mention)
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    return _with_years(text, sorted(found), period)


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
    printed = text[mention.begin : mention.end]
    month = next(months()[word] for word in re.findall(r"[a-z]+", printed.casefold()) if word in months())
    number = re.search(r"\d+", printed)
    day = int(number[0]) if number else 0
    if following and following.last and following.begin - mention.end <= 12:
        year, doubt = following.last.year - (month > following.last.month), following.doubt
    elif period:
        year = period.start.year + (month < period.start.month)
        doubt = f"no year is printed, {year} was read from the plan's period"
    else:
        return mention._replace(doubt="no year is printed")
    last = last_day(year, month)
    if day > last.day:
        return mention._replace(doubt="there is no such day")
    first = last.replace(day=day or 1)
    return mention._replace(first=first, last=first if day else last, doubt=doubt)


class Deadline(NamedTuple):
    """A deadline as it was understood."""

    date: str = ""  # last possible day, YYYY-MM-DD; blank where there is none
    kind: str = "none"  # one of DEADLINE_KINDS
    doubt: str = ""  # why the date is not certain, in words
    misprint: str = ""  # what was read although it is misprinted


@lru_cache(maxsize=4096)
def read_deadline(text: str, period: Period | None = None) -> Deadline:
    """What a deadline cell says."""
    dates = mentions(text, period)
    # dates with a printed year make those without one superfluous ("Quarter 3 (October 2023)")
    found = [date for date in dates if "no year" not in date.doubt] or list(dates)
    found = [date for date in found if not _explained(text, date, found)] or found
    worded = _worded_kind(text)
    if not found:
        return _without_date(text, worded, period)
    runs_to = len(found) > 1 or bool(_UNTIL.search(text[: found[-1].begin]))
    if worded == "recurring":
        return _latest(found, "recurring") if runs_to else Deadline("", "recurring")
    first = found[0]
    starts = _START.search(text[: first.begin]) or _ONWARDS.match(text[first.end :])
    if (starts and len(found) == 1) or (worded == "open_ended" and not runs_to):
        return Deadline("", "open_ended", found[-1].doubt, found[-1].misprint)
    whole_year = first.kind == "range" and first.end - first.begin == len("2024")
    kind = "month" if whole_year and _END_OF_YEAR_GIVEN.search(text[: first.begin]) else first.kind
    return _latest(found, "range" if len(found) > 1 else kind)


def _explained(text: str, quarter: Mention, dates: list[Mention]) -> bool:
    """Whether a quarter is printed without a year, and a date on the other side of a bracket says which."""
    if quarter.kind != "quarter" or re.search(r"\d\d", text[quarter.begin : quarter.end]):
        return False
    between = [text[quarter.end : date.begin] for date in dates if date.begin >= quarter.end]
    between += [text[date.end : quarter.begin] for date in dates if date.end <= quarter.begin]
    return any(re.fullmatch(r"\s*[(\[][^)\]]*", part) for part in between)


@cache
def _kinds() -> tuple[str, ...]:
    return tuple(sorted({row["kind"] for row in vocabulary_rows("deadline_forms")} - {"none"}))


def says_when(text: str) -> bool:
    """Whether a text holds a date or one of the words for time in `vocabulary/deadline_forms.csv`."""
    return bool(mentions(text)) or _worded_kind(text) not in ("", "none")


def _latest(found: list[Mention], kind: str) -> Deadline:
    dated = [mention for mention in found if mention.last]
    misprint = "; ".join(mention.misprint for mention in found if mention.misprint)
    if not dated:
        return Deadline("", "unspecified", found[-1].doubt, misprint)
    last = max(dated, key=lambda mention: str(mention.last))
    return Deadline(str(last.last), kind, last.doubt, misprint)


def _without_date(text: str, worded: str, period: Period | None) -> Deadline:
    if period and _YEAR_END.search(text):
        return Deadline(str(period.end), "exact", "the end of the plan's period was read")
    if (year := _YEAR_OF_PLAN.search(text)) and period:
        number = _NUMBERS.get(year["number"].casefold()) or int(year["number"])
        start = period.start  # perhaps 29 February
        last = dt.date(start.year + number, start.month, 1) + dt.timedelta(days=start.day - 2)
        return Deadline(str(last), "financial_year", "counted from the plan's first day")
    return Deadline("", worded or ("unspecified" if text.strip() else "none"))


@cache
def _nothing() -> frozenset[str]:
    return frozenset(phrase.rstrip(".") for phrase in vocabulary_words("deadline_forms", kind="none"))


def _worded_kind(text: str) -> str:
    """The kind by `vocabulary/deadline_forms.csv`: of the first phrase in the text, the longer of two."""
    folded = " ".join(text.casefold().split())
    if not folded or folded.rstrip(".") in _nothing():
        return "none"
    forms = ((vocabulary_form(_PHRASE % kind, "deadline_forms"), kind) for kind in _kinds())
    found = [(match, kind) for form, kind in forms if (match := form.search(folded))]
    return min((match.start(), -match.end(), kind) for match, kind in found)[2] if found else ""


def revised_deadline(text: str, period: Period | None = None) -> str:
    """The new date that a progress text gives, as printed; the last one where there are several."""
    found = _marked_dates(text, "revised", period)
    return text[found[-1].begin : found[-1].end] if found else ""


def other_deadlines(text: str, period: Period | None = None) -> list[Mention]:
    """The dates that a progress text calls the deadline, new dates left out."""
    revised = {mention.begin for mention in _marked_dates(text, "revised", period)}
    return [mention for mention in _marked_dates(text, "deadline", period) if mention.begin not in revised]


def _marked_dates(text: str, kind: str, period: Period | None) -> list[Mention]:
    """The first date after each mark, unless a sentence ends between the two."""
    found: list[Mention] = []
    for mark in vocabulary_form(_PHRASE % kind, "date_marks").finditer(text):
        after = text[mark.end() : mark.end() + _FAR]
        sentence = re.split(r"[.;](?=\s+[A-Z])|\n", after)[0]
        dates = [date for date in mentions(sentence, period) if date.kind in _CLEAR_DATE]
        if dates:
            date = dates[0]
            found.append(date._replace(begin=date.begin + mark.end(), end=date.end + mark.end()))
    return found


def is_past_date(day: dt.date | None, as_at: dt.date | None, status: str) -> bool:
    """Whether it was due on or before the as-at date, both known, and is neither complete nor withdrawn."""
    return day is not None and as_at is not None and bool(day <= as_at) and status not in CLOSED


class PlanTime(NamedTuple):
    """The time of a plan."""

    period: Period | None = None
    as_at: dt.date | None = None  # printed date that the progress is reported at
    printed: str = ""  # what the period was read from; blank where only the file name tells it
    misprint: str = ""  # A date that was read although it is misprinted
    doubt: str = ""  # why the period is not certain


def plan_time(texts: Iterable[str], titles: Iterable[str], plan_year: str, printed: str = "") -> PlanTime:
    """The time of a plan from the lines above its tables, its column titles and its plan year."""
    lines = list(texts)
    short = [line for line in lines if len(line.split()) <= MOST_WORDS_OF_A_DATE_LINE and "%" not in line]
    as_at = _as_at([*titles, *short])
    own = (line for line in lines if len(line.split()) <= MOST_WORDS_OF_A_TITLE)
    found = next(filter(None, map(_printed_period, own)), None)
    if found is None:
        time = PlanTime(period_of_label(plan_year), as_at)
    else:
        period, said, misprint = found
        time = PlanTime(period, as_at, said, misprint, _doubt(said, period))
    quarter = first_quarter("\n".join([*lines, printed]))
    return time._replace(period=time.period and time.period._replace(first_quarter=quarter))


def first_quarter(text: str) -> int:
    """The month in which a document says that its first quarter begins; 0 where it does not say."""
    found = set()
    for match in _quarter_meaning().finditer(text):
        first, last = (months()[match[name].casefold()] for name in ("first", "last"))
        if (last - first) % 12 == 2:  # three months: not "Q1 - April to December"
            found.add((first - 3 * (int(match["number"]) - 1) - 1) % 12 + 1)
    said = _QUARTERS_OF.search(text)
    if said and not found:
        return FINANCIAL_YEAR_STARTS if said["kind"].casefold() != "calendar" else 1
    return found.pop() if len(found) == 1 else 0


@cache
def _quarter_meaning() -> re.Pattern[str]:
    month = "|".join(sorted(months(), key=len, reverse=True))
    between = r"[\s.:=(,–—-]*(?:is|are|means|covers|runs|being|from|the|months?|of|\s|:)*\s*"
    form = (
        rf"\b(?:q|qtr|quarter)\s*(?P<number>[1-4])\b{between}(?P<first>{month})\b[.\s]*(?:to|until|/|[-–—])"
    )
    return re.compile(rf"{form}\s*(?:the end of )?(?P<last>{month})\b", re.IGNORECASE)


def _printed_period(line: str) -> tuple[Period, str, str] | None:
    """A range of dates, or a label of years, in a line about the plan."""
    found = [mention for mention in mentions(line) if mention.last and mention.first]
    for first, second in pairwise(found):
        if _LINKED.fullmatch(line[first.end : second.begin]) and (period := _of_range(first, second)):
            misprint = "; ".join(filter(None, (first.misprint, second.misprint)))
            return period, line[first.begin : second.end], misprint
    for label in found:
        if label.kind == "financial_year" and _PLAN.search(line) and label.first and label.last:
            return Period(label.first, label.last), line[label.begin : label.end], ""
    return None


def _of_range(first: Mention, second: Mention) -> Period | None:
    start, end = first.first, second.last
    if not start or not end or not start < end <= start.replace(year=start.year + MOST_YEARS, day=1):
        return None
    if first.kind == "range" and second.kind == "range":  # "2020-2022" with whole years: financial years
        return Period(dt.date(start.year, FINANCIAL_YEAR_STARTS, 1), dt.date(end.year, 3, 31))
    return Period(start, end) if (end - start).days >= 80 else None


def _doubt(printed: str, period: Period) -> str:
    years = period.end.year - period.start.year
    if years < 2 or not period.financial:
        return ""
    return (
        f"'{printed}' was read as the financial years from {period.start} to {period.end}; "
        f"it may mean the calendar years {period.start.year} to {period.end.year}"
    )


def _as_at(texts: Iterable[str]) -> dt.date | None:
    for text in texts:
        for mention in mentions(text):
            if mention.last and _AS_AT.search(text[: mention.begin]):
                return mention.last
    return None


def states_as_at(text: str) -> bool:
    """Whether a short line says at what date the plan's progress is reported, and is no heading of a part."""
    return len(text.split()) <= MOST_WORDS_OF_A_DATE_LINE and _as_at([text]) is not None


def disagrees(period: Period, label: str) -> bool:
    """Whether the printed period and the plan year of the file name are of different years."""
    named = period_of_label(label)
    if named is None:
        return False
    overlap = (min(period.end, named.end) - max(period.start, named.start)).days
    shorter = min((period.end - period.start).days, (named.end - named.start).days)
    return 2 * overlap < shorter


def text_of(document: Document) -> str:
    """Everything that a document prints, in its order."""
    texts = (
        [block.text] if isinstance(block, Line) else [text for row in block.rows for text in row.texts]
        for block in document.blocks
    )
    return "\n".join(text for found in texts for text in found)


def year_in(document: Document) -> str:
    """The plan year that a document prints at its beginning, as a label; blank where it prints none."""
    lines = [line.text for line in document.lines()][:LINES_WITH_A_YEAR]
    period = plan_time(lines, [], "").period
    if period:
        return plan_year_of(f"{period.start.year}-{max(period.end.year, period.start.year + 1)}")
    titles = [line for line in lines if _PLAN.search(line) and len(line.split()) <= MOST_WORDS_OF_A_TITLE]
    return next((label for line in titles if (label := plan_year_of(line))), "")
