"""Which WRES indicator and which high impact action each action serves, and why it was put there.

The plan's own reference comes first. Where an action has none, its wording is compared with the phrases of
vocabulary/coverage_wording.csv, then its headings. In a phrase `*` is the end of a word and ` + ` joins two
parts that may stand anywhere in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pandas as pd

from wres_analysis.measures.measure_definitions import read_vocabulary
from wres_analysis.measures.plan_measures import PLAN_KEY, newest_plans
from wres_analysis.tables import ACTIONS, as_schema, check_table, columns_of

INDICATOR, HIGH_IMPACT = "WRES indicator", "High impact action"
FRAMEWORKS = (INDICATOR, HIGH_IMPACT)
SOURCES = ("own reference", "wording", "heading")

COVERAGE = columns_of("COVERAGE", framework=FRAMEWORKS, source=SOURCES)
COVERAGE_COUNTS = columns_of("COVERAGE_COUNTS", framework=FRAMEWORKS)

_HIGH_IMPACT = re.compile(
    r"\b(?:high impact actions?|HIAs?)\s*(?:no\.?|number)?\s*([1-6](?:\s*(?:,|and|&|/)\s*[1-6])*)\b",
    re.IGNORECASE,
)


_ALL_HIGH_IMPACT = re.compile(
    r"\b(?:all|six|all six|all 6|6) (?:\w+ ){0,2}(?:high impact actions|HIAs)\b", re.IGNORECASE
)


def coverage(actions: pd.DataFrame) -> pd.DataFrame:
    """Every indicator and high impact action that each action serves, with the reason."""
    check_table(actions, ACTIONS, "actions")
    used = ["indicators", "other_plans", "part", "aim", "action", "detail"]
    rows = zip(actions[[*PLAN_KEY, "action_id"]].values.tolist(), actions[used].values.tolist(), strict=True)
    found = [
        (*key, framework, number, source, reason)
        for key, cells in rows
        for framework in FRAMEWORKS
        for number, source, reason in _served(framework, *map(str, cells))
    ]
    return as_schema(pd.DataFrame(found, columns=list(COVERAGE)), COVERAGE)


@cache
def _served(
    framework: str, indicators: str, other_plans: str, part: str, aim: str, action: str, detail: str
) -> tuple[tuple[int, str, str], ...]:
    heading, wording = f"{part} {aim}".strip(), f"{action} {detail}".strip()
    own = (
        sorted({int(part) for part in re.split(r"\D+", indicators) if part and 1 <= int(part) <= 9})
        if framework == INDICATOR
        else _own_high_impact(f"{heading} {wording} {other_plans}")
    )
    if own:
        return tuple((number, "own reference", f"the plan names {framework} {number}") for number in own)
    # a heading gives an indicator only by its number: rows under "Inclusive leadership" are of many kinds
    for source, text in (("wording", wording), ("heading", heading if framework == HIGH_IMPACT else "")):
        found = tuple(
            (number, source, f"{source}: '{words}'") for number, words in _by_wording(framework, text)
        )
        if found:
            return found
    return ()


def _own_high_impact(text: str) -> list[int]:
    if _ALL_HIGH_IMPACT.search(text):
        return list(range(1, 7))
    return sorted(
        {int(digit) for mention in _HIGH_IMPACT.findall(text) for digit in re.findall(r"\d", mention)}
    )


class _Part(NamedTuple):
    """One part of a phrase: the letters that must occur, looked for first because that is quick."""

    stem: str
    pattern: re.Pattern[str]


def _by_wording(framework: str, text: str) -> Iterator[tuple[int, str]]:
    """Each number whose phrases occur, with the words that were found."""
    whole = " ".join(text.casefold().split())
    seen: set[int] = set()
    for number, parts in _phrases(framework):
        plain = _told_of(whole, framework, number)
        if number in seen or not all(part.stem in plain for part in parts):
            continue
        found = [part.pattern.search(plain) for part in parts]
        if all(found):
            seen.add(number)
            yield number, " … ".join(match.group(0) for match in found if match)


def _told_of(text: str, framework: str, number: int) -> str:
    """The text without the phrases that do not mean a number: "reported to the board" is not its make-up."""
    if framework == INDICATOR:
        for part in _meaning_nothing(number):
            text = part.pattern.sub(" ", text) if part.stem in text else text
    return text


@cache
def _meaning_nothing(number: int) -> tuple[_Part, ...]:
    rows = read_vocabulary("coverage_exceptions")
    return tuple(_part(str(phrase)) for phrase in rows.loc[rows["number"].eq(str(number)), "phrase"])


@cache
def _phrases(framework: str) -> tuple[tuple[int, tuple[_Part, ...]], ...]:
    rows = read_vocabulary("coverage_wording")
    own = rows[rows["framework"].eq(framework)]
    return tuple(
        (int(number), tuple(_part(part) for part in str(phrase).casefold().split(" + ")))
        for number, phrase in zip(own["number"], own["phrase"], strict=True)
    )


def _part(phrase: str) -> _Part:
    words = re.escape(phrase.strip()).replace(r"\*", r"[\w-]*")
    # A plural s is let pass: a vocabulary with every plural would be twice as long.
    return _Part(phrase.strip().split("*")[0], re.compile(rf"(?<!\w){words}s?(?!\w)"))


def coverage_counts(found: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """How many actions of each organisation's newest plan serve each number, zeros included."""
    newest = newest_plans(actions).merge(
        actions.groupby(PLAN_KEY).size().rename("plan_actions").reset_index(), on=PLAN_KEY
    )
    labels = read_vocabulary("coverage_labels").assign(number=lambda rows: rows["number"].astype("Int64"))
    labels = labels.sort_values("framework", key=lambda names: names.map(FRAMEWORKS.index), kind="stable")
    grid = newest.merge(labels, how="cross")
    keys = [*PLAN_KEY, "framework", "number"]
    counted = found.assign(own=found["source"].eq("own reference")).groupby(keys)["own"].agg(["size", "sum"])
    counted = counted.rename(columns={"size": "actions", "sum": "by_own_reference"}).reset_index()
    grid = grid.merge(counted, on=keys, how="left").fillna({"actions": 0, "by_own_reference": 0})
    return as_schema(grid, COVERAGE_COUNTS)


_KEY = ["organisation", "plan_year", "action_id"]


class WordingCheck(NamedTuple):
    """Wording against the plans' own references."""

    rows: int  # actions for which the plan names an indicator itself
    agreeing: int  # those of them for which wording alone names at least one of the same
    silent: int  # those for which wording alone names none


def wording_check(actions: pd.DataFrame) -> WordingCheck:
    """Hide the plans' own references to WRES indicators, and see what wording makes of the same actions."""
    numbered = actions[actions["indicators"].ne("")]
    told, found = (_numbers(rows) for rows in (numbered, numbered.assign(indicators="")))
    agreeing = sum(bool(numbers & found.get(key, set())) for key, numbers in told.items())
    return WordingCheck(len(told), agreeing, len(told.keys() - found.keys()))


def _numbers(actions: pd.DataFrame) -> dict[tuple[str, ...], set[int]]:
    rows = coverage(actions)
    rows = rows[rows["framework"].eq(INDICATOR)]
    numbers: dict[tuple[str, ...], set[int]] = {}
    for *key, number in rows[[*_KEY, "number"]].itertuples(index=False, name=None):
        numbers.setdefault(tuple(key), set()).add(int(number))
    return numbers
