"""Two commands on a machine that has nothing but Python 3.11 or newer, with pip.

    python start.py                 set up, run the main job on the sample, say where the report is
    python start.py test            set up, run every check
    python start.py lab             set up, open JupyterLab at the first notebook
    python start.py WORD ...        set up, hand the words to wres-analysis

The set-up makes .venv from requirements.lock, every package checked against its hash, and does nothing
where that is done already; for 'test' it adds what only the checks need (requirements-test.lock). Inside a
conda environment of its own (environment.yml) it only installs the project. Standard library only; the
syntax stays old enough for an old Python to be told that it is old.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib.util
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
TEST_LOCK = (
    ROOT / "requirements-test.lock"
)  # the same packages in the same versions, and what the checks need
FAILURES = ROOT / "wres_analysis" / "vocabulary" / "program" / "install_failures.csv"
OLDEST = (3, 11)
SIZES = {LOCK.name: "0.8 GB", TEST_LOCK.name: "1.3 GB"}
SPACE = 1_500_000_000  # bytes: 0.8 GB of packages, and as much again for a moment while they are unpacked
CHECKS = {
    "lint": "ruff check .",
    "format": "ruff format --check .",
    "types": "mypy wres_analysis start.py",
    "docs": "sphinx -W -n -q -b html docs build/docs",
    # prints what is covered
    "library": "pytest -n 2 --dist worksteal --covered --hypothesis-profile=repeatable",
    "whole runs": "pytest tests -m whole_run -n 2 --dist worksteal --hypothesis-profile=repeatable",
    "notebooks": "pytest notebooks -p no:randomly --nbval-lax --nbval-current-env --nbval-cell-timeout=120",
    "browser": "pytest tests/browser -m whole_run",
}


class SetupError(Exception):
    """Why the set-up stopped (first argument), and what to do about it (second)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Set up, do what the words ask, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="start.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--offline", metavar="WHEELHOUSE", type=Path, help="install from a folder of wheels")
    parser.add_argument("words", nargs=argparse.REMAINDER, help="test, or the words for wres-analysis")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # an installer must not outlive this
    try:
        python = set_up(options.offline, tests=options.words == ["test"])
    except SetupError as error:
        return stop(*error.args)
    except OSError as error:
        return stop(*diagnosis(1, str(error)).args)
    except KeyboardInterrupt:
        return stop("interrupted", "run it again, it mends what is half made")
    return perform(python, options.words)


def stop(cause: str, remedy: str) -> int:
    """Say why it stops and what to do about it, and return the exit status."""
    log = VENV / "install.log"
    where = f" (log: {log})" if log.exists() else ""
    print(f"Stopped: {cause}.\nWhat to do: {remedy}.{where}", file=sys.stderr)
    return 1


def perform(python: Path, words: Sequence[str]) -> int:
    """Run the checks, the command that is named, or the main job on the sample."""
    if list(words) == ["test"]:
        return run_checks(python)
    if words:
        return run([command_of(python), *words])
    reports = ROOT / "reports"
    status = run([command_of(python), "run", "--data", str(ROOT / "data"), "--reports", str(reports)])
    if status == 0:
        stage("done", f"the report is {reports / 'index.html'}; 'python start.py lab' opens the notebooks")
    return status


# --- the set-up ---------------------------------------------------------------------------------------


def set_up(wheelhouse: Path | None = None, tests: bool = False) -> Path:
    """Make the environment if it is not there yet, and return its Python; SetupError says why it cannot."""
    if sys.version_info < OLDEST:
        raise SetupError(
            f"this is Python {platform.python_version()}, and the project needs 3.11 or newer",
            "install a newer Python and run this with it, on Windows as 'py -3.11 start.py'",
        )
    if wheelhouse and not wheelhouse.is_dir():
        raise SetupError(f"there is no folder {wheelhouse}", "give --offline a folder of wheels")
    began = time.monotonic()
    python = Path(sys.executable) if in_conda() else venv_python()
    wanted = fingerprint(tests)
    if serves(read_stamp(), wanted) and (in_conda() or venv_works()):
        stage("ready", f"the environment is up to date (Python {platform.python_version()})")
        return python
    before = read_stamp().get("folder", wanted["folder"])
    if before != wanted["folder"]:
        stage("moved", f"the project was in {before}; what is installed leads there, so it is made anew")
    set_up_conda(python) if in_conda() else set_up_venv(python, wheelhouse, wanted)
    write_stamp({**wanted, "tests": wanted["tests"] or read_stamp().get("tests", "")})
    stage("ready", f"set up in {time.monotonic() - began:.0f} s")
    return python


def in_conda() -> bool:
    """Whether this Python belongs to an active conda environment other than conda's own base."""
    prefix = os.environ.get("CONDA_PREFIX")
    if not prefix or os.environ.get("CONDA_DEFAULT_ENV") == "base":
        return False
    return Path(prefix).resolve() == Path(sys.prefix).resolve()


def set_up_conda(python: Path) -> None:
    """Install only the project into the conda environment, which brought everything else."""
    VENV.mkdir(exist_ok=True)  # for the stamp and the log
    stage("1/2", f"installing wres_analysis into {sys.prefix}")
    install_project(python)
    stage("2/2", "checking")
    check(python, "run 'conda env update -f environment.yml', or 'conda deactivate' to have a .venv")


def set_up_venv(python: Path, wheelhouse: Path | None, wanted: Mapping[str, str]) -> None:
    """Make .venv from the lock; a change of pyproject.toml alone only installs the project again."""
    made_from, packages = {**read_stamp(), "project": ""}, {**wanted, "project": ""}
    usable = venv_works() and serves({**made_from, "tests": packages["tests"]}, packages)
    if not usable:
        make_venv()
    if not usable or not serves(made_from, packages):
        lock = TEST_LOCK if wanted["tests"] else LOCK
        stage("2/4", f"installing the packages of {lock.name} (a minute or two, {SIZES[lock.name]})")
        # the lock is complete, and pip takes an extra of a locked package for one that is not locked
        exactly = ["--require-hashes", "--no-deps", "--only-binary", ":all:"]
        install(python, [*exactly, "-r", str(lock)], wheelhouse)
        write_stamp(packages)
    stage("3/4", "installing wres_analysis")
    install_project(python)
    stage("4/4", "checking")
    check(python, f"delete {VENV} and try again")


def stage(step: str, text: str) -> None:
    """Print one line for one stage."""
    print(f"[{step}] {text}", flush=True)


def fingerprint(tests: bool = False) -> dict[str, str]:
    """What an environment must have been made from to be used again as it is."""
    python = f"{sys.version_info[0]}.{sys.version_info[1]} {sys.platform} {platform.machine()}"
    files = {"lock": LOCK, "project": ROOT / "pyproject.toml", "tests": TEST_LOCK if tests else None}
    hashes = {
        name: hashlib.sha256(path.read_bytes()).hexdigest() if path else "" for name, path in files.items()
    }
    prefix = f" {sys.prefix}" if in_conda() else ""
    return {"python": python + prefix, "folder": str(ROOT), **hashes}


def serves(made_from: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    """Whether an environment is as wanted; that it can run the checks too does no harm."""
    return all(made_from.get(name) == text for name, text in wanted.items() if text or name != "tests")


def read_stamp() -> dict[str, str]:
    """What the environment was made from; empty where it is not there or half made."""
    try:
        return dict(json.loads((VENV / "stamp.json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def write_stamp(made_from: Mapping[str, str]) -> None:
    """Note what the environment was made from."""
    (VENV / "stamp.json").write_text(json.dumps(made_from, indent=1), encoding="utf-8")


def venv_python() -> Path:
    """Where the Python of .venv is."""
    return VENV / "Scripts" / "python.exe" if os.name == "nt" else VENV / "bin" / "python"


def venv_works() -> bool:
    """Whether .venv has a Python and the Python that it was made from is still installed."""
    settings = VENV / "pyvenv.cfg"
    text = settings.read_text(encoding="utf-8") if settings.exists() else ""
    home = re.search(r"^home *= *(.+)$", text, re.MULTILINE)
    return home is not None and Path(home.group(1).strip()).exists() and venv_python().exists()


def make_venv() -> None:
    """Make an empty .venv in place of whatever is there."""
    if VENV in Path(sys.executable).absolute().parents:
        raise SetupError(".venv must be made anew and is in use", "run 'deactivate' and try again")
    if shutil.disk_usage(ROOT).free < SPACE:
        raise SetupError(f"less than 1.5 GB is free where {ROOT} is", "free some space and try again")
    stage("1/4", f"making .venv (Python {platform.python_version()})")
    if VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()
    bare = [] if importlib.util.find_spec("ensurepip") else ["--without-pip"]
    status, output = logged([sys.executable, "-m", "venv", *bare, str(VENV)], os.environ)
    if status:
        raise diagnosis(status, output)


# --- installing ---------------------------------------------------------------------------------------


def installers(python: Path) -> list[list[str]]:
    """The commands that can install into an environment, the quickest first."""
    found = [["uv", "pip"]] if shutil.which("uv") else []
    if importlib.util.find_spec("ensurepip") or python == Path(sys.executable):
        found.append([str(python), "-m", "pip"])
    elif importlib.util.find_spec("pip"):
        found.append([sys.executable, "-m", "pip", "--python", str(python)])
    if not found:
        raise diagnosis(1, "ensurepip is not available")
    return found


def install(python: Path, words: Sequence[str], wheelhouse: Path | None = None) -> None:
    """Install with the first installer that can, or say why the last one could not."""
    source = ["--no-index", "--find-links", str(wheelhouse.resolve())] if wheelhouse else []
    status, printed = 1, ""
    for tool in installers(python):
        status, output = logged([*tool, "install", *source, *words], environment(python))
        if status == 0:
            return
        printed += output
    raise diagnosis(status, printed)


def install_project(python: Path) -> None:
    """Install the project itself, built with the setuptools that the lock brought."""
    install(python, ["--no-deps", "--no-build-isolation", "-e", str(ROOT)])


def check(python: Path, remedy: str) -> None:
    """Check that the installed packages fit each other."""
    status, output = logged([*installers(python)[-1], "check"], environment(python))
    if status:
        raise SetupError(f"the packages do not fit each other: {' '.join(output.split())[:200]}", remedy)


def environment(python: Path) -> dict[str, str]:
    """The environment variables of a command that runs in the environment of `python`."""
    variables = {**os.environ, "PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    variables["UV_COMPILE_BYTECODE"] = "1"  # as pip does: without it every start costs twice as much
    if python == venv_python():
        variables["VIRTUAL_ENV"] = str(VENV)
        variables["PATH"] = f"{python.parent}{os.pathsep}{variables.get('PATH', '')}"
    return {name: value for name, value in variables.items() if name not in ("PYTHONPATH", "PYTHONHOME")}


def logged(command: Sequence[str], variables: Mapping[str, str]) -> tuple[int, str]:
    """Run a command, add what it prints to the log, and return its exit status and what it printed."""
    with (VENV / "install.log").open("a+", encoding="utf-8", errors="replace") as log:
        print("$", *command, file=log, flush=True)
        begin = log.tell()
        done = subprocess.run(command, env=variables, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        log.seek(begin)
        return done.returncode, log.read()


def diagnosis(status: int, output: str) -> SetupError:
    """The error to tell for what an installer printed: the first known cause, or its last line."""
    with FAILURES.open(encoding="utf-8", newline="") as known:
        for failure in csv.DictReader(known):
            if re.search(failure["pattern"], output, re.IGNORECASE):
                return SetupError(failure["cause"], failure["remedy"])
    last = (output.strip().splitlines() or ["nothing was printed"])[-1]
    return SetupError(f"status {status}, {last[:200]}", "read the end of the log and try again")


# --- running ------------------------------------------------------------------------------------------


def command_of(python: Path) -> str:
    """Where the command wres-analysis is."""
    folder = python.parent if python == venv_python() else Path(sysconfig.get_path("scripts"))
    return str(folder / ("wres-analysis.exe" if os.name == "nt" else "wres-analysis"))


def run(command: Sequence[str], folder: Path | None = None) -> int:
    """Run a command in the foreground and return its exit status."""
    python = Path(sys.executable) if in_conda() else venv_python()
    told: list[int] = []  # from the beginning on: nothing is lost, and no child is left behind
    child: subprocess.Popen[bytes] | None = None

    def pass_on(number: int, _: object) -> None:
        told.append(number)  # from a terminal the child has had Ctrl-C already, and says what it does
        if child and (number != signal.SIGINT or not sys.stdin.isatty()):
            child.send_signal(number)

    before = {number: signal.signal(number, pass_on) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        child = subprocess.Popen(command, env=environment(python), cwd=folder)
        for number in told[:1]:
            child.send_signal(number)
        return child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def run_checks(python: Path) -> int:
    """Run every check, whatever the ones before said, and return 0 if all passed."""
    failed = []
    for name, words in CHECKS.items():
        stage(name, words)
        if run([str(python), "-m", *words.split()], as_shipped() if name == "notebooks" else ROOT):
            failed.append(name)
    print(f"Failed: {', '.join(failed)}" if failed else f"All {len(CHECKS)} checks passed", flush=True)
    return 1 if failed else 0


def as_shipped() -> Path:
    """A copy of the notebooks and the sample, without what somebody decided while trying them."""
    place = ROOT / "build" / "as_shipped"
    shutil.rmtree(place, ignore_errors=True)
    decided = shutil.ignore_patterns("links_reviewed.csv", "column_mappings.csv", "vocabulary")
    for name in ("notebooks", "data"):
        shutil.copytree(ROOT / name, place / name, ignore=decided)
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


if __name__ == "__main__":
    sys.exit(main())
