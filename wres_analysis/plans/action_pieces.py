"""One action of a plan, from the rows that it is put together from to its row of ACTIONS."""

from __future__ import annotations

from dataclasses import dataclass, field

from wres_analysis.documents.document import Remark
from wres_analysis.plans.cross_references import CarryOver
from wres_analysis.plans.deadlines import Deadline
from wres_analysis.plans.plan_tables import PlanRow
from wres_analysis.plans.statuses import Status


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


@dataclass
class Assembled:
    """The actions of a document before their cells are read."""

    entries: list[PlanAction] = field(default_factory=list)
    # about the document, or about rows that are no actions
    notes: list[Remark] = field(default_factory=list)
