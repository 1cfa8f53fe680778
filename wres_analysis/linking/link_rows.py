"""What was found about pairs of plans, as one table: listed pairs, and actions that are left alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from wres_analysis.linking.choice import NOT_LINKED, Pair, Settled
from wres_analysis.linking.features import PAIR_FEATURES, PlanPair
from wres_analysis.linking.model import LinkModel
from wres_analysis.linking.texts import ReadyActions
from wres_analysis.linking.wording import FloatArray, IntArray

ANY_KIND = "link"


def kinds_of(
    links: Collection[Pair],
    ready: ReadyActions,
    pair: PlanPair,
    settled: Settled,
    alike: FloatArray,
    model: LinkModel,
    decisions: Mapping[Pair, str],
) -> dict[Pair, str]:
    """The kind of each link: by its number of partners, then by how much of the wording is left."""
    of_old, of_new = Counter(a for a, _ in links), Counter(b for _, b in links)
    old, new = ready.verbatim[ready.text[pair.old]], ready.verbatim[ready.text[pair.new]]
    kinds = {}
    for one in links:
        a, b = one
        if decisions.get(one, ANY_KIND) not in (ANY_KIND, NOT_LINKED):
            kinds[one] = decisions[one]
        elif of_old[a] > 1 or of_new[b] > 1:
            kinds[one] = "split" if of_old[a] > 1 else "merged"
        elif old[a] == new[b]:
            kinds[one] = "exact"
        else:
            edited = one in settled.locked or alike[one] >= model.minor_edit
            kinds[one] = "minor_edit" if edited else "reworded"
    return kinds


LEAST_LISTED = 0.02
DIFFERENCES = ("other group", "other level", "other policy", "other report", "other topic")

Column = npt.NDArray[np.str_]

_COLUMNS = ("pair", "old", "new", "kind", "alike", "probability", "linked", "differs")
_ALONE = -1
_LAST = 10**9
_DIFFERENCE_COLUMNS = [PAIR_FEATURES.index(name) for name in DIFFERENCES]


def first_difference(features: FloatArray) -> IntArray:
    """For each pair the place in DIFFERENCES of the first one that it has, or -1."""
    differs = features[..., _DIFFERENCE_COLUMNS] > 0
    return np.where(differs.any(axis=-1), differs.argmax(axis=-1), _ALONE).astype(np.int8)


class ScoredPlans(NamedTuple):
    """What was found about two plans."""

    settled: Settled
    # of each pair of actions, as all that follows: the first difference that rules it out, or -1
    differs: IntArray
    alike: FloatArray
    probability: FloatArray  # that of settled pairs is in it
    kinds: Mapping[Pair, str]  # the links and their kinds


def link_rows(
    ready: ReadyActions,
    pairs: Sequence[PlanPair],
    scored: Sequence[ScoredPlans],
    asked_again: Sequence[Collection[Pair]],
    minor_edit: float,
) -> pd.DataFrame:
    """One row for each link, each further pair of 0.02 or more, and each action without a partner."""
    parts = [
        _rows_of(number, *found) for number, found in enumerate(zip(pairs, scored, asked_again, strict=True))
    ]
    columns = {name: [value for part in parts for value in part[name]] for name in _COLUMNS}
    rows = pd.DataFrame(columns).astype({"probability": "Float64", "kind": "str", "linked": "str"})
    return _with_keys(rows, ready, pairs, minor_edit)


def _rows_of(
    number: int, pair: PlanPair, found: ScoredPlans, also: Collection[Pair]
) -> dict[str, list[object]]:
    places = _places(pair, found, also)
    both = [one for one in places if _ALONE not in one]
    chance = {one: round(float(found.probability[one]), 4) for one in both}
    return {
        "pair": [number] * len(places),
        "old": [int(pair.old[a]) if a >= 0 else _ALONE for a, _ in places],
        "new": [int(pair.new[b]) if b >= 0 else _ALONE for _, b in places],
        "kind": [found.kinds.get(one, "") for one in places],
        "alike": [float(found.alike[one]) if one in chance else 0.0 for one in places],
        "probability": [chance.get(one) for one in places],
        "linked": ["no" if one in chance and one not in found.kinds else "yes" for one in places],
        "differs": [int(found.differs[one]) if one in chance else _ALONE for one in places],
    }


def _places(pair: PlanPair, found: ScoredPlans, also: Collection[Pair]) -> list[Pair]:
    """What is listed, in the order of the later plan; what is gone comes last."""
    listed = {(int(a), int(b)) for a, b in np.argwhere(found.probability >= LEAST_LISTED)}
    listed |= {*found.kinds, *found.settled.barred, *also}
    linked_old, linked_new = {a for a, _ in found.kinds}, {b for _, b in found.kinds}
    listed |= {(_ALONE, b) for b in range(len(pair.new)) if b not in linked_new}
    listed |= {(a, _ALONE) for a in range(len(pair.old)) if a not in linked_old}
    return sorted(listed, key=lambda one: (one[1] if one[1] >= 0 else _LAST, one[0]))


def _with_keys(
    rows: pd.DataFrame, ready: ReadyActions, pairs: Sequence[PlanPair], minor_edit: float
) -> pd.DataFrame:
    number = rows["pair"].to_numpy(dtype=np.intp)
    ids = np.append(ready.table["action_id"].to_numpy(dtype=object), "")
    old, new = rows["old"].to_numpy(dtype=np.intp), rows["new"].to_numpy(dtype=np.intp)
    return rows.assign(
        organisation=np.array([pair.organisation for pair in pairs], dtype=object)[number],
        from_year=np.array([pair.from_year for pair in pairs], dtype=object)[number],
        to_year=np.array([pair.to_year for pair in pairs], dtype=object)[number],
        old_size=np.array([len(pair.old) for pair in pairs], dtype=np.intp)[number],
        new_size=np.array([len(pair.new) for pair in pairs], dtype=np.intp)[number],
        from_id=ids[old],
        to_id=ids[new],
        kind=rows["kind"].where(rows["kind"].ne(""), _kind_by_itself(rows, ready, minor_edit)),
    )


def _kind_by_itself(rows: pd.DataFrame, ready: ReadyActions, minor_edit: float) -> Column:
    """What an action without a partner is, and what a pair would be if it were linked."""
    old, new = rows["old"].to_numpy(dtype=np.intp), rows["new"].to_numpy(dtype=np.intp)
    words = np.append(ready.verbatim[ready.text], _ALONE)
    complete = np.append(ready.complete, False)
    cases = [old < 0, (new < 0) & complete[old], new < 0, words[old] == words[new]]
    edited = np.where(rows["alike"] >= minor_edit, "minor_edit", "reworded")
    return np.select(cases, ["new", "completed", "dropped", "exact"], edited)
