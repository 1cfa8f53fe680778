import pytest
from small_documents import codes, grid, line, read

from wres_analysis.errors import DocumentError

CARD = """
Action | {0}
Lead | {1}
Timescale | {2}
Status | Complete
"""
BESIDE = "Action | {0} | Ref | {1} \n Lead | HR | Timescale | May 2024 \n Progress | Half done. | < | <"
ONE_LINE = "Action: {0} Lead: Head of HR Timescale: May 2024 Status: Complete"
UNDER = line("Lead: HR Timescale: May 2024 Status: Complete")
TRAIN, REVIEW = ("Train chairs", "HR", "May 2024"), ("Review adverts", "CEO", "June 2024")


def card(*texts, **place):
    return grid(CARD.format(*texts), **place)


def drawn(text):
    """Lines between strokes; a dot makes an item of a list, a hash a heading."""
    parts = [part.strip() for part in text.split(" / ")]
    return [line(part.lstrip("•# "), 2 * (part[0] == "#"), bullet=part[0] == "•") for part in parts]


def column(records, name):
    return [record[name] for record in records]


def test_lines_of_labels_and_values():
    lines = [
        "Objective: Fair recruitment",
        "Action number: 1",
        "Action: Train chairs",
        "Lead: HR",
        "Progress: Half",
    ]
    more = ["done.", "Action number: 2", "Action: Review adverts", "Lead:", "Progress: None"]
    records, notes = read(*lines, *more)
    assert column(records, "aim") == ["Fair recruitment"] * 2
    assert column(records, "comment") == ["Half done.", "None"]
    assert "owner_missing" in codes(notes, 2)


def test_a_label_that_is_not_understood_is_told():
    lines = ["Action: Train", "Lead: HR", "Moonphase: full", "Action: Review", "Lead: HR", "Moonphase: new"]
    _, notes = read(*lines)
    assert "column_not_understood" in codes(notes)


def test_a_letter_is_no_plan():
    with pytest.raises(DocumentError):
        read("Dear all,", "Action: please reply.", "Yours, HR")


def test_a_card_that_the_end_of_a_page_cuts_is_put_together():
    whole = card("Train chairs", "HR", "May 2024")
    above = grid("Action | Review adverts \n Lead | CEO")
    below = grid("Timescale | June 2024 \n Status | Complete", new_page=True, place="page 2")
    records, notes = read(whole, above, line("Page 1 of 2"), below)
    assert column(records, "action") == ["Train chairs", "Review adverts"]
    assert column(records, "deadline_date") == ["2024-05-31", "2024-06-30"]
    assert "card_not_read" not in codes(notes)


def test_a_piece_of_a_card_that_cannot_be_read_is_an_error_with_its_page():
    piece = grid("Action | Review adverts \n Lead | CEO", place="page 3")
    whole = card("Train chairs", "HR", "May 2024"), card("Mentor nurses", "DoN", "May 2025")
    _, notes = read(*whole, line("Further work", 2), piece)
    (told,) = notes[notes["code"].eq("card_not_read")].to_dict("records")
    assert (told["severity"], told["place"]) == ("error", "page 3")
    assert "Review adverts" in told["message"]


def test_a_list_item_without_labels_is_not_taken_into_an_action_in_silence():
    texts = [
        "Train the chairs of panels. Lead: Head of HR",
        "Offer every nurse a talk about their career.",
        "Publish the pay gap. Lead: CEO",
    ]
    _, notes = read(*(line(text, bullet=True) for text in texts))
    assert "item_joined" in codes(notes)


def test_a_short_item_below_a_label_is_part_of_it():
    texts = ["Action: Train", "Status: Late", "Lead:", "Action: Review", "Status: Late", "Lead: CEO"]
    _, notes = read(*texts[:3], line("Head of HR", bullet=True), *texts[3:])
    assert "item_joined" not in codes(notes)


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        pytest.param(
            [card(*TRAIN), card(*REVIEW)],
            [
                {"action": "Train chairs", "deadline_date": "2024-05-31"},
                {"action": "Review adverts", "deadline_date": "2024-06-30"},
            ],
            id="a grid of labels and values is one action",
        ),
        pytest.param(
            [grid(BESIDE.format("Train chairs", "1.1")), grid(BESIDE.format("Review adverts", "1.2"))],
            [{"ref": "1.1", "comment": "Half done."}, {"ref": "1.2", "comment": "Half done."}],
            id="labels and values side by side",
        ),
        pytest.param(
            [
                grid(
                    " | Action 1 | Action 2 \n Action | Train | Review"
                    " \n Lead | HR | CEO \n Status | Done | Late"
                )
            ],
            [{"ref": "1", "status_raw": "Done"}, {"ref": "2", "status_raw": "Late"}],
            id="one column of labels and an action in each other column",
        ),
        pytest.param(
            [line(ONE_LINE.format("Train chairs")), line(ONE_LINE.format("Review adverts"))],
            [{"action": one, "owner": "Head of HR"} for one in ("Train chairs", "Review adverts")],
            id="several labels on one line",
        ),
        pytest.param(
            [line("1. Train chairs", 2), UNDER, line("2. Review adverts", 2), UNDER],
            [{"ref": "1", "action": "Train chairs"}, {"ref": "2", "action": "Review adverts"}],
            id="the line above names the action where no label does",
        ),
        pytest.param(
            [line("Mossley plan", 1), line("Recruitment", 2), card(*TRAIN), line("Pay", 2), card(*REVIEW)],
            [{"aim": "Recruitment"}, {"aim": "Pay"}],
            id="headings between cards are aims",
        ),
        pytest.param(
            [
                card(*TRAIN),
                grid("Action | Review the adverts of \n Lead | CEO \n Progress | Two thirds of"),
                grid(" | them are done. \n Timescale | June 2024", new_page=True, place="page 2"),
            ],
            [{}, {"comment": "Two thirds of them are done.", "deadline": "June 2024"}],
            id="a value that the end of a page cuts is put together",
        ),
        pytest.param(
            [card(*TRAIN), card(*REVIEW, new_page=True, place="page 2")],
            [{"action": "Train chairs"}, {"action": "Review adverts"}],
            id="the next card on a new page is not joined",
        ),
    ],
)
def test_cards_as_they_are_published(blocks, expected):
    assert held(read(*blocks)[0], expected) == expected


def held(records, expected):
    """What is expected of each record, as it was read."""
    return [{name: record[name] for name in want} for record, want in zip(records, expected, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "1. Train chairs. / Responsible: HR / By when: May 2024 / 2. Review. / Responsible: CEO"
            " / By when: June 2024",
            [
                {"ref": "1", "action": "Train chairs.", "owner": "HR"},
                {"ref": "2", "action": "Review.", "owner": "CEO"},
            ],
            id="numbered paragraphs with labels below them do not run into each other",
        ),
        pytest.param(
            "# Recruitment / • Train chairs - Lead: HR - When: May 2024"
            " / # Pay / • Publish it - Lead: CEO - When: June 2024",
            [{"action": "Train chairs", "aim": "Recruitment"}, {"action": "Publish it", "aim": "Pay"}],
            id="bullets that end in labels under their headings",
        ),
        pytest.param(
            "Action 1 / Train chairs / Lead / HR / Timescale / May 2024"
            " / Action 2 – Review / Lead / CEO / Timescale / June 2024",
            [
                {"ref": "1", "action": "Train chairs", "deadline": "May 2024"},
                {"ref": "2", "action": "Review", "deadline": "June 2024"},
            ],
            id="labels on lines of their own",
        ),
        pytest.param(
            "Action: Train / Lead: HR / Status: Complete / All sixty were trained."
            " / Action: Review / Lead: CEO / Status: Late",
            [{"status_raw": "Complete", "comment": "All sixty were trained."}, {}],
            id="a sentence below a short value is a comment",
        ),
        pytest.param(
            "Objective / Fair panels / Action / Train chairs / Date / May 2024 / Lead / Chief Nurse",
            [
                {
                    "aim": "Fair panels",
                    "action": "Train chairs",
                    "deadline": "May 2024",
                    "owner": "Chief Nurse",
                }
            ],
            id="each label once, on lines of their own",
        ),
        pytest.param(
            "Commitment 2 / What we said we would do / Train chairs / What we have done so far"
            " / Half are trained. / Next steps / Train the rest.",
            [
                {
                    "ref": "2",
                    "action": "Train chairs",
                    "detail": "Train the rest.",
                    "comment": "Half are trained.",
                }
            ],
            id="no label says who or when, but what was said and what was done",
        ),
        pytest.param(
            "Action 1 / Train chairs of panels / Chief Nurse / May 2024 / Action 2 / Review / CEO",
            [{"ref": "1", "owner": "Chief Nurse", "deadline": "May 2024"}, {"ref": "2", "owner": "CEO"}],
            id="numbers open the blocks; who and when are told by their look",
        ),
        pytest.param(
            "Objective - Fair panels / Train all chairs. / Time frame / May 2024 / Half are trained."
            " / Objective - Fair pay / Publish the pay gap. / Time frame / June 2024",
            [
                {"aim": "Fair panels", "action": "Train all chairs.", "comment": "Half are trained."},
                {"aim": "Fair pay", "action": "Publish the pay gap.", "deadline": "June 2024"},
            ],
            id="the action below the objective, what became of it below the date, without a label",
        ),
        pytest.param(
            "Action: Train / Lead: HR / Progress: / Training Completed: all. / Action: Pay / Lead: HR",
            [{"action": "Train", "comment": "Training Completed: all."}, {"action": "Pay"}],
            id="a title before a colon in the middle of a sentence is no label",
        ),
        pytest.param(
            "Action / Train / Lead / HR / Moonphase / Full / Timescale / May 2024"
            " / Action / Review / Lead / CEO / Moonphase / New / Timescale / June 2024",
            [{"owner": "HR", "deadline": "May 2024"}, {"owner": "CEO", "deadline": "June 2024"}],
            id="a label that is not known comes back between those that are",
        ),
        pytest.param(
            "Aim 1: Fair panels / Actions / We will train the chairs. / Adverts will be reviewed."
            " / Timescale: / May 2024",
            [
                {"action": "We will train the chairs.", "deadline": "May 2024"},
                {"action": "Adverts will be reviewed.", "deadline": "May 2024"},
            ],
            id="several actions under one label share what the block says about them",
        ),
        pytest.param(
            "Priority 1: Homes / What we will do / • Translate letters / • Check policies"
            " / Lead officer: Chief Nurse",
            [{"action": "Translate letters", "owner": "Chief Nurse"}, {"action": "Check policies"}],
            id="items under what will be done are actions of their own",
        ),
        pytest.param(
            "Workstream 1 Adverts / We will check them. / Leads / Chief Nurse / Timescale / May 2024"
            " / Workstream 2 Panels / We will train them. / Leads / CEO / Timescale / June 2024",
            [{"action": "We will check them.", "owner": "Chief Nurse"}, {"action": "We will train them."}],
            id="prose below a heading with a number, who and when below it",
        ),
        pytest.param(
            "Commitment 1 - Listening / Hold four open evenings for staff. / Who: CEO / When: May 2024"
            " / Commitment 2 - Learning / Give managers a day on fairness. / Who: HR / When: June 2024"
            " / What happens next / We will report on it.",
            [
                {"ref": "1", "aim": "Listening", "action": "Hold four open evenings for staff."},
                {"ref": "2", "action": "Give managers a day on fairness.", "deadline": "June 2024"},
            ],
            id="a name behind the number, the promise below it, and a heading that ends the plan",
        ),
        pytest.param(
            "1. Train chairs [Lead: HR; When: May 2024]. / 2. Review at 10:30 [Lead: CEO; When: May 2025].",
            [{"action": "Train chairs", "owner": "HR"}, {"deadline": "May 2025"}],
            id="labels in brackets behind the wording, and a time of day, which is no label",
        ),
        pytest.param(
            "Key actions / • Train all panels. Lead: Chief Nurse. Due: May 2024"
            " / • Review the adverts. Lead: CEO. Due: June 2024",
            [{"action": "Train all panels.", "owner": "Chief Nurse"}, {"deadline": "June 2024"}],
            id="an item that ends in labels below a label of its own",
        ),
        pytest.param(
            "Regulated activity: Care / Regulation 18: Staffing / What action will be taken: Train all."
            " / Who is responsible: CEO / Regulation 17: Records / What action will be taken: Keep them."
            " / Who is responsible: Chief Nurse",
            [{"action": "Train all.", "owner": "CEO"}, {"action": "Keep them.", "owner": "Chief Nurse"}],
            id="a label that stands once before the one that opens each block",
        ),
        pytest.param(
            "Action - Train / Lead - CEO / By when - May 2024"
            " / Action - Review / Lead - CEO / By when - June 2024",
            [{"action": "Train", "deadline": "May 2024"}, {"action": "Review", "deadline": "June 2024"}],
            id="a date behind a dash is a value",
        ),
        pytest.param(
            "2. WRES / We saw the figures. / ACTION: Chief Nurse to compare them / 3. Networks"
            " / We heard of them. / ACTION: CEO to write to all wards",
            [{"action": "Chief Nurse to compare them"}, {"action": "CEO to write to all wards"}],
            id="minutes",
        ),
    ],
)
def test_blocks_of_labels_and_values_as_they_are_published(text, expected):
    assert held(read(*drawn(text))[0], expected) == expected
