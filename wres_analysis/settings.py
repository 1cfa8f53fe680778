"""What would be typed each time: `settings.toml` of the data folder. What is typed wins."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from wres_analysis.errors import DataFolderError

SETTINGS = "settings.toml"
_KINDS: dict[str, type] = {"data": str, "reports": str, "peers": str, "keep_names": bool, "jobs": int}
_FOLDERS = ("data", "reports")


def settings_for(data: Path | str | None) -> dict[str, Any]:
    """The settings for a data folder: those in it, or those in the folder that this is called from.

    Folders are meant from where the file lies. `reports` also stands for the `--out` of reading and linking.
    """
    path = next((one for one in (Path(data or "."), Path()) if (one / SETTINGS).is_file()), None)
    if path is None:
        return {}
    found = _read(path / SETTINGS)
    settings = {**found, **{name: str(path / found[name]) for name in _FOLDERS if name in found}}
    return {**settings, **({"out": settings["reports"]} if "reports" in settings else {})}


def _read(path: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataFolderError(f"it cannot be read ({error})", path.name, "correct it, or remove it") from None
    for name, value in found.items():
        if name not in _KINDS:
            known = ", ".join(_KINDS)
            raise DataFolderError(f"'{name}' is not a setting", path.name, f"use one of {known}")
        if type(value) is not _KINDS[name]:
            kind = {str: "a text in quotes", bool: "true or false", int: "a whole number"}[_KINDS[name]]
            raise DataFolderError(f"'{name}' must be {kind}", path.name, "correct it")
    return found
