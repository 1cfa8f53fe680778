"""The command `wres-analysis`: arguments in, one call, a clear exit status out.

Exit status: 0 all well; 1 something failed and is named, the rest is done; 2 wrong usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from wres_analysis import __version__, commands
from wres_analysis.errors import WresError
from wres_analysis.processes.child_process import Interruption
from wres_analysis.settings import settings_for
from wres_analysis.writing import refused

_GO_ON = "what was finished stays, run the same command again to go on"
_NOTHING = "nothing was written, run the same command again"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    with Interruption(for_good=arguments is None) as interruption:
        return _status(sys.argv[1:] if arguments is None else list(arguments), interruption)


def _status(words: list[str], interruption: Interruption) -> int:
    """Do what was typed; whatever stops it is one line."""
    stopped = _NOTHING
    try:
        given = _given(words)
        stopped = given.stopped
        status = int(given.command(given))
        if not interruption.asked:
            return status
    except (Exception, KeyboardInterrupt) as error:
        # what a library makes of a stop is no fault
        if not interruption.asked and not isinstance(error, KeyboardInterrupt):
            if not isinstance(error, WresError | OSError):
                raise
            commands.complain(str(refused(error) if isinstance(error, OSError) else error))
            return 1
    commands.complain(f"stopped; {stopped}")
    return 1


def _given(arguments: Sequence[str]) -> argparse.Namespace:
    """What was typed, and below it what stands in the settings of the data folder."""
    words = ["--help"] if list(arguments) == ["help"] else arguments
    parser, known = _parser()
    given, more = parser.parse_known_args(words)
    if more and given.command is not commands.lab:
        parser.error(f"unrecognized arguments: {' '.join(more)}")
    settings = settings_for(getattr(given, "data", None))
    for command in known:
        command.set_defaults(**{name: settings[name] for name in vars(given) if name in settings})
    given, more = parser.parse_known_args(words)
    given.more = more
    given.settings = settings
    return given


def _parser() -> tuple[argparse.ArgumentParser, list[argparse.ArgumentParser]]:
    """The parser, and those of its commands that settings may fill."""
    parser = argparse.ArgumentParser(
        prog="wres-analysis",
        description="Read NHS WRES action plans, measure carry-over, compare organisations.",
    )
    parser.add_argument("--version", action="version", version=f"wres-analysis {__version__}")
    words = parser.add_subparsers(required=True, metavar="COMMAND")
    filled = [_add_read(words), _add_link(words), _add_run(words)]
    _add_new(words)
    _add_collect(words)
    _add_next(words)
    _add_lab(words)
    doctor = words.add_parser("doctor", help="what is installed, what is missing, how to mend it")
    doctor.set_defaults(command=commands.doctor, stopped="run the same command again")
    return parser, filled


def _add_read(words: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    read = words.add_parser("read", help="published plans to actions.csv and reading_notes.csv")
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
    read.set_defaults(command=commands.read, stopped=_NOTHING)
    return read


def _add_link(words: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    link = words.add_parser("link", help="a table of actions to links.csv, with what to review")
    link.add_argument("--actions", required=True, metavar="FILE", help="table of actions as CSV")
    link.add_argument(
        "--out", default="reports", metavar="DIR", help="folder for the tables (default: reports)"
    )
    link.add_argument("--reviewed", default="", metavar="FILE", help="links_reviewed.csv with decisions")
    link.add_argument(
        "--review-all", action="store_true", help="ask about every pair in doubt, not the most telling alone"
    )
    link.set_defaults(command=commands.link, stopped=_NOTHING)
    return link


def _add_run(words: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    run = words.add_parser("run", help="the whole path: tables, pages, workbook")
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
    run.set_defaults(command=commands.run, stopped=_GO_ON)
    return run


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


def _add_new(words: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    new = words.add_parser("new", help="a data folder to start from")
    new.add_argument("folder", metavar="DIR", type=Path, help="where; it must not be there, or be empty")
    new.set_defaults(command=commands.new, stopped=_NOTHING)


def _add_collect(words: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    collect = words.add_parser("collect", help="the published files that sources.csv names")
    collect.add_argument("folder", metavar="DIR", type=Path, help="data folder with a sources.csv")
    collect.add_argument("--check", action="store_true", help="only say what has changed since")
    collect.add_argument(
        "--again", action="store_true", help="fetch also what is there; a changed file is kept apart"
    )
    collect.set_defaults(command=commands.collect, stopped=_GO_ON)


def _add_next(words: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    following = words.add_parser("next", help="next year's plan to fill in, as Excel and Word")
    following.add_argument("--data", default="data", metavar="DIR", help="data folder (default: data)")
    following.add_argument("--organisation", required=True, metavar="CODE", help="whose plan")
    following.add_argument("--out", default=".", metavar="DIR", type=Path, help="folder (default: this one)")
    following.set_defaults(command=commands.following_plan, stopped=_NOTHING)


def _add_lab(words: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    more = "Further options go to JupyterLab, as --no-browser or --port 8890."
    lab = words.add_parser("lab", help="open JupyterLab at 00_start_here", epilog=more)
    lab.set_defaults(command=commands.lab, stopped="the notebooks are as they were last saved")


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


if __name__ == "__main__":
    sys.exit(main())
