"""What time a plan is for, and at what date its progress is reported."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from wres_analysis.documents.document import Document, Line
from wres_analysis.plan_years import FINANCIAL_YEAR_STARTS, MOST_YEARS, Period, period_of_label, plan_year_of
from wres_analysis.plans.date_forms import Mention, months
from wres_analysis.plans.deadlines import mentions

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
