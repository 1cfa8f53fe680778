import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans_drawn import plan, plans

import wres_analysis as wa
from wres_analysis.analysis import save_analysis
from wres_analysis.errors import TableError
from wres_analysis.linking.input import (
    check_actions,
    missing_columns,
    ordered_years,
    plan_order,
    read_actions_table,
    same_actions,
    with_predecessors,
)
from wres_analysis.linking.linkage import link_plans
from wres_analysis.tables import LINKS, read_table


def written(folder, text):
    path = folder / "actions.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_org_and_declared_carry_over_have_the_names_of_actions(tmp_path):
    path = written(tmp_path, "org,plan_year,action_id,action,declared_carry_over\n007,2022-23,1,Review,Yes\n")
    found = read_actions_table(path).actions
    assert found.loc[0, ["organisation", "carried_over_from"]].tolist() == ["007", "Yes"]


def test_what_is_missing_is_said_and_does_no_harm(tmp_path):
    path = written(tmp_path, "organisation,plan_year,action_id,action,owner\nA,2022,1,Review,\n")
    names = ["detail", "aim", "owner", "deadline", "status", "carried_over_from"]
    assert [note.split()[1] for note in read_actions_table(path).notes] == names
    whole = plan("2022-23", [("Review", "HR")], **{name: ["x"] for name in names if name != "owner"})
    assert missing_columns(whole) == ()


HEAD = "org,plan_year,action_id,action\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "A,2022-23,1,a\nA,2022-23,2,b\nA,2022-23,1,c\n", "row 2, 4: two actions have one id"),
        (HEAD + "A,2022-23,1,Review\nA,2022-23,2,  \n", "row 3: the action is empty"),
        (HEAD + "A,2022-23,1,Review\nA,next year,1,Review\n", "row 3: the plan year cannot be ordered"),
        (HEAD + "A,2022-23,1,a\nA,2022/23,1,a\n", "row 2: the plan years 2022-23 and 2022/23 cannot be"),
        (HEAD + "A,2022-23,,Review\n", "row 2: action_id is empty"),
        (HEAD, "the table holds no action"),
        ("organisation,plan_year,action\nA,2022,Review\n", "column action_id is missing"),
    ],
)
def test_bad_tables_are_refused_with_their_rows(tmp_path, text, said):
    with pytest.raises(TableError, match=said):
        read_actions_table(written(tmp_path, text))


def test_the_same_id_in_two_plans_or_organisations_is_fine():
    table = pd.concat([plans(["Review"], ["Review"]), plans(["Review"], organisation="RXB")])
    check_actions(table)


def test_years_are_ordered_by_their_first_then_last_year():
    years = pd.Series(["2021-23", "2022", "2021-22", "2019/20"])
    assert ordered_years(years) == ["2019/20", "2021-22", "2021-23", "2022"]


@given(st.permutations(range(6)))
def test_the_order_of_a_plan_is_by_number_whatever_the_order_of_rows(order):
    table = plan("2022-23", ["a", "b", "c", "d", "e", "f"])
    table["action_id"] = ["1", "2", "10", "W3", "1.10", "1.9"]
    mixed = table.iloc[order].reset_index(drop=True)
    assert mixed.iloc[plan_order(mixed)]["action_id"].tolist() == ["1", "1.9", "1.10", "2", "10", "W3"]


def test_the_column_row_decides_the_order_where_it_is_there():
    table = plan("2022-23", ["a", "b", "c"]).assign(row=[3, 1, 2])
    assert list(plan_order(table)) == [1, 2, 0]


def test_copies_within_a_plan_are_one_action_and_a_different_detail_is_another():
    table = plans(["Review the policy", "Train", "REVIEW the policy."], ["Review the policy"])
    assert list(same_actions(table)) == ["1", "2", "1", "1"]
    table = plan("2022-23", ["Report", "Report"], detail=["to the Board", "to staff"])
    assert list(same_actions(table)) == ["1", "2"]


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


def test_a_plan_that_is_not_earlier_is_not_put_before_and_without_successors_nothing_changes():
    late = PLANS.assign(plan_year=PLANS["plan_year"].replace("2021-22", "2022-23"))
    assert len(with_predecessors(late, MERGED)) == len(late)
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
