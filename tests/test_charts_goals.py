import pandas as pd
from small_workforce import shown_of

from wres_analysis.reports.chart_style import alt_text
from wres_analysis.reports.goal_chart import goal_plot
from wres_analysis.workforce.model_employer import ALL_SENIOR, model_employer


def rows(*years):
    shown = [
        shown_of(("staff", "", 750, 250), ("staff_tier", "Upper", white, bme), year=year)
        for year, white, bme in years
    ]
    found = model_employer(pd.concat(shown, ignore_index=True))
    return found[found["band"].eq(ALL_SENIOR)]


def test_the_line_runs_from_the_first_snapshot_to_the_goal_of_2028():
    ax = goal_plot(rows(("2020-21", 110, 10), ("2021-22", 105, 15)))
    dashed, seen = ax.lines
    assert (dashed.get_xdata()[0], dashed.get_ydata()[0]) == (2021, 10)
    assert (dashed.get_xdata()[-1], dashed.get_ydata()[-1]) == (2028, 30)
    assert list(seen.get_xdata()) == [2021, 2022]
    assert list(seen.get_ydata()) == [10, 15]


def test_the_text_says_where_the_organisation_stands_and_what_chance_would_leave():
    said = alt_text(goal_plot(rows(("2020-21", 110, 10), ("2021-22", 105, 15))).get_figure())
    assert "10 in 2021, 15 in 2022" in said
    assert "Within chance of the line." in said
    assert "chance alone would leave" in said


def test_a_single_snapshot_has_a_line_and_no_standing():
    said = alt_text(goal_plot(rows(("2022-23", 110, 10))).get_figure())
    assert "the line" not in said.split("The numbers")[0].split("2028.")[1].split("On the newest")[0]


def test_a_snapshot_after_2028_still_has_a_picture():
    ax = goal_plot(rows(("2026-27", 110, 10), ("2029-30", 90, 30)))
    assert ax.get_xlim()[1] > 2030


def test_what_cannot_be_shown_is_said_in_words():
    suppressed = model_employer(shown_of(("staff", "", 750, 250), ("staff_tier", "Upper", 110, None)))
    assert "cannot be shown" in alt_text(goal_plot(suppressed).get_figure())
