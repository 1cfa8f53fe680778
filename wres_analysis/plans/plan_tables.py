"""What a document holds as tables of actions: their rows with cells under fields, and the text between."""

from __future__ import annotations

from dataclasses import dataclass, field

from wres_analysis.documents.document import Line, Remark, Row
from wres_analysis.plans.plan_columns import Header


@dataclass
class PlanRow:
    """One row of a table of actions as it stands in the document, its cells under their fields."""

    place: str
    values: dict[str, str]  # field to cleaned text, filled cells only
    raw: dict[str, str] = field(default_factory=dict)  # the same as printed, for what cleaning removes
    fills: dict[str, str] = field(default_factory=dict)  # field to fill colour
    unread: dict[str, str] = field(default_factory=dict)  # title to text of columns that were not understood
    # title to text of columns that are understood but have no place in ACTIONS
    left_out: dict[str, str] = field(default_factory=dict)
    covered: frozenset[str] = frozenset()  # fields whose cell belongs to a merged cell that starts above
    fields: tuple[str, ...] = ()  # fields of its table in order
    table: int = 0  # number of its kind of table; the same titles are one table on every page
    opens: bool = False  # it is the first row below a repeated header, or on a new page
    missing: int = 0  # cells that it has fewer than its header has titles
    cells: int = 0  # cells that it has
    band: str = ""  # text of a row that is one cell across the table; blank for other rows
    source: Row = field(default_factory=lambda: Row((), ""))  # the row as the document has it
    grid: int = 0  # number of the table that it stands in
    whole: bool = False  # it is a whole action by itself, never a heading or a piece of another row


@dataclass(frozen=True)
class Between:
    """Lines of text that stand together before, between or behind tables of actions."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class PlanTables:
    """What a document holds as tables of actions."""

    items: tuple[PlanRow | Between, ...] = ()  # in the order of the document
    headers: tuple[Header, ...] = ()  # each kind of table once, numbered as `PlanRow.table`
    printings: tuple[tuple[int, str], ...] = ()  # table number and place of every header that is printed
    remarks: tuple[Remark, ...] = ()  # tables that were left out
