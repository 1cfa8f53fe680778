"""What child processes are asked to do in tests: those of the pool, and whole runs."""

import ctypes
import os
import signal
import sys
import time
from functools import partial
from multiprocessing import forkserver, resource_tracker
from pathlib import Path

import psutil

from wres_analysis.errors import DocumentError
from wres_analysis.processes import workers


def act(item):
    if item == "killed":
        os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    if item == "crashes":
        ctypes.string_at(0)
    if item == "hangs":
        time.sleep(600)
    if item == "grows":
        return len(bytearray(2_000_000_000))
    if item == "refuses":
        raise DocumentError("it is empty", "plan.pdf", "fetch it again")
    if item == "stumbles":
        raise ValueError("no such column")
    if item == "ends":
        sys.exit(3)
    if item == "leaves":
        os._exit(0)
    if item == "cannot be sent":
        return lambda: None
    return f"{item} done"


def process(_):
    return os.getpid()


def wait_until(condition, seconds=60):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)


def gone(pid):
    """Whether a process is there no more, or a zombie at most."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def with_variables(function, variables, item, **how):
    """Call a function with further environment variables."""
    os.environ.update(variables)
    return function(item, **how)


def with_locked_folder(function, name, item, **how):
    """Call a function where a folder of that name is open in another program, as on Windows."""
    rename = Path.rename

    def refused(path, target):
        if path.name == name:
            raise PermissionError(13, "Permission denied")
        return rename(path, target)

    Path.rename = refused
    return function(item, **how)


def papermill_inline(paths):
    """Run a notebook with papermill in this process; what stopped it."""
    import papermill

    from wres_analysis.batch.notebook_engines import register

    options = {"engine_name": register("inline"), "kernel_name": "python3", "progress_bar": False}
    os.chdir(Path(paths[1]).parent)
    try:
        papermill.execute_notebook(*paths, parameters={"code": "5E1"}, **options)
    except papermill.exceptions.PapermillExecutionError as error:
        return f"cell {error.exec_count}: {error.ename}"
    return ""


def started(function, *given):
    """A process from the server that the children come from, which is warm already."""
    process = workers._ChildContext().Process(target=function, args=given)
    process.start()
    return process


def command(place, *arguments):
    """The command, on the data, notebooks and reports of a folder; what it says goes to a file there.

    Its children come from the server that this process comes from, too.
    """
    from wres_analysis import cli
    from wres_analysis.batch import run as batch

    forkserver._forkserver.ensure_running = resource_tracker.ensure_running
    batch.run_batch = partial(batch.run_batch, notebooks=place / "notebooks")
    with (place / "said.txt").open("w", encoding="utf-8") as said:
        sys.stdout = sys.stderr = said
        folders = ["--data", str(place / "data"), "--reports", str(place / "reports")]
        status = cli.main(["run", *folders, *arguments])
    if status:
        sys.exit(status)
