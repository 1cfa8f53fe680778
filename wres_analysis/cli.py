"""The command `wres-analysis`: arguments in, one call, a clear exit status out.

Exit status: 0 all well; 1 something failed and is named, the rest is done; 2 wrong usage.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from wres_analysis.errors import DataFolderError, WresError, with_code

_PROJECT = Path(__file__).resolve().parent.parent
_FIRST = Path("notebooks", "00_start_here.ipynb")
_GO_ON = "what was finished stays, run the same command again to go on"
_NOTHING = "nothing was written, run the same command again"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    parser = _parser()
    given, more = parser.parse_known_args(arguments)
    given.more = more
    if more and given.command is not _lab:
        parser.error(f"unrecognized arguments: {' '.join(more)}")
    try:
        return int(given.command(given))
    except WresError as error:
        _complain(str(error))
        return 1
    except KeyboardInterrupt:
        _complain(f"stopped; {given.stopped}")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="wres-analysis",
        description="Read NHS WRES action plans, measure carry-over, compare organisations.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_read(commands)
    _add_link(commands)
    _add_run(commands)
    _add_lab(commands)
    doctor = commands.add_parser("doctor", help="what is installed, what is missing, how to mend it")
    doctor.set_defaults(command=_doctor, stopped="run the same command again")
    return parser


def _add_read(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    read = commands.add_parser("read", help="published plans to actions.csv and reading_notes.csv")
    read.add_argument("--data", default="data", metavar="PATH", help="data folder, or one document")
    read.add_argument(
        "--out", default="reports", metavar="DIR", help="folder for the tables (default: reports)"
    )
    read.add_argument(
        "--organisation", default="", metavar="CODE", help="only this one; or whose document it is"
    )
    read.add_argument(
        "--plan-year", default="", metavar="YEAR", help="plan year of the one document, as 2022-23"
    )
    _add_shared(read)
    read.set_defaults(command=_read, stopped=_NOTHING)


def _add_link(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    link = commands.add_parser("link", help="a table of actions to links.csv, with what to review")
    link.add_argument("--actions", required=True, metavar="FILE", help="table of actions as CSV")
    link.add_argument(
        "--out", default="reports", metavar="DIR", help="folder for the tables (default: reports)"
    )
    link.add_argument("--reviewed", default="", metavar="FILE", help="links_reviewed.csv with decisions")
    link.set_defaults(command=_link, stopped=_NOTHING)


def _add_run(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    run = commands.add_parser("run", help="the whole path: tables, pages, workbook")
    run.add_argument(
        "--data", default="data", metavar="DIR", help="data folder, also as s3://… (default: data)"
    )
    run.add_argument(
        "--reports",
        default="reports",
        metavar="DIR",
        help="folder for the reports, also as s3://… (default: reports)",
    )
    run.add_argument(
        "--organisation",
        action="append",
        default=[],
        metavar="CODE",
        help="only this report; may be repeated",
    )
    run.add_argument("--fresh", action="store_true", help="make every report again")
    run.add_argument(
        "--parameter",
        action="append",
        default=[],
        type=_name_and_value,
        metavar="NAME=VALUE",
        help="for the notebooks that know it; may be repeated",
    )
    run.add_argument(
        "--engine",
        choices=("inline", "kernel"),
        default="inline",
        help="run cells in the child process, or in a kernel of their own: slower, for widgets and doubts",
    )
    _add_limits(run)
    run.add_argument(
        "--cluster",
        default="",
        metavar="ADDRESS",
        help="work on a Dask cluster: tcp://host:8786; 'local:2' starts one on this machine to try it out",
    )
    _add_shared(run)
    run.set_defaults(command=_run, stopped=_GO_ON)


def _add_limits(run: argparse.ArgumentParser) -> None:
    run.add_argument(
        "--time-limit",
        type=_at_least_one,
        default=300,
        metavar="S",
        help="seconds for one notebook (default: 300)",
    )
    run.add_argument(
        "--memory-limit",
        type=_at_least_one,
        default=4000,
        metavar="MB",
        help="memory for one notebook (default: 4000)",
    )


def _add_lab(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    more = "Further options go to JupyterLab, as --no-browser or --port 8890."
    lab = commands.add_parser("lab", help="open JupyterLab at 00_start_here", epilog=more)
    lab.set_defaults(command=_lab, stopped="the notebooks are as they were last saved")


def _add_shared(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--jobs", type=_at_least_one, default=os.cpu_count() or 1, metavar="N", help="how many at a time"
    )
    command.add_argument("--keep-names", action="store_true", help="keep names of persons as printed")


def _name_and_value(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise argparse.ArgumentTypeError(f"'{text}' is not NAME=VALUE")
    return name, value


def _at_least_one(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number of 1 or more")
    return int(text)


def _read(given: argparse.Namespace) -> int:
    from wres_analysis.cluster.object_stores import data_here
    from wres_analysis.plans.reading import contradicted_keys, read_plan, read_plans
    from wres_analysis.processes.progress import progress_for
    from wres_analysis.tables import write_table

    data, out = data_here(given.data), Path(given.out)
    if data.is_dir():
        _refuse_plan_year(given.plan_year)
        codes = [given.organisation] if given.organisation else []
        read = read_plans(
            data,
            organisations=codes,
            jobs=given.jobs,
            keep_names=given.keep_names,
            progress=progress_for(),
        )
    else:
        read = read_plan(
            data, organisation=given.organisation, plan_year=given.plan_year, keep_names=given.keep_names
        )
    for name in ("actions", "reading_notes", "plans"):
        write_table(getattr(read, name), out / f"{name}.csv")
    _say_what_was_read(len(read.actions), read.reading_notes["severity"], len(read.plans), out)
    failed = [(problem.organisation, str(problem.error)) for problem in read.problems]
    return _named(with_code(*one) for one in [*failed, *contradicted_keys(read.reading_notes)])


def _refuse_plan_year(given: str) -> None:
    if given:
        raise DataFolderError(
            "it is for one document, and --data names a folder",
            "--plan-year",
            "leave it out, or name the document",
        )


def _say_what_was_read(actions: int, severities: Iterable[str], plans: int, out: Path) -> None:
    notes = list(severities)
    _say(f"{actions} actions and {len(notes)} notes from {plans} plan{'s' if plans != 1 else ''}: {out}")
    if errors := notes.count("error"):
        _say(
            f"{errors} of the notes are errors: look at {out / 'reading_notes.csv'}, or open 06_check_my_plan"
        )


def _link(given: argparse.Namespace) -> int:
    from wres_analysis.linking.input import read_actions_table
    from wres_analysis.linking.linkage import link_plans
    from wres_analysis.linking.review import read_reviewed_links
    from wres_analysis.tables import write_table

    actions, remarks = read_actions_table(Path(given.actions))
    for remark in remarks:
        _complain(remark)
    if given.reviewed and not Path(given.reviewed).is_file():
        raise DataFolderError("there is no such file", given.reviewed, "check the path")
    linked = link_plans(actions, read_reviewed_links(Path(given.reviewed)) if given.reviewed else None)
    out = Path(given.out)
    write_table(linked.links, out / "links.csv")
    write_table(linked.candidates, out / "link_candidates.csv")
    write_table(linked.to_review, out / "links_to_review.csv")
    _say(f"{len(linked.links)} rows of links, {len(linked.to_review)} pairs to review: {out}")
    return 0


def _run(given: argparse.Namespace) -> int:
    from wres_analysis.batch.run import run_batch
    from wres_analysis.cluster.object_stores import index_page
    from wres_analysis.cluster.remote_site import RemoteSite
    from wres_analysis.processes.progress import progress_for

    with _stopped_by_signals():
        result = run_batch(
            given.data,
            given.reports,
            organisations=given.organisation,
            parameters=dict(given.parameter),
            jobs=given.jobs,
            fresh=given.fresh,
            keep_names=given.keep_names,
            engine=given.engine,
            seconds=given.time_limit,
            megabytes=given.memory_limit,
            site=RemoteSite(given.data, given.reports, given.cluster),
            progress=progress_for(),
        )
    _say(
        f"{len(result.finished)} reports made, {len(result.unchanged)} unchanged, "
        f"{len(result.failures)} failed, in {result.seconds:.0f} s"
    )
    _say(f"open {index_page(given.reports)}")
    return _named(result.failures)


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """Stop in good order on SIGTERM as on Ctrl-C, and only once."""

    def stop(*_: object) -> None:
        for number in before:
            signal.signal(number, signal.SIG_IGN)  # a second one must not cut the clearing up short
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _lab(given: argparse.Namespace) -> int:
    command = [
        *(sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={_project()}"),
        f"--LabApp.default_url=/lab/tree/{_FIRST.as_posix()}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",  # nothing calls out
        "--LabApp.news_url=None",  # nor asks whether it may
        *given.more,
    ]
    server = subprocess.Popen(command)
    while True:
        try:
            return server.wait()
        except KeyboardInterrupt:  # JupyterLab asks by itself whether to stop; a second one stops it
            continue


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


def _doctor(_: argparse.Namespace) -> int:
    from wres_analysis.doctor import print_findings

    return print_findings()


def _named(failures: Iterable[str]) -> int:
    lines = list(failures)
    for line in lines:
        _complain(line)
    return 1 if lines else 0


def _say(line: str) -> None:
    print(line, flush=True)


def _complain(line: str) -> None:
    print(f"wres-analysis: {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
