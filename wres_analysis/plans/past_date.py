"""Whether an action is past its date: the one rule, asked by notes, rates, figures and the register."""

from __future__ import annotations

import datetime as dt

CLOSED = ("complete", "withdrawn")


def is_past_date(day: dt.date | None, as_at: dt.date | None, status: str) -> bool:
    """Whether it was due on or before the as-at date, both known, and is neither complete nor withdrawn."""
    return day is not None and as_at is not None and bool(day <= as_at) and status not in CLOSED
