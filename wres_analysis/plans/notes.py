"""The notes of a careful reader, gathered before they become rows of READING_NOTES."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from wres_analysis.documents.document import Remark

ON_THE_WHOLE = frozenset({"deadline_month_only", "filled_down"})


def rows_in_words(rows: Iterable[int]) -> str:
    """Row numbers as a reader writes them."""
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def gathered(notes: Sequence[Remark], rows: int) -> list[Remark]:
    """Notes once for each code and row; an info on more than half of the rows becomes one on the document."""
    once = list(
        {(note.code, note.row, "" if note.row else note.message): note for note in reversed(notes)}.values()
    )
    once.reverse()
    on_rows: dict[str, list[Remark]] = {}
    for note in once:
        if note.row and note.severity == "info":
            on_rows.setdefault(note.code, []).append(note)
    common = {
        code: found
        for code, found in on_rows.items()
        if len(found) > max(3, rows / 2) or (code in ON_THE_WHOLE and len(found) > 1)
    }
    kept: list[Remark] = []
    for note in once:
        if note.severity != "info" or note.row is None or note.code not in common:
            kept.append(note)
        elif note is common[note.code][0]:
            kept.append(replace(note, row=None, message=_in_one(common[note.code])))
    return kept


def _in_one(notes: Sequence[Remark]) -> str:
    """What notes of one kind say, each of them quoted, with its rows."""
    by_message: dict[str, list[int]] = {}
    for note in notes:
        by_message.setdefault(note.message, []).append(note.row or 0)
    said = [
        (f"Row{'s' if len(rows) > 1 else ''} {rows_in_words(rows)}: {text}")
        for text, rows in by_message.items()
    ]
    return " ".join(said)
