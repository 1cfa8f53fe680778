import pandas as pd
import pytest

from wres_analysis import analysis as walk
from wres_analysis.errors import DataFolderError
from wres_analysis.notebook import notebook_analysis as opening
from wres_analysis.notebook.notebook_analysis import Interrupted, analyse_here, kept_readings
from wres_analysis.plans import reading_cache


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "user_cache_path", lambda *_, **__: tmp_path / "cache")


def test_a_person_gets_the_same_analysis_and_the_second_time_nothing_is_read(small_data, monkeypatch, capsys):
    first = analyse_here(small_data)
    assert len(list(kept_readings(small_data).glob("*.json"))) == 3

    def read_again(plans, *_, **__):
        assert list(plans) == []
        yield from ()

    monkeypatch.setattr(reading_cache, "read_documents", read_again)
    again, plain = analyse_here(small_data), walk.analyse(small_data)
    for name, table in plain.tables.items():
        pd.testing.assert_frame_equal(first.tables[name], table)
        pd.testing.assert_frame_equal(again.tables[name], table)
    assert "[3/3]" in capsys.readouterr().err


def test_two_data_folders_keep_apart(tmp_path):
    assert kept_readings(tmp_path / "a") != kept_readings(tmp_path / "b")


def test_open_analysis_reads_for_a_person_only_where_one_is(small_data, monkeypatch):
    monkeypatch.setattr(walk, "analyse_here", lambda data: f"read for a person: {data.name}")
    assert not isinstance(walk.open_analysis(small_data), str)
    monkeypatch.setattr(walk, "someone_can_click", lambda: True)
    assert walk.open_analysis(small_data) == "read for a person: data"


def test_an_interrupt_is_one_clear_line_and_stays_an_interrupt(small_data, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(reading_cache, "read_once", stop)
    with pytest.raises(Interrupted, match="run the cell again to go on") as caught:
        analyse_here(small_data)
    assert caught.value._render_traceback_() == [str(caught.value)]
    assert isinstance(caught.value, KeyboardInterrupt)


def test_what_is_wrong_with_the_folder_is_said_as_ever(tmp_path):
    with pytest.raises(DataFolderError):
        analyse_here(tmp_path / "nowhere")
