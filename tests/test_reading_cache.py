import pandas as pd
import pytest

from wres_analysis.data_folder import find_plans
from wres_analysis.plans import reading_cache
from wres_analysis.plans.reading import read_plans
from wres_analysis.plans.reading_cache import read_once
from wres_analysis.processes.progress import Lines


def read(data, store, **options):
    said = []
    readings = read_once(data, find_plans(data), store, progress=Lines(said.append), **options)
    return readings, [line for line in said if line.startswith("[")]


def test_what_is_kept_is_what_was_read(small_data, tmp_path):
    readings, _ = read(small_data, tmp_path / "store")
    kept, fresh = readings.load(), read_plans(small_data)
    for name in ("actions", "reading_notes", "plans", "organisations"):
        pd.testing.assert_frame_equal(getattr(kept, name), getattr(fresh, name))


def test_only_new_and_changed_documents_are_read(small_data, tmp_path):
    assert len(read(small_data, tmp_path / "store")[1]) == 3
    assert read(small_data, tmp_path / "store")[1] == []
    plan = small_data / "plans" / "007" / "2022-23 plan.txt"
    plan.write_text(plan.read_text() + "3\tWrite a new plan\tDirector\tMarch 2023\tNot started\t\n")
    readings, said = read(small_data, tmp_path / "store")
    assert len(said) == 1
    assert len(readings.load().actions) == 9
    assert len(list((tmp_path / "store").iterdir())) == 3
    assert len(read(small_data, tmp_path / "store", fresh=True)[1]) == 3


def test_another_option_or_package_reads_again(small_data, tmp_path, monkeypatch):
    read(small_data, tmp_path / "store")
    assert len(read(small_data, tmp_path / "store", keep_names=True)[1]) == 3
    monkeypatch.setattr(reading_cache, "package_hash", lambda: "another")
    assert len(read(small_data, tmp_path / "store", keep_names=True)[1]) == 3


def test_a_column_mapping_reads_its_document_again(small_data, tmp_path):
    read(small_data, tmp_path / "store")
    text = "document,heading,field\n2021-22 plan.txt,Progress,evidence\n"
    (small_data / "column_mappings.csv").write_text(text)
    assert len(read(small_data, tmp_path / "store")[1]) == 1


def test_what_failed_is_tried_again(small_data, tmp_path):
    (small_data / "plans" / "007" / "2022-23 plan.txt").write_text("")
    for _ in range(2):
        readings, said = read(small_data, tmp_path / "store")
        assert [problem.organisation for problem in readings.problems] == ["007"]
        assert "failed" in " ".join(said)
    assert said[0].startswith("[1/1]")


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"actions": 1}'])
def test_a_damaged_file_is_read_from_the_document_again(small_data, tmp_path, damage):
    readings, _ = read(small_data, tmp_path / "store")
    next(iter(readings.stored.values())).write_text(damage)
    again, said = read(small_data, tmp_path / "store")
    assert len(said) == 1
    assert len(again.load().actions) == 8
