from functools import cache

import pandas as pd
import pytest
from small_workforce import DATA, shown_of

from wres_analysis.reports.senior_exhibits import disparity, senior_goal
from wres_analysis.workforce import open_workforce, workforce_of


@cache
def sample():
    return open_workforce(DATA)


def test_the_race_disparity_ratio_is_called_descriptive_and_has_its_intervals():
    exhibit = disparity(sample().only("NMU"))
    assert any("descriptive" in sentence for sentence in exhibit.reading)
    assert len(exhibit.table) == 3 * 3 * 3
    assert exhibit.table["95% interval"].str.contains(" to ").all()


def test_a_tier_that_is_suppressed_says_so():
    tiers = [
        ("staff_tier", "Lower", 400, 200),
        ("staff_tier", "Middle", 200, 60),
        ("staff_tier", "Upper", 100, None),
    ]
    table = disparity(workforce_of(shown_of(*tiers))).table
    steps = table[table["Staff"].eq("All staff on bands")].set_index("Step")["Ratio"]
    assert steps["Lower to middle"] == "1.67"
    assert steps["Lower to upper"] == "[c] too few people"


def test_goals_are_counts_with_what_chance_would_leave():
    years = [
        shown_of(("staff", "", 750, 250), ("staff_tier", "Upper", 110, 10), year=year)
        for year in ("2020-21", "2021-22")
    ]
    exhibit = senior_goal(workforce_of(pd.concat(years, ignore_index=True)))
    first, second = exhibit.table.head(2).to_dict("records")
    assert first["Standing"] == "the line starts here"
    assert (second["Posts"], second["BME staff"], second["Goal 2028"]) == ("120", "10", "30.0")
    assert second["Standing"] == "within chance of the line"
    assert "%" not in " ".join(exhibit.table.iloc[:, 2:].to_numpy().ravel())
    assert "one or two posts mean little" in exhibit.reading[1]


@pytest.mark.parametrize("exhibit", [disparity, senior_goal])
def test_exhibits_stand_without_any_counts_and_with_the_smallest_organisation(exhibit):
    assert exhibit(workforce_of(sample().counts.iloc[:0])).html()
    assert "<NA>" not in exhibit(sample().only("007")).text()
