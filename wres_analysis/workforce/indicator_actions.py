"""Which actions address which indicator, how old they are, what became of them, and whether it moved.

An action addresses an indicator when the plan says so, or when its wording or heading does (`coverage`). A
year's figures are set beside the plan of the same year; where there is none, beside a plan that covers the
year, otherwise beside the newest one. Whether an indicator moved stands beside what became of its actions; no
cause is claimed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import pandas as pd

from wres_analysis.linking.input import ordered_years
from wres_analysis.measures.coverage import INDICATOR, coverage
from wres_analysis.measures.lives import with_lives
from wres_analysis.measures.measure_definitions import read_vocabulary
from wres_analysis.measures.plan_measures import PLAN_KEY, is_stated
from wres_analysis.plan_years import first_year, period_of_label, snapshot_year
from wres_analysis.tables import as_schema, check_table, columns_of, table_of
from wres_analysis.workforce.indicators import INDICATORS, Z95, ranked
from wres_analysis.workforce.staff_measures import indicators_by_key

KNOWN = ("Yes", "No", "")
MOST_CLOSEST = 3
FEWEST_SHARED = 2  # one word, as "decisions" or "model", is in any plan (tests/test_indicator_actions.py)
SHORTEST = 5  # tests/test_indicator_actions.py: shorter words ("staff", "plan" apart) are in every action

ADDRESSING = columns_of("ADDRESSING", carried_over=KNOWN)
WORST = columns_of("WORST", clear=KNOWN)


def plan_beside(year: str, plan_years: Sequence[str]) -> str:
    """The plan that a year's figures are set beside."""
    if year in plan_years or not plan_years:
        return year if plan_years else ""
    wanted = first_year(year)
    periods = {plan: period for plan in plan_years if (period := period_of_label(plan))}
    covering = [plan for plan, time in periods.items() if time.start.year <= wanted < time.end.year]
    return max(covering or plan_years, key=first_year)


def addressing(actions: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Every action beside each indicator that it addresses, with its age and whether it was carried over."""
    found = coverage(actions)
    found = found[found["framework"].eq(INDICATOR)].assign(key=found["number"].astype("str"))
    return as_schema(found.merge(_described(actions, links), on=[*PLAN_KEY, "action_id"]), ADDRESSING)


def _described(actions: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """The actions with what ADDRESSING says of each but the indicator."""
    rows = with_lives(links, actions)
    linked = pd.MultiIndex.from_frame(links[["organisation", "to_year"]].drop_duplicates())
    earlier = rows["first_plan_year"].ne(rows["plan_year"]).map({True: "Yes", False: "No"})
    return rows.assign(
        wording=rows["action"].where(rows["detail"].eq(""), rows["action"] + " – " + rows["detail"]),
        since=rows["first_plan_year"],
        plans_running=rows["plans_in"],
        carried_over=earlier.where(pd.MultiIndex.from_frame(rows[PLAN_KEY]).isin(linked), ""),
        stated=is_stated(rows).map({True: "Yes", False: "No"}),
    )


def plan_years_of(actions: pd.DataFrame, organisation: str) -> list[str]:
    """The plan years that were read of an organisation, in their order."""
    own = actions.loc[actions["organisation"].eq(organisation), "plan_year"]
    return ordered_years(own) if len(own) else []


def beside(
    addressed: pd.DataFrame, organisation: str, plan_year: str, key: str
) -> tuple[int | None, int | None]:
    """How many actions of a plan address an indicator, and how many of them stood in the plan before."""
    if not plan_year:
        return None, None
    own = addressed[addressed["organisation"].eq(organisation) & addressed["plan_year"].eq(plan_year)]
    here = own[own["key"].eq(key)]
    known = own["carried_over"].ne("").any()
    return len(here), int(here["carried_over"].eq("Yes").sum()) if known else None


def worst_indicators(
    indicators: pd.DataFrame, actions: pd.DataFrame, addressed: pd.DataFrame
) -> pd.DataFrame:
    """The worst indicator of each organisation's newest year, and its actions (ADDRESSING)."""
    check_table(indicators, INDICATORS, "indicators")
    order = ranked(indicators)
    rows = []
    for organisation, own in indicators.groupby("organisation", sort=False):
        code, year = str(organisation), max(own["year"], key=snapshot_year)
        held = order[order["organisation"].eq(code) & order["year"].eq(year)]
        plan_year = plan_beside(year, plan_years_of(actions, code))
        row = {"organisation": code, "year": year, "shown": len(held), "plan_year": plan_year}
        if len(held) and held["ratio"].iloc[0] > 1:
            first = held.iloc[0]
            row |= {
                name: first[name] for name in ("key", "ratio", "ratio_low", "ratio_high", "shrunken", "clear")
            }
            row["actions"], row["carried_over"] = beside(addressed, code, plan_year, str(first["key"]))
        rows.append(row)
    return table_of(rows, WORST)


def closest_actions(
    actions: pd.DataFrame, links: pd.DataFrame, organisation: str, plan_year: str, key: str
) -> pd.DataFrame:
    """The actions of a plan that come closest to an indicator that none of them names, as ADDRESSING.

    Those with at least two of the words that the vocabulary says of the indicator, the most first.
    """
    own = actions[actions["organisation"].eq(organisation) & actions["plan_year"].eq(plan_year)]
    wanted = _words_of(key)
    shared = [sorted(wanted & _plain_words(text)) for text in own["action"] + " " + own["detail"]]
    found = own.assign(words=["; ".join(words) for words in shared], many=[len(words) for words in shared])
    found = found[found["many"].ge(FEWEST_SHARED)].sort_values("many", ascending=False, kind="stable")
    near = found.head(MOST_CLOSEST)[[*PLAN_KEY, "action_id", "words"]]
    return near.merge(_described(actions, links), on=[*PLAN_KEY, "action_id"]).assign(key=key)


@cache
def _words_of(key: str) -> frozenset[str]:
    """The words of an indicator's label and of the phrases that mean it."""
    labels, phrases = read_vocabulary("coverage_labels"), read_vocabulary("coverage_wording")
    texts = [
        *labels.loc[labels["framework"].eq(INDICATOR) & labels["number"].eq(key), "label"],
        *phrases.loc[phrases["framework"].eq(INDICATOR) & phrases["number"].eq(key), "phrase"],
    ]
    return _plain_words(" ".join(map(str, texts)))


def _plain_words(text: str) -> frozenset[str]:
    """Its words of five letters and more, cut to five: "managers" and "management" are one."""
    return frozenset(
        word[:SHORTEST] for word in re.findall(r"[a-z]+", text.casefold()) if len(word) >= SHORTEST
    )


TOWARDS, AWAY, CHANCE = "towards parity", "away from parity", "no more than chance"
NOT_COMPARABLE = "not comparable"

MOVES = columns_of("MOVES", moved=(TOWARDS, AWAY, CHANCE, NOT_COMPARABLE))


def indicator_moves(indicators: pd.DataFrame, actions: pd.DataFrame, addressed: pd.DataFrame) -> pd.DataFrame:
    """How each indicator moved from year to year, beside what became of its actions (ADDRESSING)."""
    numbered = [key for key, one in indicators_by_key().items() if one.indicator]
    held = indicators[indicators["ratio"].notna() & indicators["key"].isin(numbered)]
    rows = [
        _move(before, after, addressed, plan_years_of(actions, str(organisation)))
        for (organisation, _), own in held.groupby(["organisation", "key"], sort=False)
        for before, after in pairwise(
            own.assign(at=own["year"].map(snapshot_year)).sort_values("at").to_dict("records")
        )
    ]
    return table_of(rows, MOVES)


def _move(
    before: Mapping[Hashable, Any],
    after: Mapping[Hashable, Any],
    addressed: pd.DataFrame,
    plan_years: Sequence[str],
) -> dict[str, object]:
    plan_year = plan_beside(after["year"], plan_years)
    count, carried = beside(addressed, after["organisation"], plan_year, after["key"])
    return {
        "organisation": after["organisation"],
        "key": after["key"],
        "from_year": before["year"],
        "to_year": after["year"],
        **{f"before{end}": before[f"ratio{end}"] for end in ("", "_low", "_high")},
        **{f"after{end}": after[f"ratio{end}"] for end in ("", "_low", "_high")},
        "moved": how_it_moved(before, after),
        "plan_year": plan_year,
        "actions": count,
        "carried_over": carried,
    }


def how_it_moved(before: Mapping[Hashable, Any], after: Mapping[Hashable, Any]) -> str:
    """Whether a ratio moved towards parity by more than chance explains, from two rows of INDICATORS.

    The two years are taken as independent; the same people work in both, which makes this cautious.
    """
    older = [of_older_series(str(row["key"]), str(row["year"])) for row in (before, after)]
    if older == [True, False]:
        return NOT_COMPARABLE
    ends = [(math.log(row["ratio"]), math.log(row["ratio_high"])) for row in (before, after)]
    error = math.hypot(*((high - middle) / Z95 for middle, high in ends))
    (earlier, _), (later, _) = ends
    if abs(later - earlier) <= Z95 * error:
        return CHANCE
    return TOWARDS if abs(later) < abs(earlier) else AWAY


def of_older_series(key: str, year: str) -> bool:
    """Whether a year's value comes from before the question changed."""
    begins = indicators_by_key()[key].series_from
    return bool(begins) and survey_year(year) < int(begins)


def survey_year(year: str) -> int:
    """The autumn of the staff survey that a year's figures hold: the one before its 31 March."""
    return snapshot_year(year) - 1
