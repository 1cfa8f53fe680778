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

_REMEDY = "save a copy that holds only the plan"


def too_large(path: Path, what: str, allowed: int) -> DocumentError:
    """The one refusal of everything that is too large."""
    return DocumentError(f"it has more than {allowed:,} {what}, the most that are read", path.name, _REMEDY)


def check_size(path: Path, what: str, found: float, allowed: int) -> None:
    """Refuse a document of which something is too large."""
    if found > allowed:
        raise too_large(path, what, allowed)
