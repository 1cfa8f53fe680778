import json

import pytest
from nbformat.v4 import new_notebook, writes

from wres_analysis.batch.batch_record import Clock, Work
from wres_analysis.batch.notebook_reports import Report
from wres_analysis.batch.preparation import ALL, Prepared
from wres_analysis.batch.reports_folder import staging_folder, take_place, write_receipt
from wres_analysis.errors import WresError
from wres_analysis.processes.workers import Outcome


@pytest.fixture
def every(tmp_path):
    """The reports that there can be: of two organisations with a plan, one without, and on all."""
    template = tmp_path / "notebook.ipynb"
    template.write_text(writes(new_notebook()))
    return [
        *(Report(f"organisations/{code}", template, code, {}, code) for code in ("A1", "007", "GONE")),
        Report("workforce/A1", template, "A1", {}, "A1"),
        Report("carry_over", template, "Carry-over", {}),
    ]


@pytest.fixture
def place(tmp_path):
    (tmp_path / "reports").mkdir()
    return tmp_path / "reports"


def prepared(**digests):
    names = {"A1": "Alder", "007": "Bond"}
    own = {f"organisations/{code}": one for code, one in {"A1": "one", "007": "two", **digests}.items()}
    return Prepared("key", names, {**own, ALL: "all"}, [], [], {})


def finish(place, report):
    """Do what a child does, without a notebook."""
    aside = staging_folder(place, report.key)
    aside.mkdir(parents=True)
    for name in ("report.html", "report.ipynb"):
        (aside / name).write_text("text")
    write_receipt(aside, report.fingerprint, 1.5, 80)
    take_place(aside, place / report.key)
    return Outcome(report, report.key, None, 1.5, 80)


def keys(reports):
    return [report.key for report in reports]


def test_due_is_what_has_rows_and_is_not_there(place, every):
    work = Work(place, prepared(), every, [], [])
    due = work.due(fresh=False)
    assert keys(due) == ["organisations/A1", "organisations/007", "carry_over"]
    work.take(finish(place, due[0]))
    assert work.result(2).finished == ("organisations/A1",)
    again = Work(place, prepared(), every, [], [])
    assert keys(again.due(fresh=False)) == ["organisations/007", "carry_over"]
    assert again.result(1).unchanged == ("organisations/A1",)
    assert len(again.due(fresh=True)) == 3
    assert keys(Work(place, prepared(), every, ["007"], []).due(fresh=False)) == ["organisations/007"]


@pytest.mark.parametrize("change", ["rows", "notebook", "title"])
def test_a_report_is_due_again_when_something_it_comes_from_changed(place, every, change):
    (first, *_) = Work(place, prepared(), every, [], []).due(fresh=False)
    finish(place, first)
    digests = {"A1": "other"} if change == "rows" else {}
    if change == "notebook":
        first.template.write_text(writes(new_notebook(metadata={"title": "other"})))
    if change == "title":
        every = [Report("organisations/A1", first.template, "Alder", {}, "A1"), *every[1:]]
    assert keys(Work(place, prepared(**digests), every, [], []).due(fresh=False))[0] == "organisations/A1"


def test_a_failure_is_named_kept_and_written_down(place, every):
    work = Work(place, prepared(), every, [], [("EMPTY", "EMPTY: the document is empty")])
    first, *_ = work.due(fresh=False)
    with work.recorded(Clock(), {"jobs": 2}):
        work.take(Outcome(first, None, WresError("it stopped", "A1"), 2.0))
    assert work.result(3).failures == ("EMPTY: the document is empty", "A1: it stopped")
    assert (place / "failed" / "A1" / "reason.txt").read_text() == "A1: it stopped\n"
    record = json.loads((place / "run.json").read_text())
    assert record["options"] == {"jobs": 2, "stopped": False}
    failed = {"status": "failed", "reason": "A1: it stopped", "seconds": 2.0, "megabytes": None}
    assert record["notebooks"]["organisations/A1"] == failed
    assert record["notebooks"]["carry_over"] == {"status": "not done"}
    index = (place / "index.html").read_text(encoding="utf-8")
    assert "A1: it stopped" in index and "the document is empty" in index


def test_a_run_that_is_stopped_is_recorded_as_such_and_what_is_half_made_goes(place, every):
    work = Work(place, prepared(), every, [], [])
    first, second, _ = work.due(fresh=False)
    with pytest.raises(KeyboardInterrupt), work.recorded(Clock(), {}):
        work.take(finish(place, first))
        staging_folder(place, second.key).mkdir(parents=True)
        raise KeyboardInterrupt
    record = json.loads((place / "run.json").read_text())
    assert record["options"] == {"stopped": True}
    assert record["notebooks"]["organisations/A1"] == {"status": "done", "seconds": 1.5, "megabytes": 80}
    assert not list(place.rglob(".making-*"))


def test_a_clock_times_its_steps_however_they_end():
    clock = Clock()
    with pytest.raises(ValueError, match="stopped"), clock.step("read"):
        raise ValueError("stopped")
    assert 0 <= clock.steps["read"] <= clock.total
