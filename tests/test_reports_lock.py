import json

import pytest

from wres_analysis.batch.reports_folder import only_run
from wres_analysis.errors import BatchError


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
    left = {"user": "a", "machine": "b", "process": 1, "since": "2022"}
    (reports / ".cache" / "running.json").write_text(json.dumps(left))
    (reports / ".cache" / "run.lock").touch()
    with only_run(reports):
        assert json.loads((reports / ".cache" / "running.json").read_text())["process"] != 1
