"""The parts of a workbook: looked through before they are parsed, put in the usual form, text boxes read."""

from __future__ import annotations

import io
import posixpath
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.utils import get_column_letter

from wres_analysis.documents import limits
from wres_analysis.documents.packages import BROKEN_ZIP, damaged, transitional
from wres_analysis.errors import DocumentError

_CELL = re.compile(rb"<(?:\w+:)?c[ >]")
_ROW_WITH_CELLS = re.compile(rb"<(?:\w+:)?row(?:\s[^>]*[^/>])?>\s*<(?:\w+:)?c\b")
_UNCACHED = re.compile(rb"</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>")
_STRICT = b"http://purl.oclc.org/ooxml/"
# a merged cell that reaches beyond the columns that are read, or over very many rows
_WIDE_MERGE = re.compile(rb'(<(?:\w+:)?mergeCell\s+ref="([A-Z]+)(\d+):)([A-Z]+)(\d+)"')
_CHUNK = 8 * limits.MEGABYTE
_MOST_MERGED_ROWS = 1_000
_LAST_COLUMN = get_column_letter(limits.COLUMNS).encode()
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SHEET_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


@dataclass(frozen=True)
class Workbook:
    """A workbook with the results of its formulas, the same with formulas, and the text boxes by sheet."""

    book: Any
    formulas: Any  # None where every formula has its result
    boxes: dict[str, list[str]]


def open_workbook(path: Path) -> Workbook:
    """Open a workbook after its size was checked."""
    uncached, rewritten = _scan(path)
    data = _in_usual_form(path) if rewritten else path.read_bytes()
    book = _load(path, data, results=True)
    return Workbook(
        book, _load(path, data, results=False) if uncached else None, dict(_text_boxes(data, book))
    )


def _scan(path: Path) -> tuple[bool, bool]:
    """Count rows and cells; tell whether formulas have no result, and whether parts must be rewritten."""
    rows = cells = 0
    uncached = rewritten = False
    try:
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                if "worksheets/" not in name or not name.endswith(".xml"):
                    continue
                with package.open(name) as member:
                    while chunk := member.read(_CHUNK):
                        rows += len(_ROW_WITH_CELLS.findall(chunk))
                        cells += len(_CELL.findall(chunk))
                        uncached = uncached or bool(_UNCACHED.search(chunk))
                        rewritten = rewritten or _STRICT in chunk or _trimmed(chunk) != chunk
                        limits.check_size(path, "rows", rows, limits.ROWS)
                        limits.check_size(path, "cells", cells, limits.CELLS)
    except BROKEN_ZIP:
        raise damaged(path) from None
    return uncached, rewritten


def _trimmed(part: bytes) -> bytes:
    """A sheet whose merged cells end where the reading ends: openpyxl makes a cell for each place in them."""
    return _WIDE_MERGE.sub(_trimmed_merge, part)


def _trimmed_merge(found: re.Match[bytes]) -> bytes:
    column = min(found[4], _LAST_COLUMN, key=lambda letters: (len(letters), letters))
    row = min(int(found[5]), int(found[3]) + _MOST_MERGED_ROWS)
    if (len(found[2]), found[2]) > (len(column), column):
        column = found[2]
    return b'%s%s%d"' % (found[1], column, row)


def _in_usual_form(path: Path) -> bytes:
    """The file with the names of the usual Open XML, and without merged cells that reach out of sight."""
    data = io.BytesIO()
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as copy:
        for name in package.namelist():
            part = package.read(name)
            if name.endswith((".xml", ".rels")):
                part = _trimmed(transitional(part))
            copy.writestr(name, part)
    return data.getvalue()


def _load(path: Path, data: bytes, *, results: bool) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of parts that hold no cells
            # from memory, because openpyxl leaves the file open when it fails
            return openpyxl.load_workbook(
                io.BytesIO(data), data_only=results, keep_links=False, rich_text=results
            )
    except Exception as error:  # openpyxl lets through whatever its parts raise on a damaged file
        cause = " ".join(str(error).split())[:80]
        raise DocumentError(
            f"the workbook cannot be opened ({type(error).__name__}: {cause})",
            path.name,
            "open it in Excel and save it again as .xlsx",
        ) from None


def _text_boxes(data: bytes, book: Any) -> Iterator[tuple[str, list[str]]]:
    """The paragraphs of the text boxes of each sheet; openpyxl leaves them out."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if not any("/drawings/" in name for name in package.namelist()):
            return
        paths = _sheet_paths(package)
        for sheet in book.worksheets:
            drawings = _related(package, paths.get(sheet.title, ""), "drawing").values()
            yield sheet.title, [text for drawing in drawings for text in _paragraphs(package, drawing)]


def _sheet_paths(package: zipfile.ZipFile) -> dict[str, str]:
    book = next((name for name in package.namelist() if name.endswith("workbook.xml")), "")
    if not book:
        return {}
    parts = _related(package, book, "worksheet")
    sheets = (part for part in _parsed(package, book).iter() if str(part.tag).endswith("}sheet"))
    named = (
        (sheet.get("name"), [value for key, value in sheet.items() if key.endswith("}id")])
        for sheet in sheets
    )
    return {name: parts.get(ids[0], "") for name, ids in named if ids}


def _related(package: zipfile.ZipFile, part: str, kind: str) -> dict[str, str]:
    """The parts that a part refers to for a purpose, by the name under which it does."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if not part or relations not in package.namelist():
        return {}
    found = {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))[
            1:
        ]
        for relation in _parsed(package, relations)
        if str(relation.get("Type", "")).endswith(f"/{kind}")
    }
    return {key: target for key, target in found.items() if target in package.namelist()}


def _parsed(package: zipfile.ZipFile, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, remove_comments=True)
    return etree.fromstring(package.read(name), parser)


def _paragraphs(package: zipfile.ZipFile, drawing: str) -> Iterator[str]:
    for body in _parsed(package, drawing).iter(f"{_SHEET_DRAWING}txBody"):
        for paragraph in body.iter(f"{_DRAWING}p"):
            text = "".join(part.text or "" for part in paragraph.iter(f"{_DRAWING}t")).strip()
            if text:
                yield text
