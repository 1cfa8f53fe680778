"""What the batch costs against a shell loop of `papermill` and `jupyter nbconvert`, and against bare cells.

    python benchmarks/batch.py [--organisations 24] [--rounds 3] [--grow 20,200] [--years 4]

Rounds are interleaved and medians are shown, so that a busy machine disturbs all ways alike; the ratios are
what counts. CPU seconds are those of the process and of everything it started. Compile the packages first
(`python -m compileall` on their folder): without bytecode every start takes twice as long, and the loop
starts so often that it would look too slow.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psutil
from batch_ways import CODES, costs, like_notebook, loop, measured, ours, plain

from wres_analysis.batch.notebook_reports import NOTEBOOKS, ORGANISATION_NOTEBOOK, Report
from wres_analysis.batch.run import run_batch
from wres_analysis.processes.workers import preload, run_in_children

WAYS = {"loop": loop, "ours": ours, "plain function": plain}
FEW = 4  # what is spent once is told from what every organisation costs by running so few of them as well


def reports_on(template: Path, tables: Path | None, number: int) -> list[Report]:
    """So many reports of one notebook, on three organisations in turn."""
    reports = []
    for index in range(number):
        code = CODES[index % len(CODES)]
        folder = str(tables / ".cache" / "tables" / code) if tables else ""
        parameters = {"organisation": code, "figures_dir": "figures", "tables_dir": folder}
        reports.append(Report(f"organisations/{index}", template, "Title", parameters, str(index)))
    return reports


def compare(template: Path, tables: Path | None, number: int, rounds: int) -> None:
    """Interleaved rounds of every way on one notebook."""
    reports = reports_on(template, tables, number)
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in WAYS}
    few: dict[str, list[float]] = {"ours": [], "plain function": []}
    for _ in range(rounds):
        for name, way in WAYS.items():
            with tempfile.TemporaryDirectory() as place:
                taken[name].append(measured(way, reports, Path(place)))
            if name in few:
                with tempfile.TemporaryDirectory() as place:
                    few[name].append(measured(way, reports[:FEW], Path(place))[1])
    wall, cpu = (
        {name: statistics.median(one[part] for one in times) / number for name, times in taken.items()}
        for part in (0, 1)
    )
    for name in taken:
        ratio = f"{wall['loop'] / wall[name]:.1f} times faster, {cpu['loop'] / cpu[name]:.1f} times less CPU"
        print(f"  {name}: {wall[name]:.2f} s wall, {cpu[name]:.2f} s CPU for one organisation; {ratio}")
    more = {
        name: (cpu[name] * number - statistics.median(spent)) / (number - FEW) for name, spent in few.items()
    }
    once = statistics.median(few["ours"]) - FEW * more["ours"]
    own, limit = more["ours"], more["plain function"]
    print(f"  spent once: {once:.2f} s CPU; each further organisation {own:.2f} s, ", end="")
    print(f"as a plain function {limit:.2f} s: {own / limit:.2f} times", flush=True)


def name_costs(template: Path, tables: Path) -> None:
    """Where the CPU seconds of one organisation go, each named."""
    with tempfile.TemporaryDirectory() as place:
        reports = reports_on(template, tables, 6)
        (Path(place) / "organisations").mkdir()
        work = partial(costs, reports=Path(place))
        found = [outcome.value for outcome in run_in_children(work, reports, jobs=1, seconds=300)]
    print("  CPU of one child, in milliseconds:")
    for name in found[0] if found[0] else ():
        print(f"    {name}: {1000 * statistics.median(one[name] for one in found if one):.0f}")


def grown_data(place: Path, sample: Path, number: int, years: int) -> Path:
    """The sample's plans under so many codes, those organisations first that have so many plans or more."""
    folders = sorted(path for path in (sample / "plans").iterdir() if path.is_dir())
    folders = [path for path in folders if len(list(path.iterdir())) >= years] or folders
    for index in range(number):
        shutil.copytree(folders[index % len(folders)], place / "plans" / f"Z{index:03}")
    return place


@contextmanager
def peak_memory() -> Iterator[list[float]]:
    """Most memory in MB of this process and all below it, shared pages counted once (PSS), as last item."""
    peak, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(0.5):
            held = 0
            for process in [psutil.Process(), *psutil.Process().children(recursive=True)]:
                try:
                    held += getattr(process.memory_full_info(), "pss", process.memory_info().rss)
                except psutil.Error:
                    continue
            peak.append(max(peak[-1], held / 2**20))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def grow(sample: Path, number: int, years: int) -> float:
    """A whole run on so many organisations, and a second one with nothing changed; seconds of each."""
    with tempfile.TemporaryDirectory() as folder:
        data = grown_data(Path(folder) / "data", sample, number, years)
        reports = Path(folder) / "reports"
        plans = sum(path.is_file() for path in (data / "plans").rglob("*"))
        with peak_memory() as peak:
            first = run_batch(data, reports)
        record = json.loads((reports / "run.json").read_text(encoding="utf-8"))
        own = [one["seconds"] for key, one in record["notebooks"].items() if key.startswith("organisations/")]
        begun = time.monotonic()
        again = run_batch(data, reports)
        print(f"  {number} organisations, {plans} plans: {first.seconds:.0f} s, {len(first.failures)} failed")
        print(f"    by step: {record['seconds']}")
        print(f"    one organisation's notebook {statistics.median(own):.2f} s (median)")
        print(f"    most memory {peak[-1]:.0f} MB with everything that was started")
        print(
            f"    second run {time.monotonic() - begun:.1f} s, {len(again.finished)} made again", flush=True
        )
        return float(record["seconds"]["notebooks"]) / number


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--organisations", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--grow", default="20,200", help="numbers of organisations, with commas; 0: none")
    parser.add_argument("--years", type=int, default=1, help="grow from organisations with so many plans")
    given = parser.parse_args()
    pandas = importlib.util.find_spec("pandas")
    if pandas and not Path(pandas.cached or "").is_file():
        print("There is no bytecode here: compile the packages first, or the loop looks slower than it is.")
    sample = NOTEBOOKS.parent / "data"
    preload("wres_analysis.batch.preloading")
    if given.organisations:
        run_ways(sample, given.organisations, given.rounds)
    each = {number: grow(sample, number, given.years) for number in map(int, given.grow.split(",")) if number}
    if len(each) > 1:
        (few, least), (many, most) = min(each.items()), max(each.items())
        print(f"  notebooks for one organisation: {least:.2f} s of {few}, {most:.2f} s of {many}: ", end="")
        print(f"{100 * (most / least - 1):+.0f} %")


def run_ways(sample: Path, number: int, rounds: int) -> None:
    """Every way, on a notebook like those of others and on the project's own."""
    with tempfile.TemporaryDirectory() as folder:
        print("a like notebook: 16 cells, 4 figures, 3 styled tables", flush=True)
        compare(like_notebook(Path(folder) / "like.ipynb"), None, number, rounds)
        data = Path(folder) / "data"
        codes = sorted(path.name for path in (sample / "plans").iterdir() if path.is_dir())
        for own, code in zip(CODES, codes[1:], strict=False):
            shutil.copytree(sample / "plans" / code, data / "plans" / own)
        tables = run_batch(data, Path(folder) / "reports").reports
        print("the project's own 01_organisation", flush=True)
        compare(NOTEBOOKS / ORGANISATION_NOTEBOOK, tables, number, rounds)
        name_costs(NOTEBOOKS / ORGANISATION_NOTEBOOK, tables)


if __name__ == "__main__":
    main()
