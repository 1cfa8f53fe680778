"""What an analyst does in JupyterLab: run the first notebook, pick another organisation, review links."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

PANEL = "const panel = window.jupyterapp.shell.currentWidget;"
CODE = "const cells = panel.content.widgets.filter(one => one.model.type === 'code').map(one => one.model);"
FORGET = f"() => {{ {PANEL} {CODE} for (const cell of cells) cell.executionCount = null; }}"
FINISHED = f"""() => {{
  {PANEL} {CODE}
  const waiting = cells.filter(cell => cell.sharedModel.source.trim() && !cell.executionCount);
  return waiting.length === 0 && panel.sessionContext.session?.kernel?.status === 'idle';
}}"""
READY = "() => window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"


def open_notebook(page: Page, lab: str, name: str) -> None:
    """Open a notebook, and wait until its kernel is there."""
    page.goto(f"{lab}lab/tree/notebooks/{name}?reset")
    page.wait_for_function(READY)


def run_all(page: Page) -> None:
    """Run all cells from the menu, as people do, and wait for the last one."""
    page.evaluate(FORGET)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(FINISHED, timeout=120_000)


def test_the_first_notebook_runs_whole_and_shows_its_figures(
    page: Page, lab: str, picture: Callable[[str], Path]
) -> None:
    open_notebook(page, lab, "00_start_here.ipynb")
    picture("1_start_here_as_opened")
    run_all(page)
    picture("2_start_here_run")
    assert page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    assert page.locator(".jp-OutputArea img").count() >= 3
