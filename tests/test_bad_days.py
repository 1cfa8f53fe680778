"""What can go wrong at night, each once: one clear line, what was finished stays, nothing is orphaned."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from conftest import PLANS, plan_text
from small_notebooks import write_templates

from wres_analysis.batch import run_batch
from wres_analysis.errors import BatchError
from wres_analysis.reporting.progress import Lines

BAD_CELLS = {
    "a cell that raises": ("1 / 0", "cell .* stopped: ZeroDivisionError"),
    "a killed process": ("import os\nos.kill(os.getpid(), 9)", "crashed, signal 9"),
    "an end without a word": ("import os\nos._exit(0)", "crashed|longer than 8 seconds"),
    "an endless loop": ("while True:\n    pass", "longer than 8 seconds"),
    "too much memory": ("held = bytearray(30 * 2**30)", "needs more memory than a notebook may use"),
    "an early end": ("import sys\nsys.exit(0)", "ended it early"),
    "a wrong name": ("figures_dirr", "NameError"),
}
RUN = """
import sys
from functools import partial
from pathlib import Path
from wres_analysis import batch, cli
batch.run_batch = partial(batch.run_batch, notebooks=Path(sys.argv[1]))
sys.exit(cli.main(sys.argv[2:]))
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """Data, and a reports folder with every report finished, to be copied by each test."""
    place = tmp_path_factory.mktemp("prepared")
    for name, rows in PLANS.items():
        path = place / "data" / "plans" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(plan_text(rows), encoding="utf-8")
    run_batch(place / "data", place / "reports", notebooks=write_templates(place / "notebooks"))
    return place


@pytest.fixture
def place(prepared, tmp_path):
    shutil.copytree(prepared, tmp_path / "place")
    return tmp_path / "place"


def at_work_in(folder):
    """Processes that stand in a folder or below."""
    found = []
    for process in psutil.process_iter():
        try:
            if Path(process.cwd()).is_relative_to(folder):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def wait_until(condition, seconds=60):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)


def start(place, *options, **environment):
    command = [sys.executable, "-c", RUN, place / "notebooks", "run", "--data", place / "data"]
    return subprocess.Popen(
        [*command, "--reports", place / "reports", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize("engine", ["inline", "kernel"])
@pytest.mark.parametrize("day", BAD_CELLS)
def test_a_bad_notebook_costs_its_organisation_alone(place, day, engine):
    source, reason = BAD_CELLS[day]
    own = f"if organisation == 'A1':\n    {source.replace(chr(10), chr(10) + '    ')}"
    write_templates(place / "notebooks", own)
    if engine == "kernel" and day in ("a killed process", "an end without a word"):
        reason = "its kernel failed"
    result = run_batch(
        place / "data", place / "reports", notebooks=place / "notebooks", engine=engine, seconds=8
    )
    assert result.finished == ("organisations/007",)
    (line,) = result.failures
    assert "\n" not in line
    assert re.search(reason, line), line
    kept = result.reports / "failed" / "A1"
    assert (kept / "reason.txt").read_text() == f"{line}\n"
    assert (kept / "report.ipynb").is_file()
    assert (result.reports / "comparison" / "report.html").is_file()
    assert not list(result.reports.rglob(".making-*"))
    wait_until(lambda: not at_work_in(result.reports))


def test_a_kernel_that_never_answers(place):
    kernel = place / "kernels" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    silent = [sys.executable, "-c", "import time; time.sleep(1000)", "{connection_file}"]
    spec = {"argv": silent, "display_name": "Python 3", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec))
    limits = ["--engine", "kernel", "--time-limit", "6", "--fresh", "--organisation", "007"]
    run = start(place, *limits, JUPYTER_PATH=str(place / "kernels"))
    _, error = run.communicate(timeout=120)
    assert run.returncode == 1
    assert "007: it took longer than 6 seconds and was stopped" in error.splitlines()[-1]
    wait_until(lambda: not at_work_in(place / "reports"))


def test_a_document_that_vanishes_between_listing_and_reading(place, monkeypatch):
    from wres_analysis import reading_cache

    read = reading_cache.file_sha256

    def vanishing(path):
        if "007" in str(path):
            path.unlink()
        return read(path)

    monkeypatch.setattr(reading_cache, "file_sha256", vanishing)
    result = run_batch(place / "data", place / "reports", notebooks=place / "notebooks")
    (line,) = result.failures
    assert "2022-23 plan.txt: the file cannot be opened" in line
    assert "organisations/A1" in result.finished + result.unchanged


def test_a_full_disk(place, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], capture_output=True)
    if mounted.returncode:
        pytest.skip("mounting a small disk needs an administrator")
    try:
        own = "if organisation == '007':\n    open('big', 'wb').write(bytes(2**23))"
        write_templates(place / "notebooks", own)
        shutil.copytree(place / "reports", disk / "reports")
        result = run_batch(place / "data", disk / "reports", notebooks=place / "notebooks", jobs=1)
        assert result.finished == ("organisations/A1",)
        assert "No space left on device" in result.failures[0]
        (disk / "filler").write_bytes(bytes(100_000))
        with pytest.raises(OSError, match="No space left"), (disk / "filler").open("ab") as stream:
            while True:
                stream.write(bytes(10_000))
                stream.flush()
        with pytest.raises(BatchError, match=r"cannot be written .No space left on device.*make room"):
            run_batch(place / "data", disk / "reports", notebooks=place / "notebooks", fresh=True)
        assert (disk / "reports" / "organisations" / "A1" / "report.html").stat().st_size > 1000
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="an administrator may write anywhere"
)
def test_a_read_only_folder(place):
    (place / "reports" / ".cache").chmod(0o500)
    (place / "reports").chmod(0o500)
    with pytest.raises(BatchError, match="cannot be written"):
        run_batch(place / "data", place / "reports", notebooks=place / "notebooks")


def test_a_read_only_disk(place, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("mounting a disk needs an administrator")
    try:
        with pytest.raises(BatchError, match=r"Read-only file system.; choose another with --reports"):
            run_batch(place / "data", disk / "reports", notebooks=place / "notebooks")
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_a_stopped_run_keeps_what_was_finished_and_says_how_to_go_on(place, number):
    own = "import time\ntime.sleep(0 if organisation == '007' else 1000)"
    write_templates(place / "notebooks", own)
    shutil.rmtree(place / "reports" / "organisations")
    run = start(place)
    wait_until(lambda: (place / "reports" / "organisations" / "007").is_dir())
    wait_until(lambda: at_work_in(place / "reports"))
    os.killpg(run.pid, number)
    _, error = run.communicate(timeout=60)
    assert run.returncode == 1
    assert "run the same command again to go on" in error.splitlines()[-1]
    assert "Traceback" not in error
    assert (place / "reports" / "organisations" / "007" / "report.html").is_file()
    assert not list((place / "reports").rglob(".making-*"))
    wait_until(lambda: not at_work_in(place / "reports"))
    assert '"stopped": true' in (place / "reports" / "run.json").read_text()


def test_a_run_killed_outright_leaves_no_orphan_and_no_lock(place):
    write_templates(place / "notebooks", "while True:\n    pass")
    run = start(place)
    wait_until(lambda: at_work_in(place / "reports"))
    run.kill()
    run.communicate()
    wait_until(lambda: not at_work_in(place / "reports"))
    write_templates(place / "notebooks")
    result = run_batch(place / "data", place / "reports", notebooks=place / "notebooks")
    assert result.failures == ()
    assert not list((place / "reports").rglob(".making-*"))


def test_a_second_run_on_one_reports_folder_is_refused_and_told_who_is_at_work(place):
    write_templates(place / "notebooks", "import time\ntime.sleep(1000)")
    run = start(place)
    try:
        wait_until(lambda: at_work_in(place / "reports"))
        with pytest.raises(BatchError, match=f"another run is at work here .*process {run.pid}, since "):
            run_batch(place / "data", place / "reports", notebooks=place / "notebooks")
    finally:
        os.killpg(run.pid, signal.SIGTERM)
        run.communicate(timeout=60)


def test_progress_says_what_failed(place):
    said = []
    write_templates(place / "notebooks", "assert organisation != 'A1', 'no good'")
    run_batch(place / "data", place / "reports", notebooks=place / "notebooks", progress=Lines(said.append))
    assert any("organisations/A1: failed: " in line and "no good" in line for line in said)
