"""Rows and headings → actions: pieces of one row joined, what stands for "same as above" filled down."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from wres_analysis.documents.cell_text import is_cut, join, starts_midway, words_of
from wres_analysis.documents.document import Line, Remark
from wres_analysis.plans.plan_tables import Between, PlanAction, PlanRow, PlanTables, Shared
from wres_analysis.plans.row_cells import doubtful_owners, goes_on, is_numbered
from wres_analysis.plans.sections import (
    Section,
    band_of,
    block_of_lines,
    is_furniture,
    is_lead_in,
    is_title,
    is_trailer,
    is_typed,
    labelled_section,
    plain_band_of,
    section_of_line,
    summary_of,
    usual_fields,
)

ROWS_TO_LOOK_BACK = 6  # guard: at 3 and at 12 all gold documents are read alike
_MERGED = frozenset({"indicators", "other_plans", "status", "owner", "deadline"})


def assemble(tables: PlanTables) -> tuple[list[PlanAction], list[Remark]]:
    """The actions of a document before their cells are read, and notes on rows that are no actions."""
    work = _Assembly(tables)
    for place, item in enumerate(tables.items):
        if isinstance(item, Between):
            if place <= work.last_row:
                work.between([line for line in item.lines if not work.is_furniture(line)], first=not place)
        else:
            work.row(item, place)
    return _filled_down(work), work.notes


class _Assembly:
    """Goes through the rows once; knows the part and the aim in force and the action that may go on."""

    def __init__(self, tables: PlanTables) -> None:
        self.items = tables.items
        rows = [item for item in tables.items if isinstance(item, PlanRow)]
        between = [item for item in tables.items if isinstance(item, Between)]
        self.last_row = max(
            (at for at, item in enumerate(tables.items) if isinstance(item, PlanRow)), default=-1
        )
        self.fields = {name for row in rows for name in row.fields}
        # words that stand inside cells: those at the ends may be cut
        self.known_words = frozenset(
            word
            for row in rows
            for text in row.values.values()
            for word in words_of(" ".join(text.split()[1:-1]))
        )
        self.usual = usual_fields(rows)
        self.numbered = {table: is_numbered(rows, table) for table in {row.table for row in rows}}
        self.times = Counter(_without_digits(line) for item in between for line in item.lines)
        # levels of the headings between tables: the first line of a document may be one of them
        behind = (item for item in tables.items[1:] if isinstance(item, Between))
        headings = (line for item in behind for line in item.lines if line.heading)
        self.levels = {line.heading for line in headings if section_of_line(line)}
        self.plain_headings = _has_plain_headings(tables.items)
        self.entries: list[PlanAction] = []
        self.notes: list[Remark] = []
        self.part = ""
        self.aim = Shared()
        self.action = Shared()
        self.outside = ""
        self.may_go_on = False

    def between(self, lines: Sequence[Line], *, first: bool) -> None:
        """Headings and other text outside the tables."""
        started = bool(self.entries)
        if started and is_lead_in(lines):
            self._open(Section("aim", block_of_lines(lines)))
            self.outside = block_of_lines(lines)
            return
        loose: list[Line] = []
        for at, line in enumerate(lines):
            plain_counts = (started and len(lines) <= 2) or (self.plain_headings and at == len(lines) - 1)
            section = section_of_line(line, plain_counts=plain_counts)
            opens = first and not at and line.heading not in self.levels
            if section and (section.labelled or not opens):
                self._open(_as_part(section, self.fields))
            elif started and not is_title(line.text) and not is_trailer(line.text):
                loose.append(line)
        if loose:
            self.outside = block_of_lines(loose)

    def is_furniture(self, line: Line) -> bool:
        """A page number, or a line that comes back on every page."""
        comes_back = self.times[_without_digits(line)] > 1 and not line.heading
        return is_furniture(line.text) or (comes_back and not labelled_section(line.text))

    def _open(self, section: Section) -> None:
        if section.kind == "part":
            self.part = section.text
            self.aim = Shared()
        else:
            self.aim = Shared(section.text)
        self.action = Shared()
        self.outside = ""
        self.may_go_on = False

    def row(self, row: PlanRow, place: int) -> None:
        """A row of a table: dropped, a heading, a piece of the action above, or a new action."""
        last = self.entries[-1] if self.entries and self.may_go_on else None
        if not (row.values or row.unread or row.left_out):
            if row.raw and last:  # a row without text may still hold a bullet: text may be lost there
                last.rows.append(row)
            return
        if row.whole:
            self._add(row)
            return
        texts = list(row.values.values())
        if texts and is_trailer(texts[0]) and (len(texts) == 1 or not is_typed(row)):
            message = f"A row that is no action was left out: {' | '.join(texts)}"
            self.notes.append(Remark("info", "row_left_out", message, row.place))
            return
        before, after = (self._neighbour(place + step) for step in (-1, 1))
        section = (
            band_of(row, self.known_words)
            or plain_band_of(row, before, after, last.text_of("action") if last else "")
            or summary_of(row, after, self.usual[row.table])
        )
        if section:
            self._open(_as_part(section, row.fields))
            if not row.band and section.text not in row.values.values():
                message = f"A heading that is cut over {len(row.values)} cells was joined: {section.text}"
                self.notes.append(Remark("info", "text_repaired", message, row.place))
        elif last and goes_on(row, last, numbered=self.numbered.get(row.table, False)):
            self._join(row, last)
        else:
            self._add(row)

    def _neighbour(self, at: int) -> PlanRow | None:
        item = self.items[at] if 0 <= at < len(self.items) else None
        return item if isinstance(item, PlanRow) else None

    def _join(self, row: PlanRow, last: PlanAction) -> None:
        others = doubtful_owners(row, last, self.entries[-1 - ROWS_TO_LOOK_BACK : -1])
        for name, text in row.values.items():
            if name == "action":
                last.action.text = join(last.action.text, text)
            elif name != "aim":
                last.values[name] = join(last.values.get(name, ""), text)
            elif starts_midway(text) or (is_cut(last.aim.text) and last.action.text):
                last.aim.text = join(last.aim.text, text)
            elif text != last.aim.text:
                last.aim = self.aim = Shared(text)
        last.rows.append(row)
        if not row.opens:
            last.note("info", "lines_joined", "The row is printed on several lines; they were joined.")
            return
        message = f"The row goes on at {row.place} ({', '.join(row.values)}); its pieces were joined."
        last.note("warn", "row_split_by_page", message)
        message = f"The piece at {row.place} was joined to the row above; it may belong to another."
        for entry in (last, *others) if others is not None else ():
            entry.note("warn", "continuation_ambiguous", message)

    def _add(self, row: PlanRow) -> None:
        values = dict(row.values)
        part = values.pop("part", "")
        if part and part != self.part:
            self._open(Section("part", part))
        aim, action = values.pop("aim", ""), values.pop("action", "")
        if aim:
            self.aim, self.action = Shared(aim), Shared()
        shares = not action and bool(row.values.get("detail")) and bool(self.action.text)
        if not shares:
            self.action = Shared(action)
        # a merged cell of indicators or other plans stands for all the rows that it covers
        above = self.entries[-1].values if self.entries else {}
        for name in _MERGED & row.covered & set(above):
            values.setdefault(name, above[name])
        entry = PlanAction(row.place, self.part, self.aim, self.action, values, [row], below=self.outside)
        if shares:
            entry.filled.add("action")
        if "aim" in row.fields and not aim and self.aim.text:
            entry.filled.add("aim")
        self.entries.append(entry)
        self.may_go_on = True
        if self.outside != self.aim.text:
            self.outside = ""


def _as_part(section: Section, fields: Collection[str]) -> Section:
    """A heading above a table that has a column for aims is one level higher."""
    return section._replace(kind="part") if "aim" in fields else section


def _without_digits(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text)


def _has_plain_headings(items: Sequence[PlanRow | Between]) -> bool:
    """Whether several tables have an unmarked line of their own on top, so that such lines are headings."""
    rows_seen = found = 0
    for item in items:
        rows_seen += isinstance(item, PlanRow)
        if isinstance(item, Between) and rows_seen and len(item.lines) <= 2:
            found += section_of_line(item.lines[-1], plain_counts=True) is not None
    return found > 0


def _filled_down(work: _Assembly) -> list[PlanAction]:
    """Actions without a wording take the one above; those that say nothing are left out, with a note."""
    kept: list[PlanAction] = []
    for entry in work.entries:
        if not entry.action.text and entry.values.get("detail"):
            entry.action = Shared(entry.values.pop("detail"))
        above = kept[-1] if kept else None
        says = not {"owner", "deadline", "status", "comment"}.isdisjoint(entry.values)
        if not entry.action.text and above and above.part == entry.part and says:
            entry.action = Shared(above.action.text)
            entry.filled.add("action")
        if entry.action.text:
            kept.append(entry)
            continue
        message = f"A row without an action was left out: {' | '.join(entry.values.values())}"
        work.notes.append(Remark("warn", "row_left_out", message, entry.place))
    return kept
