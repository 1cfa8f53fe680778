"""Suppression: nothing small is shown, and who knows the rule and tries every table learns no more."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wres_analysis.workforce.published_counts import STANDARD, Cells, Range, Rule, Sum, possible, protect

SMALL = range(8)


def tree_of(bands):
    """Bands of two kinds of staff, their totals, and the total of both."""
    counts = {("clinical", number): count for number, count in enumerate(bands[0])}
    counts |= {("other", number): count for number, count in enumerate(bands[1])}
    counts |= {"clinical": sum(bands[0]), "other": sum(bands[1]), "all": sum(map(sum, bands))}
    sums = [Sum(kind, tuple(name for name in counts if name[0] == kind)) for kind in ("clinical", "other")]
    return Cells(counts, [*sums, Sum("all", ("clinical", "other"))])


def test_default_rule_is_that_of_hospital_statistics():
    assert (STANDARD.threshold, STANDARD.rounding) == (8, 5)
    assert "fewer than 8" in STANDARD.words
    assert "nearest 5" in STANDARD.words
    assert pytest.approx(math.sqrt(2)) == STANDARD.spread


@pytest.mark.parametrize("count", SMALL)
def test_a_small_count_is_suppressed_whatever_it_is(count):
    assert protect(Cells({"a": count, "b": 40})) == {"a": None, "b": 40}


def test_a_total_that_gives_a_small_part_away_brings_another_suppression():
    # 87 and 94 are shown as 85 (83 to 87) and 95 (93 to 97): at least 6 are missing.
    exposed = Cells({"8a": 87, "8b": 7, "upper": 94}, [Sum("upper", ("8a", "8b"))])
    assert possible(exposed, ["8a", "upper"], ["8b"])["8b"] == Range(6, 7)
    assert protect(exposed) == {"8a": None, "8b": None, "upper": 95}


def test_what_is_hidden_beside_a_small_part_does_not_depend_on_what_it_is():
    # If it did, that it is hidden would tell what the small count is to a reader who knows the rule.
    for other in (8, 20, 300):
        cells = Cells({"8a": 88, "8b": 7, "8c": other}, [Sum("upper", ("8a", "8b", "8c"))])
        cells = Cells({**cells.counts, "upper": 95 + other}, cells.sums)
        assert {name for name, count in protect(cells).items() if count is None} == {"8a", "8b"}


@pytest.mark.parametrize(("parts", "most"), [(2, 40), (3, 30)])
def test_a_reader_who_tries_every_table_is_left_with_five_small_numbers(parts, most):
    """Which tables would have been printed like this one? Those near the most are not asked about."""
    names = tuple(range(parts))
    printed = defaultdict(list)
    for truth in product(range(most + 1), repeat=parts):
        cells = Cells({**dict(enumerate(truth)), "all": sum(truth)}, [Sum("all", names)])
        printed[tuple(protect(cells).values())].append(truth)
    for alike in printed.values():
        for name in names:
            small = {truth[name] for truth in alike if truth[name] < STANDARD.threshold}
            asked = any(truth[name] in small and max(truth) <= most - 14 for truth in alike)
            assert not asked or len(small) >= 5


def test_those_who_are_left_over_are_people_too():
    # 57 of 64 said yes. Shown as 55 of 65, the 7 who did not could only be 6 or 7.
    cells = Cells({"yes": 57, "no": 7, "asked": 64}, [Sum("asked", ("yes", "no"))], frozenset({"no"}))
    assert protect(cells) == {"yes": None, "asked": 65}


def test_a_rest_that_needs_no_protection_is_neither_shown_nor_a_reason_to_hide():
    cells = Cells({"in a band": 57, "elsewhere": 7, "all": 64}, [Sum("all", ("in a band", "elsewhere"))])
    free = Cells(cells.counts, cells.sums, free=frozenset({"elsewhere"}))
    assert protect(free) == {"in a band": 55, "all": 65}
    assert protect(cells) == {"in a band": None, "elsewhere": None, "all": 65}


def test_another_threshold_and_rounding_can_be_asked_for():
    assert protect(Cells({"a": 9, "b": 14}), Rule(threshold=11, rounding=10)) == {"a": None, "b": 10}


counts = st.lists(st.integers(0, 30), min_size=1, max_size=5)


@settings(deadline=None, max_examples=80)
@given(st.tuples(counts, counts))
def test_every_small_count_keeps_more_numbers_than_rounding_leaves(bands):
    cells = tree_of(bands)
    shown = {name for name, count in protect(cells).items() if count is not None}
    small = {name for name, count in cells.counts.items() if count < STANDARD.threshold}
    assert not shown & small
    ranges = possible(cells, shown, small)
    for name in small:
        assert ranges[name].low <= cells.counts[name] <= ranges[name].high
        assert ranges[name].numbers >= STANDARD.least_numbers


@settings(deadline=None, max_examples=80)
@given(st.tuples(counts, counts))
def test_what_is_shown_is_rounded_and_nothing_is_hidden_where_nothing_is_small(bands):
    cells = tree_of(bands)
    published = protect(cells)
    for name, count in published.items():
        assert count is None or (count % 5 == 0 and abs(count - cells.counts[name]) <= 2)
    if all(count >= STANDARD.threshold for count in cells.counts.values()):
        assert None not in published.values()


@settings(deadline=None, max_examples=15)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=3))
def test_what_is_called_possible_is_what_trying_everything_finds(parts):
    names = tuple(range(len(parts)))
    cells = Cells({**dict(enumerate(parts)), "all": sum(parts)}, [Sum("all", names)])
    published = protect(cells)
    shown = {name for name, count in published.items() if count is not None}
    small = {name for name, count in cells.counts.items() if count < 8}
    ranges = possible(cells, shown, small)
    fits = [
        truth
        for truth in product(range(40), repeat=len(parts))
        if all(_fits(name, truth[name], published, small) for name in names)
        and _fits("all", sum(truth), published, small)
    ]
    for name in small - {"all"}:
        tried = {truth[name] for truth in fits}
        assert (min(tried), max(tried)) == (ranges[name].low, ranges[name].high)


def _fits(name, count, published, small):
    if published[name] is not None:
        return count >= 8 and STANDARD.rounded(count) == published[name]
    return (count < 8) == (name in small)
