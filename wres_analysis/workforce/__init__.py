"""Workforce figures beside the plans: read, made safe to publish, and worked out, in one object.

Takes: staff counts. Gives: published counts (small ones suppressed, others rounded), then indicators.
Must not know: reports. The exact counts do not leave this room: all that it gives is safe to publish.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import pandas as pd

from wres_analysis.data_folder import Problem, nearest
from wres_analysis.errors import DataFolderError
from wres_analysis.plan_years import snapshot_year
from wres_analysis.tables import Schema, columns_of, read_table, table_of, write_tables
from wres_analysis.workforce.indicators import INDICATORS, workforce_indicators
from wres_analysis.workforce.model_employer import MODEL_EMPLOYER, model_employer
from wres_analysis.workforce.published_counts import PUBLISHED, STANDARD, Rule, published
from wres_analysis.workforce.representation import (
    DIVISION_SHARES,
    RACE_DISPARITY,
    SHARES,
    division_shares,
    race_disparity,
    shares,
)
from wres_analysis.workforce.staff_counts import read_workforce

REFUSED = columns_of("REFUSED")
SCHEMA_OF: Mapping[str, Schema] = {
    "counts": PUBLISHED,
    "refused": REFUSED,
    "indicators": INDICATORS,
    "race_disparity": RACE_DISPARITY,
    "model_employer": MODEL_EMPLOYER,
    "shares": SHARES,
    "divisions": DIVISION_SHARES,
}
COUNTS_FILE = "workforce_counts.csv"


@dataclass(frozen=True)
class Workforce:
    """Everything about staff that may be shown."""

    # PUBLISHED: rounded counts, small ones suppressed. All other tables are worked out from it
    counts: pd.DataFrame
    refused: pd.DataFrame  # REFUSED: years whose table cannot be right, with the reason
    indicators: pd.DataFrame
    race_disparity: pd.DataFrame
    model_employer: pd.DataFrame
    shares: pd.DataFrame
    divisions: pd.DataFrame

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by the names of their CSV files, without the ending."""
        return {f"workforce_{one.name}": getattr(self, one.name) for one in fields(self)}

    @property
    def codes(self) -> list[str]:
        """The organisations with counts, in their order."""
        return list(dict.fromkeys(self.counts["organisation"]))

    @property
    def rule(self) -> Rule:
        """What was suppressed, and how the rest was rounded."""
        if self.counts.empty:
            return STANDARD
        first = self.counts.iloc[0]
        return Rule(int(first["threshold"]), int(first["rounding"]))

    def years_of(self, organisation: str) -> list[str]:
        """The years with counts of an organisation, oldest first."""
        own = self.counts.loc[self.counts["organisation"].eq(organisation), "year"]
        return sorted(dict.fromkeys(own), key=snapshot_year)

    def only(self, organisation: str) -> Workforce:
        """The rows of one organisation."""
        if organisation not in {*self.codes, *self.refused["organisation"]}:
            raise DataFolderError(
                f"there are no staff counts of '{organisation}'",
                "workforce",
                nearest(organisation, self.codes) if self.codes else "put them into <data>/workforce/<code>/",
            )
        return self.among([organisation])

    def among(self, organisations: Iterable[str]) -> Workforce:
        """The rows of these organisations; one that has no counts has no rows."""
        codes = set(organisations)
        own = {one.name: getattr(self, one.name) for one in fields(self)}
        return Workforce(
            **{
                name: table[table["organisation"].isin(codes)].reset_index(drop=True)
                for name, table in own.items()
            }
        )

    def without_counts(self, codes: Iterable[str]) -> list[str]:
        """The codes among these that have no counts."""
        return [code for code in codes if code not in self.codes]


def workforce_of(counts: pd.DataFrame, refused: pd.DataFrame | None = None) -> Workforce:
    """Everything that follows from published counts."""
    return Workforce(
        counts=counts,
        refused=table_of([], REFUSED) if refused is None else refused,
        indicators=workforce_indicators(counts),
        race_disparity=race_disparity(counts),
        model_employer=model_employer(counts),
        shares=shares(counts),
        divisions=division_shares(counts),
    )


def open_workforce(data: Path | str, tables: Path | str = "", *, rule: Rule = STANDARD) -> Workforce:
    """The workforce figures for a notebook: from tables already written, or from the data folder now.

    Parameters
    ----------
    data : path
        Data folder; one without a folder `workforce` gives empty tables.
    tables : path, optional
        Folder with the CSV files of an earlier run. Blank: read the data folder now.
    rule : Rule
        Threshold and rounding. No notebook passes it.

    Raises
    ------
    TableError
        A table of the earlier run is not what it should be.
    """
    if not str(tables):
        read = read_workforce(data)
        return workforce_of(published(read.counts, rule), _refused(read.problems))
    if not (Path(tables) / COUNTS_FILE).exists():
        return workforce_of(table_of([], PUBLISHED))
    held = {name: read_table(Path(tables) / f"workforce_{name}.csv", one) for name, one in SCHEMA_OF.items()}
    return Workforce(**held)


def save_workforce(workforce: Workforce, folder: Path) -> list[str]:
    """Write every table, safe to publish, into a folder; a line for each that could not be written."""
    return write_tables(workforce.tables, folder)


def _refused(problems: Iterable[Problem]) -> pd.DataFrame:
    rows = [
        {
            "organisation": one.organisation,
            "year": one.plan_year,
            "file": one.document,
            "reason": str(one.error),
        }
        for one in problems
    ]
    return table_of(rows, REFUSED)
