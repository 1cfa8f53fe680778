"""Ways of making the same reports, for `batch.py`: a shell loop, the batch's own, and the cells alone."""

from __future__ import annotations

import ast
import contextlib
import io
import multiprocessing
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import psutil

from wres_analysis.batch.notebook_reports import Report
from wres_analysis.batch.notebook_run import make_report
from wres_analysis.processes.workers import preload, run_in_children

Way = Callable[[list[Report], Path], None]
CODES = ("A1", "B2", "C3")
FIGURE = (
    "figure, axes = plt.subplots(figsize=(7, 4))\n"
    "table.groupby('{by}')['n'].sum().plot.bar(ax=axes)\naxes.set_title('{by}')\nplt.show()"
)
LIKE = [
    "import matplotlib.pyplot as plt\nimport numpy as np\nimport pandas as pd",
    "rng = np.random.default_rng(len(organisation))",
    "most = {'status': 6, 'owner': 9, 'indicator': 10, 'month': 12}\n"
    "table = pd.DataFrame({name: rng.integers(0, high, 300) for name, high in most.items()} | {'n': 1})",
    "table.describe().style",
    *(FIGURE.format(by=by) for by in ("status", "owner", "indicator", "month")),
    "table.groupby('owner').agg({'n': 'sum'}).style.bar()",
    "table.pivot_table(index='owner', columns='status', values='n', aggfunc='sum').style.format(precision=0)",
    "len(table)",
    "table['n'].sum()",
    "table['owner'].nunique()",
    "table.to_csv('table.csv', index=False)",
    "print(organisation)",
]


def like_notebook(path: Path) -> Path:
    """A notebook of 16 cells, 4 figures and 3 styled tables."""
    first = 'organisation: str = "A1"\ntables_dir: str = ""\nfigures_dir: str = ""'
    cells = [nbformat.v4.new_code_cell(first, metadata={"tags": ["parameters"]})]
    cells += [nbformat.v4.new_code_cell(source) for source in LIKE]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path


def loop(reports: list[Report], place: Path) -> None:
    """What a shell would do: two commands for each organisation, one after the other."""
    for report in reports:
        folder = place / report.key
        folder.mkdir(parents=True, exist_ok=True)
        given = [part for name, value in report.parameters.items() for part in ("-r", name, value)]
        for command in (
            ["papermill", report.template, "report.ipynb", *given, "--no-progress-bar"],
            ["nbconvert", "--to", "html", "--no-input", "report.ipynb"],
        ):
            subprocess.run([sys.executable, "-m", *command], cwd=folder, check=True, capture_output=True)


def ours(reports: list[Report], place: Path) -> None:
    """The batch's own way, without what comes before the notebooks."""
    preload("wres_analysis.batch.preloading")
    make = partial(make_report, reports=place)
    limits = {"jobs": 2, "seconds": 300, "megabytes": 4000}
    for outcome in run_in_children(make, reports, name=lambda one: one.key, **limits):
        assert outcome.error is None, outcome.error


def plain(reports: list[Report], place: Path) -> None:
    """The limit: the same cells as a plain function in two processes; no isolation, no notebook, no page."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        for _ in pool.map(partial(run_cells, place=place), reports):
            pass


def run_cells(report: Report, place: Path) -> None:
    """Run the cells of a report, and make of what they show what a notebook would hold."""
    import IPython.display
    import matplotlib.pyplot as plt

    IPython.display.display = lambda shown, **_: _represented(shown)
    plt.show = _drawn
    folder = place / report.key
    folder.mkdir(parents=True)
    os.chdir(folder)
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in nbformat.read(report.template, as_version=4).cells:
            if cell.cell_type == "code":
                _run_cell(cell.source, names)
            if "parameters" in cell.metadata.get("tags", []):
                names.update(report.parameters)
    plt.close("all")


def _run_cell(source: str, names: dict[str, Any]) -> None:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    if isinstance(last, ast.Expr):
        _represented(eval(compile(ast.Expression(last.value), "cell", "eval"), names))


def _represented(shown: object) -> None:
    for name in ("_repr_mimebundle_", "_repr_html_"):
        if hasattr(shown, name):
            getattr(shown, name)()
            return


def _drawn() -> None:
    import matplotlib.pyplot as plt

    for number in plt.get_fignums():
        plt.figure(number).savefig(io.BytesIO(), format="png", bbox_inches="tight")
    plt.close("all")


def measured(way: Way, reports: list[Report], place: Path) -> tuple[float, float]:
    """Wall and CPU seconds of one way, in a process of its own, its start included."""
    context = multiprocessing.get_context("spawn")
    results = context.SimpleQueue()
    begun = time.monotonic()
    process = context.Process(target=_work, args=(way, reports, place, results))
    process.start()
    process.join()
    assert process.exitcode == 0, "the work failed"
    return time.monotonic() - begun, results.get()


def _work(way: Way, reports: list[Report], place: Path, results: multiprocessing.SimpleQueue[float]) -> None:
    way(reports, place)
    own = os.times()
    spent = own.user + own.system + own.children_user + own.children_system
    for process in psutil.Process().children(recursive=True):  # the server that forks lives on
        spent += sum(process.cpu_times()[:4])
    results.put(spent)


def costs(report: Report, reports: Path) -> dict[str, float]:
    """Make one report and say where its CPU seconds went, from the fork on; for a child process."""
    import papermill

    from wres_analysis.batch import notebook_engines, notebook_run
    from wres_analysis.reports import pages
    from wres_analysis.reports.exhibit import Exhibit

    spent = {"the child's start": _cpu()}
    for name, owner, function in (
        ("drawing", Exhibit, "png"),
        ("cells", notebook_engines, "_run_cell"),
        ("papermill", papermill, "execute_notebook"),
        ("page", pages, "notebook_page"),
        ("writing", notebook_run, "_write"),
    ):
        setattr(owner, function, _timed(spent, name, getattr(owner, function)))
    make_report(report, reports)
    named = spent["the child's start"] + spent["papermill"] + spent["writing"]
    return {
        "the child's start": spent["the child's start"],
        "cells: drawing": spent["drawing"],
        "cells: everything else": spent["cells"] - spent["drawing"],
        "papermill and the kernel around the cells": spent["papermill"] - spent["cells"],
        "page": spent["page"],
        "saving the notebook": spent["writing"] - spent["page"],
        "folder, receipt, rename": _cpu() - named,
        "in all": _cpu(),
    }


def _timed(spent: dict[str, float], name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def timed(*given: Any, **more: Any) -> Any:
        begun = _cpu()
        try:
            return function(*given, **more)
        finally:
            spent[name] = spent.get(name, 0.0) + _cpu() - begun

    return timed


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
