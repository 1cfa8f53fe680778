import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from wres_analysis import commands
from wres_analysis.cli import main
from wres_analysis.tables import ACTIONS, LINK_CANDIDATES, LINKS, READING_NOTES, read_table


def test_read_writes_the_two_tables(small_data, tmp_path, capsys):
    assert main(["read", "--data", str(small_data), "--out", str(tmp_path / "out")]) == 0
    assert len(read_table(tmp_path / "out" / "actions.csv", ACTIONS)) == 8
    read_table(tmp_path / "out" / "reading_notes.csv", READING_NOTES)
    assert "8 actions" in capsys.readouterr().out


def test_read_takes_one_document_and_what_its_name_cannot_tell(small_data, tmp_path):
    words = ["read", "--organisation", "5E1", "--plan-year", "2021-22", "--out", str(tmp_path), "--data"]
    assert main([*words, str(small_data / "plans" / "A1" / "2021-22 plan.txt")]) == 0
    assert set(read_table(tmp_path / "actions.csv", ACTIONS)["organisation"]) == {"5E1"}


def test_read_goes_on_past_a_bad_plan_and_says_so_in_the_exit_status(small_data, tmp_path, capsys):
    (small_data / "plans" / "007" / "2022-23 plan.txt").write_text("")
    assert main(["read", "--data", str(small_data), "--out", str(tmp_path / "out")]) == 1
    assert len(read_table(tmp_path / "out" / "actions.csv", ACTIONS)) == 6
    *progress, line = capsys.readouterr().err.splitlines()
    assert progress[0] == "3 documents"
    assert line.startswith("wres-analysis: 007: 2022-23 plan.txt: ")


def test_link_takes_what_read_wrote_and_any_table_with_four_columns(small_data, tmp_path, capsys):
    main(["read", "--data", str(small_data), "--out", str(tmp_path)])
    assert main(["link", "--actions", str(tmp_path / "actions.csv"), "--out", str(tmp_path)]) == 0
    links = read_table(tmp_path / "links.csv", LINKS)
    assert set(links["organisation"]) == {"A1"}
    assert "exact" in set(links["kind"])
    read_table(tmp_path / "link_candidates.csv", LINK_CANDIDATES)
    assert (tmp_path / "links_to_review.csv").is_file()
    bare = tmp_path / "bare.csv"
    bare.write_text("org,plan_year,action_id,action\nX,2021,1,Train the panels\nX,2022,1,Train the panels\n")
    assert main(["link", "--actions", str(bare), "--out", str(tmp_path)]) == 0
    assert list(read_table(tmp_path / "links.csv", LINKS)["kind"]) == ["exact"]
    capsys.readouterr()


def test_link_says_how_much_the_decisions_narrowed_a_rate(tmp_path, capsys):
    table, decided = tmp_path / "actions.csv", tmp_path / "links_reviewed.csv"
    rows = ["X,2021,1,Train interview panels", "X,2022,1,Hold sessions for those who interview"]
    table.write_text("\n".join(["org,plan_year,action_id,action", *rows, ""]))
    decided.write_text("organisation,from_year,from_id,to_year,to_id,decision\nX,2021,1,2022,1,link\n")
    given = ["link", "--actions", str(table), "--out", str(tmp_path)]
    assert main([*given, "--reviewed", str(decided)]) == 0
    said = re.search(r"1 decision: .* a rate (\d+) points wide, not (\d+)", capsys.readouterr().out)
    assert int(said[1]) == 0 < int(said[2])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("read --data nowhere", "nowhere"),
        ("run --data nowhere --reports r", "nowhere"),
        ("link --actions nowhere.csv", "nowhere"),
        ("read --data . --plan-year 2022-23 --out .", "--plan-year: it is for one document"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_status_1(words, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(words.split()) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"wres-analysis: {said}")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "usage:"),
        ("reed", "usage:"),
        ("link", "usage:"),
        ("run --jobs 0", "--jobs"),
        ("run --jobs two", "--jobs"),
        ("run --parameter top", "--parameter"),
        ("run --parameter =1", "--parameter"),
        ("run --engine fast", "--engine"),
        ("run --time-limit 0", "--time-limit"),
        ("doctor --no-browser", "--no-browser"),
    ],
)
def test_wrong_usage_is_exit_status_2(words, said, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(words.split())
    assert stopped.value.code == 2
    told = capsys.readouterr().err
    assert "usage:" in told and said in told


def test_the_command_starts_without_the_slow_libraries():
    slow = ("pandas", "matplotlib", "scipy")
    code = f"import sys, wres_analysis.cli; print([name for name in {slow} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


class Server:
    """Takes the command that would start JupyterLab; whoever waits for it is told to stop meanwhile."""

    def __init__(self, command, env):
        Server.command, Server.told = command, []
        (Server.settings,) = Path(env["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0]).rglob("*.json")
        Server.said = Server.settings.read_text(encoding="utf-8")

    def send_signal(self, number):
        Server.told.append(number)

    def wait(self):
        signal.raise_signal(signal.SIGTERM)
        return 0


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder that holds the first notebook, and a package that lies elsewhere."""
    (tmp_path / "project" / "notebooks").mkdir(parents=True)
    (tmp_path / "project" / "notebooks" / "00_start_here.ipynb").touch()
    monkeypatch.setattr(commands, "_PROJECT", tmp_path / "site-packages")
    monkeypatch.setattr(commands.subprocess, "Popen", Server)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "project"


@pytest.mark.parametrize("found", ["where one stands", "where the package lies"])
def test_lab_opens_the_first_notebook_and_hands_further_options_on(project, monkeypatch, found):
    if found == "where one stands":
        monkeypatch.chdir(project)
    else:
        monkeypatch.setattr(commands, "_PROJECT", project)
    assert main(["lab", "--no-browser", "--port", "8890"]) == 0
    command = Server.command
    assert "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb" in command
    assert f"--ServerApp.root_dir={project}" in command
    assert command[-3:] == ["--no-browser", "--port", "8890"]
    assert Server.told == [signal.SIGTERM]
    assert '"fetchNews": "false"' in Server.said  # no question about news lies over the page
    assert not Server.settings.exists()


def test_lab_without_the_project_says_so_in_one_line(project, capsys):
    assert main(["lab"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "00_start_here.ipynb" in line
    assert str(project.parent) in line
    assert line.endswith("go to a copy of the project and run it there")


@pytest.mark.parametrize(("words", "said"), [(["read"], "nothing was written"), (["run"], "to go on")])
def test_an_interrupt_says_what_stays(words, said, monkeypatch, capsys):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, words[0], interrupt)
    assert main(words) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("wres-analysis: stopped; ")
    assert said in line


def test_run_hands_its_options_on(tmp_path, monkeypatch, capsys):
    from wres_analysis.batch import run as batch
    from wres_analysis.batch.batch_record import BatchResult

    given = {}

    def noted(data, reports, **options):
        given.update(options, data=data, reports=reports)
        return BatchResult(tmp_path, ("a",), ("b", "c"), ("A1: it stopped",), 12.4)

    monkeypatch.setattr(batch, "run_batch", noted)
    named = (
        "run --data d --reports r --organisation 007 --organisation 5E1 --parameter top=5E1 --parameter note="
    )
    limits = "--engine kernel --time-limit 60 --memory-limit 500 --jobs 3 --fresh --keep-names"
    assert main([*named.split(), *limits.split()]) == 1
    assert given.items() >= {
        "data": "d", "reports": "r", "organisations": ["007", "5E1"], "jobs": 3, "engine": "kernel",
        "seconds": 60, "megabytes": 500, "fresh": True, "keep_names": True,
    }.items()  # fmt: skip
    assert given["parameters"] == {"top": "5E1", "note": ""}
    told = capsys.readouterr()
    assert told.out.startswith("1 reports made, 2 unchanged, 1 failed, in 12 s\n")
    assert told.err == "wres-analysis: A1: it stopped\n"


def test_version_and_help_answer(capsys):
    for word, says in (("--version", "wres-analysis "), ("help", "usage: wres-analysis")):
        with pytest.raises(SystemExit) as left:
            main([word])
        assert left.value.code == 0
        assert capsys.readouterr().out.startswith(says)


def test_a_new_folder_is_one_that_can_be_read_and_is_never_laid_over_another(tmp_path, capsys):
    folder = tmp_path / "my data"
    assert main(["new", str(folder)]) == 0
    assert {path.name for path in folder.iterdir()} == {
        *("README.md", "organisations.csv", "plans", "settings.toml", "sources.csv")
    }
    assert len((folder / "README.md").read_text(encoding="utf-8").splitlines()) <= 12
    place = folder / "plans" / "007"
    place.mkdir()
    (place / "2022-23 plan.csv").write_text("Action,Lead,Deadline\nTrain the chairs,HR,May 2023\n")
    assert main(["read", "--data", str(folder)]) == 0
    assert (folder / "reports" / "actions.csv").is_file()
    assert main(["new", str(folder)]) == 1
    assert "there is something already" in capsys.readouterr().err


def test_settings_are_read_where_the_data_lies_or_where_one_stands_and_what_is_typed_wins(
    small_data, tmp_path, monkeypatch
):
    (small_data / "settings.toml").write_text('data = "."\nreports = "tables"\njobs = 1\n')
    assert main(["read", "--data", str(small_data)]) == 0
    assert (small_data / "tables" / "actions.csv").is_file()
    monkeypatch.chdir(small_data)
    assert main(["read", "--out", str(tmp_path / "typed")]) == 0
    assert (tmp_path / "typed" / "actions.csv").is_file()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("peer = 'type'", "'peer' is not a setting; use one of data, reports, peers"),
        ("keep_names = 'yes'", "'keep_names' must be true or false"),
        ("peers = ", "it cannot be read"),
    ],
)
def test_settings_that_cannot_be_right_are_one_line(small_data, capsys, text, says):
    (small_data / "settings.toml").write_text(text)
    assert main(["read", "--data", str(small_data)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("wres-analysis: settings.toml: ")
    assert says in line
