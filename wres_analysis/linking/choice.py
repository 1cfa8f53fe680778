"""From probabilities to links: the same words first, then best first one to one, then splits and mergers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from wres_analysis.linking.features import PAIR_FEATURES, PlanPair
from wres_analysis.linking.texts import ReadyActions
from wres_analysis.linking.wording import BoolArray, FloatArray, IntArray

Pair = tuple[int, int]
ANY_KIND, NOT_LINKED = "link", "no"

_LEAST_WORDS = 3  # with fewer, numbers are most of the wording
_LEAST_PARTS = 2  # a heading over one action says what the action is about, not that it was broken up
_ALIKE = PAIR_FEATURES.index("words alike")
_LETTERS = PAIR_FEATURES.index("letters alike")


@dataclass(frozen=True)
class Settled:
    """Pairs of two plans that need no score."""

    fixed: frozenset[Pair]  # linked by a person; a pair is its places in the old and in the new plan
    barred: frozenset[Pair]  # not to be linked, as a person decided
    verbatim: tuple[Pair, ...]  # with the same words
    locked: tuple[Pair, ...]  # with words that differ in numbers, dates and terms alone
    # actions that stand again in their own plan, with the partner of the one that was linked
    copies: tuple[Pair, ...]
    # pairs of which the later plan says that it was the earlier one, by its number
    stated: tuple[Pair, ...] = ()
    # actions of one plan that are the heading of what stands in the other
    headed: tuple[Pair, ...] = ()
    # actions with those that are a part of their list, which may have further parts in other words:
    # the list in the earlier plan, and in the later one
    broken_up: tuple[Pair, ...] = ()
    put_together: tuple[Pair, ...] = ()

    @property
    def same_words(self) -> IntArray:
        """The pairs with the same words, one to one."""
        return np.array([*self.verbatim, *self.locked], dtype=np.intp).reshape(-1, 2)

    @property
    def pairs(self) -> set[Pair]:
        """Every pair that is settled as a link."""
        found = (self.fixed, self.verbatim, self.locked, self.copies, self.stated, self.headed, self.parts)
        return {one for pairs in found for one in pairs}

    @property
    def parts(self) -> frozenset[Pair]:
        """The lists with their parts, in whichever plan the list stands."""
        return frozenset((*self.broken_up, *self.put_together))


def settle(ready: ReadyActions, pair: PlanPair, decisions: Mapping[Pair, str]) -> Settled:
    """The pairs that are decided before anything is scored."""
    barred = frozenset(one for one, decision in decisions.items() if decision == NOT_LINKED)
    fixed = frozenset(decisions) - barred
    old_free = set(range(len(pair.old))) - {old for old, _ in fixed}
    new_free = set(range(len(pair.new))) - {new for _, new in fixed}
    found = []
    for codes, least in ((ready.verbatim, 1), (ready.locked, _LEAST_WORDS)):
        same = [one for one in _equal_pairs(ready, pair, codes, least) if one not in barred]
        found.append(_one_to_one(same, old_free, new_free))
    copies = _copies(ready, pair, found[0], old_free, new_free)
    stated = _stated(ready, pair, old_free, new_free)
    headed = _headed(ready, pair, old_free, new_free)
    lists = _lists(ready, pair, old_free - {a for a, _ in headed}, new_free - {b for _, b in headed})
    plain = (tuple(sorted(set(found) - barred)) for found in (copies, stated, headed, *lists))
    return Settled(fixed, barred, tuple(found[0]), tuple(found[1]), *plain)


def _equal_pairs(ready: ReadyActions, pair: PlanPair, codes: IntArray, least: int) -> list[Pair]:
    """Pairs with equal codes: those under the same aim first, then with the same figures, then in order."""
    old, new = ready.text[pair.old], ready.text[pair.new]
    equal = (codes[old][:, None] == codes[new][None]) & (ready.lengths[old] >= least)[:, None]
    found = [(int(a), int(b)) for a, b in np.argwhere(equal)]
    if len({a for a, _ in found}) == len(found) == len({b for _, b in found}):
        return found
    aims_old, aims_new = ready.aim[pair.old], ready.aim[pair.new]
    figures = {text: _figures(ready, text) for text in {*old, *new}}
    among_old, among_new = _among_equals(codes[old]), _among_equals(codes[new])
    return sorted(
        found,
        key=lambda one: (
            aims_old[one[0]] != aims_new[one[1]],
            len(figures[old[one[0]]] ^ figures[new[one[1]]]),
            abs(among_old[one[0]] - among_new[one[1]]),
            one,
        ),
    )


def _among_equals(codes: IntArray) -> FloatArray:
    """Where each action stands among those with its code, from 0 to 1: what stands between does not count."""
    ranks = pd.Series(codes).groupby(codes)
    places: FloatArray = ((ranks.cumcount() + 0.5) / ranks.transform("size")).to_numpy()
    return places


def _figures(ready: ReadyActions, text: int) -> frozenset[int]:
    words = ready.words.items[ready.words.starts[text] : ready.words.starts[text + 1]]
    return frozenset(words[ready.is_number[words]].tolist())


def _one_to_one(pairs: list[Pair], old_free: set[int], new_free: set[int]) -> list[Pair]:
    chosen = []
    for old, new in pairs:
        if old in old_free and new in new_free:
            old_free.discard(old)
            new_free.discard(new)
            chosen.append((old, new))
    return chosen


def _copies(
    ready: ReadyActions, pair: PlanPair, verbatim: list[Pair], old_free: set[int], new_free: set[int]
) -> list[Pair]:
    """What stands twice in one plan and once in the other joins the partner of its first copy."""
    old, new = ready.verbatim[ready.text[pair.old]], ready.verbatim[ready.text[pair.new]]
    first = {old[a]: (a, b) for a, b in reversed(verbatim)}
    again_old = [(a, first[old[a]][1]) for a in sorted(old_free) if old[a] in first]
    again_new = [(first[new[b]][0], b) for b in sorted(new_free) if new[b] in first]
    old_free -= {a for a, _ in again_old}
    new_free -= {b for _, b in again_new}
    return again_old + again_new


def _stated(ready: ReadyActions, pair: PlanPair, old_free: set[int], new_free: set[int]) -> list[Pair]:
    """Pairs of which the later plan says by its number which action it was."""
    numbers = [ready.number[row] for row in pair.old]
    said = {place: ready.number_before[row] for place, row in enumerate(pair.new) if ready.number_before[row]}
    found = [(a, b) for b, before in said.items() for a, number in enumerate(numbers) if number in before]
    found = [(a, b) for a, b in found if a in old_free or b in new_free]
    old_free -= {a for a, _ in found}
    new_free -= {b for _, b in found}
    return found


def _headed(ready: ReadyActions, pair: PlanPair, old_free: set[int], new_free: set[int]) -> list[Pair]:
    """Broad actions that became headings over several actions, and headings that became one action."""
    old, new = (np.array(sorted(free), dtype=np.intp) for free in (old_free, new_free))
    rows = pair.old[old][:, None], pair.new[new][None]
    over_new = ready.as_heading[rows[0]] == ready.heading[rows[1]]
    over_old = ready.heading[rows[0]] == ready.as_heading[rows[1]]
    broken_up = over_new & (over_new.sum(axis=1, keepdims=True) >= _LEAST_PARTS)
    put_together = over_old & (over_old.sum(axis=0, keepdims=True) >= _LEAST_PARTS)
    return [(int(old[a]), int(new[b])) for a, b in np.argwhere(broken_up | put_together)]


def _lists(
    ready: ReadyActions, pair: PlanPair, old_free: set[int], new_free: set[int]
) -> tuple[list[Pair], list[Pair]]:
    """Actions that list what stands as actions of their own in the later plan, or in the earlier one."""
    old = {place: ready.in_order[ready.text[pair.old[place]]] for place in sorted(old_free)}
    new = {place: ready.in_order[ready.text[pair.new[place]]] for place in sorted(new_free)}
    broken_up = _pairs_of_lists(old, new)
    rest = {place: words for place, words in new.items() if place not in {b for _, b in broken_up}}
    apart = {place: words for place, words in old.items() if place not in {a for a, _ in broken_up}}
    return broken_up, [(a, b) for b, a in _pairs_of_lists(rest, apart)]


def _pairs_of_lists(wholes: Mapping[int, str], others: Mapping[int, str]) -> list[Pair]:
    starts: dict[str, list[int]] = {}
    for place, words in others.items():
        if len(words) >= _LEAST_WORDS:
            starts.setdefault(words[:_LEAST_WORDS], []).append(place)
    return [(one, part) for one, whole in wholes.items() for part in _parts_of(whole, others, starts)]


def _parts_of(whole: str, others: Mapping[int, str], starts: Mapping[str, Sequence[int]]) -> list[int]:
    """Whose words stand within a wording, in their order; one alone is the wording cut short, and no part."""
    begun = {
        one
        for at in range(len(whole) - _LEAST_WORDS + 1)
        for one in starts.get(whole[at:][:_LEAST_WORDS], ())
    }
    found = {one: others[one] for one in sorted(begun) if others[one] in whole and others[one] != whole}
    widest = {
        one for one in found.values() if not any(one != other and one in other for other in found.values())
    }
    return list(found) if len(widest) >= _LEAST_PARTS else []


def likeness(features: FloatArray) -> FloatArray:
    """How alike two wordings are, from 0 to 1; letters, which keep the order, count twice."""
    alike: FloatArray = (features[..., _ALIKE] + 2 * features[..., _LETTERS]) / 3
    return alike


def first_partners(score: FloatArray, settled: Settled, threshold: float) -> frozenset[Pair]:
    """The links that further partners are weighed against: those that win, and lists with their parts."""
    free = score.copy()
    free[[a for a, _ in settled.broken_up]] = threshold
    free[:, [b for _, b in settled.put_together]] = threshold
    return best_first(free, threshold, settled.barred) | settled.parts


def best_first(score: FloatArray, threshold: float, barred: Collection[Pair]) -> frozenset[Pair]:
    """One to one, the links with the best sum of scores above the threshold."""
    worth = np.maximum(score - threshold, 0)
    for pair in barred:
        worth[pair] = 0
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return frozenset((int(a), int(b)) for a, b in zip(rows, columns, strict=True) if worth[a, b] > 0)


def joining(
    score: FloatArray,
    first: Collection[Pair],
    threshold: float,
    barred: Collection[Pair],
    evidence: BoolArray,
) -> set[Pair]:
    """Actions without a partner that join their best one, which has another, with evidence of their own."""
    with_old, with_new = {a for a, _ in first}, {b for _, b in first}
    found = set()
    for a, b in np.argwhere((score >= threshold) & evidence).tolist():
        new_joins = b not in with_new and a in with_old and a == score[:, b].argmax()
        old_joins = a not in with_old and b in with_new and b == score[a].argmax()
        if (new_joins or old_joins) and (a, b) not in barred:
            found.add((a, b))
    return found
