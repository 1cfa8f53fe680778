"""Runs as on Windows, where nobody has tried this: as much of it as can be shown here."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PLANS, lay_out
from small_notebooks import write_templates

from wres_analysis.batch.run import run_batch
from wres_analysis.cli import main

pytestmark = [
    pytest.mark.whole_run,  # every child imports everything anew
    pytest.mark.skipif(sys.platform != "linux", reason="other systems are elsewhere themselves"),
]

RUN = """
import sys
from functools import partial
from pathlib import Path
from wres_analysis import cli
from wres_analysis.batch import run
from wres_analysis.processes import workers
assert workers._METHOD == "spawn" and open(sys.argv[1]).encoding == "cp1252"
run.run_batch = partial(run.run_batch, notebooks=Path(sys.argv[1]).parent)
sys.exit(cli.main(sys.argv[2:]))
"""
LONG = "L" * 100
CODES = ("CON", "RXA.", "rxb", "RXB", "OPEN", LONG)
NAMES = "code,name\nA1,Ålesund ‘Ωmega’ 名 NHS Trust\n"


def deep(folder, length):
    """A folder below, so deep that its path has about so many characters."""
    while len(str(folder)) < length:
        folder /= "名" * min(40, length - len(str(folder)))
    return folder


def elsewhere(template, *words):
    """The command as on Windows: its status and what it said."""
    paths = [Path(__file__).parent / "as_elsewhere", os.environ.get("PYTHONPATH", "")]
    variables = {
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
        "PYTHONUTF8": "0",
        "PYTHONIOENCODING": "cp1252",
    }
    done = subprocess.run(
        [sys.executable, "-c", RUN, template, *words], capture_output=True, env={**os.environ, **variables}
    )
    return done.returncode, (done.stdout + done.stderr).decode("cp1252").splitlines()


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Data and notebooks; every code that Windows would not like has one plan."""
    place = tmp_path_factory.mktemp("place")
    write_templates(place / "notebooks")
    lay_out(place / "data", {name: rows for name, rows in PLANS.items() if name.startswith("A1")})
    lay_out(place / "data", {f"{code}/2022-23 plan.txt": PLANS["007/2022-23 plan.txt"] for code in CODES})
    (place / "data" / "organisations.csv").write_text(NAMES, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def night(place):
    """The reports folder after a run there, with what the run said; the workbook and one report are open."""
    reports = deep(place / "reports", 130)
    for path in (reports / "~$benchmark.xlsx", reports / "organisations" / "OPEN" / "~$report.html"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_name(path.name[2:]).write_text("as it was", encoding="utf-8")
        path.touch()
    template = place / "notebooks" / "01_organisation.ipynb"
    status, said = elsewhere(template, "run", "--data", place / "data", "--reports", reports)
    assert status == 1 and not any("Traceback" in line or "unforeseen" in line for line in said), "\n".join(
        said
    )
    return reports, [line for line in said if line.startswith("wres-analysis: ")]


def test_what_is_made_there_is_what_is_made_here(place, night):
    reports, _ = night
    here = run_batch(place / "data", place / "here", notebooks=place / "notebooks").reports
    tables = sorted(path.relative_to(here) for path in (here / ".cache" / "all_tables").glob("*.csv"))
    pages = [
        Path(key, "report.html") for key in ("organisations/A1", "carry_over", "comparison", "benchmark")
    ]
    for path in [*tables, *pages]:
        assert (reports / path).read_bytes() == (here / path).read_bytes(), path
    assert len(tables) > 10 and "名" in (reports / pages[0]).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("CON", "(The directory name is invalid); give it another name"),
        ("RXA.", "(The directory name is invalid); give it another name"),
        ("rxb", "is the same name here"),
        (LONG, "shorten the name, or choose a folder with a shorter path"),
        ("OPEN", "close it"),
        ("benchmark.xlsx", "close it in Excel"),
    ],
)
def test_what_cannot_be_made_there_is_told_and_costs_nobody_else(night, code, words):
    _, said = night
    lines = [line for line in said if code in line.replace("RXB", "rxb")]
    assert lines and all(words in line for line in lines), said


def test_nothing_is_half_made_and_what_is_open_stays(night):
    reports, said = night
    made = {path.name for path in (reports / "organisations").iterdir()}
    assert made in ({"A1", "OPEN", "RXB"}, {"A1", "OPEN", "rxb"}), said
    for path in (reports / "benchmark.xlsx", reports / "organisations" / "OPEN" / "report.html"):
        assert path.read_text(encoding="utf-8") == "as it was"
    assert not [path for path in reports.rglob(".*") if path.name.startswith((".aside", ".making", ".old"))]


def test_linking_there_with_a_table_open(night, tmp_path):
    reports, _ = night
    words = ["link", "--actions", reports / "actions.csv", "--out"]
    assert main([*map(str, words), str(tmp_path / "here")]) == 0
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "~$links.csv").touch()
    (tmp_path / "there" / "links.csv").write_text("as it was")
    status, said = elsewhere(reports / "actions.csv", *words, tmp_path / "there")
    assert status == 1
    assert "there/links.csv: it cannot be written (Permission denied); close it in Excel" in said[-1]
    assert (tmp_path / "there" / "links.csv").read_text() == "as it was"
    for name in ("link_candidates.csv", "links_to_review.csv"):
        assert (tmp_path / "there" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()
