from functools import cache

import pytest
from small_workforce import DATA, shown_of

from wres_analysis.reports.representation_exhibits import bands, community, divisions
from wres_analysis.workforce import open_workforce, workforce_of

EXHIBITS = [bands, divisions, community]


@cache
def sample():
    return open_workforce(DATA)


def test_bands_are_clinical_and_non_clinical_apart_with_tiers_and_the_whole():
    table = bands(sample().only("NMU")).table
    assert {"Clinical", "Non-clinical", "Medical and dental", "All staff"} == set(table["Staff"])
    assert {"Band 5", "Lower: to band 5", "Upper: band 8a and above", "Whole workforce"} <= set(
        table["Band, tier or grade"]
    )


def test_a_band_with_one_suppressed_group_shows_neither_share_nor_the_other_count():
    one = workforce_of(shown_of(("staff", "", 500, 100), ("staff_clinical", "VSM", 20, None)))
    row = bands(one).table.iloc[0]
    assert row[["White", "BME"]].tolist() == ["[c]", "[c]"]
    assert row["BME share"] == "[c] too few people"


def test_divisions_say_what_chance_would_put_outside():
    exhibit = divisions(sample().only("NMU"))
    assert "chance alone is expected to put" in exhibit.reading[0]
    assert "below the 99.8% limit" in set(exhibit.table["Against chance"])


def test_the_board_is_set_against_the_workforce_where_it_can_be_shown():
    staff, board = ("staff", "", 800, 200), ("board", "Voting members", 40, 10)
    table = community(workforce_of(shown_of(staff, board))).table
    row = table[table["Who"].eq("Voting board members")].iloc[0]
    assert row["Minus whole workforce, points (95% interval)"].startswith("0.0 (")
    small = community(sample().only("LMS")).table
    assert set(small.loc[small["Who"].eq("Voting board members"), "BME share"]) == {"[c] too few people"}


def test_the_community_share_is_the_one_that_was_given():
    one = workforce_of(shown_of(("staff", "", 800, 200), ("community", "", 77, 23)))
    table = community(one).table.set_index("Who")
    assert table.loc["Population served", "BME share"] == "23%"
    assert table.loc["Whole workforce", "BME share"] == "20%"
    apart = table.loc["Whole workforce", "Minus population served, points (95% interval)"]
    assert apart.startswith("−3.0 (−5.")


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda one: one.__name__)
def test_exhibits_stand_without_any_counts_and_with_the_smallest_organisation(exhibit):
    assert exhibit(workforce_of(sample().counts.iloc[:0])).html()
    found = exhibit(sample().only("007"))
    assert len(found.table)
    assert "<NA>" not in found.text()
