"""The obvious way to compare two actions: sets and loops, one pair at a time. The oracle of the fast one."""

from __future__ import annotations

import math
from collections.abc import Sequence

from wres_analysis.linking.lexicon import shipped_lexicon
from wres_analysis.linking.wording import squashed, stem_weights


def words_of_each(texts: Sequence[str]) -> list[set[str]]:
    return [set(words) for words in shipped_lexicon().words_of(texts).each()]


def letters_of_each(texts: Sequence[str]) -> list[set[str]]:
    runs = []
    for text in squashed(texts):
        runs.append({text[a : a + n] for n in (3, 4) for a in range(len(text) - n + 1)})
    return runs


def weight(word: str) -> float:
    return 0.35 if word.startswith("#") else stem_weights().get(word, 1.0)


def rarity_of(item: str, bags: Sequence[set[str]]) -> float:
    return math.log((1 + len(bags)) / (0.5 + sum(item in bag for bag in bags)))


def mass(bag: set[str], bags: Sequence[set[str]]) -> float:
    return sum(rarity_of(item, bags) * weight(item) for item in bag)


def slow_cosine(left: set[str], right: set[str], bags: Sequence[set[str]], *, weighted: bool = True) -> float:
    def length(bag: set[str]) -> float:
        return sum((rarity_of(item, bags) * (weight(item) if weighted else 1)) ** 2 for item in bag)

    both = math.sqrt(length(left) * length(right))
    return length(left & right) / both if both else 0.0


def slow_contained(left: set[str], right: set[str], bags: Sequence[set[str]]) -> float:
    """Share of the left text that the right one holds."""
    whole = mass(left, bags)
    return mass(left & right, bags) / whole if whole else 0.0


def slow_margin(score: Sequence[Sequence[float]], row: int, column: int) -> float:
    """How much better a pair is than the others in its row and no partner together."""
    others = [math.exp(value) for place, value in enumerate(score[row]) if place != column]
    return score[row][column] - math.log(1 + sum(others))


def slow_best_sum(worth: Sequence[Sequence[float]]) -> float:
    """The best sum of one-to-one pairs, by trying all of them; a pair of no worth need not be taken."""
    if not worth or not worth[0]:
        return 0.0
    rest = [list(row) for row in worth[1:]]
    without = [[row[:b] + row[b + 1 :] for row in rest] for b in range(len(worth[0]))]
    taken = [max(value, 0) + slow_best_sum(left) for value, left in zip(worth[0], without, strict=True)]
    return max(slow_best_sum(rest), *taken)
