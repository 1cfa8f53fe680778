"""Whether an action is past its date: the one rule, asked by notes, rates, figures and the register."""

from __future__ import annotations

CLOSED = ("complete", "withdrawn")


def is_past_date(day: str, as_at: str, status: str) -> bool:
    """Whether it was due on or before the as-at date and is neither complete nor withdrawn.

    Days are YYYY-MM-DD; a blank one is not known to have passed.

    Examples
    --------
    >>> is_past_date("2023-03-31", "2023-03-31", "in_progress"), is_past_date("2023-03-31", "", "in_progress")
    (True, False)
    """
    return bool(day and as_at) and day <= as_at and status not in CLOSED
