from functools import cache

import pandas as pd
import pytest
from small_workforce import DATA, shown_of, worst_case

from wres_analysis.reports.workforce_exhibits import counts_read, definitions, likelihoods, pipeline, survey
from wres_analysis.workforce import open_workforce, workforce_of

EXHIBITS = [counts_read, likelihoods, pipeline, survey]


@cache
def sample():
    return open_workforce(DATA)


def test_the_rule_is_printed_with_both_of_its_numbers():
    said = " ".join(counts_read(sample().only("LMS")).reading)
    assert "fewer than 8 people are not shown ([c])" in said
    assert "nearest 5" in said


def test_what_was_not_given_is_named():
    table = counts_read(workforce_of(worst_case())).table
    assert "Staff by division" in table["Not given"].iloc[0]
    assert table["Staff in post on"].tolist() == ["31 March 2023"]


def test_ratios_stand_with_their_counts_interval_and_place():
    table = likelihoods(workforce_of(worst_case())).table
    third = table[table["Indicator"].eq("3 Formal disciplinary process")].iloc[0]
    assert third[["White", "BME", "Relative likelihood"]].tolist() == [
        "80 of 2,000 (4.0%)",
        "40 of 500 (8.0%)",
        "2.00",
    ]
    assert third["Against four fifths"] == "worse for BME staff"


def test_a_suppressed_part_leaves_no_ratio_and_no_share():
    table = likelihoods(
        workforce_of(shown_of(("staff", "", 2000, 500), ("disciplinary", "", 80, None)))
    ).table
    third = table[table["Indicator"].str.startswith("3")].iloc[0]
    assert third["BME"] == "[c] of 500"
    assert third["Relative likelihood"] == "[c] too few people"
    assert third["95% interval"] == ""


def test_the_pipeline_has_both_steps_and_the_whole_way():
    steps = [("Applicants", 1000, 600), ("Shortlisted", 400, 120), ("Appointed", 100, 15)]
    table = pipeline(workforce_of(shown_of(*(("recruitment", *step) for step in steps)))).table
    assert table["Relative likelihood"].tolist() == ["2.00", "2.00", "4.00"]


def test_the_survey_says_which_side_is_worse_and_that_indicator_7_has_a_break():
    exhibit = survey(sample().only("NMU"))
    worse = dict(zip(exhibit.table["Indicator"].str[0], exhibit.table["Worse for BME if"], strict=True))
    assert worse == {"5": "above 0", "6": "above 0", "7": "below 0", "8": "above 0"}
    assert any("survey of 2021" in sentence for sentence in exhibit.reading)


def test_every_definition_has_its_source_and_the_reading_used():
    table = definitions().table
    assert len(table) == 9 + 2 + 3
    assert table.ne("").all(axis=None)
    for name in ("Race disparity ratio", "Model Employer goal"):
        row = table[table["Figure"].eq(name)].iloc[0]
        assert "not to be had" in row["Source"] + row["Reading used here"]


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("code", ["007", "ASH", "NMU"])
def test_every_exhibit_says_what_it_shows_and_holds_no_empty_promise(exhibit, code):
    found = exhibit(sample().only(code))
    assert found.reading
    assert len(found.table)
    assert "nan" not in found.text().split()
    assert "<NA>" not in found.text()
    assert found.html().startswith("<")


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda one: one.__name__)
def test_exhibits_stand_without_any_counts(exhibit):
    empty = workforce_of(sample().counts.iloc[:0])
    assert exhibit(empty).html()
    assert isinstance(exhibit(empty).table, pd.DataFrame)
