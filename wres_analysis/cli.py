"""The command `wres-analysis`: arguments in, one call, a clear exit status out.

Exit status: 0 all well; 1 something failed and is named, the rest is done; 2 wrong usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

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


Words = argparse._SubParsersAction
Command = argparse.ArgumentParser


def _parser() -> tuple[Command, list[Command]]:
    """The parser, and those of its commands that settings may fill."""
    description = "Read NHS WRES action plans, measure carry-over, compare organisations."
    parser = Command(prog="wres-analysis", description=description)
    parser.add_argument("--version", action="version", version=f"wres-analysis {__version__}")
    words = parser.add_subparsers(required=True, metavar="COMMAND")
    filled = [_add_read(words), _add_link(words), _add_run(words)]
    new = _command(words, "new", commands.new, _NOTHING, "a data folder to start from")
    new.add_argument("folder", metavar="DIR", type=Path, help="where; it must not be there, or be empty")
    _add_collect(words)
    _add_next(words)
    lab = "the notebooks are as they were last saved"
    opened = _command(words, "lab", commands.lab, lab, "open JupyterLab at 00_start_here")
    opened.epilog = "Further options go to JupyterLab, as --no-browser or --port 8890."
    installed = "what is installed, what is missing, how to mend it"
    _command(words, "doctor", commands.doctor, "run the same command again", installed)
    return parser, filled


def _command(
    words: Words[Command], name: str, does: Callable[[argparse.Namespace], int], stopped: str, says: str
) -> Command:
    command = words.add_parser(name, help=says)
    command.set_defaults(command=does, stopped=stopped)
    return command


def _option(command: Command, name: str, metavar: str, says: str, default: object = "", **more: Any) -> None:
    command.add_argument(name, default=default, metavar=metavar, help=says, **more)


def _add_read(words: Words[Command]) -> Command:
    says = "published plans to actions.csv and reading_notes.csv"
    read = _command(words, "read", commands.read, _NOTHING, says)
    _option(read, "--data", "PATH", "data folder, or one document", "data")
    _option(read, "--out", "DIR", "folder for the tables (default: reports)", "reports")
    _option(read, "--organisation", "CODE", "only this one; or whose document it is")
    _option(read, "--plan-year", "YEAR", "plan year of the one document, as 2022-23")
    _add_shared(read)
    return read


def _add_link(words: Words[Command]) -> Command:
    says = "a table of actions to links.csv, with what to review"
    link = _command(words, "link", commands.link, _NOTHING, says)
    link.add_argument("--actions", required=True, metavar="FILE", help="table of actions as CSV")
    _option(link, "--out", "DIR", "folder for the tables (default: reports)", "reports")
    _option(link, "--reviewed", "FILE", "links_reviewed.csv with decisions")
    every = "ask about every pair in doubt, not the most telling alone"
    link.add_argument("--review-all", action="store_true", help=every)
    return link


def _add_run(words: Words[Command]) -> Command:
    run = _command(words, "run", commands.run, _GO_ON, "the whole path: tables, pages, workbook")
    _option(run, "--data", "DIR", "data folder, also as s3://… (default: data)", "data")
    _option(run, "--reports", "DIR", "folder for the reports, also as s3://… (default: reports)", "reports")
    _option(run, "--organisation", "CODE", "only this report; may be repeated", [], action="append")
    run.add_argument("--fresh", action="store_true", help="make every report again")
    known = "for the notebooks that know it; may be repeated"
    _option(run, "--parameter", "NAME=VALUE", known, [], action="append", type=_name_and_value)
    engine = "run cells in the child process, or in a kernel of their own: slower, for widgets and doubts"
    run.add_argument("--engine", choices=("inline", "kernel"), default="inline", help=engine)
    _option(run, "--time-limit", "S", "seconds for one notebook (default: 300)", 300, type=_at_least_one)
    memory = "memory for one notebook (default: 4000)"
    _option(run, "--memory-limit", "MB", memory, 4000, type=_at_least_one)
    cluster = "work on a Dask cluster: tcp://host:8786; 'local:2' starts one on this machine to try it out"
    _option(run, "--cluster", "ADDRESS", cluster)
    _add_shared(run)
    return run


def _add_collect(words: Words[Command]) -> None:
    says = "the published files that sources.csv names"
    collect = _command(words, "collect", commands.collect, _GO_ON, says)
    collect.add_argument("folder", metavar="DIR", type=Path, help="data folder with a sources.csv")
    collect.add_argument("--check", action="store_true", help="only say what has changed since")
    again = "fetch also what is there; a changed file is kept apart"
    collect.add_argument("--again", action="store_true", help=again)


def _add_next(words: Words[Command]) -> None:
    says = "next year's plan to fill in, as Excel and Word"
    following = _command(words, "next", commands.following_plan, _NOTHING, says)
    _option(following, "--data", "DIR", "data folder (default: data)", "data")
    following.add_argument("--organisation", required=True, metavar="CODE", help="whose plan")
    _option(following, "--out", "DIR", "folder (default: this one)", ".", type=Path)


def _add_shared(command: Command) -> None:
    _option(command, "--jobs", "N", "how many at a time", os.cpu_count() or 1, type=_at_least_one)
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
