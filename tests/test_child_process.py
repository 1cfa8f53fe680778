import os
import subprocess
import sys

import psutil
import pytest
from child_tasks import gone, wait_until

from wres_analysis.processes.child_process import memory_limited, memory_peak

pytestmark = pytest.mark.whole_run

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux limits memory")
BIG = 200 * 2**20
END = """
import subprocess, sys
from wres_analysis.processes.child_process import end_at_once
below = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
print(below.pid, flush=True)
try:
    end_at_once()
finally:
    print("cleared up", flush=True)
"""
ORPHAN = """
import multiprocessing, os, time
from wres_analysis.processes.child_process import end_with_parent
def work():
    end_with_parent()
    print(os.getpid(), flush=True)
    while True:
        pass
if __name__ == "__main__":
    multiprocessing.get_context("fork").Process(target=work).start()
    time.sleep(1000)
"""


@LINUX
def test_a_limit_holds_inside_and_is_gone_afterwards_and_no_limit_is_none():
    with memory_limited(50), pytest.raises(MemoryError):
        bytearray(BIG)
    with pytest.raises(ValueError, match="stopped"), memory_limited(50):
        raise ValueError("stopped")
    assert len(bytearray(BIG)) == BIG
    with memory_limited(None):
        assert len(bytearray(BIG)) == BIG


UNDER_A_LIMIT = """
import resource
from wres_analysis.processes.child_process import memory_limited
taken = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (taken + 100 * 2**20, taken + {hard} * 2**20))
before = resource.getrlimit(resource.RLIMIT_AS)
with memory_limited({megabytes}):
    for size in (50, 200):
        try:
            print(len(bytearray(size * 2**20)) // 2**20)
        except MemoryError:
            print("too much")
assert resource.getrlimit(resource.RLIMIT_AS) == before
"""


@LINUX
@pytest.mark.parametrize("hard", [100, 150, 10_000])
@pytest.mark.parametrize(("megabytes", "said"), [(20, ["too much", "too much"]), (4000, ["50", "too much"])])
def test_the_lower_of_a_batch_systems_limit_and_our_own_holds(hard, megabytes, said):
    code = UNDER_A_LIMIT.format(hard=hard, megabytes=megabytes)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.split("\n")[:-1] == said, done.stderr


@pytest.mark.skipif(os.name == "nt", reason="not known there")
def test_the_peak_is_in_megabytes_and_never_falls():
    before = memory_peak()
    now = psutil.Process().memory_info().rss // 2**20
    held = b"x" * ((before - now + 100) * 2**20)
    grown = memory_peak()
    del held
    assert before + 50 < grown < before + 200
    assert memory_peak() >= grown


def test_an_end_at_once_takes_what_it_started_along_and_clears_nothing_up():
    ran = subprocess.run([sys.executable, "-c", END], capture_output=True, text=True, timeout=60)
    (below,) = ran.stdout.splitlines()
    assert ran.returncode == 1
    wait_until(lambda: gone(int(below)))


@pytest.mark.skipif(os.name == "nt", reason="there is no fork")
@pytest.mark.parametrize("end", ["kill the parent", "terminate the child"])
def test_a_child_in_an_endless_loop_ends(end, tmp_path):
    (tmp_path / "script.py").write_text(ORPHAN)
    parent = subprocess.Popen([sys.executable, tmp_path / "script.py"], stdout=subprocess.PIPE, text=True)
    try:
        child = psutil.Process(int(parent.stdout.readline()))
        if end == "kill the parent":
            parent.kill()
        else:
            child.terminate()
        wait_until(lambda: gone(child.pid))
    finally:
        parent.kill()
        parent.communicate()
