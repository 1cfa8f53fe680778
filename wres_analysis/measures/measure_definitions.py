"""What each measure of RATES means: read from vocabulary/measures.csv, used by pages and charts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from wres_analysis.errors import TableError
from wres_analysis.vocabulary import vocabulary_rows


@dataclass(frozen=True)
class Measure:
    """One measure in words."""

    measure: str  # name in RATES
    label: str  # short name for a chart or a column
    question: str  # the question that it answers
    denominator: str  # which actions could count
    direction: str  # forward looks from the earlier plan, backward from the later one, pair at linked actions


@cache
def read_vocabulary(name: str) -> pd.DataFrame:
    """One CSV of the vocabulary as a table of strings."""
    return pd.DataFrame(vocabulary_rows(name), dtype="str")


@cache
def measures() -> dict[str, Measure]:
    """Every measure by name, in the order in which they are shown."""
    return {row["measure"]: Measure(**row) for row in vocabulary_rows("measures")}


def measure_of(name: str) -> Measure:
    """The measure of that name."""
    if name not in measures():
        raise TableError(f"there is no measure '{name}'", "measures", f"use one of {', '.join(measures())}")
    return measures()[name]


def names_of(*directions: str) -> tuple[str, ...]:
    """Names of the measures of these directions, in their order."""
    return tuple(name for name, measure in measures().items() if measure.direction in directions)
