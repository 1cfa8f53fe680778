import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans_drawn import plan, plans

from wres_analysis.errors import TableError
from wres_analysis.linking.input import (
    check_actions,
    missing_columns,
    ordered_years,
    plan_order,
    read_actions_table,
    same_actions,
)


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
    notes = read_actions_table(path).notes
    assert [note.split()[1] for note in notes] == [
        "detail",
        "aim",
        "owner",
        "deadline",
        "status",
        "carried_over_from",
    ]


def test_nothing_is_said_when_nothing_is_missing():
    columns = {name: ["x"] for name in ("detail", "aim", "deadline", "status", "carried_over_from")}
    assert missing_columns(plan("2022-23", [("Review", "HR")], **columns)) == ()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("A,2022-23,1,Review\nA,2022-23,2,Train\nA,2022-23,1,Publish\n", "row 2, 4: two actions have one id"),
        ("A,2022-23,1,Review\nA,2022-23,2,  \n", "row 3: the action is empty"),
        ("A,2022-23,1,Review\nA,next year,1,Review\n", "row 3: the plan year cannot be ordered"),
        ("A,2022-23,1,Review\nA,2022/23,1,Review\n", "row 2: the plan years 2022-23 and 2022/23 cannot be"),
        ("A,2022-23,,Review\n", "row 2: action_id is empty"),
    ],
)
def test_bad_tables_are_refused_with_their_rows(tmp_path, rows, said):
    path = written(tmp_path, "org,plan_year,action_id,action\n" + rows)
    with pytest.raises(TableError, match=said):
        read_actions_table(path)


def test_a_table_without_actions_is_refused(tmp_path):
    with pytest.raises(TableError, match="the table holds no action"):
        read_actions_table(written(tmp_path, "organisation,plan_year,action_id,action\n"))


def test_a_needed_column_is_named(tmp_path):
    with pytest.raises(TableError, match="column action_id is missing"):
        read_actions_table(written(tmp_path, "organisation,plan_year,action\nA,2022,Review\n"))


def test_the_same_id_in_two_plans_or_organisations_is_fine():
    table = pd.concat([plans(["Review"], ["Review"]), plans(["Review"], organisation="RXB")])
    check_actions(table)


def test_years_are_ordered_by_their_first_then_last_year():
    assert ordered_years(pd.Series(["2021-23", "2022", "2021-22", "2019/20"])) == [
        "2019/20",
        "2021-22",
        "2021-23",
        "2022",
    ]


@given(st.permutations(range(6)))
def test_the_order_of_a_plan_is_by_number_whatever_the_order_of_rows(order):
    table = plan("2022-23", ["a", "b", "c", "d", "e", "f"])
    table["action_id"] = ["1", "2", "10", "W3", "1.10", "1.9"]
    mixed = table.iloc[order].reset_index(drop=True)
    assert mixed.iloc[plan_order(mixed)]["action_id"].tolist() == ["1", "1.9", "1.10", "2", "10", "W3"]


def test_the_column_row_decides_the_order_where_it_is_there():
    table = plan("2022-23", ["a", "b", "c"]).assign(row=[3, 1, 2])
    assert list(plan_order(table)) == [1, 2, 0]


def test_copies_within_a_plan_are_one_action():
    table = plans(["Review the policy", "Train", "REVIEW the policy."], ["Review the policy"])
    assert list(same_actions(table)) == ["1", "2", "1", "1"]


def test_a_different_detail_is_a_different_action():
    table = plan("2022-23", ["Report", "Report"], detail=["to the Board", "to staff"])
    assert list(same_actions(table)) == ["1", "2"]
