"""A run killed at any moment and started again ends with the same files as one that was never killed."""

import random
import shutil
import time

import child_tasks
import pytest
from conftest import lay_out
from small_notebooks import write_templates

TIMES_KILLED = 20
TO_THE_END = 4  # so often a run is let go on to its end, and everything begins anew


def files(reports):
    """Every file that a reader sees, with what it holds where that has no time in it.

    Without the log: a run that finds everything done by the one that was killed has nothing to tell.
    """
    return {
        str(path.relative_to(reports)): path.read_bytes() if path.suffix in (".csv", ".html") else b""
        for path in sorted(reports.rglob("*"))
        if path.is_file() and ".cache" not in path.parts and path.name != "run.log"
    }


def laid_out(place):
    lay_out(place / "data")
    write_templates(place / "notebooks")
    return place


def run_to_its_end(place):
    begun = time.monotonic()
    run = child_tasks.started(child_tasks.command, place)
    run.join()
    assert run.exitcode == 0, (place / "said.txt").read_text()
    return time.monotonic() - begun


@pytest.mark.usefixtures("finished")  # the server is warm, and a run takes as long as the next
def test_killed_at_twenty_random_moments(tmp_path):
    whole, killed = laid_out(tmp_path / "whole"), laid_out(tmp_path / "killed")
    took = run_to_its_end(whole)
    moments, cut_short = random.Random(6), 0
    for number in range(1, TIMES_KILLED + 1):
        run = child_tasks.started(child_tasks.command, killed)
        run.join(moments.uniform(0, 0.8 * took))
        over = not run.is_alive()
        cut_short += not over
        run.kill()
        run.join()
        for page in (killed / "reports").glob("organisations/*/report.html"):
            assert page.read_text(encoding="utf-8").endswith("</html>\n"), "a report is whole or not there"
        if over or number % (TIMES_KILLED // TO_THE_END) == 0:
            run_to_its_end(killed)
            assert files(killed / "reports") == files(whole / "reports")
            shutil.rmtree(killed / "reports")
    assert cut_short > TIMES_KILLED / 4, "most runs were over before they were killed: nothing was tried"
