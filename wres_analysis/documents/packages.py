"""Files that hold files: Office packages (zip) and old Office files, looked at before they are opened."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from wres_analysis.documents import limits
from wres_analysis.errors import DocumentError

_KINDS = (("wordprocessingml.document.main", "docx"), ("wordprocessingml.template.main", "docx"),
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
_TYPES = "[Content_Types].xml"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")


def kind_of_package(path: Path) -> str:
    """Whether a zip file is a Word document ("docx") or a workbook ("xlsx"); anything else is refused."""
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
            _check_bomb(path, members)
            types = _content_types(package)
    except BROKEN_ZIP:
        raise damaged(path) from None
    _refuse_macros(path, types, members)
    for mark, kind in _KINDS:
        if mark in types:
            return kind
    raise _foreign(path, types)


def transitional(data: bytes) -> bytes:
    """A part of a file in strict Open XML with the names that the usual files have.

    Examples
    --------
    >>> transitional(b"http://purl.oclc.org/ooxml/spreadsheetml/main")
    b'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
    """
    return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", data)


def damaged(path: Path) -> DocumentError:
    """The refusal of a file that is cut short or broken."""
    return DocumentError(
        "the file is damaged or cut short", path.name, "fetch it again from where it was published"
    )


def old_office(path: Path, data: bytes) -> DocumentError:
    """The refusal of an OLE file: old Office formats, and new ones behind a password."""
    for stream, what, remedy in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return DocumentError(what, path.name, remedy)
    return DocumentError("this is an old Office format", path.name, "save it as .docx, .xlsx or PDF")


def _check_bomb(path: Path, members: list[zipfile.ZipInfo]) -> None:
    limits.check_size(path, "parts", len(members), limits.MEMBERS)
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    limits.check_size(
        path, "MB unpacked", unpacked / limits.MEGABYTE, limits.UNPACKED_BYTES // limits.MEGABYTE
    )
    if unpacked > limits.PACKING_FROM and unpacked > limits.PACKING * packed:
        raise DocumentError(
            f"it unpacks to {unpacked // packed} times its size, as no plan does", path.name, "do not open it"
        )
    if any(member.flag_bits & 1 for member in members):
        raise DocumentError("it is protected by a password", path.name, "save a copy without the password")


def _content_types(package: zipfile.ZipFile) -> str:
    names = set(package.namelist())
    for name in (_TYPES, "mimetype"):
        if name in names:
            with package.open(name) as member:
                return member.read(limits.MEGABYTE).decode("utf-8", "replace")
    return ""


def _refuse_macros(path: Path, types: str, members: list[zipfile.ZipInfo]) -> None:
    inside = any(re.search(r"vbaProject\.bin$", member.filename, re.IGNORECASE) for member in members)
    if inside or "macroEnabled" in types:
        raise DocumentError(
            "it holds macros, and files with macros are not opened", path.name, "save it without macros"
        )


def _foreign(path: Path, types: str) -> DocumentError:
    for mark, what, remedy in _FOREIGN:
        if mark in types:
            return DocumentError(what, path.name, remedy)
    return DocumentError("this is an archive, not a document", path.name, "unpack it first")
