"""What speaks for and against two actions of successive plans being the same action."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from wres_analysis.linking.texts import BUCKETS, Bags, ReadyActions
from wres_analysis.linking.wording import BoolArray, FloatArray, IntArray

PAIR_FEATURES = (
    "words alike",
    "words of one in the other",
    "words shared",
    "senses of one in the other",
    "letters alike",
    "subjects of one in the other",
    "other group",
    "other level",
    "other policy",
    "other report",
    "other topic",
    "other subject in like words",
    "owner shared",
    "other owner",
    "aim shared",
    "other aim",
    "same place",
    "same number",
    "stated",
    "earlier complete",
)
RIVAL_FEATURES = (
    "better for the earlier",
    "better for the later",
    "better than the settled",
    "first score",
    "plans share",
)
JOINED_FEATURES = ("score", "unexplained", "of what is shared", "beside the first", "evidence of its own")

# Evidence of a further partner, by benchmarks/link_demands.py: with these all joined links of the gold set
# are right, and 8 of the outside test, where nothing was split, are wrong; 0.05 and 0.3 give .96 right.
_LEAST_SHARE = 0.08
_LEAST_OF_SHARED = 0.4
# Long texts that share much score 10 and more; what a further partner adds is judged apart from that.
_MOST_SCORE = 4.0
_MOST_SHARE = 0.3  # a second of three equal parts has no more
_BESIDE = 4  # actions; what one action became stands together (18 of 20 further partners next to the first)
# what supports a wording and makes no link by itself
_SUPPORTING = ("owner shared", "aim shared", "same place", "same number")
# Share of one wording in the other from which owner, aim and place support in full. Without it the leftovers
# of a plan repeated word for word are linked for their owner and aim (93% of them; now about one in six).
_SUPPORTED = 0.4
_NEARLY_SAME = 0.8  # of 2, words and letters together: clear enough to tell whether a plan keeps its order
_ORDER_KEPT = 0.2  # of the plan's length; places drawn at random are a third apart
_PLACE_REACH = 0.25  # an inserted section moves what follows by up to a quarter of a plan
_ENOUGH = 3  # clear pairs
_UNKNOWN_HABIT = 0.3  # with fewer, between the shuffled copies (0) and the ordered (1)
_LIMIT = 15.0  # odds of 3 million to one; a limit of 8 made ties of long texts (outside test, F1 .88 to .97)
_MOST_SHARED = 0.99  # keeps the odds of a plan that is repeated whole finite
_ONE_THREAD = 250_000  # products: the size from which OpenBLAS takes a second thread is 262,144


class PlanPair(NamedTuple):
    """Two plans of one organisation that follow each other."""

    organisation: str
    from_year: str
    to_year: str
    old: IntArray  # rows of the ready actions
    new: IntArray  # rows of the ready actions


class Held(NamedTuple):
    """What the actions of two plans hold, words or senses: those of the earlier plan first."""

    table: FloatArray  # actions down, items across, 1 where the action holds the item
    weights: FloatArray  # how much each item counts


PlanWords = tuple[Held, Held]


def plan_words(ready: ReadyActions, pair: PlanPair) -> PlanWords:
    """The words that the actions of two plans hold, and the senses."""
    texts = ready.text[np.concatenate([pair.old, pair.new])]
    words, kept = ready.words.table(texts)
    senses, sense_kept = ready.senses.table(texts)
    held = Held(words, rarity(words) * ready.weights[kept])
    return held, Held(senses, rarity(senses) * ready.sense_weights[sense_kept])


def pair_features(ready: ReadyActions, pair: PlanPair, settled: IntArray, words: PlanWords) -> FloatArray:
    """Every feature of every pair of actions, as PAIR_FEATURES names them."""
    size = (len(pair.old), len(pair.new))
    found = _wording_features(ready, pair, words)
    found |= _subject_features(ready, pair, found["letters alike"])
    found |= _context_features(ready, pair)
    found |= _plan_features(ready, pair, settled, found["words alike"] + found["letters alike"])
    like = np.maximum(found["words of one in the other"], found["senses of one in the other"])
    support = np.clip(like / _SUPPORTED, 0, 1)
    found |= {name: support * found[name] for name in _SUPPORTING}
    layers = np.empty((*size, len(PAIR_FEATURES)), dtype=np.float32)
    for place, name in enumerate(PAIR_FEATURES):
        layers[..., place] = found[name]
    return layers


def _wording_features(ready: ReadyActions, pair: PlanPair, held: PlanWords) -> dict[str, FloatArray]:
    texts = ready.text[np.concatenate([pair.old, pair.new])]
    count = len(pair.old)
    words, senses = held
    of_old, of_new, shared, mass = contained(words.table, words.weights, count)
    sense_of_old, sense_of_new, _, _ = contained(senses.table, senses.weights, count)
    letters = ready.letters.whole_table(texts, BUCKETS)
    return {
        "words alike": cosine(words.table, words.weights, count),
        "words of one in the other": np.maximum(of_old, of_new),
        "words shared": np.minimum(shared / np.median(mass), 1.5),
        "senses of one in the other": np.maximum(sense_of_old, sense_of_new),
        "letters alike": cosine(letters, rarity(letters), count),
    }


def _subject_features(ready: ReadyActions, pair: PlanPair, alike: FloatArray) -> dict[str, FloatArray]:
    texts = ready.text[np.concatenate([pair.old, pair.new])]
    count = len(pair.old)
    held = ready.subjects.held[texts].astype(np.float32)
    of_old, of_new, _, _ = contained(held, rarity(held), count)
    excluding = {
        name: np.stack([excluded(held[:, columns], count) for columns in groups])
        for name, groups in ready.excluding.items()
    }
    return {name: layers.max(axis=0) for name, layers in excluding.items()} | {
        "subjects of one in the other": np.maximum(of_old, of_new),
        "other subject in like words": np.concatenate(list(excluding.values())).sum(axis=0) * alike,
    }


def _context_features(ready: ReadyActions, pair: PlanPair) -> dict[str, FloatArray]:
    owner = _shared_and_other(ready.owners, ready.owner, pair)
    aim = _shared_and_other(ready.aims, ready.aim, pair)
    of_old, of_new = owner.contained
    return {
        "owner shared": owner.shared,
        "other owner": owner.known * (1 - np.maximum(of_old, of_new)),
        "aim shared": aim.shared,
        "other aim": aim.known * (1 - aim.alike),
    }


class _Context(NamedTuple):
    known: FloatArray
    alike: FloatArray
    shared: FloatArray
    contained: tuple[FloatArray, FloatArray]


def _shared_and_other(bags: Bags, codes: IntArray, pair: PlanPair) -> _Context:
    """A column beside the wording; what many rows share says less, and where it is blank nothing is said."""
    count = len(pair.old)
    table, _ = bags.table(codes[np.concatenate([pair.old, pair.new])])
    weights = rarity(table) + np.float32(0.1)
    of_old, of_new, shared, _ = contained(table, weights, count)
    filled: BoolArray = table.max(axis=1, initial=0) > 0
    known = (filled[:count, None] & filled[None, count:]).astype(np.float32)
    most = np.log(len(table) / 0.5)
    return _Context(
        known, cosine(table, weights, count), np.minimum(shared / most, 1.5) * known, (of_old, of_new)
    )


def _plan_features(
    ready: ReadyActions, pair: PlanPair, settled: IntArray, alike: FloatArray
) -> dict[str, FloatArray]:
    """Order and numbers count as far as the clear pairs of these two plans keep theirs."""
    old_place, new_place = _places(len(pair.old)), _places(len(pair.new))
    apart = np.abs(old_place[:, None] - new_place[None])
    ids = ready.table["action_id"].to_numpy(dtype=object)
    same_id = ids[pair.old][:, None] == ids[pair.new][None]
    best_new, best_old = alike.argmax(axis=1), alike.argmax(axis=0)
    rows = np.arange(len(alike))
    mutual = (best_old[best_new] == rows) & (alike[rows, best_new] > _NEARLY_SAME)
    mutual[settled[:, 0]] = False
    clear = np.concatenate([settled, np.stack([rows, best_new], axis=1)[mutual]])
    keeps_order = order_kept(clear, same_id.shape)
    keeps_ids = same_id[tuple(clear.T)].mean() if len(clear) >= _ENOUGH else _UNKNOWN_HABIT
    stated = ready.stated[pair.new]
    return {
        "same place": keeps_order * np.clip(1 - apart / _PLACE_REACH, 0, 1),
        "same number": keeps_ids * same_id,
        "stated": np.where(stated, 1.0, -1.0 if stated.any() else 0.0)[None],
        "earlier complete": ready.complete[pair.old][:, None].astype(np.float32),
    }


def order_kept(pairs: IntArray, shape: tuple[int, ...]) -> float:
    """How far the later plan keeps the order of the earlier one, from 0 to 1, by pairs of places."""
    if len(pairs) < _ENOUGH:
        return _UNKNOWN_HABIT
    old, new = (_places(count)[ends] for count, ends in zip(shape, pairs.T, strict=True))
    return float(np.clip(1 - np.abs(old - new).mean() / _ORDER_KEPT, 0, 1))


def _places(count: int) -> FloatArray:
    return ((np.arange(count) + 0.5) / count).astype(np.float32)


def rival_features(score: FloatArray, old_taken: BoolArray, new_taken: BoolArray) -> FloatArray:
    """How much better each pair is than its rivals, as RIVAL_FEATURES names them.

    Having no partner is a rival of every pair, with even odds by itself: where every other action is taken, a
    pair still has to win against nothing.
    """
    score = np.clip(score, -_LIMIT, _LIMIT)
    odds = np.where(old_taken[:, None] | new_taken[None], 0, np.exp(score))
    others_of_old = np.maximum(odds.sum(axis=1, keepdims=True) - odds, 0)
    others_of_new = np.maximum(odds.sum(axis=0, keepdims=True) - odds, 0)
    against_old = np.where(old_taken[:, None], score, 0).max(axis=0, initial=0)
    against_new = np.where(new_taken[None], score, 0).max(axis=1, initial=0)
    settled = min(old_taken.sum(), new_taken.sum())
    by_row, by_column = odds.sum(axis=1), odds.sum(axis=0)
    likely = min((by_row / (1 + by_row)).sum(), (by_column / (1 + by_column)).sum())
    share = (settled + likely + 1) / (min(odds.shape) + 2)
    layers = [
        score - np.log1p(others_of_old),
        score - np.log1p(others_of_new),
        score - np.maximum(against_old[None], against_new[:, None]),
        score,
        np.full_like(score, float(np.log(share / (1 - min(share, _MOST_SHARED))))),
    ]
    return np.stack(layers, axis=-1).astype(np.float32)


def joined_features(
    score: FloatArray,
    first: Collection[tuple[int, int]],
    settled: Collection[tuple[int, int]],
    words: PlanWords,
) -> FloatArray:
    """What speaks for a further partner of an action that has one, as JOINED_FEATURES names it."""
    known = np.array(sorted({*first, *settled}), dtype=np.intp).reshape(-1, 2)
    beside = order_kept(known, score.shape) * _beside(first, score.shape)
    found = [_unexplained(held, first, len(score)) for held in words]
    share, of_shared = (np.maximum(*layers) for layers in zip(*found, strict=True))
    evidence = (share >= _LEAST_SHARE) & (of_shared >= _LEAST_OF_SHARED) & (beside >= 0)
    bounded = np.clip(score, -_LIMIT, _MOST_SCORE), np.minimum(share, _MOST_SHARE)
    return np.stack([*bounded, of_shared, beside, evidence], axis=-1)


def _beside(first: Collection[tuple[int, int]], shape: tuple[int, ...]) -> FloatArray:
    """How near each pair stands to a first partner of one of its two: 1 next to it, -1 where it is apart."""
    apart = np.full(shape, np.inf, dtype=np.float32)
    old, new = np.array(sorted(first), dtype=np.intp).reshape(-1, 2).T
    np.minimum.at(apart, old, np.abs(np.arange(shape[1]) - new[:, None]))
    np.minimum.at(apart.T, new, np.abs(np.arange(shape[0]) - old[:, None]))
    return np.clip(1 - 2 * (apart - 1) / _BESIDE, -1, 1)


def _unexplained(held: Held, first: Collection[tuple[int, int]], count: int) -> tuple[FloatArray, FloatArray]:
    """What a pair shares and the partners of one of them lack: as part of that one, and of what is shared."""
    old, new = held.table[:count], held.table[count:]
    share, of_shared = (np.zeros((len(old), len(new)), dtype=np.float32) for _ in range(2))
    partners = np.zeros_like(share)
    partners[tuple(np.array(sorted(first), dtype=np.intp).reshape(-1, 2).T)] = 1
    for mine, theirs, joined, layers in (
        (old, new, partners, (share, of_shared)),
        (new, old, partners.T, (share.T, of_shared.T)),
    ):
        places = np.flatnonzero(joined.any(axis=1))
        weighted = mine[places] * held.weights
        lacking = weighted * (products(joined[places], theirs.T) == 0)
        mass = np.maximum(weighted.sum(axis=1, keepdims=True), 1e-9)
        more, shared = products(lacking, theirs), products(weighted, theirs)
        for layer, values in zip(layers, (more / mass, more / np.maximum(shared, 1e-9)), strict=True):
            layer[places] = np.maximum(layer[places], values)
    return share, of_shared


def products(left: FloatArray, right: FloatArray) -> FloatArray:
    """Products of all rows of two tables, in blocks that are too small to be shared among threads.

    Two threads that wait for each other on a busy machine take ten times as long as one.
    """
    step = max(1, _ONE_THREAD // max(1, len(left) * len(right)))
    total = np.zeros((len(left), len(right)), dtype=np.float32)
    for start in range(0, left.shape[1], step):
        total += left[:, start : start + step] @ right[:, start : start + step].T
    return total


def rarity(table: FloatArray) -> FloatArray:
    """Weight of each item, its inverse document frequency: what few actions of the plans hold counts more."""
    weights: FloatArray = np.log((1 + len(table)) / (0.5 + table.sum(axis=0))).astype(np.float32)
    return weights


def cosine(table: FloatArray, weights: FloatArray, count: int) -> FloatArray:
    """Cosine of the weighted rows of the first `count` texts with those of the others."""
    weighted = table * weights
    weighted /= np.maximum(np.sqrt((weighted * weighted).sum(axis=1, keepdims=True)), 1e-9)
    return products(weighted[:count], weighted[count:])


def contained(
    table: FloatArray, weights: FloatArray, count: int
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Share of the old text in the new one, of the new in the old, what they share, and the mass of each."""
    weighted = table * weights
    mass: FloatArray = np.maximum(weighted.sum(axis=1), 1e-9)
    shared = products(weighted[:count], table[count:])
    return shared / mass[:count, None], shared / mass[None, count:], shared, mass


def excluded(table: FloatArray, count: int) -> FloatArray:
    """Whether both texts hold some of these items and none in common."""
    some: BoolArray = table.max(axis=1, initial=0) > 0
    common = products(table[:count], table[count:])
    both: FloatArray = (some[:count, None] & some[None, count:] & (common == 0)).astype(np.float32)
    return both
