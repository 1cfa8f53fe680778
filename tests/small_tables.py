"""Small ACTIONS, LINKS, PLANS and RATES for tests, blank where a test does not care."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from wres_analysis.measures.intervals import wilson
from wres_analysis.tables import ACTIONS, LINKS, PLANS, RATES, table_of

SHARED = Path(__file__).resolve().parents[2] / "shared"

BLANK_ACTION: dict[str, object] = {
    "organisation": "T1",
    "plan_year": "2022-23",
    "document": "plan.csv",
    "row": 1,
    "deadline_kind": "none",
    "status": "not_stated",
    "status_source": "none",
    "carry_over_evidence": "none",
}
BLANK_LINK: dict[str, object] = {
    "organisation": "T1",
    "from_year": "2021-22",
    "to_year": "2022-23",
    "decided_by": "model",
}


def actions_of(*rows: dict[str, object]) -> pd.DataFrame:
    numbered = [{**BLANK_ACTION, "action_id": str(number), **row} for number, row in enumerate(rows, start=1)]
    return table_of([{"action": f"Action {row['action_id']}", **row} for row in numbered], ACTIONS)


def links_of(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Rows of (from_id, to_id, kind) between 2021-22 and 2022-23 of T1."""
    return table_of([{**BLANK_LINK, "from_id": a, "to_id": b, "kind": kind} for a, b, kind in rows], LINKS)


def plans_of(*rows: dict[str, object]) -> pd.DataFrame:
    return table_of([{"organisation": "T1", "plan_year": "2022-23", **row} for row in rows], PLANS)


def rates_of(counts: dict[str, tuple[int, int]], measure: str = "matched_backward") -> pd.DataFrame:
    rows = []
    for code, (numerator, denominator) in counts.items():
        low, high = wilson(numerator, denominator)
        rate = numerator / denominator
        years = {"from_year": "2021-22", "to_year": "2022-23"}
        row = {"organisation": code, "measure": measure, "numerator": numerator, "denominator": denominator}
        rows.append({**row, **years, "rate": rate, "low": low, "high": high})
    return table_of(rows, RATES)


def row_of(rates: pd.DataFrame, measure: str) -> dict[str, object]:
    found = rates[rates["measure"].eq(measure)]
    assert len(found) == 1, f"{len(found)} rows of {measure}"
    return dict(found.iloc[0])


def counts_of(rates: pd.DataFrame, measure: str) -> tuple[object, object]:
    row = row_of(rates, measure)
    return row["numerator"], row["denominator"]


def seed_actions(name: str, organisation: str, plan_year: str) -> pd.DataFrame:
    """Hand-made answers for a published plan as ACTIONS; skips where they are not beside the project."""
    path = SHARED / "gold" / "extraction" / name
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the project")
    gold = pd.read_csv(path, dtype=str, keep_default_na=False)
    rows = [
        {
            **BLANK_ACTION,
            **row,
            "organisation": organisation,
            "plan_year": plan_year,
            "action_id": row["row"],
            "carry_over_evidence": _evidence(row),
        }
        for row in gold.to_dict("records")
    ]
    return table_of(rows, ACTIONS)


def _evidence(row: dict[str, str]) -> str:
    if not row["carried_over_from"]:
        return "none"
    return "row_mark" if "Carried over" in row["comment"] else "section_heading"
