"""Plain text: how its bytes are encoded, and what parts the columns in it."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from itertools import islice

from wres_analysis.documents.document import Remark

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffe\uffff]")
_LEAST_SHARE_OF_ZEROS = 0.2  # Latin text in UTF-16 has 0.5; at 0.8 utf16_no_mark.csv is no text
_MOST_STRAYS = 50  # guard: a slip of a keyboard is one or two; a binary file has hundreds
_MOST_STRAYS_IN = 0.02  # guard: the same as a share of the characters, for short files
_SHOWN = 5  # lines named in a remark
_MIXED = "wres-windows-bytes"
_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 200  # guard: enough to tell the columns, however long the file
_LEAST_COLUMNS = 3  # at 2 header_on_row_seven.csv parts prose at its commas; at 4 narrow plans are text
_LEAST_SHARE = 0.6  # above 1 nothing is CSV; below: guard against letters with commas
DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def decode(data: bytes) -> str | None:
    """The text of a file in UTF-8, UTF-16 or Windows-1252, or None where it is no text."""
    text = _decoded(data)
    return None if text is None else _CONTROLS.sub(" ", text)


def strays_in(data: bytes) -> tuple[Remark, ...]:
    """Notes on bytes of another encoding and on control characters, with the lines that they stand in."""
    text = _decoded(data) or ""
    remarks: list[Remark] = []
    if mixed := _windows_bytes(data, text):
        lines = ", ".join(map(str, mixed[:_SHOWN]))
        message = (
            f"most of the file is in UTF-8, but line {lines} holds bytes of Windows-1252; both were read"
        )
        remarks.append(Remark("warn", "mixed_encoding", message, f"line {mixed[0]}"))
    found = [
        (f"U+{ord(one[0]):04X}", text.count("\n", 0, one.start()) + 1) for one in _CONTROLS.finditer(text)
    ]
    if found:
        named = ", ".join(f"{character} in line {line}" for character, line in found[:_SHOWN])
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        message = f"control characters that no text has were read as spaces: {named}{more}"
        remarks.append(Remark("warn", "control_character", message, f"line {found[0][1]}"))
    return tuple(remarks)


def why_no_text(data: bytes) -> str:
    """What keeps a file from being read as text; blank where that is not to be told in a few words."""
    text = data.decode("cp1252", "replace")
    found = list(_CONTROLS.finditer(text))
    if not found or len(found) > _MOST_STRAYS:
        return ""
    line = text.count("\n", 0, found[0].start()) + 1
    count = f"the first of {len(found)} (U+{ord(found[0][0]):04X}) in line {line}"
    return f"it holds control characters as no text does, {count}"


def _decoded(data: bytes) -> str | None:
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding, _MIXED if encoding == "utf-8" else "strict")
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" and not _mostly_utf8(data, text):
            continue
        # so few that they are slips of a keyboard or an export
        most = min(_MOST_STRAYS, _MOST_STRAYS_IN * len(text))
        return text if "\0" not in text and len(_CONTROLS.findall(text)) <= most else None
    return None


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 as what they are in Windows-1252: one program wrote them, another the rest."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_MIXED, _as_windows)


def _mostly_utf8(data: bytes, text: str) -> bool:
    """Whether more characters beyond ASCII are whole in UTF-8 than are not."""
    whole = len(data.decode("utf-8", "ignore").encode("ascii", "ignore"))
    beyond = len(data.decode("utf-8", "ignore")) - whole
    stray = len(text) - whole - beyond
    return stray < max(1, beyond)


def _windows_bytes(data: bytes, text: str) -> list[int]:
    """The lines of a file in UTF-8 that hold bytes of Windows-1252."""
    in_utf16 = data.startswith(tuple(mark for mark, _ in _BYTE_ORDER_MARKS[1:])) or b"\0" in data
    if in_utf16 or not _mostly_utf8(data, text):
        return []
    lines = enumerate(data.split(b"\n"), 1)
    return [number for number, line in lines if line.decode("utf-8", "ignore").encode() != line]


def _candidates(data: bytes) -> tuple[str, ...]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return (encoding,)
    if b"\x00" not in data:
        return ("utf-8", "cp1252")
    # Latin text in UTF-16 without a mark has a zero in every second byte
    first, second = data[::2].count(0), data[1::2].count(0)
    if max(first, second) < _LEAST_SHARE_OF_ZEROS * len(data) or min(first, second) * 10 > len(data):
        return ()
    return ("utf-16-be",) if first > second else ("utf-16-le",)


csv.field_size_limit(2**31 - 1)  # a cell may hold as much as a file


def delimiter_of(text: str) -> str:
    """The character between the columns, or blank where the text is not in columns."""
    if declared := DECLARED.match(text):
        return declared[1]
    scores = {delimiter: _score(text, delimiter) for delimiter in _DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return best if scores[best] else ""


def _score(text: str, delimiter: str) -> int:
    """Cells in rows of the commonest width, where such rows are the rule."""
    try:
        sample = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), _SAMPLE_ROWS))
    except csv.Error:
        return 0
    widths = Counter(len(row) for row in sample if any(cell.strip() for cell in row))
    if not widths:
        return 0
    width, count = max(widths.items(), key=lambda item: item[0] * item[1])
    usual = width >= _LEAST_COLUMNS and count >= _LEAST_SHARE * widths.total()
    return width * count if usual else 0
