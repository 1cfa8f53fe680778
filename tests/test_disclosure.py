"""Suppression: nothing small is shown, and who knows the rule and tries every table learns no more."""

from __future__ import annotations

import math
from collections import defaultdict
from functools import cache
from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_workforce import DATA, Reader, counts_of

from wres_analysis.workforce.published_counts import (
    STANDARD,
    Cells,
    Range,
    Rule,
    Sum,
    cells_of,
    possible,
    protect,
    published,
)
from wres_analysis.workforce.staff_counts import WORKFORCE, read_workforce
from wres_analysis.workforce.staff_measures import counted

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


KEY = ["organisation", "year", "group"]


@cache
def sample():
    counts = read_workforce(DATA).counts
    return counts, published(counts)


def exact_of(counts, organisation, year, group):
    """Every count of one group that has a name, tiers included, and whether anyone stands in none of them."""
    own = counts[
        counts["organisation"].eq(organisation) & counts["year"].eq(year) & counts["group"].eq(group)
    ]
    people = own[own["measure"].map(lambda name: counted()[name].kind == "people")]
    names = zip(people["measure"], people["breakdown"], strict=True)
    given = dict(zip(names, people["count"].astype(int), strict=True))
    cells = cells_of(given)
    rest = {"bands": ("staff_tier", "the rest"), "divisions": ("staff_by_division", "the rest")}
    return cells, {name: cell in cells.counts for name, cell in rest.items()}


def readers(counts=None):
    counts, shown = sample() if counts is None else (counts, published(counts))
    for (organisation, year, group), own in shown.groupby(KEY, sort=False):
        own = own[own["measure"].ne("community")]
        cells, rest = exact_of(counts, organisation, year, group)
        exact = {cell: cells.counts[cell] for cell in zip(own["measure"], own["breakdown"], strict=True)}
        small = {cell for cell, count in exact.items() if count < 8}
        yield (organisation, year, group), own, exact, small, rest


def test_no_small_count_of_the_sample_is_shown_and_the_others_are_rounded():
    suppressed = 0
    for _, own, exact, small, _ in readers():
        for measure, breakdown, count in own[["measure", "breakdown", "count"]].itertuples(index=False):
            if (measure, breakdown) in small:
                suppressed += 1
                assert pd.isna(count)
            elif not pd.isna(count):
                assert count % 5 == 0
                assert abs(count - exact[measure, breakdown]) <= 2
    assert suppressed > 200, "the sample gives suppression too little to do"


@pytest.mark.parametrize("organisation", ["007", "ASH", "LMS", "NMU"])
def test_nobody_can_work_out_a_suppressed_count_from_totals(organisation):
    tried = 0
    for (code, *_), own, exact, small, rest in readers():
        if code != organisation:
            continue
        reader = Reader(own, small, rest)
        for cell in sorted(small):
            low, high = reader.ends(cell)
            assert low <= exact[cell] <= high
            assert high - low + 1 >= 5, f"{cell} of {code} can only be {low} to {high}"
            tried += 1
    assert tried


@settings(deadline=None, max_examples=15)
@given(st.lists(st.integers(0, 25), min_size=12, max_size=12), st.integers(0, 3))
def test_nobody_can_work_out_a_suppressed_count_of_any_small_organisation(people, elsewhere):
    bands = [
        (kind, band, count, count)
        for kind, counts in (("staff_clinical", people[:6]), ("staff_non_clinical", people[6:]))
        for band, count in zip(
            ("Band 4", "Band 5", "Band 6", "Band 8a", "Band 8b", "VSM"), counts, strict=True
        )
    ]
    staff = sum(people) + elsewhere
    divisions = [("staff_by_division", "North", staff // 3, staff // 3)]
    divisions += [("staff_by_division", "South", staff - staff // 3, staff - staff // 3)]
    counts = counts_of(
        ("staff", "", staff, staff), *bands, *divisions, ("training", "", staff // 2, staff // 2)
    )
    for (_, _, group), own, exact, small, rest in readers(counts):
        reader = Reader(own, small, rest)
        for cell in small if group == "BME" else ():
            low, high = reader.ends(cell)
            assert low <= exact[cell] <= high
            assert high - low + 1 >= 5


def test_suppression_hides_much_less_than_it_shows_in_a_large_organisation():
    _, shown = sample()
    large = shown[shown["organisation"].eq("NMU")]
    assert large["state"].eq("suppressed").mean() < 0.15


def test_tiers_are_added_up_from_exact_counts_before_they_are_rounded():
    rows = [("staff_clinical", f"Band {band}", 11, 12) for band in (2, 3, 4, 5)]
    rows += [("staff_non_clinical", "Band 2", 100, 100)]
    shown = published(counts_of(*rows))
    tier = shown[shown["measure"].eq("staff_clinical_tier")].set_index("group")["count"]
    assert (tier["White"], tier["BME"]) == (45, 50)


def test_unknown_ethnicity_is_published_for_all_staff_only_and_totals_never():
    counts = counts_of(("staff", "", 500, 100), ("disciplinary", "", 20, 10))
    unknown = counts.iloc[[0]].assign(group="Unknown", count=30)
    elsewhere = counts.iloc[[2]].assign(group="Unknown", count=9)
    total = counts.iloc[[0]].assign(group="Total", count=630)
    shown = published(pd.concat([counts, unknown, elsewhere, total], ignore_index=True))
    assert set(shown["group"]) == {"White", "BME", "Unknown"}
    assert shown[shown["group"].eq("Unknown")][["measure", "count"]].values.tolist() == [["staff", 30]]


def test_residents_stay_as_they_are_and_a_published_ratio_is_never_published_again():
    counts = counts_of(("staff", "", 500, 100), ("community", "", 97, 3))
    ratio = counts.iloc[[0]].assign(measure="printed_ratio", breakdown="Indicator 3", group="", count=1.9)
    shown = published(pd.concat([counts, ratio]))
    assert shown[shown["measure"].eq("community")]["count"].tolist() == [97, 3]
    assert "printed_ratio" not in set(shown["measure"])


def test_the_rule_travels_with_the_counts():
    shown = published(counts_of(("staff", "", 500, 12)), Rule(threshold=15, rounding=10))
    assert shown[["threshold", "rounding"]].drop_duplicates().values.tolist() == [[15, 10]]
    assert shown["count"].isna().tolist() == [False, True]


def test_nothing_given_is_nothing_published():
    empty = sample()[0].iloc[:0]
    assert list(empty.columns) == list(WORKFORCE)
    assert published(empty).empty
