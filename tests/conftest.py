import json
import os
import shutil
import sys
import tomllib
from concurrent.futures import Future
from pathlib import Path

import hypothesis
import matplotlib
import pytest
from filelock import FileLock

from wres_analysis.processes import workers

matplotlib.use("agg")
workers.preload("wres_analysis.batch.preloading")  # before any test starts the server of the children
# tests assert behaviour, never times; other examples are drawn in each run, so thirty do for one
hypothesis.settings.register_profile("few", deadline=None, max_examples=30)
# The checks of start.py draw the same examples each time: whoever runs them meets no failure of chance.
hypothesis.settings.register_profile("repeatable", hypothesis.settings.get_profile("few"), derandomize=True)
hypothesis.settings.load_profile("few")

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

# fixtures that start a run of the batch, a browser, a cluster or a store
GIVE_WHOLE_RUNS = {"finished", "sample_reports", "browser", "night", "scratch", "bucket"}
GIVE_WHOLE_RUNS |= {"cluster", "cluster_of_processes"}
SAMPLE_CODES = ("TAH", "DUN", "5E1", "LMS", "BKF", "007")  # two with one or a short plan, six to be compared
HEADER = "Ref\tAction\tOwner\tDeadline\tStatus\tProgress"
PLANS = {
    "A1/2021-22 plan.txt": [
        "1\tTrain interview panels in fair selection\tHead of OD\tMarch 2022\tIn progress\tTwo cohorts held",
        "2\tPublish the pay gap by ethnic group\tHead of Workforce\tOctober 2021\tComplete\tPublished",
        "3\tSet up a reverse mentoring scheme\tHead of OD\tMarch 2022\tNot started\t",
    ],
    "A1/2022-23 plan.txt": [
        "1\tTrain interview panels in fair selection\tHead of OD\tMarch 2023\tIn progress\tNow four cohorts",
        "2\tSet up a reverse mentoring scheme\tHead of OD\tMarch 2023\tIn progress\tCarried over from 21/22",
        "3\tReview the grievance procedure with staff side\tHead of ER\tMarch 2023\tNot started\t",
    ],
    "007/2022-23 plan.txt": [
        "1\tAppoint an executive sponsor for race equality\tChief Executive\tJune 2022\tComplete\tDone",
        "2\tMonitor access to training by ethnic group\t\tOngoing\tIn progress\t",
    ],
}


def pytest_ignore_collect(collection_path, config):
    """The tests with a real JupyterLab are run apart, by their name; `as_elsewhere` is for children only."""
    if collection_path == ROOT / "tests" / "as_elsewhere":
        return True
    if collection_path == ROOT / "tests" / "browser":
        return not any("browser" in argument for argument in config.args) or None
    return None


def pytest_addoption(parser):
    parser.addoption("--covered", action="store_true", help="measure with -n what of the package is covered")


@pytest.hookimpl(tryfirst=True)  # before slipcover looks, and the workers begin
def pytest_configure(config):
    if config.getoption("covered"):
        os.environ.update(SLIPCOVER_ENABLED="1", SLIPCOVER_BRANCH="1", SLIPCOVER_SOURCE="wres_analysis")


@pytest.hookimpl(trylast=True)  # after slipcover has put together what the workers saw
def pytest_sessionfinish(session):
    """Say how much is covered, and fail below the floor."""
    if session.config.getoption("covered") and "PYTEST_XDIST_WORKER" not in os.environ:
        found = Path(os.environ["SLIPCOVER_COVERAGE_DIR"])
        percent = json.loads((found / "merged.json").read_text())["summary"]["percent_covered"]
        floor = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["slipcover"]["fail-under"]
        said = f"\n{percent:.1f}% of lines and branches are covered; the floor is {floor}%"
        session.config.pluginmanager.get_plugin("terminalreporter").write_line(said)
        shutil.rmtree(found)
        session.exitstatus = session.exitstatus or int(percent < floor)


@pytest.hookimpl(tryfirst=True)  # before pytest leaves out what is marked
def pytest_collection_modifyitems(items):
    """Whatever is given a finished run, a browser, a cluster or a store is a whole run."""
    for item in items:
        if not GIVE_WHOLE_RUNS.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker("whole_run")


def pytest_terminal_summary(terminalreporter):
    """Say how many file operations were refused, one after the other."""
    outcomes = [one for name in ("passed", "failed") for one in terminalreporter.stats.get(name, ())]
    hit = sum(dict(one.user_properties).get("fault points", 0) for one in outcomes)
    if hit:
        terminalreporter.write_line(f"{hit} file operations were refused, each in a run of its own")


def in_this_process(function, items, *, remedy="", name=str, on_start=None, **_):
    """As `run_in_children`, one item after the other and here."""
    for item in items:
        if on_start:
            on_start(item)
        call, done = workers._Call(function, None, remedy), Future()
        done.set_result(call(item))
        yield workers._outcome(call, done, item, name(item), 0, 0)


@pytest.fixture(autouse=True)
def read_here(request, monkeypatch):
    """In the library documents are read in this process, in whole runs in children."""
    from wres_analysis.plans import reading, reading_cache

    if not request.node.get_closest_marker("whole_run"):
        for reads in (reading.read_documents, reading_cache.read_once):
            monkeypatch.setitem(reads.__kwdefaults__, "run", in_this_process)
        for name in ("checked_plan", "plan_pages"):
            if module := sys.modules.get(f"wres_analysis.notebook.plan_check.{name}"):
                monkeypatch.setattr(module, "run_in_children", in_this_process)


def plan_text(rows, title="Workforce Race Equality Standard action plan"):
    return "\n".join([title, "", HEADER, *rows]) + "\n"


def lay_out(data, plans=PLANS):
    """A data folder with these plans."""
    for name, rows in plans.items():
        path = data / "plans" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(plan_text(rows), encoding="utf-8")
    return data


@pytest.fixture
def small_data(tmp_path):
    """A data folder of two organisations: one with two plans, one with a single plan and an awkward code."""
    return lay_out(tmp_path / "data")


@pytest.fixture(scope="session")
def finished(tmp_path_factory):
    """A folder with `data`, tiny `notebooks`, and `reports` with every report finished; to be copied."""
    from small_notebooks import write_templates

    from wres_analysis.batch.run import run_batch

    place = tmp_path_factory.mktemp("finished")
    notebooks = write_templates(place / "notebooks")
    result = run_batch(lay_out(place / "data"), place / "reports", notebooks=notebooks)
    assert result.failures == ()
    return place


@pytest.fixture(scope="session")
def sample_reports(tmp_path_factory):
    """Reports of the shipped notebooks on some organisations of the sample, made once for all workers."""
    from wres_analysis.batch.run import run_batch

    own = tmp_path_factory.getbasetemp()
    place = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "sample_reports"
    with FileLock(f"{place}.lock"):
        if not place.is_dir():
            for code in SAMPLE_CODES:
                for folder in (ROOT / "data").glob(f"*/{code}"):
                    shutil.copytree(folder, place / "data" / folder.parent.name / code)
            shutil.copy(ROOT / "data" / "organisations.csv", place / "data")
            result = run_batch(place / "data", place / "reports", notebooks=ROOT / "notebooks")
            assert result.failures == ()
    return place / "reports"


@pytest.fixture(scope="module")
def browser():
    """The system's Chromium; open for one module only, since it keeps an event loop running."""
    driver_package = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if BROWSER is None:
        pytest.skip("Chromium is not installed")
    options = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    with driver_package.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=BROWSER, args=options)
        yield chromium
        chromium.close()


@pytest.fixture
def place(finished, tmp_path):
    """A copy of `finished` for one test."""
    return shutil.copytree(finished, tmp_path / "place")
