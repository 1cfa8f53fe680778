"""The tables of the workbook: which there are, which columns they have, and what those are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.measures.measure_definitions import measure_of
from wres_analysis.measures.plan_measures import plan_flags
from wres_analysis.plan_years import snapshot_year
from wres_analysis.reports.staff_words import label_of
from wres_analysis.reports.table_columns import against_chance, position_words
from wres_analysis.vocabulary import vocabulary_rows
from wres_analysis.workforce import Workforce
from wres_analysis.workforce.indicators import NOT_GIVEN
from wres_analysis.workforce.staff_measures import STAFF, TIER, counted

SUMMARY = "Summary"
ALWAYS = (SUMMARY, "Actions", "Links")  # in the workbook however long they are
_KIND_WORDS = {
    "exact": "same words",
    "minor_edit": "minor edit",
    "reworded": "other words",
    "split": "one became several",
    "merged": "several became one",
    "new": "new",
    "completed": "complete, not in the later plan",
    "dropped": "not in the later plan",
}
_DATES = ("deadline_date", "as_at", "period_start", "period_end")
_WIDE_LEVELS = ("all", "tier", "board", "residents")  # bands and grades by the hundred stay in the CSV
_POINTS = ("difference", "difference_low", "difference_high")
_RATIOS = ("ratio", "ratio_low", "ratio_high", "probability", "goal", "line")
_MAY_BE_BLANK = ("Actions", "Links")


@dataclass(frozen=True, eq=False)
class Sheet:
    """One table of the workbook, in words."""

    name: str
    title: str
    about: str
    table: pd.DataFrame
    kinds: Mapping[str, str] = field(default_factory=dict)  # number formats of columns, by heading
    csv: str = ""  # the file that holds the same and more
    source: str = ""
    empty: str = ""  # what its only row says where the table has none

    def kind_of(self, heading: str) -> str:
        """How the values of a column are written: as text, date, whole number, share or ratio."""
        if heading in self.kinds:
            return self.kinds[heading]
        return "whole" if pd.api.types.is_numeric_dtype(self.table[heading]) else "text"


def sheets_of(analysis: Analysis, workforce: Workforce | None) -> tuple[list[Sheet], list[str]]:
    """Every sheet that has rows, the first three in any case; and what went wrong, one line each."""
    tables: dict[str, Callable[[], pd.DataFrame]] = {
        SUMMARY: lambda: _summary(analysis),
        "Actions": lambda: _actions(analysis),
        "Links": lambda: _links(analysis),
        "Carry-over": lambda: _pairs(analysis.rates),
        "Plans": lambda: _plans(analysis),
        "Benchmark": lambda: analysis.benchmark.assign(against=against_chance(analysis.benchmark)),
    }
    if workforce is not None:
        tables |= {
            "Indicators": lambda: _newest(workforce.indicators),
            "Race disparity": lambda: _newest(workforce.race_disparity),
            "Model Employer": lambda: _newest(workforce.model_employer),
            "BME shares": lambda: _newest(workforce.shares[workforce.shares["level"].isin(_WIDE_LEVELS)]),
            "Divisions": lambda: _newest(workforce.divisions),
        }
    sheets, faults = [], []
    for name, table in tables.items():
        try:
            sheet = _in_words(name, table(), analysis.names)
        except Exception as error:
            faults.append(f"sheet {name} of the workbook: {type(error).__name__} ({error})")
            continue
        if len(sheet.table) or name in (SUMMARY, *_MAY_BE_BLANK):
            sheets.append(sheet)
    return sheets, faults


def _in_words(name: str, table: pd.DataFrame, names: Mapping[str, str]) -> Sheet:
    about = next(row for row in vocabulary_rows("workbook_sheets") if row["sheet"] == name)
    columns = {
        row["heading"]: row["column"] for row in vocabulary_rows("workbook_columns") if row["sheet"] == name
    }
    hidden = table["state"].eq("suppressed") if "state" in table else pd.Series(False, index=table.index)
    blank = "" if name in _MAY_BE_BLANK else "[x]"
    cells: dict[str, list[object]] = {
        "Organisation": [names.get(str(code), str(code)) for code in table["organisation"]]
    }
    for heading, column in columns.items():
        cells[heading] = [
            _cell(value, column, "[c]" if is_hidden else blank)
            for value, is_hidden in zip(table[column], hidden, strict=True)
        ]
    kinds = {heading: kind for heading, column in columns.items() if (kind := _kind(column, table))}
    shown = pd.DataFrame(cells, dtype="object")
    words = [about[part] for part in ("csv", "source", "empty")]
    return Sheet(name, about["title"], about["about"], shown, kinds, *words)


def _kind(column: str, table: pd.DataFrame) -> str:
    if column in _DATES:
        return "date"
    if not pd.api.types.is_numeric_dtype(table[column]):
        return "text"
    if column in _RATIOS:
        return "number"
    return "share" if pd.api.types.is_float_dtype(table[column]) else "whole"


def _cell(value: object, column: str, blank: str) -> object:
    if value is None or value is pd.NA or value == "" or value != value:
        return "[z]" if column in ("from_year", "breakdown") and blank == "[x]" else blank
    if column in _DATES:
        # a date, whether the table holds it as text or as a time; anything else as it is
        text = str(value)
        try:
            return date.fromisoformat(text.removesuffix(" 00:00:00"))
        except ValueError:
            return text
    if isinstance(value, float):
        return round(100 * value, 2) if column in _POINTS else round(value, 4)
    words = _WORDS.get(column)
    return words(str(value)) if words else value


def _measure_words(name: str) -> str:
    whole = name.removesuffix(TIER.removeprefix(STAFF))
    return counted()[whole].label if whole in counted() else measure_of(name).label


_WORDS: Mapping[str, Callable[[str], str]] = {
    "measure": _measure_words,
    "position": lambda place: position_words(place) if place else NOT_GIVEN,
    "kind": lambda kind: _KIND_WORDS.get(kind, kind),
    "status": lambda status: status.replace("_", " "),
    "key": label_of,
    "decided_by": lambda who: "the program" if who == "model" else who,
}


def _summary(analysis: Analysis) -> pd.DataFrame:
    """The newest plans, with the day to which past dates are counted: printed, or the plan's last."""
    counted_to = analysis.register[["organisation", "as_at"]].drop_duplicates("organisation")
    return analysis.comparison.sort_values("name", kind="stable").merge(
        counted_to, on="organisation", how="left"
    )


def _actions(analysis: Analysis) -> pd.DataFrame:
    actions = analysis.actions
    past = plan_flags(actions, analysis.plans)["past_date"]
    wording = actions["action"].where(actions["detail"].eq(""), actions["action"] + "\n" + actions["detail"])
    return actions.assign(
        wording=wording.str.strip(),
        past=past.map({True: "Yes", False: "No"}, na_action="ignore").astype("object").fillna(""),
    )


def _links(analysis: Analysis) -> pd.DataFrame:
    key = ["organisation", "plan_year", "action_id"]
    wording = analysis.actions.drop_duplicates(key).set_index(key)["action"]
    ends = {
        f"{end}_wording": wording.reindex(
            pd.MultiIndex.from_frame(analysis.links[["organisation", f"{end}_year", f"{end}_id"]])
        ).to_numpy()
        for end in ("from", "to")
    }
    return analysis.links.assign(**ends)


def _wide(rates: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """One row for each plan or pair of plans, with columns such as `silent_numerator`."""
    parts = ["numerator", "denominator", "rate", "low", "high"]
    wide = rates.pivot_table(index=keys, columns="measure", values=parts, aggfunc="first", sort=False)
    wide.columns = wide.columns.map(lambda place: f"{place[1]}_{place[0]}")
    return wide.reset_index()


def _pairs(rates: pd.DataFrame) -> pd.DataFrame:
    held = rates[rates["from_year"].ne("") & rates["to_year"].ne("") & rates["numerator"].notna()]
    wanted = [f"{name}_{part}" for name in _PAIRED for part in ("numerator", "denominator", "rate")]
    return _with_columns(_wide(held, ["organisation", "from_year", "to_year"]), wanted)


def _plans(analysis: Analysis) -> pd.DataFrame:
    rates = analysis.rates
    held = rates[rates["from_year"].eq("") & rates["numerator"].notna()]
    wide = _wide(held, ["organisation", "to_year"]).rename(columns={"to_year": "plan_year"})
    table = analysis.plans.merge(wide, on=["organisation", "plan_year"], how="left")
    return _with_columns(
        table, [f"{name}_{part}" for name in _STATED for part in ("numerator", "denominator")]
    )


def _newest(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of each organisation's newest year that can be shown; the others are in the CSV."""
    at = table["year"].map(snapshot_year)
    newest = at.eq(at.groupby(table["organisation"]).transform("max"))
    return table[newest & table["state"].ne(NOT_GIVEN)]


def _with_columns(table: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    missing = {
        name: pd.Series(pd.NA, index=table.index, dtype="Int64") for name in names if name not in table
    }
    return table.assign(**missing)


_PAIRED = ("matched_backward", "matched_forward", "silent", "vanished", "completed_yet_back")
_STATED = (
    *("stated", "owner_present", "date_present", "status_present", "evidence_present"),
    *("status_complete", "past_date"),
)
