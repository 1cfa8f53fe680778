import pytest
from plans_drawn import plans

from wres_analysis.linking.choice import likeness, settle
from wres_analysis.linking.features import pair_features, plan_words
from wres_analysis.linking.link_rows import kinds_of
from wres_analysis.linking.linkage import plan_pairs
from wres_analysis.linking.model import shipped_model
from wres_analysis.linking.texts import ready_actions


def kinds(old, new, links, decisions=None):
    ready = ready_actions(plans(old, new))
    (pair,) = plan_pairs(ready)
    settled = settle(ready, pair, decisions or {})
    alike = likeness(pair_features(ready, pair, settled.same_words, plan_words(ready, pair)))
    return kinds_of(links, ready, pair, settled, alike, shipped_model(), decisions or {})


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("Review the grievance policy.", "review the  grievance policy", "exact"),
        ("Panels at Band 7 to be mixed", "Panels at Band 6 to be mixed", "minor_edit"),
        ("Mentor twenty BME nurses", "Mentor twenty global majority nurses", "minor_edit"),
        (
            "Report on access to training by ethnicity",
            "Report on access to training by ethnicity and band",
            "minor_edit",
        ),
        ("Listen to leavers", "Hold exit interviews when BME colleagues resign", "reworded"),
    ],
)
def test_kinds_of_a_pair(old, new, kind):
    assert kinds([old], [new], {(0, 0)}) == {(0, 0): kind}


def test_several_partners_make_a_split_or_a_merger():
    texts = ["Review the policy", "Train the panels"]
    assert set(kinds(texts[:1], texts, {(0, 0), (0, 1)}).values()) == {"split"}
    assert set(kinds(texts, texts[:1], {(0, 0), (1, 0)}).values()) == {"merged"}


def test_a_kind_that_a_person_gave_stays():
    given = {(0, 0): "reworded"}
    assert kinds(["Review the policy"], ["Review the policy"], {(0, 0)}, given) == given


def test_link_without_a_kind_leaves_the_kind_to_the_words():
    assert kinds(["Review the policy"], ["Review the policy"], {(0, 0)}, {(0, 0): "link"}) == {
        (0, 0): "exact"
    }
