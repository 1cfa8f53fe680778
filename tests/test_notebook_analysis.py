import pandas as pd
import pytest

from wres_analysis import analysis as walk
from wres_analysis.errors import DataFolderError
from wres_analysis.plans import reading_cache
from wres_analysis.plans.reading import read_plans
from wres_analysis.plans.reading_cache import Interrupted, kept_readings, read_and_keep


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(reading_cache, "user_cache_path", lambda *_, **__: tmp_path / "cache")


def test_a_person_gets_the_same_analysis_and_the_second_time_nothing_is_read(small_data, monkeypatch, capsys):
    first = read_and_keep(small_data)
    assert len(list(kept_readings(small_data).glob("*.json"))) == 3

    def read_again(plans, *_, **__):
        assert list(plans) == []
        yield from ()

    monkeypatch.setattr(reading_cache, "read_documents", read_again)
    again, plain = read_and_keep(small_data), read_plans(small_data)
    for name in ("actions", "plans", "reading_notes"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(plain, name))
        pd.testing.assert_frame_equal(getattr(again, name), getattr(plain, name))
    assert "[3/3]" in capsys.readouterr().err


def test_two_data_folders_keep_apart(tmp_path):
    assert kept_readings(tmp_path / "a") != kept_readings(tmp_path / "b")


def test_what_was_read_is_kept_only_where_a_person_sits(small_data, monkeypatch):
    monkeypatch.setattr(walk, "measure", lambda read, _: read)
    monkeypatch.setattr(walk, "read_and_keep", lambda data, _: read_plans(data, organisations=["007"]))
    assert set(walk.open(small_data).plans["organisation"]) == {"007", "A1"}
    monkeypatch.setattr(walk, "someone_can_click", lambda: True)
    assert set(walk.open(small_data).plans["organisation"]) == {"007"}
    assert set(walk.open(small_data, organisations=["A1"]).plans["organisation"]) == {"A1"}


def test_an_interrupt_is_one_clear_line_and_stays_an_interrupt(small_data, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(reading_cache, "read_once", stop)
    with pytest.raises(Interrupted, match="run the cell again to go on") as caught:
        read_and_keep(small_data)
    assert caught.value._render_traceback_() == [str(caught.value)]
    assert isinstance(caught.value, KeyboardInterrupt)


def test_what_is_wrong_with_the_folder_is_said_as_ever(tmp_path):
    with pytest.raises(DataFolderError):
        read_and_keep(tmp_path / "nowhere")
