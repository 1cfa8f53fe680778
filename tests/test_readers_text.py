"""Text files: encodings, paragraphs, and cells between tabs, bars, slashes or columns of spaces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_documents import as_lines, outline

from wres_analysis.documents import read_document
from wres_analysis.documents.text_tables import MOST_CHARACTERS
from wres_analysis.errors import WresError


def read(folder, content, name="plan.txt"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_document(path)


WRAPPED = (
    "We train all chairs of panels for Band 8a and above with the",
    "Head of HR. We review the adverts of every post above Band 7",
    "Chief Nurses. We open the mentoring scheme to nurses in the",
    "Trust.",
)
SPACED = """Ref  Action                          Lead           By when     Status
1    Train the chairs of all         Head of HR     June 2024   Complete
     selection panels
2    Review adverts for plain words  Chief Nurse    May 2025    Open
"""
SLASHES = "Action / Lead / Timescale\n"
CASES = {
    "tabs, and a blank line between tables": (
        "## A plan\n\nAction\tLead\nTrain\tHR\n\nReview\tCEO\n",
        "## A plan \n new table \n Action | Lead \n Train | HR \n new table \n Review | CEO",
    ),
    "bullets lose their mark and rows keep their length": (
        "• one\n- two\nA\tB\tC\nD\t\n",
        "- one \n - two \n table \n A | B | C \n D |",
    ),
    "a form feed starts a page": ("A\tB\n\fC\tD\n", "new table \n A | B \n new table \n C | D"),
    "bars with a rule": (
        "| Action | Lead |\n|---|---|\n| Train | HR |\n",
        "new table \n Action | Lead \n Train | HR",
    ),
    "a sentence that goes on": (
        "Train the chairs of\nall panels.\nReview adverts.",
        "Train the chairs of all panels. \n Review adverts.",
    ),
    "lines wrapped at a width": ("\n".join(WRAPPED), " ".join(WRAPPED)),
    "two full lines are no width": ("\n".join(WRAPPED[:2]), "\n".join(WRAPPED[:2])),
    "what starts anew": (
        "Train chairs\n\nof panels\n---\nTrain chairs\nLead: HR\n- one\n2. two",
        "Train chairs \n of panels \n Train chairs \n Lead: HR \n - one \n 2. two",
    ),
    "further in than its bullet": ("- Train chairs\n  Head of HR", "- Train chairs Head of HR"),
    "marks of strong text": (
        "**Recruitment**\n1. **Train** chairs\n__x",
        "####### Recruitment \n 1. Train chairs \n __x",
    ),
    "slashes in and between cells on several lines": (
        f"{SLASHES}Train all\nchairs / HR/OD / May\nPay / HR / OD / June\nPublish /  / July\n"
        f"{SLASHES}Ask / HR / May",
        """new table
        Action | Lead | Timescale
        Train all¶chairs | HR/OD | May
        Pay | HR / OD | June
        Publish | | July
        Action | Lead | Timescale
        Ask | HR | May""",
    ),
    "bullets in a cell between slashes": (
        f"{SLASHES}Train /\n • HR\n • OD\n/ May",
        "new table \n Action | Lead | Timescale \n Train | HR¶OD | May",
    ),
    "bars without one at the start, and a cell dropped in front": (
        "Aim | Action | Lead | Date |\n---|---|---|---|\nFair | Train | HR | May |\nPay | HR | June | |",
        """new table
        Aim | Action | Lead | Date
        Fair | Train | HR | May
        Pay | HR | June""",
    ),
    "lines broken inside cells between bars": (
        "| Action\n| Lead | Timescale |\n|---|---|---|\n| Train |\nHR | May |\n| Pay | HR |\nJune |",
        "new table \n Action | Lead | Timescale \n Train | HR | May \n Pay | HR | June",
    ),
    "a heading between rows, and text behind the table": (
        f"{SLASHES}Held over from May\nTrain / HR / June\n\nNext meeting: 3 July",
        """new table
        Action | Lead | Timescale
        Held over from May | < | <
        Train | HR | June
        Next meeting: 3 July""",
    ),
    "slashes without a header": ("and / or / both\nhe / she / they", "and / or / both he / she / they"),
    "columns of spaces with numbers, one space before a column": (
        SPACED.replace("plain words  Chief", "plain words. Chief"),
        """new table
        Ref | Action | Lead | By when | Status
        1 | Train the chairs of all¶selection panels | Head of HR | June 2024 | Complete
        2 | Review adverts for plain words. | Chief Nurse | May 2025 | Open""",
    ),
    "columns of spaces with blank lines between rows": (
        """Action                        Lead                 Progress
----------------------------  -------------------  ----------------------
Train panel chairs            Head of HR           Sixty were trained
                                                   by the end of May.

Review job adverts            Chief Nurse          Not begun.
""",
        """new table
        Action | Lead | Progress
        Train panel chairs | Head of HR | Sixty were trained¶by the end of May.
        Review job adverts | Chief Nurse | Not begun.""",
    ),
    "columns of spaces whose rows start on full lines, prose below": (
        """Action                        Lead                 By when
Train the chairs of all       Head of HR and       June 2024
selection panels              the network
Review job adverts            Chief Nurse          May 2025

This plan was agreed by the board.  It will be reviewed in June.
""",
        """new table
        Action | Lead | By when
        Train the chairs of all¶selection panels | Head of HR and¶the network | June 2024
        Review job adverts | Chief Nurse | May 2025
        This plan was agreed by the board. It will be reviewed in June.""",
    ),
    "columns of spaces whose rows start where one word stands": (
        """Aim           Action                    Risk   Lead
Fair panels   Train the chairs of       High   Head of HR
and fair      all panels
adverts       Review the adverts        Low    Chief
                                               Nurse
              Publish who was           High   Head of HR
              appointed
Fair pay      Publish the pay gap       Low    Chief
              by ward                          Nurse
""",
        """new table
        Aim | Action | Risk | Lead
        Fair panels¶and fair | Train the chairs of¶all panels | High | Head of HR
        adverts | Review the adverts | Low | Chief¶Nurse
        | Publish who was¶appointed | High | Head of HR
        Fair pay | Publish the pay gap¶by ward | Low | Chief¶Nurse""",
    ),
    "prose with two blanks": (
        "The action is done.  The lead is HR.\nThe deadline  has passed.",
        "The action is done. The lead is HR. \n The deadline has passed.",
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_the_blocks_of_a_text(tmp_path, text, expected):
    assert outline(read(tmp_path, text)) == as_lines(expected)


def test_places_are_the_lines_of_the_file(tmp_path):
    document = read(tmp_path, f"Our plan\n\n{SPACED}\n\nNext meeting")
    assert [line.place for line in document.lines()] == ["line 1", "line 9"]
    assert [row.place for grid in document.grids() for row in grid.rows] == ["line 3", "line 4", "line 6"]


def test_an_endless_line_is_no_table(tmp_path):
    assert not list(read(tmp_path, SPACED + "x" * (MOST_CHARACTERS + 1)).grids())


@given(st.lists(st.text(alphabet="aT 1-|/\t.:", max_size=40), max_size=12))
def test_no_letter_of_a_table_is_lost(tmp_path_factory, lines):
    text = "\n".join([*lines, "a"])
    shown = "".join(outline(read(tmp_path_factory.mktemp("any"), text))).replace("new table", "")
    assert [shown.replace("table", "").count(letter) for letter in "aT"] == [text.count(one) for one in "aT"]


PLAN = "Ref,Action,Lead,Deadline,Status\n1,Train{} chairs,HR,June 2024,Done\n2,Review it,CEO,May 2025,Open\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp1252 at the end"]
)
def test_encodings_with_and_without_a_mark(tmp_path, encoding):
    text = "Café action plan – two pages\n"
    data = (text * 3).encode() if "end" in encoding else b""
    document = read(tmp_path, data + text.encode(encoding.split()[0]))
    assert {line.text for line in document.lines()} <= {text.strip(), " ".join([text.strip()] * 4)}
    assert [remark.code for remark in document.remarks] == ["mixed_encoding"] * ("end" in encoding)


@pytest.mark.parametrize("name", ["plan.csv", "plan.txt"])
def test_a_stray_control_character_is_read_as_a_space_and_noted_with_its_line(tmp_path, name):
    document = read(tmp_path, PLAN.format("\x1a"), name)
    (note,) = [remark for remark in document.remarks if remark.code == "control_character"]
    assert (note.severity, note.place) == ("warn", "line 2")
    assert "U+001A in line 2" in note.message


def test_many_strays_are_named_in_short(tmp_path):
    text = "Train the chairs of all panels\x07 and say so.\n" * 20
    (note,) = read(tmp_path, (text + "\n" + "plain " * 400)).remarks
    assert note.message.endswith("and 15 more")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (PLAN.format("\0"), r"U\+0000\) in line 2; save it again"),
        ("a\x07" * 30, r"the first of 30 \(U\+0007\) in line 1"),
        (bytes(range(1, 32)) * 9, "not a document of a known format"),
        (b"\x89PNX\r\n\x1a\n" + bytes(100), "not a document of a known format"),
        (b"a\x00b\tc", "control characters"),
        ("  \n \n", "empty"),
        ("-----\n", "empty"),
    ],
)
def test_what_is_no_text_is_refused_and_why(tmp_path, content, told):
    with pytest.raises(WresError, match=told) as refused:
        read(tmp_path, content)
    assert "\n" not in str(refused.value)
