"""Parts of the pages that are made from the package itself, each as Markdown."""

from __future__ import annotations

import argparse
import csv
import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType

import nbformat
import papermill

import wres_analysis
from wres_analysis import cli
from wres_analysis.analysis import schemas
from wres_analysis.linking.model import shipped_model
from wres_analysis.tables import ColumnSpec

PROJECT = Path(__file__).resolve().parent.parent
NOTEBOOKS = PROJECT / "notebooks"
VOCABULARY = Path(wres_analysis.__file__).parent / "vocabulary"
SHOWN_ROWS = 5
_INSERT = re.compile(r"^% insert: (\w+)(?: (\S+))?$", re.MULTILINE)
_LINK = re.compile(r"\]\((?P<target>[\w./-]+?\.(?:md|png))(?P<rest>[#)])")
_DEFAULT = re.compile(r" \(default: [^)]*\)")  # stands in a column of its own
_PAGES = {
    "README.md": "/readme.md",
    "GLOSSARY.md": "/reference/glossary.md",
    "CONTRIBUTING.md": "/contributing.md",
    "CHANGELOG.md": "/reference/changelog.md",
    "data/README.md": "/reference/sample.md",
}
_KINDS = {"text": "text", "whole": "whole number", "number": "number", "date": "date"}


def with_inserts(text: str) -> str:
    """A page with each line `% insert: name` or `% insert: name argument` replaced by what it names."""
    return _INSERT.sub(lambda found: _made(found[1], found[2]), text)


def _made(name: str, argument: str | None) -> str:
    return INSERTS[name](*([argument] if argument else []))


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; bars and line ends in cells are made harmless."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")


def _code(value: object) -> str:
    text = str(value).replace("\n", " ")
    return f"`{text}`" if text.strip() else ""


def file(name: str) -> str:
    """A Markdown file of the project as a page, its links leading to the pages of this site."""
    text = (PROJECT / name).read_text(encoding="utf-8")
    return _LINK.sub(lambda found: f"]({_page(found['target'])}{found['rest']}", text)


def _page(target: str) -> str:
    return _PAGES.get(target, "/" + target.removeprefix("docs/"))


def command_line() -> str:
    """Every command of `wres-analysis` with every option, from its own parser."""
    parser, _ = cli._parser()
    (commands,) = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    briefs = {one.dest: one.help or "" for one in commands._choices_actions}
    return "\n\n".join(
        f"## {name}\n\n{_sentence(briefs[name])}\n\n{_options(one)}" for name, one in commands.choices.items()
    )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _options(parser: argparse.ArgumentParser) -> str:
    options = [one for one in parser._actions if not isinstance(one, argparse._HelpAction)]
    if not options:
        return parser.epilog or "It takes no options."
    rows = [(_written(one), _DEFAULT.sub("", one.help or ""), _default(one)) for one in options]
    return table(["option", "what it does", "without it"], rows)


def _written(option: argparse.Action) -> str:
    names = ", ".join(option.option_strings) or str(option.metavar or option.dest)
    value = option.metavar or ("|".join(map(str, option.choices)) if option.choices else option.dest.upper())
    takes_one = option.nargs != 0 and option.option_strings
    return _code(f"{names} {value}" if takes_one else names)


def _default(option: argparse.Action) -> str:
    if option.required:
        return "must be given"
    if option.dest == "jobs" and option.default == (os.cpu_count() or 1):
        return "as many as the machine has processors"
    return _code(option.default) if option.default not in (None, False, "", []) else ""


def tables() -> str:
    """Every table with every column, from the schemas that both ends of a step check."""
    return "\n\n".join(f"## {name}.csv\n\n{_columns(schema)}" for name, schema in schemas().items())


def _columns(schema: Mapping[str, ColumnSpec]) -> str:
    rows = [(_code(name), spec.meaning, _values(spec)) for name, spec in schema.items()]
    return table(["column", "what stands in it", "values"], rows)


def _values(spec: ColumnSpec) -> str:
    if spec.allowed:
        return ", ".join(_code(value) if value else "blank" for value in spec.allowed)
    bounds = [
        f"{word} {bound:g}" for word, bound in (("from", spec.least), ("to", spec.most)) if bound is not None
    ]
    return " ".join([_KINDS[spec.kind], *bounds])


def fields() -> str:
    """The columns of the table of actions that a printed column can be mapped to, in one line."""
    return ", ".join(_code(name) for name in schemas()["actions"]) + " or `ignore`"


def vocabularies() -> str:
    """Every vocabulary: its columns, its number of lines and its first lines."""
    return "\n\n".join(f"## {path.name}\n\n{_vocabulary(path)}" for path in sorted(VOCABULARY.rglob("*.csv")))


def _vocabulary(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    shown = "all of them" if len(rows) <= SHOWN_ROWS else f"the first {SHOWN_ROWS}"
    first = [[_shortened(value) for value in row] for row in rows[:SHOWN_ROWS]]
    return f"{len(rows):,} lines; {shown}:\n\n{table([_code(name) for name in header], first)}"


def _shortened(value: str) -> str:
    return _code(value if len(value) <= 60 else f"{value[:57]}…")


def measures() -> str:
    """Every measure with its question and its denominator."""
    with (VOCABULARY / "definitions" / "measures.csv").open(encoding="utf-8", newline="") as lines:
        rows = [(_code(row["measure"]), row["question"], row["denominator"]) for row in csv.DictReader(lines)]
    return table(["measure", "question", "out of"], rows)


def notes() -> str:
    """Every kind of reading note with what to do about it."""
    with (VOCABULARY / "program" / "note_advice.csv").open(encoding="utf-8", newline="") as lines:
        rows = [(_code(row["code"]), row["what_to_do"]) for row in csv.DictReader(lines)]
    return table(["code", "what to do"], rows)


def cautions() -> str:
    """The questions that decide whether a carry-over rate is to be read with caution."""
    with (VOCABULARY / "definitions" / "caution_rules.csv").open(encoding="utf-8", newline="") as lines:
        rows = [(row["asks"], f"{row['sign']} {row['limit']}") for row in csv.DictReader(lines)]
    return table(["question", "caution where it is"], rows)


def notebook_parameters() -> str:
    """Every notebook with its parameters, their defaults and what they mean."""
    return "\n\n".join(
        f"## {path.stem}\n\n{_parameters(path)}" for path in sorted(NOTEBOOKS.glob("0*.ipynb"))
    )


def _parameters(path: Path) -> str:
    logging.getLogger("papermill").setLevel(logging.WARNING)
    found = papermill.inspect_notebook(str(path)).values()
    rows = [
        (_code(one["name"]), _code(one["inferred_type_name"]), _code(one["default"]), one["help"])
        for one in found
    ]
    page = f"[The notebook as a page](../notebooks/{path.stem}.md)."
    return f"{page}\n\n{table(['parameter', 'type', 'default', 'what it is'], rows)}"


def notebook(name: str) -> str:
    """A notebook as a page: its words, its code, and the outputs that are stored in it; nothing is run."""
    read = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    return "\n\n".join(part for cell in read.cells for part in _cell_parts(cell))


def _cell_parts(cell: nbformat.NotebookNode) -> Iterator[str]:
    if cell.cell_type == "markdown":
        yield re.sub(r"\]\((0\d_\w+)\.ipynb\)", r"](\1.md)", cell.source)
        return
    yield f"```python\n{cell.source}\n```"
    for output in cell.outputs:
        yield _output(output)


def _output(output: nbformat.NotebookNode) -> str:
    if output.output_type == "stream":
        return f"```text\n{output.text.rstrip()}\n```"
    data = output.get("data", {})
    page = data.get("text/html", "")
    if "<script" in page or not page:  # what only moves in a notebook is shown as text
        return f"```text\n{data['text/plain'].rstrip()}\n```" if data.get("text/plain") else ""
    return f'```{{raw}} html\n<div class="notebook-output">{page}</div>\n```'


def how_right() -> str:
    """What was measured of the links, on organisations that the model had not seen."""
    found = shipped_model().measured
    kinds = {name: share for name, share in found.items() if name.startswith("recall of ")}
    rows = [
        ("links made that are right (precision)", f"{found['precision']:.1%}"),
        ("right links that are found (recall)", f"{found['recall']:.1%}"),
        *((f"… of the kind {name[10:].replace('_', ' ')}", f"{share:.1%}") for name, share in kinds.items()),
        ("right links whose kind is named right", f"{found['kind named right']:.1%}"),
    ]
    about = f"{found['organisations']:g} organisations with {found['links']:g} links that a person labelled"
    return f"Measured on {about}:\n\n{table(['what', 'share'], rows)}"


def calibration() -> str:
    """How often actions with a given best probability truly had a partner."""
    bins = list(shipped_model().calibration)
    ends = [*(one["from"] for one in bins[1:]), 1]
    rows = [
        (f"{one['from']:g} to {end:g}", f"{one['carried']:g} of {one['actions']:g}")
        for one, end in zip(bins, ends, strict=True)
    ]
    return table(["probability of the best pair", "actions that truly came back"], rows)


def public_names() -> str:
    """A section for each public name, from its docstring."""
    return "\n\n".join(
        f"## {name}\n\n```{{eval-rst}}\n{_directive(name)}\n```" for name in wres_analysis.__all__
    )


def _directive(name: str) -> str:
    found = getattr(wres_analysis, name)
    if isinstance(found, ModuleType):
        return f".. py:data:: wres_analysis.{name}\n\n   {(found.__doc__ or '').splitlines()[0]}"
    return f".. auto{_kind(name)}:: wres_analysis.{name}"


def _kind(name: str) -> str:
    found = getattr(wres_analysis, name)
    if not isinstance(found, type):
        return "function"
    return "exception" if issubclass(found, Exception) else "class"


INSERTS: Mapping[str, Callable[..., str]] = {
    made.__name__: made
    for made in (
        *(file, command_line, tables, fields, vocabularies, measures, notes, cautions, notebook_parameters),
        *(notebook, how_right, calibration, public_names),
    )
}
