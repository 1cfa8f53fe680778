import pytest
from small_documents import codes, grid, line, read

from wres_analysis.errors import DocumentError

BULLETS = (
    line("Train the chairs of panels (Head of HR, by June 2024)", bullet=True),
    line("Review job adverts – Chief Nurse – May 2025", bullet=True),
)


def column(records, name):
    return [record[name] for record in records]


def test_bullets_under_a_heading_of_actions_are_actions_with_what_they_say():
    headings = line("WRES action plan", 1), line("Recruitment", 2), line("What we will do", 3)
    records, notes = read(*headings, *BULLETS)
    assert column(records, "action") == ["Train the chairs of panels", "Review job adverts"]
    assert column(records, "owner") == ["Head of HR", "Chief Nurse"]
    assert column(records, "deadline") == ["June 2024", "May 2025"]
    assert column(records, "aim") == ["Recruitment"] * 2
    assert "read_from_list" in codes(notes)


def test_what_no_item_says_is_noted_as_missing():
    records, notes = read(line("Actions", 2), line("Train chairs", bullet=True))
    assert (records[0]["owner"], records[0]["deadline"]) == ("", "")
    assert {"no_owner_column", "no_deadline_column", "read_from_list"} <= codes(notes)


def test_we_will_announces_actions():
    records, _ = read(line("In 2024 we will:"), line("train the chairs of panels", bullet=True))
    assert column(records, "action") == ["train the chairs of panels"]


def test_numbered_paragraphs_below_the_title_of_a_plan_and_what_explains_them():
    records, _ = read(
        line("WRES action plan 2024-25", 1),
        line("Background", 2),
        line("1. Review of last year"),
        line("Recruitment", 2),
        line("1. Train the chairs of panels."),
        line("Panels for Band 8a and above come first."),
        line("2. Review job adverts."),
    )
    assert column(records, "ref") == ["1", "2"]
    assert column(records, "detail") == ["Panels for Band 8a and above come first.", ""]
    assert column(records, "aim") == ["Recruitment"] * 2


def test_another_heading_ends_the_list():
    records, _ = read(line("Actions"), *BULLETS, line("Contact"), line("Train Street 4", bullet=True))
    assert len(records) == 2


def test_a_list_that_does_not_read_as_actions_is_told():
    sure = line("Actions", 2), line("Head of HR", bullet=True), line("Chief Nurse", bullet=True)
    with pytest.raises(DocumentError, match="was not read, because most of its items do not begin"):
        read(*sure)
    _, notes = read(*sure, line("Key actions", 2), *BULLETS)
    (told,) = notes[notes["code"].eq("list_not_read")].to_dict("records")
    assert (told["severity"], told["place"]) == ("error", "page 1")
    assert "Head of HR" in told["message"]


def test_a_list_beside_a_table_is_told_and_not_read():
    table = grid("Action | Lead | Deadline \n Train | HR | May 2024 \n Review | CEO | May 2025")
    records, notes = read(table, line("Further actions", 2), *BULLETS)
    assert len(records) == 2
    assert "list_not_read" in codes(notes)
    _, notes = read(table, line("Findings", 2), *BULLETS)
    assert "list_not_read" not in codes(notes)


def test_running_text_holds_no_actions_and_the_message_says_what_was_looked_for():
    with pytest.raises(DocumentError, match='nor a list under a heading such as "Actions"'):
        read("In the coming year we will train chairs, led by the Head of HR.")


@pytest.mark.parametrize("ending", ["(bullying, harassment)", "(see the plan of 2023)", "– and publish it"])
def test_an_ending_that_is_not_who_and_when_stays_in_the_wording(ending):
    records, _ = read(line("Actions", 2), line(f"Review the policy {ending}", bullet=True))
    assert column(records, "action") == [f"Review the policy {ending}"]


def bullets(*texts):
    return tuple(line(text, bullet=True) for text in texts)


@pytest.mark.parametrize(
    ("lines", "actions"),
    [
        # the opener is a long sentence that has "progress" in it
        (
            [
                line("Some of the progress depends on others. We will:"),
                *bullets("use the networks", "ask wards"),
            ],
            ["use the networks", "ask wards"],
        ),
        ([line("What we’re planning to do next:"), *bullets("Guide for chairs")], ["Guide for chairs"]),
        # noun phrases under numbered headings below a heading that says that actions follow
        (
            [line("2. Key areas and actions"), line("2.1 Teams"), *bullets("Balanced panels", "Fair duties")],
            ["Balanced panels", "Fair duties"],
        ),
        # objectives in -ing under headings of their own
        (
            [
                line("Our equality objectives 2022-2024"),
                line("Safety"),
                *bullets("Ensuring that wards are safe"),
                line("Growth"),
                *bullets("Continuing to develop all leaders"),
            ],
            ["Ensuring that wards are safe", "Continuing to develop all leaders"],
        ),
        # items of a sentence that announces something else are none of the list
        (
            [
                line("Actions", 2),
                line("The duty has three aims which are:"),
                *bullets("Ending abuse of staff"),
                line("They bind us."),
                line("1. Train all chairs"),
                line("2. Review adverts"),
            ],
            ["Train all chairs", "Review adverts"],
        ),
        # years as headings, and a heading of the page behind them
        (
            [
                line("Year 1 (2023/24)", 2),
                *bullets("Set up a board"),
                line("Year 2 (2024/25)", 2),
                *bullets("Extend mentoring"),
                line("Contact us", 2),
                *bullets("Email the team"),
            ],
            ["Set up a board", "Extend mentoring"],
        ),
        # what must be done, under a heading in words
        (
            [line("High impact action one", 2), *bullets("Every board member must have an objective")],
            ["Every board member must have an objective"],
        ),
        # figures and files are no actions, whatever stands above them
        (
            [
                *(line("Actions", 2), *bullets("Train chairs", "Review adverts"), line("Our results", 2)),
                *bullets("White staff – 18.2%", "Minority staff – 22.1%"),
            ],
            ["Train chairs", "Review adverts"],
        ),
    ],
)
def test_lists_as_they_are_published(lines, actions):
    assert column(read(*lines)[0], "action") == actions


def test_a_heading_gives_its_items_a_status_or_a_time():
    done = (
        line("What we’ve achieved:", 3),
        *bullets("Forms: They ask about inclusion.", "Panels: All trained."),
    )
    ongoing = line("Ongoing work:", 3), *bullets("Mentoring: Nine pairs meet monthly.")
    records, _ = read(line("Race equality action plan", 1), line("Teaching", 2), *done, *ongoing)
    assert column(records, "status") == ["complete", "complete", "ongoing"]
    assert records[0]["action"] == "Forms: They ask about inclusion."
    years = (
        line("Year 1 (2024)", 3),
        *bullets("Count where we are"),
        line("Year 2 (2025)", 3),
        *bullets("Survey"),
    )
    records, _ = read(line("3. Timetable", 2), *years)
    assert column(records, "deadline") == ["Year 1 (2024)", "Year 2 (2025)"]


def test_what_stands_around_a_plan_is_put_aside_and_counted():
    page = (
        line("Skip to main content"),
        line("Home > About us"),
        line("Publication date:"),
        line("4 May 2024"),
    )
    records, notes = read(*page, line("Actions", 2), *bullets("Train chairs", "Review adverts"))
    assert len(records) == 2
    (told,) = notes[notes["code"].eq("put_aside")]["message"]
    assert told.startswith("4 lines around the plan")


def test_paragraphs_of_prose_that_promise_something_are_actions_and_told_as_such():
    prose = (
        "We will review starting salaries.",
        "The mean gap is three per cent now.",
        "Pay will be published by ward.",
    )
    lines = line("Pay gap report", 1), line("What we will do next", 2), *map(line, prose)
    records, notes = read(*lines, line("Declaration", 2), line("These figures will be sent in by us."))
    assert column(records, "action") == [prose[0], prose[2]]
    assert "read_from_prose" in codes(notes)
