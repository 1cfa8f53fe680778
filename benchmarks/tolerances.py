"""Which document needs which tolerance: each number of a room is changed by a quarter, one at a time.

    python benchmarks/tolerances.py documents [MODULE ...] [--gold FOLDER] [--table FILE]

Prints for each number the documents that are read otherwise when it is a quarter smaller or larger.
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

from wres_analysis.documents import read_document
from wres_analysis.errors import WresError

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent / "wres_analysis"
GOLD = HERE.parents[1] / "shared" / "gold"
FOLDERS = ("extraction/dev", "kinds", "kinds/held")
CHANGES = (0.75, 1.25)
MOST_NAMED = 3
SCANS = ("scan", "raster", "tesseract")
KINDS = {
    "pdf": ".pdf",
    "word": ".docx",
    "excel": ".xlsx",
    "web": ".html",
    "text": ".txt",
    "delimited": ".csv",
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
    for module, name, value in numbers_of(given.room, given.modules):
        loaded = importlib.import_module(f"wres_analysis.{given.room}.{module}")
        effects = " | ".join(changed(loaded, name, value, documents_for(module, given.gold)))
        lines.append(f"| {module} | `{name}` | {value} | {effects} |")
        print(lines[-1], flush=True)
    if given.table:
        head = "| module | number | value | a quarter less changes | a quarter more changes |\n"
        given.table.write_text(head + "|---|---|---|---|---|\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return 0


def numbers_of(room: str, modules: Sequence[str]) -> Iterator[tuple[str, str, float]]:
    """Module, name and value of each number that stands at the level of a module."""
    for path in sorted((PACKAGE / room).glob("*.py")):
        if modules and path.stem not in modules:
            continue
        loaded = importlib.import_module(f"wres_analysis.{room}.{path.stem}")
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            for target in node.targets if isinstance(node, ast.Assign) else ():
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                for name in (name.id for name in names if isinstance(name, ast.Name)):
                    value = getattr(loaded, name)
                    if isinstance(value, int | float) and not isinstance(value, bool) and "_" in name:
                        yield path.stem, name, value


def changed(loaded: ModuleType, name: str, value: float, files: Sequence[Path]) -> Iterator[str]:
    """The documents that are read otherwise, for each change of a number."""
    usual = {file: _usual(file) for file in files}
    for share in CHANGES:
        other = type(value)(round(value * share)) if isinstance(value, int) else value * share
        setattr(loaded, name, other)
        try:
            differ = [file.name for file in files if _signature(file) != usual[file]]
        finally:
            setattr(loaded, name, value)
        more = f" and {len(differ) - MOST_NAMED} more" if len(differ) > MOST_NAMED else ""
        yield (", ".join(differ[:MOST_NAMED]) + more) or "nothing"


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
