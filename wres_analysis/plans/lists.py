"""Plans written as lists: bullets or numbered paragraphs under a heading that announces actions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from wres_analysis.documents.cell_text import clean
from wres_analysis.documents.document import Block, Document, Grid, Line, Remark
from wres_analysis.plans.card_lines import ITEM_NUMBER
from wres_analysis.plans.cell_kinds import is_deadline, is_ref
from wres_analysis.plans.dates import mentions
from wres_analysis.plans.list_headings import Announced, announced, is_heading, says_only_what
from wres_analysis.plans.owners import is_role
from wres_analysis.plans.plan_columns import Column, Header
from wres_analysis.plans.plan_tables import Between, PlanRow, PlanTables
from wres_analysis.plans.promises import NUMBER, is_undertaking
from wres_analysis.plans.sections import is_furniture, is_title
from wres_analysis.plans.status_words import is_bare_status

LEAST_ITEMS = 2
MOSTLY = 0.6
MOST_WORDS_OF_AN_ITEM = 120
MOST_WORDS_OF_A_NUMBERED_HEADING = 8
# "Balanced project teams" has role words, too; a role in a list is rarely longer
MOST_WORDS_OF_A_ROLE = 5
LONGEST_TAIL = 90
FIELDS = ("ref", "action", "detail", "owner", "deadline", "status")
_DEPTH = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)[.)]?\s+(?P<text>[A-Z].*)")
_FIGURE = re.compile(r"\d\s?%\W*$|\((?:pdf|docx?|xlsx?|\d+\s?[km]b)[^()]*\)|https?://|@", re.IGNORECASE)
_TAIL = re.compile(r"(?P<text>.*\S)\s*[(\[](?P<tail>[^()\[\]]{3,90})[)\]]\s*\.?$", re.DOTALL)
_DASH = re.compile(r"\s+[–—-]\s+")
_BETWEEN = re.compile(r"\s*[;|/]\s*|\s+[–—-]\s+|,\s+")
_BY = re.compile(r"^(?:by|due|deadline|target|lead|owner|responsible)\s*:?\s+", re.IGNORECASE)


@dataclass
class _List:
    """Items under one heading that may announce actions."""

    opener: Line
    sure: bool  # the heading says that actions follow, so that they need no verb
    status: str = ""  # that the heading gives to its items
    deadline: str = ""
    parted: bool = False  # it has headings below its own
    items: list[Line] = field(default_factory=list)
    details: dict[int, list[str]] = field(default_factory=dict)

    @property
    def reads_as_actions(self) -> bool:
        """Most items say what is done; below a heading that announces actions, most may be actions."""
        if self.status:
            return True
        count = is_undertaking if not self.sure else _may_be_action
        return sum(count(item.text) for item in self.items) >= MOSTLY * len(self.items)

    def below(self, line: Line) -> _List:
        """The list that goes on under a heading of its own."""
        opener = replace(self.opener, text=line.text, place=line.place)
        dated = bool(mentions(line.text)) and is_deadline(clean(line.text).rstrip(":"))
        deadline = clean(line.text).rstrip(":") if dated else ""
        return _List(opener, self.sure, self.status, deadline, parted=True)


def _may_be_action(text: str) -> bool:
    """Whether a text is none of what other lists hold: roles, dates, statuses, figures, files, addresses."""
    plain = clean(text).rstrip(".;")
    if is_undertaking(plain):
        return True
    few = len(plain.split()) <= MOST_WORDS_OF_A_ROLE
    return not (_FIGURE.search(plain) or (few and any(kind(plain) for kind in _KINDS)))


_KINDS = (is_role, is_deadline, is_ref, is_bare_status)


def find_listed(document: Document) -> PlanTables:
    """The actions of a document that writes them as lists.

    A list counts where its heading announces actions ("Actions", "What we will do", "We will:", or the title
    of the plan with headings below it) and most of its items open with a verb. Who and when are read where an
    item ends in them ("(Head of HR, June 2024)"); what an item does not say stays blank.
    """
    blocks = headed(document.blocks)
    lists = list(_lists(blocks))
    good = [one for one in lists if one.reads_as_actions]
    if not any(one.sure for one in good) and sum(len(one.items) for one in good) < LEAST_ITEMS:
        return PlanTables()
    items, fields = _placed(blocks, good)
    columns = tuple(Column("", name) for name in FIELDS if name in fields)
    count = sum(isinstance(item, PlanRow) for item in items)
    message = (
        f"No table: {count} actions were read from lists (the first under '{_title(good[0])}'); who and when "
        "are known only where an item ends in them."
    )
    read = Remark("warn", "read_from_list", message, good[0].items[0].place)
    left = [not_read(one, "error" if one.sure else "info") for one in lists if one not in good]
    header = Header(columns, good[0].opener.place)
    return PlanTables(tuple(items), (header,), ((0, header.place),), (read, *left))


def lists_beside(document: Document) -> tuple[Remark, ...]:
    """A note on each list of actions beside the tables of a document, from which nothing is read."""
    found = (one for one in _lists(headed(document.blocks)) if one.sure and len(one.items) >= LEAST_ITEMS)
    return tuple(not_read(one, "warn") for one in found if one.reads_as_actions)


def not_read(found: _List, severity: str) -> Remark:
    """The note that nothing was read from a list, and why."""
    begin = "most of its items do not begin with what will be done"
    why = "it stands beside the tables" if found.reads_as_actions else begin
    message = (
        f"Nothing was read from the list of {len(found.items)} items under '{_title(found)}', because {why}; "
        f"it begins: {clean(found.items[0].text)[:120]}"
    )
    return Remark(severity, "list_not_read", message, found.items[0].place)


def _title(found: _List) -> str:
    return clean(found.opener.text)[:80]


def why_nothing(document: Document) -> str:
    """Why no action was read from a document, in a few words.

    Examples
    --------
    >>> why_nothing(Document("a.txt", "txt", (Line("Dear all, please reply.", "line 1"),)))
    'no action plan table was found, nor labels such as "Lead:", nor a list under a heading such as "Actions"'
    """
    if not document.blocks:
        return "no action plan table was found, nor any other text"
    others = 'nor labels such as "Lead:", nor a list under a heading such as "Actions"'
    told = f"no action plan table was found, {others}"
    unsure = [one for one in _lists(headed(document.blocks)) if len(one.items) >= LEAST_ITEMS]
    if not unsure:
        return told
    first = unsure[0].items[0]
    return (
        f"{told}; the list at {first.place} was not read, because most of its items do not begin with what "
        f"will be done ({clean(first.text)[:60]})"
    )


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


def _lists(blocks: Sequence[Block]) -> Iterator[_List]:
    """Items by the heading that they stand under; another heading ends what it announces."""
    reader = _ListReader(_has_statuses(blocks))
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


class _ListReader:
    """Goes through the lines once with the list that is being filled."""

    def __init__(self, statuses: bool) -> None:
        self.statuses = statuses
        self.found: list[_List] = []
        self.current: _List | None = None
        self.title: Line | None = None

    def follow(self, following: _List | None) -> None:
        """Another list, or none, is in force from here on."""
        self.current = following
        if following:
            self.found.append(following)

    def line(self, line: Line) -> None:
        """A line: an item, something that announces items, or the end of a list."""
        told = announced(line)
        if self.current is not None and _is_item(line, self.current):
            self.current.items.append(line)
            return
        if is_title(line.text) and told.kind == "announces":
            self.title = line
        opened = self._opened(line, told)
        if opened:
            self.follow(opened)
        elif self.current is not None:
            self._after(self.current, line, told)
        elif self.title is not None and is_heading(line) and told.kind != "other":
            self.follow(_List(self.title, sure=False).below(line))

    def _opened(self, line: Line, told: Announced) -> _List | None:
        """The list that a line opens by what it announces."""
        if told.kind == "status" and self.statuses:
            return _List(line, sure=True, status=told.status)
        if told.kind in ("announces", "maybe", "time"):
            sure = told.kind != "maybe" and not is_title(line.text)
            return _List(line, sure)
        return _List(line, sure=True) if told.kind == "promises" else None

    def _after(self, current: _List, line: Line, told: Announced) -> None:
        """A line that is no item: a heading below the opener goes on with it, another one ends it."""
        if not is_heading(line):
            if current.items and ITEM_NUMBER.match(current.items[-1].text):
                current.details.setdefault(len(current.items) - 1, []).append(clean(line.text))
            elif current.items and not current.parted:
                self.follow(None)
            return
        level, opener = line.heading or 9, current.opener.heading or 9
        below = level > opener or (opener == level == 9 and (current.parted or not current.sure))
        goes_on = told.kind != "other" and (below or not current.items)
        self.follow(current.below(line) if goes_on else None)


def _is_item(line: Line, current: _List) -> bool:
    text = line.text.strip()
    if len(text.split()) > MOST_WORDS_OF_AN_ITEM or line.heading:
        return False
    unmarked = announced(current.opener).kind == "promises" and text[:1].islower()
    return line.bullet or bool(ITEM_NUMBER.match(text)) or unmarked


def _placed(blocks: Sequence[Block], lists: Sequence[_List]) -> tuple[list[PlanRow | Between], set[str]]:
    """The items as rows among the headings of the document, and the fields that they fill."""
    rows = {id(item): _row(item, one, at) for one in lists for at, item in enumerate(one.items)}
    details = {text for one in lists for texts in one.details.values() for text in texts}
    announced = {clean(one.opener.text) for one in lists}
    items: list[PlanRow | Between] = []
    for block in blocks:
        if id(block) in rows:
            items.append(rows[id(block)])
        elif isinstance(block, Line) and not (clean(block.text) in details or says_only_what(block)):
            plain = clean(block.text) in announced and not block.heading and not is_title(block.text)
            items.append(Between((replace(block, heading=2) if plain else block,)))
    fields = {name for row in rows.values() for name in row.values}
    for row in rows.values():
        row.fields = tuple(name for name in FIELDS if name in fields)
    return items, fields


def _row(item: Line, found: _List, at: int) -> PlanRow:
    numbered = NUMBER.fullmatch(item.text)
    text = numbered["text"] if numbered else item.text
    values = {"ref": numbered["number"]} if numbered else {}
    values |= {name: text for name, text in (("status", found.status), ("deadline", found.deadline)) if text}
    values |= _with_tail(clean(text))
    if at in found.details:
        values["detail"] = " ".join(found.details[at])
    return PlanRow(item.place, values, raw=dict(values), cells=len(values), whole=True)


def _with_tail(text: str) -> dict[str, str]:
    """The wording of an item, and who and when where it ends in them and in nothing else.

    Examples
    --------
    >>> _with_tail("Train chairs (Head of HR, by June 2024)")
    {'action': 'Train chairs', 'owner': 'Head of HR', 'deadline': 'June 2024'}
    >>> _with_tail("Review the policy (bullying and harassment)")
    {'action': 'Review the policy (bullying and harassment)'}
    """
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
    dates = [part for part in parts if _is_date(part)]
    roles = [part for part in parts if part not in dates]
    if len(dates) > 1 or (roles and not is_role(", ".join(roles))) or not parts:
        return {}
    return {**({"owner": ", ".join(roles)} if roles else {}), **({"deadline": dates[0]} if dates else {})}


def _is_date(part: str) -> bool:
    """A date or a word for one, and hardly anything besides."""
    dated = sum(date.end - date.begin for date in mentions(part))
    return is_deadline(part) and (2 * dated >= len(part) or not dated)
