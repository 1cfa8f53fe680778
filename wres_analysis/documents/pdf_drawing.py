"""What is drawn on a PDF page: rules, coloured areas and pictures, texts that they strike or cover."""

from __future__ import annotations

import ctypes
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfMatrix

from wres_analysis.documents.document import Remark
from wres_analysis.documents.pdf_words import Box, Rule, Shade, Turn, Word, around

NOT_READ = "scan_not_read"
INSTALL = (
    "install tesseract (Debian, Ubuntu: apt-get install tesseract-ocr; macOS: brew install tesseract; "
    "Windows: its installer), or ask the publisher for the original file"
)
THIN = 3.0  # points; a rule drawn as an area; at 12 boxes of form_check_boxes.pdf are rules
_STRAIGHT = 2.5  # guard: points; rules of turned pages slope
_FORM_DEPTH = 8  # guard: forms in forms
_MOST_PATHS = 60_000  # guard: maps and drawings
_NEARLY_WHITE = 250  # at 187 fills of d01_ruled.pdf are lost; above 255 white_text.pdf shows its hidden text
# height of the strips in which texts are looked up, in points: about two lines
_STRIP = 24.0
_MARK_BYTES = 64  # the mark of a layer has two letters
_Point = tuple[float, float]


class Drawing:
    """What is drawn on one page, as far as tables are made of it."""

    def __init__(self, page: Any, turn: Turn) -> None:
        self.across: list[Rule] = []
        self.down: list[Rule] = []
        self.shades: list[Shade] = []
        self.image_area = 0.0
        self.complete = True
        self.paths = 0
        self.curved = 0  # outlines with curves: letters drawn as shapes have them
        # texts that may not be seen: white, clear, on a layer or covered
        self.doubtful: list[tuple[Box, Any]] = []
        self._white: list[tuple[Box, Any]] = []
        self._texts: dict[int, list[tuple[Box, Any]]] = {}  # texts drawn so far, by where they stand
        self._turn = turn
        modes = Counter[int]()
        for kind, drawn, matrix in _objects(page.raw, _PAGE, PdfMatrix(), 0):
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                mode = pdfium.FPDFTextObj_GetTextRenderMode(drawn)
                modes[mode] += 1
                self._add_text(drawn, matrix, mode)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self.image_area = max(self.image_area, self._box(matrix, (0.0, 0.0), (1.0, 1.0)).area)
            elif self.paths < _MOST_PATHS:
                self.paths += 1
                self._add_path(drawn, matrix)
            else:
                self.complete = False
        for text in self._white:
            # the last area painted under white titles has a colour
            under = [shade.colour for shade in self.shades if shade.box.holds(text[0].middle)]
            if not under or not under[-1]:
                self.doubtful.append(text)
        self.invisible = 2 * modes[pdfium.FPDF_TEXTRENDERMODE_INVISIBLE] > modes.total()

    def _add_text(self, drawn: Any, outer: PdfMatrix, mode: int) -> None:
        sides = [ctypes.c_float() for _ in range(4)]
        if not pdfium.FPDFPageObj_GetBounds(drawn, *sides):
            return
        left, bottom, right, top = (side.value for side in sides)
        box = self._box(outer, (left, bottom), (right, top))
        if mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE or _is_on_layer(drawn):
            self.doubtful.append((box, drawn))
        elif not _colour(drawn):
            self._white.append((box, drawn))
        else:
            for strip in _strips(box):
                self._texts.setdefault(strip, []).append((box, drawn))

    def _box(self, matrix: PdfMatrix, one: _Point, other: _Point) -> Box:
        return self._turn.box(*matrix.on_point(*one), *matrix.on_point(*other))

    def _add_path(self, path: Any, matrix: PdfMatrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
        for points, straight in _outlines(path):
            self.curved += not straight
            turned = [self._turn.point(*matrix.on_point(x, y)) for x, y in points]
            if fill.value and straight:
                self._add_area(turned, path)
            if stroke.value and straight:
                for start, end in pairwise(turned):
                    self._add_rule(start, end)

    def _add_rule(self, start: _Point, end: _Point) -> None:
        (x0, y0), (x1, y1) = start, end
        if abs(y1 - y0) <= _STRAIGHT and abs(x1 - x0) > abs(y1 - y0):
            self.across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= _STRAIGHT and abs(y1 - y0) > abs(x1 - x0):
            self.down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))

    def _add_area(self, points: list[_Point], path: Any) -> None:
        xs, ys = zip(*points, strict=True)
        box = Box(min(xs), min(ys), max(xs), max(ys))
        if min(box.width, box.height) <= THIN:
            middle = box.middle
            if box.width > box.height:
                self._add_rule((box.left, middle[1]), (box.right, middle[1]))
            else:
                self._add_rule((middle[0], box.top), (middle[0], box.bottom))
        elif len(set(points)) == 4 and (colour := _colour(path)) is not None:
            self.shades.append(Shade(box, colour))
            # texts that were drawn before an area that is painted over them
            texts = (text for strip in _strips(box) for text in self._texts.get(strip, ()))
            self.doubtful += [text for text in texts if box.holds(text[0].middle)]


def _strips(box: Box) -> range:
    return range(int(box.top // _STRIP), int(box.bottom // _STRIP) + 1)


_PAGE = (pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject)
_FORM = (pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject)
_WANTED = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_TEXT)
_Access = tuple[Callable[[Any], int], Callable[[Any, int], Any]]


def _objects(
    holder: Any, access: _Access, outer: PdfMatrix, depth: int
) -> Iterator[tuple[int, Any, PdfMatrix]]:
    """Texts, paths and images, nested ones too, with their matrix; a text has that of its form."""
    count, get = access
    for index in range(count(holder)):
        drawn = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        own = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(drawn, own)
        matrix = PdfMatrix.from_raw(own).multiply(outer)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield kind, drawn, outer  # its bounds are told with its own matrix
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH:
            yield from _objects(drawn, _FORM, matrix, depth + 1)
        elif kind in _WANTED:
            yield kind, drawn, matrix


def _is_on_layer(drawn: Any) -> bool:
    """Whether an object is marked as part of a layer, which may be switched off."""
    name, length = ctypes.create_string_buffer(_MARK_BYTES), ctypes.c_ulong()
    for number in range(pdfium.FPDFPageObj_CountMarks(drawn)):
        mark = pdfium.FPDFPageObj_GetMark(drawn, number)
        wide = ctypes.cast(name, ctypes.POINTER(ctypes.c_ushort))
        named = pdfium.FPDFPageObjMark_GetName(mark, wide, _MARK_BYTES, length)
        if named and name.raw[: length.value].decode("utf-16-le", "replace").strip("\0") == "OC":
            return True
    return False


def _outlines(path: Any) -> Iterator[tuple[list[_Point], bool]]:
    """The parts of a path: their corners, and whether all their sides are straight."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[_Point] = []
    straight = True
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, straight
            points, straight = [], True
        straight = straight and kind != pdfium.FPDF_SEGMENT_BEZIERTO
        points.append((x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points, straight


def _colour(path: Any) -> str | None:
    """The fill as "RRGGBB"; blank for white, None where it cannot be seen at all."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(path, red, green, blue, alpha)
    if alpha.value == 0:
        return None
    if min(red.value, green.value, blue.value) >= _NEARLY_WHITE:
        return ""
    return f"{red.value:02X}{green.value:02X}{blue.value:02X}"


@dataclass(frozen=True)
class Marks:
    """Everything on one upright page that its reader needs."""

    words: Sequence[Word] = ()
    across: Sequence[Rule] = ()
    down: Sequence[Rule] = ()
    shades: Sequence[Shade] = ()  # in the order of drawing
    height: float = 0.0  # of the page, in points
    scanned: bool = False  # whether the words were recognised in a picture
    remarks: Sequence[Remark] = ()
    doubted: bool = False  # its text looks garbled, and reading it as a picture was no better


# A line through the middle of letters; one that underlines stands at 0.4 of the height from the middle.
_THROUGH = 0.18  # at 0.72 a rule under a word of form_check_boxes.pdf strikes it; less: guard
_MOST_OF_WORD = 0.9  # above 1 struck_in_pdf.pdf keeps its struck words; less: guard
# A rule of a table runs on beyond the words that it happens to touch.
_BEYOND = 8.0  # guard: points


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
    x, y = ctypes.c_int(), ctypes.c_int()
    pixels = []
    for corner in corners:
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, *one.size, 0, *turn.back(*corner), x, y)
        pixels.append((x.value, y.value))
    (x0, y0), (x1, y1) = pixels
    frame = (min(x0, x1), min(y0, y1), max(x0, x1) + 1, max(y0, y1) + 1)
    return bool(one.crop(frame).tobytes() != other.crop(frame).tobytes())


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
    ends = ((rule, around([word.box for word in found])) for rule, found in struck.items())
    lines = {rule for rule, box in ends if max(box.left - rule.start, rule.end - box.right) < _BEYOND}
    gone = {word for rule in lines for word in struck[rule]}
    kept = [word for word in words if word not in gone]
    return kept, [word for word in words if word in gone], [rule for rule in across if rule not in lines]
