"""What the batch costs against a shell loop of `papermill` and `jupyter nbconvert`.

    python benchmarks/batch.py [--organisations 24] [--rounds 3] [--grow 20,200]

Rounds are interleaved and medians are shown, so that a busy machine disturbs both alike; the ratios are what
counts. CPU seconds are those of this process and of everything it started.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import nbformat
import psutil

from wres_analysis.batch import run_batch
from wres_analysis.reporting.notebook_reports import NOTEBOOKS, ORGANISATION_NOTEBOOK, Report
from wres_analysis.reporting.notebook_run import make_report
from wres_analysis.workers import preload, run_in_children

Way = Callable[[list[Report], Path], None]
CODES = ("A1", "B2", "C3")
FIGURE = (
    "figure, axes = plt.subplots(figsize=(7, 4))\n"
    "table.groupby('{by}')['n'].sum().plot.bar(ax=axes)\naxes.set_title('{by}')\nplt.show()"
)
LIKE = [
    "import matplotlib.pyplot as plt\nimport numpy as np\nimport pandas as pd",
    "rng = np.random.default_rng(len(organisation))",
    "most = {'status': 6, 'owner': 9, 'indicator': 10, 'month': 12}\n"
    "table = pd.DataFrame({name: rng.integers(0, high, 300) for name, high in most.items()} | {'n': 1})",
    "table.describe().style",
    *(FIGURE.format(by=by) for by in ("status", "owner", "indicator", "month")),
    "table.groupby('owner').agg({'n': 'sum'}).style.bar()",
    "table.pivot_table(index='owner', columns='status', values='n', aggfunc='sum').style.format(precision=0)",
    "len(table)",
    "table['n'].sum()",
    "table['owner'].nunique()",
    "table.to_csv('table.csv', index=False)",
    "print(organisation)",
]


def like_notebook(path: Path) -> Path:
    """A notebook of 16 cells, 4 figures and 3 styled tables."""
    first = 'organisation: str = "A1"\ntables_dir: str = ""\nfigures_dir: str = ""'
    cells = [nbformat.v4.new_code_cell(first, metadata={"tags": ["parameters"]})]
    cells += [nbformat.v4.new_code_cell(source) for source in LIKE]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path


def loop(reports: list[Report], place: Path) -> None:
    """What a shell would do: two commands for each organisation, one after the other."""
    for report in reports:
        folder = place / report.key
        folder.mkdir(parents=True, exist_ok=True)
        given = [part for name, value in report.parameters.items() for part in ("-r", name, value)]
        for command in (
            ["papermill", report.template, "report.ipynb", *given, "--no-progress-bar"],
            ["nbconvert", "--to", "html", "--no-input", "report.ipynb"],
        ):
            subprocess.run([sys.executable, "-m", *command], cwd=folder, check=True, capture_output=True)


def ours(reports: list[Report], place: Path) -> None:
    """The batch's own way, without what comes before the notebooks."""
    preload("wres_analysis.reporting.warm")
    make = partial(make_report, reports=place)
    limits = {"jobs": 2, "seconds": 300, "megabytes": 4000}
    for outcome in run_in_children(make, reports, name=lambda one: one.key, **limits):
        assert outcome.error is None, outcome.error


def measured(way: Way, reports: list[Report], place: Path) -> tuple[float, float]:
    """Wall and CPU seconds of one way, in a process of its own, its start included."""
    context = multiprocessing.get_context("spawn")
    results = context.SimpleQueue()
    begun = time.monotonic()
    process = context.Process(target=_work, args=(way, reports, place, results))
    process.start()
    process.join()
    assert process.exitcode == 0, "the work failed"
    return time.monotonic() - begun, results.get()


def _work(way: Way, reports: list[Report], place: Path, results: multiprocessing.SimpleQueue[float]) -> None:
    way(reports, place)
    own = os.times()
    spent = own.user + own.system + own.children_user + own.children_system
    for process in psutil.Process().children(recursive=True):  # the server that forks lives on
        spent += sum(process.cpu_times()[:4])
    results.put(spent)


def compare(template: Path, tables: Path | None, number: int, rounds: int) -> None:
    """Interleaved rounds of the loop and of the batch on one notebook."""
    reports = []
    for index in range(number):
        code = CODES[index % len(CODES)]
        folder = str(tables / ".cache" / "tables" / code) if tables else ""
        parameters = {"organisation": code, "figures_dir": "figures", "tables_dir": folder}
        reports.append(Report(f"organisations/{index}", template, "Title", parameters, str(index)))
    taken: dict[str, list[tuple[float, float]]] = {"loop": [], "ours": []}
    for _ in range(rounds):
        for name, way in (("loop", loop), ("ours", ours)):
            with tempfile.TemporaryDirectory() as place:
                taken[name].append(measured(way, reports, Path(place)))
    wall, cpu = (
        {name: statistics.median(one[part] for one in times) / number for name, times in taken.items()}
        for part in (0, 1)
    )
    for name in taken:
        print(f"  {name}: {wall[name]:.2f} s wall, {cpu[name]:.2f} s CPU for one organisation")
    print(f"  ratio: {wall['loop'] / wall['ours']:.1f} wall, {cpu['loop'] / cpu['ours']:.1f} CPU")


def grown_data(place: Path, sample: Path, number: int) -> Path:
    """The sample's plans under so many codes."""
    folders = sorted(path for path in (sample / "plans").iterdir() if path.is_dir())
    for index in range(number):
        shutil.copytree(folders[index % len(folders)], place / "plans" / f"Z{index:03}")
    return place


def grow(sample: Path, number: int) -> None:
    """A whole run on so many organisations, and a second one with nothing changed."""
    with tempfile.TemporaryDirectory() as folder:
        data, reports = grown_data(Path(folder) / "data", sample, number), Path(folder) / "reports"
        first = run_batch(data, reports)
        record = json.loads((reports / "run.json").read_text(encoding="utf-8"))
        own = [one["seconds"] for one in record["notebooks"].values()]
        again = run_batch(data, reports)
        print(f"  {number} organisations: first run {first.seconds:.0f} s, {record['seconds']}")
        print(f"  {len(first.failures)} failed; one notebook {statistics.median(own):.2f} s (median)")
        print(f"  second run {again.seconds:.1f} s, {len(again.finished)} made again")
        print(f"  memory of the scheduler afterwards: {psutil.Process().memory_info().rss // 2**20} MB")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--grow", default="20,200")
    given = parser.parse_args()
    sample = NOTEBOOKS.parent / "data"
    preload("wres_analysis.reporting.warm")
    with tempfile.TemporaryDirectory() as folder:
        print("a like notebook: 16 cells, 4 figures, 3 styled tables")
        compare(like_notebook(Path(folder) / "like.ipynb"), None, given.organisations, given.rounds)
        data = Path(folder) / "data"
        codes = sorted(path.name for path in (sample / "plans").iterdir() if path.is_dir())
        for own, code in zip(CODES, codes[1:], strict=False):
            shutil.copytree(sample / "plans" / code, data / "plans" / own)
        tables = run_batch(data, Path(folder) / "reports").reports
        print("the project's own 01_organisation")
        compare(NOTEBOOKS / ORGANISATION_NOTEBOOK, tables, given.organisations, given.rounds)
    for number in filter(None, given.grow.split(",")):
        print("a whole run")
        grow(sample, int(number))


if __name__ == "__main__":
    main()
