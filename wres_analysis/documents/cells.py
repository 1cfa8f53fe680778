"""Cells: the lines and tables that they make on a sheet, and what boxes, prompts and day counts mean."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from wres_analysis.documents.document import Block, Cell, Document, Grid, Line, Remark, Row
from wres_analysis.vocabulary import vocabulary_rows
from wres_analysis.vocabulary.headings import field_of, is_header

_FAR = 50  # guard: blank columns between two tables without a header
BOLD_LEVEL = 7  # below the six levels of headings; word_processor.html has both
_LONGEST_HEADING = 160  # guard: characters; a whole paragraph in bold is no heading

Sheet = Mapping[tuple[int, int], Cell]
"""Cells by (row, column), both from 1; blank cells are left out, covered and coloured ones are in."""

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
_SERIAL = re.compile(r"[34]\d{4}(?:\.0+)?")
_FIRST_DAY = dt.date(1899, 12, 30)
_DATES = ("deadline", "revised_deadline")
_ENDS = " .:…-–—<>[](){}*#_"


def blocks_of(
    sheet: Sheet, place: Callable[[int], str], bold: Container[tuple[int, int]] = ()
) -> Iterator[Block]:
    """The lines and tables of one sheet, in reading order."""
    for columns in _strips(sheet):
        rows = sorted({row for row, column in sheet if column in columns})
        within_table = False
        for run in _runs(rows):
            table = [line for row in run if _filled(line := _row(sheet, row, columns, place))]
            has_header = any(is_header(row.texts) for row in table)
            titles = (
                0
                if within_table and not has_header and any(len(_filled(row)) > 1 for row in table)
                else _titles(table)
            )
            yield from _lines(table[:titles], bold, columns)
            if table[titles:]:
                yield Grid(tuple(table[titles:]), table[titles].place, new_page=True)
            within_table = within_table or has_header


def is_plan(rows: Sequence[Row]) -> bool:
    """Whether a table starts with the titles of a plan."""
    return any(is_header(row.texts) for row in rows[:3])


def table_of(rows: Sequence[Row], place: str) -> Iterator[Block]:
    """Rows as a table; those of one column only are lines of text."""
    if any(len(row.cells) > 1 for row in rows):
        yield Grid(tuple(row for row in rows if any(row.texts)), place)
    else:
        yield from (Line(text, row.place) for row in rows for text in row.texts if text)


def nested(count: int, place: str) -> list[Remark]:
    """A remark on tables inside the cells of another."""
    message = f"{count} table(s) inside a cell were read as text of the cell"
    return [Remark("warn", "nested_table", message, place)] if count else []


def bold_heading(text: str) -> int:
    """The level of a text that is bold throughout: below all headings; a whole bold paragraph is none."""
    return BOLD_LEVEL if len(text) < _LONGEST_HEADING else 0


def _row(sheet: Sheet, row: int, columns: range, place: Callable[[int], str]) -> Row:
    return Row(tuple(sheet.get((row, column), Cell()) for column in columns), place(row), row)


def _runs(numbers: Iterable[int]) -> list[range]:
    """Ranges of consecutive numbers."""
    runs: list[range] = []
    for number in sorted(numbers):
        if runs and runs[-1].stop == number:
            runs[-1] = range(runs[-1].start, number + 1)
        else:
            runs.append(range(number, number + 1))
    return runs


def _titles(table: Sequence[Row]) -> int:
    """How many rows at the top hold one text only."""
    counts = [len(_filled(row)) for row in table]
    return next((number for number, count in enumerate(counts) if count > 1), len(table))


def _filled(row: Row) -> list[str]:
    return [text for text in row.texts if text.strip()]


def _lines(rows: Sequence[Row], bold: Container[tuple[int, int]], columns: range) -> Iterator[Line]:
    for row in rows:
        for column, cell in zip(columns, row.cells, strict=True):
            if cell.text.strip():
                yield Line(cell.text, row.place, heading=2 if (row.line, column) in bold else 0)


def _strips(sheet: Sheet) -> list[range]:
    """Ranges of columns that hold tables side by side; nearly always one range."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sorted(sheet.items()):
        if cell.text.strip() or cell.covered:
            rows.setdefault(row, {})[column] = cell.text
    every = sorted({column for columns in rows.values() for column in columns})
    runs = _runs({column for columns in rows.values() if _several(columns) for column in columns})
    cuts = [right.start for left, right in pairwise(runs) if _apart(rows, left, right)]
    cuts += [right for left, right in pairwise(every) if right - left > _FAR and right not in cuts]
    bounds = [*every[:1], *sorted(cuts), *[column + 1 for column in every[-1:]]]
    return [_shrunk(range(start, stop), every) for start, stop in pairwise(bounds)]


def _several(columns: Mapping[int, str]) -> bool:
    """Titles do not count when columns are told apart: they reach over several tables."""
    return sum(bool(text) for text in columns.values()) > 1


def _shrunk(strip: range, every: Sequence[int]) -> range:
    used = [column for column in every if column in strip]
    return range(used[0], used[-1] + 1)


def _apart(rows: Mapping[int, Mapping[int, str]], left: range, right: range) -> bool:
    """Whether two runs of columns are two tables: the header of the one does not go on in the other."""
    for columns in rows.values():
        here = [columns[column] for column in left if columns.get(column)]
        there = [columns[column] for column in right if columns.get(column)]
        if is_header(here) or is_header(there):
            return (is_header(here) and is_header(there)) or not (_known(here) and _known(there))
        if is_header([*here, *there]):
            return False
    return False


def _known(titles: Sequence[str]) -> bool:
    """Whether most titles are those of a table of actions."""
    return 2 * sum(field_of(title) is not None for title in titles) > len(titles)


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
    rows = (_meant(row, dates) for row in grid.rows)
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


def _meant(row: Row, dates: Sequence[int]) -> Row:
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
