"""The columns of a table of actions: their titles read, and what an analyst decided in `column_mappings.csv`.

A line of that file holds for one document or for all (`*`), of one organisation or of any (blank); of several
that say something of one heading the most particular holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from wres_analysis.data_folder import PlanFile, nearest
from wres_analysis.documents.document import Row
from wres_analysis.errors import DataFolderError, printable
from wres_analysis.tables import ACTIONS, read_csv_text, unescape_formula
from wres_analysis.vocabulary import Rows, vocabulary_rows
from wres_analysis.vocabulary.headings import fields_of, is_header, is_whole_title, may_be_title, plain_title

FILE = "column_mappings.csv"
LEAVE_OUT = "ignore"
EVERY = "*"
SEVERAL = 2
MOST_WORDS_BELOW = 6
_WORDINGS = (("action",), ("detail",), ("aim",))


class HeadingMapping(NamedTuple):
    """One line of the file."""

    line: int
    document: str  # `*` for all
    organisation: str  # blank for all
    heading: str
    field: str

    def fits(self, plan: PlanFile) -> bool:
        """Whether it is about a plan."""
        named = self.document in (EVERY, printable(plan.path.name))
        return named and self.organisation in ("", EVERY, plan.organisation)


def mappable_fields() -> list[str]:
    """The fields that a column of a plan may hold, in the order of ACTIONS, and "ignore"."""
    known = {row["field"] for row in vocabulary_rows("headings")}
    return [*(field for field in ACTIONS if field in known), LEAVE_OUT]


def read_column_mappings(data: Path) -> list[HeadingMapping]:
    """The lines of a data folder's file, the most particular last; none where there is no file."""
    path = data / FILE
    if not path.exists():
        return []
    table = read_csv_text(path)
    missing = [column for column in ("document", "heading", "field") if column not in table.columns]
    if missing:
        raise DataFolderError(f"column {', '.join(missing)} is missing", FILE, "add it")
    found = [
        HeadingMapping(
            line, *(unescape_formula(row.get(name, "")).strip() for name in HeadingMapping._fields[1:])
        )
        for line, row in enumerate(table.to_dict("records"), start=2)
    ]
    for one in found:
        _refuse_impossible(one)
    said: dict[tuple[str, str, str], HeadingMapping] = {}
    for one in found:
        key = (one.document, one.organisation.strip(EVERY), plain_title(one.heading))
        before = said.setdefault(key, one)
        if before.field != one.field:
            what = f"lines {before.line} and {one.line} take '{one.heading}' for {before.field} and for"
            raise DataFolderError(f"{what} {one.field}", FILE, "delete one of the two")
    return sorted(found, key=lambda one: (one.document != EVERY, one.organisation not in ("", EVERY)))


def _refuse_impossible(one: HeadingMapping) -> None:
    where = f"{FILE}, line {one.line}"
    if not plain_title(one.heading):
        raise DataFolderError("no heading is given", where, "write it as the document prints it")
    if not one.document:
        raise DataFolderError("no document is given", where, f"write its file name, or {EVERY} for all")
    if one.field not in mappable_fields():
        raise DataFolderError(
            f"'{one.field}' is not a column of ACTIONS that a plan can hold",
            where,
            nearest(one.field, mappable_fields()),
        )


def mapping_of(mappings: Iterable[HeadingMapping], plan: PlanFile) -> dict[str, str]:
    """The fields of headings that were decided for a plan."""
    fitting = [one for one in mappings if one.fits(plan)]
    decided = {plain_title(one.heading): one for one in fitting}  # the most particular is the last
    return {one.heading: one.field for one in decided.values()}


def with_headings(rows: Mapping[str, Rows], mapping: Mapping[str, str]) -> dict[str, Rows]:
    """Own words with mapped headings among them, so that cards, lists and every other reading know them."""
    said = {plain_title(heading): field for heading, field in mapping.items()}
    mapped = tuple(
        {"title": title, "how": "whole", "field": "other" if field == LEAVE_OUT else field}
        for title, field in said.items()
    )
    return {**rows, "headings": mapped + rows.get("headings", ())} if mapped else dict(rows)


@dataclass(frozen=True)
class Column:
    """One column of a table of actions."""

    title: str  # as printed; two levels joined
    field: str | None  # column of ACTIONS, `measure`, `other`, or None where it was not understood
    second: str = ""  # another field that the same cells hold ("Lead / timescale"); blank where there is none
    guessed: bool = False  # the contents told the field, not the title
    stacked: bool = False  # the second field stands on a line of its own in the title ("Lead⏎End date")
    yearly: bool = False  # one of several columns for a year each


@dataclass(frozen=True)
class Header:
    """The header of a table of actions."""

    columns: tuple[Column, ...]
    place: str
    rows: int = 1  # rows that it takes up

    @property
    def fields(self) -> tuple[str | None, ...]:
        """The field of each column."""
        return tuple(column.field for column in self.columns)

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles, made comparable: the same table has the same titles on every page."""
        return tuple(plain_title(column.title) for column in self.columns)


def find_header(rows: Sequence[Row], at: int, mapping: Mapping[str, str] | None = None) -> Header | None:
    """The header that starts at a row, of one or two levels; None where none does."""
    both = _two_levels(rows, at, _spread(rows[at]))
    texts = rows[at].texts
    known = _known(texts, mapping)
    if both and _known(both, mapping) > known:
        return _header(both, rows[at].place, 2, mapping)
    # two titles ("Action", "Lead") on top of a table are enough where they are all there is
    titles = [text for text in texts if text.strip()]
    small = at == 0 and len(rows) > 1 and len(titles) >= SEVERAL and is_header(titles, least=SEVERAL)
    if known or (small and all(fields_of(title) and len(title.split()) <= 4 for title in titles)):
        return _header(texts, rows[at].place, 1, mapping)
    return None


def possible_headers(
    rows: Sequence[Row], at: int, mapping: Mapping[str, str] | None = None
) -> Iterator[Header]:
    """The header that would start at a row if its short texts were titles: of two levels, then of one."""
    both = _two_levels(rows, at, _spread(rows[at]))
    for titles, height in ((both, 2), (list(rows[at].texts), 1)):
        filled = [title for title in titles if title.strip()]
        if len(filled) >= SEVERAL and all(map(may_be_title, filled)):
            yield _header(titles, rows[at].place, height, mapping)


def _known(titles: Sequence[str], mapping: Mapping[str, str] | None) -> int:
    """How many titles are known, 0 where the row is no header."""
    mapped = _mapped_titles(mapping)
    named = any(plain_title(title) in mapped for title in titles) and sum(map(bool, titles)) >= SEVERAL
    if not named and not is_header(titles):
        return 0
    return sum(bool(fields_of(title)) or plain_title(title) in mapped for title in titles if title.strip())


def _mapped_titles(mapping: Mapping[str, str] | None) -> dict[str, str]:
    return {plain_title(title): field for title, field in (mapping or {}).items()}


def _spread(row: Row) -> list[str]:
    """The titles of a row, those of merged cells over all the columns that they span."""
    spread: list[str] = []
    for cell in row.cells:
        spread.append(spread[-1] if cell.covered == "left" and spread else cell.text)
    return spread


def _two_levels(rows: Sequence[Row], at: int, upper: list[str]) -> list[str]:
    """Titles of two header rows as one; none where the second row does not complete the first."""
    lower = rows[at + 1].texts if at + 1 < len(rows) else ()
    filled = [place for place, text in enumerate(lower) if text.strip()]
    if len(lower) != len(upper) or len(filled) < SEVERAL or len(filled) == len(lower):
        return []
    joined = [_title(above, below) for above, below in zip(upper, lower, strict=True)]
    known = [found for place in filled if (found := fields_of(joined[place]))]
    short = all(len(lower[place].split()) <= MOST_WORDS_BELOW for place in filled)
    # titles only, and nothing under the title of the wording, where the row below them has its text
    body = rows[at + 2].texts if at + 2 < len(rows) else ()
    wording = [place for place, title in enumerate(upper) if fields_of(title)[:1] in _WORDINGS]
    blank = any(not lower[place].strip() and body[place : place + 1] > ("",) for place in wording)
    if blank and all(is_whole_title(lower[place]) for place in filled):
        return joined
    if any(_stands_alone(upper, lower, place) for place in filled):
        return []
    spans = len({upper[place] for place in filled}) < len(filled)
    if not short or len(set(known)) < (1 if spans else SEVERAL) or 2 * len(known) < len(filled):
        return []
    return joined


def _stands_alone(upper: Sequence[str], lower: Sequence[str], place: int) -> bool:
    """A known title over one column only: what stands below it is no second level."""
    beside = [near for near in (place - 1, place + 1) if 0 <= near < len(upper) and lower[near].strip()]
    over_several = any(upper[near] in (upper[place], "") for near in beside)
    return bool(fields_of(upper[place])) and not over_several


def _title(above: str, below: str) -> str:
    if not below.strip() or below == above:
        return above
    if is_whole_title(f"{above} {below}"):
        return f"{above} {below}"
    return below if not above.strip() or fields_of(below) else f"{above} {below}"


def _header(titles: Sequence[str], place: str, rows: int, mapping: Mapping[str, str] | None) -> Header:
    mapped = _mapped_titles(mapping)
    return Header(tuple(_column(title, mapped) for title in titles), place, rows)


def _column(title: str, mapped: Mapping[str, str]) -> Column:
    printed = " ".join(title.split())
    plain = plain_title(title)
    if plain in mapped:
        return Column(printed, "other" if mapped[plain] == "ignore" else mapped[plain])
    fields = (*fields_of(title), "", "")
    # a title whose lines are titles of their own ("Responsibility⏎Start date⏎End date")
    lines = [line for line in title.splitlines() if line.strip()]
    if (
        len(lines) >= SEVERAL
        and not fields[1]
        and all(map(is_whole_title, lines))
        and not is_whole_title(title)
    ):
        stacked = list(dict.fromkeys(fields_of(line)[0] for line in lines if fields_of(line)[0] != "other"))
        if len(stacked) == SEVERAL:
            return Column(printed, stacked[0], stacked[1], stacked=True)
    if fields[0] == "other" and fields[1]:
        return Column(printed, fields[1])  # "Why / WRES indicator": the half that has a place
    return Column(printed, fields[0] or None, fields[1])
