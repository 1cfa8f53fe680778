import json

import pytest
from conftest import HEADER, lay_out
from small_notebooks import PARAMETERS, write_notebook, write_templates

from wres_analysis.analysis import schemas
from wres_analysis.batch.run import run_batch
from wres_analysis.errors import BatchError, DataFolderError
from wres_analysis.processes.progress import Lines
from wres_analysis.tables import read_table

KEYS = ["carry_over", "organisations/007", "organisations/A1"]


@pytest.fixture(scope="module")
def templates(tmp_path_factory):
    own = "print('about', organisation)\nassert organisation != 'BAD', 'it is BAD'"
    return write_templates(tmp_path_factory.mktemp("notebooks"), own)


def add(data, code, text):
    path = data / "plans" / code / "2022-23 plan.txt"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def night(tmp_path_factory, templates):
    """A run in which one notebook stops and one plan cannot be read."""
    folder = tmp_path_factory.mktemp("night")
    data = lay_out(folder / "data")
    add(data, "BAD", (data / "plans" / "007" / "2022-23 plan.txt").read_text())
    add(data, "EMPTY", "")
    return run_batch(data, folder / "reports", notebooks=templates)


def run_in(place, **options):
    return run_batch(place / "data", place / "reports", notebooks=place / "notebooks", **options)


def test_a_run_writes_every_table_every_report_and_an_index(small_data, tmp_path, templates):
    said = []
    result = run_batch(small_data, tmp_path / "reports", notebooks=templates, progress=Lines(said.append))
    assert result.failures == ()
    assert sorted(result.finished) == KEYS
    for name, schema in schemas().items():
        read_table(result.reports / f"{name}.csv", schema)
    for key in result.finished:
        assert (result.reports / key / "report.html").stat().st_size > 1000
        assert (result.reports / key / "report.ipynb").is_file()
    page, index = (
        (result.reports / name).read_text(encoding="utf-8")
        for name in ("organisations/007/report.html", "index.html")
    )
    assert "about 007" in page
    assert 'href="organisations/007/report.html"' in index and "out of date" not in index
    assert (result.reports / "benchmark.xlsx").is_file()
    assert not list(result.reports.rglob(".making-*"))
    assert not (result.reports / "failed").exists()
    assert said[-1].startswith("[3/3] ")


def test_nothing_of_this_machine_stays_in_a_report(night):
    reports = night.reports
    written = [*reports.rglob("*.ipynb"), *reports.rglob("*.html"), reports / "run.json"]
    assert reports / "failed" / "BAD" / "report.ipynb" in written
    for path in written:
        assert str(reports.parent) not in path.read_text(encoding="utf-8"), path


def test_one_bad_plan_and_one_bad_notebook_cost_themselves_only(night):
    assert sorted(night.finished) == KEYS
    assert len(night.failures) == 2
    assert all("\n" not in line and "Traceback" not in line for line in night.failures)
    assert "it is BAD" in (night.reports / "failed" / "BAD" / "reason.txt").read_text()
    assert "empty" in (night.reports / "failed" / "EMPTY" / "reason.txt").read_text().casefold()
    assert not (night.reports / "organisations" / "BAD").exists()
    assert "What failed" in (night.reports / "index.html").read_text(encoding="utf-8")


def test_run_json_tells_what_each_notebook_and_each_step_took(night):
    record = json.loads((night.reports / "run.json").read_text())
    steps = {"read", "link and measure", "tables and workbook", "notebooks", "in all"}
    assert set(record["seconds"]) == steps
    limits = {"engine": "inline", "jobs": 2, "seconds": 300, "megabytes": 4000}
    assert record["options"] == {**limits, "stopped": False}
    failed, done = record["notebooks"]["organisations/BAD"], record["notebooks"]["organisations/A1"]
    assert (failed["status"], done["status"]) == ("failed", "done")
    assert "it is BAD" in failed["reason"]
    assert done["seconds"] > 0
    assert done["megabytes"] is None or done["megabytes"] > 10
    assert {one["organisation"] for one in record["inputs"]} == {"A1", "007", "BAD"}


def test_a_second_run_makes_only_what_changed(place):
    reports = place / "reports"
    again = run_in(place)
    assert again.finished == ()
    assert sorted(again.unchanged) == KEYS
    steps = json.loads((reports / "run.json").read_text())["seconds"]
    assert "link and measure" not in steps
    (reports / "organisations" / "A1" / "report.html").unlink()
    assert run_in(place).finished == ("organisations/A1",)
    (reports / "carry_over" / "report.html").write_text("cut off")
    assert run_in(place).finished == ("carry_over",)
    (reports / "rates.csv").unlink()
    assert run_in(place).finished == ()
    assert (reports / "rates.csv").is_file()
    assert len(run_in(place, fresh=True).finished) == len(KEYS)


def test_a_changed_plan_parameter_or_notebook_is_made_again(place):
    given = run_in(place, parameters={"top": 4})
    assert sorted(given.finished) == KEYS
    write_templates(place / "notebooks", "print('otherwise')")
    other = run_in(place, parameters={"top": 4})
    assert sorted(other.finished) == ["organisations/007", "organisations/A1"]
    (place / "data" / "organisations.csv").write_text("code,name\nA1,Alder\n007,Bond\n", encoding="utf-8")
    assert len(run_in(place, parameters={"top": 4}).finished) == len(KEYS)


def test_reports_of_an_earlier_run_are_shown_as_out_of_date(place):
    plan = place / "data" / "plans" / "007" / "2022-23 plan.txt"
    plan.write_text(plan.read_text() + "3\tWrite a new plan\tDirector\tMarch 2023\tNot started\t\n")
    result = run_in(place, organisations=["007"])
    assert result.finished == ("organisations/007",)
    assert "out of date" in (result.reports / "index.html").read_text(encoding="utf-8")


@pytest.mark.whole_run
def test_organisations_are_those_asked_for_and_one_that_is_not_there_is_named(
    small_data, tmp_path, templates
):
    result = run_batch(small_data, tmp_path / "reports", organisations=["007", "a1"], notebooks=templates)
    assert result.finished == ("organisations/007",)
    assert result.failures == ("plans: organisation 'a1' is not in the data folder; did you mean 'A1'?",)
    assert not (tmp_path / "reports" / "comparison").exists()
    assert "did you mean 'A1'?" in (result.reports / "failed" / "a1" / "reason.txt").read_text()
    with pytest.raises(DataFolderError, match="'a2' is not in the data folder; did you mean 'A1'"):
        run_batch(small_data, tmp_path / "reports", organisations=["a2"], notebooks=templates)


def test_a_misspelt_parameter_or_an_empty_folder_stops_the_run_in_one_line(small_data, tmp_path, templates):
    with pytest.raises(BatchError, match="no notebook has a parameter 'topp'; did you mean 'top'"):
        run_batch(small_data, tmp_path / "reports", parameters={"topp": 1}, notebooks=templates)
    assert not (tmp_path / "reports" / "actions.csv").exists()
    with pytest.raises(DataFolderError, match="there is no folder 'plans'"):
        run_batch(tmp_path, tmp_path / "reports", notebooks=templates)


@pytest.mark.whole_run
def test_codes_that_look_like_numbers_reach_the_notebook_as_text(small_data, tmp_path):
    templates = write_templates(tmp_path / "notebooks")
    code, note = (
        "print(type(organisation).__name__, organisation, note, top)",
        f'{PARAMETERS}\nnote: str = ""',
    )
    write_notebook(templates / "01_organisation.ipynb", code, parameters=note)
    given = {"note": "5E1", "top": "12"}
    run_batch(small_data, tmp_path / "reports", notebooks=templates, parameters=given)
    page = (tmp_path / "reports" / "organisations" / "007" / "report.html").read_text(encoding="utf-8")
    assert "str 007 5E1 12" in page


@pytest.mark.whole_run
def test_a_plan_whose_key_contradicts_itself_is_read_but_named_as_a_failure(small_data, tmp_path, templates):
    rows = ["1\tTrain the panels\tHead of OD\tMarch 2023\t1\t", "2\tReview the policy\tHR\tJune 2023\t2\t"]
    key = "Key: 1 = complete, 2 = in progress, 1 = not started"
    add(small_data, "KEY", "\n".join(["Action plan 2022/23", "", key, "", HEADER, *rows]) + "\n")
    result = run_batch(small_data, tmp_path / "reports", notebooks=templates)
    (line,) = result.failures
    assert line.startswith("KEY: 2022-23 plan.txt: The plan's own key gives '1' two meanings")
    assert "two meanings" in (result.reports / "failed" / "KEY" / "reason.txt").read_text()
    assert "organisations/KEY" in result.finished
    again = run_batch(small_data, tmp_path / "reports", notebooks=templates)
    assert again.failures == result.failures


def test_a_run_leaves_a_log_of_its_own(place):
    lines = (run_in(place, fresh=True).reports / "run.log").read_text(encoding="utf-8").splitlines()
    assert sum("linking and measuring" in line for line in lines) == 1
    assert any(line.split(" ", 2)[2].startswith("[1/") and "done in" in line for line in lines)
