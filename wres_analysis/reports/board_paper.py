"""A board paper of two pages for one organisation, in Word: what is taken into a meeting."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pandas as pd
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from wres_analysis import __version__
from wres_analysis.analysis import Analysis
from wres_analysis.reports import action_register as register
from wres_analysis.reports.chart_style import alt_text
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.table_columns import cell_text, presented
from wres_analysis.workforce import Workforce

MOST_ROWS = 8  # overdue actions as rows of the first page: some more would push the charts to a third page
MOST_NAMED = 7  # more of them, with their owners, in a sentence below
PAGE = (Cm(21), Cm(29.7))  # A4
MARGIN, PICTURE_WIDTH = Cm(1.7), {"year_to_year": Cm(12.5), "standing": Cm(12.5)}  # both on the second page
FONT = "Arial"


def save_board_paper(
    figures: Path | str, one: Analysis, *exhibits: Exhibit, workforce: Workforce | None = None
) -> None:
    """Write the board paper of one organisation, `board_paper.docx`, beside the folder of its figures.

    Parameters
    ----------
    figures : path
        Folder that the figures are saved in. Blank: write nothing, as when a notebook is run by hand.
    one : Analysis
        Of one organisation.
    *exhibits : Exhibit
        Those of its page; main points, strip, spine and questions are taken from them.
    workforce : Workforce, optional
        The workforce figures that were supplied; the paper says where there are none of this organisation.
    """
    if str(figures):
        board_paper(one, *exhibits, workforce=workforce).save(str(Path(figures).parent / "board_paper.docx"))


def board_paper(one: Analysis, *exhibits: Exhibit, workforce: Workforce | None = None) -> Any:
    """The board paper of one organisation as a Word document: what is asked for first, charts behind it."""
    code, shown = register.code_of(one), {exhibit.name: exhibit for exhibit in exhibits}
    name = one.names.get(code, code)
    paper = _blank_paper(f"WRES action plan of {name}: what it promises, and what came back")
    paper.add_heading("Purpose", 1)
    paper.add_paragraph(_PURPOSE)
    paper.add_heading("Main points", 1)
    _add_points(paper, shown["main_points"])
    _add_overdue(paper, one)
    paper.add_heading("Questions to ask", 1)
    _add_points(paper, shown["questions"])
    for key in PICTURE_WIDTH:
        _add_exhibit(paper, shown[key])
    _add_sources(paper, one)
    if workforce is not None and code not in workforce.codes:
        paper.add_paragraph("No workforce figures were supplied.")
    return paper


_PURPOSE = (
    "To note what the newest plan says and what became of the one before, and to agree what to ask of the "
    "owners. A status is what the plan says of itself; nobody has verified it."
)


def _blank_paper(title: str) -> Any:
    """An A4 document with the styles of the pages and its title."""
    paper: Any = docx.Document()
    section = paper.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = PAGE
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", MARGIN)
    for name, size in (("Normal", 10), ("List Bullet", 10), ("Title", 17), ("Heading 1", 12)):
        style = paper.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.element.get_or_add_rPr().rFonts.set(qn("w:asciiTheme"), FONT)
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.space_before = Pt(8 if name == "Heading 1" else 0)
    paper.core_properties.title, paper.core_properties.author = title, "wres_analysis"
    paper.core_properties.language = "en-GB"
    paper.add_heading(title, 0)
    paper.add_paragraph(f"Made on {cell_text(date.today())} with wres_analysis {__version__}.")
    return paper


def _add_points(paper: Any, exhibit: Exhibit) -> None:
    for point in exhibit.points:
        paper.add_paragraph(str(point), style="List Bullet")
    for sentence in [exhibit.notice, *exhibit.reading]:
        if sentence:
            paper.add_paragraph(str(sentence))


def _add_exhibit(paper: Any, exhibit: Exhibit) -> None:
    paper.add_heading(exhibit.title, 1)
    if exhibit.figure is not None:
        shape = paper.add_picture(io.BytesIO(exhibit.png()), width=PICTURE_WIDTH[exhibit.name])
        shape._inline.docPr.set("descr", alt_text(exhibit.figure))
        paper.paragraphs[-1].paragraph_format.keep_with_next = bool(exhibit.caveat)
    for sentence in (exhibit.notice, exhibit.caveat):
        if sentence:
            paper.add_paragraph(str(sentence))


def _add_overdue(paper: Any, one: Analysis) -> None:
    rows = register.register_rows(one)
    late = rows[rows["past_date"].eq("Yes")]
    paper.add_heading(f"Actions {register.past_words(one)}, and their owners", 1)
    if late.empty:
        paper.add_paragraph(str(register.late_sentence_of(one)) if len(rows) else "No action could be read.")
        return
    _add_table(paper, presented(late.head(MOST_ROWS), register.short_columns()))
    rest = late.iloc[MOST_ROWS:]
    more = f" Also: {register.named_actions(rest, len(rest), most=MOST_NAMED)}" if len(rest) else ""
    paper.add_paragraph(f"The latest first. {register.months_counted(one)}{more}")


_WIDTHS = (Cm(7.8), Cm(3.6), Cm(4.2), Cm(2.0))


def _add_table(paper: Any, table: pd.DataFrame) -> None:
    """A table whose head stands again on every page, and whose rows stay whole."""
    made = paper.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    made.autofit = False
    for column, width in zip(made.columns, _WIDTHS, strict=True):
        column.width = width
    _fill(made.rows[0], list(table.columns), bold=True)
    _mark(made.rows[0], "w:tblHeader")
    for row in table.itertuples(index=False, name=None):
        _fill(made.add_row(), row)
    for row in made.rows:
        _mark(row, "w:cantSplit")


def _fill(row: Any, texts: Sequence[object], *, bold: bool = False) -> None:
    for cell, text, width in zip(row.cells, texts, _WIDTHS, strict=True):
        cell.width = width
        run = cell.paragraphs[0].add_run(str(text))
        run.bold, run.font.size = bold, Pt(9)


def _mark(row: Any, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _add_sources(paper: Any, one: Analysis) -> None:
    paper.add_heading("Sources", 1)
    documents = ", ".join(f"{plan.document} ({plan.plan_year})" for plan in one.plans.itertuples())
    paper.add_paragraph(
        f"Published plans: {documents or 'none could be read'}. What is said here is what they say; links "
        "between two plans rest on wording, owner, aim and order."
    )
