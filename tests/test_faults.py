"""Every file operation of a run fails once: named in a line, nothing half done, mended by the next."""

import errno
import re
import shutil
from contextlib import chdir, contextmanager
from pathlib import Path
from tempfile import mkdtemp

import nbformat
import pytest
from conftest import in_this_process, lay_out
from faulty_files import KINDS, files_below, refused_once
from small_notebooks import write_templates

from wres_analysis import cli
from wres_analysis.batch import notebook_run, run
from wres_analysis.batch.reports_folder import receipt_of
from wres_analysis.batch.run import Executor, RunSite
from wres_analysis.data_folder import PlanFile
from wres_analysis.errors import WresError, printable
from wres_analysis.notebook.plan_check.checked_plan import save_mapping

pytestmark = pytest.mark.whole_run
FLEETING = (
    ".receipt.json",
    "run.json",
    "run.log",
    "prepared.json",
    "running.json",
    "run.lock",
    "benchmark.xlsx",
)
HALF_MADE = re.compile(r"\.aside-\d+-|\.(making|old)-")
NEW = "3\tWrite a new plan\tDirector\tMarch 2023\tNot started\t\n"


class InThisProcess(RunSite):
    """Documents and notebooks one after the other, here, where a fault can be put in."""

    @contextmanager
    def executor(self, place):
        def reports(function, items, **how):
            return in_this_process(lambda item: function(item, reports=place), items, **how)

        yield Executor(in_this_process, reports, lambda function, *given: function(*given))


def executed(report, _, aside):
    """What papermill leaves of a notebook, without running it."""
    notebook = nbformat.read(report.template, as_version=4)
    (aside / "report.ipynb").write_text(nbformat.writes(notebook), encoding="utf-8")
    (aside / notebook_run.JOURNAL).touch()
    return notebook


def run_here(place):
    """The lines of a whole run; whatever else than a line comes out of it fails the test."""
    try:
        site = InThisProcess(place / "data", place / "reports")
        with chdir(place):  # a report is made in its own folder, and is deleted with it
            result = run.run_batch(
                place / "data", place / "reports", notebooks=place / "notebooks", site=site
            )
        return list(result.failures)
    except WresError as error:
        return [str(error)]


def link_here(place):
    said = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cli.commands, "complain", said.append)
        table = str(place / "reports" / "actions.csv")
        status = cli.main(["link", "--actions", table, "--out", str(place / "out")])
    return said if status else []


def map_here(place):
    try:
        save_mapping(place / "data", PlanFile("007", "2022-23", Path("2022-23 plan.txt")), "Lead", "owner")
    except WresError as error:
        return [str(error)]
    return []


WALKS = {"run": run_here, "link": link_here, "map": map_here}


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """A finished run, one plan of which has changed since; slow steps are done once and remembered."""
    place = tmp_path_factory.mktemp("faults") / "place"
    write_templates(place / "notebooks")
    plan = lay_out(place / "data") / "plans" / "007" / "2022-23 plan.txt"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(notebook_run, "_executed", executed)
        remember(patch)
        assert run_here(place) == []
        plan.write_text(plan.read_text(encoding="utf-8") + NEW, encoding="utf-8")
        yield place


def remember(patch):
    """Linking, measuring and laying out pages are no file operations: once is enough."""
    from wres_analysis import analysis

    measured, paged, linked = {}, {}, {}
    measure = analysis.measure

    def once(known, key, make):
        if key not in known:
            known[key] = make()
        return known[key]

    def measure_once(read, reviewed=None):
        return once(measured, read.actions.to_csv(), lambda: measure(read, reviewed))

    patch.setattr(analysis, "measure", measure_once)
    from wres_analysis.reports import pages

    notebook_page = pages.notebook_page

    def page_once(notebook, head):
        return once(paged, (head.title, head.links), lambda: notebook_page(notebook, head))

    patch.setattr(pages, "notebook_page", page_once)
    from wres_analysis.batch import preparation
    from wres_analysis.reports import workbook

    def hashed(function):
        """The function, worked out once for the same actions, plans and notes."""
        return lambda analysis, *more: once(
            paged,
            (function, *(getattr(analysis, name).to_csv() for name in ("actions", "plans", "reading_notes"))),
            lambda: function(analysis, *more),
        )

    patch.setattr(preparation, "_digests", hashed(preparation._digests))
    patch.setattr(workbook, "sheets_of", hashed(workbook.sheets_of))
    from wres_analysis.linking import linkage

    link_plans = linkage.link_plans
    patch.setattr(
        linkage,
        "link_plans",
        lambda actions, reviewed=None, **how: once(
            linked, actions.to_csv(), lambda: link_plans(actions, reviewed, **how)
        ),
    )


def walked(before, tmp_path, walk, number=0, kind=KINDS[0]):
    """The place after a walk in which one operation was refused, with what was said and what was refused."""
    place = Path(mkdtemp(dir=tmp_path)) / walk  # a name of its own, because some things are looked up once
    shutil.copytree(before, place)
    with refused_once(place, number, kind) as faults:
        said = WALKS[walk](place)
    return place, said, faults


def what_is_wrong_after(before, tmp_path, walk, number, kind, expected):
    """Everything that is not as it should be after one refusal and the run that follows it."""
    place, said, faults = walked(before, tmp_path, walk, number, kind)
    operation, path = faults.hit
    wrong = ["more than a line"] if any("\n" in line or "Traceback" in line for line in said) else []
    for page in (place / "reports").rglob("report.html"):
        folder = page.parent
        if not folder.name.startswith(".") and folder.name != "definitions" and receipt_of(folder) is None:
            wrong.append(f"{folder.name} is not whole")
    if said and not any(printable(HALF_MADE.sub("", Path(path).name)) in line for line in said):
        wrong.append("the file is not named")
    left = files_below(place, FLEETING)
    unwanted = {name for name in left.keys() - expected.keys() if "/.cache/documents/" in name}
    if not said and {name: left[name] for name in left.keys() - unwanted} != expected:
        wrong.append("not as it should be, without a word")
    if (again := WALKS[walk](place)) or files_below(place, FLEETING) != expected:
        wrong.append(f"not mended by the next run: {again}")
    shutil.rmtree(place)
    return [f"{operation} of {path}, {errno.errorcode[kind]}: {one}; {said}" for one in wrong]


@pytest.mark.parametrize("walk", WALKS)
@pytest.mark.parametrize("part", range(16))
def test_a_refused_file_operation_is_named_and_the_next_run_mends_it(
    before, tmp_path, walk, part, record_property
):
    shutil.rmtree(walked(before, tmp_path, walk)[0])  # what is remembered from then on opens no file again
    place, said, faults = walked(before, tmp_path, walk)
    assert said == []
    expected, wrong, points = files_below(place, FLEETING), [], list(faults.points())[part::16]
    for number, kind in points:
        wrong += what_is_wrong_after(before, tmp_path, walk, number, kind, expected)
    record_property("fault points", len(points))
    assert wrong == []
