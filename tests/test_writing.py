from pathlib import Path

import pytest

from wres_analysis.errors import WresError
from wres_analysis.writing import write_bytes_whole, write_text_whole


@pytest.mark.parametrize(
    ("write", "content"), [(write_text_whole, "Ångström\n"), (write_bytes_whole, b"\xff\r\n")]
)
def test_a_file_is_written_in_folders_that_were_not_there_and_nothing_else(tmp_path, write, content):
    path = tmp_path / "a" / "b" / "table.csv"
    for _ in range(2):
        write(path, content)
    assert path.read_bytes() == (content.encode() if isinstance(content, str) else content)
    assert [one.name for one in path.parent.iterdir()] == ["table.csv"]


def no_room(*_, **__):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("fails", ["open", "replace"])
def test_when_it_fails_the_old_text_stays_and_nothing_lies_about(tmp_path, monkeypatch, fails):
    path = tmp_path / "table.csv"
    write_text_whole(path, "old")
    with monkeypatch.context() as full:
        full.setattr(Path, fails, no_room)
        with pytest.raises(WresError, match="No space left"):
            write_text_whole(path, "new")
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["table.csv"]


def test_what_cannot_be_written_in_utf_8_leaves_the_old_text(tmp_path):
    path = tmp_path / "table.csv"
    write_text_whole(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_text_whole(path, "half \ud800")
    assert path.read_text() == "old"
