"""What the batch costs on a Dask cluster against the batch's own executor, with the same two workers.

    python benchmarks/cluster.py [--organisations 16] [--rounds 3]

Both run the whole path on copies of the sample in fresh folders, in turn, so that a busy machine disturbs
both alike. The cluster stands already, as it does for a team that has one, and each way makes one run before
the first that counts, so that nobody's warming up is measured. CPU seconds are those of all processes.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
import time
from pathlib import Path

import psutil
from distributed import LocalCluster

from wres_analysis.batch.notebook_reports import NOTEBOOKS
from wres_analysis.batch.run import run_batch
from wres_analysis.cluster.remote_site import RemoteSite

STEPS = ("read", "link and measure", "notebooks", "in all")


def copied(place: Path, sample: Path, number: int) -> Path:
    """The sample's plans under so many codes."""
    folders = sorted(path for path in (sample / "plans").iterdir() if path.is_dir())
    for index in range(number):
        shutil.copytree(folders[index % len(folders)], place / "plans" / f"Z{index:03}")
    return place


def spent() -> float:
    """CPU seconds so far of this process and of everything below it, those that have ended included."""
    processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
    return sum(sum(process.cpu_times()[:4]) for process in processes)


def run(data: Path, cluster: str) -> dict[str, float]:
    """Seconds of each step of a run from nothing, and its CPU seconds."""
    before = spent()
    with tempfile.TemporaryDirectory() as reports:
        result = run_batch(data, reports, site=RemoteSite(data, reports, cluster), jobs=2)
        assert not result.failures, result.failures
        record = json.loads((result.reports / "run.json").read_text(encoding="utf-8"))
    time.sleep(0.5)  # children that have just ended are counted with their parents
    return {**record["seconds"], "CPU": spent() - before}


def compare(data: Path, address: str, rounds: int) -> None:
    """Interleaved rounds of both ways."""
    ways = {"this machine": "", "cluster": address}
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, cluster in ways.items():
            seconds = run(data, cluster)
            if number:
                taken[name].append(seconds)
    for step in (*STEPS, "CPU"):
        here, there = (statistics.median(one[step] for one in taken[name]) for name in ways)
        pairs = zip(*taken.values(), strict=True)
        ratios = ", ".join(f"{b[step] / a[step]:.2f}" for a, b in pairs)
        print(
            f"  {step}: {here:.1f} s here, {there:.1f} s on the cluster, ratio {there / here:.2f} ({ratios})"
        )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    begun = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster,
    ):
        print(
            f"{given.organisations} organisations; starting the cluster took {time.monotonic() - begun:.1f} s"
        )
        compare(
            copied(Path(folder), NOTEBOOKS.parent / "data", given.organisations),
            cluster.scheduler_address,
            given.rounds,
        )


if __name__ == "__main__":
    main()
