import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from small_documents import document, grid, line

from wres_analysis.documents import read_document
from wres_analysis.documents.document import Document, Line
from wres_analysis.documents.pdf_words import Box, Word, lines_of
from wres_analysis.errors import DocumentError
from wres_analysis.notebook.plan_check.plan_pages import (
    LONGEST_SIDE,
    MOST_ROWS,
    draw_page,
    leaves_of,
    picture_of,
    row_tops,
)
from wres_analysis.tables import ACTIONS, table_of


def actions_at(*places):
    return table_of(
        ({"row": number, "place": place} for number, place in enumerate(places, start=1)), ACTIONS
    )


@pytest.mark.parametrize(
    ("read", "places", "leaves"),
    [
        (
            Document("plan.pdf", "pdf", pages=3),  # pages are leaves even without actions
            ("page 3", "page 1", "page 3"),
            [("page 1", 1, (2,)), ("page 2", 2, ()), ("page 3", 3, (1, 3))],
        ),
        (
            Document("plan.xlsx", "xlsx", (grid("a|b", place="sheet Plan"), grid("c|d", place="sheet More"))),
            ("sheet More, row 1",),
            [("sheet Plan", 0, ()), ("sheet More", 0, (1,))],
        ),
        # an action whose place is unknown is not lost
        (document("a|b", kind="docx"), ("somewhere else",), [("the document", 0, (1,))]),
    ],
)
def test_each_page_or_sheet_is_a_leaf_with_its_actions(read, places, leaves):
    found = leaves_of(read, actions_at(*places))
    assert [(leaf.title, leaf.page, leaf.rows) for leaf in found] == leaves


def test_a_title_stays_with_its_table():
    rows = "\n".join("a|b" for _ in range(MOST_ROWS))
    assert len(leaves_of(document(line("Plan"), rows, kind="csv"), actions_at())) == 1


@given(st.lists(st.integers(1, 3 * MOST_ROWS) | st.none(), max_size=6))
def test_nothing_of_a_long_document_is_lost_or_out_of_order(sizes):
    blocks = [line("x") if size is None else grid("\n".join(["a|b"] * size)) for size in sizes]
    leaves = leaves_of(document(*blocks, kind="csv"), actions_at())
    shown = [block for leaf in leaves for block in leaf.blocks]
    assert flat(shown) == flat(blocks)
    assert all(len(flat(leaf.blocks)) <= 1.5 * MOST_ROWS for leaf in leaves)


def flat(blocks):
    return [piece for block in blocks for piece in ([block] if isinstance(block, Line) else block.rows)]


PAGE = """
1  Train interview panels in       Head of OD
   fair selection                  and the team
2  Train interview panels in       Head of HR
   the use of data
3  Review
"""


def words_of(drawn, size=10.0):
    """Words as they stand in a drawing: a letter is half as wide as a line is high."""
    words = []
    for number, text in enumerate(drawn.strip("\n").splitlines()):
        at = 0
        for piece in text.split(" "):
            if piece:
                left, top = at * size / 2, number * size * 1.4
                box = Box(left, top, left + len(piece) * size / 2, top + size)
                words.append(Word(piece, box, bold=False))
            at += len(piece) + 1
    return lines_of(words)


SAME = ["Train interview panels in"]


@pytest.mark.parametrize(
    ("wordings", "lines"),
    [
        (
            {
                1: ["Train interview panels in fair selection."],  # over wrapped lines
                2: ["Train interview panels in the use of data"],
                3: ["Review"],
            },
            {1: 0, 2: 2, 3: 4},
        ),
        ({1: SAME, 2: SAME, 3: SAME}, {1: 0, 2: 2}),  # the same wording twice stands in two places
        ({1: ["Train the whole board"], 2: ["Review of everything"], 3: [""], 4: []}, {}),
        ({1: ["in Head of OD"]}, {}),  # text of the next column is not the end of the action
        ({1: ["Not on this page at all", "the use of data"]}, {1: 3}),  # the second text helps
    ],
)
def test_actions_are_found_where_they_start(wordings, lines):
    tops = row_tops(wordings, words_of(PAGE))
    assert {row: round(top / 14) for row, top in tops.items()} == lines


@given(st.lists(st.text(max_size=40), max_size=6))
def test_any_wording_lies_on_the_page_or_nowhere(texts):
    lines = words_of(PAGE)
    tops = row_tops({row: [text] for row, text in enumerate(texts, start=1)}, lines)
    assert set(tops.values()) <= {word.box.top for line in lines for word in line.words}


DOCUMENTS = Path(__file__).parent / "documents"


def wordings_of(path):
    """The first texts of each row of the first table."""
    rows = next(read_document(path).grids()).rows[1:]
    return {number: [row.texts[0]] for number, row in enumerate(rows, start=1)}


@pytest.mark.parametrize("name", ["sideways.pdf", "two_level_header.pdf"])
def test_a_page_is_upright_and_its_rows_are_in_order(name):
    path = DOCUMENTS / name
    picture = picture_of(path, 1, wordings_of(path))
    assert max(picture.width, picture.height) == pytest.approx(LONGEST_SIDE, abs=2)
    assert Image.open(io.BytesIO(picture.png)).size == (picture.width, picture.height)
    assert len(picture.tops) >= 3
    assert list(picture.tops.values()) == sorted(picture.tops.values())
    grey = Image.open(io.BytesIO(picture.png)).convert("L")
    for top in picture.tops.values():  # rows lie where there is ink
        band = grey.crop((0, int(top * grey.height), grey.width, int(top * grey.height) + 12))
        assert 0 <= top <= 1 and band.getextrema()[0] < 128


def test_a_file_that_is_no_pdf_is_one_line(tmp_path):
    (tmp_path / "plan.pdf").write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(DocumentError, match=r"plan\.pdf"):
        draw_page(tmp_path / "plan.pdf", 1, {})


def test_a_page_that_the_file_does_not_have_is_one_line():
    with pytest.raises(DocumentError, match=r"sideways\.pdf: page 7 cannot be drawn; open the file itself"):
        picture_of(DOCUMENTS / "sideways.pdf", 7, {})
