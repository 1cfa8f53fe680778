"""How right and how fast documents are read: hand-checked answers, time of a page, and pdfplumber beside it.

    python benchmarks/reading.py [--gold FOLDER] [--times 3]

The documents and the judge are those of the gold set beside the project (../shared/gold/extraction). Times
are taken in one run on the same ruled pages; pdfplumber is measured where it is installed, and is no
dependency.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from wres_analysis.documents import read_document
from wres_analysis.errors import WresError
from wres_analysis.plans.actions import extract_actions

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold" / "extraction" / "dev"


def documents(gold: Path) -> list[Path]:
    """The documents of a gold folder that have answers beside them."""
    named = {path.name.removesuffix(".gold.csv") for path in gold.glob("*.gold.csv")}
    return sorted(path for path in gold.iterdir() if path.stem in named)


def seconds(task: Callable[[], object], times: int) -> float:
    """The shortest of several runs: others use the same machine."""
    runs = []
    for _ in range(times):
        start = time.perf_counter()
        task()
        runs.append(time.perf_counter() - start)
    return min(runs)


def judge(gold: Path, out: Path) -> None:
    """Read every document, and let the judge of the gold set print how right it was."""
    for path in documents(gold):
        try:
            extracted = extract_actions(read_document(path), keep_names=True)
        except WresError as error:
            print(error)
            continue
        extracted.actions.to_csv(out / f"{path.stem}.csv", index=False)
    subprocess.run([sys.executable, str(gold.parent / "score.py"), "--dir", str(out), str(gold)], check=False)


def time_pages(gold: Path, times: int) -> None:
    """Print the time of a page by kind of document, and how many times pdfplumber takes."""
    per_page: dict[str, list[float]] = {}
    ratios = []
    for path in documents(gold):
        document = read_document(path)
        pages = max(1, document.pages)
        own = seconds(lambda path=path: read_document(path), times)
        per_page.setdefault(document.kind, []).extend([own / pages] * pages)
        if document.kind == "pdf" and (other := plumbed(path, times)) is not None:
            ratios.append(other / own)
            print(f"{path.name}: {own / pages:.3f} s a page, pdfplumber {other / own:.1f} times that")
    for kind, found in sorted(per_page.items()):
        print(f"{kind}: {statistics.median(found):.3f} s a page in the median of {len(found)}")
    digital = [took for kind, found in per_page.items() if kind != "scan" for took in found]
    print(f"all digital: {statistics.median(digital):.3f} s a page in the median, at most 0.1 wanted")
    if ratios:
        print(f"pdfplumber: {statistics.median(ratios):.1f} times as long in the median, at least 4 wanted")


def plumbed(path: Path, times: int) -> float | None:
    """Seconds that pdfplumber takes for the tables of a PDF; None where it is not installed or finds none."""
    try:
        import pdfplumber
    except ImportError:
        return None

    def tables() -> int:
        with pdfplumber.open(path) as pdf:
            return sum(len(page.extract_tables()) for page in pdf.pages)

    return seconds(tables, times) if tables() else None


def main() -> None:
    """Measure what the arguments ask for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    if not options.gold.exists():
        sys.exit(f"{options.gold}: there is no such folder; give one with --gold")
    with tempfile.TemporaryDirectory() as out:
        judge(options.gold, Path(out))
    time_pages(options.gold, options.times)


if __name__ == "__main__":
    main()
