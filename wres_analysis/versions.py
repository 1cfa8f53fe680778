"""One hash of the program: of the package's files, and of the versions of what it is built on."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

_HAVE_A_SAY = {".py", ".csv", ".json", ".css"}


@cache
def package_hash() -> str:
    """A hash that changes when the package, Python or a library it names changes: then all is made again."""
    digest = hashlib.sha256(platform.python_version().encode())
    for library in _libraries():
        digest.update(library.encode())
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in _HAVE_A_SAY:
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _libraries() -> list[str]:
    found = []
    for line in requires("wres_analysis") or []:
        needed = Requirement(line)
        if needed.marker is None:  # the optional ones have no say in a report
            found.append(f"{needed.name} {_version(needed.name)}")
    return sorted(found)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
