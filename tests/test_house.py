"""What holds the house together: the direction of imports, names of files, workflows, licences."""

import ast
import re
import subprocess
import sys
from collections import Counter
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "wres_analysis"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def program(name, *words):
    """Run a program of the environment, and return what it printed where it failed."""
    path = Path(sys.executable).with_name(name)
    done = subprocess.run([path, *words], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_imports_go_one_way():
    assert program("lint-imports", "--no-logo", "--no-cache") == ""


def test_a_name_of_a_file_stands_in_one_room():
    stems = Counter(path.stem for path in PACKAGE.rglob("*.py") if path.stem != "__init__")
    assert [stem for stem, count in stems.items() if count > 1] == []


def test_each_room_says_what_it_takes_gives_and_must_not_know():
    for path in PACKAGE.glob("*/__init__.py"):
        said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        assert all(word in said for word in ("Takes: ", "Gives: ", "Must not know: ")), path.parent.name


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_valid_and_safe(path):
    assert program("check-jsonschema", "--builtin-schema", "vendor.github-workflows", str(path)) == ""
    assert program("zizmor", "--offline", "--no-progress", "--quiet", str(path)) == ""


def locked_names():
    text = (ROOT / "requirements-test.lock").read_text(encoding="utf-8")
    return re.findall(r"^([A-Za-z0-9_.-]+)==", text, re.MULTILINE)


def licences(name):
    """What an installed package says of its licence, one text for each licence that may be chosen."""
    about = metadata.metadata(name)
    classifiers = [text for text in about.get_all("Classifier") or [] if text.startswith("License ::")]
    return [about.get("License-Expression") or "", (about.get("License") or "")[:80], *classifiers]


def is_strict(text):
    """Whether a licence asks that what is built on it is under the same; the lesser one does not."""
    return bool(re.search(r"(?<!L)(?:A?GPL|General Public License)", text)) and "Lesser" not in text


def test_no_dependency_is_under_the_gnu_general_public_licence():
    held = [name for name in locked_names() if metadata_of(name)]
    assert len(held) > 150
    strict = {name for name in held if any(map(is_strict, licences(name)))}
    assert strict <= {"docutils"}  # most of it is in the public domain, and only the documentation needs it


def metadata_of(name):
    try:
        return metadata.metadata(name)
    except metadata.PackageNotFoundError:  # of another system
        return None


def test_the_lock_holds_nothing_that_the_project_does_not_need():
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
