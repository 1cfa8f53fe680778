import numpy as np
from hypothesis import given
from plans_drawn import PLANS, plan, plans
from slow_links import letters_of_each

from wres_analysis.linking.texts import BUCKETS, Bags, heading_of, ready_actions, wording_of


def test_bags_as_a_table():
    bags = Bags(np.array([0, 2, 2, 3]), np.array([7, 4, 7]))
    table, items = bags.table(np.array([2, 0, 1]))
    assert items.tolist() == [4, 7]
    assert table.tolist() == [[0, 1], [1, 1], [0, 0]]
    assert bags.whole_table(np.array([0]), 9)[0].nonzero()[0].tolist() == [4, 7]


def test_each_wording_is_read_once():
    ready = ready_actions(plans(["Review", "Train"], ["Review", "Review"]))
    assert ready.texts == ("Review", "Train")
    assert ready.text.tolist() == [0, 1, 0, 0]


def test_equal_letters_and_equal_words_have_equal_numbers():
    texts = [
        "Panels at Band 7 for BME staff.",
        "panels at band 7 for BME staff",
        "Panels at Band 6 for BAME staff",
        "Panels at Band 7 for disabled staff",
    ]
    ready = ready_actions(plan("2022-23", texts))
    assert ready.verbatim[0] == ready.verbatim[1] != ready.verbatim[2]
    assert ready.locked[0] == ready.locked[2] != ready.locked[3]


def test_signs_alone_are_not_the_same_words():
    ready = ready_actions(plan("2022-23", ["…", "—"]))
    assert ready.verbatim[0] != ready.verbatim[1]


def test_two_wordings_of_numbers_alone_are_not_the_same():
    ready = ready_actions(plan("2022-23", ["8a 9", "25"]))
    assert ready.locked[0] != ready.locked[1]


def test_action_and_detail_are_one_wording():
    table = plan("2022-23", ["Report"], detail=["to the Board"])
    assert wording_of(table).tolist() == ["Report to the Board"]


def test_the_part_stands_in_for_a_missing_aim():
    table = plan("2022-23", ["a", "b"], aim=["Aim 1", ""], part=["Part 1", "Part 2"])
    assert heading_of(table).tolist() == ["Aim 1", "Part 2"]


def test_complete_and_stated_are_read():
    table = plan("2022-23", ["a", "b"], status=["Completed", "On track"], carried_over_from=["", "2021/22"])
    ready = ready_actions(table)
    assert ready.complete.tolist() == [True, False]
    assert ready.stated.tolist() == [False, True]


@given(PLANS)
def test_runs_of_letters_are_those_of_the_slow_way(actions):
    ready = ready_actions(plan("2022-23", actions))
    slow = letters_of_each(ready.texts)
    everything = set().union(*slow)
    for number, runs in enumerate(slow):
        found = set(ready.letters.items[ready.letters.starts[number] : ready.letters.starts[number + 1]])
        assert len(found) <= len(runs) and found <= set(range(BUCKETS))
    # two texts share a bucket at least where they share a run
    assert len(set(ready.letters.items)) <= len(everything)
