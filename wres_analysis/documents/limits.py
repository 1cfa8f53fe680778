"""How large a document may be, in one place. Real plans stay far below; a bomb or a dump does not."""

from __future__ import annotations

from pathlib import Path

from wres_analysis.errors import DocumentError

MEGABYTE = 1024 * 1024

FILE_BYTES = 50 * MEGABYTE
UNPACKED_BYTES = 200 * MEGABYTE
MEMBERS = 5_000
PACKING = 200
PACKING_FROM = 20 * MEGABYTE
PAGES = 500
ROWS = 20_000
COLUMNS = 200
CELLS = 300_000


def check_size(path: Path, what: str, found: float, allowed: int) -> None:
    """Refuse a document of which something is too large."""
    if found > allowed:
        message = f"it has more than {allowed:,} {what}, the most that are read"
        raise DocumentError(message, path.name, "save a copy that holds only the plan")
