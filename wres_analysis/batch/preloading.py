"""Imported once by the server that forks the children: a child then starts with everything loaded and warm.

Importing is not enough: fonts, styles, templates and patterns are looked up when they are first used, so
everything that a notebook uses is used once here. No kernel, no socket and no thread may be started: they
would not survive the fork, or worse, half of them would.
"""

from __future__ import annotations

import datetime
import gc
import io
import os
import warnings
from importlib import import_module
from typing import Any

# children run side by side, one to a core: threads of their own would only be in each other's way
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import matplotlib

matplotlib.use("agg")  # before pyplot is imported

import bdb

import IPython.core.application
import IPython.core.completerlib
import IPython.core.logger
import IPython.core.magics.execution
import IPython.core.oinspect
import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import papermill

import wres_analysis as wa
import wres_analysis.batch.notebook_engines
import wres_analysis.batch.notebook_run
from wres_analysis import reports
from wres_analysis.reports.chart_style import chart_style
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.pages import PageHead, notebook_page

for _room in (wa, reports):
    for _name in dir(_room):
        getattr(_room, _name)  # all that a notebook calls, and what draws it
import_module("tornado.platform.asyncio")  # comes with the kernel; each child would import it

_v4: Any = nbformat.v4  # it has no types


def warm_up() -> str:
    """Draw, style and export once, and keep nothing but what was looked up on the way."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with chart_style():  # its font is looked up once
            drawn = _drawn()
        shown = drawn.html() + _styled() + str(len(drawn.png()))
        output = _v4.new_output("display_data", {"text/html": shown})
        text = "# Heading\n\n## Section\n\nText, **bold**, `code`."
        cells = [
            _v4.new_code_cell('name: str = "a"  # help', metadata={"tags": ["parameters"]}),
            _v4.new_markdown_cell(text, metadata={"tags": []}),
            _v4.new_code_cell("1", metadata={"tags": []}, execution_count=1, outputs=[output]),
        ]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = _v4.new_notebook(
            cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}}
        )
        nbformat.validate(notebook)
        page = notebook_page(notebook, PageHead("Warm"))
    plt.close("all")
    return page


def _drawn() -> Exhibit:
    figure, axes = plt.subplots(1, 2, layout="constrained")
    days = [datetime.date(2022, month, 1) for month in (1, 5, 9)]
    axes[0].bar(["a", "b", "c"], [1, 2, 3], label="bars", hatch="//")
    axes[0].legend(title="legend")
    axes[1].errorbar(days, [1, 2, 3], yerr=1, marker="o", label="dates")
    axes[1].annotate("a note", (days[1], 2))
    figure.suptitle("Title")
    table = pd.DataFrame({"Text": ["a", "b"], "Number": ["1", "2.5"]})
    for name in ("png", "svg"):
        figure.savefig(io.BytesIO(), format=name, bbox_inches="tight")
    return Exhibit("warm", "Warm", ["Reading."], table, axes[0])


def _styled() -> str:
    table = pd.DataFrame({"organisation": ["a", "b"], "day": pd.to_datetime(["2022-01-01"] * 2), "n": [1, 2]})
    table.to_string(index=False)
    table.pivot(index="n", columns="organisation", values="day")
    grouped = table.merge(table.groupby("organisation", as_index=False)["n"].sum(), on="organisation")
    pd.read_csv(io.StringIO(table.to_csv(index=False)), dtype="str")
    return str(grouped.style.hide(axis="index").to_html())


warm_up()
gc.collect()
gc.freeze()  # pages that the collector does not touch stay shared with the children
