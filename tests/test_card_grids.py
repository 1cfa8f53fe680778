from small_documents import grid

from wres_analysis.plans.card_values import pairs_of_grid
from wres_analysis.vocabulary.headings import fields_of


def pairs(drawn):
    return [(label, value) for label, _, value, _ in pairs_of_grid(grid(drawn), fields_of)]


def test_a_label_beside_its_value():
    assert pairs("Action: | Train \n Lead | HR") == [("Action", "Train"), ("Lead", "HR")]


def test_two_pairs_on_one_row():
    drawn = "Action | Train | Ref | 1.1 \n Lead | HR | Timescale | May 2024"
    assert pairs(drawn) == [("Action", "Train"), ("Ref", "1.1"), ("Lead", "HR"), ("Timescale", "May 2024")]


def test_a_heading_across_the_card_and_a_number():
    assert pairs("Fair selection | < \n Action 2 | < \n Lead | HR") == [
        ("Fair selection", ""),
        ("Action number", "2"),
        ("Lead", "HR"),
    ]


def test_one_action_in_each_column():
    drawn = "Action | Train | Review \n Lead | HR | CEO \n Status | Done | Late"
    assert pairs(drawn)[:3] == [("Action", "Train"), ("Lead", "HR"), ("Status", "Done")]
    assert pairs(drawn)[3:] == [("Action", "Review"), ("Lead", "CEO"), ("Status", "Late")]
