"""What each command of `wres-analysis` does with its arguments; each returns the exit status."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from wres_analysis.errors import DataFolderError, with_code
from wres_analysis.processes.child_process import passed_on
from wres_analysis.writing import told

if TYPE_CHECKING:
    import pandas as pd

_PROJECT = Path(__file__).resolve().parent.parent
_NO_NEWS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}}
_FIRST = Path("notebooks", "00_start_here.ipynb")


def read(given: argparse.Namespace) -> int:
    """Published plans to actions.csv, reading_notes.csv and plans.csv."""
    from wres_analysis.cluster.remote_site import data_here
    from wres_analysis.plans.reading import contradicted_keys, read_plan, read_plans
    from wres_analysis.processes.progress import progress_for
    from wres_analysis.tables import write_tables

    data, out = data_here(given.data), _made(given.out)
    if data.is_dir():
        _refuse_plan_year(given.plan_year)
        codes = [given.organisation] if given.organisation else []
        read = read_plans(
            data, organisations=codes, jobs=given.jobs, keep_names=given.keep_names, progress=progress_for()
        )
    else:
        read = read_plan(
            data, organisation=given.organisation, plan_year=given.plan_year, keep_names=given.keep_names
        )
    tables = {name: getattr(read, name) for name in ("actions", "reading_notes", "plans")}
    refused = write_tables(tables, out)
    _say_what_was_read(len(read.actions), read.reading_notes["severity"], len(read.plans), out)
    failed = [(problem.organisation, str(problem.error)) for problem in read.problems]
    named = [with_code(*one) for one in [*failed, *contradicted_keys(read.reading_notes)]]
    return _named([*named, *refused])


def _made(given: str) -> Path:
    """The folder for tables, made before anything is read for it."""
    with told(given, "used as a folder"):
        Path(given).mkdir(parents=True, exist_ok=True)
    return Path(given)


def _refuse_plan_year(given: str) -> None:
    if given:
        raise DataFolderError(
            "it is for one document, and --data names a folder",
            "--plan-year",
            "leave it out, or name the document",
        )


def _say_what_was_read(actions: int, severities: Iterable[str], plans: int, out: Path) -> None:
    notes = list(severities)
    say(f"{actions} actions and {len(notes)} notes from {plans} plan{'s' if plans != 1 else ''}: {out}")
    if errors := notes.count("error"):
        say(
            f"{errors} of the notes are errors: look at {out / 'reading_notes.csv'}, or open 06_check_my_plan"
        )


def link(given: argparse.Namespace) -> int:
    """A table of actions to links.csv, link_candidates.csv and links_to_review.csv."""
    from wres_analysis.linking.input import read_actions_table
    from wres_analysis.linking.linkage import link_plans
    from wres_analysis.linking.review import read_reviewed_links
    from wres_analysis.tables import write_tables

    out = _made(given.out)
    actions, remarks = read_actions_table(Path(given.actions))
    for remark in remarks:
        complain(remark)
    if given.reviewed and not Path(given.reviewed).is_file():
        raise DataFolderError("there is no such file", given.reviewed, "check the path")
    reviewed = read_reviewed_links(Path(given.reviewed)) if given.reviewed else None
    linked = link_plans(actions, reviewed, review_all=given.review_all)
    tables = {
        "links": linked.links,
        "link_candidates": linked.candidates,
        "links_to_review": linked.to_review,
    }
    refused = write_tables(tables, out)
    more = f" ({linked.not_listed} more move a rate less: --review-all)" if linked.not_listed else ""
    say(f"{len(linked.links)} rows of links, {len(linked.to_review)} pairs to review{more}: {out}")
    if reviewed is not None and len(reviewed):
        say(_narrowed(actions[actions["organisation"].isin(reviewed["organisation"])], reviewed))
    return _named(refused)


def _narrowed(actions: pd.DataFrame, reviewed: pd.DataFrame) -> str:
    """How much the decisions of a person narrowed the rates of the organisations that they are about."""
    from wres_analysis.linking.linkage import link_plans
    from wres_analysis.linking.uncertainty import mean_width

    before, now = (100 * mean_width(link_plans(actions, given), actions) for given in (None, reviewed))
    count = f"{len(reviewed)} decision{'s' if len(reviewed) > 1 else ''}"
    return f"{count}: doubt about links makes a rate {now:.0f} points wide, not {before:.0f}"


def run(given: argparse.Namespace) -> int:
    """The whole path: tables, pages, workbook."""
    from wres_analysis.batch.run import run_batch
    from wres_analysis.cluster.remote_site import RemoteSite, index_page
    from wres_analysis.processes.progress import progress_for

    result = run_batch(
        given.data,
        given.reports,
        organisations=given.organisation,
        parameters=_parameters(given),
        jobs=given.jobs,
        fresh=given.fresh,
        keep_names=given.keep_names,
        engine=given.engine,
        seconds=given.time_limit,
        megabytes=given.memory_limit,
        site=RemoteSite(given.data, given.reports, given.cluster),
        progress=progress_for(),
    )
    say(
        f"{len(result.finished)} reports made, {len(result.unchanged)} unchanged, "
        f"{len(result.failures)} failed, in {result.seconds:.0f} s"
    )
    say(f"open {index_page(given.reports)}")
    return _named(result.failures)


def new(given: argparse.Namespace) -> int:
    """A data folder to start from."""
    from wres_analysis.settings import make_starter_folder

    make_starter_folder(given.folder)
    say(f"{given.folder}: put your plans into plans/<code>/, its README.md says the rest")
    return 0


def collect(given: argparse.Namespace) -> int:
    """The published files that sources.csv names."""
    from wres_analysis.collection import collect as collected
    from wres_analysis.processes.progress import progress_for

    found = collected(given.folder, check=given.check, again=given.again, progress=progress_for())
    for line in [*found.changed, *found.remarks]:
        say(line)
    files = f"{len(found.fetched)} file{'s' if len(found.fetched) != 1 else ''} fetched"
    say(
        f"{files}, {len(found.unchanged)} there already, {len(found.changed)} changed, "
        f"{len(found.failures)} failed"
    )
    return _named(found.failures)


def following_plan(given: argparse.Namespace) -> int:
    """Next year's plan to fill in, from what is not over in the newest one."""
    from wres_analysis.analysis import open as open_analysis
    from wres_analysis.reports.next_plan import next_plan, write_next_plan
    from wres_analysis.workforce import open_workforce

    analysis = open_analysis(given.data, organisations=[given.organisation], keep_names=True)
    indicators = open_workforce(given.data).indicators
    own = indicators[indicators["organisation"].eq(given.organisation)]
    name = analysis.name_of(given.organisation)
    plan = next_plan(name, analysis.register, analysis.actions, own)
    for path in write_next_plan(plan, given.out):
        say(f"{len(plan.rows)} actions that go on: {path}")
    return _named(analysis.unread)


def _parameters(given: argparse.Namespace) -> dict[str, object]:
    """Parameters of notebooks: those of the settings, and over them those that were typed."""
    from_settings = {name: given.settings[name] for name in ("peers",) if name in given.settings}
    return {**from_settings, **dict(given.parameter)}


def lab(given: argparse.Namespace) -> int:
    """JupyterLab, opened at the first notebook."""
    command = [
        *(sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={_project()}"),
        f"--LabApp.default_url=/lab/tree/{_FIRST.as_posix()}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",  # nothing calls out
        *given.more,
    ]
    with TemporaryDirectory() as folder:
        server = subprocess.Popen(command, env=_without_news(Path(folder)))
        with passed_on(server.send_signal):  # it asks by itself whether to stop, and ends its kernels
            return server.wait()


def _without_news(folder: Path) -> dict[str, str]:
    """Variables under which JupyterLab lays no question about its news over the page."""
    settings = folder / "labconfig" / "default_setting_overrides.json"
    settings.parent.mkdir()
    settings.write_text(json.dumps(_NO_NEWS), encoding="utf-8")
    paths = filter(None, [str(folder), os.environ.get("JUPYTER_CONFIG_PATH")])
    return {**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}


def _project() -> Path:
    """The folder that holds the notebooks: the one this is called from, or the one the package lies in."""
    for place in (Path.cwd(), _PROJECT):
        if (place / _FIRST).is_file():
            return place
    raise DataFolderError(
        f"there is no {_FIRST.as_posix()}, the notebooks are part of the project's folder",
        str(Path.cwd()),
        "go to a copy of the project and run it there",
    )


def doctor(_: argparse.Namespace) -> int:
    """What is installed, what is missing, how to mend it."""
    from wres_analysis.doctor import print_findings

    return print_findings()


def _named(failures: Iterable[str]) -> int:
    lines = list(failures)
    for line in lines:
        complain(line)
    return 1 if lines else 0


def say(line: str) -> None:
    """Print a line for the user."""
    print(line, flush=True)


def complain(line: str) -> None:
    """Print a line on what failed."""
    print(f"wres-analysis: {line}", file=sys.stderr, flush=True)
