import platform
import shutil
from pathlib import Path

import pytest

from wres_analysis import versions

PACKAGE = Path(versions.__file__).parent


@pytest.fixture
def hash_of(tmp_path, monkeypatch):
    """The hash of a small package that a test may change."""
    folder = tmp_path / "package"
    (folder / "vocabulary").mkdir(parents=True)
    (folder / "vocabulary" / "words.csv").write_text("word\nred\n")
    (folder / "notes.md").write_text("text")
    shutil.copy(versions.__file__, folder)
    monkeypatch.setattr(versions, "__file__", str(folder / "versions.py"))
    return folder, versions.package_hash.__wrapped__


@pytest.mark.parametrize("name", ["", "versions.py", "vocabulary/words.csv", "new.json"])
def test_the_same_package_has_the_same_hash_and_a_changed_or_new_file_changes_it(hash_of, name):
    folder, package_hash = hash_of
    before = package_hash()
    (folder / "notes.md").write_text("other text")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "versions.pyc").write_bytes(b"compiled")
    if name:
        with (folder / name).open("a") as stream:
            stream.write("# more")
    assert (package_hash() != before) == bool(name)


def test_another_python_or_library_changes_it(hash_of, monkeypatch):
    _, package_hash = hash_of
    before = package_hash()
    monkeypatch.setattr(versions, "version", lambda name: "0.1" if name == "pandas" else "1")
    other = package_hash()
    monkeypatch.setattr(platform, "python_version", lambda: "4.0.0")
    assert len({before, other, package_hash()}) == 3


def test_what_only_tests_need_has_no_say_in_a_report_and_a_library_that_is_not_there_is_no_error(monkeypatch):
    def missing(name):
        raise versions.PackageNotFoundError(name)

    names = {line.split()[0] for line in versions._libraries()}
    assert {"pandas", "matplotlib", "papermill"} <= names
    assert not names & {"pytest", "ruff", "mypy"}
    monkeypatch.setattr(versions, "version", missing)
    assert "pandas missing" in versions._libraries()
