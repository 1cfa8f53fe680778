import pytest
from small_documents import codes, document, grid, line, read

from wres_analysis.plans.cards import find_cards

CARD = """
Action | {0}
Lead | {1}
Timescale | {2}
Status | Complete
"""


def card(*texts):
    return grid(CARD.format(*texts))


def column(records, name):
    return [record[name] for record in records]


def test_a_grid_of_labels_and_values_is_one_action():
    records, _ = read(card("Train chairs", "HR", "May 2024"), card("Review adverts", "CEO", "June 2024"))
    assert column(records, "action") == ["Train chairs", "Review adverts"]
    assert column(records, "deadline_date") == ["2024-05-31", "2024-06-30"]


def test_labels_and_values_side_by_side():
    drawn = "Action | {0} | Ref | {1} \n Lead | HR | Timescale | May 2024 \n Progress | Half done. | < | <"
    records, _ = read(grid(drawn.format("Train chairs", "1.1")), grid(drawn.format("Review adverts", "1.2")))
    assert column(records, "ref") == ["1.1", "1.2"]
    assert column(records, "comment") == ["Half done."] * 2


def test_one_column_of_labels_and_an_action_in_each_other_column():
    records, _ = read(
        grid(" | Action 1 | Action 2 \n Action | Train | Review \n Lead | HR | CEO \n Status | Done | Late")
    )
    assert column(records, "ref") == ["1", "2"]
    assert column(records, "status_raw") == ["Done", "Late"]


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


def test_several_labels_on_one_line():
    text = "Action: {0} Lead: Head of HR Timescale: May 2024 Status: Complete"
    records, _ = read(line(text.format("Train chairs")), line(text.format("Review adverts")))
    assert column(records, "action") == ["Train chairs", "Review adverts"]
    assert column(records, "owner") == ["Head of HR"] * 2


def test_the_line_above_names_the_action_where_no_label_does():
    under = line("Lead: HR Timescale: May 2024 Status: Complete")
    records, _ = read(line("1. Train chairs", 2), under, line("2. Review adverts", 2), under)
    assert column(records, "ref") == ["1", "2"]
    assert column(records, "action") == ["Train chairs", "Review adverts"]


def test_headings_between_cards_are_aims():
    first = line("Recruitment", 2), card("Train chairs", "HR", "May 2024")
    records, _ = read(line("Mossley plan", 1), *first, line("Pay", 2), card("Publish", "CEO", "June 2024"))
    assert column(records, "aim") == ["Recruitment", "Pay"]


def test_a_label_that_is_not_understood_is_told():
    lines = ["Action: Train", "Lead: HR", "Moonphase: full", "Action: Review", "Lead: HR", "Moonphase: new"]
    _, notes = read(*lines)
    assert "column_not_understood" in codes(notes)


def test_a_letter_is_no_plan():
    letter = document("Dear all,", "Action: please reply.", "Yours, HR")
    assert find_cards(letter).headers == ()


def test_a_card_that_the_end_of_a_page_cuts_is_put_together():
    whole = card("Train chairs", "HR", "May 2024")
    above = grid("Action | Review adverts \n Lead | CEO")
    below = grid("Timescale | June 2024 \n Status | Complete", new_page=True, place="page 2")
    records, notes = read(whole, above, line("Page 1 of 2"), below)
    assert column(records, "action") == ["Train chairs", "Review adverts"]
    assert column(records, "deadline_date") == ["2024-05-31", "2024-06-30"]
    assert "card_not_read" not in codes(notes)


def test_a_value_that_the_end_of_a_page_cuts_is_put_together():
    above = grid("Action | Review the adverts of \n Lead | CEO \n Progress | Two thirds of")
    below = grid(" | them are done. \n Timescale | June 2024", new_page=True, place="page 2")
    records, _ = read(card("Train chairs", "HR", "May 2024"), above, below)
    assert records[1]["comment"] == "Two thirds of them are done."
    assert records[1]["deadline"] == "June 2024"


def test_the_next_card_on_a_new_page_is_not_joined():
    first, second = card("Train chairs", "HR", "May 2024"), CARD.format("Review adverts", "CEO", "June 2024")
    records, _ = read(first, grid(second, new_page=True, place="page 2"))
    assert column(records, "action") == ["Train chairs", "Review adverts"]


def test_a_piece_of_a_card_that_cannot_be_read_is_an_error_with_its_page():
    piece = grid("Action | Review adverts \n Lead | CEO", place="page 3")
    whole = card("Train chairs", "HR", "May 2024"), card("Mentor nurses", "DoN", "May 2025")
    _, notes = read(*whole, line("Further work", 2), piece)
    (told,) = notes[notes["code"].eq("card_not_read")].to_dict("records")
    assert (told["severity"], told["place"]) == ("error", "page 3")
    assert "Review adverts" in told["message"]


def test_numbered_paragraphs_with_labels_below_them_do_not_run_into_each_other():
    texts = ["1. Train chairs.", "Responsible: HR", "By when: May 2024", "2. Review.", "Responsible: CEO"]
    records, _ = read(*texts, "By when: June 2024")
    assert column(records, "action") == ["Train chairs.", "Review."]
    assert column(records, "owner") == ["HR", "CEO"]
    assert column(records, "ref") == ["1", "2"]


def test_bullets_that_end_in_labels_under_their_headings():
    texts = [
        "Recruitment",
        "Train chairs - Lead: HR - When: May 2024",
        "Pay",
        "Publish it - Lead: CEO - When: June 2024",
    ]
    records, _ = read(
        *(line(text, bullet="Lead" in text, heading=2 * ("Lead" not in text)) for text in texts)
    )
    assert column(records, "action") == ["Train chairs", "Publish it"]
    assert column(records, "aim") == ["Recruitment", "Pay"]


def test_labels_on_lines_of_their_own():
    texts = ["Action 1", "Train chairs", "Lead", "HR", "Timescale", "May 2024"]
    records, _ = read(*texts, "Action 2 – Review", "Lead", "CEO", "Timescale", "June 2024")
    assert column(records, "ref") == ["1", "2"]
    assert column(records, "action") == ["Train chairs", "Review"]
    assert column(records, "deadline") == ["May 2024", "June 2024"]


def test_a_sentence_below_a_short_value_is_a_comment():
    texts = ["Action: Train", "Lead: HR", "Status: Complete", "All sixty were trained."]
    records, _ = read(*texts, "Action: Review", "Lead: CEO", "Status: Late")
    assert (records[0]["status_raw"], records[0]["comment"]) == ("Complete", "All sixty were trained.")


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
    ("texts", "expected"),
    [
        # each label once, on lines of their own
        (
            ["Objective", "Fair panels", "Action", "Train chairs", "Date", "May 2024", "Lead", "Chief Nurse"],
            [
                {
                    "aim": "Fair panels",
                    "action": "Train chairs",
                    "deadline": "May 2024",
                    "owner": "Chief Nurse",
                }
            ],
        ),
        # no label says who or when, but what was said and what was done
        (
            [
                *("Commitment 2", "What we said we would do", "Train chairs", "What we have done so far"),
                *("Half are trained.", "Next steps", "Train the rest."),
            ],
            [
                {
                    "ref": "2",
                    "action": "Train chairs",
                    "detail": "Train the rest.",
                    "comment": "Half are trained.",
                }
            ],
        ),
        # numbers open the blocks; who and when are told by their look
        (
            ["Action 1", "Train chairs of panels", "Chief Nurse", "May 2024", "Action 2", "Review", "CEO"],
            [{"ref": "1", "owner": "Chief Nurse", "deadline": "May 2024"}, {"ref": "2", "owner": "CEO"}],
        ),
        # the action stands below the objective, and what became of it below the date, without a label
        (
            [
                *(
                    "Objective - Fair panels",
                    "Train all chairs.",
                    "Time frame",
                    "May 2024",
                    "Half are trained.",
                ),
                *("Objective - Fair pay", "Publish the pay gap.", "Time frame", "June 2024"),
            ],
            [
                {"aim": "Fair panels", "action": "Train all chairs.", "comment": "Half are trained."},
                {"aim": "Fair pay", "action": "Publish the pay gap.", "deadline": "June 2024"},
            ],
        ),
        # a word that is a title and stands before a colon in the middle of a sentence is no label
        (
            [
                "Action: Train",
                "Lead: HR",
                "Progress:",
                "Training Completed: all.",
                "Action: Pay",
                "Lead: HR",
            ],
            [{"action": "Train", "comment": "Training Completed: all."}, {"action": "Pay"}],
        ),
        # a label that is not known comes back between those that are
        (
            [
                *("Action", "Train", "Lead", "HR", "Moonphase", "Full", "Timescale", "May 2024"),
                *("Action", "Review", "Lead", "CEO", "Moonphase", "New", "Timescale", "June 2024"),
            ],
            [{"owner": "HR", "deadline": "May 2024"}, {"owner": "CEO", "deadline": "June 2024"}],
        ),
        # several actions under one label share what the block says about them
        (
            [
                *("Aim 1: Fair panels", "Actions", "We will train the chairs.", "Adverts will be reviewed."),
                *("Timescale:", "May 2024"),
            ],
            [
                {"action": "We will train the chairs.", "deadline": "May 2024"},
                {"action": "Adverts will be reviewed.", "deadline": "May 2024"},
            ],
        ),
        # items under what will be done are actions of their own
        (
            [
                *("Priority 1: Homes", "What we will do", line("Translate letters", bullet=True)),
                *(line("Check policies", bullet=True), "Lead officer: Chief Nurse"),
            ],
            [{"action": "Translate letters", "owner": "Chief Nurse"}, {"action": "Check policies"}],
        ),
        # prose below a heading with a number, who and when below it
        (
            [
                *(
                    "Workstream 1 Adverts",
                    "We will check them.",
                    "Leads",
                    "Chief Nurse",
                    "Timescale",
                    "May 2024",
                ),
                *("Workstream 2 Panels", "We will train them.", "Leads", "CEO", "Timescale", "June 2024"),
            ],
            [{"action": "We will check them.", "owner": "Chief Nurse"}, {"action": "We will train them."}],
        ),
        # a name behind the number, the promise below it, and a heading that ends the plan
        (
            [
                *(
                    "Commitment 1 - Listening",
                    "Hold four open evenings for staff.",
                    "Who: CEO",
                    "When: May 2024",
                ),
                *(
                    "Commitment 2 - Learning",
                    "Give managers a day on fairness.",
                    "Who: HR",
                    "When: June 2024",
                ),
                *("What happens next", "We will report on it."),
            ],
            [
                {"ref": "1", "aim": "Listening", "action": "Hold four open evenings for staff."},
                {"ref": "2", "action": "Give managers a day on fairness.", "deadline": "June 2024"},
            ],
        ),
        # an item that ends in labels below a label of its own
        (
            [
                *("Key actions", line("Train all panels. Lead: Chief Nurse. Due: May 2024", bullet=True)),
                line("Review the adverts. Lead: CEO. Due: June 2024", bullet=True),
            ],
            [{"action": "Train all panels.", "owner": "Chief Nurse"}, {"deadline": "June 2024"}],
        ),
        # a label that stands once before the one that opens each block
        (
            [
                *(
                    "Regulated activity: Care",
                    "Regulation 18: Staffing",
                    "What action will be taken: Train all.",
                ),
                *(
                    "Who is responsible: CEO",
                    "Regulation 17: Records",
                    "What action will be taken: Keep them.",
                ),
                "Who is responsible: Chief Nurse",
            ],
            [{"action": "Train all.", "owner": "CEO"}, {"action": "Keep them.", "owner": "Chief Nurse"}],
        ),
        # a date behind a dash is a value
        (
            [
                *("Action - Train", "Lead - CEO", "By when - May 2024"),
                *("Action - Review", "Lead - CEO", "By when - June 2024"),
            ],
            [{"action": "Train", "deadline": "May 2024"}, {"action": "Review", "deadline": "June 2024"}],
        ),
        # minutes
        (
            [
                *("2. WRES", "We saw the figures.", "ACTION: Chief Nurse to compare them", "3. Networks"),
                *("We heard of them.", "ACTION: CEO to write to all wards"),
            ],
            [{"action": "Chief Nurse to compare them"}, {"action": "CEO to write to all wards"}],
        ),
    ],
)
def test_blocks_of_labels_and_values_as_they_are_published(texts, expected):
    records, _ = read(*texts)
    found = [{name: record[name] for name in want} for record, want in zip(records, expected, strict=True)]
    assert found == expected
