"""The status of one action: the plan's own key first, then the status column, the progress text, a colour."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from wres_analysis.documents.filled_cells import ticked
from wres_analysis.plans.status_key import StatusKey
from wres_analysis.plans.status_words import (
    WordFound,
    colour_name,
    colour_of_letter,
    colour_statuses,
    plain_status,
    status_of_cell,
    status_of_first_words,
)

_CODE_THEN_TEXT = re.compile(r"\(?(?P<code>[A-Za-z]+|\d{1,2})\)?\s*(?:[-–—:=,;(]|$)")
_BARE_CODE = re.compile(r"\(?(?:[A-Za-z]|\d{1,2})\)?\.?")

# "Moved to August because time was short" is a text; "Awaiting sign-off by Board" may be an unknown status
WORDS_OF_A_SENTENCE = 5


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
    if code and not _BARE_CODE.fullmatch(text) and code["code"].casefold() in colour_statuses():
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
    if found and (not column_in_use or re.match(r"\s*[-–—:]", text[_after(found, text) :])):
        return _worded(found, "progress_text")
    code = _CODE_THEN_TEXT.match(text.strip())
    if code and len(code["code"]) > 2 and not column_in_use:
        colour = code["code"].casefold()
        if status := key.status_of(colour):
            return Status(code["code"], status, "key")
        if colour in colour_statuses():
            return _colour_without_key(code["code"], colour, key, "progress_text")
    return None


def _after(found: WordFound, text: str) -> int:
    return text.find(found.raw) + len(found.raw)


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
