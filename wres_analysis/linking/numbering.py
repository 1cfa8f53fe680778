"""Printed numbers: which branch from one another, and which one a plan says that an action had before."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache

import numpy as np
import pandas as pd

from wres_analysis.linking.input import is_blank
from wres_analysis.linking.wording import BoolArray
from wres_analysis.vocabulary import vocabulary_rows

Numbers = Sequence[str]

_NUMBER = r"[a-z]{0,3}\d+(?:\.\d+)*[a-z]?"
_LIST = rf"(?P<list>{_NUMBER}(?:(?:\s*[,&/]\s*|\s+and\s+|\s*,\s*and\s+){_NUMBER})*)"
_ENDS = r"(?=\s*(?:[).,;:]|$|(?:of|in|from)\b))"
_DIGIT = re.compile(r"\d")
_NONE: frozenset[str] = frozenset()
_BRANCH = re.compile(r"^(.*\d)(?:\.?[a-z]|\.\d+)$")
# Pairs that show whether two plans keep their numbers, and the share of them that do; without it "3.1" after
# a plan numbered 1 to 20 would be taken for a part of its action 3.
_ENOUGH, _KEPT = 3, 0.5


def printed_numbers(table: pd.DataFrame) -> tuple[str, ...]:
    """The number of each action as printed, or its id: in small letters, without what stands around it."""
    given = table["action_id"].astype("str")
    if "ref" in table.columns:
        given = given.where(is_blank(table["ref"]), table["ref"])
    return tuple(given.map({one: plain_number(one) for one in set(given)}))


def plain_number(printed: str) -> str:
    """A number as it is compared."""
    return re.sub(r"[^a-z0-9.]|^no\.?(?=\s*\d)", "", printed.lower()).strip(".")


@cache
def _earlier_numbers() -> re.Pattern[str]:
    phrases = "|".join(re.escape(row["phrase"]) for row in vocabulary_rows("earlier_numbers"))
    nouns = r"(?:last year's\s+|the\s+)?(?:actions?|items?|objectives?|refs?\.?|nos?\.?|numbers?)\s*"
    return re.compile(rf"(?:\b(?:{phrases})\s+{nouns}|\((?:{phrases})\s+(?:{nouns})?){_LIST}{_ENDS}", re.I)


def numbers_before(table: pd.DataFrame, wording: pd.Series[str]) -> tuple[frozenset[str], ...]:
    """For each action the numbers that its wording or its comment says it had in the plan before."""
    texts = (
        wording + "\n" + table["comment"].fillna("").astype("str") if "comment" in table.columns else wording
    )
    known = {text: earlier_numbers(text) if _DIGIT.search(text) else _NONE for text in set(texts)}
    return tuple(texts.map(known))


def earlier_numbers(text: str) -> frozenset[str]:
    """The numbers that a wording says an action had in the plan before."""
    lists = (found["list"].lower() for found in _earlier_numbers().finditer(text))
    return frozenset(number for one in lists for number in re.findall(_NUMBER, one))


def branches(old: Numbers, new: Numbers, known: Collection[tuple[int, int]]) -> BoolArray:
    """Which numbers branch from one of the other plan (3 and 3a or 3.1), where known pairs keep theirs."""
    found = np.zeros((len(old), len(new)), dtype=bool)
    if len(known) < _ENOUGH or sum(old[a] == new[b] for a, b in known) < _KEPT * len(known):
        return found
    for one, other, pairs in ((old, new, found), (new, old, found.T)):
        places = {number: place for place, number in enumerate(one)}
        for branch, number in enumerate(other):
            if number not in places and (stem := _stem(number)) in places:
                pairs[places[stem], branch] = True
    return found


@cache
def _stem(number: str) -> str:
    found = _BRANCH.match(number)
    return found[1] if found else ""
