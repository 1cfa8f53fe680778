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
from harder_plans import STYLES, thinned, with_leftovers
from labelled_links import (
    KEY_COLUMNS,
    PRIOR,
    ROOT,
    Example,
    Key,
    Labelled,
    examples_of,
    fit_scores,
    harder,
    labelled_sets,
    thinned_lexicon,
    write_model,
)

from wres_analysis.linking.lexicon import Lexicon
from wres_analysis.linking.linkage import Linkage, link_plans
from wres_analysis.linking.model import LinkModel

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
SHARES_KEPT = (0.75, 0.5, 0.25, 0.1)
BINS = (0.0, 0.02, 0.1, 0.25, 0.5, 0.7, 0.85, 0.95, 0.99)


def training_examples(labelled: Labelled) -> list[Example]:
    """Every copy, seen through vocabularies that know part of the words."""
    lexicons = [thinned_lexicon(KNOWN_SHARE, seed) for seed in SEEDS]
    copies = [harder(labelled, **how, seed=7) for how in COPIES]  # type: ignore[arg-type]
    copies += [with_leftovers(labelled, count, style) for style in STYLES for count in (1, 2, 3)]
    copies += [thinned(labelled, kept, seed) for kept in SHARES_KEPT for seed in range(2)]
    return [
        one
        for number, copy in enumerate(copies)
        for lexicon in (lexicons if number < len(COPIES) else [lexicons[number % len(lexicons)]])
        for one in examples_of(copy, lexicon)
    ]


def model_without(organisation: str, examples: Sequence[Example]) -> LinkModel:
    """The model fitted on all organisations but one."""
    scores = fit_scores([one for one in examples if one.organisation.split(" | ")[0] != organisation])
    return replace(PRIOR, **scores)


def linked_unseen(
    labelled: Labelled, models: dict[str, LinkModel], lexicon: Lexicon | None = None
) -> Linkage:
    """Each organisation linked by the model that has not seen it."""
    names = labelled.actions["organisation"].str.split(" | ", regex=False).str[0]
    parts = [
        link_plans(labelled.actions[names == name], model=model, lexicon=lexicon)
        for name, model in models.items()
    ]
    tables = zip(*(part[:3] for part in parts), strict=True)
    return Linkage(*(pd.concat(each, ignore_index=True) for each in tables))


def calibration(judged: Sequence[tuple[Labelled, Linkage]]) -> list[dict[str, float]]:
    """By best probability of an action: how many there are, and how many truly have a partner."""
    found = [_best_and_truth(*one) for one in judged]
    best, carried = (np.concatenate(parts) for parts in zip(*found, strict=True))
    bins = np.digitize(best, BINS) - 1
    table = pd.DataFrame({"bin": bins, "carried": carried}).groupby("bin")["carried"].agg(["size", "sum"])
    table = table.reindex(range(len(BINS)), fill_value=0)
    return [
        {"from": low, "actions": int(row["size"]), "carried": int(row["sum"])}
        for low, (_, row) in zip(BINS, table.iterrows(), strict=True)
    ]


def _best_and_truth(labelled: Labelled, linkage: Linkage) -> tuple[list[float], list[bool]]:
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
    return best, carried


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
    strange = thinned_lexicon(KNOWN_SHARE, 9)
    judged = [labelled, *(thinned(labelled, kept, 9) for kept in SHARES_KEPT)]
    return replace(
        PRIOR,
        fitted_on=dt.date.today().isoformat(),
        pairs=len(labelled.links),
        **fit_scores(examples),
        calibration=tuple(calibration([(one, linked_unseen(one, unseen, strange)) for one in judged])),
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
