import json
from pathlib import Path

import pytest

from wres_analysis.batch.reports_folder import (
    Receipt,
    keep_failed,
    only_run,
    receipt_of,
    staging_folder,
    sweep,
    take_place,
    writable,
    write_reasons,
    write_receipt,
    write_run,
)
from wres_analysis.errors import BatchError
from wres_analysis.writing import aside_of


def made(reports, key, text):
    aside = staging_folder(reports, key)
    aside.mkdir(parents=True)
    for name in ("report.html", "report.ipynb"):
        (aside / name).write_text(text)
    return aside


def test_a_report_is_made_beside_its_place_and_takes_it_whole(tmp_path):
    for text in ("first", "second"):
        take_place(made(tmp_path, "organisations/A", text), tmp_path / "organisations" / "A")
        assert (tmp_path / "organisations" / "A" / "report.html").read_text() == text
    assert [path.name for path in (tmp_path / "organisations").iterdir()] == ["A"]


def test_a_report_that_cannot_be_replaced_stays_and_is_named(tmp_path, monkeypatch):
    take_place(made(tmp_path, "A", "old"), tmp_path / "A")
    aside = made(tmp_path, "A", "new")

    def locked(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", locked)
    with pytest.raises(BatchError, match=r"A: the report cannot be replaced .* close it and run again"):
        take_place(aside, tmp_path / "A")
    assert (tmp_path / "A" / "report.html").read_text() == "old"


def test_a_failed_notebook_is_kept_apart_and_the_old_report_goes(tmp_path):
    take_place(made(tmp_path, "organisations/A", "old"), tmp_path / "organisations" / "A")
    made(tmp_path, "organisations/A", '{"cells": [], "metadata": {"papermill": {"input_path": "C:/a"}}}')
    keep_failed(tmp_path, "organisations/A", "A", "cell 3 stopped")
    kept = json.loads((tmp_path / "failed" / "A" / "report.ipynb").read_text())
    assert kept == {"cells": [], "metadata": {"papermill": {}}}
    assert (tmp_path / "failed" / "A" / "reason.txt").read_text() == "cell 3 stopped\n"
    assert list((tmp_path / "organisations").iterdir()) == []


def test_a_notebook_that_was_stopped_half_written_is_not_kept(tmp_path):
    made(tmp_path, "organisations/A", '{"cells": [')
    keep_failed(tmp_path, "organisations/A", "A", "killed")
    assert [path.name for path in (tmp_path / "failed" / "A").iterdir()] == ["reason.txt"]


def test_reasons_start_afresh_for_those_that_a_run_is_about_and_never_leave_the_folder(tmp_path):
    outside = [("../B", "x"), ("", "y"), ("..", "z")]
    write_reasons(tmp_path, [("A", "empty"), ("A", "no table"), ("B", "empty"), *outside])
    assert (tmp_path / "failed" / "A" / "reason.txt").read_text() == "empty\nno table\n"
    assert not (tmp_path / "reason.txt").exists() and not (tmp_path.parent / "B").exists()
    write_reasons(tmp_path, [], only=["A"])
    assert "A" not in {path.name for path in (tmp_path / "failed").iterdir()}
    write_reasons(tmp_path, [])
    assert not (tmp_path / "failed").exists()


def test_a_receipt_counts_only_for_the_report_that_it_was_written_for(tmp_path):
    report = made(tmp_path, "A", "text")
    assert receipt_of(report) is None
    write_receipt(report, "f00", 1.23456, 80)
    assert receipt_of(report) == Receipt("f00", 1.235, 80, {"report.html": 4, "report.ipynb": 4})
    (report / "report.html").write_text("tex")
    assert receipt_of(report) is None
    (report / "report.html").unlink()
    assert receipt_of(report) is None
    for damage in ("", "{", "[]", '{"fingerprint": "f00"}'):
        (report / ".receipt.json").write_text(damage)
        assert receipt_of(report) is None


def test_what_a_killed_run_left_half_made_is_swept_away(tmp_path):
    take_place(made(tmp_path, "organisations/A", "text"), tmp_path / "organisations" / "A")
    made(tmp_path, "organisations/B", "half")
    made(tmp_path, "comparison", "half")
    left, whole = aside_of(tmp_path / "benchmark.xlsx"), tmp_path / "rates.csv"
    for path in (left, whole):
        path.write_text("", encoding="utf-8")
    sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"organisations", whole.name}
    assert [path.name for path in (tmp_path / "organisations").iterdir()] == ["A"]


def test_the_record_of_a_run_says_when_it_ended(tmp_path):
    write_run(tmp_path, {"failures": []})
    record = json.loads((tmp_path / "run.json").read_text())
    assert record["failures"] == [] and "finished_at" in record


def test_a_reports_folder_that_cannot_be_written_is_one_clear_line(tmp_path):
    (tmp_path / "file").write_text("")
    said = r"the reports folder cannot be written .* choose another with --reports"
    with pytest.raises(BatchError, match=said):
        writable(tmp_path / "file" / "reports")


@pytest.fixture
def reports(tmp_path):
    (tmp_path / ".cache").mkdir()
    return tmp_path


def test_the_second_is_refused_and_told_who_is_at_work(reports):
    with (
        only_run(reports),
        pytest.raises(BatchError, match=r"another run is at work here \(.+ on .*, process \d+, since 20"),
        only_run(reports),
    ):
        pytest.fail("two at once")


def test_the_folder_is_free_again_however_the_first_ended(reports):
    with pytest.raises(ValueError, match="stopped"), only_run(reports):
        raise ValueError("stopped")
    with only_run(reports):
        assert (reports / ".cache" / "running.json").exists()
    assert not (reports / ".cache" / "running.json").exists()


def test_what_a_killed_run_left_behind_does_not_count(reports):
    (reports / ".cache" / "running.json").write_text(
        '{"user": "a", "machine": "b", "process": 1, "since": "2022"}'
    )
    (reports / ".cache" / "run.lock").touch()
    with only_run(reports):
        assert json.loads((reports / ".cache" / "running.json").read_text())["process"] != 1
