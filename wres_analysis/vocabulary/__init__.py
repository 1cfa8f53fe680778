"""What plans say in different words: tables in CSV, one for each kind of thing, and their one reader."""

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
