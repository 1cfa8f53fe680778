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

from wres_analysis.errors import DataFolderError, WresError

_PROJECT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str, optional
        Those of the command line by default.

    Returns
    -------
    int
        Exit status.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    given = _parser().parse_args(arguments)
    try:
        return int(given.command(given))
    except WresError as error:
        _complain(str(error))
        return 1
    except KeyboardInterrupt:
        _complain("stopped; what was finished stays, run the same command again to go on")
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
    lab = commands.add_parser("lab", help="open JupyterLab at 00_start_here")
    lab.set_defaults(command=_lab)
    doctor = commands.add_parser("doctor", help="what is installed, what is missing, how to mend it")
    doctor.set_defaults(command=_doctor)
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
    read.set_defaults(command=_read)


def _add_link(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    link = commands.add_parser("link", help="a table of actions to links.csv, with what to review")
    link.add_argument("--actions", required=True, metavar="FILE", help="table of actions as CSV")
    link.add_argument(
        "--out", default="reports", metavar="DIR", help="folder for the tables (default: reports)"
    )
    link.add_argument("--reviewed", default="", metavar="FILE", help="links_reviewed.csv with decisions")
    link.set_defaults(command=_link)


def _add_run(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    run = commands.add_parser("run", help="the whole path: tables, pages, workbook")
    run.add_argument("--data", default="data", metavar="DIR", help="data folder (default: data)")
    run.add_argument(
        "--reports", default="reports", metavar="DIR", help="folder for the reports (default: reports)"
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
    _add_shared(run)
    run.set_defaults(command=_run)


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
    from wres_analysis.reading import contradicted_keys, read_plan, read_plans
    from wres_analysis.tables import write_table

    data, out = Path(given.data), Path(given.out)
    if data.is_dir():
        codes = [given.organisation] if given.organisation else []
        read = read_plans(data, organisations=codes, jobs=given.jobs, keep_names=given.keep_names)
    else:
        read = read_plan(
            data, organisation=given.organisation, plan_year=given.plan_year, keep_names=given.keep_names
        )
    for name in ("actions", "reading_notes", "plans"):
        write_table(getattr(read, name), out / f"{name}.csv")
    _say(
        f"{len(read.actions)} actions and {len(read.reading_notes)} notes from {len(read.plans)} plans: {out}"
    )
    keys = [line for _, line in contradicted_keys(read.reading_notes)]
    return _named([*(str(problem.error) for problem in read.problems), *keys])


def _link(given: argparse.Namespace) -> int:
    from wres_analysis.linkage import link_plans
    from wres_analysis.linking.input import read_actions_table
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
    from wres_analysis.batch import run_batch
    from wres_analysis.reporting.progress import progress_for

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
            progress=progress_for(),
        )
    _say(
        f"{len(result.finished)} reports made, {len(result.unchanged)} unchanged, "
        f"{len(result.failures)} failed, in {result.seconds:.0f} s"
    )
    _say(f"open {result.reports / 'index.html'}")
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


def _lab(_: argparse.Namespace) -> int:
    start = "/lab/tree/notebooks/00_start_here.ipynb"
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--LabApp.default_url={start}",
        f"--ServerApp.root_dir={_PROJECT}",
    ]
    server = subprocess.Popen(command)
    while True:
        try:
            return server.wait()
        except KeyboardInterrupt:  # JupyterLab asks by itself whether to stop; a second one stops it
            continue


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
