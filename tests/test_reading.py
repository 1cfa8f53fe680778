import conftest
import pytest

from wres_analysis.errors import DataFolderError, DocumentError
from wres_analysis.plans.reading import read_plan, read_plans
from wres_analysis.tables import ACTIONS, PLANS, READING_NOTES, check_table


def test_every_plan_is_read_and_every_row_leads_back_to_its_file(small_data):
    read = read_plans(small_data, jobs=2)
    check_table(read.actions, ACTIONS, "actions")
    check_table(read.reading_notes, READING_NOTES, "reading_notes")
    check_table(read.plans, PLANS, "plans")
    assert list(read.plans["organisation"] + " " + read.plans["plan_year"]) == [
        "007 2022-23",
        "A1 2021-22",
        "A1 2022-23",
    ]
    assert list(read.plans["actions"]) == [2, 3, 3]
    assert read.actions["document"].isin(read.plans["document"]).all()
    assert read.actions["place"].ne("").all()
    assert read.plans["sha256"].str.fullmatch("[0-9a-f]{64}").all()
    assert read.problems == []


def test_a_plan_counts_its_errors_and_warnings_those_about_its_files_among_them(tmp_path):
    own = tmp_path / "plans" / "RXA"
    own.mkdir(parents=True)
    (own / "2021-22 plan draft.txt").write_text("Action | Lead | Status\nTrain panels | HR | Open\n")
    (own / "2021-22 plan final.csv").write_text("Action,Lead,Status\nTrain panels,,7\n")
    read = read_plans(tmp_path)
    notes = read.reading_notes[read.reading_notes["plan_year"].eq("2021-22")]
    counted = notes["severity"].value_counts()
    assert "file_left_out" in set(notes["code"])
    assert read.plans[["errors", "warnings"]].values.tolist() == [[counted["error"], counted["warn"]]]


@pytest.mark.whole_run
def test_one_or_many_children_read_the_same(small_data):
    assert read_plans(small_data, jobs=1).actions.equals(read_plans(small_data, jobs=2).actions)


def test_a_plan_that_cannot_be_read_is_named_and_the_others_are_read(small_data):
    (small_data / "plans" / "007" / "2022-23 plan.txt").write_text("")
    (small_data / "plans" / "A1" / "2023-24 plan.txt").write_text("Nothing but a title\n")
    read = read_plans(small_data)
    assert list(read.plans["organisation"]) == ["A1", "A1"]
    lines = [str(problem.error) for problem in read.problems]
    assert len(lines) == 2
    assert all("\n" not in line for line in lines)
    assert [problem.document for problem in read.problems] == ["2022-23 plan.txt", "2023-24 plan.txt"]
    failed = read.reading_notes[read.reading_notes["code"].eq("not_read")]
    assert list(failed["organisation"]) == ["007", "A1"]
    assert failed["severity"].eq("error").all()


def test_one_document_is_read_without_a_data_folder(small_data, tmp_path):
    path = tmp_path / "downloaded.txt"
    path.write_bytes((small_data / "plans" / "A1" / "2021-22 plan.txt").read_bytes())
    read = read_plan(path, organisation="RXA", plan_year="2021-22")
    assert set(read.actions["organisation"]) == {"RXA"}
    assert set(read.actions["plan_year"]) == {"2021-22"}
    assert read_plan(small_data / "plans" / "A1" / "2021-22 plan.txt").plans["organisation"][0] == "A1"


def test_a_missing_document_and_an_empty_one_are_one_line_each(tmp_path):
    with pytest.raises(DataFolderError, match="there is no such file or data folder"):
        read_plan(tmp_path / "none.pdf")
    (tmp_path / "2022 empty.txt").write_bytes(b"")
    with pytest.raises(DocumentError, match=r"2022 empty\.txt"):
        read_plan(tmp_path / "2022 empty.txt")


def test_files_whose_text_tells_one_year_are_refused_and_one_that_is_named_after_it_stays(tmp_path):
    titled = conftest.plan_text(conftest.PLANS["007/2022-23 plan.txt"], "WRES action plan 2022-23")
    folder = tmp_path / "plans" / "007"
    folder.mkdir(parents=True)
    for name in ("our plan.txt", "the plan.txt"):
        (folder / name).write_text(titled, encoding="utf-8")
    read = read_plans(tmp_path)
    assert read.plans.empty and [one.document for one in read.problems] == ["our plan.txt", "the plan.txt"]
    assert "2 files are for plan year 2022-23, which this one does not name" in str(read.problems[0].error)
    (folder / "2022-23 plan.txt").write_text(titled, encoding="utf-8")
    read = read_plans(tmp_path)
    assert read.plans["document"].tolist() == ["2022-23 plan.txt"] and len(read.problems) == 2
