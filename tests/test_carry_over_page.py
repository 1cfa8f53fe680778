from __future__ import annotations

import nbformat
import pandas as pd
import pytest
from small_analyses import TWO_PLANS, analysis_of, small_analysis

from wres_analysis.analysis import Analysis
from wres_analysis.batch.notebook_reports import NOTEBOOKS
from wres_analysis.measures.lives import LIFE_TABLE, sure_links
from wres_analysis.measures.reliability import CAUTIONS
from wres_analysis.reports import carry_over_answer, organisation_points, plan_to_plan, trust_in_links
from wres_analysis.reports.pages import CLOSED
from wres_analysis.reports.table_columns import NOT_HELD
from wres_analysis.tables import table_of


def test_the_answer_gives_every_share_with_its_count_and_ones_own_beside_it():
    points = carry_over_answer.carry_over_points(small_analysis(), "T1").points
    assert points[0].startswith("2 organisations, 8 actions in plans of 2021-22 to 2022-23")
    assert points[1].startswith("In the newest plans 2 of 3 actions (67%) are carried over.")
    assert "2 of the 2 carried over (100%) are not marked as such" in " ".join(points)
    assert "In the newest plan of T1 NHS Trust, 2 of 3 actions (67%)" in points[-1]


def test_who_is_counted_by_an_older_pair_of_plans_is_said_beside_that_share():
    earlier = {"plan_year": "2020-21", "deadline": "March 2021", "deadline_date": "2021-03-31"}
    before = [row | earlier for row in TWO_PLANS[:3]]
    newest = [{**row, "status": "in_progress"} for row in TWO_PLANS]
    analysis = analysis_of([*before, *newest])
    told = {point.rpartition("; ")[2] for point in carry_over_answer.carry_over_points(analysis).points}
    assert "1 organisation is counted by an older pair of plans, the newest that has any." in told
    same = " ".join(carry_over_answer.carry_over_points(small_analysis()).points)
    assert "reported complete, 0 (0%) came back all the same." in same
    assert "older pair" not in same


def test_nothing_to_match_is_said_and_no_figure_is_made_up():
    for organisations in (0, 1):
        exhibit = carry_over_answer.carry_over_points(small_analysis(organisations))
        assert exhibit.html()
    assert NOT_HELD in carry_over_answer.carry_over_points(small_analysis(0)).notice


def test_the_three_kinds_stand_beside_each_other_each_with_what_it_is_out_of():
    table = carry_over_answer.three_kinds(small_analysis()).table
    assert table["Actions"].iloc[0] == "2 of 3"
    assert table["Out of"].ne("").all()


def test_a_pair_that_stands_apart_is_left_out_and_listed_with_its_reason():
    analysis = small_analysis()
    pairs = analysis.plan_pairs.assign(pooled="No", reason="the plans overlap")
    apart = Analysis.of_tables(analysis.tables | {"plan_pairs": pairs})
    assert NOT_HELD in carry_over_answer.carry_over_points(apart).notice
    table = carry_over_answer.pairs_apart(apart).table
    assert table["Why it stands apart"].tolist() == ["the plans overlap"]
    assert carry_over_answer.pairs_apart(analysis).table is None


def test_the_flow_adds_up_to_both_plans_and_few_are_not_drawn():
    exhibit = plan_to_plan.flow(small_analysis())
    assert exhibit.data[["earlier", "later"]].sum().tolist() == [3, 3]
    assert "too few to draw" in exhibit.axes.texts[0].get_text()


def test_streams_carry_their_counts():
    rows = pd.DataFrame(
        {
            "name": [one.name for one in plan_to_plan.STREAMS],
            "earlier": [20, 6, 5, 2, 0],
            "later": [20, 7, 0, 0, 9],
        }
    )
    axes = plan_to_plan.flow_plot(rows)
    said = " ".join(text.get_text() for text in axes.texts)
    assert all(part in said for part in ("same words 20", "other words 6 → 7", "new 9", "33 actions"))
    assert axes.get_label().startswith("79% of the actions of the plans before came back")


def test_no_percentage_stands_where_fewer_than_ten_are_followed():
    rows = [
        {"plans": 1, "at_risk": 40, "could_vanish": 30, "complete": 0.3, "withdrawn": 0.0, "vanished": 0.2}
        | {"open": 0.5, "open_low": 0.35, "open_high": 0.65},
        {"plans": 2, "at_risk": 6, "could_vanish": 3},
    ]
    axes = carry_over_answer.life_plot(table_of(rows, LIFE_TABLE))
    assert [label.get_text() for label in axes.get_yticklabels()] == ["after 1 plan (40)"]
    shown = carry_over_answer.life_of_actions(small_analysis()).table
    assert set(shown.get("Complete", ["too few"])) <= {"too few"}


def test_reasons_are_joined_and_none_is_said_to_be_none():
    fixed = {"sign": "above", "holds": "Yes"}
    rules = [
        {"because": "a ({value})", "value": 0.256, "unit": "share", **fixed},
        {"because": "b", "value": 1, "unit": "number", "sign": "above", "holds": "No"},
        {"because": "c (by {value})", "value": 0.12, "unit": "points", **fixed},
    ]
    assert trust_in_links.caution_sentence(table_of(rules, CAUTIONS)) == (
        "Read with caution because a (26%) and c (by 12 percentage points)."
    )
    nothing = trust_in_links.caution_sentence(table_of(rules[1:2], CAUTIONS))
    assert nothing.startswith("No rule gives a reason")


def test_links_add_up_to_those_between_two_actions_and_doubtful_ones_join_no_long_life():
    analysis = small_analysis()
    both = analysis.links["from_id"].ne("") & analysis.links["to_id"].ne("")
    table = trust_in_links.links_by_evidence(analysis).table
    assert table["Links"].astype(int).sum() == both.sum()
    doubtful = analysis.links.assign(probability=0.3, decided_by="model")
    assert sure_links(doubtful).empty
    assert len(sure_links(doubtful.assign(decided_by="A N Analyst"))) == len(doubtful)


def test_what_runs_long_is_one_number_on_the_page_of_all_and_on_those_of_each():
    rows = [
        TWO_PLANS[0] | {"plan_year": year, "status": "in_progress"}
        for year in ("2020-21", "2021-22", "2022-23")
    ]
    analysis = analysis_of([*rows, *(row | {"organisation": "T2", "status": "complete"} for row in rows)])
    found = carry_over_answer.longest_running(analysis)
    assert found.reading == ["2 actions of the newest plans stand in at least three; 1 is still open."]
    assert found.table["Actions in three plans or more"].tolist() == ["1", "1"]
    assert found.table["Still open"].tolist() == ["1", "0"]
    own = [" ".join(organisation_points(analysis.only(code)).points) for code in ("T1", "T2")]
    assert ["1 open action has stood in three plans or more" in said for said in own] == [True, False]


@pytest.mark.parametrize("name", ["03_carry_over", "04_benchmark", "05_workforce"])
def test_how_figures_are_made_stands_closed(name):
    cells = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells
    (method,) = [cell for cell in cells if cell.source.startswith("## How these figures are made")]
    assert method.metadata.get(CLOSED)
