"""A plan's own key to its status codes, and the status of each action by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from wres_analysis.documents.cell_text import ticked
from wres_analysis.documents.document import Block, Document, Grid, Line
from wres_analysis.plans.cell_kinds import (
    WordFound,
    colour_name,
    colour_of_letter,
    colour_statuses,
    plain_status,
    status_of_cell,
    status_of_first_words,
    status_of_meaning,
)

MOST_CODES = 12
MOST_CHARACTERS_OF_A_MEANING = 160
_TRIGGER = re.compile(
    r"(?:status\s+|rag\s+|brag\s+|rating\s+|colou?r\s+)?"
    r"(?:key|legend|b?rag(?:\s+(?:rating|status))?|rating|status|(?:change\s+)?stages?|colou?r(?:s| code)?)"
    r"(?:\s+(?:to|for|of)\s+(?:the\s+)?(?:\w+\s*){1,4}(?=$|[:=(–-])|\s+(?:key|codes?|definitions?))?"
    r"\s*(?:\([^)]*\))?\s*(?P<colon>[:=–-])?\s*",
    re.IGNORECASE,
)
_TRIGGER_INSIDE = re.compile(r"\b(?:key|legend|b?rag(?:\s+(?:rating|status))?)\s*:\s*", re.IGNORECASE)
# C stands for the colours of the vocabulary
_CODE_FIRST = (
    r"(?:^|(?<=[;,|•\n/.(])|(?<=\)))\s*[(\[]?(?P<code>(?i:C)|[A-Z]|\d{1,2})[)\].]?"
    r"(?:\s*[=:–—-]\s*|\s+(?:is|means|denotes|indicates|shows)\s+|\s+)(?=[(A-Za-z])"
)
_CODE_LAST = (
    r"(?P<meaning>[A-Za-z][^;|()\n\[\]=]*?)\s*(?:[(\[]\s*(?P<code>(?i:C)|[A-Z]{1,2}|\d{1,2})\s*[)\]]"
    r"|[=–-]\s*(?P<after>(?i:C))(?=\s*(?:[;,|.\n]|$)))"
)
_BEFORE_COLOUR = r"(?<=[^\s;,|(])\s+(?=(?i:C)\s*[:=–—])"
_BARE_CODE = r"\(?(?P<code>(?i:C)|[A-Za-z]|\d{1,2})\)?[.:]?"
_CODE_THEN_TEXT = re.compile(r"\(?(?P<code>[A-Za-z]+|\d{1,2})\)?\s*(?:[-–—:=,;(]|$)")
_LONE_CODE = re.compile(r"\(?(?:[A-Za-z]|\d{1,2})\)?\.?")
# "Moved to August because time was short" is a text; "Awaiting sign-off by Board" may be an unknown status
WORDS_OF_A_SENTENCE = 5


@cache
def _with_colours(form: str) -> re.Pattern[str]:
    """A form with the colours that the vocabulary has now, a data folder's own among them."""
    colours = "|".join(re.escape(colour) for colour in colour_statuses() if len(colour) > 2)
    return re.compile(form.replace("(?i:C)", f"(?i:{colours})"))


@dataclass(frozen=True)
class StatusKey:
    """What the codes of one plan mean."""

    meanings: Mapping[str, str] = field(default_factory=dict)  # code in lower case to its meaning as printed
    # code, and meaning, in lower case to a status; `undefined` where the meaning is not understood
    statuses: Mapping[str, str] = field(default_factory=dict)
    contradictions: tuple[str, ...] = ()  # codes that are printed with two different meanings
    place: str = ""  # where the key stands

    def __bool__(self) -> bool:
        return bool(self.meanings)

    def status_of(self, text: str) -> str:
        """The status of a code or of the wording of its meaning; blank where the key has neither."""
        plain = plain_status(text)
        letters = colour_of_letter()
        letter = next((letter for letter, colour in letters.items() if colour == plain), "")
        for form in (plain, letters.get(plain, ""), letter):
            if form and form in self.statuses:
                return self.statuses[form]
        return ""


def find_key(document: Document, titles: Iterable[str] = ()) -> StatusKey:
    """The key of a document, from every place that holds a piece of it."""
    pairs = [
        ("a column title", *pair)
        for title in titles
        for pair in (_codes_in(title, reverse_only=True) or _initials_of(title))
    ]
    pairs += _printed_pairs(document.blocks)
    meanings: dict[str, str] = {}
    statuses: dict[str, str] = {}
    contradictions: dict[str, None] = {}
    for _, code, meaning in pairs:
        name = colour_of_letter().get(plain_status(code), plain_status(code))
        status = status_of_meaning(meaning)
        if name in meanings and plain_status(meanings[name]) != plain_status(meaning):
            if not (status and status == statuses[name]):
                contradictions[name] = None
            continue
        meanings[name] = meaning
        statuses[name] = status or "undefined"
        statuses.setdefault(plain_status(meaning), statuses[name])
    if sum(status != "undefined" for status in statuses.values()) < 2:
        return StatusKey()
    for name in contradictions:
        statuses[name] = "undefined"
    return StatusKey(meanings, statuses, tuple(contradictions), pairs[0][0])


def _initials_of(title: str) -> list[tuple[str, str]]:
    """A title that is nothing but statuses ("Open / closed"): a cell may give the first letter of each."""
    plain = re.sub(r"\bproposed (?:to|for)\b", " ", title, flags=re.IGNORECASE)  # a11
    words = [word.strip() for word in re.split(r"/|,|\bor\b", plain) if word.strip()]
    known = len(words) > 1 and all(status_of_cell(word) for word in words)
    different = len({word[0].casefold() for word in words}) == len(words)
    return [(word[0], word) for word in words] if known and different else []


def _printed_pairs(blocks: Sequence[Block]) -> Iterator[tuple[str, str, str]]:
    """Place, code and meaning of every piece of a key that is printed outside the tables of actions."""
    known = colour_statuses()
    codes = [_codes_in(block.text) if isinstance(block, Line) else [] for block in blocks]
    colours = [sum(len(code) > 1 and code.casefold() in known for code, _ in found) for found in codes]
    in_list = False
    for at, block in enumerate(blocks):
        if isinstance(block, Grid):
            yield from ((block.place, *pair) for pair in _codes_of_grid(block))
            in_list = False
            continue
        trigger = _TRIGGER.match(block.text) or _TRIGGER_INSIDE.search(block.text)
        rest = block.text[trigger.end() :] if trigger else block.text
        # two lines or more, one below the other, that each give a colour its meaning
        bare_list = colours[at] == 1 in (*colours[max(at - 1, 0) : at], *colours[at + 1 : at + 2])
        found = _codes_in(rest) if trigger or in_list or bare_list or colours[at] >= 3 else []
        # nothing but the word Key, or one code behind it: the others follow line by line
        opens = trigger is not None and (not rest.strip() or len(found) == 1)
        if trigger and len(found) < 2 and not opens:
            found = []
        in_list = opens or (in_list and bool(found))
        yield from ((block.place, *pair) for pair in found)


def _codes_in(text: str, *, reverse_only: bool = False) -> list[tuple[str, str]]:
    """Code and meaning pairs of one text, in whichever order the text gives the two."""
    text = _with_colours(_BEFORE_COLOUR).sub("; ", text)
    last = [
        (match["code"] or match["after"], match["meaning"].strip(" ,/;:.-–"))
        for match in _with_colours(_CODE_LAST).finditer(text)
    ]
    last = [(code, meaning) for code, meaning in last if status_of_meaning(meaning)]
    starts = [] if reverse_only else list(_with_colours(_CODE_FIRST).finditer(text))
    ends = [*(start.start() for start in starts[1:]), len(text)][: len(starts)]
    first = [
        (start["code"], text[start.end() : end].strip(" ,;|•/.()\n"))
        for start, end in zip(starts, ends, strict=True)
    ]
    first = [(code, meaning) for code, meaning in first if 0 < len(meaning) <= MOST_CHARACTERS_OF_A_MEANING]
    return max(first, last, key=len) if len(first) != len(last) else first or last


def _codes_of_grid(grid: Grid) -> list[tuple[str, str]]:
    """A small table of codes (or fills) and meanings; nothing where it is any other table."""
    rows = [[cell for cell in row.cells if cell.text.strip() or colour_name(cell.fill)] for row in grid.rows]
    rows = [row for row in rows if row]
    found: list[tuple[str, str]] = []
    if len(rows) > MOST_CODES + 1 or any(len(row) > 2 for row in rows):
        found = [pair for cell in rows[0] for pair in _codes_in(cell.text)] if len(rows) == 1 else []
        return found if len(found) >= max(2, len(rows[0]) - 1) else []
    for row in rows:
        code, meaning, colour = row[0].text.strip(), row[-1].text.strip(), colour_name(row[0].fill)
        if len(row) == 2 and (_with_colours(_BARE_CODE).fullmatch(code) or (not code and colour)):
            found.append((code.strip("().:") or colour, meaning))
        elif len(row) == 1 and colour and status_of_meaning(meaning):
            found.append((colour, meaning))
    return found if len(found) >= 2 and 2 * len(found) >= len(rows) else []


class Status(NamedTuple):
    """The status of an action and how it was found."""

    raw: str = ""  # the plan's own word or code
    status: str = "not_stated"  # one of STATUSES
    source: str = "none"  # one of STATUS_SOURCES
    code: str = ""  # code of the note that it calls for; blank where it calls for none
    message: str = ""  # what that note says


def read_status(
    cells: Mapping[str, str],
    key: StatusKey,
    *,
    fill: str = "",
    column_in_use: bool = False,
    in_deadlines: bool = False,
) -> Status:
    """The status of one action."""
    stated = cells.get("status", "").strip()
    chosen = ticked(stated)
    stated = stated if chosen is None else chosen
    if stated:
        found = _of_column(stated, key)
        if found.status == "undefined" and key.status_of(colour_name(fill)):
            return _of_colour(fill, key) or found  # the number behind a colour that the key explains
        if found.status != "not_stated":
            return found
    by_text = _of_progress(cells.get("comment", ""), key, column_in_use) or _of_elsewhere(cells, in_deadlines)
    return by_text or _of_colour(fill, key) or (found if stated else Status())


def _of_column(text: str, key: StatusKey) -> Status:
    code = _CODE_THEN_TEXT.match(text)
    for form in (text, code["code"] if code else ""):
        if form and (status := key.status_of(form)):
            return _by_key(text, form, status, key)
    found = status_of_cell(text)
    if found:
        return _worded(found, "column")
    if plain_status(text) in colour_statuses():
        return _colour_without_key(text, plain_status(text), key, "column")
    if code and not _LONE_CODE.fullmatch(text) and code["code"].casefold() in colour_statuses():
        return _colour_without_key(text, code["code"].casefold(), key, "column")
    if not key and len(text.split()) >= WORDS_OF_A_SENTENCE:
        message = f"The status cell holds a text, and no status: '{text}'."
        return Status(text, "not_stated", "none", "status_is_text", message)
    kind = f"the plan's key has {', '.join(key.meanings)}" if key else "the plan has no key"
    message = f"Status '{text}' is not defined ({kind}): left undefined, not guessed."
    return Status(text, "undefined", "column", "status_code_undefined", message)


def _by_key(text: str, form: str, status: str, key: StatusKey) -> Status:
    if status != "undefined":
        return Status(text, status, "key")
    plain = plain_status(form)
    name = colour_of_letter().get(plain, plain)
    if name in key.contradictions:
        return Status(text, status, "key")
    message = f"Status '{text}' is in the plan's key, but what it means there was not understood."
    return Status(text, status, "key", "status_code_undefined", message)


def _colour_without_key(text: str, colour: str, key: StatusKey, source: str) -> Status:
    if key and colour not in ("", *key.meanings):
        message = f"Status '{text}' is not in the plan's key ({', '.join(key.meanings)}): left undefined."
        return Status(text, "undefined", source, "status_code_undefined", message)
    status = colour_statuses()[colour]
    message = f"'{text}' was read as {status.replace('_', ' ')}: the plan has no key to its colours."
    return Status(text, status, source, "status_colour_without_key", message)


def _worded(found: WordFound, source: str) -> Status:
    if not found.misprint:
        return Status(found.raw, found.status, source)
    message = f"'{found.raw}' was read as {found.status.replace('_', ' ')}: it looks like a misprint."
    return Status(found.raw, found.status, source, "status_typo", message)


def _of_progress(text: str, key: StatusKey, column_in_use: bool) -> Status | None:
    found = status_of_first_words(text)
    marked = found is not None and re.match(r"\s*[-–—:]", text.partition(found.raw)[2])
    if found and (marked or not column_in_use):
        return _worded(found, "progress_text")
    code = _CODE_THEN_TEXT.match(text.strip())
    if code and len(code["code"]) > 2 and not column_in_use:
        colour = code["code"].casefold()
        if status := key.status_of(colour):
            return Status(code["code"], status, "key")
        if colour in colour_statuses():
            return _colour_without_key(code["code"], colour, key, "progress_text")
    return None


def _of_elsewhere(cells: Mapping[str, str], in_deadlines: bool) -> Status | None:
    """A status word that stands alone in the deadline cell, or opens the detail cell."""
    deadline = status_of_cell(cells.get("deadline", ""))
    if deadline and not deadline.misprint and (in_deadlines or stands_for_status(cells["deadline"])):
        return Status(deadline.raw, deadline.status, "deadline_column")
    detail = status_of_first_words(cells.get("detail", ""))
    if detail and not detail.misprint:
        return Status(detail.raw, detail.status, "progress_text")
    return None


def stands_for_status(deadline: str) -> bool:
    """A word like "Completed" in a deadline cell is a status; "Ongoing" is, where others of the plan are."""
    found = status_of_first_words(deadline)
    return found is not None and found.status in ("complete", "partly_met", "not_met", "withdrawn", "on_hold")


def _of_colour(fill: str, key: StatusKey) -> Status | None:
    colour = colour_name(fill)
    if not colour:
        return None
    raw = colour.capitalize()
    if status := key.status_of(colour):
        return Status(raw, status, "colour")
    return _colour_without_key(raw, colour, key, "colour")


def states_status(cells: Mapping[str, str]) -> bool:
    """Whether a row, on its own, states a status in its status or progress cell."""
    return bool(cells.get("status", "").strip()) or bool(status_of_first_words(cells.get("comment", "")))
