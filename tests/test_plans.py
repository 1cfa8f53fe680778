import pytest

from wres_analysis.data_folder import (
    file_sha256,
    find_plans,
    nearest,
    read_organisations,
)
from wres_analysis.errors import DataFolderError


def folder(tmp_path, *files, organisations=""):
    for name in files:
        path = tmp_path / "plans" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    if organisations:
        (tmp_path / "organisations.csv").write_text(organisations, encoding="utf-8")
    return tmp_path


def test_plans_are_listed_by_code_and_year_and_codes_stay_as_they_are(tmp_path):
    data = folder(tmp_path, "007/2022 a.txt", "5E1/2023-24 a.txt", "5E1/2022-23 a.txt", "RX-a/2022 b.txt")
    found = find_plans(data)
    assert [(plan.organisation, plan.plan_year) for plan in found.plans] == [
        ("007", "2022"),
        ("5E1", "2022-23"),
        ("5E1", "2023-24"),
        ("RX-a", "2022"),
    ]
    assert found.problems == []
    assert list(found.organisations["name"]) == ["007", "5E1", "RX-a"]


def test_two_files_for_one_plan_year_stop_that_year_only(tmp_path):
    data = folder(
        tmp_path, "A/2022-23 plan.pdf", "A/2022-23 plan final.pdf", "A/2023-24 plan.pdf", "B/2022 p.txt"
    )
    found = find_plans(data)
    assert [(plan.organisation, plan.plan_year) for plan in found.plans] == [("A", "2023-24"), ("B", "2022")]
    (problem,) = found.problems
    assert str(problem.error) == (
        "plans/A: 2 files for plan year 2022-23: 2022-23 plan final.pdf, 2022-23 plan.pdf; "
        "keep the one that was published"
    )


def test_a_file_without_a_year_and_an_empty_folder_are_problems(tmp_path):
    data = folder(tmp_path, "A/plan.pdf", "B/2022 p.txt")
    (data / "plans" / "C").mkdir()
    lines = [str(problem.error) for problem in find_plans(data).problems]
    assert len(lines) == 2
    assert "plans/A/plan.pdf: no plan year in the file name" in lines[0]
    assert lines[1].startswith("C: no plan is in this folder")


def test_hidden_and_office_lock_files_are_no_plans(tmp_path):
    data = folder(tmp_path, "A/2022 p.docx", "A/~$2022 p.docx", "A/.DS_Store", "A/Thumbs.db", "A/README.md")
    found = find_plans(data)
    assert len(found.plans) == 1
    assert found.problems == []


def test_an_unknown_organisation_is_named_with_the_nearest_and_the_others_stay(tmp_path):
    data = folder(tmp_path, "WIRTH/2022 p.txt", "NORTH/2022 p.txt")
    found = find_plans(data, ["NORTH", "WIRHT"])
    assert [plan.organisation for plan in found.plans] == ["NORTH"]
    assert "did you mean 'WIRTH'?" in str(found.problems[0].error)
    with pytest.raises(DataFolderError, match="did you mean 'WIRTH'"):
        find_plans(data, ["WIRHT"])


def test_a_folder_without_plans_says_how_to_lay_it_out(tmp_path):
    with pytest.raises(DataFolderError, match="there is no folder 'plans' here"):
        find_plans(tmp_path)
    (tmp_path / "plans").mkdir()
    with pytest.raises(DataFolderError, match="put plans into"):
        find_plans(tmp_path)


def test_organisations_keep_further_columns_as_peer_groups_and_refuse_a_code_twice(tmp_path):
    data = folder(
        tmp_path, "A/2022 p.txt", organisations="code,name,type,region,size\nA,Alpha,Acute,North,large\n"
    )
    table = find_plans(data).organisations
    assert table.to_dict("records") == [
        {"code": "A", "name": "Alpha", "type": "Acute", "region": "North", "size": "large"}
    ]
    (data / "organisations.csv").write_text("code,name\nA,Alpha\nA,Beta\n")
    with pytest.raises(DataFolderError, match="code 'A' stands twice"):
        read_organisations(data, ["A"])
    (data / "organisations.csv").write_text("name\nAlpha\n")
    with pytest.raises(DataFolderError, match="column code is missing"):
        read_organisations(data, ["A"])


def test_nearest_lists_what_is_known_when_nothing_is_near():
    assert nearest("zzz", ["RXA", "007"]) == "known are RXA, 007"


def test_hash_is_that_of_the_file(tmp_path):
    (tmp_path / "f").write_bytes(b"abc")
    assert file_sha256(tmp_path / "f") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_folder_below_plans_is_told_which_one_to_name(tmp_path):
    place = tmp_path / "mine" / "plans" / "RXA"
    place.mkdir(parents=True)
    for folder in (place, place.parent):
        with pytest.raises(DataFolderError, match="name the folder that holds 'plans': 'mine'"):
            find_plans(folder)
