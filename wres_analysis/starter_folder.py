"""A data folder to start from: what belongs where, with nothing in it yet."""

from __future__ import annotations

from pathlib import Path

from wres_analysis.errors import DataFolderError
from wres_analysis.writing import told, write_text_whole

_README = """# A data folder for wres_analysis

1. Put each published plan, unchanged, into `plans/<code>/`, with its plan year in the name:
   `plans/RXA/2022-23 WRES action plan.pdf`. A code is any text: RXA, 5E1, 007.
2. Name the organisations in `organisations.csv`: code, name, type, region. It may stay empty.
3. Instead of 1: write the address of each plan into `sources.csv`, then `wres-analysis collect .`
4. Staff counts, if you hold them: `workforce/<code>/2022-23.csv`.
5. Here, run `wres-analysis run`; then open `reports/index.html`.
6. What was not understood stands in `reports/reading_notes.csv`, with what to do about it.
"""
_SETTINGS = """# What would be typed each time; what is typed wins. Folders are meant from here.
data = "."
reports = "reports"
# peers = "type"          # compare with organisations of the same type or region
# keep_names = false      # true keeps names of persons as printed
"""
_FILES = {
    "organisations.csv": "code,name,type,region\n",
    "sources.csv": "code,plan_year,address,sha256\n",
    "settings.toml": _SETTINGS,
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
