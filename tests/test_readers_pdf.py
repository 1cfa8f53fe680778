"""PDF pages: words, rules, tables with and without rules, paragraphs, running heads."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_documents import as_lines, outline
from small_files import line, pdf, table, text

from wres_analysis.documents import read_document
from wres_analysis.documents.document import Cell
from wres_analysis.documents.scan import program

XS = [40, 80, 330, 480, 580, 680, 800]
HEADER = ["No.", "Action", "Lead", "By when", "Status", "Update"]
ROWS = [
    ["1", "Review the rota", "Head of HR", "May 2023", "Complete", "Agreed"],
    ["2", "Refresh the welcome pack", "Head of OD", "", "Delayed", "Printer is late"],
    ["3", "Publish the figures", "", "June 2023", "", "To follow"],
]
TABLE = table([HEADER, *ROWS], XS, 500)
OPEN = table([HEADER, *ROWS], XS, 500, rules="none")
UNKNOWN = [["Fig", "Pledge", "Champion", "Horizon", "Mood", "Chatter"], *ROWS, *ROWS]
UNKNOWN = [[cell or "-" for cell in row] for row in UNKNOWN]
UNNUMBERED = [[cell or "-" for cell in row[1:]] for row in [HEADER, *ROWS, *ROWS]]
LONG = "Progress: the policy has been agreed with staff side and will be launched at the next leaders"
NAMED = "Each action has a lead, a date, a status and an update in the plan below."
RUNNING = "Some running text of the usual size."
TILT = math.radians(0.1)
TILTED = f"{math.cos(TILT)} {math.sin(TILT)} {-math.sin(TILT)} {math.cos(TILT)} 0 0 cm\n"
PICTURE = "q 842 0 0 595 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q"
BARS = "\n".join(
    [f"{x} 440 0.8 60 re f" for x in XS] + [f"40 {y} 760 0.8 re f" for y in (440, 460, 480, 500)]
)


def read(tmp_path, *pages, **options):
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf(*pages, **options))
    return read_document(path)


def drawn(*rows):
    return "\n".join(" | ".join(row) for row in rows)


def column(*words, x=40, top=500, pitch=11):
    return "\n".join(text(x, top - pitch * number, word) for number, word in enumerate(words))


ALL = f"new table \n {drawn(HEADER, *ROWS)}"
# what it is: (the pages, what is found)
PAGES = {
    "all rules": ([TABLE], ALL),
    "rules across": ([table([HEADER, *ROWS], XS, 500, rules="across")], ALL),
    "no rules": ([OPEN], ALL),
    "a hair off straight": ([TILTED + TABLE], ALL),
    "a frame round the page": (["10 10 820 575 re S\n" + TABLE], ALL),
    "thin rectangles as rules": (
        [table([HEADER, *ROWS[:2]], XS, 500, rules="none") + "\n" + BARS],
        f"new table \n {drawn(HEADER, *ROWS[:2])}",
    ),
    "a row that the page cuts, closed at the ends of its upright rules": (
        [
            "\n".join(
                [
                    table([HEADER, ROWS[0]], XS, 500),
                    table([ROWS[1]], XS, 460, rules="none"),
                    *(line(x, 460, x, 430) for x in XS),
                ]
            )
        ],
        f"new table \n {drawn(HEADER, *ROWS[:2])}",
    ),
    "a table inside a cell is its text": (
        [
            table([HEADER, ["1", "", *ROWS[0][2:]]], XS, 500, pitch=50)
            + "\n"
            + table([["a", "b"], ["c", "d"]], [100, 140, 180], 440, pitch=15)
        ],
        f"new table \n {drawn(HEADER, ['1', 'a b¶c d', *ROWS[0][2:]])}",
    ),
    "a table that goes on without its header": (
        [table([HEADER, *ROWS[:2]], XS, 500, rules="none"), table([ROWS[2]], XS, 560, rules="none")],
        f"new table \n {drawn(HEADER, *ROWS[:2])} \n new table \n {drawn(ROWS[2])}",
    ),
    "text above and below a table without rules": (
        [text(40, 540, "Our plan", 18) + "\n" + OPEN + "\n" + text(40, 350, f"{NAMED} It is new.")],
        f"# Our plan \n table \n {drawn(HEADER, *ROWS)} \n {NAMED} It is new.",
    ),
    "prose that names the columns": ([column(*[NAMED] * 6, pitch=12)], "¶".join([NAMED] * 6)),
    **{
        f"rows of one line, {pitch} points apart": (
            [table(UNNUMBERED, XS[1:], 500, pitch, rules="none")],
            f"new table \n {drawn(*UNNUMBERED)}",
        )
        for pitch in (11, 14, 20)
    },
    "numbers under no title": (
        [table([["", *HEADER[1:]], *ROWS], XS, 500, rules="none")],
        f"new table \n {drawn(['', *HEADER[1:]], *ROWS)}",
    ),
    "a header of unknown words": ([table(UNKNOWN, XS, 500, rules="none")], f"new table \n {drawn(*UNKNOWN)}"),
    "a wrapped line, a label and an item": (
        [column(LONG, "briefing in May.", "Lead: HR", "- recruitment")],
        f"{LONG}¶briefing in May. \n Lead: HR \n - recruitment",
    ),
    "a word that a line cut": ([column(f"{LONG} recruit-", "ment.")], f"{LONG} recruitment."),
    "headings by size and by weight": (
        [
            "\n".join([text(40, 550, "Plan", 20), text(40, 520, "Part A", 14), text(40, 490, "Aim", 9, "F2")])
            + "\n"
            + column(*[RUNNING] * 3, top=400, pitch=30)
        ],
        f"# Plan \n ## Part A \n ### Aim \n {RUNNING} \n {RUNNING} \n {RUNNING}",
    ),
    "a year at the edge of a page": ([text(40, 575, "2024")], "2024"),
    "raised letters": (
        [text(40, 500, "From 1") + " " + text(68.5, 503, "st", 5) + " " + text(78, 500, "Quarter")],
        "From 1st Quarter",
    ),
}


@pytest.mark.parametrize(("pages", "expected"), PAGES.values(), ids=PAGES)
def test_the_blocks_of_pages(tmp_path, pages, expected):
    assert outline(read(tmp_path, *pages)) == as_lines(expected)


@pytest.mark.parametrize("quarter", [1, 2, 3])
@pytest.mark.parametrize("rotate", [0, 90])
def test_a_turned_page_is_read_upright(tmp_path, quarter, rotate):
    cos, sin = [(1, 0), (0, 1), (-1, 0), (0, -1)][quarter]
    moved = {1: (595, 0), 2: (842, 595), 3: (0, 842)}[quarter]
    size = {"width": 842, "height": 595} if quarter == 2 else {"width": 595, "height": 842}
    page = f"{cos} {sin} {-sin} {cos} {moved[0]} {moved[1]} cm\n{TABLE}"
    assert outline(read(tmp_path, page, rotate=rotate, **size)) == as_lines(ALL)


@settings(max_examples=20, deadline=None)
@given(st.permutations([*TABLE.split("\n"), line(40, 500, 300, 500), line(250, 500, 800, 500)]))
def test_a_page_is_read_by_place_and_not_by_the_order_of_drawing(tmp_path_factory, commands):
    document = read(tmp_path_factory.mktemp("any"), "\n".join(commands))
    assert outline(document) == as_lines(ALL)


def test_wide_rectangles_are_shades(tmp_path):
    (grid,) = read(tmp_path, "0 0.69 0.31 rg 580 460 100 20 re f 0 g\n" + TABLE).grids()
    assert [cell.fill for cell in grid.rows[1].cells] == ["", "", "", "", "00B04F", ""]


def test_a_band_over_all_columns_and_a_cell_over_two_rows(tmp_path):
    page = table([HEADER, [], ROWS[0], ROWS[1]], XS, 500, rules="none")
    page += "\n" + text(50, 467, "Aim: fair working patterns")
    rules = [line(40, y, 800, y) for y in (500, 480, 460, 420)] + [line(80, 440, 800, 440)]
    rules += [line(x, 500, x, 480) + " " + line(x, 460, x, 420) for x in XS[1:-1]]
    rules += [line(x, 500, x, 420) for x in (40, 800)]
    (grid,) = read(tmp_path, page + "\n" + "\n".join(rules)).grids()
    assert grid.rows[1].cells == (Cell("Aim: fair working patterns"), *[Cell(covered="left")] * 5)
    assert grid.rows[2].cells[0] == Cell("1\n2")
    assert grid.rows[3].cells[0] == Cell(covered="above")


@pytest.mark.parametrize(
    ("pages", "expected", "codes"),
    [
        (
            [column("Trust X plan", f"Text {one}", f"Page {number} of 2", top=575, pitch=277)
             for number, one in enumerate(("one", "two"), 1)],
            "Trust X plan \n Text one \n Text two",
            ["page_furniture"],
        ),
        (
            [text(40, 500, "Plan text") + "\n0.7 0.7 -0.7 0.7 200 200 cm " + text(0, 0, "DRAFT", 40)],
            "Plan text",
            ["slanted_text"],
        ),
        (
            [f"{PICTURE}\n" + OPEN.replace("BT ", "BT 3 Tr ")],
            ALL,
            ["ocr"],
        ),
    ],
    ids=["running heads", "a watermark", "a scan that brings its recognised text"],
)  # fmt: skip
def test_what_is_left_out_or_doubtful_is_told(tmp_path, pages, expected, codes):
    document = read(tmp_path, *pages)
    assert outline(document) == as_lines(expected)
    assert [remark.code for remark in document.remarks] == codes


def test_a_file_cut_behind_its_last_page_is_remarked(tmp_path):
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf(TABLE).removesuffix(b"%%EOF"))
    assert [remark.code for remark in read_document(path).remarks] == ["cut_short"]


@pytest.mark.parametrize(("lines", "tables"), [(3, 1), (1_050, 0)])
def test_a_drawing_of_thousands_of_lines_is_given_up_as_no_table(tmp_path, lines, tables):
    places = [9 * number for number in range(1, lines + 1)]
    page = [f"{line(0, at, 9500, at)} {line(at, 0, at, 9500)}" for at in places]
    page = "\n".join([*page, *(text(1, at + 2, "ab", 5) for at in places[:15])])
    assert len(list(read(tmp_path, page, width=9600, height=9600).grids())) == tables


@pytest.mark.skipif(program() is None, reason="tesseract is not installed")
def test_a_scan_with_a_typed_page_number_is_recognised_as_a_whole(tmp_path):
    page = "\n".join([PICTURE, text(300, 300, "Review the rota", 16), text(700, 20, "Page 3")])
    document = read(tmp_path, page)
    assert document.kind == "scan"
    assert outline(document) == ["Review the rota"]
