"""Plans written as lists or as prose: bullets, numbered paragraphs or sentences under a heading."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from wres_analysis.documents.cell_text import clean
from wres_analysis.documents.document import Block, Document, Line, Remark
from wres_analysis.plans.cell_kinds import NUMBER, is_deadline
from wres_analysis.plans.deadlines import mentions
from wres_analysis.plans.list_items import FoundList, headed, lists_of, says_only_what
from wres_analysis.plans.owners import is_role
from wres_analysis.plans.plan_columns import Column, Header
from wres_analysis.plans.plan_tables import Between, PlanRow, PlanTables
from wres_analysis.plans.sections import is_title

LEAST_ITEMS = 2  # at 1 card_over_page.pdf, at 4 one_block.txt is read otherwise
LONGEST_TAIL = 90  # guard: at 45 and at 180 all gold documents are read alike
FIELDS = ("ref", "action", "detail", "owner", "deadline", "status")
_TAIL = re.compile(r"(?P<text>.*\S)\s*[(\[](?P<tail>[^()\[\]]{3,90})[)\]]\s*\.?$", re.DOTALL)
_DASH = re.compile(r"\s+[–—-]\s+")
_BETWEEN = re.compile(r"\s*[;|/]\s*|\s+[–—-]\s+|,\s+")
_BY = re.compile(r"^(?:by|due|deadline|target|lead|owner|responsible)\s*:?\s+", re.IGNORECASE)


def find_listed(document: Document) -> PlanTables:
    """The actions of lists that a heading announces, or below a plan's title where most open with a verb."""
    blocks = headed(document.blocks)
    lists = list(lists_of(blocks))
    good = [one for one in lists if one.reads_as_actions]
    if not any(one.sure for one in good) and sum(len(one.items) for one in good) < LEAST_ITEMS:
        return PlanTables()
    left = [not_read(one, "error" if one.sure else "info") for one in lists if one not in good]
    return _tables(blocks, good, "read_from_list", "lists", left)


def find_prose(document: Document) -> PlanTables:
    """The actions of a document that writes them as prose: paragraphs that promise something."""
    blocks = headed(document.blocks)
    good = [one for one in lists_of(blocks, prose=True) if one.reads_as_actions]
    if sum(len(one.items) for one in good) < LEAST_ITEMS:
        return PlanTables()
    return _tables(
        blocks, good, "read_from_prose", "prose, each from a paragraph that promises something", []
    )


def _tables(
    blocks: Sequence[Block], good: Sequence[FoundList], code: str, shape: str, left: Sequence[Remark]
) -> PlanTables:
    items, fields = _placed(blocks, good)
    columns = tuple(Column("", name) for name in FIELDS if name in fields)
    count = sum(isinstance(item, PlanRow) for item in items)
    message = (
        f"No table: {count} actions were read from {shape} (the first under '{_title(good[0])}'); who and "
        "when are known only where an item ends in them."
    )
    read = Remark("warn", code, message, good[0].items[0].place)
    header = Header(columns, good[0].opener.place)
    return PlanTables(tuple(items), (header,), ((0, header.place),), (read, *left))


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


def why_nothing(document: Document) -> str:
    """Why no action was read from a document, in a few words."""
    if not document.blocks:
        return "no action plan table was found, nor any other text"
    others = 'nor labels such as "Lead:", nor a list under a heading such as "Actions"'
    told = f"no action plan table was found, {others}"
    unsure = [one for one in lists_of(headed(document.blocks)) if len(one.items) >= LEAST_ITEMS]
    if not unsure:
        return told
    first = unsure[0].items[0]
    return (
        f"{told}; the list at {first.place} was not read, because most of its items do not begin with what "
        f"will be done ({clean(first.text)[:60]})"
    )


def _placed(blocks: Sequence[Block], lists: Sequence[FoundList]) -> tuple[list[PlanRow | Between], set[str]]:
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
    dates = [part for part in parts if _is_date(part)]
    roles = [part for part in parts if part not in dates]
    if len(dates) > 1 or (roles and not is_role(", ".join(roles))) or not parts:
        return {}
    return {**({"owner": ", ".join(roles)} if roles else {}), **({"deadline": dates[0]} if dates else {})}


def _is_date(part: str) -> bool:
    """A date or a word for one, and hardly anything besides."""
    dated = sum(date.end - date.begin for date in mentions(part))
    return is_deadline(part) and (2 * dated >= len(part) or not dated)
