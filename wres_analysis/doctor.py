"""What is installed, what is missing, and how to mend it; it must still run where half of it is missing."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
AGAIN = "run 'python start.py' in the project folder"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str  # what was found
    ok: bool  # whether it is as it should be
    remedy: str = ""  # what to do about it; blank where it is as it should be
    needed: bool = True  # whether the project cannot do its main job without it


def findings(
    data: Path = Path("data"), reports: Path = Path("reports"), notebooks: Path = PROJECT / "notebooks"
) -> list[Finding]:
    """Look at the Python, the packages, the kernel, the folders and the optional programs."""
    return [
        _python(),
        *_packages(),
        _kernel(),
        _notebooks(notebooks),
        _data(data),
        _writable(reports, "reports folder", "give --reports a folder that you may write to"),
        _font_cache(),
        _tesseract(),
    ]


def print_findings(data: Path = Path("data"), reports: Path = Path("reports")) -> int:
    """Print the findings as a table."""
    found = findings(data, reports)
    sys.stdout.write(as_table(found))
    return 0 if sound(found) else 1


def sound(found: Iterable[Finding]) -> bool:
    """Whether everything that is needed is there."""
    return all(finding.ok or not finding.needed for finding in found)


def as_table(found: Iterable[Finding]) -> str:
    """The findings as lines of text, each with its remedy below it."""
    return "".join(_lines(finding) for finding in found)


def _lines(finding: Finding) -> str:
    mark = "ok" if finding.ok else "MISSING" if finding.needed else "optional"
    remedy = "" if finding.ok else f"{'':10}-> {finding.remedy}\n"
    return f"{mark:10}{finding.what}\n{remedy}"


def _python() -> Finding:
    return Finding(
        f"Python {platform.python_version()}, {sys.executable}",
        sys.version_info >= (3, 11),
        "install Python 3.11 or newer and run 'python start.py' with it",
    )


def _packages() -> Iterator[Finding]:
    try:
        lines = metadata.requires("wres_analysis") or []
        from packaging.requirements import Requirement
    except (metadata.PackageNotFoundError, ModuleNotFoundError) as error:
        yield Finding(f"wres_analysis is not installed whole ({error})", False, AGAIN)
        return
    for requirement in map(Requirement, lines):
        if requirement.marker is None or requirement.marker.evaluate():
            yield package_finding(requirement.name, str(requirement.specifier))


def package_finding(name: str, bounds: str) -> Finding:
    """Whether a package is installed at a version within its bounds."""
    from packaging.specifiers import SpecifierSet

    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Finding(f"{name} is not installed, {bounds} is needed", False, AGAIN)
    fits = SpecifierSet(bounds).contains(version, prereleases=True)
    return Finding(f"{name} {version}" if fits else f"{name} {version}, {bounds} is needed", fits, AGAIN)


def _kernel() -> Finding:
    try:
        from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    except ModuleNotFoundError:
        return Finding("no Jupyter kernels, jupyter_client is not installed", False, AGAIN)
    try:
        command = KernelSpecManager().get_kernel_spec("python3").argv[0]
    except (NoSuchKernel, IndexError):
        return Finding("there is no kernel python3", False, AGAIN)
    return Finding(
        f"kernel python3 starts {command}",
        _is_this_python(command),
        "it belongs to another Python: remove it with 'jupyter kernelspec remove python3'",
    )


def _is_this_python(command: str) -> bool:
    # Jupyter starts its own interpreter for a kernel whose command is a bare python.
    if re.fullmatch(r"python(3(\.\d+)?)?(\.exe)?", command):
        return True
    return os.path.normcase(Path(command).parent) == os.path.normcase(Path(sys.executable).parent)


def _notebooks(folder: Path) -> Finding:
    first, count = folder / "00_start_here.ipynb", len(list(folder.glob("*.ipynb")))
    return Finding(f"{count} notebooks in {folder}", first.is_file(), "get the whole project folder again")


def _data(folder: Path) -> Finding:
    plans = folder / "plans"
    count = sum(path.is_dir() for path in plans.iterdir()) if plans.is_dir() else 0
    return Finding(
        f"data folder {folder} with {count} organisations",
        count > 0,
        "go to the project folder, or put plans under <data>/plans/<code>/ and name it with --data",
    )


def _writable(folder: Path, name: str, remedy: str) -> Finding:
    nearest = next(path for path in (folder, *folder.resolve().parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=nearest):
            return Finding(f"{name} {folder} can be written", True)
    except OSError as error:
        return Finding(f"{name} {folder} cannot be written ({error.strerror})", False, remedy)


def _font_cache() -> Finding:
    try:
        import matplotlib
    except ModuleNotFoundError:
        return Finding("no font cache without matplotlib", False, AGAIN, needed=False)
    folder = Path(matplotlib.get_cachedir())
    lasting = not folder.name.startswith("matplotlib-")  # Matplotlib's temporary stand-in
    remedy = "set MPLCONFIGDIR to a folder that you may write to, or every notebook lists the fonts again"
    return Finding(f"font cache {folder}", lasting, remedy, needed=False)


def _tesseract() -> Finding:
    program = shutil.which("tesseract")
    if program:
        return Finding(f"tesseract, for scanned plans: {program}", True, needed=False)
    remedy = "install it only if you hold plans that are scanned pictures"
    return Finding("tesseract, for scanned plans, is not installed", False, remedy, needed=False)
