"""What stands on one page of a PDF file: words, rules, coloured areas and boxes, as it shows them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from ctypes import c_int
from dataclasses import replace
from typing import Any

import pypdfium2.raw as raw

from wres_analysis.documents.cells import TICKED, UNTICKED
from wres_analysis.documents.document import Remark, left_out, struck_out
from wres_analysis.documents.pdf_drawing import INSTALL, Drawing, Marks
from wres_analysis.documents.pdf_glyphs import PageText, text_of
from wres_analysis.documents.pdf_words import Box, Rule, Turn, Word, known_share

_TO_TICK = (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON)
_DRAWN = {raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STRIKEOUT}


FieldBox = tuple[tuple[float, float, float, float], str]
"""A box or button of a form: left, bottom, right and top on the page, and its sign."""


def with_fields(pdf: Any, page: Any, index: int) -> tuple[Any, list[FieldBox]]:
    """The page with what was typed into its forms and onto it, which is no part of its text otherwise."""
    notes = [raw.FPDFPage_GetAnnot(page, number) for number in range(raw.FPDFPage_GetAnnotCount(page))]
    kinds = {raw.FPDFAnnot_GetSubtype(note) for note in notes if note}
    boxes = list(_boxes(pdf, notes)) if pdf.formenv is not None else []
    for note in filter(None, notes):
        raw.FPDFPage_CloseAnnot(note)
    if not kinds & _DRAWN:
        return page, boxes
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    page.close()
    return pdf[index], boxes


def _boxes(pdf: Any, notes: list[Any]) -> Iterator[FieldBox]:
    form, place = pdf.formenv.raw, raw.FS_RECTF()
    for note in filter(None, notes):
        if raw.FPDFAnnot_GetFormFieldType(form, note) in _TO_TICK and raw.FPDFAnnot_GetRect(note, place):
            sign = TICKED if raw.FPDFAnnot_IsChecked(form, note) else UNTICKED
            yield (place.left, place.bottom, place.right, place.top), sign


# A line through the middle of letters; one that underlines stands at 0.4 of the height from the middle.
_THROUGH = 0.18  # at 0.72 a rule under a word of form_check_boxes.pdf strikes it; less: guard
_MOST_OF_WORD = 0.9  # above 1 struck_in_pdf.pdf keeps its struck words; less: guard
# A rule of a table runs on beyond the words that it happens to touch.
_BEYOND = 8.0  # guard: points


def hide_unseen(page: Any, doubtful: Sequence[tuple[Box, Any]], turn: Turn) -> bool:
    """Switch off the doubtful texts without which the page looks the same; whether there were any."""
    with_texts = page.render().to_pil()
    for _, drawn in doubtful:
        raw.FPDFPageObj_SetIsActive(drawn, False)
    without = page.render().to_pil()
    seen = [drawn for box, drawn in doubtful if _differ(page, with_texts, without, box, turn)]
    for drawn in seen:
        raw.FPDFPageObj_SetIsActive(drawn, True)
    return len(seen) < len(doubtful)


def _differ(page: Any, one: Any, other: Any, box: Box, turn: Turn) -> bool:
    corners = ((box.left, box.top), (box.right, box.bottom))
    (x0, y0), (x1, y1) = (_pixel(page, one.size, turn.back(x, y)) for x, y in corners)
    frame = (min(x0, x1), min(y0, y1), max(x0, x1) + 1, max(y0, y1) + 1)
    return bool(one.crop(frame).tobytes() != other.crop(frame).tobytes())


def _pixel(page: Any, size: tuple[int, int], point: tuple[float, float]) -> tuple[int, int]:
    x, y = c_int(), c_int()
    raw.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, *point, x, y)
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


_FEW_LETTERS = 20  # letters of a page number beside a picture
_HEAD_AND_FOOT = 200  # letters printed round a scan
_MANY_SHAPES = 300  # outlines of a page whose letters are drawn
_MOST_OF_PAGE = 0.5  # above 1 layer_good.pdf is no scan; less: a logo is one
# curves, and curves to a letter of text: letters drawn as shapes; logos and charts have fewer
_MANY_CURVES, _CURVES_TO_LETTERS = 80, 2
# Share of known words below which a text is garbled: real plans have 0.8 and more, garbled ones up to 0.55.
_GARBLED = 0.6
_BETTER = 0.1  # recognition must be plainly better than the text in the file
# share of characters that have no text behind them
_UNMAPPED = 0.05
NOT_AGAIN = "the page could not be read as a picture"


def marks_of(page: Any, place: str, boxes: Sequence[FieldBox] = (), *, again: bool = True) -> Marks:
    """The marks of one page; `again`: whether text that cannot be read is recognised once more."""
    text = text_of(page)
    drawing = Drawing(page, text.turn)
    width, height = text.turn.size
    share = drawing.image_area / max(1.0, width * height)
    layered = drawing.invisible and share > _MOST_OF_PAGE  # a scan with its text behind the picture
    in_file = text.words
    if drawing.doubtful and not layered and hide_unseen(page, drawing.doubtful, text.turn):
        text = replace(text_of(page), turn=text.turn)
    seen = set(text.words)
    hidden = [word for word in in_file if word not in seen] if len(seen) < len(in_file) else []
    words, struck, across = without_struck(_with_boxes(text, boxes), drawing.across)
    remarks = (*_remarks(text, drawing, place), *_left_out(text, hidden, struck, place))
    marks = Marks(words, across, drawing.down, drawing.shades, height, False, remarks)
    recognised_before = drawing.invisible and text.letters > _FEW_LETTERS
    if not recognised_before and is_scan(text.letters, share, drawing.paths, drawing.curved):
        pictured = share > _MOST_OF_PAGE or text.letters < _FEW_LETTERS
        return _read_as_picture(page, marks, place, at_least=1 if pictured else len(words))
    known = known_share(word.text for word in words)
    if again and known is not None and (known < _GARBLED or text.unmapped > _UNMAPPED * text.letters):
        return _read_again(page, marks, known, place)
    return marks


def _with_boxes(text: PageText, boxes: Sequence[FieldBox]) -> list[Word]:
    """The words with a sign for each box of a form, instead of what its program drew in it."""
    signs = [Word(sign, text.turn.box(*corners), bold=False) for corners, sign in boxes]
    drawn = (word for word in text.words if not any(sign.box.holds(word.box.middle) for sign in signs))
    return [*drawn, *signs]


def _read_as_picture(page: Any, marks: Marks, place: str, *, at_least: int) -> Marks:
    # only scans need numpy, scipy, Pillow and tesseract
    from wres_analysis.documents.scan import recognised

    found = recognised(page, place)
    if len(found.words) >= at_least or not marks.words:
        return found
    return replace(marks, remarks=(*marks.remarks, *found.remarks))


def _read_again(page: Any, marks: Marks, known: float, place: str) -> Marks:
    """The page recognised as a picture, where that gives more words that plans are known to use."""
    from wres_analysis.documents.scan import recognised

    found = recognised(page, place)
    better = known_share(word.text for word in found.words)
    if better is not None and better > known + _BETTER:
        message = "the text in the file is garbled, so the page was read as a picture; check it"
        remarks = (Remark("warn", "garbled_text", message, place), *found.remarks)
        return replace(found, remarks=remarks)
    if found.words:
        return replace(marks, doubted=True)
    message = f"much of the text in the file is no language that is known, and {NOT_AGAIN}; {INSTALL}"
    return replace(
        marks, doubted=True, remarks=(*marks.remarks, Remark("error", "garbled_text", message, place))
    )


def is_scan(letters: int, image_share: float, paths: int, curved: int = 0) -> bool:
    """Whether a page is a picture of text: a picture over most of it, or its letters drawn as shapes."""
    pictured = letters < _HEAD_AND_FOOT and image_share > _MOST_OF_PAGE
    shaped = letters < _FEW_LETTERS and paths > _MANY_SHAPES
    return pictured or shaped or curved > max(_MANY_CURVES, _CURVES_TO_LETTERS * letters)


def _left_out(text: PageText, hidden: Sequence[Word], struck: Sequence[Word], place: str) -> Iterator[Remark]:
    """What stands in the file and does not show on the page, or not as current."""
    hidden_text, off_page = "text that the page does not show", "text outside what the page shows"
    yield from left_out("warn", "hidden_text", f"{hidden_text} was left out", [_joined(hidden)], place)
    yield from left_out("warn", "off_page_text", f"{off_page} was left out", [text.off_page], place)
    yield from struck_out([_joined(struck)], place)
    yield from left_out("info", "note_marks", "raised note marks were left out", [text.raised], place)


def _joined(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _remarks(text: PageText, drawing: Drawing, place: str) -> Iterator[Remark]:
    if drawing.invisible and text.letters:
        message = "the page is a scan whose text was recognised before it was published, so check it"
        yield Remark("warn", "ocr", message, place)
    if not drawing.complete:
        message = "the page holds a drawing of very many lines; rules of tables on it may be missed"
        yield Remark("warn", "drawing_too_large", message, place)
    if text.unmapped:
        message = f"{text.unmapped} characters have no text behind them and are missing"
        yield Remark("error", "unmapped_text", message, place)
    if text.slanted:
        yield Remark("info", "slanted_text", f"slanted text was left out: {text.slanted[:60]}", place)
