import io

import docx
import pytest
from docx.shared import Cm
from small_analyses import exhibits_of_one, many_organisations, small_analysis

from wres_analysis.reports.board_paper import MOST_ROWS, board_paper, save_board_paper


def paper_of(analysis, code):
    made = board_paper(analysis.only(code), *(make() for make in exhibits_of_one(analysis, code).values()))
    stream = io.BytesIO()
    made.save(stream)
    return docx.Document(stream)


@pytest.mark.parametrize(("code", "past"), [("T1", "at or past"), ("007", "past")])
def test_it_has_headings_the_main_points_and_no_gap(code, past):
    paper = paper_of(small_analysis(), code)
    headings = [one.text for one in paper.paragraphs if one.style.name.startswith("Heading")]
    late, strip = f"Actions {past} their date, and their owners", "From the earlier plan to the newest one"
    first_page = ["Purpose", "Main points", late, "Questions to ask"]
    assert headings == [*first_page, strip, "Where this organisation stands", "Sources"]
    text = " ".join(one.text for one in paper.paragraphs)
    assert not any(gap in text for gap in ("nan", "<NA>", "None", "<data"))
    assert paper.core_properties.title in paper.paragraphs[0].text


def test_pictures_are_described_and_tables_have_a_head_that_stands_on_every_page():
    paper = paper_of(many_organisations(), "N03")
    described = [shape._inline.docPr.get("descr") for shape in paper.inline_shapes]
    assert len(described) == 2
    assert all(30 <= len(text) <= 300 for text in described)
    (table,) = paper.tables
    assert 2 <= len(table.rows) <= MOST_ROWS + 1
    assert "tblHeader" in table.rows[0]._tr.xml
    assert [cell.text for cell in table.rows[0].cells] == ["Action", "Owner", "Due", "Status"]


def test_it_is_a4_and_is_saved_only_where_asked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    analysis = small_analysis()
    shown = [make() for make in exhibits_of_one(analysis, "T1").values()]
    save_board_paper("", analysis.only("T1"), *shown)
    assert list(tmp_path.iterdir()) == []
    save_board_paper("figures", analysis.only("T1"), *shown)
    section = docx.Document(tmp_path / "board_paper.docx").sections[0]
    assert (round(section.page_width / Cm(1)), round(section.page_height / Cm(1))) == (21, 30)
