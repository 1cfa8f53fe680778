"""The cells of a table's rows: which column each belongs to, and rows that go on with the row above."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wres_analysis.documents.cell_text import clean, is_cut, is_finished, join, starts_midway
from wres_analysis.documents.document import Cell, Row
from wres_analysis.plans.cell_kinds import MOSTLY, fit, is_deadline, is_ref
from wres_analysis.plans.owners import is_role
from wres_analysis.plans.plan_columns import Column, Header
from wres_analysis.plans.plan_tables import PlanAction, PlanRow
from wres_analysis.plans.statuses import states_status

# What an extract loses first is what plans leave blank most often; it never loses the first columns.
_LOST_SELDOM = {
    "evidence": 0.0,
    "measure": 0.05,
    "owner": 0.1,
    "other": 0.1,
    "comment": 0.2,
    "status": 0.25,
    "ref": 2.0,
    "action": 4.0,
}
_LOST_OTHERWISE = 0.4  # guard: at 0.2 and at 0.8 all published documents are read alike
NUMBERED_FROM = 0.6  # guard: at 0.3 and at 1.2 all published documents are read alike
FILLED_ENOUGH = 3  # guard: at 1 and at 6 all published documents are read alike
BETTER_ALONE = 3.0  # at 6.0 a02t_ambulance_wres.txt is read otherwise; less: guard
LEAST_FIT_OF_A_ROW = 0.5  # guard: at 0.25 and at 1.0 all published documents are read alike
# A cell that has plainly the look of its field (`fit`), and how many of a row do: its wording and one more.
CLEARLY, LEAST_CLEAR = 2.5, 2
_NUMBERED = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2})+[a-z]?|\d{1,2}(?=[.)]\s))[.)]?\s+(?P<text>\S.*)", re.DOTALL
)
JOINED_WITH = {"owner": "; ", "indicators": "; ", "other_plans": "; ", "deadline": "; "}


def align(rows: Sequence[Sequence[str]], fields: Sequence[str | None]) -> tuple[list[int], float]:
    """The column of every cell of rows of one length, in order, and how well they suit the header."""
    cells, columns = len(rows[0]), len(fields)
    fits = [
        [sum(fit(row[cell], field or "") for row in rows) / len(rows) for field in fields]
        for cell in range(cells)
    ]
    # best[i][j]: the best score of the first i cells in the first j columns
    best = [[float("-inf")] * (columns + 1) for _ in range(cells + 1)]
    best[0] = [-sum(map(_loss, fields[:column])) for column in range(columns + 1)]
    for i in range(1, cells + 1):
        for j in range(i, columns + 1):
            placed = best[i - 1][j - 1] + fits[i - 1][j - 1]
            best[i][j] = max(placed, best[i][j - 1] - _loss(fields[j - 1]))
    # back from the end, a cell as far to the right as it fits: flags and statuses stand at the end
    i, path = cells, []
    for j in reversed(range(columns)):
        if i and best[i][j + 1] <= best[i - 1][j] + fits[i - 1][j] + 1e-9:
            i -= 1
            path.append(j)
    return path[::-1], best[cells][columns]


def score_of(row: Sequence[str], columns: Sequence[int], fields: Sequence[str | None]) -> float:
    """How well one row suits the header when its cells stand in the columns given."""
    lost = set(range(len(fields))) - set(columns)
    placed = sum(fit(text, fields[column] or "") for text, column in zip(row, columns, strict=True))
    return placed - sum(_loss(fields[column]) for column in lost)


def _loss(field: str | None) -> float:
    return _LOST_SELDOM.get(field or "", _LOST_OTHERWISE)


def is_numbered(rows: Sequence[PlanRow], table: int) -> bool:
    """Whether the actions of a table have numbers, so that a row without one is no new action."""
    full = [row for row in rows if row.table == table and len(row.values) >= FILLED_ENOUGH]
    return bool(full) and sum(is_ref(row.values.get("ref", "")) for row in full) >= NUMBERED_FROM * len(full)


def goes_on(row: PlanRow, last: PlanAction, *, numbered: bool) -> bool:
    """Whether a row is a further piece of the action above it."""
    ref = row.values.get("ref", "")
    if ref:
        return row.opens and ref == last.values.get("ref") and not _is_complete(row)
    wording = row.values.get("detail") or row.values.get("action") or ""
    if numbered and last.rows[-1].table == row.table:
        unfinished = not last.action.text or is_cut(last.action.text) or starts_midway(wording)
        return unfinished or not _is_complete(row)
    if not wording:
        return not _is_second_turn(row, last)
    # without numbers the wording must tell: how it starts, and what else the row has of its own
    aim = row.values.get("aim", "")
    if starts_midway(wording) or (aim and not starts_midway(aim)):
        return starts_midway(wording)
    if row.values.get("deadline") or states_status(row.values):
        return False
    if row.opens:
        return not (row.values.get("owner") and "action" in row.values)
    return len(row.values) == 1 and is_cut(last.text_of(next(iter(row.values))))


def _is_complete(row: PlanRow) -> bool:
    """A row with a wording and a date or a status of its own."""
    wording = row.values.get("detail") or row.values.get("action")
    return bool(wording) and (is_deadline(row.values.get("deadline", "")) or states_status(row.values))


def _is_second_turn(row: PlanRow, last: PlanAction) -> bool:
    """A row without a wording that has its own owner, date or status, as the action above already has."""
    deadline = row.values.get("deadline", "")
    told = [
        name
        for name, own in (
            ("deadline", is_deadline(deadline) and " " in deadline),
            ("status", states_status(row.values)),
            ("owner", is_role(row.values.get("owner", ""))),
        )
        if own
    ]
    return len(told) > 1 and all(last.values.get(name) for name in told if name in row.values)


def doubtful_owners(row: PlanRow, last: PlanAction, before: Sequence[PlanAction]) -> list[PlanAction] | None:
    """Earlier actions that a piece may belong to as well; None where it plainly continues the last one."""
    for name, text in row.values.items():
        so_far = last.text_of(name)
        if starts_midway(text) or (so_far and not is_finished(so_far)):
            return None
        if not so_far and name in ("action", "detail"):
            return None
    return [entry for entry in before if any(is_cut(entry.text_of(name)) for name in row.values)]


def fill_rows(rows: Sequence[PlanRow], headers: Sequence[Header]) -> None:
    """Put the cells of every row under their fields, aligned where it has fewer cells than its header."""
    alike: dict[tuple[int, int, int], list[PlanRow]] = {}
    for row in rows:
        alike.setdefault((row.grid, row.table, row.cells), []).append(row)
    for together in alike.values():
        number, columns = _columns_of(together, headers)
        fields = headers[number].fields
        for row in together:
            if spans(row.source):
                _fill(row, headers[row.table], range(row.cells))
                continue
            row.table, own = number, columns
            if len(columns) < len(fields):  # those of the rows like it, unless its own cells speak for others
                texts = row.source.texts
                alone = align([texts], fields)[0]
                gain = score_of(texts, alone, fields) - score_of(texts, columns, fields)
                own = alone if gain > BETTER_ALONE else columns
            _fill(row, headers[number], own)
    _part_numbers(rows)


def spans(row: Row) -> bool:
    """A row that is one cell across the table, or nearly."""
    left = sum(cell.covered == "left" for cell in row.cells)
    return left >= 1 and 2 * left >= len(row.cells) - 1


def suits(rows: Sequence[Row], fields: Sequence[str | None]) -> bool:
    """Whether most rows look like rows of a table with these fields."""
    filled = [row.texts for row in rows if any(row.texts)]
    scores = [
        score_of(texts, align([texts], fields)[0], fields) + 0.3 * (len(fields) - len(texts))
        for texts in filled
    ]
    return bool(filled) and sum(score > LEAST_FIT_OF_A_ROW for score in scores) * 2 >= len(scores)


def suits_clearly(rows: Sequence[Row], fields: Sequence[str | None]) -> bool:
    """Whether rows with fewer columns each have a wording and two cells with the look of their fields."""
    texts = [row.texts for row in rows if any(row.texts)]
    if len({len(row) for row in texts}) != 1 or "action" not in fields:
        return False
    columns = align(texts, fields)[0]
    clear = [
        sum(fit(text, fields[at] or "") >= CLEARLY for text, at in zip(row, columns, strict=True))
        > LEAST_CLEAR
        for row in texts
    ]
    return fields.index("action") in columns and all(clear)


def _columns_of(together: Sequence[PlanRow], headers: Sequence[Header]) -> tuple[int, list[int]]:
    """Table and columns of rows of one length; another length than its header's may be another header's."""
    table, width = together[0].table, together[0].cells
    rows = [list(row.source.texts) for row in together if not spans(row.source)]
    wide_enough = [number for number, header in enumerate(headers) if len(header.columns) >= width]
    own = list(range(width))
    if not rows or not wide_enough or (len(headers) == 1 and width == len(headers[table].columns)):
        return table, own
    scored = [(align(rows, headers[number].fields), number == table, number) for number in wide_enough]
    (columns, best), _, number = max(scored, key=lambda one: (one[0][1], one[1], one[2]))
    if width == len(headers[table].columns):
        gain = best - sum(score_of(row, own, headers[table].fields) for row in rows) / len(rows)
        return (number, columns) if gain > BETTER_ALONE else (table, own)
    return number, columns


def _fill(row: PlanRow, header: Header, columns: Sequence[int]) -> None:
    source, across = row.source, spans(row.source)
    row.fields = tuple(known for known in header.fields if known)
    row.missing = 0 if across else max(0, len(header.columns) - row.cells)
    filled = [cell.text for cell in source.cells if cell.text.strip()]
    row.band = clean(filled[0]) if len(filled) == 1 and across else ""
    beyond = Column("beyond the last column", None)
    for cell, at in zip(source.cells, columns, strict=True):
        _put(row, cell, header.columns[at] if at < len(header.columns) else beyond)


def _part_numbers(rows: Sequence[PlanRow]) -> None:
    """Numbers before wordings as refs, unless headings beside them are numbered too (year_columns)."""
    for table in {row.table for row in rows}:
        own = [row for row in rows if row.table == table and "action" in row.values and not row.band]
        found = {id(row): match for row in own if (match := _NUMBERED.fullmatch(row.values["action"]))}
        headings = [text for row in own for name in ("aim", "part") if (text := row.values.get(name, ""))]
        outline = any(map(_NUMBERED.fullmatch, headings))
        if not own or "ref" in own[0].fields or outline or len(found) < MOSTLY * len(own):
            continue
        for row in rows:
            if row.table == table:
                row.fields = ("ref", *row.fields)
            if match := found.get(id(row)):
                row.values = {"ref": match["number"], **row.values, "action": match["text"]}


def _put(row: PlanRow, cell: Cell, column: Column) -> None:
    text = clean(cell.text)
    name = column.field
    if name and cell.covered == "above":
        row.covered |= {name}
    if name and cell.fill:
        row.fills[name] = cell.fill
    if name and name != "other" and cell.text.strip():
        row.raw[name] = f"{row.raw[name]}\n{cell.text}" if name in row.raw else cell.text
    if not text:
        return
    if name is None:
        row.unread[column.title] = join(row.unread.get(column.title, ""), text)
    elif name == "other":
        row.left_out[column.title] = join(row.left_out.get(column.title, ""), text)
    else:
        text = f"{column.title}: {text}" if column.yearly else text
        joined = "; " if column.yearly else JOINED_WITH.get(name, " ")
        row.values[name] = joined.join(filter(None, (row.values.get(name, ""), text)))
