"""Every command and every example of the documentation and the README runs, on a small copy of the sample.

Above a block a comment may stand, `% name: text`, or `<!-- name: text -->` where GitHub shows the page:

    not run              why; the options of every command in the block are checked all the same
    not compared         why; run, but its output is not compared with the one that is printed
    file                 the block is a file, and is written before the commands of its page are run
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import shlex
import shutil
import textwrap
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import papermill
import pytest
from conftest import ROOT
from small_notebooks import write_templates

import wres_analysis.batch.run
from wres_analysis import cli

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
CODES = ("5E1", "Hdl", "LMS")
NEVER_RUN = {"test": "it would run these tests", "lab": "it opens a browser"}
BLOCK = re.compile(
    r"(?:^[ ]*(?:%|<!--)[ ](?P<mark>not run|not compared|file)\b(?P<about>[^\n]*)\n)?"
    r"^(?P<indent>[ ]*)```(?P<language>\w*|\{[^\n]*)\n(?P<body>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)


class Block(NamedTuple):
    page: str
    mark: str
    about: str
    language: str
    body: str

    @property
    def commands(self) -> list[str]:
        """The commands in the block, a line that goes on joined to the one before."""
        lines = self.body.replace("\\\n", " ").splitlines()
        if self.language == "console":
            return [line[2:] for line in lines if line.startswith("$ ")]
        own = ("python start.py", "wres-analysis", "papermill ")
        return [line for line in lines if self.language in ("", "bash", "sh") and line.startswith(own)]

    def write_file(self, folder: Path) -> None:
        if self.mark == "file":
            (folder / self.about).parent.mkdir(parents=True, exist_ok=True)
            (folder / self.about).write_text(self.body, encoding="utf-8")


def blocks_of(path: Path) -> list[Block]:
    page = path.relative_to(ROOT).as_posix()
    found = [one.groupdict("") for one in BLOCK.finditer(path.read_text(encoding="utf-8"))]
    return [
        Block(page, one["mark"], one["about"].strip(" :->"), one["language"], textwrap.dedent(one["body"]))
        for one in found
    ]


def pages_with(has: Callable[[Block], object]) -> list[object]:
    """The pages that have such a block, each under its own name."""
    found = [path for path in PAGES if any(map(has, blocks_of(path)))]
    return [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in found]


# --- where they run -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder like the project's, with three organisations of the sample and their reports."""
    folder = tmp_path_factory.mktemp("docs")
    copy_sample(folder)
    templates = write_templates(folder / "small_notebooks")
    module = wres_analysis.batch.run
    whole = module.run_batch

    def small(*given: object, **named: object) -> object:
        """The small notebooks know no parameters of the real ones; `declared` checks those."""
        return whole(*given, **named | {"notebooks": templates, "parameters": {}})

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(module, "run_batch", small)
        assert cli.main(["run", "--data", "data", "--reports", "reports"]) == 0
        yield folder


def copy_sample(folder: Path) -> None:
    sample = ROOT / "data"
    for code in CODES:
        shutil.copytree(sample / "plans" / code, folder / "data" / "plans" / code)
    rows = (sample / "organisations.csv").read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if row.split(",")[0] in ("code", *CODES)]
    (folder / "data" / "organisations.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    (folder / "wheelhouse").mkdir()


@pytest.fixture
def own_plans(scratch: Path) -> Path:
    """Two plans of one's own, as they are at the beginning of each page."""
    shutil.rmtree(scratch / "my_data", ignore_errors=True)
    put_plans(scratch / "my_data")
    shutil.copy(scratch / "reports" / "actions.csv", scratch / "my_actions.csv")
    return scratch


def put_plans(data: Path) -> None:
    """What a page tells its reader to do: two published plans, by their years."""
    own = data / "plans" / "RXA"
    own.mkdir(parents=True)
    for year, later in (("2020-21", "2022-23"), ("2021-22", "2023-24")):
        published = ROOT / "data" / "plans" / "Hdl" / f"{year} WRES action plan.pdf"
        shutil.copy(published, own / f"{later} WRES action plan.pdf")


# --- commands -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def start() -> ModuleType:
    """start.py, which tells its words to wres-analysis and sets nothing up."""
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.set_up = lambda *_, **__: Path("python")
    module.perform = lambda _, words: module.told.append(list(words)) or 0
    module.told = []
    return module


def words_for_the_command(command: str, start: ModuleType) -> list[str] | None:
    """The words that reach wres-analysis; None for a command of another program."""
    words = shlex.split(command, comments=True)
    if words[:2] == ["python", "start.py"]:
        assert start.main(words[2:]) == 0, command
        return start.told[-1] or ["run", "--data", "data", "--reports", "reports"]
    return words[1:] if words[0] == "wres-analysis" else None


@pytest.mark.parametrize("path", pages_with(lambda one: one.commands))
def test_the_commands_of_a_page_run(path, own_plans, start, capfd):
    for block in blocks_of(path):
        block.write_file(own_plans)
        for number, command in enumerate(block.commands):
            words = words_for_the_command(command, start)
            if words is None:
                assert block.mark == "not run" and block.about, f"{block.page}: who runs '{command}'?"
                checked_without_running(command)
                continue
            if words[0] == "test":
                continue
            declared(cli._parser()[0].parse_args(words))
            if block.mark == "not run" or words[0] in NEVER_RUN:
                continue
            capfd.readouterr()
            if words[0] == "new":
                shutil.rmtree(words[1], ignore_errors=True)
            status = cli.main(words)
            if words[0] == "new":
                put_plans(Path(words[1]))
            out, err = capfd.readouterr()
            failure_is_shown = any(line.startswith("wres-analysis: ") for line in block.body.splitlines())
            assert status == int(failure_is_shown), f"{block.page}: {command}\n{err}"
            if block.mark == "" and block.language == "console":
                compare(printed_in(block, number), out + err, f"{block.page}: {command}")


def declared(given: object) -> None:
    """Refuse a `--parameter` that no notebook declares."""
    for name, _ in getattr(given, "parameter", []):
        assert name in {name for path in (ROOT / "notebooks").glob("*.ipynb") for name in parameters_of(path)}


def parameters_of(path: Path) -> set[str]:
    return set(papermill.inspect_notebook(str(path)))


def checked_without_running(command: str) -> None:
    """What can be said of another program: its files are there, the parameters are declared."""
    words = shlex.split(command)
    named = [word for word in words if word.endswith((".lock", ".yml", ".ipynb")) and word != "one.ipynb"]
    assert [name for name in named if not (ROOT / name).is_file()] == []
    if words[0] == "papermill":
        given = {words[place + 1] for place, word in enumerate(words) if word in ("-p", "-r")}
        assert given <= parameters_of(ROOT / named[0])


def printed_in(block: Block, number: int) -> list[str]:
    """What the page shows below a command."""
    parts = re.split(r"^\$ .*\n?", block.body, flags=re.MULTILINE)[1:]
    return [line for line in parts[number].splitlines() if line.strip() not in ("", "...")]


def compare(shown: list[str], really: str, where: str) -> None:
    """Each line that is shown is printed as well; seconds may differ."""
    shown, lines = (
        re.sub(r"in \d+ s\b", "in N s", "\n".join(text)).splitlines() for text in (shown, [really])
    )
    for line in shown:
        assert line.strip() in map(str.strip, lines), f"{where}\nshows: {line}\nprints: {really}"


def test_commands_that_contributors_type_are_right(start):
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    typed = re.findall(r"^    ((?:python|uv|wres-analysis) .+)$", page, re.MULTILINE)
    assert typed
    for command in typed:  # all others need a network
        words = words_for_the_command(command, start)
        if words is None:
            checked_without_running(command)
        elif words[0] != "test":
            cli._parser()[0].parse_args(words)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_options_named_in_a_sentence_exist(path):
    known = {option for one in subcommands().values() for option in one._option_string_actions}
    known |= {"--offline"}
    page = path.read_text(encoding="utf-8")
    for command in re.findall(r"`(?:python start\.py|wres-analysis) ([^`\n]+)`", page):
        first, *_ = words = command.split()
        assert first in {*subcommands(), "test", "WORDS"} or first.startswith("-"), command
        assert {word for word in words if word.startswith("-")} <= known, command


# --- Python -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", pages_with(lambda one: one.language == "python"))
def test_the_python_of_a_page_runs_and_prints_what_is_shown(path, own_plans):
    names: dict[str, object] = {}
    printed = ""
    for block in blocks_of(path):
        if block.mark == "file":
            block.write_file(own_plans)
        elif block.language == "python":
            code = compile(block.body, block.page, "exec")
            with redirect_stdout(StringIO()) as said:
                exec(code if block.mark != "not run" else "", names)
            printed = said.getvalue()
        elif block.language == "text" and printed:
            assert block.body.rstrip() == printed.rstrip(), block.page
            printed = ""


# --- the collecting itself ----------------------------------------------------------------------------


def test_a_misspelt_option_would_be_found(start):
    words = words_for_the_command("python start.py run --dta my_data", start)
    with pytest.raises(SystemExit):
        cli._parser()[0].parse_args(words)


def test_every_block_is_seen():
    texts = {path: path.read_text(encoding="utf-8") for path in PAGES}
    fences = {path.name: len(re.findall(r"^ *```", text, re.MULTILINE)) for path, text in texts.items()}
    assert fences == {path.name: 2 * len(blocks_of(path)) for path in PAGES}


def test_every_subcommand_is_shown_on_some_page():
    said = " ".join(command for path in PAGES for block in blocks_of(path) for command in block.commands)
    assert [name for name in subcommands() if f"start.py {name}" not in said] == []


def subcommands() -> dict[str, argparse.ArgumentParser]:
    (found,) = [one for one in cli._parser()[0]._actions if isinstance(one, argparse._SubParsersAction)]
    return dict(found.choices)


def test_scratch_is_not_the_project(scratch):
    assert Path(os.curdir).resolve() == scratch.resolve() != ROOT
