"""Bytes of a text file → its characters, when nobody wrote down how they were encoded."""

from __future__ import annotations

import codecs
import re

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


def decode(data: bytes) -> str | None:
    """The text of a file in UTF-8, UTF-16 or Windows-1252, or None where it is no text."""
    text = _decoded(data)
    return None if text is None else _CONTROLS.sub(" ", text)


def strays_in(data: bytes) -> tuple[Remark, ...]:
    """A note on the control characters that were read as spaces, with the lines that they stand in."""
    text = _decoded(data) or ""
    if mixed := _windows_bytes(data, text):
        lines = ", ".join(map(str, mixed[:_SHOWN]))
        message = (
            f"most of the file is in UTF-8, but line {lines} holds bytes of Windows-1252; both were read"
        )
        return (Remark("warn", "mixed_encoding", message, f"line {mixed[0]}"), *_control_characters(text))
    return _control_characters(text)


def _control_characters(text: str) -> tuple[Remark, ...]:
    found = [
        (f"U+{ord(one[0]):04X}", text.count("\n", 0, one.start()) + 1) for one in _CONTROLS.finditer(text)
    ]
    if not found:
        return ()
    named = ", ".join(f"{character} in line {line}" for character, line in found[:_SHOWN])
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    message = f"control characters that no text has were read as spaces: {named}{more}"
    return (Remark("warn", "control_character", message, f"line {found[0][1]}"),)


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
        return text if _is_text(text) else None
    return None


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 as what they are in Windows-1252: one program wrote them, another the rest."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_MIXED = "wres-windows-bytes"
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


def _is_text(text: str) -> bool:
    """Whether no control characters stand in it, or so few that they are slips of a keyboard or an export."""
    strays = len(_CONTROLS.findall(text))
    return not strays or ("\0" not in text and strays <= min(_MOST_STRAYS, _MOST_STRAYS_IN * len(text)))


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
