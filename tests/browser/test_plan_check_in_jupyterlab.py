"""What a newcomer does in JupyterLab: drop in a plan, look at it, and say what a column is, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from test_jupyterlab import open_notebook

if TYPE_CHECKING:
    from playwright.sync_api import Page

PLAN = (
    "No,Action,Lead,By when,Status,Moon phase\n1,Train interview panels,Head of OD,March 2024,Done,waxing\n"
)
NAME = "2023-24 odd plan.csv"
ASK_FOR = """name => {
  const cells = window.jupyterapp.shell.currentWidget.content.widgets;
  const model = cells.find(one => one.model.type === 'code').model.sharedModel;
  model.setSource(model.source.replace(/"[^"]*"/, JSON.stringify(`../data/plans/RXA/${name}`)));
}"""


def run_on(page: Page, name: str) -> None:
    """Run the notebook on another plan."""
    page.evaluate(ASK_FOR, name)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def test_a_column_is_named_by_keyboard_and_read_again(
    page: Page, lab: str, work: Path, picture: Callable[[str], Path]
) -> None:
    from axe_core_python.sync_playwright import Axe

    folder = work / "data" / "plans" / "RXA"
    folder.mkdir(exist_ok=True)
    (folder / NAME).write_text(PLAN, encoding="utf-8")
    open_notebook(page, lab, "06_check_my_plan.ipynb")
    run_on(page, NAME)
    page.get_by_label("Moon phase").wait_for()
    picture("check_my_plan_1_read")
    page.get_by_label("Moon phase").select_option("comment")
    page.get_by_role("button", name="Save and read again").press("Enter")
    page.get_by_role("status").get_by_text("Saved in").wait_for()
    picture("check_my_plan_2_mapped")
    assert f"{NAME},,Moon phase,comment" in (work / "data" / "column_mappings.csv").read_text("utf-8")
    found = Axe().run(page, ".jp-OutputArea")
    assert found["passes"]
    assert [one["id"] for one in found["violations"] if one["impact"] in ("serious", "critical")] == []


def test_a_wrong_path_is_one_line(page: Page, lab: str, work: Path, picture: Callable[[str], Path]) -> None:
    (work / "data" / "plans" / "RXA").mkdir(exist_ok=True)
    open_notebook(page, lab, "06_check_my_plan.ipynb")
    run_on(page, "2023-24 od plan.csv")
    error = page.locator("[data-mime-type='application/vnd.jupyter.stderr']")
    error.first.wait_for()
    picture("check_my_plan_3_wrong_path")
    told = error.all_inner_texts()
    assert len(told) == 1
    assert len(told[0].strip().splitlines()) == 1
    assert told[0].startswith("2023-24 od plan.csv: there is no such file")
