"""Files that people saved, cut or mangled: taken whole, or refused with file and line; names they type."""

import errno
import os
import re
import shutil
from contextlib import nullcontext
from pathlib import Path
from threading import Thread

import pytest
from conftest import PLANS, lay_out
from small_notebooks import write_templates

from wres_analysis import cli
from wres_analysis.batch.run import run_batch
from wres_analysis.data_folder import PlanFile, nearest
from wres_analysis.errors import WresError
from wres_analysis.linking.linkage import link_plans
from wres_analysis.linking.review import (
    LINKS_TO_REVIEW,
    decisions_held,
    decisions_waiting,
    read_reviewed_links,
)
from wres_analysis.notebook.first_look import check_given
from wres_analysis.notebook.plan_check.checked_plan import mapping_of, save_mapping
from wres_analysis.plans.reading import read_plans
from wres_analysis.tables import read_csv_text
from wres_analysis.writing import refused

HEAD = ",".join(LINKS_TO_REVIEW)
ROW = "A1,2021-22,1,2022-23,1,Café,Cafe,reworded,0.5,yes,why,0.1,abc-def,link,Ann,\n"
GOOD = f"{HEAD}\n{ROW}"
CUT = "line {}: the file ends within this row"
SAVED = {  # by what happened to the file: its bytes, and the line that refuses it; blank: taken whole
    "as it was": (GOOD.encode(), ""),
    "with a mark": (GOOD.encode("utf-8-sig"), ""),
    "Windows line ends": (GOOD.replace("\n", "\r\n").encode(), ""),
    "without the last line end": (GOOD.rstrip("\n").encode(), ""),
    "cut before the decision": (GOOD[: GOOD.index("link,Ann")].encode(), CUT.format(2)),
    "cut within the decision": (GOOD[: GOOD.index("nk,Ann")].encode(), CUT.format(2)),
    "cut within quotes": (f'{GOOD}A1,2021-22,1,2022-23,1,"Caf'.encode(), CUT.format(3)),
    "by semicolons": (GOOD.replace(",", ";").encode(), "line 1: its cells are separated by ';'"),
    "in cp1252": (GOOD.encode("cp1252"), "line 2: this is not UTF-8"),
    "in UTF-16": (GOOD.encode("utf-16"), "line 1: this is not UTF-8"),
    "a decision misspelt": (GOOD.replace(",link,", ",lnk,").encode(), "line 2: 'lnk' is not a decision"),
    "nothing": (b"", "not a CSV table"),
}


@pytest.mark.parametrize(("content", "line"), SAVED.values(), ids=SAVED)
def test_a_file_of_decisions_is_taken_whole_or_refused_with_its_line(tmp_path, content, line):
    path = tmp_path / "links_reviewed.csv"
    path.write_bytes(content)
    where = "links_reviewed.csv.*" + re.escape(line)
    with pytest.raises(WresError, match=where) if line else nullcontext():
        assert read_reviewed_links(path)["decision"].tolist() == ["link"]


@pytest.mark.parametrize(
    "mangled",
    [ROW.replace("2021-22", "Jan-22"), ROW.replace("A1", "1")],
    ids=["a year that became a date", "a code that became a number"],
)
def test_a_decision_about_plans_that_do_not_follow_each_other_waits_and_is_named(tmp_path, mangled):
    data = lay_out(tmp_path / "data")
    (data / "links_reviewed.csv").write_text(f"{HEAD}\n{mangled}", encoding="utf-8")
    (said,) = decisions_waiting(read_reviewed_links(data / "links_reviewed.csv"), read_plans(data).actions)
    assert said[1].startswith("links_reviewed.csv, line 2: no plan of ") and "the decision waits" in said[1]


def test_a_decision_waits_while_a_plan_stands_between_its_two_and_holds_again_without_it(tmp_path):
    data = lay_out(tmp_path / "data")
    between = data / "plans" / "A1" / "2022-23 plan.txt"
    between.rename(between.with_name("2023-24 plan.txt"))
    decided = data / "links_reviewed.csv"
    decided.write_text(f"{HEAD}\nA1,2021-22,r02,2023-24,r03,,,,,,,,,link,Ann,\n", encoding="utf-8")

    def by_ann():
        reviewed, actions = read_reviewed_links(decided), read_plans(data).actions
        links = link_plans(actions, decisions_held(reviewed, actions)).links
        return links["decided_by"].eq("Ann").sum(), decisions_waiting(reviewed, actions)

    assert by_ann() == (1, [])
    shutil.copy(between.with_name("2021-22 plan.txt"), between)
    found, ((code, line),) = by_ann()
    assert found == 0 and code == "A1" and "the decision waits" in line and "line 2" in line
    assert "Ann" in decided.read_text(encoding="utf-8")
    between.unlink()
    assert by_ann() == (1, [])


@pytest.mark.whole_run
def test_a_decision_that_waits_costs_no_page(tmp_path):
    data = lay_out(tmp_path / "data")
    (data / "links_reviewed.csv").write_text(f"{HEAD}\n{ROW.replace('A1', '1')}", encoding="utf-8")
    result = run_batch(data, tmp_path / "reports", notebooks=write_templates(tmp_path / "notebooks"))
    assert len(result.failures) == 1 and "the decision waits" in result.failures[0]
    assert "organisations/A1" in result.finished


@pytest.mark.parametrize(
    ("words", "way", "said"),
    [
        ("read --data data --out out", "out", "out: it cannot be used as a folder (File exists)"),
        (
            "link --actions actions.csv --out out",
            "actions.csv/",
            "actions.csv: it cannot be read (Is a direct",
        ),
        (
            "run --data data --reports r",
            "data/organisations.csv/",
            "organisations.csv: it cannot be read (Is a",
        ),
    ],
)
def test_what_is_in_the_way_is_named_and_never_called_a_reports_folder(
    tmp_path, monkeypatch, capsys, words, way, said
):
    lay_out(tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    Path(way).mkdir() if way.endswith("/") else Path(way).touch()
    assert cli.main(words.split()) == 1
    (line,) = [one for one in capsys.readouterr().err.splitlines() if one.startswith("wres-analysis: ")]
    assert said in line and "reports folder" not in line


@pytest.mark.parametrize(
    ("number", "name", "remedy"),
    [
        (errno.EACCES, "rates.csv", "close it in Excel and run it again"),
        (errno.EBUSY, "plan.docx", "close it in Word and run it again"),
        (errno.EACCES, "report.html", "ask who may use it, or close it elsewhere"),
        (errno.ENOSPC, "rates.csv", "make room and run it again"),
        (errno.EIO, "rates.csv", "check the disk and run it again"),
    ],
)
def test_a_refusal_names_the_file_and_what_to_do(number, name, remedy):
    line = str(refused(OSError(number, os.strerror(number)), f"/srv/ann/reports/.aside-12-{name}", "written"))
    assert line == f"reports/{name}: it cannot be written ({os.strerror(number)}); {remedy}"


def test_every_table_says_on_which_line_it_is_not_utf_8(tmp_path):
    path = tmp_path / "organisations.csv"
    path.write_bytes("code,name\nA1,Alder\nB2,Caf\u00e9\n".encode("cp1252"))
    said = r"organisations.csv, line 3: this is not UTF-8; save it as CSV UTF-8"
    with pytest.raises(WresError, match=said):
        read_csv_text(path)


NAMES = ["-", "?", "=", "...", "$\\frac{$", "Spend $5m to $10m", "\t", "😀", "x" * 5000]


@pytest.mark.whole_run
def test_any_name_passes_and_no_fault_beside_the_pages_costs_a_page(tmp_path, monkeypatch):
    place = tmp_path / "rep {year} 100% $a$"  # a folder with braces and signs holds reports like any other
    from wres_analysis.batch import batch_record
    from wres_analysis.reports import workbook

    def fails(*_, **__):
        raise RuntimeError("a fault of our own")

    plans = {f"{number}/2022-23 plan.txt": PLANS["007/2022-23 plan.txt"] for number in range(len(NAMES))}
    data = lay_out(place / "data", plans)
    rows = "".join(f'{number},"{name}",?,-\n' for number, name in enumerate(NAMES))
    (data / "organisations.csv").write_text(f"code,name,type,region\n{rows}", encoding="utf-8")
    templates = write_templates(place / "notebooks")
    result = run_batch(data, place / "reports", notebooks=templates)
    assert result.failures == ()
    monkeypatch.setattr(workbook, "write_benchmark_workbook", fails)
    monkeypatch.setattr(batch_record, "write_index", fails)
    monkeypatch.setattr(batch_record, "write_run", fails)
    again = run_batch(data, place / "reports", notebooks=templates, fresh=True)
    assert sorted(again.finished) == sorted(result.finished)
    assert sum("a fault of our own" in line for line in again.failures) == len(again.failures) == 3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"organisation": "007", "top": 3}, ""),
        ({"organization": "A1"}, "no parameter 'organization'; did you mean 'organisation'?"),
        ({"organisation": 7}, "organisation is 7 and not text; give it with -r organisation TEXT"),
        ({"organisation": 50.0}, "organisation is 50.0 and not text"),
    ],
)
def test_what_papermill_only_warns_of_is_said_by_the_first_cell(given, said):
    known = {"organisation": "str", "top": "int"}
    with pytest.raises(WresError, match=re.escape(said)) if said else nullcontext():
        check_given(given, known)
    assert "give the code as text, with -r" in nearest(7, ["007"])


def test_two_mapping_windows_lose_no_word_of_each_other(tmp_path):
    plan = PlanFile("A1", "2022-23", tmp_path / "plan.pdf")
    words = ("lead", "when", "cost", "risk", "scope", "notes", "stage", "aim")
    said = {f"{window} {word}": "owner" for window in "AB" for word in words}

    def window(name):
        for heading in said:
            if heading.startswith(name):
                save_mapping(tmp_path, plan, heading, "owner", replace=False)

    windows = [Thread(target=window, args=(name,)) for name in "AB"]
    for one in windows:
        one.start()
    for one in windows:
        one.join()
    assert mapping_of(tmp_path, plan) == said


def test_a_mapping_window_asks_before_it_takes_back_what_another_said(tmp_path):
    plan = PlanFile("A1", "2022-23", tmp_path / "plan.pdf")
    save_mapping(tmp_path, plan, "Lead", "owner", replace=False)
    save_mapping(tmp_path, plan, "When", "deadline", replace=False)
    with pytest.raises(WresError, match="'Lead' was mapped to owner before"):
        save_mapping(tmp_path, plan, "Lead", "aim", replace=False)
    assert mapping_of(tmp_path, plan) == {"Lead": "owner", "When": "deadline"}
