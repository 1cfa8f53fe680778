"""Which words of a PDF page its reader sees: those that are drawn and not struck through."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from ctypes import c_int
from typing import Any

import pypdfium2.raw as pdfium

from wres_analysis.documents.pdf_geometry import Box, Rule, Turn
from wres_analysis.documents.pdf_words import Word

# A line through the middle of letters; one that underlines stands at 0.4 of the height from the middle.
_THROUGH = 0.18
_MOST_OF_WORD = 0.9
# A rule of a table runs on beyond the words that it happens to touch.
_BEYOND = 8.0


def hide_unseen(page: Any, doubtful: Sequence[tuple[Box, Any]], turn: Turn) -> bool:
    """Switch off the doubtful texts without which the page looks the same; whether there were any."""
    with_texts = page.render().to_pil()
    for _, drawn in doubtful:
        pdfium.FPDFPageObj_SetIsActive(drawn, False)
    without = page.render().to_pil()
    seen = [drawn for box, drawn in doubtful if _differ(page, with_texts, without, box, turn)]
    for drawn in seen:
        pdfium.FPDFPageObj_SetIsActive(drawn, True)
    return len(seen) < len(doubtful)


def _differ(page: Any, one: Any, other: Any, box: Box, turn: Turn) -> bool:
    corners = ((box.left, box.top), (box.right, box.bottom))
    (x0, y0), (x1, y1) = (_pixel(page, one.size, turn.back(x, y)) for x, y in corners)
    frame = (min(x0, x1), min(y0, y1), max(x0, x1) + 1, max(y0, y1) + 1)
    return bool(one.crop(frame).tobytes() != other.crop(frame).tobytes())


def _pixel(page: Any, size: tuple[int, int], point: tuple[float, float]) -> tuple[int, int]:
    x, y = c_int(), c_int()
    pdfium.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, *point, x, y)
    return x.value, y.value


def without_struck(
    words: Sequence[Word], across: Sequence[Rule]
) -> tuple[list[Word], list[Word], list[Rule]]:
    """The words that no rule strikes through, those that one does, and the rules that do not."""
    ordered = sorted(across, key=lambda rule: rule.at)
    places = [rule.at for rule in ordered]
    struck: dict[Rule, list[Word]] = {}
    for word in words:
        middle, reach = word.box.middle[1], _THROUGH * word.box.height
        for rule in ordered[bisect_left(places, middle - reach) : bisect_right(places, middle + reach)]:
            shared = min(rule.end, word.box.right) - max(rule.start, word.box.left)
            if shared >= _MOST_OF_WORD * word.box.width:
                struck.setdefault(rule, []).append(word)
    lines = {rule for rule, found in struck.items() if _ends_with(rule, found)}
    gone = {word for rule in lines for word in struck[rule]}
    kept = [word for word in words if word not in gone]
    return kept, [word for word in words if word in gone], [rule for rule in across if rule not in lines]


def _ends_with(rule: Rule, words: Sequence[Word]) -> bool:
    left, right = min(word.box.left for word in words), max(word.box.right for word in words)
    return left - rule.start < _BEYOND and rule.end - right < _BEYOND
