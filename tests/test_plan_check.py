import re
from functools import cache
from html import escape
from pathlib import Path

import pytest

from wres_analysis.errors import DataFolderError, DocumentError
from wres_analysis.notebook.plan_check import plan_check
from wres_analysis.notebook.plan_check.checked_plan import look_at
from wres_analysis.notebook.plan_check.plan_check import check_my_plan
from wres_analysis.plans.reading import read_plans

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "plans"
SEEDS = ROOT.parent / "shared" / "seeds" / "plans"
EACH_FORMAT = {path.suffix: path for path in sorted(SAMPLE.glob("*/*"), reverse=True) if path.is_file()}
HEADER = "No,Action,Lead,By when,RAG,Moon phase"
ROWS = [
    "1,Train interview panels in fair selection,Head of OD,March 2024,Green,waxing",
    "2,Publish the pay gap <b>by</b> ethnic group,Mrs Jane Smith,soon,Purple,full",
]


@pytest.fixture
def odd(tmp_path, monkeypatch):
    """A plan with a column that nobody has heard of, in a data folder; read without a child, to be quick."""
    monkeypatch.setattr(plan_check, "read_for_a_look", look_at)
    path = tmp_path / "data" / "plans" / "RXA" / "2023-24 plan.csv"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join([HEADER, *ROWS]), encoding="utf-8")
    return path


@cache
def checked_pdf():
    return check_my_plan(EACH_FORMAT[".pdf"])


@pytest.fixture
def pdf():
    return checked_pdf()


def test_every_format_of_the_sample_is_there():
    assert set(EACH_FORMAT) == {".pdf", ".docx", ".xlsx", ".csv", ".html", ".txt"}


@pytest.mark.parametrize("path", EACH_FORMAT.values(), ids=lambda path: path.suffix)
def test_every_action_stands_on_one_page_and_is_labelled_there(path):
    check = check_my_plan(path)
    rows = [row for leaf in check.leaves for row in leaf.rows]
    assert sorted(rows) == check.actions["row"].tolist()
    page = check.html(range(1, len(check.leaves) + 1))
    labelled = re.findall(r'class="pc-label" role="img" aria-label="row (\d+)[":]', page)
    assert sorted(map(int, labelled)) == sorted(rows)
    assert f"{len(rows)} actions read from" in repr(check)
    assert not re.search(r"(?:src|href)=\"(?!data:)", page)


@pytest.mark.parametrize(
    "path", sorted(SEEDS.glob("*/*")) or [None], ids=lambda path: path and path.parent.name
)
def test_published_plans_are_checked_whole(path, monkeypatch):
    monkeypatch.setattr(plan_check, "read_for_a_look", look_at)
    if path is None:
        pytest.skip("the two published plans are not beside this repository")
    check = check_my_plan(path)
    labels = check.html(range(1, len(check.leaves) + 1)).count('class="pc-label"')
    assert labels == len(check.actions) > 0


def test_a_page_has_a_text_in_its_place(pdf):
    leaf = pdf.leaves[0]
    notes = sum(note.number > 0 and note.row in leaf.rows for note in pdf.notes)
    said = f'alt="page 1 of &#x27;{pdf.name}&#x27;, {len(leaf.rows)} rows, {notes} note'
    assert said in pdf.leaf_html(leaf)


def test_pages_are_drawn_when_they_are_wanted(monkeypatch):
    drawn = []
    draw = plan_check.draw_page

    def counted(path, page, wordings):
        drawn.append(page)
        return draw(path, page, wordings)

    monkeypatch.setattr(plan_check, "draw_page", counted)
    check = check_my_plan(EACH_FORMAT[".pdf"], pages=[2])
    assert drawn == []
    check.html()
    check.html()
    assert drawn == [2]
    assert "Not shown here: page 1 of 2. To see more, say pages=[1]." in check.html()


def test_a_page_that_cannot_be_drawn_does_not_cost_what_was_read(pdf, monkeypatch):
    def cannot(path, page, _):
        raise DocumentError(f"page {page} cannot be drawn", path.name, "open the file itself")

    monkeypatch.setattr(plan_check, "draw_page", cannot)
    pdf._pictures.clear()
    page = pdf.html([1])
    assert "page 1 cannot be drawn; open the file itself" in page
    assert escape(str(pdf.actions["action"][0])) in page
    assert "<img" not in page


def test_a_page_that_is_not_there_is_said(pdf):
    with pytest.raises(DataFolderError, match="there is no page 9; its pages are 1 to 2"):
        pdf.html([9])


def test_notes_stand_at_their_row_with_what_to_do(odd):
    check = check_my_plan(odd)
    page = check.html()
    (undefined,) = [note for note in check.notes if note.code == "status_code_undefined"]
    assert undefined.row == 2
    assert re.search(rf'aria-label="row 2: [^"]*error {undefined.number}\b', page)
    assert escape(undefined.advice) in page
    assert f"✖{undefined.number} Error" in page


def test_text_of_a_document_is_escaped_and_names_are_replaced_in_what_was_read(odd):
    page = check_my_plan(odd).html()
    assert "<b>by" not in page
    document, read = page.split('class="pc-read"')
    assert "Mrs Jane Smith" in document
    assert "names of persons included" in document
    assert "Smith" not in read
    assert "[name]" in read


def test_a_column_is_mapped_and_kept_where_reading_finds_it(odd):
    data = odd.parents[2]
    (data / "column_mappings.csv").write_text(
        "document,heading,field,why\nother plan.docx,Weather,ignore,no use\n", encoding="utf-8"
    )
    check = check_my_plan(odd)
    assert "Not understood: 'Moon phase'." in repr(check)
    assert check.map_column("moon phases", "comment") is check
    assert check.actions["comment"].tolist() == ["waxing", "full"]
    assert "Not understood" not in repr(check)
    assert (data / "column_mappings.csv").read_text(encoding="utf-8-sig") == (
        "document,organisation,heading,field,why\n"
        "other plan.docx,,Weather,ignore,no use\n"
        "2023-24 plan.csv,,Moon phase,comment,\n"
    )
    assert read_plans(data).actions["comment"].tolist() == ["waxing", "full"]
    assert "'Moon phase' was read as comment" in repr(check_my_plan(odd))


def test_what_cannot_be_mapped_is_said_in_one_line_and_changes_nothing(odd):
    check = check_my_plan(odd)
    with pytest.raises(DataFolderError, match="no column is headed 'Moon'; did you mean 'Moon phase'"):
        check.map_column("Moon", "comment")
    with pytest.raises(DataFolderError, match=r"'coment' is not a field .* did you mean 'comment'"):
        check.map_column("Moon phase", "coment")
    assert not (odd.parents[2] / "column_mappings.csv").exists()


def test_a_heading_is_not_mapped_to_two_things_unless_that_is_meant(odd):
    check = check_my_plan(odd).map_column("Moon phase", "comment")
    with pytest.raises(DataFolderError, match="'Moon phase' was mapped to comment before; say replace=True"):
        check.map_column("Moon phase", "evidence")
    check.map_column("Moon phase", "evidence", replace=True)
    assert check.actions["evidence"].tolist() == ["waxing", "full"]


def test_outside_a_data_folder_the_mapping_holds_here_and_is_said_to_be_unsaved(odd, tmp_path):
    alone = odd.rename(tmp_path / odd.name)
    check = check_my_plan(alone).map_column("Moon phase", "comment")
    assert check.actions["comment"].tolist() == ["waxing", "full"]
    assert "Not saved: the plan lies in no data folder." in repr(check)
    assert "column_mappings.csv" in check.html()
    kept = check_my_plan(alone, data=tmp_path / "mine").map_column("Moon phase", "comment")
    assert "Saved in" in kept.said
    assert (tmp_path / "mine" / "column_mappings.csv").exists()


def test_a_table_with_other_headings_can_be_mapped_from_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(plan_check, "read_for_a_look", look_at)
    path = tmp_path / "2023-24 plan.csv"
    path.write_text("Town,Sunshine,Wind\nLeeds,Plant more trees here,Gale\nHull,Mend the roof\n", "utf-8")
    check = check_my_plan(path)
    assert check.actions.empty
    assert "no action plan table was found" in check.summary[0]
    assert "Nothing was read as an action" in check.html()
    check.map_columns({"Sunshine": "action", "Wind": "owner"})
    assert check.actions["action"].tolist() == ["Plant more trees here", "Mend the roof"]


def test_a_file_name_without_a_plan_year_is_said_with_what_to_do(odd):
    check = check_my_plan(odd.rename(odd.with_name("plan.csv")))
    assert "The file name holds no plan year: begin it with one, such as '2022-23 plan.csv'" in repr(check)
    assert "no plan year:" not in repr(check_my_plan(odd.with_name("plan.csv"), plan_year="2023-24"))


@pytest.mark.parametrize(
    ("ending", "data", "said"),
    [
        ("txt", b"Dear all, the meeting is on Monday.", "no action plan table was found"),
        ("docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("pdf", b"%PDF-1.7 " + bytes(range(256)) * 4, "damaged"),
        ("pdf", b"Dear all", "text file"),
    ],
)
def test_a_document_that_cannot_be_read_is_said_in_one_line(tmp_path, monkeypatch, ending, data, said):
    monkeypatch.setattr(plan_check, "read_for_a_look", look_at)
    path = tmp_path / f"2023-24 plan.{ending}"
    path.write_bytes(data)
    with pytest.raises(DocumentError) as caught:
        check_my_plan(path)
    assert said in str(caught.value)
    assert str(caught.value).startswith(path.name)


def test_it_shows_itself_still_where_nobody_can_click(odd):
    check = check_my_plan(odd)
    bundle = check._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert bundle["text/plain"] == repr(check)


def test_it_shows_controls_where_somebody_can_click(odd, monkeypatch):
    monkeypatch.setattr(plan_check, "someone_can_click", lambda: True)
    bundle = check_my_plan(odd)._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "text/html"} <= set(bundle)
