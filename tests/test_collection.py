import hashlib
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pandas as pd
import pytest

from wres_analysis import cli, collection
from wres_analysis.collection import FETCHED_FILE, collect, read_sources
from wres_analysis.data_folder import find_plans
from wres_analysis.errors import DataFolderError

PLAN = b"WRES action plan 2022-23\n\nAction: Train the chairs of panels\nLead: HR\nDeadline: May 2023\n"
LONG_PLAN = PLAN + b"Train the chairs of panels. " * 6_000
PAGE = b"<!DOCTYPE html><html><body><h1>Action plan</h1><p>We will train the chairs.</p></body></html>"
LIST_OF_FILES = b"<!DOCTYPE html><html><body><a href='a.pdf'>a</a> <a href='b.docx'>b</a></body></html>"
LOGIN = b"<!DOCTYPE html><html><body><form><input type='password' name='p'></form></body></html>"


ANSWERS: dict[str, tuple[bytes, int, dict[str, str]]] = {
    "moved": (b"", 302, {"Location": "/text/plan.txt"}),
    "circle": (b"", 302, {"Location": "/circle"}),
    "gone": (b"no", 404, {}),
    "busy": (b"later", 429, {"Retry_After": "0"}),
    "login": (LOGIN, 200, {}),
    "lying": (PAGE, 200, {"Content_Type": "application/pdf"}),
    "page": (PAGE, 200, {"Content_Type": "application/pdf"}),
    "many": (LIST_OF_FILES, 200, {}),
    "empty": (b"", 200, {}),
}


class Published(BaseHTTPRequestHandler):
    """Answers as published pages do on their good and bad days."""

    asked: ClassVar[list[tuple[str, dict[str, str]]]] = []
    plan = PLAN

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.asked.append((self.path, dict(self.headers)))
        name = self.path.strip("/").split("/")[0]
        if name in ANSWERS:
            body, status, headers = ANSWERS[name]
            self.give(body, status, **headers)
        else:
            getattr(self, name)()

    def give(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def text(self) -> None:
        if self.headers.get("If-None-Match") == hashlib.md5(self.plan).hexdigest():
            self.give(b"", 304)
        else:
            self.give(self.plan, ETag=hashlib.md5(self.plan).hexdigest())

    def slow(self) -> None:
        time.sleep(0.05)
        self.give(PLAN)

    def busy_once(self) -> None:
        first = sum(path == self.path for path, _ in self.asked) == 1
        self.give(b"later" if first else PLAN, 429 if first else 200, Retry_After="0")

    def breaks(self) -> None:
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(LONG_PLAN) - start))
        self.end_headers()
        self.wfile.write(LONG_PLAN[start : start + 70_000])
        self.close_connection = True


@pytest.fixture(autouse=True)
def without_waiting(monkeypatch):
    """Servers are asked again at once."""
    monkeypatch.setattr(collection.Retry, "sleep", lambda *_: None)


@pytest.fixture
def address():
    Published.asked, Published.plan = [], PLAN
    server = ThreadingHTTPServer(("127.0.0.1", 0), Published)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def folder(place, *lines, head="code,plan_year,address"):
    place.mkdir(exist_ok=True)
    (place / "sources.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return place


def test_files_come_into_the_data_folder_with_what_is_known_of_them(address, tmp_path):
    lines = [f"007,2022-23,{address}/text/plan.pdf.txt", f"RXA,2021-23,{address}/page"]
    data = folder(tmp_path / "data", *lines, f"RXA,2023-24,{address}/moved")
    found = collect(data, pause=0)
    assert found.failures == []
    assert found.fetched == [
        "plans/007/2022-23 WRES action plan.txt",
        "plans/RXA/2021-23 WRES action plan.html",
        "plans/RXA/2023-24 WRES action plan.txt",
    ]
    assert (data / found.fetched[0]).read_bytes() == PLAN
    lock = pd.read_csv(data / FETCHED_FILE, dtype=str).set_index(["code", "plan_year"])
    assert lock.loc[("007", "2022-23"), "sha256"] == hashlib.sha256(PLAN).hexdigest()
    assert lock.loc[("RXA", "2023-24"), "came_from"] == f"{address}/text/plan.txt"
    assert [(plan.organisation, plan.plan_year) for plan in find_plans(data).plans] == list(lock.index)


def test_a_second_collection_asks_nobody_and_a_lost_file_is_fetched_again(address, tmp_path):
    data = folder(tmp_path / "data", f"007,2022-23,{address}/text", f"RXA,2022-23,{address}/page")
    files = collect(data, pause=0).fetched
    asked = len(Published.asked)
    assert collect(data, pause=0).unchanged == files
    assert len(Published.asked) == asked
    (data / files[1]).unlink()
    assert collect(data, pause=0).fetched == files[1:]


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("gone", "there is no such page any more (status 404); look for the new address"),
        ("busy", "the server asks to come back later (status 429)"),
        ("login", "a page to log in came instead"),
        ("lying/plan.pdf", "the name ends in .pdf but this is a web page"),
        ("circle", "it cannot be fetched (TooManyRedirects)"),
        ("empty", "the file is empty"),
    ],
)
def test_what_is_no_plan_is_one_line_and_the_others_are_fetched(address, tmp_path, path, says):
    data = folder(tmp_path / "data", f"RXA,2022-23,{address}/{path}", f"RXB,2022-23,{address}/text")
    found = collect(data, pause=0)
    (line,) = found.failures
    assert line.startswith(f"RXA 2022-23: {address}/{path}: ")
    assert says in line
    assert found.fetched == ["plans/RXB/2022-23 WRES action plan.txt"]
    assert [path.name for path in (data / "plans" / "RXA").iterdir()] == []


def test_slow_and_busy_servers_are_waited_for_and_what_broke_off_goes_on(address, tmp_path):
    kinds = enumerate(["slow", "busy_once", "breaks"])
    lines = [f"R{number},2022-23,{address}/{path}" for number, path in kinds]
    data = folder(tmp_path / "data", *lines)
    found = collect(data, pause=0)
    assert found.failures == []
    assert [(data / name).read_bytes() for name in found.fetched] == [PLAN, PLAN, LONG_PLAN]
    asked_for = [about.get("Range") for path, about in Published.asked if path == "/breaks"]
    assert asked_for == [None, "bytes=65536-", "bytes=131072-"]


def test_nobody_who_answers_is_one_line(tmp_path):
    data = folder(tmp_path / "data", "RXA,2022-23,http://127.0.0.1:9/plan.pdf")
    (line,) = collect(data, pause=0).failures
    assert "it does not answer" in line


def test_a_changed_file_is_named_and_kept_beside_the_old_one(address, tmp_path):
    data = folder(tmp_path / "data", f"007,2022-23,{address}/text")
    (name,) = collect(data, pause=0).fetched
    assert collect(data, check=True, pause=0).changed == []
    assert Published.asked[-1][1]["If-None-Match"]
    Published.plan = PLAN.replace(b"May", b"June")
    (line,) = collect(data, check=True, pause=0).changed
    assert line.startswith("007 2022-23: it is another file since ")
    (line,) = collect(data, again=True, pause=0).changed
    assert f"{name} stays as it is" in line
    assert (data / name).read_bytes() == PLAN
    (kept,) = (data / "plans" / "007" / "changed").iterdir()
    assert kept.read_bytes() == Published.plan
    assert len(find_plans(data).plans) == 1


def test_a_file_put_there_by_hand_stays_and_a_page_of_several_documents_is_not_crawled(address, tmp_path):
    data = folder(tmp_path / "data", f"007,2022-23,{address}/text", f"RXA,2022-23,{address}/many")
    own = data / "plans" / "007" / "Our plan 2022-23.txt"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"ours")
    found = collect(data, pause=0)
    assert own.read_bytes() == b"ours" and len(found.fetched) == len(Published.asked) == 1
    by_hand, several = found.remarks
    assert "was put there by hand and stays" in by_hand
    assert "the page links 2 documents, which were not fetched" in several


def test_a_hash_that_does_not_agree_is_refused(address, tmp_path):
    head = "code,plan_year,address,sha256"
    right = hashlib.sha256(PLAN).hexdigest()
    lines = [f"A,2022-23,{address}/text,{right}", f"B,2022-23,{address}/text,{'0' * 64}"]
    found = collect(folder(tmp_path / "data", *lines, head=head), pause=0)
    assert len(found.fetched) == 1
    assert "it is not the file whose sha256 stands in sources.csv" in found.failures[0]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["../up,2022-23,http://x/a"], "line 2: it needs a code"),
        (["A,soon,http://x/a"], "line 2: 'soon' is not a plan year"),
        (["A,2022-23,ftp://x/a"], "line 2: the address must begin with"),
        (["A,2022-23,http://x/a", "", "A,2022-23,http://x/b"], "names the same plan as line 2"),
    ],
)
def test_a_line_that_cannot_be_right_is_named(tmp_path, lines, says):
    with pytest.raises(DataFolderError, match=r"sources\.csv") as refused:
        read_sources(folder(tmp_path / "data", *lines))
    assert says in str(refused.value)


def test_the_command(address, tmp_path, capsys):
    data = folder(tmp_path / "data", f"007,2022-23,{address}/text", f"RXA,2022-23,{address}/gone")
    assert cli.main(["collect", str(data)]) == 1
    printed = capsys.readouterr()
    assert "1 file fetched, 0 there already, 0 changed, 1 failed" in printed.out
    assert printed.err.splitlines()[-1].startswith("wres-analysis: RXA 2022-23: ")
    assert cli.main(["collect", str(tmp_path)]) == 1
    assert "there is no sources.csv" in capsys.readouterr().err
