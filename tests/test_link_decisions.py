import pandas as pd
import pytest
from plans_drawn import plan, plans

from wres_analysis.errors import TableError
from wres_analysis.linking.linkage import plan_pairs
from wres_analysis.linking.review import decisions_on, wording_hash
from wres_analysis.linking.texts import ready_actions

OLD = ["Review the grievance policy", "Train interview panels"]
NEW = ["Review the grievance procedure", "Train all panels", "Mark Diwali"]


KEY_COLUMNS = ["organisation", "from_year", "from_id", "to_year", "to_id"]


def decided(*rows, table=None):
    """Decisions from rows of (from_id, to_id, decision, hash or blank)."""
    table = plans(OLD, NEW) if table is None else table
    ready = ready_actions(table)
    reviewed = pd.DataFrame(
        [("RXA", "2019-20", a, "2020-21", b, decision, "Ann", name) for a, b, decision, name in rows],
        columns=[
            "organisation",
            "from_year",
            "from_id",
            "to_year",
            "to_id",
            "decision",
            "reviewer",
            "text_hash",
        ],
    )
    return decisions_on(reviewed, ready, plan_pairs(ready))


def names(old, new):
    return f"{wording_hash(old)}-{wording_hash(new)}"


def test_a_decision_by_id_alone():
    found = decided(("2", "3", "no", ""))
    assert {pair: given.decision for pair, given in found.made.items()} == {(1, 4): "no"}
    assert found.made[1, 4].reviewer == "Ann"


def test_a_decision_survives_renumbering():
    table = pd.concat([plan("2019-20", OLD[::-1]), plan("2020-21", NEW[::-1])], ignore_index=True)
    found = decided(("2", "1", "link", names(OLD[1], NEW[0])), table=table)
    ready = ready_actions(table)
    (pair,) = found.made
    assert [ready.texts[ready.text[row]] for row in pair] == [OLD[1], NEW[0]]


def test_a_decision_survives_spaces_case_and_cut_lines():
    table = plans([OLD[0].upper(), "Train inter-\nview panels."], NEW)
    assert decided(("2", "2", "link", names(OLD[1], NEW[1])), table=table).made


def test_the_id_tells_copies_apart():
    table = plans([OLD[0], OLD[0]], NEW)
    assert set(decided(("2", "1", "no", names(OLD[0], NEW[0])), table=table).made) == {(1, 2)}


def test_a_changed_wording_is_asked_again():
    found = decided(("1", "1", "no", names("Review the grievance policy soon", NEW[0])))
    assert not found.made and set(found.outdated) == {(0, 2)}
    assert found.asked_again(plan_pairs(ready_actions(plans(OLD, NEW)))[0]) == {(0, 0)}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("9", "1", "no", "")], r"line 2: the plan of 2019-20 has no action '9'"),
        ([("1", "1", "maybe", "")], "line 2: 'maybe' is not a decision"),
        ([("1", "1", "link", ""), ("1", "1", "no", "")], r"line 3: 'no' contradicts 'link' in .*, line 2"),
        ([("1", "1", "no", ""), ("1", "1", "split", "")], "line 3: 'split' contradicts 'no'"),
        ([("1", "1", "split", ""), ("1", "1", "merged", "")], "line 3: 'merged' contradicts 'split'"),
        ([("1", "1", "exact", "")], "line 2: 'exact' for two wordings that differ"),
        (
            [("1", "1", "reworded", ""), ("1", "2", "link", "")],
            "line 2: 'reworded' is one to one",
        ),
    ],
)
def test_a_row_that_cannot_be_followed_is_named(rows, said):
    with pytest.raises(TableError, match=said):
        decided(*rows)


def test_plans_that_are_not_there_are_named():
    ready = ready_actions(plans(OLD, NEW))
    row = {"organisation": "RXB", "from_year": "2019-20", "from_id": "1", "to_year": "2020-21", "to_id": "1"}
    with pytest.raises(TableError, match="line 2: RXB has no plan of 2019-20 followed by one of 2020-21"):
        decisions_on(pd.DataFrame([row | {"decision": "no"}]), ready, plan_pairs(ready))


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [("link", "link", "link"), ("link", "split", "split"), ("merged", "link", "merged"), ("no", "no", "no")],
)
def test_two_rows_that_agree_are_one_decision(first, second, kept):
    found = decided(("1", "1", first, ""), ("1", "1", second, ""))
    assert [given.decision for given in found.made.values()] == [kept]


def test_blank_decisions_and_no_decisions_are_nothing():
    assert not decided(("1", "1", "", "")).made
    ready = ready_actions(plans(OLD, NEW))
    assert not decisions_on(None, ready, plan_pairs(ready)).made
