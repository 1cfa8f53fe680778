"""Model Employer goals: how many BME staff senior bands would need for parity, and the straight line to 2028.

The ambition of the national strategy of January 2019 is that by 2028 leadership reflects the workforce. Its
method was not to be had in official wording. The reading used: a band's goal is the BME share of the whole
workforce, in the newest snapshot, times the posts of the band; the line runs straight from the first snapshot
held to that goal on 31 March 2028. Posts are those of White and BME staff.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd
from scipy import stats

from wres_analysis.plan_years import snapshot_year
from wres_analysis.tables import columns_of, table_of
from wres_analysis.workforce.indicators import NOT_GIVEN, STATES, Found, by_year, count_of
from wres_analysis.workforce.published_counts import HIDDEN, SHOWN
from wres_analysis.workforce.staff_measures import (
    BME,
    KINDS_OF_STAFF,
    STAFF,
    TIER,
    UPPER,
    WHITE,
    breakdowns_of,
)

GOAL_YEAR = 2028
ALL_SENIOR = "Band 8a and above"
NO_LINE = ""

MODEL_EMPLOYER = columns_of(
    "MODEL_EMPLOYER",
    standing=("behind the line", "within chance of the line", "ahead of the line", NO_LINE),
    state=STATES,
)


class Posts(NamedTuple):
    """White and BME staff of one band on one 31 March."""

    snapshot: int
    white: int
    bme: int


def goal_headcount(posts: int, workforce_share: float) -> float:
    """BME staff that a band would need to have the BME share of the whole workforce."""
    return posts * workforce_share


def goal_line(start: int, first: int, goal: float, year: int, goal_year: int = GOAL_YEAR) -> float:
    """BME staff that the straight line asks for on a 31 March."""
    if first >= goal_year or year >= goal_year:
        return goal
    return start + (goal - start) * (year - first) / (goal_year - first)


def chance_band(posts: int, expected: float, confidence: float = 0.95) -> tuple[int, int]:
    """The BME staff that chance alone would leave in a band where so many are expected."""
    tail = (1 - confidence) / 2
    chance = stats.binom(posts, min(1.0, expected / posts) if posts else 0.0)
    return int(chance.ppf(tail)), int(chance.ppf(1 - tail))


def model_employer(published: pd.DataFrame) -> pd.DataFrame:
    """Goal, line and standing of every senior band, for each organisation and year."""
    rows: list[dict[str, object]] = []
    for organisation, own in published.groupby("organisation", sort=False):
        years = {year: found for _, year, found, _ in by_year(own)}
        for band in (*[band for band, tier in breakdowns_of("band").items() if tier == UPPER], ALL_SENIOR):
            rows += [{"organisation": organisation, "band": band, **row} for row in _rows(years, band)]
    return table_of(rows, MODEL_EMPLOYER)


def _rows(years: Mapping[str, Found], band: str) -> Iterable[dict[str, object]]:
    posts = {year: _posts(found, band, snapshot_year(year)) for year, found in years.items()}
    held = sorted(one for one in posts.values() if isinstance(one, Posts))
    newest = max(years, key=snapshot_year)
    share = _workforce_share(years[newest])
    for year, one in posts.items():
        if isinstance(one, str):
            yield {"year": year, "state": one, "standing": NO_LINE}
        elif share is None or not one.white + one.bme:
            yield {
                "year": year,
                "state": SHOWN,
                "standing": NO_LINE,
                "posts": one.white + one.bme,
                "bme": one.bme,
            }
        else:
            yield {"year": year, "state": SHOWN, **_standing(one, held[0], held[-1], share)}


def _standing(one: Posts, first: Posts, newest: Posts, share: float) -> dict[str, object]:
    posts = one.white + one.bme
    goal = goal_headcount(newest.white + newest.bme, share)
    line = goal_line(first.bme, first.snapshot, goal, one.snapshot)
    low, high = chance_band(posts, min(line, posts))
    beyond = "behind the line" if one.bme < low else "ahead of the line" if one.bme > high else ""
    return {
        "posts": posts,
        "bme": one.bme,
        "goal": goal,
        "line": line,
        "line_low": low,
        "line_high": high,
        "standing": NO_LINE if one == first else beyond or "within chance of the line",
    }


def _posts(found: Found, band: str, snapshot: int) -> Posts | str:
    """Posts of a band, of clinical and other staff together; the state where they cannot be shown."""
    places = [f"{TIER}/{UPPER}"] if band == ALL_SENIOR else [f"{kind}/{band}" for kind in KINDS_OF_STAFF]
    given = [place for place in places if (*place.split("/"), WHITE) in found]
    counts = {group: [count_of(found, place, group)[0] for place in given] for group in (WHITE, BME)}
    if not given:
        return NOT_GIVEN
    if any(count is None for group in counts.values() for count in group):
        return HIDDEN
    white, bme = (sum(count or 0 for count in counts[group]) for group in (WHITE, BME))
    return Posts(snapshot, white, bme)


def _workforce_share(found: Found) -> float | None:
    (white, _), (bme, _) = (count_of(found, STAFF, group) for group in (WHITE, BME))
    return None if white is None or bme is None or not white + bme else bme / (white + bme)
