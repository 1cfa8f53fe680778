"""What a newcomer does with plans of their own in one sitting, from an empty folder to next year's plan.

Only what the README names and the screen says is used. How long each step took is written
beside the pictures, into .pytest-output/screenshots/sitting.txt.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pandas as pd
from conftest import ROOT, SCREENSHOTS
from PIL import Image
from test_jupyterlab import READY, open_notebook, run_all

if TYPE_CHECKING:
    from playwright.sync_api import Page

NEIGHBOUR = "NMU"  # of the sample: more than ten doubtful pairs
TITLES = ("No", "Action", "Whose desk", "By when", "Status", "Story so far")
EARLIER = (
    "Train every recruiting manager in fair shortlisting before they chair a panel",
    "Set up a reverse mentoring scheme for the executive team",
    "Publish ward level data on bullying and harassment each quarter",
    "Give the staff network two days of protected time a month",
    "Review how formal disciplinary cases are opened by ethnicity",
    "Offer interview coaching to nurses at band five",
    "Advertise secondments openly on the intranet",
    "Ask leavers about discrimination in their exit interview",
    "Appoint cultural ambassadors to sit on disciplinary hearings",
    "Brief the board twice a year on the nine indicators",
    "Write to agencies about the mix of their candidate lists",
    "Run an anti-racism course for matrons and ward managers",
)
LATER = (
    "All managers who recruit complete fair shortlisting training prior to chairing panels",
    "Extend reverse mentoring from executives to divisional directors",
    "Share bullying and harassment figures by ward with staff every three months",
    "Protect network chairs' time: two days in each month",
    "Look at the ethnicity of staff entering the formal disciplinary process",
    "Coach band five nurses for interviews, with a focus on internationally educated colleagues",
    "Make all secondment opportunities visible on the intranet",
    "Add questions on discrimination to the exit interview",
    "Cultural ambassadors take part in each disciplinary hearing",
    "Update the board on progress against the WRES indicators every six months",
    "Agree with agencies that candidate lists reflect the local population",
    "Deliver anti-racism training to ward managers, matrons and service leads",
)
README_BLOCK = """import wres_analysis as wa

analysis = wa.open("my_data")
overdue = analysis.register.query("past_date == 'Yes'")
overdue.to_csv("overdue.csv", index=False)
ax = wa.funnel_plot(wa.benchmark(analysis.rates, pairs=analysis.plan_pairs), names=analysis.names)
wa.save_figure(ax, "benchmark.png", dpi=300)
ax"""
TYPED = "() => document.querySelector('.jp-Terminal .xterm-helper-textarea')"


def published(path: Path, actions: tuple[str, ...], year: int) -> None:
    """A plan in Word, as an organisation publishes it."""
    document = docx.Document()
    document.add_heading("WRES action plan", 1)
    table = document.add_table(rows=1, cols=len(TITLES))
    rest = ("Head of Inclusion", f"March {year}", "In progress", "A first group has met")
    for cell, title in zip(table.rows[0].cells, TITLES, strict=True):
        cell.text = title
    for number, action in enumerate(actions, 1):
        for cell, text in zip(table.add_row().cells, (str(number), action, *rest), strict=True):
            cell.text = text
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))


class Sitting:
    """One browser page, its terminal, and how long each step took."""

    def __init__(self, page: Page, lab: str, work: Path) -> None:
        self.page, self.lab, self.work, self.seconds = page, lab, work, {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure a step and say how long it took."""
        began = time.monotonic()
        yield
        self.seconds[name] = time.monotonic() - began
        lines = [f"{seconds:6.1f} s  {step}\n" for step, seconds in self.seconds.items()]
        (SCREENSHOTS / "sitting.txt").write_text("".join(lines), encoding="utf-8")

    def open_terminal(self) -> None:
        """A terminal in JupyterLab, as the launcher gives it."""
        self.page.goto(f"{self.lab}lab?reset")
        self.page.locator(".jp-LauncherCard", has_text="Terminal").click()
        self.page.wait_for_function(TYPED)
        time.sleep(1)  # the shell's first prompt; what is typed before it may be lost

    def type_command(self, words: str) -> int:
        """Type a command into the terminal and give its exit status."""
        told = self.work / ".status"
        told.unlink(missing_ok=True)
        self.page.locator(".jp-Terminal .xterm-helper-textarea").last.focus()
        self.page.keyboard.insert_text(f"cd {self.work} && {words}; echo $? > .status")
        self.page.keyboard.press("Enter")
        until = time.monotonic() + 120
        while time.monotonic() < until and not (told.exists() and told.read_text().strip()):
            time.sleep(0.1)
        return int(told.read_text())


def test_from_an_empty_folder_to_next_years_plan(
    page: Page, lab: str, work: Path, picture: Callable[[str], Path]
) -> None:
    sitting = Sitting(page, lab, work)
    command = Path(sys.executable).with_name("wres-analysis")
    own = work / "my_data"
    plans = own / "plans" / "007"
    newest = plans / "2023-24 WRES action plan.docx"

    with sitting.step("a folder of one's own, and two plans in it"):
        sitting.open_terminal()
        assert sitting.type_command(f"{command} new my_data") == 0
        published(plans / "2022-23 WRES action plan.docx", EARLIER, 2023)
        published(newest, LATER, 2024)
        shutil.copytree(ROOT / "data" / "plans" / NEIGHBOUR, own / "plans" / NEIGHBOUR)
        picture("sitting_1_new")
    with sitting.step("the plan read and checked, one column named for the whole organisation"):
        open_notebook(page, lab, "06_check_my_plan.ipynb")
        give(page, "plan", f"../my_data/plans/007/{newest.name}")
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.get_by_label("Story so far", exact=True).wait_for()
        picture("sitting_2_checked")
        page.get_by_label("Story so far", exact=True).select_option("comment")
        page.get_by_label("Keep it for").select_option(index=1)
        page.get_by_role("button", name="Save and read again").press("Enter")
        page.get_by_role("status").get_by_text("Saved in").wait_for()
        picture("sitting_3_mapped")
    with sitting.step("the reports made, and opened"):
        sitting.open_terminal()
        assert sitting.type_command(f"{command} run --data my_data --reports my_reports") == 0
        picture("sitting_4_run")
        page.goto((work / "my_reports" / "index.html").as_uri())
        page.get_by_role("heading", level=1).first.wait_for()
        picture("sitting_5_report")
    with sitting.step("the overdue actions with their owners as CSV, and a chart of 300 dpi"):
        page.goto(f"{lab}lab?reset")
        page.locator(".jp-LauncherCard[data-category=Notebook]", has_text="Python 3").first.click()
        page.wait_for_function(READY)
        page.locator(".jp-Notebook .cm-content").first.click()
        page.keyboard.insert_text(README_BLOCK)
        page.keyboard.press("Shift+Enter")
        page.locator(".jp-OutputArea img").first.wait_for()
        picture("sitting_6_in_python")
    with sitting.step("ten links reviewed, and one of them undone"):
        open_notebook(page, lab, "07_review_links.ipynb")
        give(page, "organisation", NEIGHBOUR)
        give(page, "data_dir", "../my_data")
        give(page, "tables_dir", "../my_reports")
        give(page, "reviewer", "QA")
        run_all(page)
        judge(page, "arararara" + "a")
        undo(page)
        picture("sitting_7_reviewed")
    with sitting.step("one papermill run for 007"):
        sitting.open_terminal()
        papermill = command.with_name("papermill")
        given = "-r organisation 007 -p data_dir ../my_data"
        notebook = "--cwd notebooks notebooks/01_organisation.ipynb one.ipynb"
        assert sitting.type_command(f"{papermill} {notebook} {given}") == 0
        picture("sitting_8_papermill")
    with sitting.step("next year's plan written, filled in by nobody yet, and read back"):
        assert sitting.type_command(f"{command} next --data my_data --organisation 007 --out next_plan") == 0
        (written,) = (work / "next_plan").glob("*.docx")
        asked = f"{command} read --data 'next_plan/{written.name}' --out read_back"
        assert sitting.type_command(asked) == 0
        picture("sitting_9_next")
    with Image.open(work / "benchmark.png") as drawn:
        assert [round(dots) for dots in drawn.info["dpi"]] == [300, 300]
    mapped = pd.read_csv(own / "column_mappings.csv", dtype=str, encoding="utf-8-sig")
    assert mapped[["document", "organisation", "field"]].values.tolist() == [["*", "007", "comment"]]
    overdue = pd.read_csv(work / "overdue.csv", dtype=str)
    assert set(overdue.loc[overdue["organisation"] == "007", "owner"]) == {"Head of Inclusion"}
    decided = pd.read_csv(own / "links_reviewed.csv", dtype=str, encoding="utf-8-sig")
    assert list(decided["reviewer"]) == ["QA"] * 9
    assert "007" in (work / "one.ipynb").read_text(encoding="utf-8")
    again = pd.read_csv(work / "read_back" / "actions.csv", dtype=str, encoding="utf-8-sig")
    assert list(again["action"]) == list(LATER)
    assert set(again["owner"]) == {"Head of Inclusion"}


def judge(page: Page, keys: str) -> None:
    """Judge one pair with each key."""
    review = page.locator("section.wres-review[data-phase=pair]")
    review.wait_for()
    review.click(position={"x": 5, "y": 5})
    for key in keys:
        answered = int(review.get_attribute("data-answer") or 0)
        page.keyboard.press(key)
        page.locator(f"section.wres-review[data-answer='{answered + 1}']").wait_for()


def undo(page: Page) -> None:
    """Take the last decision back."""
    review = page.locator("section.wres-review")
    answered = int(review.get_attribute("data-answer") or 0)
    page.keyboard.press("u")
    page.locator(f"section.wres-review[data-answer='{answered + 1}']").wait_for()


def give(page: Page, name: str, value: str) -> None:
    """Write a value for one parameter of the open notebook."""
    page.evaluate(
        """([name, value]) => {
          const cells = window.jupyterapp.shell.currentWidget.content.widgets;
          const model = cells.find(one => one.model.type === 'code').model.sharedModel;
          const given = new RegExp(`^(${name}\\\\b[^=]*= )"[^"]*"`, 'm');
          model.setSource(model.source.replace(given, `$1${JSON.stringify(value)}`));
        }""",
        [name, value],
    )
