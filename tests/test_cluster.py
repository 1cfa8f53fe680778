"""The work on a Dask cluster: the same reports as here, and the same one line for whatever goes wrong."""

import json
import re
import shutil
import sys
import time
from pathlib import Path

import psutil
import pytest
from child_tasks import wait_until
from conftest import lay_out
from small_notebooks import write_notebook, write_templates

from wres_analysis import cli
from wres_analysis.batch.notebook_reports import Report
from wres_analysis.batch.notebook_run import make_report
from wres_analysis.batch.run import run_batch
from wres_analysis.cluster import connection, tasks
from wres_analysis.cluster.dask_executor import DaskExecutor
from wres_analysis.cluster.remote_site import RemoteSite
from wres_analysis.cluster.tasks import task_error
from wres_analysis.errors import BatchError, WresError

distributed = pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
# Dask leaves sockets and event loops to the garbage collector
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

BAD_CELLS = {
    "raises": ("1 / 0", "ZeroDivisionError"),
    "killed": ("import os\nos.kill(os.getpid(), 9)", "crashed, signal 9"),
    "endless": ("while True:\n    pass", "longer than 6 seconds"),
    "grows": ("held = bytearray(30 * 2**30)", "needs more memory than a notebook may use"),
    "good": ("print('good')", ""),
}
KILL_WORKER = "import multiprocessing, os\nos.kill(multiprocessing.parent_process().pid, 9)"
QUIET = {"threads_per_worker": 1, "dashboard_address": "127.0.0.1:0", "silence_logs": 60}


@pytest.fixture(scope="module")
def cluster():
    """Two workers within this process, whose children come from a server that is warm already."""
    with distributed.LocalCluster(2, processes=False, **QUIET) as started:
        yield started.scheduler_address


@pytest.fixture
def cluster_of_processes():
    with distributed.LocalCluster(2, **QUIET) as started:
        yield started.scheduler_address


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cluster")
    lay_out(folder / "data")
    own = "import os\nsorted(os.listdir(tables_dir)), open(tables_dir + '/actions.csv').read()"
    write_templates(folder / "notebooks", own)
    return folder


@pytest.fixture(scope="module")
def there(place, cluster):
    return batch_there(place / "data", place / "there", place / "notebooks", cluster)


def executor_at(address, reports):
    return RemoteSite("data", reports, address).executor(reports)


def batch_there(data, reports, notebooks, address):
    site = RemoteSite(data, reports, address)
    return run_batch(data, reports, notebooks=notebooks, site=site)


def made(folder):
    """Every file of a reports folder that a reader may open, without what differs from run to run."""
    paths = [path for path in folder.rglob("*") if path.suffix in (".csv", ".html", ".ipynb")]
    found = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    times = r'"(start_time|end_time|duration|id)": ("[^"]*"|[\d.e-]+)'
    return {name: re.sub(times, "", text) for name, text in found.items() if ".cache" not in name}


def test_the_reports_are_those_that_are_made_here(place, there):
    here = run_batch(place / "data", place / "here", notebooks=place / "notebooks")
    assert there.failures == here.failures == ()
    assert sorted(there.finished) == sorted(here.finished)
    assert made(there.reports) == made(here.reports)
    for key in here.finished:
        receipts = [json.loads((one.reports / key / ".receipt.json").read_text()) for one in (there, here)]
        assert receipts[0]["fingerprint"] == receipts[1]["fingerprint"]
    assert not list(there.reports.rglob(".making-*")) + list(there.reports.rglob("arrived"))


def test_what_is_still_right_is_not_made_again(place, there, cluster):
    again = batch_there(place / "data", there.reports, place / "notebooks", cluster)
    assert again.finished == ()
    assert sorted(again.unchanged) == sorted(there.finished)


def test_a_document_that_cannot_be_read_is_named(place, cluster, tmp_path):
    shutil.copytree(place / "data", tmp_path / "data")
    (tmp_path / "data" / "plans" / "007" / "2022-23 plan.txt").write_text("")
    result = batch_there(tmp_path / "data", tmp_path / "r", place / "notebooks", cluster)
    (line,) = result.failures
    assert re.match(r"007: 2022-23 plan\.txt: .*empty", line)
    assert "organisations/A1" in result.finished


def test_each_bad_notebook_costs_itself_alone(cluster, tmp_path):
    reports = [
        Report(f"organisations/{name}", write_notebook(tmp_path / f"{name}.ipynb", source), name, {}, name)
        for name, (source, _) in BAD_CELLS.items()
    ]
    with executor_at(cluster, tmp_path / "reports") as executor:
        limits = {"seconds": 6, "megabytes": 2000, "remedy": ""}
        outcomes = list(executor.reports(make_report, reports, name=lambda one: one.key, **limits))
    assert len(outcomes) == len(reports)
    for outcome in outcomes:
        reason = BAD_CELLS[outcome.item.organisation][1]
        assert bool(outcome.error) == bool(reason)
        assert re.search(reason, str(outcome.error)), outcome.error
        folder = tmp_path / "reports" / "organisations"
        aside = "" if outcome.error is None else ".making-"
        assert (folder / f"{aside}{outcome.item.organisation}" / "report.ipynb").is_file()
    assert not (tmp_path / "reports" / "organisations" / "raises").exists()


def test_a_worker_that_dies_is_tried_once_more_and_named_and_the_rest_goes_on(
    place, cluster_of_processes, tmp_path
):
    own = f"if organisation == '007':\n    {KILL_WORKER.replace(chr(10), chr(10) + '    ')}"
    notebooks = write_templates(tmp_path / "notebooks", own)
    result = batch_there(place / "data", tmp_path / "reports", notebooks, cluster_of_processes)
    (line,) = result.failures
    assert line.startswith("organisations/007: 2 workers died one after the other")
    assert sorted(result.finished) == ["carry_over", "organisations/A1"]
    assert (tmp_path / "reports" / "failed" / "007" / "reason.txt").read_text() == f"{line}\n"
    with distributed.Client(cluster_of_processes, set_as_default=False) as client:
        assert client.run_on_scheduler(lambda dask_scheduler: dask_scheduler.allowed_failures) == 3


def test_a_run_that_is_left_stops_what_it_began(cluster_of_processes, tmp_path):
    template = write_notebook(tmp_path / "endless.ipynb", "open('begun', 'w').close()\nwhile True:\n    pass")
    quick = write_notebook(tmp_path / "quick.ipynb", "1")
    reports = [Report("quick", quick, "", {}), Report("endless", template, "", {})]
    with executor_at(cluster_of_processes, tmp_path / "reports") as executor:
        outcomes = executor.reports(make_report, reports, seconds=500, remedy="")
        assert next(outcomes).item.key == "quick"
        wait_until(at_work)
        outcomes.close()
        wait_until(lambda: not at_work())


def at_work():
    """Processes that stand in the folder of an task."""
    found = []
    for process in psutil.Process().children(recursive=True):
        try:
            found += [process] if "task-" in process.cwd() else []
        except (psutil.Error, OSError):
            continue
    return found


def test_a_document_that_vanishes_is_named(cluster, tmp_path, place):
    from wres_analysis.data_folder import find_plans
    from wres_analysis.plans.reading import Decided, read_documents
    from wres_analysis.vocabulary import OwnWords

    shutil.copytree(place / "data", tmp_path / "data")
    plans = find_plans(tmp_path / "data").plans
    plans[0].path.unlink()
    with executor_at(cluster, tmp_path) as executor:
        undecided = Decided([], OwnWords({}, {}))
        outcomes = {one.item: one for one in read_documents(plans, undecided, run=executor.documents)}
    assert "the file cannot be opened" in str(outcomes[plans[0]].error)
    assert [one.error for plan, one in outcomes.items() if plan != plans[0]] == [None] * (len(plans) - 1)


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(connection, "SECONDS_TO_CONNECT", 0.2)


@pytest.mark.usefixtures("impatient")
def test_nobody_answers(place, tmp_path, capsys):
    words = ["run", "--data", str(place / "data"), "--reports", str(tmp_path)]
    assert cli.main([*words, "--cluster", "tcp://127.0.0.1:9"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("wres-analysis: tcp://127.0.0.1:9: no Dask scheduler answers there")


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("wrong", ["nonsense://x", "local:many", "no port"])
def test_an_address_that_is_none(wrong, tmp_path):
    with pytest.raises(BatchError, match=wrong), executor_at(wrong, tmp_path):
        pass


@pytest.mark.usefixtures("impatient")
def test_a_cluster_without_workers(tmp_path):
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address="127.0.0.1:0") as empty,
        pytest.raises(BatchError, match="the cluster has no worker"),
        executor_at(empty.scheduler_address, tmp_path),
    ):
        pass


PYTHON = re.escape(".".join(map(str, sys.version_info[:3])))
HERE_AND_THERE = (
    rf"Python {PYTHON} and wres_analysis [\d.]+\S* there, Python {PYTHON} and wres_analysis 99.1 here"
)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("__version__", "99.1", HERE_AND_THERE),
        ("package_hash", time.monotonic_ns, "other files or libraries"),
    ],
)
def test_workers_with_another_version_are_refused(cluster, tmp_path, monkeypatch, name, value, said):
    monkeypatch.setattr(connection, name, value)
    with pytest.raises(BatchError, match=said), executor_at(cluster, tmp_path):
        pass


def test_a_worker_that_came_later_with_another_version_does_nothing():
    with pytest.raises(BatchError, match="another wres_analysis"):
        tasks.call_here("another", len, "")


def test_without_dask_one_line_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BatchError) as refused, executor_at("tcp://127.0.0.1:9", tmp_path):
        pass
    needed = "in the project's folder: python -m pip install -e '.[cluster]'"
    assert str(refused.value) == f"`--cluster` needs further packages; {needed}"


def test_a_report_is_sent_the_tables_it_names_and_no_other_file(tmp_path):
    tables = [".cache/tables/A1/links.csv", ".cache/tables/benchmark.csv"]
    for name in ("actions.csv", "secret.txt", "../other.csv", *tables):
        (tmp_path / "reports" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "reports" / name).write_text(name)
    there = DaskExecutor(None, "", tmp_path / "reports")
    place = {"tables_dir": "../../.cache/tables/A1"}
    own, (shared,) = there._tables(Report("organisations/A1", Path(), "", place))
    tasks.unpack(shared, tmp_path / "shared")
    assert list(own) == tables[:1]
    assert files_below(tmp_path / "shared") == tables[1:]
    own, (every,) = there._tables(Report("comparison", Path(), "", {"tables_dir": ".."}))
    tasks.unpack(every, tmp_path / "every")
    assert own == {}
    assert files_below(tmp_path / "every") == ["actions.csv"]
    assert there._tables(Report("comparison", Path(), "", {"tables_dir": "../.."})) == ({}, [])


def files_below(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_files_come_out_as_they_went_in_and_nowhere_else(tmp_path):
    plan = tmp_path / "plan é.pdf"
    plan.write_bytes(b"\x00\xff")
    tasks.unpack(tasks.packed({"a/plan é.pdf": plan, "../b": plan}), tmp_path / "to" / "here")
    assert files_below(tmp_path) == ["plan é.pdf", "to/here/a/plan é.pdf", "to/here/b"]


def test_the_line_for_whatever_a_worker_says():
    assert str(task_error(KeyError("x"), "A1")).startswith("A1: its worker could not do it (KeyError: 'x')")
    assert str(task_error(WresError("it is empty", "", "fetch it"), "A1")) == "A1: it is empty; fetch it"
