"""The house keeps its own rules: one dependency list, sorted vocabularies, short modules, known files."""

from __future__ import annotations

import ast
import csv
import importlib
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib import metadata
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).resolve().parent.parent
PACKAGE = PROJECT / "wres_analysis"
WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))
MODULES = sorted(PACKAGE.rglob("*.py"))
VOCABULARIES = sorted((PACKAGE / "vocabulary").rglob("*.csv"))
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ["requirements.lock", "requirements-test.lock"]
CONDA_NAMES = {"matplotlib-base": "matplotlib"}
IN_READING_ORDER = {  # reports print them, or search them, in this order
    "measures.csv",
    "status_groups.csv",
    "table_columns.csv",
    "themes.csv",
    "workbook_columns.csv",
    "workbook_sheets.csv",
    "workforce_definitions.csv",
    "workforce_measures.csv",
}
ALLOWED = {  # file types by first folder; "" is the project folder itself
    "": {".md", ".toml", ".yml", ".lock", ".py", "LICENSE", ".gitignore", ".gitattributes", ".svg", ".png"},
    ".ci": {"run"},
    ".github": {".yml"},
    "benchmarks": {".py", ".md", ".csv", ".json"},
    "data": {".csv", ".txt", ".tsv", ".xlsx", ".pdf", ".docx", ".html", ".md"},
    "docs": {".md", ".png", ".svg", ".py", ".css", ".html"},
    "notebooks": {".ipynb"},
    "reports": {".md"},
    "tests": {".py", ".csv", ".txt", ".tsv", ".xlsx", ".pdf", ".docx", ".html", ".json", ".md", ".cfg"},
    "wres_analysis": {".py", ".md", ".csv", ".css", ".json", ".typed", ".html", ".j2", ".js"},
}


def declared(lock: str = "requirements-test.lock") -> dict[str, Requirement]:
    """What must be in a lock: what the package needs, and for the checks every extra besides."""
    project = PYPROJECT["project"]
    extras = project["optional-dependencies"]
    wanted = [extras["build"]] if lock == "requirements.lock" else list(extras.values())
    found = map(Requirement, chain(project["dependencies"], *wanted))
    return {canonicalize_name(line.name): line for line in found if line.name != project["name"]}


def locked(lock: str) -> list[tuple[Requirement, int]]:
    """Every requirement of a lock, with its number of hashes."""
    text = (PROJECT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return [(Requirement(line.split(" --hash")[0]), line.count("--hash=sha256:")) for line in lines]


def conda() -> dict[str, Requirement]:
    listed = re.findall(r"^ +- ([a-z].*)$", (PROJECT / "environment.yml").read_text(encoding="utf-8"), re.M)
    found = [Requirement(line) for line in listed if line not in ("conda-forge", "nodefaults", "pip", "pip:")]
    return {canonicalize_name(CONDA_NAMES.get(line.name, line.name)): line for line in found}


def tracked() -> list[Path]:
    try:
        done = subprocess.run(
            ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True, encoding="utf-8"
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("git does not know this folder: there is no list of tracked files")
    return [PROJECT / name for name in done.stdout.split("\0") if name and (PROJECT / name).is_file()]


# --- dependencies -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lock", LOCKS)
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize(
    ("platform", "system", "name"),
    [("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt")],
)
def test_the_lock_satisfies_every_direct_dependency(
    lock: str, python: str, platform: str, system: str, name: str
) -> None:
    where = {"python_version": python, "python_full_version": f"{python}.9", "sys_platform": platform}
    where |= {"platform_system": system, "os_name": name}
    held: dict[str, list[str]] = {}
    for line, _ in locked(lock):
        if line.marker is None or line.marker.evaluate(where):
            held.setdefault(canonicalize_name(line.name), []).append(next(iter(line.specifier)).version)
    assert {key: len(versions) for key, versions in held.items() if len(versions) > 1} == {}
    for key, wanted in declared(lock).items():
        assert wanted.specifier.contains(held[key][0]), f"{wanted}, the lock has {held[key]}"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_and_hashes_all_that_builds_the_project_and_names_no_address(lock: str) -> None:
    for line, hashes in locked(lock):
        assert [bound.operator for bound in line.specifier] == ["=="] and hashes > 0, line
    versions = {line.name: next(iter(line.specifier)).version for line, _ in locked(lock)}
    for wanted in map(Requirement, PYPROJECT["build-system"]["requires"]):
        assert wanted.specifier.contains(versions[wanted.name])
    text = (PROJECT / lock).read_text(encoding="utf-8")
    assert not re.search(r"(?m)://|^\s*-(e|f|i|r)\b|--(index|extra|find)|file:| /[a-z]+/", text)


def test_what_is_run_is_what_is_tested() -> None:
    """Every line of the lock stands in the lock of the checks, in the same version."""
    run, tested = ({(line.name, str(line.specifier)) for line, _ in locked(lock)} for lock in LOCKS)
    assert run <= tested


def test_the_conda_environment_has_the_same_names_and_bounds_and_leaves_the_paid_channel_out() -> None:
    listed = conda()
    assert str(listed.pop("python").specifier) == PYPROJECT["project"]["requires-python"]
    assert {name: line.specifier for name, line in listed.items()} == {
        name: line.specifier for name, line in declared().items()
    }
    lines = (PROJECT / "environment.yml").read_text(encoding="utf-8").splitlines()
    assert {"  - conda-forge", "  - nodefaults", "      - -e ."} <= set(lines)


def test_the_package_imports_only_what_it_declares() -> None:
    needed = {canonicalize_name(Requirement(line).name) for line in PYPROJECT["project"]["dependencies"]}
    owners = metadata.packages_distributions()
    foreign = {
        name: path.name
        for path in MODULES
        for name in imported(path)
        if name not in sys.stdlib_module_names and name != "wres_analysis"
    }
    extra = {Requirement(line).name for line in PYPROJECT["project"]["optional-dependencies"]["cluster"]}
    for_clusters = {name for name, path in foreign.items() if name in extra and path == "tasks.py"}
    undeclared = {
        name: path
        for name, path in foreign.items()
        if name not in for_clusters  # imported on a worker, where it must be
        and not needed & {canonicalize_name(owner) for owner in owners.get(name, [])}
    }
    assert undeclared == {}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


# --- code ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*MODULES, PROJECT / "start.py"], ids=lambda path: path.name)
def test_modules_and_functions_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 350
    tree = ast.walk(ast.parse(text))
    functions = [node for node in tree if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert {node.name: body_lines(node) for node in functions if body_lines(node) > 50} == {}


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_every_public_name_is_there_and_documented() -> None:
    package = importlib.import_module("wres_analysis")
    glossary = (PROJECT / "GLOSSARY.md").read_text(encoding="utf-8")
    assert package.__all__ == re.findall(r"(?m)^\| `wa\.(\w+)` \|", glossary)
    assert [name for name in package.__all__ if not getattr(package, name).__doc__] == []


# --- vocabularies -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", VOCABULARIES, ids=lambda path: path.name)
def test_a_vocabulary_is_a_tidy_table(path: Path) -> None:
    header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    assert rows and all(header) and len(set(header)) == len(header)
    assert {len(row) for row in rows} == {len(header)} and len({tuple(row) for row in rows}) == len(rows)
    firsts = [row[0].casefold() for row in rows]
    if path.name not in IN_READING_ORDER:
        assert firsts == sorted(firsts)


def test_every_measure_is_in_the_glossary() -> None:
    glossary = (PROJECT / "GLOSSARY.md").read_text(encoding="utf-8")
    text = (PACKAGE / "vocabulary" / "definitions" / "measures.csv").read_text(encoding="utf-8")
    named = [row["measure"] for row in csv.DictReader(text.splitlines())]
    assert named and [name for name in named if f"`{name}`" not in glossary] == []


# --- tracked files ------------------------------------------------------------------------------------


def test_every_tracked_file_is_of_a_kind_that_belongs_in_its_folder() -> None:
    strays = []
    for path in tracked():
        place = path.relative_to(PROJECT).parts
        allowed = ALLOWED.get(place[0] if len(place) > 1 else "", set())
        if not {path.suffix, path.name} & allowed:
            strays.append("/".join(place))
    assert strays == []


def test_no_tracked_file_names_a_folder_of_one_machine() -> None:
    # Put together here, so that this file does not name them either.
    marks = [bytes(f"/{folder}/", "ascii") for folder in ("work", "opt/dev", "home", "Users")]
    named = [path.name for path in tracked() if any(mark in path.read_bytes() for mark in marks)]
    assert named == []


# --- the house as a whole ------------------------------------------------------------------------------


def program(name: str, *words: str) -> str:
    """Run a program of the environment, and return what it printed where it failed."""
    path = Path(sys.executable).with_name(name)
    done = subprocess.run([path, *words], cwd=PROJECT, capture_output=True, text=True, encoding="utf-8")
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_imports_go_one_way() -> None:
    assert program("lint-imports", "--no-logo", "--no-cache") == ""


def test_a_name_of_a_file_stands_in_one_room() -> None:
    stems = Counter(path.stem for path in PACKAGE.rglob("*.py") if path.stem != "__init__")
    assert [stem for stem, count in stems.items() if count > 1] == []


def test_each_room_says_what_it_takes_gives_and_must_not_know() -> None:
    for path in PACKAGE.glob("*/__init__.py"):
        said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        assert all(word in said for word in ("Takes: ", "Gives: ", "Must not know: ")), path.parent.name


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_valid_and_safe(path: Path) -> None:
    assert program("check-jsonschema", "--builtin-schema", "vendor.github-workflows", str(path)) == ""
    assert program("zizmor", "--offline", "--no-progress", "--quiet", str(path)) == ""


def locked_names() -> list[str]:
    return [line.name for line, _ in locked("requirements-test.lock")]


def licences(name: str) -> list[str]:
    """What an installed package says of its licence, one text for each licence that may be chosen."""
    about = metadata.metadata(name)
    classifiers = [text for text in about.get_all("Classifier") or [] if text.startswith("License ::")]
    return [about.get("License-Expression") or "", (about.get("License") or "")[:80], *classifiers]


def is_strict(text: str) -> bool:
    """Whether a licence asks that what is built on it is under the same; the lesser one does not."""
    return bool(re.search(r"(?<!L)(?:A?GPL|General Public License)", text)) and "Lesser" not in text


def test_no_dependency_is_under_the_gnu_general_public_licence() -> None:
    held = [name for name in locked_names() if metadata_of(name)]
    assert len(held) > 150
    strict = {name for name in held if any(map(is_strict, licences(name)))}
    assert strict <= {"docutils"}  # most of it is in the public domain, and only the documentation needs it


def metadata_of(name: str) -> Any:
    try:
        return metadata.metadata(name)
    except metadata.PackageNotFoundError:  # of another system
        return None


def test_the_lock_holds_nothing_that_the_project_does_not_need() -> None:
    wanted, due = set(), [("wres_analysis", frozenset({"cluster", "docs", "test", "build"}))]
    while due:
        name, extras = due.pop()
        if (name, extras) in wanted or metadata_of(name) is None:
            continue
        wanted.add((name, extras))
        for line in map(Requirement, metadata.requires(name) or []):
            chosen = [{"extra": extra} for extra in (*extras, "")]
            if line.marker is None or any(line.marker.evaluate(one) for one in chosen):
                due.append((canonicalize_name(line.name), frozenset(line.extras)))
    needed = {canonicalize_name(name) for name, _ in wanted}
    here = {canonicalize_name(name) for name in locked_names() if metadata_of(name)}
    assert here - needed == set()
