from small_documents import PLAN, document, grid, read

from wres_analysis.tables import ACTIONS

FLAGS = "Action | Lead | Deadline | Status | In Model Employer plan | In race disparity ratio plan"


def only(*blocks, **options):
    (record,), _ = read(*blocks, **options)
    return record


def test_every_cell_of_a_plain_row():
    first, second = read(PLAN)[0]
    assert set(first) == set(ACTIONS)
    assert (first["organisation"], first["plan_year"], first["document"]) == ("T1", "2024-25", "plan.pdf")
    assert (first["action_id"], first["row"], first["place"]) == ("r01", 1, "page 1, row 2")
    assert (first["deadline_date"], first["deadline_kind"]) == ("2024-06-30", "month")
    assert (first["status_raw"], first["status"], first["status_source"]) == (
        "Complete",
        "complete",
        "column",
    )
    assert (second["ref"], second["comment"]) == ("2", "Two thirds are done.")


def test_ids_stay_the_same_when_the_file_is_read_again():
    assert [record["action_id"] for record in read(PLAN)[0]] == [
        record["action_id"] for record in read(PLAN)[0]
    ]


def test_evidence_takes_the_measure_of_success_only_where_there_is_no_evidence():
    measure = only("Action | Lead | KPI \n Train | HR | All trained")
    both = only("Action | Lead | KPI | Evidence \n Train | HR | All trained | Register")
    assert (measure["evidence"], both["evidence"]) == ("All trained", "Register")


def test_owner_and_deadline_in_one_column_are_told_apart():
    record = only("Action | Lead / timescale | Status \n Train | Head of HR¶June 2024 | Done")
    assert (record["owner"], record["deadline"]) == ("Head of HR", "June 2024")


def test_a_new_date_in_the_text_or_in_its_own_column():
    in_text = only(
        "Action | Lead | Deadline | Progress \n Train | HR | May 2024 | Revised date of July 2024."
    )
    in_column = only("Action | Lead | Deadline | Revised date \n Train | HR | May 2024 | August 2024")
    assert (in_text["revised_deadline"], in_column["revised_deadline"]) == ("July 2024", "August 2024")


def test_flags_are_yes_no_or_blank():
    record = only(f"{FLAGS} \n Train | HR | May 2024 | Done | Y | ")
    assert (record["in_model_employer"], record["in_race_disparity"]) == ("Yes", "")


def test_indicators_of_the_column_the_text_and_the_heading():
    drawn = "WRES ref | Action | Lead | Date \n 2 | Improve indicator 4 | HR | "
    record = only("Indicator 7: opportunities", drawn)
    assert record["indicators"] == "2;4;7"


def test_other_plans_that_the_row_names():
    record = only("Action | Lead | Link to strategy \n Train (People Plan action) | HR | Our Future")
    assert record["other_plans"] == "Our Future; People Plan"


def test_carry_over_that_the_row_states():
    record = only("Action | Lead | Progress \n Train | HR | Carried over from 2023/24 plan")
    assert (record["carried_over_from"], record["carry_over_evidence"]) == ("2023/24", "row_mark")


def test_a_status_by_colour():
    drawn = grid("Action | Lead | RAG \n Train | HR | #g", fills={"#g": "00B050"})
    record = only("Key: Green = complete; Red = late", drawn)
    assert (record["status_raw"], record["status"], record["status_source"]) == (
        "Green",
        "complete",
        "colour",
    )


def test_the_document_of_the_test_helper_has_one_grid():
    assert len(list(document(PLAN).grids())) == 1
