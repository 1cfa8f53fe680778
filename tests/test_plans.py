import os

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


def labels(found):
    return [(plan.organisation, plan.plan_year, plan.path.name) for plan in found.plans]


def test_two_files_for_one_plan_year_stop_that_year_only(tmp_path):
    data = folder(tmp_path, "A/2022-23 a.pdf", "A/2022-23 b.pdf", "A/2023-24 plan.pdf", "B/2022 p.txt")
    found = find_plans(data)
    assert labels(found) == [("A", "2023-24", "2023-24 plan.pdf"), ("B", "2022", "2022 p.txt")]
    (problem,) = found.problems
    assert str(problem.error) == (
        "plans/A: 2 files for plan year 2022-23: 2022-23 a.pdf, 2022-23 b.pdf; "
        "keep the one that was published"
    )


def test_the_final_plan_is_read_and_its_draft_is_named(tmp_path):
    data = folder(tmp_path, "A/2022-23 plan DRAFT.pdf", "A/2022-23 plan.pdf", "A/2022-23 plan final.pdf")
    found = find_plans(data)
    assert labels(found) == [("A", "2022-23", "2022-23 plan final.pdf")]
    assert [note["message"] for note in found.notes] == [
        "3 files for plan year 2022-23: the draft '2022-23 plan DRAFT.pdf' was left out, "
        "'2022-23 plan final.pdf' was read.",
        "3 files for plan year 2022-23: '2022-23 plan.pdf' was left out, '2022-23 plan final.pdf' was read.",
    ]


def test_a_plan_that_was_revised_within_its_year_stands_as_its_refresh(tmp_path):
    data = folder(tmp_path, "A/2022-23 plan refreshed.pdf", "A/2022-23 plan.pdf", "A/2023-24 refresh.pdf")
    assert [plan.plan_year for plan in find_plans(data).plans] == ["2022-23", "2022-23 refresh", "2023-24"]


def test_a_plan_in_a_folder_of_its_year_is_read(tmp_path):
    names = (
        "A/2023-24/plan.pdf",
        "A/old/2022-23 a.pdf",
        "A/2021-22/wres 2020-21.pdf",
        "A/old/2019 v1.pdf",
    )
    found = find_plans(folder(tmp_path, *names, "A/2022-23 a.pdf"))
    assert [(plan.plan_year, plan.path.parent.name) for plan in found.plans] == [
        ("2019", "old"),
        ("2020-21", "2021-22"),
        ("2022-23", "A"),
        ("2023-24", "2023-24"),
    ]
    said = " ".join(str(note["message"]) for note in found.notes)
    assert "its folder says 2021-22" in said
    assert "'old/2022-23 a.pdf' was left out" in said


def test_nothing_is_passed_over_without_a_word(tmp_path):
    data = folder(tmp_path, "A/2022-23 a.pdf", "2022-23 stray.pdf", "B/2021-22 b.pdf")
    (data / "plans" / "A" / "2021-22 gone.pdf").symlink_to(tmp_path / "nowhere")
    (data / "plans" / "C").mkdir()
    (data / "plans" / "L").symlink_to(tmp_path / "nowhere")
    (data / "plans" / ("x" * 230)).mkdir()
    lines = [str(problem.error) for problem in find_plans(data).problems]
    assert [line.split("; ")[0] for line in lines] == [
        "plans/A/2021-22 gone.pdf: the link leads nowhere",
        "C: no plan is in this folder",
        f"plans/{'x' * 20}…: the code has 230 bytes",
        "plans/2022-23 stray.pdf: it lies beside the organisations' folders",
        "plans/L: the link leads nowhere",
    ]


def test_a_name_that_is_no_utf8_or_holds_escape_codes_is_shown_as_such(tmp_path):
    folder(tmp_path, "A/2022-23 a.txt", "red\x1b[31m/2022 a.txt")
    odd = tmp_path / "plans" / os.fsdecode(b"Z\xe4")
    odd.mkdir()
    (odd / os.fsdecode(b"2021-22 pl\xe4n.txt")).write_text("x")
    found = find_plans(tmp_path)
    assert [plan.organisation for plan in found.plans] == ["A", "Z\\xe4", "red\\x1b[31m"]
    found.organisations.to_csv().encode()


def test_codes_that_windows_cannot_hold_or_tell_apart_are_read_and_named(tmp_path):
    codes = ("CON", "RXA.", "rxb", "RXB")
    found = find_plans(folder(tmp_path, *(f"{code}/2022-23 a.txt" for code in codes)))
    assert {plan.organisation for plan in found.plans} == set(codes)
    assert sorted((note["organisation"], note["code"]) for note in found.notes) == [
        ("CON", "code_not_portable"),
        ("RXA.", "code_not_portable"),
        ("RXB", "codes_alike"),
        ("rxb", "codes_alike"),
    ]


def test_a_year_beside_plans_of_two_years_is_in_doubt(tmp_path):
    found = find_plans(folder(tmp_path, "A/2021-22 a.txt", "A/2022 a.txt", "A/2023-24 of 2019.txt"))
    assert [(note["plan_year"], note["message"]) for note in found.notes] == [
        ("2023-24", "'2023-24 of 2019.txt': 2019 is named too; 2023-24 was read."),
        ("2022", "'2022' is one year beside plans of two: it was read as April 2022 to March 2023."),
    ]


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
