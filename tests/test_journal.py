import json
from types import SimpleNamespace

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from wres_analysis.batch import reports_folder
from wres_analysis.batch.reports_folder import JOURNAL, as_far_as_it_came, running_cell, with_running_cell
from wres_analysis.errors import BatchError, WresError

SOURCES = ["organisation = 'A1'", "", "print(organisation)", "never()"]


@pytest.fixture
def manager(tmp_path, monkeypatch):
    """A notebook of a heading and four code cells, one of them empty, and its journal in this folder."""
    monkeypatch.chdir(tmp_path)
    cells = [new_markdown_cell("# Title"), *map(new_code_cell, SOURCES)]
    quiet = {"cell_start": lambda *_: None, "cell_complete": lambda *_: None}
    manager = SimpleNamespace(nb=new_notebook(cells=cells), **quiet)
    reports_folder.keep_journal(manager)
    return manager


def run_until(manager, last):
    """Every cell before the last one is run; that one only begins."""
    for index, cell in enumerate(manager.nb.cells[: last + 1]):
        manager.cell_start(cell, index)
        if index == last:
            return
        if cell.cell_type == "code" and cell.source:
            cell.execution_count = sum(one.get("execution_count") is not None for one in manager.nb.cells) + 1
            cell.outputs = [new_output("stream", text=f"out of {index}")]
        manager.cell_complete(cell, cell_index=index)


def test_what_finished_cells_showed_is_kept_and_the_running_one_says_why_it_stopped(manager, tmp_path):
    run_until(manager, 4)
    kept = as_far_as_it_came(tmp_path, "it was killed")
    outputs = [cell.get("outputs") for cell in kept["cells"]]
    assert [output[0]["text"] for output in (outputs[1], outputs[3])] == ["out of 1", "out of 3"]
    killed = {"ename": "Stopped", "evalue": "it was killed", "traceback": ["it was killed"]}
    assert outputs[4] == [{"output_type": "error", **killed}]


@pytest.mark.parametrize(("last", "number"), [(0, None), (1, 1), (3, 2), (4, 3)])
def test_cells_are_numbered_as_jupyterlab_numbers_them(manager, tmp_path, last, number):
    run_until(manager, last)
    assert running_cell(tmp_path) == number


def test_an_error_from_outside_names_the_cell_and_one_from_the_notebook_does_so_itself(manager, tmp_path):
    run_until(manager, 3)
    slow = with_running_cell(WresError("it took too long", "A1", "run it again"), tmp_path)
    assert str(slow) == "A1: it took too long, in cell 2; run it again"
    own = BatchError("cell 2 stopped", "A1")
    assert with_running_cell(own, tmp_path) is own


def test_a_line_that_was_cut_off_ends_the_journal_and_a_cell_of_a_kernel_that_died_is_not_finished(
    manager, tmp_path
):
    run_until(manager, 3)
    with pytest.raises(RuntimeError, match="Kernel died"):
        try:
            raise RuntimeError("Kernel died")
        finally:  # as papermill does
            manager.cell_complete(manager.nb.cells[3], cell_index=3)
    assert running_cell(tmp_path) == 2
    with (tmp_path / JOURNAL).open("a") as stream:
        stream.write(json.dumps({"finished": 3, "outputs": []})[:-5])
    assert running_cell(tmp_path) == 2


@pytest.mark.parametrize("text", [None, "", '{"cells": ['])
def test_without_a_journal_nothing_is_known(tmp_path, text):
    if text is not None:
        (tmp_path / JOURNAL).write_text(text)
    assert as_far_as_it_came(tmp_path, "killed") is None
    assert running_cell(tmp_path) is None
    error = WresError("killed")
    assert with_running_cell(error, tmp_path) is error
