"""The forms of a PDF page: what was typed becomes part of the page, boxes to tick are told by their state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

from wres_analysis.documents.symbols import TICKED, UNTICKED

_TO_TICK = (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON)
_DRAWN = {raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STRIKEOUT}


@dataclass(frozen=True)
class FieldBox:
    """A box or button of a form: left, bottom, right and top on the page, and its sign."""

    corners: tuple[float, float, float, float]
    sign: str


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
            sides = (place.left, place.bottom, place.right, place.top)
            yield FieldBox(sides, sign)
