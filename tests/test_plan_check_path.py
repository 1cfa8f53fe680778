import pytest

from wres_analysis.errors import DataFolderError
from wres_analysis.notebook.plan_check.checked_plan import plan_place


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "data" / "plans" / "5E1"
    place.mkdir(parents=True)
    (place / "2022-23 plan.txt").write_text("x", encoding="utf-8")
    (place / "README.md").write_text("x", encoding="utf-8")
    return place


def refusal(path):
    with pytest.raises(DataFolderError) as caught:
        plan_place(path)
    return str(caught.value)


def test_a_file_in_a_data_folder_tells_all(folder):
    found = plan_place(folder / "2022-23 plan.txt")
    assert (found.plan.organisation, found.plan.plan_year) == ("5E1", "2022-23")
    assert found.data == folder.parents[1]


@pytest.mark.parametrize("levels", [0, 2])
def test_a_folder_with_one_plan_is_that_plan(folder, levels):
    start = [folder, *folder.parents][levels]
    assert plan_place(start).plan.path.name == "2022-23 plan.txt"


def test_what_is_said_wins_over_the_path(folder, tmp_path):
    found = plan_place(folder, "RXA", "2021-23", tmp_path)
    assert (found.plan.organisation, found.plan.plan_year, found.data) == ("RXA", "2021-23", tmp_path)


def test_a_file_elsewhere_has_no_data_folder(tmp_path):
    (tmp_path / "2022 plan.txt").write_text("x", encoding="utf-8")
    assert plan_place(tmp_path / "2022 plan.txt").data is None


def test_several_plans_or_none_are_refused(folder):
    (folder / "2023-24 plan.txt").write_text("x", encoding="utf-8")
    assert refusal(folder) == (
        "5E1: 2 files are in this folder ('2022-23 plan.txt', '2023-24 plan.txt'); "
        "name the one that you want to check"
    )
    empty = folder / "empty"
    empty.mkdir()
    assert "no plan is in this folder" in refusal(empty)


def test_a_wrong_path_names_the_nearest_right_one(folder):
    assert refusal(folder / "2022-23 plan.pdf").endswith("did you mean '2022-23 plan.txt'?")
    assert refusal(folder.parent / "5E" / "2022-23 plan.txt").endswith("did you mean '5E1'?")
