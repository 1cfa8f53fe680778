"""Opening documents: by their content, within limits, and every refusal one plain line."""

import csv
import hashlib
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from small_files import package, paragraph, pdf, table, text, word, word_table

from wres_analysis.documents import READERS, read_document
from wres_analysis.documents.opening import MEGABYTE, MOST, kind_of
from wres_analysis.documents.scan import program
from wres_analysis.errors import DocumentError

BAD = Path(__file__).resolve().parents[2] / "shared" / "gold" / "extraction" / "dev" / "bad"
ROWS = [["Ref", "Action", "Lead", "Deadline"], ["1", "Write the plan", "Head of People", "March 2025"]]
CSV = "Ref,Action,Lead,Deadline\n1,Write the plan,Head of People,March 2025\n"
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def saved(folder, name, data):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def workbook(rows):
    book, data = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(data)
    return data.getvalue()


def refusal(path):
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    line = str(caught.value)
    assert line.startswith(f"{path.name}: ")
    assert "\n" not in line
    assert caught.value.remedy
    return line


@pytest.mark.parametrize(
    ("kind", "name", "data"),
    [
        ("pdf", "plan.pdf", pdf(table(ROWS, [40, 90, 300, 450, 600], 500))),
        ("docx", "plan.docx", word(word_table(ROWS))),
        ("xlsx", "plan.xlsx", workbook(ROWS)),
        ("csv", "plan.csv", CSV),
        ("txt", "plan.txt", CSV.replace(",", "\t")),
        ("html", "plan.html", "<table><tr><th>Ref<th>Action<tr><td>1<td>Write the plan</table>"),
    ],
)
def test_every_format_gives_the_same_table(tmp_path, kind, name, data):
    path = saved(tmp_path, name, data)
    document = read_document(path)
    assert document.kind == kind
    assert document.kind in READERS
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    (grid,) = document.grids()
    assert [row.texts[:2] for row in grid.rows] == [("Ref", "Action"), ("1", "Write the plan")]
    assert all(row.place for row in grid.rows)


def test_the_content_decides_and_a_wrong_name_is_remarked(tmp_path):
    document = read_document(saved(tmp_path, "plan.xlsx", word(word_table(ROWS))))
    assert document.kind == "docx"
    (remark,) = document.remarks
    assert remark.code == "wrong_name"
    assert remark.message == "the name ends in .xlsx but this is a Word document; it was read as that"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"", "empty"),
        ("a.csv", "\ufeff \n\n", "empty"),
        ("a.pdf", "<html><body>404</body></html>", "web page"),
        ("a.docx", "Action\tOwner", "text file"),
        ("a.docx", "{\\rtf1 plan}", "rich text"),
        ("a.xml", '<?xml version="1.0"?><Workbook/>', "XML"),
        ("a.png", b"\x89PNG\r\n\x1a\n0000", "picture"),
        ("a.bin", bytes(range(1, 255)), "known format"),
        ("a.docx", word(word_table(ROWS))[:500], "damaged"),
        ("a.pdf", b"%PDF-1.7 " + bytes(range(256)) * 4, "damaged"),
        ("a.zip", package({"x": "y"}, kind="nothing"), "archive"),
        ("a.pptx", package({}, "presentationml.presentation.main"), "PowerPoint"),
        ("a.docx", package({"word/vbaProject.bin": "x"}), "macros"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), ".doc"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), ".xls"),
    ],
)
def test_refused_with_one_plain_line(tmp_path, name, data, said):
    assert said in refusal(saved(tmp_path, name, data))


def test_a_file_that_is_not_there(tmp_path):
    assert "cannot be opened" in refusal(tmp_path / "none.pdf")


def test_a_package_that_says_it_is_protected(tmp_path):
    data = bytearray(word(paragraph("Plan")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(mark, place + 4)
    assert "password" in refusal(saved(tmp_path, "a.docx", bytes(data)))


@pytest.mark.parametrize(("size", "parts", "said"), [(30, 1, "times its size"), (60, 4, "MB unpacked")])
def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path, size, parts, said):
    data = package({f"{part}.xml": "0" * size * 1_000_000 for part in range(parts)})
    assert said in refusal(saved(tmp_path, "a.docx", data))


def test_entities_are_refused(tmp_path):
    bomb = (
        '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
        f'<w:document xmlns:w="{SPREADSHEET}"><w:body>&b;</w:body></w:document>'
    )
    assert "XML" in refusal(saved(tmp_path, "a.docx", package({"word/document.xml": bomb})))


def test_too_many_pages_rows_and_parts(tmp_path):
    pages = saved(tmp_path, "a.pdf", pdf(*[text(50, 500, "Page")] * 3_000))
    assert "500 pages" in refusal(pages)
    lines = saved(tmp_path, "a.csv", CSV + "2,x,y,z\n" * MOST["rows"])
    assert "20,000 rows" in refusal(lines)
    wide = saved(tmp_path, "b.csv", "a," * 300 + "z\n" + "b," * 300 + "z\n")
    assert "200 columns" in refusal(wide)
    parts = saved(tmp_path, "a.docx", package({f"{part}": "" for part in range(MOST["parts"])}))
    assert "parts" in refusal(parts)


def test_a_workbook_of_300000_rows_is_refused_before_it_is_loaded(tmp_path):
    row = "<row><c><v>1</v></c><c><v>2</v></c></row>"
    sheet = f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{row * 300_000}</sheetData></worksheet>'
    data = package({"xl/worksheets/sheet1.xml": sheet}, "spreadsheetml.sheet.main", "xl/workbook.xml")
    assert "it unpacks" not in (line := refusal(saved(tmp_path, "a.xlsx", _stored(data))))
    assert "rows" in line


def _stored(data):
    """The same package unpacked, because rows all alike would look like a bomb."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w") as new:
        for member in old.infolist():
            new.writestr(member.filename, old.read(member))
    return result.getvalue()


def test_a_file_over_the_limit(tmp_path, monkeypatch):
    monkeypatch.setitem(MOST, "MB", 1)
    assert "MB" in refusal(saved(tmp_path, "a.txt", b"a" * (MEGABYTE + MEGABYTE // 2)))


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", "A letter, with commas.\nIt goes on, and on.\n", "txt"),
        ("a.txt", CSV, "csv"),
        ("a.txt", CSV.replace(",", "|"), "txt"),
        ("a.csv", "only a title\n", "csv"),
        ("a.xls", CSV.replace(",", "\t"), "csv"),
        ("a.xls", "<table><tr><td>1</table>", "html"),
        ("a", "<?xml version='1.0'?><!-- saved --><html><p>x</p></html>", "html"),
    ],
)
def test_kinds_of_text(tmp_path, name, data, kind):
    assert kind_of(saved(tmp_path, name, data)) == kind


def bad_inputs():
    if not BAD.exists():
        return [pytest.param("", "", marks=pytest.mark.skip(reason="the shared bad inputs are not here"))]
    with (BAD / "expected.csv").open(encoding="utf-8-sig") as file:
        return [(row["file"], row["expected"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("name", "expected"), bad_inputs())
def test_bad_inputs_end_as_expected(name, expected):
    if "error" in expected and expected != "ok_or_error":
        try:
            document = read_document(BAD / name)
        except DocumentError as error:
            assert str(error).startswith(name)
        else:
            assert expected.startswith("error_or")
            assert not list(document.grids())
        return
    document = read_document(BAD / name)
    rows = sum(len(grid.rows) for grid in document.grids())
    assert (rows > 1) == expected.startswith("ok")


def test_a_scan_without_tesseract_says_how_to_install_it(tmp_path, monkeypatch):
    picture = "q 842 0 0 595 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID 0 EI Q"
    path = saved(tmp_path, "a.pdf", pdf(picture))
    monkeypatch.setattr("wres_analysis.documents.scan.program", lambda: None)
    assert "apt-get install tesseract-ocr" in refusal(path)


@pytest.mark.skipif(program() is None, reason="tesseract is not installed")
def test_a_blank_scan_is_empty_and_marked(tmp_path):
    picture = "q 842 0 0 595 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q"
    document = read_document(saved(tmp_path, "a.pdf", pdf(picture)))
    assert not document.blocks
    assert [remark.code for remark in document.remarks] == ["ocr"]
