from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent


class Installer:
    """Stands in for every command that is run: notes it, prints what it is told to, fails where told to."""

    def __init__(self, venv):
        self.venv = venv
        self.commands: list[list[str]] = []
        self.fails: dict[str, str] = {}

    def __call__(self, command, *, stdout, **_):
        self.commands.append(list(command))
        if "venv" in command:
            self.make()
        wrong = next((text for word, text in self.fails.items() if word in command), "")
        stdout.write(wrong)  # type: ignore[attr-defined]
        return subprocess.CompletedProcess(command, 1 if wrong else 0)

    def make(self):
        scripts = self.venv / "bin"
        scripts.mkdir(exist_ok=True)
        (scripts / "python").touch()
        (self.venv / "pyvenv.cfg").write_text(f"home = {Path(sys.executable).parent}\n", encoding="utf-8")

    @property
    def words(self):
        return [" ".join(command) for command in self.commands]


def load():
    spec = importlib.util.spec_from_file_location("start", PROJECT / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def start(tmp_path, monkeypatch):
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
def installer(start, monkeypatch):
    stand_in = Installer(start.VENV)
    monkeypatch.setattr(start.subprocess, "run", stand_in)
    return stand_in


def ran(start, installer, *words):
    """The commands of one run of start.py that ends well."""
    installer.commands.clear()
    assert start.main(list(words)) == 0
    return installer.words


def test_the_first_run_installs_with_a_line_per_stage_and_the_second_nothing(start, installer, capsys):
    _, packages, project, check = ran(start, installer)
    steps = [line.split("]")[0] for line in capsys.readouterr().out.splitlines()]
    assert steps == ["[1/4", "[2/4", "[3/4", "[4/4", "[ready"]
    assert "--require-hashes" in packages
    assert "--no-deps --no-build-isolation -e" in project
    assert check.endswith("pip check")
    assert ran(start, installer) == []
    assert capsys.readouterr().out.startswith("[ready]")


def test_what_only_the_checks_need_is_added_when_they_are_asked_for(start, installer):
    ran(start, installer)
    (start.VENV / "kept").touch()
    assert [str(start.TEST_LOCK) in words for words in ran(start, installer, "test")] == [True, False, False]
    assert (start.VENV / "kept").exists()
    assert [ran(start, installer, *words) for words in (["test"], [], ["test"])] == [[], [], []]
    (start.ROOT / "pyproject.toml").write_text("changed", encoding="utf-8")
    project, check = ran(start, installer)  # a new project file only installs the project again
    assert "--no-deps" in project and check.endswith("pip check")
    assert ran(start, installer, "test") == []


def test_an_empty_folder_is_set_up_for_the_checks_at_once(start, installer):
    commands = ran(start, installer, "test")
    assert [str(start.LOCK) in words for words in commands] == [False] * 4
    assert str(start.TEST_LOCK) in commands[1]


def another_lock(start, _):
    start.LOCK.write_text("changed", encoding="utf-8")


def another_machine(start, monkeypatch):
    monkeypatch.setattr(start.platform, "machine", lambda: "another")


def a_python_that_is_gone(start, _):
    (start.VENV / "pyvenv.cfg").write_text(f"home = {start.ROOT / 'gone'}\n", encoding="utf-8")


def another_folder(start, monkeypatch):
    monkeypatch.setattr(start, "fingerprint", lambda _tests: {"folder": "elsewhere", "tests": ""})


@pytest.mark.parametrize("change", [another_lock, another_machine, a_python_that_is_gone, another_folder])
def test_an_environment_made_from_something_else_is_made_anew(start, installer, monkeypatch, capsys, change):
    ran(start, installer)
    (start.VENV / "left_over").touch()
    change(start, monkeypatch)
    assert len(ran(start, installer)) == 4
    assert not (start.VENV / "left_over").exists()
    moved = f"[moved] the project was in {start.ROOT}; " in capsys.readouterr().out
    assert moved == (change is another_folder)


def test_an_interrupted_installation_is_mended_by_the_next_run(start, installer):
    installer.fails["--require-hashes"] = "ReadTimeoutError: timed out"
    assert start.main([]) == 1
    installer.fails.clear()
    assert len(ran(start, installer)) == 4


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
def test_a_failure_says_cause_remedy_and_log(start, installer, capsys, printed, cause):
    installer.fails["--require-hashes"] = printed or "\n"
    assert start.main([]) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert told[0].startswith("Stopped: ")
    assert cause in told[0]
    assert told[1].startswith("What to do: ")
    assert "install.log" in told[1]
    assert printed in (start.VENV / "install.log").read_text(encoding="utf-8")


def raising(error):
    def refuse(*_, **__):
        raise error

    return refuse


@pytest.mark.parametrize(
    ("where", "name", "value", "says"),
    [
        ("", "OLDEST", (99, 0), "needs 3.11 or newer"),
        ("", "SPACE", 10**30, "1.5 GB"),
        ("shutil", "rmtree", raising(PermissionError(13, "Permission denied", ".venv")), "close JupyterLab"),
        ("sys", "executable", "{venv}/bin/python", "deactivate"),
        ("subprocess", "run", raising(KeyboardInterrupt()), "interrupted"),
    ],
)
def test_what_stands_in_the_way_is_told_and_nothing_is_deleted(
    start, installer, monkeypatch, capsys, where, name, value, says
):
    start.VENV.mkdir()
    value = value.format(venv=start.VENV) if isinstance(value, str) else value
    monkeypatch.setattr(getattr(start, where) if where else start, name, value)
    assert start.main([]) == 1
    said = capsys.readouterr().err
    assert says in said and "Traceback" not in said
    assert start.VENV.exists() and installer.commands == []


def test_offline_installs_from_the_wheelhouse_only(start, installer, capsys):
    wheels = start.ROOT / "wheels"
    assert start.main(["--offline", str(wheels)]) == 1
    assert "there is no folder" in capsys.readouterr().err
    wheels.mkdir()
    assert f"--no-index --find-links {wheels}" in ran(start, installer, "--offline", str(wheels))[1]


def test_uv_is_used_where_it_is_there_and_pip_where_it_fails(start, installer, monkeypatch):
    monkeypatch.setattr(start.shutil, "which", lambda _: "uv")
    installer.fails["uv"] = "no route"
    _, first, second, *_ = ran(start, installer)
    assert first.startswith("uv pip install") and "-m pip install" in second


def test_without_ensurepip_the_outer_pip_installs(start, installer, monkeypatch):
    monkeypatch.setattr(start.importlib.util, "find_spec", lambda name: name == "pip" or None)
    bare, packages, *_ = ran(start, installer)
    assert "--without-pip" in bare
    assert f"pip --python {start.venv_python()} install" in packages


@pytest.mark.parametrize(("name", "commands"), [("wres_analysis", [2, 0]), ("base", [4, 0])])
def test_in_conda_only_the_project_is_installed_and_its_base_is_like_any_python(
    start, installer, monkeypatch, name, commands
):
    monkeypatch.setenv("CONDA_PREFIX", sys.prefix)
    monkeypatch.setenv("CONDA_DEFAULT_ENV", name)
    first, again = ran(start, installer), ran(start, installer)
    assert [len(first), len(again)] == commands
    assert "--no-deps" in first[-2]


def test_a_python_path_of_the_user_does_not_reach_the_environment(start, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    variables = start.environment(start.venv_python())
    assert "PYTHONPATH" not in variables
    assert variables["PATH"].startswith(str(start.VENV))


def test_words_reach_the_right_command(monkeypatch):
    fresh = load()
    ran: list[list[str]] = []
    monkeypatch.setattr(fresh, "run", lambda command, *_: ran.append(list(command)) or 0)
    assert fresh.perform(fresh.venv_python(), ["read", "--data", "x"]) == 0
    assert ran[-1][1:] == ["read", "--data", "x"]
    fresh.perform(fresh.venv_python(), [])
    assert ran[-1][1:] == ["run", "--data", str(PROJECT / "data"), "--reports", str(PROJECT / "reports")]


def test_every_check_runs_though_one_fails(start, monkeypatch, capsys):
    monkeypatch.setattr(start, "as_shipped", lambda: start.ROOT)
    monkeypatch.setattr(start, "run", lambda command, _: int("mypy" in command))
    assert start.run_checks(start.venv_python()) == 1
    printed = capsys.readouterr().out
    assert printed.count("[") == len(start.CHECKS)
    assert printed.endswith("Failed: types\n")
    monkeypatch.setattr(start, "run", lambda *_: 0)
    assert start.run_checks(start.venv_python()) == 0


def test_decisions_about_the_sample_do_not_reach_the_checks_of_the_notebooks(start):
    for name in ("notebooks/07.ipynb", "data/organisations.csv", "data/links_reviewed.csv", "pyproject.toml"):
        (start.ROOT / name).parent.mkdir(exist_ok=True)
        (start.ROOT / name).write_text("", encoding="utf-8")
    place = start.as_shipped()
    copied = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    assert copied == {"notebooks/07.ipynb", "data/organisations.csv", "pyproject.toml"}
