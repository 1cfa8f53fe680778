import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans_drawn import plan, plans
from slow_links import slow_best_sum

from wres_analysis.linking.choice import best_first, joining, likeness, settle
from wres_analysis.linking.features import PAIR_FEATURES
from wres_analysis.linking.linkage import plan_pairs
from wres_analysis.linking.linkage import taken as have_their_partners
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


def test_one_sentence_under_two_aims_stays_under_its_own():
    texts = ["Carry out the review", "Carry out the review"]
    found = settled(texts, texts, aim=["Recruitment", "Careers", "Careers", "Recruitment"])
    assert set(found.verbatim) == {(0, 1), (1, 0)} and not found.copies


def test_two_words_are_too_few_when_the_numbers_differ():
    assert settled(["Recruit 20"], ["Recruit 30"]).locked == ()


def test_what_stands_twice_in_one_plan_joins_the_partner_of_its_copy():
    found = settled(["Review the policy", "Review the policy"], ["Review the policy"])
    assert found.verbatim == ((0, 0),) and found.copies == ((1, 0),)
    found = settled(["Review the policy"], ["Review the policy", "Review the policy"])
    assert found.verbatim == ((0, 0),) and found.copies == ((0, 1),)


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


def test_likeness_of_equal_wordings_is_one():
    assert likeness(features_of([[1.0]]))[0, 0] == 1


def test_short_copies_are_found_whatever_their_length():
    ready = ready_actions(plan("2022-23", ["x"]))
    assert plan_pairs(ready) == []
