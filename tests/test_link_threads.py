import pandas as pd
import pytest

from wres_analysis.measures.lives import places_of_ends, threads_of

ACTIONS = pd.DataFrame(
    {
        "organisation": ["RXA"] * 5 + ["5E1"],
        "plan_year": ["2021-22", "2021-22", "2022-23", "2022-23", "2023-24", "2022-23"],
        "action_id": ["1", "2", "1", "2", "1", "1"],
        "action": ["Train panels", "Mentor nurses", "Find mentors", "Fund coaches", "Coach", "Train panels"],
    }
)


def links(*ends):
    columns = ["organisation", "from_year", "from_id", "to_year", "to_id"]
    return pd.DataFrame([("RXA", *end) for end in ends], columns=columns, dtype="str")


def test_splits_and_mergers_are_one_thread_and_other_organisations_stay_apart():
    joined = links(
        ("2021-22", "2", "2022-23", "1"), ("2021-22", "2", "2022-23", "2"), ("2022-23", "2", "2023-24", "1")
    )
    assert threads_of(joined, ACTIONS).tolist() == [0, 1, 1, 1, 1, 5]
    assert [ends.tolist() for ends in places_of_ends(joined, ACTIONS)] == [[1, 1, 3], [2, 3, 4]]


def test_without_links_every_action_is_a_thread():
    assert threads_of(links(), ACTIONS).tolist() == [0, 1, 2, 3, 4, 5]


def test_a_link_to_an_action_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        threads_of(links(("2021-22", "9", "2022-23", "1")), ACTIONS)


def test_an_action_that_skips_one_plan_is_one_thread_with_a_gap():
    back = ACTIONS.assign(action=ACTIONS["action"].replace("Coach", "Train panels."))
    assert threads_of(links(), back).tolist() == [0, 1, 2, 3, 0, 5]
    # not where it was linked to another action of the year between
    assert threads_of(links(("2021-22", "1", "2022-23", "1")), back).tolist() == [0, 1, 0, 3, 4, 5]
