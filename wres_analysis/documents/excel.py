"""Excel workbooks: visible sheets, cells taken sparsely, merged ranges, real dates, fill colours."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from wres_analysis.documents.document import Block, Cell, Document, Line, Remark, blocks_of, struck_out
from wres_analysis.documents.excel_cells import conditional_fills, fill_of, shown, struck_in, theme_colours
from wres_analysis.documents.opening import (
    BROKEN_ZIP,
    MEGABYTE,
    MOST,
    check_size,
    damaged,
    related,
    transitional,
    xml_of,
)
from wres_analysis.errors import DocumentError

_OWN_TITLE = re.compile(r"(?:sheet|table|tabelle|feuil)\s*\d*", re.IGNORECASE)
_CONSTANT = re.compile(
    r'=\s*(?:"(?P<text>(?:[^"]|"")*)"'
    r'|HYPERLINK\(\s*(?:"(?:[^"]|"")*"|[^",]+)\s*,\s*"(?P<linked>(?:[^"]|"")*)"\s*\))\s*',
    re.IGNORECASE,
)
_LAST_COLUMN = 16_384  # the last that Excel has
_MOST_NAMED = 20  # rows or columns that a remark names

Position = tuple[int, int]


def read_excel(path: Path) -> Document:
    """An Excel workbook as a document."""
    uncached, rewritten = _scan(path)
    data = _in_usual_form(path) if rewritten else path.read_bytes()
    book = _load(path, data, results=True)
    formulas = _load(path, data, results=False) if uncached else None
    boxes = dict(_text_boxes(data, book))
    theme = theme_colours(book.loaded_theme)
    blocks: list[Block] = []
    remarks: list[Remark] = []
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in book.worksheets:
        place = f"sheet {sheet.title}"
        if sheet not in visible:
            hidden = (
                f"the sheet '{sheet.title}' is hidden and was left out; unhide it if it belongs to the plan"
            )
            remarks.append(Remark("warn", "hidden_sheet", hidden, place))
            continue
        _fill_in_constants(sheet, formulas)
        cells, bold = _cells(path, sheet, theme)
        remarks += _sheet_remarks(sheet, formulas)
        if cells and not _OWN_TITLE.fullmatch(sheet.title.strip()):
            blocks.append(Line(sheet.title.strip(), place, heading=1))
        blocks += blocks_of(cells, partial("{}, row {}".format, place), bold)
        blocks += [Line(text, place) for text in boxes.get(sheet.title, ())]
    return Document(path.name, "xlsx", tuple(blocks), tuple(remarks), pages=len(visible))


def _cells(path: Path, sheet: Any, theme: tuple[str, ...]) -> tuple[dict[Position, Cell], set[Position]]:
    """Filled and coloured cells of the visible rows and columns, and those in bold."""
    hidden_rows, hidden_columns = _hidden(sheet)
    covered = _covered(sheet)
    cells: dict[Position, Cell] = {}
    bold: set[Position] = set()
    for (row, column), found in sheet._cells.items():
        text = "" if (row, column) in covered or _is_struck(found) else shown(found)
        fill = fill_of(found, theme)
        if row in hidden_rows or column in hidden_columns or not (text or fill):
            continue
        cells[row, column] = Cell(text, fill=fill)
        if text and found.font is not None and found.font.b:
            bold.add((row, column))
    for position, side in covered.items():
        cells[position] = Cell(covered=side, fill=cells.get(position, Cell()).fill)
    written = {row for (row, _), cell in cells.items() if cell.text or cell.covered}
    for (row, column), fill in conditional_fills(sheet, sorted(written), theme).items():
        if row not in hidden_rows and column not in hidden_columns:
            cells[row, column] = replace(cells.get((row, column), Cell()), fill=fill)
    check_size(path, "rows", len(written))
    return {position: cell for position, cell in cells.items() if position[0] in written}, bold


def _is_struck(cell: Any) -> bool:
    return bool(cell.has_style and cell.font is not None and cell.font.strike)


def _fill_in_constants(sheet: Any, formulas: Any) -> None:
    """Give formulas without a stored result the text that they plainly have: they need no other cell."""
    for position in list(_without_result(sheet, formulas)):
        formula = _CONSTANT.fullmatch(str(formulas[sheet.title]._cells[position].value))
        if formula and (value := (formula["text"] or formula["linked"] or "").replace('""', '"')):
            sheet.cell(*position).value = value


def _covered(sheet: Any) -> dict[Position, str]:
    """Cells that a merged cell with a text hides, as far as a plan can reach."""
    covered: dict[Position, str] = {}
    for merged in sheet.merged_cells.ranges:
        top, left = merged.min_row, merged.min_col
        if (top, left) not in sheet._cells or sheet._cells[top, left].value is None:
            continue
        covered |= {at: "left" if at[0] == top else "above" for row in merged.rows for at in row}
        del covered[top, left]
    return covered


def _hidden(sheet: Any) -> tuple[set[int], set[int]]:
    rows = {row for row, size in sheet.row_dimensions.items() if size.hidden}
    columns = set[int]()
    for size in sheet.column_dimensions.values():
        if size.hidden:
            columns.update(range(size.min or 0, min(size.max or 0, _LAST_COLUMN) + 1))
    return rows, columns


def _sheet_remarks(sheet: Any, formulas: Any) -> Iterator[Remark]:
    place = f"sheet {sheet.title}"
    hidden_rows, hidden_columns = _hidden(sheet)
    filled = [position for position, found in sheet._cells.items() if found.value is not None]
    if rows := sorted({row for row, _ in filled} & hidden_rows):
        yield Remark("warn", "hidden_rows", f"{_listed('row', rows)} hidden and left out", place)
    if columns := sorted({column for _, column in filled} & hidden_columns):
        names = [get_column_letter(column) for column in columns]
        yield Remark("warn", "hidden_columns", f"{_listed('column', names)} hidden and left out", place)
    for row, column in _without_result(sheet, formulas):
        message = (
            f"the formula in {get_column_letter(column)}{row} has no stored result and was read as blank"
        )
        yield Remark("warn", "formula_without_result", message, f"{place}, row {row}")
    struck = [shown(found) if _is_struck(found) else struck_in(found) for found in sheet._cells.values()]
    yield from struck_out(struck, place)
    if noted := [found.coordinate for found in sheet._cells.values() if found.comment]:
        yield Remark("info", "cell_comment", f"comments are not read: {', '.join(noted[:20])}", place)


def _listed(word: str, names: list[Any]) -> str:
    many = len(names) > 1
    tail = " and more" if len(names) > _MOST_NAMED else ""
    shown_names = ", ".join(str(name) for name in names[:_MOST_NAMED])
    return f"{word}{'s' if many else ''} {shown_names}{tail} {'are' if many else 'is'}"


def _without_result(sheet: Any, formulas: Any) -> Iterator[Position]:
    if formulas is None:
        return
    for position, found in formulas[sheet.title]._cells.items():
        result = sheet._cells.get(position)
        if found.data_type == "f" and (result is None or result.value is None):
            yield position


_CELL = re.compile(rb"<(?:\w+:)?c[ >]")
_ROW_WITH_CELLS = re.compile(rb"<(?:\w+:)?row(?:\s[^>]*[^/>])?>\s*<(?:\w+:)?c\b")
_UNCACHED = re.compile(rb"</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>")
_STRICT = b"http://purl.oclc.org/ooxml/"
# a merged cell that reaches beyond the columns that are read, or over very many rows
_WIDE_MERGE = re.compile(rb'(<(?:\w+:)?mergeCell\s+ref="([A-Z]+)(\d+):)([A-Z]+)(\d+)"')
_CHUNK = 8 * MEGABYTE  # read piece by piece, so that a bomb is seen before it fills the memory
_MOST_MERGED_ROWS = 1_000  # guard: a merged cell over all rows of a sheet
_LAST_READ = get_column_letter(MOST["columns"]).encode()
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SHEET_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


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
                        check_size(path, "rows", rows)
                        check_size(path, "cells", cells)
    except BROKEN_ZIP:
        raise damaged(path) from None
    return uncached, rewritten


def _trimmed(part: bytes) -> bytes:
    """A sheet whose merged cells end where the reading ends: openpyxl makes a cell for each place in them."""
    return _WIDE_MERGE.sub(_trimmed_merge, part)


def _trimmed_merge(found: re.Match[bytes]) -> bytes:
    first, last = found[2], min(found[4], _LAST_READ, key=_column_order)
    row = min(int(found[5]), int(found[3]) + _MOST_MERGED_ROWS)
    return b'%s%s%d"' % (found[1], max(first, last, key=_column_order), row)


def _column_order(letters: bytes) -> tuple[int, bytes]:
    return len(letters), letters


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
            drawings = related(package, paths.get(sheet.title, ""), "drawing").values()
            yield sheet.title, [text for drawing in drawings for text in _paragraphs(package, drawing)]


def _sheet_paths(package: zipfile.ZipFile) -> dict[str, str]:
    book = next((name for name in package.namelist() if name.endswith("workbook.xml")), "")
    parts = related(package, book, "worksheet")
    paths: dict[str, str] = {}
    for sheet in xml_of(package, book).iter("{*}sheet") if book else ():
        ids = [value for key, value in sheet.items() if key.endswith("}id")]
        paths[sheet.get("name")] = parts.get(ids[0], "") if ids else ""
    return paths


def _paragraphs(package: zipfile.ZipFile, drawing: str) -> Iterator[str]:
    for body in xml_of(package, drawing).iter(f"{_SHEET_DRAWING}txBody"):
        for paragraph in body.iter(f"{_DRAWING}p"):
            text = "".join(part.text or "" for part in paragraph.iter(f"{_DRAWING}t")).strip()
            if text:
                yield text
