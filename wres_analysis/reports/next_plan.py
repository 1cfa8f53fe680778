"""Next year's plan to fill in, as a workbook and a Word table that can be read when they come back.

Every action that is not over stands in it with its owner, its date and since when it runs; "carried over
from" is filled in, so that what the plan states about carry-over is complete.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from wres_analysis.errors import DataFolderError
from wres_analysis.plan_years import plan_years
from wres_analysis.vocabulary import vocabulary_rows
from wres_analysis.writing import whole

COLUMNS = {
    "Ref": 6,
    "Aim": 18,
    "Action": 44,
    "Detail": 24,
    "Lead": 20,
    "Deadline": 16,
    "Measure of success": 24,
    "Status": 9,
    "Progress": 30,
    "Carried over from": 20,
    "WRES indicator": 11,
}  # title of each column, and its width in characters
STATUS_CODES = {"N": "not started", "P": "in progress", "R": "at risk", "H": "on hold", "C": "complete"}
OVER = ("complete", "withdrawn")
_CODE_OF = {
    "not_started": "N",
    **dict.fromkeys(("in_progress", "partly_met", "ongoing"), "P"),
    "at_risk": "R",
    "on_hold": "H",
}
_PRINTED_WIDTH = 273  # mm: A4 across, less the margins of 12
_EMPTY_ROWS = 2  # for new actions below the heading of each indicator
_KEY = "Status key: " + "; ".join(f"{code} = {meaning}" for code, meaning in STATUS_CODES.items())
_HOW = "Fill in the measure of success, a new date where the old one has passed, and the status by its key."


class NextPlan(NamedTuple):
    """A plan to fill in."""

    organisation: str  # name
    plan_year: str  # of the new plan
    rows: list[dict[str, str]]  # by the titles of COLUMNS
    new: dict[str, str]  # heading for new actions, by number of the WRES indicator


def next_plan(name: str, register: pd.DataFrame, actions: pd.DataFrame, indicators: pd.DataFrame) -> NextPlan:
    """The plan that follows the newest one of an organisation: what is not over, and room for what is new."""
    if register.empty:
        raise DataFolderError("no plan of it could be read", name, "see reading_notes.csv")
    year = str(register["plan_year"].iloc[0])
    keys = ["organisation", "plan_year", "action_id"]
    extra = actions[[*keys, "aim", "ref", "indicators"]]
    rows = register.drop(columns=extra.columns.difference(keys), errors="ignore").merge(extra, on=keys)
    going_on = rows[~rows["status"].isin(OVER)].to_dict("records")
    return NextPlan(name, next_year(year), [_row(row) for row in going_on], _new(indicators))


def next_year(label: str) -> str:
    """The plan year after a label's last one."""
    years = plan_years(label)
    if years is None:
        raise DataFolderError(f"'{label}' names no year", "plans", "name the file as 2022-23 plan.pdf")
    if years.last == years.first:
        return str(years.first + 1)
    return f"{years.last}-{(years.last + 1) % 100:02}"


def _row(row: dict[Any, Any]) -> dict[str, str]:
    since = "" if row["first_plan_year"] == row["plan_year"] else f", in plans since {row['first_plan_year']}"
    past = ", past its date" if row["past_date"] == "Yes" else ""
    return {
        "Ref": row["ref"],
        "Aim": row["aim"],
        "Action": row["action"],
        "Detail": row["detail"],
        "Lead": row["owner"],
        "Deadline": _deadline(row),
        "Status": _CODE_OF.get(row["status"], ""),
        "Carried over from": f"{row['plan_year']}{since}{past}",
        "WRES indicator": str(row["indicators"]).replace(";", ", "),
    }


def _deadline(row: dict[Any, Any]) -> str:
    """As printed; where no year is printed, the day that it meant: "Q3" would mean another one next year."""
    if re.search(r"\d{4}", row["deadline"]) or pd.isna(row["deadline_date"]) or not row["deadline_date"]:
        return str(row["deadline"])
    return f"{pd.Timestamp(row['deadline_date']):%d %B %Y}"


def _new(indicators: pd.DataFrame) -> dict[str, str]:
    """The heading for new actions on each indicator, with its gap where staff counts are there."""
    definitions = reversed(vocabulary_rows("workforce_indicators"))
    labels = {row["indicator"]: row["label"].lower() for row in definitions}
    newest = indicators[indicators["year"].eq(indicators["year"].max())]
    gaps = {str(row["key"]): _gap(row) for row in newest.to_dict("records")}
    return {
        number: f"New actions on WRES indicator {number}, {labels[number]}{gaps.get(number, '')}"
        for number in sorted(labels)
        if number.isdigit()
    }


def _gap(row: dict[Any, Any]) -> str:
    for form, words in (("ratio", "relative likelihood {:.2f}"), ("difference", "difference {:+.1%}")):
        value, low, high = (row[f"{form}{end}"] for end in ("", "_low", "_high"))
        if pd.notna(value):
            span = "" if pd.isna(low) else f" (95% interval {low:.2f} to {high:.2f})"
            return f": {words.format(value)}{span if form == 'ratio' else ''} at 31 March {row['year']}"
    return ""


def write_next_plan(plan: NextPlan, folder: Path) -> list[Path]:
    """Write the workbook and the Word document, each whole or not at all; where they are."""
    paths = []
    for ending, write in ((".xlsx", _write_workbook), (".docx", _write_document)):
        path = folder / f"{plan.plan_year} WRES action plan to fill in{ending}"
        with whole(path) as aside:
            write(plan, aside)
        paths.append(path)
    return paths


def _title(plan: NextPlan) -> str:
    return f"{plan.organisation}: WRES action plan {plan.plan_year}"


def _body(plan: NextPlan) -> Iterator[str | Sequence[str]]:
    """Rows of cells, and headings that stand over the whole width."""
    for row in plan.rows:
        yield [row.get(title, "") for title in COLUMNS]
    for heading in plan.new.values():
        yield heading
        for _ in range(_EMPTY_ROWS):
            yield [""] * len(COLUMNS)


def _write_workbook(plan: NextPlan, path: Path) -> None:
    import xlsxwriter

    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), as_text) as book:
        base = {"font_name": "Arial", "font_size": 10, "valign": "top", "text_wrap": True}
        plain = book.add_format({**base, "border": 1, "border_color": "#B1B4B6"})
        heading = book.add_format({**base, "border": 1, "bold": True, "bg_color": "#E6E6E6"})
        title = book.add_format({**base, "bold": True, "font_size": 14, "text_wrap": False})
        line = book.add_format({**base, "text_wrap": False})
        sheet = book.add_worksheet("Action plan")
        for number, (text, look) in enumerate([(_title(plan), title), (_KEY, line), (_HOW, line)]):
            sheet.write_string(number, 0, text, look)
        first = 4
        sheet.write_row(first, 0, list(COLUMNS), heading)
        row = first
        for row, cells in enumerate(_body(plan), start=first + 1):
            if isinstance(cells, str):
                sheet.merge_range(row, 0, row, len(COLUMNS) - 1, cells, heading)
            else:
                sheet.write_row(row, 0, cells, plain)
        _set_sheet(sheet, first, row)


def _set_sheet(sheet: Any, first: int, last: int) -> None:
    """Widths, a choice of status codes, and how it prints."""
    for number, width in enumerate(COLUMNS.values()):
        sheet.set_column(number, number, width)
    status = list(COLUMNS).index("Status")
    sheet.data_validation(first + 1, status, last, status, {"validate": "list", "source": list(STATUS_CODES)})
    sheet.freeze_panes(first + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first)


def _write_document(plan: NextPlan, path: Path) -> None:
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    document = Document()
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    page.left_margin = page.right_margin = Mm(12)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Arial", Pt(8)
    document.add_heading(_title(plan), level=1)
    document.add_paragraph(_KEY)
    document.add_paragraph(_HOW)
    table = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    for cell, title in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.paragraphs[0].add_run(title).bold = True
    # the header row is repeated on each page, and read as a header by a screen reader
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cells in _body(plan):
        row = table.add_row().cells
        if isinstance(cells, str):
            row[0].merge(row[-1]).paragraphs[0].add_run(cells).bold = True
        else:
            for cell, text in zip(row, cells, strict=True):
                cell.paragraphs[0].add_run(text)
    table.autofit = False
    for column, width in zip(table.columns, COLUMNS.values(), strict=True):
        column.width = Mm(_PRINTED_WIDTH * width / sum(COLUMNS.values()))
        for cell in column.cells:
            cell.width = column.width
    document.core_properties.title = _title(plan)
    document.save(str(path))
