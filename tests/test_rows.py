from small_documents import document, grid, line

from wres_analysis.plans.plan_tables import Between, PlanRow
from wres_analysis.plans.table_rows import find_rows

HEADER = "Ref | Action | Lead | Deadline | Status"


def rows_of(tables):
    return [item for item in tables.items if isinstance(item, PlanRow)]


def test_cells_stand_under_their_fields():
    (row,) = rows_of(find_rows(document(f"{HEADER} \n 1 | Train¶panels | HR | May 2024 | Complete")))
    assert row.values == {
        "ref": "1",
        "action": "Train panels",
        "owner": "HR",
        "deadline": "May 2024",
        "status": "Complete",
    }
    assert row.raw["action"] == "Train\npanels"


def test_rows_above_the_header_are_lines():
    tables = find_rows(document(f"Mossley plan | | | | \n {HEADER} \n 1 | Train | HR | May 2024 | Done"))
    assert isinstance(tables.items[0], Between)
    assert tables.items[0].lines[0].text == "Mossley plan"


def test_a_repeated_header_is_no_row_and_opens_the_next_one():
    page = f"{HEADER} \n 1 | Train | HR | May 2024 | Done"
    tables = find_rows(document(page, grid(f"{HEADER} \n 2 | Review | HR | May 2024 | Done", new_page=True)))
    assert [row.opens for row in rows_of(tables)] == [True, True]
    assert len(tables.headers) == 1
    assert len(tables.printings) == 2


def test_a_page_without_a_header_goes_on_where_its_rows_suit():
    more = grid("2 | Review adverts | Chief Nurse | June 2024 | Amber", new_page=True)
    figures = grid("Band | White | BME | Ratio | Year \n 8a | 20 | 3 | 1.4 | 2023", new_page=True)
    tables = find_rows(document(f"{HEADER} \n 1 | Train | HR | May 2024 | Done", more, figures))
    assert [row.values["ref"] for row in rows_of(tables)] == ["1", "2"]
    assert [remark.code for remark in tables.remarks] == ["table_left_out"]


def test_figures_before_the_plan_are_left_out():
    tables = find_rows(
        document("Indicator | 2022 | 2023 \n Shortlisting | 1.6 | 1.4", f"{HEADER} \n 1 | Train | HR | | ")
    )
    assert len(rows_of(tables)) == 1
    assert "Indicator | 2022" in tables.remarks[0].message


def test_short_rows_of_a_text_extract_are_aligned():
    flags = "No | Action | Deadline | Lead | Comments | Stage | Evidence | In Model Employer plan"
    short = "1 | Train all panel chairs in fair selection | May 2024 | Head of HR | 2 | Yes"
    (row,) = rows_of(find_rows(document(grid(f"{flags} \n {short}"), kind="txt")))
    assert row.missing == 2
    assert (row.values["status"], row.values["in_model_employer"]) == ("2", "Yes")


def test_a_row_of_the_same_length_may_belong_to_another_form_of_the_header():
    first = (
        "No | Action | Deadline | Lead | Comments | Stage | Evidence \n 1 | Train | May 2024 | HR | x | 2 | y"
    )
    header = "Action | Deadline | Lead | Comments | Stage | Evidence"
    second = (
        f"{header} \n 2 | Hold stay interviews on all wards | June 2024 | Head of HR | Two of three held | 1"
    )
    found = rows_of(find_rows(document(grid(first), grid(second), kind="txt")))
    assert found[1].values["ref"] == "2"
    assert found[1].values["status"] == "1"


def test_merged_cells_and_unknown_columns_are_told():
    drawn = "Aim | Action | Lead | Deadline | Weather \n A | B | HR | June | Sun \n ^ | C | HR | June | Fog"
    first, second = rows_of(find_rows(document(drawn)))
    assert second.covered == {"aim"}
    assert first.unread == {"Weather": "Sun"}


def test_two_columns_of_one_field_are_joined():
    drawn = "Action | Executive lead | Operational lead | Deadline \n Train | CEO | HR | May 2024"
    (row,) = rows_of(find_rows(document(drawn)))
    assert row.values["owner"] == "CEO; HR"


def test_a_document_without_a_plan_has_no_headers():
    tables = find_rows(document(line("A letter"), "Name | Ward \n A | B"))
    assert tables.headers == ()
