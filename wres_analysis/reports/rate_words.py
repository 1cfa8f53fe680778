"""What is missing, and where a value lies against chance, said in words."""

from __future__ import annotations

from wres_analysis.measures.benchmarking import TOO_FEW

NOT_HELD = "no earlier plan held"


def position_words(position: str) -> str:
    """A position of BENCHMARK in words.

    Examples
    --------
    >>> position_words("above 99.8"), position_words("too_few")
    ('above the 99.8% limit', 'too few to compare')
    """
    if position == TOO_FEW:
        return "too few to compare"
    return "within the limits" if position == "inside" else f"{position.replace(' ', ' the ')}% limit"
