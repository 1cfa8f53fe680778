"""What plans say in different words: tables in CSV, one for each kind of thing, and their one reader."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources


@cache
def vocabulary_rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one of the CSV files of this folder, as text.

    Parameters
    ----------
    name : str
        File name without ".csv".

    Returns
    -------
    tuple of dict
        Shared between callers: not to be changed.

    Examples
    --------
    >>> sorted(vocabulary_rows("headings")[0])
    ['field', 'how', 'title']
    """
    text = resources.files(__name__).joinpath(f"{name}.csv").read_text(encoding="utf-8-sig")
    return tuple(csv.DictReader(text.splitlines()))
