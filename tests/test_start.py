from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parent.parent


class Installer:
    """Stands in for every command that is run: notes it, prints what it is told to, fails where told to."""

    def __init__(self, venv: Path) -> None:
        self.venv = venv
        self.commands: list[list[str]] = []
        self.fails: dict[str, str] = {}

    def __call__(self, command: Sequence[str], *, stdout: object, **_: object) -> object:
        self.commands.append(list(command))
        if "venv" in command:
            self.make()
        wrong = next((text for word, text in self.fails.items() if word in command), "")
        stdout.write(wrong)  # type: ignore[attr-defined]
        return subprocess.CompletedProcess(command, 1 if wrong else 0)

    def make(self) -> None:
        scripts = self.venv / "bin"
        scripts.mkdir(exist_ok=True)
        (scripts / "python").touch()
        (self.venv / "pyvenv.cfg").write_text(f"home = {Path(sys.executable).parent}\n", encoding="utf-8")

    @property
    def words(self) -> list[str]:
        return [" ".join(command) for command in self.commands]


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("start", PROJECT / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, set up in an empty folder, doing nothing after the set-up."""
    module = load()
    for name in ("requirements.lock", "requirements-test.lock", "pyproject.toml"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "LOCK", tmp_path / "requirements.lock")
    monkeypatch.setattr(module, "TEST_LOCK", tmp_path / "requirements-test.lock")
    monkeypatch.setattr(module, "venv_python", lambda: tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(module, "perform", lambda *_: 0)
    monkeypatch.setattr(module.shutil, "which", lambda _: None)
    monkeypatch.delenv("CONDA_PREFIX", raising=False)
    return module


@pytest.fixture
def installer(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Installer:
    stand_in = Installer(start.VENV)
    monkeypatch.setattr(start.subprocess, "run", stand_in)
    return stand_in


@pytest.mark.usefixtures("installer")
def test_the_first_run_has_a_line_per_stage(start: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert start.main([]) == 0
    steps = [line.split("]")[0] for line in capsys.readouterr().out.splitlines()]
    assert steps == ["[1/4", "[2/4", "[3/4", "[4/4", "[ready"]


def test_the_lock_is_installed_with_hashes_and_the_project_without_its_dependencies(
    start: ModuleType, installer: Installer
) -> None:
    start.main([])
    packages, project, check = installer.words[1:]
    assert "--require-hashes" in packages
    assert "--no-deps --no-build-isolation -e" in project
    assert check.endswith("pip check")


def test_the_second_run_installs_nothing(
    start: ModuleType, installer: Installer, capsys: pytest.CaptureFixture[str]
) -> None:
    start.main([])
    installer.commands.clear()
    capsys.readouterr()
    assert start.main([]) == 0
    assert installer.commands == []
    assert capsys.readouterr().out.startswith("[ready]")


def test_a_change_of_pyproject_only_installs_the_project_again(
    start: ModuleType, installer: Installer
) -> None:
    start.main([])
    installer.commands.clear()
    (start.ROOT / "pyproject.toml").write_text("changed", encoding="utf-8")
    start.main([])
    assert [words.split()[3] for words in installer.words] == ["install", "check"]
    assert "--no-deps" in installer.words[0]


def test_a_change_of_the_lock_makes_the_environment_anew(start: ModuleType, installer: Installer) -> None:
    start.main([])
    installer.commands.clear()
    (start.VENV / "left_over").touch()
    start.LOCK.write_text("changed", encoding="utf-8")
    start.main([])
    assert len(installer.commands) == 4
    assert not (start.VENV / "left_over").exists()


def test_what_only_the_checks_need_is_added_when_they_are_asked_for(
    start: ModuleType, installer: Installer
) -> None:
    start.main([])
    (start.VENV / "kept").touch()
    installer.commands.clear()
    assert start.main(["test"]) == 0
    assert [str(start.TEST_LOCK) in words for words in installer.words] == [True, False, False]
    assert (start.VENV / "kept").exists()
    installer.commands.clear()
    assert start.main(["test"]) == start.main([]) == start.main(["test"]) == 0
    assert installer.commands == []


def test_an_empty_folder_is_set_up_for_the_checks_at_once(start: ModuleType, installer: Installer) -> None:
    start.main(["test"])
    assert [str(start.LOCK) in words for words in installer.words] == [False] * 4
    assert str(start.TEST_LOCK) in installer.words[1]


def test_a_new_project_file_does_not_forget_what_the_checks_need(
    start: ModuleType, installer: Installer
) -> None:
    start.main(["test"])
    (start.ROOT / "pyproject.toml").write_text("changed", encoding="utf-8")
    start.main([])
    installer.commands.clear()
    start.main(["test"])
    assert installer.commands == []


def test_an_environment_of_another_python_is_made_anew(
    start: ModuleType, installer: Installer, monkeypatch: pytest.MonkeyPatch
) -> None:
    start.main([])
    installer.commands.clear()
    monkeypatch.setattr(start.platform, "machine", lambda: "another")
    start.main([])
    assert len(installer.commands) == 4


def test_an_environment_whose_python_is_gone_is_made_anew(start: ModuleType, installer: Installer) -> None:
    start.main([])
    installer.commands.clear()
    (start.VENV / "pyvenv.cfg").write_text(f"home = {start.ROOT / 'gone'}\n", encoding="utf-8")
    start.main([])
    assert len(installer.commands) == 4


def test_a_moved_folder_is_set_up_anew_and_says_why(
    start: ModuleType,
    installer: Installer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    start.main([])
    monkeypatch.setattr(start, "fingerprint", lambda _tests: {"folder": "elsewhere", "tests": ""})
    installer.commands.clear()
    capsys.readouterr()
    start.main([])
    assert len(installer.commands) == 4
    assert f"[moved] the project was in {start.ROOT}; " in capsys.readouterr().out


def test_an_interrupted_installation_is_mended_by_the_next_run(
    start: ModuleType, installer: Installer
) -> None:
    installer.fails["--require-hashes"] = "ReadTimeoutError: timed out"
    assert start.main([]) == 1
    installer.fails.clear()
    installer.commands.clear()
    assert start.main([]) == 0
    assert len(installer.commands) == 4


def test_an_interrupt_is_told_without_a_traceback(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(start.subprocess, "run", interrupt)
    assert start.main([]) == 1
    assert "interrupted" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("printed", "cause"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "requirements.lock"),
        ("SSLCertVerificationError: certificate verify failed: self-signed certificate", "certificate"),
        ("invalid peer certificate: UnknownIssuer", "certificate"),
        ("ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407'))", "proxy"),
        ("Failed to establish a new connection: [Errno -3] Temporary failure in name resolution", "reached"),
        ("OSError: [Errno 28] No space left on device", "disk"),
        ("[WinError 112] There is not enough space on the disk", "disk"),
        ("HINT: this system does not have Windows Long Path support enabled", "too long"),
        ("ensurepip is not available. On Debian systems, install python3-venv", "cannot make environments"),
        ("PermissionError: [WinError 5] Access is denied: 'C:\\wres\\.venv'", "in use"),
        ("ERROR: No matching distribution found for scipy==1.17.1", "ready-made package"),
        ("error sending request\nERROR: No matching distribution found for scipy==1.17.1", "reached"),
        ("error: something unheard of", "something unheard of"),
        ("", "nothing was printed"),
    ],
)
def test_a_failure_says_cause_remedy_and_log(
    start: ModuleType,
    installer: Installer,
    capsys: pytest.CaptureFixture[str],
    printed: str,
    cause: str,
) -> None:
    installer.fails["--require-hashes"] = printed or "\n"
    assert start.main([]) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert told[0].startswith("Stopped: ")
    assert cause in told[0]
    assert told[1].startswith("What to do: ")
    assert "install.log" in told[1]
    assert printed in (start.VENV / "install.log").read_text(encoding="utf-8")


def test_an_old_python_is_told_so(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start, "OLDEST", (99, 0))
    assert start.main([]) == 1
    assert "needs 3.11 or newer" in capsys.readouterr().err


def test_too_little_space_is_told_before_anything_is_deleted(
    start: ModuleType,
    installer: Installer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    start.VENV.mkdir()
    monkeypatch.setattr(start, "SPACE", 10**30)
    assert start.main([]) == 1
    assert "1.5 GB" in capsys.readouterr().err
    assert start.VENV.exists()
    assert installer.commands == []


@pytest.mark.usefixtures("installer")
def test_a_folder_that_cannot_be_removed_is_told(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    start.VENV.mkdir()
    monkeypatch.setattr(start.shutil, "rmtree", refuse)
    assert start.main([]) == 1
    assert "close JupyterLab" in capsys.readouterr().err


def test_a_venv_is_not_removed_under_its_own_python(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start.sys, "executable", str(start.VENV / "bin" / "python"))
    assert start.main([]) == 1
    assert "deactivate" in capsys.readouterr().err


def test_offline_installs_from_the_wheelhouse_only(start: ModuleType, installer: Installer) -> None:
    wheels = start.ROOT / "wheels"
    wheels.mkdir()
    start.main(["--offline", str(wheels)])
    assert f"--no-index --find-links {wheels}" in installer.words[1]


def test_a_wheelhouse_that_is_not_there_is_told(
    start: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start.main(["--offline", str(start.ROOT / "none")]) == 1
    assert "there is no folder" in capsys.readouterr().err


def test_uv_is_used_where_it_is_there_and_pip_where_it_fails(
    start: ModuleType, installer: Installer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start.shutil, "which", lambda _: "uv")
    installer.fails["uv"] = "no route"
    assert start.main([]) == 0
    assert installer.words[1].startswith("uv pip install")
    assert "-m pip install" in installer.words[2]


def test_without_ensurepip_the_outer_pip_installs(
    start: ModuleType, installer: Installer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start.importlib.util, "find_spec", lambda name: name == "pip" or None)
    assert start.main([]) == 0
    assert "--without-pip" in installer.words[0]
    assert f"pip --python {start.venv_python()} install" in installer.words[1]


def test_in_conda_only_the_project_is_installed(
    start: ModuleType, installer: Installer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONDA_PREFIX", sys.prefix)
    monkeypatch.setenv("CONDA_DEFAULT_ENV", "wres_analysis")
    assert start.main([]) == 0
    assert "--no-deps" in installer.words[0]
    assert len(installer.commands) == 2
    assert start.main([]) == 0
    assert len(installer.commands) == 2


def test_conda_base_gets_a_venv_like_any_python(
    start: ModuleType, installer: Installer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONDA_PREFIX", sys.prefix)
    monkeypatch.setenv("CONDA_DEFAULT_ENV", "base")
    start.main([])
    assert len(installer.commands) == 4


def test_a_python_path_of_the_user_does_not_reach_the_environment(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    variables = start.environment(start.venv_python())
    assert "PYTHONPATH" not in variables
    assert variables["PATH"].startswith(str(start.VENV))


def test_words_reach_the_right_command(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = load()
    ran: list[list[str]] = []
    monkeypatch.setattr(fresh, "run", lambda command, *_: ran.append(list(command)) or 0)
    assert fresh.perform(fresh.venv_python(), ["read", "--data", "x"]) == 0
    assert ran[-1][1:] == ["read", "--data", "x"]
    fresh.perform(fresh.venv_python(), [])
    assert ran[-1][1:] == ["run", "--data", str(PROJECT / "data"), "--reports", str(PROJECT / "reports")]


def test_every_check_runs_though_one_fails(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start, "as_shipped", lambda: start.ROOT)
    monkeypatch.setattr(start, "run", lambda command, _: int("mypy" in command))
    assert start.run_checks(start.venv_python()) == 1
    printed = capsys.readouterr().out
    assert printed.count("[") == len(start.CHECKS)
    assert printed.endswith("Failed: types\n")
    monkeypatch.setattr(start, "run", lambda *_: 0)
    assert start.run_checks(start.venv_python()) == 0


def test_decisions_about_the_sample_do_not_reach_the_checks_of_the_notebooks(start: ModuleType) -> None:
    for name in ("notebooks/07.ipynb", "data/organisations.csv", "data/links_reviewed.csv", "pyproject.toml"):
        (start.ROOT / name).parent.mkdir(exist_ok=True)
        (start.ROOT / name).write_text("", encoding="utf-8")
    place = start.as_shipped()
    copied = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    assert copied == {"notebooks/07.ipynb", "data/organisations.csv", "pyproject.toml"}
