"""The pool of children: what goes wrong in one item costs that item only."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import child_tasks
import psutil
import pytest
from child_tasks import wait_until

from wres_analysis.errors import WresError
from wres_analysis.processes.workers import run_in_children

pytestmark = pytest.mark.whole_run

TESTS = Path(__file__).parent
ONLY_LINUX_LIMITS_MEMORY = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="not there")
SCRIPT = """
import sys
sys.path.insert(0, {tests!r})
import child_tasks
from wres_analysis.processes import workers
from wres_analysis.processes.workers import run_in_children
workers._preloaded.clear()  # nothing of it is needed here
for outcome in run_in_children(child_tasks.act, ["a", "killed", "b"], jobs=2, seconds=60):
    print(outcome.item, outcome.value, flush=True)
"""


def outcomes(items, **options):
    settings = {"jobs": 2, "seconds": 60, **options}
    return {outcome.item: outcome for outcome in run_in_children(child_tasks.act, items, **settings)}


def test_every_kind_of_failure_costs_one_item():
    items = ["first", "killed", "crashes", "refuses", "stumbles", "ends", "leaves", "cannot be sent", "last"]
    found = outcomes(items, name=lambda item: f"file of {item}")
    assert set(found) == set(items)
    assert {item for item in items if found[item].error is None} == {"first", "last"}
    assert found["first"].value == "first done"
    for item in ("killed", "crashes"):
        assert "crashed" in str(found[item].error)
    assert str(found["refuses"].error) == "plan.pdf: it is empty; fetch it again"
    assert "no such column" in str(found["stumbles"].error)
    assert "ended before it was done" in str(found["leaves"].error)
    for item in ("killed", "stumbles"):
        assert isinstance(found[item].error, WresError)
        assert str(found[item].error).startswith(f"file of {item}: ") and "\n" not in str(found[item].error)


@pytest.mark.parametrize("per_child", [1, 5])
def test_a_child_that_leaves_without_a_word_is_noticed_long_before_its_time_is_up(per_child):
    found = outcomes(["leaves", "quick"], jobs=1, seconds=3600, per_child=per_child)
    assert str(found["leaves"].error).startswith("leaves: the process that worked on it ended before it was")
    assert found["quick"].value == "quick done"


@pytest.mark.parametrize(
    ("item", "limit", "said"),
    [
        ("hangs", {"seconds": 1}, "longer than 1 seconds"),
        pytest.param("grows", {"megabytes": 500}, "500 MB", marks=ONLY_LINUX_LIMITS_MEMORY),
    ],
)
def test_too_much_time_or_memory_costs_one_item(item, limit, said):
    found = outcomes([item, "quick"], **limit)
    assert said in str(found[item].error)
    assert found["quick"].value == "quick done"


def test_a_child_takes_as_many_items_as_it_may():
    def children(per_child):
        run = run_in_children(child_tasks.process, range(4), jobs=1, seconds=60, per_child=per_child)
        return len({outcome.value for outcome in run})

    assert children(1) == 4
    assert children(4) == 1


@pytest.mark.parametrize("from_file", [True, False], ids=["script without a guard", "no file at all"])
def test_called_from_anywhere(tmp_path, from_file):
    script = SCRIPT.format(tests=str(TESTS))
    path = tmp_path / "script.py"
    path.write_text(script, encoding="utf-8")
    arguments = [sys.executable, str(path) if from_file else "-"]
    done = subprocess.run(arguments, input=script, capture_output=True, text=True, timeout=120, check=True)
    assert sorted(done.stdout.splitlines()) == ["a a done", "b b done", "killed None"]
    assert done.stderr == ""


def test_children_that_are_told_to_stop_do_and_no_items_give_no_outcomes():
    assert outcomes(["hangs", "a"], stopped=lambda: True) == outcomes([]) == {}


def test_leaving_early_ends_the_children():
    run = run_in_children(child_tasks.process, range(3), jobs=1, seconds=60)
    first = next(run).value
    run.close()
    with pytest.raises(OSError):
        os.kill(first, 0)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_an_interrupt_leaves_no_orphan(tmp_path):
    script = (
        f"import sys; sys.path.insert(0, {str(TESTS)!r})\n"
        "import child_tasks\nfrom wres_analysis.processes import workers\nworkers._preloaded.clear()\n"
        "from wres_analysis.processes.workers import run_in_children\n"
        "run = run_in_children(child_tasks.act, ['a', 'hangs'], jobs=1, seconds=500)\n"
        "print(next(run).value, flush=True)\nnext(run)\n"
    )
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    (tmp_path / "script.py").write_text(script, encoding="utf-8")
    words = [sys.executable, tmp_path / "script.py"]
    parent = subprocess.Popen(words, **streams, preexec_fn=_listen_to_interrupts)
    assert parent.stdout.readline() == "a done\n"
    children = [child.pid for child in psutil.Process(parent.pid).children(recursive=True)]
    parent.send_signal(signal.SIGINT)
    parent.communicate(timeout=60)
    assert children
    wait_until(lambda: all(map(child_tasks.gone, children)))


def _listen_to_interrupts():
    """A shell that starts the tests in the background has interrupts ignored, and that is inherited."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
