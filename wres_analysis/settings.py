"""A data folder to start from, and its `settings.toml`: what would be typed each time; what is typed wins."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from wres_analysis.errors import DataFolderError
from wres_analysis.writing import told, write_text_whole

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


_README = """# A data folder for wres_analysis

1. Put each published plan, unchanged, into `plans/<code>/`, with its plan year in the name:
   `plans/RXA/2022-23 WRES action plan.pdf`. A code is any text: RXA, 5E1, 007.
2. Name the organisations in `organisations.csv`: code, name, type, region. It may stay empty.
3. Instead of 1: write the address of each plan into `sources.csv`, then `wres-analysis collect .`
4. Staff counts, if you hold them: `workforce/<code>/2022-23.csv`.
5. Here, run `wres-analysis run`; then open `reports/index.html`.
6. What was not understood stands in `reports/reading_notes.csv`, with what to do about it.
"""
_STARTER_SETTINGS = """# What would be typed each time; what is typed wins. Folders are meant from here.
data = "."
reports = "reports"
# peers = "type"          # compare with organisations of the same type or region
# keep_names = false      # true keeps names of persons as printed
"""
_FILES = {
    "organisations.csv": "code,name,type,region\n",
    "sources.csv": "code,plan_year,address,sha256\n",
    "settings.toml": _STARTER_SETTINGS,
    "README.md": _README,
}


def make_starter_folder(folder: Path) -> None:
    """Lay out a new data folder; one that holds anything is left alone."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DataFolderError("there is something already", str(folder), "choose another name")
    with told(folder, "made"):
        (folder / "plans").mkdir(parents=True)
    for name, text in _FILES.items():
        write_text_whole(folder / name, text)
