"""What the file shows is what counts: one case for each kind, in each format.

Each case gives the cells of one action; a careful person reads the same owner, date and status in all.
"""

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, InlineFont, TextBlock
from openpyxl.formatting.rule import CellIsRule, FormulaRule, IconSetRule
from openpyxl.styles import Font, PatternFill
from small_files import pdf, table, text, word

from wres_analysis.documents import read_document
from wres_analysis.plans.actions import extract_actions

TITLES = ("Action", "Lead", "Deadline", "Status")
ACTION = "Train every chair of a panel"
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def read(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return extract_actions(read_document(path), keep_names=True)


def cells(extracted, number=0):
    row = extracted.actions.iloc[number]
    return row["owner"], row["deadline"], row["status"]


def run(words, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>"


def word_file(*rows):
    made = (
        "<w:tr>" + "".join(f"<w:tc><w:p>{cell}</w:p></w:tc>" for cell in row) + "</w:tr>"
        for row in ([run(title) for title in TITLES], *rows)
    )
    return word(f"<w:tbl>{''.join(made)}</w:tbl>")


def box(checked, glyph):
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox {W14}><w14:checked w14:val="{checked}"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent>{run(glyph)}</w:sdtContent></w:sdt>"
    )


def field(data):
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
    return begin + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


STRIKE = '<w:strike w:val="true"/>'
RAISED = '<w:vertAlign w:val="superscript"/>'
CHOICES = '<w:listEntry w:val="Overdue"/><w:listEntry w:val="Complete"/>'
OWNER, DATE, DONE = map(run, ("Medical Director", "May 2023", "Complete"))
OLD_BOXES = (
    field('<w:checkBox><w:default w:val="1"/></w:checkBox>')
    + run(" Complete ")
    + field('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>')
    + run(" Open")
)
HINT = f"<w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Who?')}</w:sdtContent>"
WINGDINGS = '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>'
IN_WORD = {
    "struck twice": (run("Chief Nurse", "<w:dstrike/>") + OWNER, DATE, DONE),
    "boxes behind their words": (OWNER, DATE, run("Open ") + box(0, "¨") + run(" Complete ") + box(1, "þ")),
    "boxes of old forms": (OWNER, DATE, OLD_BOXES),
    "list of old forms": (OWNER, DATE, field(f'<w:ddList><w:result w:val="1"/>{CHOICES}</w:ddList>')),
    "marks of notes": (OWNER + run("2, 3", RAISED), DATE + run("*", RAISED), DONE),
    "tick of a symbol font": (OWNER, DATE, run("P", WINGDINGS)),
    "placeholder before what was typed": (f"<w:sdt>{HINT}</w:sdt>" + OWNER, DATE, DONE),
}


@pytest.mark.parametrize("case", IN_WORD.values(), ids=IN_WORD)
def test_a_word_file_is_read_as_it_shows(tmp_path, case):
    extracted = read(tmp_path / "plan.docx", word_file((run(ACTION), *case)))
    assert cells(extracted) == ("Medical Director", "May 2023", "complete")


def test_an_equation_keeps_its_fraction_and_its_sign(tmp_path):
    fraction = "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>4</m:t></m:r></m:den></m:f>"
    equation = f"<m:oMath {MATH}><m:r><m:t>≥</m:t></m:r>{fraction}</m:oMath>"
    action = run("Fill ") + equation + run(" of senior posts")
    extracted = read(tmp_path / "plan.docx", word_file((action, OWNER, DATE, DONE)))
    assert extracted.actions["action"].tolist() == ["Fill ≥1/4 of senior posts"]


def test_what_is_struck_through_in_a_word_file_is_named_in_a_note(tmp_path):
    struck = run("Chair", STRIKE) + OWNER
    notes = read(tmp_path / "plan.docx", word_file((run(ACTION), struck, DATE, DONE))).notes
    (message,) = notes.loc[notes["code"] == "struck_text", "message"]
    assert "Chair" in message


def workbook(path, fill):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        TITLES,
        (ACTION, "Medical Director", "May 2023", None),
        ("Rewrite the advert", "Chair", None, None),
    ):
        sheet.append(row)
    fill(sheet)
    book.save(path)
    return extract_actions(read_document(path), keep_names=True)


def formatted(value, form):
    def fill(sheet):
        sheet["D2"], sheet["D2"].number_format = value, form

    return fill


def by_rule(rule, value, key=True):
    def fill(sheet):
        sheet["D2"] = value
        sheet.conditional_formatting.add("D2:D3", rule)
        for row, words in enumerate(("Green = complete", "Red = overdue") if key else (), 6):
            sheet.cell(row, 1, words)

    return fill


def struck(sheet):
    sheet["D2"] = CellRichText(TextBlock(InlineFont(strike=True), "Not started "), "Complete")


def tick(sheet):
    sheet["D2"], sheet["D2"].font = "ü", Font(name="Wingdings")


GREEN = PatternFill(bgColor="FF00B050")
IN_EXCEL = {
    "a word for a number": formatted(3, '[<2]"Not started";[=2]"In progress";"Complete"'),
    "yes for above zero": formatted(1, '"Complete";;"Not started"'),
    "true": formatted(True, "General"),
    "a tick in its font": tick,
    "a piece struck through": struck,
    "text of a formula nobody worked out": formatted(
        '=HYPERLINK("https://a.example", "Complete")', "General"
    ),
    "colour by the cell": by_rule(CellIsRule(operator="greaterThanOrEqual", formula=["3"], fill=GREEN), 4),
    "colour by another cell": by_rule(FormulaRule(formula=['$B2="Medical Director"'], fill=GREEN), None),
    "colour by text": by_rule(FormulaRule(formula=['NOT(ISERROR(SEARCH("medical",B2)))'], fill=GREEN), None),
}


@pytest.mark.parametrize("fill", IN_EXCEL.values(), ids=IN_EXCEL)
def test_a_workbook_is_read_as_it_shows(tmp_path, fill):
    assert cells(workbook(tmp_path / "plan.xlsx", fill))[2] == "complete"


def test_icons_show_the_status(tmp_path):
    def fill(sheet):
        sheet["D2"], sheet["D3"] = 3, 1
        sheet["A6"], sheet["A7"] = "Green = complete", "Red = overdue"
        sheet.conditional_formatting.add("D2:D3", IconSetRule("3TrafficLights1", "num", [1, 2, 3]))

    extracted = workbook(tmp_path / "plan.xlsx", fill)
    assert extracted.actions["status"].tolist() == ["complete", "not_met"]


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (3, '"in "0" weeks"', "in 3 weeks"),
        (2, '"Quarter "0', "Quarter 2"),
        (45016, "General", "31/03/2023"),
    ],
)
def test_a_deadline_is_what_the_workbook_shows(tmp_path, value, form, shown):
    def fill(sheet):
        sheet["C2"], sheet["C2"].number_format = value, form

    assert cells(workbook(tmp_path / "plan.xlsx", fill))[1] == shown


def page(*last, before="", rows=()):
    body = "".join(f"<td>{cell}</td>" for cell in (ACTION, *last))
    head = "".join(f"<th>{title}</th>" for title in TITLES)
    return f"<html><body>{before}<table><tr>{head}</tr>{''.join(rows)}<tr>{body}</tr></table></body></html>"


OWN = ("Medical Director", "May 2023")
THREE = (TITLES, (ACTION, *OWN, "Complete"), ("Rewrite the advert", "Chair", "June 2023", "Open"))
DIVS = ("".join(f"<span>{cell}</span>" for cell in row) for row in THREE)
IN_ROWS = "".join(f"<div>{row}</div>" for row in DIVS)
IN_LINE = "".join(f"<p>{cell}</p>" for row in THREE[:2] for cell in row)
IN_PAGES = {
    "a comment and an instruction": page(*OWN, "Complete", rows=("<!-- rows -->", "<?show all?>")),
    "radio buttons": page(
        *OWN, '<input type="radio" name="s"> Open <input type="radio" name="s" checked> Complete'
    ),
    "a list where nobody chose": page(*OWN, "<select><option>Complete<option>Open</select>"),
    "an icon with a label": page(*OWN, '<span class="icon" aria-label="Complete"></span>'),
    "struck by its style": page(
        '<span style="text-decoration: line-through">Chair</span> Medical Director', "May 2023", "Complete"
    ),
    "titles in every cell": page(
        "<b>Lead:</b> Medical Director", "<b>Deadline:</b> May 2023", "<b>Status:</b> Complete"
    ).replace(f"<td>{ACTION}", f"<td><b>Action:</b> {ACTION}"),
    "a closed panel": page(*OWN, "Complete")
    .replace("<table>", '<a href="#part">Part</a><div id="part" style="display:none"><table>')
    .replace("</table>", "</table></div>"),
    "blocks in rows": f"<html><body><div>{IN_ROWS}</div></body></html>",
    "blocks one after the other": f"<html><body><section>{IN_LINE}</section></body></html>",
}


@pytest.mark.parametrize("content", IN_PAGES.values(), ids=IN_PAGES)
def test_a_page_is_read_as_it_shows(tmp_path, content):
    assert cells(read(tmp_path / "plan.html", content)) == ("Medical Director", "May 2023", "complete")


HEAD = ",".join(TITLES)
LONG = "and again " * 15_000
IN_CSV = {
    "blanks before quotation marks": f'{HEAD}\n{ACTION}, "Medical Director", "May 2023", "Complete"\n',
    "backslashes before quotation marks": f'{HEAD}\n"{ACTION} of \\"band\\" 8, and above","Medical Director",'
    '"May 2023","Complete"\n',
    "formulas that are texts": f'{HEAD}\n{ACTION},="Medical Director",="May 2023",Complete\n',
    "one byte of another encoding": f"{HEAD}\n{ACTION} – é,Medical Director,May 2023,Complete\n".encode()
    + b"Caf\xe9 talks,Chair,June 2023,Open\n",
    "a cell as long as a book": f'{HEAD}\n"{ACTION} {LONG}",Medical Director,May 2023,Complete\n',
}


@pytest.mark.parametrize("content", IN_CSV.values(), ids=IN_CSV)
def test_a_csv_file_is_read_whatever_program_wrote_it(tmp_path, content):
    extracted = read(tmp_path / "plan.csv", content)
    assert cells(extracted) == ("Medical Director", "May 2023", "complete")
    assert extracted.actions["action"][0].startswith(ACTION)


def test_two_encodings_in_one_file_are_told(tmp_path):
    extracted = read(tmp_path / "plan.csv", IN_CSV["one byte of another encoding"])
    assert extracted.actions["action"].tolist()[1] == "Café talks"
    assert "mixed_encoding" in set(extracted.notes["code"])


XS = (40, 330, 500, 620, 760)
ROWS = (TITLES, (ACTION, "Medical Director", "May 2023", "Complete"))
IN_PDF = {
    "a mark of a note": table(ROWS, XS, 500) + "\n" + text(400, 471, "4", 5),
    "struck through": table(ROWS, XS, 500) + "\n" + text(410, 467, "Chair") + "\n409 470 m 433 470 l S",
    "white on white": table(ROWS, XS, 500) + "\n1 g " + text(40, 300, "A draft that nobody sees") + " 0 g",
    "invisible": table(ROWS, XS, 500) + "\nBT 3 Tr ET " + text(40, 440, "Old draft") + "\nBT 0 Tr ET",
    "painted over": text(45, 440, "Old draft of an action")
    + "\n1 g 40 435 300 20 re f 0 g "
    + table(ROWS, XS, 500),
    "beyond the page": table(ROWS, XS, 500) + "\n" + text(900, 467, "Old draft"),
}


@pytest.mark.parametrize("content", IN_PDF.values(), ids=IN_PDF)
def test_a_pdf_is_read_as_its_page_shows(tmp_path, content):
    extracted = read(tmp_path / "plan.pdf", pdf(content))
    assert extracted.actions["action"].tolist() == [ACTION]
    assert cells(extracted) == ("Medical Director", "May 2023", "complete")
    codes = {"note_marks", "struck_text", "hidden_text", "off_page_text"}
    assert len(codes & set(extracted.notes["code"])) == 1


def test_white_titles_on_a_dark_band_are_read(tmp_path):
    band = "0.2 0.3 0.6 rg 40 480 720 20 re f 1 g " + table(ROWS[:1], XS, 500, rules="none") + " 0 g "
    extracted = read(tmp_path / "plan.pdf", pdf(band + table(ROWS[1:], XS, 480)))
    assert cells(extracted) == ("Medical Director", "May 2023", "complete")


def test_a_page_tree_that_runs_in_a_circle_is_damaged_and_not_locked(tmp_path):
    content = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    content += b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
    with pytest.raises(Exception, match="damaged"):
        read(tmp_path / "plan.pdf", content + b"trailer<</Root 1 0 R>>\n%%EOF")
