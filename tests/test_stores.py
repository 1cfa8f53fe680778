"""Data and reports in an object store: the same run, and no half report that passes for a finished one."""

import json
import os
import shutil
from pathlib import Path

import pytest
from conftest import PLANS, plan_text
from small_notebooks import write_templates

from wres_analysis import cli
from wres_analysis.batch.run import run_batch
from wres_analysis.cluster import remote_site
from wres_analysis.cluster.remote_site import RemoteSite, WorkingCopy, data_here, here, reports_in
from wres_analysis.errors import BatchError, DataFolderError

fsspec = pytest.importorskip("fsspec", reason="the extra 'cluster' is not installed")

KEYS = ["carry_over", "organisations/007", "organisations/A1"]
PARTS = ("organisations", "comparison", ".cache/documents")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Working copies lie below the home folder."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def memory():
    store = fsspec.filesystem("memory")
    store.store.clear()
    store.pseudo_dirs[:] = [""]
    return store


def put(store, root, files):
    for name, text in files.items():
        store.pipe_file(f"{root}/{name}", text.encode())


def copy_of(folder, address="memory://b/reports"):
    folder.mkdir(parents=True, exist_ok=True)
    return WorkingCopy(address, folder, PARTS, address)


def write(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


REPORT = {"organisations/A1/report.html": "new", "organisations/A1/figures/a.png": "new"}
RECEIPT = {"organisations/A1/.receipt.json": "new"}
OLD = dict.fromkeys(REPORT | RECEIPT, "old")


def names_in(store, root):
    return sorted(path[len(root) + 1 :] for path in store.find(root))


def test_only_what_changed_is_fetched_and_what_is_gone_goes(memory, monkeypatch):
    plans = {"plans/A1/2022 a.txt": "1", "plans/A1/2023 b.txt": "2"}
    put(memory, "/b/data", plans | {"organisations.csv": "code"})
    fetched, get = [], memory.get
    monkeypatch.setattr(memory, "get", lambda there, ours: (fetched.extend(there), get(there, ours)))
    for _ in range(2):
        folder = data_here("memory://b/data")
        assert len(fetched) == 3
    put(memory, "/b/data", {"plans/A1/2022 a.txt": "3"})
    memory.rm("/b/data/plans/A1/2023 b.txt")
    (folder / "organisations.csv").write_text("spoilt here")
    data_here("memory://b/data")
    assert sorted(fetched[3:]) == ["/b/data/organisations.csv", "/b/data/plans/A1/2022 a.txt"]
    assert (folder / "plans/A1/2022 a.txt").read_text() == "3"
    assert (folder / "organisations.csv").read_text() == "code"
    assert not (folder / "plans/A1/2023 b.txt").exists()


def test_nothing_else_in_the_store_is_fetched_or_taken_away(memory, tmp_path):
    own = {"letters/to board.txt", "notes.docx", "own.csv"}
    put(memory, "/b/reports", dict.fromkeys([*own, "../outside.csv"], "x"))
    with reports_in("memory://b/reports", tmp_path / "copy"):
        write(tmp_path / "copy", {"index.html": "x", ".cache/prepared.json": "x"})
    assert not (tmp_path / "copy" / "letters").exists()
    there = set(names_in(memory, "/b/reports"))
    assert own | {"index.html"} <= there
    assert not {".cache/prepared.json", ".cache/running.json"} & there


def test_a_report_that_is_stored_takes_the_place_of_the_old_one(memory, tmp_path):
    put(memory, "/b/reports", OLD | {"organisations/A1/figures/gone.png": "old"})
    copy = copy_of(tmp_path / "copy")
    copy.fetch()
    shutil.rmtree(tmp_path / "copy" / "organisations")
    write(tmp_path / "copy", REPORT | RECEIPT)
    copy.deliver("organisations/A1")
    copy.deliver_rest()
    assert names_in(memory, "/b/reports") == sorted(REPORT | RECEIPT)
    assert {memory.cat_file(path) for path in memory.find("/b/reports")} == {b"new"}


@pytest.mark.parametrize("step", ["put", "copy"])
def test_half_a_report_never_passes_for_a_finished_one(memory, tmp_path, monkeypatch, step):
    put(memory, "/b/reports", OLD)
    copy = copy_of(tmp_path / "copy")
    copy.fetch()
    write(tmp_path / "copy", REPORT | RECEIPT)
    whole, calls = getattr(memory, step), []

    def broken(*given, **options):
        calls.append(given)
        if step == "put":
            whole(given[0][:1], given[1][:1])
        if step == "put" or len(calls) == 2:
            raise OSError("the line went dead")
        whole(*given, **options)

    monkeypatch.setattr(memory, step, broken)
    with pytest.raises(OSError, match="went dead"):
        copy.deliver("organisations/A1")
    monkeypatch.undo()
    there = {name: memory.cat_file(f"/b/reports/{name}") for name in names_in(memory, "/b/reports")}
    if step == "put":
        assert {name: text for name, text in there.items() if name in OLD} == dict.fromkeys(OLD, b"old")
    else:
        assert "organisations/A1/.receipt.json" not in there
    again = copy_of(tmp_path / "another")
    again.fetch()
    again.deliver_rest()
    assert not [name for name in names_in(memory, "/b/reports") if "making" in name]


def test_a_second_run_is_refused_and_told_who_is_at_work_and_a_killed_one_does_not_bar_the_next(
    memory, tmp_path
):
    at_work = r"memory://b/reports: another run is at work here .* process \d+"
    with (
        reports_in("memory://b/reports", tmp_path / "one"),
        pytest.raises(BatchError, match=at_work),
        reports_in("memory://b/reports", tmp_path / "other"),
    ):
        pass
    copy_of(tmp_path / "other").claim()  # and is killed
    with reports_in("memory://b/reports", tmp_path / "other"):
        assert ".cache/running.json" in names_in(memory, "/b/reports")
    assert names_in(memory, "/b/reports") == []


def test_the_lock_of_a_run_killed_on_another_machine_names_it_and_how_to_go_on(memory, tmp_path):
    there = copy_of(tmp_path / "another machine")
    there.claim()
    write(tmp_path / "another machine", REPORT | RECEIPT)
    there.deliver("organisations/A1")
    with pytest.raises(BatchError) as refused, reports_in("memory://b/reports", tmp_path / "here"):
        pytest.fail("two at once")
    assert f"process {os.getpid()}, since 20" in str(refused.value)
    assert "take .cache/running.json away there if it was killed" in str(refused.value)
    memory.rm("/b/reports/.cache/running.json")
    with reports_in("memory://b/reports", tmp_path / "here"):
        assert (tmp_path / "here" / "organisations" / "A1" / "report.html").read_text() == "new"
    assert names_in(memory, "/b/reports") == sorted(REPORT | RECEIPT)


def test_what_stops_a_run_is_told_and_what_was_made_is_kept(memory, tmp_path):
    put(memory, "/b/reports", {"old.csv": "x"})
    with pytest.raises(KeyError, match="its own"), reports_in("memory://b/reports", tmp_path / "copy"):
        (tmp_path / "copy" / "old.csv").unlink()
        write(tmp_path / "copy", {"run.json": "{}"})
        raise KeyError("its own")
    assert names_in(memory, "/b/reports") == ["old.csv", "run.json"]


def test_an_address_is_shown_without_what_may_be_secret():
    address = "nowhere://zoe:pa55@host/reports?token=t0ken"
    assert remote_site.without_secrets(address) == "nowhere://host/reports"
    with pytest.raises(DataFolderError) as refused:
        data_here(address)
    assert str(refused.value).startswith("nowhere://host/reports: ")
    assert not any(secret in str(refused.value) for secret in ("pa55", "t0ken", "zoe"))
    assert not any(secret in str(here(address, "data")) for secret in ("pa55", "t0ken", "zoe"))


def test_a_missing_library_is_named(monkeypatch):
    def missing(_):
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr(fsspec, "url_to_fs", missing)
    with pytest.raises(DataFolderError) as refused:
        data_here("s3://bucket/data")
    assert str(refused.value).startswith(
        "s3://bucket/data: 's3://' needs a library that is not installed; in the project's folder: python"
    )


def test_folders_of_this_machine_are_taken_as_they_are_and_some_names_are_none_of_a_file_of_ours(tmp_path):
    taken = (data_here(tmp_path), here(str(tmp_path), "reports"), here(f"file://{tmp_path}", "data"))
    assert set(taken) == {tmp_path} and not remote_site.is_store("C:\\plans")
    names = ("../x.csv", "a/../../x", "a//b", ".hidden", "a/.making-A1/x", "a\\..\\x", "/x", "C:x.csv")
    assert [name for name in names if remote_site._may_be_file(name)] == []


@pytest.fixture(scope="module")
def bucket():
    server = pytest.importorskip("moto.server").ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ACCESS_KEY_ID", "test")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "s3cr3t-value")
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        environment.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        store = fsspec.filesystem("s3")
        store.mkdir("bucket")
        yield store
        store.clear_instance_cache()
    server.stop()


def test_a_whole_run_on_an_object_store(bucket, tmp_path):
    put(bucket, "bucket/data/plans", {name: plan_text(rows) for name, rows in PLANS.items()})
    notebooks = write_templates(tmp_path / "notebooks")
    given = {"data": "s3://bucket/data", "reports": "s3://bucket/reports", "notebooks": notebooks}
    given["site"] = RemoteSite(given["data"], given["reports"])
    first = run_batch(**given)
    assert first.failures == ()
    assert sorted(first.finished) == KEYS
    there = names_in(bucket, "bucket/reports")
    for key in KEYS:
        assert {f"{key}/report.html", f"{key}/report.ipynb", f"{key}/.receipt.json"} <= set(there)
    assert {"index.html", "run.json", "actions.csv", "benchmark.xlsx"} <= set(there)
    assert not [name for name in there if "making" in name or "running" in name]
    record = bucket.cat_file("bucket/reports/run.json").decode()
    assert "s3cr3t-value" not in record
    assert str(tmp_path) not in record

    assert sorted(run_batch(**given).unchanged) == KEYS
    shutil.rmtree(tmp_path / "home")
    assert sorted(run_batch(**given).unchanged) == KEYS, "another machine goes on where this one was"

    put(bucket, "bucket/data/plans", {"007/2022-23 plan.txt": plan_text(PLANS["007/2022-23 plan.txt"][:1])})
    changed = run_batch(**given)
    assert "organisations/007" in changed.finished
    record = json.loads(bucket.cat_file("bucket/reports/run.json"))
    assert record["notebooks"]["organisations/007"]["status"] == "done"


def test_the_command_takes_stores(bucket, tmp_path, capsys):
    put(bucket, "bucket/two/plans", {name: plan_text(rows) for name, rows in PLANS.items()})
    assert cli.main(["read", "--data", "s3://bucket/two", "--out", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "actions.csv").is_file()
    assert cli.main(["run", "--data", "s3://missing/data", "--reports", str(tmp_path / "r")]) == 1
    line = capsys.readouterr().err.splitlines()[-1]
    assert "s3cr3t-value" not in line
    assert line.startswith("wres-analysis: ")
