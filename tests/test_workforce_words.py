from wres_analysis.reports.table_columns import (
    parity_words,
    part_words,
    people_words,
    ratio_words,
)
from wres_analysis.workforce.staff_measures import indicators_by_key


def test_a_suppressed_part_hides_the_share_but_not_the_whole():
    found = {("disciplinary", "", "BME"): None, ("staff", "", "BME"): 1200}
    assert part_words(found, indicators_by_key()["3"], "BME") == "[c] of 1,200"
    assert part_words(found, indicators_by_key()["3"], "White") == "not given"


def test_numbers_that_are_missing_say_why():
    missing = {"ratio": None, "ratio_low": None, "ratio_high": None, "zero_cell": "No"}
    assert ratio_words({**missing, "state": "suppressed"}) == "[c] too few people"
    assert ratio_words({**missing, "state": "not given"}) == "not given"
    assert parity_words(missing) == ""
    assert people_words(None) == "[c]"


def test_a_ratio_with_one_half_added_says_so():
    row = {"ratio": 0.2, "ratio_low": 0.1, "ratio_high": 0.5, "zero_cell": "Yes", "state": "shown"}
    assert ratio_words(row) == "0.20 (0.10 to 0.50), 0.5 added to every count"
