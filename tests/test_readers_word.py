"""Word documents: order, headings, lists, merged cells, tracked changes."""

import pytest
from small_documents import as_lines, outline
from small_files import paragraph, word, word_table

from wres_analysis.documents import read_document
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
    return read_document(path)


def item(words, level=0, number=1):
    return paragraph(words, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


BOLD = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Part B</w:t></w:r></w:p>"
MERGED = [
    ["Aim", "Action", "Lead"],
    [("Pay", '<w:vMerge w:val="restart"/>'), "Act", "HR"],
    [("", "<w:vMerge/>"), ("Look", '<w:gridSpan w:val="2"/>')],
]
# columns of the grid that no cell fills on its own
WIDE = '<w:gridSpan w:val="2"/>'
HAIRS = [
    ["No", ("Action", WIDE), "Lead"],
    [("1", WIDE), "Act", "HR"],
    [("Aim", '<w:gridSpan w:val="4"/>')],
]
SHIFTED = word_table([["No", "Action", "Lead"], ["Act", "HR"]]).replace("<w:tr>", "<w:tr><w:mark/>", 1)
RUN = (
    "<w:r><w:t>Lead: HR</w:t><w:br/><w:t>Date:</w:t><w:tab/><w:t>May</w:t>"
    "<w:noBreakHyphen/><w:t>June</w:t></w:r>"
)
# what it is: (the body, what is found)
BODIES = {
    "lines and tables in their order": (
        paragraph("Before")
        + word_table([["No", "Action"]])
        + f"<w:sdt><w:sdtContent>{paragraph('After')}</w:sdtContent></w:sdt>",
        "Before \n table \n No | Action \n After",
    ),
    "headings by style, by its parent, by bold and by level": (
        paragraph("Aim", '<w:pStyle w:val="H"/>')
        + paragraph("Own", '<w:pStyle w:val="Child"/>')
        + BOLD
        + paragraph("Outline", '<w:outlineLvl w:val="2"/>')
        + paragraph("Plain"),
        "## Aim \n ## Own \n ####### Part B \n ### Outline \n Plain",
    ),
    "numbers of lists, counted by level": (
        "".join(item(words, level) for words, level in (("one", 0), ("under", 1), ("too", 1), ("two", 0)))
        + item("again", 1)
        + item("dot", 0, 2)
        + paragraph("styled", '<w:pStyle w:val="Bullets"/>'),
        "1. one \n 1a) under \n 1b) too \n 2. two \n 2a) again \n - dot \n - styled",
    ),
    "breaks and tabs": (f"<w:p>{RUN}</w:p>", "Lead: HR \n Date: May-June"),
    "merged cells": (
        word_table(MERGED),
        "table \n Aim | Action | Lead \n Pay | Act | HR \n ^ | Look | <",
    ),
    "hair columns": (word_table(HAIRS), "table \n No | Action | Lead \n 1 | Act | HR \n Aim | < | <"),
    "columns that only ever appear merged": (
        word_table([[("Aim", WIDE), ("Act", WIDE)]]),
        "table \n Aim | Act",
    ),
    "a row that starts further right": (
        SHIFTED.replace("<w:tr><w:tc>", '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc>', 1),
        "table \n No | Action | Lead \n | Act | HR",
    ),
    "a table of one column": (word_table([["Our aims"], ["Fair pay"]]), "Our aims \n Fair pay"),
}


@pytest.mark.parametrize(("body", "expected"), BODIES.values(), ids=BODIES)
def test_the_blocks_of_a_body(tmp_path, body, expected):
    document = read(tmp_path, body, numbering=NUMBERING, styles=STYLES)
    assert outline(document) == as_lines(expected)


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
        ("Wingdings 2", "F050", "Done ✓"),
        ("Symbol", "F0B7", "Done •"),
        ("Arial", "2713", "Done ✓"),
        ("Own", "F0FC", "Done"),
    ],
)
def test_a_symbol_is_what_its_font_shows_and_nothing_where_that_is_not_known(tmp_path, font, code, shown):
    run = f'<w:r><w:t>Done </w:t><w:sym w:font="{font}" w:char="{code}"/></w:r>'
    assert outline(read(tmp_path, f"<w:p>{run}</w:p>")) == [shown]


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
    assert outline(document) == ["New text", "table", "1 | Act"]
    assert [remark.code for remark in document.remarks] == ["tracked_changes"]


def test_running_heads_come_first_and_footnotes_last(tmp_path):
    header = paragraph("Trust X plan 2023")
    notes = f"<w:footnote>{paragraph('Subject to funding')}</w:footnote>"
    document = read(tmp_path, paragraph("Body"), header=header, footnotes=notes)
    assert outline(document) == ["Trust X plan 2023", "Body", "Subject to funding"]


def test_broken_xml_is_refused(tmp_path):
    with pytest.raises(DocumentError, match="damaged"):
        read(tmp_path, "<w:p><w:r>")


def test_columns_without_end_are_refused(tmp_path):
    with pytest.raises(DocumentError, match="columns"):
        read(tmp_path, word_table([[("x", '<w:gridSpan w:val="200"/>')] * 5]))


def test_pictures_and_embedded_documents_are_remarked(tmp_path):
    picture = '<w:r><w:drawing><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"/></w:drawing></w:r>'
    document = read(tmp_path, f"<w:p>{picture}</w:p><w:altChunk/>")
    assert [remark.code for remark in document.remarks] == ["pictures", "embedded_document"]


def test_the_shade_of_a_cell_is_its_fill(tmp_path):
    rows = [["Action", "Status"], ["Act", ("Open", '<w:shd w:fill="00B050"/>')]]
    (grid,) = read(tmp_path, word_table(rows)).grids()
    assert [cell.fill for cell in grid.rows[1].cells] == ["", "00B050"]
