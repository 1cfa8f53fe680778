"""The linker on labelled plans that it was not fitted on: each half of the organisations by the other."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from wres_analysis.linking.lexicon import shipped_lexicon
from wres_analysis.tables import write_table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))
from fit_links import CONTEXT, PRIOR, calibration_error, linked_unseen, measured  # noqa: E402
from harder_plans import STYLES, thinned, with_leftovers  # noqa: E402
from labelled_links import (  # noqa: E402
    GOLD_SET,
    Labelled,
    examples_of,
    fit_scores,
    harder,
    labelled_sets,
    read_labelled,
    thinned_lexicon,
)

JUDGE = GOLD_SET.parent / "score_links.py"
needs_gold = pytest.mark.skipif(not JUDGE.is_file(), reason="the gold set is not beside the project")


def of_organisations(labelled, names):
    here = labelled.actions["organisation"].isin(names)
    return Labelled(labelled.actions[here], {k: v for k, v in labelled.links.items() if k[0] in names})


@pytest.fixture(scope="module")
def models():
    """For each organisation a model that was fitted on the other half of them."""
    labelled = labelled_sets()
    names = sorted(labelled.actions["organisation"].unique())
    copies = [labelled, harder(labelled, hide=CONTEXT, shuffle=True), harder(labelled, noise=0.03)]
    examples = [one for copy in copies for one in examples_of(copy, thinned_lexicon(0.55, 1))]
    found = {}
    for half in (names[::2], names[1::2]):
        scores = fit_scores([one for one in examples if one.organisation not in half], penalty=15)
        found |= dict.fromkeys(half, replace(PRIOR, **scores))
    return found


def linked(labelled, models):
    return linked_unseen(
        labelled, {name: models[name] for name in sorted(set(labelled.actions["organisation"]))}
    )


def test_plans_of_the_project_are_linked_by_a_model_that_has_not_seen_them(models):
    labelled = labelled_sets()
    found = linked(labelled, models)
    result = measured(labelled, found)
    assert result["f1"] >= 0.9
    assert result["recall of exact"] == 1 and result["recall of minor_edit"] >= 0.97
    assert calibration_error(labelled, found) <= 0.06


@needs_gold
def test_the_judge_of_the_gold_set_is_content(models, tmp_path):
    found = linked(read_labelled(GOLD_SET), models)
    write_table(found.candidates, tmp_path / "link_candidates.csv")
    needs = [
        "F1=0.92", "exact=1", "minor_edit=0.97", "reworded=0.88", "merged=0.80", "split=0.60", "AP=0.95",
        "hard_wrong_max=0.18", "new_F1=0.70", "dropped_F1=0.68", "kind_accuracy=0.90", "ece_max=0.06",
        "rate_error_max=0.06",
    ]  # fmt: skip  # a split without evidence of its own is asked about, not linked
    command = [sys.executable, str(JUDGE), str(GOLD_SET), str(tmp_path / "link_candidates.csv")]
    done = subprocess.run([*command, "--need", *needs], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_harder_copy_has_the_same_links_under_other_numbers():
    labelled = labelled_sets()
    copy = harder(labelled, hide=("owner",), shuffle=True, seed=3)
    assert len(copy.links) == len(labelled.links) and set(copy.links) != set(labelled.links)
    assert (copy.actions["owner"] == "").all()
    wording = {
        id(one): one.actions.set_index(["organisation", "plan_year", "action_id"])["action"]
        for one in (labelled, copy)
    }
    texts = [
        sorted((wording[id(one)][k[0], k[1], k[2]], wording[id(one)][k[0], k[3], k[4]]) for k in one.links)
        for one in (labelled, copy)
    ]
    assert texts[0] == texts[1]


def test_a_copy_with_lost_actions_has_no_links_to_them():
    labelled = labelled_sets()
    copy = harder(labelled, lost=0.4, seed=3)
    assert len(copy.actions) < len(labelled.actions) and 0 < len(copy.links) < len(labelled.links)
    ids = pd.MultiIndex.from_frame(copy.actions[["organisation", "plan_year", "action_id"]])
    assert all((k[0], k[1], k[2]) in ids and (k[0], k[3], k[4]) in ids for k in copy.links)


def test_a_thinned_lexicon_keeps_what_means_the_same_and_loses_some_of_the_rest():
    whole, thin = shipped_lexicon(), thinned_lexicon(0.5, 1)
    assert thin.same == whole.same
    assert 0.6 * len(whole.near) < len(thin.near) < 0.9 * len(whole.near)
    themes = [sum(kind == "theme" for (kind, _), _ in one.subjects) for one in (whole, thin)]
    assert 0.4 * themes[0] < themes[1] < 0.6 * themes[0]
    assert len(whole.subjects) - themes[0] == len(thin.subjects) - themes[1]
    assert thin == thinned_lexicon(0.5, 1) != thinned_lexicon(0.5, 2)


@pytest.mark.parametrize("style", STYLES)
def test_leftovers_are_strangers_and_have_no_links(style):
    labelled = labelled_sets()
    copy = with_leftovers(labelled, 1, style)
    plans = copy.actions.groupby("organisation")
    assert all(len(plan) - 2 == 2 * sum(k[0] == name for k in copy.links) for name, plan in plans)
    put_in = copy.actions[copy.actions["action_id"].str.startswith("x")]
    assert len(put_in) == plans.ngroups and not {k[4] for k in copy.links} & set(put_in["action_id"])


def test_thinned_plans_keep_their_size_and_a_share_of_their_links():
    labelled = labelled_sets()
    copy = thinned(labelled, 0.5)
    assert 0.3 * len(labelled.links) < len(copy.links) < 0.6 * len(labelled.links)
    ids = pd.MultiIndex.from_frame(copy.actions[["organisation", "plan_year", "action_id"]])
    assert all((k[0], k[1], k[2]) in ids and (k[0], k[3], k[4]) in ids for k in copy.links)
