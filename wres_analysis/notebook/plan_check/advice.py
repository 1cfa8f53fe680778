"""The reading notes of one plan, numbered, each with what to do about it."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pandas as pd

from wres_analysis.vocabulary import vocabulary_rows

ANY_NOTE = "Compare the place with the document."
SEVERITY_WORDS = {"error": "Error", "warn": "Warning", "info": "Remark"}


class NumberedNote(NamedTuple):
    """A reading note with its advice."""

    number: int  # of errors and warnings, from 1 in the order of the plan; 0 for a remark
    row: int  # row of ACTIONS; 0 for the document as a whole
    severity: str  # as in READING_NOTES
    code: str  # as in READING_NOTES
    message: str  # as in READING_NOTES
    place: str  # as in READING_NOTES
    advice: str  # what to do, in one sentence


@cache
def _advice() -> dict[str, str]:
    return {row["code"]: row["what_to_do"] for row in vocabulary_rows("note_advice")}


def advice_on(code: str) -> str:
    """What to do about a note of this kind; a general word for a kind that is not known.

    Examples
    --------
    >>> advice_on("cut_short")
    'Fetch the file again from where it was published.'
    """
    return _advice().get(code, ANY_NOTE)


def numbered_notes(notes: pd.DataFrame) -> list[NumberedNote]:
    """The notes of a plan in their order, errors and warnings numbered."""
    numbered: list[NumberedNote] = []
    count = 0
    for note in notes.to_dict("records"):
        weighty = note["severity"] != "info"
        count += weighty
        row = 0 if pd.isna(note["row"]) else int(note["row"])
        number = count if weighty else 0
        severity, code, message, place = (
            str(note[name]) for name in ("severity", "code", "message", "place")
        )
        numbered.append(NumberedNote(number, row, severity, code, message, place, advice_on(code)))
    return numbered
