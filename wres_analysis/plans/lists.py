"""Plans written as lists: bullets or numbered paragraphs under a heading that announces actions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from wres_analysis.documents.cell_text import clean
from wres_analysis.documents.document import Block, Document, Line, Remark
from wres_analysis.plans.card_lines import ITEM_NUMBER
from wres_analysis.plans.cell_kinds import is_deadline
from wres_analysis.plans.dates import mentions
from wres_analysis.plans.owners import is_role
from wres_analysis.plans.plan_columns import Column, Header
from wres_analysis.plans.plan_tables import Between, PlanRow, PlanTables
from wres_analysis.plans.sections import is_furniture, is_title, section_of_line
from wres_analysis.vocabulary import vocabulary_rows
from wres_analysis.vocabulary.headings import field_of, is_whole_title

LEAST_ITEMS = 2
MOSTLY = 0.6
MOST_WORDS_OF_AN_OPENER = 10
MOST_WORDS_OF_AN_ITEM = 120
LONGEST_TAIL = 90
FIELDS = ("ref", "action", "detail", "owner", "deadline")
_NUMBER = re.compile(
    r"\(?(?:(?:action|recommendation|commitment)\s+)?(?P<number>\d{1,2}(?:\.\d{1,2})*[a-z]?|[a-z](?=[.)]))[.):]?\s+"
    r"(?P<text>\S.*)",
    re.DOTALL | re.IGNORECASE,
)
_WE_WILL = re.compile(r"\b(?:we (?:will|shall|plan to|intend to|aim to|commit to)|the \w+ will)\b.*:$", re.I)
_ANNOUNCES = re.compile(
    r"\b(?:actions?|commitments?|next steps|what (?:we|will)|priorities)\b", re.IGNORECASE
)
_NO_ACTIONS = re.compile(
    r"\b(?:contents?|background|introduction|summary|data|findings?|results?|progress|completed|achieve\w*|taken"
    r"|last year|previous|so far|to date|contact|governance|monitoring|appendix|legend|who we are)\b|^key$",
    re.IGNORECASE,
)
_OPENING_WORDS = re.compile(
    r"(?:(?:and|also|we|the|trust|board|will|shall|to|continue|further|fully|jointly|regularly|actively)\s+)*"
    r"(?P<verb>[a-z]+(?:-[a-z]+)?)",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?P<text>.*\S)\s*[(\[](?P<tail>[^()\[\]]{3,90})[)\]]\s*\.?$", re.DOTALL)
_DASH = re.compile(r"\s+[–—-]\s+")
_BETWEEN = re.compile(r"\s*[;|/]\s*|\s+[–—-]\s+|,\s+")
_BY = re.compile(r"^(?:by|due|deadline|target|lead|owner|responsible)\s*:?\s+", re.IGNORECASE)


@dataclass
class _List:
    """Items under one heading that may announce actions."""

    opener: Line
    sure: bool
    items: list[Line] = field(default_factory=list)
    details: dict[int, list[str]] = field(default_factory=dict)

    @property
    def reads_as_actions(self) -> bool:
        """Most items open with a verb for something that is done."""
        undertakings = sum(map(_is_undertaking, (item.text for item in self.items)))
        return undertakings >= MOSTLY * len(self.items)


def find_listed(document: Document) -> PlanTables:
    """The actions of a document that writes them as lists.

    A list counts where its heading announces actions ("Actions", "What we will do", "We will:", or the title
    of the plan with headings below it) and most of its items open with a verb. Who and when are read where an
    item ends in them ("(Head of HR, June 2024)"); what an item does not say stays blank.
    """
    lists = list(_lists(document.blocks))
    good = [one for one in lists if one.reads_as_actions]
    if not any(one.sure for one in good) and sum(len(one.items) for one in good) < LEAST_ITEMS:
        return PlanTables()
    items, fields = _placed(document.blocks, good)
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
    found = (one for one in _lists(document.blocks) if one.sure and len(one.items) >= LEAST_ITEMS)
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
    unsure = [one for one in _lists(document.blocks) if len(one.items) >= LEAST_ITEMS]
    if not unsure:
        return told
    first = unsure[0].items[0]
    return (
        f"{told}; the list at {first.place} was not read, because most of its items do not begin with what "
        f"will be done ({clean(first.text)[:60]})"
    )


def _lists(blocks: Sequence[Block]) -> Iterator[_List]:
    """Items by the heading that they stand under; another heading ends what it announces."""
    current: _List | None = None
    title: Line | None = None
    for block in blocks:
        if isinstance(block, Line) and is_title(block.text) and _announces(block):
            title = block
        if not isinstance(block, Line):
            current = None
        elif is_furniture(block.text):
            continue
        elif current is not None and _is_item(block):
            current.items.append(block)
        elif _announces(block):
            if current and current.items:
                yield current
            current = _List(block, sure=not is_title(block.text))
        elif current is not None:
            following = _after(current, block)
            if following is not current and current.items:
                yield current
            current = following
        elif title is not None and _is_heading(block):
            current = _after(_List(title, sure=False), block)
    if current and current.items:
        yield current


def _after(current: _List, line: Line) -> _List | None:
    """What is in force behind a line that is no item: a heading below the opener goes on with it."""
    if not _is_heading(line):
        if current.items and ITEM_NUMBER.match(current.items[-1].text):
            current.details.setdefault(len(current.items) - 1, []).append(clean(line.text))
            return current
        return current if not current.items else None
    level, opener = line.heading or 9, current.opener.heading or 9
    below = level > opener or (not current.sure and current.opener.heading == 0)
    if _NO_ACTIONS.search(line.text) or not (below or not current.items):
        return None
    return _List(replace(current.opener, text=line.text, place=line.place), sure=current.sure)


def _is_item(line: Line) -> bool:
    words = len(line.text.split())
    return (
        words <= MOST_WORDS_OF_AN_ITEM
        and not line.heading
        and (line.bullet or bool(ITEM_NUMBER.match(line.text)))
    )


def _is_heading(line: Line) -> bool:
    return bool(line.heading) or section_of_line(line, plain_counts=True) is not None


def _announces(line: Line) -> bool:
    """Whether a line says that actions follow: a heading, or a sentence that ends in a colon."""
    text = clean(line.text)
    if line.bullet or _NO_ACTIONS.search(text):
        return False
    if _WE_WILL.search(text):
        return True
    short = len(text.split()) <= MOST_WORDS_OF_AN_OPENER and not text.endswith((".", ";", ","))
    return (
        short and bool(_ANNOUNCES.search(text)) and (field_of(text.rstrip(":")) == "action" or is_title(text))
    )


@cache
def _verbs() -> frozenset[str]:
    return frozenset(row["verb"] for row in vocabulary_rows("verbs"))


def _is_undertaking(text: str) -> bool:
    """Whether a text opens with what is done.

    Examples
    --------
    >>> [_is_undertaking(text) for text in ("We will train panels", "1. Review adverts", "The Head of HR")]
    [True, True, False]
    """
    numbered = _NUMBER.fullmatch(text)
    opening = _OPENING_WORDS.match(numbered["text"] if numbered else text)
    return opening is not None and opening["verb"].casefold() in _verbs()


def _placed(blocks: Sequence[Block], lists: Sequence[_List]) -> tuple[list[PlanRow | Between], set[str]]:
    """The items as rows among the headings of the document, and the fields that they fill."""
    rows = {id(item): _row(item, one, at) for one in lists for at, item in enumerate(one.items)}
    details = {text for one in lists for texts in one.details.values() for text in texts}
    announced = {clean(one.opener.text) for one in lists}
    items: list[PlanRow | Between] = []
    for block in blocks:
        if id(block) in rows:
            items.append(rows[id(block)])
        elif isinstance(block, Line) and not (clean(block.text) in details or _says_only_actions(block)):
            plain = clean(block.text) in announced and not block.heading and not is_title(block.text)
            items.append(Between((replace(block, heading=2) if plain else block,)))
    fields = {name for row in rows.values() for name in row.values}
    for row in rows.values():
        row.fields = tuple(name for name in FIELDS if name in fields)
    return items, fields


def _says_only_actions(line: Line) -> bool:
    """A heading such as "What we will do", which is no aim."""
    return _announces(line) and (is_whole_title(line.text) or bool(_WE_WILL.search(clean(line.text))))


def _row(item: Line, found: _List, at: int) -> PlanRow:
    numbered = _NUMBER.fullmatch(item.text)
    text = numbered["text"] if numbered else item.text
    values = {"ref": numbered["number"]} if numbered else {}
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
