import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans_drawn import plan, plans
from slow_links import slow_best_sum

from wres_analysis.errors import TableError
from wres_analysis.linking.choice import best_first, joining, likeness, settle
from wres_analysis.linking.features import PAIR_FEATURES
from wres_analysis.linking.linkage import plan_pairs
from wres_analysis.linking.linkage import taken as have_their_partners
from wres_analysis.linking.review import decisions_on, wording_hash
from wres_analysis.linking.texts import ready_actions


def settled(old, new, decisions=None, **columns):
    table = plans(old, new)
    for name, values in columns.items():
        table[name] = values
    ready = ready_actions(table)
    (pair,) = plan_pairs(ready)
    return settle(ready, pair, decisions or {})


def taken(found, old, new):
    (pair,) = plan_pairs(ready_actions(plans(old, new)))
    return tuple(ends.tolist() for ends in have_their_partners(found, pair))


def features_of(alike):
    features = np.zeros((*np.shape(alike), len(PAIR_FEATURES)), dtype=np.float32)
    for name in ("words alike", "letters alike"):
        features[..., PAIR_FEATURES.index(name)] = alike
    return features


def test_the_same_words_go_before_the_same_words_with_other_numbers():
    old = ["Panels at Band 7 and above to be mixed", "Panels at Band 8 and above to be mixed"]
    found = settled(old, ["Panels at band 8 and above to be mixed", "Panels at Band 6 and above to be mixed"])
    assert found.verbatim == ((1, 0),) and found.locked == ((0, 1),)


TWICE, OWN = ["Review the policy"] * 2, {"aim": ["Recruitment", "Careers", "Careers", "Recruitment"]}


@pytest.mark.parametrize(
    ("old", "new", "columns", "expected"),
    [
        (TWICE, TWICE, OWN, {"verbatim": {(0, 1), (1, 0)}, "copies": set()}),  # each under its own aim
        (["Recruit 20"], ["Recruit 30"], {}, {"locked": set()}),  # two words are too few without numbers
        (TWICE, TWICE[:1], {}, {"verbatim": {(0, 0)}, "copies": {(1, 0)}}),
        (TWICE[:1], TWICE, {}, {"verbatim": {(0, 0)}, "copies": {(0, 1)}}),
    ],
)
def test_the_same_words_are_settled_first(old, new, columns, expected):
    found = settled(old, new, **columns)
    assert {name: set(getattr(found, name)) for name in expected} == expected


def test_a_decision_goes_before_the_words():
    texts = ["Review the policy", "Train the panels"]
    found = settled(texts, texts, {(0, 0): "no", (1, 0): "link"})
    assert found.fixed == {(1, 0)} and found.barred == {(0, 0)}
    assert found.verbatim == () and found.pairs == {(1, 0)}


@pytest.mark.parametrize(
    "written",
    [
        "Fair panels: {0}; {1}; {2}",
        "Fair panels\n• {0}\n• {1}\n• {2}",
        "We will (i) {0}, (ii) {1} and (iii) {2}",
        "{0}. {1}. {2}.",
    ],
)
def test_a_list_that_is_broken_up_is_linked_with_every_part_and_may_have_more(written):
    parts = ["Put two independent people on panels", "Remove names from forms", "Check adverts for wording"]
    whole, alone = written.format(*parts), "Mark Black History Month"
    found = settled([whole], [*parts, alone])
    assert found.broken_up == ((0, 0), (0, 1), (0, 2)) and not found.put_together
    assert taken(found, [whole], [*parts, alone]) == ([False], [True, True, True, False])
    found = settled([*parts, alone], [whole])
    assert found.put_together == ((0, 0), (1, 0), (2, 0)) and not found.broken_up


def test_a_wording_cut_short_is_no_part_of_a_list():
    whole = "Review the grievance policy with the network and publish the findings"
    assert not settled([whole], ["Review the grievance policy", "Mentor nurses on nights"]).parts
    nested = ["Review the grievance policy", "Review the grievance policy with the network"]
    assert not settled([whole], nested).parts


@given(st.integers(1, 5), st.integers(1, 5), st.randoms())
def test_the_links_have_the_best_sum_of_scores(rows, columns, draw):
    score = np.array([[draw.choice([-2, -1, 0.5, 1, 3]) for _ in range(columns)] for _ in range(rows)])
    found = best_first(score, 0.0, ())
    assert len({a for a, _ in found}) == len({b for _, b in found}) == len(found)
    assert all(score[pair] > 0 for pair in found)
    assert sum(score[pair] for pair in found) == slow_best_sum(score.tolist())


def test_a_second_action_joins_where_it_has_evidence_of_its_own():
    score, first = np.array([[3.0, 1.0]]), {(0, 0)}
    assert joining(score, first, 0.0, (), np.array([[0, 1]], dtype=bool)) == {(0, 1)}
    assert joining(score.T, first, 0.0, (), np.array([[0], [1]], dtype=bool)) == {(1, 0)}
    assert joining(score, first, 0.0, (), np.array([[1, 0]], dtype=bool)) == set()
    assert joining(score, first, 2.0, (), np.array([[0, 1]], dtype=bool)) == set()
    assert joining(score, first, 0.0, {(0, 1)}, np.array([[0, 1]], dtype=bool)) == set()


def test_likeness_of_equal_wordings_is_one_and_one_plan_makes_no_pair():
    assert likeness(features_of([[1.0]]))[0, 0] == 1
    assert plan_pairs(ready_actions(plan("2022-23", ["x"]))) == []


OLD = ["Review the grievance policy", "Train interview panels"]
NEW = ["Review the grievance procedure", "Train all panels", "Mark Diwali"]


KEY_COLUMNS = ["organisation", "from_year", "from_id", "to_year", "to_id"]


def decided(*rows, table=None):
    """Decisions from rows of (from_id, to_id, decision, hash or blank)."""
    table = plans(OLD, NEW) if table is None else table
    ready = ready_actions(table)
    reviewed = pd.DataFrame(
        [("RXA", "2019-20", a, "2020-21", b, decision, "Ann", name) for a, b, decision, name in rows],
        columns=[*KEY_COLUMNS, "decision", "reviewer", "text_hash"],
    )
    return decisions_on(reviewed, ready, plan_pairs(ready))


def names(old, new):
    return f"{wording_hash(old)}-{wording_hash(new)}"


def test_a_decision_by_id_alone():
    found = decided(("2", "3", "no", ""))
    assert {pair: given.decision for pair, given in found.made.items()} == {(1, 4): "no"}
    assert found.made[1, 4].reviewer == "Ann"


@pytest.mark.parametrize(
    ("old", "new", "row", "pair"),
    [
        (OLD[::-1], NEW[::-1], ("2", "1", "link", names(OLD[1], NEW[0])), (0, 4)),  # numbered again
        (
            [OLD[0].upper(), "Train inter-\nview panels."],
            NEW,
            ("2", "2", "link", names(OLD[1], NEW[1])),
            (1, 3),
        ),
        ([OLD[0], OLD[0]], NEW, ("2", "1", "no", names(OLD[0], NEW[0])), (1, 2)),  # the id tells copies apart
    ],
)
def test_a_decision_is_about_its_wordings(old, new, row, pair):
    assert set(decided(row, table=plans(old, new)).made) == {pair}


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
        ([("1", "1", "reworded", ""), ("1", "2", "link", "")], "line 2: 'reworded' is one to one"),
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
