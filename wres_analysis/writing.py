"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write_text_whole(path: Path, text: str) -> None:
    """Write a text beside its place and rename it, so that nobody ever sees half of it.

    Parameters
    ----------
    path : pathlib.Path
        Its folder is made where it is missing.
    text : str
        Written as UTF-8.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
