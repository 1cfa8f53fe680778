"""What the batch costs against a shell loop of `papermill` and `jupyter nbconvert`, and against bare cells.

    python benchmarks/batch.py [--organisations 24] [--rounds 3] [--grow 20,200] [--years 4] [--workforce]

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

from wres_analysis.batch.notebook_reports import NOTEBOOKS, ORGANISATION_NOTEBOOK, Report, plan_reports
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


def grown_data(place: Path, sample: Path, number: int, years: int, workforce: bool) -> Path:
    """The sample's plans under so many codes, of organisations that have so many plans; with staff counts."""
    counts = sorted(path for path in (sample / "workforce").iterdir() if path.is_dir())
    folders = sorted(path for path in (sample / "plans").iterdir() if path.is_dir())
    folders = [path for path in folders if len(list(path.iterdir())) >= years] or folders
    for index in range(number):
        plans = folders[index % len(folders)]
        shutil.copytree(plans, place / "plans" / f"Z{index:03}")
        if workforce:
            own = sample / "workforce" / plans.name
            counted = own if own in counts else counts[index % len(counts)]
            shutil.copytree(counted, place / "workforce" / f"Z{index:03}")
    return place


def cpu_of_reports(data: Path, reports: Path, number: int = 6) -> dict[str, float]:
    """CPU seconds of one report of each kind, made again among all: the median of the first organisations."""
    codes = [f"Z{index:03}" for index in range(number)]
    counted = codes if (data / "workforce").is_dir() else []
    again = [
        one for one in plan_reports({code: code for code in codes}, NOTEBOOKS, counted) if one.organisation
    ]
    spent: dict[str, list[float]] = {}
    for outcome in run_in_children(partial(costs, reports=reports), again, jobs=1, seconds=300):
        assert outcome.value, outcome.error
        spent.setdefault(outcome.item.key.partition("/")[0], []).append(outcome.value["in all"])
    return {kind: statistics.median(seconds) for kind, seconds in spent.items()}


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


def grow(sample: Path, number: int, years: int, workforce: bool) -> dict[str, float]:
    """A whole run on so many organisations, and one with nothing changed; CPU seconds of one report."""
    with tempfile.TemporaryDirectory() as folder:
        data = grown_data(Path(folder) / "data", sample, number, years, workforce)
        reports = Path(folder) / "reports"
        plans = sum(path.is_file() for path in (data / "plans").rglob("*"))
        spent = _cpu_of_all()
        with peak_memory() as peak:
            first = run_batch(data, reports)
        spent = _cpu_of_all() - spent
        record = json.loads((reports / "run.json").read_text(encoding="utf-8"))
        begun = time.monotonic()
        again = run_batch(data, reports)
        print(f"  {number} organisations, {plans} plans: {first.seconds:.0f} s, {spent:.0f} s CPU", end="")
        print(f", {len(first.finished)} reports, {len(first.failures)} failed")
        print(f"    by step: {record['seconds']}")
        print(f"    most memory {peak[-1]:.0f} MB with everything that was started")
        print(
            f"    second run {time.monotonic() - begun:.1f} s, {len(again.finished)} made again", flush=True
        )
        each = cpu_of_reports(data, reports, min(number, 6))
        print(f"    CPU of one report: {', '.join(f'{kind} {cpu:.2f} s' for kind, cpu in each.items())}")
        return each


def _cpu_of_all() -> float:
    """CPU seconds of this process and of everything below it, those that have ended included."""
    spent = 0.0
    for process in [psutil.Process(), *psutil.Process().children(recursive=True)]:
        spent += sum(process.cpu_times()[:4])
    return spent


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--organisations", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--grow", default="20,200", help="numbers of organisations, with commas; 0: none")
    parser.add_argument("--years", type=int, default=1, help="grow from organisations with so many plans")
    parser.add_argument("--workforce", action="store_true", help="staff counts for every organisation")
    given = parser.parse_args()
    pandas = importlib.util.find_spec("pandas")
    if pandas and not Path(pandas.cached or "").is_file():
        print("There is no bytecode here: compile the packages first, or the loop looks slower than it is.")
    sample = NOTEBOOKS.parent / "data"
    preload("wres_analysis.batch.preloading")
    if given.organisations:
        run_ways(sample, given.organisations, given.rounds)
    numbers = [number for number in map(int, given.grow.split(",")) if number]
    each = {number: grow(sample, number, given.years, given.workforce) for number in numbers}
    for many in numbers[1:]:
        for kind, least in each[numbers[0]].items():
            most = each[many][kind]
            print(
                f"  {kind}, CPU of one report: {least:.2f} s among {numbers[0]}, {most:.2f} s among {many}: ",
                end="",
            )
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
