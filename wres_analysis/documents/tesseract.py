"""The tesseract program: where it is, and the words that it recognises in a picture."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from wres_analysis.documents.pdf_geometry import Box

_SECONDS = 60
_ONE_BLOCK = "6"
_ONE_LINE = "7"
_SURE_ENOUGH = 60.0
_SIGNS = frozenset("&+/-–•%")
_WORD = "5"
_WINDOWS_PLACE = Path("C:/Program Files/Tesseract-OCR/tesseract.exe")


@dataclass(frozen=True)
class Recognition:
    """A word with its box in pixels, how sure tesseract is of it (0-100), and the line it stands on."""

    text: str
    box: Box
    sure: float
    line: tuple[str, ...] = ()


def program() -> str | None:
    """The path of the tesseract program, None where it is not installed."""
    return shutil.which("tesseract") or (str(_WINDOWS_PLACE) if _WINDOWS_PLACE.exists() else None)


def words_in(
    picture: Image.Image, dpi: float, tesseract: str, *, one_line: bool = False
) -> list[Recognition]:
    """The words in a picture of one column of text."""
    data = io.BytesIO()
    picture.save(data, "PNG", compress_level=1)
    done = subprocess.run(
        [tesseract, "-", "-", "--dpi", f"{dpi:.0f}", "--psm", _ONE_LINE if one_line else _ONE_BLOCK, "tsv"],
        input=data.getvalue(),
        capture_output=True,
        timeout=_SECONDS,
        check=True,
        # several documents are read at once, so each keeps to one core
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return list(_parsed(done.stdout.decode("utf-8", "replace")))


def _parsed(table: str) -> Iterator[Recognition]:
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip().strip("|")
        if row["level"] != _WORD or not text:
            continue
        left, top, width, height = (float(row[side]) for side in ("left", "top", "width", "height"))
        sure = float(row["conf"])
        alone = text in _SIGNS and sure >= _SURE_ENOUGH
        if alone or any(letter.isalnum() for letter in text):
            line = (row["block_num"], row["par_num"], row["line_num"])
            yield Recognition(text, Box(left, top, left + width, top + height), sure, line)
