import pandas as pd
from plans_drawn import plan

import wres_analysis as wa
from wres_analysis.analysis import save_analysis
from wres_analysis.linking.input import with_predecessors
from wres_analysis.linking.linkage import link_plans
from wres_analysis.tables import LINKS, read_table

MERGED = pd.DataFrame({"code": ["CCA", "CCB", "ICB"], "successor": ["ICB", "ICB", ""]})
PLANS = pd.concat(
    [
        plan("2019-20", ["Mark Diwali"], organisation="CCA"),
        plan("2021-22", ["Review the grievance policy", "Train interview panels"], organisation="CCA"),
        plan("2021-22", ["Find mentors for BME nurses", "Buy software"], organisation="CCB"),
        plan("2022-23", ["Train interview panels", "Find mentors for BME nurses"], organisation="ICB"),
        plan("2023-24", ["Train interview panels"], organisation="ICB"),
    ],
    ignore_index=True,
)


def test_the_last_plans_of_those_that_merged_are_linked_to_the_first_one_of_the_new():
    links = link_plans(with_predecessors(PLANS, MERGED)).links
    first = links[links["organisation"].eq("ICB") & links["to_year"].eq("2022-23")]
    joined = first[first["to_id"].ne("")]
    assert joined[["from_year", "from_id", "to_id", "kind"]].values.tolist() == [
        ["2021-22", "CCA 2", "1", "exact"],
        ["2021-22", "CCB 1", "2", "exact"],
    ]
    assert set(first[first["to_id"].eq("")]["from_id"]) == {"CCA 1", "CCB 2"}


def test_a_plan_that_is_not_earlier_than_the_first_of_the_new_one_is_not_put_before_it():
    late = PLANS.assign(plan_year=PLANS["plan_year"].replace("2021-22", "2022-23"))
    found = with_predecessors(late, MERGED)
    assert len(found) == len(late)


def test_without_successors_nothing_changes():
    assert with_predecessors(PLANS, MERGED.assign(successor="")).equals(PLANS)
    assert with_predecessors(PLANS, MERGED[["code"]]) is PLANS


def test_links_from_those_that_merged_stand_in_a_file_of_their_own(tmp_path):
    (tmp_path / "organisations.csv").write_text("code,name,successor\nCCA,A,ICB\nCCB,B,ICB\nICB,C,\n")
    for code, year, action in (
        ("CCA", "2021-22", "Train the chairs of every interview panel"),
        ("CCB", "2021-22", "Publish the ethnicity pay gap each spring"),
        ("ICB", "2022-23", "Train the chairs of every interview panel"),
    ):
        place = tmp_path / "plans" / code
        place.mkdir(parents=True)
        (place / f"{year} plan.csv").write_text(f"Ref,Action,Lead,Deadline\n1,{action},HR,May 2023\n")
    found = wa.open(tmp_path)
    save_analysis(found, tmp_path / "tables")
    actions = set(map(tuple, found.actions[["organisation", "plan_year", "action_id"]].to_numpy()))
    links = read_table(tmp_path / "tables" / "links.csv", LINKS)
    assert {
        (row.organisation, row.from_year, row.from_id) for row in links.itertuples() if row.from_id
    } <= actions
    inherited = read_table(tmp_path / "tables" / "successor_links.csv", LINKS)
    assert sorted(inherited["kind"]) == ["dropped", "exact"]
    assert len(wa.open(tmp_path, tmp_path / "tables").links) == len(found.links)
