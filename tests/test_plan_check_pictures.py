import io
from pathlib import Path

import pytest
from PIL import Image

from wres_analysis.documents import read_document
from wres_analysis.errors import DocumentError
from wres_analysis.notebook.plan_check.plan_pages import LONGEST_SIDE, draw_page, picture_of

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
    assert all(0 <= top <= 1 for top in picture.tops.values())


def test_rows_lie_where_there_is_ink():
    path = DOCUMENTS / "sideways.pdf"
    picture = picture_of(path, 1, wordings_of(path))
    grey = Image.open(io.BytesIO(picture.png)).convert("L")
    for top in picture.tops.values():
        band = grey.crop((0, int(top * grey.height), grey.width, int(top * grey.height) + 12))
        assert band.getextrema()[0] < 128


def test_a_file_that_is_no_pdf_is_one_line(tmp_path):
    (tmp_path / "plan.pdf").write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(DocumentError, match=r"plan\.pdf"):
        draw_page(tmp_path / "plan.pdf", 1, {})


def test_a_page_that_the_file_does_not_have_is_one_line():
    with pytest.raises(DocumentError, match=r"sideways\.pdf: page 7 cannot be drawn; open the file itself"):
        picture_of(DOCUMENTS / "sideways.pdf", 7, {})
