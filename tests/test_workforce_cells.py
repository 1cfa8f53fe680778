"""What is published of the sample, attacked with everything that is published."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_workforce import DATA, Reader, counts_of

from wres_analysis.workforce.published_counts import Rule, cells_of, published
from wres_analysis.workforce.staff_counts import WORKFORCE, read_workforce
from wres_analysis.workforce.staff_measures import counted

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


def test_residents_are_not_staff_and_stay_as_they_are():
    shown = published(counts_of(("staff", "", 500, 100), ("community", "", 97, 3)))
    assert shown[shown["measure"].eq("community")]["count"].tolist() == [97, 3]


def test_a_published_ratio_is_never_published_again():
    counts = counts_of(("staff", "", 500, 100))
    ratio = counts.iloc[[0]].assign(measure="printed_ratio", breakdown="Indicator 3", group="", count=1.9)
    assert "printed_ratio" not in set(published(pd.concat([counts, ratio]))["measure"])


def test_the_rule_travels_with_the_counts():
    shown = published(counts_of(("staff", "", 500, 12)), Rule(threshold=15, rounding=10))
    assert shown[["threshold", "rounding"]].drop_duplicates().values.tolist() == [[15, 10]]
    assert shown["count"].isna().tolist() == [False, True]


def test_nothing_given_is_nothing_published():
    empty = sample()[0].iloc[:0]
    assert list(empty.columns) == list(WORKFORCE)
    assert published(empty).empty
