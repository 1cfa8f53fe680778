from small_documents import grid

from wres_analysis.plans.plan_columns import find_header


def header(drawn, mapping=None):
    return find_header(grid(drawn).rows, 0, mapping)


def test_a_header_of_one_level():
    found = header("Ref | Action | Lead | Deadline")
    assert found.fields == ("ref", "action", "owner", "deadline")
    assert found.rows == 1


def test_two_levels_below_merged_titles():
    found = header("Ref | Action | Delivery | < | < \n ^ | ^ | Lead | Deadline | RAG")
    assert found.rows == 2
    assert found.fields == ("ref", "action", "owner", "deadline", "status")


def test_two_levels_whose_lower_titles_mean_nothing_alone():
    found = header("Ref | Action | Lead | Update | < \n ^ | ^ | ^ | Q1 | Q2")
    assert [column.title for column in found.columns[3:]] == ["Update Q1", "Update Q2"]
    assert found.fields[3:] == ("comment", "comment")


def test_a_heading_row_below_the_header_is_no_second_level():
    assert header("Ref | Action | Lead | Deadline \n Aim: | Fair selection | for | all").rows == 1


def test_two_titles_are_enough_on_top_of_a_small_table():
    assert header("Action | Lead \n Train panel chairs | Head of HR").fields == ("action", "owner")
    assert header("Train | Lead \n Train panel chairs | Head of HR") is None


def test_a_users_mapping_wins():
    found = header("Aktion | Wer | Stand | Rest", {"Aktion": "action", "wer": "owner", "Rest": "ignore"})
    assert found.fields == ("action", "owner", None, "other")
