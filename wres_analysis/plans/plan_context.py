"""What holds for all actions of one plan: its key, its time, its columns, and how it is to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wres_analysis.documents.document import Document
from wres_analysis.plans.action_pieces import Assembled
from wres_analysis.plans.periods import PlanTime
from wres_analysis.plans.plan_columns import Header
from wres_analysis.plans.statuses import StatusKey
from wres_analysis.tables import FLAGS

# "Single equality scheme: summary of key priorities and actions to carry forward" has twelve words and may
# stand below the name of the organisation and a date; what stands further down is no title
MOST_WORDS_OF_A_TITLE = 20
LINES_OF_A_TITLE = 3
FLAG_COLUMNS = ("in_model_employer", "in_race_disparity")


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


def fields_of_headers(headers: tuple[Header, ...]) -> frozenset[str]:
    """The fields that any of the headers has a column for."""
    named = {column.field for header in headers for column in header.columns if column.field}
    return frozenset(
        named | {column.second for header in headers for column in header.columns if column.second}
    )


def tick_columns(assembled: Assembled) -> frozenset[str]:
    """Flag columns in which no cell says yes or no in words, so that an x is a tick."""
    return frozenset(name for name in FLAG_COLUMNS if not _says_yes_or_no(assembled, name))


def _says_yes_or_no(assembled: Assembled, name: str) -> bool:
    words = {flag.casefold() for flag in FLAGS if flag} | {"y", "n"}
    return any(entry.values.get(name, "").strip(" .").casefold() in words for entry in assembled.entries)


Record = dict[str, object]
Texts = Mapping[str, str]
