import pytest

from wres_analysis.reports.workforce_words import (
    finding,
    parity_words,
    part_words,
    people_words,
    ratio_interval_words,
    ratio_words,
)
from wres_analysis.workforce.staff_measures import indicators_by_key

WORST = {
    "year": "2022-23",
    "shown": 7,
    "key": "3",
    "ratio": 1.9,
    "ratio_low": 1.2,
    "ratio_high": 3.1,
    "clear": "Yes",
    "plan_year": "2022-23",
    "actions": 0,
    "carried_over": 0,
}
START = "In 2022-23 indicator 3 (formal disciplinary process) is the worst of the 7 that can be shown, "


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "1.90 (1.20 to 3.10), and no action of the plan 2022-23 addresses it."),
        (
            {"actions": 1, "carried_over": 1},
            "1.90 (1.20 to 3.10), and one action of the plan 2022-23 addresses it, carried over from the "
            "plan before.",
        ),
        (
            {"actions": 1},
            "1.90 (1.20 to 3.10), and one action of the plan 2022-23 addresses it, not carried over.",
        ),
        (
            {"actions": 4, "carried_over": 4},
            "1.90 (1.20 to 3.10), and 4 actions of the plan 2022-23 address it, all of them carried over "
            "from the plan before.",
        ),
        (
            {"actions": 4, "carried_over": None},
            "1.90 (1.20 to 3.10), and 4 actions of the plan 2022-23 address it.",
        ),
        ({"plan_year": ""}, "1.90 (1.20 to 3.10), and no plan was read to set beside it."),
        (
            {"ratio_low": 0.9},
            "1.90 (0.90 to 3.10), and no action of the plan 2022-23 addresses it. Its interval holds parity, "
            "so chance alone may explain it.",
        ),
        (
            {"clear": "No"},
            "1.90 (1.20 to 3.10), and no action of the plan 2022-23 addresses it. With all of them looked at "
            "together, chance may still explain it.",
        ),
        (
            {"ratio": 1.2, "ratio_low": 1.1, "ratio_high": 1.3},
            "1.20 (1.10 to 1.30), and no action of the plan 2022-23 addresses it. It lies within the "
            "four-fifths band.",
        ),
    ],
)
def test_the_finding_is_one_sentence_and_says_how_sure_it_is(change, words):
    assert finding({**WORST, **change}) == START + words


def test_nothing_worse_and_nothing_shown_are_findings_too():
    assert finding({**WORST, "key": ""}).startswith(
        "None of the 7 indicators of 2022-23 that can be shown is worse"
    )
    assert finding({**WORST, "key": "", "shown": 0}) == (
        "No indicator of 2022-23 can be shown: too few people, or not given."
    )


def test_a_suppressed_part_hides_the_share_but_not_the_whole():
    found = {("disciplinary", "", "BME"): None, ("staff", "", "BME"): 1200}
    assert part_words(found, indicators_by_key()["3"], "BME") == "[c] of 1,200"
    assert part_words(found, indicators_by_key()["3"], "White") == "not given"


def test_numbers_that_are_missing_say_why():
    missing = {"ratio": None, "ratio_low": None, "ratio_high": None, "zero_cell": "No"}
    assert ratio_words({**missing, "state": "suppressed"}) == "[c] too few people"
    assert ratio_words({**missing, "state": "not given"}) == "not given"
    assert ratio_interval_words(missing) == ""
    assert parity_words(missing) == ""
    assert people_words(None) == "[c]"


def test_a_ratio_with_one_half_added_says_so():
    assert (
        ratio_words({"ratio": 0.2, "zero_cell": "Yes", "state": "shown"}) == "0.20 (0.5 added to every count)"
    )
