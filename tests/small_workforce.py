"""Small staff counts for tests, and a reader who tries to work out what was suppressed."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from small_tables import actions_of, links_of, plans_of

from wres_analysis.analysis import Analysis, schemas
from wres_analysis.tables import ORGANISATIONS, table_of
from wres_analysis.workforce.published_counts import PUBLISHED
from wres_analysis.workforce.staff_counts import WORKFORCE

DATA = Path(__file__).resolve().parent.parent / "data"
HEADER = "measure,group,breakdown,count"
THRESHOLD, ROUNDING, NOBODY_KNOWS = 8, 5, 10**6
TIER_OF = {
    **dict.fromkeys(["Under band 1", *(f"Band {number}" for number in range(1, 6))], "Lower"),
    **dict.fromkeys(["Band 6", "Band 7"], "Middle"),
    **dict.fromkeys([*(f"Band {name}" for name in ("8a", "8b", "8c", "8d", "9")), "VSM"], "Upper"),
}


def counts_of(
    *rows: tuple[str, str, int, int], organisation: str = "T1", year: str = "2022-23"
) -> pd.DataFrame:
    """WORKFORCE from rows of (measure, breakdown, White, BME)."""
    records = [
        {
            "organisation": organisation,
            "year": year,
            "file": f"{year}.csv",
            "line": line,
            "measure": measure,
            "breakdown": breakdown,
            "group": group,
            "count": count,
        }
        for line, (measure, breakdown, white, bme) in enumerate(rows, start=2)
        for group, count in (("White", white), ("BME", bme))
    ]
    return table_of(records, WORKFORCE)


def shown_of(
    *rows: tuple[str, str, int | None, int | None],
    organisation: str = "T1",
    year: str = "2022-23",
    rounding: int = 5,
) -> pd.DataFrame:
    """PUBLISHED from rows of (measure, breakdown, White, BME), nothing where it is suppressed."""
    records = [
        {
            "organisation": organisation,
            "year": year,
            "measure": measure,
            "breakdown": breakdown,
            "group": group,
            "count": count,
            "state": "suppressed" if count is None else "shown",
            "threshold": 8,
            "rounding": rounding,
        }
        for measure, breakdown, white, bme in rows
        for group, count in (("White", white), ("BME", bme))
    ]
    return table_of(records, PUBLISHED)


def write_counts(folder: Path, text: str, name: str = "2022-23.csv") -> Path:
    """A counts file of tidy rows below their header."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"{HEADER}\n{text.strip()}\n", encoding="utf-8")
    return path


class Reader:
    """Someone who has everything published about one group in one year, and knows which counts are small.

    The sums are put together here from the published names alone, not by the code that suppresses.
    """

    def __init__(self, own: pd.DataFrame, small: set[tuple[str, str]], rest: dict[str, bool]) -> None:
        self.cells = list(zip(own["measure"], own["breakdown"], strict=True))
        self.place = {cell: number for number, cell in enumerate(self.cells)}
        self.low, self.high = [], []
        for cell, count in zip(self.cells, own["count"], strict=True):
            low, high = (0, 7) if cell in small else (8, NOBODY_KNOWS)
            if not pd.isna(count):
                low, high = max(8, int(count) - 2), int(count) + 2
            self.low.append(low)
            self.high.append(high)
        self.rows: list[dict[int, int]] = []
        self.left_over: list[tuple[int, tuple[str, str], list[tuple[str, str]]]] = []
        self.small, self.rest = small, rest
        self._bands()
        self._partition("staff_tier" if ("staff_tier", "Lower") in self.place else "", "bands")
        self._partition("staff_by_division", "divisions")
        self._parts()

    def _of(self, measure: str) -> list[tuple[str, str]]:
        return [cell for cell in self.cells if cell[0] == measure]

    def _equal(self, total: tuple[str, str], parts: list[tuple[str, str]], rest: bool = False) -> None:
        row = {self.place[part]: 1 for part in parts}
        row[self.place[total]] = -1
        if rest:
            row[len(self.low)] = 1
            self.left_over.append((len(self.low), total, parts))
            self.low.append(0)
            self.high.append(NOBODY_KNOWS)
        self.rows.append(row)

    def _bands(self) -> None:
        by_tier = defaultdict(list)
        for kind in ("staff_clinical", "staff_non_clinical"):
            for cell in self._of(kind):
                by_tier[f"{kind}_tier", TIER_OF[cell[1]]].append(cell)
        for total, bands in by_tier.items():
            self._equal(total, bands)
        for tier in self._of("staff_tier"):
            kinds = [cell for cell in by_tier if cell[1] == tier[1]]
            self._equal(tier, self._of("staff_medical") if tier[1] == "Medical" else kinds)

    def _partition(self, measure: str, name: str) -> None:
        if self._of(measure) and ("staff", "") in self.place:
            self._equal(("staff", ""), self._of(measure), rest=self.rest[name])

    def _parts(self) -> None:
        """Those who were not appointed, not disciplined, did not say yes: never fewer than nobody."""
        pairs = [("disciplinary", "", "staff", ""), ("training", "", "staff", "")]
        steps = ("recruitment", "Appointed", "Shortlisted"), ("recruitment", "Shortlisted", "Applicants")
        asked = [(f"survey_{number}", "Yes", "Respondents") for number in range(5, 9)]
        pairs += [(measure, part, measure, whole) for measure, part, whole in (*steps, *asked)]
        pairs += [("board", "Voting members", "board", "All members")]
        for measure, part, other, whole in pairs:
            if (measure, part) in self.place and (other, whole) in self.place:
                self._equal((other, whole), [(measure, part)], rest=True)

    def ends(self, cell: tuple[str, str]) -> tuple[int, int]:
        """The least and the most that a count can be."""
        found = [self._solve(cell, sign) for sign in (1, -1)]
        return found[0], found[1]

    def _solve(self, cell: tuple[str, str], sign: int) -> int:
        aim = np.zeros(len(self.low))
        aim[self.place[cell]] = sign
        return round(self._solution(aim)[self.place[cell]])

    def _solution(self, aim: np.ndarray) -> np.ndarray:
        matrix = np.zeros((len(self.rows), len(self.low)))
        for number, row in enumerate(self.rows):
            for place, factor in row.items():
                matrix[number, place] = factor
        found = milp(
            aim,
            constraints=LinearConstraint(matrix, 0, 0),
            bounds=Bounds(self.low, self.high),
            integrality=np.ones(len(self.low)),
        )
        assert found.success, found.message
        return found.x

    def another_truth(self, exact: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
        """Counts unlike the exact ones that fit everything published: as many as possible in small cells."""
        for cell, place in self.place.items():
            if cell not in self.small and self.high[place] == NOBODY_KNOWS:
                nearest = (exact[cell] + 2) // ROUNDING * ROUNDING
                self.low[place], self.high[place] = max(THRESHOLD, nearest - 2), nearest + 2
        for place, total, parts in self.left_over:
            left = exact[total] - sum(exact[part] for part in parts)
            self.low[place], self.high[place] = (
                (1, THRESHOLD - 1) if left < THRESHOLD else (THRESHOLD, NOBODY_KNOWS)
            )
        aim = np.zeros(len(self.low))
        for cell in self.small:
            aim[self.place[cell]] = -1
        found = self._solution(aim)
        return {cell: round(found[place]) for cell, place in self.place.items()}


def worst_case(
    *, organisation: str = "T1", year: str = "2022-23", disciplinary: int = 40, trained: int = 200
) -> pd.DataFrame:
    """PUBLISHED in which indicator 3 is the worst (2.0 with 40 BME cases) and indicator 4 is at parity."""
    return shown_of(
        ("staff", "", 2000, 500),
        ("disciplinary", "", 80, disciplinary),
        ("training", "", 800, trained),
        organisation=organisation,
        year=year,
    )


def analysis(
    actions: pd.DataFrame, links: pd.DataFrame | None = None, codes: tuple[str, ...] = ("T1",)
) -> Analysis:
    """An analysis with these actions and links, all other tables empty."""
    held = {
        "organisations": table_of([{"code": code, "name": f"Trust {code}"} for code in codes], ORGANISATIONS),
        "plans": plans_of({}),
        "actions": actions,
        "links": links_of() if links is None else links,
    }
    return Analysis.of_tables(dict.fromkeys(schemas(), pd.DataFrame()) | held)


ACTIONS = actions_of(
    {"indicators": "4", "action_id": "old", "plan_year": "2021-22", "action": "Open training to all"},
    {"indicators": "4", "action_id": "same", "action": "Open training to all", "status": "in_progress"},
)
LINKS = links_of(("old", "same", "exact"))
