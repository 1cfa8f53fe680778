"""Rows with fewer cells than their header: which cell stands under which title, by what the cells hold."""

from __future__ import annotations

from collections.abc import Sequence

from wres_analysis.plans.cell_kinds import fit

# What an extract loses first is what plans leave blank most often; it never loses the first columns.
_LOST_SELDOM = {
    "evidence": 0.0,
    "measure": 0.05,
    "owner": 0.1,
    "other": 0.1,
    "comment": 0.2,
    "status": 0.25,
    "ref": 2.0,
    "action": 4.0,
}
_LOST_OTHERWISE = 0.4


def align(rows: Sequence[Sequence[str]], fields: Sequence[str | None]) -> tuple[list[int], float]:
    """The column of every cell of rows of one length, in order, and how well they suit the header."""
    cells, columns = len(rows[0]), len(fields)
    fits = [
        [sum(fit(row[cell], field or "") for row in rows) / len(rows) for field in fields]
        for cell in range(cells)
    ]
    # best[i][j]: the best score of the first i cells in the first j columns
    best = [[float("-inf")] * (columns + 1) for _ in range(cells + 1)]
    best[0] = [-sum(map(_loss, fields[:column])) for column in range(columns + 1)]
    for i in range(1, cells + 1):
        for j in range(i, columns + 1):
            placed = best[i - 1][j - 1] + fits[i - 1][j - 1]
            best[i][j] = max(placed, best[i][j - 1] - _loss(fields[j - 1]))
    return _path(best, fits), best[cells][columns]


def score_of(row: Sequence[str], columns: Sequence[int], fields: Sequence[str | None]) -> float:
    """How well one row suits the header when its cells stand in the columns given."""
    lost = set(range(len(fields))) - set(columns)
    placed = sum(fit(text, fields[column] or "") for text, column in zip(row, columns, strict=True))
    return placed - sum(_loss(fields[column]) for column in lost)


def _path(best: Sequence[Sequence[float]], fits: Sequence[Sequence[float]]) -> list[int]:
    """Back from the end, a cell as far to the right as it fits: flags and statuses stand at the end."""
    i, j = len(fits), len(best[0]) - 1
    found: list[int] = []
    while i:
        if best[i][j] <= best[i - 1][j - 1] + fits[i - 1][j - 1] + 1e-9:
            i, j = i - 1, j - 1
            found.append(j)
        else:
            j -= 1
    return found[::-1]


def _loss(field: str | None) -> float:
    return _LOST_SELDOM.get(field or "", _LOST_OTHERWISE)
