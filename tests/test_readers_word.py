"""Word documents: order, headings, lists, merged cells, tracked changes."""

import pytest
from small_files import paragraph, word, word_table

from wres_analysis.documents.document import Cell, without_hair_columns
from wres_analysis.documents.word import read_word
from wres_analysis.errors import DocumentError

STYLES = (
    '<w:style w:styleId="H"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:styleId="Child"><w:basedOn w:val="H"/><w:name w:val="own"/></w:style>'
    '<w:style w:styleId="Bullets"><w:name w:val="List Bullet"/>'
    '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1%2)"/></w:lvl>'
    "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
)


def read(tmp_path, body, **parts):
    path = tmp_path / "plan.docx"
    path.write_bytes(word(body, **parts))
    return read_word(path)


def item(words, level=0, number=1):
    return paragraph(words, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_lines_and_tables_in_their_order(tmp_path):
    body = (
        paragraph("Before")
        + word_table([["No", "Action"]])
        + f"<w:sdt><w:sdtContent>{paragraph('After')}</w:sdtContent></w:sdt>"
    )
    document = read(tmp_path, body)
    assert [getattr(block, "text", "table") for block in document.blocks] == ["Before", "table", "After"]


def test_headings_by_style_by_its_parent_and_by_bold(tmp_path):
    bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Part B</w:t></w:r></w:p>"
    outline = paragraph("Outline", '<w:outlineLvl w:val="2"/>')
    body = (
        paragraph("Aim", '<w:pStyle w:val="H"/>')
        + paragraph("Own", '<w:pStyle w:val="Child"/>')
        + bold
        + outline
    )
    lines = read(tmp_path, body + paragraph("Plain"), styles=STYLES).lines()
    assert [(line.text, line.heading) for line in lines] == [
        ("Aim", 2),
        ("Own", 2),
        ("Part B", 7),
        ("Outline", 3),
        ("Plain", 0),
    ]


def test_list_numbers_are_counted_by_level(tmp_path):
    body = (
        item("one")
        + item("under", 1)
        + item("under too", 1)
        + item("two")
        + item("again", 1)
        + item("dot", 0, 2)
    )
    document = read(
        tmp_path,
        body + paragraph("styled", '<w:pStyle w:val="Bullets"/>'),
        numbering=NUMBERING,
        styles=STYLES,
    )
    assert [(line.text, line.bullet) for line in document.lines()] == [
        ("1. one", False),
        ("1a) under", False),
        ("1b) under too", False),
        ("2. two", False),
        ("2a) again", False),
        ("dot", True),
        ("styled", True),
    ]


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("upperRoman", ["I.", "II.", "III.", "IV."]),
        ("lowerRoman", ["i.", "ii.", "iii.", "iv."]),
        ("upperLetter", ["A.", "B.", "C.", "D."]),
        ("decimalZero", ["01.", "02.", "03.", "04."]),
    ],
)
def test_list_numbers_in_every_form(tmp_path, form, numbers):
    numbering = NUMBERING.replace('w:val="decimal"', f'w:val="{form}"', 1)
    lines = read(tmp_path, "".join(map(item, "abcd")), numbering=numbering).lines()
    assert [line.text.split()[0] for line in lines] == numbers


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Wingdings", "F0FC", "Done ✓"),
        ("Symbol", "F0B7", "Done •"),
        ("Arial", "2713", "Done ✓"),
        ("Own", "F0FC", "Done"),
    ],
)
def test_a_symbol_is_what_its_font_shows_and_nothing_where_that_is_not_known(tmp_path, font, code, shown):
    run = f'<w:r><w:t>Done </w:t><w:sym w:font="{font}" w:char="{code}"/></w:r>'
    assert [line.text for line in read(tmp_path, f"<w:p>{run}</w:p>").lines()] == [shown]


def test_breaks_part_lines_and_tabs_are_spaces(tmp_path):
    run = (
        "<w:r><w:t>Lead: HR</w:t><w:br/><w:t>Date:</w:t><w:tab/><w:t>May</w:t>"
        "<w:noBreakHyphen/><w:t>June</w:t></w:r>"
    )
    assert [line.text for line in read(tmp_path, f"<w:p>{run}</w:p>").lines()] == [
        "Lead: HR",
        "Date: May-June",
    ]


def test_insertions_in_deletions_and_hidden_text_out(tmp_path):
    runs = (
        "<w:ins><w:r><w:t>New </w:t></w:r></w:ins><w:del><w:r><w:delText>old </w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom>"
        "<w:hyperlink><w:r><w:t>text</w:t></w:r></w:hyperlink>"
    )
    rows = word_table([["No", "Action"], ["1", "Act"]]).replace(
        "<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1
    )
    document = read(tmp_path, f"<w:p>{runs}</w:p>{rows}")
    assert [line.text for line in document.lines()] == ["New text"]
    assert [row.texts for grid in document.grids() for row in grid.rows] == [("1", "Act")]
    assert [remark.code for remark in document.remarks] == ["tracked_changes"]


def test_merged_cells_are_told(tmp_path):
    rows = [
        ["Aim", "Action", "Lead"],
        [("Pay", '<w:vMerge w:val="restart"/>'), "Act", ("HR", '<w:shd w:fill="00B050"/>')],
        [("", "<w:vMerge/>"), ("Look", '<w:gridSpan w:val="2"/>')],
    ]
    (grid,) = read(tmp_path, word_table(rows)).grids()
    assert grid.rows[1].cells[2].fill == "00B050"
    assert grid.rows[2].cells == (Cell(covered="above"), Cell("Look"), Cell(covered="left"))


def test_a_row_that_starts_further_right(tmp_path):
    rows = word_table([["No", "Action", "Lead"], ["Act", "HR"]])
    shifted = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    body = rows.replace("<w:tr>", "<w:tr><w:mark/>", 1).replace("<w:tr><w:tc>", f"<w:tr>{shifted}<w:tc>", 1)
    (grid,) = read(tmp_path, body).grids()
    assert grid.rows[1].texts == ("", "Act", "HR")


def test_a_table_of_one_column_is_lines(tmp_path):
    document = read(tmp_path, word_table([["Our aims"], ["Fair pay"]]))
    assert [line.text for line in document.lines()] == ["Our aims", "Fair pay"]


def test_running_heads_come_first_and_footnotes_last(tmp_path):
    header = paragraph("Trust X plan 2023")
    notes = f"<w:footnote>{paragraph('Subject to funding')}</w:footnote>"
    document = read(tmp_path, paragraph("Body"), header=header, footnotes=notes)
    assert [line.text for line in document.lines()] == ["Trust X plan 2023", "Body", "Subject to funding"]


def test_broken_xml_is_refused(tmp_path):
    with pytest.raises(DocumentError, match="damaged"):
        read(tmp_path, "<w:p><w:r>")


def test_a_hair_column_goes_and_no_text_with_it():
    left = Cell(covered="left")
    rows = [
        [Cell("No"), Cell("Action"), left, Cell("Lead")],
        [Cell("1"), left, Cell("Act"), Cell("HR")],
        [Cell("Aim"), left, left, left],
    ]
    texts = [[cell.text for cell in row] for row in without_hair_columns(rows)]
    assert texts == [["No", "Action", "Lead"], ["1", "Act", "HR"], ["Aim", "", ""]]


def test_columns_that_only_ever_appear_merged_keep_their_text():
    left = Cell(covered="left")
    rows = [[Cell("Aim"), left, Cell("Act"), left]]
    assert [cell.text for cell in without_hair_columns(rows)[0] if cell.text] == ["Aim", "Act"]


def test_columns_without_end_are_refused(tmp_path):
    with pytest.raises(DocumentError, match="columns"):
        read(tmp_path, word_table([[("x", '<w:gridSpan w:val="200"/>')] * 5]))


def test_pictures_and_embedded_documents_are_remarked(tmp_path):
    picture = '<w:r><w:drawing><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"/></w:drawing></w:r>'
    document = read(tmp_path, f"<w:p>{picture}</w:p><w:altChunk/>")
    assert [remark.code for remark in document.remarks] == ["pictures", "embedded_document"]
