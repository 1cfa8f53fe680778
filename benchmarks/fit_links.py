"""Fit the weights of the linker on labelled plans and write linking/link_model.json.

    python benchmarks/fit_links.py [FOLDER ...] [--out FILE]

Each FOLDER holds actions.csv (at least organisation, plan_year, action_id and action) and links.csv
(organisation, from_year, from_id, to_year, to_id, kind): the links.csv that `wres-analysis link` writes
will do once a person has gone through it. Without a folder the project's own labelled plans and its
sample are used, and the gold set beside the project where it is there.

The weights are fitted on copies of the plans with owners, aims or order hidden, with scanning noise, and
with vocabularies that know only part of the words, so that they hold for plans that are worded
differently. What is measured is measured on organisations that the weights had not seen.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from labelled_links import (
    KEY_COLUMNS,
    ROOT,
    Example,
    Key,
    Labelled,
    examples_of,
    fit_scores,
    harder,
    labelled_sets,
)

from wres_analysis.linking.lexicon import Lexicon, thinned_lexicon
from wres_analysis.linking.linkage import Linkage, link_plans, plan_pairs
from wres_analysis.linking.model import LinkModel, write_model
from wres_analysis.linking.texts import ready_actions

MODEL = ROOT / "wres_analysis" / "linking" / "link_model.json"
CONTEXT = ("owner", "aim", "carried_over_from", "deadline")
COPIES = (
    {},
    {"shuffle": True},
    {"hide": ("owner",)},
    {"hide": ("owner", "aim")},
    {"hide": CONTEXT, "shuffle": True},
    {"noise": 0.03},
    {"noise": 0.03, "shuffle": True},
)
KNOWN_SHARE = 0.55
SEEDS = (1, 2, 3, 4)
BINS = (0.0, 0.02, 0.1, 0.25, 0.5, 0.7, 0.85, 0.95, 0.99)
PRIOR = LinkModel(
    fitted_on="",
    pairs=0,
    first=None,  # type: ignore[arg-type]
    second=None,  # type: ignore[arg-type]
    verbatim=0.995,
    locked=0.985,
    ceiling=0.98,
    threshold=0.2,
    usual_share=0.78,
    near_verbatim=0.75,
    minor_edit=0.48,
    calibration=(),
    measured={},
)


def training_examples(labelled: Labelled) -> list[Example]:
    """Every copy, seen through vocabularies that know part of the words."""
    lexicons = [thinned_lexicon(KNOWN_SHARE, seed) for seed in SEEDS]
    copies = [harder(labelled, **how, seed=7) for how in COPIES]  # type: ignore[arg-type]
    return [one for copy in copies for lexicon in lexicons for one in examples_of(copy, lexicon)]


def model_without(organisation: str, examples: Sequence[Example]) -> LinkModel:
    """The model fitted on all organisations but one."""
    first, second = fit_scores([one for one in examples if one.organisation != organisation])
    return replace(PRIOR, first=first, second=second)


def linked_unseen(
    labelled: Labelled, models: dict[str, LinkModel], lexicon: Lexicon | None = None
) -> Linkage:
    """Each organisation linked by the model that has not seen it."""
    parts = [
        link_plans(labelled.actions[labelled.actions["organisation"] == name], model=model, lexicon=lexicon)
        for name, model in models.items()
    ]
    return Linkage(*(pd.concat(tables, ignore_index=True) for tables in zip(*parts, strict=True)))


def usual_share(labelled: Labelled) -> float:
    """Of the smaller of two plans, the share of actions with a partner in the other; never all or none."""
    smaller = shared = 0
    for pair in plan_pairs(ready_actions(labelled.actions)):
        keys = [key for key in labelled.links if (key[0], key[1], key[3]) == pair[:3]]
        shared += min(len({key[2] for key in keys}), len({key[4] for key in keys}))
        smaller += min(len(pair.old), len(pair.new))
    return min(max(round(shared / smaller, 2), 0.01), 0.99)


def calibration(labelled: Labelled, linkage: Linkage) -> list[dict[str, float]]:
    """By best probability of an action: how many there are, and how many truly have a partner."""
    best: list[float] = []
    carried: list[bool] = []
    for end, place in (("from", 2), ("to", 4)):
        names = ["organisation", "from_year", "to_year", f"{end}_id"]
        chance = linkage.candidates.groupby(names)["probability"].max()
        every = linkage.links[linkage.links[f"{end}_id"].ne("")][names].drop_duplicates()
        known = {(key[0], key[1], key[3], key[place]) for key in labelled.links}
        for key in every.itertuples(index=False, name=None):
            best.append(float(chance.get(key, 0.0)))
            carried.append(key in known)
    bins = np.digitize(best, BINS) - 1
    table = pd.DataFrame({"bin": bins, "carried": carried}).groupby("bin")["carried"].agg(["size", "sum"])
    table = table.reindex(range(len(BINS)), fill_value=0)
    return [
        {"from": low, "actions": int(row["size"]), "carried": int(row["sum"])}
        for low, (_, row) in zip(BINS, table.iterrows(), strict=True)
    ]


def measured(labelled: Labelled, linkage: Linkage) -> dict[str, float]:
    """Precision, recall and calibration error against the labels."""
    found = _pairs(linkage.links)
    right = found.keys() & labelled.links.keys()
    precision, recall = len(right) / len(found), len(right) / len(labelled.links)
    kinds = pd.Series(labelled.links).to_frame("kind").assign(found=[k in right for k in labelled.links])
    by_kind = kinds.groupby("kind")["found"].mean()
    return {
        "organisations": labelled.actions["organisation"].nunique(),
        "links": len(labelled.links),
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(2 * precision * recall / (precision + recall), 3),
        **{f"recall of {kind}": round(float(value), 3) for kind, value in by_kind.items()},
        "kind named right": round(float(np.mean([found[k] == labelled.links[k] for k in right])), 3),
        "calibration error": round(calibration_error(labelled, linkage), 3),
    }


def _pairs(links: pd.DataFrame) -> dict[Key, str]:
    joined = links[links["from_id"].ne("") & links["to_id"].ne("")]
    return dict(
        zip(joined[list(KEY_COLUMNS)].itertuples(index=False, name=None), joined["kind"], strict=True)
    )


def calibration_error(labelled: Labelled, linkage: Linkage) -> float:
    """Mean distance between said and true share of links, over tenths of the listed pairs."""
    listed = linkage.candidates
    true = [key in labelled.links for key in listed[list(KEY_COLUMNS)].itertuples(index=False, name=None)]
    table = pd.DataFrame({"said": listed["probability"].astype(float), "true": true})
    tenths = table.groupby((table["said"] * 10).clip(upper=9).astype(int)).sum()
    return float((tenths["said"] - tenths["true"]).abs().sum() / len(table))


def fitted(labelled: Labelled) -> LinkModel:
    """The model on everything, with what was measured on organisations left out."""
    examples = training_examples(labelled)
    names = sorted(labelled.actions["organisation"].unique())
    unseen = {name: model_without(name, examples) for name in names}
    whole = linked_unseen(labelled, unseen)
    strange = linked_unseen(labelled, unseen, thinned_lexicon(KNOWN_SHARE, 9))
    first, second = fit_scores(examples)
    return replace(
        PRIOR,
        usual_share=usual_share(labelled),
        fitted_on=dt.date.today().isoformat(),
        pairs=len(labelled.links),
        first=first,
        second=second,
        calibration=tuple(calibration(labelled, strange)),
        measured=measured(labelled, whole),
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--out", type=Path, default=MODEL)
    given = parser.parse_args()
    model = fitted(labelled_sets(given.folders))
    write_model(model, given.out)
    for name, value in model.measured.items():
        print(f"{name:20s} {value}")


if __name__ == "__main__":
    main()
