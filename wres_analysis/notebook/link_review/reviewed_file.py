"""The text of links_reviewed.csv while it is decided upon: one row changes, all others keep their bytes.

The same file is edited in spreadsheets, so its mark at the start, its line ends, its own columns and their
order stay as they are.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pandas as pd

from wres_analysis.errors import TableError
from wres_analysis.linking.choice import NOT_LINKED
from wres_analysis.linking.review import LINKS_TO_REVIEW, read_reviewed_links
from wres_analysis.tables import escape_formula, unescape_formula
from wres_analysis.writing import held_alone, refused, write_bytes_whole

REVIEWED = "links_reviewed.csv"
DECIDED_AT = "decided_at"
COLUMNS = (*LINKS_TO_REVIEW, DECIDED_AT)

_NEEDED = ("text_hash", "decision", "reviewer", DECIDED_AT)
_GIVEN = ("decision", "reviewer", "note", DECIDED_AT)
_PLANS = ("organisation", "from_year", "to_year")
_IDS = ("from_id", "to_id")
_MARK = "\ufeff"

Cells = Mapping[str, str]


class Verdict(NamedTuple):
    """One row to be written."""

    cells: Cells  # the columns of LINKS_TO_REVIEW and `decided_at`
    # whether no other pair of the two plans has the same two wordings; then ids are only a hint
    unique: bool = True

    @property
    def reviewer(self) -> str:
        """Who decided."""
        return self.cells["reviewer"]

    @property
    def decision(self) -> str:
        """What was decided."""
        return self.cells["decision"]

    def is_about(self, row: Cells) -> bool:
        """Whether a row of the file is about the same pair."""
        if any(row.get(name, "") != self.cells[name] for name in _PLANS):
            return False
        same_ids = all(row.get(name, "") == self.cells[name] for name in _IDS)
        name = row.get("text_hash", "").strip()
        if not name:
            return same_ids
        return name == self.cells["text_hash"] and (same_ids or self.unique)

    def is_own(self, row: Cells) -> bool:
        """Whether the same person decided there."""
        return row.get("reviewer", "").strip().casefold() == self.reviewer.casefold()


@dataclass(frozen=True)
class ReviewedText:
    """The file as records of text, the header first."""

    columns: tuple[str, ...]
    records: tuple[str, ...]  # each with its line end, as it stands in the file
    mark: str = _MARK  # the byte order mark, where there is one

    @property
    def line_end(self) -> str:
        """How its lines end."""
        first = self.records[0]
        return first[len(first.rstrip("\r\n")) :] or "\n"

    def rows(self) -> list[Cells]:
        """What stands in each record below the header."""
        return [self._cells(record) for record in self.records[1:]]

    def _cells(self, record: str) -> Cells:
        pairs = list(zip(self.columns, self._held(record), strict=False))
        return dict(reversed(pairs))  # of two columns of one name the first counts

    def _held(self, record: str) -> list[str]:
        """What stands in a record, with a blank for every column that it is too short for."""
        values = [unescape_formula(value) for value in _values(record)]
        return values + [""] * (len(self.columns) - len(values))

    def with_cells(self, place: int, cells: Cells) -> ReviewedText:
        """The same with some cells of one row changed, or with a new row where the place is the end."""
        records = list(self.records)
        values = self._held(records[place + 1] if place < len(records) - 1 else "")
        for name, value in cells.items():
            if name in self.columns:
                values[self.columns.index(name)] = value
        if not records[-1].endswith(("\n", "\r")):
            records[-1] += self.line_end
        records[place + 1 : place + 2] = [_record(values, self.line_end)]
        return replace(self, records=tuple(records))

    def without(self, place: int) -> ReviewedText:
        """The same without one row."""
        return replace(self, records=self.records[: place + 1] + self.records[place + 2 :])

    def with_columns(self, names: Sequence[str]) -> ReviewedText:
        """The same with the missing columns added to the header; a shorter row is blank there."""
        added = [name for name in names if name not in self.columns]
        bare = self.records[0].rstrip("\r\n")
        head = bare + "".join(f",{name}" for name in added) + self.records[0][len(bare) :]
        return replace(self, columns=(*self.columns, *added), records=(head, *self.records[1:]))

    def content(self) -> bytes:
        """The bytes of the file."""
        return (self.mark + "".join(self.records)).encode("utf-8")


def _values(record: str) -> list[str]:
    return next(csv.reader(io.StringIO(record, newline="")), [])


def _record(values: Sequence[str], line_end: str) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator=line_end).writerow([escape_formula(value) for value in values])
    return out.getvalue()


def reviewed_text(content: bytes | None) -> ReviewedText:
    """The records of the file; a file that is not there yet has a header alone."""
    if not content:
        return ReviewedText(COLUMNS, (_record(COLUMNS, "\n"),))
    try:
        text = content.decode("utf-8")
        records = tuple(_records(text.removeprefix(_MARK))) or (_record(COLUMNS, "\n"),)
    except (UnicodeDecodeError, csv.Error):
        raise TableError("this is not a CSV table in UTF-8", REVIEWED, "save it as CSV UTF-8") from None
    mark = _MARK if text.startswith(_MARK) else ""
    return ReviewedText(tuple(_values(records[0])), records, mark)


def _records(text: str) -> Iterator[str]:
    """Lines, joined where a line end stands inside quotes."""
    lines = list(io.StringIO(text, newline=""))
    reader, start = csv.reader(lines), 0
    for _ in reader:
        yield "".join(lines[start : reader.line_num])
        start = reader.line_num


def merged(text: ReviewedText, verdict: Verdict) -> ReviewedText:
    """The file with one more decision; what another person decided is never changed."""
    text = text.with_columns(_NEEDED)
    about = _rows_about(text, verdict)
    for place, row in about:
        if row["decision"].strip() and not verdict.is_own(row):
            if (row["decision"].strip().lower() == NOT_LINKED) == (verdict.decision == NOT_LINKED):
                return text
            raise TableError(
                f"{row['reviewer'].strip() or 'somebody'} decided '{row['decision']}' about this pair,"
                f" {verdict.reviewer} '{verdict.decision}'",
                f"{REVIEWED}, line {place + 2}",
                "agree on one of the two",
            )
    place = about[0][0] if about else len(text.records) - 1
    # of a row that is there only what was given, and no note over another
    given = [name for name in _GIVEN if name != "note" or verdict.cells["note"]]
    return text.with_cells(place, {name: verdict.cells[name] for name in (given if about else verdict.cells)})


def _rows_about(text: ReviewedText, verdict: Verdict) -> list[tuple[int, Cells]]:
    """The rows about the pair with their places: those with a decision first, as they are replaced first."""
    about = [(place, row) for place, row in enumerate(text.rows()) if verdict.is_about(row)]
    return sorted(about, key=lambda one: not one[1].get("decision", "").strip())


def withdrawn(text: ReviewedText, verdict: Verdict, before: Cells | None) -> ReviewedText | None:
    """The file without a decision made in it before; None where that is not there any more as it was."""
    for place, row in enumerate(text.rows()):
        if verdict.is_about(row) and verdict.is_own(row) and row.get("decision") == verdict.decision:
            if before is None:
                return text.without(place)
            return text.with_cells(place, {name: before.get(name, "") for name in _GIVEN})
    return None


def row_before(text: ReviewedText, verdict: Verdict) -> Cells | None:
    """The row that a decision would fill in or replace; None where it would be added."""
    return next((row for _, row in _rows_about(text, verdict)), None)


def decisions_in(content: bytes | None) -> pd.DataFrame | None:
    """The decisions in the content of a file, read as the linker reads them."""
    if not content:
        return None
    with TemporaryDirectory() as folder:
        path = Path(folder) / REVIEWED
        path.write_bytes(content)
        return read_reviewed_links(path)


def read_content(path: Path) -> bytes | None:
    """The bytes of the file; None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise refused(error, path.name) from None


def same_file(path: Path) -> Path:
    """The file itself where the path is a link to it: it is replaced, not the link."""
    return Path(os.path.realpath(path))


_LONGEST_NAME = 80

Check = Callable[[pd.DataFrame | None], object]


def reviewer_name(text: str) -> str:
    """The name as it will stand beside each decision."""
    name = " ".join(text.split())[:_LONGEST_NAME]
    if name.lower() in ("", "model"):
        raise TableError(
            "a decision needs the name of a person" if not name else f"'{name}' is not the name of a person",
            "reviewer",
            "give your name or initials",
        )
    return name


class Change(NamedTuple):
    """What one verdict changed in the file."""

    verdict: Verdict
    before: Cells | None  # the row as it stood before; None where there was none
    written: bool  # false where somebody else had decided the same


class Ledger:
    """The file of decisions, read anew before each change because others may edit it meanwhile."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._content = read_content(path)
        self.reviewed = decisions_in(self._content)

    def refresh(self) -> None:
        """Read the file again where it has changed."""
        content = read_content(self.path)
        if content != self._content:
            self.reviewed = decisions_in(content)
            self._content = content

    def add(self, verdicts: Sequence[Verdict], check: Check) -> tuple[Change, ...]:
        """Write decisions that belong together, all or none."""
        with held_alone(self.path):
            text = self._text()
            changes = []
            for verdict in verdicts:
                before, after = row_before(text, verdict), merged(text, verdict)
                changes.append(Change(verdict, before, after.records[1:] != text.records[1:]))
                text = after
            if any(change.written for change in changes):
                self._write(text, check)
        return tuple(changes)

    def take_back(self, changes: Sequence[Change], check: Check) -> bool:
        """Undo what was written; False where it is not there any more as it was."""
        with held_alone(self.path):
            text: ReviewedText | None = self._text()
            for change in reversed(changes):
                if text is not None and change.written:
                    text = withdrawn(text, change.verdict, change.before)
            if text is not None and any(change.written for change in changes):
                self._write(text, check)
        return text is not None

    def _text(self) -> ReviewedText:
        content = read_content(self.path)
        decisions_in(content)  # a file at fault is told of as it stands, before anything is put into it
        return reviewed_text(content)

    def _write(self, text: ReviewedText, check: Check) -> None:
        content = text.content()
        reviewed = decisions_in(content)
        check(reviewed)
        write_bytes_whole(same_file(self.path), content, lasting=True)
        self._content, self.reviewed = content, reviewed
