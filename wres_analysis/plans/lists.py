"""Plans written as lists or as prose: what announces actions, and the items below it with who and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from wres_analysis.documents.cell_text import clean
from wres_analysis.documents.document import Block, Document, Grid, Line, Remark
from wres_analysis.plans.card_lines import ITEM_NUMBER
from wres_analysis.plans.cell_kinds import (
    NUMBER,
    is_bare_status,
    is_deadline,
    is_promise,
    is_ref,
    is_undertaking,
)
from wres_analysis.plans.owners import is_role
from wres_analysis.plans.plan_columns import Column, Header
from wres_analysis.plans.plan_dates import mentions
from wres_analysis.plans.plan_tables import Between, PlanRow, PlanTables
from wres_analysis.plans.sections import (
    Announced,
    announced,
    is_furniture,
    is_title,
    says_only_what,
    section_of_line,
)

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
LEAST_ITEMS = 2  # at 1 card_over_page.pdf, at 4 one_block.txt is read otherwise
LONGEST_TAIL = 90  # guard: at 45 and at 180 all gold documents are read alike
FIELDS = ("ref", "action", "detail", "owner", "deadline", "status")
_TAIL = re.compile(r"(?P<text>.*\S)\s*[(\[](?P<tail>[^()\[\]]{3,90})[)\]]\s*\.?$", re.DOTALL)
_DASH = re.compile(r"\s+[–—-]\s+")
_BETWEEN = re.compile(r"\s*[;|/]\s*|\s+[–—-]\s+|,\s+")
_BY = re.compile(r"^(?:by|due|deadline|target|lead|owner|responsible)\s*:?\s+", re.IGNORECASE)


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
    lines = [block for block in blocks if isinstance(block, Line)]
    years = sum(map(_is_year, lines)) > 1
    # headings give statuses where two of them at least differ ("Achieved", "Ongoing work")
    told = {found.status.casefold() for found in map(announced, lines) if found.kind == "status"}
    reader = (_ProseReader if prose else _ListReader)(statuses=len(told) > 1, years=years)
    for block in blocks:
        if isinstance(block, Grid):
            reader.follow(None)
        elif not is_furniture(block.text):
            reader.line(block)
    yield from (one for one in reader.found if one.items)


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

    def is_item(self, current: FoundList, line: Line) -> bool:
        """Whether a line is an item of the list in force."""
        text = line.text.strip()
        if len(text.split()) > MOST_WORDS_OF_AN_ITEM or line.heading:
            return False
        promised = announced(current.opener).kind == "promises"
        opens = not current.items and is_undertaking(text) and not is_promise(text)
        unmarked = promised and (text[:1].islower() or opens)
        return line.bullet or bool(ITEM_NUMBER.match(text)) or unmarked

    def follow(self, following: FoundList | None) -> None:
        """Another list, or none, is in force from here on."""
        self.current = following
        if following:
            self.found.append(following)

    def line(self, line: Line) -> None:
        """A line: an item, something that announces items, or the end of a list."""
        told, text, current = announced(line), clean(line.text), self.current
        if current is not None and self.is_item(current, line):
            if not self.aside:
                current.items.append(line)
            return
        sentence = not line.heading and len(text.split()) >= LEAST_WORDS_OF_A_PARAGRAPH
        self.aside = sentence and text.endswith(":") and not told.kind
        if self.aside:
            return
        if is_title(line.text) and told.kind == "announces":
            self.title = line
        if opened := self._opened(line, told):
            self.follow(opened)
        elif current is not None and not is_heading(line):
            self.between(current, line)
        elif current is not None:  # a heading below the opener goes on with it, another one ends it
            level, opener = line.heading or 9, current.opener.heading or 9
            below = level > opener or (opener == level == 9 and (current.parted or not current.sure))
            goes_on = told.kind != "other" and (below or not current.items)
            self.follow(current.below(line) if goes_on else None)
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


class _ProseReader(_ListReader):
    """The same for prose: each paragraph that promises something is an item, the others stand between."""

    def is_item(self, _: FoundList, line: Line) -> bool:
        """Whether a line is a paragraph that says what will be done."""
        return not is_heading(line) and _is_paragraph(line) and is_undertaking(line.text)

    def between(self, current: FoundList, line: Line) -> None:
        """A paragraph that promises nothing."""
        current.others += _is_paragraph(line)


def _is_paragraph(line: Line) -> bool:
    text = clean(line.text)
    return not line.bullet and len(text.split()) >= LEAST_WORDS_OF_A_PARAGRAPH and text[-1] not in ":;,"


def find_listed(document: Document, *, prose: bool = False) -> PlanTables:
    """The actions of lists that a heading announces, or below a plan's title where most open with a verb.

    Of prose: the paragraphs that promise something.
    """
    blocks = headed(document.blocks)
    lists = list(lists_of(blocks, prose=prose))
    good = [one for one in lists if one.reads_as_actions]
    sure = any(one.sure for one in good) and not prose
    if not sure and sum(len(one.items) for one in good) < LEAST_ITEMS:
        return PlanTables()
    rows = {id(item): _row(item, one, at) for one in good for at, item in enumerate(one.items)}
    filled = {name for row in rows.values() for name in row.values}
    fields = tuple(name for name in FIELDS if name in filled)
    for row in rows.values():
        row.fields = fields
    shape = "prose, each from a paragraph that promises something" if prose else "lists"
    message = (
        f"No table: {len(rows)} actions were read from {shape} (the first under '{_title(good[0])}'); who "
        "and when are known only where an item ends in them."
    )
    code = "read_from_prose" if prose else "read_from_list"
    read = Remark("warn", code, message, good[0].items[0].place)
    unread = [one for one in lists if one not in good and not prose]
    left = (not_read(one, "error" if one.sure else "info") for one in unread)
    header = Header(tuple(Column("", name) for name in fields), good[0].opener.place)
    items = tuple(_among_headings(blocks, good, rows))
    return PlanTables(items, (header,), ((0, header.place),), (read, *left))


def _among_headings(
    blocks: Sequence[Block], good: Sequence[FoundList], rows: Mapping[int, PlanRow]
) -> Iterator[PlanRow | Between]:
    """The items as rows among the headings of the document."""
    details = {text for one in good for texts in one.details.values() for text in texts}
    openers = {clean(one.opener.text) for one in good}
    for block in blocks:
        if id(block) in rows:
            yield rows[id(block)]
        elif isinstance(block, Line) and not (clean(block.text) in details or says_only_what(block)):
            plain = clean(block.text) in openers and not block.heading and not is_title(block.text)
            yield Between((replace(block, heading=2) if plain else block,))


def lists_beside(document: Document) -> tuple[Remark, ...]:
    """A note on each list of actions beside the tables of a document, from which nothing is read."""
    found = (one for one in lists_of(headed(document.blocks)) if one.sure and len(one.items) >= LEAST_ITEMS)
    return tuple(not_read(one, "warn") for one in found if one.reads_as_actions)


def not_read(found: FoundList, severity: str) -> Remark:
    """The note that nothing was read from a list, and why."""
    begin = "most of its items do not begin with what will be done"
    why = "it stands beside the tables" if found.reads_as_actions else begin
    message = (
        f"Nothing was read from the list of {len(found.items)} items under '{_title(found)}', because {why}; "
        f"it begins: {clean(found.items[0].text)[:120]}"
    )
    return Remark(severity, "list_not_read", message, found.items[0].place)


def _title(found: FoundList) -> str:
    return clean(found.opener.text)[:80]


def _row(item: Line, found: FoundList, at: int) -> PlanRow:
    numbered = NUMBER.fullmatch(item.text)
    text = numbered["text"] if numbered else item.text
    values = {"ref": numbered["number"]} if numbered else {}
    values |= {name: text for name, text in (("status", found.status), ("deadline", found.deadline)) if text}
    values |= _with_tail(clean(text))
    if at in found.details:
        values["detail"] = " ".join(found.details[at])
    return PlanRow(item.place, values, raw=dict(values), cells=len(values), whole=True)


def _with_tail(text: str) -> dict[str, str]:
    """The wording of an item, and who and when where it ends in them and in nothing else."""
    bracket = _TAIL.fullmatch(text)
    cuts = [(bracket["text"], bracket["tail"])] if bracket else []
    dashes = [dash for dash in _DASH.finditer(text) if len(text) - dash.end() <= LONGEST_TAIL]
    cuts += [(text[: dash.start()], text[dash.end() :]) for dash in dashes]
    for wording, tail in cuts:
        if wording and (told := _who_and_when(tail)):
            return {"action": wording, **told}
    return {"action": text}


def _who_and_when(tail: str) -> Mapping[str, str]:
    parts = [_BY.sub("", part.strip(" .")) for part in _BETWEEN.split(tail) if part.strip(" .")]
    # a date or a word for one, and hardly anything besides
    dated = {part: sum(date.end - date.begin for date in mentions(part)) for part in parts}
    dates = [part for part in parts if is_deadline(part) and not 0 < 2 * dated[part] < len(part)]
    roles = [part for part in parts if part not in dates]
    if len(dates) > 1 or (roles and not is_role(", ".join(roles))) or not parts:
        return {}
    return {**({"owner": ", ".join(roles)} if roles else {}), **({"deadline": dates[0]} if dates else {})}
