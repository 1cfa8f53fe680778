"""Tables as organisations draw them: a drawn document and the actions that a careful person reads in it."""

import pytest
from small_documents import codes, document, grid, line, read

from wres_analysis.errors import DocumentError

# what it is: (the table, the fields compared, the actions)
SHAPES = {
    "an action under no title, before what has happened and what follows": (
        """ | So far | Next steps
        Name the equality champions of each depot | Names printed | Put them on the intranet
        Agree what each head of service reports | Draft written | Take it to the board in May""",
        "action comment",
        """Name the equality champions of each depot | Names printed
        Agree what each head of service reports | Draft written""",
    ),
    "a category beside the wording": (
        """Ref | Category | Description | Assigned to | Date logged | Due on | Status
        7 | Hiring | Train every shortlisting panel | HR Director | 02/05/2022 | 30/09/2022 | Open
        8 | Hiring | Take names off application forms | Head of HR | 03/05/2022 | 31/10/2022 | Closed""",
        "aim action owner deadline status",
        """Hiring | Train every shortlisting panel | HR Director | 30/09/2022 | in_progress
        Hiring | Take names off application forms | Head of HR | 31/10/2022 | complete""",
    ),
    "a risk with its treatment": (
        """ID | Risk description | Likelihood | Impact | Treatment plan | Risk owner | Review date
        R1 | Panels lack training | 4 | High | Train every panel before June | HR Director | 02/02/2023
        R2 | Forms show names | 3 | Low | Take the names off all forms | Head of HR | 05/02/2023""",
        "ref aim action owner deadline evidence",
        """R1 | Panels lack training | Train every panel before June | HR Director | |
        R2 | Forms show names | Take the names off all forms | Head of HR | |""",
    ),
    "no title that says action": (
        """Milestone | Measurement | Target date | Party responsible
        2.1 Train every panel in May | Panels trained | May 2024 | HR Director
        2.2 Take names off the forms | Forms changed | June 2024 | Head of HR""",
        "ref action owner deadline evidence",
        """2.1 | Train every panel in May | HR Director | May 2024 | Panels trained
        2.2 | Take names off the forms | Head of HR | June 2024 | Forms changed""",
    ),
    "two known titles of three": (
        """Paper | Action | Responsibility
        PB 3/22 | Publish the pay gap by ward | Director of People
        PB 4/22 | Review how complaints are logged | Head of HR""",
        "action owner",
        """Publish the pay gap by ward | Director of People
        Review how complaints are logged | Head of HR""",
    ),
    "a header of two lines": (
        """What we will do | Accountable | Timescale | | Latest
         | lead | Start | Finish | position
        Publish the outcome of every panel | Head of HR | 01/04/2022 | 30/09/2022 | Complete""",
        "action owner deadline status",
        """Publish the outcome of every panel | Head of HR | 30/09/2022 | complete""",
    ),
    "steps by year": (
        """Theme | Action | Lead | Year 1 | Year 2
        Voice | Set up a task group | Head of HR | Agree its terms | Meet each quarter""",
        "action detail",
        """Set up a task group | Year 1: Agree its terms; Year 2: Meet each quarter""",
    ),
    "a team beside a person": (
        """Team | Action | Action owner | Deadline
        Ward A | Train every panel in May | Head of HR | May 2024""",
        "owner",
        """Head of HR""",
    ),
    "a merged status stands for its rows": (
        """Aim | Action | Lead | Status
        Fair pay | Publish the pay gap | Head of HR | On track
        ^ | Explain the pay gap | Head of HR | ^""",
        "action status",
        """Publish the pay gap | in_progress
        Explain the pay gap | in_progress""",
    ),
    "summary rows of a project plan": (
        """ID | Task | Resource name | Start | Finish
        1 | Fair recruitment | | |
        2 | Write the standard | EDI Manager | 02/01/2024 | 06/02/2024
        3 | Train the partners | EDI Manager | 07/02/2024 | 06/03/2024
        4 | Hold the first panels | Head of HR | 07/03/2024 | 28/03/2024
        5 | Formal cases | | |
        6 | Check every case | ER Lead | 02/01/2024 | 23/01/2024
        7 | Use one code | ER Lead | 24/01/2024 | 14/02/2024
        8 | Write in plain words | ER Lead | 15/02/2024 | 29/02/2024""",
        "aim action deadline",
        """Fair recruitment | Write the standard | 06/02/2024
        Fair recruitment | Train the partners | 06/03/2024
        Fair recruitment | Hold the first panels | 28/03/2024
        Formal cases | Check every case | 23/01/2024
        Formal cases | Use one code | 14/02/2024
        Formal cases | Write in plain words | 29/02/2024""",
    ),
    "a status at the end of the wording, under bands": (
        """Item | Action | Responsibility
        Actions from the May meeting | < | <
        3 | Show the plan to each network. Status: on hold | Head of HR
        4 | Bring the paper back in June. | Chair""",
        "part action status",
        """Actions from the May meeting | Show the plan to each network. Status: on hold | on_hold
        Actions from the May meeting | Bring the paper back in June. | not_stated""",
    ),
    "a heading cut at the borders of the columns": (
        """Ref | Action | Lead | Deadline | Status
        Aim | : Fair recruit | ment of all st | aff |
        1 | Offer recruitment days to staff now | HR | May 2024 | Done
        Staff | Growth | | |
        2 | Hold career talks on each ward | HR | May 2024 | Done
        3 | Fair selection | | |
        3.1 | Train the chairs of panels | HR | May 2024 | Done
        Fair pay for everybody | < | < | < | <
        4 | Publish the pay gap by ward | HR | May 2024 | Done
         | End of report | | |""",
        "aim ref action",
        """Fair recruitment of all staff | 1 | Offer recruitment days to staff now
        Staff Growth | 2 | Hold career talks on each ward
        Fair selection | 3.1 | Train the chairs of panels
        Fair pay for everybody | 4 | Publish the pay gap by ward""",
    ),
    "a row without a number goes on with the one above": (
        """Ref | Action | Lead | Deadline | Status
        1 | Train panels | HR | May 2024 | Done
         | in the law | | |
        2 | Review adverts | HR | June 2024 | Open""",
        "ref action",
        """1 | Train panels in the law
        2 | Review adverts""",
    ),
    "a second owner and date are an action of their own": (
        """Action | Lead | Deadline
        Train panels | Head of HR | May 2024
         | Head of OD | June 2024
        Review adverts | Head of HR | May 2024
         | and OD | """,
        "action owner deadline",
        """Train panels | Head of HR | May 2024
        Train panels | Head of OD | June 2024
        Review adverts | Head of HR and OD | May 2024""",
    ),
    "titles of two levels": (
        """Ref | Action | Delivery | < | <
        ^ | ^ | Lead | Deadline | RAG
        1 | Train all panels | HR | May 2024 | Green""",
        "ref action owner deadline status_raw",
        """1 | Train all panels | HR | May 2024 | Green""",
    ),
    "titles of two levels, the lower of which mean nothing alone": (
        """Ref | Action | Lead | Update | <
        ^ | ^ | ^ | Q1 | Q2
        1 | Train all panels | HR | Half were trained by then | All were trained""",
        "owner comment",
        """HR | Half were trained by then All were trained""",
    ),
    "two titles": (
        """Action | Lead
        Train panel chairs | Head of HR""",
        "action owner",
        """Train panel chairs | Head of HR""",
    ),
    "a number without a title and a status under one that is not known": (
        """ | Action | Lead | Deadline | Zustand
        1 | Train chairs | HR | May 2024 | Amber
        2 | Review adverts | HR | May 2024 | Complete""",
        "ref status",
        """1 | at_risk
        2 | complete""",
    ),
    "an outcome of status words": (
        """Action | Lead | Outcome | Narrative
        Train chairs | HR | Met | Done in May
        Review adverts | HR | Partly met | Half done""",
        "status comment",
        """complete | Done in May
        partly_met | Half done""",
    ),
    "progress that is nothing but statuses": (
        """Action | Lead | Progress
        Train chairs | HR | Complete
        Review adverts | HR | Ongoing""",
        "status_source comment",
        """column |
        column |""",
    ),
    "an objective on every row": (
        """Objective | Milestones | Lead | Date
        Train the chairs of panels | Half by June | HR | May 2024""",
        "aim action detail",
        """| Train the chairs of panels | Half by June""",
    ),
    "an objective that stands for several rows": (
        """Objective | How | Lead | Date
        Fair panels | Train the chairs of panels | HR | May 2024
         | Review who sits on them | HR | May 2024""",
        "aim action",
        """Fair panels | Train the chairs of panels
        Fair panels | Review who sits on them""",
    ),
    "two columns of headings and two of actions": (
        """Theme | Objective | Recommendation | Action | Lead
        Pay | Fair pay | Look at pay | Publish the pay gap | HR""",
        "part aim action",
        """Pay | Fair pay | Publish the pay gap""",
    ),
    "a recommendation before its action": (
        """Recommendation | Action | Lead | Date
        Look at pay | Publish the pay gap | HR | May 2024""",
        "aim action",
        """Look at pay | Publish the pay gap""",
    ),
    "statuses over time and a rating beside a status": (
        """Action | Lead | RAG Q1 | RAG Q2 | RAG Q3
        Train the chairs of panels | HR | Amber | Green |""",
        "status_raw",
        """Green""",
    ),
    "a rating beside a status": (
        """Action | Lead | Status | RAG
        Train the chairs of panels | HR | Complete | Amber""",
        "status_raw status",
        """Complete | complete""",
    ),
    "text below a quarter": (
        """Action | Lead | Date | Q1
        Train the chairs of panels | HR | May 2024 | Twenty were trained by then""",
        "comment",
        """Twenty were trained by then""",
    ),
    "titles of unknown words": (
        """What we intend | Keeper | Finishing | How it stands
        Train panel chairs | Head of HR | June 2024 | Complete
        Review job adverts | Chief Nurse | May 2024 | Delayed""",
        "action owner deadline status",
        """Train panel chairs | Head of HR | June 2024 | complete
        Review job adverts | Chief Nurse | May 2024 | at_risk""",
    ),
    "two leads": (
        """Action | Executive lead | Operational lead | Deadline
        Train panel chairs | CEO | HR | May 2024""",
        "owner",
        """CEO; HR""",
    ),
}


def lines(text):
    return [" ".join(row.split()) for row in text.splitlines()]


@pytest.mark.parametrize(("drawn", "fields", "expected"), SHAPES.values(), ids=SHAPES)
def test_the_actions_of_a_table(drawn, fields, expected):
    records, _ = read(drawn)
    told = [" | ".join(str(record[field]) for field in fields.split()) for record in records]
    assert lines("\n".join(told)) == lines(expected)


PLAN = "Action | Lead | Deadline | Status \n Train every panel in May | HR Director | May 2024 | Open"
# tables that are put aside, and the word that the note has for each
OTHERS = {
    "contents page": "Contents | Page \n Foreword | 2 \n What we will do | 5 \n Who we are | 9",
    "rating scale": "Level | Action | Description \n Urgent | Act now | No control \n Fair | Act | Few",
    "rating scale of scores": "Likelihood | Minor (1) | Major (2) \n Rare (1) | Low (1) | Low (2)"
    "\n Likely (2) | Low (2) | High (4)",
    "signature block": "Prepared by | Approved by \n Head of HR | Chief Executive",
    "document control block": "Version | Author | Date of issue \n 1.2 | EDI Team | May 2022",
    "table of figures": "Sheet | Open | Closed \n Risks | 5 | 2 \n Issues | 4 | 2",
    "matrix of ticks": "Category | Practice | 1 | 2 | 3 \n Voice | Listen | x | | x \n Data | Share | | x |",
    "status key": "Status | What it means \n Open | Not done \n Closed | Done",
}


@pytest.mark.parametrize(("kind", "drawn"), OTHERS.items(), ids=OTHERS)
def test_what_is_no_table_of_actions_is_put_aside_and_counted(kind, drawn):
    records, notes = read(PLAN, drawn)
    assert [record["action"] for record in records] == ["Train every panel in May"]
    (message,) = notes.loc[notes["code"] == "put_aside", "message"]
    assert kind.removesuffix(" of scores") in message
    assert "words)" in message


@pytest.mark.parametrize(
    "drawn",
    [
        "Date | Event | Venue \n 2 March 2023 | Listening event for night staff | Hall"
        "\n 4 May 2023 | Annual meeting of the network | Online",
        "Policy | Owner | Review date \n Dignity at work policy | HR Director | May 2024"
        "\n Flexible working policy | HR Director | June 2024",
        "Job title | Band | Closing date \n Equality and inclusion manager | 8a | 12 May 2023"
        "\n Workforce analyst in the team | 6 | 20 May 2023",
        "Consultee | Comment | Our reply \n Staff side | It needs dates | Dates were added to each"
        "\n Network | It is too long | It was cut to two pages",
        "Indicator | 2022 | 2023 | Narrative \n Share of staff | 12% | 14% | It has gone up in each band."
        "\n Shortlisting | 1.6 | 1.4 | White applicants are more likely.",
    ],
)
def test_tables_of_events_policies_posts_and_figures_are_no_plans(drawn):
    with pytest.raises(DocumentError):
        read(drawn)


def test_a_signature_block_below_the_rows_is_put_aside():
    records, notes = read(f"{PLAN} \n Prepared by: | | Reviewed by: | \n Anna Berg | | Tom Karlsson |")
    assert [record["owner"] for record in records] == ["HR Director"]
    assert "put_aside" in codes(notes)


def test_a_next_page_with_a_column_more_or_fewer_goes_on():
    fewer = grid("Review the adverts of all posts | Chief Nurse | June 2024", new_page=True)
    more = grid("Hold sessions on the night shift | Chair | July 2024 | | Open", new_page=True)
    records, _ = read(PLAN, fewer, more)
    assert [record["deadline"] for record in records] == ["May 2024", "June 2024", "July 2024"]
    assert [record["status"] for record in records] == ["in_progress", "not_stated", "in_progress"]


def test_a_stacked_title_is_parted_where_its_cells_are():
    drawn = "Activity | Responsibility¶Start date¶End date \n Print a leaflet | Chair¶May 2023¶June 2023"
    records, notes = read(drawn)
    assert (records[0]["owner"], records[0]["deadline"]) == ("Chair", "May 2023 June 2023")
    assert "column_holds_two_fields" in codes(notes)


def test_a_title_of_two_fields_that_are_not_parted_is_told():
    drawn = "Action | Lead / timescale | Status \n Train every panel in May | Head of HR | Open"
    _, notes = read(drawn)
    assert "column_not_parted" in codes(notes)
    assert "column_holds_two_fields" not in codes(notes)


@pytest.mark.parametrize(
    ("between", "code", "severity"),
    [
        ("4. Publish the pay gap of every ward by the end of June.", "item_not_read", "error"),
        ("Nothing else was agreed at the meeting of the panel in May.", "text_lost", "error"),
    ],
)
def test_lines_between_the_tables_count(between, code, severity):
    more = grid(PLAN.replace("Train every panel in May", "Review the adverts of all posts"))
    _, notes = read(PLAN, line(between), more)
    assert severity in set(notes.loc[notes["code"] == code, "severity"])


def test_a_table_that_looks_like_a_plan_and_is_not_read_is_an_error():
    other = "Zeile | Spalte \n Wir schulen alle | 12/05/2024 \n Wir fragen alle | 13/05/2024"
    _, notes = read(PLAN, other)
    assert "error" in set(notes.loc[notes["code"] == "table_left_out", "severity"])


def test_prose_in_columns_and_labels_in_a_grid_are_no_table():
    prose = "corresponding | indicators, | and | timeline \n managers and | leads is | given | below"
    with pytest.raises(DocumentError):
        read(document(prose).blocks[0])


FLAGGED = "No | Action | Deadline | Lead | Comments | Stage | Evidence | In Model Employer plan"
TRAIN = "Train all panel chairs in fair selection"
# rows of an extract that lost its blank cells, and the cells that they have
SHORT = {
    f"1 | {TRAIN} | May 2024 | Head of HR | 2 | Yes": {"status_raw": "2", "in_model_employer": "Yes"},
    f"2 | {TRAIN} | May 2024 | Head of HR | Two cohorts held so far this year | | Yes": {
        "comment": "Two cohorts held so far this year",
        "in_model_employer": "Yes",
    },
    f"3 | {TRAIN} | June 2025 | Waiting for the system to develop its offer | 1 | Yes": {
        "owner": "",
        "comment": "Waiting for the system to develop its offer",
        "status_raw": "1",
    },
}


@pytest.mark.parametrize("row", SHORT)
def test_rows_that_lost_blank_cells_are_aligned_by_what_their_cells_look_like(row):
    records, _ = read(grid(f"{FLAGGED} \n {row}"), kind="txt")
    assert {name: records[0][name] for name in SHORT[row]} == SHORT[row]


def test_a_row_of_the_same_length_may_belong_to_another_form_of_the_header():
    first = "No | Action | Deadline | Lead | Comments | Stage | Evidence"
    second = "Action | Deadline | Lead | Comments | Stage | Evidence"
    other = f"2 | {TRAIN} | June 2024 | Head of HR | Two of three held | 1"
    blocks = grid(f"{first} \n 1 | Train | May 2024 | HR | x | 2 | y"), grid(f"{second} \n {other}")
    records, _ = read(*blocks, kind="txt")
    assert [(record["ref"], record["status_raw"]) for record in records] == [("1", "2"), ("2", "1")]


def test_pages_go_on_below_a_header_that_comes_back_or_not_and_figures_are_left_out():
    figures = "Indicator | 2022 | 2023 \n Shortlisting | 1.6 | 1.4"
    again = grid(
        "Ref | Action | Lead | Deadline \n 2 | Review adverts | Head of HR | May 2024", new_page=True
    )
    more = grid("3 | Hold career talks | Chief Nurse | June 2024", new_page=True)
    bands = grid("Band | White | BME | Ratio \n 8a | 20 | 3 | 1.4", new_page=True)
    above = "Mossley plan | | | \n Ref | Action | Lead | Deadline \n 1 | Train¶chairs | HR | May 2024"
    records, notes = read(figures, above, again, more, bands)
    assert [(record["ref"], record["action"]) for record in records] == [
        ("1", "Train chairs"),
        ("2", "Review adverts"),
        ("3", "Hold career talks"),
    ]
    left = notes.loc[notes["code"].isin(["table_left_out", "put_aside"]), "message"]
    assert len(left) == 2 and "Indicator | 2022" in left.iloc[0]


# a line above the second table, and the part and aim of its action; the first stands under "Fair pay"
LINES = {
    "Part 2 – Later on": ("Part 2 – Later on", ""),
    "Section A: Recruitment": ("Section A: Recruitment", ""),
    "Aim: To widen access": ("", "To widen access"),
    "Theme: Workforce": ("", "Workforce"),
    "Objective 1: Fair selection": ("", "Objective 1: Fair selection"),
    "Indicator 3: discipline": ("", "Indicator 3: discipline"),
    "Fair recruitment": ("", "Fair recruitment"),
    "Actions for 2022/23": ("Actions for 2022/23", ""),
    "Action plan": ("", "Fair pay"),
    "Our figures": ("", "Fair pay"),
    "Mossley NHS Trust": ("", "Fair pay"),
    "WRES action plan 2024/25": ("", "Fair pay"),
    "Page 3 of 9": ("", "Fair pay"),
    "It was agreed.": ("", "Fair pay"),
    "Reviewed by the Board in May 2024": ("", "Fair pay"),
}


@pytest.mark.parametrize("text", LINES)
def test_which_headings_between_tables_are_parts_or_aims(text):
    again = PLAN.replace("Train every panel in May", "Review the adverts of all posts")
    records, _ = read(line("Our plan", 1), line("Fair pay", 2), PLAN, line(text, 2), again)
    assert [(one["part"], one["aim"]) for one in records] == [("", "Fair pay"), LINES[text]]
