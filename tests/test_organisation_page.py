"""The page of one organisation: its figures name their day, their owners and their actions, and add up."""

import re

import lxml.html
import pandas as pd
import pytest
from small_analyses import (
    DATED,
    NEW,
    OLD,
    analysis_of,
    exhibits_of_one,
    many_organisations,
    small_analysis,
)

from wres_analysis import reports
from wres_analysis.analysis import Analysis
from wres_analysis.measures.benchmarking import BENCHMARK
from wres_analysis.reports.action_register import MOST_LONG, late_sentence_of, overdue_actions, owners_of
from wres_analysis.reports.chart_style import alt_text
from wres_analysis.reports.phrases import Facts
from wres_analysis.reports.spine import beyond_chance, how_unusual, standing_sentence, unfair_words

LATE: dict[str, object] = NEW | DATED | {"status": "in_progress"}
OPEN = OLD | DATED | {"status": "in_progress"}
UNKIND = re.compile(r"silence|honest|without a word|vanish|does the board know|say nothing|real date", re.I)


def owned(*numbers: int, nobody: int = 0) -> Facts:
    """So many late actions of each of several owners, the later named the longer late; and some of nobody."""
    rows = [(f"Owner {place}", place) for place, number in enumerate(numbers) for _ in range(number)]
    late = pd.DataFrame([*rows, *[("", 1)] * nobody], columns=["owner", "months_late"])
    return Facts("register.csv", late.astype({"months_late": "Int64"}))


def latest(first: int, last: int) -> str:
    return ", ".join(f"Owner {number} (1)" for number in range(first, last - 1, -1))


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (owned(1), "Owner 0 (1)"),
        (owned(1, 1), "Owner 1 (1) and Owner 0 (1)"),
        (owned(2, 1, nobody=2), "Owner 0 (2), Owner 1 (1) and no owner named (2)"),
        (owned(nobody=3), "no owner named (3)"),
        (owned(*[1] * 13), f"{latest(12, 1)} and Owner 0 (1)"),
        (owned(*[1] * 14), f"{latest(13, 2)} and 2 other owners (2 actions)"),
    ],
)  # fmt: skip
def test_owners_are_named_up_to_twelve_and_a_single_one_more_the_longest_late_first(late, said):
    assert owners_of(late) == said


@pytest.mark.parametrize("numbers", [(1,), (1, 2, 3), (1,) * 6, (3,) * 8, tuple(range(1, 40))])
def test_the_numbers_of_owners_add_up_to_the_actions(numbers):
    late = owned(*numbers, nobody=2)
    told = re.findall(r"\((\d+)(?: actions?)?\)", owners_of(late))
    assert sum(map(int, told)) == sum(numbers) + 2


def with_report(analysis: Analysis, day: str) -> Analysis:
    return Analysis.of_tables(analysis.tables | {"plans": analysis.plans.assign(as_at=pd.Timestamp(day))})


def plan_due(*days: str, **more: object) -> Analysis:
    rows = [LATE | {"action": f"Action {n}", "deadline_date": day} | more for n, day in enumerate(days)]
    return analysis_of(rows).only("T1")


def test_what_is_past_its_date_says_when_and_how_that_day_is_known():
    printed = with_report(plan_due("2023-01-31", "2023-03-31", "2024-03-31"), "2023-03-31")
    assert late_sentence_of(printed) == (
        "2 of 3 actions with a due date had reached it by 31 March 2023, the day of report that the plan "
        "prints, and are not complete; 1 of them fell due that day. What was done since is not known."
    )


@pytest.mark.parametrize(
    ("days", "at_start", "at_end"),
    [
        (
            ("2022-03-31", "2022-04-01", "2023-03-31", "2023-04-01"),
            "1 was already past its date when the plan",
            "3 of 4 actions",
        ),
        (("2021-03-31", "2022-03-30"), "2 were already past their date when the plan", "2 of 2 actions"),
        (("2023-05-31",), "", "0 of 1 action"),
    ],
)
def test_where_no_day_of_report_is_printed_both_ends_of_the_plan_are_given(days, at_start, at_end):
    said = late_sentence_of(plan_due(*days))
    assert said.startswith(f"{at_end} with a due date ")
    assert " 31 March 2023, the last day of the plan's time" in said
    assert "The plan prints no day of report: that holds if nothing was done since." in said
    assert said.endswith(f" {at_start} began, on 1 April 2022." if at_start else "since.")


@pytest.mark.parametrize(
    ("days", "said", "what"),
    [
        (("2023-03-31",), "and is not complete; it fell due that day.", "at or past their date"),
        (("2023-03-31",) * 2, "and are not complete; they all fell due that day.", "at or past their date"),
        (("2023-03-31", "2023-03-30"), "1 of them fell due that day.", "at or past their date"),
        (("2023-03-30", "2023-01-31"), "2 of 2 actions with a due date were past it at ", "past their date"),
    ],
)
def test_an_action_that_is_due_on_the_very_day_is_not_called_late(days, said, what):
    one = plan_due(*days)
    first, owners = reports.organisation_points(one).points[1:3]
    late = overdue_actions(one)
    assert said in first
    assert owners.startswith(f"Owners of the actions {what}: ")
    assert late.title == f"Actions {what}"
    assert late.table["Due"].str.endswith("; due that day").sum() == days.count("2023-03-31")
    assert ("fell due that day" in late.reading[0]) == ("2023-03-31" in days)
    assert ("fell due that day" in alt_text(reports.due_dates_by_plan(one).figure)) == ("2023-03-31" in days)


def test_where_no_day_of_report_is_known_nothing_is_called_late():
    one = plan_due("2023-01-31", "2023-03-31")
    days = {"as_at": pd.Series(pd.NaT, index=one.register.index, dtype=one.register["as_at"].dtype)}
    register = one.register.assign(**days, past_date="", past_at_start="", months_late=pd.NA)
    unknown = Analysis.of_tables(one.tables | {"register": register})
    (said,) = overdue_actions(unknown).reading
    assert said == "What is past its date cannot be told: the day of report is not known."
    undated = plan_due("", deadline_kind="open_ended", deadline="Ongoing")
    assert late_sentence_of(undated) == "No action has a due date, so none can be called late."


def spine_row(**more: object) -> dict[str, object]:
    return {
        "measure": "matched_backward", "label": "Carried over from the plan before", "numerator": 10,
        "denominator": 12, "rate": 10 / 12, "pooled": 0.8, "low_95": 0.51, "high_95": 1.0,
        "position": "inside", "adjusted_low_95": pd.NA, "stands_out": False,
    } | more  # fmt: skip


@pytest.mark.parametrize(
    ("row", "limits"),
    [
        (spine_row(), "below 51%"),
        (spine_row(low_95=0.0, high_95=0.9), "above 90%"),
        (spine_row(low_95=0.57, high_95=0.99), "below 57% or above 99%"),
        (spine_row(low_95=0.0), ""),
        (spine_row(low_95=0.004, high_95=0.73), "above 73%"),
        (spine_row(low_95=0.43, high_95=0.996), "below 43%"),
        (spine_row(low_95=0.004, high_95=0.996), ""),
        (spine_row(adjusted_low_95=0.2, adjusted_high_95=1.0), "below 20%"),
    ],
)
def test_the_share_from_which_so_few_actions_could_stand_out_is_said(row, limits):
    which = f"only a share {limits}" if limits else "no share"
    assert beyond_chance(row) == limits
    assert how_unusual(row, differs=False) == f"not unusual, though with 12 actions {which} would be"


def test_what_the_columns_of_the_spine_mean_is_said_beside_its_folded_table_alone():
    found = reports.standing(many_organisations(14), "N03")
    page = lxml.html.fromstring(f"<div>{found.html()}</div>")
    (folded,) = page.xpath("./details/p/text()")
    assert folded.startswith("All together: ")
    assert "Beyond chance, this measure alone: " in folded
    assert {"All together", "Beyond chance, this measure alone"} <= set(found.table.columns)
    assert not any("All together" in said for said in page.xpath("./p/text()"))


STATED = spine_row(measure="stated", label="Stated by the plan as carried over", rate=0.6, pooled=0.28)
COMPLETE = spine_row(measure="status_complete", label="Complete", rate=0.0, pooled=0.27)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([spine_row()], "Stands out on none of 1 measure"),
        ([spine_row(position="too_few")], "Too few actions to tell this organisation from the others"),
        (
            [spine_row(), STATED | {"stands_out": True}],
            "Stands out on 1 of 2 measures: stated by the plan as carried over is higher (60%, all together "
            "28%), which is no bad thing",
        ),
        (
            [COMPLETE | {"stands_out": True}],
            "Stands out on 1 of 1 measure: complete is lower (0%, all together 27%)",
        ),
    ],
)
def test_what_stands_out_says_in_which_direction_and_when_that_is_no_bad_thing(rows, said):
    assert standing_sentence(pd.DataFrame(rows)) == said


def test_a_plan_that_may_only_look_ahead_is_not_blamed_for_its_progress():
    data = pd.DataFrame([COMPLETE | {"stands_out": True}])
    assert "its progress may be that of its first days" in unfair_words(data, looks_ahead=True)
    assert not unfair_words(data, looks_ahead=False)
    assert not unfair_words(pd.DataFrame([COMPLETE]), looks_ahead=True)


def test_the_page_and_the_benchmark_have_one_rule_for_what_stands_out():
    analysis = many_organisations(14)
    outside = {"position": "above 95", "adjusted_position": "inside", "p_adjusted": 0.001}
    table = analysis.benchmark.assign(**outside)
    assert set(table.columns) == set(BENCHMARK)
    found = reports.standing(Analysis.of_tables(analysis.tables | {"benchmark": table}), "N03")
    assert found.axes is not None
    assert "none of" in found.axes.get_title(loc="left")  # outside the narrow limits, inside the widened ones


def test_questions_name_the_first_actions_with_number_and_owner_and_how_many_more():
    rows = [
        LATE | {"action": f"Review panel {n} of the trust and of all its sites and partners", "ref": str(n),
                "owner": f"Head of Site {n}", "deadline_date": f"2022-{10 - n:02}-28"}
        for n in range(1, 6)
    ]  # fmt: skip
    (late, *_) = reports.questions(analysis_of(rows).only("T1")).points
    assert late.startswith(
        "5 actions due by 31 March 2023 and not complete in a plan that may only look forward"
    )
    told = with_report(analysis_of(rows).only("T1"), "2023-03-31")
    (held_up, *_) = reports.questions(told).points
    assert held_up.startswith(
        "5 actions due by 31 March 2023 and not complete: what holds them up, and what is"
    )
    named = re.findall(r"(\d): Review panel (\d)[^()]*… \(Head of Site (\d)\)", late)
    assert named == [(n, n, n) for n in "543"]
    assert late.endswith("and 2 more.")


def test_an_owner_that_only_the_plan_before_had_is_asked_about():
    wording = "Train interview panels in fair selection"
    rows = [
        OPEN | {"action": wording, "owner": "Head of OD"},
        OPEN | {"action": "Publish the pay gap by ethnic group", "owner": ""},
        LATE | {"action": wording, "owner": "To be appointed"},
        LATE | {"action": "Publish the pay gap by ethnic group", "owner": ""},
    ]
    one = analysis_of(rows).only("T1")
    assert one.register["owner_now"].tolist() == ["lost", "none"]
    asked = " ".join(reports.questions(one).points)
    assert "2 actions without an owner, of which 1 had one in the plan before: who answers for them?" in asked


def test_what_was_left_open_and_what_is_not_marked_is_named():
    asked = " ".join(reports.questions(small_analysis().only("T1")).points)
    assert "carried over and not marked as such: should the plan say so? Train interview panels" in asked
    gone = [
        OPEN | {"action": "Train interview panels in fair selection"},
        OPEN | {"action": "Open a prayer room at the northern site", "ref": "7"},
        LATE | {"action": "Train interview panels in fair selection"},
    ]
    asked = " ".join(reports.questions(analysis_of(gone).only("T1")).points)
    assert (
        "1 action of 2021-22 left open and not in this plan: what became of it? 7: Open a prayer room"
        in asked
    )


@pytest.mark.parametrize("number", [0, 1, MOST_LONG, MOST_LONG + 1, 250])
def test_every_open_action_that_runs_long_is_listed_or_counted(number):
    one = small_analysis().only("T1")
    long = pd.concat([one.register.iloc[:1]] * (number + 2)).assign(plans_in=3)
    register = long.assign(status=["in_progress"] * number + ["complete"] * 2)
    found = reports.long_running(Analysis.of_tables(one.tables | {"register": register}))
    more = [int(n) for point in found.points for n in re.findall(r"And (\d+) more", point)]
    assert len(found.points) - len(more) + sum(more) == number
    assert "2 more have run as long and are complete or withdrawn." in found.reading


def test_what_is_marked_as_carried_over_and_not_found_before_is_not_called_new():
    rows = [
        OPEN | {"action": "Train interview panels in fair selection"},
        LATE | {"action": "Train interview panels in fair selection", "carry_over_evidence": "row_mark"},
        LATE | {"action": "Open a prayer room at the northern site", "carry_over_evidence": "row_mark"},
        LATE | {"action": "Publish the pay gap by ethnic group"},
    ]
    parts = reports.year_to_year(analysis_of(rows).only("T1")).data.set_index("key")["actions"]
    assert parts[["said", "unfound", "silent", "new"]].tolist() == [1, 1, 0, 1]


def test_the_late_table_says_of_how_many_its_rows_are_and_each_day_in_full():
    rows = [LATE | {"action": f"Action {n}", "deadline": "Q4"} for n in range(12)]
    found = overdue_actions(analysis_of(rows).only("T1"))
    assert found.table["Due"].iloc[0] == "31 March 2023 (Q4); due that day"
    assert len(found.table) == 8
    assert "The first 8 of 12, by months; the other 4 come first in the list" in found.reading[0]
    counted = "Months late are counted to 31 March 2023; 12 of the 12 actions fell due that day."
    assert counted in found.reading[0]


@pytest.mark.parametrize(
    ("late", "more", "title"),
    [
        (0, 2, "Actions"),
        (8, 2, "The other actions"),
        (9, 0, "1 more past its date"),
        (12, 1, "4 more past their date and 1 other action"),
        (12, 9, "4 more past their date and 9 other actions"),
    ],
)
def test_the_list_of_the_other_actions_is_named_for_what_it_holds(late, more, title):
    one = plan_due(*["2023-01-31"] * late, *["2024-01-31"] * more)
    found = reports.other_actions(one)
    assert found.title == f"{title} of the plan 2022-23"
    assert len(found.table) == late + more - min(late, 8)
    assert found.closed == (late > 0)


@pytest.mark.parametrize(("analysis", "code"), [(small_analysis(), "T1"), (many_organisations(), "N03")])
def test_no_word_of_the_page_says_why_something_is_missing(analysis, code):
    for name, make in exhibits_of_one(analysis, code).items():
        assert not UNKIND.search(make().text()), name


def test_the_first_point_sets_the_share_beside_that_of_all_together():
    rows = [
        end
        | DATED
        | {"organisation": f"N{code}", "action": f"Review rule {n} of place {code}", "status": "in_progress"}
        for code in range(6)
        for end in (OLD, NEW)
        for n in range(12)
    ]
    first = reports.organisation_points(analysis_of(rows).only("N1")).points[0]
    said = "12 of the 12 actions of 2022-23 are carried over from the plan of 2021-22 (100%, interval "
    assert first.startswith(said)
    assert "The 6 organisations with such a share have 100% together: not unusual" in first


def test_another_plan_stands_once_beside_an_action_and_its_part_where_numbers_begin_again():
    goals = {"action": "Set goals", "other_plans": "Model Employer; EDI plan", "in_model_employer": "Yes"}
    (said,) = overdue_actions(analysis_of([LATE | goals]).only("T1")).table["Part, aim and other plans"]
    assert said == "Model Employer; EDI plan"
    rows = [LATE | {"action": f"Set goal {part}", "ref": "1", "part": f"Part {part}"} for part in "AB"]
    told = overdue_actions(analysis_of(rows).only("T1")).table
    assert told["Part, aim and other plans"].tolist() == ["Part A", "Part B"]
    one_part = overdue_actions(analysis_of(rows[:1]).only("T1")).table
    assert "Part, aim and other plans" not in one_part
