import openpyxl
import pytest
from docx import Document

from wres_analysis.analysis import open as open_analysis
from wres_analysis.cli import main
from wres_analysis.plans.reading import read_plan
from wres_analysis.reports.next_plan import COLUMNS, STATUS_CODES, next_plan, write_next_plan
from wres_analysis.tables import table_of
from wres_analysis.workforce.indicators import INDICATORS

HEAD = "Ref,Action,Lead,Deadline,Status,Measure of success\n"
OLD = HEAD + (
    "1,Train the chairs of every interview panel,Head of HR,March 2023,In progress,\n"
    "2,Publish the pay gap report,Finance Director,Q3,Not started,\n"
)
NEW = HEAD + (
    "1,Train the chairs of every interview panel,Head of HR,September 2023,In progress,All chairs trained\n"
    "2,Publish the pay gap report,Finance Director,Q3,Complete,\n"
    "3,Offer every nurse a talk about a career,Chief Nurse,June 2025,Not started,\n"
    "4,Review the grievance policy with the unions,,TBC,Withdrawn,\n"
)
INDICATOR_2 = {
    "organisation": "RXA", "year": 2024, "key": "2", "ratio": 1.45, "ratio_low": 1.2, "ratio_high": 1.75,
    "zero_cell": "No", "state": "shown",
}  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    data = tmp_path_factory.mktemp("next") / "data"
    plans = data / "plans" / "RXA"
    plans.mkdir(parents=True)
    (data / "organisations.csv").write_text("code,name,type,region\nRXA,Elm Trust,,\n")
    (plans / "2022-23 plan.csv").write_text(OLD)
    (plans / "2023-24 plan.csv").write_text(NEW)
    return data


@pytest.fixture(scope="module")
def plan(data):
    analysis = open_analysis(data)
    indicators = table_of([INDICATOR_2], INDICATORS)
    return next_plan("Elm Trust", analysis.register, analysis.actions, indicators)


def test_what_is_not_over_goes_on_with_its_owner_its_date_and_since_when(plan):
    assert plan.plan_year == "2024-25"
    first, second = plan.rows
    assert first["Action"] == "Train the chairs of every interview panel"
    assert (first["Lead"], first["Deadline"], first["Status"]) == ("Head of HR", "September 2023", "P")
    assert first["Carried over from"] == "2023-24, in plans since 2022-23, past its date"
    assert (second["Lead"], second["Carried over from"]) == ("Chief Nurse", "2023-24")
    assert "Measure of success" not in first


def test_new_actions_have_room_by_indicator_beside_its_gap(plan):
    new = plan.new
    assert list(new) == list("123456789")
    gap = "relative likelihood 1.45 (95% interval 1.20 to 1.75) at 31 March 2024"
    assert new["2"] == f"New actions on WRES indicator 2, appointment from shortlisting: {gap}"
    assert new["9"].startswith("New actions on WRES indicator 9, ")


def filled_in(path):
    """Write into the empty cells as a person would: a measure for each action, and one new action."""
    new_action = ["", "", "Ask leavers why they go", "", "HR", "May 2025", "Fewer leavers", "N", "", "", ""]
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        rows = [list(row) for row in book.active.iter_rows()]
    else:
        book = Document(path)
        rows = [list(row.cells) for row in book.tables[0].rows]
    field = "value" if path.suffix == ".xlsx" else "text"

    def read(cell):
        return getattr(cell, field) or ""

    header = next(number for number, row in enumerate(rows) if [read(cell) for cell in row] == list(COLUMNS))
    measure = list(COLUMNS).index("Measure of success")
    for row in rows[header + 1 : header + 3]:
        setattr(row[measure], field, "Counted in March")
    empty = next(row for row in rows[header + 1 :] if not any(read(cell) for cell in row))
    for cell, text in zip(empty, new_action, strict=True):
        if text:
            setattr(cell, field, text)
    book.save(path)


@pytest.mark.parametrize("ending", [".xlsx", ".docx"])
def test_what_comes_back_filled_in_is_read_whole_and_states_its_carry_over(plan, tmp_path, ending):
    (path,) = [path for path in write_next_plan(plan, tmp_path) if path.suffix == ending]
    filled_in(path)
    read = read_plan(path, organisation="RXA", plan_year=plan.plan_year)
    assert len(read.actions) == 3
    for row, found in zip(plan.rows, read.actions.to_dict("records"), strict=False):
        fields = {"Ref": "ref", "Action": "action", "Lead": "owner", "Deadline": "deadline"}
        assert {title: found[field] for title, field in fields.items()} == {
            title: row[title] for title in fields
        }
        filled = [found[name] for name in ("evidence", "carried_over_from", "status_source")]
        assert filled == ["Counted in March", "2023/24", "key"]
    assert list(read.actions["status"]) == ["in_progress", "not_started", "not_started"]
    assert read.actions["action"].iloc[2] == "Ask leavers why they go"
    assert read.actions["carried_over_from"].iloc[2] == ""
    assert not read.reading_notes["severity"].eq("error").any()


def test_the_files_say_how_they_are_filled_in(plan, tmp_path):
    paths = write_next_plan(plan, tmp_path)
    sheet = openpyxl.load_workbook(paths[0]).active
    assert all(f"{code} = {meaning}" in sheet["A2"].value for code, meaning in STATUS_CODES.items())
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.data_validations.dataValidation[0].formula1 == '"N,P,R,H,C"'
    header = Document(paths[1]).tables[0].rows[0]
    assert header._tr.xpath("./w:trPr/w:tblHeader")


def test_the_command(data, tmp_path, capsys):
    out = tmp_path / "next"
    assert main(["next", "--data", str(data), "--organisation", "RXA", "--out", str(out)]) == 0
    assert sorted(path.suffix for path in out.iterdir()) == [".docx", ".xlsx"]
    assert "2 actions that go on" in capsys.readouterr().out
    assert main(["next", "--data", str(data), "--organisation", "RXB", "--out", str(out)]) == 1
    assert "RXB" in capsys.readouterr().err
