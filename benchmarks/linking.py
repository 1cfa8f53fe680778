"""How good and how fast the linker is: accuracy on organisations it has not seen, rates, time and memory.

    python benchmarks/linking.py [--labelled FOLDER] [--scale 10000 20000 40000 75000] [--no-time]

The judge, the maker of harder copies and the maker of large tables are those of the gold set beside the
project (../shared/gold/linkage); without them only the project's own labelled plans are measured.
Every organisation is linked by weights that were fitted without it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from fit_links import linked_unseen, measured, model_without, training_examples
from labelled_links import GOLD_SET, OWN_SET, Labelled, labelled_sets, read_labelled

from wres_analysis.linking.linkage import Linkage
from wres_analysis.linking.model import LinkModel, shipped_model
from wres_analysis.linking.uncertainty import rate_intervals
from wres_analysis.tables import write_table

GOLD = GOLD_SET.parent
STRESS = {
    "as it is": [],
    "shuffled": ["--shuffle"],
    "no owners": ["--blank", "owner"],
    "no owners or aims": ["--blank", "owner", "aim"],
    "words only, shuffled": ["--blank", "owner", "aim", "declared_carry_over", "deadline", "--shuffle"],
    "scanning noise": ["--ocr", "0.03"],
    "noise, shuffled": ["--ocr", "0.03", "--shuffle"],
}
TIMED = """
import resource, sys, time
from pathlib import Path
from wres_analysis.linking.input import read_actions_table
from wres_analysis.linking.linkage import link_plans
start = time.perf_counter()
found = link_plans(read_actions_table(Path(sys.argv[1])).actions)
seconds = time.perf_counter() - start
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(found.links))
"""
CDIST = """
import sys, time
import pandas as pd
from rapidfuzz import fuzz, process
table = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
start = time.perf_counter()
for _, own in table.groupby("org"):
    plans = [list(plan["action"].str.lower()) for _, plan in own.groupby("plan_year")]
    for old, new in zip(plans, plans[1:]):
        process.cdist(old, new, scorer=fuzz.token_set_ratio)
print(time.perf_counter() - start)
"""


def unseen_models(training: Labelled) -> dict[str, LinkModel]:
    """For each organisation the model that was fitted without it, with the shipped calibration table."""
    examples = training_examples(training)
    names = sorted(training.actions["organisation"].unique())
    return {name: model_without(name, examples) for name in names}


def linked(labelled: Labelled, models: dict[str, LinkModel]) -> Linkage:
    """The plans of a set, each organisation by the model that has not seen it."""
    here = set(labelled.actions["organisation"])
    return linked_unseen(labelled, {name: model for name, model in models.items() if name in here})


def judged(folder: Path, linkage: Linkage, *more: str) -> str:
    """What the judge of the gold set says about some links."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "link_candidates.csv"
        write_table(linkage.candidates, path)
        command = [sys.executable, str(GOLD / "score_links.py"), str(folder), str(path), *more]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def rate_coverage(labelled: Labelled, linkage: Linkage) -> str:
    """How far the rates of plans are off, and how often their interval holds the true rate."""
    lines = []
    for sampling in (True, False):
        found = rate_intervals(
            linkage.candidates, linkage.links, labelled.actions, sampling=sampling, model=shipped_model()
        )
        for direction, mine in found.groupby("direction"):
            true = np.array([_true_rate(labelled, row, str(direction)) for row in mine.itertuples()])
            low, high = mine["low_with_links"].to_numpy(float), mine["high_with_links"].to_numpy(float)
            held = (true >= low - 1e-9) & (true <= high + 1e-9)
            error = np.abs(true - mine["expected"].to_numpy(float)).mean()
            kind = "links and sampling" if sampling else "links alone"
            lines.append(
                f"{direction:9s} {kind:19s} 95% interval holds the true rate in {held.mean():.2f} of "
                f"{len(mine)} plans, mean width {(high - low).mean():.2f}, expected rate off by {error:.3f}"
            )
    return "\n".join(lines)


def _true_rate(labelled: Labelled, row: object, direction: str) -> float:
    plan = row.organisation, row.from_year, row.to_year  # type: ignore[attr-defined]
    year, place = (plan[1], 2) if direction == "forward" else (plan[2], 4)
    actions = labelled.actions
    ids = actions[actions["organisation"].eq(plan[0]) & actions["plan_year"].eq(year)]["action_id"]
    carried = {key[place] for key in labelled.links if (key[0], key[1], key[3]) == plan}
    return float(ids.isin(carried).mean())


def accuracy(training: Labelled) -> None:
    """Everything that needs labels."""
    models = unseen_models(training)
    own = read_labelled(OWN_SET)
    print("The project's own labelled plans, each organisation left out")
    print(pd.Series(measured(own, linked(own, models))).to_string(), "\n")
    if not GOLD_SET.is_dir():
        print("The gold set is not beside the project: nothing more to measure.")
        return
    for name, how in STRESS.items():
        with tempfile.TemporaryDirectory() as place:
            command = [sys.executable, str(GOLD / "perturb.py"), str(GOLD_SET), place, *how]
            subprocess.run(command, check=True)
            labelled = read_labelled(Path(place))
            linkage = linked(labelled, models)
            report = judged(Path(place), linkage, *(["--by-org"] if not how else []))
        if how:
            print(f"{name:22s}", _line(report, "all links"), _line(report, "look-alikes"))
        else:
            print("The gold set, each organisation left out\n" + report)
            print(rate_coverage(labelled, linkage), "\n")
            print(f"{'harder copies':22s} gold, found, said, precision, recall, F1")


def _line(report: str, start: str) -> str:
    return next(" ".join(line.split()) for line in report.splitlines() if line.startswith(start))


def timing(sizes: Sequence[int]) -> None:
    """Seconds and memory from CSV to links, by number of actions."""
    print("\nFrom CSV to links, organisations of 10 plans of 30 actions")
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            maker = [sys.executable, str(GOLD / "make_scale.py"), place, "--orgs", str(max(1, size // 300))]
            subprocess.run(maker, check=True)
            table = str(Path(place) / "actions.csv")
            seconds, megabytes, rows = _timed(TIMED, table)
            cdist = _timed(CDIST, table)
            ratio = f"{seconds / cdist[0]:.1f} times rapidfuzz's cdist ({cdist[0]:.1f} s)" if cdist else ""
            print(
                f"{size:6d} actions {seconds:6.1f} s {megabytes:6.0f} MB {rows:7.0f} rows  {ratio}",
                flush=True,
            )


def _timed(code: str, table: str) -> list[float]:
    done = subprocess.run([sys.executable, "-c", code, table], capture_output=True, text=True, check=False)
    return [float(number) for number in done.stdout.split()]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--labelled", nargs="*", type=Path, default=[], metavar="FOLDER")
    parser.add_argument("--scale", nargs="*", type=int, default=[10_000, 20_000, 40_000, 75_000])
    parser.add_argument("--no-time", action="store_true")
    given = parser.parse_args()
    accuracy(labelled_sets(given.labelled))
    if not given.no_time and GOLD.is_dir():
        timing(given.scale)


if __name__ == "__main__":
    main()
