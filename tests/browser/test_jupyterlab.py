"""What an analyst does in JupyterLab: run the first notebook, pick another organisation, review links."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from axe_core_python.sync_playwright import Axe

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
FOLLOWED = """code => [...document.querySelectorAll('.jp-OutputArea-output p strong')]
  .every(label => label.innerText.includes(code))"""
ERRORS = ".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']"  # where errors stand too
STOPPED = f"() => document.querySelector(`{ERRORS}`) || ({FINISHED})()"
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
    page.wait_for_function(STOPPED, timeout=120_000)
    assert page.locator(ERRORS).all_inner_texts() == []


def test_the_first_notebook_runs_whole_and_shows_its_figures(
    page: Page, lab: str, picture: Callable[[str], Path]
) -> None:
    open_notebook(page, lab, "00_start_here.ipynb")
    picture("1_start_here_as_opened")
    run_all(page)
    picture("2_start_here_run")
    assert page.locator(".jp-OutputArea img").count() >= 3


def test_another_organisation_is_picked_and_every_exhibit_follows(
    page: Page, lab: str, picture: Callable[[str], Path]
) -> None:
    open_notebook(page, lab, "01_organisation.ipynb")
    run_all(page)
    shown = page.locator(".jp-OutputArea-output p strong")
    before = shown.all_inner_texts()
    picture("3_organisation_run")
    name = "Lindenmarsh Community Healthcare NHS Trust (LMS)"
    page.get_by_label("Organisation", exact=True).select_option(label=name)
    page.wait_for_function(FOLLOWED, arg="(LMS)")
    picture("4_another_organisation")
    after = shown.all_inner_texts()
    assert len(after) == len(before) >= 8
    assert not set(before) & set(after)
    assert serious(page, ".jp-OutputArea") == []


def test_three_links_are_judged_by_keyboard_and_stand_in_the_file(
    page: Page, lab: str, work: Path, picture: Callable[[str], Path]
) -> None:
    open_notebook(page, lab, "07_review_links.ipynb")
    run_all(page)
    page.get_by_label("Your name or initials").fill("QA")
    page.keyboard.press("Enter")
    review = page.locator("section.wres-review[data-phase=pair]")
    review.wait_for()
    picture("5_review_first_pair")
    for key in "arr":
        answered = int(review.get_attribute("data-answer") or 0)
        page.keyboard.press(key)
        page.locator(f"section.wres-review[data-answer='{answered + 1}']").wait_for()
    picture("6_review_after_three")
    assert serious(page, "section.wres-review") == []
    with (work / "data" / "links_reviewed.csv").open(encoding="utf-8-sig", newline="") as file:
        kept = list(csv.DictReader(file))
    assert [(row["decision"], row["reviewer"]) for row in kept] == [
        ("link", "QA"),
        ("no", "QA"),
        ("no", "QA"),
    ]
    assert all(row["decided_at"] for row in kept)


def serious(page: Page, where: str) -> list[str]:
    """The serious and critical rules that axe finds broken in a part of the page."""
    found = Axe().run(page, where)
    assert found["passes"]
    return [one["id"] for one in found["violations"] if one["impact"] in ("serious", "critical")]
