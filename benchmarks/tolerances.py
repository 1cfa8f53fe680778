"""Which document needs which tolerance: each number of a room is changed, one at a time, a little and much.

    python benchmarks/tolerances.py documents [MODULE ...] [--gold FOLDER] [--table FILE]

Prints for each number the documents that are read otherwise when it is a quarter of itself, a quarter less,
a quarter more and four times as large; a small whole number changes by one at least.
A number that nothing needs is a guard, or has no place.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from wres_analysis.documents import read_document
from wres_analysis.errors import WresError

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent / "wres_analysis"
GOLD = HERE.parents[1] / "shared" / "gold"
FOLDERS = ("extraction/dev", "kinds", "kinds/held")
CHANGES = (0.25, 0.75, 1.25, 4)
MOST_NAMED = 2
SCANS = ("scan", "tesseract")
KINDS = {
    "pdf": ".pdf",
    "word": ".docx",
    "excel": ".xlsx",
    "web": ".html",
    "text": ".txt",
    "plain_text": ".csv",
}


def main(arguments: Sequence[str]) -> int:
    """Print the table of one room."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("room")
    parser.add_argument("modules", nargs="*")
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--table", type=Path)
    given = parser.parse_intermixed_args(arguments)
    lines = []
    for module, name, place, value in numbers_of(given.room, given.modules):
        loaded = importlib.import_module(f"wres_analysis.{given.room}.{module}")
        effects = " | ".join(changed(loaded, name, place, documents_for(module, given.gold)))
        lines.append(f"| {module} | `{name}{'' if place is None else f'[{place}]'}` | {value} | {effects} |")
        print(lines[-1], flush=True)
    if given.table:
        head = "| module | number | value | × 0.25 | × 0.75 | × 1.25 | × 4 |\n|---|---|---|---|---|---|---|\n"
        given.table.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return 0


def numbers_of(room: str, modules: Sequence[str]) -> Iterator[tuple[str, str, int | None, float]]:
    """Module, name, place in a tuple and value of each number that stands at the level of a module."""
    for path in sorted((PACKAGE / room).glob("*.py")):
        if modules and path.stem not in modules:
            continue
        loaded = importlib.import_module(f"wres_analysis.{room}.{path.stem}")
        for name in _names(ast.parse(path.read_text(encoding="utf-8"))):
            value = getattr(loaded, name, None)
            places = enumerate(value) if isinstance(value, tuple) else [(None, value)]
            yield from ((path.stem, name, at, one) for at, one in places if _is_number(one))


def _names(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        given = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
        for target in given:
            parts = target.elts if isinstance(target, ast.Tuple) else [target]
            yield from (part.id for part in parts if isinstance(part, ast.Name))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def changed(loaded: ModuleType, name: str, place: int | None, files: Sequence[Path]) -> Iterator[str]:
    """The documents that are read otherwise, for each change of a number."""
    usual = {file: _usual(file) for file in files}
    value = getattr(loaded, name)
    for share in CHANGES:
        setattr(loaded, name, _with(value, place, share))
        try:
            differ = [file.name for file in files if _signature(file) != usual[file]]
        finally:
            setattr(loaded, name, value)
        more = f" and {len(differ) - MOST_NAMED} more" if len(differ) > MOST_NAMED else ""
        yield (", ".join(differ[:MOST_NAMED]) + more) or "nothing"


def _with(value: Any, place: int | None, share: float) -> Any:
    """A number, or a tuple with one of its numbers, a share as large; whole numbers move by one at least."""
    if place is not None:
        return (*value[:place], _with(value[place], None, share), *value[place + 1 :])
    if not isinstance(value, int):
        return value * share
    other = round(value * share)
    return other if other != value else value + (1 if share > 1 else -1)


def documents_for(module: str, gold: Path) -> list[Path]:
    """The documents of the format that a module is about; scans for the modules of scans only."""
    folders = [HERE.parent / "tests" / "documents", *(gold / folder for folder in FOLDERS)]
    found = [path for folder in folders if folder.exists() for path in sorted(folder.iterdir())]
    if module in SCANS:
        return [path for path in found if "scan" in path.stem]
    ending = next((ending for start, ending in KINDS.items() if module.startswith(start)), "")
    kinds = set(KINDS.values())
    return [
        path
        for path in found
        if (path.suffix == ending if ending else path.suffix in kinds) and not _is_slow(path)
    ]


def _is_slow(path: Path) -> bool:
    return any(word in path.stem for word in ("scan", "letters_mapped", "layer_garbled", "curves"))


_known: dict[Path, str] = {}


def _usual(file: Path) -> str:
    if file not in _known:
        _known[file] = _signature(file)
    return _known[file]


def _signature(file: Path) -> str:
    try:
        document = read_document(file)
    except (WresError, ArithmeticError, LookupError, ValueError) as error:
        return type(error).__name__
    return repr((document.blocks, [remark.code for remark in document.remarks]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
