"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

ASIDE = ".aside-"  # how the name of a file begins that has not taken its place yet


def aside_of(path: Path) -> Path:
    """Where this process writes a file before it takes its place; the ending stays.

    Examples
    --------
    >>> aside_of(Path("reports/rates.csv")).name.startswith(".aside-")
    True
    """
    return path.with_name(f"{ASIDE}{os.getpid()}-{path.name}")


def write_text_whole(path: Path, text: str) -> None:
    """Write a text beside its place and rename it, so that nobody ever sees half of it."""
    write_bytes_whole(path, text.encode("utf-8"))


def write_bytes_whole(path: Path, content: bytes) -> None:
    """Write bytes as they are, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = aside_of(path)
    try:
        aside.write_bytes(content)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
