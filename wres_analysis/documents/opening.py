"""What a file is by its content, and whether it may be opened at all.

Names lie: web pages are saved as .pdf and Word files renamed to .xlsx. So the first bytes decide, and every
size is checked before a parser sees the file.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from wres_analysis.documents.plain_text import decode, delimiter_of, why_no_text
from wres_analysis.errors import DocumentError

MEGABYTE = 1024 * 1024
# real plans stay far below; a bomb or a dump does not
MOST = {
    "MB": 50,
    "MB unpacked": 200,
    "parts": 5_000,
    "pages": 500,
    "rows": 20_000,
    "columns": 200,
    "cells": 300_000,
}
_PACKING, _PACKING_FROM = 200, 20 * MEGABYTE  # guard: no plan packs so well; small files may
_PACKED = (("wordprocessingml.document.main", "docx"), ("wordprocessingml.template.main", "docx"),
          ("spreadsheetml.sheet.main", "xlsx"), ("spreadsheetml.template.main", "xlsx"))  # fmt: skip
_FOREIGN = (
    ("presentationml", "this is a PowerPoint file", "save it as PDF"),
    ("sheet.binary", "this is a binary Excel workbook (.xlsb)", "save it as .xlsx"),
    ("opendocument.text", "this is an OpenDocument text", "save it as .docx"),
    ("opendocument.spreadsheet", "this is an OpenDocument spreadsheet", "save it as .xlsx"),
    ("epub", "this is an e-book", "save it as PDF"),
)
_OLE_STREAMS = (
    ("EncryptedPackage", "it is protected by a password", "save a copy without the password"),
    ("WordDocument", "this is the old Word format (.doc)", "open it in Word and save it as .docx"),
    ("Workbook", "this is the old Excel format (.xls)", "open it in Excel and save it as .xlsx"),
    ("Book", "this is the old Excel format (.xls)", "open it in Excel and save it as .xlsx"),
    ("PowerPoint Document", "this is the old PowerPoint format (.ppt)", "save it as PDF"),
    ("__substg1", "this is a saved e-mail", "save its attachment and read that"),
)
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError)
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")


def check_size(path: Path, what: str, found: float) -> None:
    """Refuse a document of which something is too large."""
    if found > MOST[what]:
        message = f"it has more than {MOST[what]:,} {what}, the most that are read"
        raise DocumentError(message, path.name, "save a copy that holds only the plan")


def kind_of_package(path: Path) -> str:
    """Whether a zip file is a Word document ("docx") or a workbook ("xlsx"); anything else is refused."""
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
            _check_bomb(path, members)
            types = _content_types(package)
    except BROKEN_ZIP:
        raise damaged(path) from None
    macros = any(member.filename.lower().endswith("vbaproject.bin") for member in members)
    if macros or "macroEnabled" in types:
        what = "it holds macros, and files with macros are not opened"
        raise DocumentError(what, path.name, "save it without macros")
    for mark, kind in _PACKED:
        if mark in types:
            return kind
    for mark, what, remedy in _FOREIGN:
        if mark in types:
            raise DocumentError(what, path.name, remedy)
    raise DocumentError("this is an archive, not a document", path.name, "unpack it first")


def transitional(data: bytes) -> bytes:
    """A part of a file in strict Open XML with the names that the usual files have."""
    return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", data)


def xml_of(package: zipfile.ZipFile, name: str) -> Any:
    """A part of a file as far as it can be parsed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, remove_comments=True)
    return etree.fromstring(package.read(name), parser)


def related(package: zipfile.ZipFile, part: str, kind: str) -> dict[str, str]:
    """The parts that a part refers to for a purpose, by the name under which it does."""
    folder, name = posixpath.split(part)
    relations, known = posixpath.join(folder, "_rels", f"{name}.rels"), set(package.namelist())
    if relations not in known:
        return {}
    root = xml_of(package, relations)
    found = {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
        for relation in (() if root is None else root)
        if relation.get("Type", "").endswith(f"/{kind}")
    }
    return {key: target.lstrip("/") for key, target in found.items() if target.lstrip("/") in known}


def damaged(path: Path) -> DocumentError:
    """The refusal of a file that is cut short or broken."""
    return DocumentError(
        "the file is damaged or cut short", path.name, "fetch it again from where it was published"
    )


def _check_bomb(path: Path, members: list[zipfile.ZipInfo]) -> None:
    check_size(path, "parts", len(members))
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    check_size(path, "MB unpacked", unpacked / MEGABYTE)
    if unpacked > _PACKING_FROM and unpacked > _PACKING * packed:
        what = f"it unpacks to {unpacked // packed} times its size, as no plan does"
        raise DocumentError(what, path.name, "do not open it")
    if any(member.flag_bits & 1 for member in members):
        raise DocumentError("it is protected by a password", path.name, "save a copy without the password")


def _content_types(package: zipfile.ZipFile) -> str:
    for name in ("[Content_Types].xml", "mimetype"):
        if name in package.namelist():
            with package.open(name) as member:
                return member.read(MEGABYTE).decode("utf-8", "replace")
    return ""


_OLE = b"\xd0\xcf\x11\xe0"
_REFUSED = (
    ((b"{\\rtf",), "this is a rich text file", "open it in Word and save it as .docx"),
    ((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!"), "this is a compressed archive", "unpack it first"),
    ((b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8"), "this is a picture", "save it as PDF"),
    ((_OLE,), "this is an old Office format", "save it as .docx, .xlsx or PDF"),
)
_BINARY_NAMES = (".pdf", ".docx", ".xlsx")
# what a kind is called, and how its names end
_KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "pdf": ("a PDF file", (".pdf",)),
    "docx": ("a Word document", (".docx", ".dotx")),
    "xlsx": ("an Excel workbook", (".xlsx", ".xltx")),
    "html": ("a web page", (".html", ".htm", ".xhtml", ".mht", ".mhtml")),
    "csv": ("a text file", (".csv", ".tsv", ".tab", ".txt")),
    "txt": ("a text file", (".txt", ".text", ".md", ".tab", ".tsv")),
}
_WEB_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|main|div)\b",
    re.IGNORECASE | re.DOTALL,
)
_BLANK = b"\x00 \t\r\n\x0c\xef\xbb\xbf\xfe\xff"
_PDF_MARK_WITHIN = 1024  # as readers of PDF allow it; no document has it later
_START = 2048  # guard: the head of a page that was saved whole


def kind_of(path: Path) -> str:
    """What a file is by its content: "pdf", "docx", "xlsx", "html", "csv" or "txt"."""
    try:
        check_size(path, "MB", path.stat().st_size / MEGABYTE)
        data = path.read_bytes()
    except OSError as error:
        what = f"the file cannot be opened ({error.strerror})"
        raise DocumentError(what, path.name, "check the path") from None
    if not data.strip(_BLANK):
        raise DocumentError("the file is empty", path.name, "fetch it again from where it was published")
    if b"%PDF-" in data[:_PDF_MARK_WITHIN]:
        return "pdf"
    if data.startswith(b"PK"):
        return kind_of_package(path)
    _refuse_binary(path, data)
    return _kind_of_text(path, data)


def misnamed(path: Path, kind: str) -> str:
    """A sentence about a name that says something else than the content, or blank."""
    if path.suffix.lower() in _KINDS[kind][1]:
        return ""
    ending = f"ends in {path.suffix}" if path.suffix else "has no ending"
    return f"the name {ending} but this is {_KINDS[kind][0]}; it was read as that"


def _refuse_binary(path: Path, data: bytes) -> None:
    """Refuse pictures, archives, old Office formats and new ones behind a password."""
    streams = _OLE_STREAMS if data.startswith(_OLE) else ()
    found = [(what, remedy) for stream, what, remedy in streams if stream.encode("utf-16-le") in data]
    found += [(what, remedy) for starts, what, remedy in _REFUSED if data.startswith(starts)]
    for what, remedy in found[:1]:
        raise DocumentError(what, path.name, remedy)


def _kind_of_text(path: Path, data: bytes) -> str:
    text, ending = decode(data), path.suffix.lower()
    if text is None and ending in _KINDS["csv"][1] and (why := why_no_text(data)):
        raise DocumentError(f"this is not read: {why}", path.name, "save it again as plain text in UTF-8")
    if text is None:
        what = "this is not a document of a known format"
        raise DocumentError(what, path.name, "give a PDF, Word, Excel, web, CSV or text file")
    start = text.lstrip()[:_START].lower()
    if _WEB_PAGE.match(text) or ("mime-version:" in start and "multipart/related" in start):
        kind = "html"
    elif ending in (".csv", ".xls") or delimiter_of(text) in (",", ";"):
        kind = "csv"
    else:
        kind = "txt"  # tabs and upright bars part the cells of text extracts too, which have their own reader
    if text.lstrip().startswith("<?xml") and kind != "html":
        raise DocumentError("this is an XML file", path.name, "save it as .docx, .xlsx or PDF")
    if ending in _BINARY_NAMES:
        what = f"the name ends in {path.suffix} but this is {_KINDS[kind][0]}"
        raise DocumentError(what, path.name, "fetch it again, or give it its right name")
    return kind
