"""Actions while they are put together: their texts by field, the rows that they come from, their notes."""

from __future__ import annotations

from dataclasses import dataclass, field

from wres_analysis.extraction.plan_tables import PlanRow


@dataclass(frozen=True)
class Remarked:
    """A note on one action or, without one, on the document.

    Parameters
    ----------
    severity, code, message : str
    place : str
    """

    severity: str
    code: str
    message: str
    place: str = ""


@dataclass
class Shared:
    """A text that several actions stand under: it may go on in a later row, then it does so for all of them.

    Parameters
    ----------
    text : str
    """

    text: str = ""


@dataclass
class Entry:
    """One action with everything that its rows hold.

    Parameters
    ----------
    place : str
        Where its first row starts.
    part : str
    aim : Shared
    action : Shared
    values : dict of str to str
        Its other fields.
    rows : list of PlanRow
        The rows that it was put together from.
    notes : list of Remarked
    filled : set of str
        Fields that were filled down.
    below : str
        Text outside every table that stands above it and may be its heading.
    """

    place: str
    part: str
    aim: Shared
    action: Shared
    values: dict[str, str]
    rows: list[PlanRow]
    notes: list[Remarked] = field(default_factory=list)
    filled: set[str] = field(default_factory=set)
    below: str = ""

    def text_of(self, name: str) -> str:
        """The text of a field so far."""
        shared = {"action": self.action.text, "aim": self.aim.text}
        return shared[name] if name in shared else self.values.get(name, "")

    def note(self, severity: str, code: str, message: str) -> None:
        """Add a note, once for each code."""
        if all(known.code != code for known in self.notes):
            self.notes.append(Remarked(severity, code, message, self.place))


@dataclass
class Assembled:
    """The actions of a document before their cells are read.

    Parameters
    ----------
    entries : list of Entry
    notes : list of Remarked
        About the document, or about rows that are no actions.
    """

    entries: list[Entry] = field(default_factory=list)
    notes: list[Remarked] = field(default_factory=list)
