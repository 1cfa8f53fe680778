from small_documents import document

from wres_analysis.plans.assembly import assemble
from wres_analysis.plans.plan_tables import fields_of_headers, tick_columns
from wres_analysis.plans.table_rows import find_rows

FLAGS = "Action | Lead / timescale | In Model Employer plan | In race disparity ratio plan"


def test_the_fields_of_a_plan_count_both_fields_of_a_double_column():
    tables = find_rows(document(f"{FLAGS} \n Train | HR | x | "))
    found = fields_of_headers(tables.headers)
    assert {"action", "owner", "deadline", "in_model_employer"} <= found


def test_a_column_of_crosses_is_a_column_of_ticks():
    tables = find_rows(document(f"{FLAGS} \n Train | HR | x | No \n Pay | HR | | Yes"))
    assert tick_columns(assemble(tables)) == {"in_model_employer"}
