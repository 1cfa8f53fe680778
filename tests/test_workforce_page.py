from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from small_tables import actions_of
from small_workforce import ACTIONS, LINKS, analysis, shown_of, worst_case

from wres_analysis.reports import index_page, indicator_figures, provenance
from wres_analysis.reports.chart_style import alt_text
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.indicator_answer import furthest_everywhere, workforce_points
from wres_analysis.reports.indicator_figures import actions_beside, furthest_from_parity, over_years
from wres_analysis.reports.way_up import bands, disparity
from wres_analysis.reports.workforce_figures import divisions, senior_goal, survey
from wres_analysis.workforce import Workforce, workforce_of
from wres_analysis.workforce.staff_measures import indicators_by_key

NOBODY, WORST = workforce_of(worst_case().iloc[:0]), workforce_of(worst_case())
SENIOR = ("staff_clinical", "Band 8a", 90, 10), ("staff_clinical", "Band 5", 300, 100)


def of_years(**by_year: tuple[tuple[str, str, int | None, int | None], ...]) -> Workforce:
    tables = [shown_of(*rows, year=year.strip("_").replace("_", "-")) for year, rows in by_year.items()]
    return workforce_of(pd.concat(tables, ignore_index=True))


def tiers(bme: int) -> tuple[tuple[str, str, int | None, int | None], ...]:
    return (
        ("staff", "", 800, 200),
        ("staff_tier", "Lower", 500, 150),
        ("staff_tier", "Middle", 200, 40),
        ("staff_tier", "Upper", 100 - bme, bme),
    )


GOAL = of_years(_2021_22=tiers(10), _2022_23=tiers(10))


@pytest.mark.parametrize(
    ("actions", "says"),
    [
        (actions_of({"indicators": "3"}), "1 action of the plan 2022-23 names its number."),
        (
            ACTIONS,
            "No action of the plan 2022-23 names its number; none uses its words; the list "
            "below has any that come close",
        ),
        (
            actions_of({"action": "Review every disciplinary case"}),
            "The plan 2022-23 names the number of no indicator; 1 uses its words and may",
        ),
        (actions_of({"organisation": "T2", "indicators": "3"}), "No plan was read to set beside it"),
    ],
)
def test_the_answer_says_who_names_the_indicator_and_accuses_nobody_of_silence(actions, says):
    notice = workforce_points(WORST, analysis(actions)).notice
    assert notice.startswith(
        "In 2022-23 BME staff are furthest from parity in indicator 3 (formal disciplinary process)"
    )
    assert says in notice
    assert "addresses" not in notice


def test_an_interval_that_holds_parity_is_never_called_worse():
    close = workforce_of(worst_case(disciplinary=22))
    answer = workforce_points(close, analysis(ACTIONS))
    assert "where 1 is parity: chance may explain it. The largest of several" in answer.notice
    table = furthest_from_parity(close, analysis(ACTIONS)).table
    assert set(table["Against parity"]) <= {"chance may explain it", ""}
    assert not any("Least explained by chance" in point for point in answer.points)


def test_box_table_and_main_points_judge_an_indicator_by_one_rule():
    one = workforce_of(worst_case(disciplinary=34))
    answer = workforce_points(one, analysis(ACTIONS))
    table = furthest_from_parity(one, analysis(ACTIONS)).table
    third = table.set_index("Indicator").loc["3 Formal disciplinary process"]
    assert third["Against parity"] == "worse for BME staff"
    ratio = third["Relative likelihood (95% interval)"]
    assert f"{ratio}, where 1 is parity: worse for BME staff." in answer.notice
    assert "1 is worse for BME staff (3)" in answer.points[0]
    assert answer.points[1].startswith("Least explained by chance: formal disciplinary process, ")


def test_what_is_further_than_the_worst_indicator_is_said_to_be_none_of_the_nine():
    steps = ("recruitment", "Applicants", 4000, 4000), ("recruitment", "Shortlisted", 1000, 500)
    counts = shown_of(
        ("staff", "", 2000, 500), ("disciplinary", "", 80, 34), *steps, ("recruitment", "Appointed", 300, 100)
    )
    points = workforce_points(workforce_of(counts), analysis(ACTIONS)).points
    said = next(point for point in points if point.startswith("Least explained by chance"))
    assert said.count(", which is none of the nine indicators") == 2
    assert "formal disciplinary process" not in said
    assert "none of the nine" not in " ".join(workforce_points(WORST, analysis(ACTIONS)).points)


def test_the_goal_is_said_with_what_the_line_asks_for_now_unless_the_line_only_starts():
    told, first = (
        " ".join(workforce_points(one, analysis(ACTIONS)).points)
        for one in (GOAL, of_years(_2022_23=tiers(10)))
    )
    assert (
        "10 BME staff hold posts in band 8a and above, and the line to 2028 asks for 12 now; parity" in told
    )
    assert "10 BME staff hold posts in band 8a and above; parity by 2028 would be 20" in first


def test_main_points_count_what_is_beyond_chance_and_name_the_day():
    answer = workforce_points(WORST, analysis(ACTIONS, LINKS))
    drawn = "clear of chance. The largest of several figures is in part chance: with the others of the year"
    assert drawn in answer.notice
    points = answer.points
    assert points[0].startswith(
        "Of 9 indicators 2 can be shown for 2022-23, staff in post on 31 March 2023. Each looked at alone"
    )
    assert points[2] == "BME people are 20% of the workforce."


def test_all_nine_indicators_are_in_the_table_and_actions_are_told_apart():
    found = furthest_from_parity(WORST, analysis(ACTIONS, LINKS))
    table = found.table
    assert sorted(table["Indicator"].str[0]) == list("123456789")
    fourth = table.set_index("Indicator").loc["4 Non-mandatory training and CPD"]
    assert fourth[["Actions that name its number", "Actions in its words"]].tolist() == ["1", "0"]

    dots = [points for points in found.axes.collections if isinstance(points, PathCollection)]
    # open dots are those that no action speaks of
    assert sum(tuple(one.get_facecolor()[0]) == (1, 1, 1, 1) for one in dots) == 1


def test_actions_stand_beside_the_worst_indicators_with_their_reasons():
    table = actions_beside(workforce_of(worst_case(trained=160)), analysis(ACTIONS, LINKS)).table
    assert table["Action"].tolist()[-1] == "Open training to all"
    assert table["In plans since"].tolist()[-1] == "2021-22"
    assert "the plan names" in table["Why it stands here"].iloc[-1]


def test_where_no_action_names_an_indicator_the_closest_ones_are_listed_and_not_called_its_own():
    near = {"action": "Make every formal decision kinder"}, {"action": "Make every formal dinner cheaper"}
    table = actions_beside(WORST, analysis(actions_of(*near))).table
    assert table["Action"].tolist() == ["Make every formal decision kinder"]
    assert table["Status"].tolist() == ["not stated"]
    assert table["Why it stands here"].iloc[0].endswith("uses its words; this one comes closest")
    far = actions_beside(WORST, analysis(actions_of(near[1]))).table
    assert far["Action"].tolist() == ["no action comes close"]


def test_actions_are_listed_for_what_the_table_calls_worse_and_for_nothing_else():
    actions = analysis(actions_of({"indicators": "3"}, {"indicators": "4"}))
    for disciplinary, trained in ((40, 200), (40, 190), (24, 180), (22, 200)):
        one = workforce_of(worst_case(disciplinary=disciplinary, trained=trained))
        table = furthest_from_parity(one, actions).table
        worse = set(table.loc[table["Against parity"].str.startswith("worse"), "Indicator"])
        beside = actions_beside(one, actions)
        assert (set(beside.table["Indicator"]) if worse else set()) == worse
        assert bool(beside.notice) is not bool(worse)
    assert beside.notice == "No indicator of 2022-23 is worse for BME staff by more than chance explains."
    assert "come close" not in workforce_points(one, analysis(ACTIONS)).notice


def test_without_an_earlier_plan_carry_over_is_not_known_rather_than_none():
    beside = actions_beside(WORST, analysis(actions_of({"indicators": "3"}))).table
    assert beside["Carried over"].tolist() == ["not known"]


def test_years_stand_side_by_side_and_no_cause_is_claimed():
    years = pd.concat([worst_case(year="2021-22", disciplinary=45), worst_case()], ignore_index=True)
    exhibit = over_years(workforce_of(years), analysis(ACTIONS, LINKS))
    assert "No cause is claimed" in exhibit.caveat
    row = exhibit.table.set_index("Indicator").loc["4 Non-mandatory training and CPD"]
    assert row[["Moved", "Actions on it", "Carried over"]].tolist() == ["no more than chance", "1", "1"]


@pytest.mark.parametrize(
    ("bme", "side"), [((60, 100), "worse"), ((22, 100), "chance may explain it"), ((5, 100), "better")]
)
def test_the_survey_says_on_which_side_a_difference_lies_once_chance_is_allowed_for(bme, side):
    rows = ("survey_8", "Yes", 200, bme[0]), ("survey_8", "Respondents", 1000, bme[1])
    table = survey(workforce_of(shown_of(*rows))).table.set_index("Indicator")
    assert table.loc["8 Discrimination by manager or team", "For BME staff"] == side


def test_the_goal_shows_what_is_held_what_is_asked_for_and_the_gap():
    axes = senior_goal(GOAL).axes
    assert axes.get_title(loc="left").replace("\n", " ") == (
        "10 BME staff in band 8a and above, 2 fewer than the line to 2028 asks for, within chance of it; "
        "parity would be 20"
    )
    assert any("gap 2" in text.get_text() for text in axes.texts)


def test_divisions_are_sorted_with_the_range_of_chance_and_an_empty_band_has_no_row():
    rows = (
        ("staff", "", 800, 200),
        ("staff_by_division", "Low", 190, 10),
        ("staff_by_division", "High", 60, 140),
        ("staff_by_division", "Hidden", None, None),
    )
    exhibit = divisions(workforce_of(shown_of(*rows)))
    assert exhibit.table["Division"].tolist() == ["High", "Low", "Hidden"]
    assert len(exhibit.axes.get_yticks()) == 2
    shown = bands(workforce_of(shown_of(*SENIOR, ("staff_clinical", "Band 9", None, None)))).axes
    assert "Band 9" not in [label.get_text() for label in shown.get_yticklabels()]


WITH_PLAN: list[Callable[..., Exhibit]] = [workforce_points, furthest_from_parity, actions_beside, over_years]
OF_STAFF = [survey, bands, disparity, senior_goal, divisions]
OF_COUNTS = [*OF_STAFF, indicator_figures.recruitment, provenance.counts_read]


@pytest.mark.parametrize("exhibit", [*WITH_PLAN, *OF_COUNTS], ids=lambda one: one.__name__)
@pytest.mark.parametrize("one", [NOBODY, WORST, GOAL], ids=["nobody", "few", "senior"])
def test_every_exhibit_stands_on_whatever_was_given(exhibit, one):
    arguments = (one, analysis(ACTIONS, LINKS)) if exhibit in WITH_PLAN else (one,)
    assert exhibit(*arguments).html()


def test_the_text_of_a_plan_is_escaped():
    hostile = actions_of({"indicators": "3", "action": "<script>alert(1)</script>"})
    assert "<script>" not in actions_beside(WORST, analysis(hostile)).html()


def test_across_organisations_nobody_is_summed_up_and_those_without_a_name_are_listed():
    codes = ("T1", "T2", "T3")
    actions = pd.concat([ACTIONS, actions_of({"organisation": "T2", "indicators": "3"})], ignore_index=True)
    shown = pd.concat([worst_case(), worst_case(organisation="T2")], ignore_index=True)
    exhibit = furthest_everywhere(workforce_of(shown), analysis(actions, LINKS, codes))
    assert exhibit.reading[0].startswith("Looked at alone, 2 of 2 are worse for BME staff: the interval lies")
    assert exhibit.reading[1] == "The plans of Trust T1 have no action on it, by its number or in its words."
    assert exhibit.reading[2] == "No staff counts were given by 1 organisation."
    assert exhibit.table["Actions that name its number"].tolist() == ["0", "1"]
    clear = exhibit.table["Clear of chance, all looked at together"].eq("Yes").sum()
    assert f"In {clear} of 2 organisations the worst indicator is clear of chance" in alt_text(exhibit.figure)
    marks = [one.get_paths()[0] for one in exhibit.axes.collections if isinstance(one, PathCollection)]
    assert sum(len(mark.vertices) == 5 for mark in marks) == clear  # diamonds, not circles
    assert furthest_everywhere(NOBODY, analysis(ACTIONS, LINKS)).reading == ["No staff counts were given."]


def test_the_annex_defines_every_figure_and_leads_back_to_the_index(tmp_path):
    index_page.write_definitions(tmp_path)
    page = (tmp_path / "definitions" / "report.html").read_text(encoding="utf-8")
    assert 'href="../index.html"' in page
    assert all(one.label in page for one in indicators_by_key().values())
    assert "Race disparity ratio" in page


@pytest.mark.parametrize(("bad_of_bme", "just"), [(15, True), (25, False)])
def test_a_survey_answer_that_only_its_ratio_calls_worse_is_worse_only_just(bad_of_bme, just):
    counts = shown_of(("survey_6", "Respondents", 220, 60), ("survey_6", "Yes", 30, bad_of_bme))
    shown = survey(workforce_of(counts).only("T1"))
    assert shown.table["For BME staff"].tolist() == ["", f"worse{' (only just)' if just else ''}", "", ""]
    name = "harassment from staff (only just)" if just else "harassment from staff"
    assert alt_text(shown.figure).startswith(f"Survey in 2022-23: worse for BME staff in 1 of 1: {name}.")
    assert ("Only just: of the intervals of the ratio and of the difference" in shown.caveat) == just
