"""What a file is by its content, and whether it may be opened at all.

Names lie: web pages are saved as .pdf and Word files renamed to .xlsx. So the first bytes decide, and every
size is checked before a parser sees the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from wres_analysis.documents import limits
from wres_analysis.documents.decoding import decode, why_no_text
from wres_analysis.documents.delimited import delimiter_of
from wres_analysis.documents.packages import kind_of_package, old_office
from wres_analysis.errors import DocumentError

_OLE = b"\xd0\xcf\x11\xe0"
_REFUSED = (
    (b"{\\rtf", "this is a rich text file", "open it in Word and save it as .docx"),
    (b"\x1f\x8b", "this is a compressed archive", "unpack it first"),
    (b"7z\xbc\xaf", "this is a compressed archive", "unpack it first"),
    (b"Rar!", "this is a compressed archive", "unpack it first"),
    (b"\x89PNG", "this is a picture", "save it as PDF"),
    (b"\xff\xd8\xff", "this is a picture", "save it as PDF"),
    (b"II*\x00", "this is a picture", "save it as PDF"),
    (b"MM\x00*", "this is a picture", "save it as PDF"),
    (b"GIF8", "this is a picture", "save it as PDF"),
)
_BINARY_NAMES = (".pdf", ".docx", ".xlsx")
_OWN_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "pdf": (".pdf",),
        "docx": (".docx", ".dotx"),
        "xlsx": (".xlsx", ".xltx"),
        "html": (".html", ".htm", ".xhtml", ".mht", ".mhtml"),
        "csv": (".csv", ".tsv", ".tab", ".txt"),
        "txt": (".txt", ".text", ".md", ".tab", ".tsv"),
    }
)
_KIND_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "pdf": "a PDF file",
        "docx": "a Word document",
        "xlsx": "an Excel workbook",
        "html": "a web page",
        "csv": "a text file",
        "txt": "a text file",
    }
)
_WEB_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|main|div)\b",
    re.IGNORECASE | re.DOTALL,
)
_BLANK = b"\x00 \t\r\n\x0c\xef\xbb\xbf\xfe\xff"
_PDF_MARK_WITHIN = 1024
_START = 2048


def kind_of(path: Path) -> str:
    """What a file is by its content: "pdf", "docx", "xlsx", "html", "csv" or "txt"."""
    data = _read(path)
    if b"%PDF-" in data[:_PDF_MARK_WITHIN]:
        return "pdf"
    if data.startswith(b"PK"):
        return kind_of_package(path)
    if data.startswith(_OLE):
        raise old_office(path, data)
    for start, what, remedy in _REFUSED:
        if data.startswith(start):
            raise DocumentError(what, path.name, remedy)
    return _kind_of_text(path, data)


def misnamed(path: Path, kind: str) -> str:
    """A sentence about a name that says something else than the content, or blank.

    Examples
    --------
    >>> misnamed(Path("plan.xlsx"), "docx")
    'the name ends in .xlsx but this is a Word document; it was read as that'
    >>> misnamed(Path("plan.pdf"), "pdf")
    ''
    """
    if path.suffix.lower() in _OWN_NAMES[kind]:
        return ""
    ending = f"ends in {path.suffix}" if path.suffix else "has no ending"
    return f"the name {ending} but this is {_KIND_WORDS[kind]}; it was read as that"


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size / limits.MEGABYTE
        limits.check_size(path, "MB", size, limits.FILE_BYTES // limits.MEGABYTE)
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(
            f"the file cannot be opened ({error.strerror})", path.name, "check the path"
        ) from None
    if not data.strip(_BLANK):
        raise DocumentError("the file is empty", path.name, "fetch it again from where it was published")
    return data


def _kind_of_text(path: Path, data: bytes) -> str:
    text = decode(data)
    if text is None and path.suffix.lower() in _OWN_NAMES["csv"] and (why := why_no_text(data)):
        raise DocumentError(f"this is not read: {why}", path.name, "save it again as plain text in UTF-8")
    if text is None:
        raise DocumentError(
            "this is not a document of a known format",
            path.name,
            "give a PDF, Word, Excel, web, CSV or text file",
        )
    kind = "html" if is_web_page(text) else _csv_or_txt(path, text)
    if text.lstrip().startswith("<?xml") and kind != "html":
        raise DocumentError("this is an XML file", path.name, "save it as .docx, .xlsx or PDF")
    if path.suffix.lower() in _BINARY_NAMES:
        raise DocumentError(
            f"the name ends in {path.suffix} but this is {_KIND_WORDS[kind]}",
            path.name,
            "fetch it again, or give it its right name",
        )
    return kind


def is_web_page(text: str) -> bool:
    """Whether a text is a web page, also one saved in one file with its pictures.

    Examples
    --------
    >>> is_web_page("<!DOCTYPE html><html>"), is_web_page("Action plan")
    (True, False)
    """
    saved_whole = text.lstrip()[:_START].lower()
    return _WEB_PAGE.match(text) is not None or (
        "mime-version:" in saved_whole and "multipart/related" in saved_whole
    )


def _csv_or_txt(path: Path, text: str) -> str:
    """Tabs and upright bars part the cells of text extracts too, which have their own reader."""
    if path.suffix.lower() in (".csv", ".xls"):
        return "csv"
    delimiter = delimiter_of(text)
    return "csv" if delimiter in (",", ";") else "txt"
