"""Tables of actions: their rows, the actions made of them, and what holds for the whole plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from wres_analysis.documents.document import Document, Line, Remark, Row
from wres_analysis.plans.cross_references import CarryOver
from wres_analysis.plans.plan_columns import Header
from wres_analysis.plans.plan_dates import Deadline, PlanTime
from wres_analysis.plans.statuses import Status, StatusKey
from wres_analysis.tables import FLAGS

# "Single equality scheme: summary of key priorities and actions to carry forward" has twelve words and may
# stand below the name of the organisation and a date; what stands further down is no title
MOST_WORDS_OF_A_TITLE = 20
LINES_OF_A_TITLE = 3
FLAG_COLUMNS = ("in_model_employer", "in_race_disparity")


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


@dataclass
class Shared:
    """A text that several actions stand under: where it goes on in a later row, it does for all of them."""

    text: str = ""


@dataclass
class PlanAction:
    """One action with everything that its rows hold and, once its cells are read, its row of ACTIONS."""

    place: str  # where its first row starts
    part: str
    aim: Shared
    action: Shared
    values: dict[str, str]  # its other fields
    rows: list[PlanRow]  # the rows that it was put together from
    notes: list[Remark] = field(default_factory=list)
    filled: set[str] = field(default_factory=set)  # fields that were filled down
    below: str = ""  # text outside every table that stands above it and may be its heading
    row: dict[str, str | int] = field(default_factory=dict)  # cells of ACTIONS, names still in them
    status: Status = field(default_factory=Status)
    deadline: Deadline = field(default_factory=Deadline)
    carried: CarryOver = field(default_factory=CarryOver)

    @property
    def number(self) -> int:
        """Its row in ACTIONS."""
        return int(self.row["row"])

    def text(self, name: str) -> str:
        """The text of a cell of ACTIONS."""
        return str(self.row.get(name, ""))

    def text_of(self, name: str) -> str:
        """The text of a field so far, before its cells are read."""
        shared = {"action": self.action.text, "aim": self.aim.text}
        return shared[name] if name in shared else self.values.get(name, "")

    def note(self, severity: str, code: str, message: str) -> None:
        """Add a note, once for each code."""
        if all(known.code != code for known in self.notes):
            self.notes.append(Remark(severity, code, message, self.place))


@dataclass(frozen=True)
class PlanContext:
    """What holds for all actions of one plan."""

    document: Document
    organisation: str  # as in the data folder
    plan_year: str  # as in the data folder
    time: PlanTime
    key: StatusKey
    headers: tuple[Header, ...]
    printings: tuple[tuple[int, str], ...]  # table number and place of every printed header
    fields: frozenset[str]  # fields that the plan has a column for
    status_column_in_use: bool  # the plan has a status column and at least one status in it
    status_in_deadlines: bool = False  # it has no status column, and deadline cells that state a status
    tick_columns: frozenset[str] = field(default=frozenset())  # flag columns that hold marks and blanks only
    keep_names: bool = False

    @property
    def title(self) -> str:
        """The first lines of the document, which may say what all its actions are."""
        lines = [
            line.text for line in self.document.lines() if len(line.text.split()) <= MOST_WORDS_OF_A_TITLE
        ]
        return " ".join(lines[:LINES_OF_A_TITLE])


def tick_columns(records: Sequence[PlanAction]) -> frozenset[str]:
    """Flag columns in which no cell says yes or no in words, so that an x is a tick."""
    words = {flag.casefold() for flag in FLAGS if flag} | {"y", "n"}
    said = {
        name
        for name in FLAG_COLUMNS
        for record in records
        if record.values.get(name, "").strip(" .").casefold() in words
    }
    return frozenset(FLAG_COLUMNS) - said
