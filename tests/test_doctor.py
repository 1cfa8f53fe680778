from __future__ import annotations

import sys
from pathlib import Path

import pytest

from wres_analysis import doctor
from wres_analysis.doctor import Finding, as_table, findings, package_finding, sound


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "data" / "plans" / "R01").mkdir(parents=True)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "00_start_here.ipynb").write_text("{}", encoding="utf-8")
    return tmp_path


def about(folder: Path, word: str) -> Finding:
    found = findings(folder / "data", folder / "reports", folder / "notebooks")
    return next(finding for finding in found if word in finding.what)


def test_a_whole_project_is_sound_every_dependency_is_looked_at_and_nothing_is_left_behind(
    project: Path,
) -> None:
    before = sorted(project.rglob("*"))
    found = findings(project / "data", project / "reports", project / "notebooks")
    assert sound(found), as_table(found)
    for name in ("pandas", "matplotlib", "jupyterlab", "papermill", "nbval"):
        assert about(project, f"{name} ").ok
    assert sorted(project.rglob("*")) == before


@pytest.mark.parametrize("word", ["data folder", "notebooks in"])
def test_an_empty_folder_is_told_with_a_remedy(tmp_path: Path, word: str) -> None:
    finding = about(tmp_path, word)
    assert not finding.ok and finding.needed and finding.remedy


def test_a_reports_folder_that_cannot_be_written_is_told(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    finding = about(project, "reports folder")
    assert not finding.ok
    assert "Permission denied" in finding.what


def test_a_package_that_is_missing_or_too_old_or_a_kernel_of_another_python_is_told(tmp_path: Path) -> None:
    assert package_finding("pandas", ">=3").ok
    assert "9999" in package_finding("pandas", ">=9999").what
    assert "not installed" in package_finding("no-such-package-anywhere", ">=1").what
    assert doctor._is_this_python("python3") and doctor._is_this_python(sys.executable)
    assert not doctor._is_this_python(str(tmp_path / "bin" / "python"))


def test_only_the_needed_decides_the_exit_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    optional = Finding("no tesseract", False, "install it", needed=False)
    monkeypatch.setattr(doctor, "findings", lambda *_: [optional])
    assert doctor.print_findings() == 0
    monkeypatch.setattr(doctor, "findings", lambda *_: [optional, Finding("no pandas", False, "install it")])
    assert doctor.print_findings() == 1
    assert "MISSING   no pandas\n          -> install it" in capsys.readouterr().out
