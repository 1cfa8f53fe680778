"""PDF pages: words, rules, tables with and without rules, paragraphs, running heads."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_files import line, pdf, table, text

from wres_analysis.documents.document import Cell
from wres_analysis.documents.pdf import read_pdf
from wres_analysis.documents.pdf_tables import lattices_of, merged
from wres_analysis.documents.pdf_words import Box, Rule, Turn, Word, lines_of, snapped, text_in
from wres_analysis.documents.scan import program

XS = [40, 80, 330, 480, 580, 680, 800]
HEADER = ["No.", "Action", "Lead", "By when", "Status", "Update"]
ROWS = [
    ["1", "Review the rota", "Head of HR", "May 2023", "Complete", "Agreed"],
    ["2", "Refresh the welcome pack", "Head of OD", "", "Delayed", "Printer is late"],
    ["3", "Publish the figures", "", "June 2023", "", "To follow"],
]


def read(tmp_path, *pages, **options):
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf(*pages, **options))
    return read_pdf(path)


def grids(document):
    return [[list(row.texts) for row in grid.rows] for grid in document.grids()]


def texts(document):
    return [block.text for block in document.lines()]


@pytest.mark.parametrize("rules", ["all", "across", "none"])
def test_a_table_is_read_whatever_rules_it_has(tmp_path, rules):
    page = table([HEADER, *ROWS], XS, 500, rules=rules)
    assert grids(read(tmp_path, page)) == [[HEADER, *ROWS]]


@pytest.mark.parametrize("quarter", [1, 2, 3])
@pytest.mark.parametrize("rotate", [0, 90])
def test_a_turned_page_is_read_upright(tmp_path, quarter, rotate):
    cos, sin = [(1, 0), (0, 1), (-1, 0), (0, -1)][quarter]
    moved = {1: (595, 0), 2: (842, 595), 3: (0, 842)}[quarter]
    size = {"width": 842, "height": 595} if quarter == 2 else {"width": 595, "height": 842}
    page = f"{cos} {sin} {-sin} {cos} {moved[0]} {moved[1]} cm\n" + table([HEADER, *ROWS], XS, 500)
    assert grids(read(tmp_path, page, rotate=rotate, **size)) == [[HEADER, *ROWS]]


def test_a_table_a_hair_off_straight(tmp_path):
    tilt = math.radians(0.1)
    page = f"{math.cos(tilt)} {math.sin(tilt)} {-math.sin(tilt)} {math.cos(tilt)} 0 0 cm\n"
    assert grids(read(tmp_path, page + table([HEADER, *ROWS], XS, 500))) == [[HEADER, *ROWS]]


def test_a_row_cut_by_the_page_is_closed_at_the_ends_of_its_upright_rules(tmp_path):
    drawn = table([HEADER, ROWS[0]], XS, 500) + "\n" + table([ROWS[1]], XS, 460, rules="none")
    open_end = "\n".join(line(x, 460, x, 430) for x in XS)
    assert grids(read(tmp_path, f"{drawn}\n{open_end}")) == [[HEADER, *ROWS[:2]]]


def test_thin_rectangles_are_rules_and_wide_ones_are_shades(tmp_path):
    bars = (
        "\n".join(f"{x} 440 0.8 60 re f" for x in XS)
        + "\n"
        + "\n".join(f"{XS[0]} {y} {XS[-1] - XS[0]} 0.8 re f" for y in (440, 460, 480, 500))
    )
    green = "0 0.69 0.31 rg 580 460 100 20 re f 0 g\n"
    document = read(tmp_path, green + table([HEADER, *ROWS[:2]], XS, 500, rules="none") + "\n" + bars)
    assert grids(document) == [[HEADER, *ROWS[:2]]]
    (grid,) = document.grids()
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


def test_a_frame_around_the_page_is_no_table(tmp_path):
    framed = "10 10 820 575 re S\n" + table([HEADER, *ROWS], XS, 500)
    assert grids(read(tmp_path, framed)) == [[HEADER, *ROWS]]


def test_a_table_inside_a_cell_is_text_of_the_cell(tmp_path):
    outer = table([HEADER, ["1", "", *ROWS[0][2:]]], XS, 500, pitch=50)
    inner = table([["a", "b"], ["c", "d"]], [100, 140, 180], 440, pitch=15)
    (found,) = grids(read(tmp_path, f"{outer}\n{inner}"))
    assert found[1][1] == "a b\nc d"


def test_a_table_goes_on_without_its_header_on_the_next_page(tmp_path):
    first = table([HEADER, *ROWS[:2]], XS, 500, rules="none")
    second = table([ROWS[2]], XS, 560, rules="none")
    document = read(tmp_path, first, second)
    assert grids(document) == [[HEADER, *ROWS[:2]], [ROWS[2]]]
    assert [grid.new_page for grid in document.grids()] == [True, True]
    assert [grid.place for grid in document.grids()] == ["page 1", "page 2"]


def test_text_below_an_open_table_is_not_part_of_it(tmp_path):
    after = text(40, 350, "The committee will look at this plan again in the autumn and report to the Board.")
    page = text(40, 540, "Our plan", 18) + "\n" + table([HEADER, *ROWS], XS, 500, rules="none") + "\n" + after
    document = read(tmp_path, page)
    assert grids(document) == [[HEADER, *ROWS]]
    assert [(block.text[:13], block.heading) for block in document.lines()] == [
        ("Our plan", 1),
        ("The committee", 0),
    ]


def test_prose_that_names_the_columns_is_no_header(tmp_path):
    page = "\n".join(
        text(
            40, 500 - 12 * number, "Each action has a lead, a date, a status and an update in the plan below."
        )
        for number in range(6)
    )
    assert not grids(read(tmp_path, page))


@pytest.mark.parametrize("pitch", [11, 14, 20])
def test_rows_of_one_line_without_numbers(tmp_path, pitch):
    rows = [[cell or "-" for cell in row[1:]] for row in [HEADER, *ROWS, *ROWS]]
    assert grids(read(tmp_path, table(rows, XS[1:], 500, pitch, rules="none"))) == [rows]


def test_numbers_under_no_title_are_a_column(tmp_path):
    rows = [["", *HEADER[1:]], *ROWS]
    assert grids(read(tmp_path, table(rows, XS, 500, rules="none"))) == [rows]


def test_wrapped_lines_are_one_paragraph_and_labels_start_anew(tmp_path):
    long = "Progress: the policy has been agreed with staff side and will be launched at the next leaders"
    lines = [
        text(40, 500, long),
        text(40, 489, "briefing in May."),
        text(40, 478, "Lead: HR"),
        text(40, 467, "- item"),
    ]
    document = read(tmp_path, "\n".join(lines))
    assert texts(document) == [f"{long}\nbriefing in May.", "Lead: HR", "item"]
    assert [block.bullet for block in document.lines()] == [False, False, True]


def test_headings_by_size_and_by_weight(tmp_path):
    body = "\n".join(
        text(40, 400 - 30 * number, "Some running text of the usual size.") for number in range(8)
    )
    heads = [text(40, 550, "Plan", 20), text(40, 520, "Part A", 14), text(40, 490, "Aim", 9, "F2")]
    document = read(tmp_path, "\n".join(heads) + "\n" + body)
    assert [block.heading for block in document.lines()][:4] == [1, 2, 3, 0]


def test_running_heads_stay_once_and_page_numbers_go(tmp_path):
    pages = [
        "\n".join(
            [
                text(40, 575, "Trust X plan"),
                text(40, 300, f"Text {word}"),
                text(700, 20, f"Page {number} of 2"),
            ]
        )
        for number, word in enumerate(("one", "two"), 1)
    ]
    document = read(tmp_path, *pages)
    assert texts(document) == ["Trust X plan", "Text one", "Text two"]
    assert [remark.code for remark in document.remarks] == ["page_furniture"]


def test_a_year_at_the_edge_of_a_page_is_no_page_number(tmp_path):
    assert texts(read(tmp_path, text(40, 575, "2024"))) == ["2024"]


def test_slanted_text_is_left_out_and_said(tmp_path):
    page = text(40, 500, "Plan text") + "\n0.7 0.7 -0.7 0.7 200 200 cm " + text(0, 0, "DRAFT", 40)
    document = read(tmp_path, page)
    assert texts(document) == ["Plan text"]
    assert [remark.code for remark in document.remarks] == ["slanted_text"]


def test_raised_letters_belong_to_their_line(tmp_path):
    page = text(40, 500, "From 1") + " " + text(68.5, 503, "st", 5) + " " + text(78, 500, "Quarter")
    assert texts(read(tmp_path, page)) == ["From 1st Quarter"]


def test_a_file_cut_behind_its_last_page_is_remarked(tmp_path):
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf(table([HEADER, *ROWS], XS, 500)).removesuffix(b"%%EOF"))
    assert [remark.code for remark in read_pdf(path).remarks] == ["cut_short"]


def test_a_drawing_of_thousands_of_lines_is_given_up_as_no_table():
    across = [Rule(4.0 * number, 0.0, 6000.0) for number in range(1_500)]
    assert lattices_of(across, across) == []
    assert lattices_of(across[:3], across[:3])


@given(st.lists(st.floats(0, 1000), min_size=1), st.floats(0.1, 5))
def test_snapped_values_lie_apart(values, within):
    places = snapped(values, within)
    assert all(right - left > 0 for left, right in pairwise(places))
    assert len(places) <= len(set(values))


RULES = st.builds(lambda at, start, length: Rule(at, start, start + length), *[st.floats(0, 200)] * 3)


@given(st.lists(RULES))
def test_joining_rules_loses_no_length_and_is_done_once(rules):
    joined = merged(rules)
    assert (
        sum(rule.end - rule.start for rule in merged(joined))
        >= sum(rule.end - rule.start for rule in joined) - 1e-6
    )
    for rule in rules:
        if rule.end - rule.start >= 4:
            assert any(found.start <= rule.start and rule.end <= found.end for found in joined)


@given(st.integers(0, 3), st.floats(0, 500), st.floats(0, 300))
def test_turning_keeps_a_point_on_its_page(quarter, x, y):
    turn = Turn(quarter, 0.0, 0.0, 500.0, 300.0)
    width, height = turn.size
    turned = turn.point(x, y)
    assert 0 <= turned[0] <= width
    assert 0 <= turned[1] <= height


@given(st.permutations(range(6)))
def test_words_are_read_by_place_and_not_by_order(order):
    words = [
        Word(
            f"w{number}",
            Box(
                40.0 * (number % 3), 20.0 * (number // 3), 40.0 * (number % 3) + 30, 20.0 * (number // 3) + 10
            ),
            False,
        )
        for number in range(6)
    ]
    assert text_in([words[number] for number in order]) == "w0 w1 w2\nw3 w4 w5"
    assert len(lines_of(words)) == 2


def test_a_scan_that_brings_its_recognised_text_is_marked(tmp_path):
    picture = "q 842 0 0 595 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q\n"
    hidden = table([HEADER, *ROWS], XS, 500, rules="none").replace("BT ", "BT 3 Tr ")
    document = read(tmp_path, picture + hidden)
    assert grids(document) == [[HEADER, *ROWS]]
    assert [remark.code for remark in document.remarks] == ["ocr"]


def test_a_header_of_unknown_words_is_found_by_what_stands_under_it(tmp_path):
    rows = [["Fig", "Pledge", "Champion", "Horizon", "Mood", "Chatter"], *ROWS, *ROWS]
    rows = [[cell or "-" for cell in row] for row in rows]
    assert grids(read(tmp_path, table(rows, XS, 500, rules="none"))) == [rows]


@pytest.mark.skipif(program() is None, reason="tesseract is not installed")
def test_a_scan_with_a_typed_page_number_is_recognised_as_a_whole(tmp_path):
    picture = "q 842 0 0 595 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q\n"
    document = read(tmp_path, picture + text(300, 300, "Review the rota", 16) + text(700, 20, "Page 3"))
    assert document.kind == "scan"
    assert texts(document) == ["Review the rota"]
