"""What speaks for and against two actions of successive plans being the same action."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wres_analysis.linking.texts import BUCKETS, Bags, ReadyActions
from wres_analysis.linking.wording import BoolArray, FloatArray, IntArray

PAIR_FEATURES = (
    "words alike",
    "words of one in the other",
    "words of each in the other",
    "words shared",
    "words only added",
    "senses of one in the other",
    "senses exchanged",
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
    "other figures",
    "other length",
    "short",
    "stated",
    "earlier complete",
)
RIVAL_FEATURES = ("better for the earlier", "better for the later", "better than the settled", "first score")

_STRONG = 0.6  # words that count less are general, and say nothing when they are exchanged
_NEARLY_SAME = 0.8
_ORDER_KEPT = 0.2
_PLACE_REACH = 0.25
_UNKNOWN_HABIT = 0.3
_LIMIT = 8.0
_MOST_MARGIN = 6.0
_ONE_THREAD = 250_000  # products: the size from which OpenBLAS takes a second thread is 262,144


class PlanPair(NamedTuple):
    """Two plans of one organisation that follow each other."""

    organisation: str
    from_year: str
    to_year: str
    old: IntArray  # rows of the ready actions
    new: IntArray  # rows of the ready actions


def pair_features(ready: ReadyActions, pair: PlanPair, settled: IntArray) -> FloatArray:
    """Every feature of every pair of actions, as PAIR_FEATURES names them."""
    size = (len(pair.old), len(pair.new))
    found = _wording_features(ready, pair)
    found |= _subject_features(ready, pair, found["letters alike"])
    found |= _context_features(ready, pair)
    found |= _plan_features(ready, pair, settled, found["words alike"] + found["letters alike"])
    layers = [np.broadcast_to(found[name], size) for name in PAIR_FEATURES]
    return np.stack(layers, axis=-1).astype(np.float32)


def _wording_features(ready: ReadyActions, pair: PlanPair) -> dict[str, FloatArray]:
    texts = ready.text[np.concatenate([pair.old, pair.new])]
    count = len(pair.old)
    words, kept = ready.words.table(texts)
    weights = rarity(words) * ready.weights[kept]
    of_old, of_new, shared, mass = contained(words, weights, count)
    strong = weights * (ready.weights[kept] >= _STRONG)
    senses, sense_kept = ready.senses.table(texts)
    sense_weights = rarity(senses) * ready.sense_weights[sense_kept]
    sense_of_old, sense_of_new, _, _ = contained(senses, sense_weights, count)
    strong_senses = sense_weights * (ready.sense_weights[sense_kept] >= _STRONG)
    letters = ready.letters.whole_table(texts, BUCKETS)
    figures = words[:, ready.is_number[kept]]
    lengths = ready.lengths[texts]
    return {
        "words alike": cosine(words, weights, count),
        "words of one in the other": np.maximum(of_old, of_new),
        "words of each in the other": np.minimum(of_old, of_new),
        "words shared": np.minimum(shared / np.median(mass), 1.5),
        "words only added": np.maximum(of_old, of_new) * (exchanged(words, strong, count) < 0.3),
        "senses of one in the other": np.maximum(sense_of_old, sense_of_new),
        "senses exchanged": np.minimum(exchanged(senses, strong_senses, count), 3),
        "letters alike": cosine(letters, rarity(letters), count),
        "other figures": excluded(figures, count),
        "other length": np.abs(np.log(lengths[:count, None] / lengths[None, count:])),
        "short": 1 / np.sqrt(np.minimum(lengths[:count, None], lengths[None, count:])),
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
    clear = _clear_pairs(alike, settled)
    enough = len(clear) >= 3
    keeps_order = np.clip(1 - apart[tuple(clear.T)].mean() / _ORDER_KEPT, 0, 1) if enough else _UNKNOWN_HABIT
    keeps_ids = same_id[tuple(clear.T)].mean() if enough else _UNKNOWN_HABIT
    stated = ready.stated[pair.new]
    return {
        "same place": keeps_order * np.clip(1 - apart / _PLACE_REACH, 0, 1),
        "same number": keeps_ids * same_id,
        "stated": np.where(stated, 1.0, -1.0 if stated.any() else 0.0)[None],
        "earlier complete": ready.complete[pair.old][:, None].astype(np.float32),
    }


def _places(count: int) -> FloatArray:
    return ((np.arange(count) + 0.5) / count).astype(np.float32)


def _clear_pairs(alike: FloatArray, settled: IntArray) -> IntArray:
    """The settled pairs, and those that are each other's nearest and nearly the same."""
    best_new, best_old = alike.argmax(axis=1), alike.argmax(axis=0)
    rows = np.arange(len(alike))
    mutual = (best_old[best_new] == rows) & (alike[rows, best_new] > _NEARLY_SAME)
    mutual[settled[:, 0]] = False
    return np.concatenate([settled, np.stack([rows, best_new], axis=1)[mutual]])


def rival_features(score: FloatArray, old_taken: BoolArray, new_taken: BoolArray) -> FloatArray:
    """How much better each pair is than its rivals in the two plans, as RIVAL_FEATURES names them."""
    score = np.clip(score, -_LIMIT, _LIMIT)
    free = np.where(old_taken[:, None] | new_taken[None], -_LIMIT, score)
    against_old = np.where(old_taken[:, None], score, -_LIMIT).max(axis=0)
    against_new = np.where(new_taken[None], score, -_LIMIT).max(axis=1)
    margins = (
        free - _best_other(free, 1),
        free - _best_other(free, 0),
        np.minimum(score - against_old[None], score - against_new[:, None]),
    )
    layers = [np.clip(margin, -_MOST_MARGIN, _MOST_MARGIN) for margin in margins]
    return np.stack([*layers, score], axis=-1)


def _best_other(score: FloatArray, axis: int) -> FloatArray:
    """For each entry the best of the others in its row (axis 1) or column (axis 0)."""
    if score.shape[axis] == 1:
        return np.full_like(score, -_LIMIT)
    best_two = np.partition(score, -2, axis=axis).take([-2, -1], axis=axis)
    second, first = np.split(best_two, 2, axis=axis)
    return np.where(score == first, second, first)


def products(left: FloatArray, right: FloatArray) -> FloatArray:
    """Products of all rows of two tables, in blocks that are too small to be shared among threads.

    Two threads that wait for each other on a busy machine take ten times as long as one.
    """
    step = max(1, _ONE_THREAD // (len(left) * len(right)))
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


def exchanged(table: FloatArray, weights: FloatArray, count: int) -> FloatArray:
    """What each text has and the other lacks, in units of the rarest word: an exchange, not an addition."""
    weighted = table * weights
    mass = weighted.sum(axis=1)
    shared = products(weighted[:count], table[count:])
    lacking: FloatArray = np.minimum(mass[:count, None] - shared, mass[None, count:] - shared)
    return lacking / np.float32(np.log(len(table) / 0.5))


def excluded(table: FloatArray, count: int) -> FloatArray:
    """Whether both texts hold some of these items and none in common."""
    some: BoolArray = table.max(axis=1, initial=0) > 0
    common = products(table[:count], table[count:])
    both: FloatArray = (some[:count, None] & some[None, count:] & (common == 0)).astype(np.float32)
    return both
