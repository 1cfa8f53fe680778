"""What an analyst decided about headings: `column_mappings.csv` of a data folder.

A line holds for one document or for all (`*`), of one organisation or of any (blank); of several that say
something of one heading the most particular holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from wres_analysis.data_folder import PlanFile, nearest
from wres_analysis.errors import DataFolderError, printable
from wres_analysis.tables import ACTIONS, read_csv_text, unescape_formula
from wres_analysis.vocabulary import Rows, vocabulary_rows
from wres_analysis.vocabulary.headings import plain_title

FILE = "column_mappings.csv"
LEAVE_OUT = "ignore"
EVERY = "*"


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


def without_document(mappings: Iterable[HeadingMapping], plans: Iterable[PlanFile]) -> list[HeadingMapping]:
    """The lines that are about no plan of a data folder."""
    held = list(plans)
    return sorted(one for one in mappings if not any(one.fits(plan) for plan in held))
