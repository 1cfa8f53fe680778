import subprocess
import sys

import pytest

from wres_analysis.cli import main
from wres_analysis.tables import ACTIONS, LINK_CANDIDATES, LINKS, READING_NOTES, read_table


def test_read_writes_the_two_tables(small_data, tmp_path, capsys):
    assert main(["read", "--data", str(small_data), "--out", str(tmp_path / "out")]) == 0
    assert len(read_table(tmp_path / "out" / "actions.csv", ACTIONS)) == 8
    read_table(tmp_path / "out" / "reading_notes.csv", READING_NOTES)
    assert "8 actions" in capsys.readouterr().out


def test_read_takes_one_document_and_what_its_name_cannot_tell(small_data, tmp_path):
    path = small_data / "plans" / "A1" / "2021-22 plan.txt"
    assert (
        main(
            [
                "read",
                "--data",
                str(path),
                "--organisation",
                "5E1",
                "--plan-year",
                "2021-22",
                "--out",
                str(tmp_path),
            ]
        )
        == 0
    )
    actions = read_table(tmp_path / "actions.csv", ACTIONS)
    assert set(actions["organisation"]) == {"5E1"}


def test_read_goes_on_past_a_bad_plan_and_says_so_in_the_exit_status(small_data, tmp_path, capsys):
    (small_data / "plans" / "007" / "2022-23 plan.txt").write_text("")
    assert main(["read", "--data", str(small_data), "--out", str(tmp_path / "out")]) == 1
    assert len(read_table(tmp_path / "out" / "actions.csv", ACTIONS)) == 6
    (line,) = capsys.readouterr().err.splitlines()
    assert "2022-23 plan.txt" in line


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


@pytest.mark.parametrize(
    "arguments",
    [
        ["read", "--data", "nowhere"],
        ["run", "--data", "nowhere", "--reports", "r"],
        ["link", "--actions", "nowhere.csv"],
    ],
)
def test_what_is_not_there_is_one_line_and_exit_status_1(arguments, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("wres-analysis: nowhere")


@pytest.mark.parametrize(
    "arguments", [[], ["reed"], ["link"], ["run", "--jobs", "0"], ["run", "--jobs", "two"]]
)
def test_wrong_usage_is_exit_status_2(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_the_command_starts_without_the_slow_libraries():
    slow = ("pandas", "matplotlib", "scipy")
    code = f"import sys, wres_analysis.cli; print([name for name in {slow} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
