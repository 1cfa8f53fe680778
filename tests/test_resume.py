"""A run killed at any moment and started again ends with the same files as one that was never killed."""

import os
import random
import signal
import subprocess
import sys
import time

from conftest import PLANS, plan_text
from small_notebooks import write_templates

from wres_analysis.batch import run_batch

TIMES_KILLED = 20
# a lighter server than the real one, because it is started anew for every run that is killed
RUN = """
import sys
from pathlib import Path
from wres_analysis import batch, workers
workers._preloaded[:] = [
    "wres_analysis.reporting.inline_engine",
    "wres_analysis.reporting.pages",
    "wres_analysis.actions",
]
batch.preload = lambda module: None
place = Path(sys.argv[1])
batch.run_batch(place / "data", place / "reports", notebooks=place / "notebooks")
"""


def files(reports):
    """Every file that a reader sees, with what it holds where that has no time in it."""
    return {
        str(path.relative_to(reports)): path.read_bytes() if path.suffix in (".csv", ".html") else b""
        for path in sorted(reports.rglob("*"))
        if path.is_file() and ".cache" not in path.parts
    }


def lay_out(place):
    for name, rows in PLANS.items():
        path = place / "data" / "plans" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(plan_text(rows), encoding="utf-8")
    write_templates(place / "notebooks")
    return place


def start(place):
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([sys.executable, "-c", RUN, place], start_new_session=True, **quiet)


def test_killed_at_twenty_random_moments(tmp_path):
    whole = lay_out(tmp_path / "whole")
    begun = time.monotonic()
    assert start(whole).wait() == 0
    took = time.monotonic() - begun
    killed = lay_out(tmp_path / "killed")
    moments = random.Random(6)
    for _ in range(TIMES_KILLED):
        run = start(killed)
        time.sleep(moments.uniform(0.2, 1) * took)
        if run.poll() is None:
            os.kill(run.pid, signal.SIGKILL)
        run.wait()
        for page in (killed / "reports").glob("organisations/*/report.html"):
            assert page.read_text(encoding="utf-8").endswith("</html>\n"), "a report is whole or not there"
    run_batch(killed / "data", killed / "reports", notebooks=killed / "notebooks")
    assert files(killed / "reports") == files(whole / "reports")
