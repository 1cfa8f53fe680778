import subprocess
import sys

import pytest

from wres_analysis.processes.workers import run_in_children

pytestmark = pytest.mark.whole_run

LOADED = """
from wres_analysis.processes.workers import preload, run_in_children
preload("wres_analysis.batch.preloading")
names = ("pandas", "matplotlib.pyplot", "papermill", "nbconvert", "ipykernel.inprocess.ipkernel")
tell = f"[name for name in {names} if name not in __import__('sys').modules]"
print(*[outcome.value for outcome in run_in_children(eval, [tell], jobs=1, seconds=60)])
"""


def test_a_child_starts_with_everything_loaded():
    ran = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_warming_up_makes_a_page_and_starts_no_thread():
    code = (
        "import threading, wres_analysis.batch.preloading as warm; "
        "print('<img' in warm.warm_up(), threading.active_count())"
    )
    ran = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True)
    assert ran.stdout == "True 1\n", ran.stderr


def test_a_child_sees_nothing_of_the_one_before():
    leave = "setattr(__import__('builtins'), 'left', 1)"
    look = "hasattr(__import__('builtins'), 'left')"
    outcomes = run_in_children(eval, [leave, look, look], jobs=1, seconds=60)
    assert [outcome.value for outcome in outcomes] == [None, False, False]
