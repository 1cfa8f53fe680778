from plans_drawn import plans

from wres_analysis.linking.link_rows import link_rows
from wres_analysis.linking.linkage import plan_pairs, score_plans
from wres_analysis.linking.model import shipped_model
from wres_analysis.linking.texts import ready_actions


def rows_of(old, new, again=frozenset(), decisions=None):
    ready = ready_actions(plans(old, new))
    pairs = plan_pairs(ready)
    scored = [score_plans(ready, pair, shipped_model(), decisions or {}) for pair in pairs]
    return link_rows(ready, pairs, scored, [again], shipped_model().minor_edit)


def test_rows_follow_the_later_plan_and_what_is_gone_comes_last():
    rows = rows_of(["Mark Diwali", "Review the policy"], ["Buy software", "Review the policy"])
    linked = rows[rows["linked"].eq("yes")]
    assert linked[["from_id", "to_id", "kind"]].values.tolist() == [
        ["", "1", "new"],
        ["2", "2", "exact"],
        ["1", "", "dropped"],
    ]
    assert linked["probability"].isna().tolist() == [True, False, True]


def test_pairs_without_a_chance_are_not_listed_unless_they_are_asked_again():
    texts = ["Mark Diwali with a lunch"], ["Review the grievance procedure"]
    assert not (rows_of(*texts)["old"].ge(0) & rows_of(*texts)["new"].ge(0)).any()
    asked = rows_of(*texts, again=frozenset({(0, 0)}))
    assert (asked["old"].ge(0) & asked["new"].ge(0)).sum() == 1


def test_a_barred_pair_is_listed_with_the_kind_that_it_would_have():
    rows = rows_of(["Review the policy"], ["Review the policy"], decisions={(0, 0): "no"})
    pair = rows[rows["old"].ge(0) & rows["new"].ge(0)].iloc[0]
    assert (pair["kind"], pair["linked"], pair["probability"]) == ("exact", "no", 0)


def test_sizes_of_both_plans_are_given():
    rows = rows_of(["a", "b", "c"], ["a"])
    assert set(rows["old_size"]) == {3} and set(rows["new_size"]) == {1}
