from small_documents import plan_row

from wres_analysis.plans.plan_tables import PlanAction, Shared
from wres_analysis.plans.row_cells import doubtful_owners, goes_on, is_numbered


def entry(**values):
    row = plan_row(**values)
    action = values.pop("action", "")
    return PlanAction("page 1", "", Shared(), Shared(action), values, [row])


def opening(**values):
    row = plan_row(**values)
    row.opens = True
    return row


TRAIN = {"ref": "1", "action": "Train panels", "owner": "HR", "deadline": "May 2024", "status": "Done"}


def test_tables_with_and_without_numbers():
    rows = [plan_row(**TRAIN), plan_row(action="Pay", owner="HR", deadline="May 2024")]
    assert is_numbered(rows[:1], 0)
    assert not is_numbered(rows[1:], 0)
    assert not is_numbered(rows, 7)


def test_in_a_numbered_table_a_row_without_a_number_goes_on():
    last = entry(**TRAIN)
    assert goes_on(plan_row(action="in the law"), last, numbered=True)
    assert not goes_on(plan_row(action="Pay", owner="HR", deadline="June 2024"), last, numbered=True)
    assert goes_on(plan_row(action="and pay", owner="HR", deadline="June 2024"), last, numbered=True)


def test_a_number_starts_an_action_unless_it_comes_back_on_the_next_page():
    last = entry(**TRAIN)
    assert not goes_on(plan_row(ref="2", action="Pay"), last, numbered=True)
    assert goes_on(opening(ref="1", comment="and more"), last, numbered=True)


def test_without_numbers_the_wording_tells():
    last = entry(action="Train panels.", owner="HR", deadline="May 2024")
    assert goes_on(plan_row(action="and the wards"), last, numbered=False)
    assert not goes_on(plan_row(action="Pay"), last, numbered=False)
    assert goes_on(opening(action="Pay"), last, numbered=False)
    assert not goes_on(opening(action="Pay", deadline="June 2024"), last, numbered=False)


def test_a_second_owner_and_date_are_an_action_of_their_own():
    last = entry(action="Train panels", owner="Head of HR", deadline="May 2024")
    assert not goes_on(plan_row(owner="Head of OD", deadline="June 2024"), last, numbered=False)
    assert goes_on(plan_row(owner="and OD"), last, numbered=False)


def test_a_piece_in_doubt_names_the_rows_that_it_may_belong_to():
    cut, whole = entry(comment="It was written,"), entry(comment="It was sent.")
    piece = opening(comment="Work goes on.")
    assert doubtful_owners(piece, whole, [cut]) == [cut]
    assert doubtful_owners(opening(comment="and read."), whole, [cut]) is None
    assert doubtful_owners(piece, cut, []) is None
