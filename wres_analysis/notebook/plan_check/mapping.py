"""What a user says about a column, kept where reading finds it: `column_mappings.csv` of the data folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from wres_analysis.data_folder import PlanFile, nearest
from wres_analysis.errors import DataFolderError, printable
from wres_analysis.plans import plan_columns
from wres_analysis.plans.plan_columns import EVERY, FILE, mappable_fields, read_column_mappings
from wres_analysis.tables import escape_formula, read_csv_text, unescape_formula
from wres_analysis.vocabulary.headings import plain_title
from wres_analysis.writing import held_alone, write_bytes_whole

_COLUMNS = ("document", "organisation", "heading", "field")


def mapping_of(data: Path | None, plan: PlanFile) -> dict[str, str]:
    """What was said about the headings of a plan so far."""
    return {} if data is None else plan_columns.mapping_of(read_column_mappings(data), plan)


def check_choice(heading: str, field: str, headings: Iterable[str], mapping: Mapping[str, str]) -> None:
    """Refuse what cannot be mapped."""
    known = [title for title in headings if title]
    if plain_title(heading) not in map(plain_title, known) or not plain_title(heading):
        raise DataFolderError(f"no column is headed '{heading}'", "", nearest(heading, known))
    if field not in mappable_fields():
        raise DataFolderError(
            f"'{field}' is not a field that a column can hold", "", nearest(field, mappable_fields())
        )
    _refuse_other(heading, field, mapping)


def _refuse_other(heading: str, field: str, mapping: Mapping[str, str]) -> None:
    before = {plain_title(title): said for title, said in mapping.items()}.get(plain_title(heading), field)
    if before != field:
        raise DataFolderError(
            f"'{heading}' was mapped to {before} before", FILE, "say replace=True to map it anew"
        )


def save_mapping(
    data: Path, plan: PlanFile, heading: str, field: str, *, replace: bool = True, every_plan: bool = False
) -> None:
    """Say what a heading is, in the file that reading looks into; all its other rows stay as they are.

    It holds for the files of this name, or for every plan of the organisation.
    """
    with held_alone(data / FILE):  # another window may have said something since
        if not replace:
            _refuse_other(heading, field, mapping_of(data, plan))
        _save(data / FILE, plan, heading, field, every_plan)


def _save(path: Path, plan: PlanFile, heading: str, field: str, every_plan: bool) -> None:
    table = read_csv_text(path) if path.exists() else pd.DataFrame(columns=list(_COLUMNS), dtype="str")
    for column in table.columns:
        table[column] = table[column].map(unescape_formula)
    if "organisation" not in table.columns:
        table.insert(1, "organisation", "")
    document, code = (EVERY, plan.organisation) if every_plan else (printable(plan.path.name), "")
    told = (table["document"] == document) & table["organisation"].isin([code, plan.organisation])
    told |= (table["document"] == printable(plan.path.name)) & table["organisation"].eq("")  # it would hold
    same = told & table["heading"].map(plain_title).eq(plain_title(heading))
    new = {"document": document, "organisation": code, "heading": heading, "field": field}
    row = pd.DataFrame([{column: new.get(str(column), "") for column in table.columns}], dtype="str")
    kept = pd.concat([table[~same], row], ignore_index=True).map(escape_formula)
    # with the mark by which a spreadsheet knows UTF-8, or it would spoil headings when it saves
    content = kept.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")
    write_bytes_whole(path, content, lasting=True)
