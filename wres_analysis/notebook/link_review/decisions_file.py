"""Decisions of one sitting on their way into links_reviewed.csv, and out of it again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from wres_analysis.errors import TableError
from wres_analysis.notebook.link_review.reviewed_file import (
    Cells,
    ReviewedText,
    Verdict,
    decisions_in,
    merged,
    read_content,
    reviewed_text,
    row_before,
    same_file,
    withdrawn,
)
from wres_analysis.writing import held_alone, write_bytes_whole

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
