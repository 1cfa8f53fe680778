"""The words that plans use, the terms that we define, and words of the program, as CSV tables.

Takes: names of vocabularies, and a data folder's own rows. Gives: their rows.
Must not know: documents, plans, or anything computed from them.
"""

from __future__ import annotations

import csv
import re
import sys
from functools import cache
from importlib import resources
from pathlib import Path

ROOMS = ("language", "definitions", "program")

Rows = tuple[dict[str, str], ...]
_own: dict[str, Rows] = {}


@cache
def vocabulary_rows(name: str) -> Rows:
    """The rows of one of the CSV files of this folder, as text, with the data folder's own in front."""
    own, rows = _own.get(name, ()), package_rows(name)
    first = next(iter(rows[0]))
    replaced = {row[first] for row in own}
    return own + tuple(row for row in rows if row[first] not in replaced)


@cache
def vocabulary_words(name: str, **asked: str) -> frozenset[str]:
    """The first column of a vocabulary: of all rows, or of those that have what is asked for in a column."""
    first = next(iter(package_rows(name)[0]))
    rows = vocabulary_rows(name)
    return frozenset(row[first] for row in rows if all(row[at] == text for at, text in asked.items()))


@cache
def vocabulary_pattern(name: str, **asked: str) -> str:
    """The same words as alternatives of a regular expression, the longest first."""
    longest_first = sorted(vocabulary_words(name, **asked), key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, longest_first))


@cache
def package_rows(name: str) -> Rows:
    """The rows that the package itself has."""
    places = (resources.files(__name__).joinpath(room, f"{name}.csv") for room in ROOMS)
    text = next(place for place in places if place.is_file()).read_text(encoding="utf-8-sig")
    return tuple(csv.DictReader(text.splitlines()))


def language_vocabularies() -> list[str]:
    """The vocabularies that a data folder may add rows to."""
    folder = resources.files(__name__).joinpath("language")
    return sorted(Path(file.name).stem for file in folder.iterdir() if file.name.endswith(".csv"))


_CACHED = type(vocabulary_rows)  # others too say yes to any name that is asked for, as settings of Jupyter do


def use_own_rows(own: dict[str, Rows]) -> None:
    """Put a data folder's own rows on top, for this process; what was worked out from others is forgotten."""
    if own == _own:
        return
    _own.clear()
    _own.update(own)
    for name, module in list(sys.modules.items()):
        if name.startswith("wres_analysis"):
            for kept in list(vars(module).values()):
                if isinstance(kept, _CACHED) and kept is not package_rows:
                    kept.cache_clear()
