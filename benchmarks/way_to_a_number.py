"""How much code lies between a published PDF and one number on a page.

    python benchmarks/way_to_a_number.py [ORGANISATION] [--data FOLDER]

Runs the way from the organisation's plans to the table of exact, edited and reworded links on the carry-over
page, and prints how many files and functions of the package ran in each room, and how deep its calls went.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from types import CodeType, FrameType

import wres_analysis as wa
from wres_analysis import reports
from wres_analysis.plans.reading import read_plan

PACKAGE = Path(wa.__file__).resolve().parent


class Way:
    """The functions of the package that ran, and the deepest chain of them."""

    def __init__(self) -> None:
        self.ran: set[CodeType] = set()
        self.depth = self.deepest = 0

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        """Count a call of the package; comprehensions and module bodies are no functions."""
        code = frame.f_code
        if not code.co_filename.startswith(str(PACKAGE)) or code.co_name.startswith("<"):
            return
        if event == "call":
            self.ran.add(code)
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)
        elif event == "return":
            self.depth -= 1


def main() -> int:
    """Run the way once and print what it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("organisation", nargs="?", default="ASH")
    parser.add_argument("--data", type=Path, default=PACKAGE.parent / "data")
    given = parser.parse_args()
    way = Way()
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder)
        shutil.copytree(given.data / "plans" / given.organisation, own / "plans" / given.organisation)
        sys.setprofile(way)
        try:
            for document in sorted(own.glob("plans/*/*.pdf")):
                read_plan(document)  # once here too: a run reads in child processes, where nothing is counted
            exhibit = reports.three_kinds(wa.open(own))
        finally:
            sys.setprofile(None)
    rooms: defaultdict[str, list[CodeType]] = defaultdict(list)
    for code in way.ran:
        inside = Path(code.co_filename).relative_to(PACKAGE)
        rooms[inside.parts[0] if len(inside.parts) > 1 else "(top)"].append(code)
    for room, codes in sorted(rooms.items()):
        print(f"{room:12} {len({code.co_filename for code in codes}):3} files {len(codes):4} functions")
    files = len({code.co_filename for code in way.ran})
    print(f"{'in all':12} {files:3} files {len(way.ran):4} functions, calls {way.deepest} deep")
    return 0 if len(exhibit.table) else 1


if __name__ == "__main__":
    sys.exit(main())
