"""The whole table of demands on the linker, each organisation linked by weights that have not seen it.

    python benchmarks/link_demands.py [--only NAME ...] [--outside] [--shipped]

The gold set beside the project (../shared/gold/linkage) makes the variants and judges them; the outside test
(--outside) is two revisions of a catalogue, which no weights have seen. --shipped takes the shipped model
for everything, which is quicker and flatters. --curve shows what a higher threshold gains and loses.

In the outside test nothing was split or merged: of two links that join, one at most can be right, so that the
share of right ones among the joined is .5 at best, or there is none. What counts there is how few are joined.
"""

from __future__ import annotations

import argparse
import fnmatch
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from labelled_links import GOLD_SET, labelled_sets
from linking import unseen_models

from wres_analysis.linking.input import read_actions_table
from wres_analysis.linking.linkage import Linkage, link_plans
from wres_analysis.linking.model import LinkModel, shipped_model
from wres_analysis.linking.review import decisions_held
from wres_analysis.linking.uncertainty import mean_width, rate_intervals
from wres_analysis.tables import write_table

GOLD = GOLD_SET.parent
OUTSIDE = GOLD / "external_nist"
FIGURES = (
    *("precision", "recall", "F1", "replaced_linked", "true", "bias", "joined_n", "joined", "joined_recall"),
    *("hard_wrong", "ece", "sure_n", "sure_right", "coverage", "width", "review"),
)
KEYS = ["organisation", "from_year", "from_id", "to_year", "to_id"]
MEASURES = {"forward": "matched_forward", "backward": "matched_backward"}
Score = Callable[[Path, Path], Mapping[str, float | None]]


def linked_by(
    models: Mapping[str, LinkModel], actions: pd.DataFrame, reviewed: pd.DataFrame | None = None
) -> Linkage:
    """Each organisation linked by the model of the one that its name begins with."""
    names = actions["organisation"].map(
        lambda name: next((one for one in models if name.startswith(one)), "")
    )
    parts = [
        link_plans(own, None if reviewed is None else decisions_held(reviewed, own), models.get(name))
        for name, own in actions.groupby(names, sort=False)
    ]
    tables = zip(*(part[:3] for part in parts), strict=True)
    return Linkage(*(pd.concat(each, ignore_index=True) for each in tables))


def figures_of(folder: Path, models: Mapping[str, LinkModel], score: Score) -> Mapping[str, float | None]:
    """What the judge says about one variant."""
    actions = read_actions_table(folder / "actions.csv").actions
    found = linked_by(models, actions)
    intervals = rate_intervals(found.candidates, found.links, actions)
    rates = intervals.assign(measure=intervals["direction"].map(MEASURES), low=0.0, high=1.0)
    with tempfile.TemporaryDirectory() as place:
        out = Path(place)
        write_table(found.links, out / "links.csv")
        write_table(found.candidates, out / "link_candidates.csv")
        write_table(found.to_review, out / "links_to_review.csv")
        rates.to_csv(out / "matched_rates.csv", index=False)
        figures = dict(score(folder, out))
    return figures | {"reworded": _recall(folder, found, "reworded")}


def _recall(folder: Path, found: Linkage, kind: str) -> float:
    gold = pd.read_csv(folder / "links.csv", dtype="str", keep_default_na=False)
    mine = gold.rename(columns={"org": "organisation"})[gold["kind"].eq(kind)]
    said = pd.MultiIndex.from_frame(found.links[KEYS].astype("str"))
    return float(pd.MultiIndex.from_frame(mine[KEYS]).isin(said).mean()) if len(mine) else float("nan")


def after_answers(folder: Path, models: Mapping[str, LinkModel]) -> str:
    """How wide doubt about links makes a rate, before and after at most 20 right answers for two plans."""
    actions = read_actions_table(folder / "actions.csv").actions
    gold = pd.read_csv(folder / "links.csv", dtype="str", keep_default_na=False)
    true = pd.MultiIndex.from_frame(gold.rename(columns={"org": "organisation"})[KEYS])
    before = linked_by(models, actions)
    asked = before.to_review
    right = pd.MultiIndex.from_frame(asked[KEYS]).isin(true)
    answers = asked.assign(decision=np.where(right, "link", "no"), reviewer="gold")
    after = linked_by(models, actions, answers)
    widths = [
        mean_width(found, actions, sampling=chance) for chance in (False, True) for found in (before, after)
    ]
    return (
        f"{folder.name:18s} {len(asked)} answers, at most 20 for two plans: width by doubt about links "
        "{:.3f} -> {:.3f}, with chance {:.3f} -> {:.3f}".format(*widths)
    )


def curve(folders: Mapping[str, tuple[Path, Mapping[str, LinkModel]]], score: Score) -> Iterable[str]:
    """The figures by the probability from which a pair is linked."""
    for threshold in (0.3, 0.45, 0.6, 0.75):
        for name, (folder, models) in folders.items():
            raised = {key: replace(model, threshold=threshold) for key, model in models.items()}
            yield told(f"{name} from {threshold}", figures_of(folder, raised, score))


def told(name: str, figures: Mapping[str, float | None]) -> str:
    """The figures of a variant on one line."""
    cells = [
        f"{key} {value:.0f}" if key in ("joined_n", "sure_n", "review") else f"{key} {value:.3f}"
        for key in (*FIGURES, "reworded")
        if (value := figures.get(key)) is not None
    ]
    return f"{name:18s} " + "  ".join(cells)


def variants(only: Iterable[str]) -> Iterable[Path]:
    """The variants of the gold set, made afresh."""
    with tempfile.TemporaryDirectory() as place:
        maker = [sys.executable, str(GOLD / "hard_links.py"), str(GOLD_SET), place]
        subprocess.run(maker, check=True, capture_output=True)
        for folder in sorted(Path(place).iterdir()):
            if any(fnmatch.fnmatch(folder.name, one) for one in only):
                yield folder


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="*", default=["*"], metavar="NAME")
    parser.add_argument("--outside", action="store_true")
    parser.add_argument("--shipped", action="store_true")
    parser.add_argument("--curve", action="store_true")
    given = parser.parse_args()
    sys.path.insert(0, str(GOLD))
    from score_hard import score

    models = {"": shipped_model()} if given.shipped else unseen_models(labelled_sets())
    for folder in variants(given.only):
        print(told(folder.name, figures_of(folder, models, score)), flush=True)
        if not folder.name.startswith("leftovers"):
            print(after_answers(folder, models), flush=True)
    if given.curve:
        both = {"gold set": (GOLD_SET, models), "outside test": (OUTSIDE, {"": shipped_model()})}
        print("\n".join(curve(both, score)))
    if given.outside:
        print(told("outside test", figures_of(OUTSIDE, {"": shipped_model()}, score)), flush=True)


if __name__ == "__main__":
    main()
