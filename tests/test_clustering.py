from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import actions_of, links_of

from wres_analysis.measures.clustering import Clustering, clustering_of_links, design_effect


def test_design_effect_by_hand():
    # Share 1/2, four sections of two that agree: sums of +-1, so 4/64 * 4/3 over 1/32.
    assert design_effect([1, 1, 0, 0, 1, 1, 0, 0], [1, 1, 2, 2, 3, 3, 4, 4]) == pytest.approx(
        4 / 64 * 4 / 3 * 32
    )


@settings(deadline=None)
@given(st.integers(2, 6), st.integers(10, 40))
def test_sections_that_always_agree_count_as_one_action_each(size, sections):
    values = [section % 2 for section in range(2 * sections) for _ in range(size)]
    clusters = [section for section in range(2 * sections) for _ in range(size)]
    assert design_effect(values, clusters) == pytest.approx(size * 2 * sections / (2 * sections - 1))


def test_nothing_to_tell():
    assert math.isnan(design_effect([1, 0], ["a", "a"]))
    assert math.isnan(design_effect([1, 1], ["a", "b"]))
    assert math.isnan(Clustering(math.nan, 0, 0).wider)
    assert Clustering(0.5, 20, 80).wider == 1


def plan_of_sections(back_together: bool):
    before = [{"plan_year": "2021-22", "action_id": f"a{n}", "aim": f"Aim {n // 4}"} for n in range(48)]
    back = [n for n in range(48) if ((n // 4) % 2 == 0 if back_together else n % 2 == 0)]
    after = [{"action_id": f"b{n}"} for n in back]
    return links_of(*((f"a{n}", f"b{n}", "exact") for n in back)), actions_of(*before, *after)


def test_sections_that_roll_over_together_widen_the_interval():
    together = clustering_of_links(*plan_of_sections(True))
    assert (together.sections, together.actions) == (12, 48)
    assert together.wider == pytest.approx(math.sqrt(4 * 12 / 11))
    assert clustering_of_links(*plan_of_sections(False)).wider == 1


def test_plans_of_one_section_tell_nothing():
    actions = actions_of({"plan_year": "2021-22", "action_id": "a"}, {"action_id": "b"})
    assert math.isnan(clustering_of_links(links_of(("a", "b", "exact")), actions).effect)
