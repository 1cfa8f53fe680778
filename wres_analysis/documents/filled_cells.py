"""Cells that say nothing, or something else than they show: prompts, and days as Excel counts them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from wres_analysis.documents.document import Block, Cell, Document, Grid, Remark, Row
from wres_analysis.vocabulary import vocabulary_rows
from wres_analysis.vocabulary.headings import field_of, is_header

TICKED, UNTICKED = "☒", "☐"
_BULLETS = ("\xb7\xa7\x76\xd8\x6e", "•••••")
_WRITTEN_AND_SHOWN: Mapping[str, tuple[str, str]] = {
    "symbol": _BULLETS,
    "wingdings": (_BULLETS[0] + "\xfc\xfb\xfe\xfd\x6f\x71\x72\xa8\x6c\xa4\xa1", _BULLETS[1] + "✓✗☑☒☐☐☐☐◉◉○"),
    "wingdings 2": ("\x50\x57\x4f\x56\x52\x51\x53\x54\x2a\x30\xa3", "✓✓✗✗☑☒☒☒☐☐☐"),
    "webdings": ("\x61\x72\x63\x67", "✓✗☐☒"),
    "zapfdingbats": ("\x33\x34\x35\x36\x37\x38\x6f\x71\x72\x6e\x6c\x6d", "✓✓✗✗✗✗☐☐☐☒◉○"),
}
_PRIVATE = 0xF000  # where Word and PDF files move the letters of symbol fonts to
_BOX = re.compile(r"(?P<on>[☑☒✓✔✗✘◉⦿🗹🗷]|[\[(][xX✓✔][\])])|(?P<off>[☐□○◯❑❏]|[\[(]\s?[\])])")
_ALSO_BULLETS, _TICKS = frozenset("□○◯"), frozenset("✓✔✗✘◉")
_EMPTY = re.compile(r"[☐□○◯❑❏\[\]()\s]*")


def shown_in(font: str, text: str) -> str:
    """What a text in a symbol font shows; unchanged in a font of letters."""
    written, shown = _WRITTEN_AND_SHOWN.get(font.strip().casefold(), ("", ""))
    moved = "".join(chr(_PRIVATE + ord(letter)) for letter in written)
    return text.translate(str.maketrans(written + moved, shown + shown))


def ticked(text: str) -> str | None:
    """Of several options with boxes the ticked ones; blank where none is; None where these are no options."""
    boxes = list(_BOX.finditer(text))
    if boxes and _EMPTY.fullmatch(text):
        return ""
    words = _BOX.sub("", text).strip()
    plain = all(box["off"] in _ALSO_BULLETS or box["on"] in _TICKS for box in boxes)
    if not words or plain:
        return None  # a tick or a bullet and a text are no options
    starts = [box.start() for box in boxes]
    behind = bool(text[: starts[0]].strip())  # the boxes stand behind their words
    edges = [0, *(box.end() for box in boxes)] if behind else [*starts, len(text)]
    options = [text[start:stop] for start, stop in pairwise(edges)]
    return "; ".join(_label(option) for box, option in zip(boxes, options, strict=False) if box["on"])


def _label(option: str) -> str:
    return " ".join(_BOX.sub(" ", option).split()).strip(" ,;/|")


_SERIAL = re.compile(r"[34]\d{4}(?:\.0+)?")
_FIRST_DAY = dt.date(1899, 12, 30)
_DATES = ("deadline", "revised_deadline")
_ENDS = " .:…-–—<>[](){}*#_"


def as_meant(document: Document) -> Document:
    """The document with prompts blank and counted days as dates; both are told."""
    remarks: list[Remark] = []
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            changed, told = _of_grid(block)
            remarks += told
            if changed.rows:
                blocks.append(changed)
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks), remarks=(*document.remarks, *remarks))


def _of_grid(grid: Grid) -> tuple[Grid, list[Remark]]:
    prompts = [cell.text for row in grid.rows for cell in row.cells if is_prompt(cell.text)]
    dates = sorted(set(_date_columns(grid.rows)))
    serials = [
        row.texts[at]
        for row in grid.rows
        for at in dates
        if at < len(row.cells) and _SERIAL.fullmatch(row.texts[at])
    ]
    if not prompts and not serials:
        return grid, []
    rows = (_row(row, dates) for row in grid.rows)
    kept = tuple(row for row in rows if any(text.strip() for text in row.texts))
    return replace(grid, rows=kept), list(_told(prompts, serials, grid.place))


def _told(prompts: Sequence[str], serials: Sequence[str], place: str) -> Iterator[Remark]:
    if prompts:
        named = "; ".join(dict.fromkeys(" ".join(text.split()) for text in prompts))
        message = f"{len(prompts)} cells that hold only a prompt are blank: {named[:200]}"
        yield Remark("info", "prompt_left", message, place)
    if serials:
        named = ", ".join(serials[:5])
        message = f"{len(serials)} numbers of days were read as the dates that Excel means by them: {named}"
        yield Remark("warn", "serial_date", message, place)


def _date_columns(rows: Sequence[Row]) -> Iterator[int]:
    for row in rows:
        if is_header(row.texts):
            yield from (at for at, text in enumerate(row.texts) if field_of(text) in _DATES)


def _row(row: Row, dates: Sequence[int]) -> Row:
    return replace(row, cells=tuple(_cell(cell, at in dates) for at, cell in enumerate(row.cells)))


def _cell(cell: Cell, is_date: bool) -> Cell:
    if is_prompt(cell.text):
        return replace(cell, text="")
    if is_date and _SERIAL.fullmatch(cell.text):
        day = _FIRST_DAY + dt.timedelta(days=int(float(cell.text)))
        return replace(cell, text=f"{day:%d/%m/%Y}")
    return cell


def is_prompt(text: str) -> bool:
    """Whether a cell only asks to be filled in."""
    plain = " ".join(text.casefold().split()).strip(_ENDS)
    words = plain.split()
    if not words:
        return False
    kinds = _prompts()
    if kinds.get(plain) == "whole":
        return True
    while words and kinds.get(words[0]) == "opening":
        words = words[1:]
    if len(words) == len(plain.split()):
        return False
    rest = [word for word in words if kinds.get(word) != "small"]
    return all(kinds.get(word) == "thing" for word in rest) or field_of(" ".join(rest)) is not None


@cache
def _prompts() -> dict[str, str]:
    return {row["text"]: row["kind"] for row in vocabulary_rows("prompts")}
