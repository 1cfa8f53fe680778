"""How long the search for themes takes: seconds, memory, and how the time grows with the number of actions.

    python benchmarks/themes.py [--scale 10000 20000 40000 75000]

The maker of large tables stands beside the project (../shared/gold/linkage). Every number is measured in a
process of its own: from a table of actions to themes, and to the closest wording of another organisation in
the theme, over all plans and not the newest only.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from labelled_links import GOLD_SET

MAKER = GOLD_SET.parent / "make_scale.py"
THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "2")
TIMED = """
import resource, sys, time
from pathlib import Path
from wres_analysis.linking.input import read_actions_table
from wres_analysis.tables import ACTIONS, table_of
from wres_analysis.measures.themes import likeness
from wres_analysis.measures.themes import themes
raw = read_actions_table(Path(sys.argv[1])).actions
blank = dict.fromkeys(["deadline_kind", "status_source", "carry_over_evidence"], "none")
blank["status"] = "not_stated"
actions = table_of([row | blank for row in raw.to_dict("records")], ACTIONS)
seconds = [time.perf_counter()]
found = themes(actions)
seconds.append(time.perf_counter())
likeness(found, actions)
seconds.append(time.perf_counter())
print(len(actions), *(b - a for a, b in zip(seconds, seconds[1:])),
    resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def measured(size: int) -> list[float]:
    """Actions; seconds for themes and likeness; megabytes."""
    with tempfile.TemporaryDirectory() as place:
        maker = [sys.executable, str(MAKER), place, "--orgs", str(max(1, size // 300))]
        subprocess.run(maker, check=True, capture_output=True)
        command = [sys.executable, "-c", TIMED, str(Path(place) / "actions.csv")]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | THREADS)
    return [float(number) for number in done.stdout.split()]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", nargs="*", type=int, default=[10_000, 20_000, 40_000, 75_000])
    sizes = parser.parse_args().scale
    if not MAKER.exists():
        parser.exit(1, "The maker of large tables is not beside the project: nothing to measure.\n")
    print(f"{'actions':>8} {'themes':>8} {'likeness':>9} {'all':>8} {'MB':>6}  growth")
    first: tuple[float, float] | None = None
    last: tuple[float, float] | None = None
    for size in sizes:
        actions, *parts, megabytes = measured(size)
        whole = sum(parts)
        power = "" if last is None else f"n^{math.log(whole / last[1]) / math.log(actions / last[0]):.2f}"
        cells = f"{parts[0]:8.1f} {parts[1]:9.1f} {whole:8.1f} {megabytes:6.0f}"
        print(f"{actions:8.0f} {cells}  {power}", flush=True)
        last = actions, whole
        first = first or last
    if first and last and last != first:
        over_all = math.log(last[1] / first[1]) / math.log(last[0] / first[0])
        print(f"from the smallest to the largest: n^{over_all:.2f}")


if __name__ == "__main__":
    main()
