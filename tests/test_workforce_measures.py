import csv

import pytest
from small_workforce import DATA

from wres_analysis.errors import TableError
from wres_analysis.workforce.staff_measures import (
    breakdown_of,
    breakdowns_of,
    counted,
    group_of,
    indicators_by_key,
    measure_named,
)


def template_rows():
    with (DATA / "workforce" / "template.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_data_dictionary_explains_every_measure():
    for spec in counted().values():
        assert spec.label
        assert spec.meaning
        assert spec.period
        assert spec.where_to_find_it
        assert spec.kind in ("people", "residents", "ratio")


def test_all_nine_indicators_are_defined_with_source_and_reading():
    numbered = [one for one in indicators_by_key().values() if one.indicator]
    assert [one.indicator for one in numbered] == list("123456789")
    for one in indicators_by_key().values():
        assert one.definition
        assert one.source
        assert one.reading
        assert one.on_top in ("White", "BME")


def test_only_indicator_7_starts_a_new_series():
    assert {key: one.series_from for key, one in indicators_by_key().items() if one.series_from} == {
        "7": "2021"
    }


def test_the_template_has_a_row_for_every_measure_breakdown_and_group():
    given = {(row["measure"], row["breakdown"], row["group"]) for row in template_rows()}
    for name, spec in counted().items():
        breakdowns = breakdowns_of(spec.breakdowns) or (
            "(name of the division)" if spec.breakdowns == "free" else "",
        )
        for breakdown in breakdowns:
            for group in spec.groups or ("",):
                assert (name, breakdown, group) in given
    assert all(row["count"] == "" for row in template_rows())


@pytest.mark.parametrize(
    ("printed", "band"),
    [
        ("Band 5", "Band 5"),
        ("AfC band 8A", "Band 8a"),
        ("8c", "Band 8c"),
        ("vsm", "VSM"),
        ("Band  9", "Band 9"),
    ],
)
def test_bands_are_known_however_they_are_written(printed, band):
    assert breakdown_of(counted()["staff_clinical"], printed) == band


@pytest.mark.parametrize(
    ("printed", "group"),
    [("white", "White"), ("BAME", "BME"), ("Not Stated", "Unknown"), ("All staff", "Total")],
)
def test_groups_are_known_however_they_are_written(printed, group):
    assert group_of(printed) == group


def test_tiers_of_the_bands():
    tiers = breakdowns_of("band")
    assert [tiers[band] for band in ("Band 5", "Band 6", "Band 7", "Band 8a", "VSM")] == [
        "Lower",
        "Middle",
        "Middle",
        "Upper",
        "Upper",
    ]


def test_what_is_not_known_is_an_error_that_helps():
    with pytest.raises(TableError, match="did you mean 'disciplinary'"):
        measure_named("discplinary")
    with pytest.raises(TableError, match="'Purple' is not a group; use White, BME"):
        group_of("Purple")
    with pytest.raises(TableError, match="'Band 10' is not a breakdown of staff_clinical"):
        breakdown_of(counted()["staff_clinical"], "Band 10")
    with pytest.raises(TableError, match="has no breakdown"):
        breakdown_of(counted()["staff"], "Band 5")
    with pytest.raises(TableError, match="name the division"):
        breakdown_of(counted()["staff_by_division"], " ")
