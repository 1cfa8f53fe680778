"""Bytes of a text file → its characters, when nobody wrote down how they were encoded."""

from __future__ import annotations

import codecs
import re

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffe\uffff]")
_LEAST_SHARE_OF_ZEROS = 0.2


def decode(data: bytes) -> str | None:
    r"""The text of a file in UTF-8, UTF-16 or Windows-1252, or None where it is no text.

    Parameters
    ----------
    data : bytes
        The file, or its beginning.

    Returns
    -------
    str or None
        Without a byte order mark. None where characters occur that no text file has, as in an image or a
        program.

    Examples
    --------
    >>> decode("Café – \u2019".encode("cp1252"))
    'Café – ’'
    >>> decode(bytes(8)) is None
    True
    """
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROLS.search(text) else text
    return None


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
