import pytest

from wres_analysis.data_folder import PlanFile
from wres_analysis.errors import DataFolderError, DocumentError
from wres_analysis.plans.plan_columns import mapping_of, read_column_mappings
from wres_analysis.plans.reading import read_plan, read_plans

ZEBRA = "2022-23 plan.txt"


@pytest.fixture
def odd_plan(small_data):
    """A plan with a title that no vocabulary has."""
    path = small_data / "plans" / "007" / ZEBRA
    path.write_text(path.read_text().replace("Owner", "Zebra"))
    return path


def mapped(data, *lines):
    text = "\n".join(("document,organisation,heading,field", *lines))
    (data / "column_mappings.csv").write_text(f"{text}\n", encoding="utf-8")


@pytest.mark.parametrize("line", [f"{ZEBRA},", f"{ZEBRA},007", "*,007", "*,", "*,*"])
def test_a_line_holds_for_a_document_an_organisation_or_everything(tmp_path, line):
    mapped(tmp_path, f"{line},Zebra,owner")
    plan = PlanFile("007", "2022-23", tmp_path / ZEBRA)
    assert mapping_of(read_column_mappings(tmp_path), plan) == {"Zebra": "owner"}


def test_what_a_line_says_is_read_in_whatever_case_it_prints_the_heading(small_data, odd_plan):
    mapped(small_data, f"{ZEBRA},007,ZEBRA,owner")
    for read in (read_plans(small_data, organisations=["007"]), read_plan(odd_plan)):
        assert list(read.actions["owner"]) == ["Chief Executive", ""]


def test_the_most_particular_line_holds(tmp_path):
    mapped(tmp_path, "a.pdf,,Zebra,aim", "*,,Zebra,owner", "a.pdf,RXA,Zebra,comment", "*,RXA,Zebra,detail")
    mappings = read_column_mappings(tmp_path)
    fields = {
        (code, name): mapping_of(mappings, PlanFile(code, "2022-23", tmp_path / name))["Zebra"]
        for code in ("RXA", "RXB")
        for name in ("a.pdf", "b.pdf")
    }
    assert fields == {
        ("RXA", "a.pdf"): "comment",
        ("RXA", "b.pdf"): "detail",
        ("RXB", "a.pdf"): "aim",
        ("RXB", "b.pdf"): "owner",
    }


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["a.txt,,Zebra,ownr"], "column_mappings.csv, line 2: 'ownr' is not a column of ACTIONS"),
        (["a.txt,,Zebra,action_id"], "line 2: 'action_id' is not a column of ACTIONS that a plan can hold"),
        (["a.txt,,Zebra,owner", "a.txt,,,owner"], "line 3: no heading is given"),
        ([",,Zebra,owner"], "line 2: no document is given"),
        (["*,,Lead,owner", "*,RXA,Lead,aim", "*,*,LEADS,aim"], "lines 2 and 4 take 'LEADS' for"),
    ],
)
def test_an_impossible_or_contradictory_line_is_named_with_its_number(tmp_path, lines, said):
    mapped(tmp_path, *lines)
    with pytest.raises(DataFolderError, match=said):
        read_column_mappings(tmp_path)


def test_a_column_of_the_file_that_is_missing_is_named(tmp_path):
    (tmp_path / "column_mappings.csv").write_text("document,heading\na.txt,Zebra\n")
    with pytest.raises(DataFolderError, match="column field is missing"):
        read_column_mappings(tmp_path)


@pytest.mark.usefixtures("odd_plan")
def test_a_line_that_fits_no_document_or_no_heading_is_named(small_data):
    mapped(small_data, "gone.pdf,,Zebra,owner", f"{ZEBRA},007,Giraffe,aim", "*,XYZ,Zebra,owner")
    notes = read_plans(small_data).reading_notes
    said = notes.loc[notes["code"].str.startswith("mapping_"), ["document", "message"]].values.tolist()
    assert said == [
        [ZEBRA, "Line 3 of column_mappings.csv maps 'Giraffe', which this document does not print."],
        ["column_mappings.csv", "Line 2 ('Zebra') is about no document here: gone.pdf."],
        ["column_mappings.csv", "Line 4 ('Zebra') is about no document here: * XYZ."],
    ]


def test_a_table_that_was_refused_is_read_once_its_action_is_named(tmp_path):
    rows = ("Zebra,Giraffe,Lion", "Train the panels well,Head of HR,May 2023", "Publish the gap,OD,June 2023")
    text = "\n".join(rows)
    (tmp_path / "2022-23 a.csv").write_text(text)
    mapped(tmp_path, "2022-23 a.csv,,Zebra,action", "2022-23 a.csv,,Lion,deadline")
    read = read_plan(tmp_path / "2022-23 a.csv")
    assert list(read.actions["action"]) == ["Train the panels well", "Publish the gap"]
    assert list(read.actions["deadline"]) == ["May 2023", "June 2023"]


ODD = {
    "a.csv": "Zebra,Giraffe\nTrain all the panels well,Head of Unicorns\nPublish the pay gap,Quagga Ltd\n",
    "b.txt": "Report\n\nZebra: Train all the panels well\nLion: HR\n\nZebra: Publish the pay gap\nLion: OD\n",
    "c.txt": "Report\n\nZebra\n\n- Train all the panels well\n- Publish the pay gap\n- Hold an event\n",
    "d.txt": "Report\n\nZebra\nTrain all the panels well\nLion\nHR\n\nZebra\nPublish the pay gap\nLion\nOD\n",
}


@pytest.mark.parametrize("name", ODD)
def test_a_refusal_names_what_it_saw_and_its_remedy_works_for_tables_cards_and_lists(tmp_path, name):
    (tmp_path / f"2022-23 {name}").write_text(ODD[name])
    with pytest.raises(DocumentError, match="Zebra") as caught:
        read_plan(tmp_path / f"2022-23 {name}")
    line = f"2022-23 {name},,Zebra,action"
    assert line in str(caught.value)
    mapped(tmp_path, line, f"2022-23 {name},,Lion,owner")
    read = read_plan(tmp_path / f"2022-23 {name}")
    assert list(read.actions["action"])[:2] == ["Train all the panels well", "Publish the pay gap"]


def test_a_refusal_hides_names_of_persons(tmp_path):
    (tmp_path / "2022 a.txt").write_text("Zebra: Sarah Okonkwo\n\n- Dr Adeyemi spoke\n- All left\n")
    with pytest.raises(DocumentError) as caught:
        read_plan(tmp_path / "2022 a.txt")
    assert "Adeyemi" not in str(caught.value)
