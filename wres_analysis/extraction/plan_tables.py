"""What a document holds as tables of actions: their rows with cells under fields, and the text between."""

from __future__ import annotations

from dataclasses import dataclass, field

from wres_analysis.extraction.columns import Header
from wres_analysis.readers.document import Line, Remark


@dataclass
class PlanRow:
    """One row of a table of actions as it stands in the document, its cells under their fields.

    Parameters
    ----------
    place : str
    values : dict of str to str
        Field to cleaned text, filled cells only.
    raw : dict of str to str
        The same as printed, for what cleaning removes.
    fills : dict of str to str
        Field to fill colour.
    unread : dict of str to str
        Title to text of columns that were not understood.
    left_out : dict of str to str
        Title to text of columns that are understood but have no place in ACTIONS.
    covered : frozenset of str
        Fields whose cell belongs to a merged cell that starts above.
    fields : tuple of str
        Fields of its table in order.
    table : int
        Number of its kind of table; the same titles are one table on every page.
    opens : bool
        It is the first row below a repeated header, or on a new page.
    missing : int
        Cells that it has fewer than its header has titles.
    cells : int
        Cells that it has.
    band : str
        Text of a row that is one cell across the table; blank for other rows.
    whole : bool
        It is a whole action by itself, never a heading or a piece of another row.
    """

    place: str
    values: dict[str, str]
    raw: dict[str, str] = field(default_factory=dict)
    fills: dict[str, str] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    covered: frozenset[str] = frozenset()
    fields: tuple[str, ...] = ()
    table: int = 0
    opens: bool = False
    missing: int = 0
    cells: int = 0
    band: str = ""
    whole: bool = False


@dataclass(frozen=True)
class Between:
    """Lines of text that stand together before, between or behind tables of actions."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class PlanTables:
    """What a document holds as tables of actions.

    Parameters
    ----------
    items : tuple of PlanRow or Between
        In the order of the document.
    headers : tuple of Header
        Each kind of table once, numbered as `PlanRow.table`.
    printings : tuple of (int, str)
        Table number and place of every header that is printed.
    remarks : tuple of Remark
        Tables that were left out.
    """

    items: tuple[PlanRow | Between, ...] = ()
    headers: tuple[Header, ...] = ()
    printings: tuple[tuple[int, str], ...] = ()
    remarks: tuple[Remark, ...] = ()
