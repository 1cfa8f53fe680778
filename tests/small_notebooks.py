"""Notebooks as small as can be, for tests of the batch itself and not of what notebooks show."""

from __future__ import annotations

from pathlib import Path

import nbformat

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
PARAMETERS = (
    'organisation: str = "A1"\ntables_dir: str = ""\nfigures_dir: str = ""\ntop: int = 3\nshare: float = 0.5'
)


def write_notebook(path: Path, *sources: str, parameters: str = PARAMETERS, kernel: str = "python3") -> Path:
    first = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
    cells = [nbformat.v4.new_markdown_cell("# Small\n\n## Section"), first]
    cells += [nbformat.v4.new_code_cell(source) for source in sources]
    metadata = {"kernelspec": {**KERNEL, "name": kernel}, "language_info": {"name": "python"}}
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)
    return path


def write_templates(folder: Path, *own: str) -> Path:
    """The four notebooks of a run; `own` are the cells of the one on a single organisation."""
    folder.mkdir(parents=True, exist_ok=True)
    write_notebook(folder / "01_organisation.ipynb", *own or ["print('about', organisation)"])
    write_notebook(folder / "02_comparison.ipynb", "1")
    write_notebook(folder / "03_carry_over.ipynb", "import os\nos.path.isfile(tables_dir + '/actions.csv')")
    write_notebook(folder / "04_benchmark.ipynb", "2")
    return folder
