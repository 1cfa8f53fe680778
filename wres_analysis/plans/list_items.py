"""Lists: the headings that announce actions, and the items below them with their owners and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import NamedTuple

from wres_analysis.documents.cell_text import clean
from wres_analysis.documents.document import Block, Grid, Line
from wres_analysis.plans.card_lines import ITEM_NUMBER
from wres_analysis.plans.cell_kinds import announces_promises, is_deadline, is_promise, is_ref, is_undertaking
from wres_analysis.plans.deadlines import mentions
from wres_analysis.plans.owners import is_role
from wres_analysis.plans.sections import is_furniture, is_title, section_of_line
from wres_analysis.plans.status_words import is_bare_status
from wres_analysis.vocabulary import vocabulary_rows
from wres_analysis.vocabulary.headings import fields_of, is_whole_title, plain_title

MOST_WORDS_OF_AN_OPENER = 10  # at 5 contents_and_cards.pdf is read otherwise; more: guard
# "Our objectives for 2024 are:", "These are outlined in our Action Plan. In summary these are:"
_NAMES_ACTIONS = re.compile(
    r"\b(?:objectives|goals|actions|priorities|commitments|pledges)\b[^.:]{0,40}\bare(?: as follows)?:$"
    r"|\baction plan\b.*\bthese are:$",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(r"\(?\d{1,2}(?:\.\d{1,2})*[.):]?\s+")
MOSTLY = 0.6  # at 0.3 publication_date.txt, at 1.2 google_sheet_published.html is read otherwise
MOST_WORDS_OF_AN_ITEM = 120  # guard: at 60 and at 240 all gold documents are read alike
MOST_WORDS_OF_A_NUMBERED_HEADING = 8  # guard: at 4 and at 16 all gold documents are read alike
# "Balanced project teams" has role words, too; a role in a list is rarely longer
MOST_WORDS_OF_A_ROLE = 5
# A paragraph of fewer words ("To be agreed.") promises nothing that a reader could follow up
LEAST_WORDS_OF_A_PARAGRAPH = 5
_DEPTH = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)[.)]?\s+(?P<text>[A-Z].*)")
_FIGURE = re.compile(r"\d\s?%\W*$|\((?:pdf|docx?|xlsx?|\d+\s?[km]b)[^()]*\)|https?://|@", re.IGNORECASE)
_KINDS = (is_role, is_deadline, is_ref, is_bare_status)


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


@dataclass
class FoundList:
    """Items under one heading that may announce actions."""

    opener: Line
    sure: bool  # the heading says that actions follow, so that they need no verb
    status: str = ""  # that the heading gives to its items
    deadline: str = ""
    parted: bool = False  # it has headings below its own
    others: int = 0  # paragraphs among those of prose that promise nothing
    items: list[Line] = field(default_factory=list)
    details: dict[int, list[str]] = field(default_factory=dict)

    @property
    def reads_as_actions(self) -> bool:
        """Most items say what is done; below a heading that announces actions, most may be actions."""
        if self.status:
            return True
        if self.others:
            return len(self.items) >= MOSTLY * (len(self.items) + self.others)
        count = is_undertaking if not self.sure else _may_be_action
        return sum(count(item.text) for item in self.items) >= MOSTLY * len(self.items)

    def below(self, line: Line) -> FoundList:
        """The list that goes on under a heading of its own."""
        opener = replace(self.opener, text=line.text, place=line.place)
        dated = bool(mentions(line.text)) and is_deadline(clean(line.text).rstrip(":"))
        deadline = clean(line.text).rstrip(":") if dated else ""
        return FoundList(opener, self.sure, self.status, deadline, parted=True)


def _may_be_action(text: str) -> bool:
    """Whether a text is none of what other lists hold: roles, dates, statuses, figures, files, addresses."""
    plain = clean(text).rstrip(".;")
    if is_undertaking(plain):
        return True
    few = len(plain.split()) <= MOST_WORDS_OF_A_ROLE
    return not (_FIGURE.search(plain) or (few and any(kind(plain) for kind in _KINDS)))


def headed(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with a level for numbered lines that are plainly headings ("2.1 Teams" above bullets)."""
    depths = [
        _depth_of(block, following) for block, following in zip(blocks, [*blocks[1:], None], strict=False)
    ]
    return [
        replace(block, heading=depth + 1) if depth and isinstance(block, Line) else block
        for block, depth in zip(blocks, depths, strict=True)
    ]


def _depth_of(block: Block, following: Block | None) -> int:
    """How many numbers a numbered heading has, 0 for other lines."""
    if not isinstance(block, Line) or block.heading or block.bullet or not isinstance(following, Line):
        return 0
    found = _DEPTH.fullmatch(block.text.strip())
    if not found or len(found["text"].split()) > MOST_WORDS_OF_A_NUMBERED_HEADING:
        return 0
    below = _DEPTH.fullmatch(following.text.strip())
    deeper = below is not None and below["number"].startswith(found["number"] + ".")
    plain = not ITEM_NUMBER.match(following.text) and not is_undertaking(found["text"])
    heading = following.bullet or deeper or (plain and found["text"][-1] not in ".;,:")
    return found["number"].count(".") + 1 if heading else 0


def lists_of(blocks: Sequence[Block], *, prose: bool = False) -> Iterator[FoundList]:
    """Items by the heading that they stand under; another heading ends what it announces."""
    years = sum(isinstance(block, Line) and _is_year(block) for block in blocks) > 1
    reader = (_ProseReader if prose else _ListReader)(statuses=_has_statuses(blocks), years=years)
    for block in blocks:
        if isinstance(block, Grid):
            reader.follow(None)
        elif not is_furniture(block.text):
            reader.line(block)
    reader.follow(None)
    yield from (one for one in reader.found if one.items)


def _has_statuses(blocks: Sequence[Block]) -> bool:
    """Whether headings give statuses: two of them at least that differ ("Achieved", "Ongoing work")."""
    lines = [block for block in blocks if isinstance(block, Line)]
    return len({found.status.casefold() for line in lines if (found := announced(line)).kind == "status"}) > 1


def _is_year(line: Line) -> bool:
    """A heading such as "Year 2 (2024/25)" or "By March 2025"."""
    text = clean(line.text).rstrip(":")
    short = not line.bullet and len(text.split()) <= MOST_WORDS_OF_A_ROLE
    return short and bool(mentions(text)) and is_deadline(text) and is_heading(line)


class _ListReader:
    """Goes through the lines once with the list that is being filled."""

    def __init__(self, *, statuses: bool, years: bool) -> None:
        self.statuses = statuses
        self.years = years
        self.found: list[FoundList] = []
        self.current: FoundList | None = None
        self.title: Line | None = None
        self.aside = False  # the items belong to a sentence that announces something else

    def is_item(self, line: Line) -> bool:
        """Whether a line is an item of the list in force."""
        return self.current is not None and _is_item(line, self.current)

    def follow(self, following: FoundList | None) -> None:
        """Another list, or none, is in force from here on."""
        self.current = following
        if following:
            self.found.append(following)

    def line(self, line: Line) -> None:
        """A line: an item, something that announces items, or the end of a list."""
        told = announced(line)
        if self.current is not None and self.is_item(line):
            if not self.aside:
                self.current.items.append(line)
            return
        self.aside = _is_sentence_with_colon(line) and not told.kind
        if self.aside:
            return
        if is_title(line.text) and told.kind == "announces":
            self.title = line
        opened = self._opened(line, told)
        if opened:
            self.follow(opened)
        elif self.current is not None:
            self._after(self.current, line, told)
        elif self.title is not None and is_heading(line) and told.kind != "other":
            self.follow(FoundList(self.title, sure=False).below(line))

    def _opened(self, line: Line, told: Announced) -> FoundList | None:
        """The list that a line opens by what it announces."""
        if told.kind == "status" and self.statuses:
            return FoundList(line, sure=True, status=told.status)
        free = self.current is None or (self.current.deadline and not self.current.sure)
        if free and self.years and _is_year(line):
            return FoundList(line, sure=False).below(line)
        if told.kind in ("announces", "maybe", "time"):
            sure = told.kind != "maybe" and not is_title(line.text)
            return FoundList(line, sure)
        return FoundList(line, sure=True) if told.kind == "promises" else None

    def between(self, current: FoundList, line: Line) -> None:
        """A line that is neither item nor heading: more of a numbered item, or the end of the list."""
        if current.items and ITEM_NUMBER.match(current.items[-1].text):
            current.details.setdefault(len(current.items) - 1, []).append(clean(line.text))
        elif current.items and not current.parted:
            self.follow(None)

    def _after(self, current: FoundList, line: Line, told: Announced) -> None:
        """A line that is no item: a heading below the opener goes on with it, another one ends it."""
        if not is_heading(line):
            self.between(current, line)
            return
        level, opener = line.heading or 9, current.opener.heading or 9
        below = level > opener or (opener == level == 9 and (current.parted or not current.sure))
        goes_on = told.kind != "other" and (below or not current.items)
        self.follow(current.below(line) if goes_on else None)


def _is_sentence_with_colon(line: Line) -> bool:
    text = clean(line.text)
    return text.endswith(":") and not line.heading and len(text.split()) >= LEAST_WORDS_OF_A_PARAGRAPH


class _ProseReader(_ListReader):
    """The same for prose: each paragraph that promises something is an item, the others stand between."""

    def is_item(self, line: Line) -> bool:
        """Whether a line is a paragraph that says what will be done."""
        return not is_heading(line) and _is_paragraph(line) and is_undertaking(line.text)

    def between(self, current: FoundList, line: Line) -> None:
        """A paragraph that promises nothing."""
        current.others += _is_paragraph(line)


def _is_paragraph(line: Line) -> bool:
    text = clean(line.text)
    return not line.bullet and len(text.split()) >= LEAST_WORDS_OF_A_PARAGRAPH and text[-1] not in ":;,"


def _is_item(line: Line, current: FoundList) -> bool:
    text = line.text.strip()
    if len(text.split()) > MOST_WORDS_OF_AN_ITEM or line.heading:
        return False
    promised = announced(current.opener).kind == "promises"
    opens = not current.items and is_undertaking(text) and not is_promise(text)
    unmarked = promised and (text[:1].islower() or opens)
    return line.bullet or bool(ITEM_NUMBER.match(text)) or unmarked
