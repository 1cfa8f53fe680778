from small_documents import PLAN, codes, grid, line, read

HEADER = "Ref | Action | Lead | Deadline | Status | Progress"


def document_codes(*blocks, **options):
    return codes(read(*blocks, **options)[1])


def test_notes_come_in_the_order_of_the_plan():
    rows = "1 | Train | | May 2024 | Done | \n 2 | Pay | | May 2024 | Done | "
    _, notes = read(grid(f"{HEADER} \n {rows}"))
    assert notes["row"].fillna(0).is_monotonic_increasing
    assert set(notes["document"]) == {"plan.pdf"}


def test_what_a_column_said_that_has_no_place_is_in_the_note():
    _, notes = read("Action | Lead | Deadline | Weather | Priority \n Train | HR | May 2024 | Sun | High")
    unread = notes[notes["code"] == "column_not_understood"].iloc[0]
    assert (unread["severity"], "row 1: Sun" in unread["message"]) == ("error", True)
    assert "row 1: High" in notes.loc[notes["code"] == "column_without_place", "message"].iloc[0]
    assert "column_mappings.csv" in unread["message"]


def test_guessed_and_double_columns_are_told():
    guessed = "Action | Lead | Deadline | Zustand \n Train | HR | May | Amber \n Pay | HR | May | Complete"
    assert "column_guessed" in document_codes(guessed)
    double = "Action | Lead / timescale | Status \n Train | HR¶May 2024 | Done"
    assert "column_holds_two_fields" in document_codes(double)


def test_numbers_missing_or_restarting():
    assert "ref_missing" in document_codes("Action | Lead | Deadline \n Train | HR | May 2024")
    second = line("Part 2: Later", 2), grid(f"{HEADER} \n 1 | Pay | HR | May 2024 | Done | ")
    assert "numbering_restarts" in document_codes(PLAN, *second)
    assert "numbering_restarts" not in document_codes(PLAN)


def test_the_organisation_and_the_period():
    assert "organisation_missing" in document_codes(PLAN)
    assert "organisation_missing" not in document_codes("Mossley Hospitals NHS Trust", PLAN)
    assert "period_unknown" in document_codes(PLAN, plan_year="")
    assert "period_disagrees" in document_codes("WRES action plan 2021/22", PLAN)
    assert "period_ambiguous" in document_codes("WRES action plan 2024/26", PLAN)


def test_columns_that_are_not_there():
    assert "no_owner_column" in document_codes("Action | Deadline | Status \n Train | May 2024 | Done")
    assert "evidence_empty" in document_codes("Action | Lead | Evidence \n Train | HR | ")


def test_headers_in_two_forms_and_mixed_terms():
    other = grid("Action | Lead | Deadline | Status \n Coach BAME staff | HR | May 2024 | Done")
    found = document_codes(PLAN, grid(f"{HEADER} \n 3 | Coach BME staff | HR | May 2024 | Done | "), other)
    assert {"header_varies", "term_mixed"} <= found


def test_the_last_cell_may_be_cut():
    cut = grid(f"{HEADER} \n 3 | Pay | HR | May 2024 | Done | The report was sent to the board and then")
    assert "document_may_be_cut" in codes(read(PLAN, cut)[1], 3)
    assert "document_may_be_cut" not in codes(read(PLAN)[1], 2)


def test_the_same_wording_twice():
    again = grid(f"{HEADER} \n 3 | Review job adverts for plain language | HR | May 2024 | Done | ")
    assert "action_repeated" in codes(read(PLAN, again)[1], 3)
