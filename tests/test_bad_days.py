"""What can go wrong at night, each once: one clear line, what was finished stays, nothing is orphaned."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import child_tasks
import psutil
import pytest
from child_tasks import wait_until
from conftest import PLANS, lay_out
from small_notebooks import write_templates

from wres_analysis.batch.run import RunSite, run_batch
from wres_analysis.errors import BatchError, FileError
from wres_analysis.processes.progress import Lines

pytestmark = pytest.mark.whole_run

KERNEL_FAILED = "kernel failed in cell 4"
# by code of the organisation: its bad cell, what the line says, and what it says with a real kernel
BAD_CELLS = {
    "RAISES": ("1 / 0", "cell 4 stopped: ZeroDivisionError", ""),
    "KILLED": ("import os; os.kill(os.getpid(), 9)", "crashed, signal 9 .*, in cell 4", KERNEL_FAILED),
    "LEAVES": ("import os; os._exit(0)", "ended before it was done, in cell 4", KERNEL_FAILED),
    "LOOPS": ("while True: pass", "longer than [58] seconds and was stopped, in cell 4", ""),
    "HUNGRY": ("held = bytearray(30 * 2**30)", "cell 4 needs more memory than a notebook may use", ""),
    "EXITS": ("import sys; sys.exit(0)", "cell 4 ended the notebook early", ""),
    "SPELLS": ("figures_dirr", "cell 4 stopped: NameError", ""),
}
SECONDS = {"inline": 5, "kernel": 8}
# a lighter server than the real one, because it is started for one test
RUN = """
import sys
from functools import partial
from pathlib import Path
from wres_analysis.batch import run as batch
from wres_analysis import cli
from wres_analysis.processes import workers
workers._preloaded[:] = ["wres_analysis.batch.notebook_engines", "wres_analysis.reports.pages"]
batch.preload = lambda module: None
batch.run_batch = partial(batch.run_batch, notebooks=Path(sys.argv[1]))
sys.exit(cli.main(sys.argv[2:]))
"""


class Changed(RunSite):
    """This machine, where something happens to the function that makes a report."""

    def __init__(self, place, change):
        super().__init__(place / "data", place / "reports")
        self._change = change

    @contextmanager
    def executor(self, place):
        with super().executor(place) as usual:

            def reports(function, items, **how):
                return usual.reports(self._change(function), items, **how)

            yield usual._replace(reports=reports)


def run(place, **options):
    return run_batch(place / "data", place / "reports", notebooks=place / "notebooks", **options)


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


def start(place, *options):
    """The command in a session of its own, as in a terminal."""
    command = [sys.executable, "-c", RUN, place / "notebooks", "run", "--data", place / "data"]
    return in_a_terminal([*command, "--reports", place / "reports", *options])


def in_a_terminal(command):
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, **streams, start_new_session=True)


@pytest.fixture(scope="module", params=["inline", "kernel"])
def night(request, tmp_path_factory):
    """One run in which every bad cell happens to an organisation, and nothing to one more."""
    place, engine = tmp_path_factory.mktemp("night"), request.param
    bad = "\n".join(f"if organisation == '{code}': exec('{cell}')" for code, (cell, *_) in BAD_CELLS.items())
    write_templates(place / "notebooks", "print('as far as', organisation)", bad)
    rows = PLANS["007/2022-23 plan.txt"]
    lay_out(place / "data", {f"{code}/2022-23 plan.txt": rows for code in ("007", *BAD_CELLS)})
    return engine, run(place, engine=engine, seconds=SECONDS[engine])


@pytest.mark.parametrize("code", BAD_CELLS)
def test_a_bad_notebook_costs_its_organisation_alone_and_is_kept_as_far_as_it_came(night, code):
    engine, result = night
    _, reason, with_kernel = BAD_CELLS[code]
    (line,) = [line for line in result.failures if line.startswith(f"organisations/{code}: ")]
    assert "\n" not in line
    assert re.search(with_kernel if with_kernel and engine == "kernel" else reason, line), line
    kept = result.reports / "failed" / code
    assert (kept / "reason.txt").read_text() == f"{line}\n"
    notebook = (kept / "report.ipynb").read_text(encoding="utf-8")
    assert f"as far as {code}" in notebook
    assert str(result.reports.parent) not in notebook
    assert not (result.reports / "organisations" / code).exists()


def test_after_such_a_night_the_others_are_there_and_nothing_is_left_behind(night):
    _, result = night
    assert len(result.failures) == len(BAD_CELLS)
    assert set(result.finished) == {"organisations/007", "carry_over", "comparison", "benchmark"}
    for key in result.finished:
        made = {path.name for path in (result.reports / key).iterdir()}
        assert made == {"report.html", "report.ipynb", ".receipt.json"}
    assert not list(result.reports.rglob(".making-*"))
    wait_until(lambda: not at_work_in(result.reports))


def test_a_kernel_that_never_answers(place):
    kernel = place / "kernels" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    silent = [sys.executable, "-c", "import time; time.sleep(1000)", "{connection_file}"]
    spec = {"argv": silent, "display_name": "Python 3", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec))

    variables = {"JUPYTER_PATH": str(place / "kernels")}
    site = Changed(place, lambda function: partial(child_tasks.with_variables, function, variables))
    options = {"engine": "kernel", "seconds": 3, "organisations": ["007"], "parameters": {"top": 4}}
    result = run(place, site=site, **options)
    assert result.failures == ("organisations/007: it took longer than 3 seconds and was stopped",)
    wait_until(lambda: not at_work_in(place / "reports"))


@pytest.mark.parametrize("hashed", [False, True], ids=["before it is hashed", "before it is read"])
def test_a_document_that_vanishes_between_listing_and_reading(place, monkeypatch, hashed):
    from wres_analysis.plans import reading_cache

    plan = place / "data" / "plans" / "007" / "2022-23 plan.txt"
    plan.write_text(plan.read_text() + "3\tA new action\tDirector\tMarch 2023\tNot started\t\n")
    read = reading_cache.file_sha256

    def vanishing(path):
        found = read(path) if hashed else ""
        if path == plan:
            path.unlink()
        return found or read(path)

    monkeypatch.setattr(reading_cache, "file_sha256", vanishing)
    result = run(place)
    (line,) = result.failures
    assert re.search(r"2022-23 plan.txt: .*(cannot be opened|no such file|No such file)", line), line
    assert "Error:" not in line
    assert "organisations/A1" in result.finished + result.unchanged


def test_a_report_that_is_open_in_another_program(place):
    site = Changed(place, lambda function: partial(child_tasks.with_locked_folder, function, "A1"))
    result = run(place, site=site, parameters={"top": 4})
    assert result.failures == (
        "A1: the report cannot be replaced (Permission denied); close it and run again",
    )
    assert "organisations/007" in result.finished


@contextmanager
def mounted(folder, options):
    """A small disk in memory."""
    folder.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True
    ).returncode:
        pytest.skip("mounting a disk needs an administrator")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_full_disk(place, tmp_path):
    with mounted(tmp_path / "disk", "size=3m") as disk:
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
        with pytest.raises(FileError, match=r"cannot be written .No space left on device.*make room"):
            run_batch(place / "data", disk / "reports", notebooks=place / "notebooks", fresh=True)
        assert (disk / "reports" / "organisations" / "A1" / "report.html").stat().st_size > 1000


def test_a_read_only_disk(place, tmp_path):
    said = r"Read-only file system.; choose another with --reports"
    with mounted(tmp_path / "disk", "ro") as disk, pytest.raises(BatchError, match=said):
        run_batch(place / "data", disk / "reports", notebooks=place / "notebooks")


@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="an administrator may write anywhere"
)
def test_a_read_only_folder(place):
    (place / "reports" / ".cache").chmod(0o500)
    (place / "reports").chmod(0o500)
    with pytest.raises(BatchError, match="cannot be written"):
        run(place)


@pytest.fixture(scope="module")
def seconds_of_a_run(finished, tmp_path_factory):
    """How long the command takes here and now from its first moment to its last."""
    begun = time.monotonic()
    started_in_a_terminal(finished, tmp_path_factory.mktemp("whole")).communicate(timeout=300)
    return time.monotonic() - begun


def started_in_a_terminal(place, reports):
    code = "from wres_analysis import __main__ as typed; print('listens', flush=True); exit(typed.main())"
    words = ["run", "--data", place / "data", "--reports", reports, "--organisation", "007"]
    return in_a_terminal([sys.executable, "-c", code, *words])


def sessions():
    """The session of every process."""
    for one in psutil.pids():
        with suppress(ProcessLookupError, PermissionError):
            yield os.getsid(one)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("moment", [part / 20 for part in range(20)])
def test_ctrl_c_at_any_moment_is_one_line_and_leaves_no_process(finished, tmp_path, seconds_of_a_run, moment):
    stopped = started_in_a_terminal(finished, tmp_path)
    assert stopped.stdout.readline() == "listens\n"
    time.sleep(0.01 + moment * seconds_of_a_run)
    for _ in range(2):  # impatient
        with suppress(ProcessLookupError):
            os.killpg(stopped.pid, signal.SIGINT)
        time.sleep(0.2)
    _, error = stopped.communicate(timeout=120)
    assert "Traceback" not in error and "Exception ignored" not in error, error
    if stopped.returncode != 0:  # it was not done before
        said = [line for line in error.splitlines() if line.startswith("wres-analysis: ")]
        assert stopped.returncode == 1 and len(said) == 1, error
        assert said[0].startswith("wres-analysis: stopped; "), error
    assert not list(tmp_path.rglob(".making-*"))
    wait_until(lambda: stopped.pid not in sessions())


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_keeps_what_was_finished_and_says_how_to_go_on(place, number):
    write_templates(place / "notebooks", "import time\ntime.sleep(0 if organisation == '007' else 1000)")
    shutil.rmtree(place / "reports" / "organisations")
    stopped = start(place)  # both a terminal and a service manager tell the whole group
    wait_until(lambda: (place / "reports" / "organisations" / "007").is_dir())
    wait_until(lambda: at_work_in(place / "reports"))
    os.killpg(stopped.pid, number)
    _, error = stopped.communicate(timeout=60)
    assert stopped.returncode == 1
    assert "run the same command again to go on" in error.splitlines()[-1]
    assert "Traceback" not in error
    assert (place / "reports" / "organisations" / "007" / "report.html").is_file()
    assert not list((place / "reports").rglob(".making-*"))
    wait_until(lambda: not at_work_in(place / "reports"))
    assert '"stopped": true' in (place / "reports" / "run.json").read_text()


def test_a_run_killed_outright_leaves_no_orphan_and_no_lock(place):
    write_templates(place / "notebooks", "while True:\n    pass")
    killed = child_tasks.started(child_tasks.command, place)
    wait_until(lambda: at_work_in(place / "reports"))
    killed.kill()
    killed.join()
    wait_until(lambda: not at_work_in(place / "reports"))
    write_templates(place / "notebooks")
    assert run(place).failures == ()
    assert not list((place / "reports").rglob(".making-*"))


def test_a_second_run_on_one_reports_folder_is_refused_and_told_who_is_at_work(place):
    write_templates(place / "notebooks", "import time\ntime.sleep(1000)")
    first = child_tasks.started(child_tasks.command, place)
    try:
        wait_until(lambda: at_work_in(place / "reports"))
        with pytest.raises(BatchError, match=f"another run is at work here .*process {first.pid}, since "):
            run(place)
    finally:
        first.terminate()
        first.join()
    assert "to go on" in (place / "said.txt").read_text(encoding="utf-8")


def test_progress_says_what_failed(place):
    said = []
    write_templates(place / "notebooks", "assert organisation != 'A1', 'no good'")
    run(place, progress=Lines(said.append))
    assert any("organisations/A1: failed: " in line and "no good" in line for line in said)
