"""The words that plans use, the terms that we define, and words of the program, as CSV tables.

Takes: names of vocabularies, and a data folder's own rows. Gives: their rows.
Must not know: documents, plans, or anything computed from them.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

ROOMS = ("language", "definitions", "program")


@cache
def vocabulary_rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one of the CSV files of this folder, as text.

    Examples
    --------
    >>> sorted(vocabulary_rows("headings")[0])
    ['field', 'how', 'title']
    """
    places = (resources.files(__name__).joinpath(room, f"{name}.csv") for room in ROOMS)
    text = next(place for place in places if place.is_file()).read_text(encoding="utf-8-sig")
    return tuple(csv.DictReader(text.splitlines()))
